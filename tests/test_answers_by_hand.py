"""One answer worked by hand: what each is worth, how probable it is, what it grants and which terms decided."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.answer_parameters import AnswerParameters
from agents.answers import answer_offer, best_rung, nested_logit, rung_terms
from agents.requests import OUT_OF_REACH
from agents.states import Prospect, Reply, State
from agents.vocabulary import SCOPES, TERMS, Answer, Condition, Scope, Term

P = AnswerParameters(similarity=1.0, credit=0.8)
"""Plain logit; credit counts for 0.8."""
KURSK = 1 << Condition.KURSK


def asked(p=P, scope=Scope.GENERAL, uniform=0.0, **changes):
    """An offer of ten weeks of truce to one who gains 0.01 a week by fighting and wants Kursk, worth 0.2.

    The other side accepts with probability 1/2, and so it does a rung; the standing at stake is 0.2.
    """
    state = State.new(momentum=0.01, line_value=0.001, disposition=0.03, ambiguity=1.0)
    prospect = Prospect.new(
        curvature=1.0, lock_in=30.0, blame=0.5, doubt=0.25, sincerity=0.64, kursk_km2=200.0
    )
    prospect.chance[Condition.KURSK] = 0.5
    for name, value in changes.items():
        setattr(prospect, name, value)
    reply = Reply.new(answer=9, scope=9, conditions=9, granted=9, met=9.0, worth=9.0, terms=[9.0] * TERMS)
    answer_offer(state, reply, prospect, scope, 0, 70.0, 0.5, 0.2, uniform, p)
    return reply


UTILITY = {
    Answer.IGNORED: -0.0625,  # the blame of a refusal, and a quarter of it for silence
    Answer.REJECT: -0.05,  # 0.2 x 0.5, if it is pivotal
    Answer.CONDITIONAL: 0.144725,  # 1/4 x (0.2 - 0.1), 1/2 x 0.03, and 0.2 of 0.8 x 0.6727 less 1/4 x 0.0582
    Answer.PARTIAL: 0.052981,  # a sector: 0.18 x 0.03, and 0.2 of 0.8 x 0.4243 less 1/4 x 0.4060
    Answer.ACCEPT: 0.1,  # - 1/2 x 0.1, 0.03, and 0.2 x 0.8 x 0.75 of one who is doubted
}
SHARES = np.exp(list(UTILITY.values())) / np.exp(list(UTILITY.values())).sum()
DECIDED = {
    Answer.IGNORED: {Term.BLAME: -0.0125},
    Answer.REJECT: {},
    Answer.CONDITIONAL: {
        Term.MOMENTUM: -0.025,
        Term.CREDIT: 0.107635,
        Term.BLAME: 0.047090,
        Term.PRICE: 0.05,
        Term.CHANCE: 0.015,
    },
    Answer.PARTIAL: {Term.CREDIT: 0.067882, Term.BLAME: 0.029698, Term.CHANCE: 0.0054},
    Answer.ACCEPT: {Term.MOMENTUM: -0.05, Term.CREDIT: 0.12, Term.BLAME: 0.05, Term.CHANCE: 0.03},
}


def within(answer):
    """A uniform that falls on this answer."""
    return float(SHARES[:answer].sum() + 0.5 * SHARES[answer])


def test_answers_are_as_probable_as_their_worth_makes_them():
    assert list(asked().probability) == pytest.approx(SHARES, abs=1e-6)


@pytest.mark.parametrize("answer", list(Answer))
def test_an_answer_says_what_it_grants_and_asks_and_nothing_of_other_answers(answer):
    reply = asked(uniform=within(answer))
    assert reply.answer == answer
    assert reply.scope == (Scope.SECTOR if answer == Answer.PARTIAL else Scope.GENERAL)
    found = (reply.conditions, reply.met, reply.granted)
    assert found == ((KURSK, 0.5, 0) if answer == Answer.CONDITIONAL else (0, 0.0, 0))


@pytest.mark.parametrize("answer", list(Answer))
def test_the_terms_of_an_answer_are_what_it_is_worth_over_a_refusal(answer):
    reply = asked(uniform=within(answer))
    expected = [DECIDED[answer].get(term, 0.0) for term in Term]
    assert list(reply.terms) == pytest.approx(expected, abs=1e-6)
    assert sum(expected) == pytest.approx(UTILITY[answer] + 0.05, abs=2e-6)


@pytest.mark.parametrize("answer", list(Answer))
def test_an_offer_is_worth_what_it_is_with_its_conditions_met_whatever_is_answered(answer):
    """1/2 x (0.2 - 0.1), 0.12 of credit, the taste of 0.03, and the blame of 0.05 that a refusal would bring."""
    assert asked(uniform=within(answer)).worth == pytest.approx(0.25)


def test_who_can_ask_for_nothing_gives_no_conditional_answer():
    reply = asked(kursk_km2=0.0)
    assert reply.probability[Answer.CONDITIONAL] == pytest.approx(0.0, abs=1e-300)
    assert reply.worth == pytest.approx(0.15)


def test_a_part_of_what_counts_for_nothing_is_no_matter_of_taste():
    reply = asked(dataclasses.replace(P, weight_sector=0.0), Scope.SECTOR, 0.6)
    assert (reply.answer, reply.scope) == (Answer.PARTIAL, Scope.SHORT)
    assert reply.terms[Term.CREDIT] == pytest.approx(0.2 * 0.8 * 0.2)
    assert reply.terms[Term.CHANCE] == 0.0


# The rung granted instead


RUNGS = AnswerParameters(
    weight_human=0.04,
    weight_short=0.16,
    weight_sector=0.36,
    forgiveness=1.0,
    short_days=7.0,
    rung_days=28.0,
    sector_ground=0.5,
)
"""Credits of 0.2, 0.4 and 0.6, for no week, a week and four half weeks of the front."""


def rung(momentum=0.1, scope=Scope.GENERAL, p=RUNGS, standing=(0,) * SCOPES):
    """The other side accepts half of the time; a refusal would cost half of a stake of 1."""
    state = State.new(momentum=momentum, disposition=0.1)
    prospect = Prospect.new(curvature=1.0, lock_in=30.0, blame=0.5, standing=list(standing))
    found, utility = best_rung(state, prospect, scope, 1.0, 0.5, p)
    return found, pytest.approx(utility)


@pytest.mark.parametrize(
    ("momentum", "best"),
    [
        (0.1, (Scope.SECTOR, 0.436)),  # 0.6 less 1/4 x 0.4, less half of 0.2; 0.036 of taste
        (0.55, (Scope.HUMAN, 0.004)),  # nothing of the front: 0.2 less 1/4 x 0.8
        (0.4, (Scope.SECTOR, 0.136)),
    ],
)
def test_the_rung_granted_is_that_of_most_credit_for_least_of_the_front(momentum, best):
    assert rung(momentum) == best


def test_a_short_truce_is_the_best_where_a_sector_costs_much_more_of_the_front():
    """0.4 less 1/4 x 0.6, less half of 0.1, and 0.016 of taste; a sector would cost half of 0.8."""
    assert rung(p=dataclasses.replace(RUNGS, rung_days=112.0)) == (Scope.SHORT, 0.216)


def test_a_rung_in_force_or_without_weight_is_not_to_be_granted():
    assert rung(standing=(0, 0, 1, 0, 0))[0] == Scope.SHORT
    assert rung(standing=(1, 1, 1, 0, 0)) == (-1, OUT_OF_REACH)
    bare = dataclasses.replace(RUNGS, weight_human=0.0, weight_short=0.0, weight_sector=0.0)
    assert rung(p=bare) == (-1, OUT_OF_REACH)


@pytest.mark.parametrize("scope", [Scope.HUMAN, Scope.FINAL])
def test_there_is_no_rung_below_an_exchange_nor_for_a_settlement(scope):
    assert rung(scope=scope) == (-1, OUT_OF_REACH)


def test_a_rung_below_what_counts_for_nothing_is_worth_its_credit_alone():
    p = dataclasses.replace(RUNGS, weight_sector=0.0)
    assert rung(0.0, Scope.SECTOR, p) == (Scope.SHORT, 0.4)


def test_a_rung_has_its_own_terms_and_an_exchange_none():
    state = State.new(momentum=0.1)
    prospect = Prospect.new(curvature=1.0, lock_in=30.0, strike_gain=0.01)
    assert rung_terms(state, prospect, Scope.HUMAN, RUNGS) == (0.0,) * 4
    assert rung_terms(state, prospect, Scope.SHORT, RUNGS) == pytest.approx((0.0, -0.1, 0.01, 0.0))
    assert rung_terms(state, prospect, Scope.SECTOR, RUNGS) == pytest.approx((0.0, -0.2, 0.04, 0.0))


# The nested logit


def mcfadden(refusal, soft, accept, noise, similarity):
    """Shares by McFadden's generating function: nest sums raised to the dissimilarity."""
    nests = [np.exp(np.array(nest) / (noise * similarity)) for nest in (refusal, soft, (accept,))]
    whole = sum(nest.sum() ** similarity for nest in nests)
    return np.concatenate([nest * nest.sum() ** (similarity - 1.0) / whole for nest in nests])


@pytest.mark.parametrize("noise", [0.5, 2.0])
@pytest.mark.parametrize("similarity", [1.0, 0.5, 0.2])
@pytest.mark.parametrize(
    ("refusal", "soft", "accept"),
    [((1.0, 0.0), (0.0, 2.0), 1.5), ((0.0, 1.0), (2.0, 0.0), 0.0), ((0.3, -0.3), (-1.0, -1.2), 1.0)],
)
def test_shares_are_those_of_the_generating_function(refusal, soft, accept, noise, similarity):
    share = [9.0] * 5
    nested_logit(share, refusal, soft, accept, noise, similarity)
    assert share == pytest.approx(mcfadden(refusal, soft, accept, noise, similarity))


@pytest.mark.parametrize("best", list(Answer))
def test_of_answers_thousands_of_noises_apart_the_best_is_given_for_certain(best):
    utility = [0.0, 0.0, 0.0, 0.0, 1.9]
    utility[best] = 2.0
    share = [9.0] * 5
    nested_logit(share, (utility[0], utility[1]), (utility[2], utility[3]), utility[4], 0.001, 0.5)
    assert share == pytest.approx([float(answer == best) for answer in Answer])
