"""Russia's means short of war in Europe: the ladder, whom they win, whom they rouse, and votes."""

from __future__ import annotations

import dataclasses
import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.events import Log
from agents.means import InfluenceParameters, cost_of
from agents.records import view_of
from agents.states import State
from agents.supporters import SupporterParameters
from agents.vocabulary import Actor, Happening, Means
from agents.wedge import (
    Wedge,
    WedgeParameters,
    choose_wedge,
    lean_of_member,
    meddle,
    move_europe,
    open_wedge,
    won_quietly,
    worth_of_division,
)
from model.calendar import CalendarWeek
from model.scenario import Scenario
from model.stages import beliefs, diplomacy, exogenous
from model.telling import sentence
from model.world import World
from tests.engines import both

P, MEANS, SUPPORT = WedgeParameters(), InfluenceParameters(), SupporterParameters()
TIME = int(MEANS.patience)
SCENARIO = Scenario.load("march-2025")


def weeks(count: int, worth: float, wedge: Wedge | None = None, cohesion: float = 0.7, p=P):
    """Rungs held week by week, and the record at the end."""
    log = Log.new()
    if wedge is None:
        wedge = Wedge.new()
        open_wedge(wedge)
    rungs = []
    for week in range(count):
        log.week = week
        choose_wedge(wedge, worth, cohesion, log, p, MEANS)
        rungs.append(wedge.rung)
    return rungs, wedge, log


# The ladder


def test_a_europe_worth_nothing_to_russia_is_left_to_persuasion():
    rungs, _, log = weeks(4 * TIME, worth=0.0)
    assert [rungs[k * TIME] for k in range(4)] == [
        Means.SUBVERSION,
        Means.INTERFERENCE,
        Means.PRESSURE,
        Means.PERSUASION,
    ]
    assert [log.events[i].target for i in range(log.count)] == [Actor.EUROPEAN_UNION] * 3


def test_means_are_climbed_one_after_the_other_each_given_its_time():
    wedge = Wedge.new(rung=Means.PERSUASION)
    rungs, _, _ = weeks(4 * TIME, worth=0.5, wedge=wedge)
    first = [rungs.index(rung) for rung in Means]
    assert [later - earlier for earlier, later in itertools.pairwise(first[1:])] == [MEANS.patience] * 2
    assert rungs[-1] == Means.SUBVERSION


def test_a_rung_in_use_is_worth_its_cost():
    reached = [weeks(800, worth)[0][-1] for worth in (0.0, 0.005, 0.02, 0.1)]
    assert reached == sorted(reached)
    assert len(set(reached)) >= 3
    assert (
        weeks(4 * TIME, worth=0.1, cohesion=P.goal)[0][-1] == Means.PERSUASION
    )  # nothing is denied any more


def test_what_europe_costs_russia_grows_with_aid_and_sanctions():
    base = worth_of_division(0.001, 30.0, 0.02)
    assert worth_of_division(0.001, 60.0, 0.02) > base
    assert worth_of_division(0.001, 30.0, 0.03) > base
    assert worth_of_division(-0.001, 30.0, 0.02) == pytest.approx(0.02)  # an advance that it does not want


# Whom they win and rouse


def test_means_without_effect_leave_dispositions_alone():
    idle = dataclasses.replace(P, persuasion=0.0, pressure=0.0, interference=0.0, subversion=0.0)
    _, wedge, _ = weeks(500, worth=0.0, p=idle)
    assert [lean_of_member(wedge, a) for a in (-1.0, 0.0, 1.0)] == [0.0, 0.0, 0.0]


def test_the_course_of_march_2025_is_in_the_dispositions_of_that_day():
    _, wedge, _ = weeks(500, worth=0.5)
    assert wedge.rung == Means.SUBVERSION
    assert wedge.pull == wedge.rousing == 0.0


def test_when_violence_ends_friends_of_ukraine_relax_and_when_favours_end_its_doubters_come_back():
    _, wedge, _ = weeks(2000, worth=0.0)
    assert wedge.pull == pytest.approx(-P.memory * (P.pressure + P.interference), rel=1e-3)
    assert wedge.rousing == pytest.approx(-P.memory * P.subversion, rel=1e-3)
    assert lean_of_member(wedge, 0.9) < 0.0 < lean_of_member(wedge, -0.9)


def test_violence_widens_the_gap_between_members():
    quiet = Wedge.new(rung=Means.INTERFERENCE, pull=0.1)
    violent = Wedge.new(rung=Means.SUBVERSION, pull=0.1, rousing=0.1)
    for affinity in (-0.4, 0.8):
        assert lean_of_member(violent, affinity) > lean_of_member(quiet, affinity)
    gap = [lean_of_member(w, 0.8) - lean_of_member(w, -0.4) for w in (quiet, violent)]
    assert gap[1] > gap[0] > 0.0


