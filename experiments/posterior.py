"""From simulations to a posterior: weighted by distance and moved by regression; and how far this can be trusted.

Summaries are learned as the linear predictor of the parameters from summaries, and their squares where simulations are
many (Fearnhead and Prangle 2012). Simulations are weighted by Epanechnikov's kernel in that distance, whose reach is
the farthest one, and moved along a regression on the logit scale (Beaumont, Zhang and Balding 2002): a shorter reach gave
too narrow intervals on simulated data (docs/calibration.md). The same function is held to data simulated from the
prior, with true values known: ranks of the truth are even if intervals are honest (Talts et al. 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from experiments.calibration import Library

RANKS = 99
"""Draws among which the truth is ranked, so that its rank is one of a hundred."""
ENOUGH = 50
"""Simulations for each coefficient from which the regressions have squares."""
EDGE = 1e-3
MOST_TAKEN = 0.9
PRIOR_VARIANCE = 1.0 / 12.0
BAND = 0.95


@dataclass(frozen=True)
class Posterior:
    """Places of the parameters in their ranges after the data, and the weight of each.

    Attributes
    ----------
    names : tuple of str
        Parameters.
    unit : array [particle, parameter]
        Places, 0 to 1.
    weights : array [particle]
        Weights, summing to 1.
    """

    names: tuple[str, ...]
    unit: np.ndarray
    weights: np.ndarray

    @property
    def mean(self) -> np.ndarray:
        """Mean place of each parameter."""
        return self.weights @ self.unit

    @property
    def contraction(self) -> np.ndarray:
        """Share of the prior's variance that is gone, by parameter; below 0 where it grew."""
        variance = self.weights @ np.square(self.unit - self.mean)
        return 1.0 - variance / PRIOR_VARIANCE

    def draw(self, count: int, seed: int) -> np.ndarray:
        """Draw places [draw, parameter] by systematic resampling, in random order; the same for the same seed."""
        rng = np.random.default_rng([seed, 8])
        steps = (np.arange(count) + rng.random()) / count
        chosen = np.searchsorted(np.cumsum(self.weights), steps * self.weights.sum())
        return self.unit[rng.permutation(np.minimum(chosen, len(self.unit) - 1))]


def posterior_of(library: Library, observed: np.ndarray) -> Posterior:
    """Return the posterior of what was observed, from the simulations of a library."""
    distance = np.linalg.norm(learned(library, library.summaries) - learned(library, observed[None]), axis=1)
    weights = library.weights * (1.0 - np.square(distance / (distance.max() * (1.0 + EDGE))))
    weights /= weights.sum()
    scale = library.summaries.std(axis=0)
    used = scale > 0.0
    away = (library.summaries[:, used] - observed[used]) / scale[used]
    return Posterior(library.names, _adjusted(library.unit, away, weights, _bears_squares(library)), weights)


def learned(library: Library, summaries: np.ndarray) -> np.ndarray:
    """Predict the parameters from summaries by linear regression over the library, each in its own spread."""
    centre, scale = library.summaries.mean(axis=0), library.summaries.std(axis=0)
    scale = np.where(scale > 0.0, scale, 1.0)
    squares = _bears_squares(library)
    known, asked = (_design((part - centre) / scale, squares) for part in (library.summaries, summaries))
    target = (library.unit - library.unit.mean(axis=0)) / library.unit.std(axis=0)
    return asked @ _fitted(known, target, library.weights)


def _bears_squares(library: Library) -> bool:
    """Whether there are simulations enough for the squares of the summaries too."""
    return len(library.unit) >= ENOUGH * (2 * library.summaries.shape[1] + 1)


def _design(standard: np.ndarray, squares: bool) -> np.ndarray:
    ones = np.ones((len(standard), 1))
    return np.hstack([ones, standard, np.square(standard)] if squares else [ones, standard])


def _adjusted(unit: np.ndarray, away: np.ndarray, weights: np.ndarray, squares: bool) -> np.ndarray:
    """Move each particle to where it would be at no distance, on the logit scale.

    Residuals are widened by what the regression takes from them and by its own error at the data: with p coefficients
    and n simulations of even weight the variance is (1 + p/n) / (1 - p/n) times theirs.
    """
    inside = np.clip(unit, EDGE, 1.0 - EDGE)
    logit = np.log(inside / (1.0 - inside))
    design = _design(away, squares)
    found = _fitted(design, logit, weights)
    taken = min(design.shape[1] * float(weights @ weights), MOST_TAKEN)
    widened = (logit - design @ found) * np.sqrt((1.0 + taken) / (1.0 - taken))
    return 1.0 / (1.0 + np.exp(-(found[0] + widened)))


