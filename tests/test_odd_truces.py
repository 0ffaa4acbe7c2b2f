"""Truces and the appraisal of war: the equations of docs/odd give the numbers of the code.

Each function is written from a page and from nothing else, is handed the ledger as a stage finds it, and must tell what
the stage leaves, week after week.
"""

from __future__ import annotations

import itertools
import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from agents.vocabulary import Actor, Condition, Issue, Scope
from tests.pages import EXACT, P, Y, plus, weeks

PHI = NormalDist().cdf
LOCK = P.appraisal.lock_in


# docs/odd/truces.md


def hazard(truce: Any, scope: int, c: Any) -> float:
    """Hazard of breakdown of a truce in its circumstances."""
    t = P.truce
    rate = {Scope.GENERAL: t.hazard_general, Scope.FINAL: t.hazard_final}.get(scope, t.hazard_limited)
    gain = max(c["temptation_russia"], c["temptation_ukraine"])
    agreed = scope == Scope.FINAL or truce["conditions"] >> Condition.MONITORING & 1
    sent = t.monitors if agreed or scope >= Scope.GENERAL else 0.0
    searched = sent * (t.access if agreed else 1.0) * t.reach / c["length_km"]
    seen = 1 - (1 - t.remote) * math.exp(-searched)
    apart = {Scope.GENERAL: t.separation_general, Scope.FINAL: t.separation_final}.get(scope, 0.0)
    exponent = t.effect_gap * (c["belief_gap"] - t.usual_gap) + t.effect_temptation * (
        gain - t.usual_temptation
    )
    exponent += t.effect_shift * abs(c["power_ratio"] - truce["power_at_signing"])
    exponent += t.effect_pressure * (truce["pressure_at_signing"] - t.usual_pressure)
    exponent -= t.effect_monitoring * (seen - t.usual_monitoring) + t.effect_separation * apart
    exponent -= t.effect_guarantee * (c["guarantee"] if scope >= Scope.GENERAL else 0.0)
    return rate * math.exp(exponent)


def survives(h: float, mu: float, x: float, days: float) -> float:
    """Probability that a truce does not break within some days, week by week from the last."""
    t, whole = P.truce, int(days / 7)
    omega, d = h * t.incident_weight, math.exp(-1 / t.memory)
    kick, f = t.branching * (1 - d), days / 7 - whole
    b = -f * math.expm1(-omega)
    a = h * f + mu * b
    for _ in range(whole):
        q = 1 - math.exp(-(omega + b * kick))
        a, b = a + h + mu * q, d * b + q
    return math.exp(-(a + b * x))


def test_truces_are_those_of_the_page():
    told = 0
    for week in weeks():
        found, _, left, _ = week["war"]
        for scope in range(len(Scope)):
            before, after = found["truces"][scope], left["truces"][scope]
            if not before["active"]:
                continue
            told += 1
            c = left["circumstances"]
            assert hazard(before, scope, c) == pytest.approx(after["hazard"], rel=EXACT)
            d = math.exp(-after["share"] / P.truce.memory)
            kick = P.truce.branching * (1 - math.exp(-1 / P.truce.memory))
            excited = d * before["excitation"] + kick * after["incidents"]
            assert excited == pytest.approx(after["excitation"], rel=EXACT, abs=EXACT)
            gone = before["exposure"] + after["hazard"] * (
                after["share"] + P.truce.incident_weight * after["incidents"]
            )
            assert gone == pytest.approx(after["exposure"], rel=EXACT)
            assert after["active"] or gone > before["threshold"] or after["days_left"] <= 0
    assert told > 20


def test_permanence_is_that_of_the_page():
    told = 0
    for week in weeks():
        found, _, left, _ = week["diplomacy"]
        for scope in (Scope.SECTOR, Scope.GENERAL):
            truce = found["truces"][scope]
            if truce["active"]:
                told += 1
                step = max(truce["term"], P.truce.extension)
                needed = math.ceil(plus(7 * LOCK - truce["days_left"]) / step)
                mu = truce["spontaneous_russia"] + truce["spontaneous_ukraine"]
                rho = truce["extends"] ** needed * survives(
                    truce["hazard"], mu, truce["excitation"], 7 * LOCK
                )
                assert rho == pytest.approx(left["prospects"][0]["permanence"][scope], rel=1e-3, abs=1e-6)
    assert told > 10


# docs/odd/beliefs.md


def stretch(pull: float, length: float, variance: float) -> tuple[float, float]:
    """Conductance and delay of a stretch; `pull` is the drift away from the river."""
    z = 2 * pull * length / variance
    k = abs(z) / -math.expm1(-abs(z)) * math.exp(min(z, 0.0)) if z else 1.0
    q = (k - 1) / z if z else 0.5
    return k / length, 2 * length * q / variance


def leaves(start: float, top: float, drift: float, variance: float) -> tuple[float, float]:
    """Probability to reach `top` before 0, and expected weeks."""
    theta = -2 * drift / variance
    if abs(theta) * top < 1e-5:
        return start / top, start * (top - start) / variance
    up = math.expm1(-abs(theta) * start) / math.expm1(-abs(theta) * top)
    if theta > 0:
        up *= math.exp(theta * (start - top))
    return up, (top * up - start) / drift


