"""Decides what a truce does to Europe: urgency, cohesion, the reassurance force, pressure for relief.

Cohesion is the share of decisions on support that go through among members of unequal resolve, some of them
under unanimity (veto players: Tsebelis 2002). Reduces to the weighted mean resolve where none is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, exp
from agents.records import Record, column, parameter
from agents.rules import rule
from agents.vocabulary import FIRST_EUROPEAN, STATES, Actor, Scope

if TYPE_CHECKING:
    from agents.states import State
    from model.table import Diplomacy
    from model.truce import Truce


class Europe(Record):
    """What Europe's members have in common."""

    urgency: float = column("urgency of supporting Ukraine, 1 while the war goes on", "index")
    quiet_days: float = column("time under a general truce or a settlement without a break", "days")
    agreement: float = column("resolve to support Ukraine, weighted by capability", "0..1")
    blocked: float = column("share of decisions under unanimity that a veto stops", "share")


@dataclass(frozen=True)
class EuropeParameters:
    """Urgency, veto, reassurance force and sanctions relief."""

    complacency: float = parameter(
        0.3,
        "fall of urgency in a long general truce",
        unit="share",
        low=0.0,
        high=0.7,
        kind="prior",
        source="judgement: a claim to test, that a ceasefire could disrupt European unity and momentum",
    )
    limited: float = parameter(
        0.2,
        "effect on urgency of a short or sector truce over that of a general one",
        unit="ratio",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement: aid went on through the energy pause of 2025",
    )
    relaxing_time: float = parameter(
        26.0,
        "time in which urgency falls",
        unit="weeks",
        low=8.0,
        high=104.0,
        kind="prior",
        source="judgement",
    )
    alarm_time: float = parameter(
        4.0,
        "time in which urgency is back when fighting resumes",
        unit="weeks",
        low=1.0,
        high=26.0,
        kind="prior",
        source="judgement: emergency summits met within days in February and March 2025",
    )
    unanimity: float = parameter(
        0.4,
        "share of decisions on support that need unanimity",
        unit="share",
        low=0.1,
        high=0.8,
        kind="prior",
        source="judgement: sanctions and the common budget do, national aid does not",
    )
    circumvention: float = parameter(
        0.7,
        "share of vetoes bought off or passed by",
        unit="share",
        low=0.2,
        high=0.95,
        kind="estimated",
        source="European Council, 6 and 20 March 2025: 26 of 27, Hungary out, Slovakia bought off",
    )
    reassurance: float = parameter(
        0.2,
        "readiness of the reassurance force at the start",
        unit="0..1",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement: 10-30 thousand under discussion in March 2025",
    )
    planning_time: float = parameter(
        40.0,
        "time in which the force is made ready",
        unit="weeks",
        low=13.0,
        high=104.0,
        kind="prior",
        source="judgement",
    )
    backstop: float = parameter(
        0.5,
        "share of the readiness that needs the United States behind it",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: its lead nations called it essential in March 2025",
    )
    relief_time: float = parameter(
        26.0,
        "time in which quiet builds up pressure for sanctions relief",
        unit="weeks",
        low=8.0,
        high=104.0,
        kind="prior",
        source="judgement",
    )


@rule
def open_europe(
    europe: Europe, parameters: EuropeParameters, diplomacy: Diplomacy, states: list[State]
) -> None:
    """Set Europe as it stood on 18 March 2025; the members' resolve must have been set."""
    europe.urgency = 1.0
    europe.quiet_days = 0.0
    diplomacy.reassurance = parameters.reassurance
    diplomacy.cohesion = cohesion(europe, parameters, states)


@rule
def relax_europe(europe: Europe, parameters: EuropeParameters, truces: list[Truce]) -> None:
    """Let urgency fall in a truce and return with the fighting; the members' resolve follows it."""
    lull = 0.0
    if truces[Scope.GENERAL].active or truces[Scope.FINAL].active:
        lull = 1.0
    elif truces[Scope.SHORT].active or truces[Scope.SECTOR].active:
        lull = parameters.limited
    aim = 1.0 - parameters.complacency * lull
    time = parameters.relaxing_time if aim < europe.urgency else parameters.alarm_time
    europe.urgency += (1.0 - exp(-1.0 / time)) * (aim - europe.urgency)
    europe.quiet_days = europe.quiet_days + 7.0 if lull == 1.0 else 0.0


@rule
def step_europe(
    europe: Europe, parameters: EuropeParameters, diplomacy: Diplomacy, states: list[State]
) -> None:
    """Make of the members' resolve what Europe is this week: its cohesion and the force made ready."""
    diplomacy.cohesion = cohesion(europe, parameters, states)
    diplomacy.reassurance = readiness(parameters, states, diplomacy.reassurance, diplomacy.us_aid)


@rule
def cohesion(europe: Europe, parameters: EuropeParameters, states: list[State]) -> float:
    """Share of decisions on support that go through: agreement, less what the least willing vetoes."""
    will = 0.0
    weight = 0.0
    least = 1.0
    for member in range(FIRST_EUROPEAN, STATES):
        will += states[member].capability * states[member].resolve
        weight += states[member].capability
        least = min(least, states[member].resolve)
    europe.agreement = divide(will, weight, 0.0)
    europe.blocked = (1.0 - least) * (1.0 - parameters.circumvention)
    return europe.agreement * (1.0 - parameters.unanimity * europe.blocked)


@rule
def readiness(
    parameters: EuropeParameters, states: list[State], reassurance: float, us_support: float
) -> float:
    """Readiness of the force: it moves to the will of its lead nations, short of what needs a backstop."""
    will = 0.5 * (states[Actor.UNITED_KINGDOM].resolve + states[Actor.FRANCE].resolve)
    aim = will * (1.0 - parameters.backstop * (1.0 - us_support))
    return reassurance + (1.0 - exp(-1.0 / parameters.planning_time)) * (aim - reassurance)


@rule
def relief_pressure(europe: Europe, parameters: EuropeParameters, us_russia: float) -> float:
    """Pressure for relief from sanctions (0..1): grows with quiet and with Russian-American relations."""
    quiet = 1.0 - exp(-europe.quiet_days / (7.0 * parameters.relief_time))
    return quiet * clip(0.5 * (1.0 + us_russia), 0.0, 1.0)
