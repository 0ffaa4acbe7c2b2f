"""The global game of a coup: thresholds against play, published limits, uniqueness, bad input, in both engines."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from agents.coordination import (
    equilibrium_is_unique,
    fall_threshold,
    joining_share,
    normal_quantile,
    resisting_share,
    signal_cutoff,
)
from agents.services import coup_threshold, raise_counterweight
from tests.engines import both
from tests.organs import SERVICES, roster

units = st.floats(0.0, 1.0)


@given(st.floats(0.001, 1.0))
def test_one_service_that_never_resists_is_morris_and_shin(cost):
    assert coup_threshold([1.0], [cost], [0.0]) == pytest.approx(1.0 - cost)


@given(st.lists(st.tuples(units, units, units), min_size=1, max_size=8))
def test_threshold_is_the_sum_over_services(rows):
    force = [f for f, _, _ in rows]
    join = [max(c, d, 0.01) for _, c, d in rows]
    resist = [0.99 * min(c, d) for _, c, d in rows]
    expected = sum(f * (1.0 - c - d) for f, c, d in zip(force, join, resist, strict=True))
    assert coup_threshold(force, join, resist) == pytest.approx(expected)


@given(units, st.floats(0.01, 0.99), st.floats(0.01, 0.5))
def test_a_unit_at_the_cutoff_is_indifferent(threshold, cost, noise):
    signal = signal_cutoff(threshold, noise, cost)
    assert norm.cdf((threshold - signal) / noise) == pytest.approx(cost, abs=1e-9)


@given(st.floats(0.05, 0.95), st.floats(0.0, 0.9), st.floats(-0.3, 0.3), st.floats(0.01, 0.2))
def test_shares_follow_the_signals(join, part, gap, noise):
    resist = part * join
    joined = joining_share(0.3, 0.3 + gap, noise, join)
    resisted = resisting_share(0.3, 0.3 + gap, noise, resist)
    assert joined == pytest.approx(norm.cdf(-gap / noise - norm.ppf(join)), abs=1e-12)
    assert 0.0 <= joined + resisted <= 1.0 + 1e-12
    if resist == 0.0:
        assert resisted == 0.0


def test_who_never_resists_does_not_however_strong_the_regime():
    assert resisting_share(0.1, 5.0, 0.01, 0.0) == 0.0
    assert joining_share(0.9, -5.0, 0.01, 1.0) == 0.0
    assert joining_share(0.1, 5.0, 0.01, 0.0) == 1.0
    assert resisting_share(0.9, -5.0, 0.01, 1.0) == 1.0


def test_without_noise_everybody_does_the_same():
    assert joining_share(0.5, 0.4, 0.0, 0.6) == 1.0
    assert joining_share(0.5, 0.6, 0.0, 0.6) < 1e-300
    assert resisting_share(0.5, 0.6, 0.0, 0.1) == 1.0


def test_resistance_makes_uniqueness_harder():
    private = 0.8 * math.sqrt(2.0 * math.pi) * 0.2**2
    assert equilibrium_is_unique([1.0], [0.0], private, 0.2)
    assert not equilibrium_is_unique([1.0], [0.1], private, 0.2)


@given(st.floats(1e-300, 1.0 - 1e-16))
def test_quantile_against_scipy(probability):
    assert normal_quantile(probability) == pytest.approx(norm.ppf(probability), rel=1e-13, abs=1e-14)


def test_quantile_at_the_ends():
    assert normal_quantile(0.0) == -normal_quantile(1.0) == -38.0


@pytest.mark.parametrize(
    ("force", "join", "resist", "word"),
    [
        ([1.0], [0.5, 0.5], [0.0], "length"),
        ([[1.0]], [[0.5]], [[0.0]], "length"),
        ([-1.0], [0.5], [0.0], "force"),
        ([math.nan], [0.5], [0.0], "force"),
        ([1.0], [1.5], [0.0], "join_cost"),
        ([1.0], [math.nan], [0.0], "join_cost"),
        ([1.0], [0.5], [-0.1], "resist_cost"),
        ([1.0], [0.3], [0.4], "below"),
        ([1.0], [0.3], [0.3], "below"),
    ],
)
def test_bad_input_is_named(force, join, resist, word):
    with pytest.raises(ValueError, match=word):
        coup_threshold(force, join, resist)


def test_bad_noise_is_named():
    with pytest.raises(ValueError, match="noise"):
        equilibrium_is_unique([1.0], [0.0], 0.1, 0.0)
    with pytest.raises(ValueError, match="length"):
        equilibrium_is_unique([1.0], [0.0, 0.0], 0.1, 0.1)


# Both engines


def test_both_engines_agree():
    rng = np.random.default_rng(3)
    both(fall_threshold, rng.random(4), rng.random(4), rng.random(4))
    both(raise_counterweight, roster(), 0.4, SERVICES)
    for p in (1e-320, 1e-20, 0.01, 0.4, 0.9, 1.0 - 1e-10):
        both(normal_quantile, p)
        both(joining_share, 0.3, 0.31, 0.03, p)


def test_the_threshold_is_where_the_net_force_meets_the_strength():
    force, join, resist = [0.5, 0.3, 0.2], [0.7, 0.5, 0.9], [0.1, 0.0, 0.3]
    threshold = coup_threshold(force, join, resist)

    def net(theta: float) -> float:
        total = 0.0
        for f, c, d in zip(force, join, resist, strict=True):
            total += f * joining_share(threshold, theta, 0.05, c)
            total -= f * resisting_share(threshold, theta, 0.05, d)
        return total - theta

    assert brentq(net, -1.0, 1.0) == pytest.approx(threshold)
