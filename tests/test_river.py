"""The limits of a front with a river before it: its series, its flows, a river at an end, the split of a belief."""

from __future__ import annotations

import itertools
import math
from decimal import Decimal, localcontext

import pytest
from scipy.stats import norm, truncnorm

from agents.crossing import (
    _stretch,
    believed_victory_core,
    crossing_exit,
    crossing_exit_core,
    level_ground,
    past_river,
)
from agents.ruin import drift_exit
from tests.test_crossing import SD, integrated

# The river


def test_a_slight_advance_pays_the_toll_too():
    assert past_river(0.5, 0.25) == 0.25
    assert level_ground(1.0, 100.0, 50.0, 0.5) == 150.0


@pytest.mark.parametrize("pull", [-2.0, -0.021, -0.019, -0.005, 0.005, 0.019, 0.021, 2.0])
def test_a_stretch_has_its_conductance_and_its_wait_near_stillness_too(pull):
    """k(|z|) = |z| / (1 - e^-|z|) and q(z) = (k(z) - 1) / z to forty digits, on both sides of where the series begins."""
    with localcontext(prec=40):
        z, size = Decimal(pull), abs(Decimal(pull))
        outflow = float(size / (1 - (-size).exp()))
        wait = float((z / (1 - (-z).exp()) - 1) / z)
    assert _stretch(pull) == pytest.approx((outflow, wait), rel=1e-12)


def test_a_stretch_without_pull_is_crossed_by_chance_alone():
    assert _stretch(0.0) == (1.0, 0.5)


@pytest.mark.parametrize(
    ("start", "river", "drift", "past"),
    [
        (1000.0, 1000.0, 3.0, -3.0),  # driven back beyond it, farther than on before it
        (500.0, 1000.0, 3.0, -2.0),
        (3000.0, 1000.0, 1.0, -4.0),
        (3000.0, 3000.0, 4.0, -2.0),  # and less far
    ],
)
def test_a_front_held_at_the_river_from_both_sides_leaves_as_the_integrals_say(start, river, drift, past):
    found = crossing_exit(start, 4000.0, river, drift, past, SD)
    assert found == pytest.approx(integrated(start, 4000.0, river, drift, past, SD), rel=1e-6)


@pytest.mark.parametrize("drift", [1.0, -0.5])
def test_a_river_close_to_the_lower_end_is_one_still(drift):
    found = crossing_exit(4.0, 10.0, 0.5, drift, -1.0, 2.0)
    assert found == pytest.approx(integrated(4.0, 10.0, 0.5, drift, -1.0, 2.0), rel=1e-4)


@pytest.mark.parametrize("top", [1.0, 10.0])
def test_a_river_at_either_end_leaves_one_drift(top):
    """That beyond it, if it runs at the lower end; that before it, if at the upper."""
    assert crossing_exit_core(0.4 * top, top, 0.0, 1.0, -1.0, 2.0) == drift_exit(0.4 * top, top, -1.0, 2.0)
    assert crossing_exit_core(0.4 * top, top, top, 1.0, -1.0, 2.0) == drift_exit(0.4 * top, top, 1.0, 2.0)


# The belief


def by_nodes(mean, spread, sd, up, down, beyond, toll, edges):
    """Two nodes for each part of a normal belief between the edges: conditional mean less and plus conditional spread."""
    p = hazard = 0.0
    bounds = [(edge - mean) / spread for edge in (-math.inf, *edges, math.inf)]
    for low, high in itertools.pairwise(bounds):
        weight = norm.cdf(high) - norm.cdf(low)
        if weight > 1e-7:
            centre, scatter = truncnorm.mean(low, high), truncnorm.std(low, high)
            for node in (centre - scatter, centre + scatter):
                drift = mean + spread * node
                past = max(drift - toll, min(drift, 0.0))
                won, weeks = crossing_exit(down, up + down, up + down - beyond, drift, past, sd)
                p += 0.5 * weight * won
                hazard += 0.5 * weight / max(weeks, 1.0)
    return p, hazard


@pytest.mark.parametrize(
    ("mean", "spread", "toll"),
    [(-10.0, 20.0, 60.0), (60.0, 45.0, 60.0), (120.0, 30.0, 160.0), (0.6, 0.8, 0.9), (-3.0, 1.0, 0.5)],
)
@pytest.mark.parametrize(("up", "down", "beyond"), [(20.0, 40.0, 0.5), (300.0, 200.0, 90.0)])
def test_a_belief_is_split_at_a_standing_front_and_at_the_toll(mean, spread, toll, up, down, beyond):
    found = believed_victory_core(mean, spread**2, 30.0, up, down, beyond, toll)
    expected = by_nodes(mean, spread, 30.0, up, down, beyond, toll, (0.0, toll))
    assert found == pytest.approx(expected, rel=1e-7)


@pytest.mark.parametrize(("mean", "spread"), [(-10.0, 20.0), (60.0, 45.0), (0.6, 0.8)])
def test_a_belief_about_open_ground_is_split_at_a_standing_front_alone(mean, spread):
    expected = by_nodes(mean, spread, 30.0, 300.0, 200.0, 0.0, 0.0, (0.0,))
    for beyond, toll in ((0.0, 0.0), (0.0, 60.0), (90.0, 0.0), (0.0, 0.5)):
        found = believed_victory_core(mean, spread**2, 30.0, 300.0, 200.0, beyond, toll)
        assert found == pytest.approx(expected, rel=1e-7), (beyond, toll)


def test_a_war_that_is_won_is_won_this_week_and_for_sure():
    """Weights of the three parts of these beliefs add up to a little more than 1 in double precision."""
    for mean, spread, toll in ((-20.0, 8.0, 5.0), (-20.0, 13.0, 25.0), (-20.0, 30.0, 10.0)):
        assert believed_victory_core(mean, spread**2, 30.0, 0.0, 200.0, 90.0, toll) == (1.0, 1.0)
