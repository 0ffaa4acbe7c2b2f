"""The record of proposals: who proposed what, how each belligerent answered, and which answers count in a score.

A table of proposals as coded by one reader from the press. Scopes are those of the ladder of truces, with the
equivalents of docs/architecture.md; talks, guarantees, aid and sanctions stand on no rung.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from agents.vocabulary import Actor, Answer, Scope, label
from model.errors import InputError

TABLES = Path(__file__).parent / "tables"
PROPOSALS = TABLES / "proposals_2025.csv"
FIELDS = (
    "id",
    "date",
    "end",
    "proposer",
    "content",
    "issues",
    "scope",
    "russia_response",
    "ukraine_response",
)
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2028, 12, 31)
PARTIES = (Actor.RUSSIA, Actor.UKRAINE)

NOT_ON_LADDER = -1
RUNGS = {
    "full": int(Scope.GENERAL),
    "final": int(Scope.FINAL),
    "sector": int(Scope.SECTOR),
    "short": int(Scope.SHORT),
    "human": int(Scope.HUMAN),
    "force": NOT_ON_LADDER,
    "proc": NOT_ON_LADDER,
}
RESPONSES = {label(answer): int(answer) for answer in Answer}
PROPOSERS: dict[str, tuple[int, ...]] = {
    "US": (Actor.UNITED_STATES,),
    "Russia": (Actor.RUSSIA,),
    "Ukraine": (Actor.UKRAINE,),
    "Both": (Actor.RUSSIA, Actor.UKRAINE),
    "China": (Actor.CHINA,),
    "EU": (Actor.EUROPEAN_UNION,),
    "EU-26": (Actor.EUROPEAN_UNION,),
    "UK": (Actor.UNITED_KINGDOM,),
    "DE": (Actor.GERMANY,),
    "FR": (Actor.FRANCE,),
    "France": (Actor.FRANCE,),
    "PL": (Actor.POLAND,),
    "HU": (Actor.HUNGARY,),
}
SECTORS = {"energy": 0, "sea": 1, "air": 2, "civilian strikes": 2}
UNADDRESSED = {
    (dt.date(2025, 2, 18), int(Actor.UKRAINE)): "talks of the United States and Russia alone",
    (dt.date(2025, 2, 28), int(Actor.RUSSIA)): "minerals and aid, between the United States and Ukraine",
    (dt.date(2025, 3, 6), int(Actor.RUSSIA)): "aid of the European Union to Ukraine",
    (dt.date(2025, 4, 30), int(Actor.RUSSIA)): "minerals, between the United States and Ukraine",
}
"""Proposals off the ladder that do not address a party, though the table has an answer of it."""

_LENGTH = re.compile(r"(\d+)(?:-\d+)?-(hour|day)\b|(\d+)-\d+ (hour|day)\b")


@dataclass(frozen=True)
class Proposal:
    """One row of the record.

    Attributes
    ----------
    key, date, end
        Its name, the day it was put, and the last day that it or what came of it is recorded.
    proposers : tuple of int
        All who made it, as `Actor`.
    scope, kind
        Rung of the ladder, -1 off it; the scope as coded ("full", "proc", ...).
    sector : int
        What a sector truce would cover: 0 energy, 1 sea, 2 air.
    days : float
        Length proposed, 0 where none is named.
    answers : tuple of int
        Answers of Russia and Ukraine, as `Answer`.
    """

    key: str
    date: dt.date
    end: dt.date | None
    proposers: tuple[int, ...]
    content: str
    kind: str
    scope: int
    sector: int
    days: float
    answers: tuple[int, int]

    @property
    def sponsor(self) -> int:
        """Who stands behind it at the table: an outsider, if one is among those who made it."""
        outsiders = [actor for actor in self.proposers if actor > Actor.UKRAINE]
        return outsiders[0] if outsiders else self.proposers[0]

    @property
    def rung(self) -> str:
        """What was proposed, in words: the rung of the ladder, or what it is off it."""
        return self.kind if self.scope == NOT_ON_LADDER else label(Scope(self.scope))

    @property
    def joint(self) -> bool:
        """Whether both belligerents made it together."""
        return Actor.RUSSIA in self.proposers and Actor.UKRAINE in self.proposers

    def addresses(self, side: int) -> bool:
        """Whether it is a proposal of others, put to this belligerent."""
        aside = self.scope == NOT_ON_LADDER and (self.date, int(side)) in UNADDRESSED
        return side not in self.proposers and not aside


def read_timeline(path: Path = PROPOSALS) -> list[Proposal]:
    """Read a table of proposals, in order of date.

    Raises
    ------
    InputError
        In one line: which file, row and field, what was found, what is allowed.
    """
    rows = read_rows(path, FIELDS)
    proposals = [_proposal(where, row) for where, row in rows]
    seen: set[str] = set()
    for (where, _), proposal in zip(rows, proposals, strict=True):
        if proposal.key in seen:
            raise InputError(f"{where}: id: found {proposal.key!r} twice; allowed: one row each")
        seen.add(proposal.key)
    return sorted(proposals, key=lambda proposal: proposal.date)


def read_rows(path: Path, fields: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """Read a CSV table that has at least `fields`; each row with where it stands, for messages."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, strict=True)
            rows = list(reader)
            found = reader.fieldnames or []
    except OSError as error:
        raise InputError(f"{path}: {error.strerror or type(error).__name__}") from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: no table of comma-separated values ({error})") from None
    missing = [field for field in fields if field not in found]
    if missing:
        raise InputError(f"{path}: column {missing[0]}: found none; allowed: columns {', '.join(fields)}")
    if not rows:
        raise InputError(f"{path}: rows: found none; allowed: 1 or more")
    return [
        (f"{path}, row {number}", {k: (v or "").strip() for k, v in row.items() if isinstance(k, str)})
        for number, row in enumerate(rows, start=2)
    ]


