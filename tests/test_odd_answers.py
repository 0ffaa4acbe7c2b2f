"""Answers to proposals of truces: the equations of docs/odd give the numbers of the code.

Each function is written from a page and from nothing else, is handed the ledger as a stage finds it, and must tell what
the stage leaves, week after week.
"""

from __future__ import annotations

import functools
import math
from statistics import NormalDist
from typing import Any, ClassVar

import numpy as np
import pytest

from agents.views import BelligerentAgent
from agents.vocabulary import Actor, Answer, Condition, Issue, Scope
from model.dilemma import DilemmaModel
from tests.pages import EXACT, P, kept, plus

PHI = NormalDist().cdf
LOCK = P.appraisal.lock_in


def worth(state: Any, package: np.ndarray) -> float:
    k, off = P.settlement.curvature, abs(package - state["ideal"])
    return 1 - float((state["salience"] * ((1 - k) * off + k * off**2)).sum())


# docs/odd/diplomacy.md


class Told(BelligerentAgent):
    """A belligerent whose answers are kept with the ledger as it found it."""

    told: ClassVar[list[tuple[int, Any, Any]]] = []

    def answer(self) -> None:
        before = kept(self.model)
        super().answer()
        offer = before["diplomacy"]["offer"]
        asked = offer["to_ukraine"] if self.index else offer["to_russia"]
        if offer["made"] and asked:
            Told.told.append(
                (self.index, before, self.model.world.ledger[0]["diplomacy"]["replies"][self.index].copy())
            )


@functools.cache
def answers() -> list[tuple[int, Any, Any]]:
    Told.told = []
    DilemmaModel(P.with_(horizon="2026-12-31"), rng=5, agents={"belligerent": Told}).run()
    return Told.told


def weight(scope: int) -> float:
    a = P.answers
    return (a.weight_human, a.weight_short, a.weight_sector, 1.0, a.weight_final)[scope]


def terms(state: Any, prospect: Any, scope: int, sector: int, days: float) -> float:
    """Worth of a truce that comes about, less relapse apart."""
    a, t = P.answers, days / 7
    if scope == Scope.HUMAN:
        return a.exchange_gain
    ground = a.sector_ground if scope == Scope.SECTOR else 1.0
    strikes = a.sea_strikes if scope == Scope.SECTOR and sector == 1 else 1.0
    rho, omega = prospect["permanence"][scope], state["office_value"]
    omega *= prospect["hawk_reaction"] - prospect["dove_reaction"]
    value = a.lasting * rho * ground * (state["frozen_value"] - state["war_value"])
    value -= a.momentum * (1 - rho) * ground * t * state["momentum"]
    shift = (1 - rho) * ground * state["power_shift"] * min(t / LOCK, 1)
    value += a.regroup * (strikes * (t + rho * LOCK) * prospect["strike_gain"] - shift)
    return value - omega * ground * (t + rho * LOCK)


def relapse(state: Any, prospect: Any, scope: int, stake: float) -> float:
    if scope != Scope.GENERAL:
        return 0.0
    lost = stake * P.answers.relapse * (P.answers.credit * (1 - prospect["doubt"]) + prospect["blame"])
    return (1 - prospect["permanence"][scope]) * min(lost, plus(state["war_value"] - state["frozen_value"]))


