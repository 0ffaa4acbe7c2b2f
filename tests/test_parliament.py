"""A week of Ukraine's home front by hand: trust, pressure to lift martial law, renewals, and what is restored.

That the quiet is expected to hold is compared with the integral over what is believed of the hazard.
"""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from scipy import stats

from agents.events import Log
from agents.states import State
from agents.vocabulary import Actor, Happening, Scope, WarEnd
from model import home_front
from model.home_front import (
    HomeFrontParameters,
    _keep_or_lift,
    _move_trust,
    _press_to_lift,
    _restore,
    expected_to_hold,
    open_home_front,
    renewal_due,
    step_home_front,
)
from model.table import HomeFront
from model.truce import Truce, TruceParameters
from model.war import Front
from tests.logs import events_of

HALF = 1.0 / math.log(2.0)
"""Time of which a week closes half of a gap."""
P = dataclasses.replace(
    HomeFrontParameters(),
    trust=0.66,
    normal_trust=0.6,
    trust_memory=HALF,
    trust_course=0.01,
    reference_advance=300.0,
    rally=0.1,
    concession_cost=0.4,
    against_elections=0.8,
    pressure_time=HALF,
    lapse=0.5,
    faith=1.5,
    renewal_days=28,
    first_renewal=10,
    election_lead=26.0,
    agreed_lead=14.0,
)
RULES = TruceParameters()
EVEN = (np.arange(10_000) + 0.5) / 10_000
"""Quantiles by which an integral over a distribution is taken."""


def test_the_home_front_opens_under_martial_law_in_a_first_term_with_no_election_called():
    home = HomeFront.new(martial_law=False, trust=0.1, election_in=5.0, terms_served=7)
    open_home_front(home, P)
    assert (home.martial_law, home.trust, home.election_in, home.terms_served) == (True, 0.66, -1.0, 1)


# The week


@pytest.mark.parametrize(
    ("end", "active", "quiet", "ended"),
    [
        (WarEnd.GOES_ON, [], False, False),
        (WarEnd.GOES_ON, [Scope.SECTOR, Scope.SHORT], False, False),
        (WarEnd.GOES_ON, [Scope.GENERAL], True, False),
        (WarEnd.GOES_ON, [Scope.FINAL], True, True),
        (WarEnd.SETTLEMENT, [], True, True),
        (WarEnd.RUSSIAN_OBJECTIVE, [Scope.SECTOR], True, True),
    ],
)
@pytest.mark.parametrize("changed", [True, False])
def test_parliament_decides_in_quiet_and_restores_the_law_in_war(note, end, active, quiet, ended, changed):
    moved, pressed = note(home_front, "_move_trust"), note(home_front, "_press_to_lift")
    kept, restored, voted = (
        note(home_front, "_keep_or_lift"),
        note(home_front, "_restore"),
        note(home_front, "come_to_vote", changed),
    )
    home, log, ukraine = HomeFront.new(), Log.new(), State.new()
    truces = [Truce.new(active=scope in active) for scope in Scope]
    front = Front.new(momentum_km2=250.0, end=end)
    assert step_home_front(home, P, log, truces, front, ukraine, 0.2, 0.3, RULES) is changed
    assert moved == [(home, P, 250.0, 0.2, 0.3)]
    assert voted == [(home, P, log, ukraine)]
    assert pressed == [(home, P, quiet, ended)]
    assert kept == ([(home, P, log, truces, RULES)] if quiet else [])
    assert restored == ([] if quiet else [(home, log)])


# Trust and pressure


@pytest.mark.parametrize(
    ("advance", "coercion", "terms", "trust"),
    [
        (300.0, 0.0, 0.0, 0.7),
        (500.0, 0.0, 0.0, 0.69),  # normal trust is 0.58
        (100.0, 0.0, 0.0, 0.71),
        (300.0, 0.5, 0.0, 0.75),
        (300.0, 0.0, 0.5, 0.5),
        (300.0, 0.5, 0.5, 0.55),
        (300.0, 6.0, 0.0, 1.0),
        (300.0, 0.0, 3.0, 0.0),
    ],
)
def test_trust_goes_half_of_the_way_to_its_normal_and_moves_by_coercion_and_terms(
    advance, coercion, terms, trust
):
    home = HomeFront.new(trust=0.8)
    _move_trust(home, P, advance, coercion, terms)
    assert home.trust == pytest.approx(trust)


@pytest.mark.parametrize(
    ("quiet", "ended", "pressure"),
    [(True, True, 0.7), (True, False, 0.3), (False, False, 0.2), (False, True, 0.7)],
)
def test_pressure_goes_half_of_the_way_to_the_share_who_wish_elections_now(quiet, ended, pressure):
    home = HomeFront.new(lift_pressure=0.4)
    _press_to_lift(home, P, quiet, ended)
    assert home.lift_pressure == pytest.approx(pressure)


