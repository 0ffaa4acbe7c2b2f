"""Decides whether a regime falls when armed units coordinate on noisy signals of its strength.

From Morris and Shin (1998, 2003), with a third action (to resist) and services of unequal force and stakes.
Reduces to Morris and Shin's threshold 1 - c for one service that never resists.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from agents.arithmetic import divide, log, normal_cdf, sqrt
from agents.rules import rule

type Column = Sequence[float] | np.ndarray

FARTHEST = 38.0


@rule
def _centre(q: float, r: float) -> float:
    """Quantile at 0.5 + q for |q| <= 0.425, with r = 0.180625 - q q."""
    top = ((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r
    top = ((top + 45921.953931549871457) * r + 13731.693765509461125) * r
    top = ((top + 1971.5909503065514427) * r + 133.14166789178437745) * r + 3.387132872796366608
    low = ((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r
    low = ((low + 21213.794301586595867) * r + 5394.1960214247511077) * r
    low = ((low + 687.1870074920579083) * r + 42.313330701600911252) * r + 1.0
    return q * top / low


@rule
def _tail(r: float) -> float:
    """Distance of a tail quantile from 0 for 1.6 < r <= 5, r the root of minus the log of the tail."""
    r = r - 1.6
    top = ((7.7454501427834140764e-4 * r + 0.0227238449892691845833) * r + 0.24178072517745061177) * r
    top = ((top + 1.27045825245236838258) * r + 3.64784832476320460504) * r
    top = ((top + 5.7694972214606914055) * r + 4.6303378461565452959) * r + 1.42343711074968357734
    low = ((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 0.0151986665636164571966) * r
    low = ((low + 0.14810397642748007459) * r + 0.68976733498510000455) * r
    low = ((low + 1.6763848301838038494) * r + 2.05319162663775882187) * r + 1.0
    return top / low


@rule
def _far_tail(r: float) -> float:
    """Distance of a tail quantile from 0 for r > 5."""
    r = r - 5.0
    top = ((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 0.0012426609473880784386) * r
    top = ((top + 0.026532189526576123093) * r + 0.29656057182850489123) * r
    top = ((top + 1.7848265399172913358) * r + 5.4637849111641143699) * r + 6.6579046435011037772
    low = ((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r
    low = ((low + 7.868691311456132591e-4) * r + 0.0148753612908506148525) * r
    low = ((low + 0.13692988092273580531) * r + 0.59983220655588793769) * r + 1.0
    return top / low


@rule
def normal_quantile(probability: float) -> float:
    """Inverse of the standard normal distribution function, held to +-38 (Wichura 1988, AS 241)."""
    if probability <= 0.0:
        return -FARTHEST
    if probability >= 1.0:
        return FARTHEST
    q = probability - 0.5
    if abs(q) <= 0.425:
        return _centre(q, 0.180625 - q * q)
    r = sqrt(-log(probability if q < 0.0 else 1.0 - probability))
    distance = _tail(r) if r <= 5.0 else _far_tail(r)
    return -distance if q < 0.0 else distance


@rule
def fall_threshold(force: Column, join_cost: Column, resist_cost: Column) -> float:
    """Strength below which the regime falls: theta* = sum_k f_k (1 - c_k - d_k).

    At theta* the share 1 - c_k of a service has signals below its cut-off for joining and the share d_k
    signals above its cut-off for resisting, whatever the noise; it falls iff joined - resisting > theta.
    """
    total = 0.0
    for k in range(len(force)):
        total += force[k] * (1.0 - join_cost[k] - resist_cost[k])
    return total


@rule
def signal_cutoff(threshold: float, noise: float, cost: float) -> float:
    """Signal at which a unit gives the fall a probability of `cost`: x = theta* - sigma PhiInv(cost)."""
    return threshold - noise * normal_quantile(cost)


@rule
def _share_below(cutoff: float, strength: float, noise: float) -> float:
    """Share of signals theta + sigma eps below the cut-off; without noise all of them or none."""
    gap = cutoff - strength
    return normal_cdf(divide(gap, noise, math.copysign(FARTHEST, gap)))


@rule
def joining_share(threshold: float, strength: float, noise: float, join_cost: float) -> float:
    """Share of a service's units that give the fall at least the probability c: none at c = 1, all at 0."""
    if join_cost >= 1.0:
        return 0.0
    if join_cost <= 0.0:
        return 1.0
    return _share_below(signal_cutoff(threshold, noise, join_cost), strength, noise)


