"""Decides the price of oil; holds the accounts of both war economies.

After Schwartz (1997), one factor: the log price reverts to a level. Without volatility it tends to it. What
moves the accounts stands in `sanctions.py`, `trade.py`, `budget.py`, `macro.py`, `growth.py` and `aid.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, divide, exp, log, sqrt
from agents.records import Record, column, parameter
from agents.rules import rule

LOG_TWO = math.log(2.0)


class Market(Record):
    """The oil market."""

    brent: float = column("price of Brent", "USD a barrel, prices of 2025")
    anchor: float = column("level to which it reverts", "USD a barrel, prices of 2025")
    normal: float = column("shock of the week", "sd")


class RussianEconomy(Record):
    """Russia's economy and budget."""

    gdp: float = column("real GDP", "index, 1 in March 2025")
    potential: float = column("real GDP at full use of what there is", "index, 1 in March 2025 less the gap")
    gap: float = column("GDP above potential", "share")
    growth: float = column("growth of real GDP", "share a year")
    discount: float = column("discount of Urals to Brent", "USD a barrel")
    export_volume: float = column("oil and gas export volume, all buyers", "index, 1 in March 2025")
    export_income: float = column("what exporters earn", "index, 1 in March 2025")
    revenue: float = column("oil and gas revenue of the budget", "trn RUB a year, prices of 2025")
    spending: float = column("federal spending", "trn RUB a year, prices of 2025")
    war_spending: float = column("military spending", "ratio to March 2025, constant prices")
    consolidation: float = column("share of spending cut or taxed away for want of means", "0..1")
    balance: float = column("federal balance", "share of GDP a year")
    monetised: float = column("deficit that only money creation covers", "share of GDP a year")
    reserves: float = column("liquid part of the National Wealth Fund", "trn RUB, prices of 2025")
    debt: float = column("public debt added since March 2025", "share of GDP")
    war_burden: float = column("military spending", "share of GDP")
    inflation: float = column("inflation", "share a year")
    key_rate: float = column("key rate", "share a year")
    sanctions_us: float = column("United States sanctions in force", "0..1")
    sanctions_eu: float = column("European sanctions in force", "0..1")
    trade_start: float = column("trade with China in March 2025", "index, 2024 = 1")
    payments_habit: float = column("share of payments that trade is used to", "0..1")
    friction: float = column("share of the value of trade lost to blocked payments", "0..1")
    friction_start: float = column("the same in March 2025", "0..1")
    rents: float = column("rents to be shared among elites", "index, 1 in March 2025")
    stress: float = column("economic stress", "0..1")
    normals: list[float] = column("shocks of the week: discount, inflation, output", "sd", 3)


class UkrainianEconomy(Record):
    """Ukraine's economy and its dependence on aid."""

    gdp: float = column("real GDP", "index, 1 in March 2025")
    capacity: float = column("GDP that the energy system of March 2025 would allow", "index, 1 in March 2025")
    aid_received: float = column("aid received", "bn EUR a year")
    aid_start: float = column("aid received in March 2025", "bn EUR a year")
    aid_index: float = column("aid received", "index, 1 in March 2025")
    dependence: float = column("share of military and budget needs met by aid", "0..1")
    reconstruction: float = column("money from immobilised assets that meets needs", "bn EUR a year")
    generation: float = column("power of the nuclear plant, as working order of the energy system", "share")
    shortfall: float = column("share of needs unmet", "0..1")
    normal: float = column("shock of the week", "sd")


@dataclass(frozen=True)
class MarketParameters:
    """The oil price."""

    brent: float = parameter(
        71.0,
        "price of Brent on 18 March 2025",
        unit="USD a barrel",
        low=40.0,
        high=120.0,
        kind="measured",
        source="quotations; Urals at 58 to 60 and a discount of 12",
    )
    level: float = parameter(
        70.0,
        "level to which the price reverts",
        unit="USD a barrel",
        low=45.0,
        high=100.0,
        kind="prior",
        source="judgement: futures of March 2025 for later years lay between 65 and 70",
    )
    reversion: float = parameter(
        0.45,
        "speed of reversion",
        unit="a year",
        low=0.2,
        high=1.0,
        kind="estimated",
        source="Schwartz (1997), one-factor model for crude oil: about 0.3 to 0.7",
    )
    volatility: float = parameter(
        0.33,
        "volatility of the log price",
        unit="a root year",
        low=0.15,
        high=0.45,
        kind="estimated",
        source="Schwartz (1997), one-factor model for crude oil",
    )
    trend: float = parameter(
        -0.01,
        "yearly change of the level: decarbonisation",
        unit="share a year",
        low=-0.05,
        high=0.02,
        kind="prior",
        source="judgement: demand for oil levels off within the decade",
    )


def initialise_market(market: Market, parameters: MarketParameters) -> None:
    """Set the price of March 2025."""
    market.brent = parameters.brent
    market.anchor = parameters.level


@rule
def update_market(market: Market, parameters: MarketParameters) -> None:
    """One week of an Ornstein-Uhlenbeck log price, by its exact discretisation."""
    market.anchor = market.anchor * exp(parameters.trend / WEEKS_A_YEAR)
    survives = exp(-parameters.reversion / WEEKS_A_YEAR)
    variance = divide(1.0 - survives * survives, 2.0 * parameters.reversion, 1.0 / WEEKS_A_YEAR)
    level = log(market.anchor)
    price = level + survives * (log(market.brent) - level)
    market.brent = exp(price + parameters.volatility * sqrt(variance) * market.normal)


@rule
def half_way(half_life: float) -> float:
    """Share of a gap closed in a week, from the half-life in weeks."""
    return -math.expm1(-LOG_TWO / half_life)
