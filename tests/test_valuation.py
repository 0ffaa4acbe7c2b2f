"""What war and peace are worth: the published limits, and what the formulas refuse."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar

from agents import ruin, valuation
from agents.rules import rule
from agents.states import State
from agents.valuation import (
    bargaining_range,
    bargaining_weights,
    believed_victory,
    commitment_gap,
    drift_exit,
    exit_probability,
    exit_time,
    loss,
    outcome_utilities,
    take_it_or_leave_it,
    utility,
    war_value,
)
from agents.vocabulary import ISSUES
from tests.engines import both

shares = st.floats(0.0, 1.0)
costs = st.floats(0.0, 1.0)
hazards = st.floats(1e-4, 1.0)


@given(shares, costs)
def test_a_war_that_ends_at_once_is_fearons_lottery(p, cost):
    assert war_value(p, cost, 1.0, 0.9) == p - cost


@given(shares, st.floats(0.0, 0.01), hazards)
def test_a_patient_side_pays_the_weekly_cost_until_the_end(p, cost, hazard):
    assert war_value(p, cost, hazard, 1.0) == pytest.approx(p - cost / hazard, abs=1e-9)


@given(shares, st.floats(0.0, 0.01), hazards, st.floats(0.9, 1.0))
def test_war_value_solves_its_own_recursion(p, cost, hazard, discount):
    value = war_value(p, cost, hazard, discount)
    assert value == pytest.approx(hazard * p - cost + discount * (1.0 - hazard) * value, abs=1e-9)


@pytest.mark.parametrize(
    ("p", "cost", "hazard", "discount", "value"),
    [
        (0.6, 0.1, 1.0, 0.5, 0.5),
        (0.6, 0.002, 0.02, 1.0, 0.5),
        (1.0, 0.0, 0.5, 0.0, 0.5),
        (1.0, 0.0, 0.1, 0.9, 0.1 / 0.19),
        (0.0, 0.01, 0.0, 0.9, -0.1),
    ],
)
def test_war_values(p, cost, hazard, discount, value):
    assert war_value(p, cost, hazard, discount) == pytest.approx(value)


@given(shares, costs, costs)
def test_with_a_common_belief_the_range_is_never_empty(p, cost_a, cost_b):
    low, high = bargaining_range(p, cost_a, cost_b)
    assert (low, high) == (p - cost_a, p + cost_b)
    assert low <= high


@given(shares, shares, costs, costs)
def test_the_range_is_empty_exactly_when_optimism_outweighs_the_costs(p, belief_b, cost_a, cost_b):
    low, high = bargaining_range(p, cost_a, cost_b, belief_b=belief_b)
    assert low == p - cost_a
    assert high == belief_b + cost_b
    if abs((p - belief_b) - (cost_a + cost_b)) > 1e-12:
        assert (low > high) == (p - belief_b > cost_a + cost_b)


@pytest.mark.parametrize("shift", [0.0, 0.1, 0.2, 0.25, 0.4])
@pytest.mark.parametrize(("cost", "rival_cost"), [(0.1, 0.1), (0.05, 0.2)])
def test_for_patient_sides_no_deal_holds_iff_the_shift_outweighs_the_costs(shift, cost, rival_cost):
    """Powell (2006): now p - c, later the rival has 1 - (p - shift) - c'."""
    p = 0.6
    gap = commitment_gap(p - cost, 1.0 - (p - shift) - rival_cost, 1.0 - 1e-12, 30.0)
    assert gap == pytest.approx(shift - (cost + rival_cost), abs=1e-9)


def test_commitment_gap_counts_the_lock_in():
    assert commitment_gap(0.5, 0.8, 0.9, 2.0) == pytest.approx(0.5 - (1.0 - 0.81 * 0.8))
    assert commitment_gap(0.5, 0.8, 0.0, 0.0) == pytest.approx(0.3)
    assert commitment_gap(0.5, 0.8, 0.0, 1.0) == pytest.approx(-0.5)


@given(shares, costs, st.floats(1e-3, 1.0))
def test_take_it_or_leave_it_is_the_best_offer(p, cost, top):
    """Against the offer found by search over what B accepts: 1 - x >= 1 - p - c."""

    def lost(offer):
        war = min(max((offer - p) / top, 0.0), 1.0)
        return -(offer * (1.0 - war) + (p - cost) * war)

    offer, war = take_it_or_leave_it(p, cost, top)
    best = minimize_scalar(lost, bounds=(p, min(p + top, 1.0)), method="bounded", options={"xatol": 1e-10})
    assert lost(offer) <= best.fun + 1e-9
    assert p <= offer <= 1.0
    assert war == pytest.approx((offer - p) / top, abs=1e-9)


