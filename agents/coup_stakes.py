"""Decides what joining or resisting a coup would cost an organ's units, and what force holds for the leader.

From Singh (2014) on coups as coordination and Hale (2014) on the lame duck; feeds the game of `coordination`.
Reduces to c = punishment / (punishment + reward), d = 0 where fighting is free and loyalty earns nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from agents.arithmetic import clip, divide, exp, log
from agents.leader import Leader
from agents.records import prior
from agents.rules import rule
from agents.services import BALANCE, SINGH, Service
from agents.vocabulary import ORGANS

TIE = 1e-9


@dataclass(frozen=True)
class CoupStakesParameters:
    """What is at stake in a coup, in posts: the value to a commander of keeping his present post."""

    pledge_guards: float = prior(
        0.75, 0.3, 1.0, "share", "share of loyal guards who hold whatever the odds", BALANCE
    )
    pledge_counterweight: float = prior(0.3, 0.0, 0.7, "share", "the same, of other counterweights", BALANCE)
    grip: float = prior(
        0.1,
        0.0,
        1.0,
        "share",
        "share of all other loyal units pledged to a leader with all power in his person",
        "Svolik (2012), ch. 3: from contested to established autocracy; size a judgement",
    )
    incumbency: float = prior(
        0.05,
        0.0,
        0.2,
        "share",
        "strength from the chain of command and the media under a legitimate leader",
        SINGH,
    )
    punishment: float = prior(4.0, 1.5, 10.0, "posts", "loss of who joins a coup that fails", SINGH)
    lame_duck: float = prior(
        0.7,
        0.0,
        1.0,
        "share",
        "share of the leader's promises that lapses if he will not last the year",
        "Hale (2014), Patronal Politics: the lame duck; size a judgement",
    )
    bandwagon: float = prior(
        0.3, 0.05, 1.0, "posts", "reward for joining a coup that succeeds, uninvited", SINGH
    )
    spoils: float = prior(2.5, 1.0, 5.0, "posts", "reward for those in the plot", SINGH)
    prize_elasticity: float = prior(
        0.3,
        0.0,
        1.0,
        "log per log",
        "elasticity of the spoils of office to rents",
        "sign: Caselli and Cunningham (2009), rents as the prize; size a judgement, 0 allowed",
    )
    relief: float = prior(
        1.5, 0.0, 3.0, "posts", "what a full grievance takes from the worth of staying", SINGH
    )
    fighting: float = prior(
        0.4, 0.05, 1.5, "posts", "cost of fighting one's own, for heavily armed units", SINGH
    )
    light_arms: float = prior(
        0.5, 0.0, 2.0, "share", "how much more it costs units without heavy weapons", SINGH
    )
    loyal_reward: float = prior(
        0.3, 0.0, 1.0, "posts", "gain of a fully loyal unit from defending the leader with success", SINGH
    )
    guard_reward: float = prior(
        0.15, 0.0, 0.6, "posts", "further gain of a counterweight from doing what it is kept for", BALANCE
    )
    rivalry_reward: float = prior(
        0.2, 0.0, 0.6, "posts", "gain from the defeat of a rival that is fully distrusted", BALANCE
    )
    reprisal: float = prior(2.0, 0.5, 6.0, "posts", "loss of who resisted a coup that succeeds", SINGH)
    implication: float = prior(
        0.9,
        0.0,
        1.0,
        "share",
        "share of the punishment borne by those in the plot though they stay out of its coup",
        SINGH,
    )


@rule
def reckoning(survival: float, parameters: CoupStakesParameters) -> float:
    """Share of the leader's promises that still counts, by his expected survival (Hale 2014).

    Promises are posts, favours and ties, which last as long as he does. Punishment of a coup that fails does not wait
    for the future: he has just survived, and it follows within days.
    """
    return 1.0 - parameters.lame_duck * (1.0 - clip(survival, 0.0, 1.0))


@rule
def prize_of_office(rents: float, parameters: CoupStakesParameters) -> float:
    """Spoils of office relative to March 2025: rents ** elasticity; larger rents raise the prize."""
    return exp(parameters.prize_elasticity * log(rents))


@rule
def costs(
    punishment: float, reward: float, favour: float, reprisal: float, fighting: float
) -> tuple[float, float]:
    """Cost c of joining and d of resisting, p being Pr(fall) and waiting worth 0.

    Joining is worth p reward - (1 - p) punishment - fighting, hence

        c = (punishment + fighting) / (punishment + reward);

    resisting is worth (1 - p) favour - p reprisal - fighting, hence

        d = (favour - fighting) / (favour + reprisal),  or 0 if that is negative: it never resists.

    Where that gives d >= c nobody would wait, and both meet where joining and resisting are worth the same:
    (punishment + favour) / (punishment + favour + reward + reprisal).
    """
    c = clip(divide(punishment + fighting, punishment + reward, 1.0), 0.0, 1.0)
    d = clip(divide(favour - fighting, favour + reprisal, 0.0), 0.0, 1.0)
    if d >= c:
        against = punishment + favour
        c = divide(against, against + reward + reprisal, 0.5)
        d = c * (1.0 - TIE)
    return c, d


@rule
def fighting_cost(service: Service, parameters: CoupStakesParameters) -> float:
    """Cost to a unit of the organ of fighting its own, higher without heavy weapons."""
    return parameters.fighting * (1.0 + parameters.light_arms * (1.0 - service.arms))


@rule
def stakes(
    service: Service, distrust: float, counted: float, prize: float, parameters: CoupStakesParameters
) -> tuple[float, float]:
    """Costs (c, d) of units outside the plot; `distrust` is of its leader's organ, `counted` a reckoning."""
    favour = counted * parameters.loyal_reward * service.loyalty + parameters.rivalry_reward * distrust
    if service.counterweight:
        favour += counted * parameters.guard_reward
    return costs(
        parameters.punishment,
        parameters.bandwagon * prize + parameters.relief * service.grievance,
        favour,
        parameters.reprisal,
        fighting_cost(service, parameters),
    )


