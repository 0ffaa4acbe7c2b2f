"""What the arena resolves in each stage of a week, after the agents have decided. Shared by both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from numba.extending import register_jitable

from agents.appraisal import discount_of
from agents.arithmetic import clip
from agents.blocs import count_blocs, tier_dissent
from agents.climate import sense_climate, war_progress
from agents.dissent import spread_dissent
from agents.events import emit
from agents.organs import link_commanders
from agents.palace import entitle, power_to_punish
from agents.purges import dismiss
from agents.services import raise_counterweight
from agents.stakes import blame, credit, lapse_cost, total, truce_terms
from agents.successors import inaugurate
from agents.supporters import give_aid
from agents.vocabulary import CAUSES, ISSUES, SCOPES, Actor, Cause, Condition, Happening, Scope, WarEnd
from model.agenda import shorter_days
from model.aid import aid_to_ukraine, update_ukrainian_economy
from model.budget import update_budget
from model.calendar import CalendarWeek
from model.circumstances import (
    compare_settlement,
    expect_extension,
    extension_gain,
    extension_probability,
    judge_permanence,
    read_circumstances,
)
from model.consequences import agreed_terms, conclude
from model.diplomacy import draft_package, take_stock
from model.diplomacy import inform as tell_standing
from model.economy import update_market
from model.europe import relax_europe, step_europe
from model.exits import step_exits
from model.front import move_front
from model.home_front import step_home_front
from model.macro import update_macro
from model.manpower import update_men
from model.materiel import update_materiel
from model.mediation import change_office, draw_type
from model.plots import SUCCEEDED, play_plots
from model.projection import project_power_ratio
from model.proposals import propose
from model.regime import update_regime
from model.removal import press_leader
from model.reports import inform, report
from model.sanctions import tightened
from model.settlement import appraise_zone
from model.strikes import energy_pause_value, update_strikes
from model.succession import open_succession, step_contest
from model.trade import update_trade
from model.truce import sign_truce, step_truces, truce_blame
from model.war import decide_end, hold_fire, update_power, update_tempo

NO_CAP = 1e9  # thousand men: no settlement caps the army

if TYPE_CHECKING:
    from model.parameters import Parameters
    from model.world import Ledger, Roster


@register_jitable
def muster(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """Before the first week: who commands which organ, what factions add up to, what each is used to."""
    link_commanders(ledger.services, roster.elites, len(roster.elites))
    count_blocs(roster.elites, ledger.blocs, p.elites)
    entitle(ledger.leader, ledger.blocs, p.palace)


@register_jitable
def open_week(ledger: Ledger, week: int, day: CalendarWeek) -> None:
    """Set the clock and the log to the week being played."""
    ledger.log.week = week
    ledger.clock.ordinal = day.ordinal
    ledger.clock.years = day.years
    ledger.clock.season = day.season
    ledger.clock.year = day.year


@register_jitable
def turn_offices(ledger: Ledger, p: Parameters, day: CalendarWeek) -> None:
    """Oil price; terms of office that end outside Russia."""
    update_market(ledger.market, p.market)
    for actor in range(len(ledger.states)):
        if day.office[actor] == 1 and actor == Actor.UNITED_STATES:
            ledger.diplomacy.us_guarantee = 0.0
        if day.office[actor] == 1 and actor != Actor.RUSSIA:
            change_office(
                actor, ledger.diplomacy, ledger.states, ledger.log, p.diplomacy, p.mediator, p.supporters
            )


@register_jitable
def secondary_threat(ledger: Ledger, p: Parameters) -> float:
    """United States sanctions that China feels at second hand: how far those on Russia have tightened (0..1)."""
    return clip(tightened(ledger.russian_economy.sanctions_us, p.sanctions.us), 0.0, 1.0)


@register_jitable
def tell_support(ledger: Ledger, changed: bool) -> None:
    """Log a change of China's pole."""
    if changed:
        emit(ledger.log, Happening.SUPPORT_CHANGES, Actor.CHINA, Actor.RUSSIA, -1, ledger.patron.pole, 0.0)


@register_jitable
def keep_accounts(ledger: Ledger, p: Parameters) -> None:
    """Trade, budget and output of Russia; means and output of Ukraine."""
    economy = ledger.russian_economy
    russia, ukraine = ledger.belligerents[Actor.RUSSIA], ledger.belligerents[Actor.UKRAINE]
    update_trade(
        economy,
        ledger.market,
        ledger.patron,
        ledger.front,
        russia,
        ledger.diplomacy,
        p.market.brent,
        p.trade,
        p.sanctions,
        p.strikes,
    )
    update_budget(economy, ledger.front, p.budget, p.sanctions)
    update_macro(economy, russia, p.macro, p.growth, p.budget)
    aid = aid_to_ukraine(ledger.states)
    update_ukrainian_economy(ledger.ukrainian_economy, ledger.front, ukraine, aid, p.aid, p.strikes)


