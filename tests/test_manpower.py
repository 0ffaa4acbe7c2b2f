"""Men on both sides: recruitment, wastage, emigration and their books, by hand and in their limits."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from agents.arithmetic import WEEKS_A_YEAR, weekly
from agents.vocabulary import WarEnd
from model import manpower
from model.manpower import (
    _account,
    alarm,
    eased_recruitment,
    going_home,
    leaving,
    outnumbering,
    recruits_at,
    replenish,
    update_men,
    willing,
)
from model.war import Belligerent, Front
from tests.noting import noted
from tests.wars import FORCES, WAR

MEN = replace(
    FORCES,
    compulsion=2.0,
    taper=0.1,
    reaction=2.0,
    pool_elasticity=0.5,
    pay_elasticity=0.5,
    demobilisation=0.5,
    pause_recruitment=0.7,
    volunteers=0.25,
    peace_ceiling=0.6,
    leavers=0.2,
)


@pytest.mark.parametrize(
    ("means", "pool", "came"), [(1.0, 400.0, 10.0), (0.5, 400.0, 5.0), (0.5, 100.0, 2.5), (1.0, 0.0, 0.0)]
)
def test_recruits_go_with_means_and_with_the_root_of_the_pool(means, pool, came):
    assert willing(10.0, Belligerent.new(means=means, pool=pool), 400.0, MEN) == pytest.approx(came)


@pytest.mark.parametrize(("outnumbered", "factor"), [(0.5, 1.0), (1.0, 1.0), (1.2, 1.44), (2.0, 4.0)])
def test_who_is_outnumbered_recruits_more_and_who_outnumbers_as_before(outnumbered, factor):
    assert alarm(outnumbered, MEN) == pytest.approx(factor)


@pytest.mark.parametrize(
    ("russians", "ukrainians", "ratio"),
    [(640.0, 560.0, 1.0), (640.0, 400.0, 1.4), (6400.0, 400.0, 2.0), (64.0, 400.0, 0.5), (640.0, 0.0, 1.0)],
)
def test_odds_are_told_against_march_2025_within_a_factor_of_two(russians, ukrainians, ratio):
    given = replace(MEN, russia_personnel=640.0, ukraine_personnel=560.0)
    assert outnumbering(russians, ukrainians, given) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("personnel", "came"),
    [
        (300.0, 20.0),  # half of the need is short: 10 (1 + 2 x 0.5)
        (600.0, 10.0),
        (720.0, 10.0),  # room to spare: 80 and more below the ceiling of 800
        (760.0, 5.0),  # half of the room
        (800.0, 0.0),
        (900.0, 0.0),
        (0.0, 30.0),
    ],
)
def test_men_are_compelled_when_short_of_the_need_and_not_taken_at_the_ceiling(personnel, came):
    assert recruits_at(10.0, personnel, 600.0, 800.0, MEN) == pytest.approx(came)


@pytest.mark.parametrize(("personnel", "year"), [(600.0, 60.0), (800.0, 80.0), (1000.0, 200.0)])
def test_a_share_goes_home_and_half_of_those_above_the_ceiling_in_a_year(personnel, year):
    assert going_home(personnel, 800.0, 0.1, MEN) * WEEKS_A_YEAR == pytest.approx(year)


def side(**changes):
    usual = {"personnel": 100.0, "pool": 50.0, "losses_total": 7.0, "emigrants_total": 2.0}
    return Belligerent.new(**usual | changes)


def test_a_week_of_men_is_booked_once_for_each_account():
    """Of 100 men 96 are left; 10 come of a pool of 50, a tenth of the other 40 leaves, 3 go home, 5 come of age."""
    made = side()
    _account(made, 96.0, 10.0, 3.0, 0.1, 5.0 * WEEKS_A_YEAR)
    assert (made.losses, made.losses_total) == (4.0, 11.0)
    assert (made.recruits, made.personnel) == (10.0, 103.0)
    assert (made.emigrants, made.emigrants_total) == (4.0, 6.0)
    assert made.pool == pytest.approx(44.0)


def test_no_more_come_than_there_are():
    made = side()
    _account(made, 100.0, 60.0, 0.0, 0.1, -1.0)
    assert (made.recruits, made.emigrants, made.pool) == (50.0, 0.0, 0.0)


@pytest.mark.parametrize(("fighting", "share"), [(0.0, 0.7), (0.5, 0.85), (1.0, 1.0)])
def test_recruitment_eases_with_the_fighting(fighting, share):
    assert eased_recruitment(fighting, MEN) == pytest.approx(share)


@pytest.mark.parametrize(
    ("pool", "gone", "wishing"),
    [(1000.0, 0.0, 1.0), (900.0, 100.0, 0.5), (800.0, 200.0, 0.0), (700.0, 300.0, 0.0), (0.0, 0.0, 0.0)],
)
def test_emigration_is_that_of_those_who_still_wish_to_go(pool, gone, wishing):
    """A fifth of the thousand that there were."""
    made = Belligerent.new(pool=pool, emigrants_total=gone)
    assert leaving(made, False, MEN) == pytest.approx(weekly(MEN.emigration) * wishing)
    assert leaving(made, True, MEN) == weekly(MEN.leak)


def test_shocks_to_recruitment_leave_its_mean_as_it_is():
    """E exp(s n - s^2/2) = 1, by quadrature over n; a shock of one is exp(s - s^2/2)."""
    given = replace(MEN, recruits_sd=0.4)

    def came(normal):
        made = Belligerent.new(
            means=1.0, pool=1e6, need=1.0, ceiling=1e9, personnel=10.0, manpower_normal=normal
        )
        replenish(made, 10.0, 1.0, 8.0, 1e6, 0.0, 0.0, 0.0, 1.0, given)
        return made.recruits

    nodes, weights = np.polynomial.hermite_e.hermegauss(20)
    mean = sum(w * came(float(x)) for x, w in zip(nodes, weights, strict=True)) / math.sqrt(2.0 * math.pi)
    assert mean == pytest.approx(8.0)
    assert came(1.0) == pytest.approx(8.0 * math.exp(0.4 - 0.08))


def test_a_side_recruits_by_will_and_alarm_under_its_ceiling_of_peace():
    """20 (outnumbered by half: x 2.25) at half the room under 0.5 x 800; 10% and half of none go home."""
    made = Belligerent.new(means=2.0, pool=100.0, need=300.0, ceiling=800.0, personnel=385.0)
    replenish(made, 380.0, 1.5, 20.0, 400.0, 0.1, 0.2, 52.1775, 0.5, replace(MEN, recruits_sd=0.0))
    home = 38.0 / WEEKS_A_YEAR
    assert (made.losses, made.recruits) == pytest.approx((5.0, 22.5))
    assert made.personnel == pytest.approx(402.5 - home)
    assert made.emigrants == pytest.approx(0.2 * 77.5)
    assert made.pool == pytest.approx(77.5 * 0.8 + home + 1.0)


@pytest.fixture
def weeks(monkeypatch):
    """Play a week of men with fire and recruitment noted: what each is given, and the sides."""

    def play(end=WarEnd.GOES_ON, martial_law=True, russians=1280.0):
        fired = noted(monkeypatch, manpower, "fire", (500.0, 400.0))
        noted(monkeypatch, manpower, "leaving", 0.03)
        given = noted(monkeypatch, manpower, "replenish")
        forces = replace(MEN, russia_personnel=640.0, ukraine_personnel=560.0)
        russia = Belligerent.new(personnel=russians, materiel=0.8, fighting=0.5)
        ukraine = Belligerent.new(personnel=800.0, materiel=0.6, fighting=0.1)
        war = replace(WAR, manpower_share=0.3)
        update_men(Front.new(tempo=0.9, end=end), russia, ukraine, 4.0, 0.2, martial_law, forces, war)
        return fired, given, russia, ukraine, forces

    return play


def test_a_week_of_fire_is_at_the_weeks_tempo_with_the_materiel_that_there_is(weeks):
    fired, _, russia, ukraine, forces = weeks()
    assert fired == [(russia, ukraine, (1280.0, 800.0), (0.8, 0.6), 0.7, forces.exposure, 0.9, 1.0)]


@pytest.mark.parametrize(("martial_law", "ukrainian"), [(True, 0.85 * 0.8), (False, 0.85 * 0.8 * 0.25)])
def test_means_go_with_pay_and_compulsion_and_ease_with_the_fighting(weeks, martial_law, ukrainian):
    """Half of Russia's operations go on: 0.7 + 0.3 x 0.5; fourfold spending at an elasticity of a half."""
    _, _, russia, ukraine, _ = weeks(martial_law=martial_law)
    assert (russia.means, ukraine.means) == pytest.approx((1.7, ukrainian))


@pytest.mark.parametrize(
    ("end", "peace"), [(WarEnd.GOES_ON, 1.0), (WarEnd.SETTLEMENT, 0.6), (WarEnd.RUSSIAN_OBJECTIVE, 0.6)]
)
def test_each_side_recruits_by_its_own_numbers(weeks, end, peace):
    """1280 to 800 is 1.4 of the odds of March 2025 against Ukraine, and as much less against Russia."""
    _, given, russia, ukraine, f = weeks(end)
    russian = (
        russia,
        500.0,
        pytest.approx(1.0 / 1.4),
        f.russia_recruits,
        f.russia_pool,
        f.russia_wastage,
        0.0,
    )
    ukrainian = (
        ukraine,
        400.0,
        pytest.approx(1.4),
        f.ukraine_recruits,
        f.ukraine_pool,
        f.ukraine_wastage,
        0.03,
    )
    assert given == [(*russian, f.russia_cohort, peace, f), (*ukrainian, f.ukraine_cohort, peace, f)]
