"""One simulated history: its outcome, its weekly series, and its events in words."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np

from agents.vocabulary import (
    Actor,
    Answer,
    Cause,
    Condition,
    Faction,
    Happening,
    Issue,
    Means,
    Organ,
    Scope,
    Succession,
    Support,
    Term,
    WarEnd,
    label,
)
from model.calendar import START
from model.contest import Move
from model.outcomes import CODES
from model.telling import sentence

if TYPE_CHECKING:
    from enum import IntEnum

    import pandas as pd

    from model.scenario import Scenario

# What the indices of an event mean, by its kind: enumerations of actor, target and detail.
_MEANING: dict[Happening, tuple[type[IntEnum] | None, type[IntEnum] | None, type[IntEnum] | None]] = {
    Happening.PROPOSAL: (Actor, Actor, None),
    Happening.REPLY: (Actor, Actor, Answer),
    Happening.SETTLEMENT: (Actor, None, None),
    Happening.TERM_AGREED: (None, None, Issue),
    Happening.MEANS_CHANGE: (Actor, Actor, Means),
    Happening.WAR_DECIDED: (None, None, WarEnd),
    Happening.PRESSURE_SWITCH: (Actor, Actor, None),
    Happening.DEADLINE_SET: (Actor, Actor, None),
    Happening.DEADLINE_PASSES: (Actor, Actor, None),
    Happening.AID_CHANGE: (Actor, Actor, None),
    Happening.SANCTIONS_CHANGE: (Actor, Actor, None),
    Happening.OFFICE_CHANGES: (Actor, None, None),
    Happening.ELECTION: (Actor, None, None),
    Happening.SUPPORT_CHANGES: (Actor, None, Support),
    Happening.PURGE: (Faction, None, None),
    Happening.HEIR_NAMED: (Faction, None, Faction),
    Happening.RULER_STANDS: (Faction, None, None),
    Happening.RULER_VOTE: (Faction, None, None),
    Happening.COUNTERWEIGHT: (Faction, None, None),
    Happening.PLOT_FORMS: (Organ, Faction, None),
    Happening.PLOT_EXPOSED: (Organ, Faction, None),
    Happening.PLOT_LAPSES: (Organ, Faction, None),
    Happening.COUP: (Organ, Faction, None),
    Happening.EXIT: (Faction, None, Cause),
    Happening.ACTING_PRESIDENT: (Faction, None, Cause),
    Happening.CONTEST: (Faction, Faction, Move),
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

        frame = pd.DataFrame({name: self.rows[name] for name in self.rows.dtype.names or ()})
        frame.insert(1, "date", pd.to_datetime(START) + pd.to_timedelta(7 * frame["week"], unit="D"))
        return frame

    def events(self) -> pd.DataFrame:
        """Return the events as a frame, a row an event, with the terms that decided an answer."""
        import pandas as pd

        log = self.ledger["log"][0]
        rows = log["events"][: int(log["count"])]
        kinds = rows["kind"]
        columns: dict[str, Any] = {
            "week": rows["week"],
            "date": np.datetime64(START, "s") + rows["week"] * np.timedelta64(7 * 86400, "s"),
            "event": _words(Happening)[kinds],
            "scope": _words(Scope)[rows["scope"]],
            "granted": np.where(kinds == Happening.REPLY, _words(Scope)[rows["granted"]], "none"),
            "value": rows["value"],
        }
        for place, field in enumerate(("actor", "target", "detail")):
            columns[field] = _meanings(kinds, rows[field], place)
        columns["conditions"] = [_conditions(int(bits)) for bits in rows["conditions"]]
        for term in Term:
            columns[label(term)] = rows["terms"][:, term]
        return pd.DataFrame(columns)[list(EVENT_COLUMNS)]

    def story(self) -> list[str]:
        """Return each event as a sentence, in the order of `events()`."""
        log = self.ledger["log"][0]
        return [sentence(event) for event in log["events"][: int(log["count"])]]


NOT_FINITE = 0x7FF0000000000000
"""Exponent of a double that is an infinity or NaN."""


def check_finite(*arrays: np.ndarray) -> None:
    """Raise FloatingPointError, naming the fields, if a record holds NaN or an infinity, or the log ran over."""
    for array in arrays:
        exponents = _float_exponents(array.dtype)
        words = array.view(np.int64).reshape(len(array), array.itemsize // 8)[:, : len(exponents)]
        if np.bitwise_and(words, exponents).max(initial=0) >= NOT_FINITE:
            raise FloatingPointError(f"not finite: {', '.join(_not_finite(array))}")
        if "log" in (array.dtype.names or ()):
            if array["log"]["overflow"].any():
                raise FloatingPointError("more events than the log holds")
            for log in array["log"]:
                check_finite(log["events"][: log["count"]])


@functools.cache
def _float_exponents(dtype: np.dtype) -> np.ndarray:
    """Mask that keeps the exponent of each float among the words of a record: all of its bits are set if not finite."""
    places = _float_words(dtype)
    mask = np.zeros(places.max(initial=-1) + 1, np.int64)
    mask[places] = NOT_FINITE
    return mask


@functools.cache
def _float_words(dtype: np.dtype) -> np.ndarray:
    """Places of the float fields of a record among its words of eight bytes, but for the room for events."""
    if dtype.subdtype is not None:
        base, shape = dtype.subdtype
        inner = _float_words(base)
        starts = np.arange(int(np.prod(shape))) * (base.itemsize // 8)
        return (starts[:, None] + inner[None, :]).ravel()
    if dtype.names is None:
        return np.zeros(1 if dtype == np.float64 else 0, np.int64)
    fields = [dtype.fields[name] for name in dtype.names if name != "events"] if dtype.fields else []
    return np.concatenate([offset // 8 + _float_words(kind) for kind, offset, *_ in fields]).astype(np.int64)


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
    "granted",
    "value",
    *(label(term) for term in Term),
)


def word(kind: type[IntEnum] | None, index: int) -> str:
    """Return the word for an index, "none" for -1, or the number itself where there is no word."""
    if index < 0:
        return "none"
    if kind is None:
        return str(index)
    return label(kind(index))


@functools.cache
def _words(kind: type[IntEnum]) -> np.ndarray:
    """Words by index; the last, which -1 finds, is "none"."""
    return np.array([*(label(member) for member in kind), "none"], dtype=object)


def _meanings(kinds: np.ndarray, indices: np.ndarray, place: int) -> np.ndarray:
    """Words for a field whose meaning depends on the kind of event; numbers where there is no word."""
    found = indices.astype(str).astype(object)
    found[indices < 0] = "none"
    for kind, meanings in _MEANING.items():
        meaning = meanings[place]
        if meaning is not None:
            chosen = kinds == kind
            found[chosen] = _words(meaning)[indices[chosen]]
    return found


@functools.cache
def _conditions(bits: int) -> str:
    """Conditions asked, separated by spaces."""
    return " ".join(label(condition) for condition in Condition if bits >> condition & 1)
