"""Beliefs, the mediator, answers and supporters: the equations of docs/odd give the numbers of the code.

Each function is written from a page and from nothing else, is handed the ledger as a stage finds it, and must tell what
the stage leaves, week after week.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from agents.vocabulary import Actor
from tests.pages import EXACT, P, Row, clip, same, weekly, weeks

PHI = NormalDist().cdf


# docs/odd/beliefs.md


def learn(mean: float, variance: float, signal: float, slope: float, noise: float) -> tuple[float, float]:
    gain = variance * slope / (slope * slope * variance + noise)
    return mean + gain * (signal - slope * mean), (1 - gain * slope) * variance


def belief(found: Any, actor: int) -> tuple[float, float]:
    """Belief about the drift after the week's report and own intelligence, before the river."""
    b, f, r, front, state = P.beliefs, P.front, P.reports, found["front"], found["states"][actor]
    lean = {Actor.RUSSIA: 1.0, Actor.UKRAINE: -1.0}.get(actor, -b.european_lean if actor >= 4 else 0.0)
    variance = state["belief_variance"] + b.wandering**2
    signal = front["reported_km2"] - front["fighting"] * f.memory * state["last_report"]
    slope = front["fighting"] * (1 - f.memory) * front["season"]
    noise = (f.advance_sd * front["readiness"] * front["fighting"]) ** 2
    noise += (1 + f.memory**2) * 2 * r.error_sd**2 / (1 + r.error_memory)
    mean, variance = learn(state["belief_mean"], variance, signal, slope, noise)
    own = front["drift_km2"] / front["season"] + lean * b.bias + b.private_sd * state["normals"][0]
    return learn(mean, variance, own, 1.0, b.private_sd**2)


def test_beliefs_are_those_of_the_page():
    for week in weeks():
        found, _, left, _ = week["beliefs"]
        for actor in range(len(found["states"])):
            row = left["states"][actor]
            assert belief(found, actor) == pytest.approx(
                (row["belief_mean"], row["belief_variance"]), rel=EXACT
            )


# docs/odd/diplomacy.md


def mediator(found: Any) -> dict[str, float]:
    """The mediator's week up to its measures, while no date falls due."""
    m, d = P.mediator, Row(found["diplomacy"])
    towards = lambda x, a, h: a + (x - a) * 2 ** (-1 / h)  # noqa: E731
    spared = d.blame_russia if d.side < 0 else 1 - d.blame_russia
    rate = m.switch_rate * math.exp(m.switch_blame * (spared - 0.5) + m.switch_bias * d.bias * d.side)
    side = -d.side if d.uniforms[4] < weekly(rate) else d.side
    blamed = d.blame_russia if side > 0 else 1 - d.blame_russia
    aim = side * clip(m.strength * (0.5 + blamed) * (1 - side * d.bias), 0, 1)
    relation = towards(
        d.us_russia, found["states"][Actor.UNITED_STATES]["affinity_russia"], m.relation_half_life
    )
    level = math.log(m.opening * (1 + relation) / (1 + m.relation))
    opening = level + m.opening_memory * (math.log(d.opening) - level) + m.opening_sd * d.normals[0]
    return {
        "side": side,
        "pressure": d.pressure + m.build_up * (aim - d.pressure),
        "opening": math.exp(opening),
    }


def test_the_mediator_is_that_of_the_page():
    for week in weeks():
        found, _, left, _ = week["diplomacy"]
        wanted = mediator(found)
        if left["deadline"]["kept"] == found["deadline"]["kept"]:
            same(wanted, left["diplomacy"])


def nested_logit(u: dict[str, float], noise: float, similarity: float) -> dict[str, float]:
    """Probabilities of the answers from their utilities."""
    nests = (("ignored", "reject"), ("conditional", "partial"), ("accept",))
    values, inside = [], {}
    for nest in nests:
        top = max(u[a] for a in nest)
        odds = {a: math.exp((u[a] - top) / (noise * similarity)) for a in nest}
        values.append(top / noise + similarity * math.log(sum(odds.values())))
        inside |= {a: o / sum(odds.values()) for a, o in odds.items()}
    weights = np.exp(np.array(values) - max(values))
    return {
        a: float(w / weights.sum()) * inside[a] for nest, w in zip(nests, weights, strict=True) for a in nest
    }


def test_answers_are_drawn_as_on_the_page():
    from agents import answers

    written = [0.0] * 5
    utility = {"ignored": -0.004, "reject": -0.003, "conditional": 0.001, "partial": 0.0015, "accept": 0.0005}
    pairs = (utility["ignored"], utility["reject"]), (utility["conditional"], utility["partial"])
    answers.nested_logit(written, *pairs, utility["accept"], 0.0015, 0.5)
    found = nested_logit(utility, 0.0015, 0.5)
    assert written == pytest.approx(
        [found[a] for a in ("ignored", "reject", "conditional", "partial", "accept")]
    )


# docs/odd/allies.md


def resolve(found: Any, left: Any, actor: int) -> dict[str, float]:
    """Belief in a loss, motive, means and resolve of a European; `left` has urgency and lean of the week."""
    s, state, front = P.supporters, found["states"][actor], found["front"]
    ukraine, economy = found["belligerents"][Actor.UKRAINE], found["ukrainian_economy"]
    own = P.materiel.own_share * ukraine["production"]
    home = own / (own + (1 - P.materiel.own_share) * ukraine["supply"])
    behind = ukraine["supply"] * economy["aid_start"]
    inflow = max(home + (1 - home) * economy["aid_received"] / behind, 0.01)
    grip, t = P.front.gain * (1 - P.war.manpower_share), s.horizon
    sd = P.front.advance_sd / (1 - P.front.memory)
    spread = math.sqrt(t * (t * (state["belief_variance"] + P.beliefs.wandering**2 * t / 3) + sd**2))
    ahead = front["objective_left_km2"] / P.front.objective_share
    gap = ((state["belief_mean"] - grip * math.log(inflow)) * t - ahead) / spread
    k = P.settlement.curvature

    def worth(x: np.ndarray) -> float:
        off = abs(x - state["ideal"])
        return 1 - float((state["salience"] * ((1 - k) * off + k * off**2)).sum())

    stake = worth(found["prospects"][Actor.UKRAINE]["frozen"]) - worth(found["states"][Actor.RUSSIA]["ideal"])
    own_share = clip(state["means"] / behind, 0, 1)
    slope = t * math.exp(-gap * gap / 2) / (math.sqrt(2 * math.pi) * spread)
    motive = stake * slope * grip * (1 - home) / inflow * (own_share + s.concert * (1 - own_share))
    wedge, a = left["wedge"], state["affinity_ukraine"]
    lean = 0.5 * (wedge["rousing"] * (1 + a) - wedge["pull"] * (1 - a))
    wanted = left["europe"]["urgency"] * (s.neutral + s.devotion * (a + lean) + s.response * motive)
    wanted = clip(wanted, 0, s.utmost)
    goal = state["means"] * max(wanted, 1)
    means = goal + 2 ** (-1 / s.building) * (state["capability"] - goal)
    rest = clip(wanted * state["means"] / means, 0, 1)
    moved = rest + 2 ** (-1 / s.half_life) * (state["resolve"] - rest) + s.resolve_sd * state["normals"][1]
    return {"victory": PHI(gap), "motive": motive, "capability": means, "resolve": clip(moved, 0, 1)}


def test_supporters_are_those_of_the_page():
    for week in weeks():
        found, _, left, _ = week["diplomacy"]
        for actor in range(4, len(found["states"])):
            same(resolve(found, left, actor), left["states"][actor])
