"""Intervals cover what they claim to, and pairing gains what it should."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from experiments.headlines import HEADLINES
from experiments.statistics import contrast, mean, share, survival


def test_wilson_interval_in_rows():
    rows = [(0, 7, 0.0, 0.3543), (5, 10, 0.2366, 0.7634)]
    for count, runs, low, high in rows:
        estimate = share(np.arange(runs) < count)
        assert estimate.low == pytest.approx(low, abs=1e-4)
        assert estimate.high == pytest.approx(high, abs=1e-4)


def test_intervals_cover():
    rng = np.random.default_rng(1)
    hits = 0
    for _ in range(1000):
        estimate = mean(rng.normal(1.0, 2.0, 40))
        hits += estimate.low <= 1.0 <= estimate.high
    assert abs(hits / 1000 - 0.95) < 4 * math.sqrt(0.95 * 0.05 / 1000)


def test_pairing_gains_by_the_correlation():
    rng = np.random.default_rng(2)
    common = rng.normal(size=20000)
    a = common + 0.5 * rng.normal(size=20000) + 0.1
    b = common + 0.5 * rng.normal(size=20000)
    found = contrast(a, b)
    assert found.clear
    assert found.gain == pytest.approx((1.25 + 1.25) / 0.5, rel=0.05)
    same = contrast(a, a)
    assert (same.value, same.low, same.high) == (0.0, 0.0, 0.0)
    assert same.gain == math.inf


def test_no_differing_pair_is_no_proof():
    events = np.zeros(100, bool)
    found = contrast(events, events)
    assert found.value == 0.0
    assert 0.02 < found.high < 0.05
    assert not found.clear


def test_survival_in_rows():
    assert survival(np.array([2, -1, 1, 2]), 3).tolist() == [1.0, 1.0, 0.75, 0.25]


def test_nothing_to_estimate_from():
    assert math.isnan(share(np.array([], bool)).value)
    assert math.isnan(mean(np.array([])).value)
    with pytest.raises(ValueError, match="same runs"):
        contrast(np.zeros(2), np.zeros(3))


def test_an_interval_of_a_share_stays_between_0_and_1():
    headlines = {headline.name: headline for headline in HEADLINES}
    frame = pd.DataFrame(
        {"successor": ["guards"] * 11 + ["none"], "successor_security": [True] * 11 + [False]}
    )
    found = headlines["security_successor"].estimate(frame)
    assert (found.value, found.runs) == (1.0, 11)
    assert 0.7 < found.low < found.high <= 1.0
    answers = pd.DataFrame(
        {"russia_general_accept": [0.0, 1.0, 1.0], "russia_general_reject": [3.0, 1.0, 0.0]}
    )
    mixed = headlines["russia_accepts"].estimate(answers)
    assert mixed.value == pytest.approx(0.5)
    assert (mixed.low, mixed.high) == (0.0, 1.0)
