"""Decides how a plot fares: how it prepares, whether it is betrayed, when it strikes, and what comes of it.

From Singh (2014) and Luttwak (1968) on how coups are made, De Bruin (2020) on rivals, Svolik (2012).
Reduces to the game of `agents.coordination` in the week of the strike. There is at most one plot at a time: who
would form another meanwhile is taken to wait or to join.
"""

from __future__ import annotations

from collections.abc import Sequence

from agents.arithmetic import weekly
from agents.coordination import fall_threshold
from agents.coup_stakes import CoupStakesParameters, reckoning, regime_strength
from agents.events import Log, emit
from agents.leader import Leader
from agents.rules import rule
from agents.services import Plot, Service
from agents.tier import Bloc, Elite
from agents.vocabulary import ORGANS, Cause, Happening
from model.conspiracy import appraise_plots, candidate_stakes, choose_candidate, coup_worth, unseen_worth
from model.crisis import (
    balance,
    fall_probability,
    lay_out,
    overlooked,
    resolve_crisis,
    strength_left,
    weigh_organs,
)
from model.plot_parameters import PlotsParameters as PlotsParameters
from model.polity import Regime
from model.recruitment import (
    approach,
    enlist,
    leak_hazard,
    lift_to_come,
    prepare,
    strikes_now,
    survey_recruits,
)

NOTHING = 0
EXPOSED = 1
FAILED = 2
SUCCEEDED = 3


@rule
def form_plot(
    plot: Plot,
    candidate: int,
    rank: float,
    services: Sequence[Service],
    blocs: Sequence[Bloc],
    leader: Leader,
    log: Log,
    parameters: PlotsParameters,
) -> None:
    """Open the plot of a candidate: a commander, the juniors of an organ, or civilians."""
    plot.active = True
    plot.against = leader.number
    plot.weeks = 0.0
    plot.started += 1
    plot.purge = -1
    plot.misjudgement = parameters.misjudgement * plot.normals[0]
    plot.zeal = unseen_worth(plot, candidate, rank, blocs, parameters)
    plot.senior = candidate < ORGANS or candidate >= 2 * ORGANS
    plot.candidate = candidate
    plot.organ = -1
    for k in range(ORGANS):
        plot.members[k] = 0
        plot.committed[k] = 0.0
        plot.aim[k] = 0.0
    plot.force = 0.0
    reach = 0.0
    if candidate >= 2 * ORGANS:
        plot.faction = candidate - 2 * ORGANS
    else:
        plot.organ = candidate if plot.senior else candidate - ORGANS
        plot.faction = services[plot.organ].faction
        share = parameters.command_share if plot.senior else parameters.junior_share
        enlist(plot, plot.organ, share)
        reach = share * services[plot.organ].force
    emit(log, Happening.PLOT_FORMS, plot.organ, plot.faction, -1, 1 if plot.senior else 0, reach)


@rule
def _close(plot: Plot, services: Sequence[Service], blocs: Sequence[Bloc]) -> None:
    """End a plot that did not succeed; name who is to be purged for it."""
    plot.active = False
    plot.force = 0.0
    plot.chance = 0.0
    plot.purge = -1
    if plot.senior:
        plot.purge = services[plot.organ].commander if plot.organ >= 0 else blocs[plot.faction].champion
    for k in range(ORGANS):
        plot.members[k] = 0
        plot.committed[k] = 0.0
        plot.aim[k] = 0.0


@rule
def strike(
    plot: Plot,
    services: Sequence[Service],
    blocs: Sequence[Bloc],
    leader: Leader,
    edge: float,
    strength: float,
    log: Log,
    parameters: PlotsParameters,
) -> int:
    """The coup: the game at the week's true strength. Failure ends the plot and strengthens the leader."""
    true_strength = strength + parameters.strength_noise * plot.normals[1]
    falls, holds = resolve_crisis(plot, services, true_strength, plot.uniforms[5], parameters)
    plot.attempts += 1
    won = falls and holds
    emit(log, Happening.COUP, plot.organ, plot.faction, -1, 1 if won else 0, edge)
    if won:
        plot.active = False
        plot.successes += 1
        return SUCCEEDED
    rest = 1.0 - leader.personalisation
    leader.personalisation = leader.personalisation + parameters.consolidation * rest
    _close(plot, services, blocs)
    return FAILED


