"""A week of the line and of the ground it leaves to take, by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.vocabulary import WarEnd
from model import front as line
from model.front import FrontParameters, hand_over, move_front
from model.ground import behind_river, count_ground, expected_advance, river_toll, seasonal
from model.war import Belligerent, Front, WarParameters
from tests.noting import noted

P = dataclasses.replace(
    FrontParameters(),
    total=600_000.0,
    kursk_rate=math.log(2.0),
    objective_left=20_000.0,
    donetsk_share=0.7,
    objective_share=0.8,
    gain=400.0,
    depth=0.1,
    memory=0.4,
    advance_sd=40.0,
    beyond_river=8_000.0,
    river=0.1,
    disturbance_sd=0.02,
    disturbance_half_life=1.0,
    season_amplitude=0.2,
    season_peak=0.25,
)
WAR = dataclasses.replace(WarParameters(), defender_advantage=0.2, ukrainian_objective=40_000.0)


def a_week(phase: float = 0.25, **changes: float) -> Front:
    """Move a line held back to half of its readiness, with 30 km2 gained the week before and shocks of 0.25 and 1.5."""
    usual = {
        "power_ratio": 0.4,
        "disturbance": 0.1,
        "objective_left_km2": 15_000.0,
        "start_km2": 120_000.0,
        "occupied_km2": 100_000.0,
        "readiness": 0.5,
        "advance_km2": 30.0,
        "normals": [0.25, 1.5],
        "end": WarEnd.GOES_ON,
    }
    front = Front.new(**{**usual, **changes})
    move_front(front, Belligerent.new(fighting=0.8), Belligerent.new(fighting=0.4), phase, P, WAR)
    return front


def test_what_is_hidden_of_effectiveness_halves_and_is_disturbed_anew():
    assert a_week().disturbance == pytest.approx(0.05 + 0.03)


@pytest.mark.parametrize(("phase", "factor"), [(0.25, 1.2), (0.75, 0.8), (0.0, 1.0), (0.25 + 1.0 / 6.0, 1.1)])
def test_the_season_is_a_cosine_about_its_peak(phase, factor):
    assert seasonal(phase, P) == pytest.approx(factor)
    assert a_week(phase).season == pytest.approx(factor)
    assert a_week(phase).drift_km2 == pytest.approx(51.0 * factor)


@pytest.mark.parametrize(
    ("changes", "drift"),
    [
        ({}, 102.0),  # 400 x (0.48 - 0.2 - a quarter of 0.1)
        ({"objective_left_km2": 20_000.0}, 112.0),
        (
            {"objective_left_km2": 25_000.0},
            112.0,
        ),  # what was lost again does not lower the defender's advantage
        ({"objective_left_km2": 5_000.0}, 82.0),
        ({"objective_left_km2": -5_000.0}, 72.0),  # nor does more than all raise it further
        ({"power_ratio": 0.1}, 0.0),
        ({"power_ratio": -0.56}, -102.0),  # Ukraine has freed a quarter of its own: 20,000 of 80,000 km2
        ({"power_ratio": -0.56, "occupied_km2": 120_000.0}, -112.0),
        ({"power_ratio": -0.56, "occupied_km2": 150_000.0}, -112.0),
        ({"power_ratio": -0.56, "occupied_km2": 60_000.0}, -82.0),
        ({"power_ratio": -0.56, "occupied_km2": 20_000.0}, -72.0),
    ],
)
def test_drift_is_superiority_beyond_an_advantage_that_deepens_with_what_was_gained(changes, drift):
    assert a_week(**changes).drift_km2 == pytest.approx(drift * 1.2 * 0.5)


@pytest.mark.parametrize(
    ("changes", "intent", "share"),
    [
        ({}, 0.4 * 30.0 + 0.6 * 61.2 + 5.0, 0.8),
        ({"advance_km2": 80.0}, 0.4 * 80.0 + 0.6 * 61.2 + 5.0, 0.8),
        ({"readiness": 1.0}, 0.4 * 30.0 + 0.6 * 122.4 + 10.0, 0.8),
        ({"normals": [-2.5, 1.5]}, 12.0 + 36.72 - 50.0, 0.4),
        ({"normals": [-2.411, 1.5]}, 0.5, 0.8),  # little is an attack too
        ({"power_ratio": -0.56}, 12.0 - 36.72 + 5.0, 0.4),
        ({"objective_left_km2": 5_000.0}, 12.0 + 0.6 * 25.2 + 5.0, 0.8),  # 82 less 40 for the river
    ],
)
def test_an_advance_keeps_part_of_the_last_and_is_fought_by_the_side_that_attacks(changes, intent, share):
    front = a_week(**changes)
    assert front.fighting == share
    assert front.advance_km2 == pytest.approx(share * intent)
    assert front.occupied_km2 == pytest.approx(100_000.0 + share * intent)


@pytest.mark.parametrize("end", [e for e in WarEnd if e != WarEnd.GOES_ON])
def test_the_line_stands_where_the_fighting_has_ended(end):
    front = a_week(end=end)
    assert (front.fighting, front.advance_km2, front.occupied_km2) == (0.0, 0.0, 100_000.0)


@pytest.mark.parametrize(
    ("changes", "moved"),
    [({"occupied_km2": 599_990.0}, 10.0), ({"occupied_km2": 5.0, "normals": [-6.0, 1.5]}, -5.0)],
)
def test_no_more_is_gained_or_lost_than_there_is(changes, moved):
    assert a_week(**changes).advance_km2 == pytest.approx(moved)


def test_the_week_is_counted_once_with_the_side_that_closes_the_pocket(monkeypatch):
    counted = noted(monkeypatch, line, "count_ground")
    front, russia = Front.new(start_km2=120_000.0, occupied_km2=100_000.0), Belligerent.new()
    move_front(front, russia, Belligerent.new(), 0.0, P, WAR)
    assert len(counted) == 1
    assert counted[0][0] is front
    assert counted[0][1] is russia


# Ground


@pytest.mark.parametrize(
    ("superiority", "drift"), [(0.5, 120.0), (0.2, 0.0), (0.0, 0.0), (-0.1, 0.0), (-0.3, -80.0)]
)
def test_superiority_within_the_defenders_advantage_gains_nothing(superiority, drift):
    assert expected_advance(superiority, 0.2, 0.1, 400.0) == pytest.approx(drift)


def test_the_river_takes_its_toll_once_all_that_is_left_lies_beyond_it():
    assert river_toll(P) == pytest.approx(40.0)
    found = [behind_river(Front.new(objective_left_km2=left), P) for left in (9_000.0, 8_000.0, 7_000.0)]
    assert found == [False, False, True]


def counted(**changes: float) -> Front:
    usual = {
        "momentum_km2": 100.0,
        "advance_km2": 50.0,
        "donetsk_left_km2": 8_000.0,
        "objective_left_km2": 20_000.0,
        "power_ratio": 0.1,
        "kursk_km2": 100.0,
        "readiness": 0.5,
    }
    front = Front.new(**{**usual, **changes})
    count_ground(front, Belligerent.new(fighting=0.5), P)
    return front


@pytest.mark.parametrize(
    ("advance", "donetsk", "objective"), [(50.0, 7_965.0, 19_960.0), (-50.0, 8_035.0, 20_040.0)]
)
def test_an_advance_is_shared_out_over_regions_and_a_retreat_gives_back(advance, donetsk, objective):
    front = counted(advance_km2=advance)
    assert (front.donetsk_left_km2, front.objective_left_km2) == (
        pytest.approx(donetsk),
        pytest.approx(objective),
    )


def test_what_is_left_ends_at_nothing():
    front = counted(advance_km2=50.0, donetsk_left_km2=10.0, objective_left_km2=10.0)
    assert (front.donetsk_left_km2, front.objective_left_km2) == (0.0, 0.0)


def test_momentum_is_a_mean_over_about_a_month_of_advances_a_month():
    """A week is 12 / 52.1775 of a month: so much of the old momentum goes, and the week's advance comes in its place."""
    assert counted().momentum_km2 == pytest.approx(100.0 * (1.0 - 12.0 / WEEKS_A_YEAR) + 50.0)


