"""Decides what Russia sells, to whom, at what discount, how much payments cost it, and oil and gas revenue.

Buyers' shares and rerouting after the counts of 2024-25; payments after the shock of early 2024. At the
price, sanctions and support of March 2025 volume and income are 1 and revenue is the budget's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide
from agents.records import parameter
from agents.rules import rule
from model.economy import half_way
from model.sanctions import tightened, update_sanctions

if TYPE_CHECKING:
    from agents.patronage import Patron
    from model.economy import Market, RussianEconomy
    from model.sanctions import SanctionsParameters
    from model.strikes import StrikeParameters
    from model.table import Diplomacy
    from model.war import Belligerent, Front


@dataclass(frozen=True)
class TradeParameters:
    """Exports, sanctions and payments."""

    discount: float = parameter(
        12.0,
        "discount of Urals to Brent in March 2025",
        unit="USD a barrel",
        low=8.0,
        high=16.0,
        kind="measured",
        source="quotations: Urals at 58 to 60, Brent at 71",
    )
    discount_us: float = parameter(
        15.0,
        "rise of the discount as United States sanctions go from those of March 2025 to the utmost",
        unit="USD a barrel",
        low=3.0,
        high=35.0,
        kind="prior",
        source="judgement: the listings of January 2025 widened it by some USD 3, the cap of 2022 by 20",
    )
    discount_eu: float = parameter(
        8.0,
        "the same for European sanctions",
        unit="USD a barrel",
        low=0.0,
        high=20.0,
        kind="prior",
        source="judgement: ports, insurance, price cap",
    )
    discount_rerouting: float = parameter(
        25.0,
        "rise of the discount if all exports had to find another buyer",
        unit="USD a barrel",
        low=5.0,
        high=50.0,
        kind="prior",
        source="judgement from the rerouting from Europe in 2022: half the volume, discount up by 20 to 30",
    )
    discount_half_life: float = parameter(
        8.0,
        "half-life of the adjustment of the discount",
        unit="weeks",
        low=2.0,
        high=26.0,
        kind="prior",
        source="judgement from 2022-23",
    )
    discount_sd: float = parameter(
        0.7,
        "weekly shock to the discount",
        unit="USD a barrel",
        low=0.0,
        high=2.0,
        kind="prior",
        source="judgement from quotations",
    )
    china_share: float = parameter(
        0.38,
        "China's share of Russian oil and gas exports",
        unit="share",
        low=0.3,
        high=0.5,
        kind="measured",
        source="Centre for Research on Energy and Clean Air, monthly counts of 2024-25: 35 to 40%",
    )
    secondary_share: float = parameter(
        0.4,
        "share of buyers who heed secondary sanctions (India, Turkey)",
        unit="share",
        low=0.25,
        high=0.5,
        kind="measured",
        source="the same: India 20 to 25%, Turkey 15%",
    )
    europe_share: float = parameter(
        0.1,
        "share of the European Union",
        unit="share",
        low=0.05,
        high=0.15,
        kind="measured",
        source="the same: about 10%",
    )
    secondary_drop: float = parameter(
        0.4,
        "share of their purchases that these buyers drop under the utmost United States sanctions",
        unit="share",
        low=0.0,
        high=0.9,
        kind="prior",
        source="judgement",
    )
    rerouted: float = parameter(
        0.6,
        "share of dropped purchases that finds another buyer",
        unit="share",
        low=0.2,
        high=0.95,
        kind="prior",
        source="judgement: crude was rerouted almost wholly in 2022, gas hardly at all",
    )
    volume_limit: float = parameter(
        1.05,
        "largest export volume that pipes, ports and wells allow",
        unit="index, 1 in March 2025",
        low=1.0,
        high=1.2,
        kind="prior",
        source="judgement: the first Siberian gas pipe is full, the second not before 2030",
    )
    friction_lasting: float = parameter(
        0.09,
        "share of the value of trade lost for good if no payment went through",
        unit="share",
        low=0.0,
        high=0.3,
        kind="estimated",
        source="2024: imports from China down 16% in March, growth of trade 26% to 2% over the year",
    )
    friction_shock: float = parameter(
        0.13,
        "the same, until trade has found other ways",
        unit="share",
        low=0.0,
        high=0.4,
        kind="estimated",
        source="March 2024: 80% of payments returned, Chinese exports to Russia down 16%",
    )
    friction_half_life: float = parameter(
        12.0,
        "half-life of finding other ways to pay",
        unit="weeks",
        low=4.0,
        high=52.0,
        kind="estimated",
        source="the shock of early 2024 was absorbed within months",
    )
    revenue: float = parameter(
        9.6,
        "oil and gas revenue of the budget at the price of March 2025",
        unit="trn RUB a year",
        low=8.0,
        high=11.0,
        kind="estimated",
        source="budget of 2025: 10.9 at USD 69.7, less 0.125 for each dollar down to 59",
    )
    revenue_slope: float = parameter(
        0.125,
        "oil and gas revenue for each dollar on a barrel of Urals",
        unit="trn RUB a year a dollar",
        low=0.08,
        high=0.2,
        kind="estimated",
        source="rule of thumb: 100 to 150 bn RUB a year; low confidence",
    )


def initialise_trade(
    economy: RussianEconomy, patron: Patron, parameters: TradeParameters, sanctions: SanctionsParameters
) -> None:
    """Set trade and sanctions of March 2025, given the support that the patron then gave."""
    economy.discount = parameters.discount
    economy.export_volume = economy.export_income = 1.0
    economy.revenue = parameters.revenue
    economy.sanctions_us, economy.sanctions_eu = sanctions.us, sanctions.eu
    economy.trade_start = patron.trade
    economy.payments_habit = patron.finance
    economy.friction = economy.friction_start = parameters.friction_lasting * (1.0 - patron.finance)


@rule
def update_payments(economy: RussianEconomy, finance: float, parameters: TradeParameters) -> None:
    """Friction: what blocked payments cost for good, and more until trade has found other ways."""
    sudden = max(0.0, economy.payments_habit - finance)
    economy.friction = parameters.friction_lasting * (1.0 - finance) + parameters.friction_shock * sudden
    economy.payments_habit = economy.payments_habit + (finance - economy.payments_habit) * half_way(
        parameters.friction_half_life
    )


@rule
def update_volume(
    economy: RussianEconomy, trade: float, us: float, eu: float, parameters: TradeParameters
) -> float:
    """Export volume by buyer; returns what was rerouted.

    `trade` is China's against March 2025, `us` and `eu` how far sanctions are tightened.
    """
    secondary = 1.0 - parameters.secondary_drop * clip(us, 0.0, 1.0)
    europe = 1.0 - clip(eu, 0.0, 1.0)
    dropped = parameters.china_share * max(0.0, 1.0 - trade)
    dropped = (
        dropped + parameters.secondary_share * (1.0 - secondary) + parameters.europe_share * (1.0 - europe)
    )
    more = parameters.china_share * max(0.0, trade - 1.0)
    volume = 1.0 + more - (1.0 - parameters.rerouted) * dropped
    economy.export_volume = clip(volume, 0.0, parameters.volume_limit)
    return parameters.rerouted * dropped


@rule
def update_trade(
    economy: RussianEconomy,
    market: Market,
    patron: Patron,
    front: Front,
    russia: Belligerent,
    diplomacy: Diplomacy,
    brent_start: float,
    parameters: TradeParameters,
    sanctions: SanctionsParameters,
    strikes: StrikeParameters,
) -> None:
    """Sanctions, payments, volume, discount, exporters' income, oil and gas revenue of the week."""
    update_sanctions(economy, front, diplomacy, sanctions)
    update_payments(economy, patron.finance, parameters)
    us = tightened(economy.sanctions_us, sanctions.us)
    eu = tightened(economy.sanctions_eu, sanctions.eu)
    rerouted = update_volume(economy, divide(patron.trade, economy.trade_start, 1.0), us, eu, parameters)
    target = (
        parameters.discount
        + parameters.discount_us * us
        + parameters.discount_eu * eu
        + parameters.discount_rerouting * rerouted
    )
    economy.discount = economy.discount + (target - economy.discount) * half_way(
        parameters.discount_half_life
    )
    economy.discount = max(0.0, economy.discount + parameters.discount_sd * economy.normals[0])
    urals = max(0.0, market.brent - economy.discount)
    urals_start = brent_start - parameters.discount
    paid = (1.0 - economy.friction) / (1.0 - economy.friction_start)
    economy.export_income = economy.export_volume * paid * urals / urals_start
    broken = strikes.russia_energy_revenue * (russia.energy_start - russia.energy)
    revenue = parameters.revenue + parameters.revenue_slope * (urals - urals_start)
    economy.revenue = max(0.0, revenue * economy.export_volume * paid * (1.0 - broken))