@register_jitable
def keep_truces(ledger: Ledger, p: Parameters) -> None:
    """Circumstances, clock, incidents and breakdown of truces; war comes back if a settlement broke."""
    gather_circumstances(ledger, p)
    if ledger.front.end == WarEnd.SETTLEMENT:
        prospects = ledger.prospects
        compare_settlement(
            ledger.circumstances,
            ledger.states[Actor.RUSSIA],
            ledger.states[Actor.UKRAINE],
            prospects[Actor.RUSSIA].at_offer,
            prospects[Actor.UKRAINE].at_offer,
        )
    step_truces(ledger.truces, p.truce, ledger.circumstances, ledger.log)
    front = ledger.front
    if front.end == WarEnd.SETTLEMENT and not ledger.truces[Scope.FINAL].active:
        front.end = WarEnd.GOES_ON
        front.end_week = -1
        ledger.home_front.settled_terms = 0.0


@register_jitable
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
    )


@register_jitable
def fight(ledger: Ledger, p: Parameters) -> None:
    """A week of war: who holds fire, strikes, means, men, power, tempo, the line, reports, decisive ends."""
    front = ledger.front
    russia, ukraine = ledger.belligerents[Actor.RUSSIA], ledger.belligerents[Actor.UKRAINE]
    spending = ledger.russian_economy.war_spending
    means = ledger.ukrainian_economy
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
        means.shortfall,
        p.materiel,
    )
    law = ledger.home_front.martial_law
    update_men(front, russia, ukraine, spending, means.shortfall, law, p.forces, p.war)
    update_power(front, russia, ukraine, ledger.contest, ledger.diplomacy.us_aid, p.war)
    update_tempo(front, russia, ukraine, p.war)
    move_front(front, russia, ukraine, ledger.clock.season, p.front, p.war)
    report(front, p.reports)
    decide_end(front, russia, ukraine, ledger.log, p.war)


@register_jitable
def line_noise(p: Parameters) -> float:
    """Long-run standard deviation of a week's advance (km2)."""
    return p.front.advance_sd / (1.0 - p.front.memory)


@register_jitable
def distance_up(ledger: Ledger, p: Parameters) -> float:
    """Advance that Russia still needs to reach its objective (km2)."""
    return ledger.front.objective_left_km2 / p.front.objective_share


@register_jitable
def distance_down(ledger: Ledger, p: Parameters) -> float:
    """Area that Ukraine still has to take back to reach its objective (km2)."""
    return ledger.front.occupied_km2 - p.war.ukrainian_objective


@register_jitable
def drift_after(ledger: Ledger, p: Parameters, aid: float, mobilisation: float) -> float:
    """Drift of the front after the lock-in of a truce, less the present one (km2 a week)."""
    front = ledger.front
    russia, ukraine = ledger.belligerents[Actor.RUSSIA], ledger.belligerents[Actor.UKRAINE]
    ratio = project_power_ratio(
        front,
        russia,
        ukraine,
        p.appraisal.lock_in,
        True,
        aid,
        mobilisation,
        NO_CAP,
        p.forces,
        p.materiel,
        p.war,
    )
    return p.front.gain * (ratio - front.power_ratio)


@register_jitable
def spread_reports(ledger: Ledger, p: Parameters) -> None:
    """Let every state learn from the week's report and from its own intelligence."""
    for actor in range(len(ledger.states)):
        inform(ledger.states[actor], actor, ledger.front, p.reports, p.front, p.beliefs)


@register_jitable
def set_prospects(ledger: Ledger, p: Parameters) -> None:
    """Tell both belligerents what war and a truce hold for them, before they appraise it."""
    prospects = ledger.prospects
    take_stock(prospects, ledger.states, ledger.front, ledger.diplomacy, p.frozen_line, p.settlement)
    shift = drift_after(ledger, p, 1.0, 1.0)
    without_aid = drift_after(ledger, p, 0.0, 1.0) - shift
    unmobilised = drift_after(ledger, p, 1.0, 0.0) - shift
    feared = p.appraisal.rearmament * without_aid
    prospects[Actor.RUSSIA].drift_shift = shift - feared
    prospects[Actor.UKRAINE].drift_shift = shift + feared
    for side in (0, 1):
        prospects[side].aid_drift = without_aid
        prospects[side].mobilisation_drift = unmobilised
    economy = ledger.russian_economy
    prospects[Actor.RUSSIA].burden = economy.war_burden / p.budget.war_burden
    prospects[Actor.UKRAINE].burden = 1.0 + ledger.ukrainian_economy.shortfall
    saved = energy_pause_value(
        ledger.belligerents[Actor.RUSSIA], ledger.belligerents[Actor.UKRAINE], p.strikes
    )
    revenue = economy.revenue / (p.budget.gdp * economy.war_burden * economy.gdp)
    russian = saved[0] * revenue * p.appraisal.cost_russia
    ukrainian = saved[1] / p.strikes.ukraine_effort * p.appraisal.cost_ukraine
    prospects[Actor.RUSSIA].strike_gain = russian - ukrainian
    prospects[Actor.UKRAINE].strike_gain = ukrainian - russian


@register_jitable
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


