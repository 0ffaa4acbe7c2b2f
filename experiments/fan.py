"""The fan of the area held: simulated histories from 18 March 2025 against the months after, and a random walk.

The model's parameters of the line are fitted to data up to 17 March 2025; the random walk with drift has mean and
spread of the monthly gains up to that day, the error of its own mean included.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.runs import Progress, ensemble
from experiments.scores import crps_ensemble, crps_normal
from experiments.territory import MONTH, Territory
from model.calendar import START
from model.errors import InputError
from model.scenario import Scenario

HORIZON = "2025-09-30"
EVE = START - dt.timedelta(days=1)
BANDS = (0.5, 0.9)


@dataclass(frozen=True)
class Walk:
    """A random walk with drift: area at the start, mean and spread of a month's gain (km2), months it rests on."""

    start: float
    gain: float
    spread: float
    months: int

    @classmethod
    def fitted(cls, territory: Territory, start: float) -> Walk:
        """Fit to the gains of the months before 18 March 2025."""
        ends = territory.until(EVE).month_ends()
        if len(ends.days) < 3:
            raise InputError(
                f"territory: found {len(ends.days)} months before {START}; allowed: 3 or more for a random walk"
            )
        spans = np.array([(b - a).days / MONTH for a, b in zip(ends.days, ends.days[1:], strict=False)])
        gains = np.diff(np.array(ends.areas))
        drift = float(gains.sum() / spans.sum())
        spread = math.sqrt(float((((gains - drift * spans) ** 2) / spans).sum()) / (len(gains) - 1))
        return cls(start, drift, spread, len(gains))

    def forecast(self, day: dt.date) -> tuple[float, float]:
        """Return mean and standard deviation of the area on a day."""
        months = (day - START).days / MONTH
        variance = self.spread**2 * (months + months**2 / self.months)
        return self.start + self.gain * months, math.sqrt(variance)


@dataclass(frozen=True)
class Fan:
    """Areas of simulated histories on the days of later observations.

    Attributes
    ----------
    days, observed
        Days of observation after 17 March 2025 and the area held on each.
    members : array [run, day]
        Simulated areas on these days.
    walk : Walk
        The random walk.
    """

    days: tuple[dt.date, ...]
    observed: np.ndarray
    members: np.ndarray
    walk: Walk

    def table(self) -> pd.DataFrame:
        """Return a row a day: what was observed, quantiles and scores of both forecasts."""
        rows = []
        for place, day in enumerate(self.days):
            mean, sd = self.walk.forecast(day)
            seen, drawn = float(self.observed[place]), self.members[:, place]
            low90, low50, middle, high50, high90 = np.quantile(drawn, (0.05, 0.25, 0.5, 0.75, 0.95))
            rows.append(
                {
                    "date": day.isoformat(),
                    "observed_km2": seen,
                    "q05": low90,
                    "q25": low50,
                    "q50": middle,
                    "q75": high50,
                    "q95": high90,
                    "in50": bool(low50 <= seen <= high50),
                    "in90": bool(low90 <= seen <= high90),
                    "crps": crps_ensemble(drawn, seen),
                    "walk_mean": mean,
                    "walk_sd": sd,
                    "walk_in50": abs(seen - mean) <= 0.67449 * sd,
                    "walk_in90": abs(seen - mean) <= 1.64485 * sd,
                    "walk_crps": crps_normal(mean, sd, seen),
                }
            )
        return pd.DataFrame(rows)


def simulate_fan(
    scenario: Scenario,
    territory: Territory,
    runs: int,
    seed: int,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Fan:
    """Play histories to the end of September 2025 and read them on the days of later observations."""
    last = dt.date.fromisoformat(HORIZON)
    later = territory.after(EVE).until(last)
    if not later.days:
        raise InputError(f"territory: found no observation after {EVE}; allowed: 1 or more to score the fan")
    played = ensemble(scenario.with_(horizon=HORIZON), runs, seed, workers, series="all", progress=progress)
    return fan_of(played.series, float(scenario.front.occupied), territory, later)


def fan_of(series: pd.DataFrame, start: float, territory: Territory, later: Territory) -> Fan:
    """Read simulated histories (a row a run and week) on the days of later observations."""
    area = series.pivot(index="run", columns="week", values="occupied_km2")
    ends = 7.0 * (np.arange(area.shape[1]) + 1.0)
    paths = np.column_stack([np.full(len(area), start), area.to_numpy(float)])
    times = np.concatenate([[0.0], ends])
    wanted = [float((day - START).days) for day in later.days]
    members = np.array([np.interp(wanted, times, path) for path in paths])
    return Fan(later.days, np.array(later.areas), members, Walk.fitted(territory, start))
