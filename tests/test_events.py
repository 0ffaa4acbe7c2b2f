"""The log of a run: what an event holds, and what happens once the log is full."""

from __future__ import annotations

import pytest

from agents.events import EVENTS, Log, emit
from agents.vocabulary import Happening

FIELDS = ("week", "kind", "actor", "target", "scope", "detail", "value")


@pytest.mark.parametrize("row", [0, 2, EVENTS - 1])
def test_an_event_is_written_whole_in_the_next_row(row):
    log = Log.new(week=7, count=row)
    assert emit(log, Happening.REPLY, 1, 2, 4, 5, 0.25) == row
    assert [getattr(log.events[row], name) for name in FIELDS] == [7, Happening.REPLY, 1, 2, 4, 5, 0.25]
    assert (log.count, log.overflow) == (row + 1, False)


def test_a_log_that_is_full_says_so_and_keeps_what_it_holds():
    log = Log.new(week=7, count=EVENTS)
    before = bytes(log.events)
    assert emit(log, Happening.REPLY, 1, 2, 4, 5, 0.25) == EVENTS - 1
    assert (log.count, log.overflow) == (EVENTS, True)
    assert bytes(log.events) == before
