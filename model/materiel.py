"""Decides the stock of materiel of each side: what is made, what comes from abroad, what wears out.

Stock and flow with proportional wear; production Cobb-Douglas in spending, dual-use goods and energy. At a
constant inflow F and wear w the stock settles at F / w.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, divide, exp, power
from agents.records import parameter
from agents.rules import rule
from model.economy import LOG_TWO

if TYPE_CHECKING:
    from model.polity import Contest
    from model.war import Belligerent, Front


@dataclass(frozen=True)
class MaterielParameters:
    """Production, supply from abroad, stocks and wear."""

    turnover: float = parameter(
        2.0,
        "wear of the stock at full tempo",
        unit="a year",
        low=0.8,
        high=5.0,
        kind="prior",
        source="judgement: shells and drones turn over within weeks, armour within years",
    )
    idle_wear: float = parameter(
        0.4,
        "wear without fighting, against wear at full tempo: obsolescence and training",
        unit="share",
        low=0.1,
        high=0.9,
        kind="prior",
        source="judgement",
    )
    old_share: float = parameter(
        0.2,
        "share of Russian inflow that is old stock brought back into use",
        unit="share",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: most armour, little of shells and drones",
    )
    old_half_life: float = parameter(
        2.0,
        "half-life of those old stocks at full tempo",
        unit="years",
        low=0.7,
        high=6.0,
        kind="prior",
        source="judgement: published counts of depots expect exhaustion in 2026-27",
    )
    spending_elasticity: float = parameter(
        0.8,
        "elasticity of Russian production to war spending",
        unit="elasticity",
        low=0.3,
        high=1.0,
        kind="prior",
        source="judgement: near constant returns, full order books",
    )
    dual_use_elasticity: float = parameter(
        0.35,
        "elasticity of Russian production to the flow of dual-use goods",
        unit="elasticity",
        low=0.0,
        high=0.9,
        kind="prior",
        source="judgement: 45 to 90% of battlefield components come through China, by definition used",
    )
    energy_elasticity: float = parameter(
        0.25,
        "elasticity of production to the energy system",
        unit="elasticity",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement",
    )
    strife: float = parameter(
        0.2,
        "share of Russian production lost in a contest of full violence",
        unit="share",
        low=0.0,
        high=0.8,
        kind="prior",
        source="judgement",
    )
    own_share: float = parameter(
        0.4,
        "share of Ukraine's inflow that it makes itself",
        unit="share",
        low=0.2,
        high=0.6,
        kind="measured",
        source="official statements, early 2025: about 40%",
    )
    aid_lag: float = parameter(
        12.0,
        "mean time from aid given to supply at the front",
        unit="weeks",
        low=2.0,
        high=40.0,
        kind="prior",
        source="judgement: stocks and pipeline; the pause of eight days in March 2025 did not show",
    )


def initialise_materiel(russia: Belligerent, ukraine: Belligerent, dual_use: float) -> None:
    """Set stocks, production and supply to 1, their level of March 2025, given the dual-use goods that came."""
    for side in (russia, ukraine):
        side.materiel = side.production = side.supply = side.old_stocks = 1.0
    russia.supply_start = dual_use


@rule
def stock_after(
    stock: float, inflow: float, tempo: float, weeks: float, parameters: MaterielParameters
) -> float:
    """Stock after `weeks` of dM/dt = k (F - w M), exact for constant F; w by tempo from idle wear to 1."""
    wear = wear_at(tempo, parameters)
    return towards_level(stock, inflow, wear, kept_after(wear, weeks, parameters))


@rule
def wear_at(tempo: float, parameters: MaterielParameters) -> float:
    """How fast materiel wears at a tempo of fighting, against that of March 2025."""
    return parameters.idle_wear + (1.0 - parameters.idle_wear) * tempo


@rule
def kept_after(wear: float, weeks: float, parameters: MaterielParameters) -> float:
    """Share of a stock that is left of itself after `weeks`."""
    return exp(-parameters.turnover * wear * weeks / WEEKS_A_YEAR)


@rule
def towards_level(stock: float, inflow: float, wear: float, kept: float) -> float:
    """Stock on its way to the level at which wear takes what flows in, of which `kept` is still the old."""
    level = divide(inflow, wear, inflow)
    return level + (stock - level) * kept


@rule
def russian_inflow(production: float, old_stocks: float, parameters: MaterielParameters) -> float:
    """New production and what is brought back from old stocks."""
    return (1.0 - parameters.old_share) * production + parameters.old_share * old_stocks


@rule
def old_stocks_after(old_stocks: float, tempo: float, weeks: float, parameters: MaterielParameters) -> float:
    """Old stocks are drawn on as fast as the tempo asks."""
    if tempo <= 0.0:
        return old_stocks
    return old_stocks * exp(-LOG_TWO * tempo * weeks / (parameters.old_half_life * WEEKS_A_YEAR))


@rule
def ukrainian_inflow(production: float, supply: float, parameters: MaterielParameters) -> float:
    """Own production and aid."""
    return parameters.own_share * production + (1.0 - parameters.own_share) * supply


@rule
def home_made(ukraine: Belligerent, parameters: MaterielParameters) -> float:
    """Share of Ukraine's inflow of materiel that it makes itself."""
    inflow = ukrainian_inflow(ukraine.production, ukraine.supply, parameters)
    return divide(parameters.own_share * ukraine.production, inflow, 1.0)


@rule
def update_materiel(
    front: Front,
    russia: Belligerent,
    ukraine: Belligerent,
    contest: Contest,
    war_spending: float,
    dual_use: float,
    aid: float,
    shortfall: float,
    parameters: MaterielParameters,
) -> None:
    """Produce, receive and wear out for a week.

    War spending and aid as ratios to those of March 2025, `dual_use` as the patron gives it (2024 = 1).
    """
    strife = parameters.strife * contest.violence if contest.active else 0.0
    russia.supply = divide(dual_use, russia.supply_start, 1.0)
    russia.production = (1.0 - strife) * power(war_spending, parameters.spending_elasticity)
    russia.production = russia.production * power(russia.supply, parameters.dual_use_elasticity)
    russia.production = russia.production * power(
        russia.energy / russia.energy_start, parameters.energy_elasticity
    )
    ukraine.production = power(ukraine.energy / ukraine.energy_start, parameters.energy_elasticity) * (
        1.0 - shortfall
    )
    ukraine.supply = ukraine.supply + (aid - ukraine.supply) * (1.0 - exp(-1.0 / parameters.aid_lag))
    inflow = russian_inflow(russia.production, russia.old_stocks, parameters)
    russia.materiel = stock_after(russia.materiel, inflow, front.tempo, 1.0, parameters)
    russia.old_stocks = old_stocks_after(russia.old_stocks, front.tempo, 1.0, parameters)
    inflow = ukrainian_inflow(ukraine.production, ukraine.supply, parameters)
    ukraine.materiel = stock_after(ukraine.materiel, inflow, front.tempo, 1.0, parameters)
