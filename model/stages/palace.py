"""The ruler's week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.ballot import consider_term
from agents.climate import sense_climate, war_progress
from agents.coup_stakes import prize_of_office
from agents.heirs import consider_heir
from agents.leader import age_leader
from agents.palace import govern
from agents.purges import purge
from agents.rules import rule
from agents.services import conduct_of_war, held_against
from agents.vocabulary import Actor, Organ
from model.sanctions import felt

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def age(ledger: Ledger, p: Parameters) -> None:
    """The ruler ages; elites form an expectation of how long he lasts."""
    age_leader(ledger.leader, p.leader)


@rule
def reign(ledger: Ledger, roster: Roster, p: Parameters) -> bool:
    """The ruler's week: rents, power, purges, counterweights, an heir; return whether he hands over."""
    leader = ledger.leader
    army = ledger.services[Organ.ARMED_FORCES].loyalty
    govern(leader, ledger.blocs, ledger.climate, ledger.russian_economy.rents, army, ledger.log, p.palace)
    purge(
        leader,
        roster.elites,
        ledger.blocs,
        ledger.climate,
        p.palace.decisiveness,
        ledger.log,
        p.purges,
        p.elites,
    )
    consider_heir(leader, ledger.blocs, ledger.log, p.heirs)
    return consider_term(leader, ledger.blocs, ledger.log, p.ballot, p.heirs, p.leader)


@rule
def sense(ledger: Ledger, p: Parameters) -> None:
    """How the week looks to all elites alike, and to officers among them."""
    economy = ledger.russian_economy
    progress = war_progress(
        ledger.front.momentum_km2, ledger.front.end, ledger.home_front.settled_terms, p.elites
    )
    sense_climate(
        ledger.climate,
        ledger.leader,
        progress,
        economy.war_burden,
        felt(economy.sanctions_us, economy.sanctions_eu, p.sanctions),
        economy.rents,
        ledger.regime.performance,
        ledger.patron.autonomy,
        ledger.regime.repression,
        p.elites,
    )
    held = held_against(ledger.leader.culpability, p.services) * ledger.belligerents[Actor.RUSSIA].losses
    ledger.climate.discontent = conduct_of_war(ledger.front.momentum_km2, held, p.services)
    ledger.climate.spoils = prize_of_office(economy.rents, p.coup_stakes)


@rule
def palace(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """The ruler's week."""
    age(ledger, p)
    sense(ledger, p)
    ledger.leader.hands_over = reign(ledger, roster, p)