def read_date(where: str, row: dict[str, str], field: str) -> dt.date:
    """Return a date of a row."""
    try:
        date = dt.date.fromisoformat(row[field])
    except ValueError:
        date = dt.date.min
    if not dt.date(2014, 1, 1) <= date <= LAST:
        raise InputError(f"{where}: {field}: found {row[field]!r}; allowed: a date such as 2025-03-18")
    return date


def read_number(where: str, row: dict[str, str], field: str, low: float, high: float) -> float:
    """Return a number of a row."""
    try:
        value = float(row[field])
    except ValueError:
        value = float("nan")
    if not low <= value <= high:
        raise InputError(f"{where}: {field}: found {row[field]!r}; allowed: {low:g} to {high:g}")
    return value


def read_word(where: str, row: dict[str, str], field: str, words: dict[str, int]) -> int:
    """Return what a word of a row stands for."""
    if row[field] not in words:
        raise InputError(f"{where}: {field}: found {row[field]!r}; allowed: one of {', '.join(words)}")
    return words[row[field]]


def _proposal(where: str, row: dict[str, str]) -> Proposal:
    date = read_date(where, row, "date")
    if not FIRST <= date <= LAST:
        raise InputError(f"{where}: date: found {date}; allowed: {FIRST} to {LAST}")
    end = read_date(where, row, "end") if row["end"] else None
    if end is not None and end < date:
        raise InputError(f"{where}: end: found {end}; allowed: {date} or later, or empty")
    if not row["id"]:
        raise InputError(f"{where}: id: found ''; allowed: a name")
    issues = [issue.strip() for issue in row["issues"].split(";")]
    scope = read_word(where, row, "scope", RUNGS)
    if scope == Scope.SECTOR and "general ceasefire" in issues:
        scope = int(Scope.GENERAL)  # a general ceasefire was put; the sector is what was granted of it
    sectors = [SECTORS[issue] for issue in issues if issue in SECTORS]
    return Proposal(
        row["id"],
        date,
        end,
        _proposers(where, row["proposer"]),
        row["content"],
        row["scope"],
        scope,
        sectors[0] if sectors else 0,
        _days(row["content"]),
        (
            read_word(where, row, "russia_response", RESPONSES),
            read_word(where, row, "ukraine_response", RESPONSES),
        ),
    )


def _proposers(where: str, text: str) -> tuple[int, ...]:
    found: list[int] = []
    for name in re.split(r"[/+]", text):
        if name.strip() not in PROPOSERS:
            raise InputError(
                f"{where}: proposer: found {text!r}; allowed: {', '.join(PROPOSERS)}, joined by / or +"
            )
        found += [int(actor) for actor in PROPOSERS[name.strip()]]
    return tuple(found)


def _days(content: str) -> float:
    """Length that a text names, such as "30-day" or "72-hour"; 0 where it names none."""
    match = _LENGTH.search(content)
    if match is None:
        return 0.0
    number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
    return float(number) / 24.0 if unit == "hour" else float(number)
