"""Sobol' indices of a noisy model: what share of the variance each parameter explains, and what share is chance.

First-order indices after Saltelli et al. (2010), total ones after Jansen (1999), of the expected outcome at each point.
Every product is taken between different replications, whose chance is independent, so that chance adds nothing to an
index on average, however few they are; points of a base sample meet the same shocks, so that it adds little to its error.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RESAMPLES = 1000
LEVEL = (0.025, 0.975)


@dataclass(frozen=True)
class Indices:
    """Indices of one outcome.

    Attributes
    ----------
    mean : float
        Mean over all histories.
    variance : float
        Variance of a history, over parameters and chance.
    chance : float
        Share of it that is chance: that would be left if every parameter were known.
    chance_interval : tuple of float
        Its 95% bootstrap interval.
    first, total : array [parameter, 3]
        Index with the ends of its 95% bootstrap interval, as shares of the variance that is not chance; NaN where that
        cannot be told from none.
    """

    mean: float
    variance: float
    chance: float
    chance_interval: tuple[float, float]
    first: np.ndarray
    total: np.ndarray


def indices_of(values: np.ndarray, seed: int = 1) -> Indices:
    """Return the indices of one outcome.

    Parameters
    ----------
    values : array [base sample, place, replication]
        Outcome of each history in SALib's order of places: A, then A with each column from B in turn, then B. NaN where
        it failed. At least two replications.
    seed : int
        Seed of the bootstrap, which draws base samples.
    """
    a, mixed, b = values[:, :1], values[:, 1:-1], values[:, -1:]
    centre = float(np.nanmean(values[:, [0, -1]]))
    terms = {
        "known": crossed(a - b, a - b)[:, 0] / 2.0,
        "within": np.nanmean(np.nanvar(values[:, [0, -1]], axis=2, ddof=1), axis=1),
        "first": crossed(b - centre, mixed - a),
        "total": crossed(a - mixed, a - mixed) / 2.0,
    }
    drawn = np.random.default_rng(seed).integers(len(values), size=(RESAMPLES, len(values)))
    point = {name: np.nanmean(term, axis=0) for name, term in terms.items()}
    again = {
        name: np.stack([np.nanmean(term[rows], axis=0) for rows in drawn]) for name, term in terms.items()
    }
    variance = max(float(point["known"]), 0.0) + float(point["within"])
    shares = again["within"] / (np.maximum(again["known"], 0.0) + again["within"] + 1e-300)
    low, high = np.quantile(shares, LEVEL)
    told = np.quantile(again["known"], LEVEL[0]) > 0.0
    return Indices(
        mean=centre,
        variance=variance,
        chance=float(point["within"]) / variance if variance > 0.0 else float("nan"),
        chance_interval=(float(low), float(high)),
        first=_with_interval(point["first"], point["known"], again["first"], again["known"], told),
        total=_with_interval(point["total"], point["known"], again["total"], again["known"], told),
    )


def crossed(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Mean product of two arrays [..., replication] over pairs of different replications."""
    count = one.shape[-1]
    if count < 2:
        raise ValueError("chance cannot be told from one replication")
    return (one.sum(-1) * other.sum(-1) - (one * other).sum(-1)) / (count * (count - 1))


def _with_interval(
    part: np.ndarray, whole: np.ndarray, parts: np.ndarray, wholes: np.ndarray, told: bool
) -> np.ndarray:
    """Ratio with its bootstrap interval, [parameter, 3]; NaN where the whole cannot be told from none.

    Where it can, the few resamples in which nothing is left of it (fewer than one in forty) have no ratio.
    """
    if not told:
        return np.full((len(part), 3), np.nan)
    some = wholes > 0.0
    ratios = parts[some] / wholes[some, None]
    low, high = np.quantile(ratios, LEVEL, axis=0)
    return np.column_stack((part / whole, low, high))
