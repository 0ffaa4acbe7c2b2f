"""Proposals: who has the floor, quantal response against the logit, and what makes each scope worth proposing."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from agents.vocabulary import SCOPES, Actor, Answer, Scope, WarEnd
from model.agenda import NEVER, Agenda, open_scope, weigh_proposals
from model.conditions import hold_stance
from model.consequences import agreed_terms, conclude
from model.floor import EUROPE, ProposalParameters
from model.learning import learn_outcome
from model.proposals import choose_slot, propose
from tests.engines import both
from tests.table import (
    ANSWER,
    CONDITION,
    DIPLOMACY,
    LEARNING,
    MEDIATOR,
    R,
    Table,
    U,
    answered,
    ask,
    proposing,
    put,
    table,
)

US = int(Actor.UNITED_STATES)
PROPOSAL = ProposalParameters()
A, J = Answer.ACCEPT, Answer.REJECT


def test_the_first_week_has_the_proposal_that_lay_there():
    made = table()
    propose(*proposing(made), PROPOSAL)
    offer = made.diplomacy.offer
    assert (offer.made, offer.proposer, offer.scope, offer.days) == (True, US, Scope.GENERAL, 30.0)
    assert (offer.to_russia, offer.to_ukraine) == (True, False)


def test_the_first_week_can_end_as_it_did():
    """A partial answer to Jeddah grants a sector truce: energy, thirty days, both bound (18 March 2025)."""
    made = table()
    propose(*proposing(made), PROPOSAL)
    ask(made, 0.5)
    reply = made.diplomacy.replies[R]
    assert reply.probability[Answer.PARTIAL] > 0.2
    share = 0.0
    for answer in range(Answer.PARTIAL):
        share += reply.probability[answer]
    ask(made, share + 0.5 * reply.probability[Answer.PARTIAL])
    result = conclude(
        made.diplomacy, made.states, made.prospects, ANSWER, DIPLOMACY, MEDIATOR, LEARNING, CONDITION
    )
    assert result == (Scope.SECTOR, True, True)
    assert agreed_terms(made.diplomacy, result[0], ANSWER) == (0, 30.0)


def weigh(made: Table, p: ProposalParameters = PROPOSAL) -> list[list[float]]:
    weigh_proposals(made.agenda, made.states, made.prospects, made.truces, made.diplomacy, 1.0, ANSWER, p)
    return [list(made.agenda.worth[k * SCOPES : (k + 1) * SCOPES]) for k in range(4)]


def test_a_demand_refused_once_is_refused_again():
    """The stance on conditions is uniform and lasts; reconsidered every week it is a fresh draw."""
    draws = np.random.default_rng(4).random(4000)
    anew = dataclasses.replace(CONDITION, reconsider=1.0)
    stance, kept = 0.0, 0
    for uniform in draws:
        before, stance = stance, both(hold_stance, stance, uniform, CONDITION)
        kept += stance == before
        assert hold_stance(before, uniform, anew) == uniform
    changes = CONDITION.reconsider * 4000
    assert abs(4000 - kept - changes) < 4.0 * math.sqrt(changes)


ALONE = dict.fromkeys(("recognition_russia", "recognition_ukraine", "recognition_europe"), 0.0)
"""The floor is the mediator's."""


@pytest.mark.parametrize("uniform", [0.01, 0.3, 0.999])
def test_without_noise_the_best_is_proposed(uniform):
    agenda = Agenda.new(worth=[NEVER] * 20)
    sharp = dataclasses.replace(PROPOSAL, spread=1e-4, **ALONE)
    agenda.worth[11], agenda.worth[13] = 0.004, 0.009
    assert choose_slot(agenda, uniform, sharp) == 13
    agenda.worth[11], agenda.worth[13] = -0.004, -0.009
    assert choose_slot(agenda, uniform, sharp) == -1


def test_who_has_the_floor_speaks_whatever_it_is_worth_to_others():
    agenda = Agenda.new(worth=[NEVER] * 20)
    agenda.worth[7], agenda.worth[13] = 0.004, 0.9
    sharp = dataclasses.replace(PROPOSAL, spread=1e-4)
    picks = [choose_slot(agenda, (k + 0.5) / 4000, sharp) for k in range(4000)]
    p = PROPOSAL
    floor = p.recognition_russia + p.recognition_ukraine + p.recognition_mediator + p.recognition_europe
    assert picks.count(7) / 4000 == pytest.approx(p.recognition_ukraine / floor, abs=1e-3)
    assert picks.count(13) / 4000 == pytest.approx(p.recognition_mediator / floor, abs=1e-3)


def test_quantal_response_has_the_shares_of_logit():
    agenda = Agenda.new(worth=[NEVER] * 20)
    agenda.worth[10], agenda.worth[12] = 0.001, 0.003
    weights = {-1: 1.0, 10: math.exp(0.5), 12: math.exp(1.5)}
    noisy = dataclasses.replace(PROPOSAL, spread=0.002, **ALONE)
    picks = [choose_slot(agenda, (k + 0.5) / 5000, noisy) for k in range(5000)]
    for slot, weight in weights.items():
        assert picks.count(slot) / 5000 == pytest.approx(weight / sum(weights.values()), abs=1e-3)


