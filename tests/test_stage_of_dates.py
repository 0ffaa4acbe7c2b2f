"""What the stage of the mediator's dates hands to its rules, and does with their answers.

Rules themselves are held to their papers elsewhere; here one is replaced by one that notes what it is given.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.vocabulary import Actor, Answer, Happening, Scope, WarEnd
from model.stages import deadline

R, U = Actor.RUSSIA, Actor.UKRAINE


@pytest.mark.parametrize("answers", [(a, b) for a in Answer for b in Answer])
@pytest.mark.parametrize("made", [False, True])
@pytest.mark.parametrize("proposer", [Actor.UNITED_STATES, Actor.CHINA])
@pytest.mark.parametrize("scope", [Scope.GENERAL, Scope.SHORT])
def test_a_side_has_refused_that_alone_did_not_accept_what_the_mediator_asked(
    arena, answers, made, proposer, scope
):
    table = arena.ledger.diplomacy
    table.offer.made, table.offer.proposer, table.offer.scope = made, proposer, scope
    table.replies[R].answer, table.replies[U].answer = answers
    asked = made and proposer == Actor.UNITED_STATES and scope == Scope.GENERAL
    for side, other in ((R, U), (U, R)):
        alone = answers[side] != Answer.ACCEPT and answers[other] == Answer.ACCEPT
        assert deadline.refused_by(arena.ledger, side) == (asked and alone)


def test_each_is_told_the_threat_that_is_set_it(arena, note):
    given = note(deadline, "threatened", lambda date, side, p: 0.1 if side > 0.0 else 0.3)
    for prospect in arena.ledger.prospects:
        prospect.blame = 1.0
    deadline.tell_threat(arena.ledger, arena.values)
    assert [call[1] for call in given] == [1.0, -1.0]
    assert [prospect.blame for prospect in arena.ledger.prospects] == [1.1, 1.3]


@pytest.mark.parametrize(
    ("running", "refused", "worth", "is_set"),
    [
        (False, True, 0.1, True),
        (False, True, 0.0, False),
        (False, True, -0.1, False),
        (True, True, 0.1, False),
        (False, False, 0.1, False),
    ],
)
def test_a_date_is_set_once_to_one_who_refused_if_it_is_worth_its_cost(
    arena, note, running, refused, worth, is_set
):
    note(deadline, "refused_by", refused)
    note(deadline, "worth_of_date", worth)
    dates, told = note(deadline, "set_date"), note(deadline, "emit")
    arena.ledger.deadline.running, arena.ledger.diplomacy.side = running, -1.0
    deadline.consider_date(arena.ledger, arena.values, U)
    weeks = arena.values.deadline.weeks
    assert [call[1:] for call in dates] == ([(-1.0, weeks)] if is_set else [])
    event = (Happening.DEADLINE_SET, Actor.UNITED_STATES, U, Scope.GENERAL, -1, weeks)
    assert [call[1:] for call in told] == ([event] if is_set else [])


def test_a_date_is_weighed_by_its_threat_and_whom_the_mediator_favours(arena, note):
    """Threat 0.5 x measure x 0.25; favour -0.4 x -0.5 for Ukraine's side."""
    note(deadline, "refused_by", True)
    note(deadline, "believed", 0.5)
    note(deadline, "acceptance", 0.3)
    given = note(deadline, "worth_of_date", 0.0)
    table = arena.ledger.diplomacy
    table.bias, table.side, table.patience = -0.4, -0.5, 0.6
    arena.ledger.prospects[U].opening = 0.25
    deadline.consider_date(arena.ledger, SimpleNamespace(deadline=SimpleNamespace(measure=3.0)), U)
    assert given[0][:4] == (0.3, pytest.approx(0.375), 0.6, pytest.approx(0.2))


@pytest.fixture
def pressed(arena, note):
    """A week of a date, with what `keep_date` is made to answer: return what it and its like are given."""

    def press(side, date_side, result, **truces):
        table = arena.ledger.diplomacy
        table.side, table.pressure, table.bias = side, 0.125, 0.5
        table.uniforms[0], table.uniforms[9] = 0.1, 0.9
        arena.ledger.deadline.side = date_side
        for name, active in truces.items():
            arena.ledger.truces[Scope[name]].active = active
        names = {"keep_date": result, "chance_to_act": 0.75, "consider_date": None, "emit": None}
        calls = {name: note(deadline, name, answer) for name, answer in names.items()}
        deadline.press_for_date(arena.ledger, arena.values)
        return calls

    return press


@pytest.mark.parametrize("side", [1.0, 0.5, 0.0, -0.5, -1.0])
@pytest.mark.parametrize("date_side", [1.0, 0.5, 0.0, -0.5, -1.0])
def test_a_date_is_dropped_if_the_mediator_turns_on_the_other(arena, pressed, side, date_side):
    calls = pressed(side, date_side, -1)
    assert calls["keep_date"][0][1:] == (False, (side > 0.0) != (date_side > 0.0), 0.75, 0.9)
    assert calls["chance_to_act"][0][1] == 0.5 * date_side
    assert calls["consider_date"][0][2] == (R if side > 0.0 else U)


@pytest.mark.parametrize(("result", "pressure"), [(-1, 0.125), (0, 0.125), (1, -1.0)])
def test_a_date_that_is_kept_brings_full_pressure_and_one_that_passes_is_told(
    arena, pressed, result, pressure
):
    calls = pressed(-1.0, -1.0, result)
    assert arena.ledger.diplomacy.pressure == pressure
    event = (Happening.DEADLINE_PASSES, Actor.UNITED_STATES, U, Scope.GENERAL, -1, float(result))
    assert [call[1:] for call in calls["emit"]] == ([event] if result >= 0 else [])


@pytest.mark.parametrize("truces", [{}, {"GENERAL": True}, {"FINAL": True}, {"SHORT": True}])
@pytest.mark.parametrize("end", [WarEnd.GOES_ON, WarEnd.RUSSIAN_OBJECTIVE])
def test_a_date_is_met_by_a_ceasefire_a_settlement_or_the_end(arena, pressed, truces, end):
    arena.front.end = end
    calls = pressed(1.0, 1.0, -1, **truces)
    met = end != WarEnd.GOES_ON or "GENERAL" in truces or "FINAL" in truces
    assert calls["keep_date"][0][1] == met
    assert len(calls["consider_date"]) == (not met)
