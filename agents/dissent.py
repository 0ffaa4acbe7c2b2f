"""Decides whose public stance turns, once enough of those who influence him have turned.

From Granovetter (1978, AJS 83) on thresholds and Kuran (1991, World Politics 44) on stances kept for show.
Reduces, on the complete graph, to thresholds 0..99 -> all 100 join; with the 1 made a 2 -> one joins.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numba import njit
from numpy.typing import ArrayLike

from agents.rules import rule

if TYPE_CHECKING:
    from agents.elites import Elite, ElitesParameters

ROUNDING = 1e-12  # sums of weights are exact to about this much, in whatever order they are added
ALWAYS = -2.0  # a threshold that any share reaches
COMPILE_ABOVE = 20_000  # ties from which compiling the public function pays


@rule
def spread(
    count: int,
    threshold: Any,
    share: Any,
    turned: Any,
    queue: Any,
    audience: Any,
    offsets: Any,
    weight: Any,
) -> int:
    """Turn all whom the first `count` of `queue` move, directly or not; return how many are in it then.

    Those in the queue have `turned` already. Each hands his weight to his audience once, so the work is
    linear in ties; since shares only grow, the end is the least fixed point, whatever the order.
    """
    head = 0
    while head < count:
        source = queue[head]
        head += 1
        for tie in range(offsets[source], offsets[source + 1]):
            row = audience[tie]
            share[row] += weight[tie]
            if not turned[row] and share[row] >= threshold[row] - ROUNDING:
                turned[row] = True
                queue[count] = row
                count += 1
    return count


@rule
def spread_dissent(
    elites: Sequence[Elite],
    audience: Any,
    offsets: Any,
    weight: Any,
    threshold: Any,
    share: Any,
    turned: Any,
    queue: Any,
    parameters: ElitesParameters,
) -> int:
    """Let dissent recede, then spread: write the public stances, return how many turned this week.

    `audience`, `offsets`, `weight` say whom each influences and how much (`audience_of`). `share` and
    `turned` are kept from week to week, `threshold` and `queue` are scratch; all four are as long as
    `elites`. A dissenter returns once the share of others falls below his threshold by more than the
    hysteresis. A stance that was changed from outside (a purge, a mutiny) is taken up first.
    """
    recede_dissent(elites, audience, offsets, weight, threshold, share, turned, queue, parameters)
    count = 0
    for row in range(len(turned)):
        if not turned[row] and share[row] >= threshold[row] - ROUNDING:
            turned[row] = True
            queue[count] = row
            count += 1
    count = spread(count, threshold, share, turned, queue, audience, offsets, weight)
    for place in range(count):
        elites[queue[place]].dissents = True
    return count


@rule
def recede_dissent(
    elites: Sequence[Elite],
    audience: Any,
    offsets: Any,
    weight: Any,
    threshold: Any,
    share: Any,
    turned: Any,
    queue: Any,
    parameters: ElitesParameters,
) -> int:
    """Take back the weight of those who return to loyalty, judged on last week's shares; fill `threshold`."""
    returning = 0
    dissenting = 0
    for row in range(len(turned)):
        elite = elites[row]
        threshold[row] = elite.threshold
        if turned[row]:
            dissenting += 1
            if not elite.dissents or share[row] < elite.threshold - parameters.hysteresis:
                queue[returning] = row
                returning += 1
        elif elite.dissents:
            threshold[row] = ALWAYS
    for place in range(returning):
        source = queue[place]
        turned[source] = False
        elites[source].dissents = False
        for tie in range(offsets[source], offsets[source + 1]):
            share[audience[tie]] -= weight[tie]
    if returning > 0 and returning == dissenting:
        for row in range(len(turned)):
            share[row] = 0.0
    return returning


