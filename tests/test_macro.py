"""Output, prices and the key rate: a week of each equation by hand, what it reads, and its guards."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from model import macro
from model.budget import BudgetParameters
from model.economy import RussianEconomy
from model.growth import GrowthParameters
from model.macro import MacroParameters, demanded_gap, ruled_rate, update_macro
from model.war import Belligerent
from tests.noting import noted

BUDGET, GROWTH = BudgetParameters(), GrowthParameters()
MACRO = replace(
    MacroParameters(),
    target=0.04,
    neutral_rate=0.045,
    rule_inflation=1.0,
    rule_gap=0.5,
    rule_half_life=1.0,
    rate_effect=0.5,
    war_demand=2.0,
    burden_peace=0.03,
    export_demand=0.1,
    fiscal_demand=0.25,
    demand_half_life=1.0,
    output_sd=0.01,
    phillips=1.2,
    money=3.0,
    import_prices=0.5,
    inflation_half_life=1.0,
    inflation_sd=0.002,
)
"""Half-lives of a week: whatever adjusts goes half way."""


def economy(**changes):
    usual = {
        "gdp": 1.01,
        "potential": 1.0,
        "gap": 0.01,
        "growth": 0.02,
        "inflation": 0.1,
        "key_rate": 0.2,
        "friction": 0.3,
        "friction_start": 0.1,
        "monetised": 0.02,
        "normals": [5.0, 2.0, -1.0],
    }
    return RussianEconomy.new(**usual | changes)


@pytest.fixture
def quiet(monkeypatch):
    """A demand of 5% and a potential that stands still; return what each is reckoned from."""
    return {
        "demanded_gap": noted(monkeypatch, macro, "demanded_gap", 0.05),
        "potential_growth": noted(monkeypatch, macro, "potential_growth", 0.0),
        "stress_of": noted(monkeypatch, macro, "stress_of", 0.3),
    }


def week(made, russia=None):
    update_macro(made, russia or Belligerent.new(supply=1.0), MACRO, GROWTH, BUDGET)
    return made


@pytest.mark.parametrize(
    ("fields", "gap"),
    [
        ({}, 0.0),
        ({"war_burden": 0.07}, 0.08),  # 2 (0.07 - 0.03)
        ({"key_rate": 0.245}, -0.05),  # 0.5 (0.245 - 0.1 - 0.045)
        ({"export_income": 0.8}, -0.02),  # 0.1 (0.8 - 1)
        ({"consolidation": 0.2}, -0.02),  # 0.25 x 0.4 x 0.2
        ({"war_burden": 0.07, "key_rate": 0.245, "export_income": 0.8, "consolidation": 0.2}, -0.01),
    ],
)
def test_demand_is_what_war_exports_the_real_rate_and_cuts_make_it(fields, gap):
    usual = {"war_burden": 0.03, "inflation": 0.1, "key_rate": 0.145, "export_income": 1.0}
    assert demanded_gap(RussianEconomy.new(**usual | fields), 0.4, MACRO) == pytest.approx(gap)


def test_the_rule_sets_the_key_rate_by_inflation_above_its_target_and_the_gap():
    """0.045 + 0.1 + 1 x 0.06 + 0.5 x 0.01."""
    assert ruled_rate(economy(), MACRO) == pytest.approx(0.21)


def test_a_week_of_output_goes_half_way_to_demand_and_takes_its_shock(quiet):
    """0.01 + 0.5 x 0.04 - 0.01; output is potential and the gap; growth goes half way to the week's change a year."""
    found = week(economy())
    assert found.gap == pytest.approx(0.02)
    assert (found.potential, found.gdp) == pytest.approx((1.0, 1.02))
    change = WEEKS_A_YEAR * math.log(1.02 / 1.01)
    assert found.growth == pytest.approx((0.02 + change) / 2.0)
    assert found.stress == 0.3


def test_a_week_of_prices_goes_half_way_to_what_gap_money_and_imports_make_them(quiet):
    """0.04 + 1.2 x 0.01 + 3 x 0.02 + 0.5 x 0.2 = 0.212; 0.1 + 0.5 x 0.112 + 2 x 0.002."""
    assert week(economy()).inflation == pytest.approx(0.16)


def test_neither_a_surplus_nor_easier_payments_than_in_march_2025_lower_prices(quiet):
    """0.04 + 1.2 x 0.01 = 0.052; 0.1 - 0.5 x 0.048."""
    assert week(economy(monetised=-0.02, friction=0.0, normals=[0.0] * 3)).inflation == pytest.approx(0.076)


def test_a_week_of_the_key_rate_goes_half_way_to_the_rule_by_last_weeks_numbers(quiet):
    assert week(economy()).key_rate == pytest.approx((0.2 + 0.21) / 2.0)


def test_what_a_week_is_reckoned_from(quiet):
    """Demand from the share that the state spends, potential from goods, losses a year and friction since March."""
    made, russia = economy(), Belligerent.new(supply=0.7, losses=2.0)
    week(made, russia)
    assert quiet["demanded_gap"][0][1:] == (BUDGET.spending / BUDGET.gdp, MACRO)
    assert quiet["potential_growth"][0] == (0.7, 2.0 * WEEKS_A_YEAR, pytest.approx(0.2), GROWTH)
    assert quiet["stress_of"][0][1:] == (0.04, GROWTH)


def test_potential_grows_by_its_rate_a_year(quiet, monkeypatch):
    noted(monkeypatch, macro, "potential_growth", WEEKS_A_YEAR * math.log(1.5))
    found = week(economy())
    assert (found.potential, found.gdp) == pytest.approx((1.5, 1.53))


@pytest.mark.parametrize(
    ("fields", "field", "held"),
    [
        ({"gap": 0.9}, "gap", 0.2),
        ({"gap": -0.9}, "gap", -0.2),
        ({"normals": [0.0, -1000.0, 0.0]}, "inflation", -0.1),
        ({"key_rate": 1.0, "inflation": 5.0}, "key_rate", 1.0),
        ({"key_rate": 0.02, "inflation": -5.0}, "key_rate", 0.02),
    ],
)
def test_output_prices_and_the_rate_are_held_within_their_guards(quiet, fields, field, held):
    assert getattr(week(economy(**fields)), field) == pytest.approx(held)
