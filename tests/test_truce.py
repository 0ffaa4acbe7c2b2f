"""Truces: a clock in days, incidents that breed incidents, a hazard with an equation, and who is blamed."""

from __future__ import annotations

import dataclasses
import math

import numba
import numpy as np
import pytest

from agents.events import Log
from agents.records import dtype_of
from agents.states import State
from agents.vocabulary import SCOPES, Actor, Domain, Happening, Scope
from model.bargaining import Diplomacy
from model.circumstances import (
    NO_EXPIRY,
    Circumstances,
    appraise_truce,
    compare_settlement,
    draft_truce,
    expect_extension,
    extension_gain,
    extension_probability,
    judge_permanence,
    read_circumstances,
)
from model.compliance import monitoring
from model.durability import breakdown_hazard, permanence, survival
from model.truce import Truce, TruceParameters, sign_truce, step_truces, suspended, truce_blame
from model.war import Front
from tests.engines import both

BASE = TruceParameters()
QUIET = dataclasses.replace(
    BASE, incidents_ground=0.0, incidents_air=0.0, incidents_sea=0.0, spoilers=0.0, hazard_limited=0.0
)


def circumstances(**changes) -> Circumstances:
    values = {"length_km": 1100.0, "belief_gap": 0.2, "pressure": 0.5, "hawks_russia": 0.05}
    return Circumstances.new(**{**values, **changes})


def ladder() -> list:
    return [Truce.new() for _ in range(SCOPES)]


def sign(truces, scope, days=30.0, sector=0, parameters=BASE, log=None, russia=True, ukraine=True, **around):
    log = Log.new() if log is None else log
    where = circumstances(**around)
    return sign_truce(truces, parameters, where, log, scope, sector, days, Actor.RUSSIA, russia, ukraine)


def step(truces, parameters=BASE, log=None, **around):
    step_truces(truces, parameters, circumstances(**around), Log.new() if log is None else log)


def drafted(scope, days=30.0, sector=0, parameters=BASE, **around) -> Truce:
    truce = Truce.new()
    draft_truce(truce, parameters, circumstances(**around), scope, sector, days, True, True)
    return truce


def kinds(log) -> list[str]:
    return [Happening(log.events[i].kind).name for i in range(log.count)]


@numba.njit
def simulate(
    truces, parameters, around, log, rng, scope, sector, days, extends, weeks, runs, start, rates, held
):
    """Sign one truce `runs` times; record the mean incidents of each week and the days that each held."""
    for run in range(runs):
        for rung in range(len(truces)):
            truces[rung].active = False
        for k in range(5):
            truces[scope].uniforms[k] = rng.random()
        sign_truce(truces, parameters, around, log, scope, sector, days, 0, True, True)
        truces[scope].excitation = start
        for week in range(weeks):
            for k in range(5):
                truces[scope].uniforms[k] = rng.random()
            truces[scope].extends = extends
            step_truces(truces, parameters, around, log)
            log.count = 0
            rates[week] += truces[scope].incidents / runs
            if not truces[scope].active:
                break
        held[run] = truces[scope].days_held if truces[scope].broken_by < 0 else truces[scope].days_held - 7.0


def simulated(scope, days, extends, weeks, runs, parameters=BASE, start=0.0, seed=1, **around):
    """Return mean incidents by week, and the days that each truce held unbroken."""
    rates, held = np.zeros(weeks), np.zeros(runs)
    rows = np.zeros(SCOPES, dtype_of(Truce))
    group = np.array([tuple(dataclasses.astuple(parameters))], dtype_of(TruceParameters))
    where = np.frombuffer(bytes(circumstances(**around)), dtype_of(Circumstances))
    log = np.zeros(1, dtype_of(Log))
    rng = np.random.Generator(np.random.PCG64(seed))
    simulate(rows, group[0], where[0], log[0], rng, scope, 0, days, extends, weeks, runs, start, rates, held)
    return rates, held


def test_incidents_are_a_hawkes_process():
    """Mean rate mu (1 + n (1 - r^t) / (1 - n)) in week t, r = 1 - (1 - d)(1 - n); mu / (1 - n) at last."""
    never = dataclasses.replace(BASE, hazard_general=0.0, branching=0.6, memory=3.0)
    runs, weeks = 20_000, 40
    rates, _ = simulated(Scope.GENERAL, 7.0 * weeks, 0.0, weeks, runs, never)
    truce = drafted(Scope.GENERAL, parameters=never)
    mu, n = truce.spontaneous_russia + truce.spontaneous_ukraine, 0.6
    r = 1.0 - (1.0 - math.exp(-1.0 / 3.0)) * (1.0 - n)
    expected = np.array([mu * (1.0 + n * (1.0 - r**t) / (1.0 - n)) for t in range(weeks)])
    spread = math.sqrt(mu / (1.0 - n) ** 3 / runs)  # no smaller than the sd of a weekly count over the runs
    assert abs(rates[0] - mu) < 4.0 * spread
    assert abs(rates[3] - expected[3]) < 4.0 * spread
    assert abs(rates[-1] - mu / (1.0 - n)) < 4.0 * spread
    assert np.all(np.abs(rates - expected) < 5.0 * spread)
    assert expected[3] - expected[0] > 20.0 * spread  # the transient is there to be seen


