"""One simulated history: its outcome, its weekly series, and its events in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.vocabulary import (
    Actor,
    Answer,
    Cause,
    Condition,
    Faction,
    Happening,
    Organ,
    Scope,
    Succession,
    Support,
    Term,
    WarEnd,
    label,
)
from model.calendar import START
from model.outcomes import CODES
from model.telling import sentence

if TYPE_CHECKING:
    from enum import IntEnum

    import pandas as pd

    from model.scenario import Scenario

# What the indices of an event mean, by its kind: enumerations of actor, target and detail.
_MEANING: dict[Happening, tuple[type[IntEnum] | None, type[IntEnum] | None, type[IntEnum] | None]] = {
    Happening.PROPOSAL: (Actor, None, None),
    Happening.REPLY: (Actor, None, Answer),
    Happening.SETTLEMENT: (Actor, None, None),
    Happening.WAR_DECIDED: (None, None, WarEnd),
    Happening.PRESSURE_SWITCH: (Actor, Actor, None),
    Happening.AID_CHANGE: (Actor, Actor, None),
    Happening.SANCTIONS_CHANGE: (Actor, Actor, None),
    Happening.OFFICE_CHANGES: (Actor, None, None),
    Happening.ELECTION: (Actor, None, None),
    Happening.SUPPORT_CHANGES: (Actor, None, Support),
    Happening.PURGE: (Faction, None, None),
    Happening.HEIR_NAMED: (Faction, None, None),
    Happening.COUNTERWEIGHT: (Organ, None, None),
    Happening.PLOT_FORMS: (Organ, None, None),
    Happening.PLOT_EXPOSED: (Organ, None, None),
    Happening.COUP: (Organ, None, None),
    Happening.EXIT: (Faction, None, Cause),
    Happening.ACTING_PRESIDENT: (Faction, None, Cause),
    Happening.CONTEST: (Faction, None, None),
    Happening.SUCCESSION: (Faction, None, Succession),
}


class History:
    """What one run left behind.

    Attributes
    ----------
    scenario, seed
        What was assumed, and the seed of the run.
    ledger : structured array of shape (1,)
        The final state of everything.
    rows : structured array of shape (weeks,)
        The weekly observables, dtype of `model.record.Observation`.
    """

    def __init__(self, scenario: Scenario, seed: int, ledger: np.ndarray, rows: np.ndarray) -> None:
        """Keep the final ledger and the weekly observables of a run."""
        self.scenario = scenario
        self.seed = seed
        self.ledger = ledger
        self.rows = rows

    def outcome(self) -> dict[str, Any]:
        """Return the outcomes of the run: numbers, booleans and words, by name."""
        found = self.ledger["outcome"][0]
        row: dict[str, Any] = {}
        for name in found.dtype.names:
            value = found[name]
            if name in CODES:
                row[name] = word(CODES[name], int(value))
            elif np.ndim(value):
                row.update({f"{name}_{label(a)}": float(v) for a, v in zip(Answer, value, strict=True)})
            else:
                row[name] = value.item()
        return row

    def series(self) -> pd.DataFrame:
        """Return the weekly observables as a frame, a row a week, with the date of its first day."""
        import pandas as pd

        frame = pd.DataFrame({name: self.rows[name] for name in self.rows.dtype.names})
        frame.insert(1, "date", pd.to_datetime(START) + pd.to_timedelta(7 * frame["week"], unit="D"))
        return frame

    def events(self) -> pd.DataFrame:
        """Return the events as a frame, a row an event, with the terms that decided an answer."""
        import pandas as pd

        return pd.DataFrame(self.event_rows(), columns=EVENT_COLUMNS)

    def event_rows(self) -> list[tuple]:
        """Return the events as tuples in the order of `EVENT_COLUMNS`."""
        log = self.ledger["log"][0]
        return [_event_row(event) for event in log["events"][: int(log["count"])]]


def check_finite(*arrays: np.ndarray) -> None:
    """Raise FloatingPointError, naming the fields, if a record holds NaN or an infinity, or the log ran over."""
    for array in arrays:
        names = _not_finite(array)
        if names:
            raise FloatingPointError(f"not finite: {', '.join(names)}")
        if "log" in (array.dtype.names or ()) and array["log"]["overflow"].any():
            raise FloatingPointError("more events than the log holds")


def _not_finite(array: np.ndarray, prefix: str = "") -> list[str]:
    """Dotted names of the fields that are not finite."""
    found = []
    for name in array.dtype.names or ():
        field = array[name]
        if field.dtype.names:
            found += _not_finite(field, f"{prefix}{name}.")
        elif field.dtype == np.float64 and not np.isfinite(field).all():
            found.append(prefix + name)
    return found


EVENT_COLUMNS = (
    "week",
    "date",
    "event",
    "actor",
    "target",
    "scope",
    "detail",
    "conditions",
    "value",
    *(label(term) for term in Term),
    "text",
)


def word(kind: type[IntEnum] | None, index: int) -> str:
    """Return the word for an index, "none" for -1, or the number itself where there is no word."""
    if index < 0:
        return "none"
    if kind is None:
        return str(index)
    return label(kind(index))


def _event_row(event: np.void) -> tuple:
    """Tuple of one event, indices turned into words."""
    kind = Happening(int(event["kind"]))
    actor, target, detail = _MEANING.get(kind, (None, None, None))
    week = int(event["week"])
    return (
        week,
        START + dt.timedelta(days=7 * week),
        label(kind),
        word(actor, int(event["actor"])),
        word(target, int(event["target"])),
        word(Scope, int(event["scope"])),
        word(detail, int(event["detail"])),
        " ".join(label(c) for c in Condition if int(event["conditions"]) >> c & 1),
        float(event["value"]),
        *(float(term) for term in event["terms"]),
        sentence(event),
    )
