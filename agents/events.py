"""The log of a run: what happened, to whom, and the terms that decided it."""

from __future__ import annotations

from agents.records import Record, column
from agents.rules import rule
from agents.vocabulary import TERMS

EVENTS = 4096


class Event(Record):
    """One happening. What `actor`, `target`, `scope` and `detail` index depends on its kind."""

    week: int = column("week of the run", "week")
    kind: int = column("what happened", "Happening")
    actor: int = column("who did it, -1 for nobody", "index")
    target: int = column("to whom, -1 for nobody", "index")
    scope: int = column("scope of the offer or truce, -1 where there is none", "Scope")
    detail: int = column("what exactly: an answer, a cause, a resolution", "index")
    conditions: int = column("conditions asked in an answer", "bits of Condition")
    granted: int = column("scope that an answer grants: the offer's, or a lower rung", "Scope")
    value: float = column("how much", "of the kind")
    terms: list[float] = column("terms of the utility that decided", "prize", TERMS)


class Log(Record):
    """Events of a run in order. `overflow` makes the run an error row."""

    week: int = column("week being played", "week")
    count: int = column("events so far", "count")
    overflow: bool = column("more happened than the log holds", "")
    events: list[Event] = column("the events", "Event", EVENTS)


@rule
def emit(log: Log, kind: int, actor: int, target: int, scope: int, detail: int, value: float) -> int:
    """Append an event; return its row in `log.events`, so that the caller may add terms."""
    row = log.count
    if row >= EVENTS:
        log.overflow = True
        return EVENTS - 1
    event = log.events[row]
    event.week = log.week
    event.kind = kind
    event.actor = actor
    event.target = target
    event.scope = scope
    event.detail = detail
    event.value = value
    log.count = row + 1
    return row
