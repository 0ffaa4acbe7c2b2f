"""Decides whom the leader purges, and when.

From Sudduth (2017) on purges where they go unpunished, Wintrobe (1998) on what a ruler knows of loyalty.
Reduces to no purge where nobody is more disloyal than a purge disrupts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, weekly
from agents.blocs import appoint, disloyalty
from agents.climate import Climate
from agents.events import Log, emit
from agents.leader import AMBITION, PURGING, SUPPORT, Leader
from agents.palace import power_to_punish
from agents.records import prior
from agents.rules import rule
from agents.tier import Bloc, Elite, ElitesParameters
from agents.vocabulary import FACTIONS, Happening

HALVINGS = 30  # narrow a bracket by nine decimal places


@dataclass(frozen=True)
class PurgesParameters:
    """How readily the leader purges."""

    vigilance: float = prior(
        4.0, 0.5, 12.0, "a year", "occasions to purge; three former deputy ministers were detained in 2024"
    )
    reach: float = prior(
        1.0 / 120.0,
        0.001,
        0.05,
        "share",
        "part of the roster that one occasion to purge can reach, at least one",
    )
    bar: float = prior(
        0.1, 0.0, 0.5, "support", "disloyalty that is not worth the disruption of a purge", "Sudduth (2017)"
    )
    backlash: float = prior(
        0.5,
        0.0,
        2.0,
        "support",
        "disloyalty not worth a purge that elites would surely punish",
        "Sudduth (2017)",
    )
    fear_fades: float = prior(1.0, 0.3, 4.0, "a year", "rate at which a purge is forgotten")


@rule
def replace(
    leader: Leader,
    elites: Sequence[Elite],
    row: int,
    blocs: Sequence[Bloc],
    climate: Climate,
    q: ElitesParameters,
) -> None:
    """A loyal man takes the post of an elite; his faction takes fright, and he is no heir any more."""
    elite = elites[row]
    bloc = blocs[elite.faction]
    appoint(elite, elite.normal, leader.normals[SUPPORT], leader.normals[AMBITION], bloc, climate, q)
    bloc.fear = clip(bloc.fear + divide(elite.power, bloc.power, 0.0), 0.0, 1.0)
    leader.purges += 1
    if leader.heir == row:
        leader.heir = -1
        leader.heir_faction = -1


@rule
def dismiss(
    leader: Leader,
    elites: Sequence[Elite],
    row: int,
    blocs: Sequence[Bloc],
    climate: Climate,
    log: Log,
    q: ElitesParameters,
) -> None:
    """Purge one elite, for a plot that failed or was exposed."""
    emit(log, Happening.PURGE, elites[row].faction, row, -1, elites[row].organ, elites[row].power)
    replace(leader, elites, row, blocs, climate, q)


@rule
def danger(elite: Elite, bar: float) -> float:
    """How dangerous an elite is, power times disloyalty; 0 if his disloyalty is not worth a purge."""
    d = disloyalty(elite)
    if d <= bar:
        return 0.0
    return d * elite.power


@rule
def danger_line(elites: Sequence[Elite], bar: float, quota: int, highest: float) -> float:
    """Least danger at which at most `quota` elites are purged, found by halving."""
    if quota <= 1:
        return highest
    low = 0.0
    high = highest
    for _ in range(HALVINGS):
        line = 0.5 * (low + high)
        over = 0
        for row in range(len(elites)):
            if danger(elites[row], bar) >= line:
                over += 1
        if over > quota:
            low = line
        else:
            high = line
    return high


@rule
def purge(
    leader: Leader,
    elites: Sequence[Elite],
    blocs: Sequence[Bloc],
    climate: Climate,
    decisiveness: float,
    log: Log,
    p: PurgesParameters,
    q: ElitesParameters,
) -> int:
    """Purge the most dangerous elites whose disloyalty is worth it; return how many.

    The bar is the disruption of a purge plus the backlash that it may meet, backlash times `power_to_punish`: an
    established autocrat purges more lightly (Sudduth 2017). An occasion reaches a part of the roster, at least
    one, so that rosters of any size are held in check alike; one event a purge tells of the most dangerous, with
    the power purged.
    """
    for faction in range(FACTIONS):
        blocs[faction].fear -= blocs[faction].fear * p.fear_fades / WEEKS_A_YEAR
    if not leader.in_office or leader.uniforms[PURGING] >= weekly(p.vigilance):
        return 0
    bar = p.bar + p.backlash * power_to_punish(leader.personalisation, decisiveness)
    worst = -1
    highest = 0.0
    for row in range(len(elites)):
        if danger(elites[row], bar) > highest:
            highest = danger(elites[row], bar)
            worst = row
    if worst < 0:
        return 0
    quota = max(1, int(p.reach * len(elites)))
    line = danger_line(elites, bar, quota, highest)
    purged = 0.0
    count = 0
    for row in range(len(elites)):
        if danger(elites[row], bar) >= line and count < quota:
            purged += elites[row].power
            count += 1
            replace(leader, elites, row, blocs, climate, q)
    emit(log, Happening.PURGE, elites[worst].faction, worst, -1, elites[worst].organ, purged)
    return count
