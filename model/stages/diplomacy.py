"""Pressure, proposals, answers, and what comes of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.appraisal import discount_of
from agents.arithmetic import divide
from agents.deadlines import credence
from agents.leverage import warranted_relief
from agents.means import choose_means, vote_shift, worn_trust
from agents.rules import rule
from agents.stakes import blame, credit, lapse_cost, total, truce_terms, trust
from agents.successors import answerable
from agents.supporters import give_aid, move_resolve, weigh_aid
from agents.vocabulary import (
    FIRST_EUROPEAN,
    SCOPES,
    STATES,
    Actor,
    Issue,
    Scope,
    WarEnd,
)
from agents.wedge import choose_wedge, lean_of_member, worth_of_division
from model.alarm import standing_word
from model.circumstances import (
    expect_extension,
    extension_gain,
    extension_probability,
    judge_permanence,
)
from model.consequences import note_failures
from model.diplomacy import draft_package, hear_answer
from model.diplomacy import inform as tell_standing
from model.economy import half_way
from model.europe import relax_europe, relief_pressure, step_europe
from model.floor import shorter_days
from model.home_front import step_home_front
from model.materiel import home_made
from model.mediation import change_office, hold_to_aims, mediate, tell_levers
from model.prisoners import exchangeable
from model.proposals import propose, put_offer
from model.settlement import appraise_zone, expect_settlement
from model.sounding import conceal, sound
from model.stages.beliefs import foresee
from model.stages.deadline import press_for_date, tell_threat
from model.stages.signing import sign
from model.stages.war import gather_circumstances
from model.terms import bind, first_half, lift_european, recognise, snap_back
from model.war import is_decided

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def press(ledger: Ledger, p: Parameters) -> None:
    """The mediator presses, offers and withholds."""
    decided = is_decided(ledger.front)
    mediate(ledger.diplomacy, ledger.states, ledger.log, p.diplomacy, p.mediator, decided)
    press_for_date(ledger, p)


@rule
def answer(ledger: Ledger, p: Parameters, side: int) -> None:
    """A belligerent answers the proposal on the table."""
    hear_answer(ledger.diplomacy, ledger.states, ledger.prospects, ledger.log, side, p.answers, p.diplomacy)


@rule
def set_resolve(ledger: Ledger, p: Parameters, actor: int) -> None:
    """A supporter weighs what its aid is worth, by its own belief, and sets how far it will go for Ukraine.

    In a war that is decided there is nothing left to avert.
    """
    if actor != Actor.UNITED_STATES and actor < FIRST_EUROPEAN:
        return
    state, front = ledger.states[actor], ledger.front
    prospect = ledger.prospects[Actor.UKRAINE]
    economy = ledger.ukrainian_economy
    ukraine = ledger.belligerents[Actor.UKRAINE]
    state.motive = 0.0
    if not is_decided(front):
        weigh_aid(
            state,
            ledger.states[Actor.RUSSIA].ideal,
            prospect.frozen,
            p.settlement.curvature,
            p.front.gain * (1.0 - p.war.manpower_share),
            home_made(ukraine, p.materiel),
            economy.aid_received,
            ukraine.supply * economy.aid_start,
            front.objective_left_km2 / p.front.objective_share,
            p.front.advance_sd / (1.0 - p.front.memory),
            p.beliefs.wandering,
            p.supporters,
        )
    lean = lean_of_member(ledger.wedge, state.affinity_ukraine) if actor >= FIRST_EUROPEAN else 0.0
    urgency = ledger.europe.urgency
    move_resolve(state, lean, urgency, p.supporters)


@rule
def weigh_extensions(ledger: Ledger, p: Parameters) -> None:
    """Chance that both sides extend a truce, in force or to be signed, at its expiry.

    Each by what another term is worth to it, and by the standing with the mediator that goes with it: who
    lets a truce lapse forgoes credit and is blamed, and who goes back to war from a general one loses what it
    had earned by it. An exchange is made once.
    """
    russia, ukraine = ledger.states[Actor.RUSSIA], ledger.states[Actor.UKRAINE]
    for scope in range(Scope.SHORT, Scope.FINAL):
        truce = ledger.truces[scope]
        days = truce.term if truce.active else shorter_days(scope, p.proposals)
        days = max(days, p.truce.extension)
        sector = truce.sector if truce.active else 0
        first = renewal_worth(ledger, p, Actor.RUSSIA, scope, sector, days)
        second = renewal_worth(ledger, p, Actor.UKRAINE, scope, sector, days)
        chance, unwilling = extension_probability(first, russia.ambiguity, second, ukraine.ambiguity)
        truce.reluctant_russia = unwilling
        expect_extension(truce, p.truce, chance)


@rule
def renewal_worth(ledger: Ledger, p: Parameters, side: int, scope: int, sector: int, days: float) -> float:
    """Worth to a side of extending a truce rather than letting it lapse (prize)."""
    prospect = ledger.prospects[side]
    brought = total(truce_terms(ledger.states[side], prospect, scope, sector, days, p.answers))
    asked = credit(scope, p.answers)
    standing = prospect.opening * (
        trust(scope, prospect) * asked + blame(asked, 0.0, 1.0, prospect, p.answers)
    )
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
    word = credence(ledger.deadline, p.deadline)
    tell_standing(
        ledger.prospects,
        diplomacy,
        ledger.states,
        ledger.regime,
        ledger.truces,
        p.mediator,
        p.conditions,
        word,
    )
    tell_threat(ledger, p)
    russia, ukraine = ledger.states[Actor.RUSSIA], ledger.states[Actor.UKRAINE]
    diplomacy.line = ledger.prospects[Actor.RUSSIA].frozen[Issue.TERRITORY]
    russia.gap_rise, ukraine.gap_rise = 0.0, 0.0
    leader = ledger.leader
    blamed = answerable(leader, ledger.blocs, ledger.contest.coalition)
    stance = leader.hawkishness - p.leader.hawkishness
    hold_to_aims(russia, p.diplomacy.attachment_russia, blamed, stance, p.diplomacy)
    conceal(russia, p.diplomacy)
    conceal(ukraine, p.diplomacy)
    appraise_zone(russia, ukraine, diplomacy, p.settlement)
    expect_settlement(russia, ukraine, diplomacy, p.settlement)
    if ledger.contest.active:  # nobody can bind Russia for good until a successor is settled
        diplomacy.settlement_chance = 0.0
    diplomacy.settlement_chance *= standing_word(ledger.regime.alarm, leader.survival)
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
    ledger.agenda.exchange = exchangeable(ledger.prisoners, p.prisoners)
    for side in (0, 1):
        if ledger.agenda.exchange <= 0.0:
            ledger.prospects[side].standing[Scope.HUMAN] = (
                1  # nobody is left whom a partial answer could offer
            )
    note_failures(diplomacy, ledger.truces, p.diplomacy)
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
    lay_text(ledger, p)


@rule
def lay_text(ledger: Ledger, p: Parameters) -> None:
    """Write the package of a settlement on the table, and what it does to power.

    A mediator drafts, sees by how much the shift of power under its draft raises what each side needs, and drafts
    again; whoever answers sees the shift under the text as it is put.
    """
    offer = ledger.diplomacy.offer
    if not offer.made or offer.scope != Scope.FINAL:
        return
    drafts = 1 if offer.proposer <= Actor.UKRAINE else 2
    for _ in range(drafts):
        draft_package(
            ledger.diplomacy,
            ledger.states,
            ledger.prospects,
            discount_of(Actor.RUSSIA, p.appraisal),
            discount_of(Actor.UKRAINE, p.appraisal),
            p.settlement,
        )
        foresee(ledger, p)
    if offer.sounding:
        offer.made = sound_out(ledger)
        if offer.made:
            put_offer(ledger.diplomacy, ledger.log, Actor.UNITED_STATES, Scope.FINAL, 0, 0.0)


@rule
def sound_out(ledger: Ledger) -> bool:
    """Whether both sides would sign the mediator's draft; if not, it stays in the drawer."""
    states, prospects = ledger.states, ledger.prospects
    first, second = prospects[Actor.RUSSIA].at_offer, prospects[Actor.UKRAINE].at_offer
    return sound(states[Actor.RUSSIA], states[Actor.UKRAINE], first, second)


