"""Climate: what all elites see alike in a week, and what they are used to, in numbers worked by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.climate import Climate, horizon, sense_climate, war_progress, weekly_news
from agents.tier import ElitesParameters
from agents.vocabulary import WarEnd
from tests.elites import a_leader

P = dataclasses.replace(
    ElitesParameters(),
    adaptation=0.25 * WEEKS_A_YEAR,
    relaxation=0.5 * WEEKS_A_YEAR,
    spread=0.2,
    discount=0.9,
)
"""A quarter of the way to what is usual, and half of the way to rest, in a week."""
SEEN = {
    "progress": 0.6,
    "burden": 0.10,
    "sanctions": 0.5,
    "rents": 16.0,
    "performance": 0.3,
    "autonomy": 0.5,
    "repression": 0.75,
}


def look(climate, leader=None, **changes):
    sense_climate(climate, leader or a_leader(survival=1.0), *{**SEEN, **changes}.values(), P)
    return climate


@pytest.fixture
def used():
    """A climate of elites who are used to other things than they see."""
    usual = {"usual_progress": 0.2, "usual_burden": 0.06, "usual_performance": 0.5}
    start = {"sanctions_start": 0.3, "autonomy_start": 0.8, "standing_start": 0.38}
    return Climate.new(begun=True, **usual, **start)


def test_the_usual_follows_what_is_seen_by_a_quarter_of_the_way(used):
    look(used)
    found = (used.usual_progress, used.usual_burden, used.usual_performance)
    assert found == pytest.approx((0.3, 0.07, 0.45))


def test_elites_see_the_week_as_it_is(used):
    look(used)
    assert (used.progress, used.burden, used.performance) == (0.6, 0.10, 0.3)
    assert (used.begun, used.sanctions_start, used.autonomy_start) == (True, 0.3, 0.8)


@pytest.mark.parametrize(("survival", "standing"), [(1.0, -0.10), (0.5, -0.61142)])
def test_departures_from_the_usual_and_from_the_start_are_weighed(used, survival, standing):
    """0.6 x 0.3 of progress, 4 x 0.03 of the burden, 0.2 x 0.3 of autonomy; 0.4 x 0.7 of legitimacy less 0.38.

    One who will be gone within the year in half of all cases loses 0.3 ln(11 / 2).
    """
    look(used, a_leader(survival=survival, legitimacy=0.7))
    found = (used.sanctions, used.victory, used.toll, used.subjection)
    assert found == pytest.approx((0.2, 0.18, 0.12, 0.06))
    assert used.standing == pytest.approx(standing, abs=1e-5)


def test_the_first_look_sets_what_elites_are_used_to():
    climate = look(Climate.new(), a_leader(survival=1.0, legitimacy=0.7))
    assert climate.begun
    usual = (climate.usual_progress, climate.usual_burden, climate.usual_performance)
    assert usual == (0.6, 0.10, 0.3)
    start = (climate.sanctions_start, climate.autonomy_start, climate.standing_start)
    assert start == pytest.approx((0.5, 0.5, 0.28))
    departures = (climate.sanctions, climate.victory, climate.toll, climate.subjection, climate.standing)
    assert departures == (0.0,) * 5


@pytest.mark.parametrize(
    ("personalisation", "survival", "expected"),
    [(1.0, 1.0, 0.75), (0.0, 1.0, 0.375), (0.6, 1.0, 0.6), (0.6, 0.5, 0.3), (1.0, 0.0, 0.0)],
)
def test_dissent_is_punished_by_a_leader_who_rules_in_person_and_will_last(
    personalisation, survival, expected
):
    """Half of the means of repression (0.75) work only through his person."""
    climate = look(Climate.new(), a_leader(personalisation=personalisation, survival=survival))
    assert climate.punishment == pytest.approx(expected)


@pytest.mark.parametrize(("rents", "prize"), [(1.0, 2.0), (16.0, 4.0), (1 / 16, 1.0), (0.0, 0.01125)])
def test_the_prize_grows_by_the_fourth_root_of_rents(used, rents, prize):
    assert look(used, rents=rents).prize == pytest.approx(prize, abs=1e-5)


def test_a_week_is_a_week_of_the_yearly_rates(used):
    """News of 0.2 sqrt(1/2 x 3/2) a week leave support at rest with a spread of 0.2."""
    look(used)
    assert (used.pace, used.habit, used.news) == pytest.approx((0.5, 0.25, 0.2 * math.sqrt(0.75)))
    assert weekly_news(P) ** 2 / (1.0 - 0.5**2) == pytest.approx(0.2**2)


@pytest.mark.parametrize(
    ("survival", "worth"), [(1.0, 1.0), (1.5, 1.0), (0.5, 2 / 11), (0.0, 0.1), (-1.0, 0.1)]
)
def test_promises_are_worth_as_long_as_he_lasts(survival, worth):
    """Rents to the end of an expected stay over rents for ever, (1 - d) / (1 - d S) with d = 0.9."""
    assert math.exp(horizon(survival, 0.9)) == pytest.approx(worth)


@pytest.mark.parametrize(
    ("terms", "progress"), [(1.0, 1.0), (0.75, 0.5), (0.25, -0.5), (0.0, -1.0), (1.5, 1.0), (-0.5, -1.0)]
)
def test_a_settlement_is_no_more_than_a_victory_and_no_less_than_a_defeat(terms, progress):
    assert war_progress(400.0, WarEnd.SETTLEMENT, terms, P) == progress