def crossing(
    down: float, up: float, river: float, drift: float, toll: float, sd: float
) -> tuple[float, float]:
    """Who reaches the objective first and when, with the river `river` below the upper barrier."""
    out, variance = 0.5826 * sd, sd * sd
    past = drift if drift <= 0 else plus(drift - toll)
    before, beyond = down + up - river + out, river + out
    if past == drift:
        return leaves(down + out, down + up + 2 * out, drift, variance)
    flow_back, delay_back = stretch(-drift, before, variance)
    flow_on, delay_on = stretch(past, beyond, variance)
    held = flow_on / (flow_back + flow_on)
    wait = (delay_back + delay_on) / (flow_back + flow_on)
    if up >= river:
        reached, first = leaves(down + out, before, drift, variance)
        return reached * held, first + reached * wait
    reached, first = leaves(river - up, beyond, past, variance)
    return reached + (1 - reached) * held, first + (1 - reached) * wait


def believed(
    mean: float, variance: float, down: float, up: float, river: float, toll: float
) -> tuple[float, float]:
    """Belief in a Russian victory and its hazard: each part of the belief by two nodes."""
    spread, sd = math.sqrt(variance), P.front.advance_sd / (1 - P.front.memory)
    edges = [-math.inf, 0.0, toll, math.inf] if river > 0 and toll > 0 else [-math.inf, 0.0, math.inf]
    chance = rate = 0.0
    for low, high in itertools.pairwise(edges):
        a, b = (low - mean) / spread, (high - mean) / spread
        weight = PHI(b) - PHI(a)
        if weight > 1e-7:
            pdf = [math.exp(-x * x / 2) / math.sqrt(2 * math.pi) if math.isfinite(x) else 0.0 for x in (a, b)]
            moment = [x * y if math.isfinite(x) else 0.0 for x, y in zip((a, b), pdf, strict=True)]
            shift = (pdf[0] - pdf[1]) / weight
            scatter = math.sqrt(1 + (moment[0] - moment[1]) / weight - shift * shift)
            for side in (1, -1):
                p, wait = crossing(down, up, river, mean + spread * (shift + side * scatter), toll, sd)
                chance += weight / 2 * p
                rate += weight / 2 / max(wait, 1.0)
    return chance, rate


def worth(state: Any, package: np.ndarray) -> float:
    k, off = P.settlement.curvature, abs(package - state["ideal"])
    return 1 - float((state["salience"] * ((1 - k) * off + k * off**2)).sum())


def fighting_on(left: Any, side: int, drift: float = 0.0, nearer: float = 0.0) -> tuple[float, float, float]:
    """Value of fighting on, belief in victory and end hazard, with the drift or the line moved."""
    a, front, state, prospect = P.appraisal, left["front"], left["states"][side], left["prospects"][side]
    toll, river = P.front.gain * P.front.river, P.front.beyond_river / P.front.objective_share
    up = front["objective_left_km2"] / P.front.objective_share
    down = front["occupied_km2"] - P.war.ukrainian_objective
    worn = a.exhaustion / Y * a.experience / (a.experience + front["fought"])
    mean = state["belief_mean"]
    ground = down
    if mean > 0:
        past = plus(mean - toll)
        ground = up + min(river, up) * (mean / past - 1) if past > 0 else 1e12
    variance = state["belief_variance"] + P.beliefs.wandering**2 / (
        3 * (worn + abs(mean) / min(ground, 1e12))
    )
    p, h = believed(mean + drift, variance, down, up, river, toll)
    if nearer:
        _, h = believed(mean, variance, down + nearer, up - nearer, river, toll)
    lasts = a.outlasting if side == Actor.RUSSIA else 1 - a.outlasting
    victory, end = (h * p + worn * lasts) / (h + worn), min(h + worn, 1.0)
    impatience = a.impatience_russia if side == Actor.RUSSIA else a.impatience_ukraine
    discount = math.exp(-impatience / Y)
    cost = (a.cost_russia if side == Actor.RUSSIA else a.cost_ukraine) * prospect["burden"]
    ideals = [worth(state, left["states"][other]["ideal"]) for other in (Actor.RUSSIA, Actor.UKRAINE)]
    held = prospect["frozen"].copy()
    for issue in (Issue.NATO_BAR, Issue.FOREIGN_TROOPS, Issue.GUARANTEE):
        held[issue] += a.denial * (1 - held[issue])
    expected, now = victory * ideals[0] + (1 - victory) * ideals[1], worth(state, held)
    value = now + (end * (expected - now) - cost) / (1 - discount * (1 - end))
    return max(value, min(ideals)), victory, end


def test_the_appraisal_of_war_is_that_of_the_page():
    for week in weeks():
        _, _, left, _ = week["beliefs"]
        for side in (0, 1):
            state, prospect = left["states"][side], left["prospects"][side]
            value, victory, end = fighting_on(left, side)
            assert victory == pytest.approx(state["victory"], abs=1e-6)
            assert end == pytest.approx(state["end_hazard"], rel=1e-5)
            assert value == pytest.approx(state["war_value"], abs=1e-6)
            shift = P.appraisal.foresight * prospect["drift_shift"]
            later = fighting_on(left, side, drift=shift)[0]
            assert value - later == pytest.approx(state["power_shift"], abs=1e-6)
            impatience = P.appraisal.impatience_ukraine if side else P.appraisal.impatience_russia
            frozen = worth(state, prospect["frozen"]) - math.exp(-impatience * LOCK / Y) * (value - later)
            assert frozen == pytest.approx(state["frozen_value"], abs=1e-6)
            closer = fighting_on(left, side, nearer=P.appraisal.probe_km2)[0]
            assert (closer - value) / P.appraisal.probe_km2 == pytest.approx(state["line_value"], abs=1e-8)