@rule
def influence_ukraine(ledger: Ledger, p: Parameters) -> None:
    """Russia chooses by which means short of the front it works on Ukraine's course; what they do there."""
    front, home, influence = ledger.front, ledger.home_front, ledger.influence
    truce, settlement = ledger.truces[Scope.GENERAL], ledger.truces[Scope.FINAL]
    quiet = front.end != WarEnd.GOES_ON or truce.active or settlement.active
    gone = p.home_front.accommodation if home.accommodating else 0.0
    aims = ledger.states[Actor.RUSSIA].attachment
    choose_means(influence, gone, home.settled_terms, aims, quiet, ledger.log, p.influence)
    home.meddling = vote_shift(influence, p.influence)
    home.trust = home.trust * (1.0 - worn_trust(influence, p.influence))


@rule
def divide_europe(ledger: Ledger, p: Parameters) -> None:
    """Russia chooses by which means short of war it works on Europe, by what Europe's support costs it."""
    russia = ledger.states[Actor.RUSSIA]
    given = divide(
        ledger.ukrainian_economy.aid_received - ledger.states[Actor.UNITED_STATES].aid,
        ledger.ukrainian_economy.aid_received,
        0.0,
    )
    faster = 0.0 if is_decided(ledger.front) else ledger.prospects[Actor.RUSSIA].aid_drift * given
    half = 1.0 - p.terms.middle
    sanctions = russia.salience[Issue.SANCTIONS_RELIEF] * half * ledger.russian_economy.sanctions_eu
    worth = worth_of_division(russia.drift_value, faster, sanctions)
    choose_wedge(ledger.wedge, worth, ledger.diplomacy.cohesion, ledger.log, p.wedge, p.influence)


