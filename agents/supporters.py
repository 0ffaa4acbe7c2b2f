"""Supporters of Ukraine: how far they will go, and what they give.

Resolve follows disposition, alarm at the front and what an ally withholds (Olson and Zeckhauser 1966); one
member's veto binds common decisions (Tsebelis 2002). Reduces to disposition alone where nothing moves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, power
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import FIRST_EUROPEAN, STATES, Actor

if TYPE_CHECKING:
    from agents.states import State

_TABLE = "line through resolve and disposition of the six European rows of the table of states"


@dataclass(frozen=True)
class SupporterParameters:
    """What moves the resolve of supporters."""

    neutral: float = parameter(
        0.27,
        "resolve of a supporter disposed neither for nor against Ukraine, in the war as it is",
        unit="0..1",
        low=0.0,
        high=0.6,
        kind="prior",
        source=_TABLE,
    )
    devotion: float = parameter(
        0.60,
        "rise of resolve per unit of disposition towards Ukraine",
        unit="0..1",
        low=0.2,
        high=1.0,
        kind="prior",
        source=_TABLE,
    )
    alarm: float = parameter(
        0.08,
        "rise of resolve if the Russian advance doubles, fall if it stops",
        unit="0..1",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement",
    )
    usual_advance: float = parameter(
        360.0,
        "Russian advance of a usual month",
        unit="km2 a month",
        low=100.0,
        high=800.0,
        kind="estimated",
        source="daily map polygons, mean of August 2024 to March 2025",
    )
    substitution: float = parameter(
        0.10,
        "rise of European resolve if American aid stops",
        unit="0..1",
        low=-0.2,
        high=0.4,
        kind="prior",
        source="judgement: Europe rallied after 28 February 2025; disheartenment is possible too",
    )
    half_life: float = parameter(
        26.0,
        "time in which resolve goes half way to its new level",
        unit="weeks",
        low=4.0,
        high=104.0,
        kind="prior",
        source="judgement: budgets are yearly",
    )
    resolve_sd: float = parameter(
        0.004,
        "weekly shock to resolve",
        unit="0..1",
        low=0.0,
        high=0.03,
        kind="prior",
        source="judgement",
    )
    turnover: float = parameter(
        0.25,
        "spread of the change of a European disposition when an office falls due",
        unit="-1..1",
        low=0.0,
        high=0.8,
        kind="prior",
        source="judgement: spread of the priors on stances",
    )
    vetoed: float = parameter(
        0.15,
        "share of the aid of the EU institutions' row that one wholly unwilling member blocks",
        unit="share",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: EUR 6.6 bn of the European Peace Facility blocked since 2023",
    )


@rule
def resolve_at_rest(
    state: State,
    european: bool,
    faster: float,
    urgency: float,
    us_aid: float,
    parameters: SupporterParameters,
) -> float:
    """Resolve to which a supporter tends; `faster` is the advance over a usual one, less 1."""
    target = parameters.neutral + parameters.devotion * state.affinity_ukraine + parameters.alarm * faster
    if european:
        target += parameters.substitution * (1.0 - us_aid)
    return clip(urgency * target, 0.0, 1.0)


@rule
def move_resolve(
    state: State,
    actor: int,
    momentum_km2: float,
    urgency: float,
    us_aid: float,
    parameters: SupporterParameters,
) -> None:
    """Move the resolve of one European, or of the United States, a week on; shock `normals[1]`.

    Parameters
    ----------
    state, actor : State, int
        The supporter (its `resolve` is written; that of others is left alone) and its row.
    momentum_km2 : float
        Russian advance, km2 a month.
    urgency : float
        Urgency of supporting Ukraine, 1 while the war goes on, less in a long truce (`model/europe.py`).
    us_aid : float
        United States aid that flows.
    """
    european = actor >= FIRST_EUROPEAN
    if european or actor == Actor.UNITED_STATES:
        faster = clip(momentum_km2 / parameters.usual_advance - 1.0, -1.0, 1.0)
        kept = power(0.5, 1.0 / parameters.half_life)
        rest = resolve_at_rest(state, european, faster, urgency, us_aid, parameters)
        moved = rest + kept * (state.resolve - rest) + parameters.resolve_sd * state.normals[1]
        state.resolve = clip(moved, 0.0, 1.0)


@rule
def give_aid(states: list[State], us_aid: float, parameters: SupporterParameters) -> None:
    """Write the aid of each supporter: means times resolve; a hostile member blocks part of common aid."""
    blocked = parameters.vetoed * (1.0 - states[Actor.HUNGARY].resolve)
    for actor in range(FIRST_EUROPEAN, STATES):
        state = states[actor]
        state.aid = state.capability * state.resolve
    common = states[Actor.EUROPEAN_UNION]
    common.aid = common.aid * (1.0 - blocked)
    states[Actor.UNITED_STATES].aid = states[Actor.UNITED_STATES].capability * us_aid


@rule
def change_disposition(state: State, normal: float, parameters: SupporterParameters) -> None:
    """Draw the disposition of a European state whose office falls due."""
    state.affinity_ukraine = clip(state.affinity_ukraine + parameters.turnover * normal, -1.0, 1.0)
    state.affinity_russia = -state.affinity_ukraine
