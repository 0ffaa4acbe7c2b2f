"""Decides which sanctions on Russia are in force.

Those of the United States follow relief and pressure with a lag, Europe's tighten package by package with its
cohesion while there is war. With no war, no pressure and no relief they stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, weekly
from agents.records import parameter
from agents.rules import rule
from model.economy import half_way

if TYPE_CHECKING:
    from model.economy import RussianEconomy
    from model.table import Diplomacy
    from model.war import Front


@dataclass(frozen=True)
class SanctionsParameters:
    """Sanctions of the United States and of Europe."""

    us: float = parameter(
        0.6,
        "United States sanctions in force in March 2025, against the utmost",
        unit="share",
        low=0.3,
        high=0.8,
        kind="prior",
        source="judgement: banks and shadow fleet listed, no secondary tariffs",
    )
    eu: float = parameter(
        0.7,
        "European sanctions in force in March 2025, against the utmost",
        unit="share",
        low=0.4,
        high=0.9,
        kind="prior",
        source="judgement: sixteen packages; gas and some oil exempt",
    )
    felt_us: float = parameter(
        0.5,
        "weight of United States sanctions in what elites and rents feel; the rest is that of Europe's",
        unit="share",
        low=0.1,
        high=0.7,
        kind="prior",
        source="judgement: trade of 2021 gives 0.1 (Eurostat: EU 36% of Russia's; United States 4%), payments more",
    )
    pressure: float = parameter(
        0.5,
        "share of the sanctions left that full pressure on Russia would bring",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: threats of March to August 2025 were not carried out",
    )
    half_life: float = parameter(
        13.0,
        "half-life of the adjustment of United States sanctions to policy",
        unit="weeks",
        low=2.0,
        high=52.0,
        kind="prior",
        source="judgement: no new ones from 20 January to 31 August 2025 in spite of threats",
    )
    packages: float = parameter(
        0.15,
        "share of the European sanctions left that a united Europe adds",
        unit="a year",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement: a package every three to four months, each smaller than the last",
    )


@rule
def update_sanctions(
    economy: RussianEconomy, front: Front, diplomacy: Diplomacy, parameters: SanctionsParameters
) -> None:
    """United States sanctions follow relief and pressure; Europe's tighten with cohesion and the war."""
    utmost = parameters.us + parameters.pressure * max(0.0, diplomacy.pressure) * (1.0 - parameters.us)
    target = utmost * (1.0 - clip(diplomacy.sanctions_relief, 0.0, 1.0))
    economy.sanctions_us = economy.sanctions_us + (target - economy.sanctions_us) * half_way(
        parameters.half_life
    )
    pace = weekly(parameters.packages) * clip(diplomacy.cohesion, 0.0, 1.0) * front.tempo
    economy.sanctions_eu = economy.sanctions_eu + pace * (1.0 - economy.sanctions_eu)


@rule
def felt(us: float, eu: float, parameters: SanctionsParameters) -> float:
    """Sanctions as those feel them who have assets and trade in both places (0..1)."""
    return parameters.felt_us * us + (1.0 - parameters.felt_us) * eu


@rule
def tightened(sanctions: float, start: float) -> float:
    """How far sanctions have gone from those of March 2025 (0) to the utmost (1); negative if eased."""
    return divide(sanctions - start, 1.0 - start, 0.0)
