"""Truces: a clock in days, extension, one rung at a time, and all in bounds and in both engines."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from agents.events import Log
from agents.states import State
from agents.vocabulary import SCOPES, Actor, Domain, Scope
from model.bargaining import Diplomacy
from model.circumstances import (
    NO_EXPIRY,
    Circumstances,
    appraise_truce,
    expect_extension,
    extension_gain,
    extension_probability,
    judge_permanence,
    read_circumstances,
)
from model.durability import permanence
from model.truce import Truce, TruceParameters, sign_truce, step_truces, suspended, truce_blame
from model.war import Front
from tests.engines import both
from tests.ranges import anywhere
from tests.truces import BASE, circumstances, kinds, ladder, sign, step

QUIET = dataclasses.replace(
    BASE, incidents_ground=0.0, incidents_air=0.0, incidents_sea=0.0, spoilers=0.0, hazard_limited=0.0
)


def test_a_short_truce_sits_inside_its_week():
    """Thirty hours, three days, a month: exposure, expiry and events follow the days."""
    for days, weeks, last in (
        (1.25, 1, 1.25 / 7.0),
        (3.0, 1, 3.0 / 7.0),
        (7.0, 1, 1.0),
        (30.0, 5, 2.0 / 7.0),
    ):
        truces, log = ladder(), Log.new()
        assert sign(truces, Scope.SHORT, days, parameters=QUIET, log=log)
        for week in range(weeks):
            assert truces[Scope.SHORT].active
            log.week = week
            step(truces, QUIET, log)
        truce = truces[Scope.SHORT]
        assert not truce.active
        assert truce.days_held == pytest.approx(days)
        assert truce.longest == pytest.approx(days)
        assert truce.share == pytest.approx(last)
        assert kinds(log) == ["TRUCE_BEGINS", "TRUCE_EXPIRES"]
        assert (truce.made, truce.broken, truce.extensions) == (1, 0, 0)


def test_a_truce_is_extended_by_its_term_when_both_would():
    truces, log = ladder(), Log.new()
    sign(truces, Scope.SECTOR, 30.0, parameters=QUIET, log=log)
    for _ in range(5):
        truces[Scope.SECTOR].extends = 1.0
        step(truces, QUIET, log)
    truce = truces[Scope.SECTOR]
    assert truce.active
    assert truce.extensions == 1
    assert truce.days_held == 35.0
    assert truce.days_left == 25.0
    assert kinds(log) == ["TRUCE_BEGINS", "TRUCE_EXTENDED"]


def test_extension_weighs_what_is_spared_against_what_is_forgone():
    """The side that advances lets a truce lapse; the other would extend; both are needed."""
    forgoes = extension_gain(BASE, 0.02, 0.0, 0.05, 0.9, 0.9)
    gains = extension_gain(BASE, 0.02, 0.05, 0.0, 0.9, 0.9)
    assert forgoes < 0.0 < gains
    assert extension_gain(BASE, 0.02, 0.05, 0.0, 0.9, 0.2) < gains  # the other does not keep it
    lapse = extension_probability(forgoes, 0.01, gains, 0.01)[0]
    assert lapse < 0.05
    assert extension_probability(gains, 0.01, gains, 0.01)[0] > 0.8
    assert extension_probability(0.0, 0.01, 0.0, 0.01)[0] == pytest.approx(0.25)


def test_expectations_of_extension_settle_where_decisions_agree():
    truce = Truce.new(extends=0.9)
    for _ in range(200):
        expect_extension(truce, BASE, 1.0 - truce.extends)
    assert truce.extends == pytest.approx(0.5)


def test_the_ladder_has_one_truce_a_rung():
    truces, log = ladder(), Log.new()
    assert sign(truces, Scope.SECTOR, 30.0, log=log)
    assert sign(truces, Scope.GENERAL, 30.0, log=log)
    assert not truces[Scope.SECTOR].active  # the wider truce takes its place
    assert not sign(truces, Scope.SECTOR, 30.0, log=log)
    assert sign(truces, Scope.HUMAN, 3.0, log=log)
    assert sign(truces, Scope.GENERAL, 60.0, log=log)
    assert truces[Scope.GENERAL].extensions == 1
    assert truces[Scope.GENERAL].made == 1
    assert sign(truces, Scope.FINAL, 0.0, log=log)
    assert truces[Scope.FINAL].days_left == NO_EXPIRY
    assert [t.active for t in truces] == [True, False, False, False, True]


def test_what_a_truce_suspends():
    truces = ladder()
    sign(truces, Scope.SECTOR, 30.0, sector=2, parameters=QUIET)
    step(truces, QUIET)
    assert suspended(truces, Domain.GROUND, Actor.RUSSIA) == 0.0  # the front goes on under a sector truce
    assert suspended(truces, Domain.AIR, Actor.RUSSIA) > 0.5
    sign(truces, Scope.GENERAL, 30.0, parameters=QUIET)
    step(truces, QUIET)
    assert suspended(truces, Domain.GROUND, Actor.UKRAINE) > 0.8


def test_over_the_whole_range_of_parameters_all_stays_in_bounds():
    rng = np.random.default_rng(13)
    for _ in range(60):
        parameters, truces = anywhere(TruceParameters, rng), ladder()
        around = {
            "length_km": rng.uniform(0.0, 2000.0),
            "belief_gap": rng.random(),
            "temptation_russia": rng.random(),
            "hawks_russia": rng.random(),
        }
        for scope in Scope:
            truces[scope].uniforms[2] = rng.random()
            sign(truces, scope, 60.0 * rng.random(), parameters=parameters, **around)
            for _ in range(3):
                for truce in truces:
                    truce.extends = rng.random()
                    for k in range(5):
                        truce.uniforms[k] = rng.random()
                step(truces, parameters, **around)
            truce = truces[scope]
            assert 0.0 <= truce.monitoring <= 1.0
            assert 0.0 <= truce.breaker_russia <= 1.0
            assert all(0.0 <= c <= 1.0 for c in [*truce.compliance_russia, *truce.compliance_ukraine])
            assert math.isfinite(truce.exposure + truce.excitation + truce.blame)
            assert 0.0 <= permanence(truce, parameters, scope, rng.random(), 365.0) <= 1.0
            assert 0.0 <= suspended(truces, Domain.GROUND, Actor.RUSSIA) <= 1.0


def test_circumstances_are_read_from_the_world():
    around = Circumstances.new()
    front = Front.new(length_km=1100.0)
    russia = State.new(victory=0.7, war_value=0.3, frozen_value=0.4)
    ukraine = State.new(victory=0.4, war_value=0.5, frozen_value=0.3)
    table = Diplomacy.new(guarantee=0.2, pressure=-0.6)
    both(read_circumstances, around, BASE, front, table, russia, ukraine, 0.1, 0.0)
    assert around.belief_gap == pytest.approx(0.3)
    assert around.pressure == pytest.approx(0.6)
    assert around.temptation_russia == 0.0
    assert around.temptation_ukraine == pytest.approx(0.2)
    both(read_circumstances, around, BASE, front, table, ukraine, russia, 0.1, 0.0)
    assert around.belief_gap == 0.0  # two pessimists have no quarrel to settle by fighting


def test_both_engines_agree():
    rng = np.random.default_rng(7)
    for trial in range(12):
        truces, log = ladder(), Log.new(week=trial)
        around = circumstances(
            belief_gap=rng.random(),
            temptation_russia=rng.random(),
            hawks_russia=rng.random(),
            guarantee=rng.random(),
        )
        for truce in truces:
            truce.extends = rng.random()
            for k in range(5):
                truce.uniforms[k] = rng.random()
        for scope in rng.permutation(SCOPES):
            both(
                sign_truce,
                truces,
                BASE,
                around,
                log,
                int(scope),
                int(rng.integers(3)),
                40.0 * rng.random(),
                0,
                True,
                bool(trial % 3),
            )
        for _ in range(3):
            both(step_truces, truces, BASE, around, log)
        both(truce_blame, truces)
        both(
            judge_permanence,
            np.zeros(SCOPES),
            Truce.new(),
            truces,
            BASE,
            around,
            2.0,
            30.0,
            210.0,
        )
        both(suspended, truces, Domain.AIR, Actor.RUSSIA)
        for scope in range(SCOPES):
            assert (
                0.0 <= both(permanence, truces[scope], BASE, scope, rng.random(), 365.0 * rng.random()) <= 1.0
            )
            both(appraise_truce, truces[scope], BASE, around, scope)
