"""The headline outcomes: what each is, how it is computed from the outcomes table, and a naive baseline.

A baseline is what somebody would have said without a model: a base rate of a reference class, or that
things stay as they are. It is printed beside the figure, never fed into the model.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.baselines import (
    Baseline,
    compounded,
    compounded_monthly,
    persistence,
    persistent_gain,
    rate,
)
from experiments.statistics import Estimate, mean, share

YEAR = 52.1775


@dataclass(frozen=True)
class Headline:
    """One outcome that the report leads with.

    Attributes
    ----------
    name, label : str
        Column name and words.
    values : callable
        From the outcomes of one assumption to an array of shape (runs,): booleans for a share,
        numbers for a mean; NaN where a run has no such value.
    unit : str
        "share" or the unit of the mean.
    baseline : callable
        From the length of the run in years to what a naive forecaster would say, and on what ground.
    weeks : int
        Horizon that the outcome needs, in weeks.
    """

    name: str
    label: str
    values: Callable[[pd.DataFrame], np.ndarray]
    unit: str
    baseline: Callable[[float], Baseline]
    weeks: int = 0

    def estimate(self, frame: pd.DataFrame) -> Estimate:
        """Estimate the outcome from the runs of one assumption that have a value.

        A share of yes or no has Wilson's interval; a mean of shares Student's, held to [0, 1].
        """
        return self.estimate_of(self.values(frame))

    def estimate_of(self, values: np.ndarray) -> Estimate:
        """Estimate the outcome from what `values` gave."""
        if values.dtype == bool:
            return share(values)
        values = values[~np.isnan(values)]
        if not self.unit.startswith("share"):
            return mean(values)
        if np.isin(values, (0.0, 1.0)).all():
            return share(values == 1.0)
        found = mean(values)
        return Estimate(found.value, max(found.low, 0.0), min(found.high, 1.0), found.runs)


def _within(column: str, years: float) -> Callable[[pd.DataFrame], np.ndarray]:
    """Whether the week in `column` came within `years`."""

    def happened(frame: pd.DataFrame) -> np.ndarray:
        weeks = frame[column].to_numpy()
        return (weeks >= 0) & (weeks < years * YEAR)

    return happened


def _number(column: str) -> Callable[[pd.DataFrame], np.ndarray]:
    return lambda frame: frame[column].to_numpy(float)


def _flag(column: str) -> Callable[[pd.DataFrame], np.ndarray]:
    return lambda frame: frame[column].to_numpy(bool)


def _accepted(frame: pd.DataFrame) -> np.ndarray:
    """Share of the general ceasefires put to Russia that it accepted; NaN where none was."""
    answers = [c for c in frame.columns if c.startswith("russia_general_")]
    total = frame[answers].sum(axis=1).to_numpy(float)
    accepted = frame["russia_general_accept"].to_numpy(float)
    return np.divide(accepted, total, out=np.full(len(frame), np.nan), where=total > 0)


def _gained_2025(frame: pd.DataFrame) -> np.ndarray:
    """Area gained from 18 March 2025 to the end of the year."""
    return (frame["occupied_2025_km2"] - frame["occupied_start_km2"]).to_numpy(float)


HEADLINES: tuple[Headline, ...] = (
    Headline(
        "general_within_1y",
        "General ceasefire of 30 days or more within a year",
        _within("general_week", 1),
        "share",
        lambda years: rate("long-war-ends-1y"),
        52,
    ),
    Headline(
        "general_within_5y",
        "General ceasefire of 30 days or more within five years",
        _within("general_week", 5),
        "share",
        lambda years: compounded_monthly("war-exit-monthly", 5.0),
        261,
    ),
    Headline(
        "lasting",
        "A general ceasefire or settlement that holds 180 days, by the horizon",
        _flag("general_lasting"),
        "share",
        lambda years: persistence(None, "no rate is published for ceasefires that hold in an interstate war"),
    ),
    Headline(
        "settlement_first_leader",
        "Final settlement while the incumbent of March 2025 rules",
        _flag("settlement_first_leader"),
        "share",
        lambda years: persistence(0.0, "persistence: no settlement from February 2022 to August 2025"),
    ),
    Headline(
        "russia_accepts",
        "Share of general ceasefires put to Russia that it accepts",
        _accepted,
        "share of answers",
        lambda years: Baseline(0.0, 0.0, 0.35, "0 of 7 proposals of others, February to August 2025"),
    ),
    Headline(
        "gained_2025",
        "Area gained by Russia from 18 March to the end of 2025",
        _gained_2025,
        "km2",
        lambda years: persistent_gain(dt.date(2025, 12, 31)),
        41,
    ),
    Headline(
        "russian_objective",
        "Russia reaches its military objective, by the horizon",
        lambda frame: frame["war_end"].eq("russian-objective").to_numpy(bool),
        "share",
        lambda years: persistence(None, "no rate is published for wars of this kind"),
    ),
    Headline(
        "exit_within_2y",
        "The incumbent leaves office within two years",
        _within("exit_week", 2),
        "share",
        lambda years: rate("exit-within-2y"),
        104,
    ),
    Headline(
        "exit_within_5y",
        "The incumbent leaves office within five years",
        _within("exit_week", 5),
        "share",
        lambda years: rate("exit-within-5y"),
        261,
    ),
    Headline(
        "irregular_exit",
        "The incumbent is ousted (coup, removal, uprising), by the horizon",
        lambda frame: frame["exit_cause"].isin(["coup", "removal", "uprising"]).to_numpy(bool),
        "share",
        lambda years: compounded("irregular-exit-rate-long-tenure", years, survives=False),
    ),
    Headline(
        "regime_persists",
        "The regime of March 2025 rules at the horizon",
        _flag("regime_persists"),
        "share",
        lambda years: compounded("regime-failure-rate", years, survives=True),
    ),
    Headline(
        "security_successor",
        "The first successor comes from the security elite (of runs with a successor)",
        lambda frame: np.where(
            frame["successor"].eq("none"), np.nan, frame["successor_security"].astype(float)
        ),
        "share of successions",
        lambda years: persistence(None, "expert opinion calls it most likely; no rate is published"),
    ),
    Headline(
        "dependence",
        "Dependence on China at the horizon, mean of five domains",
        _number("dependence"),
        "0..1",
        lambda years: persistence(None, "persistence: the value at the start"),
    ),
)


def headlines_for(weeks: int) -> list[Headline]:
    """Return the headlines that a run of this length can answer."""
    return [headline for headline in HEADLINES if headline.weeks <= weeks]