@pytest.mark.parametrize(
    ("scope", "days", "extends", "lock_in", "start"),
    [
        (Scope.FINAL, 0.0, 0.0, 1820.0, 0.0),
        (Scope.GENERAL, 30.0, 0.9, 63.0, 0.0),
        (Scope.GENERAL, 180.0, 0.5, 49.0, 6.0),
        (Scope.SECTOR, 30.0, 0.7, 56.0, 0.0),
        (Scope.SHORT, 1.25, 0.8, 14.0, 0.0),
        (Scope.HUMAN, 3.0, 0.6, 14.0, 0.0),
    ],
)
def test_permanence_is_the_frequency_of_the_truce_module(scope, days, extends, lock_in, start):
    """rho_s of the closed form is the share of simulated truces that held through the lock-in."""
    runs = 20_000
    tense = dataclasses.replace(BASE, hazard_limited=0.03, incident_weight=0.4)
    _, held = simulated(scope, days, extends, round(lock_in / 7.0), runs, tense, start, seed=int(scope))
    truce = drafted(scope, days, parameters=tense)
    truce.excitation = start
    expected = permanence(truce, tense, scope, extends, lock_in)
    found = np.mean(held >= lock_in - 1e-9)
    assert 0.05 < expected < 0.95
    assert abs(found - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / runs)


def test_without_incidents_survival_is_exponential():
    for days in (0.0, 1.25, 30.0, 365.0, 4000.0):
        assert survival(BASE, 0.03, 0.0, 0.0, days) == pytest.approx(math.exp(-0.03 * days / 7.0), rel=1e-9)
    assert survival(BASE, 0.03, 4.0, 0.0, 300.0) < survival(BASE, 0.03, 0.0, 0.0, 300.0)


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
    lapse = extension_probability(forgoes, 0.01, gains, 0.01)
    assert lapse < 0.05
    assert extension_probability(gains, 0.01, gains, 0.01) > 0.8
    assert extension_probability(0.0, 0.01, 0.0, 0.01) == pytest.approx(0.25)


def test_hazards_are_those_of_the_usual_circumstances():
    """Optimism, temptation, pressure and monitoring of the truces behind the base rates count once."""
    truce = Truce.new(
        belief_gap=BASE.usual_gap, pressure_at_signing=BASE.usual_pressure, monitoring=BASE.usual_monitoring
    )
    for scope, hazard in ((Scope.GENERAL, BASE.hazard_general), (Scope.FINAL, BASE.hazard_final)):
        assert breakdown_hazard(truce, BASE, scope, BASE.usual_temptation) == pytest.approx(hazard)


def test_a_settlement_tempts_by_what_was_agreed():
    around, russia, ukraine = circumstances(), State.new(war_value=0.7), State.new(war_value=0.4)
    compare_settlement(around, russia, ukraine, 0.6, 0.5)
    assert around.temptation_russia == pytest.approx(0.1)
    assert around.temptation_ukraine == 0.0


def test_expectations_of_extension_settle_where_decisions_agree():
    truce = Truce.new(extends=0.9)
    for _ in range(200):
        expect_extension(truce, BASE, 1.0 - truce.extends)
    assert truce.extends == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("change", "sign_of_change"),
    [
        ({"belief_gap": 0.6}, 1),
        ({"pressure": 1.0}, 1),
        ({"temptation_russia": 0.3}, 1),
        ({"temptation_ukraine": 0.3}, 1),
        ({"guarantee": 0.8}, -1),
        ({"length_km": 2000.0}, 1),
    ],
)
def test_signs_of_the_breakdown_hazard(change, sign_of_change):
    base, changed = drafted(Scope.GENERAL), drafted(Scope.GENERAL, **change)
    assert (changed.hazard - base.hazard) * sign_of_change > 0.0
    rho = [permanence(t, BASE, Scope.GENERAL, 0.9, 180.0) for t in (base, changed)]
    assert (rho[1] - rho[0]) * sign_of_change < 0.0


