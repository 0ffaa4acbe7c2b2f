"""Elementary effects of a noisy model: which parameters matter at all (Morris 1991; Campolongo et al. 2007).

A trajectory changes one parameter after the other. Both ends of a change meet the same shocks, in several
replications; what the replications of one change disagree on is chance, and what they agree on is the parameter. Without
chance mu_star is that of SALib.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

RESAMPLES = 400


@dataclass(frozen=True)
class Effects:
    """Elementary effects of every parameter on one outcome, as changes of it over the parameter's whole range.

    Attributes
    ----------
    mu, mu_star, sigma : array [parameter]
        Mean of the effects, mean of their sizes, and their spread over the trajectories; replications are averaged first.
    low, high : array [parameter]
        95% bootstrap interval of `mu_star`, over trajectories.
    chance : array [parameter]
        What `mu_star` would be if replications were all that differed: the same mean, half of their signs turned.
    """

    mu: np.ndarray
    mu_star: np.ndarray
    sigma: np.ndarray
    low: np.ndarray
    high: np.ndarray
    chance: np.ndarray

    @property
    def floor(self) -> float:
        """The largest `mu_star` that chance alone gave any parameter: what is above it is told from chance."""
        return float(np.nanmax(self.chance))


def effects_of(unit: np.ndarray, values: np.ndarray, seed: int = 1) -> Effects:
    """Return the elementary effects on one outcome.

    Parameters
    ----------
    unit : array [trajectory, step, parameter]
        Trajectories in the unit cube; each step changes one parameter.
    values : array [trajectory, step, replication]
        Outcome of each history, NaN where it failed; at least two replications.
    seed : int
        Seed of the bootstrap.
    """
    each = _each(unit, values)
    pairs = each[..., : each.shape[-1] // 2 * 2]
    signs = np.tile((1.0, -1.0), pairs.shape[-1] // 2)
    sizes = np.abs(np.nanmean(each, axis=-1))
    count = len(unit)
    chosen = np.random.default_rng(seed).integers(count, size=(RESAMPLES, count))
    again = np.nanmean(sizes[chosen], axis=1)
    low, high = np.nanquantile(again, (0.025, 0.975), axis=0)
    return Effects(
        mu=np.nanmean(each, axis=(0, -1)),
        mu_star=np.nanmean(sizes, axis=0),
        sigma=np.nanstd(np.nanmean(each, axis=-1), axis=0, ddof=1),
        low=low,
        high=high,
        chance=np.nanmean(np.abs(np.nanmean(pairs * signs, axis=-1)), axis=0),
    )


def _each(unit: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Effects [trajectory, parameter, replication]: difference of outcomes over difference of the parameter."""
    moves = np.diff(unit, axis=1)
    changed = np.argmax(np.abs(moves), axis=2)
    steps = np.take_along_axis(moves, changed[:, :, None], axis=2)
    found = np.empty((len(unit), unit.shape[2], values.shape[2]))
    np.put_along_axis(found, changed[:, :, None], np.diff(values, axis=1) / steps, axis=1)
    return found
