"""Answers: how a belligerent answers a proposal, as a move in a game over its `agents/stakes.py`.

Quantal response (McKelvey and Palfrey 1995) in a nested logit (McFadden 1978) over expected utility.
Reduces, at infinite precision with momentum and opening alone, to the straight `answer_boundaries`.
"""

from __future__ import annotations

import math

from agents.answer_parameters import AnswerParameters
from agents.arithmetic import divide, exp, log
from agents.requests import OUT_OF_REACH, choose_conditions, condition_value
from agents.rules import rule
from agents.stakes import (
    blame,
    conditional_credit,
    credit,
    days_of,
    expected,
    partial_credit,
    relapse_cost,
    scope_weight,
    standing,
    total,
    truce_terms,
    trust,
)
from agents.states import Prospect, Reply, State, acceptance
from agents.vocabulary import CONDITIONS, Answer, Scope, Term

ALWAYS_ACCEPT = 1
ALWAYS_REJECT = 2
"""Counterfactuals: indices of the choices of `AnswerParameters.russia_answers` and `ukraine_answers`."""

SMALLEST_AMBIGUITY = 1e-9
"""Noise of an answer of infinite precision, prize."""


@rule
def rung_terms(
    state: State, prospect: Prospect, rung: int, parameters: AnswerParameters
) -> tuple[float, float, float, float]:
    """Terms of a lower rung granted instead. An exchange is to be had at any time: only its credit counts."""
    if rung == Scope.HUMAN:
        return 0.0, 0.0, 0.0, 0.0
    return truce_terms(state, prospect, rung, 0, days_of(rung, parameters), parameters)


@rule
def best_rung(
    state: State, prospect: Prospect, scope: int, stake: float, pivot: float, parameters: AnswerParameters
) -> tuple[int, float]:
    """Best lower rung to grant instead, every term evaluated there, and its utility; -1 if there is none.

    A settlement has none: who puts its terms has not offered a truce.
    """
    asked = credit(scope, parameters)
    rung, best = -1, OUT_OF_REACH
    if scope == Scope.FINAL:
        return rung, best
    for lower in range(scope):
        weight = scope_weight(lower, parameters)
        if weight > 0.0 and prospect.standing[lower] == 0:
            worth = total(rung_terms(state, prospect, lower, parameters))
            earned = partial_credit(lower, scope, prospect, parameters)
            left = standing(asked, earned, pivot, prospect, parameters)
            utility = expected(acceptance(state, lower), parameters) * worth + stake * left
            utility += state.disposition * divide(weight, scope_weight(scope, parameters), 0.0)
            if utility > best:
                best = utility
                rung = lower
    return rung, best


@rule
def nested_logit(
    probability: list[float],
    refusal: tuple[float, float],
    soft: tuple[float, float],
    accept: float,
    noise: float,
    similarity: float,
) -> None:
    """Write the probability of each answer, in the order of `Answer`, from their utilities.

    McFadden's nested logit over {ignored, reject}, {conditional, partial}, {accept}: two answers of one
    worth in a nest gain no more than similarity * ln 2 over one.
    """
    spread = noise * similarity
    top_refusal = max(refusal[0], refusal[1])
    top_soft = max(soft[0], soft[1])
    ignored = exp((refusal[0] - top_refusal) / spread)
    reject = exp((refusal[1] - top_refusal) / spread)
    conditional = exp((soft[0] - top_soft) / spread)
    partial = exp((soft[1] - top_soft) / spread)
    value_refusal = top_refusal / noise + similarity * log(ignored + reject)
    value_soft = top_soft / noise + similarity * log(conditional + partial)
    value_accept = accept / noise
    top = max(value_refusal, max(value_soft, value_accept))
    nest_refusal = exp(value_refusal - top)
    nest_soft = exp(value_soft - top)
    nest_accept = exp(value_accept - top)
    nests = nest_refusal + nest_soft + nest_accept
    probability[Answer.IGNORED] = nest_refusal / nests * ignored / (ignored + reject)
    probability[Answer.REJECT] = nest_refusal / nests * reject / (ignored + reject)
    probability[Answer.CONDITIONAL] = nest_soft / nests * conditional / (conditional + partial)
    probability[Answer.PARTIAL] = nest_soft / nests * partial / (conditional + partial)
    probability[Answer.ACCEPT] = nest_accept / nests


@rule
def pick(probability: list[float], uniform: float) -> int:
    """Answer on which one uniform falls, from the hardest to the softest."""
    reached = 0.0
    for answer in range(Answer.ACCEPT):
        reached += probability[answer]
        if uniform < reached:
            return answer
    return Answer.ACCEPT


