"""The war: the front against the theory of random walks, losses against Lanchester's, men, materiel, ends."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.events import Log
from agents.vocabulary import Happening, Scope, WarEnd
from model.attrition import lanchester_square, square_law
from model.forces import ForceParameters, initialise_forces
from model.front import FrontParameters, initialise_war, move_front
from model.manpower import update_men
from model.materiel import MaterielParameters, initialise_materiel, update_materiel
from model.projection import project_power_ratio
from model.reports import ReportParameters, report
from model.strikes import StrikeParameters, initialise_strikes
from model.succession import Contest
from model.truce import Truce
from model.war import (
    Belligerent,
    Front,
    WarParameters,
    decide_end,
    hold_fire,
    update_power,
    update_tempo,
)
from tests.engines import both

FRONT, WAR, FORCES, MATERIEL = FrontParameters(), WarParameters(), ForceParameters(), MaterielParameters()
NO_CAP = 1e9

# Weekly differences of the daily area of the map polygons, 8 July 2024 to 17 March 2025, mean over weekdays.
LEVEL, SPREAD, AUTOCORRELATION, WEEKS = 86.5, 49.7, 0.63, 36


def march(front=FRONT, war=WAR, forces=FORCES):
    """Return the war of 18 March 2025: front, Russia, Ukraine, no contest, no truces, a log."""
    side = SimpleNamespace(front=Front.new(), russia=Belligerent.new(), ukraine=Belligerent.new())
    initialise_forces(side.russia, side.ukraine, forces)
    initialise_materiel(side.russia, side.ukraine, 1.0)
    initialise_strikes(side.russia, side.ukraine, StrikeParameters())
    initialise_war(side.front, side.russia, side.ukraine, front, war)
    side.contest = Contest.new()
    side.truces = [Truce.new() for _ in Scope]
    side.log = Log.new()
    return side


def general_truce(truces, ground=1.0):
    """Put a general truce in force for the whole week, kept on the ground as given by both."""
    truce = truces[Scope.GENERAL]
    truce.active = truce.binds_russia = truce.binds_ukraine = True
    truce.share = 1.0
    truce.compliance_russia[0] = truce.compliance_ukraine[0] = ground


def play(w, weeks, *, war_spending=1.0, dual_use=1.0, aid=1.0, us_aid=1.0, martial_law=True, front=FRONT):
    """Play the war's rules for some weeks without shocks."""
    for _ in range(weeks):
        hold_fire(w.russia, w.ukraine, w.truces)
        update_materiel(w.front, w.russia, w.ukraine, w.contest, war_spending, dual_use, aid, 0.0, MATERIEL)
        update_men(w.front, w.russia, w.ukraine, war_spending, 0.0, martial_law, FORCES, WAR)
        update_power(w.front, w.russia, w.ukraine, w.contest, us_aid, WAR)
        update_tempo(w.front, w.russia, w.ukraine, WAR)
        move_front(w.front, w.russia, w.ukraine, 0.5, front, WAR)
        decide_end(w.front, w.russia, w.ukraine, w.log, WAR)
    return w


def walk_between(start, top, drift):
    """Return a front of unit steps without memory, `start` above Ukraine's objective, `top` between the two."""
    front = replace(
        FRONT, memory=0.0, advance_sd=1.0, drift=drift, gain=1.0, season_amplitude=0.0, disturbance_sd=0.0
    )
    front = replace(
        front, depth=0.0, river=0.0, objective_share=1.0, objective_left=float(top - start), advance=0.0
    )
    return front, replace(WAR, ukrainian_objective=FRONT.occupied - start)


def step(w, front, war, shock):
    """Move the line by one shock; return its place above Ukraine's objective."""
    w.front.normals[0] = shock
    move_front(w.front, w.russia, w.ukraine, 0.0, front, war)
    decide_end(w.front, w.russia, w.ukraine, w.log, war)
    return w.front.occupied_km2 - war.ukrainian_objective


