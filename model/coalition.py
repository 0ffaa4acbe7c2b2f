"""Who ends up ruling among blocs that have power and no way to commit themselves.

Acemoglu, Egorov and Sonin (2008, Review of Economic Studies 75), with friction and a cost of elite fighting.
Reduces to their ultimate ruling coalition at friction 0, to the least winning coalition at friction 1.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from agents.rules import rule

MOST_BLOCS = 12
ROUNDING = 1e-12


@rule
def coalition_forms(
    of: float, within: float, stable: bool, majority: float, friction: float, cost: float
) -> bool:
    """Whether a coalition X of power `of` forms inside S of power `within`.

    X must win, g_X > majority g_S, and every member i must gain, cost of fighting included:

        kappa g_i / g_X + (1 - kappa) [i in phi(X)] g_i / g_phi(X) >= (1 + cost) g_i / g_S

    The powers g_i cancel. If X is stable (phi(X) = X) the left side is 1 / g_X for all; if it is not, the
    condition binds for those whom the next round would purge, and theirs is kappa / g_X. Who is indifferent
    joins.
    """
    if of <= majority * within * (1.0 + ROUNDING):
        return False
    kept = 1.0 if stable else friction
    return of * (1.0 + cost) <= kept * within * (1.0 + ROUNDING)


@rule
def coalition_mask(power: Any, blocs: int, majority: float, friction: float, cost: float) -> int:
    """Ruling coalition phi(S) of all blocs with positive power, as bits.

    Subsets are settled in rising order of their bits, so that each finds its own subsets settled. Of several
    coalitions that would form the least powerful one does; of equals the one with the lowest bits,
    in which the last bloc that tells them apart is left out.
    """
    subsets = 1 << blocs
    total = np.zeros(subsets)
    stable = np.ones(subsets, np.bool_)
    everyone = 0
    for i in range(blocs):
        if power[i] > 0.0:
            everyone |= 1 << i
        for mask in range(1 << i):
            total[mask | (1 << i)] = total[mask] + max(power[i], 0.0)
    for mask in range(1, everyone):
        if mask & everyone != mask:
            continue
        inner = (mask - 1) & mask
        while inner > 0:
            if coalition_forms(total[inner], total[mask], stable[inner], majority, friction, cost):
                stable[mask] = False
                break
            inner = (inner - 1) & mask
    ruling = everyone
    least = total[everyone]
    inner = (everyone - 1) & everyone
    while inner > 0:
        if total[inner] <= least * (1.0 + ROUNDING) and coalition_forms(
            total[inner], total[everyone], stable[inner], majority, friction, cost
        ):
            ruling = inner
            least = min(least, total[inner])
        inner = (inner - 1) & everyone
    return ruling


def ruling_coalition(
    power: Sequence[float] | np.ndarray, majority: float = 0.5, friction: float = 0.0, cost: float = 0.0
) -> np.ndarray:
    """Return the coalition that ends up ruling.

    Parameters
    ----------
    power
        Power of each bloc, positive, at most 12 blocs.
    majority
        Share of power that a coalition must exceed to purge the others, in [0.5, 1).
    friction
        Probability that a coalition, once formed, is not purged further, in [0, 1].
    cost
        Cost of elite fighting to those who purge, as a share of what each holds; at 1 / majority - 1 and
        above nobody is ever purged.

    Returns
    -------
    np.ndarray
        For each bloc, whether it belongs to the ruling coalition.

    Raises
    ------
    ValueError
        If a number lies outside its range.

    Examples
    --------
    >>> ruling_coalition([3, 4, 5, 10]).tolist()
    [True, True, True, False]
    >>> ruling_coalition([2, 4, 7]).tolist()
    [False, False, True]
    """
    g = np.asarray(power, dtype=float)
    if g.ndim != 1 or not 1 <= len(g) <= MOST_BLOCS:
        raise ValueError(
            f"ruling_coalition: power: found shape {g.shape}, allowed 1 to {MOST_BLOCS} blocs in a row"
        )
    if not (np.isfinite(g).all() and (g > 0.0).all()):
        raise ValueError(f"ruling_coalition: power: found {g.tolist()}, allowed positive finite numbers")
    if not 0.5 <= majority < 1.0:
        raise ValueError(f"ruling_coalition: majority: found {majority}, allowed 0.5 to below 1")
    if not 0.0 <= friction <= 1.0:
        raise ValueError(f"ruling_coalition: friction: found {friction}, allowed 0 to 1")
    if not (math.isfinite(cost) and cost >= 0.0):
        raise ValueError(f"ruling_coalition: cost: found {cost}, allowed 0 and above")
    mask = coalition_mask(g, len(g), float(majority), float(friction), float(cost))
    return np.array([bool(mask >> i & 1) for i in range(len(g))])