@rule
def member_cost(service: Service, prize: float, parameters: CoupStakesParameters) -> float:
    """Cost c of units in the plot: most of the punishment is theirs already, so going on risks less."""
    risked = parameters.punishment * (1.0 - parameters.implication)
    reward = parameters.spoils * prize + parameters.relief * service.grievance
    return clip(divide(risked + fighting_cost(service, parameters), risked + reward, 1.0), 0.0, 1.0)


@rule
def pledge(service: Service, personalisation: float, parameters: CoupStakesParameters) -> float:
    """Share of an organ's units that hold whatever the odds: guards, counterweights, personal followers."""
    base = 0.0
    if service.guards:
        base = parameters.pledge_guards
    elif service.counterweight:
        base = parameters.pledge_counterweight
    held = base + (1.0 - base) * parameters.grip * clip(personalisation, 0.0, 1.0)
    return clip(service.loyalty * held, 0.0, 1.0)


@rule
def regime_strength(services: Sequence[Service], leader: Leader, parameters: CoupStakesParameters) -> float:
    """Theta: pledged force near the capital, to a leader in health, and the weight of lawful command."""
    held = 0.0
    for k in range(ORGANS):
        held += services[k].force * services[k].pledged
    return clip(leader.health, 0.0, 1.0) * held + parameters.incumbency * clip(leader.legitimacy, 0.0, 1.0)


@rule
def update_stakes(service: Service, leader: Leader, prize: float, parameters: CoupStakesParameters) -> None:
    """One organ's standing c and d against a plot of strangers, and its pledge; `prize` as in `prize_of_office`."""
    counted = reckoning(leader.survival, parameters)
    c, d = stakes(service, service.suspicion, counted, prize, parameters)
    service.join_cost = c
    service.resist_cost = d
    service.pledged = pledge(service, leader.personalisation, parameters)
