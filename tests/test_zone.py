"""The zone of possible agreement, worked by hand: what it is worth, and the weights that the search for it tries."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.states import State
from agents.vocabulary import ISSUES, Issue
from model import settlement
from model.bargaining import Diplomacy
from model.settlement import feasible, zone


def one_issue(low: float, high: float, issue: Issue = Issue.SEQUENCE) -> tuple[State, State]:
    """Two sides over one issue alone, each with its least."""
    care = [float(k == issue) for k in range(ISSUES)]
    return (
        State.new(ideal=[1.0] * ISSUES, salience=care, war_value=low),
        State.new(ideal=[0.0] * ISSUES, salience=care, war_value=1.0 - high),
    )


@pytest.mark.parametrize(("low", "high"), [(0.3, 0.7), (0.4, 0.8), (0.6, 0.5), (0.2, 1.0)])
@pytest.mark.parametrize("start", [0.0, 0.2, 0.5, 0.9, 1.0])
def test_the_zone_over_one_issue_with_quadratic_losses_is_found_from_wherever_the_search_starts(
    low, high, start
):
    """1 - (1 - x)^2 - low = high - x^2 at x = (low + high) / 2; Russia's weight there is x."""
    middle = 0.5 * (low + high)
    surplus, share = zone(*one_issue(low, high), start, 1.0)
    assert surplus == pytest.approx(high - middle * middle, abs=1e-8)
    assert share == pytest.approx(middle, abs=1e-6)


def tried(note, russia, ukraine, start, curvature, held=0.0) -> tuple[list[float], float, float]:
    """Weights of Russia that the search for a zone tries in turn, the zone, and where it ends."""
    calls = note(settlement, "feasible", feasible)
    surplus, share = zone(russia, ukraine, start, curvature, held)
    weights = [call[3] for call in calls]
    assert all(len(set(weights[k : k + ISSUES])) == 1 for k in range(0, len(weights), ISSUES))
    return weights[::ISSUES], surplus, share


def within(least_russia: float, least_ukraine: float) -> tuple[State, State]:
    """Two sides over one issue alone, from 0.1 to 0.9, each with its least."""
    care = [1.0] + [0.0] * (ISSUES - 1)
    return (
        State.new(ideal=[0.9] * ISSUES, salience=care, war_value=least_russia),
        State.new(ideal=[0.1] * ISSUES, salience=care, war_value=least_ukraine),
    )


@pytest.mark.parametrize(
    ("start", "first"), [(0.0, 0.5), (1.0, 0.5), (1.5, 0.5), (-0.5, 0.5), (0.3, 0.3), (0.8, 0.8)]
)
def test_newtons_step_finds_the_weight_at_once_where_gains_are_linear_in_it(note, start, first):
    """With quadratic losses the lead is 0.64 (2 x - 1) - 0.4 + 0.272: nothing at 0.6, where Ukraine has 1 - 0.2304."""
    weights, surplus, share = tried(note, *within(0.4, 0.272), start, 1.0)
    assert weights == [first, pytest.approx(0.6, abs=1e-12)]
    assert share == pytest.approx(0.6, abs=1e-12)
    assert surplus == pytest.approx(1.0 - 0.2304 - 0.272, abs=1e-12)


@pytest.mark.parametrize("off", [4e-6, -4e-6])
def test_the_last_step_is_taken_without_another_look(note, off):
    weights, surplus, share = tried(note, *within(0.4, 0.272), 0.6 + off, 1.0)
    assert weights == [0.6 + off]
    assert share == pytest.approx(0.6, abs=1e-12)
    assert surplus == pytest.approx(1.0 - 0.2304 - 0.272, abs=1e-10)


@pytest.mark.parametrize(("start", "next_one"), [(0.9, 0.45), (0.1, 0.55)])
def test_where_the_issue_has_gone_all_the_way_to_one_side_the_bracket_is_halved(note, start, next_one):
    """Losses nearly linear: the issue moves between weights of 0.39 and 0.61 alone, 4.75 times as fast as the weight.

    The lead is then 0.76 (2 x - 1) - 0.1 + 0.024, nothing at a place of 0.55 and a weight of 0.5 + 0.05 / 4.75.
    """
    weights, surplus, share = tried(note, *within(0.1, 0.024), start, 0.25)
    goal = 0.5 + 0.05 / 4.75
    taken = 0.55 * 0.8
    assert weights == [pytest.approx(w, abs=1e-8) for w in (start, next_one, goal)]
    assert share == pytest.approx(goal, abs=1e-12)
    assert surplus == pytest.approx(1.0 - 0.024 - 0.75 * taken - 0.25 * taken * taken, abs=1e-12)


