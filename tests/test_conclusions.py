"""What an answer binds to and earns, what the mediator makes of it, and what comes of a proposal: by numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agents.states import Prospect, Reply, State
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, STATES, Actor, Answer, Condition, Scope
from model import consequences
from model.bargaining import Diplomacy
from model.consequences import apportion, conclude, earned_share, granted_scope, withheld
from tests.noting import noted
from tests.table import ANSWER, CONDITION, DIPLOMACY, LEARNING, MEDIATOR, R, U

US = Actor.UNITED_STATES
A, P, C, J = Answer.ACCEPT, Answer.PARTIAL, Answer.CONDITIONAL, Answer.REJECT
CREDIT = replace(
    ANSWER, concavity=1.0, weight_short=0.25, weight_sector=0.5, weight_final=2.0, forgiveness=1.2, ease=0.5
)
"""Credit in proportion to the scope granted."""
STEPS = replace(DIPLOMACY, blame_step=0.1, backing_europe=0.4, backing_belligerent=0.2)
BROKER = replace(MEDIATOR, relation_gain=0.2, wear=0.3)


class Round:
    """An offer on a bare table, answered by Russia and by Ukraine."""

    def __init__(
        self, russia: Answer, ukraine: Answer, proposer: int = US, scope: int = Scope.GENERAL
    ) -> None:
        self.diplomacy = Diplomacy.new(blame_russia=0.5, us_russia=0.1, patience=0.8)
        offer = self.diplomacy.offer
        offer.made, offer.proposer, offer.scope, offer.news = True, proposer, scope, 0.5
        self.replies = self.diplomacy.replies
        for reply, answer in zip(self.replies, (russia, ukraine), strict=True):
            reply.answer, reply.scope, reply.met, reply.worth = answer, scope, 1.0, 1.0
            reply.conditions = 1 << Condition.KURSK if answer == C else 0
        self.states = [State.new() for _ in range(STATES)]
        self.prospects = [Prospect.new(blame=0.6, doubt=doubt, sincerity=0.5) for doubt in (0.1, 0.2)]

    def apportion(self) -> tuple[float, float, float]:
        apportion(self.diplomacy, self.prospects, CREDIT, STEPS, BROKER)
        return self.diplomacy.blame_russia, self.diplomacy.us_russia, self.diplomacy.patience

    def conclude(self) -> tuple[int, bool, bool]:
        settled = replace(CONDITION, reconsider=0.001)
        return conclude(self.diplomacy, self.states, self.prospects, CREDIT, STEPS, BROKER, LEARNING, settled)


# What an answer binds to.


@pytest.mark.parametrize("side", [R, U])
@pytest.mark.parametrize(
    ("scope", "answer", "suits", "bound", "asked"),
    [
        (Scope.FINAL, A, False, Scope.FINAL, False),
        (Scope.FINAL, C, True, Scope.FINAL, True),
        (Scope.FINAL, C, False, -1, True),
        (Scope.FINAL, J, False, -1, False),
        (Scope.GENERAL, C, False, Scope.GENERAL, False),
        (Scope.GENERAL, J, True, -1, False),
    ],
)
def test_conditions_on_a_settlement_bind_if_the_other_side_can_live_with_them(
    monkeypatch, side, scope, answer, suits, bound, asked
):
    given = noted(monkeypatch, consequences, "suits_rival", suits)
    made = Round(answer, answer, scope=scope)
    found = granted_scope(made.diplomacy, made.states, made.prospects, side, 0.5, CONDITION)
    wanted = 1 << Condition.KURSK
    assert found == bound
    assert given == ([(made.states[1 - side], made.prospects[side], wanted)] if asked else [])
    assert made.replies[side].granted == (wanted if answer == C and bound >= 0 else 0)
    assert made.replies[1 - side].granted == 0


# What it earns.


@pytest.mark.parametrize(
    ("answer", "scope", "earned"),
    [
        (A, Scope.GENERAL, 0.9),
        (A, Scope.SECTOR, 1.0),
        (P, Scope.GENERAL, 0.25 * 0.7),
        (P, Scope.FINAL, 0.25 * 0.7 / 2.0),
        (C, Scope.GENERAL, 0.7 * 0.5 * 0.64**0.5),
        (C, Scope.SECTOR, 0.7 * 0.5 * 0.64**0.5),
        (J, Scope.GENERAL, 0.0),
        (Answer.IGNORED, Scope.SECTOR, 0.0),
    ],
)
def test_an_answer_earns_a_share_of_what_an_acceptance_would(answer, scope, earned):
    """Of one whose word is doubted by a tenth, who put it off before (0.3) and is believed sincere by half."""
    prospect = Prospect.new(doubt=0.1, sincerity=0.5, spent=[0.3] * SCOPES)
    reply = Reply.new(answer=answer, scope=Scope.SHORT, met=0.64)
    assert earned_share(reply, prospect, scope, CREDIT) == pytest.approx(earned)


@pytest.mark.parametrize("answer", [P, C])
def test_where_a_scope_is_worth_nothing_no_soft_answer_earns_anything(answer):
    reply = Reply.new(answer=answer, scope=Scope.GENERAL, met=1.0)
    worthless = replace(CREDIT, weight_human=0.0)
    assert earned_share(reply, Prospect.new(sincerity=1.0), Scope.HUMAN, worthless) == 0.0


@pytest.mark.parametrize(
    ("answer", "earned", "kept"), [(A, 0.1, 0.0), (P, 0.5, 0.4), (C, 0.75, 0.1), (J, 0.0, 1.0), (P, 0.9, 0.0)]
)
def test_what_an_answer_keeps_back_is_forgiven_by_what_it_earns(answer, earned, kept):
    assert withheld(Reply.new(answer=answer), earned, CREDIT) == pytest.approx(kept)


@pytest.mark.parametrize(
    ("proposer", "scope", "russia", "ukraine", "after"),
    [
        # Weight 0.5 of a sector truce: Russia refuses what Ukraine's acceptance (1) makes pivotal.
        (US, Scope.SECTOR, J, A, (0.55, 0.1 - 0.2 * 0.5 * 0.6, 0.8 * 0.7)),
        (FIRST_EUROPEAN, Scope.SECTOR, J, A, (0.52, 0.1 - 0.2 * 0.2 * 0.6, 0.8)),
        # An author earns what his initiative is news: 0.5, Russia in full credit.
        (U, Scope.SECTOR, J, A, (0.505, 0.1 - 0.2 * 0.1 * 0.3, 0.8)),
        (R, Scope.SECTOR, A, J, (0.495, 0.1 + 0.2 * 0.5 * 0.5, 0.8)),
        # Ukraine's word is doubted by a fifth, Russia's by a tenth.
        (US, Scope.GENERAL, J, A, (0.58, 0.1 - 0.2 * 0.6 * 0.8, 0.8 * 0.7)),
        (US, Scope.GENERAL, A, J, (0.41, 0.1 + 0.2 * 0.9, 0.8 * 0.7)),
        (US, Scope.GENERAL, A, A, (0.5, 0.1 + 0.2 * 0.9, 0.8)),
        (US, Scope.GENERAL, J, J, (0.5, 0.1, 0.8 * 0.7)),
        # A conditional answer of conditions sure to be met earns its sincerity, 0.5, and withholds 0.4.
        (US, Scope.GENERAL, C, A, (0.532, 0.1 + 0.2 * (0.5 - 0.6 * 0.4 * 0.8), 0.8 * 0.88)),
    ],
)
def test_the_mediator_draws_its_conclusions(proposer, scope, russia, ukraine, after):
    """Blame by what is withheld of what the other grants; the relation by credit less blame; patience by refusals."""
    assert Round(russia, ukraine, proposer, scope).apportion() == pytest.approx(after)


@pytest.mark.parametrize(
    ("answers", "blame", "relation", "held"),
    [
        ((J, A), 0.99, -0.99, (1.0, -1.0)),
        ((A, J), 0.01, 0.99, (0.0, 1.0)),
        ((A, J), 0.5, -0.99, (0.41, -0.81)),
    ],
)
def test_blame_and_the_relation_stay_within_their_bounds(answers, blame, relation, held):
    made = Round(*answers)
    made.diplomacy.blame_russia, made.diplomacy.us_russia = blame, relation
    assert made.apportion()[:2] == pytest.approx(held)


@pytest.mark.parametrize(
    ("answers", "spent"),
    [((P, J), (0.4, 0.0)), ((C, A), (0.4, 0.0)), ((J, C), (0.0, 0.4)), ((A, P), (0.0, 0.4))],
)
def test_a_soft_answer_uses_up_the_credit_of_the_next_to_the_same_request(answers, spent):
    made = Round(*answers)
    apportion(made.diplomacy, made.prospects, replace(CREDIT, repetition=0.4), STEPS, BROKER)
    for prospect, used in zip(made.prospects, spent, strict=True):
        assert list(prospect.spent) == [used if scope == Scope.GENERAL else 0.0 for scope in Scope]


# What comes of it.


@pytest.mark.parametrize("offered", [False, True])
def test_stances_are_drawn_for_each_side_whether_anything_is_offered(offered):
    made = Round(J, J)
    made.diplomacy.offer.made = offered
    made.diplomacy.uniforms[:] = [0.05 * (k + 1) for k in range(10)]
    made.conclude()
    assert list(made.diplomacy.stances) == pytest.approx([0.2, 0.3])


def test_without_an_offer_nothing_comes_of_any_answer():
    made = Round(A, A)
    made.diplomacy.offer.made = False
    assert made.conclude() == (-1, False, False)
    assert (made.diplomacy.blame_russia, made.diplomacy.us_russia) == (0.5, 0.1)


@pytest.mark.parametrize(
    ("answers", "stances", "met"),
    [
        ((C, A), (0.3, 0.7), True),
        ((C, A), (0.7, 0.3), False),
        ((A, C), (0.7, 0.3), True),
        ((A, C), (0.3, 0.7), False),
    ],
)
def test_conditions_of_each_are_met_as_those_asked_by_it_are_hard_or_soft(answers, stances, met):
    made = Round(*answers)
    made.diplomacy.stances[:] = stances
    made.diplomacy.uniforms[:] = [0.9] * 10
    for reply in made.replies:
        reply.met = 0.5
    assert made.conclude() == ((Scope.GENERAL, True, True) if met else (-1, False, False))


@pytest.mark.parametrize(
    ("proposer", "scope", "answers", "granted", "result"),
    [
        (US, Scope.GENERAL, (A, A), Scope.GENERAL, (Scope.GENERAL, True, True)),
        (US, Scope.GENERAL, (P, A), Scope.SECTOR, (Scope.SECTOR, True, True)),
        (US, Scope.GENERAL, (A, P), Scope.HUMAN, (Scope.HUMAN, True, True)),
        (US, Scope.HUMAN, (A, A), Scope.HUMAN, (Scope.HUMAN, True, True)),
        (R, Scope.SHORT, (A, J), Scope.SHORT, (Scope.SHORT, True, False)),
        (U, Scope.SHORT, (J, A), Scope.SHORT, (Scope.SHORT, False, True)),
        (R, Scope.SHORT, (A, P), Scope.HUMAN, (Scope.HUMAN, True, True)),
        (US, Scope.SHORT, (A, J), Scope.SHORT, (-1, False, False)),
        (FIRST_EUROPEAN, Scope.SHORT, (A, J), Scope.SHORT, (-1, False, False)),
        (R, Scope.GENERAL, (A, J), Scope.GENERAL, (-1, False, False)),
    ],
)
def test_both_are_bound_by_the_lower_scope_or_an_author_by_his_own_short_truce(
    proposer, scope, answers, granted, result
):
    made = Round(*answers, proposer, scope)
    for reply in made.replies:
        if reply.answer == P:
            reply.scope = granted
    assert made.conclude() == result


@pytest.mark.parametrize(
    ("scope", "answers", "left"),
    [
        (Scope.GENERAL, (C, A), (1 << Condition.KURSK, 5)),
        (Scope.HUMAN, (A, C), (5, 1 << Condition.KURSK)),
        (Scope.GENERAL, (C, J), (0, 0)),
        (Scope.GENERAL, (J, A), (0, 0)),
    ],
)
def test_conditions_are_granted_only_with_a_truce(scope, answers, left):
    made = Round(*answers, scope=scope)
    for reply in made.replies:
        reply.granted = 5
    made.conclude()
    assert tuple(reply.granted for reply in made.replies) == left


@pytest.mark.parametrize("proposer", [R, U, US])
def test_the_rival_of_each_who_was_asked_learns_from_its_answer(monkeypatch, proposer):
    learned = noted(monkeypatch, consequences, "learn_answer")
    made = Round(P, J, proposer)
    made.replies[R].scope = Scope.SECTOR
    made.conclude()
    all_of_them = [
        (made.states[U], P, Scope.GENERAL, Scope.SECTOR),
        (made.states[R], J, Scope.GENERAL, Scope.GENERAL),
    ]
    assert learned == [told for side, told in enumerate(all_of_them) if side != proposer]


@pytest.mark.parametrize(
    ("scope", "answers", "before", "after"),
    [
        (Scope.GENERAL, (J, A), 0.2, 1.0),
        (Scope.GENERAL, (J, A), 2.5, 2.5),
        (Scope.GENERAL, (A, A), 0.2, 0.2),
        (Scope.GENERAL, (P, A), 0.2, 1.0),
        (Scope.FINAL, (J, A), 0.2, 0.2),
    ],
)
def test_a_ceasefire_not_granted_is_fresh_in_memory_and_every_settlement_is_another_text(
    scope, answers, before, after
):
    made = Round(*answers, scope=scope)
    for reply in made.replies:
        if reply.answer == P:
            reply.scope = Scope.SECTOR
    made.diplomacy.asked[:] = [before] * SCOPES
    made.conclude()
    assert list(made.diplomacy.asked) == [after if rung == scope else before for rung in Scope]
