"""Settlements: what docs/odd/diplomacy.md says is best is what the code finds.

The page says what is maximised; here a general optimiser (SciPy's) maximises it, and the model's own solvers must agree.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import pytest
from scipy.optimize import minimize

from agents.vocabulary import ISSUES, Actor, Issue
from model.dilemma import DilemmaModel
from model.settlement import settle
from tests.pages import P, Y, kept, plus

S = P.settlement
LINKS = ((Issue.SANCTIONS_RELIEF, Issue.FROZEN_ASSETS), (Issue.NATO_BAR, Issue.GUARANTEE))
SIDES = (Actor.RUSSIA, Actor.UKRAINE)
UNIT = np.eye(ISSUES + 1)


@functools.cache
def tables() -> tuple[tuple[Any, bool], ...]:
    """The ledger with the package that the mediator would draft in some weeks, and whether there is one to be signed.

    In every other week the war is worth less to both than it is, so that there is room for a settlement.
    """
    discounts = [
        math.exp(-rate / Y) for rate in (P.appraisal.impatience_russia, P.appraisal.impatience_ukraine)
    ]
    told = []
    model = DilemmaModel(P.with_(horizon="2028-12-31"), rng=0)
    for week in range(80):
        model.step()
        if week % 10 == 0:
            states, diplomacy = model.ledger.states, model.ledger.diplomacy
            values = [states[side].war_value for side in SIDES]
            for side in SIDES:
                states[side].war_value = values[side] - (0.2 if week % 20 else 0.0)
            both = settle(states[0], states[1], states[2], *discounts, diplomacy, model.values.settlement)
            told.append((kept(model), bool(both)))
            for side in SIDES:
                states[side].war_value = values[side]
    return tuple(told)


def utility(state: Any, x: np.ndarray, k: float) -> float:
    off = abs(x - state["ideal"])
    return 1 - float((state["salience"] * ((1 - k) * off + k * off**2)).sum())


def reservation(state: Any) -> float:
    return (state["war_value"] + plus(state["commitment_gap"]) + state["attachment"]) / (
        1 + state["attachment"]
    )


def box(found: Any) -> tuple[np.ndarray, np.ndarray]:
    """Least and most on each issue: between the ideals, not below the floors on line and plant."""
    ideals = found["states"]["ideal"][:2]
    low, high = ideals.min(axis=0), ideals.max(axis=0)
    floors = {Issue.TERRITORY: S.line_kept * found["diplomacy"]["line"], Issue.NUCLEAR_PLANT: S.plant_kept}
    for issue, floor in floors.items():
        low[issue] = min(max(low[issue], floor), high[issue])
    return low, high


def best(
    goal: Any, low: np.ndarray, high: np.ndarray, start: np.ndarray, links: list[Any], jac: Any = None
) -> Any:
    return minimize(
        goal,
        start,
        method="SLSQP",
        jac=jac,
        bounds=list(zip(low, high, strict=True)),
        constraints=links,
        options={"maxiter": 500, "ftol": 1e-13},
    )


def gain(state: Any, x: np.ndarray) -> float:
    return utility(state, x, S.curvature) - reservation(state)


def slope(state: Any, y: np.ndarray) -> np.ndarray:
    """Slope of a side's gain less the surplus, which stands last."""
    off = y[:-1] - state["ideal"]
    return np.append(-state["salience"] * ((1 - S.curvature) * np.sign(off) + 2 * S.curvature * off), -1.0)


def test_the_zone_is_the_most_that_both_can_gain_at_once():
    for found, _ in tables()[:: len(tables()) // 3]:
        low, high = box(found)
        links: list[dict[str, Any]] = []
        for a, b in LINKS:
            links.append(
                {
                    "fun": lambda y, a=a, b=b: S.slack - y[a] + y[b],
                    "jac": lambda y, row=UNIT[b] - UNIT[a]: row,
                }
            )
        for s in (found["states"][side] for side in SIDES):
            links.append({"fun": lambda y, s=s: gain(s, y[:-1]) - y[-1], "jac": lambda y, s=s: slope(s, y)})
        start = np.append((low + high) / 2, -1.0)
        rules = [{"type": "ineq", **link} for link in links]
        solved = best(
            lambda y: -y[-1], np.append(low, -5.0), np.append(high, 5.0), start, rules, lambda y: -UNIT[-1]
        )
        assert solved.x[-1] == pytest.approx(found["diplomacy"]["zone"], abs=2e-5)


def product(x: np.ndarray, states: Any) -> float:
    """What the mediator maximises, with its sign changed."""
    own = [utility(states[side], x, S.curvature) for side in SIDES]
    weight = np.array([1 / P.appraisal.impatience_russia, 1 / P.appraisal.impatience_ukraine])
    mediator, value = states[Actor.UNITED_STATES], 0.0
    for side, name in zip(SIDES, ("affinity_russia", "affinity_ukraine"), strict=True):
        s = states[side]
        least = reservation(s) - (s["hidden"] - s["risen"] - s["gap_rise"] / (1 + s["attachment"]))
        if own[side] <= least:
            return 1e3
        value += weight[side] / weight.sum() * math.log(own[side] - least)
        value += S.mediator_weight * plus(mediator[name]) * own[side]
    return -value - S.mediator_weight * utility(mediator, x, 1.0)


def test_the_draft_is_the_best_for_the_mediator():
    drafted = [found for found, both in tables() if both]
    assert len(drafted) >= 4
    for found in drafted:
        low, high = box(found)
        package = found["diplomacy"]["offer"]["package"]
        for lead, follow in LINKS:
            assert package[lead] - package[follow] <= S.slack + 1e-9
            low[lead] = high[lead] = package[lead]
            low[follow] = high[follow] = package[follow]
        goal = functools.partial(product, states=found["states"])
        solved = best(goal, low, high, np.clip(package, low, high), [])
        assert goal(package) <= solved.fun + 1e-8
        assert solved.x == pytest.approx(package, abs=2e-3)
