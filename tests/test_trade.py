"""Trade week by week: what blocked payments cost, what each buyer drops, the discount and what exports bring."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from agents.patronage import Patron
from model import trade
from model.bargaining import Diplomacy
from model.economy import Market, RussianEconomy
from model.sanctions import SanctionsParameters
from model.strikes import StrikeParameters
from model.trade import TradeParameters, update_payments, update_trade, update_volume
from model.war import Belligerent, Front
from tests.noting import noted

SANCTIONS = replace(SanctionsParameters(), us=0.6, eu=0.5)
STRIKES = replace(StrikeParameters(), russia_energy_revenue=0.2)
P = replace(
    TradeParameters(),
    discount=12.0,
    discount_us=16.0,
    discount_eu=8.0,
    discount_rerouting=25.0,
    discount_half_life=1.0,
    discount_sd=0.5,
    china_share=0.4,
    secondary_share=0.4,
    europe_share=0.1,
    secondary_drop=0.5,
    rerouted=0.6,
    volume_limit=1.05,
    friction_lasting=0.1,
    friction_shock=0.2,
    friction_half_life=2.0,
    revenue=10.0,
    revenue_slope=0.125,
)


@pytest.mark.parametrize(
    ("finance", "friction"), [(0.9, 0.01), (0.5, 0.05 + 0.08), (1.0, 0.0), (0.0, 0.1 + 0.18)]
)
def test_what_is_blocked_costs_for_good_and_what_is_newly_blocked_once_more(finance, friction):
    """Trade used to 0.9 gets used to what goes through by half in two weeks."""
    economy = RussianEconomy.new(payments_habit=0.9)
    update_payments(economy, finance, P)
    assert economy.friction == pytest.approx(friction)
    update_payments(economy, finance, P)
    assert economy.payments_habit == pytest.approx(0.5 * (0.9 + finance))


@pytest.mark.parametrize(
    ("trade_with_china", "us", "eu", "volume", "rerouted"),
    [
        (1.0, 0.0, 0.0, 1.0, 0.0),
        (0.5, 0.0, 0.0, 1.0 - 0.4 * 0.2, 0.12),
        (1.0, 1.0, 0.0, 1.0 - 0.4 * 0.2, 0.12),
        (1.0, 0.5, 0.0, 1.0 - 0.4 * 0.1, 0.06),
        (1.0, 0.0, 1.0, 1.0 - 0.4 * 0.1, 0.06),
        (0.5, 0.5, 0.5, 1.0 - 0.4 * 0.35, 0.21),
        (1.0, 3.0, 3.0, 1.0 - 0.4 * 0.3, 0.18),
        (1.0, -1.0, -1.0, 1.0, 0.0),
        (1.1, 0.0, 0.0, 1.04, 0.0),
        (1.1, 1.0, 0.0, 0.96, 0.12),
        (2.0, 0.0, 0.0, 1.05, 0.0),
    ],
)
def test_what_buyers_drop_is_lost_but_for_what_others_take(trade_with_china, us, eu, volume, rerouted):
    economy = RussianEconomy.new()
    assert update_volume(economy, trade_with_china, us, eu, P) == pytest.approx(rerouted)
    assert economy.export_volume == pytest.approx(volume)


def test_no_more_than_all_is_dropped():
    economy = RussianEconomy.new()
    update_volume(economy, 0.0, 1.0, 0.0, replace(P, china_share=1.0, rerouted=0.0))
    assert economy.export_volume == 0.0


@pytest.fixture
def sold(monkeypatch):
    """Sell for a week with volume, payments and sanctions as given; return the economy and what volume is told."""
    note = partial(noted, monkeypatch, trade)

    def sell(p=P, brent=70.0, normal=0.0, energy=0.9, trade_now=0.6, rerouted=0.0, **changes):
        usual = {
            "discount": 12.0,
            "export_volume": 0.9,
            "friction": 0.19,
            "friction_start": 0.1,
            "sanctions_us": 0.6,
            "sanctions_eu": 0.5,
            "trade_start": 1.0,
        }
        economy = RussianEconomy.new(**(usual | changes))
        economy.normals[0] = normal
        note("update_sanctions")
        paid, told = note("update_payments"), note("update_volume", rerouted)
        russia = Belligerent.new(energy=energy, energy_start=0.9)
        around = (Market.new(brent=brent), Patron.new(trade=trade_now, finance=0.7), Front.new(), russia)
        update_trade(economy, *around, Diplomacy.new(), 72.0, p, SANCTIONS, STRIKES)
        assert paid[0][1] == 0.7
        return economy, told[0][1:4]

    return sell


@pytest.mark.parametrize(("start", "now", "told"), [(1.0, 0.6, 0.6), (0.8, 0.6, 0.75), (0.0, 0.6, 1.0)])
def test_volume_is_told_china_against_march_2025_and_how_far_sanctions_are_tightened(sold, start, now, told):
    """United States sanctions from 0.6 to 0.8 are half of the way, European from 0.5 to 0.6 a fifth."""
    _, given = sold(trade_start=start, trade_now=now, sanctions_us=0.8, sanctions_eu=0.6)
    assert given == (pytest.approx(told), pytest.approx(0.5), pytest.approx(0.2))


@pytest.mark.parametrize(
    ("changes", "after"),
    [
        ({}, 12.0),
        ({"discount": 8.0}, 10.0),
        ({"sanctions_us": 0.8}, 12.0 + 0.5 * 8.0),
        ({"sanctions_eu": 0.75}, 12.0 + 0.5 * 4.0),
        ({"rerouted": 0.2}, 12.0 + 0.5 * 5.0),
        ({"normal": 2.0}, 13.0),
        ({"normal": -2.0}, 11.0),
        ({"normal": -1000.0}, 0.0),
    ],
)
def test_the_discount_goes_half_of_the_way_to_what_sanctions_and_rerouting_ask_in_a_half_life(
    sold, changes, after
):
    assert sold(**changes)[0].discount == pytest.approx(after)


@pytest.mark.parametrize(
    ("brent", "income"), [(72.0, 0.9 * 0.9), (42.0, 0.9 * 0.9 * 0.5), (102.0, 0.9 * 0.9 * 1.5), (7.0, 0.0)]
)
def test_exporters_earn_by_volume_payments_and_price_against_march_2025(sold, brent, income):
    """Urals at 60 then; 0.81 of 0.90 of payments go through."""
    assert sold(brent=brent)[0].export_income == pytest.approx(income)


@pytest.mark.parametrize(
    ("brent", "energy", "revenue"),
    [
        (72.0, 0.9, 10.0 * 0.81),
        (80.0, 0.9, 11.0 * 0.81),
        (32.0, 0.9, 5.0 * 0.81),
        (72.0, 0.4, 10.0 * 0.81 * 0.9),
        (72.0, 1.0, 10.0 * 0.81 * 1.02),
    ],
)
def test_revenue_rises_by_an_eighth_of_a_trillion_a_dollar_and_falls_with_refining(
    sold, brent, energy, revenue
):
    assert sold(brent=brent, energy=energy)[0].revenue == pytest.approx(revenue)


def test_revenue_is_not_negative_where_oil_is_worthless(sold):
    economy, _ = sold(replace(P, revenue_slope=0.2), brent=0.0)
    assert (economy.export_income, economy.revenue) == (0.0, 0.0)
