"""Decides whose public stance turns, once enough of those who influence him have turned.

From Granovetter (1978, AJS 83) on thresholds and Kuran (1991, World Politics 44) on stances kept for show.
Reduces, on the complete graph, to thresholds 0..99 -> all 100 join; with the 1 made a 2 -> one joins.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import ArrayLike, NDArray

from agents.records import dtype_of, view_of
from agents.rules import rule
from agents.tier import Elite, ElitesParameters, Tie

ROUNDING = 1e-12  # sums of weights are exact to about this much, in whatever order they are added
COMPILE_ABOVE = 20_000  # ties from which compiling the public function pays


@rule
def spread(count: int, elites: Sequence[Elite], ties: Sequence[Tie]) -> int:
    """Turn all whom the first `count` of the queue move, directly or not; return how many are in it then.

    Those in the queue have turned already. Each hands his weight to those whom he influences once, so the work is
    linear in ties; since shares only grow, the end is the least fixed point, whatever the order.
    """
    head = 0
    while head < count:
        source = elites[elites[head].queue]
        head += 1
        for place in range(source.first_tie, source.end_tie):
            tie = ties[place]
            listener = elites[tie.row]
            listener.share += tie.weight
            if not listener.turned and listener.share >= listener.threshold - ROUNDING:
                listener.turned = True
                elites[count].queue = tie.row
                count += 1
    return count


@rule
def spread_dissent(elites: Sequence[Elite], ties: Sequence[Tie], parameters: ElitesParameters) -> int:
    """Let dissent recede, then spread: write the public stances, return how many turned this week.

    A dissenter returns once the share of others falls below his threshold by more than the hysteresis. A stance
    that was changed from outside (a purge, a mutiny) is taken up first.
    """
    recede_dissent(elites, ties, parameters)
    count = 0
    for row in range(len(elites)):
        elite = elites[row]
        if not elite.turned and (elite.dissents or elite.share >= elite.threshold - ROUNDING):
            elite.turned = True
            elites[count].queue = row
            count += 1
    count = spread(count, elites, ties)
    for place in range(count):
        elites[elites[place].queue].dissents = True
    return count


@rule
def recede_dissent(elites: Sequence[Elite], ties: Sequence[Tie], parameters: ElitesParameters) -> int:
    """Take back the weight of those who return to loyalty, judged on last week's shares."""
    returning = 0
    dissenting = 0
    for row in range(len(elites)):
        elite = elites[row]
        if elite.turned:
            dissenting += 1
            if not elite.dissents or elite.share < elite.threshold - parameters.hysteresis:
                elites[returning].queue = row
                returning += 1
    for place in range(returning):
        source = elites[elites[place].queue]
        source.turned = False
        source.dissents = False
        for place_of_tie in range(source.first_tie, source.end_tie):
            elites[ties[place_of_tie].row].share -= ties[place_of_tie].weight
    if returning > 0 and returning == dissenting:
        for row in range(len(elites)):
            elites[row].share = 0.0
    return returning


def tie(elites: NDArray[Any], neighbours: ArrayLike, offsets: ArrayLike, weight: ArrayLike) -> NDArray[Any]:
    """Turn a network round: write into `elites` where the ties of each begin and end, and return the ties.

    Parameters
    ----------
    elites : structured array of `Elite`
        `first_tie` and `end_tie` are written.
    neighbours, offsets, weight : arrays
        `neighbours[offsets[i]:offsets[i + 1]]` are the rows of those who influence i, with their weights.

    Returns
    -------
    structured array of `Tie`
        In order of who influences, then of who is influenced.
    """
    sources = np.asarray(neighbours)
    order = np.argsort(sources, kind="stable")
    ties = np.zeros(len(sources), dtype_of(Tie))
    ties["row"] = np.repeat(np.arange(len(elites)), np.diff(np.asarray(offsets)))[order]
    ties["weight"] = np.asarray(weight)[order]
    elites["end_tie"] = np.cumsum(np.bincount(sources, minlength=len(elites)))
    elites["first_tie"][1:] = elites["end_tie"][:-1]
    return ties


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
    elites = np.zeros(n, dtype_of(Elite))
    ties = tie(elites, *_network(n, np.asarray(neighbours), np.asarray(offsets), weight))
    joined |= limit <= 0.0
    count = int(joined.sum())
    elites["threshold"] = limit
    elites["turned"] = joined
    elites["queue"][:count] = np.flatnonzero(joined)
    if len(ties) > COMPILE_ABOVE:
        _compiled_spread()(count, elites, ties)
    else:
        spread(count, view_of(Elite, elites), view_of(Tie, ties))
    return elites["turned"].copy()


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
