"""Truces in force, and the fighting that they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.means import stirred_incidents
from agents.rules import rule
from agents.valuation import utility
from agents.vocabulary import Actor, Scope, WarEnd
from model.circumstances import compare_settlement, read_circumstances
from model.front import move_front
from model.manpower import update_men
from model.materiel import update_materiel
from model.prisoners import fill_lists
from model.reports import report
from model.strikes import update_strikes
from model.terms import bind
from model.truce import lay_aside, step_truces
from model.war import decide_end, hold_fire, is_decided, update_power, update_tempo

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def keep_truces(ledger: Ledger, p: Parameters) -> None:
    """Circumstances, clock, incidents and breakdown of truces; war comes back if a settlement broke.

    What is tempting under a settlement is measured against what was agreed, as it is valued now; aims that all
    means short of war have failed to reach add to it.
    """
    gather_circumstances(ledger, p)
    if is_decided(ledger.front) and ledger.front.end != WarEnd.SETTLEMENT:
        lay_aside(ledger.truces)
    if ledger.front.end == WarEnd.SETTLEMENT:
        russia, ukraine = ledger.states[Actor.RUSSIA], ledger.states[Actor.UKRAINE]
        package, curvature = ledger.terms.package, p.settlement.curvature
        compare_settlement(
            ledger.circumstances,
            russia,
            ukraine,
            utility(russia, package, curvature),
            utility(ukraine, package, curvature),
        )
    ledger.circumstances.temptation_russia += ledger.influence.unmet
    step_truces(ledger.truces, p.truce, ledger.circumstances, ledger.log)
    front = ledger.front
    if front.end == WarEnd.SETTLEMENT and not ledger.truces[Scope.FINAL].active:
        front.end = WarEnd.GOES_ON
        front.end_week = -1
        ledger.home_front.settled_terms = 0.0
    bind(ledger.terms, ledger.diplomacy, ledger.truces, p.answers.relief_share, p.terms)


@rule
def gather_circumstances(ledger: Ledger, p: Parameters) -> None:
    """Gather what bears on truces, Russia's hawks among it."""
    hawks = 0.0
    for faction in range(len(ledger.blocs)):
        bloc = ledger.blocs[faction]
        hawks += bloc.power * bloc.dissent * max(bloc.war_stance, 0.0)
    read_circumstances(
        ledger.circumstances,
        p.truce,
        ledger.front,
        ledger.diplomacy,
        ledger.states[Actor.RUSSIA],
        ledger.states[Actor.UKRAINE],
        hawks,
        stirred_incidents(ledger.influence, p.influence),
    )


@rule
def fight(ledger: Ledger, p: Parameters) -> None:
    """A week of war: who holds fire, strikes, means, men, power, tempo, the line, reports, decisive ends.

    Limits that are agreed hold Ukraine's army, its recruitment and its own arms production.
    """
    front = ledger.front
    russia, ukraine = ledger.belligerents[Actor.RUSSIA], ledger.belligerents[Actor.UKRAINE]
    spending = ledger.russian_economy.war_spending
    means = ledger.ukrainian_economy
    unmet = 1.0 - (1.0 - means.shortfall) * ledger.terms.mobilisation
    peace = p.forces.peace_ceiling if front.end != WarEnd.GOES_ON else 1.0
    ukraine.ceiling = min(p.forces.ukraine_ceiling, ledger.terms.army / peace)
    hold_fire(russia, ukraine, ledger.truces)
    update_strikes(russia, ukraine, ledger.truces, front.end == WarEnd.GOES_ON, p.strikes)
    update_materiel(
        front,
        russia,
        ukraine,
        ledger.contest,
        spending,
        ledger.patron.dual_use,
        means.aid_index,
        unmet,
        p.materiel,
    )
    law = ledger.home_front.martial_law
    update_men(front, russia, ukraine, spending, unmet, law, p.forces, p.war)
    update_power(front, russia, ukraine, ledger.contest, ledger.diplomacy.us_aid, p.war, ledger.regime.alarm)
    update_tempo(front, russia, ukraine, p.war)
    fill_lists(ledger.prisoners, front.tempo, p.prisoners)
    move_front(front, russia, ukraine, ledger.clock.season, p.front, p.war)
    report(front, p.reports)
    decide_end(front, russia, ukraine, ledger.log, p.war)


@rule
def war(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Truces in force, and the fighting that they leave."""
    keep_truces(ledger, p)
    fight(ledger, p)
