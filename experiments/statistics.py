"""Estimates with intervals: shares, means, and contrasts between assumptions on common random numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import stats

LEVEL = 0.95


@dataclass(frozen=True)
class Estimate:
    """A figure with its interval.

    Attributes
    ----------
    value, low, high : float
        Estimate and ends of its 95% interval; NaN where there is nothing to estimate from.
    runs : int
        Number of runs that it rests on.
    """

    value: float
    low: float
    high: float
    runs: int

    @property
    def half_width(self) -> float:
        """Half the width of the interval."""
        return (self.high - self.low) / 2


@dataclass(frozen=True)
class Contrast(Estimate):
    """A difference between two assumptions.

    Attributes
    ----------
    gain : float
        Variance of the same difference from independent seeds, over its variance from paired seeds.
    """

    gain: float

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0


def share(events: np.ndarray) -> Estimate:
    """Estimate a probability from booleans of shape (runs,), with Wilson's interval."""
    runs = len(events)
    if not runs:
        return Estimate(math.nan, math.nan, math.nan, 0)
    test = stats.binomtest(int(np.count_nonzero(events)), runs)
    interval = test.proportion_ci(LEVEL, method="wilson")
    return Estimate(float(test.statistic), float(interval.low), float(interval.high), runs)


def mean(values: np.ndarray) -> Estimate:
    """Estimate a mean from numbers of shape (runs,), with Student's interval."""
    runs = len(values)
    if runs < 2:
        value = float(values[0]) if runs else math.nan
        return Estimate(value, math.nan, math.nan, runs)
    centre = float(np.mean(values))
    half = float(stats.t.ppf((1 + LEVEL) / 2, runs - 1) * stats.sem(values))
    return Estimate(centre, centre - half, centre + half, runs)


def contrast(values: np.ndarray, reference: np.ndarray) -> Contrast:
    """Estimate the mean difference of paired values, both of shape (runs,), same seeds in the same order.

    Raises
    ------
    ValueError
        If the two have different lengths.
    """
    if len(values) != len(reference):
        raise ValueError("paired values need the same runs")
    if not len(values):
        return Contrast(math.nan, math.nan, math.nan, 0, math.nan)
    difference = values.astype(float) - reference.astype(float)
    estimate = _paired_shares(values, reference) if values.dtype == bool else mean(difference)
    paired = float(np.var(difference))
    independent = float(np.var(values.astype(float)) + np.var(reference.astype(float)))
    gain = independent / paired if paired > 0 else (math.inf if independent > 0 else 1.0)
    return Contrast(estimate.value, estimate.low, estimate.high, estimate.runs, gain)


def gapless(values: np.ndarray, reference: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Leave out the pairs of which one has no value."""
    if values.dtype == bool:
        return values, reference
    kept = ~(np.isnan(values) | np.isnan(reference))
    return values[kept], reference[kept]


def _paired_shares(events: np.ndarray, reference: np.ndarray) -> Estimate:
    """Estimate a difference of paired shares, with the adjusted Wald interval of Bonett and Price (2012).

    The interval keeps its width where no pair differs: that nothing happened in n pairs is no proof that
    nothing can.
    """
    runs = len(events)
    if not runs:
        return Estimate(math.nan, math.nan, math.nan, 0)
    gained = int(np.count_nonzero(events & ~reference))
    lost = int(np.count_nonzero(reference & ~events))
    up, down = (gained + 1) / (runs + 2), (lost + 1) / (runs + 2)
    half = stats.norm.ppf((1 + LEVEL) / 2) * math.sqrt((up + down - (up - down) ** 2) / (runs + 2))
    return Estimate((gained - lost) / runs, max(up - down - half, -1.0), min(up - down + half, 1.0), runs)


def survival(weeks: np.ndarray, horizon: int) -> np.ndarray:
    """Return the share of runs in which the event has not happened by the start of each week.

    Parameters
    ----------
    weeks : array of shape (runs,)
        Week of the event; -1 where it never happened (censored at the horizon).
    horizon : int
        Number of weeks.

    Returns
    -------
    Array of shape (horizon + 1,). With one common censoring time this is the Kaplan-Meier estimate.
    """
    happened = np.sort(weeks[weeks >= 0])
    before = np.searchsorted(happened, np.arange(horizon + 1), side="left")
    return 1.0 - before / max(len(weeks), 1)
