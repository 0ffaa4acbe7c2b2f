"""Decides what a successor starts with, and how elites take to him.

From Croco (2011) on culpability for a war, Stanley (2009) on the coalition that fights it, Svolik (2012) on power that
must be gathered anew, Hale (2014). Reduces to the same elites with part of their support, more for one's own man.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import clip, divide
from agents.blocs import appoint, swear
from agents.climate import Climate
from agents.leader import AMBITION, SUCCESSOR_AGE, SUPPORT, TERM_YEARS, Leader, LeaderParameters, take_body
from agents.records import prior
from agents.rules import rule
from agents.tier import Bloc, Elite, ElitesParameters
from agents.vocabulary import CAUSES, Cause

YOUNGEST, OLDEST = 40.0, 85.0  # who can come to power


@dataclass(frozen=True)
class SuccessorsParameters:
    """What a successor starts with."""

    age: float = prior(62.0, 52.0, 70.0, "years", "age of a successor, mean", "ages of high office")
    age_spread: float = prior(6.0, 2.0, 10.0, "years", "standard deviation of the age of a successor")
    culpability: float = prior(
        0.3, 0.0, 0.8, "0..1", "how far a successor answers for the war, if a pure hawk", "Croco (2011)"
    )
    connection: float = prior(
        0.6,
        0.0,
        1.0,
        "share",
        "part of his predecessor's culpability that passes to a successor who owes him the office",
        "Croco (2011): who shares a connection with a culpable predecessor is culpable; less so without elections",
    )
    power: float = prior(
        0.4, 0.1, 0.8, "share", "part of personalisation that passes to a successor", "Svolik (2012)"
    )
    own_power: float = prior(
        0.5,
        0.0,
        1.0,
        "share",
        "part of his own faction's power that a successor holds in person, of what does not pass to him",
        "Svolik (2012): a ruler begins as the first of his coalition",
    )


@rule
def install(
    leader: Leader,
    elite: Elite,
    row: int,
    legitimacy: float,
    care_normal: float,
    body: LeaderParameters,
    p: SuccessorsParameters,
) -> None:
    """Put the elite of `row` in office. The engine draws new Exp(1) thresholds and `care_normal`.

    He brings his own stance, little culpability, the legitimacy that the contest left him, part of the old power.
    """
    leader.number += 1
    leader.in_office = True
    leader.faction = elite.faction
    leader.elite = row
    leader.heir = -1
    leader.heir_faction = -1
    leader.heir_strength = 0.0
    leader.heir_relief = 0.0
    leader.heir_threat = 0.0
    leader.age = clip(p.age + p.age_spread * leader.normals[SUCCESSOR_AGE], YOUNGEST, OLDEST)
    take_body(leader, care_normal, body)
    leader.tenure = 0.0
    leader.term_left = TERM_YEARS
    leader.terms = 1
    leader.hawkishness = elite.war_stance
    leader.culpability = p.culpability * 0.5 * (1.0 + elite.war_stance)
    leader.legitimacy = legitimacy
    leader.personalisation *= p.power
    leader.survival = body.survival
    leader.handover = 0.0
    leader.voted = False
    leader.defeated = False
    leader.counterweights = 0
    leader.counterweight = False
    for cause in range(CAUSES):
        leader.exposure[cause] = 0.0
        leader.hazard[cause] = 0.0


@rule
def owes_office(cause: int, winner: int, focal: int) -> bool:
    """Whether a successor owes his office to his predecessor: handed over, or the one he left as heir or premier."""
    if cause == Cause.HANDOVER:
        return True
    return (cause == Cause.DEATH or cause == Cause.INCAPACITY) and winner == focal


@rule
def inherit_blame(leader: Leader, before: float, p: SuccessorsParameters) -> None:
    """Let him answer for the war by his own part in it or by that of the predecessor to whom he is tied."""
    leader.culpability = 1.0 - (1.0 - leader.culpability) * (1.0 - p.connection * before)


@rule
def answerable(leader: Leader, blocs: Sequence[Bloc], coalition: Sequence[int]) -> float:
    """How far aims signed away are laid at a ruler's door: A = 1 - (1 - c) (1 - d h), 1 for one who began the war.

    By his own culpability c (Croco 2011), or by hawks in the coalition that rules with him (Stanley 2009): h their
    mean stance by power, doves at 0, and d his dependence on them, which falls as he gathers power in his person.
    Before any succession the coalition is all factions.
    """
    power, hawks, everybody = 0.0, 0.0, 0.0
    for faction in range(len(blocs)):
        lean = blocs[faction].power * max(blocs[faction].war_stance, 0.0)
        everybody += lean
        if coalition[faction] == 1:
            power += blocs[faction].power
            hawks += lean
    hawkish = divide(hawks, power, everybody)
    return 1.0 - (1.0 - leader.culpability) * (1.0 - (1.0 - leader.personalisation) * hawkish)


@rule
def inaugurate(
    leader: Leader,
    elites: Sequence[Elite],
    row: int,
    legitimacy: float,
    blocs: Sequence[Bloc],
    climate: Climate,
    care_normal: float,
    body: LeaderParameters,
    p: SuccessorsParameters,
    q: ElitesParameters,
) -> None:
    """Install the elite of `row`, let all others swear to him, and fill the post that he leaves.

    Beside what passes to him he has his share in his own faction's power: without it each of several short reigns
    would leave the next ruler weaker, and in the end with nothing.
    """
    install(leader, elites[row], row, legitimacy, care_normal, body, p)
    own = p.own_power * blocs[leader.faction].power
    leader.personalisation += (1.0 - leader.personalisation) * own
    for other in range(len(elites)):
        swear(elites[other], leader, blocs[elites[other].faction], climate, q)
    bloc = blocs[elites[row].faction]
    elite = elites[row]
    appoint(elite, elite.normal, leader.normals[SUPPORT], leader.normals[AMBITION], bloc, climate, q)