@pytest.mark.parametrize(
    ("p", "cost", "top", "offer", "war"),
    [
        (0.5, 0.1, 0.3, 0.6, 1.0 / 3.0),
        (0.5, 0.0, 0.4, 0.7, 0.5),
        (0.5, 0.3, 0.3, 0.5, 0.0),
        (0.5, 0.6, 0.3, 0.5, 0.0),
        (0.9, 0.1, 0.7, 1.0, 0.1 / 0.7),
        (0.5, 0.0, 0.0, 0.5, 0.0),
    ],
)
def test_offers_and_the_risk_they_run(p, cost, top, offer, war):
    assert take_it_or_leave_it(p, cost, top) == pytest.approx((offer, war))


def test_weights_are_the_limit_of_rubinsteins_shares_as_the_period_goes_to_zero():
    """To first order: the error of the share is proportional to the period."""
    for first, second in [(0.5, 0.5), (0.9, 0.5), (0.3, 0.8)]:
        weight = bargaining_weights(first, second)[0]
        errors = []
        for period in (1e-2, 1e-3):
            d1, d2 = first**period, second**period
            assert bargaining_weights(d1, d2)[0] == pytest.approx(weight)
            errors.append((1.0 - d2) / (1.0 - d1 * d2) - weight)
        assert errors[0] / errors[1] == pytest.approx(10.0, rel=0.05)
    share = (1.0 - 0.5) / (1.0 - 0.5 * 0.5)
    assert (share, bargaining_weights(0.5, 0.5)[0]) == pytest.approx((0.667, 0.5), abs=1e-3)


def test_patience_is_strength():
    assert bargaining_weights(0.9, 0.5)[0] > 0.5
    assert bargaining_weights(1.0, 0.5) == (1.0, 0.0)
    assert bargaining_weights(1.0, 1.0) == (0.5, 0.5)
    assert sum(bargaining_weights(0.93, 0.7)) == 1.0


def exact_probability(start: int, top: int, up: Fraction) -> Fraction:
    ratio = (1 - up) / up
    return Fraction(start, top) if ratio == 1 else (1 - ratio**start) / (1 - ratio**top)


@pytest.mark.parametrize("top", [1, 2, 5, 10, 40])
@pytest.mark.parametrize("up", [Fraction(1, 2), Fraction(1, 3), Fraction(3, 5), Fraction(99, 100)])
def test_the_gambler_is_ruined_exactly_as_often_as_he_should(top, up):
    for start in range(top + 1):
        p = exact_probability(start, top, up)
        assert exit_probability(start, top, float(up)) == pytest.approx(float(p), rel=1e-12)
        drift = 2 * up - 1
        steps = start * (top - start) if drift == 0 else (top * p - start) / drift
        assert exit_time(start, top, float(up)) == pytest.approx(float(steps), rel=1e-11)


@pytest.mark.parametrize("off", [1e-3, 1e-6, 1e-9, 1e-13])
def test_near_a_fair_game_nothing_is_lost_to_rounding(off):
    for start, top in [(3, 10), (70, 100), (1, 1000)]:
        up = Fraction(0.5 + off)
        p = exact_probability(start, top, up)
        assert exit_probability(start, top, 0.5 + off) == pytest.approx(float(p), rel=1e-9)
        steps = (top * p - start) / (2 * up - 1)
        assert exit_time(start, top, 0.5 + off) == pytest.approx(float(steps), rel=1e-8)


def test_odds_to_a_high_power_do_not_overflow():
    assert exit_probability(5000, 10000, 0.4) == pytest.approx(0.0, abs=1e-300)
    assert exit_probability(5000, 10000, 0.6) == 1.0
    assert exit_probability(9999, 10000, 0.1) == pytest.approx(1.0 / 9.0)
    assert exit_time(5000, 10000, 0.4) == pytest.approx(5000 / 0.2)


@pytest.mark.parametrize(
    ("start", "up", "probability", "steps"),
    [(0, 0.7, 0.0, 0.0), (4, 0.2, 1.0, 0.0), (3, 0.0, 0.0, 3.0), (3, 1.0, 1.0, 1.0)],
)
def test_ends_and_certain_steps(start, up, probability, steps):
    assert exit_probability(start, 4, up) == pytest.approx(probability, abs=1e-200)
    assert exit_time(start, 4, up) == pytest.approx(steps)


