"""Materiel: wear, old stocks, production and supply by hand and in their limits."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from model import materiel
from model.materiel import (
    home_made,
    kept_after,
    old_stocks_after,
    russian_inflow,
    stock_after,
    towards_level,
    ukrainian_inflow,
    update_materiel,
    wear_at,
)
from model.polity import Contest
from model.war import Belligerent, Front
from tests.noting import noted
from tests.wars import MATERIEL

GOODS = replace(
    MATERIEL,
    turnover=math.log(2.0),
    idle_wear=0.4,
    old_share=0.25,
    old_half_life=2.0,
    spending_elasticity=0.5,
    dual_use_elasticity=0.5,
    energy_elasticity=0.5,
    strife=0.2,
    own_share=0.4,
    aid_lag=1.0 / math.log(2.0),
)
"""A stock wears by half in a year, old stocks in two, and aid goes half way in a week."""


@pytest.mark.parametrize(("tempo", "wear"), [(0.0, 0.4), (0.5, 0.7), (1.0, 1.0), (1.5, 1.3)])
def test_wear_goes_with_the_tempo_from_what_it_is_without_fighting(tempo, wear):
    assert wear_at(tempo, GOODS) == pytest.approx(wear)


@pytest.mark.parametrize(("wear", "years", "kept"), [(1.0, 1.0, 0.5), (0.5, 2.0, 0.5), (2.0, 1.0, 0.25)])
def test_a_stock_is_left_by_half_after_its_half_life(wear, years, kept):
    assert kept_after(wear, years * WEEKS_A_YEAR, GOODS) == pytest.approx(kept)


def test_a_stock_goes_to_where_wear_takes_what_flows_in():
    assert towards_level(3.0, 0.5, 0.25, 0.75) == pytest.approx(2.0 + 0.75)
    assert towards_level(3.0, 0.5, 0.0, 1.0) == 3.0
    assert towards_level(3.0, 0.5, 0.0, 0.0) == 0.5
    assert stock_after(2.0, 0.7, 0.5, WEEKS_A_YEAR / 0.7, GOODS) == pytest.approx(1.5)


def test_what_flows_in_is_a_share_of_each_source():
    """0.75 x 2 + 0.25 x 0.4 and 0.4 x 2 + 0.6 x 0.5."""
    assert russian_inflow(2.0, 0.4, GOODS) == pytest.approx(1.6)
    assert ukrainian_inflow(2.0, 0.5, GOODS) == pytest.approx(1.1)


@pytest.mark.parametrize(
    ("tempo", "years", "left"), [(1.0, 2.0, 0.4), (0.5, 4.0, 0.4), (2.0, 2.0, 0.2), (0.0, 9.0, 0.8)]
)
def test_old_stocks_halve_as_fast_as_the_tempo_asks(tempo, years, left):
    assert old_stocks_after(0.8, tempo, years * WEEKS_A_YEAR, GOODS) == pytest.approx(left)


@pytest.mark.parametrize(
    ("production", "supply", "share"),
    [(2.0, 0.5, 0.8 / 1.1), (1.0, 0.0, 1.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)],
)
def test_ukraine_makes_itself_its_share_of_what_flows_in_and_all_of_nothing(production, supply, share):
    assert home_made(Belligerent.new(production=production, supply=supply), GOODS) == pytest.approx(share)


@pytest.fixture
def week(monkeypatch):
    """A week of materiel with energy at a quarter of its start: the sides, and what their stocks are reckoned from."""

    def play(active=False, spending=4.0, dual_use=0.5, start=2.0):
        stocks = noted(monkeypatch, materiel, "stock_after", lambda stock, *_: stock + 1.0)
        side = {"energy": 0.2, "energy_start": 0.8}
        russia = Belligerent.new(materiel=1.0, old_stocks=0.8, supply_start=start, **side)
        ukraine = Belligerent.new(materiel=2.0, supply=0.6, **side)
        contest = Contest.new(active=active, violence=0.6)
        update_materiel(Front.new(tempo=0.9), russia, ukraine, contest, spending, dual_use, 0.2, 0.3, GOODS)
        return russia, ukraine, stocks

    return play


@pytest.mark.parametrize(("active", "left"), [(False, 1.0), (True, 0.88)])
def test_russia_produces_by_money_goods_and_energy_less_what_strife_costs(week, active, left):
    """4^0.5 x 0.25^0.5 x 0.25^0.5, less 0.2 x 0.6 in a contest."""
    russia, _, _ = week(active)
    assert (russia.supply, russia.production) == pytest.approx((0.25, 0.5 * left))


def test_where_no_goods_came_in_march_2025_their_flow_is_the_usual():
    russia = Belligerent.new(energy=0.8, energy_start=0.8, supply_start=0.0)
    ukraine = Belligerent.new(energy=0.8, energy_start=0.8)
    update_materiel(Front.new(), russia, ukraine, Contest.new(), 1.0, 0.7, 1.0, 0.0, GOODS)
    assert (russia.supply, russia.production) == (1.0, 1.0)


def test_ukraine_produces_by_energy_and_money_and_its_aid_comes_late(week):
    """0.25^0.5 x 0.7; half of the way from 0.6 to 0.2."""
    _, ukraine, _ = week()
    assert (ukraine.production, ukraine.supply) == pytest.approx((0.35, 0.4))


def test_stocks_wear_at_the_weeks_tempo_and_old_ones_are_drawn_on(week):
    """0.75 x 0.5 + 0.25 x 0.8 flows in from Russia's stocks as they were, 0.4 x 0.35 + 0.6 x 0.4 to Ukraine."""
    russia, ukraine, stocks = week()
    assert stocks == [
        (1.0, pytest.approx(0.575), 0.9, 1.0, GOODS),
        (2.0, pytest.approx(0.38), 0.9, 1.0, GOODS),
    ]
    assert (russia.materiel, ukraine.materiel) == (2.0, 3.0)
    assert russia.old_stocks == pytest.approx(0.8 * 0.5 ** (0.9 / (2.0 * WEEKS_A_YEAR)))
