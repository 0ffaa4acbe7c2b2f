"""Draws of the parameters that bear on answers: a Latin hypercube over their declared ranges.

Defaults of these parameters were chosen with the answers of 2025 in view, so no forecast of them may start
there. McKay, Beckman and Conover (1979); a range of a tenfold or more is drawn on the scale of its logarithm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import qmc

from experiments.factors import TENFOLD
from model.scenario import ParameterInfo, Scenario

GROUPS = (
    "appraisal",
    "beliefs",
    "frozen_line",
    "positions",
    "settlement",
    "answers",
    "conditions",
    "learning",
    "diplomacy",
    "mediator",
    "truce",
)
BY_DEFINITION = ("answers.sector_ground",)
"""A sector truce is one that does not stop ground operations."""
MISREAD = (0.02, 0.2)
"""Judgement: share of answers that another reader would have coded otherwise, spread evenly over the classes."""


@dataclass(frozen=True)
class Draws:
    """A sample of parameter vectors.

    Attributes
    ----------
    names : tuple of str
        Parameters that vary, by dotted name.
    values : array [vector, parameter]
        Their values.
    unit : array [vector, parameter]
        Where each lies in its range, 0..1.
    misread : array [vector]
        Share of answers coded at random.
    seeds : tuple of int
        Seed of each vector's world, from which the types of its office-holders and its positions are drawn.
    """

    names: tuple[str, ...]
    values: np.ndarray
    unit: np.ndarray
    misread: np.ndarray
    seeds: tuple[int, ...]

    def scenario(self, base: Scenario, vector: int) -> Scenario:
        """Return the scenario with one vector in the place of its own values."""
        return base.with_(**dict(zip(self.names, self.values[vector].tolist(), strict=True)))


def varied(base: Scenario) -> list[ParameterInfo]:
    """Return the parameters that bear on answers: numbers with a range, conventions apart."""
    return [
        info
        for info in base.parameters()
        if info.name.split(".")[0] in GROUPS
        and info.name not in BY_DEFINITION
        and isinstance(info.default, float)
        and info.kind != "convention"
        and info.low is not None
        and info.high is not None
        and info.low < info.high
    ]


def seeds_of(seed: int, count: int) -> tuple[int, ...]:
    """Return seeds of worlds: the first few are the same for any count."""
    return tuple(int(s) >> 1 for s in np.random.SeedSequence([seed, 1]).generate_state(count, np.uint64))


def draw(base: Scenario, count: int, seed: int) -> Draws:
    """Draw a Latin hypercube of `count` vectors."""
    infos = varied(base)
    sample = qmc.LatinHypercube(len(infos) + 1, rng=np.random.default_rng(seed)).random(count)
    values = np.empty((count, len(infos)))
    for column, info in enumerate(infos):
        low, high = info.low or 0.0, info.high or 0.0
        if low > 0.0 and high >= TENFOLD * low:
            values[:, column] = np.clip(low * (high / low) ** sample[:, column], low, high)
        else:
            values[:, column] = low + (high - low) * sample[:, column]
    misread = MISREAD[0] + (MISREAD[1] - MISREAD[0]) * sample[:, -1]
    return Draws(tuple(i.name for i in infos), values, sample[:, :-1], misread, seeds_of(seed, count))


def defaults(base: Scenario, count: int, seed: int) -> Draws:
    """Return worlds at the scenario's own values, which differ in the types drawn for their office-holders."""
    empty = np.empty((count, 0))
    return Draws((), empty, empty, np.full(count, float(np.mean(MISREAD))), seeds_of(seed, count))
