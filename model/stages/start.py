"""Before the first week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.blocs import count_blocs
from agents.organs import link_commanders
from agents.palace import entitle
from agents.rules import rule
from agents.services import anchor_loyalty

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def muster(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """Before the first week: who commands which organ, what factions add up to, what each is used to."""
    link_commanders(ledger.services, roster.elites, len(roster.elites))
    anchor_loyalty(ledger.services, roster.elites, p.services)
    count_blocs(roster.elites, ledger.blocs, p.elites)
    entitle(ledger.leader, ledger.blocs, p.palace)


@rule
def start(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Muster the regime before the first week."""
    muster(ledger, roster, p)