@rule
def answer_offer(
    state: State,
    reply: Reply,
    prospect: Prospect,
    scope: int,
    sector: int,
    days: float,
    pivot: float,
    stake: float,
    uniform: float,
    parameters: AnswerParameters,
) -> None:
    """Answer a proposal: U(a) = chi r [rho (F - W) + (1 - rho) D] + o gamma(a) - o beta(a) r - V dlambda(a).

    Parameters
    ----------
    state, reply, prospect : State, Reply, Prospect
        The belligerent, its answer (written), what the arena tells it (`gain` is written).
    scope, sector, days
        What is proposed.
    pivot : float
        r: learned probability that the other side accepts; 1 if the other side proposes.
    stake : float
        o: value of the standing with the mediator that hangs on this proposal, prize.
    uniform : float
        Decides, from the hardest answer to the softest.
    """
    pivot = expected(pivot, parameters)
    worth = total(truce_terms(state, prospect, scope, sector, days, parameters))
    worth -= relapse_cost(state, prospect, scope, stake, parameters)
    for condition in range(CONDITIONS):
        prospect.gain[condition] = condition_value(state, prospect, condition, scope, days, parameters)
    bits, met, price = choose_conditions(prospect, scope, worth, stake, pivot, parameters)
    rung, partial = best_rung(state, prospect, scope, stake, pivot, parameters)

    asked = credit(scope, parameters)
    refused = stake * blame(asked, 0.0, pivot, prospect, parameters)
    slight = parameters.silence
    conditional = OUT_OF_REACH
    if bits:
        earned = conditional_credit(scope, met, prospect, parameters)
        left = standing(asked, earned, pivot, prospect, parameters)
        conditional = met * (pivot * (worth + price) + state.disposition) + stake * left
    accepted = stake * parameters.credit * trust(scope, prospect) * asked
    accept = pivot * worth + accepted + state.disposition
    nested_logit(
        reply.probability,
        (-refused * (1.0 + slight), -refused),
        (conditional, partial),
        accept,
        max(parameters.noise * state.ambiguity, SMALLEST_AMBIGUITY),
        parameters.similarity,
    )
    reply.answer = pick(reply.probability, uniform)
    reply.scope = rung if reply.answer == Answer.PARTIAL else scope
    reply.conditions = bits if reply.answer == Answer.CONDITIONAL else 0
    reply.granted = 0
    reply.met = met if reply.answer == Answer.CONDITIONAL else 0.0
    reply.worth = pivot * (worth + price) + accepted + state.disposition + refused
    explain(state, reply, prospect, scope, sector, days, pivot, stake, price, slight, parameters)


@rule
def explain(
    state: State,
    reply: Reply,
    prospect: Prospect,
    scope: int,
    sector: int,
    days: float,
    pivot: float,
    stake: float,
    price: float,
    slight: float,
    parameters: AnswerParameters,
) -> None:
    """Write the terms of the utility of the answer given, less those of reject."""
    asked = credit(scope, parameters)
    refused = blame(asked, 0.0, pivot, prospect, parameters)
    chance, brought, earned, taste = 0.0, 0.0, 0.0, 0.0
    granted, blamed = scope, refused
    terms = truce_terms(state, prospect, scope, sector, days, parameters)
    if reply.answer == Answer.ACCEPT:
        chance, earned, taste, blamed = pivot, trust(scope, prospect) * asked, 1.0, 0.0
    elif reply.answer == Answer.PARTIAL:
        granted = reply.scope
        terms = rung_terms(state, prospect, granted, parameters)
        chance = expected(acceptance(state, granted), parameters)
        earned = partial_credit(granted, scope, prospect, parameters)
        taste = divide(scope_weight(granted, parameters), scope_weight(scope, parameters), 0.0)
        blamed = blame(asked, earned, pivot, prospect, parameters)
    elif reply.answer == Answer.CONDITIONAL:
        chance, taste = reply.met * pivot, reply.met
        brought = chance * price
        earned = conditional_credit(scope, reply.met, prospect, parameters)
        blamed = blame(asked, earned, pivot, prospect, parameters)
    elif reply.answer == Answer.IGNORED:
        blamed = refused * (1.0 + slight)
    reply.terms[Term.LASTING] = chance * terms[0]
    reply.terms[Term.MOMENTUM] = chance * terms[1]
    reply.terms[Term.REGROUP] = chance * terms[2]
    reply.terms[Term.CREDIT] = stake * parameters.credit * earned
    relapse = relapse_cost(state, prospect, granted, stake, parameters)
    reply.terms[Term.BLAME] = stake * (refused - blamed) - chance * relapse
    reply.terms[Term.HOME] = chance * terms[3]
    reply.terms[Term.PRICE] = brought
    reply.terms[Term.CHANCE] = taste * state.disposition


def answer_boundaries(
    opening: float,
    credit_partial: float,
    credit_accept: float,
    blame: float,
    cost_partial: float,
    cost_accept: float,
) -> tuple[float, float]:
    """Momentum at which accept gives way to partial, and partial to reject, with everything else off.

    The limit of infinite precision, no lasting truce, a certain other side, no office at stake:
    o (gamma_a - gamma_p) / (e_a - e_p) and o (gamma_p + beta) / e_p. Partial has a region iff the first is
    below the second: credit concave in scope relative to cost. Otherwise both are the boundary between
    accept and reject, o (gamma_a + beta) / e_a.

    Parameters
    ----------
    opening : float
        o: value of the American opening, prize.
    credit_partial, credit_accept : float
        gamma: credit of each answer, a share of the opening.
    blame : float
        beta: blame of a refusal, a share of the opening.
    cost_partial, cost_accept : float
        e: cost of each answer per unit of momentum, prize.

    Returns
    -------
    (float, float)
        Momentum above which accept, and above which partial, is no longer best.

    Raises
    ------
    ValueError
        If a number is negative or not finite, or the whole costs or earns no more than the part.
    """
    numbers = (opening, credit_partial, credit_accept, blame, cost_partial, cost_accept)
    if not all(math.isfinite(number) and number >= 0.0 for number in numbers):
        raise ValueError(f"finite numbers of at least 0 are needed, found {numbers}")
    if not 0.0 < cost_partial < cost_accept:
        raise ValueError(f"costs must satisfy 0 < partial < accept, found {cost_partial}, {cost_accept}")
    if credit_accept < credit_partial:
        raise ValueError(f"accept must earn no less than partial, found {credit_accept} < {credit_partial}")
    yields = opening * (credit_accept - credit_partial) / (cost_accept - cost_partial)
    breaks = opening * (credit_partial + blame) / cost_partial
    if yields < breaks:
        return yields, breaks
    edge = opening * (credit_accept + blame) / cost_accept
    return edge, edge
