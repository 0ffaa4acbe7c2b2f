"""What each faction brings to a contested succession: elites, force, the street, distrust, a candidate.

After Svolik (2012), Hale (2014): power lies with blocs that can change sides, force with its commanders.
Reduces, with no force and no street, to the factions' shares of elite power.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from agents.arithmetic import divide
from agents.blocs import tier_dissent
from agents.records import parameter, prior
from agents.rules import rule
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Organ

if TYPE_CHECKING:
    from model.polity import Contest, Regime


class Move(IntEnum):
    """What a CONTEST event tells (its `detail`)."""

    CANDIDACIES = 0
    REALIGNMENT = 1
    FORCE = 2
    ELECTION = 3
    ELECTION_PUT_OFF = 4
    VACUUM = 5


@dataclass(frozen=True)
class ContestParameters:
    """What moves elites and services while a succession is open. The prize is the control of the centre."""

    majority: float = parameter(
        0.5,
        "share of power that a coalition must exceed to purge the others",
        unit="share",
        low=0.5,
        high=0.9,
        kind="convention",
        source="Acemoglu, Egorov and Sonin (2008)",
    )
    friction: float = prior(
        0.2,
        0.0,
        1.0,
        "share",
        "probability that a coalition, once formed, is not purged further",
        "Acemoglu, Egorov and Sonin (2008), who have 0",
    )
    elite_fighting: float = prior(
        0.4,
        0.0,
        1.5,
        "prize",
        "cost of elite fighting to one who wants nothing but stability; a share of what he holds",
        "Clingendael (2023), who reports both views of it",
    )
    force_weight: float = prior(
        0.5,
        0.0,
        1.5,
        "ratio",
        "power of all force near the capital relative to that of the whole elite tier",
        "Singh (2014)",
    )
    street_weight: float = prior(
        0.5,
        0.0,
        1.5,
        "ratio",
        "power of the street, if all are out, relative to the elite tier",
        "Geddes, Wright and Frantz (2018)",
    )
    dovish: float = parameter(
        0.0,
        "war stance below which a faction counts as dovish",
        unit="-1..1",
        low=-0.5,
        high=0.5,
        kind="convention",
        source="middle of the scale",
    )
    candidacy_power: float = prior(
        0.05, 0.0, 0.15, "share", "power below which a faction has no candidate, or a candidate gives up"
    )
    candidacy_ambition: float = prior(
        0.3, 0.0, 1.0, "0..1", "ambition below which nobody of a faction stands"
    )
    office: float = prior(
        0.8,
        0.0,
        1.5,
        "prize",
        "worth of a candidate of one's own to the fully ambitious, beyond a share in the ruling camp",
        "Svolik (2012)",
    )
    policy: float = prior(
        0.5, 0.0, 1.0, "prize", "loss from a ruler at the other end of the scale of war stances"
    )
    distrust: float = prior(
        0.4,
        0.0,
        1.0,
        "prize",
        "loss from a ruler whose services one's own distrust fully",
        "Clingendael (2023)",
    )
    appeal: float = prior(
        0.35,
        0.0,
        0.7,
        "prize",
        "standard deviation of what a candidate's person is worth to other factions",
    )
    precision: float = prior(
        4.5,
        1.0,
        15.0,
        "1/prize",
        "precision with which elites pick the best side",
        "McKelvey and Palfrey (1995)",
    )
    decisiveness: float = prior(
        1.25, 0.5, 3.0, "exponent", "exponent of power in the chance to prevail", "Tullock (1980), who has 1"
    )
    noise: float = prior(
        0.35, 0.0, 1.0, "log", "error in the power seen behind a candidate where nobody is focal"
    )
    pace: float = prior(
        0.2,
        0.05,
        1.0,
        "share a week",
        "elites who reconsider their side",
        "the successions of 1953 to 1957 and of 1964",
    )
    holding: float = prior(
        3.0,
        1.0,
        12.0,
        "weeks",
        "time for which a coalition must hold together before it moves against the rest",
    )
    violence_cost: float = prior(
        0.05, 0.0, 1.0, "prize", "what an armed clash destroys, beyond the cost of elite fighting"
    )
    spared: float = prior(
        0.3,
        0.0,
        1.0,
        "share",
        "part of what it holds that a camp keeps if it yields",
        "the post-Stalin successions",
    )
    regional_price: float = prior(
        0.5,
        0.0,
        1.0,
        "share",
        "chance expected of a candidate at which regional formations sell him their support",
    )
    contest_backing: float = prior(
        0.1, 0.0, 0.5, "log", "rise of the power seen behind a candidate whom the patron backs fully"
    )


@rule
def armed(faction: int) -> bool:
    """Whether a faction is one of those that command force: security core, guards, military."""
    return faction == Faction.SECURITY_CORE or faction == Faction.GUARDS or faction == Faction.MILITARY


@rule
def dovish_civilian(faction: int, war_stance: float, rules: ContestParameters) -> bool:
    """Whether a faction is administration, technocrats, business or governors, and dovish."""
    civilian = (
        faction == Faction.ADMINISTRATION
        or faction == Faction.TECHNOCRATS
        or faction == Faction.BUSINESS
        or faction == Faction.GOVERNORS
    )
    return civilian and war_stance < rules.dovish


@rule
def voice(faction: int, bloc: Bloc, dissent: float, rules: ContestParameters) -> float:
    """How far a faction speaks for the street: nobody who commands force does.

    While elites are loyal the street knows dovish civilians; as open `dissent` of the tier grows it turns to those who
    dared to dissent, whatever their stance: that was costly, and so is believed (Lohmann 1994).
    """
    if armed(faction):
        return 0.0
    known = 1.0 - dissent if dovish_civilian(faction, bloc.war_stance, rules) else 0.0
    return bloc.power * (bloc.dissent + known)


@rule
def measure_distrust(contest: Contest, services: list[Service]) -> None:
    """Mean distrust of a faction's organs towards another's and to each other, weighted by force."""
    for i in range(FACTIONS):
        for j in range(FACTIONS):
            weight = total = 0.0
            for a in range(len(services)):
                for b in range(len(services)):
                    if a != b and services[a].faction == i and services[b].faction == j:
                        weight += services[b].force
                        total += services[b].force * services[a].rivalry[services[b].organ]
            contest.distrust[i * FACTIONS + j] = divide(total, weight, 0.0)


@rule
def muster(
    contest: Contest, regime: Regime, blocs: list[Bloc], services: list[Service], rules: ContestParameters
) -> None:
    """Add up the power of each faction: its elites, the force its commanders bring, the street behind it.

    Regional formations follow nobody; `tally` sells them. A faction beaten in a clash keeps what it is
    spared, and no force. People who have driven a ruler out stay in the street until there is another.
    """
    total = voices = 0.0
    dissent = tier_dissent(blocs)
    for i in range(FACTIONS):
        contest.bloc_force[i] = 0.0
        total += blocs[i].power
        voices += voice(i, blocs[i], dissent, rules)
    for s in range(len(services)):
        faction = services[s].faction
        if services[s].organ == Organ.CHECHEN_FORMATIONS:
            contest.regional_force = services[s].force
        elif contest.purged[faction] == 0:
            contest.bloc_force[faction] = contest.bloc_force[faction] + services[s].force
    out = 1.0 if contest.cause == Cause.UPRISING else regime.unrest
    street = rules.street_weight * out if voices > 0.0 else 0.0
    contest.scale = 1.0 + rules.force_weight + street
    for i in range(FACTIONS):
        power = divide(blocs[i].power, total, 0.0) + rules.force_weight * contest.bloc_force[i]
        power += street * divide(voice(i, blocs[i], dissent, rules), voices, 0.0)
        if contest.purged[i] == 1:
            power = power * rules.spared
        contest.bloc_power[i] = power / contest.scale


@rule
def nominate(contest: Contest, blocs: list[Bloc], rules: ContestParameters) -> int:
    """Let factions with power and ambition put up candidates, and the focal one; return how many stand.

    At first every faction stands behind its own. Where nobody wants the office the acting president is left.
    """
    standing = 0
    for i in range(FACTIONS):
        contest.candidate[i] = 0
        contest.appeal[i] = rules.appeal * contest.appeal_normals[i]
        able = contest.bloc_power[i] >= rules.candidacy_power
        willing = blocs[i].ambition >= rules.candidacy_ambition
        if contest.bearer[i] >= 0 and ((able and willing) or i == contest.focal):
            contest.candidate[i] = 1
            standing += 1
    if standing == 0:
        contest.candidate[contest.acting] = 1
        standing = 1
    for i in range(FACTIONS):
        for j in range(FACTIONS):
            contest.backing[i * FACTIONS + j] = 0.0
        contest.backing[i * FACTIONS + i] = 1.0 if contest.candidate[i] == 1 else 0.0
    return standing
