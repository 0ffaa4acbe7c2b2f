"""What is believed of answers at the start, what a week forgets and what an answer or an outcome teaches, by hand."""

from __future__ import annotations

import math

import pytest

from agents.states import State
from agents.vocabulary import SCOPES, STATES, Actor, Answer, Scope
from model.learning import (
    LearningParameters,
    believed_acceptance,
    first_belief,
    forget,
    learn_answer,
    learn_outcome,
)

R, U = Actor.RUSSIA, Actor.UKRAINE
RUSSIA = {scope: 0.1 * (scope + 1) for scope in Scope}
UKRAINE = {scope: 0.05 + 0.15 * (scope + 1) for scope in Scope}
P = LearningParameters(
    **{f"russia_{scope.name.lower()}": chance for scope, chance in RUSSIA.items()},
    **{f"ukraine_{scope.name.lower()}": chance for scope, chance in UKRAINE.items()},
    prior_strength=10.0,
    memory=1.0,
)
"""Half of what answers taught is forgotten in a week."""


@pytest.mark.parametrize("scope", list(Scope))
def test_belligerents_are_believed_in_by_scope_and_others_expect_both_to_accept(scope):
    assert believed_acceptance(R, scope, P) == RUSSIA[scope]
    assert believed_acceptance(U, scope, P) == UKRAINE[scope]
    assert first_belief(R, scope, P) == UKRAINE[scope]
    assert first_belief(U, scope, P) == RUSSIA[scope]
    for observer in (Actor.UNITED_STATES, Actor.EUROPEAN_UNION):
        assert first_belief(observer, scope, P) == pytest.approx(RUSSIA[scope] * UKRAINE[scope])


@pytest.mark.parametrize("observer", list(Actor))
def test_half_of_what_four_observers_learned_fades_in_a_week(observer):
    states = [State.new(accepts=[12.0] * SCOPES, refuses=[30.0] * SCOPES) for _ in range(STATES)]
    forget(states, P)
    accepts, refuses = list(states[observer].accepts), list(states[observer].refuses)
    if observer not in (R, U, Actor.UNITED_STATES, Actor.EUROPEAN_UNION):
        assert (accepts, refuses) == ([12.0] * SCOPES, [30.0] * SCOPES)
        return
    believed = {R: UKRAINE, U: RUSSIA}.get(observer, {s: RUSSIA[s] * UKRAINE[s] for s in Scope})
    assert accepts == pytest.approx([(12.0 + 10.0 * believed[s]) / 2.0 for s in Scope])
    assert refuses == pytest.approx([(30.0 + 10.0 * (1.0 - believed[s])) / 2.0 for s in Scope])


def counts(**taught: float) -> tuple[list[float], list[float]]:
    """Four acceptances and eight refusals of each scope, and what was taught beside them."""
    accepts, refuses = [4.0] * SCOPES, [8.0] * SCOPES
    for name, number in taught.items():
        which, scope = name.split("_")
        (accepts if which == "accepts" else refuses)[Scope[scope.upper()]] += number
    return accepts, refuses


def an_observer() -> State:
    accepts, refuses = counts()
    return State.new(accepts=accepts, refuses=refuses)


@pytest.mark.parametrize(
    ("answer", "granted", "taught"),
    [
        (Answer.ACCEPT, Scope.GENERAL, {"accepts_general": 1}),
        (Answer.IGNORED, Scope.SHORT, {"refuses_general": 1}),
        (Answer.REJECT, Scope.SHORT, {"refuses_general": 1}),
        (Answer.CONDITIONAL, Scope.SHORT, {"refuses_general": 1}),
        (Answer.PARTIAL, Scope.SHORT, {"refuses_general": 1, "accepts_short": 1}),
        (Answer.PARTIAL, Scope.HUMAN, {"refuses_general": 1, "accepts_human": 1}),
    ],
)
def test_an_answer_is_counted_for_its_scope_and_for_the_rung_that_it_grants(answer, granted, taught):
    rival = an_observer()
    learn_answer(rival, answer, Scope.GENERAL, granted)
    assert (list(rival.accepts), list(rival.refuses)) == counts(**taught)


@pytest.mark.parametrize(
    ("result", "taught"),
    [
        (Scope.GENERAL, {"accepts_general": 1}),
        (-1, {"refuses_general": 1}),
        (Scope.HUMAN, {"refuses_general": 1, "accepts_human": 1}),
        (Scope.SECTOR, {"refuses_general": 1, "accepts_sector": 1}),
    ],
)
def test_an_outcome_is_counted_for_what_was_proposed_and_for_what_came_of_it(result, taught):
    observer = an_observer()
    learn_outcome(observer, Scope.GENERAL, result)
    assert (list(observer.accepts), list(observer.refuses)) == counts(**taught)


def test_the_memory_of_a_year_halves_in_a_year():
    state = [State.new(accepts=[50.0] * SCOPES, refuses=[50.0] * SCOPES) for _ in range(STATES)]
    slow = LearningParameters(memory=52.0, prior_strength=10.0, russia_general=0.2)
    for _ in range(52):
        forget(state, slow)
    assert state[U].accepts[Scope.GENERAL] == pytest.approx(2.0 + 48.0 / 2.0)
    assert math.isclose(state[U].refuses[Scope.GENERAL], 8.0 + 42.0 / 2.0)
