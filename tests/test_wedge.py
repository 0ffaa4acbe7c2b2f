"""Russia's means short of war in Europe: the ladder, whom they win, whom they rouse, and votes."""

from __future__ import annotations

import dataclasses
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.events import Log
from agents.means import InfluenceParameters
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
    open_wedge,
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