@pytest.mark.parametrize("up", [0.35, 0.5, 0.6])
def test_with_zero_memory_the_front_is_a_gamblers_walk(up):
    """Transitions of the front under +-1 shocks, solved for absorption, are Feller's formulas exactly."""
    from agents.valuation import exit_probability, exit_time

    top = 7
    chain, reward = np.eye(top + 1), np.zeros(top + 1)
    for place in range(1, top):
        front, war = walk_between(place, top, drift=0.0)
        for shock, chance in ((1.0, up), (-1.0, 1.0 - up)):
            w = march(front, war)
            after = step(w, front, war, shock)
            assert w.front.end == {0: WarEnd.UKRAINIAN_OBJECTIVE, top: WarEnd.RUSSIAN_OBJECTIVE}.get(after, 0)
            chain[place, round(after)] -= chance
        reward[place] = 1.0
    win = np.linalg.solve(chain, np.eye(top + 1)[top])
    time = np.linalg.solve(chain, reward)
    for place in range(1, top):
        assert win[place] == pytest.approx(exit_probability(place, top, up), abs=1e-12)
        assert time[place] == pytest.approx(exit_time(place, top, up), abs=1e-10)


def test_gaussian_steps_leave_by_the_corrected_brownian_formula():
    """Start 3, top 10, mean 0.2: 0.782 and 25.7 steps with both barriers moved out, not 0.725."""
    front, war = walk_between(3, 10, drift=0.2)
    shocks = np.random.default_rng(5)
    wins, lengths = [], []
    for _ in range(1600):
        w, n = march(front, war), 0
        while w.front.end == WarEnd.GOES_ON:
            step(w, front, war, shocks.standard_normal())
            n += 1
        wins.append(w.front.end == WarEnd.RUSSIAN_OBJECTIVE)
        lengths.append(n)
    error = math.sqrt(0.782 * 0.218 / 1600)
    assert np.mean(wins) == pytest.approx(0.782, abs=3 * error)
    assert abs(np.mean(wins) - 0.725) > 3 * error
    assert np.mean(lengths) == pytest.approx(25.7, abs=3 * np.std(lengths) / 40)


def deviation(front):
    """Distance of simulated windows from the maps' level, spread and autocorrelation, in their scatter."""
    shocks = np.random.default_rng(1)
    windows = []
    for _ in range(120):
        w = march(front)
        w.front.advance_km2 = 32.0
        advances = []
        for week in range(WEEKS):
            w.front.normals[0], w.front.normals[1] = shocks.standard_normal(2)
            move_front(w.front, w.russia, w.ukraine, (0.52 + week / 52.18) % 1.0, front, WAR)
            advances.append(w.front.advance_km2)
        a = np.array(advances)
        windows.append((a.mean(), a.std(ddof=1), np.corrcoef(a[:-1], a[1:])[0, 1]))
    found = np.mean(windows, axis=0)
    return np.abs((LEVEL, SPREAD, AUTOCORRELATION) - found) / np.std(windows, axis=0)


def test_the_front_has_the_level_spread_and_autocorrelation_of_the_maps():
    assert np.all(deviation(FRONT) < 1.5)
    assert deviation(replace(FRONT, drift=10.0, gain=50.0))[0] > 2.0
    assert deviation(replace(FRONT, advance_sd=15.0))[1] > 2.0
    assert deviation(replace(FRONT, memory=0.0))[2] > 2.0


@given(st.lists(st.floats(-6.0, 6.0), min_size=1, max_size=30), st.floats(-3.0, 3.0), st.floats(0.0, 1.0))
def test_territory_is_conserved_and_bounded(shocks, ratio, fighting):
    w = march()
    w.front.power_ratio = ratio
    w.russia.fighting = w.ukraine.fighting = fighting
    moved = 0.0
    for shock in shocks:
        w.front.normals[0] = 20.0 * shock
        move_front(w.front, w.russia, w.ukraine, 0.3, FRONT, WAR)
        moved += w.front.advance_km2
        assert 0.0 <= w.front.occupied_km2 <= FRONT.total
        assert w.front.donetsk_left_km2 >= 0.0
        assert w.front.objective_left_km2 >= 0.0
        assert 0.0 <= w.front.kursk_km2 <= FRONT.kursk
    assert w.front.start_km2 + moved == pytest.approx(w.front.occupied_km2, abs=1e-6)


def test_drift_follows_superiority_season_and_depth():
    """Rows: log power ratio, phase of the year, share of the objective taken -> expected advance."""
    rows = [
        (WAR.defender_advantage + FRONT.drift / FRONT.gain, 0.85 - 0.25, 0.0, FRONT.drift),
        (WAR.defender_advantage + FRONT.drift / FRONT.gain, 0.85, 0.0, 1.2 * FRONT.drift),
        (WAR.defender_advantage, 0.85, 0.0, 0.0),
        (0.0, 0.85, 0.0, 0.0),
        (-WAR.defender_advantage - 0.1, 0.85, 0.0, -1.2 * 40.0),
        (WAR.defender_advantage + FRONT.depth, 0.85, 1.0, 0.0),
    ]
    for ratio, phase, taken, drift in rows:
        w = march()
        w.front.power_ratio = ratio
        w.front.objective_left_km2 = FRONT.objective_left * (1.0 - taken)
        move_front(w.front, w.russia, w.ukraine, phase, FRONT, WAR)
        assert w.front.drift_km2 == pytest.approx(drift, abs=1e-9)


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