@pytest.mark.parametrize(
    ("rung", "exposed", "expected"),
    [
        (Means.PRESSURE, 0.0, 0.0),
        (Means.INTERFERENCE, 0.0, -0.25 * 0.3),
        (Means.SUBVERSION, 0.0, -0.25 * 0.3),
        (Means.SUBVERSION, 0.5, -0.25 * 0.15),
        (Means.SUBVERSION, 1.0, 0.0),
    ],
)
def test_an_intervention_moves_a_vote_by_three_points_unless_it_is_found_out(rung, exposed, expected):
    state = State.new(affinity_ukraine=0.4)
    p = dataclasses.replace(P, exposed=exposed)
    both(meddle, state, Wedge.new(rung=rung), p, MEANS, SUPPORT)
    assert state.affinity_ukraine == pytest.approx(0.4 + expected)


@given(
    rung=st.sampled_from(list(Means)),
    pull=st.floats(-0.3, 0.3),
    worth=st.floats(0.0, 1.0),
    cohesion=st.floats(0.0, 1.0),
    affinity=st.floats(-1.0, 1.0),
)
def test_it_stays_in_bounds(rung, pull, worth, cohesion, affinity):
    wedge = Wedge.new(rung=rung, pull=pull, weeks=200.0)
    choose_wedge(wedge, worth, cohesion, Log.new(), P, MEANS)
    assert wedge.rung in list(Means)
    assert abs(wedge.rung - rung) <= 1
    assert -0.31 <= wedge.pull <= 0.31
    assert abs(lean_of_member(wedge, affinity)) <= 0.5


def test_both_engines_agree():
    for worth in (0.0, 0.5):
        wedge = Wedge.new(rung=Means.PRESSURE, weeks=200.0, pull=0.02, rousing=-0.05)
        both(choose_wedge, wedge, worth, 0.7, Log.new(), P, MEANS)
        both(lean_of_member, wedge, 0.3)


# By numbers worked by hand


def test_the_record_is_opened_with_all_means_in_use_and_nothing_moved():
    wedge = Wedge.new(weeks=9.0, worth=9.0, pull=0.9, rousing=0.9)
    open_wedge(wedge)
    found = (wedge.rung, wedge.weeks, wedge.worth, wedge.pull, wedge.rousing)
    assert found == (Means.SUBVERSION, 0.0, 0.0, 0.0, 0.0)


HAND = dataclasses.replace(P, persuasion=0.1, pressure=0.2, interference=0.4, subversion=0.6, memory=2.0)


def test_a_dearer_means_is_used_beside_those_below():
    assert [won_quietly(rung, HAND) for rung in Means] == pytest.approx([0.1, 0.3, 0.7, 0.7])


@pytest.mark.parametrize(
    ("rung", "pull", "rousing"), [(3, 0.0, 0.0), (2, 0.0, -1.2), (1, -0.8, -1.2), (0, -1.2, -1.2)]
)
@pytest.mark.parametrize("years", [1, 4])
def test_what_means_do_comes_to_rest_by_e_in_the_time_of_memory(rung, pull, rousing, years):
    """Two years' worth of what March 2025 had and the rung has not."""
    wedge = Wedge.new(rung=rung, pull=0.0, rousing=0.0)
    for _ in range(52 * years):
        move_europe(wedge, HAND)
    gone = 1.0 - math.exp(-52 * years / (2.0 * 52.1775))
    assert wedge.pull == pytest.approx(max(pull * gone, -1.0))
    assert wedge.rousing == pytest.approx(max(rousing * gone, -1.0))


@pytest.mark.parametrize("bound", [-1.0, 1.0])
def test_dispositions_are_moved_within_their_scale(bound):
    """Forty years of memory of means that provoke, or of means that win, at once."""
    won = -3.0 * bound
    p = dataclasses.replace(P, pressure=won, interference=won, subversion=won, memory=40.0)
    wedge = Wedge.new(rung=Means.PERSUASION, pull=0.999 * bound, rousing=0.999 * bound)
    move_europe(wedge, p)
    assert (wedge.pull, wedge.rousing) == (bound, bound)


STEPS = dataclasses.replace(MEANS, patience=52.1775)


def after_its_time(rung: Means, denied: float, means=STEPS) -> int:
    """Rung after a year at one, at a worth of which a half is denied for want of cohesion."""
    wedge = Wedge.new(rung=rung, weeks=60.0)
    choose_wedge(wedge, 2.0 * denied, P.goal + 0.5, Log.new(), P, means)
    return wedge.rung


def test_means_that_cost_and_win_nothing_are_kept():
    assert [after_its_time(rung, 0.0, dataclasses.replace(STEPS, cost=0.0)) for rung in Means] == list(Means)


