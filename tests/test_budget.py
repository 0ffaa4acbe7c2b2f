"""Russia's federal budget in one week, by numbers worked by hand: what is spent, how it is paid for, what is shared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agents.vocabulary import WarEnd
from model.budget import (
    BudgetParameters,
    aimed_war_spending,
    update_budget,
    update_financing,
    update_rents,
    update_spending,
)
from model.economy import RussianEconomy
from model.sanctions import SanctionsParameters
from model.war import Front

YEAR = 52.1775
BUDGET = replace(
    BudgetParameters(),
    gdp=200.0,
    war_burden=0.1,
    spending=40.0,
    other_revenue=30.0,
    rearmament=0.8,
    peace=0.6,
    spending_half_life=1.0,
    protection=0.75,
    draw=0.25,
    caution=4.0,
    borrowing=0.01,
    consolidation_half_life=1.0,
    consolidation_limit=0.35,
    tax_share=0.4,
    oil_rents=0.4,
    contract_rents=0.35,
    sanctions_loss=0.3,
)
"""Round numbers; half of every gap is closed in a week."""
SANCTIONS = replace(SanctionsParameters(), us=0.6, eu=0.8, felt_us=0.25)


def economy(**changes: float) -> RussianEconomy:
    usual = {
        "gdp": 0.9,
        "war_spending": 1.2,
        "consolidation": 0.2,
        "key_rate": 0.2,
        "inflation": 0.08,
        "debt": 0.1,
    }
    return RussianEconomy.new(**{**usual, **changes})


@pytest.mark.parametrize(
    ("end", "tempo", "aim"),
    [
        (WarEnd.GOES_ON, 1.0, 1.0),
        (WarEnd.GOES_ON, 0.5, 0.9),
        (WarEnd.GOES_ON, 0.0, 0.8),
        (WarEnd.GOES_ON, 1.7, 1.0),
        (WarEnd.GOES_ON, -0.5, 0.8),
        (WarEnd.SETTLEMENT, 1.0, 0.6),
        (WarEnd.RUSSIAN_OBJECTIVE, 0.0, 0.6),
    ],
)
def test_military_spending_is_wanted_by_tempo_to_rearm_or_as_in_peace(end, tempo, aim):
    assert aimed_war_spending(Front.new(end=end, tempo=tempo), BUDGET) == pytest.approx(aim)


@pytest.mark.parametrize(
    ("key_rate", "consolidation", "war_spending", "civil", "interest"),
    [
        (0.2, 0.2, 1.085, 15.84, 2.16),
        (0.05, 0.2, 1.085, 15.84, 0.0),
        (0.2, 0.0, 1.1, 18.0, 2.16),
        (0.13, 0.5, 1.0625, 12.6, 0.9),
    ],
)
def test_cuts_spare_the_war_in_part_and_interest_is_paid_on_debt_added_at_the_real_rate(
    key_rate, consolidation, war_spending, civil, interest
):
    """Of a fifth to be saved 0.12 are cuts: civil spending 20 x 0.9 x 0.88, war aims at 0.97; real rate 0.12 on 0.1."""
    made = economy(key_rate=key_rate, consolidation=consolidation)
    update_spending(made, Front.new(tempo=1.0, end=WarEnd.GOES_ON), BUDGET)
    assert made.war_spending == pytest.approx(war_spending)
    assert made.war_burden == pytest.approx(0.1 * war_spending / 0.9)
    assert made.spending == pytest.approx(20.0 * war_spending + civil + interest)


@pytest.mark.parametrize(
    ("spending", "reserves", "drawn", "borrowed", "created", "wanted"),
    [
        # Deficit 50 - 10 - 27 - 2.88 = 10.12 a year; a quarter from reserves, 0.01 of 180 from lenders.
        (50.0, 4.0, 2.53, 1.8, 5.79, 0.2 + (10.12 - 1.8 - (4.0 - 2.53 / YEAR) / 4.0) / 50.0),
        (49.0, 1.0 / YEAR, 1.0, 1.8, 6.32, 0.2 + (9.12 - 1.8) / 49.0),
        (60.0, 0.0, 0.0, 1.8, 18.32, 0.35),
        (41.0, 4.0, 0.28, 0.84, 0.0, 0.2 + (1.12 - 1.8 - (4.0 - 0.28 / YEAR) / 4.0) / 41.0),
        # A surplus of 9.88: a quarter is banked, the rest pays back debt.
        (30.0, 4.0, -2.47, -7.41, 0.0, 0.0),
    ],
)
def test_a_deficit_is_paid_from_reserves_then_lenders_then_by_creating_money(
    spending, reserves, drawn, borrowed, created, wanted
):
    """Taxes of the consolidation bring 0.2 x 0.4 x 40 x 0.9 = 2.88; what lacks means is saved half way within a week."""
    made = economy(spending=spending, revenue=10.0, reserves=reserves)
    update_financing(made, BUDGET)
    assert made.balance == pytest.approx((39.88 - spending) / 180.0)
    assert made.reserves == pytest.approx(reserves - drawn / YEAR, abs=1e-12)
    assert made.debt == pytest.approx(0.1 + borrowed / 180.0 / YEAR)
    assert made.monetised == pytest.approx(created / 180.0, abs=1e-12)
    assert made.consolidation == pytest.approx(0.5 * (0.2 + wanted))


def test_no_more_debt_is_paid_back_than_was_added():
    made = economy(spending=30.0, revenue=10.0, debt=1e-6)
    update_financing(made, BUDGET)
    assert made.debt == 0.0


@pytest.mark.parametrize(
    ("us", "eu", "felt"), [(0.6, 0.8, 0.75), (0.2, 0.8, 0.65), (0.6, 0.0, 0.15), (1.0, 1.0, 1.0)]
)
def test_rents_move_with_exports_contracts_and_output_less_what_sanctions_cost(us, eu, felt):
    """0.4 x 0.8 + 0.35 x 1.2 + 0.25 x 0.9; sanctions of March 2025 are felt as 0.25 x 0.6 + 0.75 x 0.8."""
    made = economy(export_income=0.8, sanctions_us=us, sanctions_eu=eu)
    update_rents(made, BUDGET, SANCTIONS)
    assert made.rents == pytest.approx(0.965 * (1.0 - 0.3 * felt) / (1.0 - 0.3 * 0.75))


def test_rents_do_not_fall_below_nothing():
    made = economy(export_income=-9.0, sanctions_us=0.6, sanctions_eu=0.8)
    update_rents(made, BUDGET, SANCTIONS)
    assert made.rents == 0.0


def test_the_budget_of_a_week_spends_then_pays_then_shares_out():
    front = Front.new(tempo=1.0, end=WarEnd.GOES_ON)
    at_once, in_turn = (economy(revenue=10.0, reserves=4.0, export_income=0.8) for _ in range(2))
    update_budget(at_once, front, BUDGET, SANCTIONS)
    update_spending(in_turn, front, BUDGET)
    update_financing(in_turn, BUDGET)
    update_rents(in_turn, BUDGET, SANCTIONS)
    assert bytes(at_once) == bytes(in_turn)
    assert at_once.balance == pytest.approx((39.88 - 20.0 * 1.085 - 18.0) / 180.0)