@pytest.mark.parametrize(
    ("change", "sign_of_change"),
    [
        ({"monitors": 2000.0}, -1),
        ({"separation_general": 0.9}, -1),
        ({"reach": 0.1}, 1),
        ({"incident_weight": 0.5}, 1),
    ],
)
def test_monitors_separation_and_quiet_make_truces_last(change, sign_of_change):
    other = dataclasses.replace(BASE, **change)
    rho = [
        permanence(drafted(Scope.GENERAL, parameters=p), p, Scope.GENERAL, 0.9, 180.0) for p in (BASE, other)
    ]
    assert (rho[1] - rho[0]) * sign_of_change < 0.0


def test_scopes_differ_in_how_long_they_last():
    """A settlement outlasts a general truce; a lapse ends what nobody extends."""
    rho = {s: permanence(drafted(s), BASE, s, 0.5, 365.0) for s in Scope}
    assert rho[Scope.FINAL] > rho[Scope.GENERAL] > 0.0
    assert permanence(drafted(Scope.GENERAL), BASE, Scope.GENERAL, 0.0, 365.0) == 0.0
    assert permanence(drafted(Scope.SHORT, 1.25), BASE, Scope.SHORT, 0.5, 365.0) < 1e-9


def test_permanence_is_judged_for_truces_in_force_and_for_those_considered():
    """A lapse is nearer for a truce that has run most of its term; the scratch row is no truce."""
    truces, chance = ladder(), np.zeros(SCOPES)
    for truce in truces:
        truce.extends = 0.5
    judge_permanence(chance, Truce.new(), truces, BASE, circumstances(), 2.0, 30.0, 56.0)
    considered = chance.copy()
    sign(truces, Scope.GENERAL, 180.0)
    judge_permanence(chance, Truce.new(), truces, BASE, circumstances(), 2.0, 30.0, 56.0)
    assert chance[Scope.GENERAL] == pytest.approx(2.0 * considered[Scope.GENERAL])  # no extension is needed
    assert chance[Scope.FINAL] == considered[Scope.FINAL]
    assert not any(t.made for t in truces if t is not truces[Scope.GENERAL])


def test_common_random_numbers_order_breakdowns():
    """On the same draws, a truce at higher hazard never outlives the other."""
    rng = np.random.default_rng(5)
    for _ in range(50):
        draws = rng.random((200, 5))
        held = []
        for gap in (0.0, 0.6):
            truces = ladder()
            truces[Scope.GENERAL].uniforms[2] = draws[0, 2]
            sign(truces, Scope.GENERAL, 1e5, belief_gap=gap)
            for week in range(200):
                for k in range(5):
                    truces[Scope.GENERAL].uniforms[k] = draws[week, k]
                step(truces, belief_gap=gap)
                if not truces[Scope.GENERAL].active:
                    break
            held.append(truces[Scope.GENERAL].days_held)
        assert held[1] <= held[0]


def test_monitoring_falls_with_the_line_and_rises_with_monitors():
    assert monitoring(BASE, 1000.0, 0.0) == pytest.approx(BASE.remote)
    assert monitoring(BASE, 1000.0, 600.0) > monitoring(BASE, 2000.0, 600.0) > BASE.remote
    assert monitoring(BASE, 1000.0, 2000.0) > monitoring(BASE, 1000.0, 600.0)
    assert monitoring(BASE, 1000.0, 1e9) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("scope", "sector", "russia", "ukraine", "kept_russia", "kept_ukraine"),
    [  # compliance on the ground, in the air, at sea
        (Scope.HUMAN, 0, True, True, (0, 0, 0), (0, 0, 0)),
        (Scope.SHORT, 0, True, True, (0.25, 0.97, 0.97), (0.25, 0.97, 0.97)),
        (Scope.SHORT, 0, True, False, (0, 0.97, 0.97), (0, 0, 0)),
        (Scope.SECTOR, 0, True, True, (0, 0.5, 0), (0, 0.5, 0)),
        (Scope.SECTOR, 1, True, True, (0, 0, 0.8), (0, 0, 0.8)),
        (Scope.SECTOR, 2, True, True, (0, 0.5, 0), (0, 0.5, 0)),
        (Scope.GENERAL, 0, True, True, (0.85, 0.95, 0.95), (0.85, 0.95, 0.95)),
        (Scope.FINAL, 0, True, True, (0.98, 0.98, 0.98), (0.98, 0.98, 0.98)),
    ],
)
def test_compliance_by_scope_domain_and_side(scope, sector, russia, ukraine, kept_russia, kept_ukraine):
    bare = dataclasses.replace(BASE, deterrence=0.0)
    truce = Truce.new()
    draft_truce(truce, bare, circumstances(), scope, sector, 30.0, russia, ukraine)
    assert list(truce.compliance_russia) == pytest.approx(kept_russia)
    assert list(truce.compliance_ukraine) == pytest.approx(kept_ukraine)


