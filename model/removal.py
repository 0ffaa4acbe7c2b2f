"""Decides at what hazard insiders remove the leader without force, and the street with it.

From Svolik (2012) on insiders, whose capacity to punish shrinks as power is concentrated, and Hale (2014).
Reduces to no removal in an established autocracy, and to almost none by an elite that supports.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, logistic, normal_cdf
from agents.leader import Leader
from agents.records import parameter, prior
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause
from model.polity import Regime
from model.street import StreetParameters, uprising_hazard

INSIDERS = "Svolik (2012), The Politics of Authoritarian Rule; size a judgement"
RATES = "fitted to half of the published rates of the reference class: docs/base_rates.md"


@dataclass(frozen=True)
class RemovalParameters(StreetParameters):
    """Removal by insiders, and the street."""

    sessions: float = parameter(
        1.0,
        "occasions a year on which insiders could remove a leader without power of his own",
        unit="a year",
        low=0.5,
        high=12.0,
        kind="estimated",
        source=RATES,
    )
    quorum: float = prior(0.5, 0.34, 0.75, "share", "share of elite power that must be against him", INSIDERS)
    quorum_noise: float = prior(0.18, 0.03, 0.3, "share, sd", "error of insiders about that share", INSIDERS)
    spread: float = prior(
        0.2,
        0.05,
        0.4,
        "support",
        "scale of the logistic spread of private support within a faction (standard deviation 1.81 of it)",
        "elite stances within factions, standard deviation 0.25-0.35; judgement",
    )
    candour: float = prior(
        0.5,
        0.0,
        1.0,
        "share",
        "share of private opponents who would vote against him",
        "Kuran (1991) on falsified preferences; size a judgement",
    )


@rule
def opposition(
    blocs: Sequence[Bloc], reaction: float, parameters: RemovalParameters
) -> tuple[float, float, float]:
    """Share of elite power that would act against the leader: now, if the war were stopped, if it goes on.

    Open dissenters, and candid private opponents; private support in a faction is logistic about its mean. A
    pure hawk would lose `reaction` of it if the war were stopped, a pure dove if it goes on.
    """
    now = 0.0
    stopped = 0.0
    going_on = 0.0
    for faction in range(FACTIONS):
        bloc = blocs[faction]
        if bloc.members > 0:
            candid = bloc.power * (1.0 - bloc.dissent) * parameters.candour
            opposed = logistic(-bloc.support / parameters.spread)
            shift = reaction * abs(bloc.war_stance)
            shaken = candid * (logistic((shift - bloc.support) / parameters.spread) - opposed)
            now += bloc.power * bloc.dissent + candid * opposed
            if bloc.war_stance > 0.0:
                stopped += shaken
            else:
                going_on += shaken
    return now, now + stopped, now + going_on


@rule
def removal_hazard(able: float, against: float, parameters: RemovalParameters) -> float:
    """Hazard of removal by insiders (a week): sessions * able * Phi((against - quorum) / noise).

    `able` is the chance that elites who rise against the leader prevail: it falls as power is concentrated in
    his person (Svolik 2012), and at 0, the established autocracy, no removal is left.
    """
    sessions = parameters.sessions * clip(able, 0.0, 1.0) / WEEKS_A_YEAR
    return sessions * normal_cdf(divide(against - parameters.quorum, parameters.quorum_noise, 0.0))


@rule
def press_leader(
    leader: Leader,
    regime: Regime,
    blocs: Sequence[Bloc],
    able: float,
    reaction: float,
    parameters: RemovalParameters,
) -> None:
    """Hazards of removal and uprising this week; add the first to the reactions of hawks and doves.

    `able` is the elites' chance to prevail (`agents.palace.power_to_punish`), `reaction` the support that a pure
    hawk loses if the war is stopped, a pure dove if it goes on. An election that was just held is the occasion
    on which everybody knows that everybody is angry (Tucker 2007): waves of protest come more often.
    """
    leader.hazard[Cause.REMOVAL] = 0.0
    leader.hazard[Cause.UPRISING] = 0.0
    if not leader.in_office:
        return
    against, if_stopped, if_going_on = opposition(blocs, reaction, parameters)
    now = removal_hazard(able, against, parameters)
    stopped = removal_hazard(able, if_stopped, parameters)
    going_on = removal_hazard(able, if_going_on, parameters)
    regime.hawk_reaction = regime.hawk_reaction + stopped - now
    regime.dove_reaction = regime.dove_reaction + going_on - now
    leader.hazard[Cause.REMOVAL] = now
    occasion = parameters.occasion if leader.voted else 1.0
    leader.hazard[Cause.UPRISING] = occasion * uprising_hazard(
        regime.unrest, regime.repression, regime.elite_dissent, parameters
    )
