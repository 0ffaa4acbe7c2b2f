"""Decides how far each elite supports the leader in private, and when he would dissent openly.

From Kuran (1991, World Politics 44) on private and public stances, Hale (2014) on patrons and lame ducks.
Reduces to support at rest = attachment while the climate is that of the start.
"""

from __future__ import annotations

from collections.abc import Sequence

from agents.arithmetic import clip
from agents.climate import Climate
from agents.dissent import cascade as cascade
from agents.rules import rule
from agents.tier import Bloc, Elite, ElitesParameters

SMALL = 1e-9  # keeps a ratio finite


@rule
def terms_of_support(
    elite: Elite, patron_dissents: bool, bloc: Bloc, climate: Climate, parameters: ElitesParameters
) -> float:
    """What the terms of the day add to an elite's attachment, in units of support.

    Gain or loss of rents against the mean of what he has and is used to (Davis and Haltiwanger 1992: near the change
    of the logarithm, and bounded where all is lost; losses weigh more); the war, whose course weighs with
    a hawk and whose price with a dove, (1 + h)/2 and (1 - h)/2; autonomy lost to the patron, felt by hawks;
    the leader's standing; fear after purges; a patron who dissents.
    """
    p = parameters
    change = 2.0 * (elite.rents - elite.expected) / max(elite.rents + elite.expected, SMALL)
    if change < 0.0:
        change = p.loss_aversion * change
    hawk = 0.5 * (1.0 + elite.war_stance)
    terms = (
        p.elasticity * change
        + hawk * (climate.victory - climate.subjection)
        - (1.0 - hawk) * climate.toll
        + climate.standing
        - p.insecurity * bloc.fear
    )
    if patron_dissents:
        terms -= p.patronage
    return terms


@rule
def threshold_of(elite: Elite, climate: Climate, parameters: ElitesParameters) -> float:
    """Share of others at which he dissents, (k + e x)/(k + b), from b S - k (1 - S) - e x = 0 (Kuran)."""
    cost = climate.punishment + parameters.turmoil * elite.stability
    prize = climate.prize * elite.ambition
    return (cost + parameters.expression * elite.support) / max(cost + prize, SMALL)


@rule
def update_support(
    elite: Elite, patron_dissents: bool, bloc: Bloc, climate: Climate, parameters: ElitesParameters
) -> None:
    """One week of an elite: rents after sanctions, private support, threshold of dissent.

    Support moves towards attachment plus terms; at rest its private noise has standard deviation `spread`.
    """
    p = parameters
    elite.rents = bloc.rents * max(1.0 - elite.exposure * climate.sanctions, 0.0)
    goal = elite.attachment + terms_of_support(elite, patron_dissents, bloc, climate, p)
    noise = climate.news * elite.normal
    elite.support = clip(elite.support + climate.pace * (goal - elite.support) + noise, -1.0, 1.0)
    elite.expected += climate.habit * (elite.rents - elite.expected)
    elite.threshold = threshold_of(elite, climate, p)
    elite.tenure += 1.0


@rule
def update_elites(
    elites: Sequence[Elite], blocs: Sequence[Bloc], climate: Climate, parameters: ElitesParameters
) -> None:
    """One week of all elites; each reads his patron's public stance of last week."""
    for row in range(len(elites)):
        elite = elites[row]
        patron_dissents = elite.patron >= 0 and elites[elite.patron].dissents
        update_support(elite, patron_dissents, blocs[elite.faction], climate, parameters)
