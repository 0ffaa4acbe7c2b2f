"""Decides what a faction adds up to, and what becomes of posts and allegiances when somebody new comes in.

From Egorov and Sonin (2011, JEEA 9) on appointing the loyal, Hale (2014) on clients who follow their patron.
Reduces to sums weighted by power; powers of the factions sum to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agents.arithmetic import clip
from agents.elites import terms_of_support, threshold_of
from agents.rules import rule
from agents.tier import Bloc, Elite, ElitesParameters
from agents.vocabulary import FACTIONS

if TYPE_CHECKING:
    from agents.climate import Climate
    from agents.leader import Leader

SMALL = 1e-9  # keeps a mean finite


@rule
def disloyalty(elite: Elite) -> float:
    """How disloyal an elite is in the leader's eyes: 1 in open dissent, else private opposition."""
    if elite.dissents:
        return 1.0
    return max(-elite.support, 0.0)


@rule
def count_blocs(elites: Sequence[Elite], blocs: Sequence[Bloc], parameters: ElitesParameters) -> None:
    """Add factions up.

    A faction's champion is its strongest ambitious member, or else its strongest; the lowest row wins ties.
    Rents, entitlement and fear are the leader's doing and stay as they are.
    """
    for faction in range(FACTIONS):
        bloc = blocs[faction]
        bloc.members = 0
        bloc.power = 0.0
        bloc.support = 0.0
        bloc.dissent = 0.0
        bloc.war_stance = 0.0
        bloc.stability = 0.0
        bloc.ambition = 0.0
        bloc.champion = -1
    total = 0.0
    for row in range(len(elites)):
        elite = elites[row]
        total += elite.power
        _count_member(elite, row, elites, blocs[elite.faction], parameters)
    for faction in range(FACTIONS):
        bloc = blocs[faction]
        weight = max(bloc.power, SMALL)
        bloc.support = bloc.support / weight
        bloc.dissent = bloc.dissent / weight
        bloc.war_stance = bloc.war_stance / weight
        bloc.stability = bloc.stability / max(bloc.members, 1)
        bloc.power = bloc.power / max(total, SMALL)


@rule
def _count_member(
    elite: Elite, row: int, elites: Sequence[Elite], bloc: Bloc, parameters: ElitesParameters
) -> None:
    """Add one member to his faction."""
    power = elite.power
    bloc.members += 1
    bloc.power += power
    bloc.support += power * elite.support
    bloc.war_stance += power * elite.war_stance
    bloc.stability += elite.stability
    if elite.dissents:
        bloc.dissent += power
    bloc.ambition = max(bloc.ambition, elite.ambition)
    if bloc.champion < 0:
        bloc.champion = row
    else:
        rival = elites[bloc.champion]
        able = elite.ambition >= parameters.ambitious
        rival_able = rival.ambition >= parameters.ambitious
        if (able and not rival_able) or (able == rival_able and power > rival.power):
            bloc.champion = row


@rule
def tier_support(blocs: Sequence[Bloc]) -> float:
    """Private support of the leader in the whole tier, weighted by power."""
    support = 0.0
    for faction in range(FACTIONS):
        support += blocs[faction].power * blocs[faction].support
    return clip(support, -1.0, 1.0)


@rule
def tier_dissent(blocs: Sequence[Bloc]) -> float:
    """Share of the power of the whole tier that openly dissents."""
    dissent = 0.0
    for faction in range(FACTIONS):
        dissent += blocs[faction].power * blocs[faction].dissent
    return clip(dissent, 0.0, 1.0)


@rule
def appoint(
    elite: Elite,
    stance_normal: float,
    support_normal: float,
    ambition_normal: float,
    bloc: Bloc,
    climate: Climate,
    parameters: ElitesParameters,
) -> None:
    """Put another into the slot: loyal, near his faction in stance, used to what the office yields."""
    p = parameters
    elite.dissents = False
    elite.tenure = 0.0
    elite.war_stance = clip(bloc.war_stance + p.appointee_spread * stance_normal, -1.0, 1.0)
    elite.ambition = clip(p.ambition + p.appointee_spread * ambition_normal, 0.0, 1.0)
    elite.stability = clip(bloc.stability, 0.0, 1.0)
    elite.expected = elite.rents
    elite.support = clip(p.appointee_support + p.appointee_spread * support_normal, -1.0, 1.0)
    elite.attachment = elite.support - terms_of_support(elite, False, bloc, climate, p)
    elite.threshold = threshold_of(elite, climate, p)


@rule
def swear(elite: Elite, leader: Leader, bloc: Bloc, climate: Climate, parameters: ElitesParameters) -> None:
    """What an elite brings to a new leader: part of what he owed the office, and kinship.

    Open dissent ends with the old leader. Call it for every elite once the new leader is installed, before
    the leader's old slot is filled.
    """
    p = parameters
    support = p.inherited * elite.support
    client = leader.elite >= 0 and elite.patron == leader.elite
    if client:
        elite.patron = -1
    if client or elite.faction == leader.faction:
        support += p.kinship
    elite.support = clip(support, -1.0, 1.0)
    elite.dissents = False
    elite.attachment = elite.support - terms_of_support(elite, False, bloc, climate, p)
    elite.threshold = threshold_of(elite, climate, p)
