"""Decides how loyal each armed organ is, what it resents, and what a counterweight does to the others.

From De Bruin (2018, 2020) on counterbalancing and Hale (2014) on personal ties.
Reduces to loyalty at rest, without grievance, where the war costs nothing and rents stay as they were.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import clip, divide, log, logistic
from agents.coordination import coup_threshold as coup_threshold
from agents.records import Record, column, prior
from agents.rules import rule
from agents.tier import Bloc, Elite
from agents.vocabulary import FACTIONS, ORGANS

PARTIES = 2 * ORGANS
CANDIDATES = 2 * ORGANS + FACTIONS


class Service(Record):
    """One security organ."""

    organ: int = column("which", "Organ")
    personnel: float = column("personnel", "thousand")
    force: float = column("force near the capital, share of all such force", "share")
    seniority: float = column("access of its commander to the leader", "0..1")
    reach: float = column("reach of its counter-intelligence over the others", "0..1")
    guards: bool = column("guards the leader's person: sees his condition first", "")
    counterweight: bool = column("a counterweight to the army, answering to the leader", "")
    budget: float = column("resources, 1 at the start", "index")
    grievance: float = column("grievance over status, war and resources", "0..1")
    loyalty: float = column("loyalty to the leader", "0..1")
    commander: int = column("row of the elite who commands it", "row")
    join_cost: float = column("c: punishment / (punishment + reward) if a coup is joined and fails", "0..1")
    resist_cost: float = column("d: believed probability of fall below which it resists", "0..1")
    stance: int = column("in the last crisis: -1 resisted, 0 waited, 1 joined", "-1, 0, 1")
    joined: float = column("share of its units that joined in the last crisis", "share")
    rivalry: list[float] = column("distrust of each other organ", "0..1", ORGANS)
    normal: float = column("shock of the week", "sd")
    faction: int = column("faction of its commander", "Faction")
    arms: float = column("heavy weapons of its units near the capital", "0..1")
    war_exposure: float = column("how far its grievances come from the conduct of the war", "0..1")
    anchor: float = column("loyalty at rest: neutral commander, no grievance, budget of the start", "0..1")
    status: float = column("grievance over a new counterweight or a purge, fading", "0..1")
    war_grievance: float = column("grievance over the conduct of the war", "0..1")
    seen_tenure: float = column("tenure of its commander when last seen, -1 before", "weeks")
    suspicion: float = column("mean distrust of the other organs", "0..1")
    post: float = column("worth of its commander's post, 1 at the start", "posts")
    pledged: float = column("share of its units that hold for the leader whatever the odds", "share")


class Plot(Record):
    """The plot in being, if any: who leads it, what it has gathered, how long it has been at risk."""

    active: bool = column("a plot exists", "")
    organ: int = column("organ whose commander leads it, -1 if civilians do", "Organ")
    faction: int = column("faction of its leader", "Faction")
    weeks: float = column("age", "weeks")
    force: float = column("force near the capital in position", "share")
    senior: bool = column("its leader is a senior official", "")
    members: list[int] = column("1 for organs that take part, else 0", "0, 1", ORGANS)
    started: int = column("plots so far in this run", "count")
    attempts: int = column("coup attempts so far in this run", "count")
    successes: int = column("coups that held power for seven days", "count")
    succeeded: bool = column("a coup has taken power this week", "")
    uniforms: list[float] = column("shocks of the week", "0..1", 6)
    normals: list[float] = column("shocks of the week", "sd", 2)
    exposures: int = column("plots exposed so far in this run", "count")
    candidate: int = column("who leads it: commanders, juniors by organ, civilians by faction", "index")
    against: int = column("number of the leader whom it is against", "count")
    misjudgement: float = column(
        "plotters' error about the balance of force, positive if too hopeful", "share"
    )
    zeal: float = column("prize of the coup to its leader beyond what outsiders see", "posts")
    chance: float = column("probability of a fall if it struck this week, as plotters see it", "0..1")
    committed: list[float] = column("share of each organ's units in position for the plot", "share", ORGANS)
    aim: list[float] = column(
        "share of each organ's units that those in the plot could bring", "share", ORGANS
    )
    foreclosed: float = column("share of occasions to plot that the war forecloses", "share")
    lift: list[float] = column(
        "gain of threshold over strength if all units of an organ went over", "share", ORGANS
    )
    mass: list[float] = column("units that play: uncommitted by organ, then committed", "share", PARTIES)
    join_cost: list[float] = column("c of each such mass", "0..1", PARTIES)
    resist_cost: list[float] = column("d of each such mass", "0..1", PARTIES)
    promise: list[float] = column("lift expected from each organ if it is approached", "share", ORGANS)
    rate: list[float] = column(
        "hazard of forming a plot: commanders, juniors by organ, civilians by faction", "a year", CANDIDATES
    )
    approach: list[float] = column("hazard of approaching each organ", "a year", ORGANS)
    follows: list[float] = column("probability that each organ would join if approached", "0..1", ORGANS)
    joins: list[float] = column("share of each mass that joined in the last crisis", "share", PARTIES)
    resists: list[float] = column("share of each mass that resisted in it", "share", PARTIES)
    purge: int = column("row of the elite to be purged because his plot failed, -1 for none", "row")


BARGAIN = "sign: Desai, Olofsgard and Yousef (2009), the authoritarian bargain; size a judgement"
BALANCE = "sign: De Bruin (2018, 2020) on counterbalancing; size a judgement"
SINGH = "Singh (2014), Seizing Power: why units stay out, join or resist; size a judgement"
PURGES = "sign: Sudduth (2017) on purges; size a judgement"


@dataclass(frozen=True)
class ServicesParameters:
    """Loyalty, grievance and counterbalancing. A post is worth 1: what a commander's was at the start."""

    budget_speed: float = prior(
        0.05, 0.0, 0.3, "a week", "share of the gap between rents and budget closed", BARGAIN
    )
    loyalty_speed: float = prior(
        0.04, 0.0, 0.3, "a week", "share of the gap to its target that loyalty closes", BARGAIN
    )
    loyalty_rents: float = prior(0.15, 0.0, 0.6, "per log point", "elasticity of loyalty to rents", BARGAIN)
    loyalty_tie: float = prior(
        0.2,
        0.0,
        0.5,
        "0..1",
        "loyalty gained from a commander who fully supports the leader",
        "Hale (2014), Patronal Politics: personal ties; size a judgement",
    )
    loyalty_grievance: float = prior(0.4, 0.0, 0.8, "0..1", "loyalty lost at full grievance", SINGH)
    loyalty_noise: float = prior(
        0.01, 0.0, 0.05, "sd", "weekly shock to loyalty", "judgement: a year's drift of about 0.05"
    )
    inherited_blame: float = prior(
        0.5,
        0.0,
        1.0,
        "share",
        "part of losses that officers hold against a ruler who does not answer for the war",
        "Croco (2011): successors who did not begin a war are less often punished for it; size a judgement",
    )
    war_speed: float = prior(
        0.06, 0.0, 0.3, "a week", "share of the gap closed by grievance over the war", SINGH
    )
    tolerable_losses: float = prior(
        12.0,
        3.0,
        30.0,
        "thousand a week",
        "irrecoverable losses at which half of the weight of losses is felt",
        "about twice the rate of March 2025; judgement",
    )
    satisfying_advance: float = prior(
        300.0,
        0.0,
        800.0,
        "km2 a month",
        "advance at which officers are half content",
        "somewhat below the mean of August 2024 to February 2025 (416, daily map polygons); judgement",
    )
    advance_spread: float = prior(
        150.0,
        20.0,
        500.0,
        "km2 a month",
        "spread of that judgement",
        "standard deviation of the same months; judgement",
    )
    status_impulse: float = prior(
        0.4, 0.0, 0.8, "0..1", "grievance of the other organs over a full new counterweight", BALANCE
    )
    status_fade: float = prior(
        0.015, 0.005, 0.1, "a week", "share of the grievance over status that fades", BALANCE
    )
    purge_insult: float = prior(
        0.15, 0.0, 0.6, "0..1", "grievance of an organ whose commander is purged", PURGES
    )
    counterweight_force: float = prior(
        0.4, 0.0, 1.0, "share", "growth of the counterweights' force by a full request", BALANCE
    )
    counterweight_arms: float = prior(
        0.3,
        0.0,
        1.0,
        "share",
        "share of missing heavy weapons given by a full request",
        "heavy weapons of Rosgvardia after June 2023; judgement",
    )
    counterweight_post: float = prior(
        0.4, 0.0, 1.0, "posts", "worth added to the posts of its commanders by a full request", BALANCE
    )
    counterweight_rivalry: float = prior(
        0.2,
        0.0,
        0.6,
        "share",
        "share of trust between counterweights and the others lost by a full request",
        BALANCE,
    )