def odds(side: int, found: Any) -> list[float]:
    """Probability of each answer to a truce that asks for no conditions worth asking."""
    a, d = P.answers, found["diplomacy"]
    offer, state, prospect = d["offer"], found["states"][side], found["prospects"][side]
    scope, proposer = int(offer["scope"]), int(offer["proposer"])
    backing = 1.0 if proposer == Actor.UNITED_STATES else P.diplomacy.backing_belligerent
    if proposer >= Actor.EUROPEAN_UNION:
        backing = P.diplomacy.backing_europe
    stake, gamma = prospect["opening"] * backing, weight(scope) ** a.concavity
    accepts = state["accepts"] / (state["accepts"] + state["refuses"])
    r = (
        accepts[scope]
        if proposer > Actor.UKRAINE and (offer["to_ukraine"] if side == 0 else offer["to_russia"])
        else 1.0
    )
    trust = 1 - prospect["doubt"] if scope >= Scope.GENERAL else 1.0
    standing = lambda g: a.credit * g - prospect["blame"] * r * plus(gamma - a.forgiveness * g)  # noqa: E731
    b = terms(state, prospect, scope, offer["sector"], offer["days"]) - relapse(state, prospect, scope, stake)
    u = {Answer.ACCEPT: r * b + stake * a.credit * trust * gamma + state["disposition"]}
    u[Answer.REJECT] = -stake * prospect["blame"] * r * gamma
    u[Answer.IGNORED] = u[Answer.REJECT] * (1 + a.silence)
    rungs = [-1e30]
    for lower in range(scope):
        if not prospect["standing"][lower]:
            days = a.rung_days if lower == Scope.SECTOR else a.short_days
            value = terms(state, prospect, lower, 0, days) if lower != Scope.HUMAN else 0.0
            earned = (1 - prospect["spent"][scope]) * weight(lower) ** a.concavity
            taste = state["disposition"] * weight(lower) / weight(scope)
            rungs.append(accepts[lower] * value + stake * standing(earned) + taste)
    u[Answer.PARTIAL] = max(rungs)
    u[Answer.CONDITIONAL] = conditional(state, prospect, scope, b, r, stake, standing, gamma)
    noise, lam = a.noise * state["ambiguity"], a.similarity
    nests = ((Answer.IGNORED, Answer.REJECT), (Answer.CONDITIONAL, Answer.PARTIAL), (Answer.ACCEPT,))
    tops = [max(u[x] for x in nest) for nest in nests]
    inner = [
        [math.exp((u[x] - top) / (noise * lam)) for x in nest] for nest, top in zip(nests, tops, strict=True)
    ]
    values = [top / noise + lam * math.log(sum(odds)) for top, odds in zip(tops, inner, strict=True)]
    values[2] = tops[2] / noise
    mass = np.exp(np.array(values) - max(values))
    found_odds = [0.0] * 5
    for nest, w, share in zip(nests, mass / mass.sum(), inner, strict=True):
        for x, o in zip(nest, share, strict=True):
            found_odds[x] = float(w) * o / sum(share)
    return found_odds


def conditional(state, prospect, scope, b, r, stake, standing, gamma) -> float:
    """Utility of the best list of conditions, added one by one; worths are those that the side has written down."""
    a, hard = P.answers, P.answers.ease * P.answers.concavity
    taken = (1 - prospect["spent"][scope]) * (prospect["sincerity"] * weight(scope)) ** a.concavity
    chosen: set[int] = set()
    p, v, best = 1.0, 0.0, -1e30
    while True:
        found = None
        for c in range(len(Condition)):
            chance, gain = p * min(gamma, 1.0) * a.conditions * prospect["chance"][c], prospect["gain"][c]
            if c not in chosen and gain > 0 and chance > 0:
                u = chance * r * (b + v + gain) + stake * standing(taken * chance**hard)
                if u > best:
                    best, found = u, c
        if found is None:
            break
        chosen.add(found)
        p, v = p * min(gamma, 1.0) * a.conditions * prospect["chance"][found], v + prospect["gain"][found]
    if not chosen:
        return -1e30
    return p * (r * (b + v) + state["disposition"]) + stake * standing(taken * p**hard)


def test_answers_to_truces_are_those_of_the_page():
    told = 0
    for side, found, reply in answers():
        if found["diplomacy"]["offer"]["scope"] != Scope.FINAL:
            found["prospects"][side]["gain"] = gains(side, found)
            assert odds(side, found) == pytest.approx(reply["probability"].tolist(), rel=1e-6, abs=1e-9)
            told += 1
    assert told > 20


