"""Terms in force: what each condition and each text binds, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from agents.states import State
from agents.vocabulary import ISSUES, Actor, Condition, Issue, Scope
from model.bargaining import Diplomacy
from model.consequences import suits_rival
from model.terms import (
    NO_LIMIT,
    TermParameters,
    Terms,
    amend,
    army_allowed,
    bind,
    lift_european,
    recognise,
    snap_back,
)
from model.truce import Truce
from tests.arenas import Arena, bits
from tests.engines import both

P = TermParameters()
RELIEF = 0.12


def bound(
    conditions: int = 0, scope: Scope = Scope.GENERAL, active: bool = True, package=None, days=4000.0, **table
):
    """What binds with one truce in force: the terms, and the table."""
    terms, made = Terms.new(), Diplomacy.new(**table)
    for issue, position in (package or {}).items():
        terms.package[issue] = position
    truces = [Truce.new() for _ in Scope]
    truces[scope].active, truces[scope].conditions = active, conditions
    truces[scope].days_held = days
    both(bind, terms, made, truces, RELIEF, P)
    return terms, made


def test_nothing_binds_where_nothing_is_in_force():
    terms, table = bound()
    assert (terms.aid_europe, terms.mobilisation, terms.troops, terms.army) == (1.0, 1.0, 1.0, NO_LIMIT)
    assert (terms.guarantee, terms.relief_europe, table.aid_barred, table.relief_agreed) == (0.0,) * 4
    assert not any(table.conceded)


@pytest.mark.parametrize(
    ("condition", "read", "free", "held"),
    [
        (Condition.AID_STOP, lambda t, d: d.aid_barred, 0.0, 1.0),
        (Condition.AID_STOP, lambda t, d: t.aid_europe, 1.0, 0.0),
        (Condition.NO_MOBILISATION, lambda t, d: t.mobilisation, 1.0, 1.0 - P.limits_kept),
        (Condition.SANCTIONS_RELIEF, lambda t, d: d.relief_agreed, 0.0, RELIEF),
        (Condition.RECOGNITION_OF_GAINS, lambda t, d: d.conceded[Issue.RECOGNITION], 0.0, 0.5),
        (Condition.ROOT_CAUSES, lambda t, d: d.conceded[Issue.NATO_BAR], 0.0, 1.0),
        (Condition.ROOT_CAUSES, lambda t, d: d.conceded[Issue.LEADERSHIP], 0.0, 1.0),
        (Condition.US_GUARANTEE, lambda t, d: d.us_guarantee, 0.0, 1.0),
        (Condition.SECURITY_GUARANTEE, lambda t, d: d.us_guarantee, 0.0, 1.0),
    ],
)
@pytest.mark.parametrize("scope", [Scope.SHORT, Scope.SECTOR, Scope.GENERAL])
def test_a_condition_binds_for_as_long_as_its_truce(condition, read, free, held, scope):
    others = bits(*(c for c in Condition if c != condition)) & ~bits(
        Condition.US_GUARANTEE, Condition.SECURITY_GUARANTEE
    )
    assert read(*bound(bits(condition), scope, us_guarantee=1.0)) == pytest.approx(held)
    assert read(*bound(bits(condition), scope, active=False, us_guarantee=1.0)) == free
    assert read(*bound(0, scope, us_guarantee=1.0)) == free
    assert read(*bound(others, scope, us_guarantee=1.0)) == free


def test_the_cap_on_the_army_means_what_its_scale_says():
    """No cap at Ukraine's end, 700 thousand at the middle, 85 at Russia's; tighter all the way."""
    assert army_allowed(0.0, P) == NO_LIMIT
    assert army_allowed(0.5, P) == pytest.approx(700.0 * P.theatre)
    assert army_allowed(1.0, P) == pytest.approx(85.0 * P.theatre)
    assert army_allowed(0.33, P) == pytest.approx(800.0 * P.theatre, rel=0.01)
    assert army_allowed(0.6, P) == pytest.approx(600.0 * P.theatre, rel=0.05)
    caps = [army_allowed(x, P) for x in np.linspace(0.0, 1.0, 50)]
    assert caps == sorted(caps, reverse=True)


@pytest.mark.parametrize(
    ("issue", "read", "values"),
    [  # at 0, a quarter, a half and 1 of the scale
        (Issue.FOREIGN_AID, lambda t, d: d.aid_barred, (0.0, 0.5, 1.0, 1.0)),
        (Issue.FOREIGN_AID, lambda t, d: t.aid_europe, (1.0, 1.0, 1.0, 0.0)),
        (Issue.FOREIGN_TROOPS, lambda t, d: t.troops, (1.0, 1.0, 0.0, 0.0)),
        (Issue.GUARANTEE, lambda t, d: t.guarantee, (1.0, 0.75, 0.5, 0.0)),
        (Issue.SANCTIONS_RELIEF, lambda t, d: d.relief_agreed, (0.0, 0.5, 1.0, 1.0)),
        (Issue.SANCTIONS_RELIEF, lambda t, d: t.relief_europe, (0.0, 0.0, 0.0, 1.0)),
        (Issue.RECOGNITION, lambda t, d: d.conceded[Issue.RECOGNITION], (0.0, 0.25, 0.5, 0.5)),
    ],
)
def test_a_settlement_binds_by_its_text(issue, read, values):
    for position, value in zip((0.0, 0.25, 0.5, 1.0), values, strict=True):
        assert read(*bound(scope=Scope.FINAL, package={issue: position})) == pytest.approx(value)
    assert read(*bound(scope=Scope.FINAL, active=False, package={issue: 1.0})) == read(*bound())


def test_conditions_of_a_settlement_are_written_into_its_text():
    package = np.full(ISSUES, 0.5)
    every = bits(*(c for c in Condition if c != Condition.ROOT_CAUSES))
    assert both(amend, package, every) == bits(Condition.MONITORING, Condition.US_GUARANTEE)
    changed = {Issue(i) for i in range(ISSUES) if package[i] != 0.5}
    assert changed == {
        Issue.FOREIGN_AID,
        Issue.ARMY_CAP,
        Issue.RECOGNITION,
        Issue.SANCTIONS_RELIEF,
        Issue.GUARANTEE,
    }
    assert package[Issue.GUARANTEE] == 0.0
    assert both(amend, package, bits(Condition.ROOT_CAUSES)) == 0
    assert package[Issue.NATO_BAR] == package[Issue.LEADERSHIP] == 1.0
    assert package[Issue.GUARANTEE] == 0.5  # who is neutral by treaty has no allies without end


@pytest.mark.parametrize(
    "read", [lambda t, d: d.relief_agreed, lambda t, d: t.relief_europe], ids=["United States", "Europe"]
)
def test_relief_by_a_settlement_comes_in_steps_and_ends_with_it(read):
    """In proportion to the time for which it has held, in full after `relief_time`, nothing once it is broken."""
    text = {Issue.SANCTIONS_RELIEF: 1.0}
    shares = (0.0, 0.25, 0.5, 1.0, 1.7)
    relief = [
        read(*bound(scope=Scope.FINAL, package=text, days=share * 365.25 * P.relief_time)) for share in shares
    ]
    assert relief == pytest.approx([0.0, 0.25, 0.5, 1.0, 1.0])
    assert read(*bound(scope=Scope.FINAL, package=text, active=False)) == 0.0


def test_nobody_is_bound_by_amendments_worse_than_fighting_on():
    arena = Arena()
    asking, rival = arena.ledger.prospects[Actor.RUSSIA], arena.ledger.states[Actor.UKRAINE]
    asking.curvature, rival.attachment, rival.commitment_gap = 1.0, 0.0, 0.0
    for war_value, expected in ((0.3, True), (0.95, False)):
        asking.offered[:] = [0.3] * ISSUES
        rival.war_value = war_value
        assert suits_rival(rival, asking, bits(Condition.ROOT_CAUSES)) == expected


def test_recognition_moves_the_mediators_draft_and_is_taken_back():
    terms, mediator = Terms.new(), State.new(ideal=[0.2] * ISSUES)
    table = Diplomacy.new()
    table.conceded[Issue.RECOGNITION] = 0.5
    for _ in range(3):
        both(recognise, terms, table, mediator)
        assert mediator.ideal[Issue.RECOGNITION] == 0.5
    table.conceded[Issue.RECOGNITION] = 0.0
    both(recognise, terms, table, mediator)
    assert mediator.ideal[Issue.RECOGNITION] == pytest.approx(0.2)
    assert not terms.recognised


def test_relief_tied_to_a_truce_snaps_back_to_what_the_relation_warrants():
    terms, table = Terms.new(), Diplomacy.new(sanctions_relief=0.5, relief_agreed=0.5)
    both(snap_back, terms, table, 0.1)
    assert table.sanctions_relief == 0.5
    table.relief_agreed = 0.0
    both(snap_back, terms, table, 0.1)
    assert table.sanctions_relief == pytest.approx(0.1)
    table.sanctions_relief = 0.4  # earned by policy, not by the truce
    both(snap_back, terms, table, 0.1)
    assert table.sanctions_relief == 0.4


def test_european_sanctions_are_lifted_and_put_back():
    terms, sanctions = Terms.new(relief_europe=0.8), 0.7
    for _ in range(300):
        sanctions = both(lift_european, terms, sanctions, 0.1, 0.05)
        assert sanctions + terms.lifted_europe == pytest.approx(0.7)
    assert sanctions == pytest.approx(0.14, abs=1e-3)
    terms.relief_europe = 0.0
    for _ in range(300):
        sanctions = lift_european(terms, sanctions, 0.0, 0.05)
    assert sanctions == pytest.approx(0.7, abs=1e-3)
