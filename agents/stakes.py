"""Stakes: what a truce, credit and blame are worth to a belligerent who answers a proposal.

A pause counts by the chance that it sticks (Fearon 1995; Powell 2006), not by the days of front forgone
alone; credit and blame are the mediator's (Kydd 2003). Reduces to e m and o gamma with all else off.
"""

from __future__ import annotations

from agents.answer_parameters import AnswerParameters
from agents.arithmetic import divide, exp, power
from agents.rules import rule
from agents.states import Prospect, State
from agents.vocabulary import SCOPES, Scope

DAYS_A_WEEK = 7.0


@rule
def scope_weight(scope: int, parameters: AnswerParameters) -> float:
    """What a scope counts in the mediator's eyes; a general ceasefire is 1."""
    if scope == Scope.HUMAN:
        return parameters.weight_human
    if scope == Scope.SHORT:
        return parameters.weight_short
    if scope == Scope.SECTOR:
        return parameters.weight_sector
    if scope == Scope.GENERAL:
        return 1.0
    return parameters.weight_final


@rule
def credit(scope: int, parameters: AnswerParameters) -> float:
    """Credit of granting a scope, as a share of the stake: concave in what is granted."""
    if scope == Scope.HUMAN:
        return parameters.credit_human
    if scope == Scope.SHORT:
        return parameters.credit_short
    if scope == Scope.SECTOR:
        return parameters.credit_sector
    if scope == Scope.GENERAL:
        return 1.0
    return parameters.credit_final


@rule
def trust(scope: int, prospect: Prospect) -> float:
    """How a promise to stop the fighting is taken, over its first standing; small steps test a word (Kydd 2005)."""
    return 1.0 if scope < Scope.GENERAL else 1.0 - prospect.doubt


@rule
def partial_credit(rung: int, scope: int, prospect: Prospect, parameters: AnswerParameters) -> float:
    """Credit of granting a rung instead of the `scope` asked for: less if that was put off before (`spent`)."""
    return (1.0 - prospect.spent[scope]) * credit(rung, parameters)


@rule
def spend_credit(prospect: Prospect, scope: int, parameters: AnswerParameters) -> None:
    """Use up credit by a soft answer to a request: a signal informs by being new (Jervis 1970).

    What is put off is the scope that was asked for. A part of it after a "yes, but" is no news to who wanted all.
    """
    left = 1.0 - prospect.spent[scope]
    prospect.spent[scope] = prospect.spent[scope] + parameters.repetition * left


@rule
def renew_credit(prospect: Prospect, parameters: AnswerParameters) -> None:
    """Let a week pass: what was used up is there to be earned anew in time."""
    kept = exp(-1.0 / parameters.renewal)
    for rung in range(SCOPES):
        prospect.spent[rung] = kept * prospect.spent[rung]


@rule
def conditional_credit(scope: int, met: float, prospect: Prospect, parameters: AnswerParameters) -> float:
    """Credit of granting a scope under conditions: scaled by sincerity and by how hard they are to meet.

    What was put off before earns less (`spent`).
    """
    taken = power(prospect.sincerity * scope_weight(scope, parameters), parameters.concavity)
    return (1.0 - prospect.spent[scope]) * taken * power(met, parameters.ease * parameters.concavity)


@rule
def blame(
    asked: float, granted: float, pivot: float, prospect: Prospect, parameters: AnswerParameters
) -> float:
    """Blame of an answer that earns the credit `granted` where `asked` was to be had.

    `pivot` is the probability that the answer is pivotal: that the other side accepts.
    """
    return prospect.blame * pivot * max(asked - parameters.forgiveness * granted, 0.0)


@rule
def standing(
    asked: float, granted: float, pivot: float, prospect: Prospect, parameters: AnswerParameters
) -> float:
    """Standing that an answer leaves with the mediator, as a share of the stake: credit less blame."""
    return parameters.credit * granted - blame(asked, granted, pivot, prospect, parameters)


@rule
def expected(chance: float, parameters: AnswerParameters) -> float:
    """Chance that the other side accepts, as far as it is learned and not taken for granted."""
    return chance + (1.0 - parameters.learning) * (1.0 - chance)


@rule
def days_of(scope: int, parameters: AnswerParameters) -> float:
    """Length of a lower rung granted as a partial answer, in days."""
    if scope == Scope.SECTOR or scope == Scope.GENERAL:
        return parameters.rung_days
    return parameters.short_days


@rule
def truce_terms(
    state: State, prospect: Prospect, scope: int, sector: int, days: float, parameters: AnswerParameters
) -> tuple[float, float, float, float]:
    """Worth to a belligerent of a truce that comes about: (lasting, momentum, regroup, home), in prize.

    rho (F - W), (1 - rho) times what the weeks of fighting forgone would have added (by Bellman's equation
    the gain of the line less the cost of war), (1 - rho) times relative regrouping, and - V dlambda. A
    settlement is its package less the value of fighting on, Powell's gap, the loss from renouncing its aims and
    what it holds out for, an exchange what those who come home are worth.
    """
    weeks = days / DAYS_A_WEEK
    office = state.office_value * (prospect.hawk_reaction - prospect.dove_reaction)
    if scope == Scope.FINAL:
        gap = max(state.commitment_gap, 0.0) + state.gap_rise
        surplus = prospect.at_offer - state.war_value - parameters.gap * gap
        surplus -= state.attachment * (1.0 - prospect.at_offer) + (1.0 + state.attachment) * state.claim
        return parameters.lasting * surplus, 0.0, 0.0, -office * prospect.lock_in
    if scope == Scope.HUMAN:
        return parameters.exchange_gain, 0.0, 0.0, 0.0
    ground = 1.0
    strikes = 1.0
    if scope == Scope.SECTOR:
        ground = parameters.sector_ground
        strikes = parameters.sea_strikes if sector == 1 else 1.0
    stick = prospect.permanence[scope]
    pause = 1.0 - stick
    lasting = parameters.lasting * stick * ground * (state.frozen_value - state.war_value)
    momentum = -parameters.momentum * pause * ground * weeks * state.momentum
    shift = state.power_shift * min(divide(weeks, prospect.lock_in, 1.0), 1.0)
    held = weeks + stick * prospect.lock_in
    regroup = strikes * held * prospect.strike_gain - pause * ground * shift
    home = -office * ground * held
    return lasting, momentum, parameters.regroup * regroup, home


@rule
def lapse_cost(
    state: State, prospect: Prospect, scope: int, stake: float, parameters: AnswerParameters
) -> float:
    """Standing that a side loses by letting a general truce end to go back to war, if that is what it does."""
    if scope != Scope.GENERAL:
        return 0.0
    tempted = max(state.war_value - state.frozen_value, 0.0)
    lost = stake * parameters.relapse * (parameters.credit * trust(scope, prospect) + prospect.blame)
    return min(lost, tempted)


@rule
def relapse_cost(
    state: State, prospect: Prospect, scope: int, stake: float, parameters: AnswerParameters
) -> float:
    """Standing that a side loses if a general truce ends and it goes back to war, as it does if that pays.

    The credit of accepting (1 for a general ceasefire) is withdrawn and the blame of a refusal added. It would
    rather stay with the frozen line than pay more for leaving it than fighting on is worth.
    """
    return (1.0 - prospect.permanence[scope]) * lapse_cost(state, prospect, scope, stake, parameters)


@rule
def total(terms: tuple[float, float, float, float]) -> float:
    """Sum of the terms of a truce."""
    return terms[0] + terms[1] + terms[2] + terms[3]