@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({}, 100.0 * 2.0**-0.25),
        ({"readiness": 2.0}, 50.0),
        ({"power_ratio": 0.0}, 100.0),
        ({"power_ratio": -0.5}, 100.0),
        ({"kursk_km2": 1.1, "readiness": 4.0}, 0.0),
        ({"kursk_km2": 1.1, "power_ratio": -0.5}, 1.1),
        ({"kursk_km2": 0.9, "power_ratio": -0.5}, 0.0),
    ],
)
def test_the_pocket_shrinks_with_russias_fighting_while_it_is_superior_and_is_gone_below_one(changes, left):
    assert counted(**changes).kursk_km2 == pytest.approx(left)


# By agreement


@pytest.mark.parametrize(
    ("area", "occupied", "gained"),
    [
        (1_000.0, 100_000.0, 1_000.0),
        (-500.0, 100_000.0, -500.0),
        (5e5, 599_900.0, 100.0),
        (-5e5, 300.0, -300.0),
    ],
)
def test_an_area_handed_over_moves_line_reports_and_what_is_left(area, occupied, gained):
    left = {"donetsk_left_km2": 8_000.0, "objective_left_km2": 20_000.0}
    front = Front.new(occupied_km2=occupied, report_km2=50.0, advance_km2=7.0, **left)
    hand_over(front, area, P)
    assert front.occupied_km2 == pytest.approx(occupied + gained)
    assert front.report_km2 == pytest.approx(50.0 + gained)
    assert front.donetsk_left_km2 == pytest.approx(8_000.0 - 0.7 * gained)
    assert front.objective_left_km2 == pytest.approx(20_000.0 - 0.8 * gained)
    assert front.advance_km2 == 7.0


def test_no_more_of_a_region_is_handed_over_than_is_left():
    front = Front.new(occupied_km2=100_000.0, donetsk_left_km2=5.0, objective_left_km2=5.0)
    hand_over(front, 1_000.0, P)
    assert (front.donetsk_left_km2, front.objective_left_km2) == (0.0, 0.0)