@pytest.mark.parametrize("rung", [Means.PERSUASION, Means.PRESSURE, Means.INTERFERENCE])
def test_each_rung_is_climbed_and_left_by_what_it_costs_beyond_the_one_below(rung):
    step = cost_of(rung + 1, STEPS) - cost_of(rung, STEPS)
    assert step > 0.0
    assert after_its_time(rung, 0.99 * step) != rung + 1
    assert after_its_time(rung, 1.01 * step) == rung + 1
    assert after_its_time(rung + 1, 0.99 * step) == rung
    assert after_its_time(rung + 1, 1.01 * step) != rung


def test_a_change_of_means_is_told_whole():
    log, wedge = Log.new(week=7), Wedge.new(rung=Means.SUBVERSION, weeks=60.0)
    choose_wedge(wedge, 0.0, 0.6, log, P, STEPS)
    event = log.events[0]
    found = (event.week, event.kind, event.actor, event.target, event.scope, event.detail, event.value)
    change = (Happening.MEANS_CHANGE, Actor.RUSSIA, Actor.EUROPEAN_UNION, -1, Means.INTERFERENCE, 0.6)
    assert (log.count, found) == (1, (7, *change))
    assert (wedge.weeks, wedge.rung) == (0.0, Means.INTERFERENCE)


@pytest.mark.parametrize(("affinity", "lean"), [(-1.0, -0.1), (-0.5, -0.025), (0.0, 0.05), (1.0, 0.2)])
def test_who_leans_to_russia_is_won_and_who_leans_to_ukraine_is_roused(affinity, lean):
    assert lean_of_member(Wedge.new(pull=0.1, rousing=0.2), affinity) == pytest.approx(lean)


@pytest.mark.parametrize(
    ("before", "vote", "swing", "after"),
    [(0.4, 0.06, 0.1, 0.28), (-0.95, 0.06, 0.1, -1.0), (0.95, -0.06, 0.1, 1.0), (0.4, 0.06, 0.0, 0.4)],
)
def test_a_vote_that_is_meddled_with_moves_both_affinities_within_the_scale(before, vote, swing, after):
    """0.4 of the vote's 0.06, half of it undone, over a usual swing of 0.1; no usual swing, nothing to go by."""
    state = State.new(affinity_ukraine=before, affinity_russia=0.7)
    p, support = dataclasses.replace(P, exposed=0.5, swing=swing), dataclasses.replace(SUPPORT, turnover=0.4)
    meddle(state, Wedge.new(rung=Means.SUBVERSION), p, dataclasses.replace(MEANS, vote=vote), support)
    assert (state.affinity_ukraine, state.affinity_russia) == pytest.approx((after, -after))


# In the arena


def test_in_war_all_means_are_worth_their_cost_and_a_lost_war_of_russias_is_told():
    world = World(SCENARIO, 3)
    ledger, values = world.view, world.values
    beliefs.set_prospects(ledger, values)
    for side in (Actor.RUSSIA, Actor.UKRAINE):
        beliefs.weigh_war(ledger, values, side)
    diplomacy.divide_europe(ledger, values)
    worth = ledger.wedge.worth
    assert ledger.wedge.rung == Means.SUBVERSION
    ledger.ukrainian_economy.aid_received = ledger.states[Actor.UNITED_STATES].aid
    diplomacy.divide_europe(ledger, values)
    assert 0.0 < ledger.wedge.worth < worth  # sanctions alone


def test_an_election_in_europe_is_meddled_with():
    shifts = []
    for rung in (Means.PERSUASION, Means.SUBVERSION):
        world = World(SCENARIO, 3)
        ledger = world.view
        ledger.wedge.rung = rung
        calendar = view_of(CalendarWeek, world.calendar.copy())
        day = next(day for day in calendar if day.office[Actor.FRANCE])
        exogenous.turn_offices(ledger, world.values, day)
        shifts.append(ledger.states[Actor.FRANCE].affinity_ukraine)
    assert shifts[1] - shifts[0] == pytest.approx(-SUPPORT.turnover * 0.15)


def test_it_is_told_whom_russia_works_upon():
    log = Log.new()
    wedge = Wedge.new()
    open_wedge(wedge)
    wedge.weeks = MEANS.patience
    choose_wedge(wedge, 0.0, 0.6, log, P, MEANS)
    event = log.events[0]
    names = ("kind", "actor", "target", "scope", "detail", "conditions", "granted", "value", "terms")
    row = {name: getattr(event, name) for name in names}
    assert row["kind"] == Happening.MEANS_CHANGE
    assert sentence(row) == "Russia works on Europe's members by interference (their cohesion 0.60)."
