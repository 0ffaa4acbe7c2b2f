"""Decides what a plot that became known costs its target abroad: command at the front, and belief in his word.

Purges and watched commanders after a coup attempt cost military effectiveness (Talmadge 2015); the word of a leader
who may be gone binds less (McGillivray and Smith 2008). Reduces to nothing while no plot is known, or he is sure to stay.
"""

from __future__ import annotations

from agents.arithmetic import clip, kept_in
from agents.rules import rule


@rule
def next_alarm(alarm: float, known: bool, half_life: float) -> float:
    """Alarm a week later (0..1): full where a plot has become known this week, fading by half in `half_life`."""
    return 1.0 if known else alarm * kept_in(half_life)


@rule
def standing_word(alarm: float, survival: float) -> float:
    """Factor on the chance that a text is signed for good: the danger that he goes counts as far as it is seen.

    `survival` is his yearly chance to stay, as elites reckon it.
    """
    return 1.0 - clip(alarm, 0.0, 1.0) * (1.0 - clip(survival, 0.0, 1.0))