def test_tendency_to_violate_is_a_parameter():
    """At 0 Russia keeps everything, at 4 hardly anything; incidents and blame follow."""
    saint = dataclasses.replace(BASE, violation_russia=0.0)
    sinner = dataclasses.replace(BASE, violation_russia=4.0, deterrence=0.0)
    assert drafted(Scope.GENERAL, parameters=saint).compliance_russia[Domain.GROUND] == 1.0
    assert drafted(Scope.SECTOR, parameters=sinner).compliance_russia[Domain.AIR] == 0.0
    for tendency, low, high in ((0.0, -1.0, 0.0), (4.0, 0.0, 1.0)):
        parameters = dataclasses.replace(BASE, violation_russia=tendency, hazard_general=0.0)
        truces, total, rng = ladder(), 0.0, np.random.default_rng(3)
        sign(truces, Scope.GENERAL, 1e5, parameters=parameters)
        for _ in range(100):
            for k in range(5):
                truces[Scope.GENERAL].uniforms[k] = rng.random()
            step(truces, parameters)
            total += truce_blame(truces)
        assert low < total / 100.0 < high


def test_spoilers_at_home_stage_incidents():
    calm, hawkish = drafted(Scope.GENERAL), drafted(Scope.GENERAL, hawks_russia=0.5)
    assert hawkish.spontaneous_russia - calm.spontaneous_russia == pytest.approx(BASE.spoilers * 0.45)
    assert hawkish.spontaneous_ukraine == calm.spontaneous_ukraine
    assert hawkish.breaker_russia > calm.breaker_russia


def test_a_breakdown_is_laid_at_the_tempted_side():
    truces, log = ladder(), Log.new()
    truces[Scope.GENERAL].uniforms[2] = 0.0  # breaks at once
    sign(truces, Scope.GENERAL, log=log)
    truces[Scope.GENERAL].uniforms[4] = 0.7
    step(truces, log=log, temptation_russia=0.5)
    truce = truces[Scope.GENERAL]
    assert (truce.active, truce.broken, truce.broken_russia, truce.broken_by) == (False, 1, 1, Actor.RUSSIA)
    assert truce_blame(truces) > 0.0
    assert kinds(log) == ["TRUCE_BEGINS", "TRUCE_BREAKS"]
    step(truces)
    assert truce.broken_by == -1
    assert truce_blame(truces) == 0.0


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


def test_the_energy_pause_of_2025_would_have_outlived_its_month():
    """Limited truces end by expiry rather than breakdown, as all of spring 2025 did."""
    truce = drafted(Scope.SECTOR, 30.0)
    assert permanence(truce, BASE, Scope.SECTOR, 0.0, 30.0) > 0.8
    alleged = (truce.spontaneous_russia + truce.spontaneous_ukraine) / (1.0 - BASE.branching) * 30.0 / 7.0
    assert 10.0 < alleged < 40.0  # a fifth of 110 to 150, within a factor of about two


def test_a_general_truce_lasts_about_as_long_as_those_in_donbas():
    """Twenty-two truces in 225 weeks: the median lies within a factor of two of seven weeks."""
    usual = {"belief_gap": BASE.usual_gap, "temptation_russia": BASE.usual_temptation}
    truce = drafted(Scope.GENERAL, 1e5, pressure=BASE.usual_pressure, **usual)
    weeks = next(w for w in range(1, 500) if permanence(truce, BASE, Scope.GENERAL, 0.0, 7.0 * w) < 0.5)
    assert 3 <= weeks <= 15


def test_a_second_signature_binds_the_second_side():
    truces = ladder()
    sign(truces, Scope.SHORT, 3.0, ukraine=False)
    assert truces[Scope.SHORT].compliance_ukraine[Domain.AIR] == 0.0
    sign(truces, Scope.SHORT, 3.0, russia=False)
    assert truces[Scope.SHORT].compliance_russia[Domain.GROUND] > 0.2
    assert truces[Scope.SHORT].compliance_ukraine[Domain.AIR] > 0.9


def test_over_the_whole_range_of_parameters_all_stays_in_bounds():
    rng = np.random.default_rng(13)
    fields = dataclasses.fields(TruceParameters)
    for _ in range(60):
        values = {
            f.name: rng.uniform(f.metadata["low"], f.metadata["high"]) for f in fields if f.type == "float"
        }
        parameters, truces = TruceParameters(**values), ladder()
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