def gains(side: int, found: Any) -> list[float]:
    """Worth of each condition of a truce."""
    a, state, prospect, offer = (
        P.answers,
        found["states"][side],
        found["prospects"][side],
        found["diplomacy"]["offer"],
    )
    rho, frozen = prospect["permanence"][offer["scope"]], prospect["frozen"]
    held = rho + (1 - rho) * min(offer["days"] / 7 / LOCK, 1)

    def moved(issue: int, end: float) -> float:
        package = frozen.copy()
        package[issue] = end
        return worth(state, package) - worth(state, frozen)

    part = frozen[Issue.SANCTIONS_RELIEF] + a.relief_share * (1 - frozen[Issue.SANCTIONS_RELIEF])
    found_gains = {
        Condition.AID_STOP: held * state["drift_value"] * prospect["aid_drift"],
        Condition.NO_MOBILISATION: held * state["drift_value"] * prospect["mobilisation_drift"],
        Condition.MONITORING: (min(rho * (1 + a.monitoring_gain), 1) - rho)
        * (state["frozen_value"] - state["war_value"]),
        Condition.KURSK: state["line_value"] * prospect["kursk_km2"],
        Condition.RECOGNITION_OF_GAINS: rho * moved(Issue.RECOGNITION, 1.0),
        Condition.US_GUARANTEE: held * a.guarantee_cover * plus(state["power_shift"]),
        Condition.ROOT_CAUSES: rho * (moved(Issue.NATO_BAR, 1.0) + moved(Issue.LEADERSHIP, 1.0)),
        Condition.SANCTIONS_RELIEF: moved(Issue.SANCTIONS_RELIEF, part),
        Condition.SECURITY_GUARANTEE: rho * moved(Issue.GUARANTEE, 0.0),
    }
    return [found_gains[c] for c in Condition]


def agenda(found: Any, proposer: int, scope: int) -> float:
    """Worth of proposing a truce: 0 Russia, 1 Ukraine, 2 the mediator, 3 the Europeans."""
    p, d, slot = P.proposals, found["diplomacy"], proposer * len(Scope) + scope
    asked = d["asked"][scope]
    news = plus(1 - asked) * (1 - found["agenda"]["stale"][slot])
    costs = p.effort + p.rebuff * asked
    if proposer > 1:
        if proposer == 3:
            europeans = found["states"][Actor.EUROPEAN_UNION :]
            return p.europe_stake * europeans[np.argmax(europeans["aid"])]["resolve"] * news - costs
        america = found["states"][Actor.UNITED_STATES]
        both = america["accepts"][scope] / (america["accepts"][scope] + america["refuses"][scope])
        trusted = np.prod(1 - found["prospects"]["doubt"]) if scope == Scope.GENERAL else 1.0
        return p.mediator_stake * d["patience"] * weight(scope) * news * both * trusted - costs
    state, prospect = found["states"][proposer], found["prospects"][proposer]
    a = state["accepts"][scope] / (state["accepts"][scope] + state["refuses"][scope])
    trust = 1 - prospect["doubt"] if scope == Scope.GENERAL else 1.0
    earned = weight(scope) ** P.answers.concavity * news * trust
    standing = prospect["opening"] * earned * (p.initiative + p.onus * prospect["blame"] * (1 - a))
    first = {Scope.SHORT: p.days_short, Scope.SECTOR: p.days_sector, Scope.GENERAL: p.days_general}[scope]
    stopped = [terms(state, prospect, scope, 0, days) for days in (first, p.longer * first)]
    return a * (max(stopped) - relapse(state, prospect, scope, prospect["opening"])) + standing - costs


def test_the_agenda_is_that_of_the_page():
    told = 0
    for _, found, _ in answers()[1:]:
        put = found["diplomacy"]["offer"]
        for proposer in range(4):
            for scope in (Scope.SHORT, Scope.SECTOR, Scope.GENERAL):
                worth_of = found["agenda"]["worth"][proposer * len(Scope) + scope]
                ours = put["scope"] == scope and min(put["proposer"], 3) == proposer
                if worth_of > -1 and not ours:
                    assert agenda(found, proposer, scope) == pytest.approx(worth_of, rel=1e-9, abs=1e-12)
                    told += 1
    assert told > 100


def test_what_a_side_hides_is_that_of_the_page():
    d = P.diplomacy
    for _, found, _ in answers():
        for side, usual in enumerate((d.attachment_russia, d.attachment_ukraine)):
            state = found["states"][side]
            a, least = state["attachment"], state["war_value"] + plus(state["commitment_gap"])
            answered = 1.0  # the ruler of March 2025, who began the war
            by_aims = (1 - least) * answered * d.attachment_sd * usual / (1 + a) ** 2
            by_front = state["drift_value"] / (1 + a) * math.sqrt(state["belief_variance"])
            width = d.secrecy * math.sqrt(12) * math.hypot(by_aims, by_front)
            assert state["place"] * width == pytest.approx(state["hidden"], rel=EXACT)
            assert d.rent * state["hidden"] == pytest.approx(state["claim"], rel=EXACT)
            assert (1 + d.rent) * width == pytest.approx(state["span"], rel=EXACT)
