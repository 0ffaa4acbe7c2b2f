"""Europe in a truce: urgency, cohesion, the reassurance force, relief."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.states import State
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, STATES, Actor, Scope
from model.bargaining import Diplomacy
from model.europe import (
    Europe,
    EuropeParameters,
    cohesion,
    open_europe,
    relax_europe,
    relief_pressure,
    step_europe,
)
from model.truce import Truce
from tests.engines import both
from tests.test_home_front import ladder

EUROPE = EuropeParameters()


def europe():
    states = [State.new(capability=5.0, means=5.0, resolve=0.75, affinity_ukraine=0.8) for _ in range(STATES)]
    hungary = states[Actor.HUNGARY]
    hungary.capability, hungary.means, hungary.resolve = 0.3, 0.3, 0.1
    states[Actor.HUNGARY].affinity_ukraine = -0.3
    union, table = Europe.new(), Diplomacy.new(us_aid=1.0)
    open_europe(union, EUROPE, table, states)
    return union, table, states


def in_europe(weeks, *active, held=None):
    """Run the chain from a truce over urgency and the members' resolve to Europe."""
    from agents.supporters import SupporterParameters, move_resolve

    union, table, states = europe() if held is None else held
    for _ in range(weeks):
        relax_europe(union, EUROPE, ladder(*active))
        for actor in range(len(states)):
            move_resolve(states[actor], 0.0, union.urgency, SupporterParameters(resolve_sd=0.0))
        step_europe(union, EUROPE, table, states)
    return union, table, states


def test_cohesion_is_agreement_less_the_veto():
    """With nothing under unanimity it is the mean resolve, weighted by capability."""
    union, _, states = europe()
    free = dataclasses.replace(EUROPE, unanimity=0.0)
    members = states[FIRST_EUROPEAN:]
    total = sum(m.capability for m in members)
    assert cohesion(union, free, states) == pytest.approx(
        sum(m.capability * m.resolve for m in members) / total
    )
    vetoed = cohesion(union, EUROPE, states)
    assert vetoed < union.agreement
    outvoted = dataclasses.replace(EUROPE, circumvention=0.95)
    assert cohesion(union, outvoted, states) > vetoed
    states[Actor.HUNGARY].resolve = 0.8
    assert cohesion(union, EUROPE, states) > vetoed


def test_a_truce_lowers_urgency_unity_and_the_reassurance_force():
    """The longer the truce, the lower all three; a sector truce lowers them less."""
    seen = []
    for weeks in (0, 8, 52, 200):
        union, table, _ = in_europe(weeks, Scope.GENERAL, held=in_europe(500))
        seen.append((union.urgency, table.cohesion, table.reassurance))
    for values in zip(*seen, strict=True):
        assert list(values) == sorted(values, reverse=True)
        assert values[0] - values[-1] > 0.05
    assert seen[-1][0] == pytest.approx(1.0 - EUROPE.complacency, abs=1e-3)
    limited = in_europe(200, Scope.SECTOR)[0]
    assert limited.urgency == pytest.approx(1.0 - EUROPE.complacency * EUROPE.limited, abs=1e-3)
    assert limited.quiet_days == 0.0


def test_unity_returns_with_the_fighting():
    before = in_europe(500)[1].cohesion
    broken = in_europe(500, held=in_europe(104, Scope.FINAL, held=in_europe(500)))
    assert broken[0].quiet_days == 0.0
    assert broken[0].urgency == pytest.approx(1.0)
    assert broken[1].cohesion == pytest.approx(before, rel=1e-3)


def test_the_reassurance_force_needs_resolve_and_a_backstop():
    union, backed, states = europe()
    lead = 0.5 * (states[Actor.UNITED_KINGDOM].resolve + states[Actor.FRANCE].resolve)
    for us_aid, expected in ((1.0, lead), (0.0, lead * (1.0 - EUROPE.backstop))):
        backed.us_aid = us_aid
        for _ in range(400):
            step_europe(union, EUROPE, backed, states)
        assert backed.reassurance == pytest.approx(expected, abs=1e-3)


def test_quiet_and_good_relations_press_for_relief():
    seen = [relief_pressure(in_europe(weeks, Scope.GENERAL)[0], EUROPE, 0.5) for weeks in (0, 10, 50, 200)]
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] > 0.7
    union = in_europe(50, Scope.GENERAL)[0]
    assert relief_pressure(union, EUROPE, -0.5) < relief_pressure(union, EUROPE, 0.5)
    assert relief_pressure(in_europe(1, held=in_europe(50, Scope.GENERAL))[0], EUROPE, 1.0) == 0.0


def test_both_engines_agree():
    rng = np.random.default_rng(9)
    for _ in range(15):
        truces = [Truce.new(active=bool(rng.integers(2))) for _ in range(SCOPES)]
        union, table, states = europe()
        for member in range(FIRST_EUROPEAN, STATES):
            states[member].resolve = rng.random()
        union.urgency = rng.random()
        both(relax_europe, union, EUROPE, truces)
        both(step_europe, union, EUROPE, table, states)
        assert 0.0 <= table.cohesion <= 1.0
        assert 0.0 <= both(relief_pressure, union, EUROPE, rng.normal()) <= 1.0
