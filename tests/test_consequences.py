"""What comes of a proposal: truces concluded, blame, relations and patience, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from agents.vocabulary import CONDITIONS, Actor, Answer, Condition, Scope
from model.conditions import weigh_conditions
from model.consequences import agreed_terms
from tests.table import ANSWER, CONDITION, MEDIATOR, R, U, answered, put, table

US = int(Actor.UNITED_STATES)
A, P, C, J, I_ = Answer.ACCEPT, Answer.PARTIAL, Answer.CONDITIONAL, Answer.REJECT, Answer.IGNORED
OUTCOMES = [
    # proposer, scope, Russia, Ukraine, probability that conditions are met, concluded, who is bound
    (US, Scope.GENERAL, A, A, 0.0, (Scope.GENERAL, True, True)),
    (US, Scope.GENERAL, P, A, 0.0, (Scope.SECTOR, True, True)),  # 18 March 2025
    (US, Scope.GENERAL, J, A, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, I_, A, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, P, J, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, C, A, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, C, A, 1.0, (Scope.GENERAL, True, True)),
    (US, Scope.SECTOR, A, A, 0.0, (Scope.SECTOR, True, True)),
    (R, Scope.SHORT, A, J, 0.0, (Scope.SHORT, True, False)),  # May 2025: announced all the same
    (R, Scope.SHORT, A, A, 0.0, (Scope.SHORT, True, True)),
    (U, Scope.SHORT, J, A, 0.0, (Scope.SHORT, False, True)),
    (US, Scope.SHORT, J, A, 0.0, (-1, False, False)),
    (R, Scope.FINAL, A, J, 0.0, (-1, False, False)),
]


@pytest.mark.parametrize(("proposer", "scope", "russia", "ukraine", "met", "expected"), OUTCOMES)
def test_outcomes_in_rows(proposer, scope, russia, ukraine, met, expected):
    made = table()
    put(made, proposer, scope, proposer != R, proposer != U)
    assert answered(made, russia, ukraine, met=met) == expected


def test_a_partial_answer_brings_its_own_terms():
    made = table()
    put(made, US, Scope.GENERAL)
    assert agreed_terms(made.diplomacy, Scope.GENERAL, ANSWER) == (1, 60.0)
    assert agreed_terms(made.diplomacy, Scope.SECTOR, ANSWER) == (0, ANSWER.rung_days)
    assert agreed_terms(made.diplomacy, Scope.SHORT, ANSWER) == (0, ANSWER.short_days)


BLAME = [(J, A, 1), (A, J, -1), (J, J, 0), (A, A, 0), (P, A, 1), (I_, A, 1)]


@pytest.mark.parametrize(("russia", "ukraine", "sign"), BLAME)
def test_blame_falls_on_the_pivotal_side(russia, ukraine, sign):
    made = table()
    put(made, US, Scope.GENERAL)
    answered(made, russia, ukraine)
    assert np.sign(round(made.diplomacy.blame_russia - 0.5, 12)) == sign


def test_relation_follows_the_answer():
    """Accept over partial over conditional over reject, and a refusal is worse than none being asked."""
    after = []
    for answer in (A, P, C, J):
        made = table()
        put(made, US, Scope.GENERAL)
        answered(made, answer, A, met=0.05)
        after.append(made.diplomacy.us_russia)
    assert after == sorted(after, reverse=True)
    assert after[0] > MEDIATOR.relation > after[-1]


def test_patience_runs_down_with_refusals_of_the_mediators_own():
    for proposer, worn in ((US, True), (U, False)):
        made = table()
        put(made, proposer, Scope.GENERAL)
        answered(made, J, A)
        assert (made.diplomacy.patience < MEDIATOR.patience) == worn


def test_a_mediator_leans_to_whom_it_favours():
    made = table()
    for bias in (0.5, 0.0):
        made.diplomacy.bias = bias
        for side in (R, U):
            weigh_conditions(made.prospects[side], made.diplomacy, side, CONDITION)
        russia, ukraine = (made.prospects[s].chance[Condition.RECOGNITION_OF_GAINS] for s in (R, U))
        assert (russia > ukraine) == (bias > 0.0)
    assert all(0.0 <= made.prospects[R].chance[c] <= 1.0 for c in range(CONDITIONS))