@rule
def anchor_loyalty(
    services: Sequence[Service], elites: Sequence[Elite], parameters: ServicesParameters
) -> None:
    """Let every organ start at rest: its loyalty as given, its commander's tie to the leader included."""
    for k in range(ORGANS):
        tie = parameters.loyalty_tie * elites[services[k].commander].support
        services[k].anchor = services[k].loyalty - tie


@rule
def conduct_of_war(advance_km2: float, losses: float, parameters: ServicesParameters) -> float:
    """Discontent of officers with the war in [0, 1): losses that buy no ground.

        losses / (losses + tolerable) * logistic((satisfying - advance) / spread)

    Advance in km2 a month, losses in thousand a week; 0 in a war without losses.
    """
    felt = divide(losses, losses + parameters.tolerable_losses, 0.0)
    return felt * logistic((parameters.satisfying_advance - advance_km2) / parameters.advance_spread)


@rule
def held_against(culpability: float, parameters: ServicesParameters) -> float:
    """Share of the losses of a war that officers hold against the ruler: all if he began it (Croco 2011)."""
    return parameters.inherited_blame + (1.0 - parameters.inherited_blame) * clip(culpability, 0.0, 1.0)


@rule
def update_service(
    service: Service,
    commander: Elite,
    bloc: Bloc,
    discontent: float,
    parameters: ServicesParameters,
) -> None:
    """One organ's week: budget, grievance, loyalty. Reads its commander, his bloc, and the `discontent` with the war.

    grievance = 1 - (1 - status)(1 - war): either suffices. Loyalty closes a share of its gap to

        anchor + tie * support of the commander + elasticity * log(budget) - weight * grievance.
    """
    service.budget += parameters.budget_speed * (bloc.rents - service.budget)
    _update_grievance(service, commander, discontent, parameters)
    target = (
        service.anchor
        + parameters.loyalty_tie * commander.support
        + parameters.loyalty_rents * log(service.budget)
        - parameters.loyalty_grievance * service.grievance
    )
    step = parameters.loyalty_speed * (clip(target, 0.0, 1.0) - service.loyalty)
    service.loyalty = clip(service.loyalty + step + parameters.loyalty_noise * service.normal, 0.0, 1.0)
    suspicion = 0.0
    for other in range(ORGANS):
        suspicion += service.rivalry[other]
    service.suspicion = suspicion / (ORGANS - 1)


