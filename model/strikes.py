"""Decides the long-range campaigns against energy: launches, damage and repair.

Launches are log AR(1) around a capacity that production builds; damage and repair make a reservoir (Little
1961). At the launches and the working order of March 2025 damage equals repair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR, clip, exp, power
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import SCOPES, Actor, Domain, Scope
from model.compliance import covers

if TYPE_CHECKING:
    from model.truce import Truce
    from model.war import Belligerent

AIR_SECTOR = 2

LARGEST_INTERCEPTION = 0.97
"""Guard at the far end of the ranges: no defence destroys all that is launched."""

LEAST_CAPACITY, LARGEST_CAPACITY = 0.01, 100.0
"""Guards of capacity and production, against March 2025, so that the rules are total."""

FASTEST_DECLINE = -2.0
"""Guard: capacity far above its ceiling falls at most at twice the rate at which it grows."""


@dataclass(frozen=True)
class StrikeParameters:
    """Long-range campaigns of both sides."""

    russia_launches: float = parameter(
        1077.0,
        "Russian drones and missiles launched in March 2025 before the pause",
        unit="a week",
        low=900.0,
        high=1200.0,
        kind="measured",
        source="Ukrainian Air Force: 150 drones and 3.8 missiles a day in the 30 days to 17 March 2025",
    )
    ukraine_launches: float = parameter(
        250.0,
        "Ukrainian long-range drones and missiles launched",
        unit="a week",
        low=100.0,
        high=500.0,
        kind="prior",
        source="judgement from Russian claims of drones shot down, winter 2024-25",
    )
    energy_share: float = parameter(
        0.33,
        "share of launches aimed at energy, which a pause on energy alone holds back",
        unit="share",
        low=0.1,
        high=0.6,
        kind="prior",
        source="judgement from the raids of the winter 2024-25: about a third",
    )
    ceiling: float = parameter(
        2.0,
        "capacity to which production can build launches, against March 2025",
        unit="ratio",
        low=1.0,
        high=6.0,
        kind="prior",
        source="judgement: growth of 9% a month over 30 months to March 2025 cannot last",
    )
    growth: float = parameter(
        1.1,
        "growth of capacity where it is far from the ceiling",
        unit="a year",
        low=0.0,
        high=2.7,
        kind="estimated",
        source="Ukrainian Air Force: log launches grew 0.09 a month, October 2022 to March 2025",
    )
    persistence: float = parameter(
        0.75,
        "weekly autoregression of log launches around capacity",
        unit="share",
        low=0.0,
        high=0.9,
        kind="estimated",
        source="monthly launches, October 2022 to February 2025: autocorrelation 0.2 to 0.4 around the trend",
    )
    launches_sd: float = parameter(
        0.25,
        "weekly innovation of log launches",
        unit="log",
        low=0.0,
        high=0.4,
        kind="estimated",
        source="monthly launches, March 2024 to February 2025: spread 0.35 around the trend",
    )
    ukraine_interception: float = parameter(
        0.57,
        "share of Russian launches destroyed",
        unit="share",
        low=0.4,
        high=0.85,
        kind="measured",
        source="Ukrainian Air Force, January to March 2025 (others lost to jamming)",
    )
    defence_elasticity: float = parameter(
        0.3,
        "elasticity of Ukrainian interception to supply from abroad",
        unit="elasticity",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: interceptors come from abroad, guns and jamming do not",
    )
    ukraine_energy: float = parameter(
        0.65,
        "Ukraine's energy system in working order",
        unit="share",
        low=0.4,
        high=0.85,
        kind="prior",
        source="judgement: about half of generating capacity lost by the end of 2024, imports aside",
    )
    russia_energy: float = parameter(
        0.92,
        "Russia's refining in working order",
        unit="share",
        low=0.8,
        high=1.0,
        kind="prior",
        source="judgement from press counts of refineries hit, early 2025",
    )
    ukraine_repair: float = parameter(
        0.03,
        "share of what is broken that is repaired in a week",
        unit="a week",
        low=0.01,
        high=0.1,
        kind="prior",
        source="judgement: lines within days, transformers and power stations within a year",
    )
    russia_repair: float = parameter(
        0.06,
        "the same for Russian refining",
        unit="a week",
        low=0.02,
        high=0.2,
        kind="prior",
        source="judgement: units back after one to six months",
    )
    ukraine_effort: float = parameter(
        0.34,
        "military spending of Ukraine",
        unit="share of GDP",
        low=0.2,
        high=0.5,
        kind="measured",
        source="SIPRI, Military Expenditure Database, 2024",
    )
    ukraine_energy_gdp: float = parameter(
        0.2,
        "share of Ukrainian GDP lost if the energy system were lost, per unit of working order",
        unit="share of GDP",
        low=0.05,
        high=0.5,
        kind="prior",
        source="judgement from the winters of 2022-23 and 2024-25",
    )
    russia_energy_revenue: float = parameter(
        0.15,
        "share of oil and gas revenue lost if refining were lost, per unit of working order",
        unit="share of revenue",
        low=0.03,
        high=0.4,
        kind="prior",
        source="judgement: crude not refined is exported at a lower margin",
    )


def initialise_strikes(russia: Belligerent, ukraine: Belligerent, parameters: StrikeParameters) -> None:
    """Set launches, capacity and energy systems of 18 March 2025."""
    russia.launches, ukraine.launches = parameters.russia_launches, parameters.ukraine_launches
    russia.energy = russia.energy_start = parameters.russia_energy
    ukraine.energy = ukraine.energy_start = parameters.ukraine_energy
    for side in (russia, ukraine):
        side.reach = 1.0
        side.launch_deviation = 0.0


@rule
def air_pause(truces: list[Truce], side: int) -> tuple[float, float]:
    """Share of launches, and of those at energy, that a side's compliance with truces holds back."""
    everything = 0.0
    energy = 0.0
    for scope in range(SCOPES):
        truce = truces[scope]
        if covers(truce, scope, Domain.AIR):
            kept = truce.compliance_russia if side == Actor.RUSSIA else truce.compliance_ukraine
            held = truce.share * clip(kept[Domain.AIR], 0.0, 1.0)
            energy = max(energy, held)
            if scope != Scope.SECTOR or truce.sector == AIR_SECTOR:
                everything = max(everything, held)
    return everything, energy


