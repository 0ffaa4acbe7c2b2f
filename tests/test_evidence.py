"""The simulated first year against the record up to 17 March 2025: the fits that are claimed, and what falls short."""

from __future__ import annotations

import csv
from dataclasses import replace

import numpy as np
import pytest

from experiments.evidence import MEASURES, TABLES, around_trend, autocorrelation, evidence, monthly, table
from model.attrition import fire
from model.forces import ForceParameters, initialise_forces
from model.front import FrontParameters
from model.manpower import alarm, outnumbering
from model.war import WarParameters
from tests.wars import march, play, step

SHORT = {"losses-mean", "inflation-change"}
"""What docs/evidence.md says that the simulation does not reach."""


@pytest.fixture(scope="module")
def rows():
    return {row.key: row for row in evidence(runs=800, seed=1)}


def test_the_fits_that_are_claimed_hold_and_the_misses_are_named(rows):
    for row in rows.values():
        if row.kind == "fit":
            assert row.inside, row.key
            low, _, median, _, high = row.band
            assert abs(row.observed - median) < 0.75 * (high - low), row.key
        if row.kind == "check":
            assert row.inside == (row.key not in SHORT), row.key
    assert "**no**" in table([rows["losses-mean"]])


def test_the_carried_statistics_are_those_of_the_tables(rows):
    gain, other, claimed = (monthly(name) for name in ("gain", "gain_other_maker", "claimed_losses"))
    assert rows["gain-mean"].observed == pytest.approx(gain.mean(), abs=0.1)
    assert rows["gain-sd"].observed == pytest.approx(gain.std(ddof=1), abs=0.1)
    assert rows["gain-lag-1"].observed == pytest.approx(autocorrelation(gain), abs=0.01)
    assert rows["makers-sd"].observed == pytest.approx((other - gain).std(ddof=1), abs=0.1)
    assert rows["losses-advance"].observed == pytest.approx(np.corrcoef(claimed, gain)[0, 1], abs=0.01)
    launches = np.log(monthly("launches"))
    assert rows["launches-growth"].observed == pytest.approx(around_trend(launches)[0], abs=0.001)
    assert rows["launches-sd"].observed == pytest.approx(
        around_trend(launches[-12:])[1].std(ddof=2), abs=0.001
    )


def test_nothing_later_than_17_march_2025_is_used():
    with (TABLES / "war_monthly.csv").open(encoding="utf-8", newline="") as file:
        assert max(row["month"] for row in csv.DictReader(file)) == "2025-02"
    with (TABLES / "evidence.csv").open(encoding="utf-8", newline="") as file:
        keys = [row["key"] for row in csv.DictReader(file)]
    assert set(keys) == {*MEASURES, "makers-sd"}


def test_losses_are_the_square_law_without_exposure_and_the_linear_law_with_it():
    for exposure in (0.0, 1.0):
        forces = replace(ForceParameters(), exposure=exposure)
        w = march()
        initialise_forces(w.russia, w.ukraine, forces)
        men = (640.0, 560.0)
        a, b = w.russia.lethality, w.ukraine.lethality
        start = a * men[0] ** (2 - exposure) - b * men[1] ** (2 - exposure)
        for _ in range(2000):
            men = fire(w.russia, w.ukraine, men, (1.0, 1.0), 0.5, exposure, 1.0, 0.01)
        now = a * men[0] ** (2 - exposure) - b * men[1] ** (2 - exposure)
        assert now == pytest.approx(start, abs=2e-4 * b * 560.0 ** (2 - exposure))


def test_the_side_that_falls_behind_recruits_more():
    forces = ForceParameters()
    assert outnumbering(forces.russia_personnel, forces.ukraine_personnel, forces) == pytest.approx(1.0)
    assert alarm(0.5, forces) == 1.0
    assert alarm(1.1, forces) == pytest.approx(1.1**forces.reaction)
    assert alarm(1.1, replace(forces, reaction=0.0)) == 1.0


def test_behind_the_river_the_defender_has_more():
    front, war = FrontParameters(), WarParameters()
    w = march()
    w.front.objective_left_km2 = front.beyond_river - 1.0
    w.front.advance_km2 = 0.0
    step(w, replace(front, river=0.5), war, 0.0)
    assert w.front.advance_km2 == 0.0
    assert w.front.drift_km2 > 0.0
    w.front.objective_left_km2 = front.beyond_river - 1.0
    w.front.advance_km2 = 0.0
    step(w, replace(front, river=0.0), war, 0.0)
    assert w.front.advance_km2 > 0.0


def test_the_tempo_varies_about_what_forces_allow():
    w = march()
    w.front.normals[3] = 1.0
    play(w, 1)
    assert w.front.tempo == pytest.approx(np.exp(WarParameters().tempo_sd))
