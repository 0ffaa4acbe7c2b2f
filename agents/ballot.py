"""Decides whether the leader stands for another term or lets an heir stand, and how the vote goes.

From Baturo (2014) on the stakes of losing office, Goemans (2008) and Debs and Goemans (2010) on the fate of those who
left it, Cheeseman (2010) on sitting presidents at the polls. Reduces to standing for ever where office is safe and
leaving it is not, and to no defeat where nobody is against the leader.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, logistic, normal_cdf
from agents.blocs import tier_dissent
from agents.events import Log, emit
from agents.heirs import HeirsParameters, name_heir, standing_of_heir
from agents.leader import (
    BALLOT,
    TERM_YEARS,
    Leader,
    LeaderParameters,
    forced_hazard,
    natural_hazard,
)
from agents.records import parameter, prior
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Happening

STAKES = "Goemans (2008), Which way out?, and Baturo (2014), Democracy, Dictatorship, and Term Limits"


@dataclass(frozen=True)
class BallotParameters:
    """What a term, an exit and a defeat are worth to the leader (values of a term in office), and the vote."""

    overthrow: float = prior(
        1.0,
        0.3,
        2.0,
        "office",
        "what is lost beyond office by one who is overthrown or prosecuted",
        f"{STAKES}; size a judgement",
    )
    unprotected: float = prior(
        0.3,
        0.0,
        0.7,
        "share",
        "chance to live in safety after leaving where no heir of his own rules",
        f"{STAKES}; size a judgement",
    )
    retirement: float = prior(
        0.2,
        0.0,
        0.5,
        "office",
        "worth of a safe retirement of the length of a term",
        f"{STAKES}; size a judgement",
    )
    breach: float = prior(
        1.0,
        0.0,
        3.0,
        "office",
        "cost of staying beyond the terms allowed to one without any personal power",
        f"{STAKES}; size a judgement",
    )
    doubt: float = prior(
        0.2, 0.05, 0.6, "office", "scale of what else moves the decision to stand (logistic)"
    )
    machine: float = parameter(
        0.17,
        "part of the votes against him that control of the polls turns or keeps away, if elites are united",
        unit="share",
        low=0.0,
        high=0.9,
        kind="estimated",
        source="sign: Magaloni (2006), Levitsky and Way (2010); fitted to half of the published rates of the reference "
        "class: docs/base_rates.md",
    )
    swing: float = prior(0.1, 0.05, 0.2, "share of votes, sd", "uncertainty about the vote a season ahead")


@rule
def chance_of_defeat(legitimacy: float, dissent: float, p: BallotParameters) -> float:
    """Pr(the vote goes against him): Phi[(1/2 - v) / swing], v = L + (1 - L) machine (1 - dissent).

    L: those who accept his rule; the machine turns a part of the rest, as far as elites who run it do not
    dissent (Magaloni). It falls to Phi[-1 / (2 swing)] where all accept him or the machine turns all.
    """
    voters = clip(legitimacy, 0.0, 1.0)
    turned = p.machine * (1.0 - clip(dissent, 0.0, 1.0))
    return normal_cdf(divide(0.5 - voters - (1.0 - voters) * turned, p.swing, 0.0))


@rule
def safety_under(blocs: Sequence[Bloc], faction: int, p: BallotParameters) -> float:
    """Chance to live in safety under an heir of this faction: he must prevail, and be true to him.

    An heir's promise binds nobody once he rules (Debs and Goemans 2010): it is worth his standing against the
    strongest rival times his support; for the rest the leader is unprotected.
    """
    loyal = standing_of_heir(blocs, faction) * 0.5 * (1.0 + blocs[faction].support)
    return p.unprotected + (1.0 - p.unprotected) * clip(loyal, 0.0, 1.0)


@rule
def safest_heir(leader: Leader, blocs: Sequence[Bloc], p: BallotParameters) -> tuple[int, float]:
    """Faction of the heir, or of the champion under whom he would be safest, and that safety; -1 if there is none."""
    if leader.heir_faction >= 0:
        return leader.heir_faction, safety_under(blocs, leader.heir_faction, p)
    best = -1
    safety = p.unprotected
    for faction in range(FACTIONS):
        if blocs[faction].champion >= 0:
            under = safety_under(blocs, faction, p)
            if best < 0 or under > safety:
                best = faction
                safety = under
    return best, safety


@rule
def value_of_standing(leader: Leader, dissent: float, p: BallotParameters) -> float:
    """Worth of another term to the leader: office in health for the part of it that he can expect to see.

    Against it stand what is lost if he is overthrown in it or defeated at the polls, and the breach of the
    constitution once his terms are used up, borne lightly by one who holds all power.
    """
    forced = TERM_YEARS * forced_hazard(leader)
    ended = forced + TERM_YEARS * natural_hazard(leader)
    ends = 1.0 - exp(-ended)
    seen = divide(ends, ended, 1.0)
    ousted = divide(forced, ended, 0.0) * ends
    lost = chance_of_defeat(leader.legitimacy, dissent, p)
    value = (1.0 - lost) * (leader.health * seen - p.overthrow * ousted)
    value -= lost * p.overthrow * (1.0 - p.unprotected)
    if leader.terms <= 0:
        value -= p.breach * (1.0 - leader.personalisation)
    return value


@rule
def value_of_leaving(leader: Leader, safety: float, p: BallotParameters) -> float:
    """Worth of retirement while he lives, as far as it is safe, less what is lost as far as it is not."""
    ended = TERM_YEARS * natural_hazard(leader)
    lives = divide(1.0 - exp(-ended), ended, 1.0)
    return safety * p.retirement * lives - (1.0 - safety) * p.overthrow


@rule
def handover_probability(leader: Leader, dissent: float, safety: float, p: BallotParameters) -> float:
    """Probability that he lets an heir stand: the two values compared, with doubt."""
    gain = value_of_leaving(leader, safety, p) - value_of_standing(leader, dissent, p)
    return logistic(divide(gain, p.doubt, 0.0))


@rule
def consider_term(
    leader: Leader,
    blocs: Sequence[Bloc],
    log: Log,
    p: BallotParameters,
    heirs: HeirsParameters,
    calendar: LeaderParameters,
) -> bool:
    """Play the calendar of a term: who stands, the vote, the new term. True in the week in which he hands over.

    He hands over when candidates are declared: the heir, whom he names if there is none, acts as president and
    stands in the election that the constitution asks for within three months, as in December 1999.
    """
    leader.defeated = False
    if not leader.in_office:
        return False
    week = 1.0 / WEEKS_A_YEAR
    to_vote = leader.term_left - calendar.vote
    to_declaration = to_vote - calendar.campaign
    if to_declaration >= 1.0:
        return False
    dissent = tier_dissent(blocs)
    faction, safety = safest_heir(leader, blocs, p)
    leader.handover = handover_probability(leader, dissent, safety, p)
    if to_declaration < 0.0 and to_declaration >= -week:
        if leader.uniforms[BALLOT] < leader.handover:
            if leader.heir < 0 and faction >= 0:
                leader.heir = blocs[faction].champion
                name_heir(leader, blocs, faction, heirs)
                emit(log, Happening.HEIR_NAMED, leader.faction, leader.heir, -1, faction, safety)
            return True
        emit(log, Happening.RULER_STANDS, leader.faction, leader.number, -1, 1, leader.handover)
    elif to_vote < 0.0 and to_vote >= -week:
        lost = chance_of_defeat(leader.legitimacy, dissent, p)
        leader.voted = True
        leader.defeated = leader.uniforms[BALLOT] < lost
        won = 0 if leader.defeated else 1
        emit(log, Happening.RULER_VOTE, leader.faction, leader.number, -1, won, lost)
    elif leader.term_left <= 0.0:
        leader.voted = False
        leader.term_left += TERM_YEARS
        leader.terms = max(leader.terms - 1, 0)
    return False
