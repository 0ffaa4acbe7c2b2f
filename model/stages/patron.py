"""The patron's week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.events import emit
from agents.patron import step_patron
from agents.rules import rule
from agents.vocabulary import Actor, Happening, Support

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def danger_of_disorder(ledger: Ledger) -> float:
    """Disorder in Moscow as seen from abroad: open dissent, or a contest for the succession without consensus."""
    split = 1.0 - ledger.contest.consensus if ledger.contest.active else 0.0
    return max(ledger.regime.elite_dissent, split)


@rule
def choose_support(ledger: Ledger, p: Parameters) -> bool:
    """China chooses its support; return whether a pole has changed.

    The threat of secondary sanctions is the reach of the United States sanctions in force. Before the first
    week of war nobody has weighed its end, and no defeat is feared.
    """
    china = ledger.states[Actor.CHINA]
    return step_patron(
        ledger.patron,
        p.patron,
        ledger.russian_economy.sanctions_us,
        ledger.russian_economy.discount,
        1.0 - china.victory if ledger.log.week > 0 else 0.0,
        danger_of_disorder(ledger),
    )


@rule
def tell_support(ledger: Ledger, changed: bool) -> None:
    """Log a change of China's pole, in one domain or (-1) in all."""
    if changed:
        patron = ledger.patron
        domain = patron.domain if patron.assumption == Support.ENDOGENOUS else -1
        pole = patron.poles[patron.domain]
        emit(ledger.log, Happening.SUPPORT_CHANGES, Actor.CHINA, Actor.RUSSIA, -1, pole, 1.0 * domain)


@rule
def patron(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """China chooses its support."""
    tell_support(ledger, choose_support(ledger, p))