@register_jitable
def renewal_worth(ledger: Ledger, p: Parameters, side: int, scope: int, sector: int, days: float) -> float:
    """Worth to a side of extending a truce rather than letting it lapse (prize)."""
    prospect = ledger.prospects[side]
    brought = total(truce_terms(ledger.states[side], prospect, scope, sector, days, p.answers))
    asked = credit(scope, p.answers)
    standing = prospect.opening * (asked + blame(asked, 0.0, 1.0, prospect, p.answers))
    brought += lapse_cost(ledger.states[side], prospect, scope, prospect.opening, p.answers)
    return extension_gain(p.truce, standing, brought, 0.0, 0.0, 1.0)


@register_jitable
def put_proposals(ledger: Ledger, p: Parameters) -> None:
    """What is told of the table, the zone of agreement, and the proposal of the week with its package."""
    diplomacy = ledger.diplomacy
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


@register_jitable
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


@register_jitable
def honour(ledger: Ledger, conditions: int) -> None:
    """Do what conditions that came true ask of the arena; the mediator has booked its own part."""
    if (conditions >> Condition.KURSK) & 1:
        ledger.front.kursk_km2 = 0.0
    if ((conditions >> Condition.US_GUARANTEE) | (conditions >> Condition.SECURITY_GUARANTEE)) & 1:
        ledger.diplomacy.us_guarantee = 1.0


@register_jitable
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


@register_jitable
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


@register_jitable
def share_aid(ledger: Ledger, p: Parameters) -> None:
    """What supporters' will adds up to: aid, Europe's cohesion, the reassurance force."""
    give_aid(ledger.states, ledger.diplomacy.us_aid, p.supporters)
    step_europe(ledger.europe, p.europe, ledger.diplomacy, ledger.states)
    diplomacy = ledger.diplomacy
    diplomacy.guarantee = max(diplomacy.reassurance, diplomacy.us_guarantee)


@register_jitable
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


@register_jitable
def spread(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """Dissent spreads over the network; factions are added up."""
    turned = spread_dissent(
        roster.elites,
        roster.audience,
        roster.offsets,
        roster.weight,
        roster.threshold,
        roster.share,
        roster.turned,
        roster.queue,
        p.elites,
    )
    count_blocs(roster.elites, ledger.blocs, p.elites)
    if turned > p.elites.notable_cascade * len(roster.elites):
        share = tier_dissent(ledger.blocs)
        emit(ledger.log, Happening.CASCADE, -1, -1, -1, turned, share)


@register_jitable
def conspire(ledger: Ledger, roster: Roster, p: Parameters) -> bool:
    """Regime, counterweights, plots and pressure on the leader. Return whether a coup has succeeded."""
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
    came = play_plots(
        ledger.plot,
        ledger.services,
        roster.elites,
        ledger.blocs,
        leader,
        ledger.regime,
        ledger.russian_economy.rents,
        ledger.log,
        p.coup_stakes,
        p.plots,
    )
    if ledger.plot.purge >= 0:
        dismiss(leader, roster.elites, ledger.plot.purge, ledger.blocs, ledger.climate, ledger.log, p.elites)
    able = power_to_punish(leader.personalisation, p.palace.decisiveness)
    press_leader(leader, ledger.regime, ledger.blocs, able, p.plots.reaction, p.removal)
    return came == SUCCEEDED


@register_jitable
def leave(ledger: Ledger, p: Parameters, coup: bool, handover: bool) -> int:
    """Competing risks of the leader's exit; open the succession if he goes. Return the cause, 0 for none."""
    contest = ledger.contest
    cause = step_exits(ledger.leader, ledger.regime, coup, handover, contest.uniforms[5], ledger.log)
    if cause != Cause.NONE:
        plot = ledger.plot
        row = ledger.services[plot.organ].commander if plot.organ >= 0 else -1
        open_succession(
            contest,
            ledger.regime,
            ledger.leader,
            ledger.blocs,
            ledger.services,
            cause,
            plot.faction,
            row,
            ledger.log,
            p.succession,
            p.contest,
        )
    return cause


@register_jitable
def succeed(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """A week of the contest; when it is resolved, the successor takes office and bargaining begins anew."""
    contest = ledger.contest
    leader = ledger.leader
    backing = ledger.patron.diplomacy - 0.5
    resolved = step_contest(
        contest, ledger.regime, ledger.blocs, ledger.services, backing, ledger.log, p.succession, p.contest
    )
    if not resolved:
        return
    before = leader.hawkishness
    inaugurate(
        leader,
        roster.elites,
        contest.successor,
        contest.resolution,
        ledger.blocs,
        ledger.climate,
        leader.normals[0],
        p.leader,
        p.successors,
        p.elites,
    )
    for cause in range(CAUSES):
        leader.threshold[cause] = leader.next_threshold[cause]
    count_blocs(roster.elites, ledger.blocs, p.elites)
    state = ledger.states[Actor.RUSSIA]
    attachment = p.diplomacy.attachment_russia * p.diplomacy.attachment_successor
    draw_type(state, attachment, state.normals[1], leader.hawkishness - before, p.diplomacy)
