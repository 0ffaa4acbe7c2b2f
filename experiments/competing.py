"""Competing risks: how often each of several ends has come about by a given time, with some cases cut off.

Aalen and Johansen (1978, Scandinavian Journal of Statistics 5), variance after Marubini and Valsecchi (1995).
Reduces to plain shares with their binomial variance where no case is cut off before the time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from experiments.statistics import LEVEL


@dataclass(frozen=True)
class Incidence:
    """Cumulative incidence of one end among competing ones.

    Attributes
    ----------
    times : array [time]
        Times at which a case ended, from 0; the estimate is constant in between.
    share, low, high : array [time]
        Share of cases that have ended so by then, and its 95% interval (on the scale log(-log)).
    cases : int
        Cases that it rests on.
    """

    times: np.ndarray
    share: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cases: int

    def at(self, grid: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return share, low and high at the times of a grid."""
        place = np.searchsorted(self.times, grid, side="right") - 1
        return self.share[place], self.low[place], self.high[place]


def aalen_johansen(times: np.ndarray, ends: np.ndarray, of: Sequence[int]) -> Incidence:
    """Estimate the cumulative incidence of the ends `of`, taken together.

    Parameters
    ----------
    times : array of shape (cases,)
        When each case ended or was cut off, counted from its own beginning; above 0.
    ends : array of shape (cases,)
        How it ended: a number from 1; 0 where it was cut off.
    of : sequence of int
        The ends asked for. With all of them the estimate is 1 less Kaplan and Meier's.
    """
    grid = np.unique(times[ends > 0]).astype(float)
    wanted = np.isin(ends, of)
    at_risk = np.array([np.count_nonzero(times >= t) for t in grid], float)
    ended = np.array([np.count_nonzero((times == t) & (ends > 0)) for t in grid], float)
    so = np.array([np.count_nonzero((times == t) & wanted) for t in grid], float)
    before = np.concatenate([[1.0], np.cumprod(1.0 - ended / at_risk)])[:-1]
    share = np.cumsum(before * so / at_risk)
    low, high = _interval(share, np.sqrt(_variance(share, before, at_risk, ended, so)))
    begun = np.zeros(1)
    return Incidence(
        np.concatenate([begun, grid]),
        np.concatenate([begun, share]),
        np.concatenate([begun, low]),
        np.concatenate([begun, high]),
        len(times),
    )


def _variance(
    share: np.ndarray, before: np.ndarray, at_risk: np.ndarray, ended: np.ndarray, so: np.ndarray
) -> np.ndarray:
    """Variance of the estimate at each time, by the delta method."""
    left = at_risk - ended
    hazard = np.divide(ended, at_risk * left, out=np.zeros_like(left), where=left > 0)
    own = before**2 * so * (at_risk - so) / at_risk**3
    both = before * so / at_risk**2
    found = np.empty_like(share)
    for last in range(len(share)):
        gap = share[last] - share[: last + 1]
        upto = slice(0, last + 1)
        found[last] = np.sum(gap**2 * hazard[upto] + own[upto] - 2.0 * gap * both[upto])
    return np.maximum(found, 0.0)


def _interval(share: np.ndarray, error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval, which never leave [0, 1]."""
    inside = (share > 0.0) & (share < 1.0)
    safe = np.where(inside, share, 0.5)
    half = stats.norm.ppf((1 + LEVEL) / 2) * error / (safe * np.abs(np.log(safe)))
    half = np.minimum(half, 50.0)  # beyond, the ends are 0 and 1
    low = np.where(inside, safe ** np.exp(half), share)
    high = np.where(inside, safe ** np.exp(-half), share)
    return low, high
