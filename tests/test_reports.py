"""What is reported of the line and what a state is told of it, worked by hand."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.states import State
from agents.vocabulary import Actor, WarEnd
from model import reports
from model.war import Front


def test_a_report_errs_as_last_weeks_did_in_part_and_anew():
    """Half of 110 - (100 - 4), and 3 x 2: 13 too much, 3 more than what was reported last."""
    front = Front.new(report_km2=110.0, occupied_km2=100.0, advance_km2=4.0)
    front.normals[2] = 2.0
    reports.report(front, SimpleNamespace(error_memory=0.5, error_sd=3.0))
    assert (front.report_km2, front.reported_km2) == (113.0, 3.0)


@pytest.fixture
def informed(note):
    """What a state is told of a week's report."""

    def tell(front, behind=False) -> list[tuple]:
        given = note(reports, "update_belief")
        note(reports, "behind_river", behind)
        note(reports, "river_toll", 7.0)
        movement = SimpleNamespace(advance_sd=10.0, memory=0.5)
        reports.inform(
            State.new(), Actor.POLAND, front, SimpleNamespace(error_sd=3.0, error_memory=0.8), movement, None
        )
        return given

    return tell


def test_a_report_is_told_with_the_variance_of_the_advance_and_of_two_errors(informed):
    """Spread 10 x 0.5 x 0.4 = 2; errors 2 x 9 / 1.8 = 10, weighed 1 + 0.25: 4 + 12.5; drift 30 / 0.75 = 40."""
    front = Front.new(readiness=0.5, fighting=0.4, drift_km2=30.0, season=0.75, reported_km2=55.0)
    _state, actor, *told = informed(front)[0]
    assert actor == Actor.POLAND
    assert told == [55.0, 40.0, 0.75, 0.4, 0.5, pytest.approx(16.5), None, 0.0]


def test_no_drift_is_told_in_a_season_without_movement(informed):
    assert informed(Front.new(drift_km2=30.0, season=0.0))[0][3] == 0.0


@pytest.mark.parametrize(("behind", "toll"), [(True, 7.0), (False, 0.0)])
def test_the_river_costs_an_advance_behind_it(informed, behind, toll):
    assert informed(Front.new(season=1.0), behind)[0][9] == toll


@pytest.mark.parametrize("end", list(WarEnd))
def test_nothing_is_learned_of_a_front_that_has_come_to_its_end(informed, end):
    assert len(informed(Front.new(end=end, season=1.0))) == (end == WarEnd.GOES_ON)
