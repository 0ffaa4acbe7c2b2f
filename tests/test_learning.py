"""Learning how others answer: the beta-binomial posterior as a limit, forgetting, and who learns from what."""

from __future__ import annotations

import dataclasses

import pytest

from agents.states import State, acceptance
from agents.vocabulary import SCOPES, Actor, Answer, Condition, Scope
from model.conditions import weigh_conditions
from model.consequences import conclude
from model.learning import first_belief, forget, learn_answer, learn_outcome
from tests.table import ANSWER, CONDITION, DIPLOMACY, LEARNING, MEDIATOR, R, answered, put, table

US = int(Actor.UNITED_STATES)
A, C = Answer.ACCEPT, Answer.CONDITIONAL


def test_without_forgetting_it_is_the_beta_binomial_posterior():
    made = table()
    slow = dataclasses.replace(LEARNING, memory=1e12)
    prior = acceptance(made.states[R], Scope.SECTOR)
    for answer in (Answer.ACCEPT, Answer.REJECT, Answer.ACCEPT, Answer.ACCEPT):
        forget(made.states, slow)
        learn_answer(made.states[R], answer, Scope.SECTOR, Scope.SECTOR)
    strength = LEARNING.prior_strength
    assert acceptance(made.states[R], Scope.SECTOR) == pytest.approx((prior * strength + 3) / (strength + 4))


def test_what_was_learned_fades_to_the_first_belief():
    made = table()
    for _ in range(10):
        learn_outcome(made.states[US], Scope.GENERAL, -1)
    first = first_belief(US, Scope.GENERAL, LEARNING)
    sunk = acceptance(made.states[US], Scope.GENERAL)
    assert sunk < 0.5 * first
    for _ in range(int(LEARNING.memory)):
        forget(made.states, LEARNING)
    counts = made.states[US].refuses[Scope.GENERAL] - LEARNING.prior_strength * (1.0 - first)
    assert counts == pytest.approx(5.0)
    for _ in range(5000):
        forget(made.states, LEARNING)
    assert acceptance(made.states[US], Scope.GENERAL) == pytest.approx(first)


def test_a_partial_answer_teaches_two_things():
    state = State.new(accepts=[1.0] * SCOPES, refuses=[1.0] * SCOPES)
    learn_answer(state, Answer.PARTIAL, Scope.GENERAL, Scope.SECTOR)
    assert acceptance(state, Scope.GENERAL) < 0.5 < acceptance(state, Scope.SECTOR)


def test_sincerity_is_learned_from_conditions_that_were_met():
    made = table()
    put(made, US, Scope.GENERAL)
    before = made.diplomacy.sincere
    answered(made, C, A, met=1.0)
    assert made.diplomacy.sincere == before + 1.0
    assert made.diplomacy.replies[R].granted == 1 << Condition.SANCTIONS_RELIEF
    made = table()
    put(made, US, Scope.GENERAL)
    for reply in made.diplomacy.replies:
        reply.answer, reply.scope, reply.met, reply.worth = C, Scope.GENERAL, 1.0, -1.0
    result = conclude(
        made.diplomacy, made.states, made.prospects, ANSWER, DIPLOMACY, MEDIATOR, LEARNING, CONDITION
    )
    assert result[0] == -1
    assert made.diplomacy.insincere == CONDITION.insincere + 1.0
    weigh_conditions(made.prospects[R], made.diplomacy, R, CONDITION)
    assert made.prospects[R].sincerity < CONDITION.sincere / (CONDITION.sincere + CONDITION.insincere)
