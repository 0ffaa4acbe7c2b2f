"""What war and peace are worth to one who decides: pure theory, the ground floor.

Fearon (1995) on war as a costly lottery, Powell (2006) on commitment, Rubinstein (1982) on patience.
Reduces to p - cost, to [p - cost_a, p + cost_b] and to the shift of power against the two costs.
"""

from __future__ import annotations

import math
from typing import Any

from agents.arithmetic import divide, log, power
from agents.crossing import believed_victory, believed_victory_core, crossing_exit, crossing_exit_core
from agents.ruin import (
    drift_exit,
    drift_exit_core,
    exit_probability,
    exit_time,
    require,
)
from agents.rules import rule
from agents.vocabulary import ISSUES

__all__ = [
    "bargaining_range",
    "bargaining_weights",
    "bargaining_weights_core",
    "believed_victory",
    "believed_victory_core",
    "commitment_gap",
    "commitment_gap_core",
    "crossing_exit",
    "crossing_exit_core",
    "drift_exit",
    "drift_exit_core",
    "exit_probability",
    "exit_time",
    "loss",
    "outcome_utilities",
    "take_it_or_leave_it",
    "take_it_or_leave_it_core",
    "utility",
    "war_value",
    "war_value_core",
]

_LEAST_DENOMINATOR = 1e-12
"""Floor that keeps a war without end or discount finite: worth minus 1e12 weekly costs."""


@rule
def war_value_core(p: float, cost: float, end_hazard: float, discount: float) -> float:
    """V = h p - c + d (1 - h) V. With many issues, p is the expected utility of a decisive end."""
    return (end_hazard * p - cost) / max(1.0 - discount * (1.0 - end_hazard), _LEAST_DENOMINATOR)


def war_value(p: float, cost: float, end_hazard: float, discount: float) -> float:
    """Value of fighting on until a decisive end.

    Parameters
    ----------
    p : float
        Probability to win the prize at a decisive end, in [0, 1].
    cost : float
        Cost of a week of war, at least 0 (prize).
    end_hazard : float
        Probability that a week brings a decisive end, in [0, 1].
    discount : float
        Weekly discount factor, in [0, 1]; with discount 1 a war must be able to end.

    Returns
    -------
    float
        (end_hazard p - cost) / (1 - discount (1 - end_hazard)), in prizes: p - cost if the war ends at
        once, p - cost / end_hazard for a patient side.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Fearon (1995), "Rationalist explanations for war", *International Organization* 49(3).
    """
    p = require("war_value", "p", p, 0.0, 1.0)
    cost = require("war_value", "cost", cost, 0.0, math.inf)
    end_hazard = require("war_value", "end_hazard", end_hazard, 0.0, 1.0)
    discount = require("war_value", "discount", discount, 0.0, 1.0)
    if discount == 1.0 and end_hazard == 0.0:
        raise ValueError("war_value: end_hazard must be above 0 where discount is 1")
    return war_value_core(p, cost, end_hazard, discount)


def bargaining_range(
    p: float, cost_a: float, cost_b: float, belief_b: float | None = None
) -> tuple[float, float]:
    """Shares of the prize for A that leave both sides no worse than war.

    Parameters
    ----------
    p : float
        A's belief that A wins, in [0, 1].
    cost_a, cost_b : float
        Cost of the war to each side, at least 0 (prize).
    belief_b : float, optional
        B's belief that A wins, in [0, 1]; A's own if left out.

    Returns
    -------
    tuple of float
        (p - cost_a, belief_b + cost_b), not held to [0, 1]. The range is empty where low > high: mutual
        optimism. In many dimensions the range is `model.settlement.zone`, half its width with one issue.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Fearon (1995), *International Organization* 49(3).
    """
    p = require("bargaining_range", "p", p, 0.0, 1.0)
    belief = p if belief_b is None else require("bargaining_range", "belief_b", belief_b, 0.0, 1.0)
    cost_a = require("bargaining_range", "cost_a", cost_a, 0.0, math.inf)
    cost_b = require("bargaining_range", "cost_b", cost_b, 0.0, math.inf)
    return p - cost_a, belief + cost_b


@rule
def commitment_gap_core(now: float, later_rival: float, discount: float, lock_in: float) -> float:
    """`commitment_gap` without validation, for weekly rules."""
    kept = 1.0
    if lock_in > 0.0:
        kept = power(discount, lock_in)
    return now - (1.0 - kept * later_rival)


