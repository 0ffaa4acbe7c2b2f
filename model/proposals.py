"""Proposals: who puts what on the table this week, one at most.

One state at random has the floor (Baron and Ferejohn 1989) and answers its own agenda and silence by quantal
response (McKelvey and Palfrey 1995). Reduces to its proposal of greatest utility, or none, as the spread goes to 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.answer_parameters import AnswerParameters
from agents.arithmetic import divide, exp
from agents.events import emit
from agents.rules import rule
from agents.vocabulary import SCOPES, Actor, Happening, Scope, WarEnd
from model.agenda import NEVER, Agenda, leading_european, weigh_proposals
from model.floor import EUROPE, PROPOSERS, ProposalParameters, recognition

if TYPE_CHECKING:
    from agents.events import Log
    from agents.states import Prospect, State
    from model.table import Diplomacy
    from model.truce import Truce
    from model.war import Front

NOTHING = 1
"""Index of that choice of `ProposalParameters.first_week`."""

SECTORS = 3
"""Energy, sea, air."""


@rule
def choose_slot(agenda: Agenda, uniform: float, parameters: ProposalParameters) -> int:
    """Slot of the agenda on which one uniform falls, -1 for silence, which is worth 0.

    The utilities of different states are not set against each other: the uniform picks first who has the
    floor, what is left of it then that state's proposal.
    """
    floor = 0.0
    for proposer in range(PROPOSERS):
        floor += recognition(proposer, parameters)
    left = uniform * floor
    proposer = 0
    while proposer < PROPOSERS - 1 and left >= recognition(proposer, parameters):
        left -= recognition(proposer, parameters)
        proposer += 1
    first = proposer * SCOPES
    best = 0.0
    for slot in range(first, first + SCOPES):
        best = max(best, agenda.worth[slot])
    silence = exp(-best / parameters.spread)
    mass = silence
    for slot in range(first, first + SCOPES):
        if agenda.worth[slot] > NEVER:
            mass += exp((agenda.worth[slot] - best) / parameters.spread)
    left = divide(left, recognition(proposer, parameters), 0.0) * mass - silence
    chosen = -1
    for slot in range(first, first + SCOPES):
        if left >= 0.0 and agenda.worth[slot] > NEVER:
            chosen = slot
            left -= exp((agenda.worth[slot] - best) / parameters.spread)
    return chosen


@rule
def put_offer(diplomacy: Diplomacy, log: Log, proposer: int, scope: int, sector: int, days: float) -> None:
    """Put a proposal on the table, addressed to whoever did not make it."""
    offer = diplomacy.offer
    offer.made = True
    offer.proposer = proposer
    offer.scope = scope
    offer.sector = sector
    offer.days = days
    offer.to_russia = proposer != Actor.RUSSIA
    offer.to_ukraine = proposer != Actor.UKRAINE
    diplomacy.weeks_since_offer = 0.0
    diplomacy.proposals = diplomacy.proposals + 1
    target = 1 - proposer if proposer <= Actor.UKRAINE else -1
    emit(log, Happening.PROPOSAL, proposer, target, scope, sector, days)


@rule
def propose(
    agenda: Agenda,
    states: list[State],
    prospects: list[Prospect],
    truces: list[Truce],
    front: Front,
    diplomacy: Diplomacy,
    log: Log,
    curvature: float,
    answers: AnswerParameters,
    parameters: ProposalParameters,
) -> None:
    """Put at most one proposal on the table; in the first week it is the one that lay there.

    `diplomacy.uniforms[2]` picks the proposal, `uniforms[6]` the sector. The package of a settlement is
    written later, by `draft_package`. A mediator sounds its own out before it puts it.
    """
    offer = diplomacy.offer
    offer.made, offer.sounding = False, False
    diplomacy.weeks_since_offer = diplomacy.weeks_since_offer + 1.0
    if front.end != WarEnd.GOES_ON or truces[Scope.FINAL].active:
        return
    if log.week == 0 and parameters.first_week != NOTHING:
        put_offer(diplomacy, log, Actor.UNITED_STATES, Scope.GENERAL, 0, parameters.days_general)
        offer.to_ukraine = False
        return
    weigh_proposals(agenda, states, prospects, truces, diplomacy, curvature, answers, parameters)
    slot = choose_slot(agenda, diplomacy.uniforms[2], parameters)
    if slot < 0:
        return
    proposer = slot // SCOPES
    if proposer == EUROPE:
        proposer = leading_european(states)
    sector = min(int(SECTORS * diplomacy.uniforms[6]), SECTORS - 1)
    if proposer == Actor.UNITED_STATES and slot % SCOPES == Scope.FINAL:
        offer.made, offer.sounding = True, True
        offer.proposer, offer.scope = Actor.UNITED_STATES, Scope.FINAL
    else:
        put_offer(diplomacy, log, proposer, slot % SCOPES, sector, agenda.days[slot])
    offer.news = agenda.news[slot] if proposer <= Actor.UKRAINE else 0.0
    agenda.stale[slot] = 1.0
