"""The table: what each side is told, what a settlement on offer says, and what is answered.

The answers are those of `agents/answers.py`; a proposal is worth the share of the mediator's standing that
hangs on it (Kydd 2003). Reduces to the mediator's own proposals where others have no backing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.answer_parameters import AnswerParameters
from agents.answers import ALWAYS_ACCEPT, ALWAYS_REJECT, answer_offer
from agents.events import emit
from agents.leverage import base_aid
from agents.mediator import MediatorParameters, blame_ratio
from agents.rules import rule
from agents.states import acceptance
from agents.valuation import outcome_utilities, utility
from agents.vocabulary import FIRST_EUROPEAN, ISSUES, SCOPES, TERMS, Actor, Answer, Happening, Scope
from model.conditions import ConditionParameters, weigh_conditions
from model.frozen import FrozenLineParameters, frozen_line
from model.mediation import DiplomacyParameters
from model.settlement import settle
from model.word import word_lost

if TYPE_CHECKING:
    from agents.events import Log
    from agents.states import Prospect, Reply, State
    from model.polity import Regime
    from model.settlement import SettlementParameters
    from model.table import Diplomacy
    from model.truce import Truce
    from model.war import Front


@rule
def backing(proposer: int, p: DiplomacyParameters) -> float:
    """Share of the mediator's standing that hangs on a proposal."""
    if proposer == Actor.UNITED_STATES:
        return 1.0
    return p.backing_europe if proposer >= FIRST_EUROPEAN else p.backing_belligerent


@rule
def take_stock(
    prospects: list[Prospect],
    states: list[State],
    front: Front,
    diplomacy: Diplomacy,
    frozen: FrozenLineParameters,
    settlement: SettlementParameters,
) -> None:
    """Tell both belligerents what victory, defeat and the line frozen as it is would be worth to them."""
    curvature = settlement.curvature
    ends = outcome_utilities(states[Actor.RUSSIA], states[Actor.UKRAINE], curvature)
    for side in (0, 1):
        prospect = prospects[side]
        prospect.curvature = curvature
        prospect.at_victory = ends[0] if side == Actor.RUSSIA else ends[2]
        prospect.at_defeat = ends[1] if side == Actor.RUSSIA else ends[3]
        frozen_line(front, diplomacy, frozen, prospect.frozen)
        prospect.at_freeze = utility(states[side], prospect.frozen, curvature)
        prospect.kursk_km2 = front.kursk_km2


@rule
def inform(
    prospects: list[Prospect],
    diplomacy: Diplomacy,
    states: list[State],
    regime: Regime,
    truces: list[Truce],
    mediator: MediatorParameters,
    conditions: ConditionParameters,
    credence: float = 1.0,
) -> None:
    """Tell both belligerents where they stand with the mediator, in the palace, and what is in force.

    What hangs on the mediator is the opening for Russia, and for Ukraine the aid that can still be withheld. Pressure
    counts as far as the mediator's word has come to be believed (`credence`).
    """
    aid = mediator.dependence * base_aid(states[Actor.UNITED_STATES].resolve, mediator)
    for side in (0, 1):
        prospect = prospects[side]
        value = diplomacy.opening if side == Actor.RUSSIA else aid
        prospect.opening = value * diplomacy.patience
        prospect.blame = blame_ratio(side, credence * diplomacy.pressure, mediator)
        prospect.doubt = word_lost(states[side], conditions)
        for scope in range(SCOPES):
            prospect.standing[scope] = 1 if truces[scope].active else 0
        weigh_conditions(prospect, diplomacy, side, conditions)
    prospects[Actor.RUSSIA].hawk_reaction = regime.hawk_reaction
    prospects[Actor.RUSSIA].dove_reaction = regime.dove_reaction


@rule
def draft_package(
    diplomacy: Diplomacy,
    states: list[State],
    prospects: list[Prospect],
    discount_russia: float,
    discount_ukraine: float,
    settlement: SettlementParameters,
) -> None:
    """Write the package of a settlement on the table: the mediator's draft, or the proposer's own demands."""
    offer = diplomacy.offer
    if not offer.made or offer.scope != Scope.FINAL:
        return
    if offer.proposer == Actor.RUSSIA or offer.proposer == Actor.UKRAINE:
        for issue in range(ISSUES):
            offer.package[issue] = states[offer.proposer].demand[issue]
    else:
        settle(
            states[Actor.RUSSIA],
            states[Actor.UKRAINE],
            states[Actor.UNITED_STATES],
            discount_russia,
            discount_ukraine,
            diplomacy,
            settlement,
        )
    for side in (0, 1):
        prospects[side].at_offer = utility(states[side], offer.package, settlement.curvature)
        for issue in range(ISSUES):
            prospects[side].offered[issue] = offer.package[issue]


@rule
def hear_answer(
    diplomacy: Diplomacy,
    states: list[State],
    prospects: list[Prospect],
    log: Log,
    side: int,
    answers: AnswerParameters,
    p: DiplomacyParameters,
) -> None:
    """Let a belligerent answer if it is addressed; `uniforms[side]` decides. A proposer accepts its own.

    It expects the other's answer to a truce as it has learned it. A settlement that a mediator puts has been sounded
    out, and each must take it that the other signs: how often other texts were signed tells nothing of this one.
    """
    offer = diplomacy.offer
    reply = diplomacy.replies[side]
    state = states[side]
    addressed = offer.to_russia if side == Actor.RUSSIA else offer.to_ukraine
    reply.answer = Answer.ACCEPT
    reply.scope = offer.scope
    reply.conditions = 0
    reply.granted = 0
    reply.met = 0.0
    for term in range(TERMS):
        reply.terms[term] = 0.0
    if not offer.made or not addressed:
        return
    other = offer.to_ukraine if side == Actor.RUSSIA else offer.to_russia
    pivot = acceptance(state, offer.scope) if other and offer.scope != Scope.FINAL else 1.0
    answer_offer(
        state,
        reply,
        prospects[side],
        offer.scope,
        offer.sector,
        offer.days,
        pivot,
        prospects[side].opening * backing(offer.proposer, p),
        diplomacy.uniforms[side],
        answers,
    )
    _override(reply, side, offer.scope, answers)
    told = reply.probability[reply.answer]
    row = emit(log, Happening.REPLY, side, offer.proposer, offer.scope, reply.answer, told)
    log.events[row].conditions = reply.conditions
    log.events[row].granted = reply.scope
    for term in range(TERMS):
        log.events[row].terms[term] = reply.terms[term]


@rule
def _override(reply: Reply, side: int, scope: int, answers: AnswerParameters) -> None:
    """Counterfactual: one who always answers alike. Probabilities and terms stay those of the rule."""
    fixed = answers.russia_answers if side == Actor.RUSSIA else answers.ukraine_answers
    if fixed in (ALWAYS_ACCEPT, ALWAYS_REJECT):
        reply.answer = Answer.ACCEPT if fixed == ALWAYS_ACCEPT else Answer.REJECT
        reply.scope = scope
        reply.conditions = 0
        reply.met = 0.0
