"""Learning: what each expects the others to answer, from what they answered before.

Beta counts by scope, forgotten at a constant rate towards the first belief (discounted learning; Cheung and
Friedman 1997). Reduces to the Beta-binomial posterior without forgetting.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import kept_in
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import SCOPES, Actor, Answer, Scope

if TYPE_CHECKING:
    from agents.states import State

OBSERVERS = (int(Actor.RUSSIA), int(Actor.UKRAINE), int(Actor.UNITED_STATES), int(Actor.EUROPEAN_UNION))
"""Rows that keep counts: the belligerents of each other, the rest of both together."""

_RECORD = "judgement from the answers up to 18 March 2025"


@dataclass(frozen=True)
class LearningParameters:
    """What is believed of answers at the start, and how fast experience counts and fades."""

    russia_human: float = parameter(
        0.8,
        "believed chance that Russia accepts an exchange",
        unit="share",
        low=0.05,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    russia_short: float = parameter(
        0.5,
        "believed chance that Russia accepts a short truce",
        unit="share",
        low=0.05,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    russia_sector: float = parameter(
        0.4,
        "believed chance that Russia accepts a sector truce",
        unit="share",
        low=0.05,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    russia_general: float = parameter(
        0.2,
        "believed chance that Russia accepts a general ceasefire",
        unit="share",
        low=0.02,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    russia_final: float = parameter(
        0.15,
        "believed chance that Russia accepts a settlement that it did not draft",
        unit="share",
        low=0.02,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    ukraine_human: float = parameter(
        0.9,
        "believed chance that Ukraine accepts an exchange",
        unit="share",
        low=0.05,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    ukraine_short: float = parameter(
        0.6,
        "believed chance that Ukraine accepts a short truce",
        unit="share",
        low=0.05,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    ukraine_sector: float = parameter(
        0.8,
        "believed chance that Ukraine accepts a sector truce",
        unit="share",
        low=0.05,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    ukraine_general: float = parameter(
        0.85,
        "believed chance that Ukraine accepts a general ceasefire",
        unit="share",
        low=0.05,
        high=0.95,
        kind="prior",
        source="judgement: accepted at Jeddah on 11 March 2025",
    )
    ukraine_final: float = parameter(
        0.05,
        "believed chance that Ukraine accepts a settlement that it did not draft",
        unit="share",
        low=0.02,
        high=0.95,
        kind="prior",
        source=_RECORD,
    )
    prior_strength: float = parameter(
        5.0,
        "answers that the first beliefs about answers are worth",
        unit="count",
        low=1.0,
        high=50.0,
        kind="prior",
        source="judgement",
    )
    memory: float = parameter(
        52.0,
        "time in which half of what answers taught is forgotten",
        unit="weeks",
        low=8.0,
        high=520.0,
        kind="prior",
        source="judgement",
    )


@rule
def believed_acceptance(side: int, scope: int, p: LearningParameters) -> float:
    """Chance believed at the start that a belligerent accepts a scope proposed by others."""
    russia = side == Actor.RUSSIA
    if scope == Scope.HUMAN:
        return p.russia_human if russia else p.ukraine_human
    if scope == Scope.SHORT:
        return p.russia_short if russia else p.ukraine_short
    if scope == Scope.SECTOR:
        return p.russia_sector if russia else p.ukraine_sector
    if scope == Scope.GENERAL:
        return p.russia_general if russia else p.ukraine_general
    return p.russia_final if russia else p.ukraine_final


@rule
def first_belief(observer: int, scope: int, p: LearningParameters) -> float:
    """Chance that an observer gives at the start: of the rival for a belligerent, of both for others."""
    if observer == Actor.RUSSIA:
        return believed_acceptance(Actor.UKRAINE, scope, p)
    if observer == Actor.UKRAINE:
        return believed_acceptance(Actor.RUSSIA, scope, p)
    return believed_acceptance(Actor.RUSSIA, scope, p) * believed_acceptance(Actor.UKRAINE, scope, p)


@rule
def forget(states: list[State], p: LearningParameters) -> None:
    """Let a week's share of what answers taught fade, towards the first belief."""
    kept = kept_in(p.memory)
    for observer in OBSERVERS:
        state = states[observer]
        for scope in range(SCOPES):
            first = first_belief(observer, scope, p)
            accepted = p.prior_strength * first
            refused = p.prior_strength * (1.0 - first)
            state.accepts[scope] = accepted + kept * (state.accepts[scope] - accepted)
            state.refuses[scope] = refused + kept * (state.refuses[scope] - refused)


@rule
def learn_answer(rival: State, answer: int, scope: int, granted: int) -> None:
    """Let the rival of one who answered count it: a partial answer refuses the scope and accepts its rung."""
    if answer == Answer.ACCEPT:
        rival.accepts[scope] = rival.accepts[scope] + 1.0
    else:
        rival.refuses[scope] = rival.refuses[scope] + 1.0
    if answer == Answer.PARTIAL:
        rival.accepts[granted] = rival.accepts[granted] + 1.0


@rule
def learn_outcome(observer: State, scope: int, result: int) -> None:
    """Let a third party count what came of a proposal: `result` is the scope concluded, -1 for none."""
    if result == scope:
        observer.accepts[scope] = observer.accepts[scope] + 1.0
    else:
        observer.refuses[scope] = observer.refuses[scope] + 1.0
        if result >= 0:
            observer.accepts[result] = observer.accepts[result] + 1.0
