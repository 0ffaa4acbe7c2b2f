"""Decides how far Russia depends on China, by domain, and what that costs its freedom of action.

Influence through trade (Hirschman 1945): dependence grows with what the patron supplies and decays as other
partners are found. Reduces to decay to zero when support is held at zero; it is monotone in support.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, sqrt
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import DEPENDENCES, Dependence

if TYPE_CHECKING:
    from agents.patronage import Patron

_CUSTOMS = "China's share of Russian trade: 19% before the war, 33-35% in 2024"
_DOMAIN = "judgement; from no growth to twice the default"


@dataclass(frozen=True)
class DependenceParameters:
    """Dependence at the start, how it grows and decays, and what it costs."""

    start_trade: float = parameter(
        0.34,
        "dependence in trade at the start",
        unit="0..1",
        low=0.3,
        high=0.4,
        kind="measured",
        source=_CUSTOMS,
    )
    start_technology: float = parameter(
        0.7,
        "dependence in technology at the start",
        unit="0..1",
        low=0.45,
        high=0.9,
        kind="measured",
        source="45-90% of high-priority dual-use imports came through China in 2023-2024, by definition",
    )
    start_finance: float = parameter(
        0.4,
        "dependence in finance at the start",
        unit="0..1",
        low=0.25,
        high=0.6,
        kind="prior",
        source="judgement: 90% of trade with China in yuan and roubles in 2024",
    )
    start_energy: float = parameter(
        0.38,
        "dependence in energy at the start",
        unit="0..1",
        low=0.3,
        high=0.5,
        kind="measured",
        source="China's share of Russian fossil exports to the five largest importers: 35-40%",
    )
    start_diplomacy: float = parameter(
        0.5,
        "dependence in diplomacy at the start",
        unit="0..1",
        low=0.3,
        high=0.7,
        kind="prior",
        source="judgement",
    )
    growth_trade: float = parameter(
        0.11,
        "growth of dependence in trade",
        unit="a year",
        low=0.0,
        high=0.25,
        kind="estimated",
        source=_CUSTOMS,
    )
    growth_technology: float = parameter(
        0.3,
        "growth of dependence in technology",
        unit="a year",
        low=0.0,
        high=0.6,
        kind="prior",
        source=_DOMAIN,
    )
    growth_finance: float = parameter(
        0.15,
        "growth of dependence in finance",
        unit="a year",
        low=0.0,
        high=0.3,
        kind="prior",
        source=_DOMAIN,
    )
    growth_energy: float = parameter(
        0.12,
        "growth of dependence in energy",
        unit="a year",
        low=0.0,
        high=0.24,
        kind="prior",
        source=_DOMAIN,
    )
    growth_diplomacy: float = parameter(
        0.15,
        "growth of dependence in diplomacy",
        unit="a year",
        low=0.0,
        high=0.3,
        kind="prior",
        source=_DOMAIN,
    )
    independence: float = parameter(
        0.1,
        "decay of dependence as other partners are found",
        unit="a year",
        low=0.02,
        high=0.3,
        kind="prior",
        source="judgement: half of it in seven years",
    )
    autonomy_cost: float = parameter(
        0.8,
        "autonomy lost at full dependence in every domain",
        unit="share",
        low=0.2,
        high=1.0,
        kind="prior",
        source="judgement; Hirschman (1945) for the form",
    )


@rule
def open_dependence(patron: Patron, parameters: DependenceParameters) -> None:
    """Set dependence and autonomy as they stood on 18 March 2025."""
    patron.dependence[Dependence.TRADE] = parameters.start_trade
    patron.dependence[Dependence.TECHNOLOGY] = parameters.start_technology
    patron.dependence[Dependence.FINANCE] = parameters.start_finance
    patron.dependence[Dependence.ENERGY] = parameters.start_energy
    patron.dependence[Dependence.DIPLOMACY] = parameters.start_diplomacy
    patron.autonomy = autonomy(patron, parameters)


@rule
def deepen_dependence(patron: Patron, parameters: DependenceParameters) -> None:
    """Let dependence grow with the support in its channel and decay without it; it costs autonomy."""
    held = patron.dependence
    pull = parameters.growth_trade * patron.trade
    held[Dependence.TRADE] = _depend(held[Dependence.TRADE], pull, parameters.independence)
    pull = parameters.growth_technology * patron.dual_use
    held[Dependence.TECHNOLOGY] = _depend(held[Dependence.TECHNOLOGY], pull, parameters.independence)
    pull = parameters.growth_finance * patron.finance
    held[Dependence.FINANCE] = _depend(held[Dependence.FINANCE], pull, parameters.independence)
    pull = parameters.growth_energy * patron.trade
    held[Dependence.ENERGY] = _depend(held[Dependence.ENERGY], pull, parameters.independence)
    pull = parameters.growth_diplomacy * patron.diplomacy
    held[Dependence.DIPLOMACY] = _depend(held[Dependence.DIPLOMACY], pull, parameters.independence)
    patron.autonomy = autonomy(patron, parameters)


@rule
def _depend(level: float, pull: float, decay: float) -> float:
    """One week of D' = pull (1 - D) - decay D (rates a year), solved exactly."""
    rate = pull + decay
    rest = divide(pull, rate, level)
    return clip(rest + (level - rest) * exp(-rate / WEEKS_A_YEAR), 0.0, 1.0)


@rule
def leverage(patron: Patron) -> float:
    """What dependence lets the patron ask for (Hirschman 1945): its mean over the domains."""
    total = 0.0
    for domain in range(DEPENDENCES):
        total += patron.dependence[domain]
    return total / DEPENDENCES


@rule
def autonomy(patron: Patron, parameters: DependenceParameters) -> float:
    """Freedom of action left: 1 less the root mean square of dependence, after Hirschman's concentration."""
    squares = 0.0
    for domain in range(DEPENDENCES):
        squares += patron.dependence[domain] * patron.dependence[domain] / DEPENDENCES
    return 1.0 - parameters.autonomy_cost * sqrt(squares)
