"""A front with a river before it: numerical quadrature, walks and both limits as oracles; what states make of it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.integrate import cumulative_trapezoid

from agents.beliefs import BeliefParameters, seen_past_river, update_belief
from agents.crossing import (
    believed_victory,
    believed_victory_core,
    crossing_exit,
    crossing_exit_core,
    level_ground,
    past_river,
)
from agents.ruin import OVERSHOOT, drift_exit
from agents.rules import rule
from agents.states import State
from agents.vocabulary import Actor
from tests.engines import both

TOP, RIVER, SD = 97_000.0, 88_000.0, 82.0


def integrated(start, top, river, drift, past, sd):
    """Exit by the integrals of Karlin and Taylor (1981, 15.3) over scale and speed, on a fine grid."""
    out = OVERSHOOT * sd
    x = np.linspace(-out, top + out, 200_001)
    slope = np.where(x < river, drift * (x + out), drift * (river + out) + past * (x - river)) * (
        -2.0 / sd**2
    )
    slope -= slope.max()
    scale = cumulative_trapezoid(np.exp(slope), x, initial=0.0)
    speed = 2.0 / sd**2 * np.exp(-slope)
    up = scale / scale[-1]
    below = cumulative_trapezoid(scale * speed, x, initial=0.0)
    above = cumulative_trapezoid((scale[-1] - scale) * speed, x, initial=0.0)
    weeks = (1.0 - up) * below + up * (above[-1] - above)
    return np.interp(start, x, up), np.interp(start, x, weeks)


@pytest.mark.parametrize(
    ("start", "top", "river", "drift", "past"),
    [
        (2500.0, 4000.0, 3000.0, 3.0, -3.0),
        (3500.0, 4000.0, 3000.0, 3.0, 0.0),
        (2500.0, 4000.0, 3000.0, -3.0, 0.0),
        (2500.0, 4000.0, 3000.0, 5.0, 2.0),
        (500.0, 4000.0, 1000.0, 0.0, 2.0),
        (3950.0, 4000.0, 3900.0, 2.0, -5.0),
        (3000.0, 4000.0, 3000.0, 1e-6, -1e-6),
    ],
)
def test_the_closed_form_is_the_integral_over_scale_and_speed(start, top, river, drift, past):
    found = crossing_exit(start, top, river, drift, past, SD)
    assert found == pytest.approx(integrated(start, top, river, drift, past, SD), rel=1e-6)


def test_a_weekly_walk_leaves_as_the_closed_form_says():
    """Normal steps whose mean changes at the river, fixed seed; the probability and the mean within three errors."""
    start, top, river, drift, past, sd, runs = 25.0, 100.0, 60.0, 0.1, -0.06, 2.0, 5_000
    rng = np.random.default_rng(3)
    place, steps, inside = np.full(runs, start), np.zeros(runs), np.ones(runs, bool)
    while inside.any():
        mean = np.where(place[inside] < river, drift, past)
        place[inside] += mean + sd * rng.standard_normal(inside.sum())
        steps[inside] += 1.0
        inside = (place > 0.0) & (place < top)
    up, weeks = crossing_exit(start, top, river, drift, past, sd)
    wins = (place >= top).mean()
    assert up == pytest.approx(wins, abs=3.0 * math.sqrt(wins * (1.0 - wins) / runs))
    assert weeks == pytest.approx(steps.mean(), abs=3.0 * steps.std() / math.sqrt(runs))
    assert abs(drift_exit(start, top, drift, sd)[0] - wins) > 0.05


@given(st.floats(0.0, TOP), st.floats(0.0, TOP), st.floats(-200.0, 300.0))
def test_without_a_toll_it_is_the_exit_without_a_river(start, river, drift):
    assert crossing_exit(start, TOP, river, drift, past_river(drift, 0.0), SD) == drift_exit(
        start, TOP, drift, SD
    )
    assert level_ground(drift, TOP - start, TOP - river, 0.0) == TOP - start


@given(st.floats(1.0, TOP - 1.0), st.floats(1.0, TOP - 1.0), st.floats(-3.0, 3.0))
def test_a_toll_that_goes_to_nothing_changes_nothing(start, river, drift):
    up, weeks = crossing_exit(start, TOP, river, drift, drift - 1e-9, SD)
    assert (up, weeks) == pytest.approx(drift_exit(start, TOP, drift, SD), rel=1e-4, abs=1e-9)


def test_who_stands_at_an_end_has_left():
    assert crossing_exit_core(TOP, TOP, RIVER, 80.0, -10.0, SD) == (1.0, 0.0)
    assert crossing_exit_core(0.0, TOP, RIVER, 80.0, -10.0, SD) == (0.0, 0.0)


def test_a_river_that_drives_back_is_a_barrier():
    """The stronger the drift back beyond it, the nearer to a wall that reflects: never won, lost after the wait."""
    sure = [crossing_exit(2500.0, 4000.0, 3000.0, -2.0, past, SD) for past in (-20.0, -200.0, -2000.0)]
    assert sure[0][0] > sure[1][0] > sure[2][0]
    assert sure[2][0] < 1e-20
    wall, place, tilt = 3000.0 + OVERSHOOT * SD, 2500.0 + OVERSHOOT * SD, 4.0 / SD**2
    # reflected at the wall, absorbed at 0: v T'' / 2 - 2 T' = -1, T(0) = 0, T'(wall) = 0
    reflected = place / 2.0 - math.exp(-tilt * wall) * math.expm1(tilt * place) / (2.0 * tilt)
    assert sure[2][1] == pytest.approx(reflected, rel=0.02)


@given(st.floats(0.0, TOP), st.floats(1.0, TOP - 1.0), st.floats(-100.0, 200.0), st.floats(0.0, 300.0))
def test_a_toll_only_ever_takes(start, river, drift, toll):
    up, weeks = crossing_exit(start, TOP, river, drift, past_river(drift, toll), SD)
    free, _ = drift_exit(start, TOP, drift, SD)
    assert 0.0 <= up <= free + 1e-9
    assert 0.0 <= weeks < math.inf
    assert level_ground(drift, TOP - start, TOP - river, toll) >= TOP - start


def test_past_the_river_an_advance_pays_and_a_retreat_does_not():
    rows = [(83.0, 160.0, 0.0), (200.0, 160.0, 40.0), (-30.0, 160.0, -30.0), (83.0, 0.0, 83.0)]
    for drift, toll, past in rows:
        assert past_river(drift, toll) == past


def test_level_ground_takes_as_long_at_a_steady_drift():
    assert level_ground(200.0, 28_000.0, 9_000.0, 150.0) == pytest.approx(19_000.0 + 9_000.0 * 200.0 / 50.0)
    assert level_ground(200.0, 5_000.0, 9_000.0, 150.0) == pytest.approx(5_000.0 * 4.0)
    assert level_ground(83.0, 28_000.0, 9_000.0, 150.0) > 1e11
    assert level_ground(-5.0, 28_000.0, 9_000.0, 150.0) == 28_000.0


@pytest.mark.parametrize("distance", [28_000.0, 12_000.0, 5_000.0])
@pytest.mark.parametrize("toll", [60.0, 160.0])
@pytest.mark.parametrize(("mean", "spread"), [(-10.0, 20.0), (60.0, 45.0), (83.0, 5.0), (120.0, 30.0)])
def test_six_nodes_come_near_the_integral_over_the_belief(distance, toll, mean, spread):
    grid = np.linspace(mean - 6.0 * spread, mean + 6.0 * spread, 1201)
    density = np.exp(-0.5 * ((grid - mean) / spread) ** 2)
    top, beyond = distance + 75_000.0, 9_000.0
    ends = np.array(
        [crossing_exit_core(75_000.0, top, top - beyond, d, past_river(d, toll), SD) for d in grid]
    )
    p, hazard = believed_victory(mean, spread**2, SD, distance, 75_000.0, beyond, toll)
    assert p == pytest.approx(np.average(ends[:, 0], weights=density), abs=0.015)
    assert hazard == pytest.approx(np.average(1.0 / np.maximum(ends[:, 1], 1.0), weights=density), rel=0.06)


def test_a_state_that_sees_the_river_expects_a_longer_war():
    open_ground = believed_victory(83.0, 30.0**2, SD, 28_000.0, 70_000.0, 9_000.0, 0.0)
    assert open_ground == believed_victory(83.0, 30.0**2, SD, 28_000.0, 70_000.0)
    held = believed_victory(83.0, 30.0**2, SD, 28_000.0, 70_000.0, 9_000.0, 160.0)
    assert held[1] < 0.1 * open_ground[1]
    assert held[0] == pytest.approx(open_ground[0])


def test_reports_past_the_river_teach_by_what_they_can_tell():
    """Mean and regression of the drift past the river on the open one, against draws of the belief."""
    drifts = np.random.default_rng(1).normal(90.0, 60.0, 400_000)
    seen = np.where(drifts <= 0.0, drifts, np.maximum(0.0, drifts - 100.0))
    expected, slope = seen_past_river(90.0, 3600.0, 100.0)
    assert expected == pytest.approx(seen.mean(), abs=0.2)
    assert slope == pytest.approx(np.cov(drifts, seen)[0, 1] / drifts.var(), abs=0.005)
    assert seen_past_river(90.0, 3600.0, 0.0) == pytest.approx((90.0, 1.0))
    assert seen_past_river(90.0, 0.0, 100.0) == pytest.approx((0.0, 0.0))
    assert seen_past_river(120.0, 0.0, 100.0) == pytest.approx((20.0, 1.0))


def test_a_line_that_stands_at_the_river_is_no_news_of_weakness():
    """Behind a river that holds it, a standing line leaves the belief about open ground; elsewhere it lowers it."""
    beliefs = BeliefParameters(private_sd=1e9, wandering=0.0)
    means = {}
    for toll in (0.0, 400.0):
        state = State.new(belief_mean=83.0, belief_variance=400.0)
        for _ in range(20):
            update_belief(state, Actor.CHINA, 0.0, 83.0, 1.0, 1.0, 0.55, 37.0**2, beliefs, toll)
        means[toll] = state.belief_mean
    assert means[400.0] == pytest.approx(83.0, abs=0.1)
    assert means[0.0] < 60.0


@rule
def every_core(start, river, drift, sd, variance, toll):
    """All weekly cores in one call, folded into one number."""
    up, weeks = crossing_exit_core(start, 1000.0, river, drift, past_river(drift, toll), sd)
    p, hazard = believed_victory_core(drift, variance, sd, 1000.0 - start, start, 1000.0 - river, toll)
    expected, slope = seen_past_river(drift, variance, toll)
    ground = level_ground(drift, 1000.0 - start, 1000.0 - river, toll)
    return up + weeks + p + hazard + expected + slope + ground


def test_cores_are_total_and_agree_in_both_engines():
    rng = np.random.default_rng(5)
    cases = [
        [
            *(1000.0 * rng.random(2)),
            rng.normal(0, 30),
            60 * rng.random(),
            900 * rng.random(),
            60 * rng.random(),
        ]
        for _ in range(40)
    ]
    cases.append([500.0, 700.0, 0.0, 0.0, 0.0, 0.0])
    cases.append([500.0, 700.0, 1e6, 1e-9, 0.0, 1e6])
    cases.append([0.0, 0.0, -1e6, 1e-9, 1e12, 1e6])
    cases.append([1000.0, 1000.0, 1e6, 1e9, 1e12, 1.0])
    cases.append([999.0, 500.0, 100.0, 1e-3, 1.0, 99.999])
    for case in cases:
        assert math.isfinite(both(every_core, *map(float, case))), case


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ((1.0, 10.0, 11.0, 1.0, 1.0, 1.0), "river"),
        ((11.0, 10.0, 5.0, 1.0, 1.0, 1.0), "start"),
        ((1.0, 10.0, 5.0, 1.0, 1.0, 0.0), "sd"),
        ((1.0, 10.0, 5.0, 1.0, math.nan, 1.0), "past"),
    ],
)
def test_bad_input_is_named_in_one_line(arguments, field):
    with pytest.raises(ValueError, match=f"^crossing_exit: .*{field}"):
        crossing_exit(*arguments)
