"""The ladder of means short of war: cheap ones first, dearer ones when they fail."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.arithmetic import normal_cdf
from agents.events import Log
from agents.means import (
    Influence,
    InfluenceParameters,
    choose_means,
    control,
    cost_of,
    open_influence,
    shifted_chance,
    stirred_incidents,
    vote_shift,
    worn_trust,
)
from agents.vocabulary import Happening, Means
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


def test_who_has_no_aims_climbs_no_further_than_persuasion():
    rungs, influence, _ = quiet_weeks(2000, aims=0.0)
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
        assert (vote_shift(influence, P) > 0.0) == (rung >= Means.INTERFERENCE)
        assert (worn_trust(influence, P) > 0.0) == (rung >= Means.INTERFERENCE)
        assert (stirred_incidents(influence, P) > 0.0) == (rung == Means.SUBVERSION)


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
