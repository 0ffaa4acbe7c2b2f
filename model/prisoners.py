"""Decides when prisoners can be exchanged: men come onto both sides' lists with the fighting and go with an exchange.

Exchanges are a barter of equal numbers (the practice of 2022 to 2025), which the scarcer list limits. Reduces to
one exchange of usual size each `usual / listing` weeks where every list is used at once.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.records import Record, column, parameter
from agents.rules import rule

_HEADQUARTERS = "Ukraine's Coordination Headquarters for prisoners of war: "


class Prisoners(Record):
    """Men who could be exchanged, one for one."""

    listed: float = column("men on the lists of either side", "persons")
    returned: float = column("men returned to either side since 18 March 2025", "persons")


@dataclass(frozen=True)
class PrisonerParameters:
    """How fast lists fill, and how many men make an exchange."""

    listed: float = parameter(
        156.0,
        "men on the lists on 18 March 2025",
        unit="persons",
        low=75.0,
        high=400.0,
        kind="estimated",
        source="six weeks after the exchange of 5 February 2025, at the pace of 2024",
    )
    listing: float = parameter(
        26.0,
        "men who come onto the lists at the tempo of March 2025",
        unit="persons a week",
        low=15.0,
        high=60.0,
        kind="estimated",
        source=_HEADQUARTERS + "1,358 returned in 2024, 1,002 in 2023",
    )
    usual: float = parameter(
        123.0,
        "men returned to either side by a usual exchange",
        unit="persons",
        low=75.0,
        high=230.0,
        kind="measured",
        source=_HEADQUARTERS + "1,358 returned by 11 exchanges in 2024",
    )
    smallest: float = parameter(
        75.0,
        "men for whom an exchange is held at the least",
        unit="persons",
        low=25.0,
        high=120.0,
        kind="estimated",
        source=_HEADQUARTERS + "exchanges of 2024 brought 75 to 230 men",
    )


def open_lists(prisoners: Prisoners, parameters: PrisonerParameters) -> None:
    """Set the lists of 18 March 2025."""
    prisoners.listed = parameters.listed
    prisoners.returned = 0.0


@rule
def fill_lists(prisoners: Prisoners, tempo: float, parameters: PrisonerParameters) -> None:
    """A week of fighting at a tempo brings men onto the lists."""
    prisoners.listed = prisoners.listed + parameters.listing * tempo


@rule
def exchangeable(prisoners: Prisoners, parameters: PrisonerParameters) -> float:
    """Men who could be exchanged over those of a usual exchange; 0 while the lists are too short for one."""
    if prisoners.listed < parameters.smallest:
        return 0.0
    return prisoners.listed / parameters.usual


@rule
def exchange(prisoners: Prisoners) -> None:
    """Hand over all men on the lists."""
    prisoners.returned = prisoners.returned + prisoners.listed
    prisoners.listed = 0.0
