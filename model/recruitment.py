"""Decides how a plot gathers force, whom it approaches, who denounces it, how it leaks, and when it strikes.

From Luttwak (1968) on recruitment among the few who command troops, Kebschull (1994) on plots that were found out, De
Bruin (2020) on distrust between rivals. Reduces, where nobody trusts anybody, to a plot of one organ; where nothing
leaks, to one that strikes when all its force is in position; where nothing takes time, to one that strikes at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agents.arithmetic import weekly
from agents.coup_stakes import CoupStakesParameters
from agents.rules import rule
from agents.services import Plot, Service
from agents.tier import Elite
from agents.vocabulary import ORGANS
from model.conspiracy import coup_worth, follower_propensity
from model.crisis import fall_probability

if TYPE_CHECKING:
    from model.plots import PlotsParameters


@rule
def enlist(plot: Plot, organ: int, share: float) -> None:
    """Take an organ's commander, or its juniors, into the plot: the share of its units that they could bring."""
    plot.members[organ] = 1
    plot.aim[organ] = share


@rule
def next_step(plot: Plot, organ: int, pace: float) -> float:
    """Share of an organ's units that one more week brings into position: its officers are won one by one."""
    return min(pace, max(plot.aim[organ] - plot.committed[organ], 0.0))


@rule
def prepare(plot: Plot, services: Sequence[Service], pace: float) -> None:
    """A week of preparation: each organ in the plot brings some of its units into position."""
    for k in range(ORGANS):
        if plot.members[k] == 1:
            step = next_step(plot, k, pace)
            plot.committed[k] = plot.committed[k] + step
            plot.force = plot.force + step * services[k].force


@rule
def lift_to_come(plot: Plot, pace: float) -> float:
    """What theta* - theta gains by what a week at this pace brings; by all that is outstanding at a pace of 1."""
    lift = 0.0
    for k in range(ORGANS):
        if plot.members[k] == 1:
            lift += next_step(plot, k, pace) * plot.lift[k]
    return lift


@rule
def outside_reach(plot: Plot, services: Sequence[Service]) -> float:
    """Counter-intelligence that a plot must hide from: 1 - prod over organs outside it of (1 - reach)."""
    unseen = 1.0
    for k in range(ORGANS):
        unseen *= 1.0 - services[k].reach * (1.0 - plot.committed[k])
    return 1.0 - unseen


@rule
def leak_hazard(plot: Plot, services: Sequence[Service], parameters: PlotsParameters) -> float:
    """Hazard of exposure by leaks, a year: in proportion to its heads and the units already in the secret."""
    secret = 1.0
    for k in range(ORGANS):
        secret += plot.committed[k]
    return parameters.leaks * secret * outside_reach(plot, services)


@rule
def denounces(plot: Plot, service: Service) -> float:
    """Probability that an organ which will not join denounces the approach: its distrust of who came."""
    return service.rivalry[plot.organ] if plot.organ >= 0 else service.suspicion


@rule
def survey_recruits(
    plot: Plot,
    services: Sequence[Service],
    elites: Sequence[Elite],
    edge: float,
    gain: float,
    staying: float,
    counted: float,
    prize: float,
    stakes: CoupStakesParameters,
    parameters: PlotsParameters,
) -> float:
    """Hazard of approaching each organ outside the plot (a year); return what a week of it is worth.

    All is reckoned at the edge and the chance that the plot has once those who are in it are in position. An
    organ whose commander is trusted is approached if it pays: what hangs on the coup times the rise of its
    chance if he joins, against what exposure costs (the worth of the plot and a part of the punishment) if
    he does not and denounces it.
    """
    threat = stakes.punishment
    chance = fall_probability(edge, parameters)
    worth = coup_worth(chance, gain, threat, 0.0)
    at_risk = max(worth, staying) + parameters.leniency * threat
    access = parameters.civil_access
    if plot.organ >= 0:
        access = services[plot.organ].seniority if plot.senior else parameters.junior_access
    share = parameters.follow_share if plot.senior else parameters.junior_share
    total = 0.0
    for k in range(ORGANS):
        plot.approach[k] = 0.0
        if plot.members[k] == 0:
            service = services[k]
            distrust = services[plot.organ].rivalry[k] if plot.organ >= 0 else service.suspicion
            tie = elites[service.commander].support
            follows = follower_propensity(service, tie, chance, counted, prize, stakes, parameters)
            better = fall_probability(edge + share * plot.lift[k], parameters)
            net = follows * (better - chance) * (gain + threat)
            net -= (1.0 - follows) * denounces(plot, service) * at_risk
            plot.follows[k] = follows
            if net > 0.0:
                plot.approach[k] = parameters.approaches * access * (1.0 - distrust)
                total += weekly(plot.approach[k]) * net
    return total


@rule
def approach(plot: Plot, services: Sequence[Service], parameters: PlotsParameters) -> bool:
    """Approach at most one organ this week; return whether it denounces the plot."""
    total = 0.0
    for k in range(ORGANS):
        total += plot.approach[k]
    happens = weekly(total)
    if happens <= 0.0 or plot.uniforms[1] >= happens:
        return False
    left = plot.uniforms[1] / happens * total
    for k in range(ORGANS):
        left -= plot.approach[k]
        if left < 0.0:
            if plot.uniforms[2] < plot.follows[k]:
                share = parameters.follow_share if plot.senior else parameters.junior_share
                enlist(plot, k, share)
                return False
            return plot.uniforms[2] < plot.follows[k] + (1.0 - plot.follows[k]) * denounces(plot, services[k])
    return False


@rule
def strikes_now(
    plot: Plot,
    services: Sequence[Service],
    gain: float,
    threat: float,
    staying: float,
    waiting: float,
    parameters: PlotsParameters,
) -> bool:
    """Strike iff it beats letting be, and beats one more week of preparation (one-step look-ahead).

    A week more is worth `waiting`, what units and approaches may bring; it risks a leak, which costs the worth w
    of the coup and a part l of the punishment. For force that grows evenly this is the best of all times to
    strike: waiting t weeks at a risk h a week is worth exp(-h t) [w(t) + l] - l, w + l is a constant times
    Phi(edge) less a constant, and the log of that is concave, so that once a week more does not pay none will.
    """
    worth = coup_worth(plot.chance, gain, threat, 0.0)
    if worth < staying:
        return False
    risk = weekly(leak_hazard(plot, services, parameters))
    return waiting <= risk * (worth + parameters.leniency * threat)
