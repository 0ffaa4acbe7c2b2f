"""Answers at the table and whole weeks of it: same in both engines, within their ranges, and like the spring of 2025."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from agents.answer_parameters import AnswerParameters
from agents.appraisal import AppraisalParameters, appraise
from agents.rules import rule
from agents.supporters import SupporterParameters, give_aid, move_resolve
from agents.vocabulary import SCOPES, STATES, Actor, Answer, Happening, Scope
from model.consequences import conclude
from model.diplomacy import draft_package, hear_answer, inform, take_stock
from model.floor import ProposalParameters
from model.mediation import change_office, mediate
from model.proposals import propose
from tests.engines import both
from tests.ranges import anywhere
from tests.table import (
    ANSWER,
    CONDITION,
    DIPLOMACY,
    FROZEN,
    LEARNING,
    MEDIATOR,
    SETTLEMENT,
    R,
    Table,
    U,
    ask,
    proposing,
    put,
    table,
)

US = int(Actor.UNITED_STATES)
PROPOSAL = ProposalParameters()
SUPPORT = SupporterParameters()


# Answers at the table


def test_a_proposer_accepts_its_own_and_is_not_asked():
    made = table()
    put(made, R, Scope.SHORT, to_russia=False)
    ask(made, 0.0)
    assert made.diplomacy.replies[R].answer == Answer.ACCEPT
    assert made.diplomacy.replies[U].answer == Answer.IGNORED
    events = [made.log.events[k] for k in range(made.log.count)]
    assert [(e.kind, e.actor, e.detail) for e in events] == [(Happening.REPLY, U, Answer.IGNORED)]


def test_replies_are_told_with_their_terms():
    made = table()
    put(made, US, Scope.GENERAL)
    ask(made, 0.5)
    for k, side in enumerate((R, U)):
        event, reply = made.log.events[k], made.diplomacy.replies[side]
        assert (event.actor, event.target, event.detail) == (side, US, reply.answer)
        assert event.conditions == reply.conditions
        assert event.value == reply.probability[reply.answer]
        assert list(event.terms) == list(reply.terms)


def test_a_demand_is_the_package_of_a_belligerents_settlement():
    made = table()
    put(made, R, Scope.FINAL, to_russia=False)
    draft_package(made.diplomacy, made.states, made.prospects, 0.998, 0.998, SETTLEMENT)
    assert list(made.diplomacy.offer.package) == list(made.states[R].demand)
    assert made.prospects[U].at_offer < made.states[U].war_value
    ask(made, 0.3)
    assert made.diplomacy.replies[U].answer in (Answer.IGNORED, Answer.REJECT)


@pytest.mark.parametrize(("choice", "expected"), [(1, Answer.ACCEPT), (2, Answer.REJECT)])
def test_counterfactual_answers(choice, expected):
    """As the engines hold it, a choice is its index; the rule's own probabilities stay."""
    made = table()
    put(made, US, Scope.GENERAL)
    values = {f.name: getattr(ANSWER, f.name) for f in dataclasses.fields(ANSWER)}
    values |= {"russia_answers": choice, "ukraine_answers": 0}
    ask(made, 0.5)
    before = list(made.diplomacy.replies[R].probability)
    ask(made, 0.5, AnswerParameters(**values))
    assert made.diplomacy.replies[R].answer == expected
    assert list(made.diplomacy.replies[R].probability) == before
    assert made.diplomacy.replies[U].answer == Answer.ACCEPT


# A week, and a spring


@rule
def week(
    diplomacy,
    states,
    prospects,
    truces,
    front,
    regime,
    agenda,
    log,
    learning,
    answer,
    condition,
    table_,
    mediator,
    proposal,
    support,
    frozen,
    settlement,
):
    """A week of the table, in order; the draft of a settlement has its own test."""
    take_stock(prospects, states, front, diplomacy, frozen, settlement)
    mediate(diplomacy, states, log, table_, mediator)
    inform(prospects, diplomacy, states, regime, truces, mediator, condition)
    propose(agenda, states, prospects, truces, front, diplomacy, log, settlement.curvature, answer, proposal)
    for side in (0, 1):
        hear_answer(diplomacy, states, prospects, log, side, answer, table_)
    result = conclude(diplomacy, states, prospects, answer, table_, mediator, learning, condition)
    for actor in range(STATES):
        move_resolve(states[actor], 0.0, 1.0, support)
    give_aid(states, diplomacy.us_aid, support)
    change_office(2, diplomacy, states, log, table_, mediator, support)
    return result[0]