@rule
def advance_plot(
    plot: Plot,
    services: Sequence[Service],
    elites: Sequence[Elite],
    blocs: Sequence[Bloc],
    leader: Leader,
    strength: float,
    counted: float,
    prize: float,
    log: Log,
    stakes: CoupStakesParameters,
    parameters: PlotsParameters,
) -> int:
    """One week of a plot: prepare; strike, or go on and risk exposure; those forewarned of that may strike."""
    prepare(plot, services, parameters.pace)
    lay_out(plot, services, True, counted, prize, stakes)
    weigh_organs(plot, services, leader, strength, parameters)
    edge = balance(plot, services, leader, strength, parameters)
    edge += plot.misjudgement + overlooked(plot, services, leader, parameters)
    left = strength_left(plot, services, leader, strength, parameters)
    plot.chance = fall_probability(edge, parameters)
    plot.weeks += 1.0
    threat = stakes.punishment
    gain, staying, _ = candidate_stakes(
        plot.candidate, services, elites, blocs, counted, prize, stakes, parameters
    )
    gain += plot.zeal
    ready = edge + lift_to_come(plot, 1.0)
    waiting = survey_recruits(
        plot, services, elites, ready, gain, staying, counted, prize, stakes, parameters
    )
    sooner = fall_probability(edge + lift_to_come(plot, parameters.pace), parameters)
    waiting += (sooner - plot.chance) * (gain + threat)
    strikes = strikes_now(plot, services, gain, threat, staying, waiting, parameters)
    exposed = False
    if not strikes:
        leaks = plot.uniforms[3] < weekly(leak_hazard(plot, services, parameters))
        exposed = leaks or approach(plot, services, parameters)
        desperate = coup_worth(plot.chance, gain, threat, -parameters.leniency * threat) > 0.0
        strikes = exposed and desperate and plot.uniforms[4] < parameters.forewarned
    if strikes:
        return strike(plot, services, blocs, leader, edge, left, log, parameters)
    if exposed:
        plot.exposures += 1
        emit(log, Happening.PLOT_EXPOSED, plot.organ, plot.faction, -1, 1 if plot.senior else 0, plot.force)
        _close(plot, services, blocs)
        return EXPOSED
    if plot.weeks > parameters.patience:
        emit(log, Happening.PLOT_LAPSES, plot.organ, plot.faction, -1, 1 if plot.senior else 0, plot.weeks)
        _close(plot, services, blocs)
        plot.purge = -1
    return NOTHING


@rule
def play_plots(
    plot: Plot,
    services: Sequence[Service],
    elites: Sequence[Elite],
    blocs: Sequence[Bloc],
    leader: Leader,
    regime: Regime,
    prize: float,
    log: Log,
    stakes: CoupStakesParameters,
    parameters: PlotsParameters,
) -> int:
    """One week of plots. Returns NOTHING, EXPOSED, FAILED (coup) or SUCCEEDED (coup, held for seven days).

    Writes the strength of the regime, the hazard of a coup as outsiders reckon it, and the reactions of hawks
    and doves (to which `press_leader` adds). A plot lapses with the leader whom it was against.
    """
    plot.purge = -1
    regime.hawk_reaction = 0.0
    regime.dove_reaction = 0.0
    regime.strength = regime_strength(services, leader, stakes)
    if not leader.in_office or (plot.active and plot.against != leader.number):
        plot.active = False
    leader.hazard[Cause.COUP] = 0.0
    if not leader.in_office:
        return NOTHING
    counted = reckoning(leader.survival, stakes)
    lay_out(plot, services, False, counted, prize, stakes)
    weigh_organs(plot, services, leader, regime.strength, parameters)
    edge = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost) - regime.strength
    edge += overlooked(plot, services, leader, parameters)
    leader.hazard[Cause.COUP] = appraise_plots(
        plot, services, elites, blocs, regime, edge, counted, prize, stakes, parameters
    )
    if plot.active:
        return advance_plot(
            plot, services, elites, blocs, leader, regime.strength, counted, prize, log, stakes, parameters
        )
    candidate, rank = choose_candidate(plot, plot.uniforms[0])
    if candidate >= 0:
        form_plot(plot, candidate, rank, services, blocs, leader, log, parameters)
    return NOTHING