@given(st.integers(1, 59), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_exit_probability_rises_with_start_and_with_luck(start, one, other):
    low, high = sorted((one, other))
    assert 0.0 <= exit_probability(start, 60, low) <= exit_probability(start, 60, high) <= 1.0
    assert exit_probability(start, 60, one) <= exit_probability(start + 1, 60, one)


def test_gaussian_steps_leave_where_the_corrected_formula_says():
    """A walk of the variance that the +-1 ladder with up-probability 0.6 has; simulated with fixed seed."""
    mean, sd, runs = 0.2, math.sqrt(0.96), 20_000
    rng = np.random.default_rng(11)
    place = np.full(runs, 3.0)
    steps = np.zeros(runs)
    inside = np.ones(runs, bool)
    while inside.any():
        place[inside] += mean + sd * rng.standard_normal(inside.sum())
        steps[inside] += 1.0
        inside = (place > 0.0) & (place < 10.0)
    frequency = (place >= 10.0).mean()
    probability, weeks = drift_exit(3.0, 10.0, mean, sd)
    assert (probability, weeks) == pytest.approx((0.782, 25.7), abs=0.05)
    assert probability == pytest.approx(frequency, abs=3.0 * math.sqrt(0.782 * 0.218 / runs))
    assert weeks == pytest.approx(steps.mean(), abs=3.0 * steps.std() / math.sqrt(runs))
    assert ruin.ruin_probability(3.0, 10.0, -2.0 * mean / sd**2) == pytest.approx(0.725, abs=5e-4)


@given(st.floats(-50.0, 50.0), st.floats(1.0, 100.0))
def test_drift_exit_is_symmetric_and_total(drift, sd):
    up, weeks = drift_exit(300.0, 1000.0, drift, sd)
    down, same = drift_exit(700.0, 1000.0, -drift, sd)
    assert up + down == pytest.approx(1.0)
    assert weeks == pytest.approx(same)
    assert weeks > 0.0


def test_a_certain_belief_is_the_exit_formula_and_doubt_moves_it_to_the_middle():
    p, weeks = drift_exit(400.0, 1000.0, 5.0, 60.0)
    assert believed_victory(5.0, 0.0, 60.0, 600.0, 400.0) == pytest.approx((p, 1.0 / weeks))
    assert believed_victory(5.0, 400.0, 60.0, 600.0, 400.0)[0] < p
    assert believed_victory(0.0, 400.0, 60.0, 500.0, 500.0)[0] == pytest.approx(0.5)
    assert believed_victory(1e4, 1e-6, 60.0, 500.0, 500.0)[0] == pytest.approx(1.0)


@pytest.mark.parametrize(("up", "down"), [(28_000.0, 70_000.0), (300.0, 700.0)])
@pytest.mark.parametrize("mean", [-10.0, 0.0, 5.0, 60.0])
@pytest.mark.parametrize("spread", [1.0, 5.0, 30.0])
def test_four_nodes_come_near_the_integral_over_the_belief(up, down, mean, spread):
    """Barriers far apart, where the sign of the drift decides, and near, where chance does."""
    grid = np.linspace(mean - 6.0 * spread, mean + 6.0 * spread, 1201)
    density = np.exp(-0.5 * ((grid - mean) / spread) ** 2)
    ends = np.array([drift_exit(down, up + down, drift, 80.0) for drift in grid])
    p, hazard = believed_victory(mean, spread**2, 80.0, up, down)
    assert p == pytest.approx(np.average(ends[:, 0], weights=density), abs=0.012)
    exact = np.average(1.0 / np.maximum(ends[:, 1], 1.0), weights=density)
    assert hazard == pytest.approx(exact, rel=0.05)


@given(st.floats(-100.0, 100.0), st.floats(0.0, 3000.0), st.floats(0.1, 20.0))
def test_believed_victory_rises_smoothly_with_the_drift(mean, variance, more):
    before, _ = believed_victory(mean, variance, 80.0, 28_000.0, 70_000.0)
    after, _ = believed_victory(mean + more, variance, 80.0, 28_000.0, 70_000.0)
    assert 0.0 <= before <= after + 1e-3
    assert after - before <= 0.4 * more / max(math.sqrt(variance), 0.05) + 0.02


def test_a_war_at_its_objective_is_over_within_the_week():
    assert believed_victory(5.0, 1.0, 30.0, 0.0, 100.0) == pytest.approx((1.0, 1.0))
    assert believed_victory(5.0, 1.0, 30.0, 100.0, 0.0) == pytest.approx((0.0, 1.0))


def state(ideal: float, salience=None) -> State:
    return State.new(
        ideal=[ideal] * ISSUES, salience=[1.0 / ISSUES] * ISSUES if salience is None else salience
    )


def test_a_package_is_worth_one_less_its_losses():
    assert utility(state(1.0), [1.0] * ISSUES) == pytest.approx(1.0)
    assert utility(state(1.0), [0.0] * ISSUES) == pytest.approx(0.0)
    assert utility(state(1.0), [0.5] * ISSUES) == pytest.approx(0.75)
    assert utility(state(1.0), [0.5] * ISSUES, 0.0) == pytest.approx(0.5)
    assert loss(-0.5, 0.5) == loss(0.5, 0.5) == 0.375


def test_the_victor_has_his_way():
    assert outcome_utilities(state(0.9), state(0.1)) == pytest.approx((1.0, 0.36, 0.36, 1.0))


@pytest.mark.parametrize(
    ("function", "arguments", "field"),
    [
        (war_value, (1.1, 0.1, 0.1, 0.9), "p"),
        (war_value, (0.5, -0.1, 0.1, 0.9), "cost"),
        (war_value, (0.5, 0.1, 1.5, 0.9), "end_hazard"),
        (war_value, (0.5, 0.1, 0.1, 1.1), "discount"),
        (war_value, (0.5, 0.1, 0.0, 1.0), "end_hazard"),
        (war_value, (math.nan, 0.1, 0.1, 0.9), "p"),
        (war_value, ("many", 0.1, 0.1, 0.9), "p"),
        (bargaining_range, (0.5, -0.1, 0.1), "cost_a"),
        (bargaining_range, (0.5, 0.1, math.inf), "cost_b"),
        (bargaining_range, (0.5, 0.1, 0.1, 2.0), "belief_b"),
        (commitment_gap, (math.inf, 0.5, 0.9, 1.0), "now"),
        (commitment_gap, (0.5, 0.5, 1.9, 1.0), "discount"),
        (commitment_gap, (0.5, 0.5, 0.9, -1.0), "lock_in"),
        (take_it_or_leave_it, (0.5, 0.1, -1.0), "other_cost_max"),
        (bargaining_weights, (0.0, 0.5), "discount"),
        (bargaining_weights, (0.5, 1.5), "discount_b"),
        (exit_probability, (11, 10, 0.5), "start"),
        (exit_probability, (0, 0, 0.5), "top"),
        (exit_time, (1, 10, 1.5), "up_probability"),
        (drift_exit, (1, 10, 0.1, 0.0), "sd"),
        (believed_victory, (0.1, -1.0, 1.0, 1.0, 1.0), "variance"),
        (believed_victory, (0.1, 1.0, 1.0, 0.0, 0.0), "distances"),
        (believed_victory, (np.zeros(2), 1.0, 1.0, 0.0, 0.0), "mean"),
    ],
)
def test_bad_input_is_named_in_one_line(function, arguments, field):
    with pytest.raises(ValueError, match=f"^{function.__name__}: .*{field}") as error:
        function(*arguments)
    assert "\n" not in str(error.value)


@rule
def every_core(p, cost, hazard, discount, start, drift, sd, variance):
    """All weekly cores in one call, folded into one number."""
    offer, war = valuation.take_it_or_leave_it_core(p, cost, 0.3)
    weight = valuation.bargaining_weights_core(discount, 0.7)
    probability, weeks = ruin.drift_exit_core(start, 1000.0, drift, sd)
    victory, end = valuation.believed_victory_core(drift, variance, sd, 1000.0 - start, start)
    total = valuation.war_value_core(p, cost, hazard, discount) + offer + war + weight[0] - weight[1]
    total += valuation.commitment_gap_core(p, cost, discount, start) + victory + end + weeks
    return total + probability + ruin.ruin_time(start, 1000.0, 1e-9, -0.5e-9, 1.0, p)


def test_cores_are_total_and_agree_in_both_engines():
    rng = np.random.default_rng(5)
    cases = [
        [*rng.random(4), 1000.0 * rng.random(), rng.normal(0, 30), 60 * rng.random(), 900 * rng.random()]
        for _ in range(40)
    ]
    cases.append([0.5, 0.1, 0.0, 1.0, 500.0, 0.0, 0.0, 0.0])
    cases.append([0.5, 0.5, 1.0, 0.0, 0.0, -1e6, 1e-9, 0.0])
    cases.append([1.0, 0.0, 1.0, 1.0, 1000.0, 1e6, 1e9, 1e12])
    for case in cases:
        assert math.isfinite(both(every_core, *map(float, case)))


def test_utilities_agree_in_both_engines():
    rng = np.random.default_rng(6)
    for _ in range(5):
        one, other = (
            State.new(ideal=rng.random(ISSUES), salience=rng.dirichlet(np.ones(ISSUES))) for _ in range(2)
        )
        both(utility, one, rng.random(ISSUES), 0.4)
        both(outcome_sum, one, other)


@rule
def outcome_sum(one, other):
    a, b, c, d = outcome_utilities(one, other, 0.7)
    return a - 2.0 * b + 3.0 * c - 4.0 * d
