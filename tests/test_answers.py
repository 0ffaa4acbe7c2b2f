"""Answers to a proposal: the boundaries against the closed form, quantal response against its axioms."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agents.answer_parameters import AnswerParameters
from agents.answers import answer_boundaries, answer_offer, nested_logit, pick
from agents.stakes import credit
from agents.states import Prospect, Reply, State, acceptance
from agents.vocabulary import Answer, Scope
from tests.belligerents import ANSWERS_GROUP, BACKING, R, U, side

# The limit of theory: straight boundaries


LIMIT = dataclasses.replace(
    ANSWERS_GROUP, weight_human=0.0, weight_short=0.0, weight_sector=0.36, sector_ground=0.4, forgiveness=4.0
)
"""Sector as the only lower rung, at a credit of 0.6 and at 0.4 of the cost on the ground."""


def answer_at(momentum: float, opening: float, penalty: float, p: AnswerParameters) -> Answer:
    """Answer of the weekly rule with momentum and the American opening alone."""
    state = State.new(momentum=momentum, ambiguity=0.0)
    state.accepts[Scope.GENERAL] = state.accepts[Scope.SECTOR] = 1.0
    prospect = Prospect.new(opening=opening, blame=penalty, curvature=1.0, lock_in=30.0)
    reply = Reply.new()
    answer_offer(state, reply, prospect, Scope.GENERAL, 0, 30.0, 1.0, opening, 0.5, p)
    return Answer(reply.answer)


@pytest.mark.parametrize("penalty", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("ground", [0.4, 0.9])
def test_weekly_rule_has_the_boundaries_of_the_closed_form(penalty, ground):
    """With credit concave (cost 0.4 of the whole) partial has a region, with costs of 0.9 it may have none."""
    p = dataclasses.replace(LIMIT, sector_ground=ground)
    weeks = 30.0 / 7.0
    for opening in (0.01, 0.03, 0.06):
        accept, partial = answer_boundaries(
            opening, credit(Scope.SECTOR, p), 1.0, penalty, ground * weeks, weeks
        )
        for share in (0.01, 0.3, 0.7, 0.99, 1.01, 1.5, 3.0):
            for edge in (accept, partial):
                momentum = share * edge
                expected = (
                    Answer.ACCEPT
                    if momentum < accept
                    else Answer.PARTIAL
                    if momentum < partial
                    else Answer.REJECT
                )
                found = answer_at(momentum, opening, penalty, p)
                assert found == expected or (expected == Answer.REJECT and found < Answer.PARTIAL)


@given(
    st.floats(0.01, 1.0),
    st.floats(0.05, 0.9),
    st.floats(0.0, 1.0),
    st.floats(0.05, 0.95),
)
def test_partial_has_a_region_iff_credit_is_concave_enough(opening, part, penalty, cost):
    accept, partial = answer_boundaries(opening, part, 1.0, penalty, cost, 1.0)
    slopes = (1.0 - part) / (1.0 - cost), (part + penalty) / cost
    assume(abs(slopes[0] - slopes[1]) > 1e-9)
    concave = slopes[0] < slopes[1]
    assert (accept < partial) == concave
    if not concave:
        assert accept == partial == pytest.approx(opening * (1.0 + penalty))


@pytest.mark.parametrize(
    "bad",
    [
        (-1.0, 0.5, 1.0, 0.5, 0.4, 1.0),
        (0.1, 0.5, 1.0, math.nan, 0.4, 1.0),
        (0.1, 0.5, 1.0, 0.5, 0.0, 1.0),
        (0.1, 0.5, 1.0, 0.5, 1.0, 1.0),
        (0.1, 1.5, 1.0, 0.5, 0.4, 1.0),
    ],
)
def test_boundaries_refuse_bad_input(bad):
    with pytest.raises(ValueError, match=r"found"):
        answer_boundaries(*bad)


# Quantal response


UTILITY = st.floats(-0.1, 0.1)


@given(UTILITY, UTILITY, UTILITY, UTILITY, UTILITY, st.floats(1e-4, 0.05), st.floats(0.1, 1.0))
def test_probabilities_sum_to_one(ignored, reject, conditional, partial, accept, noise, similarity):
    share = [0.0] * 5
    nested_logit(share, (ignored, reject), (conditional, partial), accept, noise, similarity)
    assert sum(share) == pytest.approx(1.0)
    assert min(share) >= 0.0


@given(UTILITY, UTILITY, UTILITY)
def test_duplicates_gain_no_mass_where_they_are_one(refusal, soft, accept):
    """Two soft answers of one worth, with dissimilarity near 0, count as one; as plain logit they count twice."""
    one, two = [0.0] * 5, [0.0] * 5
    nested_logit(one, (refusal, -1e30), (soft, -1e30), accept, 0.02, 0.01)
    nested_logit(two, (refusal, -1e30), (soft, soft), accept, 0.02, 0.01)
    assert two[2] + two[3] == pytest.approx(one[2] + one[3], abs=0.01)
    nested_logit(two, (refusal, -1e30), (soft, soft), accept, 0.02, 1.0)
    odds = (two[2] + two[3]) / two[4]
    assert odds == pytest.approx(2.0 * math.exp((soft - accept) / 0.02), rel=1e-6)


def test_a_higher_uniform_never_hardens_the_answer():
    share = [0.1, 0.2, 0.3, 0.15, 0.25]
    picked = [pick(share, u / 1000.0) for u in range(1000)]
    assert picked == sorted(picked)
    assert [picked.count(a) for a in range(5)] == pytest.approx([100, 200, 300, 150, 250], abs=1)


@pytest.mark.parametrize("actor", [R, U])
@pytest.mark.parametrize("scope", [Scope.SHORT, Scope.SECTOR, Scope.GENERAL])
@pytest.mark.parametrize("by", ["mediator", "rival"])
def test_terms_are_what_decides(actor, scope, by):
    """In plain logit the log odds against reject are the sum of the recorded terms over the noise."""
    p = dataclasses.replace(ANSWERS_GROUP, similarity=1.0)
    state, prospect = side(actor)
    state.disposition = 0.002
    reply = Reply.new()
    seen = set()
    for step in range(400):
        uniform = step / 400.0
        pivot = 1.0 if by == "rival" else acceptance(state, scope)
        stake = prospect.opening * BACKING[by]
        answer_offer(state, reply, prospect, scope, 0, 30.0, pivot, stake, uniform, p)
        odds = math.log(reply.probability[reply.answer] / reply.probability[Answer.REJECT])
        assert sum(reply.terms) == pytest.approx(odds * state.ambiguity, abs=1e-12)
        seen.add(reply.answer)
    assert len(seen) >= 3
