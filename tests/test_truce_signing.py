"""A truce signed, extended and joined by conditions: who is bound, for how long, and what is told."""

from __future__ import annotations

import math

import pytest

from agents.events import Log
from agents.vocabulary import DOMAINS, Actor, Condition, Domain, Happening, Scope
from model.truce import attach, sign_truce
from tests.logs import told
from tests.truces import BASE, circumstances, ladder

R, U = int(Actor.RUSSIA), int(Actor.UKRAINE)
WEEK = 9


def signed(truces, scope, sector=0, days=30.0, russia=True, ukraine=True, proposer=Actor.CHINA, **around):
    """Sign a truce; return whether it came into force and what is told of it."""
    log = Log.new(week=WEEK)
    given = (
        truces,
        BASE,
        circumstances(**around),
        log,
        int(scope),
        sector,
        days,
        int(proposer),
        russia,
        ukraine,
    )
    return sign_truce(*given), told(log)


@pytest.mark.parametrize("above", [None, Scope.SHORT, Scope.SECTOR, Scope.GENERAL, Scope.FINAL])
@pytest.mark.parametrize("scope", list(Scope))
def test_only_a_general_truce_or_a_settlement_leaves_nothing_to_agree_below_but_the_humanitarian(
    above, scope
):
    truces = ladder()
    if above is not None:
        truces[above].active = True
    covered = above in (Scope.GENERAL, Scope.FINAL) and Scope.HUMAN < scope < above
    done, events = signed(truces, scope, days=11.0)
    assert done is (not covered)
    if covered:
        assert (events, truces[scope].active, truces[scope].term) == ([], False, 0.0)
    else:
        assert (len(events), truces[scope].active) == (1, True)


@pytest.mark.parametrize("scope", list(Scope))
def test_a_general_truce_or_a_settlement_takes_the_place_of_all_below_but_the_humanitarian(scope):
    truces = ladder()
    for below in range(Scope.HUMAN, scope):
        truces[below].active = below < Scope.GENERAL or scope == Scope.FINAL
    if scope == Scope.FINAL:
        truces[Scope.FINAL].active = True
    before = [truce.active for truce in truces]
    signed(truces, scope)
    wide = scope >= Scope.GENERAL
    kept = [before[rung] and not (wide and Scope.SHORT <= rung < scope) for rung in Scope]
    kept[scope] = True
    assert [truce.active for truce in truces] == kept


@pytest.mark.parametrize(
    ("russia", "ukraine", "alone"), [(True, True, -1), (True, False, R), (False, True, U)]
)
def test_a_new_truce_starts_from_nothing_and_names_who_alone_is_bound(russia, ukraine, alone):
    """A uniform of 0.75 is an exponential threshold of log 4."""
    truces = ladder()
    truce = truces[Scope.SECTOR]
    truce.days_held, truce.share, truce.exposure, truce.threshold = 5.0, 0.5, 0.25, 9.0
    truce.extensions, truce.made, truce.conditions = 3, 4, 64
    truce.uniforms[2] = 0.75
    done, events = signed(truces, Scope.SECTOR, 1, 45.0, russia, ukraine, power_ratio=0.25, pressure=0.125)
    assert done is True
    assert (truce.active, truce.binds_russia, truce.binds_ukraine, truce.sector) == (True, russia, ukraine, 1)
    assert (truce.term, truce.days_left, truce.days_held, truce.share) == (45.0, 45.0, 0.0, 0.0)
    assert (truce.extensions, truce.made, truce.exposure, truce.conditions) == (0, 5, 0.0, 0)
    assert (truce.power_at_signing, truce.pressure_at_signing) == (0.25, 0.125)
    assert truce.threshold == pytest.approx(math.log(4.0))
    assert events == [(WEEK, Happening.TRUCE_BEGINS, Actor.CHINA, alone, Scope.SECTOR, 1, 45.0)]


@pytest.mark.parametrize(("left", "days", "after"), [(20.0, 45.0, 45.0), (60.0, 45.0, 60.0)])
@pytest.mark.parametrize("scope", [Scope.HUMAN, Scope.SHORT, Scope.SECTOR, Scope.GENERAL])
def test_one_in_force_that_is_signed_again_is_extended_and_goes_on(scope, left, days, after):
    """To the later of both dates; what it has been through stays."""
    truces = ladder()
    truce = truces[scope]
    truce.active = truce.binds_russia = True
    truce.sector, truce.days_left, truce.days_held, truce.exposure, truce.threshold = 2, left, 5.0, 0.25, 9.0
    truce.extensions, truce.made = 1, 4
    done, events = signed(truces, scope, 2, days, power_ratio=0.25)
    assert done is True
    assert (truce.active, truce.term, truce.days_left, truce.extensions, truce.made) == (
        True,
        days,
        after,
        2,
        4,
    )
    assert (truce.days_held, truce.exposure, truce.threshold, truce.power_at_signing) == (
        5.0,
        0.25,
        9.0,
        0.25,
    )
    assert events == [(WEEK, Happening.TRUCE_EXTENDED, Actor.CHINA, -1, scope, 2, after)]


@pytest.mark.parametrize("before", [(True, False), (False, True)])
@pytest.mark.parametrize("now", [(True, False), (False, True)])
def test_who_was_bound_stays_bound_and_who_joins_keeps_it_too(before, now):
    truces = ladder()
    truce = truces[Scope.SECTOR]
    truce.active, (truce.binds_russia, truce.binds_ukraine) = True, before
    signed(truces, Scope.SECTOR, 0, 30.0, *now)
    bound = (before[0] or now[0], before[1] or now[1])
    assert (truce.binds_russia, truce.binds_ukraine) == bound
    kept = (truce.compliance_russia[Domain.AIR] > 0.0, truce.compliance_ukraine[Domain.AIR] > 0.0)
    assert kept == bound


@pytest.mark.parametrize(("scope", "sector"), [(Scope.SECTOR, 1), (Scope.FINAL, 0)])
def test_another_sector_or_another_settlement_is_a_new_truce(scope, sector):
    truces = ladder()
    truce = truces[scope]
    truce.active, truce.sector, truce.days_held, truce.made = True, 0, 5.0, 4
    _, events = signed(truces, scope, sector)
    assert (truce.days_held, truce.made, events[0][1]) == (0.0, 5, Happening.TRUCE_BEGINS)


# Conditions.


def test_monitors_who_are_let_in_are_added_to_what_was_granted_and_deter_at_once():
    """1 - (1 - remote) exp(-monitors access reach / length) is seen of violations."""
    truces, around = ladder(), circumstances()
    signed(truces, Scope.GENERAL)
    truce = truces[Scope.GENERAL]
    truce.conditions = 1 << Condition.KURSK
    before = list(truce.compliance_russia)
    attach(truce, BASE, around, int(Scope.GENERAL), 1 << Condition.MONITORING)
    assert truce.conditions == (1 << Condition.KURSK) | (1 << Condition.MONITORING)
    unseen = (1.0 - BASE.remote) * math.exp(-BASE.monitors * BASE.access * BASE.reach / around.length_km)
    assert truce.monitoring == pytest.approx(1.0 - unseen)
    kept = 1.0 - (1.0 - BASE.kept_general_ground) * BASE.violation_russia * (
        1.0 - BASE.deterrence * (1.0 - unseen)
    )
    assert truce.compliance_russia[Domain.GROUND] == pytest.approx(kept)
    assert all(truce.compliance_russia[domain] > before[domain] for domain in range(DOMAINS))
