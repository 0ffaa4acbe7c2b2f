"""Decides how fast Russia's potential output grows, and how far the economy is under stress.

Growth accounting (Solow 1957) with demography, losses, technology and payments; stress adds inflation, slump
and cuts (Ponticelli and Voth 2020), each against the size that makes a crisis. With none of them it is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import power
from agents.records import parameter
from agents.rules import rule

if TYPE_CHECKING:
    from model.economy import RussianEconomy


@dataclass(frozen=True)
class GrowthParameters:
    """Potential output and economic stress."""

    trend: float = parameter(
        0.018,
        "growth of potential output but for what follows",
        unit="share a year",
        low=0.0,
        high=0.03,
        kind="prior",
        source="Bank of Russia, 2024: 1.5 to 2.5%",
    )
    labour: float = parameter(
        -0.005,
        "growth of the labour force: demography",
        unit="share a year",
        low=-0.01,
        high=0.002,
        kind="prior",
        source="judgement: births of 1.2 million a year, 1.4 a woman",
    )
    labour_share: float = parameter(
        0.6,
        "elasticity of output to labour",
        unit="elasticity",
        low=0.5,
        high=0.75,
        kind="convention",
        source="growth accounting",
    )
    labour_force: float = parameter(
        74000.0,
        "labour force",
        unit="thousand",
        low=72000.0,
        high=76000.0,
        kind="measured",
        source="Rosstat, 2024: employment 74 million, unemployment 2.3%",
    )
    technology: float = parameter(
        0.015,
        "growth lost if no dual-use goods came in",
        unit="share a year",
        low=0.0,
        high=0.04,
        kind="prior",
        source="judgement: machines and electronics of which China sends most",
    )
    friction_growth: float = parameter(
        0.15,
        "growth lost for the value of trade lost to blocked payments above that of March 2025",
        unit="ratio a year",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement",
    )
    crisis_inflation: float = parameter(
        0.3,
        "inflation above target that alone brings stress to one half",
        unit="share a year",
        low=0.1,
        high=0.8,
        kind="prior",
        source="judgement: 84% in 1998, 12% in 2022",
    )
    crisis_slump: float = parameter(
        0.06,
        "fall of GDP in a year that alone brings stress to one half",
        unit="share a year",
        low=0.02,
        high=0.12,
        kind="prior",
        source="judgement: -5.3% in 1998, -7.8% in 2009, -1.2% in 2022",
    )
    crisis_cuts: float = parameter(
        0.2,
        "consolidation that alone brings stress to one half",
        unit="share of spending",
        low=0.05,
        high=0.4,
        kind="prior",
        source="Ponticelli and Voth (2020): unrest rises with cuts of spending",
    )


@rule
def potential_growth(
    dual_use: float, lost_labour: float, friction: float, parameters: GrowthParameters
) -> float:
    """Yearly growth of potential: trend, demography and losses, technology, payments.

    `dual_use` as a ratio to March 2025, `lost_labour` in thousand a year, `friction` above March 2025.
    """
    labour = parameters.labour - lost_labour / parameters.labour_force
    technology = parameters.technology * max(0.0, 1.0 - dual_use)
    return (
        parameters.trend
        + parameters.labour_share * labour
        - technology
        - parameters.friction_growth * friction
    )


@rule
def stress_of(economy: RussianEconomy, target: float, parameters: GrowthParameters) -> float:
    """Share 1 - 2^-x, x the sum of inflation, slump and cuts, each against the size that makes a crisis."""
    x = max(0.0, economy.inflation - target) / parameters.crisis_inflation
    x = x + max(0.0, -economy.growth) / parameters.crisis_slump
    x = x + max(0.0, economy.consolidation) / parameters.crisis_cuts
    return 1.0 - power(0.5, x)
