"""Competing risks: by hand, and reduced to shares where nobody is cut off."""

from __future__ import annotations

import numpy as np
import pytest

from experiments.competing import aalen_johansen
from experiments.statistics import survival

TIMES = np.array([1, 2, 2, 3, 4, 5])
ENDS = np.array([1, 2, 0, 1, 0, 1])


def test_by_hand():
    """Six cases: the second is cut off at 2, another at 4.

    At risk 6, 5, 3, 1; S before: 1, 5/6, 2/3, 4/9. Of end 1: 1/6, then 2/3 x 1/3, then 4/9 x 1. Of end 2: 5/6 x 1/5.
    """
    one = aalen_johansen(TIMES, ENDS, [1])
    assert one.times.tolist() == [0, 1, 2, 3, 5]
    assert one.share == pytest.approx([0, 1 / 6, 1 / 6, 7 / 18, 15 / 18])
    two = aalen_johansen(TIMES, ENDS, [2])
    assert two.share == pytest.approx([0, 0, 1 / 6, 1 / 6, 1 / 6])
    assert one.cases == 6


def test_variance_by_hand():
    """At time 2 of the six cases, end 2: gap 0 there and 1/6 at time 1.

    1/36 x 1/30 + (5/6)^2 x 4/125 - 0 = 0.0231481, so the error is 0.152145.
    """
    two = aalen_johansen(TIMES, ENDS, [2])
    share, error = 1 / 6, 0.0231481**0.5
    half = 1.959964 * error / (share * abs(np.log(share)))
    assert two.low[2] == pytest.approx(share ** np.exp(half), rel=1e-5)
    assert two.high[2] == pytest.approx(share ** np.exp(-half), rel=1e-5)


def test_without_censoring_it_is_a_share_with_its_binomial_variance():
    rng = np.random.default_rng(4)
    times, ends = rng.integers(1, 30, 400), rng.integers(1, 4, 400)
    found = aalen_johansen(times, ends, [2])
    grid = np.arange(1, 30)
    share, low, high = found.at(grid)
    plain = np.array([np.mean((times <= t) & (ends == 2)) for t in grid])
    assert share == pytest.approx(plain)
    half = 1.959964 * np.sqrt(plain * (1 - plain) / 400) / (plain * np.abs(np.log(plain)))
    assert low == pytest.approx(plain ** np.exp(half), rel=1e-6)
    assert high == pytest.approx(plain ** np.exp(-half), rel=1e-6)


def test_all_ends_and_those_left_make_one():
    rng = np.random.default_rng(5)
    times, ends = rng.integers(1, 20, 200), rng.integers(0, 4, 200)
    together = aalen_johansen(times, ends, [1, 2, 3]).share
    apart = sum(aalen_johansen(times, ends, [e]).share for e in (1, 2, 3))
    assert together == pytest.approx(apart)
    assert (np.diff(together) >= 0).all()
    assert together[-1] <= 1.0


def test_cut_off_at_one_horizon_it_is_one_less_survival():
    weeks = np.array([2, -1, 1, 2, 7, -1])
    times = np.where(weeks >= 0, weeks + 1, 10)
    found = aalen_johansen(times, (weeks >= 0).astype(int), [1])
    share, _, _ = found.at(np.arange(11))
    assert 1.0 - share == pytest.approx(survival(weeks, 10))


def test_intervals_cover_what_they_claim():
    """Ends at rates 0.2 and 0.1, cut off at rate 0.15: the share by time 3 is 2/3 (1 - exp(-0.9))."""
    rng = np.random.default_rng(6)
    true = 2 / 3 * (1 - np.exp(-0.9))
    hits = 0
    for _ in range(300):
        first, second, cut = (rng.exponential(1 / rate, 150) for rate in (0.2, 0.1, 0.15))
        times = np.minimum(np.minimum(first, second), cut)
        ends = np.select([times == first, times == second], [1, 2], 0)
        _, low, high = aalen_johansen(times, ends, [1]).at(np.array([3.0]))
        hits += bool(low[0] <= true <= high[0])
    assert abs(hits / 300 - 0.95) < 4 * (0.95 * 0.05 / 300) ** 0.5


def test_nobody_ends():
    found = aalen_johansen(np.array([3, 4]), np.array([0, 0]), [1])
    share, low, high = found.at(np.array([0, 2, 9]))
    assert (share.tolist(), low.tolist(), high.tolist()) == ([0.0] * 3,) * 3
