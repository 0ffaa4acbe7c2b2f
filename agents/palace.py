"""Decides how the leader shares rents, gathers power in his person, and balances the army.

From Gamson (1961) on shares in a coalition, Svolik (2012) on power grabs, De Bruin (2018, 2020) on counterweights.
Reduces to rents proportional to power where all support is alike; to an established autocrat past Svolik's point.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import WEEKS_A_YEAR, clip, divide, exp, power, weekly
from agents.blocs import tier_dissent
from agents.climate import Climate
from agents.events import Log, emit
from agents.leader import REORGANISING, Leader
from agents.records import measured, prior
from agents.rules import rule
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Happening

ALL_BUT = 1e-6  # nobody holds quite all power, nor quite none


@dataclass(frozen=True)
class PalaceParameters:
    """How the leader holds his coalition together."""

    levelling: float = prior(
        0.3, 0.1, 3.0, "support", "gap of support that multiplies a faction's rents by e", "Gamson (1961)"
    )
    sharing_speed: float = prior(0.5, 0.0, 4.0, "a year", "rate at which shares of rents can be changed")
    grabbing: float = prior(
        0.1, 0.0, 0.3, "a year", "rate at which an unchecked leader gathers the power left", "Svolik (2012)"
    )
    decisiveness: float = prior(
        1.0, 0.5, 3.0, "exponent", "exponent of the contest between leader and elites", "Tullock (1980)"
    )
    undoing: float = prior(
        0.2, 0.0, 1.0, "a year", "rate at which elites in full dissent take power back if they can punish"
    )
    legitimation: float = prior(
        0.5, 0.0, 2.0, "a year", "legitimacy won a year per unit of performance beyond the usual"
    )
    blame: float = prior(
        0.1,
        0.0,
        0.4,
        "a year",
        "legitimacy won a year per unit of war progress beyond the usual, if he is fully culpable",
        "Croco (2011)",
    )
    attempts: float = measured(
        0.0434,
        0.0297,
        0.0615,
        "a year",
        "coup attempts against long-serving personalists",
        "Colpus, Archigos",
    )
    success: float = measured(
        0.496, 0.457, 0.534, "share", "coup attempts that succeed", "Powell and Thyne, 1950-2019"
    )
    usual_disloyalty: float = prior(
        0.45, 0.2, 0.6, "0..1", "disloyalty of the army at which coups are attempted at the measured rate"
    )
    deterrence: float = prior(
        0.4,
        0.1,
        0.6,
        "share",
        "fall of the chance of a coup to succeed with one more counterweight",
        "De Bruin (2018)",
    )
    provocation: float = prior(
        0.3,
        0.0,
        1.0,
        "share",
        "rise of coup attempts that comes with one more counterweight",
        "De Bruin (2018)",
    )
    upkeep: float = prior(
        0.006, 0.001, 0.03, "hazard a year", "cost of one more counterweight, as risk of office he would bear"
    )
    reorganisation: float = prior(0.5, 0.1, 2.0, "a year", "occasions to create a counterweight")


@rule
def power_to_punish(personalisation: float, decisiveness: float) -> float:
    """Chance that elites who rise against a grab prevail, (1 - q)^m / [(1 - q)^m + q^m]; q: his power.

    A contest of Tullock's between what the leader holds and what is left to the elites: certain against a
    first among equals (q = 0), nil against one who holds all (q = 1).
    """
    q = clip(personalisation, ALL_BUT, 1.0 - ALL_BUT)
    return 1.0 / (1.0 + power(q / (1.0 - q), decisiveness))


@rule
def established_at(cost: float, prize: float, decisiveness: float) -> float:
    """Personalisation past which no grab is punished, 1/[1 + (k/b)^(1/m)] (Svolik's established autocrat).

    Elites rise iff p b >= (1 - p) k, p their `power_to_punish`, b the prize and k the cost of failure; 1 if
    k is 0.
    """
    return 1.0 / (1.0 + power(divide(max(cost, 0.0), prize, 1e300), divide(1.0, decisiveness, 1.0)))


@rule
def grow_personalisation(
    leader: Leader, blocs: Sequence[Bloc], climate: Climate, p: PalaceParameters
) -> None:
    """Grabs succeed where they go unpunished; open dissent takes power back, slowly, where it can."""
    q = leader.personalisation
    punish = power_to_punish(q, p.decisiveness)
    contested = q < established_at(climate.punishment, climate.prize, p.decisiveness)
    unchecked = 1.0 - punish if contested else 1.0
    change = p.grabbing * (1.0 - q) * unchecked - p.undoing * q * punish * tier_dissent(blocs)
    leader.personalisation = clip(q + change / WEEKS_A_YEAR, 0.0, 1.0)


@rule
def need(bloc: Bloc, levelling: float) -> float:
    """Claim of a faction on rents, P_f exp(-x_f / v): its power times its marginal loyalty response.

    Shares in proportion to it minimise sum_f P_f exp(-x_f / v), for support x_f is linear in the log of the
    faction's rents. v large is Gamson's law, rents by power; v small levels support between factions.
    """
    return bloc.power * exp(-bloc.support / levelling)


@rule
def share_rents(
    leader: Leader, blocs: Sequence[Bloc], rents: float, speed: float, p: PalaceParameters
) -> None:
    """Close part (`speed`) of the gap to the best shares, and pay each faction its share of total `rents`."""
    total = 0.0
    for faction in range(FACTIONS):
        blocs[faction].claim = need(blocs[faction], p.levelling)
        total += blocs[faction].claim
    for faction in range(FACTIONS):
        bloc = blocs[faction]
        best = divide(bloc.claim, total, leader.rent_share[faction])
        leader.rent_share[faction] += speed * (best - leader.rent_share[faction])
        bloc.rents = max(rents, 0.0) * divide(leader.rent_share[faction], bloc.entitlement, 1.0)


@rule
def entitle(leader: Leader, blocs: Sequence[Bloc], p: PalaceParameters) -> None:
    """At the start, once the blocs are counted: give each faction what suits the leader; it is used to it."""
    share_rents(leader, blocs, 1.0, 1.0, p)
    for faction in range(FACTIONS):
        blocs[faction].entitlement = leader.rent_share[faction]
        blocs[faction].rents = 1.0


@rule
def earn_legitimacy(leader: Leader, climate: Climate, p: PalaceParameters) -> None:
    """Legitimacy follows performance beyond the usual, and the war's progress as far as he answers for it."""
    gain = p.legitimation * (climate.performance - climate.usual_performance)
    gain += p.blame * leader.culpability * (climate.progress - climate.usual_progress)
    leader.legitimacy = clip(leader.legitimacy + gain / WEEKS_A_YEAR, 0.0, 1.0)


@rule
def relief_from_counterweight(army_loyalty: float, existing: int, p: PalaceParameters) -> float:
    """Net gain a year, as hazard of office, of one more counterweight: a q [1 - (1 + g)(1 - s)] - cost.

    Attempts a grow with the army's disloyalty; s is what the counterweight takes from their success q, g
    what it adds to attempts (De Bruin 2018). Each further one costs as much again as all before.
    """
    attempts = p.attempts * divide(clip(1.0 - army_loyalty, 0.0, 1.0), p.usual_disloyalty, 1.0)
    spared = 1.0 - (1.0 + p.provocation) * (1.0 - p.deterrence)
    return attempts * p.success * spared - p.upkeep * (1.0 + existing)


@rule
def balance(leader: Leader, army_loyalty: float, log: Log, p: PalaceParameters) -> None:
    """Order a new counterweight if it pays, on the rare occasions for it. The flag stands for one week."""
    if leader.uniforms[REORGANISING] < weekly(p.reorganisation):
        relief = relief_from_counterweight(army_loyalty, leader.counterweights, p)
        if relief > 0.0:
            leader.counterweight = True
            leader.counterweights += 1
            emit(log, Happening.COUNTERWEIGHT, leader.faction, -1, -1, leader.counterweights, relief)


@rule
def govern(
    leader: Leader,
    blocs: Sequence[Bloc],
    climate: Climate,
    rents: float,
    army_loyalty: float,
    log: Log,
    p: PalaceParameters,
) -> None:
    """One week of the palace save purges and heirs: rents, legitimacy, personalisation, counterweights."""
    speed = p.sharing_speed / WEEKS_A_YEAR if leader.in_office else 0.0
    share_rents(leader, blocs, rents, speed, p)
    leader.counterweight = False
    if leader.in_office:
        earn_legitimacy(leader, climate, p)
        grow_personalisation(leader, blocs, climate, p)
        balance(leader, army_loyalty, log, p)
