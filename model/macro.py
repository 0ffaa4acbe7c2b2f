"""Decides Russia's output, inflation and key rate.

A three-equation model: demand, Phillips curve, interest rule with smoothing (Taylor 1993; Clarida, Gali and
Gertler 2000). With no war demand, no money creation and no shocks: no gap, inflation at its target.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, exp, log
from agents.records import parameter
from agents.rules import rule
from model.economy import half_way
from model.growth import potential_growth, stress_of

if TYPE_CHECKING:
    from model.budget import BudgetParameters
    from model.economy import RussianEconomy
    from model.growth import GrowthParameters
    from model.war import Belligerent


LARGEST_GAP = 0.2
"""Guard at the far ends of the ranges: beyond it the linear model has no meaning."""

LARGEST_DEFLATION = -0.1
"""The same for inflation: prices and wages do not fall as fast as they rise."""

LEAST_RATE, LARGEST_RATE = 0.02, 1.0
"""Guards of the key rate, which a central bank at war neither abolishes nor doubles without end."""


@dataclass(frozen=True)
class MacroParameters:
    """Output, prices and the key rate."""

    gap: float = parameter(
        0.02,
        "GDP above potential in March 2025",
        unit="share",
        low=0.0,
        high=0.04,
        kind="prior",
        source="judgement: unemployment at 2.3%",
    )
    growth: float = parameter(
        0.015,
        "growth of GDP in March 2025",
        unit="share a year",
        low=-0.01,
        high=0.03,
        kind="estimated",
        source="Bank of Russia, forecast of 14 February 2025: 1 to 2% in 2025, after 4.1% in 2024",
    )
    inflation: float = parameter(
        0.103,
        "inflation in March 2025",
        unit="share a year",
        low=0.095,
        high=0.11,
        kind="measured",
        source="Rosstat",
    )
    key_rate: float = parameter(
        0.21,
        "key rate in March 2025",
        unit="share a year",
        low=0.2,
        high=0.22,
        kind="measured",
        source="Bank of Russia, 25 October 2024, held on 21 March 2025",
    )
    target: float = parameter(
        0.04,
        "inflation aimed at",
        unit="share a year",
        low=0.04,
        high=0.06,
        kind="measured",
        source="Bank of Russia",
    )
    neutral_rate: float = parameter(
        0.045,
        "real rate that neither spurs nor slows",
        unit="share a year",
        low=0.02,
        high=0.08,
        kind="estimated",
        source="Bank of Russia, 2024: nominal 7.5 to 8.5%, 3.5 to 4.5% real",
    )
    rule_inflation: float = parameter(
        1.0,
        "rise of the key rate for inflation above target, beyond one for one",
        unit="ratio",
        low=0.3,
        high=2.0,
        kind="estimated",
        source="Taylor (1993): 0.5; Clarida, Gali and Gertler (2000): about 1; 21% in March 2025 fits 1",
    )
    rule_gap: float = parameter(
        0.5,
        "rise of the key rate for the gap",
        unit="ratio",
        low=0.0,
        high=1.5,
        kind="estimated",
        source="Taylor (1993)",
    )
    rule_half_life: float = parameter(
        15.0,
        "half-life of the adjustment of the key rate to the rule",
        unit="weeks",
        low=4.0,
        high=52.0,
        kind="estimated",
        source="Clarida, Gali and Gertler (2000): quarterly smoothing of about a half or more",
    )
    rate_effect: float = parameter(
        0.25,
        "fall of demand for the real rate above neutral",
        unit="share of GDP a share",
        low=0.05,
        high=0.6,
        kind="prior",
        source="judgement: weak, as half of lending is subsidised",
    )
    war_demand: float = parameter(
        1.0,
        "demand of military spending above that of peace",
        unit="share of GDP a share",
        low=0.3,
        high=1.6,
        kind="prior",
        source="Ramey (2011): multipliers of military spending 0.8 to 1.5",
    )
    burden_peace: float = parameter(
        0.036,
        "military spending of peace, at which there is no war demand",
        unit="share of GDP",
        low=0.03,
        high=0.045,
        kind="measured",
        source="SIPRI, 2021",
    )
    export_demand: float = parameter(
        0.035,
        "fall of demand if exporters earned nothing",
        unit="share of GDP",
        low=0.0,
        high=0.1,
        kind="prior",
        source="judgement: oil and gas exports about 11% of GDP, a third of it spent at home",
    )
    fiscal_demand: float = parameter(
        0.5,
        "fall of demand when spending is cut or taxed away",
        unit="share of GDP a share",
        low=0.1,
        high=1.2,
        kind="prior",
        source="judgement: civil multipliers at full employment",
    )
    demand_half_life: float = parameter(
        26.0,
        "half-life of the adjustment of output to demand",
        unit="weeks",
        low=8.0,
        high=78.0,
        kind="prior",
        source="judgement: effects of rates peak after a year or more",
    )
    output_sd: float = parameter(
        0.0015,
        "weekly shock to the gap",
        unit="share of GDP",
        low=0.0,
        high=0.004,
        kind="prior",
        source="judgement: quarterly surprises of about half a per cent",
    )
    phillips: float = parameter(
        1.2,
        "inflation for the gap, once adjusted",
        unit="ratio",
        low=0.3,
        high=3.0,
        kind="prior",
        source="judgement: inflation 6 points above target at gaps of 2 to 3% and a war demand of 3.5%",
    )
    money: float = parameter(
        3.0,
        "inflation for a deficit covered by creating money",
        unit="share a year a share of GDP a year",
        low=1.0,
        high=8.0,
        kind="prior",
        source="quantity theory with narrow money of about a third of GDP or less",
    )
    import_prices: float = parameter(
        0.5,
        "inflation for the value of trade lost to blocked payments above that of March 2025",
        unit="ratio",
        low=0.0,
        high=2.0,
        kind="prior",
        source="judgement: imports about a fifth of GDP, dearer and delayed",
    )
    inflation_half_life: float = parameter(
        30.0,
        "half-life of the adjustment of inflation",
        unit="weeks",
        low=8.0,
        high=104.0,
        kind="prior",
        source="judgement: expectations move slowly",
    )
    inflation_sd: float = parameter(
        0.002,
        "weekly shock to inflation",
        unit="share a year",
        low=0.0,
        high=0.006,
        kind="prior",
        source="judgement from the monthly series",
    )


def initialise_macro(economy: RussianEconomy, parameters: MacroParameters, growth: GrowthParameters) -> None:
    """Set output, prices and the key rate of March 2025; call after `initialise_budget`."""
    economy.gdp = 1.0
    economy.gap = parameters.gap
    economy.potential = 1.0 / (1.0 + parameters.gap)
    economy.growth = parameters.growth
    economy.inflation = parameters.inflation
    economy.key_rate = parameters.key_rate
    economy.stress = stress_of(economy, parameters.target, growth)


@rule
def demanded_gap(economy: RussianEconomy, spending_share: float, parameters: MacroParameters) -> float:
    """Gap to which demand drives output: war demand, the real rate, cuts and taxes."""
    war = parameters.war_demand * (economy.war_burden - parameters.burden_peace)
    rate = parameters.rate_effect * (economy.key_rate - economy.inflation - parameters.neutral_rate)
    exports = parameters.export_demand * (economy.export_income - 1.0)
    return war + exports - rate - parameters.fiscal_demand * spending_share * economy.consolidation


@rule
def ruled_rate(economy: RussianEconomy, parameters: MacroParameters) -> float:
    """Key rate by the rule: neutral and inflation, more for inflation above target and for the gap."""
    above = economy.inflation - parameters.target
    return (
        parameters.neutral_rate
        + economy.inflation
        + parameters.rule_inflation * above
        + parameters.rule_gap * economy.gap
    )


@rule
def update_macro(
    economy: RussianEconomy,
    russia: Belligerent,
    parameters: MacroParameters,
    growth: GrowthParameters,
    budget: BudgetParameters,
) -> None:
    """A week of output, prices and the key rate; all three read last week's values of the others."""
    friction = economy.friction - economy.friction_start
    demand = demanded_gap(economy, budget.spending / budget.gdp, parameters)
    prices = (
        parameters.target + parameters.phillips * economy.gap + parameters.money * max(0.0, economy.monetised)
    )
    prices = prices + parameters.import_prices * max(0.0, friction)
    rate = clip(ruled_rate(economy, parameters), LEAST_RATE, LARGEST_RATE)
    rate_of_growth = potential_growth(russia.supply, russia.losses * WEEKS_A_YEAR, friction, growth)
    before = economy.gdp
    economy.potential = economy.potential * exp(rate_of_growth / WEEKS_A_YEAR)
    economy.gap = economy.gap + (demand - economy.gap) * half_way(parameters.demand_half_life)
    economy.gap = clip(economy.gap + parameters.output_sd * economy.normals[2], -LARGEST_GAP, LARGEST_GAP)
    economy.inflation = economy.inflation + (prices - economy.inflation) * half_way(
        parameters.inflation_half_life
    )
    economy.inflation = economy.inflation + parameters.inflation_sd * economy.normals[1]
    economy.inflation = max(economy.inflation, LARGEST_DEFLATION)
    economy.key_rate = economy.key_rate + (rate - economy.key_rate) * half_way(parameters.rule_half_life)
    economy.gdp = economy.potential * (1.0 + economy.gap)
    change = WEEKS_A_YEAR * (log(economy.gdp) - log(before))
    economy.growth = economy.growth + (change - economy.growth) * half_way(parameters.demand_half_life)
    economy.stress = stress_of(economy, parameters.target, growth)
