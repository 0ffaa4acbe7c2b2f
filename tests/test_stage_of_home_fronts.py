"""What the stage of diplomacy hands to its rules beside the table: means short of war, what is kept, aid.

Rules themselves are held to their papers elsewhere; here one is replaced by one that notes what it is given.
"""

from __future__ import annotations

import pytest

from agents.vocabulary import FIRST_EUROPEAN, STATES, Actor, Issue, Scope, WarEnd
from model.stages import diplomacy
from tests.noting import some

R, U, USA = Actor.RUSSIA, Actor.UKRAINE, Actor.UNITED_STATES


# Means short of war.


@pytest.mark.parametrize("end", list(WarEnd))
@pytest.mark.parametrize("scope", list(Scope))
def test_russia_works_on_kyiv_in_quiet_where_fighting_has_ended_or_rests(arena, note, end, scope):
    chosen = note(diplomacy, "choose_means")
    arena.front.end = end
    arena.ledger.truces[scope].active = True
    diplomacy.influence_ukraine(arena.ledger, arena.values)
    assert chosen[0][4] == (end != WarEnd.GOES_ON or scope in (Scope.GENERAL, Scope.FINAL))


@pytest.mark.parametrize(("accommodating", "gone"), [(True, 0.625), (False, 0.0)])
def test_a_government_that_accommodates_has_gone_part_of_the_way(arena, note, accommodating, gone):
    """What is worn of trust is a share of what there is: 0.8 (1 - 0.25) = 0.6."""
    chosen = note(diplomacy, "choose_means")
    note(diplomacy, "vote_shift", 0.375)
    note(diplomacy, "worn_trust", 0.25)
    home = arena.ledger.home_front
    home.accommodating, home.settled_terms, home.trust = accommodating, 0.5, 0.8
    arena.ledger.states[R].attachment = 0.75
    p = some(home_front={"accommodation": 0.625})
    p.influence = None
    diplomacy.influence_ukraine(arena.ledger, p)
    assert chosen[0][1:4] == (gone, 0.5, 0.75)
    assert (home.meddling, home.trust) == (0.375, pytest.approx(0.6))


@pytest.mark.parametrize(
    ("received", "end", "faster"),
    [(8.0, WarEnd.GOES_ON, 15.0), (0.0, WarEnd.GOES_ON, 0.0), (8.0, WarEnd.RUSSIAN_OBJECTIVE, 0.0)],
)
def test_dividing_europe_is_worth_what_its_part_of_the_aid_costs_at_the_front_and_its_sanctions(
    arena, note, received, end, faster
):
    """Europe gives 6 of 8: 20 x 0.75 = 15 km2 a week; sanctions 0.2 x (1 - 0.5) x 0.7 = 0.07."""
    valued, chosen = note(diplomacy, "worth_of_division", 0.125), note(diplomacy, "choose_wedge")
    ledger = arena.ledger
    ledger.ukrainian_economy.aid_received, ledger.states[USA].aid = received, 2.0
    arena.front.end, ledger.prospects[R].aid_drift = end, 20.0
    ledger.states[R].drift_value, ledger.states[R].salience[Issue.SANCTIONS_RELIEF] = 0.375, 0.2
    ledger.russian_economy.sanctions_eu, ledger.diplomacy.cohesion = 0.7, 0.875
    p = some(terms={"middle": 0.5})
    p.wedge = p.influence = None
    diplomacy.divide_europe(ledger, p)
    assert valued[0] == (0.375, faster, pytest.approx(0.07))
    assert chosen[0][1:3] == (0.125, 0.875)


# What is kept.


@pytest.mark.parametrize(
    ("before", "now", "coerced"),
    [(0.0, -0.75, 0.75), (-0.25, -0.75, 0.5), (-0.75, -0.25, 0.0), (0.5, -0.25, 0.25), (-0.5, 0.5, 0.0)],
)
@pytest.mark.parametrize("changed", [True, False])
def test_kyiv_feels_pressure_on_it_that_has_grown_and_a_government_that_changes_is_a_new_one(
    arena, note, before, now, coerced, changed
):
    stepped = note(diplomacy, "step_home_front", changed)
    turned = note(diplomacy, "change_office")
    arena.ledger.home_front.pressure_before, arena.ledger.diplomacy.pressure = before, now
    diplomacy.settle_home_fronts(arena.ledger, arena.values)
    assert stepped[0][6] == coerced
    assert arena.ledger.home_front.pressure_before == now
    assert [call[0] for call in turned] == [U] * changed


