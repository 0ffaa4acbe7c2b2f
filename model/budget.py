"""Decides federal spending on war and else, the deficit, how it is paid, and the rents left for elites.

After the fiscal reaction of Bohn (1998): means that run short are met by cuts and taxes, with a lag; what
reserves and lenders do not cover is money created. In balance reserves, debt and spending stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import WarEnd
from model.economy import half_way
from model.sanctions import felt

if TYPE_CHECKING:
    from model.economy import RussianEconomy
    from model.sanctions import SanctionsParameters
    from model.war import Front


@dataclass(frozen=True)
class BudgetParameters:
    """The federal budget and rents."""

    gdp: float = parameter(
        214.0,
        "GDP",
        unit="trn RUB a year",
        low=200.0,
        high=225.0,
        kind="measured",
        source="budget of 2025: national defence 13.5 trn RUB = 6.3% of GDP",
    )
    war_burden: float = parameter(
        0.071,
        "military spending in March 2025",
        unit="share of GDP",
        low=0.06,
        high=0.085,
        kind="measured",
        source="SIPRI, 2024",
    )
    spending: float = parameter(
        42.0,
        "federal spending in March 2025, military spending included",
        unit="trn RUB a year",
        low=41.0,
        high=44.0,
        kind="estimated",
        source="budget of 2025: 41.5, overrun as in 2024",
    )
    other_revenue: float = parameter(
        29.4,
        "revenue other than from oil and gas, in proportion to GDP",
        unit="trn RUB a year",
        low=28.0,
        high=31.0,
        kind="measured",
        source="budget of 2025: 40.3 in all less 10.9 from oil and gas",
    )
    rearmament: float = parameter(
        0.85,
        "military spending without operations, against that at full tempo",
        unit="share",
        low=0.4,
        high=1.0,
        kind="prior",
        source="judgement: a pause is used to rearm",
    )
    peace: float = parameter(
        0.6,
        "military spending once the fighting is decided or settled, against that in war",
        unit="share",
        low=0.3,
        high=1.0,
        kind="prior",
        source="judgement: 3.6% of GDP in 2021, half of the burden of 2024, and stocks to refill",
    )
    spending_half_life: float = parameter(
        20.0,
        "half-life of the adjustment of military spending to its aim",
        unit="weeks",
        low=4.0,
        high=60.0,
        kind="prior",
        source="judgement: budgets are yearly, revised once",
    )
    protection: float = parameter(
        0.5,
        "share of a cut that military spending is spared",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: the three-year plan of 2024 spares defence, 13.5 trn RUB in 2025 and 12.8 in 2026",
    )
    reserves: float = parameter(
        3.4,
        "liquid part of the National Wealth Fund on 1 March 2025",
        unit="trn RUB",
        low=2.8,
        high=3.9,
        kind="measured",
        source="Ministry of Finance of Russia",
    )
    draw: float = parameter(
        0.5,
        "share of the deficit taken from reserves while they last, or of a surplus added",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: fund and borrowing paid about alike in 2023-24",
    )
    caution: float = parameter(
        4.0,
        "years for which the treasury wants its reserves to last",
        unit="years",
        low=1.0,
        high=10.0,
        kind="prior",
        source="judgement",
    )
    borrowing: float = parameter(
        0.016,
        "borrowing that domestic lenders will take",
        unit="share of GDP a year",
        low=0.005,
        high=0.035,
        kind="prior",
        source="judgement: net issues of 2023-24 lay between 1.2 and 1.7% of GDP",
    )
    consolidation_half_life: float = parameter(
        52.0,
        "half-life of cuts and taxes in answer to want of means",
        unit="weeks",
        low=13.0,
        high=156.0,
        kind="prior",
        source="judgement: a budget cycle",
    )
    consolidation_limit: float = parameter(
        0.3,
        "largest share of spending that can be cut or taxed away",
        unit="share",
        low=0.1,
        high=0.5,
        kind="prior",
        source="judgement: cuts of 1998-99",
    )
    tax_share: float = parameter(
        0.4,
        "share of the consolidation that comes from taxes",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: rates on incomes and profits raised from January 2025",
    )
    oil_rents: float = parameter(
        0.4,
        "share of rents from exports in March 2025",
        unit="share",
        low=0.2,
        high=0.6,
        kind="prior",
        source="judgement",
    )
    contract_rents: float = parameter(
        0.35,
        "share of rents from war contracts in March 2025; the rest moves with GDP",
        unit="share",
        low=0.1,
        high=0.4,
        kind="prior",
        source="judgement",
    )
    sanctions_loss: float = parameter(
        0.3,
        "share of rents lost as sanctions of both go from none to the utmost",
        unit="share",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: assets abroad, dearer trade",
    )


def initialise_budget(economy: RussianEconomy, parameters: BudgetParameters) -> None:
    """Set the budget of March 2025; call after `initialise_trade`."""
    economy.spending = parameters.spending
    economy.war_spending = 1.0
    economy.war_burden = parameters.war_burden
    economy.balance = (economy.revenue + parameters.other_revenue - parameters.spending) / parameters.gdp
    economy.reserves = parameters.reserves
    economy.debt = economy.monetised = economy.consolidation = 0.0
    economy.rents = 1.0


@rule
def aimed_war_spending(front: Front, parameters: BudgetParameters) -> float:
    """Military spending wanted: full at full tempo, to rearm in a pause, less once the fighting is over."""
    if front.end != WarEnd.GOES_ON:
        return parameters.peace
    return parameters.rearmament + (1.0 - parameters.rearmament) * clip(front.tempo, 0.0, 1.0)


@rule
def update_spending(economy: RussianEconomy, front: Front, parameters: BudgetParameters) -> None:
    """Spend what is wanted less the cuts; war is spared part of them. Interest is paid on debt added."""
    cut = economy.consolidation * (1.0 - parameters.tax_share)
    aim = aimed_war_spending(front, parameters) * (1.0 - cut * (1.0 - parameters.protection))
    economy.war_spending = economy.war_spending + (aim - economy.war_spending) * half_way(
        parameters.spending_half_life
    )
    war = parameters.war_burden * parameters.gdp
    economy.war_burden = parameters.war_burden * economy.war_spending / economy.gdp
    civil = (parameters.spending - war) * economy.gdp * (1.0 - cut)
    interest = max(0.0, economy.key_rate - economy.inflation) * economy.debt * parameters.gdp * economy.gdp
    economy.spending = war * economy.war_spending + civil + interest


@rule
def update_financing(economy: RussianEconomy, parameters: BudgetParameters) -> None:
    """Pay a deficit from reserves, then lenders, then by creating money; bank a surplus."""
    gdp = parameters.gdp * economy.gdp
    taxes = economy.consolidation * parameters.tax_share * parameters.spending * economy.gdp
    deficit = economy.spending - economy.revenue - parameters.other_revenue * economy.gdp - taxes
    economy.balance = -deficit / gdp
    drawn = min(parameters.draw * deficit, economy.reserves * WEEKS_A_YEAR)
    economy.reserves = max(0.0, economy.reserves - drawn / WEEKS_A_YEAR)
    left = deficit - drawn
    borrowed = min(left, parameters.borrowing * gdp)
    economy.monetised = (left - borrowed) / gdp
    economy.debt = max(0.0, economy.debt + borrowed / gdp / WEEKS_A_YEAR)
    means = parameters.borrowing * gdp + economy.reserves / parameters.caution
    wanted = economy.consolidation + (deficit - means) / economy.spending
    wanted = clip(wanted, 0.0, parameters.consolidation_limit)
    economy.consolidation = economy.consolidation + (wanted - economy.consolidation) * half_way(
        parameters.consolidation_half_life
    )


@rule
def update_rents(
    economy: RussianEconomy, parameters: BudgetParameters, sanctions: SanctionsParameters
) -> None:
    """Rents: exports, war contracts and the rest of the economy, less what sanctions cost."""
    rest = 1.0 - parameters.oil_rents - parameters.contract_rents
    rents = parameters.oil_rents * economy.export_income + parameters.contract_rents * economy.war_spending
    rents = rents + rest * economy.gdp
    loss = parameters.sanctions_loss * felt(economy.sanctions_us, economy.sanctions_eu, sanctions)
    loss_start = parameters.sanctions_loss * felt(sanctions.us, sanctions.eu, sanctions)
    economy.rents = max(0.0, rents * (1.0 - loss) / (1.0 - loss_start))


@rule
def update_budget(
    economy: RussianEconomy, front: Front, parameters: BudgetParameters, sanctions: SanctionsParameters
) -> None:
    """A week of the federal budget, in prices of 2025."""
    update_spending(economy, front, parameters)
    update_financing(economy, parameters)
    update_rents(economy, parameters, sanctions)
