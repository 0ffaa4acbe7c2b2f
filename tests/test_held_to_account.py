"""How the sides answer for truces that broke, ran out or were renewed: blame, relation, patience, what is remembered."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agents.states import Prospect, State
from agents.vocabulary import SCOPES, STATES, Actor, Scope
from model.bargaining import Diplomacy
from model.consequences import answer_for, doubt_word, note_failures
from model.truce import Truce
from tests.table import ANSWER, DIPLOMACY, MEDIATOR, R, U

NOBODY = -1
CREDIT = replace(ANSWER, concavity=1.0, weight_short=0.25, weight_sector=0.5, weight_final=2.0, relapse=0.8)
STEPS = replace(DIPLOMACY, blame_step=0.1, aftermath=3.0)
BROKER = replace(MEDIATOR, relation_gain=0.2, wear=0.3)


def quiet_ladder(scope: int = Scope.GENERAL, **changes) -> list[Truce]:
    truces = [Truce.new(made=1, broken_by=NOBODY, lapsed_by=NOBODY) for _ in Scope]
    for name, value in changes.items():
        setattr(truces[scope], name, value)
    return truces


class Account:
    """A mediator to whom the sides answer for one truce."""

    def __init__(self, scope: int, blame: float = 0.5, relation: float = 0.1, **truce) -> None:
        self.diplomacy = Diplomacy.new(blame_russia=blame, us_russia=relation, patience=0.9)
        self.states = [State.new() for _ in range(STATES)]
        prospects = [Prospect.new(blame=0.6, doubt=0.1), Prospect.new(blame=0.4, doubt=0.7)]
        truces = quiet_ladder(scope, **truce)
        answer_for(self.diplomacy, self.states, prospects, truces, 0.4, CREDIT, STEPS, BROKER)

    @property
    def table(self) -> tuple[float, float, float]:
        return self.diplomacy.blame_russia, self.diplomacy.us_russia, self.diplomacy.patience

    @property
    def words(self) -> tuple[float, ...]:
        """What is remembered of Russia and of Ukraine: terms kept and terms broken."""
        return tuple(getattr(self.states[side], name) for side in (R, U) for name in ("kept", "broke"))


@pytest.mark.parametrize(
    ("scope", "changes", "table", "words"),
    [
        (Scope.GENERAL, {}, (0.5, 0.1, 0.9), (0.0, 0.0, 0.0, 0.0)),
        # Broken: credit (doubted by a tenth where it is a general truce's) and blame, 0.8 of both, by the scope's weight.
        (Scope.SHORT, {"broken_by": R}, (0.5, 0.1 - 0.05 * 1.28, 0.9 * 0.925), (0.0, 0.25, 0.0, 0.0)),
        (Scope.SECTOR, {"broken_by": R}, (0.5, 0.1 - 0.1 * 1.28, 0.9 * 0.85), (0.0, 0.5, 0.0, 0.0)),
        (Scope.GENERAL, {"broken_by": R}, (0.5, 0.1 - 0.2 * 1.2, 0.9 * 0.7), (0.0, 1.0, 0.0, 0.0)),
        (Scope.FINAL, {"broken_by": R}, (0.5, 0.1 - 0.4 * 1.2, 0.9 * 0.7), (0.0, 2.0, 0.0, 0.0)),
        (Scope.SECTOR, {"broken_by": U}, (0.5, 0.1, 0.9 * 0.85), (0.0, 0.0, 0.0, 0.5)),
        # Who broke it answers for it, whoever would not have extended it.
        (Scope.GENERAL, {"broken_by": U, "lapsed_by": R}, (0.5, 0.1, 0.9 * 0.7), (0.0, 0.0, 0.0, 1.0)),
        (Scope.GENERAL, {"broken_by": R, "lapsed_by": U}, (0.5, -0.14, 0.9 * 0.7), (0.0, 1.0, 0.0, 0.0)),
        # Run out: blame by 0.4 of a refusal's; 0.4 of the credit is forgone, or back to war as if it broke.
        (Scope.SHORT, {"lapsed_by": R}, (0.51, 0.1 - 0.05 * 0.24, 0.9), (0.0, 0.0, 0.0, 0.0)),
        (Scope.SECTOR, {"lapsed_by": R}, (0.52, 0.1 - 0.1 * 0.24, 0.9), (0.0, 0.0, 0.0, 0.0)),
        (Scope.GENERAL, {"lapsed_by": R}, (0.54, 0.1 - 0.2 * 1.2, 0.9), (0.0, 0.0, 0.0, 0.0)),
        (Scope.GENERAL, {"lapsed_by": U}, (0.46, 0.1, 0.9), (0.0, 0.0, 0.0, 0.0)),
        # Renewed: 0.4 of the credit, and kept by both.
        (Scope.SHORT, {"renewed": True}, (0.5, 0.1 + 0.05 * 0.4, 0.9), (0.25, 0.0, 0.25, 0.0)),
        (Scope.GENERAL, {"renewed": True}, (0.5, 0.1 + 0.2 * 0.4 * 0.9, 0.9), (1.0, 0.0, 1.0, 0.0)),
        (Scope.HUMAN, {"broken_by": R}, (0.5, 0.1, 0.9), (0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_the_sides_answer_for_how_a_truce_ended(scope, changes, table, words):
    account = Account(scope, **changes)
    assert account.table == pytest.approx(table)
    assert account.words == pytest.approx(words)


@pytest.mark.parametrize(
    ("changes", "blame", "relation", "held"),
    [
        ({"lapsed_by": R}, 0.99, -0.9, (1.0, -1.0)),
        ({"lapsed_by": U}, 0.01, -0.9, (0.0, -0.9)),
        ({"renewed": True}, 0.5, 0.99, (0.5, 1.0)),
    ],
)
def test_blame_and_the_relation_stay_within_their_bounds(changes, blame, relation, held):
    account = Account(Scope.GENERAL, blame, relation, **changes)
    assert account.table[:2] == pytest.approx(held)


@pytest.mark.parametrize("breaker", [R, U])
@pytest.mark.parametrize("scope", [Scope.SECTOR, Scope.GENERAL])
def test_all_others_count_a_broken_truce_as_a_refusal_and_against_the_breakers_word(breaker, scope):
    states = [State.new(refuses=[2.0] * SCOPES, broke=0.3) for _ in range(STATES)]
    doubt_word(states, breaker, scope, 0.5)
    told = (1 - breaker, Actor.UNITED_STATES, Actor.EUROPEAN_UNION)
    for actor, state in enumerate(states):
        refused = [3.0 if actor in told and rung == scope else 2.0 for rung in Scope]
        assert list(state.refuses) == refused
        assert state.broke == (0.8 if actor == breaker else 0.3)
        assert (state.kept, list(state.accepts)) == (0.0, [0.0] * SCOPES)


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({}, 0.2, 0.2),
        ({"broken_by": R}, 0.2, 3.0),
        ({"broken_by": U}, 3.5, 3.5),
        ({"lapsed_by": R}, 0.2, 1.0),
        ({"lapsed_by": U}, 0.2, 1.0),
        ({"broken_by": U, "lapsed_by": R}, 0.2, 3.0),
        ({"made": 0, "broken_by": R, "lapsed_by": R}, 0.2, 0.2),
    ],
)
def test_what_has_just_failed_counts_as_refused_three_times_if_it_broke(changes, before, after):
    for scope in Scope:
        diplomacy = Diplomacy.new(asked=[before] * SCOPES)
        note_failures(diplomacy, quiet_ladder(scope, **changes), STEPS)
        noted = scope in (Scope.SHORT, Scope.SECTOR, Scope.GENERAL)
        assert list(diplomacy.asked) == [after if noted and rung == scope else before for rung in Scope]
