"""Competing risks of the ruler's exit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.rules import rule
from agents.vocabulary import Cause
from model.exits import step_exits
from model.succession import open_succession

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def leave(ledger: Ledger, p: Parameters) -> None:
    """Competing risks of the leader's exit; open the succession if he goes."""
    contest = ledger.contest
    cause = step_exits(
        ledger.leader,
        ledger.regime,
        ledger.plot.succeeded,
        ledger.leader.hands_over,
        contest.uniforms[5],
        ledger.log,
    )
    if cause != Cause.NONE:
        plot = ledger.plot
        row = ledger.services[plot.organ].commander if plot.organ >= 0 else -1
        open_succession(
            contest,
            ledger.regime,
            ledger.leader,
            ledger.blocs,
            ledger.services,
            cause,
            plot.faction,
            row,
            ledger.log,
            p.succession,
            p.contest,
        )


@rule
def exits(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Competing risks of the ruler's exit."""
    leave(ledger, p)
