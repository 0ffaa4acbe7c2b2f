"""The mediator's leverage: aid withheld from Ukraine within days, relief from sanctions granted to Russia over years.

Leverage of two speeds on two sides (Favretto 2009). Reduces to aid as the resolve has it and no relief where neither
pressure nor relation passes its threshold.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import clip, divide
from agents.records import parameter
from agents.rules import rule


@dataclass(frozen=True)
class LeverageParameters:
    """From where aid is withheld and relief granted, and how fast."""

    aid_resolve: float = parameter(
        0.5,
        "resolve at which American aid and intelligence flow as on 18 March 2025",
        unit="0..1",
        low=0.1,
        high=1.0,
        kind="convention",
        source="resolve of the United States in the table of states: resumed in full on 11 March 2025",
    )
    aid_lever: float = parameter(
        1.0,
        "share of aid withheld under full pressure on Ukraine",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source="aid and intelligence were stopped in full, 3-11 March 2025",
    )
    aid_threshold: float = parameter(
        0.5,
        "pressure on Ukraine from which aid is withheld",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: one stop in four spells of pressure on Ukraine in 2025",
    )
    aid_speed: float = parameter(
        0.8,
        "share of the way to its new level that aid goes in a week",
        unit="share",
        low=0.05,
        high=1.0,
        kind="estimated",
        source="stopped and resumed within days, March 2025",
    )
    relief_threshold: float = parameter(
        0.3,
        "relation from which the United States grants relief from sanctions",
        unit="-1..1",
        low=0.0,
        high=0.9,
        kind="prior",
        source="judgement: none was granted by August 2025",
    )
    relief_speed: float = parameter(
        0.02,
        "share of the way to its new level that relief from sanctions goes in a week",
        unit="share",
        low=0.0,
        high=0.2,
        kind="prior",
        source="judgement: leverage on Russia moves late, some of it by act of Congress",
    )


@rule
def warranted_relief(relation: float, parameters: LeverageParameters) -> float:
    """Relief from sanctions that the relation warrants: in proportion to what it has above the threshold."""
    return clip((relation - parameters.relief_threshold) / (1.0 - parameters.relief_threshold), 0.0, 1.0)


@rule
def next_relief(relief: float, relation: float, parameters: LeverageParameters) -> float:
    """Relief from sanctions: late and slow on its way to what the relation warrants."""
    return relief + parameters.relief_speed * (warranted_relief(relation, parameters) - relief)


@rule
def base_aid(resolve: float, parameters: LeverageParameters) -> float:
    """United States aid and intelligence that flow without pressure on Ukraine."""
    return clip(divide(resolve, parameters.aid_resolve, 1.0), 0.0, 1.0)


@rule
def next_aid(flow: float, resolve: float, pressure: float, parameters: LeverageParameters) -> float:
    """Aid and intelligence that flow: withheld within days from a Ukraine pressed beyond the threshold."""
    beyond = max(-pressure - parameters.aid_threshold, 0.0)
    withheld = parameters.aid_lever * divide(beyond, 1.0 - parameters.aid_threshold, 0.0)
    target = base_aid(resolve, parameters) * (1.0 - withheld)
    return flow + parameters.aid_speed * (target - flow)