@rule
def _update_grievance(
    service: Service, commander: Elite, discontent: float, parameters: ServicesParameters
) -> None:
    """Status: fades, renewed by a purge of the commander (his tenure falls). War: its conduct."""
    status = service.status * (1.0 - parameters.status_fade)
    if commander.tenure < service.seen_tenure:
        status += parameters.purge_insult * (1.0 - status)
    service.seen_tenure = commander.tenure
    felt = service.war_exposure * discontent
    service.war_grievance += parameters.war_speed * (felt - service.war_grievance)
    service.status = status
    service.grievance = 1.0 - (1.0 - status) * (1.0 - service.war_grievance)


@rule
def raise_counterweight(services: Sequence[Service], request: float, parameters: ServicesParameters) -> None:
    """Strengthen the counterweights by `request` (0 nothing, 1 a new formation's worth) for the leader.

    They gain force, heavy weapons and standing, so that strength and readiness to resist rise; trust between
    them and the others falls; the others resent their loss of status, most at once (De Bruin 2018, 2020).
    """
    if request <= 0.0:
        return
    size = clip(request, 0.0, 1.0)
    total = 0.0
    for k in range(ORGANS):
        service = services[k]
        if service.counterweight:
            service.force *= 1.0 + parameters.counterweight_force * size
            service.arms += parameters.counterweight_arms * size * (1.0 - service.arms)
            service.post += parameters.counterweight_post * size
        else:
            service.status += parameters.status_impulse * size * (1.0 - service.status)
        total += service.force
    for k in range(ORGANS):
        service = services[k]
        service.force = divide(service.force, total, 0.0)
        for other in range(ORGANS):
            if service.counterweight != services[other].counterweight:
                distrust = service.rivalry[other]
                service.rivalry[other] = distrust + parameters.counterweight_rivalry * size * (1.0 - distrust)
