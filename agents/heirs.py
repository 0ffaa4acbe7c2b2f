"""Decides whether the leader names an heir.

From Herz (1952) and Tullock (1987) on the heir as a rival, Kokkonen and Sundell (2014), Frantz and Stein (2017)
and Meng (2021) on what arrangements spare a ruler.
Reduces to no heir where nothing threatens the leader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import clip, divide, weekly
from agents.events import Log, emit
from agents.leader import REFLECTING, Leader, forced_hazard, natural_hazard
from agents.records import prior
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Happening

ALL_BUT = 1e-6  # nobody holds quite all power, nor quite none


@dataclass(frozen=True)
class HeirsParameters:
    """What an heir is worth to the leader, in values of holding office."""

    spared: float = prior(
        0.4,
        0.0,
        0.7,
        "share",
        "part of the hazard from insiders that an arrangement removes",
        "Kokkonen and Sundell (2014)",
    )
    legacy: float = prior(
        0.5,
        0.0,
        1.0,
        "office",
        "value of leaving, by death or illness, to one who keeps his course and his people safe",
    )
    rivalry: float = prior(
        0.2,
        0.0,
        1.0,
        "a year",
        "hazard of office from an heir as strong as the leader himself",
        "Herz (1952), Tullock (1987)",
    )
    eclipse: float = prior(
        0.015,
        0.0,
        0.05,
        "a year",
        "hazard of office from elites who begin to look to any heir",
        "Hale (2014)",
    )
    revocation: float = prior(
        0.01, 0.0, 0.05, "a year", "loss that the leader bears before he drops an heir whom he has named"
    )
    reflection: float = prior(4.0, 0.5, 12.0, "a year", "occasions on which the leader thinks of an heir")


@rule
def heir_strength(bloc: Bloc, personalisation: float) -> float:
    """Power of a faction's champion relative to the leader's, (1 - q) P_f / q; q: personalisation."""
    q = clip(personalisation, ALL_BUT, 1.0)
    return (1.0 - q) * bloc.power / q


@rule
def standing_of_heir(blocs: Sequence[Bloc], faction: int) -> float:
    """Chance that a faction's champion would prevail against the strongest other: P_f / (P_f + P_g)."""
    other = 0.0
    for rival in range(FACTIONS):
        if rival != faction:
            other = max(other, blocs[rival].power)
    return divide(blocs[faction].power, blocs[faction].power + other, 0.0)


@rule
def value_of_heir(blocs: Sequence[Bloc], faction: int, leader: Leader, p: HeirsParameters) -> float:
    """What it gains the leader a year, in values of office, to have this faction's champion for his heir.

    As far as the heir would prevail, the arrangement removes hazard from insiders, and leaves things at a
    natural exit to one who shares the leader's course and supports him. Against it stand what such an heir
    adds to the hazard. So a weak heir is safe and of little use, a strong one useful and a danger.
    """
    bloc = blocs[faction]
    fit = 0.5 * (1.0 + bloc.support) * (1.0 - 0.5 * abs(bloc.war_stance - leader.hawkishness))
    gain = p.spared * forced_hazard(leader) + p.legacy * natural_hazard(leader) * fit
    return standing_of_heir(blocs, faction) * gain - threat_of_heir(bloc, leader.personalisation, p)


@rule
def threat_of_heir(bloc: Bloc, personalisation: float, p: HeirsParameters) -> float:
    """Hazard a year that an heir adds: his own strength (Herz, Tullock), and elites who look to him (Hale)."""
    return p.rivalry * heir_strength(bloc, personalisation) + p.eclipse


@rule
def name_heir(leader: Leader, blocs: Sequence[Bloc], faction: int, p: HeirsParameters) -> None:
    """Write the heir (-1 for none) and what having him does to hazards."""
    leader.heir_faction = faction
    leader.heir_strength = 0.0
    leader.heir_relief = 0.0
    leader.heir_threat = 0.0
    if faction < 0:
        leader.heir = -1
    else:
        leader.heir_strength = heir_strength(blocs[faction], leader.personalisation)
        leader.heir_relief = p.spared * standing_of_heir(blocs, faction)
        leader.heir_threat = threat_of_heir(blocs[faction], leader.personalisation, p)


@rule
def consider_heir(leader: Leader, blocs: Sequence[Bloc], log: Log, p: HeirsParameters) -> None:
    """Name the champion of the faction that gains him most, if any does; drop an heir who costs too much."""
    name_heir(leader, blocs, leader.heir_faction, p)
    if not leader.in_office or leader.uniforms[REFLECTING] >= weekly(p.reflection):
        return
    if leader.heir >= 0:
        if value_of_heir(blocs, leader.heir_faction, leader, p) < -p.revocation:
            name_heir(leader, blocs, -1, p)
            emit(log, Happening.HEIR_NAMED, leader.faction, -1, -1, -1, 0.0)
        return
    best = 0.0
    for faction in range(FACTIONS):
        if blocs[faction].champion >= 0:
            value = value_of_heir(blocs, faction, leader, p)
            if value > best:
                best = value
                leader.heir = blocs[faction].champion
                name_heir(leader, blocs, faction, p)
    if leader.heir >= 0:
        emit(log, Happening.HEIR_NAMED, leader.faction, leader.heir, -1, leader.heir_faction, best)