@pytest.mark.parametrize("lead", [5e-6, 0.1, -5e-6, -0.1])
def test_where_one_always_gains_more_the_search_ends_at_an_end_of_the_frontier(note, lead):
    """Both want the same, and no weight moves it: the bracket is halved 30 times, to a billionth."""
    russia, ukraine = within(0.0, 0.0)
    russia.salience[0] = ukraine.salience[0] = 0.0
    russia.salience[Issue.TERRITORY] = ukraine.salience[Issue.TERRITORY] = 1.0
    russia.ideal[Issue.TERRITORY] = ukraine.ideal[Issue.TERRITORY] = 0.5
    russia.war_value, ukraine.war_value = 0.5 - lead, 0.5
    weights, surplus, share = tried(note, russia, ukraine, 0.0, 1.0)
    assert len(weights) == 30
    assert share == pytest.approx(0.0 if lead > 0.0 else 1.0, abs=3e-9)
    assert 0.0 < share < 1.0
    assert surplus == pytest.approx(0.5 + min(lead, 0.0))


def test_what_others_do_not_know_of_a_least_widens_the_zone():
    """Leasts of 0.4 and 0.3 that may lie 0.2 and 0.1 lower: from 0.2 to 0.8."""
    surplus, _share = zone(*one_issue(0.4, 0.7), 0.0, 1.0, 0.0, 0.2, 0.1)
    assert surplus == pytest.approx(0.8 - 0.25)


@pytest.mark.parametrize(
    ("issue", "floors"), [(Issue.TERRITORY, (0.8, 0.0)), (Issue.NUCLEAR_PLANT, (0.0, 0.8))]
)
def test_where_a_floor_binds_the_zone_is_what_the_side_below_it_gains_at_it(issue, floors):
    """At 0.8 Ukraine has 0.7 - 0.64, less than Russia."""
    surplus, _share = zone(*one_issue(0.3, 0.7, issue), 0.0, 1.0, floors[0], 0.0, 0.0, floors[1])
    assert surplus == pytest.approx(0.06)


def test_the_zone_of_the_week_is_kept_with_its_place_on_the_frontier(note):
    given = note(settlement, "zone", (0.25, 0.75))
    table = Diplomacy.new(line=0.5, frontier=0.625, frontier_believed=0.125)
    p = SimpleNamespace(line_kept=0.5, plant_kept=0.375, slack=0.875, curvature=0.5)
    assert settlement.appraise_zone(None, None, table, p) == 0.25
    assert given[0][2:] == (0.625, 0.5, 0.25, 0.0, 0.0, 0.375, 0.875)
    assert (table.zone, table.frontier, table.frontier_believed) == (0.25, 0.75, 0.125)


def test_a_mediator_reckons_with_the_least_that_it_thinks_possible_of_each(note):
    given = note(settlement, "zone", (0.25, 0.75))
    note(settlement, "understated", lambda side: side.claim)
    table = Diplomacy.new(line=0.5, frontier=0.625, frontier_believed=0.125, zone=0.5)
    p = SimpleNamespace(line_kept=0.5, plant_kept=0.375, slack=0.875, curvature=0.5)
    assert settlement.believed_zone(State.new(claim=0.1), State.new(claim=0.2), table, p) == (0.25, 0.75)
    assert given[0][2:] == (0.125, 0.5, 0.25, 0.1, 0.2, 0.375, 0.875)
    assert (table.zone, table.frontier, table.frontier_believed) == (0.5, 0.625, 0.75)


@pytest.mark.parametrize(("gain", "chance"), [(0.25, 0.125), (0.0, 0.0), (-0.25, 0.0)])
def test_a_settlement_is_expected_if_both_may_gain_and_as_both_are_expected_to_sign(note, gain, chance):
    """They sign at 0.5 and at 0.25."""
    note(settlement, "believed_zone", (gain, 0.5))
    asked = note(settlement, "chance_to_sign", lambda side, worth: side.claim)
    table = Diplomacy.new(settlement_chance=0.75)
    settlement.expect_settlement(State.new(claim=0.5), State.new(claim=0.25), table, None)
    assert table.settlement_chance == chance
    assert [worth for _, worth in asked] == [gain, gain] * (gain > 0.0)