@rule
def resisting_share(threshold: float, strength: float, noise: float, resist_cost: float) -> float:
    """Share of a service's units that give the fall at most the probability d: none at d = 0, all at 1."""
    return 1.0 - joining_share(threshold, strength, noise, resist_cost)


def coup_threshold(
    force: Column,
    join_cost: Column,
    resist_cost: Column,
) -> float:
    """Strength of the regime below which it falls, when services coordinate on noisy signals of it.

    Parameters
    ----------
    force : mass f_k of each service, at least 0.
    join_cost : c_k in [0, 1]; a unit joins iff it gives the fall at least this probability.
    resist_cost : d_k in [0, 1]; a unit resists iff it gives the fall at most this probability.

    Returns
    -------
    theta* = sum f_k (1 - c_k - d_k).

    Raises
    ------
    ValueError
        If lengths differ, a value is out of range or not finite, or some d_k is not below its c_k
        (both may be 0: a service that always joins).

    Examples
    --------
    >>> coup_threshold([1.0], [0.4], [0.0])
    0.6
    """
    f, c, d = _services(force, join_cost, resist_cost)
    return float(fall_threshold(f, c, d))


def equilibrium_is_unique(
    force: Column,
    resist_cost: Column,
    noise_private: float,
    noise_public: float,
) -> bool:
    """Whether a public signal of strength leaves one equilibrium, whatever it says.

    With a public signal y of variance sigma_y^2 beside private ones of variance sigma_x^2, theta* solves

        theta = sum f_k [Phi(g (theta - y) - s PhiInv(c_k)) - Phi(s PhiInv(d_k) - g (theta - y))],

    g = sigma_x / sigma_y^2, s = sqrt(1 + sigma_x^2 / sigma_y^2). Its slope is at most g / sqrt(2 pi) times
    the mass that may join and the mass that may resist; one solution if that is at most 1. For one service of
    mass 1 that never resists this is Morris and Shin's sigma_x <= sqrt(2 pi) sigma_y^2, and also necessary.
    """
    f = np.asarray(force, float)
    d = np.asarray(resist_cost, float)
    if f.shape != d.shape or f.ndim != 1:
        raise ValueError(f"force and resist_cost must be of one length, found {f.shape} and {d.shape}")
    if not (noise_private >= 0.0 and noise_public > 0.0):
        raise ValueError("noise_private must be at least 0 and noise_public above 0")
    movable = float(f.sum() + f[d > 0.0].sum())
    return bool(movable * noise_private <= math.sqrt(2.0 * math.pi) * noise_public**2)


def _services(
    force: Column,
    join_cost: Column,
    resist_cost: Column,
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Arrays of the three columns, or an error that names what is wrong."""
    f, c, d = (np.asarray(x, dtype=float) for x in (force, join_cost, resist_cost))
    if f.ndim != 1 or f.shape != c.shape or f.shape != d.shape:
        raise ValueError(
            "force, join_cost and resist_cost must be lists of one length, "
            f"found shapes {f.shape}, {c.shape}, {d.shape}"
        )
    if not np.all(np.isfinite(f)) or np.any(f < 0.0):
        raise ValueError(f"force must be finite and at least 0, found {f.tolist()}")
    for name, x in (("join_cost", c), ("resist_cost", d)):
        if not np.all((x >= 0.0) & (x <= 1.0)):
            raise ValueError(f"{name} must lie in [0, 1], found {x.tolist()}")
    if np.any((d >= c) & (d > 0.0)):
        raise ValueError("resist_cost must be below join_cost in every service")
    return f, c, d
