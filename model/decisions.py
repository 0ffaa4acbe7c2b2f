"""What each agent decides in a week, by the row that it is: one function a decision, for both engines.

The compiled engine loops over rows; a Mesa agent calls the same function for its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from numba.extending import register_jitable

from agents.appraisal import appraise, expect_victory
from agents.coup_stakes import update_stakes
from agents.elites import update_support
from agents.heirs import consider_heir, consider_term
from agents.leader import age_leader
from agents.palace import govern
from agents.patron import step_patron
from agents.purges import purge
from agents.services import update_service
from agents.supporters import move_resolve
from agents.vocabulary import Actor, Organ
from model.diplomacy import hear_answer
from model.mediation import mediate
from model.stages import distance_down, distance_up, line_noise, secondary_threat

if TYPE_CHECKING:
    from model.parameters import Parameters
    from model.world import Ledger, Roster


@register_jitable
def choose_support(ledger: Ledger, p: Parameters) -> bool:
    """China chooses its support; return whether its pole has changed."""
    return step_patron(
        ledger.patron,
        p.patron,
        secondary_threat(ledger, p),
        ledger.states[Actor.CHINA].victory,
        ledger.regime.elite_dissent,
    )


@register_jitable
def weigh_war(ledger: Ledger, p: Parameters, actor: int) -> None:
    """A state weighs the war: a belligerent against peace, all others only who is winning."""
    state = ledger.states[actor]
    noise, up, down = line_noise(p), distance_up(ledger, p), distance_down(ledger, p)
    if actor <= Actor.UKRAINE:
        appraise(state, ledger.prospects[actor], actor, noise, up, down, p.appraisal, p.beliefs.wandering)
    else:
        expect_victory(state, noise, up, down)


@register_jitable
def press(ledger: Ledger, p: Parameters) -> None:
    """The mediator presses, offers and withholds."""
    mediate(ledger.diplomacy, ledger.states, ledger.log, p.diplomacy, p.mediator)


@register_jitable
def answer(ledger: Ledger, p: Parameters, side: int) -> None:
    """A belligerent answers the proposal on the table."""
    hear_answer(ledger.diplomacy, ledger.states, ledger.prospects, ledger.log, side, p.answers, p.diplomacy)


@register_jitable
def set_resolve(ledger: Ledger, p: Parameters, actor: int) -> None:
    """A supporter sets how far it will go for Ukraine."""
    move_resolve(
        ledger.states[actor],
        actor,
        ledger.front.momentum_km2,
        ledger.europe.urgency,
        ledger.diplomacy.us_aid,
        p.supporters,
    )


@register_jitable
def rule(ledger: Ledger, roster: Roster, p: Parameters) -> bool:
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
    return consider_term(leader, ledger.blocs, p.heirs)


@register_jitable
def age(ledger: Ledger, p: Parameters) -> None:
    """The ruler ages; elites form an expectation of how long he lasts."""
    age_leader(ledger.leader, p.leader)


@register_jitable
def support_leader(ledger: Ledger, roster: Roster, p: Parameters, row: int) -> None:
    """An elite brings its private support up to date; it reads its patron's stance of last week."""
    elite = roster.elites[row]
    patron = elite.patron
    dissents = patron >= 0 and roster.elites[patron].dissents
    update_support(elite, dissents, ledger.blocs[elite.faction], ledger.climate, p.elites)


@register_jitable
def stay_loyal(ledger: Ledger, roster: Roster, p: Parameters, organ: int) -> None:
    """An organ brings its loyalty and its stakes in a coup up to date."""
    service = ledger.services[organ]
    update_service(
        service,
        roster.elites[service.commander],
        ledger.blocs[service.faction],
        ledger.front.momentum_km2,
        ledger.belligerents[Actor.RUSSIA].losses,
        p.services,
    )
    update_stakes(service, ledger.leader, ledger.russian_economy.rents, p.coup_stakes)
