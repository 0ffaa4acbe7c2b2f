"""Attrition: losses against Lanchester's square law and its limits, men against their sum."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.attrition import fire, lanchester_square, square_law
from model.manpower import update_men
from model.war import Belligerent
from tests.wars import FORCES, WAR, march


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


@pytest.mark.parametrize("weeks", [0.5, 5.0])
@pytest.mark.parametrize(("first", "second"), [(0.5, 0.4), (0.4, 0.5), (0.5, 0.1), (0.1, 0.9)])
def test_small_forces_obey_the_law_as_large_ones_do(first, second, weeks):
    """F cosh x - sqrt(b / a) G sinh x, x = sqrt(a b) t; of the one annihilated, what conservation leaves the other."""
    x, ratio = 0.2 * weeks, 2.0
    left = first * math.cosh(x) - ratio * second * math.sinh(x)
    right = second * math.cosh(x) - first * math.sinh(x) / ratio
    expected = (
        (left, right)
        if min(left, right) > 0.0
        else (
            math.sqrt(max(0.0, first**2 - 4.0 * second**2)),
            math.sqrt(max(0.0, second**2 - first**2 / 4.0)),
        )
    )
    assert square_law(first, second, 0.1, 0.4, weeks) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("exposure", "targets"), [(0.0, (1.0, 1.0)), (1.0, (300.0, 600.0)), (0.5, (300**0.5, 600**0.5))]
)
def test_fire_goes_with_tempo_stocks_and_the_targets_it_finds(exposure, targets):
    """Linear in time while losses are small: of 600 and 300 men each side loses what the other inflicts."""
    russia, ukraine = Belligerent.new(lethality=2e-4), Belligerent.new(lethality=3e-4)
    effects = (0.5 * 2e-4 * 0.81**0.5 * targets[0], 0.5 * 3e-4 * 0.36**0.5 * targets[1])
    left = fire(russia, ukraine, (600.0, 300.0), (0.81, 0.36), 0.5, exposure, 0.5, 1e-4)
    assert (600.0 - left[0]) / 1e-4 == pytest.approx(effects[1] * 300.0, rel=1e-3)
    assert (300.0 - left[1]) / 1e-4 == pytest.approx(effects[0] * 600.0, rel=1e-3)


@pytest.mark.parametrize("tempo", [0.0, -0.5])
def test_without_tempo_nobody_is_lost(tempo):
    side = Belligerent.new(lethality=1e-2)
    assert fire(side, side, (600.0, 300.0), (1.0, 1.0), 0.5, 0.5, tempo, 10.0) == (600.0, 300.0)


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