GROUPS = (LEARNING, ANSWER, CONDITION, DIPLOMACY, MEDIATOR, PROPOSAL, SUPPORT, FROZEN, SETTLEMENT)


def draw(made: Table, rng: np.random.Generator) -> None:
    for k in range(10):
        made.diplomacy.uniforms[k] = float(rng.random())
    for k in range(3):
        made.diplomacy.normals[k] = float(rng.standard_normal())
    for state in made.states:
        for k in range(2):
            state.normals[k] = float(rng.standard_normal())


def test_both_engines_agree_on_a_week():
    made_any = 0
    for seed in range(24):
        rng = np.random.default_rng(seed)
        made = table()
        made.log.week = seed
        draw(made, rng)
        made.diplomacy.settlement_chance = max(float(rng.normal(0.0, 0.3)), 0.0)
        made.diplomacy.pressure = float(rng.uniform(-1.0, 1.0))
        made.front.momentum_km2 = float(rng.normal(300.0, 200.0))
        made.states[R].war_value = float(rng.uniform(0.3, 0.9))
        made.truces[Scope.SECTOR].active = bool(rng.random() < 0.5)
        both(week, *made.records(), *GROUPS)
        made_any += made.diplomacy.proposals
    assert made_any >= 12


def test_nothing_leaves_its_range_wherever_the_parameters_lie():
    rng = np.random.default_rng(11)
    for number in range(300):
        if number % 30 == 0:
            made = table()
        made.log.week = number
        draw(made, rng)
        groups = [anywhere(type(group), rng) for group in GROUPS]
        for side in (R, U):
            made.states[side].belief_mean = float(rng.normal(0.0, 150.0))
            made.states[side].ambiguity = groups[3].ambiguity_russia
            distance = float(rng.choice([0.0, 28000.0]))
            appraisal = anywhere(AppraisalParameters, rng)
            appraise(made.states[side], made.prospects[side], side, 82.0, distance, 70000.0, appraisal)
        week(*made.records(), *groups)
        d = made.diplomacy
        for reply in d.replies:
            assert all(math.isfinite(x) for x in (*reply.terms, *reply.probability))
            assert all(0.0 <= x <= 1.0 for x in reply.probability)
        shares = (d.patience, d.blame_russia, d.us_aid, d.sanctions_relief, *(s.resolve for s in made.states))
        assert all(0.0 <= x <= 1.0 for x in shares)
        assert all(-1.0 <= x <= 1.0 for x in (d.pressure, d.us_russia, d.bias))
        assert d.opening >= 0.0
    assert not made.log.overflow


def test_a_spring_looks_like_spring():
    """Over 27 weeks: about a proposal a week, general ceasefires hardly ever, lower rungs often, talk goes on."""
    weeks, runs = 27, 30
    proposals, asked, accepted, concluded, switches = 0, 0, 0, np.zeros(SCOPES), 0
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        made = table()
        for number in range(weeks):
            made.log.week = number
            draw(made, rng)
            made.states[US].normals[1] = 0.0
            mediate(made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR)
            inform(made.prospects, made.diplomacy, made.states, made.regime, made.truces, MEDIATOR, CONDITION)
            propose(*proposing(made), PROPOSAL)
            for side in (R, U):
                hear_answer(made.diplomacy, made.states, made.prospects, made.log, side, ANSWER, DIPLOMACY)
            offer = made.diplomacy.offer
            if offer.made and offer.to_russia and offer.scope == Scope.GENERAL:
                asked += 1
                accepted += made.diplomacy.replies[R].answer == Answer.ACCEPT
            scope, russia, ukraine = conclude(
                made.diplomacy, made.states, made.prospects, ANSWER, DIPLOMACY, MEDIATOR, LEARNING, CONDITION
            )
            if russia and ukraine:
                concluded[scope] += 1
        proposals += made.diplomacy.proposals
        kinds = [made.log.events[k].kind for k in range(made.log.count)]
        switches += kinds.count(Happening.PRESSURE_SWITCH)
    assert 0.6 < proposals / (runs * weeks) <= 1.0
    assert accepted / asked < 0.08
    assert concluded[Scope.GENERAL] / runs < 0.5
    assert concluded[: Scope.GENERAL].sum() / runs > 2.0
    assert 4.0 < weeks * runs / switches < 8.0
