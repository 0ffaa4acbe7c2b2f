"""Ruin of a walk between two barriers: ends, the fair game, certain steps, and what is short of certain."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest

from agents.ruin import _tilt, drift_exit_core, ruin_probability, ruin_time, short_of_one


@pytest.mark.parametrize("tilt", [-0.4, -5e-7, 0.0, 5e-7, 0.4])
@pytest.mark.parametrize(("start", "up"), [(-3.0, 0.0), (0.0, 0.0), (10.0, 1.0), (13.0, 1.0)])
def test_who_is_at_a_barrier_or_beyond_has_left_and_needs_no_time(start, up, tilt):
    assert ruin_probability(start, 10.0, tilt) == up
    assert ruin_time(start, 10.0, tilt, -0.3, 2.0, up) == 0.0


@pytest.mark.parametrize(("start", "up"), [(0.0, 0.0), (-1.0, 0.0), (10.0, 1.0), (12.0, 1.0)])
def test_a_front_that_is_at_its_objective_is_there_at_once(start, up):
    assert drift_exit_core(start, 10.0, 0.5, 2.0) == (up, 0.0)


@pytest.mark.parametrize("odds", [1.0 / 3.0, 0.5, 2.0, math.e, 3.0])
def test_the_gambler_of_one_coin_in_two_is_ruined_by_the_odds_alone(odds):
    """1 - q over 1 - q^2 is 1 / (1 + q), q = e too."""
    assert ruin_probability(1.0, 2.0, math.log(odds)) == pytest.approx(1.0 / (1.0 + odds))


def test_a_fair_game_is_won_by_the_share_of_the_way_already_made():
    assert [ruin_probability(start, 8.0, 0.0) for start in (1.0, 2.0, 6.0)] == [0.125, 0.25, 0.75]


@pytest.mark.parametrize(("up", "tilt"), [(1.0, -700.0), (0.0, 700.0), (0.5, 0.0), (0.75, -math.log(3.0))])
def test_the_tilt_is_the_log_of_the_odds_and_of_a_certain_step_seven_hundred(up, tilt):
    assert _tilt(up) == pytest.approx(tilt)


@pytest.mark.parametrize("x", [0.0, 1e-12, 0.5, 3.0, 39.9, 40.1, 40.9, 800.0])
def test_what_is_short_of_one_is_so_to_the_last_digit(x):
    assert short_of_one(x) == pytest.approx(float(1 - (-Decimal(x)).exp()), rel=1e-15, abs=0.0)


@pytest.mark.parametrize(("start", "top", "variance", "time"), [(3.0, 10.0, 2.0, 10.5), (1.0, 5.0, 0.5, 8.0)])
def test_a_fair_walk_takes_the_product_of_its_ways_over_the_variance_of_a_step(start, top, variance, time):
    assert ruin_time(start, top, 0.0, 0.0, variance, start / top) == time


def test_a_fair_front_half_way_is_even_and_its_barriers_lie_beyond_by_its_overshoot():
    """0.5 and 0.5826 of a spread of 0.1 to either side: 0.55826 squared over 0.01."""
    up, weeks = drift_exit_core(0.5, 1.0, 0.0, 0.1)
    assert (up, weeks) == (pytest.approx(0.5), pytest.approx(31.16542276))
