"""The mediator's course: whom it presses, how long it stays, what it offers.

A biased mediator with leverage of two speeds (Kydd 2003; Favretto 2009); pressure changes sides by hazard.
Reduces to a symmetric telegraph of mean spell 1 / rate with no bias and even blame.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import clip, exp, kept_in, log, weekly
from agents.leverage import LeverageParameters
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import Actor


@dataclass(frozen=True)
class MediatorParameters(LeverageParameters):
    """The American course of March 2025 and what moves it."""

    opening: float = parameter(
        0.010,
        "value to Russia of the standing that full credit for one answer earns with the mediator",
        unit="prize",
        low=0.0,
        high=0.06,
        kind="prior",
        source="judgement: a tenth of a normalisation worth an eighth of the prize",
    )
    opening_sd: float = parameter(
        0.06,
        "weekly innovation of the log of the opening",
        unit="log",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement",
    )
    opening_memory: float = parameter(
        0.95,
        "share of a deviation of the opening that survives a week",
        unit="share",
        low=0.0,
        high=0.99,
        kind="prior",
        source="judgement: courses lasted for about a quarter of a year in 2025",
    )
    dependence: float = parameter(
        0.03,
        "value to Ukraine of the standing that full credit for one answer earns with the mediator",
        unit="prize",
        low=0.0,
        high=0.12,
        kind="prior",
        source="judgement: aid and intelligence, stopped on 3 March 2025, brought acceptance in eight days",
    )
    blame: float = parameter(
        0.3,
        "standing lost by a pivotal refusal without pressure, against the credit of acceptance",
        unit="ratio",
        low=0.0,
        high=2.0,
        kind="prior",
        source="judgement",
    )
    blame_pressure: float = parameter(
        0.5,
        "further standing lost by a pivotal refusal under full pressure",
        unit="ratio",
        low=0.0,
        high=2.0,
        kind="prior",
        source="judgement: refusal costs more the higher the mediator's stake",
    )
    relation: float = parameter(
        0.2,
        "relation of the United States and Russia on 18 March 2025",
        unit="-1..1",
        low=-0.5,
        high=0.7,
        kind="prior",
        source="judgement: talks since 12 February 2025, a vote with Russia at the United Nations",
    )
    relation_gain: float = parameter(
        0.04,
        "rise of the relation by full credit for one answer",
        unit="-1..1",
        low=0.0,
        high=0.2,
        kind="prior",
        source="judgement",
    )
    relation_half_life: float = parameter(
        26.0,
        "time in which the relation goes half way back to the administration's own disposition",
        unit="weeks",
        low=4.0,
        high=104.0,
        kind="prior",
        source="judgement",
    )
    bias: float = parameter(
        0.15,
        "mediator's bias on 18 March 2025, positive to Russia",
        unit="-1..1",
        low=-0.5,
        high=0.7,
        kind="prior",
        source="judgement: aid to Ukraine was stopped, sanctions on Russia were not raised",
    )
    bias_sd: float = parameter(
        0.35,
        "spread of bias and disposition between administrations, around 0",
        unit="-1..1",
        low=0.0,
        high=0.8,
        kind="prior",
        source="judgement",
    )
    patience: float = parameter(
        0.9,
        "mediator's patience on 18 March 2025",
        unit="0..1",
        low=0.2,
        high=1.0,
        kind="prior",
        source="judgement: second month of the effort",
    )
    wear: float = parameter(
        0.04,
        "share of patience lost by an offer of its own that is refused",
        unit="share",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement: 13 proposals in 27 weeks of 2025, the general ceasefire dropped in August",
    )
    recovery_half_life: float = parameter(
        52.0,
        "time in which half of the patience lost comes back",
        unit="weeks",
        low=8.0,
        high=260.0,
        kind="prior",
        source="judgement",
    )
    pressure: float = parameter(
        0.3,
        "pressure on 18 March 2025, on Russia if positive",
        unit="-1..1",
        low=-1.0,
        high=1.0,
        kind="prior",
        source="judgement: Ukraine had accepted on 11 March 2025, Russia had not",
    )
    strength: float = parameter(
        0.5,
        "pressure on a side without bias and blame",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    build_up: float = parameter(
        0.4,
        "share of the way to its new level that pressure goes in a week",
        unit="share",
        low=0.05,
        high=1.0,
        kind="prior",
        source="judgement: ten days from rupture to stop of aid, March 2025",
    )
    switch_rate: float = parameter(
        9.5,
        "rate at which pressure changes sides with no bias and even blame",
        unit="a year",
        low=0.0,
        high=26.0,
        kind="estimated",
        source="the side under pressure changed about every five to six weeks, February to August 2025",
    )
    switch_blame: float = parameter(
        2.0,
        "log of the switching rate per share of blame on the side not under pressure, from even",
        unit="log",
        low=0.0,
        high=6.0,
        kind="prior",
        source="judgement",
    )
    switch_bias: float = parameter(
        1.0,
        "log of the switching rate per unit of bias",
        unit="log",
        low=0.0,
        high=4.0,
        kind="prior",
        source="judgement",
    )
    change_told: float = parameter(
        0.25,
        "weekly change of aid or relief from which the log tells of it",
        unit="share",
        low=0.05,
        high=1.0,
        kind="convention",
        source="keeps the log short",
    )


@rule
def side_of(pressure: float) -> float:
    """Side under pressure: 1 for Russia, -1 for Ukraine."""
    return 1.0 if pressure > 0.0 else -1.0


@rule
def switch_probability(
    side: float, blame_russia: float, bias: float, parameters: MediatorParameters
) -> float:
    """Probability that pressure changes sides this week; `side` is the one under it, 1 Russia, -1 Ukraine.

    Hazard rate * exp(b (blame on the other side - 1/2) + k bias towards the side now spared): it comes sooner
    the more the spared side is blamed, later the more it is favoured.
    """
    blamed = blame_russia if side < 0.0 else 1.0 - blame_russia
    tilt = parameters.switch_blame * (blamed - 0.5) + parameters.switch_bias * bias * side
    return weekly(parameters.switch_rate * exp(tilt))


@rule
def next_pressure(
    pressure: float, side: float, blame_russia: float, bias: float, parameters: MediatorParameters
) -> float:
    """Pressure a week later on `side` (1 Russia, -1 Ukraine): hard on the blamed, soft on the favoured."""
    blamed = blame_russia if side > 0.0 else 1.0 - blame_russia
    target = side * clip(parameters.strength * (0.5 + blamed) * (1.0 - side * bias), 0.0, 1.0)
    return pressure + parameters.build_up * (target - pressure)


@rule
def blame_ratio(side: int, pressure: float, parameters: MediatorParameters) -> float:
    """Standing that a belligerent loses by a pivotal refusal: more if it is the one under pressure."""
    on_it = pressure if side == Actor.RUSSIA else -pressure
    return parameters.blame + parameters.blame_pressure * max(on_it, 0.0)


@rule
def next_opening(opening: float, relation: float, normal: float, parameters: MediatorParameters) -> float:
    """Opening of next week: log AR(1) around a level in proportion to the warmth of the relation."""
    level = log(max(parameters.opening, 0.0) * (1.0 + relation) / (1.0 + parameters.relation))
    deviation = parameters.opening_memory * (log(opening) - level) + parameters.opening_sd * normal
    return exp(level + deviation)


@rule
def towards(value: float, target: float, half_life: float) -> float:
    """`value` a week later, on its way to `target` with the given half-life in weeks."""
    return target + (value - target) * kept_in(half_life)
