"""Observables and outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.rules import rule
from model.outcomes import tally
from model.record import observe

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def record(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Observables and outcomes."""
    observe(row, ledger)
    tally(ledger.outcome, ledger, day.weeks)