def _fitted(design: np.ndarray, target: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Coefficients of a weighted linear regression."""
    root = np.sqrt(weights)[:, None]
    found, *_ = np.linalg.lstsq(design * root, target * root, rcond=None)
    return found


# On simulated data.


@dataclass(frozen=True)
class Check:
    """What the method makes of data simulated from the prior, whose true values are known.

    Attributes
    ----------
    names : tuple of str
        Parameters.
    truth, found : array [set, parameter]
        True places and posterior means.
    ranks : array [set, parameter]
        Rank of the truth among `RANKS` posterior draws.
    inside : array [set, parameter]
        Whether the truth lies in the middle 90% of the posterior.
    contraction : array [set, parameter]
        Share of the prior's variance that is gone.
    """

    names: tuple[str, ...]
    truth: np.ndarray
    found: np.ndarray
    ranks: np.ndarray
    inside: np.ndarray
    contraction: np.ndarray

    @property
    def coverage(self) -> np.ndarray:
        """Share of sets whose 90% interval holds the truth, by parameter."""
        return self.inside.mean(axis=0)

    @property
    def recovery(self) -> np.ndarray:
        """Correlation of truth and posterior mean over the sets, by parameter."""
        return np.array([_correlation(t, f) for t, f in zip(self.truth.T, self.found.T, strict=True)])

    def chances(self, bins: int = 10) -> np.ndarray:
        """Chance of a rank histogram as uneven as this, by parameter (chi-squared over the bins)."""
        counts = np.array([np.histogram(r, bins, (0, RANKS + 1))[0] for r in self.ranks.T])
        return np.array([float(stats.chisquare(row).pvalue) for row in counts])


def check(library: Library, sets: int, seed: int) -> Check:
    """Take particles of the first generation in turn for the data, and hold the rest of the library to them."""
    rng = np.random.default_rng([seed, 9])
    chosen = rng.permutation(len(library.unit))[: min(sets, len(library.unit))]
    ranks, inside, found, contraction = [], [], [], []
    for place in chosen.tolist():
        truth = library.unit[place]
        posterior = posterior_of(library.without(place), library.summaries[place])
        draws = posterior.draw(RANKS, int(rng.integers(2**31)))
        ranks.append((draws < truth).sum(axis=0))
        low, high = quantiles_of(posterior, (0.05, 0.95))
        inside.append((low <= truth) & (truth <= high))
        found.append(posterior.mean)
        contraction.append(posterior.contraction)
    return Check(
        library.names, library.unit[chosen], *(np.array(x) for x in (found, ranks, inside, contraction))
    )


def quantiles_of(posterior: Posterior, shares: tuple[float, ...]) -> np.ndarray:
    """Return quantiles of each parameter [share, parameter]."""
    order = np.argsort(posterior.unit, axis=0, kind="stable")
    values = np.take_along_axis(posterior.unit, order, axis=0)
    cumulated = np.cumsum(posterior.weights[order], axis=0)
    places = [np.argmax(cumulated >= share * cumulated[-1], axis=0) for share in shares]
    return np.array([np.take_along_axis(values, place[None], axis=0)[0] for place in places])


def floor_of(library: Library, observed: np.ndarray, seed: int, times: int = 40) -> float:
    """Return the largest contraction that chance gives any parameter, in nineteen of twenty libraries.

    Parameters are shuffled against summaries. A parameter whose contraction is not above it is not identified.
    """
    rng = np.random.default_rng([seed, 10])
    found = []
    for _ in range(times):
        again = Library(library.names, rng.permutation(library.unit), library.summaries, library.weights)
        found.append(posterior_of(again, observed).contraction.max())
    return float(np.quantile(found, BAND))


def band_of(sets: int, bins: int, level: float = BAND) -> tuple[float, float]:
    """Return the counts between which a bin of an even rank histogram lies (binomial, by bin)."""
    low, high = stats.binom.interval(level, sets, 1.0 / bins)
    return float(low), float(high)


def _correlation(truth: np.ndarray, found: np.ndarray) -> float:
    return float(np.corrcoef(truth, found)[0, 1]) if np.ptp(found) > 0.0 else 0.0
