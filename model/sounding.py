"""Soundings: what others know of the least that each belligerent would sign, and what its answers teach them.

Private values and the rent that they earn (Myerson and Satterthwaite 1983; Fearon 1995 on misrepresentation), found
out by refusals of one text after another (Raiffa 1982), narrowing as views of the war converge (Slantchev 2003).
Reduces to known reservations where nothing is private.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, normal_cdf, sqrt
from agents.records import parameter
from agents.rules import rule

if TYPE_CHECKING:
    from agents.states import State

_EVEN = math.sqrt(12.0)
"""Width of an even range over its standard deviation."""


@dataclass(frozen=True)
class SoundingParameters:
    """How much of the least that a side would sign is its own secret, and what the secret earns it."""

    secrecy: float = parameter(
        1.0,
        "share of the spread of types and views that others cannot see: 0, and all know what each would sign",
        unit="share",
        low=0.0,
        high=1.0,
        kind="convention",
        source="switch: 1 in the model, 0 to see what private information does",
    )
    rent: float = parameter(
        1.0 / 3.0,
        "what a side holds out for beyond its least, over how far that lies above the weakest it is taken for",
        unit="ratio",
        low=0.0,
        high=1.0,
        kind="convention",
        source="Myerson and Satterthwaite (1983): second best with uniform values; 1 is their profit-seeking broker",
    )


@rule
def take_place(side: State, normal: float, aims_spread: float) -> None:
    """Set the place of a new office-holder among those who might hold his office; nothing is known of him yet.

    His place goes with his type: who is more attached to the aims (`normal` low) has the higher least.
    """
    side.place = normal_cdf(-normal)
    side.aims_spread = aims_spread
    side.risen = 0.0
    side.lowered = 0.0


@rule
def conceal(side: State, p: SoundingParameters) -> None:
    """Write what a belligerent hides of its least, and what it holds out for by that.

    Others can see the war and what it is usually worth, but neither how attached the office-holder is nor how he
    reads the front, of which they are as unsure as he is. Both move the least: an even range as wide as that.
    """
    scale = 1.0 + side.attachment
    least = side.war_value + max(side.commitment_gap, 0.0)
    by_aims = (1.0 - least) * side.aims_spread / (scale * scale)
    by_front = side.drift_value / scale
    spread = sqrt(by_aims * by_aims + by_front * by_front * side.belief_variance)
    width = p.secrecy * _EVEN * spread
    side.hidden = side.place * width
    side.claim = p.rent * side.hidden
    side.span = (1.0 + p.rent) * width


@rule
def blur(side: State, kept: float) -> None:
    """Let a week's share of what answers to texts taught fade."""
    side.risen = kept * side.risen
    side.lowered = kept * side.lowered


@rule
def reservation(side: State) -> float:
    """Least that a settlement must be worth to a belligerent.

    Its value of fighting on, with Powell's gap; and since what it signs away of its aims weighs more if it is
    attached to them (a loss is felt against the aims as reference point, Levy 1997), u - a (1 - u) >= W.
    """
    least = side.war_value + max(side.commitment_gap, 0.0)
    return divide(least + side.attachment, 1.0 + side.attachment, least)


@rule
def rise_by_text(side: State) -> float:
    """Rise of the reservation by the shift of power that the text on the table would bring."""
    return divide(side.gap_rise, 1.0 + side.attachment, 0.0)


@rule
def held_out_for(side: State) -> float:
    """What a belligerent signs for: its reservation under the text on the table, and its rent."""
    return reservation(side) + rise_by_text(side) + side.claim


@rule
def understated(side: State) -> float:
    """How far below a side's reservation the least is that others still think it may sign for."""
    return side.hidden - side.risen - rise_by_text(side)


@rule
def chance_to_sign(side: State, gain: float) -> float:
    """Chance, to others, that a side signs what leaves it `gain` above the least that they think possible."""
    sure = 1.0 if gain >= 0.0 else 0.0
    width = max(side.span - side.lowered - side.risen, 0.0)
    return clip(divide(gain, width, sure), 0.0, 1.0)


@rule
def expect_signature(side: State, worth: float) -> float:
    """Chance, to others, that a side signs a text worth `worth` to it."""
    return chance_to_sign(side, worth - reservation(side) + understated(side))


@rule
def sound(russia: State, ukraine: State, for_russia: float, for_ukraine: float) -> bool:
    """Whether both, asked in confidence, would sign a text worth that much to each; others learn from it.

    Nothing said in confidence earns credit or blame, so that each answers by what the text is worth alone.
    """
    first = for_russia >= held_out_for(russia)
    second = for_ukraine >= held_out_for(ukraine)
    learn_signature(russia, for_russia, first)
    learn_signature(ukraine, for_ukraine, second)
    return first and second


@rule
def learn_signature(side: State, worth: float, signed: bool) -> None:
    """Let others narrow the range by an answer to a text worth `worth` to a side.

    A refusal raises the least that is thought possible to what was refused, a signature lowers the most. It does
    not tell its reasons: what the text would do to power is taken for part of the least.
    """
    beyond = worth - reservation(side) + side.hidden
    if signed:
        side.lowered = max(side.lowered, side.span - beyond)
    else:
        side.risen = max(side.risen, beyond)
