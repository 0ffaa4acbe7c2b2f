"""The ruler's week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.climate import sense_climate, war_progress
from agents.rules import rule
from model.decisions import age, reign
from model.shocks import shock_palace

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.streams import Streams
    from model.world import Ledger, Roster


@rule
def sense(ledger: Ledger, p: Parameters) -> None:
    """How the week looks to all elites alike."""
    economy = ledger.russian_economy
    progress = war_progress(
        ledger.front.momentum_km2, ledger.front.end, ledger.home_front.settled_terms, p.elites
    )
    sense_climate(
        ledger.climate,
        ledger.leader,
        progress,
        economy.war_burden,
        0.5 * (economy.sanctions_us + economy.sanctions_eu),
        economy.rents,
        ledger.regime.performance,
        ledger.patron.autonomy,
        ledger.regime.repression,
        p.elites,
    )


@rule
def palace(
    ledger: Ledger, roster: Roster, p: Parameters, streams: Streams, day: CalendarWeek, row: Observation
) -> None:
    """The ruler's week."""
    shock_palace(ledger, streams)
    age(ledger, p)
    sense(ledger, p)
    ledger.leader.hands_over = reign(ledger, roster, p)
