"""What two years of gains tell of drift and season: the likelihood against its limits, and what is claimed of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from experiments.evidence import monthly
from experiments.line_fit import MAP_ERROR, VAGUE, Spans, fit_season, fit_wander, log_likelihood, read_spans
from model.front import FrontParameters

FRONT = FrontParameters()
SPANS = read_spans()


def test_spans_share_out_every_week_once():
    assert SPANS.share[:, :-1].sum(axis=0) == pytest.approx(1.0)
    assert SPANS.share.sum(axis=1)[-1] == pytest.approx(4.0)
    assert len(SPANS.gains) == len(SPANS.share)


def test_the_table_adds_up_to_what_was_counted():
    """AFP: 231 km2 from March 2023 to February 2024, 4,500 in the year after; the last seven months as elsewhere."""
    assert SPANS.gains[:2].sum() + 2.0 / 3.0 * SPANS.gains[2] == pytest.approx(231.0, abs=1.0)
    assert SPANS.gains[2] / 3.0 + SPANS.gains[3:].sum() == pytest.approx(4500.0, rel=0.03)
    assert SPANS.gains[-7:] == pytest.approx(monthly("gain_other_maker"))


def test_without_memory_and_wandering_it_is_a_normal_regression():
    """Weeks are then independent around one unknown mean."""
    weeks = 4
    spans = Spans(
        np.array([10.0, 400.0]), np.array([[1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]), np.zeros(weeks)
    )
    found = log_likelihood(spans, 0.0, (0.0, 0.0), replace(FRONT, memory=0.0, disturbance_half_life=26.0))
    spread = np.diag([2.0 * FRONT.advance_sd**2 + MAP_ERROR**2] * 2) + 4.0 * VAGUE[1] ** 2
    expected = multivariate_normal([2.0 * VAGUE[0]] * 2, spread).logpdf(spans.gains)
    assert found == pytest.approx(float(expected))


def test_parameters_are_what_the_gains_say():
    wander, low, high = fit_wander(SPANS)
    assert FRONT.disturbance_sd == pytest.approx(wander / FRONT.gain, rel=0.02)
    assert low < wander < high
    mean, spread, added = fit_season(SPANS, wander)
    assert FRONT.season_amplitude == 0.0
    assert (np.abs(mean) < spread).all()  # neither coefficient is told from nothing
    assert added < 2.0  # Akaike (1974): two coefficients that add less are left out


def test_it_finds_a_drift_that_wanders_and_a_season_where_there_is_one():
    rng = np.random.default_rng(4)
    weeks = len(SPANS.phase)
    noise = rng.normal(0.0, 10.0, weeks)
    still = SPANS.share @ (60.0 + noise)
    moved = SPANS.share @ (60.0 + np.cumsum(rng.normal(0.0, 15.0, weeks)) + noise)
    yearly = SPANS.share @ (100.0 * (1.0 + 0.5 * np.cos(2.0 * np.pi * SPANS.phase)) + noise)
    calm = Spans(still, SPANS.share, SPANS.phase)
    assert fit_wander(calm)[0] < 4.0 < fit_wander(Spans(moved, SPANS.share, SPANS.phase))[0]
    mean, spread, added = fit_season(Spans(yearly, SPANS.share, SPANS.phase), 2.0)
    assert mean[0] > 2.0 * spread[0]
    assert added > 2.0 > fit_season(calm, 2.0)[2]
