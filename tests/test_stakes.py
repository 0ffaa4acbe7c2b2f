"""What is at stake in an answer, and the answers at the baseline against those of the record."""

from __future__ import annotations

import pytest

from agents.stakes import blame, conditional_credit, credit, relapse_cost, truce_terms
from agents.valuation import utility
from agents.vocabulary import ISSUES, Answer, Scope
from tests.belligerents import ANSWERS_GROUP, R, U, probabilities, side, states_of_march


@pytest.mark.parametrize("advance", [30.0, 50.0, 83.0, 120.0])
def test_russia_hardly_ever_accepts_a_general_ceasefire(advance):
    """At high and at low momentum; it answers softly rather than with a plain no to the mediator."""
    state, prospect = side(R, advance)
    share = probabilities(state, prospect, Scope.GENERAL)
    assert share[Answer.ACCEPT] < 0.1
    assert share[Answer.CONDITIONAL] + share[Answer.PARTIAL] > 0.5
    assert probabilities(state, prospect, Scope.GENERAL, "europe")[Answer.REJECT] > share[Answer.REJECT]


ROWS = [
    # who, what, by whom, days, answers, at least
    (R, Scope.HUMAN, "mediator", 7.0, {Answer.ACCEPT}, 0.5),
    (R, Scope.SHORT, "mediator", 1.5, {Answer.ACCEPT}, 0.25),
    (R, Scope.SECTOR, "mediator", 30.0, {Answer.ACCEPT}, 0.25),
    (R, Scope.SECTOR, "mediator", 30.0, {Answer.PARTIAL, Answer.CONDITIONAL}, 0.25),
    (R, Scope.GENERAL, "rival", 30.0, {Answer.REJECT, Answer.IGNORED}, 0.3),
    (U, Scope.GENERAL, "mediator", 30.0, {Answer.ACCEPT}, 0.9),
    (U, Scope.GENERAL, "europe", 30.0, {Answer.ACCEPT}, 0.6),
    (U, Scope.SECTOR, "mediator", 30.0, {Answer.ACCEPT}, 0.7),
    (U, Scope.HUMAN, "rival", 7.0, {Answer.ACCEPT}, 0.4),
    (U, Scope.SHORT, "rival", 1.5, {Answer.REJECT, Answer.IGNORED, Answer.CONDITIONAL, Answer.PARTIAL}, 0.5),
]


@pytest.mark.parametrize(("who", "what", "by", "days", "answers", "least"), ROWS)
def test_answers_in_rows(who, what, by, days, answers, least):
    state, prospect = side(who)
    share = probabilities(state, prospect, what, by, days)
    assert sum(share[a] for a in answers) >= least, share


@pytest.mark.parametrize(("who", "author"), [(U, R), (R, U)])
def test_one_sided_settlements_are_refused(who, author):
    state, prospect = side(who)
    demand = states_of_march()[author].ideal
    prospect.at_offer = utility(state, demand)
    for issue in range(ISSUES):
        prospect.offered[issue] = demand[issue]
    share = probabilities(state, prospect, Scope.FINAL, "rival", 0.0)
    assert share[Answer.ACCEPT] < 0.01
    assert share[Answer.PARTIAL] < 1e-9
    assert share[Answer.REJECT] + share[Answer.IGNORED] > 0.5


def test_refusal_comes_from_the_terms():
    """Ablation: a Russia with nothing to lose by a truce that sticks accepts; no constant holds it back."""
    state, prospect = side(R)
    before = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    state.war_value = state.frozen_value = prospect.at_line
    state.momentum = state.power_shift = prospect.hawk_reaction = 0.0
    after = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    assert before < 0.1 < 0.6 < after


def test_what_refusal_protects_is_the_chance_that_a_truce_sticks():
    accepted = [probabilities(*side(R, stick=s), Scope.GENERAL)[Answer.ACCEPT] for s in (0.0, 0.03, 0.1, 0.3)]
    assert accepted == sorted(accepted, reverse=True)
    assert accepted[0] > 5.0 * accepted[2]
    state, prospect = side(R, stick=0.1)
    assert truce_terms(state, prospect, Scope.GENERAL, 0, 30.0, ANSWERS_GROUP)[0] < -0.02


def test_refusal_costs_more_the_more_is_at_stake():
    shares = []
    for opening in (0.002, 0.006, 0.012, 0.03):
        state, prospect = side(R)
        prospect.opening = opening
        shares.append(probabilities(state, prospect, Scope.GENERAL)[Answer.REJECT])
    assert shares == sorted(shares, reverse=True)


def test_hawks_at_home_raise_the_price_of_stopping():
    state, prospect = side(R)
    before = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    prospect.hawk_reaction = 0.003
    assert probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT] < before
    prospect.hawk_reaction, prospect.dove_reaction = 0.0, 0.003
    assert probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT] > before


def test_most_of_the_variance_is_between_office_holders():
    """A dove of two standard deviations accepts far more often than a hawk does."""
    state, prospect = side(R)
    share = {}
    for taste in (-0.006, 0.006):
        state.disposition = taste
        share[taste] = probabilities(state, prospect, Scope.GENERAL)[Answer.ACCEPT]
    assert share[0.006] > 8.0 * share[-0.006]


def test_only_the_pivotal_side_is_blamed():
    _, prospect = side(R)
    full = blame(1.0, 0.0, 1.0, prospect, ANSWERS_GROUP)
    assert full == prospect.blame
    assert blame(1.0, 0.0, 0.0, prospect, ANSWERS_GROUP) == 0.0
    assert blame(1.0, 1.0, 1.0, prospect, ANSWERS_GROUP) == 0.0
    assert 0.0 < blame(1.0, credit(Scope.SECTOR, ANSWERS_GROUP), 1.0, prospect, ANSWERS_GROUP) < full


def test_credit_is_concave_and_scaled_by_sincerity():
    p = ANSWERS_GROUP
    parts = [credit(s, p) for s in Scope]
    assert parts == sorted(parts)
    assert credit(Scope.SECTOR, p) > p.weight_sector * credit(Scope.GENERAL, p)
    _, prospect = side(R)
    prospect.sincerity = 0.8
    trusted = conditional_credit(Scope.GENERAL, 0.2, prospect, p)
    prospect.sincerity = 0.1
    assert conditional_credit(Scope.GENERAL, 0.2, prospect, p) < trusted < 1.0


def test_who_goes_back_to_war_pays_at_most_what_war_is_worth():
    state, prospect = side(R)
    p = ANSWERS_GROUP
    stick = prospect.permanence[Scope.GENERAL]
    lost = 0.01 * p.relapse * (1.0 + prospect.blame)
    assert relapse_cost(state, prospect, Scope.GENERAL, 0.01, p) == pytest.approx((1.0 - stick) * lost)
    state.frozen_value = state.war_value - 1e-4
    assert relapse_cost(state, prospect, Scope.GENERAL, 0.01, p) == pytest.approx((1.0 - stick) * 1e-4)
    state.frozen_value = state.war_value + 0.1
    assert relapse_cost(state, prospect, Scope.GENERAL, 0.01, p) == 0.0
    assert relapse_cost(state, prospect, Scope.SHORT, 0.01, p) == 0.0