def audience_of(
    neighbours: np.ndarray, offsets: np.ndarray, weight: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Turn a network round: from those who influence each, to those whom each influences."""
    n = len(offsets) - 1
    influenced = np.repeat(np.arange(n), np.diff(offsets))
    order = np.argsort(neighbours, kind="stable")
    counts = np.bincount(neighbours, minlength=n)
    turned_round = np.zeros(n + 1, np.int64)
    np.cumsum(counts, out=turned_round[1:])
    return influenced[order], turned_round, weight[order]


def cascade(
    threshold: ArrayLike,
    turned: ArrayLike | None = None,
    neighbours: ArrayLike | None = None,
    offsets: ArrayLike | None = None,
    weight: ArrayLike | None = None,
) -> np.ndarray:
    """Return who has turned when nobody else will: the least fixed point of thresholds.

    Parameters
    ----------
    threshold : array of n numbers
        What must have turned before i does: a count of the others when no network is given (everybody sees
        everybody), else the weighted share of those who influence him. At most 0: he turns by himself.
    turned : array of n bools, optional
        Who has turned at the start, and stays so.
    neighbours, offsets : arrays of int, optional
        The network: `neighbours[offsets[i]:offsets[i + 1]]` are those who influence i.
    weight : array of float, optional
        Weight of each tie, not negative; scaled to sum to 1 for each i. Equal if left out.

    Returns
    -------
    array of n bools

    Raises
    ------
    ValueError
        For arrays whose lengths or values do not fit together.

    Examples
    --------
    >>> int(cascade(range(100)).sum())
    100
    >>> int(cascade([0, 2, *range(2, 100)]).sum())
    1
    """
    limit = np.asarray(threshold, np.float64)
    if limit.ndim != 1 or np.isnan(limit).any():
        raise ValueError("threshold: one number for each member is needed, without NaN")
    n = len(limit)
    joined = np.zeros(n, np.bool_) if turned is None else np.array(turned, np.bool_)
    if joined.shape != (n,):
        raise ValueError(f"turned: {n} values are needed, found shape {joined.shape}")
    if neighbours is None and offsets is None:
        if weight is not None:
            raise ValueError("weight: a network (neighbours and offsets) is needed with it")
        return _among_all(limit, joined)
    if neighbours is None or offsets is None:
        raise ValueError("neighbours and offsets: both are needed, or neither")
    network = _network(n, np.asarray(neighbours), np.asarray(offsets), weight)
    audience, starts, influence = audience_of(*network)
    share = np.zeros(n)
    queue = np.empty(n, np.int64)
    joined |= limit <= 0.0
    count = int(joined.sum())
    queue[:count] = np.flatnonzero(joined)
    run = _compiled_spread() if len(audience) > COMPILE_ABOVE else spread
    run(count, limit, share, joined, queue, audience, starts, influence)
    return joined


def _among_all(limit: np.ndarray, joined: np.ndarray) -> np.ndarray:
    """Least fixed point where everybody sees everybody: thresholds in order, until one is out of reach."""
    waiting = np.flatnonzero(~joined)
    waiting = waiting[np.argsort(limit[waiting], kind="stable")]
    present = len(limit) - len(waiting) + np.arange(len(waiting))
    out_of_reach = limit[waiting] > present
    moved = int(np.argmax(out_of_reach)) if out_of_reach.any() else len(waiting)
    joined[waiting[:moved]] = True
    return joined


def _network(
    n: int, neighbours: np.ndarray, offsets: np.ndarray, weight: ArrayLike | None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Check a network and scale its weights to sum to 1 for each member."""
    if offsets.shape != (n + 1,) or offsets[0] != 0 or (np.diff(offsets) < 0).any():
        raise ValueError(f"offsets: {n + 1} values are needed, from 0 and never falling")
    if neighbours.ndim != 1 or len(neighbours) != offsets[-1]:
        raise ValueError(f"neighbours: {offsets[-1]} values are needed, found shape {neighbours.shape}")
    if len(neighbours) and (neighbours.min() < 0 or neighbours.max() >= n):
        raise ValueError(f"neighbours: rows from 0 to {n - 1} are allowed")
    ties = np.ones(len(neighbours)) if weight is None else np.asarray(weight, np.float64)
    if ties.shape != neighbours.shape or not np.isfinite(ties).all() or (ties < 0.0).any():
        raise ValueError(f"weight: {len(neighbours)} finite values are needed, none negative")
    return neighbours.astype(np.int64), offsets.astype(np.int64), normalised(offsets.astype(np.int64), ties)


def normalised(offsets: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """Scale the weights of a network to sum to 1 for each member who has any."""
    influenced = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    total = np.bincount(influenced, weights=weight, minlength=len(offsets) - 1)
    total[total == 0.0] = 1.0
    return weight / total[influenced]


@functools.cache
def _compiled_spread() -> Callable[..., int]:
    """Compile the core for large networks given to `cascade`."""
    return njit(spread)
