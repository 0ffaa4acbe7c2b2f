"""Terms on assets, business and the nuclear plant: who has what after the signing, and when it breaks down."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.vocabulary import ISSUES, Issue, Scope, WarEnd
from model.dividends import (
    DividendParameters,
    Dividends,
    credit_russia,
    credit_ukraine,
    due,
    share_dividends,
)
from model.economy import RussianEconomy, UkrainianEconomy
from model.scenario import Scenario
from model.stages import economies
from model.terms import TermParameters, Terms
from model.world import World
from tests.engines import both

P, SCALE = DividendParameters(), TermParameters()
QUIET = {"aid.output_sd": 0.0, "macro.output_sd": 0.0}
SCENARIO = Scenario.load("march-2025").with_(**QUIET)
YEAR = 52


def text(**positions: float) -> Terms:
    terms = Terms.new()
    for issue in Issue:
        terms.package[issue] = positions.get(issue.name.lower(), 0.5)
    return terms


def after(
    weeks: int, terms: Terms, settled: bool = True, dividends: Dividends | None = None, p=P
) -> Dividends:
    dividends = dividends or Dividends.new()
    for _ in range(weeks):
        share_dividends(dividends, terms, settled, p, SCALE)
    return dividends


# Assets


@pytest.mark.parametrize(
    ("position", "returned", "confiscated"),
    [
        (0.0, 0.0, P.confiscable),
        (0.25, 0.0, 0.5 * P.confiscable),
        (0.5, 0.0, 0.0),
        (0.75, 0.5, 0.0),
        (1.0, 1.0, 0.0),
    ],
)
def test_assets_are_paid_over_as_agreed_and_no_further(position, returned, confiscated):
    found = after(20 * YEAR, text(frozen_assets=position))
    assert found.returned == pytest.approx(returned)
    assert found.confiscated == pytest.approx(confiscated)
    assert found.returning == found.paying == 0.0  # all is paid


def test_payment_takes_its_time_and_stops_with_the_settlement():
    found = after(YEAR, text(frozen_assets=1.0))
    assert found.returned == pytest.approx(1.0 / P.payment_time, rel=0.02)
    before = found.returned
    after(YEAR, text(frozen_assets=1.0), settled=False, dividends=found)
    assert found.returned == before  # what is paid is paid
    assert found.returning == 0.0


def test_no_asset_is_paid_twice():
    """A second settlement disposes of what the first has left."""
    found = after(3 * YEAR, text(frozen_assets=1.0))
    after(20 * YEAR, text(frozen_assets=0.0), dividends=found)
    assert found.returned + found.confiscated <= 1.0 + 1e-12
    assert found.confiscated == pytest.approx(1.0 - found.returned)


@given(agreed=st.floats(0.0, 1.0), paid=st.floats(0.0, 1.0))
def test_what_is_due_is_never_more_than_is_owed(agreed, paid):
    assert 0.0 <= due(agreed, paid, P) <= max(agreed - paid, 0.0)


# Business and the plant


@pytest.mark.parametrize(
    ("position", "russia", "ukraine"),
    [(0.0, 0.0, 1.0), (0.25, 0.5, 1.0), (0.5, 1.0, 1.0), (0.75, 1.0, 0.5), (1.0, 1.0, 0.0)],
)
def test_business_is_opened_as_the_scale_says(position, russia, ukraine):
    found = after(1, text(business=position))
    assert (found.business_russia, found.business_ukraine) == (pytest.approx(russia), pytest.approx(ukraine))
    after(1, text(business=position), settled=False, dividends=found)
    assert (found.business_russia, found.business_ukraine) == (0.0, 0.0)


@pytest.mark.parametrize(("position", "share"), [(0.0, 1.0), (0.5, 0.5), (1.0, 0.0)])
def test_the_plant_comes_back_into_service_by_and_by_and_is_lost_at_once(position, share):
    found = after(round(P.restart_time * 52.1775), text(nuclear_plant=position))
    assert found.plant == pytest.approx(share * 0.632, abs=2e-3)
    after(1, text(), settled=False, dividends=found)
    assert found.plant == 0.0


# What it is worth


def accounts(weeks: int = 6 * YEAR, **positions: float) -> World:
    """Accounts alone, in a settlement with these terms; everything else of it stays in the middle."""
    world = World(SCENARIO, 3)
    ledger, values = world.view, world.values
    ledger.truces[Scope.FINAL].active = True
    ledger.front.end = WarEnd.SETTLEMENT
    terms = text(**positions)
    for issue in range(ISSUES):
        ledger.terms.package[issue] = terms.package[issue]
    for _ in range(weeks):
        economies.keep_accounts(ledger, values)
    return world


def test_returned_assets_fill_russias_reserves_and_end_an_income_of_ukraines():
    kept, back = accounts(weeks=YEAR).view, accounts(weeks=YEAR, frozen_assets=1.0).view
    whole = P.spendable * P.assets * P.rouble
    gain = back.russian_economy.reserves - kept.russian_economy.reserves
    assert 0.5 * whole / P.payment_time < gain < 1.1 * whole / P.payment_time
    assert back.ukrainian_economy.shortfall >= kept.ukrainian_economy.shortfall
    assert back.ukrainian_economy.reconstruction < 0.0 == kept.ukrainian_economy.reconstruction


def test_confiscated_assets_close_ukraines_gap_and_rebuild():
    kept, given = accounts().view, accounts(frozen_assets=0.0).view
    assert given.ukrainian_economy.capacity > 1.03 * kept.ukrainian_economy.capacity
    assert given.russian_economy.reserves == pytest.approx(kept.russian_economy.reserves)
    needy = UkrainianEconomy.new(gdp=1.0, capacity=1.0, aid_start=80.0)
    both(credit_ukraine, needy, Dividends.new(paying=0.003), P)
    money = 0.003 * P.assets * P.euro * 52.1775
    assert needy.reconstruction == pytest.approx(P.absorbed * money)


def test_business_raises_the_output_of_whom_it_goes_to():
    barred, both_sides, russias = (accounts(business=x).view for x in (0.0, 0.5, 1.0))
    assert both_sides.russian_economy.gdp > barred.russian_economy.gdp
    assert russias.russian_economy.gdp == pytest.approx(both_sides.russian_economy.gdp)
    assert barred.ukrainian_economy.gdp == pytest.approx(both_sides.ukrainian_economy.gdp)
    assert russias.ukrainian_economy.gdp < both_sides.ukrainian_economy.gdp


def test_the_plant_lights_ukraine():
    theirs, shared, ours = (accounts(nuclear_plant=x).view.ukrainian_economy.gdp for x in (1.0, 0.5, 0.0))
    assert theirs < shared < ours
    assert ours / theirs == pytest.approx(
        1.0 + SCENARIO.strikes.ukraine_energy_gdp * P.plant_power, abs=0.006
    )


def test_without_gains_no_account_moves():
    nothing = dataclasses.replace(
        P,
        spendable=0.0,
        returns=0.0,
        absorbed=0.0,
        income=0.0,
        business_russia=0.0,
        business_ukraine=0.0,
        plant_power=0.0,
    )
    for position in (0.0, 0.3, 1.0):
        found = after(5, text(frozen_assets=position, business=position, nuclear_plant=position), p=nothing)
        russia = RussianEconomy.new(reserves=3.0, potential=1.0)
        ukraine = UkrainianEconomy.new(gdp=1.0, capacity=1.0, aid_start=80.0)
        both(credit_russia, russia, found, nothing)
        both(credit_ukraine, ukraine, found, nothing)
        assert (russia.reserves, russia.potential) == (3.0, 1.0)
        assert (ukraine.reconstruction, ukraine.capacity, ukraine.generation) == (0.0, 1.0, 0.0)


def test_without_a_settlement_nothing_is_paid_opened_or_run():
    found = after(100, text(frozen_assets=1.0, business=1.0, nuclear_plant=0.0), settled=False)
    assert [getattr(found, name) for name in Dividends.columns] == [0.0] * len(Dividends.columns)


def test_both_engines_agree():
    for position in (0.1, 0.9):
        dividends = Dividends.new(returned=0.2, plant=0.3)
        terms = text(frozen_assets=position, business=position, nuclear_plant=position)
        both(share_dividends, dividends, terms, True, P, SCALE)
