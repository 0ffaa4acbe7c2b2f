"""What a run leaves behind: outcomes in words, weekly series, events as a frame and as sentences."""

from __future__ import annotations

import numpy as np
import pytest

from agents.events import EVENTS, emit
from agents.vocabulary import Answer, Cause, Happening, Scope, Succession, Term
from model.calendar import build_calendar, date_of, weeks_until
from model.history import EVENT_COLUMNS, History, check_finite
from model.scenario import Scenario
from model.telling import sentence
from model.world import World


@pytest.fixture
def world() -> World:
    return World(Scenario.load("march-2025").with_(horizon="2025-12-31"), 3)


def history_of(world: World) -> History:
    return History(world.scenario, world.seed, world.ledger, world.rows)


def test_events_read_as_they_were_logged(world):
    log = world.view.log
    log.week = 5
    row = emit(log, Happening.REPLY, 0, 2, Scope.GENERAL, Answer.CONDITIONAL, 0.4)
    log.events[row].conditions = 0b101
    log.events[row].terms[Term.CREDIT] = 0.02
    emit(log, Happening.EXIT, 1, 0, -1, Cause.DEATH, 26.0)
    frame = history_of(world).events()
    assert tuple(frame.columns) == EVENT_COLUMNS
    reply, leave = frame.to_dict("records")
    assert reply["event"] == "reply"
    assert (reply["actor"], reply["target"]) == ("russia", "united-states")
    assert (reply["scope"], reply["detail"], reply["conditions"]) == (
        "general",
        "conditional",
        "aid-stop kursk",
    )
    assert reply["credit"] == 0.02
    assert reply["date"].date() == date_of(5)
    assert (leave["actor"], leave["detail"], leave["scope"]) == ("guards", "death", "none")
    story = history_of(world).story()
    assert story[0].startswith("Russia makes it conditional (probability 0.40), asking for aid stop, Kursk")
    assert story[1] == "The ruler dies in office, after 26.0 years in office."


def test_every_kind_of_event_has_its_sentence(world):
    log = world.view.log
    for kind in Happening:
        emit(log, kind, 1, 0, Scope.SECTOR, 1, 3.0)
    sentences = [sentence(event) for event in world.ledger["log"][0]["events"][: log.count]]
    assert len(sentences) == len(Happening)
    assert all(text[0].isupper() or text[0].isdigit() for text in sentences)
    assert all(text.endswith(".") or text == "Settlement" for text in sentences)


def test_a_log_that_runs_over_says_so(world):
    log = world.view.log
    for _ in range(EVENTS + 1):
        emit(log, Happening.CASCADE, -1, -1, -1, 0, 0.0)
    assert log.overflow
    with pytest.raises(FloatingPointError, match="more events"):
        check_finite(world.ledger)


def test_a_number_that_is_not_finite_is_named(world):
    check_finite(world.ledger, world.rows, world.roster.elites)
    world.view.states[3].belief_mean = float("nan")
    with pytest.raises(FloatingPointError, match="states"):
        check_finite(world.ledger)


def test_outcomes_are_words_numbers_and_booleans(world):
    world.view.outcome.succession = Succession.SECURITY_TAKEOVER
    outcome = history_of(world).outcome()
    assert outcome["succession"] == "security-takeover"
    assert outcome["exit_cause"] == "none"
    assert outcome["successor"] == "none"
    assert outcome["exit_week"] == -1
    assert outcome["exit"] is False
    assert isinstance(outcome["russia_general_accept"], float)


def test_series_has_a_row_a_week_with_its_date(world):
    frame = history_of(world).series()
    assert len(frame) == world.weeks
    assert "occupied_km2" in frame


def test_the_calendar_holds_terms_of_office():
    weeks = weeks_until(Scenario.load("march-2025").horizon_date)
    calendar = build_calendar(weeks)
    assert weeks == 615
    ends = {2: 2, 0: 2}  # the United States in 2029 and 2033, Russia in 2030 and 2036
    for state, count in ends.items():
        assert int(np.sum(calendar["office"][:, state])) == count
    week = int(np.flatnonzero(calendar["office"][:, 2])[0])
    assert str(date_of(week)) <= "2029-01-20" < str(date_of(week + 1))
