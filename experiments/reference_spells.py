"""Spells of rule read from the runs of the reference class, and what each run adds to each rate: events and exposure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.vocabulary import Cause, Happening

if TYPE_CHECKING:
    from model.world import World

YEAR = 52.1775
IRREGULAR = (Cause.COUP, Cause.REMOVAL, Cause.UPRISING)
"""Archigos: removed in contravention of explicit rules, by soldiers, by other officials or by the street."""

LONG, VERY_LONG = 15.0, 20.0  # years in office to which rates are conditioned
OLD = 72.0


@dataclass(frozen=True)
class Spell:
    """The rule of one leader: years from the start of the run, how it ended (NONE: censored by the end of the run)."""

    first: bool
    age: float  # at accession; NaN for successors, whose age no event tells
    began: float
    ended: float
    cause: int
    attempts: tuple[float, ...]  # years at which coups were attempted against him
    kept: bool | None  # after a natural death: whether the regime persisted a year later, None if not seen

    @property
    def years(self) -> float:
        """Length of the spell."""
        return self.ended - self.began

    def between(self, low: float, high: float = np.inf) -> float:
        """Years of the spell at tenures from `low` to `high`."""
        return max(0.0, min(self.years, high) - max(low, 0.0))


@dataclass(frozen=True)
class Record:
    """What a member of the class left behind, up to the end of its regime.

    Attributes
    ----------
    spells : tuple of Spell
        Rulers who came in while the regime lasted, the first from the start.
    coups : tuple of (senior, won)
        Coups attempted.
    years, failed : float, bool
        Years of the regime, and whether it ended in the run.
    observed : float
        Years of the run.
    """

    spells: tuple[Spell, ...]
    coups: tuple[tuple[bool, bool], ...]
    years: float
    failed: bool
    observed: float


def read(world: World) -> Record:
    """Read spells and coups from a world that was played, up to the end of its regime.

    Where coup follows coup for decades the log fills up: what comes after that week is not observed.
    """
    log = world.ledger["log"][0]
    rows = world.rows[: int(log["events"]["week"][-1])] if log["overflow"] else world.rows
    persists = rows["regime_persists"]
    failed = not persists[-1]
    end = int(np.argmin(persists)) if failed else len(rows)
    incumbent = rows["incumbent"]
    senior = False
    exits: dict[int, tuple[int, int]] = {}
    coups: list[tuple[int, bool, bool]] = []
    for event in log["events"][: int(log["count"])]:
        week, kind = int(event["week"]), int(event["kind"])
        if kind == Happening.PLOT_FORMS:
            senior = event["detail"] == 1
        elif kind == Happening.COUP:
            coups.append((week, senior, event["detail"] == 1))
        elif kind == Happening.EXIT:
            exits[int(event["target"])] = (week, int(event["detail"]))
    spells = []
    for number in range(int(incumbent.max()) + 1):
        weeks = np.flatnonzero(incumbent == number)
        began = int(weeks[0]) if number and len(weeks) else 0
        if number and (not len(weeks) or began >= end):
            break  # who comes in as the regime ends belongs to the next
        ended, cause = exits.get(number, (len(rows), int(Cause.NONE)))
        attempts = tuple((week - began) / YEAR for week, _, _ in coups if began <= week <= ended)
        later = ended + round(YEAR)
        kept = bool(persists[later]) if cause == Cause.DEATH and later < len(rows) else None
        age = float(world.scenario["leader.age"]) if number == 0 else float("nan")
        spells.append(Spell(number == 0, age, began / YEAR, ended / YEAR, cause, attempts, kept))
    told = tuple((high, won) for week, high, won in coups if week <= end)
    return Record(tuple(spells), told, end / YEAR, bool(failed), len(rows) / YEAR)


type Count = tuple[float, float]
"""Events, and years or cases at risk."""


def _irregular(record: Record) -> list[Spell]:
    return [spell for spell in record.spells if spell.cause in IRREGULAR]


def _long_irregular(record: Record) -> Count:
    ousted = sum(spell.years >= VERY_LONG for spell in _irregular(record))
    return ousted, sum(spell.between(VERY_LONG) for spell in record.spells)


def _attempts(record: Record) -> Count:
    attempts = sum(at >= LONG for spell in record.spells for at in spell.attempts)
    return attempts, sum(spell.between(LONG) for spell in record.spells)


def _deaths_70_75(record: Record) -> Count:
    first = record.spells[0]
    died = first.cause == Cause.DEATH and 70.0 <= first.age + first.years < 75.0
    return died, first.between(70.0 - first.age, 75.0 - first.age)


def _exit_within(years: float) -> Callable[[Record], Count]:
    """Exits of the first ruler within `years` of reaching the age, if he has ruled long by then."""

    def count(record: Record) -> Count:
        first = record.spells[0]
        at = OLD - first.age
        reached = at >= LONG and first.years > at and at + years <= record.observed
        return reached and first.years <= at + years, reached

    return count


def _persistence(record: Record) -> Count:
    seen = [spell.kept for spell in record.spells if spell.kept is not None]
    return sum(seen), len(seen)


def _success(record: Record, senior: bool | None = None) -> Count:
    told = [won for high, won in record.coups if senior is None or high == senior]
    return sum(told), len(told)


COUNTS: dict[str, Callable[[Record], Count]] = {
    "irregular-share-of-exits": lambda r: (
        len(_irregular(r)),
        sum(spell.cause != Cause.NONE for spell in r.spells),
    ),
    "irregular-exit-rate-long-tenure": _long_irregular,
    "irregular-exit-rate": lambda r: (len(_irregular(r)), sum(spell.years for spell in r.spells)),
    "coup-attempt-rate": _attempts,
    "death-rate-70-75": _deaths_70_75,
    "death-rate-70-75-since-1980": _deaths_70_75,
    "exit-within-2y": _exit_within(2.0),
    "exit-within-5y": _exit_within(5.0),
    "persists-after-death": _persistence,
    "persists-after-death-personalist": _persistence,
    "coup-success": _success,
    "coup-success-senior": lambda r: _success(r, senior=True),
    "regime-failure-rate": lambda r: (r.failed, r.years),
}


def count(record: Record) -> np.ndarray:
    """Events and exposure of one run for each rate, shape (rates, 2), in the order of `COUNTS`."""
    return np.array([rule(record) for rule in COUNTS.values()], float)
