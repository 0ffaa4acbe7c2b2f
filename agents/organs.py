"""Decides what the ten armed organs are at the start: people, force near the capital, reach, rivalries.

From open sources on their size (see each value) and, where a value is a judgement, from the literature on
the fragmentation of Russia's armed organs (Clingendael 2023, "After Putin, the deluge?").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from agents.records import parameter
from agents.rules import rule
from agents.services import Service
from agents.tier import Elite
from agents.vocabulary import ORGANS, Faction, Organ

JUDGED = "judgement after Clingendael (2023) and De Bruin (2020)"
ROSTERS = "open-source rosters of the armed organs, 2013 to 2025"


def _people(default: float, low: float, high: float, source: str = ROSTERS) -> Any:
    """A number of personnel."""
    return parameter(
        default, "personnel", unit="thousand", low=low, high=high, kind="measured", source=source
    )


def _nearby(default: float, low: float, high: float, source: str = JUDGED) -> Any:
    """Armed units that a crisis in the capital can be met with."""
    meaning = "armed units within a day of the Kremlin, police weighed by their arms"
    return parameter(default, meaning, unit="thousand", low=low, high=high, kind="prior", source=source)


def _loyalty(default: float) -> Any:
    """A loyalty at the start."""
    meaning = "loyalty to the leader at the start: share of its units that side with him by conviction"
    low, high = max(0.0, default - 0.25), min(1.0, default + 0.25)
    return parameter(default, meaning, unit="0..1", low=low, high=high, kind="prior", source=JUDGED)


def _share(default: float, meaning: str, low: float, high: float, source: str = JUDGED) -> Any:
    """A share between 0 and 1."""
    return parameter(default, meaning, unit="0..1", low=low, high=high, kind="prior", source=source)


ACCESS = "access of its commander to the leader and to the other commanders"
ARMS = "heavy weapons of its units near the capital"
WAR = "how far its grievances come from the conduct of the war"
REACH = "reach of its counter-intelligence over the other organs"
DISTRUST = "distrust: chance that one denounces the other's approach"


@dataclass(frozen=True)
class OrgansParameters:
    """The organs on 18 March 2025."""

    personnel_armed_forces: float = _people(1500.0, 1100.0, 1500.0, "decree on authorised strength, 2024")
    personnel_fsb: float = _people(350.0, 200.0, 390.0)
    personnel_fso: float = _people(25.0, 18.0, 50.0)
    personnel_rosgvardia: float = _people(350.0, 300.0, 430.0)
    personnel_mvd: float = _people(750.0, 700.0, 900.0)
    personnel_svr: float = _people(12.0, 10.0, 15.0)
    personnel_gu: float = _people(25.0, 18.0, 30.0)
    personnel_investigators: float = _people(20.0, 20.0, 70.0)
    personnel_chechen_formations: float = _people(15.0, 10.0, 25.0)
    personnel_irregulars: float = _people(8.0, 2.0, 15.0)
    nearby_armed_forces: float = _nearby(12.0, 5.0, 25.0)
    nearby_fsb: float = _nearby(7.0, 3.0, 12.0)
    nearby_fso: float = _nearby(12.0, 6.0, 20.0, "Presidential Regiment 5,500, bodyguards; judgement")
    nearby_rosgvardia: float = _nearby(20.0, 12.0, 30.0)
    nearby_mvd: float = _nearby(12.0, 5.0, 25.0)
    nearby_svr: float = _nearby(0.5, 0.0, 1.0)
    nearby_gu: float = _nearby(3.0, 1.0, 6.0)
    nearby_investigators: float = _nearby(0.3, 0.0, 1.0)
    nearby_chechen_formations: float = _nearby(1.0, 0.0, 4.0)
    nearby_irregulars: float = _nearby(0.5, 0.0, 8.0)
    loyalty_armed_forces: float = _loyalty(0.55)
    loyalty_fsb: float = _loyalty(0.70)
    loyalty_fso: float = _loyalty(0.85)
    loyalty_rosgvardia: float = _loyalty(0.75)
    loyalty_mvd: float = _loyalty(0.60)
    loyalty_svr: float = _loyalty(0.65)
    loyalty_gu: float = _loyalty(0.55)
    loyalty_investigators: float = _loyalty(0.65)
    loyalty_chechen_formations: float = _loyalty(0.60)
    loyalty_irregulars: float = _loyalty(0.45)
    access_first: float = _share(0.9, ACCESS + " (defence, FSB, FSO)", 0.6, 1.0)
    access_second: float = _share(0.6, ACCESS + " (Rosgvardia, police, foreign intelligence)", 0.3, 0.9)
    access_third: float = _share(0.3, ACCESS + " (all others)", 0.1, 0.6)
    reach_fsb: float = _share(0.6, REACH + " (FSB, military counter-intelligence included)", 0.3, 0.9)
    reach_fso: float = _share(0.3, REACH + " (FSO)", 0.1, 0.6)
    reach_usual: float = _share(0.05, REACH + " (all others)", 0.0, 0.2)
    arms_army: float = _share(1.0, ARMS + " (armed forces)", 0.7, 1.0)
    arms_rosgvardia: float = _share(
        0.5, ARMS + " (Rosgvardia)", 0.0, 1.0, "heavy weapons since 2023; judgement"
    )
    arms_troops: float = _share(0.5, ARMS + " (FSO, military intelligence, Chechens, irregulars)", 0.2, 0.8)
    arms_police: float = _share(0.1, ARMS + " (all others)", 0.0, 0.3)
    war_army: float = _share(1.0, WAR + " (armed forces, military intelligence, irregulars)", 0.5, 1.0)
    war_troops: float = _share(0.4, WAR + " (Rosgvardia, Chechen formations)", 0.1, 0.7)
    war_usual: float = _share(0.15, WAR + " (all others)", 0.0, 0.4)
    post_counterweight: float = parameter(
        1.6,
        "worth of commanding guards or a counterweight, whose standing ends with the leader; other commands 1",
        unit="posts",
        low=1.0,
        high=3.0,
        kind="prior",
        source=JUDGED,
    )
    distrust_usual: float = _share(0.7, DISTRUST + ", organs without common or contrary tasks", 0.6, 0.9)
    distrust_kin: float = _share(0.6, DISTRUST + ", organs of one chain of command or origin", 0.5, 0.8)
    distrust_watched: float = _share(
        0.85, DISTRUST + ", between a watcher or counterweight and the watched", 0.7, 0.95
    )


@rule
def commander_faction(organ: int) -> int:
    """Faction to which the commander of an organ belongs."""
    if organ == Organ.ARMED_FORCES or organ == Organ.GU or organ == Organ.IRREGULARS:
        return Faction.MILITARY.value
    if organ == Organ.FSO or organ == Organ.ROSGVARDIA or organ == Organ.MVD:
        return Faction.GUARDS.value
    if organ == Organ.CHECHEN_FORMATIONS:
        return Faction.GOVERNORS.value
    return Faction.SECURITY_CORE.value


@rule
def _distrust(one: int, other: int, parameters: OrgansParameters) -> float:
    """Distrust between two organs at the start, the same both ways."""
    a = min(one, other)
    b = max(one, other)
    if a == b:
        return 0.0
    kin = (
        (a == Organ.ARMED_FORCES and b == Organ.GU)
        or (a == Organ.GU and b == Organ.IRREGULARS)
        or (a == Organ.FSO and b == Organ.ROSGVARDIA)
        or (a == Organ.ROSGVARDIA and b == Organ.MVD)
        or (a == Organ.FSB and b == Organ.SVR)
    )
    if kin:
        return parameters.distrust_kin
    if a == Organ.ARMED_FORCES and b != Organ.SVR and b != Organ.INVESTIGATORS and b != Organ.MVD:
        return parameters.distrust_watched
    if a == Organ.FSB and (b == Organ.ROSGVARDIA or b == Organ.GU or b == Organ.CHECHEN_FORMATIONS):
        return parameters.distrust_watched
    return parameters.distrust_usual


@rule
def _enrol(service: Service, organ: int, personnel: float, nearby: float, loyalty: float) -> None:
    """What every organ has at the start."""
    service.organ = organ
    service.faction = commander_faction(organ)
    service.personnel = personnel
    service.force = nearby
    service.loyalty = loyalty
    service.anchor = loyalty
    service.guards = organ == Organ.FSO
    service.counterweight = organ == Organ.FSO or organ == Organ.ROSGVARDIA
    service.budget = 1.0
    service.post = 1.0
    service.grievance = 0.0
    service.status = 0.0
    service.war_grievance = 0.0
    service.seen_tenure = -1.0
    service.commander = -1
    service.stance = 0
    service.joined = 0.0


@rule
def _equip(service: Service, parameters: OrgansParameters) -> None:
    """Access, reach, arms and stake in the war: by kind of organ."""
    organ = service.organ
    service.seniority = parameters.access_third
    service.reach = parameters.reach_usual
    service.arms = parameters.arms_police
    service.war_exposure = parameters.war_usual
    if service.counterweight:
        service.post = parameters.post_counterweight
    if organ == Organ.ARMED_FORCES or organ == Organ.FSB or organ == Organ.FSO:
        service.seniority = parameters.access_first
    elif organ == Organ.ROSGVARDIA or organ == Organ.MVD or organ == Organ.SVR:
        service.seniority = parameters.access_second
    if organ == Organ.FSB:
        service.reach = parameters.reach_fsb
    elif organ == Organ.FSO:
        service.reach = parameters.reach_fso
        service.arms = parameters.arms_troops
    elif organ == Organ.ARMED_FORCES:
        service.arms = parameters.arms_army
        service.war_exposure = parameters.war_army
    elif organ == Organ.GU or organ == Organ.IRREGULARS:
        service.arms = parameters.arms_troops
        service.war_exposure = parameters.war_army
    elif organ == Organ.ROSGVARDIA:
        service.arms = parameters.arms_rosgvardia
        service.war_exposure = parameters.war_troops
    elif organ == Organ.CHECHEN_FORMATIONS:
        service.arms = parameters.arms_troops
        service.war_exposure = parameters.war_troops


@rule
def initialise_services(services: Sequence[Service], parameters: OrgansParameters) -> None:
    """Write the ten organs as they stood on 18 March 2025; force becomes a share of all force nearby."""
    p = parameters
    rows = services
    _enrol(rows[0], 0, p.personnel_armed_forces, p.nearby_armed_forces, p.loyalty_armed_forces)
    _enrol(rows[1], 1, p.personnel_fsb, p.nearby_fsb, p.loyalty_fsb)
    _enrol(rows[2], 2, p.personnel_fso, p.nearby_fso, p.loyalty_fso)
    _enrol(rows[3], 3, p.personnel_rosgvardia, p.nearby_rosgvardia, p.loyalty_rosgvardia)
    _enrol(rows[4], 4, p.personnel_mvd, p.nearby_mvd, p.loyalty_mvd)
    _enrol(rows[5], 5, p.personnel_svr, p.nearby_svr, p.loyalty_svr)
    _enrol(rows[6], 6, p.personnel_gu, p.nearby_gu, p.loyalty_gu)
    _enrol(rows[7], 7, p.personnel_investigators, p.nearby_investigators, p.loyalty_investigators)
    _enrol(
        rows[8], 8, p.personnel_chechen_formations, p.nearby_chechen_formations, p.loyalty_chechen_formations
    )
    _enrol(rows[9], 9, p.personnel_irregulars, p.nearby_irregulars, p.loyalty_irregulars)
    total = 0.0
    for k in range(ORGANS):
        total += rows[k].force
        _equip(rows[k], p)
        for j in range(ORGANS):
            rows[k].rivalry[j] = _distrust(k, j, p)
    for k in range(ORGANS):
        rows[k].force = rows[k].force / total


@rule
def link_commanders(services: Sequence[Service], elites: Sequence[Elite], count: int) -> None:
    """Find each organ's commander among `count` elites: who commands it, else his faction's strongest."""
    for k in range(ORGANS):
        best = -1.0
        services[k].commander = 0
        for row in range(count):
            elite = elites[row]
            rank = -0.5
            if elite.organ == services[k].organ:
                rank = 2.0
            elif elite.faction == services[k].faction and elite.organ < 0:
                rank = elite.power
            if rank > best:
                best = rank
                services[k].commander = row
