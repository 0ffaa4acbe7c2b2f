"""Decides how the balance of force stands for a plot, and what every organ does when it strikes.

From Morris and Shin (2003) in the form of `agents.coordination`; custody of the leader from Luttwak (1968).
Reduces, with no plot and every organ waiting, to a regime that stands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, normal_cdf
from agents.coordination import fall_threshold, joining_share
from agents.coup_stakes import CoupStakesParameters, member_cost, stakes
from agents.leader import Leader
from agents.rules import rule
from agents.services import PARTIES, Plot, Service
from agents.vocabulary import ORGANS

if TYPE_CHECKING:
    from model.plots import PlotsParameters


@rule
def lay_out(
    plot: Plot,
    services: Sequence[Service],
    known: bool,
    counted: float,
    prize: float,
    parameters: CoupStakesParameters,
) -> None:
    """Set the masses that play and their costs: the uncommitted units of each organ, then the committed.

    `known` is True for those in the plot; to others nobody is committed, and costs are the standing ones.
    Pledged units do not play: they hold, and their mass is in the strength of the regime.
    """
    for k in range(ORGANS):
        service = services[k]
        committed = plot.committed[k] if known else 0.0
        if known and plot.organ >= 0:
            c, d = stakes(service, service.rivalry[plot.organ], counted, prize, parameters)
        else:
            c = service.join_cost
            d = service.resist_cost
        plot.mass[k] = service.force * (1.0 - committed) * (1.0 - service.pledged)
        plot.join_cost[k] = c
        plot.resist_cost[k] = d
        plot.mass[ORGANS + k] = service.force * committed
        plot.join_cost[ORGANS + k] = member_cost(service, prize, parameters)
        plot.resist_cost[ORGANS + k] = 0.0


@rule
def strength_left(
    plot: Plot, services: Sequence[Service], leader: Leader, strength: float, parameters: PlotsParameters
) -> float:
    """Strength of the regime against this plot: the pledged units in it are gone.

    A plot with the leader's guards in it also holds his person: a share of the rest has nobody to fight for.
    """
    left = strength
    custody = 0.0
    for k in range(ORGANS):
        service = services[k]
        left -= clip(leader.health, 0.0, 1.0) * service.force * service.pledged * plot.committed[k]
        if service.guards:
            custody = max(custody, plot.committed[k])
    return max(left, 0.0) * (1.0 - parameters.custody * custody)


@rule
def weigh_organs(
    plot: Plot, services: Sequence[Service], leader: Leader, strength: float, parameters: PlotsParameters
) -> None:
    """For each organ, what theta* - theta gains if all its units went over to the plot."""
    for k in range(ORGANS):
        service = services[k]
        loose = service.force * (1.0 - service.pledged)
        held = clip(leader.health, 0.0, 1.0) * service.force * service.pledged
        lift = service.force * (1.0 - plot.join_cost[ORGANS + k])
        lift += held - loose * (1.0 - plot.join_cost[k] - plot.resist_cost[k])
        if service.guards:
            lift += parameters.custody * max(strength - held, 0.0)
        plot.lift[k] = lift


@rule
def balance(
    plot: Plot, services: Sequence[Service], leader: Leader, strength: float, parameters: PlotsParameters
) -> float:
    """Edge theta* - theta of the plot as it stands, from masses and costs laid out for it."""
    left = strength_left(plot, services, leader, strength, parameters)
    return fall_threshold(plot.mass, plot.join_cost, plot.resist_cost) - left


@rule
def overlooked(plot: Plot, services: Sequence[Service], leader: Leader, parameters: PlotsParameters) -> float:
    """Resistance that plotters do not foresee: a share of what rivals and counterweights would do.

    Whether rival units resist is not seen before the day, which is how counterweights defeat coups that their
    plotters thought well prepared (De Bruin 2020, ch. 2). At foresight 1 they see all of it.
    """
    unseen = 0.0
    for k in range(ORGANS):
        service = services[k]
        unseen += plot.mass[k] * plot.resist_cost[k]
        if service.counterweight and not service.guards:
            outside = service.force - plot.mass[ORGANS + k]
            unseen += clip(leader.health, 0.0, 1.0) * outside * service.pledged
    return (1.0 - parameters.foresight) * unseen


@rule
def fall_probability(edge: float, parameters: PlotsParameters) -> float:
    """Pr(theta + noise < theta*) for edge = theta* - theta; nobody knows the noise of the week's strength."""
    return normal_cdf(divide(edge, parameters.strength_noise, 0.0))


@rule
def resolve_crisis(
    plot: Plot, services: Sequence[Service], strength: float, hold: float, parameters: PlotsParameters
) -> tuple[bool, bool]:
    """Play the game at the week's true strength: whether the regime falls, and whether that holds seven days.

    Each organ's stance is what most of its units do. Those who resisted in vain may rally: power is held with
    probability joined / (joined + resisting), Tullock's contest with the uniform `hold`.
    """
    threshold = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost)
    for act in range(2 * PARTIES):
        party = act % PARTIES
        cost = plot.join_cost[party] if act < PARTIES else plot.resist_cost[party]
        share = joining_share(threshold, strength, parameters.unit_noise, cost)
        if act < PARTIES:
            plot.joins[party] = share
        else:
            plot.resists[party] = 1.0 - share
    joined_all = 0.0
    resisted_all = 0.0
    for k in range(ORGANS):
        service = services[k]
        with_it = plot.mass[k] * plot.joins[k] + plot.mass[ORGANS + k] * plot.joins[ORGANS + k]
        against = plot.mass[k] * plot.resists[k]
        holding = service.force * service.pledged * (1.0 - plot.committed[k])
        service.joined = clip(divide(with_it, service.force, 0.0), 0.0, 1.0)
        service.stance = 0
        if with_it > 0.5 * service.force:
            service.stance = 1
        elif against + holding > 0.5 * service.force:
            service.stance = -1
        joined_all += with_it
        resisted_all += against
    falls = strength < threshold
    holds = hold < divide(joined_all, joined_all + resisted_all, 1.0)
    return falls, holds
