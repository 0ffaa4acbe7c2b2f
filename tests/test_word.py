"""What is remembered of agreements kept and broken, and what asking again is worth."""

from __future__ import annotations

import dataclasses

import pytest

from agents.states import State
from agents.vocabulary import Actor, Answer, Scope, Term
from model.consequences import answer_for, note_failures
from model.diplomacy import inform
from model.learning import LearningParameters
from model.mediation import draw_type, fade_requests, mediate
from model.proposals import ProposalParameters, weigh_proposals
from model.truce import TruceParameters
from model.word import WordParameters, fade_word, remember, word_lost
from tests.engines import both
from tests.table import (
    ANSWER,
    CONDITION,
    DIPLOMACY,
    MEDIATOR,
    R,
    Table,
    U,
    answered,
    ask,
    put,
    table,
)

US, EUROPE = int(Actor.UNITED_STATES), 3
A, C, P, J = Answer.ACCEPT, Answer.CONDITIONAL, Answer.PARTIAL, Answer.REJECT
WORD, TRUCE, PROPOSAL = WordParameters(), TruceParameters(), ProposalParameters()


def test_the_word_is_a_beta_belief_over_the_first_one():
    state = State.new()
    assert both(word_lost, state, WORD) == pytest.approx(0.0, abs=1e-15)
    both(remember, state, 1.0, True)
    a, b = WORD.word_kept, WORD.word_broken
    assert both(word_lost, state, WORD) == pytest.approx(1.0 - a / (a + b + 1.0) * (a + b) / a)
    for _ in range(3):
        both(remember, state, 1.0, False)
    assert both(word_lost, state, WORD) < 0.0  # it has kept more than was expected
    assert word_lost(state, WORD) == pytest.approx(1.0 - (a + 3.0) / (a + b + 4.0) * (a + b) / a)
    both(fade_word, state, 0.0)
    assert both(word_lost, state, WORD) == pytest.approx(0.0, abs=1e-15)


def ended(made: Table, scope: Scope = Scope.GENERAL, **how) -> Table:
    """A truce has ended, or was extended, this week."""
    for truce in made.truces:
        truce.broken_by = truce.lapsed_by = -1
    for name, value in {"made": 1, **how}.items():
        setattr(made.truces[scope], name, value)
    both(note_failures, made.diplomacy, made.truces, DIPLOMACY)
    both(
        answer_for, made.diplomacy, made.states, made.prospects, made.truces, 0.4, ANSWER, DIPLOMACY, MEDIATOR
    )
    inform(made.prospects, made.diplomacy, made.states, made.regime, made.truces, MEDIATOR, CONDITION)
    return made


@pytest.mark.parametrize("breaker", [R, U])
def test_who_breaks_a_truce_earns_less_by_the_next_promise(breaker):
    """To accept earns less, and is worth less against refusing, though there is less to lose by breaking it too."""
    made = ended(table(), broken_by=breaker)
    assert made.prospects[breaker].doubt > 0.0 == made.prospects[1 - breaker].doubt
    worths, credits = [], []
    for doubt in (0.0, 0.3):
        fresh = table()
        fresh.prospects[breaker].doubt = doubt
        put(fresh, US, Scope.GENERAL)
        ask(fresh, 1.0)  # the softest answer
        reply = fresh.diplomacy.replies[breaker]
        assert reply.answer == A
        worths.append(sum(reply.terms))
        credits.append(reply.terms[Term.CREDIT])
    assert credits[1] == pytest.approx(0.7 * credits[0])
    assert worths[1] < worths[0]


def test_a_term_that_is_renewed_was_kept_by_both_and_one_that_ran_out_tells_nothing():
    made = ended(table(), renewed=True)
    assert made.prospects[R].doubt == made.prospects[U].doubt < 0.0
    made = ended(table(), lapsed_by=R)
    assert made.prospects[R].doubt == made.prospects[U].doubt == 0.0


def test_the_word_counts_by_the_credit_of_what_was_promised():
    lost = [
        ended(table(), scope, broken_by=R).prospects[R].doubt
        for scope in (Scope.SHORT, Scope.SECTOR, Scope.GENERAL)
    ]
    assert 0.0 < lost[0] < lost[1] < lost[2]


