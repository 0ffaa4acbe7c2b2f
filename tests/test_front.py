"""The front against the gambler's walk and the maps; territory against its bounds, reports against their error."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.front import move_front
from model.reports import ReportParameters, report
from tests.wars import FRONT, WAR, march

# Weekly differences of the daily area of the map polygons, 8 July 2024 to 17 March 2025, mean over weekdays.
LEVEL, SPREAD, AUTOCORRELATION, WEEKS = 86.5, 49.7, 0.63, 36


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
    seasonal = replace(FRONT, season_amplitude=0.2, season_peak=0.85)
    for ratio, phase, taken, drift in rows:
        w = march()
        w.front.power_ratio = ratio
        w.front.objective_left_km2 = FRONT.objective_left * (1.0 - taken)
        move_front(w.front, w.russia, w.ukraine, phase, seasonal, WAR)
        assert w.front.drift_km2 == pytest.approx(drift, abs=1e-9)


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
