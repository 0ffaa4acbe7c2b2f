"""The agenda: what each state could propose this week, and what it expects of that given the others' answers.

Agenda setting (Romer and Rosenthal 1978) under quantal response (McKelvey and Palfrey 1995). Reduces to
what an offer brings when it is sure to be accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.answer_parameters import AnswerParameters
from agents.arithmetic import divide, kept_in
from agents.records import Record, column
from agents.rules import rule
from agents.stakes import (
    credit,
    relapse_cost,
    scope_weight,
    total,
    truce_terms,
    trust,
)
from agents.states import acceptance
from agents.valuation import utility
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, STATES, Actor, Scope
from model.floor import EUROPE, PROPOSERS, ProposalParameters, shorter_days
from model.sounding import expect_signature

if TYPE_CHECKING:
    from agents.states import Prospect, State
    from model.table import Diplomacy
    from model.truce import Truce

NEVER = -1e300
"""Worth, in prizes, of what cannot be proposed: nobody does."""


class Agenda(Record):
    """What each proposer could put on the table this week, and what that would be worth to it."""

    worth: list[float] = column("expected utility over silence, by proposer and scope", "prize", 20)
    days: list[float] = column("length at which it is worth most", "days", 20)
    news: list[float] = column("credit it earns as an initiative, over that of acceptance", "ratio", 20)
    stale: list[float] = column(
        "share of the credit for an initiative that its last use has spent", "share", 20
    )
    exchange: float = column("men who could be exchanged over a usual exchange, 0 if too few", "ratio")


@rule
def open_scope(truces: list[Truce], scope: int) -> bool:
    """Whether a scope can still be proposed: nothing in force covers it."""
    if truces[Scope.FINAL].active or truces[scope].active:
        return False
    covered = scope == Scope.SHORT or scope == Scope.SECTOR
    return not (covered and truces[Scope.GENERAL].active)


@rule
def belligerent_worth(
    state: State,
    prospect: Prospect,
    scope: int,
    days: float,
    earned: float,
    plausible: float,
    answers: AnswerParameters,
    parameters: ProposalParameters,
) -> float:
    """Worth to a belligerent of proposing: r B + o gamma (initiative + beta (1 - r) on the other who refuses).

    `earned` is the credit gamma of the scope as far as an initiative is news and is taken seriously,
    `plausible` its belief that the terms could suit the other at all.
    """
    accepted = acceptance(state, scope) * plausible
    brought = total(truce_terms(state, prospect, scope, 0, days, answers))
    brought -= relapse_cost(state, prospect, scope, prospect.opening, answers)
    blamed = parameters.onus * prospect.blame * (1.0 - accepted)
    standing = prospect.opening * earned
    return accepted * brought + standing * (parameters.initiative + blamed) - parameters.effort


@rule
def leading_european(states: list[State]) -> int:
    """Row of the European who speaks for the others: the one whose will times means is greatest."""
    leader = FIRST_EUROPEAN
    for actor in range(FIRST_EUROPEAN, STATES):
        if states[actor].aid > states[leader].aid:
            leader = actor
    return leader


@rule
def weigh_belligerent(
    agenda: Agenda,
    state: State,
    rival: State,
    prospect: Prospect,
    side: int,
    scope: int,
    earned: float,
    curvature: float,
    answers: AnswerParameters,
    parameters: ProposalParameters,
) -> None:
    """Write what a belligerent expects of proposing a scope, at the better of two lengths.

    An exchange is worth more the more men come home by it. A side's own terms of a settlement must also be what
    the other may sign for. If they are not, the text states a position: it earns a part of the credit and costs no
    more than the effort.
    """
    slot = side * SCOPES + scope
    days = shorter_days(scope, parameters)
    plausible = 1.0
    earned = earned * trust(scope, prospect)
    if scope == Scope.FINAL:
        prospect.at_offer = utility(state, state.demand, curvature)
        plausible = expect_signature(rival, utility(rival, state.demand, curvature))
        earned = earned * (parameters.seriousness + (1.0 - parameters.seriousness) * plausible)
    agenda.news[slot] = parameters.initiative * divide(earned, credit(scope, answers), 0.0)
    agenda.days[slot] = days
    agenda.worth[slot] = belligerent_worth(
        state, prospect, scope, days, earned, plausible, answers, parameters
    )
    if scope == Scope.HUMAN:
        more = agenda.exchange - 1.0
        agenda.worth[slot] += acceptance(state, scope) * answers.exchange_gain * more
    elif scope != Scope.FINAL:
        days = parameters.longer * days
        longer = belligerent_worth(state, prospect, scope, days, earned, plausible, answers, parameters)
        if longer > agenda.worth[slot]:
            agenda.worth[slot] = longer
            agenda.days[slot] = days


@rule
def third_party_worth(
    states: list[State],
    diplomacy: Diplomacy,
    proposer: int,
    scope: int,
    worth: float,
    fresh: float,
    trusted: float,
    parameters: ProposalParameters,
) -> float:
    """Worth of a proposal to the mediator or to the Europeans.

    `worth` is what the scope stops, a general ceasefire being 1; `fresh` how far it is news: what was refused of
    late, whoever asked, would be refused again. The mediator wants a war that ends and weighs a scope by the learned
    chance that both accept, and so steps down the ladder after refusals, and by that they keep their word (`trusted`,
    over what was thought at first); a settlement by the chance that both sign its text, from what it knows of the
    least that each would sign for. The Europeans gain by a general ceasefire, or
    by showing who refuses it.
    """
    if proposer == EUROPE:
        if scope != Scope.GENERAL:
            return NEVER
        resolve = states[leading_european(states)].resolve
        return parameters.europe_stake * resolve * fresh * worth - parameters.effort
    both = acceptance(states[Actor.UNITED_STATES], scope)
    if scope == Scope.FINAL:
        if diplomacy.settlement_chance <= 0.0:
            return NEVER
        both = diplomacy.settlement_chance
    gain = parameters.mediator_stake * diplomacy.patience * worth
    return gain * fresh * both * trusted - parameters.effort


@rule
def weigh_proposals(
    agenda: Agenda,
    states: list[State],
    prospects: list[Prospect],
    truces: list[Truce],
    diplomacy: Diplomacy,
    curvature: float,
    answers: AnswerParameters,
    parameters: ProposalParameters,
) -> None:
    """Write what each proposer expects of each scope that can be proposed.

    To ask again for what has just been refused, or let lapse, is no news whoever does it, and a rebuff; it is worth
    something again as time goes by and as the mediator's pressure turns (`fade_requests`).
    """
    kept = kept_in(parameters.staleness)
    for scope in range(SCOPES):
        free = open_scope(truces, scope)
        worth = credit(scope, answers)
        diplomacy.asked[scope] = kept * diplomacy.asked[scope]
        news = max(1.0 - diplomacy.asked[scope], 0.0)
        trusted = trust(scope, prospects[Actor.RUSSIA]) * trust(scope, prospects[Actor.UKRAINE])
        if scope == Scope.HUMAN:
            free = free and agenda.exchange > 0.0
            worth = worth * min(agenda.exchange, 1.0)
        for proposer in range(PROPOSERS):
            slot = proposer * SCOPES + scope
            agenda.stale[slot] = kept * agenda.stale[slot]
            fresh = news * (1.0 - agenda.stale[slot])
            if not free:
                agenda.worth[slot] = NEVER
            elif proposer == Actor.RUSSIA or proposer == Actor.UKRAINE:
                weigh_belligerent(
                    agenda,
                    states[proposer],
                    states[1 - proposer],
                    prospects[proposer],
                    proposer,
                    scope,
                    worth * fresh,
                    curvature,
                    answers,
                    parameters,
                )
            else:
                agenda.days[slot] = shorter_days(scope, parameters)
                weight = scope_weight(scope, answers)
                agenda.worth[slot] = third_party_worth(
                    states, diplomacy, proposer, scope, weight, fresh, trusted, parameters
                )
            if agenda.worth[slot] > NEVER:
                agenda.worth[slot] -= parameters.rebuff * diplomacy.asked[scope]
