"""Conditions asked for a truce: which are chosen, what they are worth, and how soft answers wear out."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.answers import answer_offer
from agents.requests import choose_conditions, condition_value
from agents.stakes import blame, conditional_credit, renew_credit, spend_credit, truce_terms
from agents.states import Reply
from agents.vocabulary import CONDITIONS, Answer, Condition, Scope, Term
from tests.belligerents import ANSWERS_GROUP, R, U, probabilities, side


def test_conditions_are_those_that_help_who_asks():
    """Aid stop, Kursk, recognition, root causes, relief help Russia alone; guarantees for Ukraine, Ukraine alone."""
    gains = {}
    for actor in (R, U):
        state, prospect = side(actor)
        gains[actor] = [
            condition_value(state, prospect, c, Scope.GENERAL, 30.0, ANSWERS_GROUP) for c in range(CONDITIONS)
        ]
    for condition in (
        Condition.AID_STOP,
        Condition.KURSK,
        Condition.RECOGNITION_OF_GAINS,
        Condition.ROOT_CAUSES,
        Condition.NO_MOBILISATION,
        Condition.SANCTIONS_RELIEF,
    ):
        assert gains[R][condition] > 0.0 >= gains[U][condition], condition
    for condition in (Condition.SECURITY_GUARANTEE, Condition.MONITORING):
        assert gains[U][condition] > 0.0 >= gains[R][condition], condition


def test_kursk_condition_lifts_when_the_pocket_is_gone():
    state, prospect = side(R)
    prospect.kursk_km2 = 0.0
    assert condition_value(state, prospect, Condition.KURSK, Scope.GENERAL, 30.0, ANSWERS_GROUP) == 0.0


def test_an_aid_stop_is_worth_more_the_longer_power_shifts():
    values = []
    for drift in (10.0, 40.0, 80.0):
        state, prospect = side(R)
        prospect.aid_drift = drift
        values.append(
            condition_value(state, prospect, Condition.AID_STOP, Scope.GENERAL, 30.0, ANSWERS_GROUP)
        )
    assert values == sorted(values)


@pytest.mark.parametrize("stake", [0.0, 0.01])
def test_greedy_choice_is_the_best_single_condition_or_better(stake):
    state, prospect = side(R, stick=0.1)
    p = ANSWERS_GROUP
    for c in range(CONDITIONS):
        prospect.gain[c] = condition_value(state, prospect, c, Scope.GENERAL, 30.0, p)
    worth = sum(truce_terms(state, prospect, Scope.GENERAL, 0, 30.0, p))
    bits, met, price = choose_conditions(prospect, Scope.GENERAL, worth, stake, 0.85, p)

    def value(chance, gain):
        earned = conditional_credit(Scope.GENERAL, chance, prospect, p)
        return chance * 0.85 * (worth + gain) + stake * (earned - blame(1.0, earned, 0.85, prospect, p))

    singles = [value(prospect.chance[c], prospect.gain[c]) for c in range(CONDITIONS) if prospect.gain[c] > 0]
    assert bits > 0
    assert met == pytest.approx(np.prod([prospect.chance[c] for c in range(CONDITIONS) if bits >> c & 1]))
    assert price == pytest.approx(sum(prospect.gain[c] for c in range(CONDITIONS) if bits >> c & 1))
    assert value(met, price) >= max(singles) - 1e-15


def test_sure_conditions_of_a_worthless_offer_all_help():
    """Where all are sure to be met, every condition that helps is asked."""
    _, prospect = side(R)
    for c in range(CONDITIONS):
        prospect.chance[c] = 1.0
        prospect.gain[c] = 0.01 if c % 2 else -0.01
    bits, met, price = choose_conditions(prospect, Scope.GENERAL, -0.5, 0.0, 1.0, ANSWERS_GROUP)
    assert bits == 0b010101010
    assert met == 1.0
    assert price == pytest.approx(0.04)


def test_a_sector_deal_carries_a_price():
    """If Russia answers a sector deal with conditions, relief from sanctions is what it asks."""
    state, prospect = side(R)
    reply = Reply.new()
    for step in range(200):
        answer_offer(state, reply, prospect, Scope.SECTOR, 1, 30.0, 0.8, 0.009, step / 200.0, ANSWERS_GROUP)
        if reply.answer == Answer.CONDITIONAL:
            break
    assert reply.conditions == 1 << Condition.SANCTIONS_RELIEF
    assert reply.terms[Term.PRICE] > 0.0


def test_soft_answers_wear_out_and_renew():
    """Each soft answer on a rung uses up a share of what credit is left for it; time gives it back."""
    state, prospect = side(R)
    fresh = probabilities(state, prospect, Scope.GENERAL)
    for scope in (Scope.SECTOR, Scope.GENERAL):
        for _ in range(4):
            spend_credit(prospect, scope, ANSWERS_GROUP)
        assert prospect.spent[scope] == pytest.approx(1.0 - (1.0 - ANSWERS_GROUP.repetition) ** 4)
    worn = probabilities(state, prospect, Scope.GENERAL)
    soft = (Answer.PARTIAL, Answer.CONDITIONAL)
    assert sum(worn[a] for a in soft) < sum(fresh[a] for a in soft)
    assert worn[Answer.REJECT] > fresh[Answer.REJECT]
    for _ in range(20 * int(ANSWERS_GROUP.renewal)):
        renew_credit(prospect, ANSWERS_GROUP)
    assert max(prospect.spent) < 1e-6
    assert probabilities(state, prospect, Scope.GENERAL) == pytest.approx(fresh, abs=1e-6)


def test_without_wear_every_soft_answer_earns_as_the_first():
    state, prospect = side(R)
    constant = dataclasses.replace(ANSWERS_GROUP, repetition=0.0)
    before = probabilities(state, prospect, Scope.GENERAL, p=constant)
    for _ in range(9):
        spend_credit(prospect, Scope.SECTOR, constant)
    assert probabilities(state, prospect, Scope.GENERAL, p=constant) == before


def test_conditions_can_be_put_on_little_too():
    state, prospect = side(R)
    assert 0.0 < probabilities(state, prospect, Scope.HUMAN)[Answer.CONDITIONAL] < 0.5


def test_a_lower_rung_in_force_cannot_be_granted_again():
    state, prospect = side(R)
    for scope in (Scope.HUMAN, Scope.SHORT, Scope.SECTOR):
        prospect.standing[scope] = 1
    assert probabilities(state, prospect, Scope.GENERAL)[Answer.PARTIAL] < 1e-12
