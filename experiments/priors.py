"""A comparison over priors: assumptions set side by side while all that is uncertain varies within its declared range.

Draws are a Latin hypercube over every parameter with a range (evenly, or on the logarithm where that spans a tenfold);
each is crossed with every assumption, and the histories of a draw meet the same shocks under all of them. Two layers are
told apart by analysis of variance: chance between histories of a draw, and what draws differ in beyond it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy import stats

from experiments.comparison import reference_of
from experiments.designs import Design, design
from experiments.factors import ranged
from experiments.headlines import Headline
from experiments.sensitivity import answerable
from experiments.statistics import LEVEL
from model.errors import InputError
from model.scenario import Scenario

BAND = (0.05, 0.95)


@dataclass(frozen=True)
class Layers:
    """A mean over draws and histories, and what varies around it.

    Attributes
    ----------
    value, low, high : float
        Mean and its 95% interval (Student, over draws), which holds both layers.
    chance : float
        Standard deviation between histories of one draw.
    between : float
        Standard deviation of the expectation between draws, chance taken out.
    lowest, highest : float
        90% range of the expectation over draws, chance taken out.
    """

    value: float
    low: float
    high: float
    chance: float
    between: float
    lowest: float
    highest: float

    @property
    def share(self) -> float:
        """Share of the variance of a history that lies between draws."""
        total = self.chance**2 + self.between**2
        return self.between**2 / total if total > 0.0 else math.nan


def layers_of(values: np.ndarray) -> Layers:
    """Tell chance from what draws differ in.

    Parameters
    ----------
    values : array [draw, run]
        Outcome of each history, or difference of a pair, NaN where it failed; two draws and two runs at least.
    """
    means = np.nanmean(values, axis=1)
    runs = np.count_nonzero(~np.isnan(values), axis=1)
    within = float(np.nanmean(np.nanvar(values, axis=1, ddof=1)))
    spread = float(np.var(means, ddof=1))
    between = max(0.0, spread - within * float(np.mean(1.0 / runs)))
    centre = float(np.mean(means))
    half = float(stats.t.ppf((1 + LEVEL) / 2, len(means) - 1)) * math.sqrt(spread / len(means))
    shrunk = centre + (means - centre) * math.sqrt(between / spread if spread > 0.0 else 0.0)
    lowest, highest = np.quantile(shrunk, BAND)
    return Layers(
        centre,
        centre - half,
        centre + half,
        math.sqrt(within),
        math.sqrt(between),
        float(lowest),
        float(highest),
    )


@dataclass(frozen=True)
class OverPriors:
    """What a comparison over priors found.

    Attributes
    ----------
    asked : Design
        What was played: uncertainties drawn, the assumption as lever.
    reference
        The value that the others are contrasted with.
    values : dict
        By headline: array [draw, assumption, run].
    failed : int
        Histories that ended with an error.
    """

    asked: Design
    reference: Any
    values: dict[str, np.ndarray]
    failed: int

    @property
    def name(self) -> str:
        """The parameter compared."""
        return self.asked.levers[0].name

    @property
    def assumptions(self) -> tuple[Any, ...]:
        """The values that it took."""
        return self.asked.levers[0].values

    @property
    def headlines(self) -> list[Headline]:
        """The outcomes, which every history answers."""
        return answerable(self.asked.scenario)

    def layers(self, headline: str, value: Any) -> Layers:
        """Return an outcome under one assumption."""
        return layers_of(self.values[headline][:, self.assumptions.index(value)])

    def contrast(self, headline: str, value: Any) -> Layers:
        """Return the difference from the reference, draw by draw and run by run."""
        found = self.values[headline]
        places = (self.assumptions.index(value), self.assumptions.index(self.reference))
        return layers_of(found[:, places[0]] - found[:, places[1]])

    def table(self) -> pd.DataFrame:
        """Return a row an outcome, assumption and kind (level, or difference from the reference)."""
        rows = []
        for headline in self.headlines:
            for value in self.assumptions:
                found = [("level", self.layers(headline.name, value))]
                if value != self.reference:
                    found.append(("difference", self.contrast(headline.name, value)))
                for kind, one in found:
                    ends = (
                        one.value,
                        one.low,
                        one.high,
                        one.chance,
                        one.between,
                        one.share,
                        one.lowest,
                        one.highest,
                    )
                    rows.append((headline.name, kind, value, *ends))
        ends_named = ["value", "low", "high", "chance_sd", "between_sd", "between_share", "p05", "p95"]
        return pd.DataFrame(rows, columns=["headline", "kind", self.name, *ends_named])


def design_over_priors(
    scenario: Scenario, name: str, values: Sequence[Any], draws: int, runs: int, seed: int
) -> Design:
    """Return the design: a hypercube over every other parameter with a range, crossed with the assumptions."""
    for option, found in (("--draws", draws), ("--runs", runs)):
        if found < 2:
            raise InputError(
                f"{option}: found {found}; allowed: 2 or more, to tell chance from what draws differ in"
            )
    full = scenario.parameter(name).name
    declared = {info.name: "declared" for info in ranged(scenario) if info.name != full}
    return design(
        scenario, declared, {name: list(values)}, "latin-hypercube", draws, runs, seed, shocks="own"
    )


def over_priors(
    asked: Design, values: dict[str, np.ndarray], failed: int, reference: Any = None
) -> OverPriors:
    """Return the comparison of a design that was played; `values` are [point, run], as `sensitivity.values_of` gives."""
    lever = asked.levers[0]
    against = reference_of(asked.scenario, lever.name, lever.values, reference)
    shape = (asked.samples, len(lever.values), asked.runs)
    return OverPriors(asked, against, {k: v.reshape(shape) for k, v in values.items()}, failed)