@rule
def settle_home_fronts(ledger: Ledger, p: Parameters) -> None:
    """Russia's means short of war, Ukraine's home front, Europe's urgency; read back by all next week."""
    diplomacy = ledger.diplomacy
    home = ledger.home_front
    influence_ukraine(ledger, p)
    divide_europe(ledger, p)
    ukraine = ledger.states[Actor.UKRAINE]
    coercion = max(0.0, -diplomacy.pressure) - max(0.0, -home.pressure_before)
    changed = step_home_front(
        ledger.home_front,
        p.home_front,
        ledger.log,
        ledger.truces,
        ledger.front,
        ukraine,
        max(0.0, coercion),
        ledger.home_front.terms,
        p.truce,
    )
    home.pressure_before = diplomacy.pressure
    keep_terms(ledger, p)
    if changed:
        change_office(
            Actor.UKRAINE, diplomacy, ledger.states, ledger.log, p.diplomacy, p.mediator, p.supporters
        )
    relax_europe(ledger.europe, p.europe, ledger.truces)


@rule
def keep_terms(ledger: Ledger, p: Parameters) -> None:
    """Bind everyone to what is in force: aid, relief, recognition, elections; put back what has lapsed."""
    diplomacy, terms = ledger.diplomacy, ledger.terms
    bind(terms, diplomacy, ledger.truces, p.answers.relief_share, p.terms)
    recognise(terms, diplomacy, ledger.states[Actor.UNITED_STATES])
    settled = ledger.truces[Scope.FINAL].active
    ledger.home_front.pledged = first_half(terms.package[Issue.LEADERSHIP], p.terms) if settled else 0.0
    diplomacy.us_aid = min(diplomacy.us_aid, 1.0 - diplomacy.aid_barred)
    diplomacy.sanctions_relief = max(diplomacy.sanctions_relief, diplomacy.relief_agreed)
    snap_back(terms, diplomacy, warranted_relief(diplomacy.us_russia, p.mediator))
    pressed = relief_pressure(ledger.europe, p.europe, diplomacy.us_russia) * ledger.europe.blocked
    economy = ledger.russian_economy
    pace = half_way(p.sanctions.half_life)
    economy.sanctions_eu = lift_european(terms, economy.sanctions_eu, pressed, pace)
    tell_levers(diplomacy, ledger.log, p.mediator)


@rule
def share_aid(ledger: Ledger, p: Parameters) -> None:
    """What supporters' will adds up to: aid, Europe's cohesion, the reassurance force; less what terms bar."""
    diplomacy, terms = ledger.diplomacy, ledger.terms
    give_aid(ledger.states, diplomacy.us_aid, p.supporters)
    for actor in range(FIRST_EUROPEAN, STATES):
        ledger.states[actor].aid = terms.aid_europe * ledger.states[actor].aid
    step_europe(ledger.europe, p.europe, diplomacy, ledger.states)
    present = terms.troops * diplomacy.reassurance
    diplomacy.guarantee = max(present, max(diplomacy.us_guarantee, terms.guarantee))


@rule
def diplomacy(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """The mediator presses, somebody proposes, the belligerents answer, supporters set aid."""
    press(ledger, p)
    put_proposals(ledger, p)
    for side in (0, 1):
        answer(ledger, p, side)
    sign(ledger, p)
    settle_home_fronts(ledger, p)
    for actor in range(STATES):
        set_resolve(ledger, p, actor)
    share_aid(ledger, p)
