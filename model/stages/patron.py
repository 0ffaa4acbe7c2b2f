"""The patron's week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import clip
from agents.events import emit
from agents.patron import step_patron
from agents.rules import rule
from agents.vocabulary import Actor, Happening
from model.sanctions import tightened
from model.shocks import shock_patron

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.streams import Streams
    from model.world import Ledger, Roster


@rule
def choose_support(ledger: Ledger, p: Parameters) -> bool:
    """China chooses its support; return whether its pole has changed.

    It feels United States sanctions at second hand, by how far those on Russia have tightened (0..1).
    """
    return step_patron(
        ledger.patron,
        p.patron,
        clip(tightened(ledger.russian_economy.sanctions_us, p.sanctions.us), 0.0, 1.0),
        ledger.states[Actor.CHINA].victory,
        ledger.regime.elite_dissent,
    )


@rule
def tell_support(ledger: Ledger, changed: bool) -> None:
    """Log a change of China's pole."""
    if changed:
        emit(ledger.log, Happening.SUPPORT_CHANGES, Actor.CHINA, Actor.RUSSIA, -1, ledger.patron.pole, 0.0)


@rule
def patron(
    ledger: Ledger, roster: Roster, p: Parameters, streams: Streams, day: CalendarWeek, row: Observation
) -> None:
    """China chooses its support."""
    shock_patron(ledger, streams)
    tell_support(ledger, choose_support(ledger, p))
