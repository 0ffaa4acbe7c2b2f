"""What decided an exit, a coup or the end of a truce: hazards and odds of its rule, noted in their week."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agents.arithmetic import WEEKS_A_YEAR
from agents.vocabulary import Cause, Happening, label

LEAST = 0.0005
"""Hazards a year below this print as nothing, and are left out."""


@dataclass(frozen=True)
class Why:
    """What stood behind one event: a caption, and rows of words and numbers as printed."""

    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Plotted:
    """A plot as it stood before a stage, which forgets one that fails."""

    chance: float
    force: float
    organs: int
    weeks: float

    @classmethod
    def of(cls, ledger: Any) -> Plotted:
        """Copy what is asked for."""
        plot = ledger.plot
        organs = sum(int(member) for member in plot.members)
        return cls(float(plot.chance), float(plot.force), organs, float(plot.weeks))


def why_of(ledger: Any, event: Any, stood: Plotted) -> Why | None:
    """Return what decided an event of the stage just played, or None for a kind that the log tells otherwise."""
    found = _BEHIND.get(int(event.kind))
    return found(ledger, event, stood) if found else None


def _exit(ledger: Any, event: Any, stood: Plotted) -> Why:
    hazards = {
        cause: WEEKS_A_YEAR * float(ledger.leader.hazard[cause]) for cause in Cause if cause != Cause.NONE
    }
    largest = sorted((-value, cause) for cause, value in hazards.items() if value >= LEAST)
    rows = tuple((_words(cause), f"{-value:.3f} a year") for value, cause in largest)
    return Why(
        "Hazards of the week; a coup, a handover and a lost vote are decided by those who make them", rows
    )


def _words(cause: Cause) -> str:
    return "coup, as outsiders reckon it" if cause == Cause.COUP else label(cause)


def _plot(ledger: Any, event: Any, stood: Plotted) -> Why:
    return Why(
        "The plot a week before",
        (
            ("probability of a fall if it struck, as the plotters saw it", f"{stood.chance:.2f}"),
            ("force near the capital in position", f"{stood.force:.0%}"),
            ("organs that took part", f"{stood.organs}"),
            ("weeks since it formed", f"{stood.weeks:.0f}"),
        ),
    )


def _truce(ledger: Any, event: Any, stood: Plotted) -> Why:
    truce = ledger.truces[int(event.scope)]
    return Why(
        "The truce in its last week",
        (
            ("hazard of breakdown without incidents", f"{float(truce.hazard):.3f} a week"),
            ("probability that it is Russia who breaks it", f"{float(truce.breaker_russia):.2f}"),
            ("major incidents in the week", f"{int(truce.incidents)}"),
            ("probability that both would extend it", f"{float(truce.extends):.2f}"),
            ("Russia's share of the reluctance to extend", f"{float(truce.reluctant_russia):.2f}"),
        ),
    )


_BEHIND: dict[int, Callable[[Any, Any, Plotted], Why]] = {
    int(kind): behind
    for behind, kinds in {
        _exit: (Happening.EXIT,),
        _plot: (Happening.COUP, Happening.PLOT_EXPOSED, Happening.PLOT_LAPSES),
        _truce: (Happening.TRUCE_BREAKS, Happening.TRUCE_EXPIRES),
    }.items()
    for kind in kinds
}
