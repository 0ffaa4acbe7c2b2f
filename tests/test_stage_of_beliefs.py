"""What the stage of beliefs hands to its rules, and does with their answers.

Rules themselves are held to their papers elsewhere; here one is replaced by one that notes what it is given.
"""

from __future__ import annotations

import pytest

from agents.vocabulary import ISSUES, Actor, Issue, WarEnd
from model.stages import beliefs
from tests.noting import some

R, U = Actor.RUSSIA, Actor.UKRAINE


# The map.


def test_the_map_tells_how_far_each_is_from_its_objective_and_the_river_and_how_the_line_wanders(arena, note):
    """Spread 6 / (1 - 0.25) = 8; 900 / 0.75 = 1200 to Russia's end, 300 / 0.75 = 400 of them beyond the river."""
    note(beliefs, "river_toll", 7.0)
    arena.front.objective_left_km2, arena.front.occupied_km2 = 900.0, 112_000.0
    p = some(
        front={"advance_sd": 6.0, "memory": 0.25, "objective_share": 0.75, "beyond_river": 300.0},
        war={"ukrainian_objective": 40_000.0},
    )
    assert beliefs.read_map(arena.ledger, p) == (8.0, 1200.0, 72_000.0, 400.0, 7.0)


MAP = (8.0, 1200.0, 72_000.0, 400.0, 7.0)


@pytest.mark.parametrize("actor", list(Actor))
@pytest.mark.parametrize("end", list(WarEnd))
def test_belligerents_weigh_the_war_against_peace_and_china_who_is_winning_until_it_is_decided(
    arena, note, actor, end
):
    note(beliefs, "read_map", MAP)
    appraised, expected = note(beliefs, "appraise"), note(beliefs, "expect_victory")
    arena.front.end, arena.front.fought = end, 0.375
    beliefs.weigh_war(arena.ledger, arena.values, actor)
    open_war = end in (WarEnd.GOES_ON, WarEnd.SETTLEMENT)
    assert [call[2:6] for call in appraised] == [(actor, *MAP[:3])] * (open_war and actor in (R, U))
    assert [call[8:] for call in appraised] == [(*MAP[3:], 0.375)] * len(appraised)
    assert [call[1:] for call in expected] == [MAP] * (open_war and actor == Actor.CHINA)


def test_every_state_learns_from_the_week(arena, note):
    told = note(beliefs, "inform")
    beliefs.spread_reports(arena.ledger, arena.values)
    assert [call[1] for call in told] == list(Actor)


# What a truce or a text does to the front.


def test_the_drift_after_a_truce_moves_with_the_ratio_of_power_at_the_end_of_its_lock_in(arena, note):
    """80 (1.5 - 1.25) = 20 km2 a week."""
    projected = note(beliefs, "project_power_ratio", 1.5)
    arena.front.power_ratio = 1.25
    p = some(appraisal={"lock_in": 13.0}, front={"gain": 80.0})
    p.forces = p.materiel = p.war = None
    assert beliefs.drift_after(arena.ledger, p, 0.5, 0.25, 700.0) == 20.0
    assert projected[0][3:8] == (13.0, True, 0.5, 0.25, 700.0)


@pytest.fixture
def foreseen(arena, note):
    """Let both foresee the text on the table, which holds no more than numbers: return what their rules are given."""

    def play(shift=10.0, gaps=(0.5, 0.5), american=2.0, european=(3.0, 5.0)):
        note(beliefs, "read_map", MAP)
        note(beliefs, "first_half", 0.5)
        note(beliefs, "second_half", 0.2)
        note(beliefs, "army_allowed", 700.0)
        calls = {"drift_after": note(beliefs, "drift_after", shift)}
        calls["gap_after"] = note(beliefs, "gap_after", lambda state, prospect, side, *rest: gaps[side])
        ledger = arena.ledger
        for state in ledger.states:
            state.aid = 0.0
        ledger.states[Actor.UNITED_STATES].aid = american
        ledger.states[Actor.POLAND].aid, ledger.states[Actor.HUNGARY].aid = european
        for issue in range(ISSUES):
            ledger.diplomacy.offer.package[issue] = 0.9
        ledger.diplomacy.offer.package[Issue.GUARANTEE] = 0.2
        ledger.prospects[R].aid_drift, ledger.front.fought = 20.0, 0.375
        p = some(appraisal={"rearmament": 0.5}, answers={"guarantee_cover": 0.5}, beliefs={"wandering": 4.0})
        p.terms = None
        beliefs.foresee(ledger, p)
        return calls

    return play


def test_a_text_leaves_of_aid_what_it_does_not_bar_the_americans_and_the_others(foreseen):
    """2 x 0.5 + 8 x 0.8 = 7.4 of 10; the army is capped and men are mobilised as before."""
    assert foreseen()["drift_after"][0][2:] == (pytest.approx(0.74), 1.0, 700.0)


def test_where_no_aid_is_given_none_is_barred(foreseen):
    assert foreseen(american=0.0, european=(0.0, 0.0))["drift_after"][0][2:] == (1.0, 1.0, 700.0)


@pytest.mark.parametrize(("shift", "kept"), [(10.0, 6.0), (0.5, 0.3), (0.0, 0.0), (-10.0, -10.0)])
def test_a_guarantee_takes_part_of_a_shift_against_ukraine_and_each_fears_for_itself_what_the_other_may_do(
    foreseen, shift, kept
):
    """Cover 0.5 of the 0.8 to which the text guarantees; feared 0.5 x 0.74 x 20 = 7.4 km2 a week."""
    calls = foreseen(shift)["gap_after"]
    assert [(call[2], call[3]) for call in calls] == [
        (R, pytest.approx(kept - 7.4)),
        (U, pytest.approx(kept + 7.4)),
    ]
    assert [(call[4:7], call[8:]) for call in calls] == [(MAP[:3], (4.0, *MAP[3:], 0.375))] * 2


@pytest.mark.parametrize(
    ("gap", "before", "rise"),
    [(0.5, 0.125, 0.375), (-0.5, 0.125, -0.125), (0.5, -0.25, 0.5), (-0.5, -0.25, 0.0)],
)
def test_a_gap_counts_as_far_as_there_is_one(arena, foreseen, gap, before, rise):
    arena.ledger.states[U].commitment_gap = before
    arena.ledger.states[R].commitment_gap = 0.0
    foreseen(gaps=(0.25, gap))
    assert [state.gap_rise for state in arena.ledger.states[:2]] == [0.25, rise]
