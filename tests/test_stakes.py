"""What is at stake in an answer, and the answers at the baseline against those of the record."""

from __future__ import annotations

import dataclasses

import pytest

from agents.stakes import (
    blame,
    conditional_credit,
    credit,
    days_of,
    expected,
    lapse_cost,
    relapse_cost,
    renew_credit,
    scope_weight,
    truce_terms,
    trust,
)
from agents.states import Prospect, State
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


# By numbers worked by hand.

LADDER = {"human": 0.04, "short": 0.09, "sector": 0.25, "final": 2.25}
HAND = dataclasses.replace(
    ANSWERS_GROUP,
    **{f"weight_{rung}": weight for rung, weight in LADDER.items()},
    concavity=0.5,
    lasting=0.5,
    momentum=2.0,
    regroup=4.0,
    sector_ground=0.5,
    sea_strikes=0.1,
    exchange_gain=0.03,
)


def test_each_rung_counts_as_the_parameters_say_and_earns_its_root():
    assert [scope_weight(scope, HAND) for scope in Scope] == [0.04, 0.09, 0.25, 1.0, 2.25]
    assert [credit(scope, HAND) for scope in Scope] == pytest.approx([0.2, 0.3, 0.5, 1.0, 1.5])


def test_a_doubted_word_counts_less_where_the_fighting_is_to_stop_and_small_steps_test_it():
    assert [trust(scope, Prospect.new(doubt=0.3)) for scope in Scope] == [1.0, 1.0, 1.0, 0.7, 0.7]


def test_credit_used_up_comes_back_by_e_in_the_time_of_renewal():
    prospect = Prospect.new(spent=[0.8, 0.4, 0.2, 0.1, 0.05])
    for _ in range(4):
        renew_credit(prospect, dataclasses.replace(HAND, renewal=4.0))
    assert list(prospect.spent) == pytest.approx([x / 2.718281828459045 for x in (0.8, 0.4, 0.2, 0.1, 0.05)])


@pytest.mark.parametrize(("ease", "met", "earned"), [(1.0, 1.0, 0.3), (1.0, 0.25, 0.15), (0.5, 0.0625, 0.15)])
def test_credit_under_conditions_goes_by_sincerity_by_what_is_put_off_and_by_their_chance(ease, met, earned):
    """The root of 0.36 x 1, half of it put off before, times the chance to the power of half the ease."""
    prospect = Prospect.new(sincerity=0.36, spent=[0.0, 0.0, 0.0, 0.5, 0.0])
    p = dataclasses.replace(HAND, ease=ease)
    assert conditional_credit(Scope.GENERAL, met, prospect, p) == pytest.approx(earned)


@pytest.mark.parametrize(("learning", "chance"), [(0.0, 1.0), (0.25, 0.85), (1.0, 0.4)])
def test_acceptance_is_taken_for_granted_as_far_as_it_is_not_learned(learning, chance):
    assert expected(0.4, dataclasses.replace(HAND, learning=learning)) == pytest.approx(chance)


def test_a_sector_or_a_general_truce_granted_in_part_is_long_and_others_short():
    p = dataclasses.replace(HAND, rung_days=30.0, short_days=1.25)
    assert [days_of(scope, p) for scope in Scope] == [1.25, 1.25, 30.0, 30.0, 1.25]


def of_a_truce(scope: Scope, days: float, sector: int = 0, **changes) -> tuple:
    """Terms of a truce that sticks in 0.2, over a lock-in of twenty weeks; the office is worth 0.1 x (0.06 - 0.02)."""
    state = State.new(war_value=0.3, frozen_value=0.5, momentum=0.01, power_shift=0.4, office_value=0.1)
    prospect = Prospect.new(
        **{
            "permanence": [0.2] * len(Scope),
            "lock_in": 20.0,
            "hawk_reaction": 0.06,
            "dove_reaction": 0.02,
            "strike_gain": 0.005,
            "at_offer": 0.7,
            **changes,
        }
    )
    return truce_terms(state, prospect, scope, sector, days, HAND)


@pytest.mark.parametrize(
    ("scope", "sector", "days", "changes", "terms"),
    [
        # 10 weeks and 0.2 x 20 held; the line lasts in 0.2; the shift of half a lock-in counts in 0.8
        (Scope.GENERAL, 0, 70.0, {}, (0.02, -0.16, 4.0 * (14.0 * 0.005 - 0.8 * 0.2), -0.056)),
        # 40 weeks are more than the lock-in: the whole shift
        (Scope.GENERAL, 0, 280.0, {}, (0.02, -0.64, 4.0 * (44.0 * 0.005 - 0.8 * 0.4), -0.176)),
        # where nothing locks in, power shifts at once
        (Scope.GENERAL, 0, 70.0, {"lock_in": 0.0}, (0.02, -0.16, 4.0 * (0.05 - 0.32), -0.04)),
        # half of the ground stops; energy brings all of the pause of strikes, the sea a tenth
        (Scope.SECTOR, 0, 70.0, {}, (0.01, -0.08, 4.0 * (0.07 - 0.08), -0.028)),
        (Scope.SECTOR, 1, 70.0, {}, (0.01, -0.08, 4.0 * (0.007 - 0.08), -0.028)),
        (Scope.SECTOR, 2, 70.0, {}, (0.01, -0.08, 4.0 * (0.07 - 0.08), -0.028)),
        # the sector is of a sector truce alone
        (Scope.SHORT, 1, 7.0, {}, (0.02, -0.016, 4.0 * (5.0 * 0.005 - 0.8 * 0.02), -0.02)),
        (Scope.HUMAN, 0, 7.0, {}, (0.03, 0.0, 0.0, 0.0)),
        (Scope.FINAL, 0, 0.0, {}, (0.2, 0.0, 0.0, -0.08)),
    ],
)
def test_what_each_truce_lasts_forgoes_regroups_and_costs_at_home(scope, sector, days, changes, terms):
    assert of_a_truce(scope, days, sector, **changes) == pytest.approx(terms)


@pytest.mark.parametrize(
    ("scope", "war", "lost"),
    [
        (Scope.GENERAL, 0.9, 0.064),
        (Scope.GENERAL, 0.55, 0.05),
        (Scope.GENERAL, 0.4, 0.0),
        (Scope.SECTOR, 0.9, 0.0),
    ],
)
def test_who_lets_a_ceasefire_end_for_war_loses_credit_still_held_and_is_blamed(scope, war, lost):
    """0.1 at stake, 0.8 laid to it: half of the credit at a word good for 0.6, and blame of 0.5; war over 0.5 at most."""
    state, prospect = State.new(war_value=war, frozen_value=0.5), Prospect.new(doubt=0.4, blame=0.5)
    p = dataclasses.replace(HAND, relapse=0.8, credit=0.5)
    assert lapse_cost(state, prospect, scope, 0.1, p) == pytest.approx(lost)