def commitment_gap(now: float, later_rival: float, discount: float, lock_in: float) -> float:
    """What a side can have by fighting now, less the most that its rising rival can leave it.

    Parameters
    ----------
    now : float
        Value of fighting now to the side that declines (prize).
    later_rival : float
        Value of fighting to its rival once the lock-in is over (prize).
    discount : float
        Weekly discount factor, in [0, 1].
    lock_in : float
        Time over which power shifts and nobody can go back, at least 0 (weeks).

    Returns
    -------
    float
        now - (1 - discount**lock_in later_rival), in prizes; no deal holds where it is above 0. As the
        discount goes to 1 it is the shift of power less the costs of war of both.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Powell (2006), "War as a commitment problem", *International Organization* 60(1).
    """
    now = require("commitment_gap", "now", now, -math.inf, math.inf)
    later_rival = require("commitment_gap", "later_rival", later_rival, -math.inf, math.inf)
    discount = require("commitment_gap", "discount", discount, 0.0, 1.0)
    lock_in = require("commitment_gap", "lock_in", lock_in, 0.0, math.inf)
    return commitment_gap_core(now, later_rival, discount, lock_in)


@rule
def take_it_or_leave_it_core(p: float, cost: float, other_cost_max: float) -> tuple[float, float]:
    """`take_it_or_leave_it` without validation, for weekly rules."""
    if cost >= other_cost_max:
        return p, 0.0
    offer = min(p + 0.5 * (other_cost_max - cost), 1.0)
    return offer, (offer - p) / other_cost_max


def take_it_or_leave_it(p: float, cost: float, other_cost_max: float) -> tuple[float, float]:
    """Best demand of A against a rival whose cost is uniform on [0, C]: the trade of risk for return.

    Parameters
    ----------
    p : float
        Probability that A wins, in [0, 1].
    cost : float
        A's cost of war, at least 0 (prize).
    other_cost_max : float
        C, the largest cost that B may have, at least 0 (prize).

    Returns
    -------
    tuple of float
        A's demand p + (C - cost) / 2, at most 1, and the probability of war (demand - p) / C; p and 0
        where cost >= C.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Fearon (1995), *International Organization* 49(3), appendix.
    """
    p = require("take_it_or_leave_it", "p", p, 0.0, 1.0)
    cost = require("take_it_or_leave_it", "cost", cost, 0.0, math.inf)
    other_cost_max = require("take_it_or_leave_it", "other_cost_max", other_cost_max, 0.0, math.inf)
    return take_it_or_leave_it_core(p, cost, other_cost_max)


@rule
def bargaining_weights_core(discount_a: float, discount_b: float) -> tuple[float, float]:
    """`bargaining_weights` without validation, for weekly rules; two who never discount share equally."""
    haste_a = -log(discount_a)
    haste_b = -log(discount_b)
    weight_a = divide(haste_b, haste_a + haste_b, 0.5)
    return weight_a, 1.0 - weight_a


def bargaining_weights(discount_a: float, discount_b: float) -> tuple[float, float]:
    """Nash weights of two sides by their patience, proportional to -1 / ln(discount).

    Parameters
    ----------
    discount_a, discount_b : float
        Discount factors over the same period, in (0, 1].

    Returns
    -------
    tuple of float
        Weights that sum to 1: the limit of Rubinstein's shares as the period goes to 0.

    Raises
    ------
    ValueError
        If a discount factor is outside (0, 1].

    References
    ----------
    Rubinstein (1982), *Econometrica* 50(1); Binmore, Rubinstein and Wolinsky (1986), *RAND Journal* 17(2).
    """
    discount_a = require("bargaining_weights", "discount_a", discount_a, 0.0, 1.0)
    discount_b = require("bargaining_weights", "discount_b", discount_b, 0.0, 1.0)
    if discount_a == 0.0 or discount_b == 0.0:
        raise ValueError("bargaining_weights: discount factors must be above 0")
    return bargaining_weights_core(discount_a, discount_b)


@rule
def loss(distance: float, curvature: float) -> float:
    """Loss at a distance from an ideal point: (1 - k) |e| + k e^2, from 0 to 1 on [0, 1].

    k = 1 is the quadratic loss of spatial bargaining; k towards 0 is the risk-neutral side of Fearon (1995).
    """
    gap = abs(distance)
    return (1.0 - curvature) * gap + curvature * gap * gap


@rule
def utility(state: Any, package: Any, curvature: float = 1.0) -> float:
    """What a package is worth to a state: 1 - sum_k s_k loss(x_k - ideal_k), in prizes."""
    value = 1.0
    for issue in range(ISSUES):
        value -= state.salience[issue] * loss(package[issue] - state.ideal[issue], curvature)
    return value


@rule
def outcome_utilities(russia: Any, ukraine: Any, curvature: float = 1.0) -> tuple[float, float, float, float]:
    """Worth of decisive ends, in which the victor has its way on every issue.

    Returns Russia's utility of a Russian and of a Ukrainian victory, then Ukraine's of the same two.
    """
    return (
        utility(russia, russia.ideal, curvature),
        utility(russia, ukraine.ideal, curvature),
        utility(ukraine, russia.ideal, curvature),
        utility(ukraine, ukraine.ideal, curvature),
    )
