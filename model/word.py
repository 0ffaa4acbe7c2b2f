"""The word: what is remembered of agreements that a belligerent kept or broke, and what its next promise is worth.

Reputation for keeping agreements (Sartori 2002; Tomz 2007), which goes with the office-holder (McGillivray and Smith
2000), and which small steps can test (Kydd 2005). Reduces to the first belief where no agreement was ever made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.records import parameter
from agents.rules import rule

if TYPE_CHECKING:
    from agents.states import State


@dataclass(frozen=True)
class WordParameters:
    """What is believed at first of a belligerent's word."""

    word_kept: float = parameter(
        3.0,
        "Beta count at the start: terms of a general ceasefire that a belligerent kept and renewed",
        unit="count",
        low=0.5,
        high=50.0,
        kind="prior",
        source="judgement: six in ten, and as many in all as answers that first beliefs are worth",
    )
    word_broken: float = parameter(
        2.0,
        "Beta count at the start: terms that it broke",
        unit="count",
        low=0.5,
        high=50.0,
        kind="prior",
        source="judgement: the truces of spring 2025 ran out, most of those in Donbas were broken",
    )


@rule
def word_lost(state: State, p: WordParameters) -> float:
    """Share of its first standing as one who keeps agreements that a belligerent has lost; below 0 if it has risen.

    The mean of a Beta belief over the first one, k / (k + b) to (k + kept) / (k + b + kept + broken). Agreements count by
    the credit that they earned.
    """
    prior = p.word_kept + p.word_broken
    first = p.word_kept / prior
    return 1.0 - (p.word_kept + state.kept) / (prior + state.kept + state.broke) / first


@rule
def remember(state: State, weight: float, broken: bool) -> None:
    """Count a term that was kept and renewed, or that this side broke."""
    if broken:
        state.broke = state.broke + weight
    else:
        state.kept = state.kept + weight


@rule
def fade_word(state: State, kept: float) -> None:
    """Let a week's share of that memory fade; at 0, as for a new office-holder, nothing is left of it."""
    state.kept = kept * state.kept
    state.broke = kept * state.broke
