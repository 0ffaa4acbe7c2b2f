"""The ladder of means short of war: cheap ones first, dearer ones when they fail."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.arithmetic import WEEKS_A_YEAR, normal_cdf
from agents.events import Log
from agents.means import (
    Influence,
    InfluenceParameters,
    choose_means,
    control,
    cost_of,
    move_opinion,
    open_influence,
    shifted_chance,
    stirred_incidents,
    vote_shift,
    won,
    worn_trust,
)
from agents.vocabulary import Actor, Happening, Means
from tests.engines import both

P = InfluenceParameters()


def quiet_weeks(weeks: int, aims: float = 0.35, terms: float = 0.0, p: InfluenceParameters = P):
    """Rungs held week by week in a quiet that follows war, and the record at its end."""
    influence, log = Influence.new(), Log.new()
    open_influence(influence, p)
    rungs = []
    for week in range(weeks):
        log.week = week
        choose_means(influence, 0.0, terms, aims, True, log, p)
        rungs.append(influence.rung)
    return rungs, influence, log


def test_russia_starts_with_what_opinion_gives_it():
    """Whatever stood in the books before."""
    influence = Influence.new(rung=0, weeks=5.0, quiet=True, openness=0.9, control=0.8, unmet=0.7)
    open_influence(influence, InfluenceParameters(openness=0.15))
    assert (influence.rung, influence.weeks, influence.quiet) == (Means.SUBVERSION, 0.0, False)
    assert (influence.openness, influence.control, influence.unmet) == (0.15, 0.15, 0.0)


WON = {"persuasion": 0.01, "pressure": 0.03, "interference": 0.02, "subversion": -0.05}


@pytest.mark.parametrize("rung", list(Means))
@pytest.mark.parametrize(("quiet", "felt"), [(True, 1.0), (False, 0.25)])
def test_opinion_returns_to_its_rest_and_takes_what_a_rung_wins_less_in_war(rung, quiet, felt):
    """Exponentially in two years from 0.3 to 0.1; three quarters of the effect are lost in war."""
    p = InfluenceParameters(memory=2.0, openness=0.1, hardening=0.75, **WON)
    influence = Influence.new(rung=rung, openness=0.3)
    move_opinion(influence, quiet, p)
    rest = 0.1 + 0.2 * math.exp(-1.0 / (2.0 * WEEKS_A_YEAR))
    effect = WON[rung.name.lower()]
    assert won(rung, p) == effect
    assert influence.openness == pytest.approx(rest + felt * effect / WEEKS_A_YEAR, rel=1e-12)


@pytest.mark.parametrize(("openness", "effect", "bound"), [(0.99, 5.0, 1.0), (0.01, -5.0, 0.0)])
def test_openness_stays_a_share(openness, effect, bound):
    influence = Influence.new(rung=Means.PRESSURE, openness=openness)
    move_opinion(influence, True, InfluenceParameters(pressure=effect))
    assert influence.openness == bound


@pytest.mark.parametrize(
    ("years", "aims", "climbs"),
    [(1.0, 0.06, True), (1.0, 0.04, False), (2.0, 0.12, True), (2.0, 0.08, False)],
)
def test_the_next_rung_is_tried_if_what_is_missing_is_worth_its_further_cost_for_its_time(
    years, aims, climbs
):
    """Of an aim of 0.5, 0.1 is had: 0.4 is missing; pressure costs 0.02 a year, interference 0.04."""
    p = InfluenceParameters(
        goal=0.5, patience=years * WEEKS_A_YEAR, cost=0.08, steepness=2.0, openness=0.1, pressure=0.0
    )
    influence, log = (
        Influence.new(rung=Means.PRESSURE, weeks=200.0, openness=0.1, quiet=True, unmet=0.3),
        Log.new(),
    )
    choose_means(influence, 0.0, 0.0, aims, True, log, p)
    assert influence.rung == (Means.INTERFERENCE if climbs else Means.PRESSURE)
    assert (influence.weeks, influence.unmet) == (0.0 if climbs else 201.0, 0.0)
    names = ("kind", "actor", "target", "scope", "detail", "value")
    told = [tuple(getattr(event, name) for name in names) for event in log.events[: log.count]]
    change = (Happening.MEANS_CHANGE, Actor.RUSSIA, Actor.UKRAINE, -1, Means.INTERFERENCE, pytest.approx(0.1))
    assert told == ([change] if climbs else [])


@pytest.mark.parametrize(("weeks", "unmet"), [(10.0, 0.0), (500.0, 0.16)])
def test_what_all_means_have_failed_to_reach_counts_once_the_last_has_had_its_time(weeks, unmet):
    """Aims worth 0.4 a unit, 0.4 of them missing; what was unmet before is forgotten."""
    p = InfluenceParameters(goal=0.5, patience=100.0, openness=0.1, subversion=0.0)
    influence = Influence.new(rung=Means.SUBVERSION, weeks=weeks, openness=0.1, quiet=True, unmet=0.3)
    choose_means(influence, 0.0, 0.0, 0.4, True, Log.new(), p)
    assert influence.unmet == pytest.approx(unmet)


def test_the_cheapest_means_come_first_and_each_has_its_time():
    rungs, influence, log = quiet_weeks(5 * int(P.patience))
    first = [rungs.index(rung) for rung in Means]
    assert first == sorted(first)
    assert rungs[0] == Means.PERSUASION
    assert [later - earlier for earlier, later in itertools.pairwise(first)] == [P.patience] * 3
    assert influence.unmet == pytest.approx(0.35 * (P.goal - influence.control))
    changes = [log.events[i].detail for i in range(log.count) if log.events[i].kind == Happening.MEANS_CHANGE]
    assert {log.events[i].scope for i in range(log.count)} == {-1}
    assert changes == list(Means)


@pytest.mark.parametrize("cost", [P.cost, 0.0])
def test_who_has_no_aims_climbs_no_further_than_persuasion_even_where_means_cost_nothing(cost):
    rungs, influence, _ = quiet_weeks(1000, aims=0.0, p=InfluenceParameters(cost=cost))
    assert set(rungs) == {Means.PERSUASION}
    assert influence.unmet == 0.0


def test_aims_that_are_reached_bring_the_ladder_down():
    _, influence, log = quiet_weeks(3 * int(P.patience))
    assert influence.rung > Means.PRESSURE
    for _ in range(5):
        choose_means(influence, 0.0, 0.9, 0.35, True, log, P)
    assert influence.rung == Means.PERSUASION
    assert influence.control > P.goal


def test_rungs_that_cost_more_than_aims_are_worth_are_not_tried():
    dear = InfluenceParameters(cost=0.05, patience=416.0)
    rungs, _, _ = quiet_weeks(3000, aims=0.05, p=dear)
    assert max(rungs) < Means.SUBVERSION


def test_war_stands_at_the_upper_end_and_quiet_starts_at_the_foot():
    _, influence, log = quiet_weeks(10)
    choose_means(influence, 0.0, 0.0, 0.35, False, log, P)
    assert influence.rung == Means.SUBVERSION
    assert influence.unmet == 0.0
    choose_means(influence, 0.0, 0.0, 0.35, True, log, P)
    assert influence.rung == Means.PERSUASION


def test_each_rung_costs_more_than_the_one_below():
    costs = [cost_of(rung, P) for rung in Means]
    assert costs == sorted(costs)
    assert costs[-1] == P.cost
    assert costs[0] > 0.0


@pytest.mark.parametrize(
    ("openness", "accommodating", "terms", "expected"),
    [
        (0.0, 0.0, 0.0, 0.0),
        (0.1, 0.0, 0.0, 0.1),
        (0.1, 0.3, 0.0, 0.37),
        (0.0, 0.0, 1.0, 1.0),
        (0.0, 1.0, 0.0, 1.0),
    ],
)
def test_opinion_leadership_and_terms_are_substitutes(openness, accommodating, terms, expected):
    assert control(openness, accommodating, terms) == pytest.approx(expected)


@pytest.mark.parametrize("shift", [-0.05, 0.0, 0.03, 0.08])
def test_a_shifted_vote_follows_the_normal_error(shift):
    margin, error = -0.04, 0.08
    before = normal_cdf(margin / error)
    assert shifted_chance(before, shift, error) == pytest.approx(normal_cdf((margin + shift) / error))


def test_a_vote_that_is_known_without_error_is_not_shifted():
    assert shifted_chance(0.3, 0.05, 0.0) == pytest.approx(0.3)


def test_violence_drives_people_away_and_blackmail_less_so_in_war():
    for rung, sign in ((Means.PRESSURE, 1), (Means.SUBVERSION, -1)):
        moves = []
        for quiet in (True, False):
            influence = Influence.new(rung=rung, openness=P.openness, quiet=quiet)
            choose_means(influence, 0.0, 0.0, 0.35, quiet, Log.new(), P)
            moves.append(influence.openness - P.openness)
        assert sign * moves[0] > 0.0
        assert abs(moves[1]) < abs(moves[0])


def test_what_each_rung_does_elsewhere():
    for rung in Means:
        influence = Influence.new(rung=rung)
        upper = rung >= Means.INTERFERENCE
        assert vote_shift(influence, P) == (P.vote if upper else 0.0)
        assert worn_trust(influence, P) == pytest.approx(P.wear / WEEKS_A_YEAR if upper else 0.0)
        assert stirred_incidents(influence, P) == (P.unrest if rung == Means.SUBVERSION else 0.0)


@given(
    rung=st.sampled_from(list(Means)),
    weeks=st.floats(0.0, 500.0),
    openness=st.floats(0.0, 1.0),
    accommodating=st.floats(0.0, 1.0),
    terms=st.floats(0.0, 1.0),
    aims=st.floats(0.0, 1.5),
    quiet=st.booleans(),
)
def test_shares_stay_shares(rung, weeks, openness, accommodating, terms, aims, quiet):
    influence = Influence.new(rung=rung, weeks=weeks, openness=openness, quiet=True)
    choose_means(influence, accommodating, terms, aims, quiet, Log.new(), P)
    assert 0.0 <= influence.openness <= 1.0
    assert 0.0 <= influence.control <= 1.0
    assert 0.0 <= influence.unmet <= aims
    assert influence.rung in list(Means)


@pytest.mark.parametrize("weeks", [0.0, 200.0])
def test_both_engines_agree(weeks):
    influence = Influence.new(rung=Means.PRESSURE, weeks=weeks, openness=0.13, quiet=True)
    both(choose_means, influence, 0.1, 0.2, 0.4, True, Log.new(), P)
