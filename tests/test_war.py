"""The war: what truces, men, materiel and aid do to its tempo and its power, its ends, in both engines."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest

from agents.vocabulary import Happening, Scope, WarEnd
from model.front import move_front
from model.manpower import update_men
from model.materiel import update_materiel
from model.projection import project_power_ratio
from model.reports import ReportParameters, report
from model.war import decide_end, hold_fire, update_power, update_tempo
from tests.engines import both
from tests.wars import FORCES, FRONT, MATERIEL, WAR, march, play

NO_CAP = 1e9


def general_truce(truces, ground=1.0):
    """Put a general truce in force for the whole week, kept on the ground as given by both."""
    truce = truces[Scope.GENERAL]
    truce.active = truce.binds_russia = truce.binds_ukraine = True
    truce.share = 1.0
    truce.compliance_russia[0] = truce.compliance_ukraine[0] = ground


def test_a_kept_truce_stops_the_line_and_the_losses_but_not_what_states_expect():
    w = march()
    general_truce(w.truces, ground=1.0)
    before = w.front.occupied_km2
    play(w, 10)
    assert w.front.occupied_km2 == before
    assert w.front.kursk_km2 == FRONT.kursk
    assert w.front.tempo == 0.0
    assert w.front.drift_km2 > 40.0
    assert play(w, 1).russia.losses == 0.0


@pytest.mark.parametrize(
    ("scope", "share", "ground", "fighting"),
    [
        (Scope.GENERAL, 1.0, 0.9, 0.1),
        (Scope.SHORT, 30.0 / 168.0, 0.5, 1.0 - 0.5 * 30.0 / 168.0),
        (Scope.SECTOR, 1.0, 1.0, 1.0),
        (Scope.HUMAN, 1.0, 1.0, 1.0),
        (Scope.FINAL, 1.0, 1.0, 0.0),
    ],
)
def test_truces_hold_ground_operations_back_by_scope_time_and_compliance(scope, share, ground, fighting):
    w = march()
    general_truce(w.truces, 0.0)
    w.truces[Scope.GENERAL].share = 0.0
    truce = w.truces[scope]
    truce.active = truce.binds_russia = truce.binds_ukraine = True
    truce.share = share
    truce.compliance_russia[0] = ground
    hold_fire(w.russia, w.ukraine, w.truces)
    assert w.russia.fighting == pytest.approx(fighting)
    assert w.ukraine.fighting == 1.0


def test_causes_of_the_balance_of_forces():
    """Rows: what changes for half a year -> what must rise and what must fall against no change."""

    def both_paths(**change):
        return play(march(), 26), play(march(), 26, **change)

    usual, changed = both_paths(martial_law=False)
    assert changed.ukraine.emigrants_total > 5.0 * usual.ukraine.emigrants_total
    assert changed.ukraine.recruits < usual.ukraine.recruits
    assert changed.front.power_ratio > usual.front.power_ratio

    usual, changed = both_paths(aid=0.3)
    assert changed.ukraine.materiel < usual.ukraine.materiel
    assert changed.front.power_ratio > usual.front.power_ratio + 0.1

    usual, changed = both_paths(dual_use=0.4)
    assert changed.russia.materiel < usual.russia.materiel
    assert changed.front.power_ratio < usual.front.power_ratio - 0.02

    usual, changed = both_paths(war_spending=0.6)
    assert changed.russia.recruits < usual.russia.recruits
    assert changed.russia.production < usual.russia.production

    usual, changed = both_paths(us_aid=0.0)
    assert changed.front.power_ratio == pytest.approx(usual.front.power_ratio + WAR.intelligence)


def test_an_aid_stop_reaches_the_front_with_a_lag():
    w = march()
    supply = [play(w, 1, aid=0.0).ukraine.supply for _ in range(60)]
    assert supply[0] > 0.9
    assert supply[11] == pytest.approx(math.exp(-1.0), rel=0.01)
    assert all(a > b for a, b in itertools.pairwise(supply))


def test_strife_in_moscow_and_broken_refineries_cost_power_and_production():
    calm, strife = march(), march()
    strife.contest.active = True
    strife.contest.violence = 0.6
    strife.russia.energy = 0.5 * strife.russia.energy_start
    for w in (calm, strife):
        play(w, 1)
    lost = WAR.contest_distraction + 0.6 * WAR.contest_violence
    assert strife.russia.production < calm.russia.production
    assert strife.front.power_ratio < calm.front.power_ratio - lost + 1e-9


def test_tempo_falls_when_men_or_materiel_run_short():
    rows = [(1.0, 1.0, 1.0), (0.5, 1.0, 0.5), (1.0, 0.4, 0.4), (2.0, 2.0, 1.0)]
    for men, stock, sustained in rows:
        w = march()
        w.russia.personnel = men * w.russia.need
        w.russia.materiel = stock
        w.ukraine.personnel = w.ukraine.need
        update_tempo(w.front, w.russia, w.ukraine, WAR)
        assert w.front.tempo == pytest.approx(WAR.initiative * sustained + 1.0 - WAR.initiative)


@pytest.mark.parametrize(
    ("change", "end"),
    [
        ({}, WarEnd.GOES_ON),
        ({"objective_left_km2": 0.0}, WarEnd.RUSSIAN_OBJECTIVE),
        ({"occupied_km2": 42000.0}, WarEnd.UKRAINIAN_OBJECTIVE),
        ({"ukraine": 100.0}, WarEnd.RUSSIAN_OBJECTIVE),
        ({"russia": 100.0}, WarEnd.UKRAINIAN_OBJECTIVE),
    ],
)
def test_decisive_ends(change, end):
    w = march()
    w.log.week = 17
    for name, value in change.items():
        if name in ("russia", "ukraine"):
            getattr(w, name).personnel = value
        else:
            setattr(w.front, name, value)
    decide_end(w.front, w.russia, w.ukraine, w.log, WAR)
    assert w.front.end == end
    assert w.front.end_week == (-1 if end == WarEnd.GOES_ON else 17)
    assert w.log.count == (end != WarEnd.GOES_ON)
    if end != WarEnd.GOES_ON:
        assert w.log.events[0].kind == Happening.WAR_DECIDED
        before = w.front.occupied_km2
        play(w, 5)
        assert w.front.occupied_km2 == before
        assert w.russia.losses == w.front.tempo == w.front.drift_km2 == 0.0


def test_the_roll_forward_is_the_war_without_shocks():
    for truce in (False, True):
        w = march()
        if truce:
            general_truce(w.truces)
        ahead = project_power_ratio(
            w.front, w.russia, w.ukraine, 30.0, truce, 1.0, 1.0, NO_CAP, FORCES, MATERIEL, WAR
        )
        play(w, 30)
        assert ahead == pytest.approx(w.front.power_ratio, abs=0.015)


def test_recruitment_is_eased_by_a_truce_and_not_by_war():
    w, eased = march(), dataclasses.replace(FORCES, pause_recruitment=0.2)
    w.russia.fighting = 1.0
    war, truce = (
        [
            project_power_ratio(w.front, w.russia, w.ukraine, 30.0, calm, 1.0, 1.0, NO_CAP, f, MATERIEL, WAR)
            for f in (FORCES, eased)
        ]
        for calm in (False, True)
    )
    assert war[0] == war[1]
    assert truce[0] != truce[1]


def test_what_a_truce_leaves_open_moves_the_balance():
    w = march()

    def shift(weeks=30.0, truce=True, aid=1.0, mobilisation=1.0, cap=NO_CAP):
        found = project_power_ratio(
            w.front, w.russia, w.ukraine, weeks, truce, aid, mobilisation, cap, FORCES, MATERIEL, WAR
        )
        return found - w.front.power_ratio

    assert shift(weeks=0.0) == pytest.approx(0.0, abs=1e-12)
    assert shift(aid=0.0) > shift(aid=0.5) > shift() > shift(aid=1.5)
    assert shift(mobilisation=0.0) > shift()
    assert shift(cap=300.0) > shift(cap=560.0) > shift()
    assert shift(weeks=104.0) < shift(weeks=30.0)


@pytest.mark.parametrize("seed", range(4))
def test_both_engines_agree(seed):
    draw = np.random.default_rng(seed)
    w = march()
    for side in (w.russia, w.ukraine):
        side.personnel *= draw.uniform(0.3, 1.6)
        side.materiel, side.energy, side.old_stocks = draw.uniform(0.1, 2.0, 3)
        side.manpower_normal = draw.standard_normal()
    w.contest.active = bool(seed % 2)
    w.contest.violence = draw.uniform()
    w.front.disturbance = draw.normal(0.0, 0.2)
    for i in range(3):
        w.front.normals[i] = draw.standard_normal()
    general_truce(w.truces, draw.uniform())
    w.truces[Scope.GENERAL].share = draw.uniform()
    spending, dual, aid, short = draw.uniform(0.1, 1.2, 4)
    both(hold_fire, w.russia, w.ukraine, w.truces)
    both(update_materiel, w.front, w.russia, w.ukraine, w.contest, spending, dual, aid, short / 2, MATERIEL)
    both(update_men, w.front, w.russia, w.ukraine, spending, short / 2, bool(seed % 2), FORCES, WAR)
    both(update_power, w.front, w.russia, w.ukraine, w.contest, aid, WAR)
    both(update_tempo, w.front, w.russia, w.ukraine, WAR)
    both(move_front, w.front, w.russia, w.ukraine, draw.uniform(), FRONT, WAR)
    both(report, w.front, ReportParameters())
    both(decide_end, w.front, w.russia, w.ukraine, w.log, WAR)
    both(
        project_power_ratio,
        w.front,
        w.russia,
        w.ukraine,
        30.0,
        bool(seed % 2),
        aid,
        0.7,
        500.0,
        FORCES,
        MATERIEL,
        WAR,
    )
