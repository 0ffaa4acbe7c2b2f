"""All that a log tells."""

from __future__ import annotations

from agents.events import Log


def told(log: Log) -> list[tuple]:
    """All events of a log, whole."""
    rows = [log.events[row] for row in range(log.count)]
    return [(e.week, e.kind, e.actor, e.target, e.scope, e.detail, e.value) for e in rows]


def events_of(log: Log) -> list[tuple]:
    """All events of a log, whole but for their weeks."""
    return [event[1:] for event in told(log)]
