"""A week of a truce: its days, hazard, extension, end, incidents and blame, each number worked by hand.

The rule that appraises a truce is left out, so that its hazard stays as given.
"""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.events import Log
from agents.vocabulary import Actor, Domain, Happening, Scope
from model import truce as truces_of_the_week
from model.truce import Truce, lay_aside, step_truces, suspended, truce_blame
from tests.logs import told
from tests.truces import BASE, circumstances, ladder

R, U = int(Actor.RUSSIA), int(Actor.UKRAINE)
WEEK = 9


def week(truces, note, incidents=(0, 0), parameters=BASE, power_ratio=0.5):
    """Play a week in which so many incidents of Russia and of Ukraine happen; return what is told."""
    note(truces_of_the_week, "appraise_truce")
    note(truces_of_the_week, "_meet_incidents", lambda truce, *_: happen(truce, *incidents))
    log = Log.new(week=WEEK)
    step_truces(truces, parameters, circumstances(power_ratio=power_ratio), log)
    return told(log)


def happen(truce, russia, ukraine):
    truce.incidents_russia, truce.incidents = russia, russia + ukraine


def lasting(scope=Scope.GENERAL, **changes):
    """A ladder with one truce in force that nothing ends."""
    truces = ladder()
    usual = {"days_left": 60.0, "term": 30.0, "threshold": 9.0, "hazard": 0.125}
    for name, value in (usual | changes).items():
        setattr(truces[scope], name, value)
    truces[scope].active = truces[scope].binds_russia = truces[scope].binds_ukraine = True
    return truces


@pytest.mark.parametrize("active", [False, True])
def test_a_week_forgets_what_the_last_one_brought(note, active):
    truces = lasting(
        share=0.5, incidents=3, incidents_russia=2, broken_by=R, lapsed_by=R, renewed=True, blame=0.25
    )
    truce = truces[Scope.GENERAL]
    truce.active, truce.power_at_signing = active, 0.125
    assert week(truces, note) == []
    assert (truce.share, truce.incidents, truce.incidents_russia, truce.blame) == (1.0 * active, 0, 0, 0.0)
    assert (truce.broken_by, truce.lapsed_by, truce.renewed) == (-1, -1, False)
    assert (truce.power_at_signing, truce.days_held) == (0.125, 7.0 * active)


@pytest.mark.parametrize(
    ("scope", "left", "share", "remaining"),
    [
        (Scope.GENERAL, 60.0, 1.0, 53.0),
        (Scope.SHORT, 1.75, 0.25, 0.0),
        (Scope.FINAL, 1e6, 1.0, 1e6),
    ],
)
def test_a_week_of_a_truce_counts_its_days_and_its_hazard(note, scope, left, share, remaining):
    """Hazard 0.125 for the share of the week, and for the weight of two incidents."""
    truces = lasting(scope, days_left=left, days_held=4.0, longest=10.0, exposure=0.5)
    truce = truces[scope]
    truce.uniforms[3] = 0.5
    week(truces, note, (2, 0))
    assert (truce.share, truce.days_left, truce.days_held) == (share, remaining, 4.0 + 7.0 * share)
    assert truce.longest == max(10.0, 4.0 + 7.0 * share)
    assert truce.exposure == pytest.approx(0.5 + 0.125 * (share + BASE.incident_weight * 2.0))


@pytest.mark.parametrize(
    ("left", "uniform", "extends", "renewed", "goes_on"),
    [
        (8.0, 0.0, 1.0, False, True),
        (8.0, 0.9, 0.5, False, True),
        (7.0, 0.4, 0.5, True, True),
        (7.0, 0.5, 0.5, False, False),
        (3.0, 0.4, 0.5, True, True),
        (3.0, 0.9, 0.5, False, False),
    ],
)
def test_in_its_last_week_a_truce_is_extended_with_the_chance_that_both_would(
    note, left, uniform, extends, renewed, goes_on
):
    """By its term of 30 days, counted from the date at which it would have run out."""
    truces = lasting(days_left=left, extends=extends, extensions=2, power_at_signing=0.125, sector=1)
    truce = truces[Scope.GENERAL]
    truce.uniforms[3] = uniform
    events = week(truces, note, power_ratio=0.75)
    assert (truce.renewed, truce.active, truce.extensions) == (renewed, goes_on, 2 + renewed)
    assert truce.power_at_signing == (0.75 if renewed else 0.125)
    extended = (WEEK, Happening.TRUCE_EXTENDED, -1, -1, Scope.GENERAL, 1, left + 30.0)
    expired = (WEEK, Happening.TRUCE_EXPIRES, -1, -1, Scope.GENERAL, 1, left)
    assert events == ([extended] if renewed else [] if goes_on else [expired])
    if renewed:
        assert truce.days_left == left + 30.0 - 7.0


@pytest.mark.parametrize(("term", "added"), [(3.0, BASE.extension), (90.0, 90.0)])
def test_an_extension_is_at_least_the_shortest(note, term, added):
    truces = lasting(days_left=5.0, term=term, extends=1.0)
    week(truces, note)
    assert truces[Scope.GENERAL].days_left == pytest.approx(5.0 + added - 7.0)


