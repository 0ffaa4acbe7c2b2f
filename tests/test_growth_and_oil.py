"""The price of oil against its exact law, growth and stress by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from model.economy import Market, MarketParameters, RussianEconomy, half_way, update_market
from model.growth import GrowthParameters, potential_growth, stress_of

OIL = MarketParameters()
GROWTH = dataclasses.replace(
    GrowthParameters(),
    trend=0.02,
    labour=-0.005,
    labour_share=0.6,
    labour_force=80_000.0,
    technology=0.015,
    friction_growth=0.2,
    crisis_inflation=0.3,
    crisis_slump=0.06,
    crisis_cuts=0.2,
)


def next_price(brent: float, shock: float, **rules: float) -> tuple[float, float]:
    market = Market.new(brent=brent, anchor=60.0, normal=shock)
    update_market(market, dataclasses.replace(OIL, **rules))
    return market.brent, market.anchor


@pytest.mark.parametrize("shock", [-1.5, 0.0, 2.0])
@pytest.mark.parametrize("brent", [45.0, 90.0])
def test_a_week_of_the_price_is_normal_with_the_moments_of_ornstein_and_uhlenbeck(brent, shock):
    """Half of the distance to the level is left after a year where the speed is log 2: 2 ** (-1/52.18) after a week."""
    found, _ = next_price(brent, shock, trend=0.0, reversion=math.log(2.0), volatility=0.3)
    left = 2.0 ** (-1.0 / WEEKS_A_YEAR)
    mean = math.log(60.0) * (1.0 - left) + math.log(brent) * left
    deviation = 0.3 * math.sqrt((1.0 - 2.0 ** (-2.0 / WEEKS_A_YEAR)) / math.log(4.0))
    assert math.log(found) == pytest.approx(mean + deviation * shock, rel=1e-12)


def test_without_reversion_the_price_is_a_random_walk():
    found, _ = next_price(90.0, 1.0, trend=0.0, reversion=0.0, volatility=0.3)
    assert math.log(found / 90.0) == pytest.approx(0.3 / math.sqrt(WEEKS_A_YEAR))


def test_the_level_moves_by_its_trend_and_the_price_follows_the_new_one():
    found, anchor = next_price(60.0, 0.0, trend=-WEEKS_A_YEAR * math.log(2.0), reversion=1e4)
    assert anchor == pytest.approx(30.0)
    assert found == pytest.approx(30.0)


@pytest.mark.parametrize(("half_life", "share"), [(1.0, 0.5), (0.5, 0.75), (2.0, 1.0 - math.sqrt(0.5))])
def test_half_a_gap_is_closed_in_its_half_life(half_life, share):
    assert half_way(half_life) == pytest.approx(share)


# Growth


@pytest.mark.parametrize(
    ("dual_use", "lost", "friction", "growth"),
    [
        (1.0, 0.0, 0.0, 0.02 - 0.003),
        (2.0, 0.0, 0.0, 0.017),  # more than in March 2025 adds nothing
        (0.0, 0.0, 0.0, 0.002),
        (0.6, 0.0, 0.0, 0.011),
        (1.0, 400.0, 0.0, 0.014),  # half a per cent of the labour force, at 0.6
        (1.0, 0.0, 0.05, 0.007),
        (0.6, 400.0, 0.05, -0.002),
    ],
)
def test_potential_grows_by_trend_less_labour_technology_and_payments(dual_use, lost, friction, growth):
    assert potential_growth(dual_use, lost, friction, GROWTH) == pytest.approx(growth)


@pytest.mark.parametrize(
    ("inflation", "growth", "cuts", "stress"),
    [
        (0.04, 0.0, 0.0, 0.0),
        (0.02, 0.05, -0.1, 0.0),  # low inflation, growth and ease do not make up for a crisis
        (0.34, 0.0, 0.0, 0.5),
        (0.04, -0.06, 0.0, 0.5),
        (0.04, 0.0, 0.2, 0.5),
        (0.64, 0.0, 0.0, 0.75),
        (0.34, -0.06, 0.2, 0.875),
        (0.34, 0.05, -0.1, 0.5),
    ],
)
def test_stress_is_a_half_where_one_of_three_makes_a_crisis_and_each_further_one_halves_the_rest(
    inflation, growth, cuts, stress
):
    economy = RussianEconomy.new(inflation=inflation, growth=growth, consolidation=cuts)
    assert stress_of(economy, 0.04, GROWTH) == pytest.approx(stress)
