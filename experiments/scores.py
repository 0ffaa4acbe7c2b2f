"""Scores of forecasts, and the naive forecasts that they are set against.

Log score (Good 1952), ranked probability score (Epstein 1969), continuous ranked probability score (Matheson and
Winkler 1976), paired bootstrap (Efron 1979). All are losses: less is better, 0 is certainty come true.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import numpy as np
from scipy import stats

from agents.vocabulary import ANSWERS, Answer
from experiments.statistics import LEVEL, Estimate

HALF = 0.5
RESAMPLES = 10_000
RANKS = ((Answer.IGNORED, Answer.REJECT), (Answer.CONDITIONAL,), (Answer.PARTIAL,), (Answer.ACCEPT,))
"""Order of the ranked probability score: to ignore a proposal is to reject it."""


def smoothed(counts: np.ndarray) -> np.ndarray:
    """Return a forecast from counts by class, half a count added to each: nothing is impossible."""
    raised = counts + HALF
    total: np.ndarray = raised / raised.sum(axis=-1, keepdims=True)
    return total


def log_score(forecast: np.ndarray, answer: int) -> float:
    """Return minus the log of the probability given to what was observed."""
    return -math.log(forecast[answer])


def ranked_score(forecast: np.ndarray, answer: int) -> float:
    """Return the squared distance of the cumulated forecast from what was observed, averaged over the thresholds."""
    given, happened, score = 0.0, 0.0, 0.0
    for rank in RANKS[:-1]:
        given += sum(float(forecast[member]) for member in rank)
        happened += float(answer in rank)
        score += (given - happened) ** 2
    return score / (len(RANKS) - 1)


# Naive forecasts from earlier answers, in the order in which they were given.


def most_frequent(earlier: Sequence[int]) -> np.ndarray:
    """Forecast the most frequent class (of several, the one that came last), as if seen once."""
    counts = np.bincount(earlier, minlength=ANSWERS).astype(float) if earlier else np.zeros(ANSWERS)
    best = [answer for answer in earlier if counts[answer] == counts.max()]
    return once(best[-1]) if best else smoothed(np.zeros(ANSWERS))


def last_repeated(earlier: Sequence[int]) -> np.ndarray:
    """Forecast the last answer over again, as if seen once."""
    return once(earlier[-1]) if earlier else smoothed(np.zeros(ANSWERS))


def by_scope(earlier: Sequence[int], scopes: Sequence[Hashable], scope: Hashable) -> np.ndarray:
    """Forecast the frequencies of classes among earlier answers to proposals of the same scope."""
    same = [answer for answer, other in zip(earlier, scopes, strict=True) if other == scope]
    return smoothed(np.bincount(same, minlength=ANSWERS).astype(float) if same else np.zeros(ANSWERS))


def once(answer: int) -> np.ndarray:
    """Return the forecast of one who has seen one answer: half a count for each class and one more for it."""
    counts = np.zeros(ANSWERS)
    counts[answer] = 1.0
    return smoothed(counts)


# Intervals.


def paired_difference(scores: np.ndarray, reference: np.ndarray, seed: int) -> Estimate:
    """Estimate the mean difference of two scores of the same rows, with the percentile interval of the bootstrap."""
    difference = np.asarray(scores, float) - np.asarray(reference, float)
    rows = len(difference)
    if not rows:
        return Estimate(math.nan, math.nan, math.nan, 0)
    drawn = np.random.default_rng(seed).integers(rows, size=(RESAMPLES, rows))
    tail = 50.0 * (1.0 - LEVEL)
    low, high = np.percentile(difference[drawn].mean(axis=1), [tail, 100.0 - tail])
    return Estimate(float(difference.mean()), float(low), float(high), rows)


def upper_bound(events: int, trials: int) -> float:
    """Return the upper end of the 90% interval of a share (Clopper and Pearson 1934): 0.35 for 0 of 7."""
    if events >= trials:
        return 1.0
    return float(stats.beta.ppf(0.95, events + 1, trials - events))


# A number foretold.


def crps_ensemble(members: np.ndarray, observed: float) -> float:
    """Return the continuous ranked probability score of an ensemble: E|X - y| - E|X - X'| / 2."""
    ordered = np.sort(np.asarray(members, float))
    count = len(ordered)
    weight = 2.0 * np.arange(1, count + 1) - count - 1.0
    spread = 2.0 * float((weight * ordered).sum()) / count**2
    return float(np.abs(ordered - observed).mean()) - 0.5 * spread


def crps_normal(mean: float, sd: float, observed: float) -> float:
    """Return the continuous ranked probability score of a normal forecast, in closed form."""
    z = (observed - mean) / sd
    density, below = float(stats.norm.pdf(z)), float(stats.norm.cdf(z))
    return sd * (z * (2.0 * below - 1.0) + 2.0 * density - 1.0 / math.sqrt(math.pi))