def test_mediator_steps_down_the_ladder_after_refusals():
    made = table()
    worth = weigh(made)[US]
    assert worth.index(max(worth)) == Scope.GENERAL
    for _ in range(12):
        learn_outcome(made.states[US], Scope.GENERAL, -1)
    worth = weigh(made)[US]
    assert worth.index(max(worth)) < Scope.GENERAL


def test_a_settlement_is_drafted_only_where_both_may_sign_for_all_that_the_mediator_knows():
    made = table()
    assert weigh(made)[US][Scope.FINAL] == NEVER
    worths = []
    for chance in (0.01, 0.5):
        made.diplomacy.settlement_chance = chance
        worths.append(weigh(made)[US][Scope.FINAL])
    assert NEVER < worths[0] < worths[1]


def test_who_proposes_what():
    """Ukraine rather a general ceasefire, Russia rather anything but that, Europe a general ceasefire only."""
    worth = weigh(table())
    assert worth[U].index(max(worth[U])) == Scope.GENERAL
    assert worth[R].index(min(worth[R])) == Scope.GENERAL
    assert [w > NEVER for w in worth[EUROPE]] == [False, False, False, True, False]


def test_cheap_credit_makes_unilateral_truces():
    """The more the opening is worth, the more a short truce of its own is worth to Russia."""
    made = table()
    made.diplomacy.weeks_since_offer = 10.0
    worths = []
    for opening in (0.0, 0.01, 0.05):
        made.prospects[R].opening = opening
        worths.append(weigh(made)[R][Scope.SHORT])
    assert worths == sorted(worths)
    assert worths[0] < 0.0 < worths[2]


def test_what_was_proposed_of_late_is_no_news():
    """The credit for an initiative is spent by its use and comes back by half in `staleness` weeks."""
    made = table()
    fresh = weigh(made)[R][Scope.SHORT]
    made.agenda.stale[R * SCOPES + Scope.SHORT] = 1.0
    seen = [weigh(made)[R][Scope.SHORT] for _ in range(60)]
    assert seen == sorted(seen)
    assert seen[0] < fresh
    assert made.agenda.stale[R * SCOPES + Scope.SHORT] == pytest.approx(0.5 ** (60 / PROPOSAL.staleness))
    back = (seen[round(PROPOSAL.staleness) - 1] - seen[0]) / (fresh - seen[0])
    assert back == pytest.approx(0.5, abs=0.08)


def test_to_propose_spends_the_credit_of_that_proposal_alone():
    made = table()
    made.log.week = 5
    made.diplomacy.uniforms[2] = 0.2
    both(propose, *proposing(made), PROPOSAL)
    offer = made.diplomacy.offer
    assert offer.made
    assert offer.proposer == R
    spent = [k for k in range(4 * SCOPES) if made.agenda.stale[k] > 0.0]
    assert spent == [R * SCOPES + offer.scope]
    assert 0.0 < offer.news <= PROPOSAL.initiative


def test_a_text_that_cannot_suit_the_other_states_a_position():
    """It earns a part of the credit of one that could, and nothing where such texts are not taken seriously."""
    worths = []
    for seriousness in (0.0, 0.3, 1.0):
        p = dataclasses.replace(PROPOSAL, seriousness=seriousness)
        worths.append(weigh(table(), p)[R][Scope.FINAL])
    assert worths == sorted(worths)
    assert worths[0] < 0.0 < worths[1]


def test_an_author_is_paid_what_it_reckoned_with():
    """The relation rises by the credit of the scope times what the initiative was news."""
    for news in (0.0, 0.2, 0.5):
        made = table()
        put(made, R, Scope.FINAL, to_russia=False)
        made.diplomacy.offer.news = news
        before = made.diplomacy.us_russia
        answered(made, A, J)
        gained = MEDIATOR.relation_gain * news * ANSWER.weight_final**ANSWER.concavity
        assert made.diplomacy.us_russia - before == pytest.approx(gained)


def test_an_exchange_waits_for_lists():
    made = table()
    made.agenda.exchange = 0.0
    assert [row[Scope.HUMAN] for row in weigh(made)] == [NEVER] * 4
    worths = []
    for men in (0.7, 1.0, 2.0):
        made.agenda.exchange = men
        worths.append(weigh(made)[U][Scope.HUMAN])
    assert worths[0] < worths[1] < worths[2]


def test_the_mediator_does_not_ask_again_at_once():
    made = table()
    before = weigh(made)[US][Scope.GENERAL]
    made.agenda.stale[US * SCOPES + Scope.GENERAL] = 1.0
    assert weigh(made)[US][Scope.GENERAL] < 0.2 * before


def test_what_is_in_force_is_not_proposed():
    made = table()
    made.truces[Scope.GENERAL].active = True
    assert [open_scope(made.truces, s) for s in Scope] == [True, False, False, False, True]
    made.truces[Scope.FINAL].active = True
    assert not any(open_scope(made.truces, s) for s in Scope)


def test_nothing_is_proposed_once_the_war_is_decided():
    made = table()
    made.front.end = WarEnd.RUSSIAN_OBJECTIVE
    propose(*proposing(made), PROPOSAL)
    assert not made.diplomacy.offer.made
    assert made.log.count == 0
