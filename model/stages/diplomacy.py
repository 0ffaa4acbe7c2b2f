"""Pressure, proposals, answers, and what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.appraisal import discount_of
from agents.arithmetic import clip
from agents.rules import rule
from agents.stakes import blame, credit, lapse_cost, total, truce_terms
from agents.supporters import give_aid, move_resolve
from agents.vocabulary import ISSUES, SCOPES, STATES, Actor, Condition, Scope, WarEnd
from model.agenda import shorter_days
from model.circumstances import expect_extension, extension_gain, extension_probability, judge_permanence
from model.consequences import agreed_terms, conclude
from model.diplomacy import draft_package, hear_answer
from model.diplomacy import inform as tell_standing
from model.europe import relax_europe, step_europe
from model.home_front import step_home_front
from model.mediation import change_office, mediate
from model.proposals import propose
from model.settlement import appraise_zone
from model.shocks import shock_diplomacy
from model.stages.war import gather_circumstances
from model.truce import sign_truce, truce_blame
from model.war import is_decided

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.streams import Streams
    from model.world import Ledger, Roster


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
def weigh_extensions(ledger: Ledger, p: Parameters) -> None:
    """Chance that both sides extend a truce, in force or to be signed, at its expiry.

    Each by what another term is worth to it, and by the standing with the mediator that goes with it: who
    lets a truce lapse forgoes credit and is blamed, and who goes back to war from a general one loses what it
    had earned by it. An exchange is made once.
    """
    for scope in range(Scope.SHORT, Scope.FINAL):
        truce = ledger.truces[scope]
        days = truce.term if truce.active else shorter_days(scope, p.proposals)
        days = max(days, p.truce.extension)
        sector = truce.sector if truce.active else 0
        first = renewal_worth(ledger, p, Actor.RUSSIA, scope, sector, days)
        second = renewal_worth(ledger, p, Actor.UKRAINE, scope, sector, days)
        noise = ledger.states[Actor.RUSSIA].ambiguity, ledger.states[Actor.UKRAINE].ambiguity
        expect_extension(truce, p.truce, extension_probability(first, noise[0], second, noise[1]))


@rule
def renewal_worth(ledger: Ledger, p: Parameters, side: int, scope: int, sector: int, days: float) -> float:
    """Worth to a side of extending a truce rather than letting it lapse (prize)."""
    prospect = ledger.prospects[side]
    brought = total(truce_terms(ledger.states[side], prospect, scope, sector, days, p.answers))
    asked = credit(scope, p.answers)
    standing = prospect.opening * (asked + blame(asked, 0.0, 1.0, prospect, p.answers))
    brought += lapse_cost(ledger.states[side], prospect, scope, prospect.opening, p.answers)
    return extension_gain(p.truce, standing, brought, 0.0, 0.0, 1.0)


@rule
def put_proposals(ledger: Ledger, p: Parameters) -> None:
    """What is told of the table, the zone of agreement, and the proposal of the week with its package."""
    diplomacy = ledger.diplomacy
    if is_decided(ledger.front):
        diplomacy.offer.made = False
        diplomacy.zone = 0.0
        return
    tell_standing(
        ledger.prospects, diplomacy, ledger.states, ledger.regime, ledger.truces, p.mediator, p.conditions
    )
    russia, ukraine = ledger.states[Actor.RUSSIA], ledger.states[Actor.UKRAINE]
    appraise_zone(russia, ukraine, diplomacy, p.settlement)
    if ledger.log.week == 0:
        gather_circumstances(ledger, p)  # beliefs were not yet formed when the truces were stepped
    chance = ledger.prospects[Actor.RUSSIA].permanence
    judge_permanence(
        chance,
        ledger.draft,
        ledger.truces,
        p.truce,
        ledger.circumstances,
        p.proposals.days_short,
        p.proposals.days_general,
        7.0 * p.appraisal.lock_in,
    )
    for scope in range(SCOPES):
        ledger.prospects[Actor.UKRAINE].permanence[scope] = chance[scope]
    weigh_extensions(ledger, p)
    propose(
        ledger.agenda,
        ledger.states,
        ledger.prospects,
        ledger.truces,
        ledger.front,
        diplomacy,
        ledger.log,
        p.settlement.curvature,
        p.answers,
        p.proposals,
    )
    draft_package(
        diplomacy,
        ledger.states,
        ledger.prospects,
        discount_of(Actor.RUSSIA, p.appraisal),
        discount_of(Actor.UKRAINE, p.appraisal),
        p.settlement,
    )


@rule
def sign(ledger: Ledger, p: Parameters) -> None:
    """What comes of the answers: a truce or settlement signed, blame, credit, and what everyone learns."""
    diplomacy = ledger.diplomacy
    scope, russia, ukraine = conclude(
        diplomacy,
        ledger.states,
        ledger.prospects,
        p.answers,
        p.diplomacy,
        p.mediator,
        p.learning,
        p.conditions,
    )
    ledger.home_front.terms = 0.0
    for side in (0, 1):
        honour(ledger, diplomacy.replies[side].granted)
    if scope >= 0:
        sector, days = agreed_terms(diplomacy, scope, p.answers)
        proposer = diplomacy.offer.proposer
        signed = sign_truce(
            ledger.truces,
            p.truce,
            ledger.circumstances,
            ledger.log,
            scope,
            sector,
            days,
            proposer,
            russia,
            ukraine,
        )
        if signed and scope == Scope.FINAL:
            settle_war(ledger)
    shifted = diplomacy.blame_russia + truce_blame(ledger.truces)
    diplomacy.blame_russia = clip(shifted, 0.0, 1.0)


@rule
def honour(ledger: Ledger, conditions: int) -> None:
    """Do what conditions that came true ask of the arena; the mediator has booked its own part."""
    if (conditions >> Condition.KURSK) & 1:
        ledger.front.kursk_km2 = 0.0
    if ((conditions >> Condition.US_GUARANTEE) | (conditions >> Condition.SECURITY_GUARANTEE)) & 1:
        ledger.diplomacy.us_guarantee = 1.0


@rule
def settle_war(ledger: Ledger) -> None:
    """End the fighting by settlement, on the terms of the package signed."""
    front = ledger.front
    front.end = WarEnd.SETTLEMENT
    front.end_week = ledger.log.week
    russia, ukraine = ledger.states[Actor.RUSSIA], ledger.states[Actor.UKRAINE]
    given, gained = 0.0, 0.0
    for issue in range(ISSUES):
        given += ukraine.salience[issue] * ledger.diplomacy.offer.package[issue]
        gained += russia.salience[issue] * ledger.diplomacy.offer.package[issue]
    ledger.home_front.terms = given
    ledger.home_front.settled_terms = gained


@rule
def settle_home_fronts(ledger: Ledger, p: Parameters) -> None:
    """Ukraine's home front, Europe's urgency; what is read back by all next week."""
    diplomacy = ledger.diplomacy
    home = ledger.home_front
    ukraine = ledger.states[Actor.UKRAINE]
    coercion = max(0.0, -diplomacy.pressure) - max(0.0, -home.pressure_before)
    changed = step_home_front(
        ledger.home_front,
        p.home_front,
        ledger.log,
        ledger.truces,
        ledger.front,
        ukraine,
        ledger.belligerents[Actor.UKRAINE],
        max(0.0, coercion),
        ledger.home_front.terms,
    )
    home.pressure_before = diplomacy.pressure
    if changed:
        change_office(
            Actor.UKRAINE, diplomacy, ledger.states, ledger.log, p.diplomacy, p.mediator, p.supporters
        )
    relax_europe(ledger.europe, p.europe, ledger.truces)


@rule
def share_aid(ledger: Ledger, p: Parameters) -> None:
    """What supporters' will adds up to: aid, Europe's cohesion, the reassurance force."""
    give_aid(ledger.states, ledger.diplomacy.us_aid, p.supporters)
    step_europe(ledger.europe, p.europe, ledger.diplomacy, ledger.states)
    diplomacy = ledger.diplomacy
    diplomacy.guarantee = max(diplomacy.reassurance, diplomacy.us_guarantee)


@rule
def diplomacy(
    ledger: Ledger, roster: Roster, p: Parameters, streams: Streams, day: CalendarWeek, row: Observation
) -> None:
    """The mediator presses, somebody proposes, the belligerents answer, supporters set aid."""
    shock_diplomacy(ledger, streams)
    press(ledger, p)
    put_proposals(ledger, p)
    for side in (0, 1):
        answer(ledger, p, side)
    sign(ledger, p)
    settle_home_fronts(ledger, p)
    for actor in range(STATES):
        set_resolve(ledger, p, actor)
    share_aid(ledger, p)
