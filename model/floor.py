"""The floor: who has it in a week, what proposing earns and costs, and how long offers are.

Recognition by fixed weights (Baron and Ferejohn 1989). Reduces to each in turn alike where weights are even.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import Actor, Scope

PROPOSERS = 4
EUROPE = 3
"""Row of the Europeans among the proposers; the others stand at their own `Actor`."""


@dataclass(frozen=True)
class ProposalParameters:
    """What proposing earns and costs, and how long offers are."""

    first_week: str = parameter(
        "jeddah",
        "what lies before Russia in the first week: the ceasefire accepted by Ukraine at Jeddah, or nothing",
        unit="",
        choices=("jeddah", "nothing"),
        kind="measured",
        source="American proposal of 11 March 2025, put again on 18 March 2025",
    )
    initiative: float = parameter(
        0.5,
        "credit for an initiative of one's own, over that for accepting another's",
        unit="ratio",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: unilateral truces of April and May 2025 were welcomed",
    )
    onus: float = parameter(
        0.15,
        "share of the blame for a refusal that falls on a belligerent who refuses the other's own proposal",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    staleness: float = parameter(
        10.0,
        "time in which half of the credit for an initiative, or of the worth of asking again, comes back",
        unit="weeks",
        low=2.0,
        high=52.0,
        kind="prior",
        source="judgement on the Trilateral Contact Group: 22 truces declared anew in 225 weeks, most on feasts",
    )
    seriousness: float = parameter(
        0.3,
        "credit of a settlement text that could not suit the other, over that of one that could",
        unit="ratio",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: such texts of November 2022, June and October 2024 were taken as positions and talked of",
    )
    recognition_russia: float = parameter(
        0.25,
        "weight of Russia in who has the floor in a week",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source="7 to 8 of 27 proposals of February to August 2025",
    )
    recognition_ukraine: float = parameter(
        0.15,
        "weight of Ukraine in who has the floor in a week",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source="3 of 27 proposals of February to August 2025, one joint one, and weeks of silence",
    )
    recognition_mediator: float = parameter(
        0.45,
        "weight of the United States in who has the floor in a week",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source="11 to 13 of 27 proposals of February to August 2025",
    )
    recognition_europe: float = parameter(
        0.15,
        "weight of the Europeans in who has the floor in a week",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source="3 of 27 proposals of February to August 2025, and weeks of silence",
    )
    effort: float = parameter(
        0.0005,
        "cost of putting a proposal on the table",
        unit="prize",
        low=0.0,
        high=0.03,
        kind="prior",
        source="judgement",
    )
    rebuff: float = parameter(
        0.001,
        "cost to whoever asks at once for a scope that has just been refused or let lapse; it fades with staleness",
        unit="prize",
        low=0.0,
        high=0.03,
        kind="prior",
        source="sign: Greig and Diehl (2012), failed mediation costs the mediator; size a judgement, with eight general "
        "ceasefires put to Russia from 18 March to August 2025 in view, none of them from 19 March to 10 May",
    )
    spread: float = parameter(
        0.001,
        "noise of the utility of proposing",
        unit="prize",
        low=0.0001,
        high=0.02,
        kind="prior",
        source="judgement: about one proposal a week, 12 February to 18 August 2025",
    )
    mediator_stake: float = parameter(
        0.06,
        "worth to the mediator of a general ceasefire, at full patience",
        unit="prize",
        low=0.0,
        high=0.2,
        kind="prior",
        source="judgement: 13 of 27 proposals of February to August 2025",
    )
    europe_stake: float = parameter(
        0.012,
        "worth to Europe of a general ceasefire, or of showing who refuses it, at full resolve",
        unit="prize",
        low=0.0,
        high=0.1,
        kind="prior",
        source="judgement: 3 of 27 proposals of February to August 2025",
    )
    days_human: float = parameter(
        7.0,
        "time that an exchange takes",
        unit="days",
        low=1.0,
        high=60.0,
        kind="convention",
        source="a week of the model",
    )
    days_short: float = parameter(
        1.5,
        "shorter length of a short truce proposed",
        unit="days",
        low=0.25,
        high=7.0,
        kind="estimated",
        source="30 and 72 hours, April and May 2025",
    )
    days_sector: float = parameter(
        30.0,
        "shorter length of a sector truce proposed",
        unit="days",
        low=7.0,
        high=90.0,
        kind="measured",
        source="energy pause of 18 March 2025",
    )
    days_general: float = parameter(
        30.0,
        "shorter length of a general ceasefire proposed",
        unit="days",
        low=7.0,
        high=180.0,
        kind="measured",
        source="proposals of March to June 2025: 30 to 90 days",
    )
    longer: float = parameter(
        2.0,
        "longer of the two lengths at which a belligerent may propose a truce, over the shorter",
        unit="ratio",
        low=1.0,
        high=3.0,
        kind="estimated",
        source="April to June 2025: 72 hours after 30 (2.4), a ceasefire of 30 to 90 days (the middle: 2)",
    )


@rule
def shorter_days(scope: int, parameters: ProposalParameters) -> float:
    """Shorter of the two lengths at which a scope is proposed; a settlement has none."""
    if scope == Scope.HUMAN:
        return parameters.days_human
    if scope == Scope.SHORT:
        return parameters.days_short
    if scope == Scope.SECTOR:
        return parameters.days_sector
    if scope == Scope.GENERAL:
        return parameters.days_general
    return 0.0


@rule
def recognition(proposer: int, parameters: ProposalParameters) -> float:
    """Weight with which a proposer has the floor in a week."""
    if proposer == Actor.RUSSIA:
        return parameters.recognition_russia
    if proposer == Actor.UKRAINE:
        return parameters.recognition_ukraine
    if proposer == EUROPE:
        return parameters.recognition_europe
    return parameters.recognition_mediator
