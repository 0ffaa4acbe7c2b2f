"""What each agent decides in a week, by the row that it is: one function a decision, for both engines.

The compiled engine loops over rows; a Mesa agent calls the same function for its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.appraisal import appraise, expect_victory
from agents.arithmetic import clip
from agents.coup_stakes import update_stakes
from agents.elites import update_support
from agents.heirs import consider_heir, consider_term
from agents.leader import age_leader
from agents.palace import govern
from agents.patron import step_patron
from agents.purges import purge
from agents.rules import rule
from agents.services import update_service
from agents.supporters import move_resolve
from agents.vocabulary import Actor, Organ
from model.diplomacy import hear_answer
from model.mediation import mediate
from model.sanctions import tightened

if TYPE_CHECKING:
    from model.parameters import Parameters
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
def weigh_war(ledger: Ledger, p: Parameters, actor: int) -> None:
    """A state weighs the war: a belligerent against peace, all others only who is winning.

    What it knows of the line: the long-run spread of a week's advance, and how far each side is from its
    objective (km2).
    """
    state = ledger.states[actor]
    noise = p.front.advance_sd / (1.0 - p.front.memory)
    up = ledger.front.objective_left_km2 / p.front.objective_share
    down = ledger.front.occupied_km2 - p.war.ukrainian_objective
    if actor <= Actor.UKRAINE:
        appraise(state, ledger.prospects[actor], actor, noise, up, down, p.appraisal, p.beliefs.wandering)
    else:
        expect_victory(state, noise, up, down)


@rule
def press(ledger: Ledger, p: Parameters) -> None:
    """The mediator presses, offers and withholds."""
    mediate(ledger.diplomacy, ledger.states, ledger.log, p.diplomacy, p.mediator)


@rule
def answer(ledger: Ledger, p: Parameters, side: int) -> None:
    """A belligerent answers the proposal on the table."""
    hear_answer(ledger.diplomacy, ledger.states, ledger.prospects, ledger.log, side, p.answers, p.diplomacy)


@rule
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
    return consider_term(leader, ledger.blocs, p.heirs)


@rule
def age(ledger: Ledger, p: Parameters) -> None:
    """The ruler ages; elites form an expectation of how long he lasts."""
    age_leader(ledger.leader, p.leader)


@rule
def support_leader(ledger: Ledger, roster: Roster, p: Parameters, row: int) -> None:
    """An elite brings its private support up to date; it reads its patron's stance of last week."""
    elite = roster.elites[row]
    patron = elite.patron
    dissents = patron >= 0 and roster.elites[patron].dissents
    update_support(elite, dissents, ledger.blocs[elite.faction], ledger.climate, p.elites)


@rule
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
