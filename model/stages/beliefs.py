"""What states learn and expect."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.appraisal import appraise, expect_victory, gap_after
from agents.arithmetic import divide
from agents.rules import rule
from agents.vocabulary import STATES, Actor, Issue
from model.diplomacy import take_stock
from model.energy_pause import energy_pause_value
from model.ground import river_toll
from model.projection import project_power_ratio
from model.reports import inform
from model.terms import army_allowed, first_half, second_half
from model.war import is_decided

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


NO_CAP = 1e9  # thousand men: no settlement caps the army


@rule
def read_map(ledger: Ledger, p: Parameters) -> tuple[float, float, float, float, float]:
    """What all states know of the line: they know the map, and what crossing the river costs an advance.

    The long-run spread of a week's advance (km2), how far Russia and Ukraine are from their objectives and the river
    from Russia's (km2), and the toll of the river (km2 a week).
    """
    noise = p.front.advance_sd / (1.0 - p.front.memory)
    up = ledger.front.objective_left_km2 / p.front.objective_share
    down = ledger.front.occupied_km2 - p.war.ukrainian_objective
    return noise, up, down, p.front.beyond_river / p.front.objective_share, river_toll(p.front)


@rule
def weigh_war(ledger: Ledger, p: Parameters, actor: int) -> None:
    """A state weighs the war: a belligerent against peace, China only who is winning.

    A decided war is weighed no more. Of the others China acts on who is winning, and supporters weigh their aid by it
    (`set_resolve`).
    """
    if is_decided(ledger.front):
        return
    state = ledger.states[actor]
    noise, up, down, beyond, toll = read_map(ledger, p)
    if actor <= Actor.UKRAINE:
        prospect, wandering = ledger.prospects[actor], p.beliefs.wandering
        fought = ledger.front.fought
        appraise(state, prospect, actor, noise, up, down, p.appraisal, wandering, beyond, toll, fought)
    elif actor == Actor.CHINA:
        expect_victory(state, noise, up, down, beyond, toll)


@rule
def drift_after(
    ledger: Ledger, p: Parameters, aid: float, mobilisation: float, army_cap: float = NO_CAP
) -> float:
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
        army_cap,
        p.forces,
        p.materiel,
        p.war,
    )
    return p.front.gain * (ratio - front.power_ratio)


@rule
def spread_reports(ledger: Ledger, p: Parameters) -> None:
    """Let every state learn from the week's report and from its own intelligence."""
    for actor in range(len(ledger.states)):
        inform(ledger.states[actor], actor, ledger.front, p.reports, p.front, p.beliefs)


@rule
def set_prospects(ledger: Ledger, p: Parameters) -> None:
    """Tell both belligerents what war and a truce hold for them, before they appraise it."""
    if is_decided(ledger.front):
        return
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


@rule
def foresee(ledger: Ledger, p: Parameters) -> None:
    """Let both belligerents find how the text on the table moves their gap: cap, aid and guarantee act on power.

    The roll-forward of the forces is that of a truce, with what the text allows (Powell 2006); a guarantee takes
    away a share of a shift against Ukraine. All else is as it was appraised this week.
    """
    package, states = ledger.diplomacy.offer.package, ledger.states
    given, allowed = 0.0, 0.0
    for actor in range(STATES):
        american = actor == Actor.UNITED_STATES
        position = package[Issue.FOREIGN_AID]
        given += states[actor].aid
        barred = first_half(position, p.terms) if american else second_half(position, p.terms)
        allowed += states[actor].aid * (1.0 - barred)
    aid = divide(allowed, given, 1.0)
    shift = drift_after(ledger, p, aid, 1.0, army_allowed(package[Issue.ARMY_CAP], p.terms))
    if shift > 0.0:
        shift = shift * (1.0 - p.answers.guarantee_cover * (1.0 - package[Issue.GUARANTEE]))
    feared = p.appraisal.rearmament * aid * ledger.prospects[Actor.RUSSIA].aid_drift
    noise, up, down, beyond, toll = read_map(ledger, p)
    wandering, fought = p.beliefs.wandering, ledger.front.fought
    for side in (0, 1):
        state, prospect = states[side], ledger.prospects[side]
        moved = shift - feared if side == Actor.RUSSIA else shift + feared
        gap = gap_after(
            state, prospect, side, moved, noise, up, down, p.appraisal, wandering, beyond, toll, fought
        )
        state.gap_rise = max(gap, 0.0) - max(state.commitment_gap, 0.0)


@rule
def beliefs(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """States learn from reports and weigh war and peace."""
    spread_reports(ledger, p)
    set_prospects(ledger, p)
    for actor in range(STATES):
        weigh_war(ledger, p, actor)
