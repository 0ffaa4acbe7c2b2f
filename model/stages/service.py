"""Loyalties, plots, pressure on the ruler."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import clip
from agents.coup_stakes import update_stakes
from agents.palace import power_to_punish
from agents.purges import dismiss
from agents.rules import rule
from agents.services import raise_counterweight, update_service
from agents.vocabulary import ORGANS, Actor
from model.alarm import next_alarm
from model.plots import NOTHING, SUCCEEDED, play_plots
from model.regime import update_regime
from model.removal import press_leader

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def stay_loyal(ledger: Ledger, roster: Roster, p: Parameters, organ: int) -> None:
    """An organ brings its loyalty and its stakes in a coup up to date."""
    service = ledger.services[organ]
    update_service(
        service,
        roster.elites[service.commander],
        ledger.blocs[service.faction],
        ledger.climate.discontent,
        p.services,
    )
    update_stakes(service, ledger.leader, ledger.climate.spoils, p.coup_stakes)


@rule
def conspire(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """Regime, counterweights, plots and pressure on the leader."""
    leader = ledger.leader
    raise_counterweight(ledger.services, 1.0 if leader.counterweight else 0.0, p.services)
    update_regime(
        ledger.regime,
        ledger.contest,
        ledger.blocs,
        ledger.russian_economy,
        ledger.patron,
        ledger.belligerents[Actor.RUSSIA],
        ledger.services,
        p.regime,
    )
    ledger.plot.foreclosed = p.plots.wartime * clip(ledger.front.tempo, 0.0, 1.0)
    came = play_plots(
        ledger.plot,
        ledger.services,
        roster.elites,
        ledger.blocs,
        leader,
        ledger.regime,
        ledger.climate.spoils,
        ledger.log,
        p.coup_stakes,
        p.plots,
    )
    ledger.plot.succeeded = came == SUCCEEDED
    known = came != NOTHING and came != SUCCEEDED
    ledger.regime.alarm = next_alarm(ledger.regime.alarm, known, p.plots.alarm_half_life)
    if ledger.plot.purge >= 0:
        dismiss(leader, roster.elites, ledger.plot.purge, ledger.blocs, ledger.climate, ledger.log, p.elites)
    able = power_to_punish(leader.personalisation, p.palace.decisiveness)
    press_leader(leader, ledger.regime, ledger.blocs, able, p.plots.reaction, p.removal)


@rule
def service(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Loyalties and plots."""
    for organ in range(ORGANS):
        stay_loyal(ledger, roster, p, organ)
    conspire(ledger, roster, p)