@pytest.mark.parametrize(("first", "every"), [(10, 28), (0, 30), (52, 90), (7, 21), (6, 21), (13, 100)])
def test_the_term_runs_out_in_the_weeks_that_hold_its_last_days(first, every):
    """Days on which it runs out, counted one by one from the first renewal and back; week w holds days 7w to 7w + 6.

    A term that runs out on the first day of a week is renewed at the end of the week before.
    """
    rules = dataclasses.replace(P, first_renewal=first, renewal_days=every)
    days = range(first - 10 * every, 2000, every)
    expected = [any(7 * week < day <= 7 * week + 7 for day in days) for week in range(100)]
    assert [renewal_due(rules, week) for week in range(100)] == expected


# Trust in the quiet


@pytest.mark.parametrize(("made", "exposure"), [(0, 0.0), (1, 0.0), (1, 0.8), (2, 0.0), (4, 0.8)])
@pytest.mark.parametrize("ahead", [0.05, 1.2])
def test_the_quiet_is_expected_to_hold_as_the_integral_over_the_believed_hazard_says(
    note, made, exposure, ahead
):
    """A gamma factor of mean 1 and weight n, after k breakdowns and an exposure E: gamma of n + k and n + E."""
    asked = note(home_front, "permanence", math.exp(-ahead))
    truces = [Truce.new() for _ in Scope]
    truces[Scope.GENERAL] = Truce.new(active=True, made=made, exposure=exposure, extends=0.7)
    factors = stats.gamma.ppf(EVEN, a=1.5 + max(made - 1, 0), scale=1.0 / (1.5 + exposure))
    expected = np.exp(-factors * ahead).mean()
    assert expected_to_hold(truces, P, RULES) == pytest.approx(expected, rel=1e-4)
    assert asked == [(truces[Scope.GENERAL], RULES, Scope.GENERAL, 0.7, 182.0)]


@pytest.mark.parametrize(
    ("active", "scope"), [([Scope.FINAL], Scope.FINAL), ([Scope.FINAL, Scope.GENERAL], Scope.FINAL)]
)
def test_a_settlement_is_what_the_quiet_rests_on_if_there_is_one(note, active, scope):
    asked = note(home_front, "permanence", 0.5)
    truces = [Truce.new(active=s in active, extends=s / 10.0) for s in Scope]
    expected_to_hold(truces, P, RULES)
    assert asked == [(truces[scope], RULES, scope, scope / 10.0, 182.0)]


def test_the_quiet_of_a_decided_war_lasts(note):
    asked = note(home_front, "permanence", 0.5)
    assert expected_to_hold([Truce.new() for _ in Scope], P, RULES) == 1.0
    assert asked == []


# Parliament


def renewed(note, uniform=0.0, due=True, trusted=0.8, **values):
    """Let parliament decide at a pressure of one half: 0.5 x 0.5 x 0.8 = 0.2."""
    note(home_front, "renewal_due", due)
    asked = note(home_front, "expected_to_hold", trusted)
    home = HomeFront.new(**{"martial_law": True, "lift_pressure": 0.5, "election_in": -1.0, **values})
    home.uniforms[0] = uniform
    log = Log.new()
    _keep_or_lift(home, P, log, [], RULES)
    return home, log, asked


@pytest.mark.parametrize(
    ("uniform", "pledged", "lifted"), [(0.19, 0.0, True), (0.21, 0.0, False), (0.5, 0.6, True)]
)
def test_the_law_lapses_as_far_as_parliament_is_pressed_and_trusts_or_has_pledged_it(
    note, uniform, pledged, lifted
):
    home, log, _ = renewed(note, uniform, pledged=pledged)
    assert home.martial_law is not lifted
    ended = [(Happening.MARTIAL_LAW_ENDS, Actor.UKRAINE, -1, -1, -1, 0.8)]
    assert events_of(log) == (ended if lifted else [])


@pytest.mark.parametrize(
    ("pledged", "called", "election_in"),
    [(0.0, -1.0, 26.0), (1.0, -1.0, 14.0), (0.5, -1.0, 20.0), (0.5, 100.0, 100.0)],
)
def test_its_end_opens_the_lead_of_the_law_or_of_the_pledge_and_no_election_comes_sooner_than_due(
    note, pledged, called, election_in
):
    assert renewed(note, pledged=pledged, election_in=called)[0].election_in == pytest.approx(election_in)


@pytest.mark.parametrize(("law", "due"), [(False, True), (True, False), (False, False)])
def test_parliament_decides_only_at_a_renewal_of_a_law_in_force(note, law, due):
    home, log, asked = renewed(note, due=due, martial_law=law)
    assert (home.martial_law, home.election_in, log.count, asked) == (law, -1.0, 0, [])


@pytest.mark.parametrize("law", [True, False])
@pytest.mark.parametrize(("elections", "called"), [(0, -1.0), (1, 9.0), (2, 9.0)])
def test_war_restores_the_law_and_calls_off_a_first_vote_alone(law, elections, called):
    home, log = (
        HomeFront.new(martial_law=law, lift_pressure=0.5, election_in=9.0, elections=elections),
        Log.new(),
    )
    _restore(home, log)
    assert (home.martial_law, home.lift_pressure, home.election_in) == (True, 0.0, called)
    restored = [(Happening.MARTIAL_LAW_RESTORED, Actor.UKRAINE, -1, -1, -1, 9.0)]
    assert events_of(log) == ([] if law else restored)