def test_losses_follow_tempo_and_not_the_advance():
    still, moving, slow = march(), march(), march()
    moving.front.advance_km2 = 500.0
    slow.front.tempo = 0.5
    for w in (still, moving, slow):
        update_men(w.front, w.russia, w.ukraine, 1.0, 0.0, True, FORCES, WAR)
    assert still.russia.losses == moving.russia.losses
    assert still.russia.losses == pytest.approx(FORCES.russia_losses, rel=0.01)
    assert still.ukraine.losses == pytest.approx(FORCES.russia_losses / FORCES.exchange_ratio, rel=0.01)
    assert slow.russia.losses == pytest.approx(0.5 * still.russia.losses, rel=0.01)


@given(
    st.floats(0.0, 1e4), st.floats(0.0, 1e4), st.floats(0.0, 2.0), st.floats(0.0, 2.0), st.floats(0.0, 50.0)
)
def test_the_square_law_is_conserved_until_one_side_is_gone(first, second, a, b, time):
    left, right = square_law(first, second, a, b, time)
    assert 0.0 <= left <= first
    assert 0.0 <= right <= second
    before = a * first * first - b * second * second
    after = a * left * left - b * right * right
    if left > 0.0 or right > 0.0:
        assert after == pytest.approx(
            before, rel=1e-6, abs=1e-6 * (a * first * first + b * second * second) + 1e-9
        )


def test_lanchester_limits_and_steps():
    assert lanchester_square(100.0, 80.0, 0.1, 0.1, 1000.0) == (60.0, 0.0)
    whole = lanchester_square(640.0, 560.0, 0.02, 0.05, 6.0)
    halves = lanchester_square(*lanchester_square(640.0, 560.0, 0.02, 0.05, 3.0), 0.02, 0.05, 3.0)
    assert whole == pytest.approx(halves)
    assert lanchester_square(10.0, 10.0, 0.0, 0.1, 2.0) == (8.0, 10.0)
    assert lanchester_square(0.0, 10.0, 0.5, 0.0, 2.0) == (0.0, 10.0)
    with pytest.raises(ValueError, match="second_effect"):
        lanchester_square(1.0, 1.0, 0.1, -0.1, 1.0)
    with pytest.raises(ValueError, match="duration"):
        lanchester_square(1.0, 1.0, 0.1, 0.1, math.inf)


@given(st.lists(st.tuples(st.floats(-5.0, 5.0), st.booleans(), st.floats(0.0, 1.0)), max_size=40))
def test_men_are_conserved(weeks):
    w = march()
    start = [s.personnel + s.pool for s in (w.russia, w.ukraine)]
    for normal, martial_law, shortfall in weeks:
        w.russia.manpower_normal = w.ukraine.manpower_normal = normal
        update_men(w.front, w.russia, w.ukraine, 1.0 - shortfall, shortfall, martial_law, FORCES, WAR)
    years = len(weeks) / 52.1775
    cohorts = (FORCES.russia_cohort, FORCES.ukraine_cohort)
    for side, before, cohort in zip((w.russia, w.ukraine), start, cohorts, strict=True):
        now = side.personnel + side.pool + side.losses_total + side.emigrants_total
        assert now == pytest.approx(before + cohort * years)
        assert min(side.personnel, side.pool, side.losses_total, side.recruits) >= 0.0


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


def test_reports_err_by_as_much_as_they_should():
    """Error of the reported area: AR(1), so its spread is sd / sqrt(1 - memory^2); reports add up."""
    errors = ReportParameters()
    shocks = np.random.default_rng(3).standard_normal(4000)
    w, found, reported = march(), [], 0.0
    for shock in shocks:
        w.front.normals[2] = shock
        move_front(w.front, w.russia, w.ukraine, 0.5, FRONT, WAR)
        report(w.front, errors)
        reported += w.front.reported_km2
        found.append(w.front.report_km2 - w.front.occupied_km2)
    spread = errors.error_sd / math.sqrt(1.0 - errors.error_memory**2)
    assert np.std(found) == pytest.approx(spread, rel=0.1)
    assert w.front.report_km2 == pytest.approx(FRONT.occupied + reported)


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
