"""What comes of a proposal: the scope concluded, who is bound, who is blamed, and what everyone learns.

Blame falls on the pivotal side (a refusal that alone stood in the way); credit and blame are those that the
answers were weighed by. Reduces to the lower of the scopes granted, and to nothing where either grants none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.answer_parameters import AnswerParameters
from agents.arithmetic import clip, divide, kept_in
from agents.mediator import MediatorParameters
from agents.rules import rule
from agents.stakes import (
    conditional_credit,
    credit,
    days_of,
    partial_credit,
    renew_credit,
    spend_credit,
    trust,
)
from agents.valuation import utility
from agents.vocabulary import SCOPES, Actor, Answer, Scope
from model.conditions import ConditionParameters, come_true, hold_stance
from model.diplomacy import backing
from model.learning import LearningParameters, forget, learn_answer, learn_outcome
from model.mediation import DiplomacyParameters
from model.sounding import blur, held_out_for
from model.terms import amend
from model.word import fade_word, remember

if TYPE_CHECKING:
    from agents.states import Prospect, Reply, State
    from model.table import Diplomacy
    from model.truce import Truce


@rule
def suits_rival(rival: State, prospect: Prospect, conditions: int) -> bool:
    """Whether a settlement amended by the conditions of one side is still what the other signs for.

    `prospect` is of the side that asks; its copy of the text on offer is amended.
    """
    amend(prospect.offered, conditions)
    return utility(rival, prospect.offered, prospect.curvature) >= held_out_for(rival)


@rule
def granted_scope(
    diplomacy: Diplomacy,
    states: list[State],
    prospects: list[Prospect],
    side: int,
    uniform: float,
    conditions: ConditionParameters,
) -> int:
    """Scope that a belligerent is bound to by its answer, -1 for none.

    Conditions are for third parties to grant, but those that amend a settlement bind the other side too.
    """
    reply = diplomacy.replies[side]
    if reply.answer == Answer.ACCEPT or reply.answer == Answer.PARTIAL:
        return reply.scope
    asks = diplomacy.offer.scope == Scope.FINAL and reply.answer == Answer.CONDITIONAL
    if asks and not suits_rival(states[1 - side], prospects[side], reply.conditions):
        return -1
    if come_true(diplomacy, reply, side, uniform, conditions):
        reply.granted = reply.conditions
        return diplomacy.offer.scope
    return -1


@rule
def earned_share(reply: Reply, prospect: Prospect, scope: int, answers: AnswerParameters) -> float:
    """Credit of an answer, over that of an acceptance that is trusted as at first."""
    if reply.answer == Answer.ACCEPT:
        return trust(scope, prospect)
    if reply.answer == Answer.PARTIAL:
        return divide(partial_credit(reply.scope, scope, prospect, answers), credit(scope, answers), 0.0)
    if reply.answer == Answer.CONDITIONAL:
        earned = conditional_credit(scope, reply.met, prospect, answers)
        return divide(earned, credit(scope, answers), 0.0)
    return 0.0


@rule
def withheld(reply: Reply, earned: float, answers: AnswerParameters) -> float:
    """What an answer has kept back of what was asked, for which it can be blamed: nothing if it accepts."""
    return 0.0 if reply.answer == Answer.ACCEPT else max(1.0 - answers.forgiveness * earned, 0.0)


@rule
def apportion(
    diplomacy: Diplomacy,
    prospects: list[Prospect],
    answers: AnswerParameters,
    p: DiplomacyParameters,
    mediator: MediatorParameters,
) -> None:
    """Let the mediator draw its conclusions: blame on the pivotal side, credit in the relation, wear.

    The same credit and blame as in the utilities of answers and proposals, so that nobody answers or proposes
    for a reward that is not paid; an author of its own text earns what the initiative is news. Soft answers use
    up what the next one to the same request can earn.
    """
    offer = diplomacy.offer
    asked = credit(offer.scope, answers)
    weight = asked * backing(offer.proposer, p)
    russia = earned_share(diplomacy.replies[Actor.RUSSIA], prospects[Actor.RUSSIA], offer.scope, answers)
    ukraine = earned_share(diplomacy.replies[Actor.UKRAINE], prospects[Actor.UKRAINE], offer.scope, answers)
    withheld_russia = withheld(diplomacy.replies[Actor.RUSSIA], russia, answers)
    withheld_ukraine = withheld(diplomacy.replies[Actor.UKRAINE], ukraine, answers)
    gained = weight
    if offer.proposer == Actor.RUSSIA:
        russia, gained = offer.news, asked
    elif offer.proposer == Actor.UKRAINE:
        ukraine = offer.news
    shift = withheld_russia * ukraine - withheld_ukraine * russia
    diplomacy.blame_russia = clip(diplomacy.blame_russia + p.blame_step * weight * shift, 0.0, 1.0)
    standing = russia - prospects[Actor.RUSSIA].blame * withheld_russia * ukraine
    moved = diplomacy.us_russia + mediator.relation_gain * gained * standing
    diplomacy.us_russia = clip(moved, -1.0, 1.0)
    if offer.proposer == Actor.UNITED_STATES:
        worn = mediator.wear * max(withheld_russia, withheld_ukraine)
        diplomacy.patience = diplomacy.patience * (1.0 - worn)
    for side in (0, 1):
        reply = diplomacy.replies[side]
        if reply.answer == Answer.PARTIAL or reply.answer == Answer.CONDITIONAL:
            spend_credit(prospects[side], offer.scope, answers)


@rule
def conclude(
    diplomacy: Diplomacy,
    states: list[State],
    prospects: list[Prospect],
    answers: AnswerParameters,
    p: DiplomacyParameters,
    mediator: MediatorParameters,
    learning: LearningParameters,
    conditions: ConditionParameters,
) -> tuple[int, bool, bool]:
    """What comes of the proposal on the table: (scope concluded or -1, Russia bound, Ukraine bound).

    Both are bound by the lower of the scopes that they grant; conditions that came true are `granted` in the
    replies. A short truce that its author announces binds
    the author even if the other refuses. Everyone learns; blame and credit are given. Conditions
    are met as the stances of those asked have it, which `uniforms[3]` and `[5]` redraw at times.
    """
    forget(states, learning)
    kept = kept_in(learning.memory)
    for side in (0, 1):
        blur(states[side], kept)
        fade_word(states[side], kept)
        renew_credit(prospects[side], answers)
        uniform = diplomacy.uniforms[3 + 2 * side]
        diplomacy.stances[side] = hold_stance(diplomacy.stances[side], uniform, conditions)
    offer = diplomacy.offer
    if not offer.made:
        return -1, False, False
    scope = offer.scope
    russia = granted_scope(diplomacy, states, prospects, 0, diplomacy.stances[0], conditions)
    ukraine = granted_scope(diplomacy, states, prospects, 1, diplomacy.stances[1], conditions)
    result = min(russia, ukraine)
    for side in (0, 1):
        if result < 0:
            diplomacy.replies[side].granted = 0
    apportion(diplomacy, prospects, answers, p, mediator)
    if result != scope and scope != Scope.FINAL:  # every text is another; a ceasefire is a ceasefire
        diplomacy.asked[scope] = max(diplomacy.asked[scope], 1.0)
    for side in (0, 1):
        if offer.proposer != side:
            reply = diplomacy.replies[side]
            learn_answer(states[1 - side], reply.answer, scope, reply.scope)
    learn_outcome(states[Actor.UNITED_STATES], scope, result)
    learn_outcome(states[Actor.EUROPEAN_UNION], scope, result)
    if result < 0 and scope == Scope.SHORT and offer.proposer <= Actor.UKRAINE:
        return scope, offer.proposer == Actor.RUSSIA, offer.proposer == Actor.UKRAINE
    return result, result >= 0, result >= 0


@rule
def note_failures(diplomacy: Diplomacy, truces: list[Truce], p: DiplomacyParameters) -> None:
    """Before anybody asks: what has just failed was refused, by not extending it, or `aftermath` times by breaking it."""
    for scope in range(Scope.SHORT, Scope.FINAL):
        truce = truces[scope]
        if truce.made > 0 and (truce.broken_by >= 0 or truce.lapsed_by >= 0):
            refusals = p.aftermath if truce.broken_by >= 0 else 1.0
            diplomacy.asked[scope] = max(diplomacy.asked[scope], refusals)


@rule
def doubt_word(states: list[State], breaker: int, scope: int, weight: float) -> None:
    """Let all others count a broken truce as a refusal of its scope (Tomz 2007), and against the breaker's word.

    `weight` is the credit that it had earned: by that it counts against his word (`model/word.py`).
    """
    other = states[1 - breaker]
    mediator, europe = states[Actor.UNITED_STATES], states[Actor.EUROPEAN_UNION]
    remember(states[breaker], weight, True)
    other.refuses[scope] = other.refuses[scope] + 1.0
    mediator.refuses[scope] = mediator.refuses[scope] + 1.0
    europe.refuses[scope] = europe.refuses[scope] + 1.0


@rule
def answer_for(
    diplomacy: Diplomacy,
    states: list[State],
    prospects: list[Prospect],
    truces: list[Truce],
    extension_credit: float,
    answers: AnswerParameters,
    p: DiplomacyParameters,
    mediator: MediatorParameters,
) -> None:
    """Hold the sides to account for truces that ended or were extended this week.

    Who breaks one loses the credit that it had earned and is blamed for it; who lets one lapse forgoes credit
    and is blamed, and by ending a general truce goes back to war. It is by these that extensions are weighed.
    A term that both renew was kept by both; one that ran out into war tells of neither. A truce that breaks wears the
    mediator's patience as a refusal does.
    """
    for scope in range(Scope.SHORT, SCOPES):
        truce = truces[scope]
        weight = credit(scope, answers)
        ender = truce.broken_by if truce.broken_by >= 0 else truce.lapsed_by
        trusted = trust(scope, prospects[Actor.RUSSIA])
        moved = extension_credit * trusted if truce.renewed else 0.0
        if truce.broken_by >= 0:
            doubt_word(states, truce.broken_by, scope, weight)
            diplomacy.patience = diplomacy.patience * (1.0 - mediator.wear * min(weight, 1.0))
        elif truce.renewed:
            remember(states[Actor.RUSSIA], weight, False)
            remember(states[Actor.UKRAINE], weight, False)
        if truce.broken_by < 0 and ender >= 0:
            towards = 1.0 if ender == Actor.RUSSIA else -1.0
            shifted = diplomacy.blame_russia + towards * p.blame_step * extension_credit * weight
            diplomacy.blame_russia = clip(shifted, 0.0, 1.0)
        if ender == Actor.RUSSIA:
            blame = prospects[Actor.RUSSIA].blame
            if truce.broken_by >= 0 or scope == Scope.GENERAL:
                moved -= answers.relapse * (trusted + blame)
            else:
                moved -= extension_credit * blame
        relation = diplomacy.us_russia + mediator.relation_gain * weight * moved
        diplomacy.us_russia = clip(relation, -1.0, 1.0)


@rule
def agreed_terms(diplomacy: Diplomacy, result: int, answers: AnswerParameters) -> tuple[int, float]:
    """Sector and length in days of the truce concluded: the offer's, or those of the lower rung granted."""
    offer = diplomacy.offer
    if result == offer.scope:
        return offer.sector, offer.days
    return 0, days_of(result, answers)