@pytest.fixture
def kept(arena, note):
    """A week of what is in force, with the rules of terms replaced; return what they are given."""
    for name in ("bind", "recognise", "snap_back", "tell_levers", "warranted_relief"):
        note(diplomacy, name)
    note(diplomacy, "half_way", 0.0625)
    note(diplomacy, "relief_pressure", 0.5)
    lifted = note(diplomacy, "lift_european", 0.375)
    ledger = arena.ledger
    ledger.europe.blocked, ledger.russian_economy.sanctions_eu = 0.25, 0.75

    def keep():
        diplomacy.keep_terms(ledger, arena.values)
        return lifted[0]

    return keep


@pytest.mark.parametrize("settled", [True, False])
def test_a_settlement_alone_pledges_a_change_of_leaders(arena, note, kept, settled):
    given = note(diplomacy, "first_half", 0.625)
    arena.ledger.truces[Scope.FINAL].active = settled
    arena.ledger.terms.package[Issue.LEADERSHIP] = 0.3125
    kept()
    assert arena.ledger.home_front.pledged == (0.625 if settled else 0.0)
    assert [call[0] for call in given] == [0.3125] * settled


@pytest.mark.parametrize(("aid", "barred", "left"), [(0.9, 0.25, 0.75), (0.5, 0.25, 0.5), (0.9, 1.0, 0.0)])
def test_american_aid_is_no_more_than_terms_leave(arena, kept, aid, barred, left):
    arena.ledger.diplomacy.us_aid, arena.ledger.diplomacy.aid_barred = aid, barred
    kept()
    assert arena.ledger.diplomacy.us_aid == left


@pytest.mark.parametrize(("relief", "agreed", "given"), [(0.25, 0.5, 0.5), (0.5, 0.25, 0.5)])
def test_relief_is_no_less_than_was_agreed(arena, kept, relief, agreed, given):
    arena.ledger.diplomacy.sanctions_relief, arena.ledger.diplomacy.relief_agreed = relief, agreed
    kept()
    assert arena.ledger.diplomacy.sanctions_relief == given


def test_europe_lifts_under_pressure_as_far_as_it_is_blocked(arena, kept):
    assert kept()[1:] == (0.75, 0.125, 0.0625)
    assert arena.ledger.russian_economy.sanctions_eu == 0.375


# Aid.


def test_aid_is_what_is_left_of_it_by_the_terms_and_the_guarantee_the_strongest_that_stands(arena, note):
    note(diplomacy, "give_aid")
    note(diplomacy, "step_europe")
    ledger = arena.ledger
    for actor in range(STATES):
        ledger.states[actor].aid = float(actor)
    ledger.terms.aid_europe = 0.5
    diplomacy.share_aid(ledger, arena.values)
    assert [state.aid for state in ledger.states] == [
        a * (0.5 if a >= FIRST_EUROPEAN else 1.0) for a in range(STATES)
    ]


@pytest.mark.parametrize(
    ("troops", "reassurance", "american", "agreed", "guarantee"),
    [
        (0.5, 0.8, 0.1, 0.2, 0.4),
        (0.5, 0.8, 0.7, 0.2, 0.7),
        (0.5, 0.8, 0.1, 0.9, 0.9),
        (0.0, 0.8, 0.1, 0.2, 0.2),
    ],
)
def test_the_guarantee_is_the_strongest_of_troops_that_terms_let_in_the_american_and_the_one_agreed(
    arena, note, troops, reassurance, american, agreed, guarantee
):
    note(diplomacy, "give_aid")
    note(diplomacy, "step_europe")
    table, terms = arena.ledger.diplomacy, arena.ledger.terms
    table.reassurance, table.us_guarantee, terms.troops, terms.guarantee = (
        reassurance,
        american,
        troops,
        agreed,
    )
    diplomacy.share_aid(arena.ledger, arena.values)
    assert table.guarantee == pytest.approx(guarantee)