@pytest.mark.parametrize(
    ("russia", "ukraine", "uniform", "by"),
    [
        (True, True, 0.25, R),
        (True, True, 0.5, U),
        (True, True, 0.75, U),
        (True, False, 0.25, -1),
        (False, True, 0.25, -1),
    ],
)
def test_a_lapse_is_laid_to_one_of_two_who_were_bound_and_to_nobody_where_one_was(
    note, russia, ukraine, uniform, by
):
    truces = lasting(Scope.SHORT, days_left=3.0, reluctant_russia=0.5)
    truce = truces[Scope.SHORT]
    truce.binds_russia, truce.binds_ukraine = russia, ukraine
    truce.uniforms[3] = 0.5
    truce.uniforms[4] = uniform
    events = week(truces, note)
    assert (truce.active, truce.lapsed_by, truce.broken_by) == (False, by, -1)
    assert [event[1] for event in events] == [Happening.TRUCE_EXPIRES]


@pytest.mark.parametrize(("uniform", "breaker"), [(0.25, R), (0.5, U), (0.75, U)])
@pytest.mark.parametrize("left", [5.0, 60.0])
def test_a_truce_breaks_when_its_hazard_has_run_up_to_the_threshold(note, uniform, breaker, left):
    """One that breaks in its last week has not lapsed. Blame 0.15 x 0.4 = 0.06 to the side that broke it."""
    p = dataclasses.replace(BASE, blame_breakdown=0.15)
    truces = lasting(
        days_left=left, threshold=0.1, breaker_russia=0.5, monitoring=0.4, broken=1, broken_russia=1, sector=1
    )
    truce = truces[Scope.GENERAL]
    truce.hazard = 0.25
    truce.uniforms[3], truce.uniforms[4] = 0.5, uniform
    events = week(truces, note, parameters=p)
    assert (truce.active, truce.broken_by, truce.lapsed_by, truce.broken) == (False, breaker, -1, 2)
    assert truce.broken_russia == 1 + (breaker == R)
    assert truce.blame == pytest.approx(0.06 if breaker == R else -0.06)
    assert events == [(WEEK, Happening.TRUCE_BREAKS, breaker, -1, Scope.GENERAL, 1, min(left, 7.0))]


def test_a_truce_holds_below_the_threshold(note):
    truces = lasting(threshold=0.126)
    assert week(truces, note) == []
    assert truces[Scope.GENERAL].active


def test_all_truces_are_laid_aside_at_once():
    truces = [Truce.new(active=True) for _ in Scope]
    lay_aside(truces)
    assert [truce.active for truce in truces] == [False] * len(Scope)


# Incidents.


@pytest.mark.parametrize(("russia", "ukraine"), [(5, 2), (5, 3), (5, 4), (3, 6), (4, 4), (0, 0)])
def test_incidents_come_of_each_side_and_of_answers_excite_others_and_are_blamed_as_far_as_seen(
    note, russia, ukraine
):
    """Half a week of 2 + (2/3) 3 and of 1 + (1/3) 3: means 2 and 1. Where both have as many neither is named."""
    p = dataclasses.replace(BASE, blame_incident=0.01, reported=8)
    drawn = note(truces_of_the_week, "poisson", lambda mean, uniform: russia if uniform == 0.25 else ukraine)
    truce = Truce.new(
        share=0.5,
        spontaneous_russia=2.0,
        spontaneous_ukraine=1.0,
        excitation=3.0,
        monitoring=0.5,
        blame=0.125,
    )
    truce.sector, truce.uniforms[0], truce.uniforms[1] = 2, 0.25, 0.75
    log = Log.new(week=WEEK)
    truces_of_the_week._meet_incidents(truce, p, log, int(Scope.SECTOR))
    assert drawn == [(pytest.approx(2.0), 0.25), (pytest.approx(1.0), 0.75)]
    number = russia + ukraine
    assert (truce.incidents, truce.incidents_russia) == (number, russia)
    rise = p.branching * (1.0 - math.exp(-1.0 / p.memory))
    assert truce.excitation == pytest.approx(3.0 * math.exp(-0.5 / p.memory) + rise * number)
    assert truce.blame == pytest.approx(0.125 + 0.005 * (russia - ukraine))
    side = R if russia > ukraine else U if ukraine > russia else -1
    violations = (WEEK, Happening.VIOLATIONS, side, -1, Scope.SECTOR, 2, float(number))
    assert told(log) == ([violations] if number >= 8 else [])


def test_blame_adds_up_over_all_truces():
    assert truce_blame([Truce.new(blame=0.1 * 2.0**rung) for rung in Scope]) == pytest.approx(3.1)


# What is suspended.


@pytest.mark.parametrize(("side", "held"), [(R, 0.32), (U, 0.36)])
def test_a_side_suspends_what_the_most_binding_truce_holds_back_as_it_keeps_it(side, held):
    """Russia keeps 0.8 of the settlement for 0.4 of the week, Ukraine 0.6 of the general truce for 0.6 of it."""
    truces = ladder()
    for truce in truces:
        truce.binds_russia = truce.binds_ukraine = True
        truce.share = 1.0
    general, final = truces[Scope.GENERAL], truces[Scope.FINAL]
    general.share, final.share = 0.6, 0.4
    general.compliance_russia[0], general.compliance_ukraine[0] = 0.5, 0.6
    final.compliance_russia[0], final.compliance_ukraine[0] = 0.8, 0.1
    truces[Scope.HUMAN].compliance_russia[0] = truces[Scope.SECTOR].compliance_ukraine[0] = 1.0
    general.compliance_russia[1] = general.compliance_ukraine[1] = 0.95
    assert suspended(truces, int(Domain.GROUND), side) == pytest.approx(held)
