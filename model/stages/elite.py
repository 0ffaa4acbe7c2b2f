"""Private support, public dissent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.blocs import count_blocs, tier_dissent
from agents.dissent import spread_dissent
from agents.elites import update_elites, update_support
from agents.events import emit
from agents.rules import rule
from agents.vocabulary import Happening

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def support_leader(ledger: Ledger, roster: Roster, p: Parameters, row: int) -> None:
    """An elite brings its private support up to date; it reads its patron's stance of last week."""
    elite = roster.elites[row]
    patron = elite.patron
    dissents = patron >= 0 and roster.elites[patron].dissents
    update_support(elite, dissents, ledger.blocs[elite.faction], ledger.climate, p.elites)


@rule
def spread(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """Dissent spreads over the network; factions are added up."""
    turned = spread_dissent(roster.elites, roster.ties, p.elites)
    count_blocs(roster.elites, ledger.blocs, p.elites)
    if turned > p.elites.notable_cascade * len(roster.elites):
        share = tier_dissent(ledger.blocs)
        emit(ledger.log, Happening.CASCADE, -1, -1, -1, turned, share)


@rule
def elite(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Private support, public dissent."""
    update_elites(roster.elites, ledger.blocs, ledger.climate, p.elites)
    spread(ledger, roster, p)