@rule
def launch(
    side: Belligerent,
    base: float,
    everything: float,
    energy: float,
    at_war: bool,
    parameters: StrikeParameters,
) -> float:
    """A week's launches; returns those at energy. Capacity grows logistically with production."""
    room = 1.0 - side.reach / (parameters.ceiling * max(side.production, LEAST_CAPACITY))
    grown = side.reach * exp(parameters.growth / WEEKS_A_YEAR * max(room, FASTEST_DECLINE))
    side.reach = clip(grown, LEAST_CAPACITY, LARGEST_CAPACITY)
    side.launch_deviation = (
        parameters.persistence * side.launch_deviation + parameters.launches_sd * side.strike_normal
    )
    intended = base * side.reach * exp(side.launch_deviation) if at_war else 0.0
    aimed = intended * parameters.energy_share * (1.0 - energy)
    side.launches = aimed + intended * (1.0 - parameters.energy_share) * (1.0 - everything)
    return aimed


@rule
def getting_through(supply: float, parameters: StrikeParameters) -> float:
    """Share of launches at Ukraine that its defence lets through, against that of March 2025."""
    usual = parameters.ukraine_interception
    destroyed = clip(usual * power(supply, parameters.defence_elasticity), 0.0, LARGEST_INTERCEPTION)
    return (1.0 - destroyed) / (1.0 - usual)


@rule
def damage_rate(base: float, working: float, repair: float, parameters: StrikeParameters) -> float:
    """Share of a working system that a launch at it breaks, defence as in March 2025: damage = repair then."""
    return repair * (1.0 - working) / (working * base * parameters.energy_share)


@rule
def working_after(working: float, through: float, damage: float, repair: float) -> float:
    """Working order after a week of damage by launches that got through, and of repair."""
    return clip(working * exp(-damage * through) + repair * (1.0 - working), 0.0, 1.0)


@rule
def update_strikes(
    russia: Belligerent, ukraine: Belligerent, truces: list[Truce], at_war: bool, parameters: StrikeParameters
) -> None:
    """A week of both campaigns; air truces hold launches back as far as they are kept."""
    everything, energy = air_pause(truces, Actor.RUSSIA)
    aimed = launch(russia, parameters.russia_launches, everything, energy, at_war, parameters)
    through = aimed * getting_through(ukraine.supply, parameters)
    damage = damage_rate(
        parameters.russia_launches, parameters.ukraine_energy, parameters.ukraine_repair, parameters
    )
    ukraine.energy = working_after(ukraine.energy, through, damage, parameters.ukraine_repair)
    everything, energy = air_pause(truces, Actor.UKRAINE)
    aimed = launch(ukraine, parameters.ukraine_launches, everything, energy, at_war, parameters)
    damage = damage_rate(
        parameters.ukraine_launches, parameters.russia_energy, parameters.russia_repair, parameters
    )
    russia.energy = working_after(russia.energy, aimed, damage, parameters.russia_repair)
