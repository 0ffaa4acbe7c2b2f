"""A week of Europe by hand: urgency, cohesion under a veto, the force made ready, pressure for relief."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.states import State
from agents.vocabulary import FIRST_EUROPEAN, Actor, Scope
from model.europe import (
    Europe,
    EuropeParameters,
    cohesion,
    open_europe,
    readiness,
    relax_europe,
    relief_pressure,
    step_europe,
)
from model.table import Diplomacy
from model.truce import Truce

HALF, THREE_QUARTERS = 1.0 / math.log(2.0), 1.0 / math.log(4.0)
"""Times of which a week closes a half and three quarters of a gap."""
P = dataclasses.replace(
    EuropeParameters(),
    complacency=0.4,
    limited=0.25,
    relaxing_time=HALF,
    alarm_time=THREE_QUARTERS,
    unanimity=0.5,
    circumvention=0.6,
    reassurance=0.3,
    planning_time=HALF,
    backstop=0.5,
    relief_time=10.0,
)


def members(resolve: float = 0.5, **changes: tuple[float, float]) -> list[State]:
    """States of which Europeans weigh 2 each and the others, who do not count, 50, but for those told."""
    states = []
    for actor in Actor:
        usual = (2.0, resolve) if actor >= FIRST_EUROPEAN else (50.0, 0.0)
        capability, will = changes.get(actor.name.lower(), usual)
        states.append(State.new(capability=capability, resolve=will))
    return states


@pytest.mark.parametrize(
    ("active", "urgency", "after"),
    [
        ([Scope.GENERAL], 1.0, 0.8),
        ([Scope.FINAL], 1.0, 0.8),
        ([Scope.SHORT], 1.0, 0.95),
        ([Scope.SECTOR], 1.0, 0.95),
        ([Scope.SECTOR, Scope.GENERAL], 1.0, 0.8),
        ([Scope.HUMAN], 1.0, 1.0),
        ([], 0.6, 0.9),
        ([Scope.HUMAN], 0.6, 0.9),
        ([Scope.GENERAL], 0.2, 0.5),  # less than a truce would leave comes back as fast
        ([Scope.SHORT], 0.5, 0.8),
    ],
)
def test_urgency_falls_half_of_the_way_and_comes_back_three_quarters_of_it(active, urgency, after):
    europe = Europe.new(urgency=urgency, quiet_days=10.0)
    relax_europe(europe, P, [Truce.new(active=scope in active) for scope in Scope])
    assert europe.urgency == pytest.approx(after)
    quiet = Scope.GENERAL in active or Scope.FINAL in active
    assert europe.quiet_days == (17.0 if quiet else 0.0)


def test_cohesion_is_mean_resolve_less_what_the_least_willing_stops():
    """(4 x 0.9 + 2 x 0.4 + 8 x 0.7) / 14 = 5/7; 0.6 x (1 - 0.6) = 0.24 is stopped of the half under unanimity."""
    states = members(0.7, germany=(4.0, 0.9), hungary=(2.0, 0.4))
    europe = Europe.new()
    found = cohesion(europe, P, states)
    assert europe.agreement == pytest.approx(5.0 / 7.0)
    assert europe.blocked == pytest.approx(0.24)
    assert found == pytest.approx(5.0 / 7.0 * 0.88)


@pytest.mark.parametrize("member", list(Actor)[FIRST_EUROPEAN:])
def test_every_member_has_a_voice_and_a_veto(member):
    europe = Europe.new()
    cohesion(europe, P, members(1.0, **{member.name.lower(): (4.0, 0.3)}))
    assert europe.agreement == pytest.approx(11.2 / 14.0)
    assert europe.blocked == pytest.approx(0.28)


def test_members_of_one_will_stop_nothing_and_those_without_means_agree_on_nothing():
    europe = Europe.new()
    assert cohesion(europe, P, members(1.0)) == 1.0
    assert europe.blocked == 0.0
    nobody = {actor.name.lower(): (0.0, 0.5) for actor in Actor}
    assert cohesion(europe, P, members(0.5, **nobody)) == 0.0


@pytest.mark.parametrize(("us_support", "after"), [(1.0, 0.4), (0.2, 0.26), (0.0, 0.225)])
def test_the_force_moves_half_of_the_way_to_the_will_of_those_who_lead_it(us_support, after):
    """0.8 and 0.6: aims of 0.7, 0.42 and 0.35, from 0.1."""
    states = members(0.0, united_kingdom=(2.0, 0.8), france=(1.0, 0.6))
    assert readiness(P, states, 0.1, us_support) == pytest.approx(after)


@pytest.mark.parametrize(
    ("weeks", "us_russia", "pressure"),
    [
        (10.0 * math.log(2.0), 1.0, 0.5),
        (10.0 * math.log(2.0), 0.2, 0.3),
        (10.0 * math.log(4.0), 0.0, 0.375),
        (1e4, 3.0, 1.0),
        (1e4, -1.0, 0.0),
        (1e4, -3.0, 0.0),
        (0.0, 1.0, 0.0),
    ],
)
def test_pressure_for_relief_grows_with_quiet_and_with_american_relations(weeks, us_russia, pressure):
    europe = Europe.new(quiet_days=7.0 * weeks)
    assert relief_pressure(europe, P, us_russia) == pytest.approx(pressure)


def test_europe_opens_at_full_urgency_with_the_cohesion_of_its_members():
    europe, table = Europe.new(urgency=9.0, quiet_days=9.0), Diplomacy.new(reassurance=9.0, cohesion=9.0)
    open_europe(europe, P, table, members(0.5))
    assert (europe.urgency, europe.quiet_days, table.reassurance) == (1.0, 0.0, 0.3)
    assert table.cohesion == pytest.approx(0.5 * (1.0 - 0.5 * 0.5 * 0.4))


def test_a_week_renews_cohesion_and_the_force_from_where_it_stood():
    europe, table = Europe.new(), Diplomacy.new(reassurance=0.1, cohesion=9.0, us_aid=0.2)
    step_europe(europe, P, table, members(0.7))
    assert table.cohesion == pytest.approx(0.7 * (1.0 - 0.5 * 0.3 * 0.4))
    assert table.reassurance == pytest.approx(0.26)
