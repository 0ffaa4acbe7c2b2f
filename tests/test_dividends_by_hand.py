"""What terms on assets, business and the plant give in one week, and what accounts make of it, by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.vocabulary import ISSUES, Issue
from model.dividends import (
    DividendParameters,
    Dividends,
    credit_russia,
    credit_ukraine,
    due,
    share_dividends,
)
from model.economy import RussianEconomy, UkrainianEconomy
from model.terms import TermParameters, Terms

SCALE = TermParameters()
TEN_WEEKS = 10.0 / WEEKS_A_YEAR
P = dataclasses.replace(
    DividendParameters(),
    payment_time=TEN_WEEKS,
    confiscable=0.8,
    restart_time=1.0 / (WEEKS_A_YEAR * math.log(2.0)),
    spendable=0.5,
    assets=300.0,
    rouble=0.1,
    euro=0.9,
    absorbed=0.25,
    income=4.0,
    returns=0.2,
    ukraine_gdp=200.0,
    business_russia=WEEKS_A_YEAR * 0.02,
    business_ukraine=WEEKS_A_YEAR * 0.04,
    plant_power=0.1,
)
"""Assets are paid in ten weeks; half of the plant that is agreed comes back in the first."""


def a_week(settled: bool = True, before: dict[str, float] | None = None, **positions: float) -> Dividends:
    """A week of dividends, on terms at the middle but for those told."""
    usual = {"returning": 9.0, "paying": 9.0, "business_russia": 9.0, "business_ukraine": 9.0}
    dividends = Dividends.new(**{**usual, **(before or {})})
    package = [positions.get(issue.name.lower(), 0.5) for issue in Issue]
    share_dividends(dividends, Terms.new(package=package), settled, P, SCALE)
    return dividends


@pytest.mark.parametrize(
    ("agreed", "paid", "owed"), [(0.5, 0.0, 0.05), (0.5, 0.48, 0.02), (0.5, 0.6, 0.0), (0.0, 0.0, 0.0)]
)
def test_a_tenth_of_what_is_agreed_is_due_a_week_until_it_is_paid(agreed, paid, owed):
    assert due(agreed, paid, P) == pytest.approx(owed)


@pytest.mark.parametrize(
    ("position", "before", "returning", "paying"),
    [
        (0.9, (0.2, 0.1), 0.08, 0.0),  # 0.8 to Russia
        (0.9, (0.75, 0.1), 0.05, 0.0),
        (0.25, (0.2, 0.1), 0.0, 0.04),  # half of 0.8 to Ukraine
        (0.25, (0.2, 0.38), 0.0, 0.02),
        (0.5, (0.2, 0.1), 0.0, 0.0),
        (1.0, (0.95, 0.04), 0.01, 0.0),  # no more than is left
        (0.0, (0.97, 0.02), 0.0, 0.01),
    ],
)
def test_assets_paid_in_a_week_are_added_to_what_has_been(position, before, returning, paying):
    found = a_week(frozen_assets=position, before={"returned": before[0], "confiscated": before[1]})
    assert (found.returning, found.paying) == (pytest.approx(returning), pytest.approx(paying))
    assert found.returned == pytest.approx(before[0] + returning)
    assert found.confiscated == pytest.approx(before[1] + paying)


@pytest.mark.parametrize(
    ("position", "russia", "ukraine"), [(0.1, 0.2, 1.0), (0.5, 1.0, 1.0), (0.8, 1.0, 0.4)]
)
def test_business_goes_to_one_side_by_each_half_of_the_scale(position, russia, ukraine):
    found = a_week(business=position)
    assert (found.business_russia, found.business_ukraine) == (pytest.approx(russia), pytest.approx(ukraine))


@pytest.mark.parametrize(("position", "before", "after"), [(0.4, 0.2, 0.4), (0.4, 0.9, 0.6), (0.9, 0.1, 0.1)])
def test_units_of_the_plant_come_back_half_of_the_way_and_are_lost_at_once(position, before, after):
    assert a_week(nuclear_plant=position, before={"plant": before}).plant == pytest.approx(after)


def test_without_a_settlement_what_was_paid_stays_paid_and_the_rest_ends():
    before = {"returned": 0.2, "confiscated": 0.1, "plant": 0.3}
    found = a_week(False, before, frozen_assets=1.0, business=0.3, nuclear_plant=0.0)
    assert [getattr(found, name) for name in Dividends.columns] == [0.2, 0.1, 0.0, 0.0, 0.0, 0.0, 0.0]


def test_other_issues_pay_nothing():
    assets = Issue.FROZEN_ASSETS, Issue.BUSINESS, Issue.NUCLEAR_PLANT
    terms = Terms.new(package=[0.5 if issue in assets else 1.0 for issue in range(ISSUES)])
    found = Dividends.new()
    share_dividends(found, terms, True, P, SCALE)
    assert (found.returned, found.confiscated, found.plant) == (0.0, 0.0, pytest.approx(0.25))


def test_russias_treasury_spends_half_of_what_comes_back_and_business_raises_its_potential():
    """0.5 x 0.02 x 300 bn at 0.1 trn a bn = 0.3 trn; 0.02 x 0.5 = 1 per cent a week."""
    russia = RussianEconomy.new(reserves=3.0, potential=2.0)
    credit_russia(russia, Dividends.new(returning=0.02, business_russia=0.5, paying=0.5, plant=0.5), P)
    assert russia.reserves == pytest.approx(3.3)
    assert russia.potential == pytest.approx(2.0 * math.exp(0.01))


def test_a_quarter_of_ukraines_money_meets_needs_and_the_rest_is_invested():
    """0.001 x 300 x 0.9 = 0.27 bn a week; income of 4 bn a year is lost on the 0.3 of the assets that are gone."""
    ukraine = UkrainianEconomy.new(gdp=0.8, capacity=2.0)
    gone = {"returned": 0.1, "confiscated": 0.2}
    credit_ukraine(ukraine, Dividends.new(paying=0.001, business_ukraine=0.5, plant=0.4, **gone), P)
    yearly = 0.27 * WEEKS_A_YEAR
    assert ukraine.reconstruction == pytest.approx(0.25 * yearly - 1.2)
    invested = 0.2 * 0.75 * 0.27 / 160.0  # a week, of a GDP of 0.8 x 200 bn
    assert ukraine.capacity == pytest.approx(2.0 * math.exp(invested + 0.02))
    assert ukraine.generation == pytest.approx(0.04)