def test_a_new_office_holder_is_taken_at_his_word():
    made = ended(table(), broken_by=R)
    draw_type(made.states[R], 0.35, 0.0, 0.0, DIPLOMACY)
    assert both(word_lost, made.states[R], CONDITION) == pytest.approx(0.0, abs=1e-15)


def worth(
    made: Table, proposer: int, scope: Scope = Scope.GENERAL, p: ProposalParameters = PROPOSAL
) -> float:
    both(
        weigh_proposals, made.agenda, made.states, made.prospects, made.truces, made.diplomacy, 1.0, ANSWER, p
    )
    return made.agenda.worth[proposer * len(Scope) + scope]


@pytest.mark.parametrize("answer", [P, C, J])
def test_what_was_not_granted_is_not_asked_again_at_once_by_anybody(answer):
    """It is worth something again after a time, by half in `staleness` weeks, and as soon as pressure turns."""
    before = [worth(table(), who) for who in (U, US, EUROPE)]
    made = table()
    put(made, US, Scope.GENERAL)
    answered(made, answer, A, met=0.0)
    assert made.diplomacy.asked[Scope.GENERAL] == 1.0
    states = [table().states[k] for k in range(len(made.states))]
    made.states[:] = states  # what was learned of answers apart
    assert all(worth(made, who) < 0.2 * old for who, old in zip((U, US, EUROPE), before, strict=True))
    kept = made.diplomacy.asked[Scope.GENERAL]
    both(fade_requests, made.diplomacy, 0.5)
    assert made.diplomacy.asked[Scope.GENERAL] == 0.5 * kept


def test_to_ask_again_is_a_rebuff_that_fades():
    costs = []
    for rebuff in (0.0, 0.004):
        made = table()
        made.diplomacy.asked[Scope.GENERAL] = 1.0
        p = dataclasses.replace(PROPOSAL, rebuff=rebuff)
        costs.append([worth(made, US, p=p) for _ in range(30)])
    lost = [a - b for a, b in zip(*costs, strict=True)]
    half = round(PROPOSAL.staleness)
    assert lost[0] == pytest.approx(0.004 * 0.5 ** (1.0 / PROPOSAL.staleness))
    assert lost[half] == pytest.approx(0.5 * lost[0], rel=1e-9)


def test_what_is_granted_may_be_asked_again():
    made = table()
    put(made, US, Scope.GENERAL)
    answered(made, A, A)
    assert not any(made.diplomacy.asked)


def test_asking_is_worth_something_as_far_as_pressure_turns():
    left = []
    for pressure in (MEDIATOR.strength, -MEDIATOR.strength):
        made = table()
        made.diplomacy.asked[Scope.GENERAL] = 1.0
        made.diplomacy.uniforms[4] = 0.999
        made.diplomacy.pressure, made.diplomacy.side = pressure, 1.0
        both(mediate, made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR)
        left.append(made.diplomacy.asked[Scope.GENERAL])
        assert left[-1] == pytest.approx(1.0 - 0.5 * abs(made.diplomacy.pressure - pressure))
    assert left[1] < left[0]


def test_a_broken_truce_wears_patience_and_is_not_asked_for_anew_at_once():
    made = ended(table(), broken_by=R)
    assert made.diplomacy.patience == pytest.approx(MEDIATOR.patience * (1.0 - MEDIATOR.wear))
    assert made.diplomacy.asked[Scope.GENERAL] == DIPLOMACY.aftermath > 1.0
    assert worth(made, US) < 0.0 < worth(table(), US)
    assert ended(table(), lapsed_by=R).diplomacy.asked[Scope.GENERAL] == 1.0


def test_the_mediator_weighs_a_ceasefire_by_the_word_of_both():
    worths = []
    for doubt in (0.0, 0.2, 0.5):
        made = table()
        made.prospects[U].doubt = doubt
        worths.append(worth(made, US))
        assert worth(made, US, Scope.SECTOR) == worth(table(), US, Scope.SECTOR)
    gains = [w + PROPOSAL.effort for w in worths]
    assert gains[1] == pytest.approx(0.8 * gains[0])
    assert gains[2] == pytest.approx(0.5 * gains[0])


def test_memory_of_a_broken_word_fades_as_other_lessons_do():
    made = table()
    remember(made.states[R], 1.0, True)
    for _ in range(round(LearningParameters().memory)):
        made.diplomacy.offer.made = False
        answered(made, A, A)
    assert made.states[R].broke == pytest.approx(0.5, rel=1e-6)
