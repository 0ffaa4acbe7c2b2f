"""Positions: what each state wants on each issue at the start, and how much it cares.

Spatial bargaining over the plans on the table in 2025, in `model/tables/`, each judgement with its source.
Reduces, with no uncertainty about positions, to the tables as they stand.
"""

from __future__ import annotations

import csv
import functools
import math
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from agents.records import parameter
from agents.vocabulary import ISSUES, STATES, Actor, Issue, Role, label
from model.errors import InputError
from model.frozen import FrozenLineParameters, frozen_line

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "FrozenLineParameters",
    "PositionParameters",
    "Positions",
    "frozen_line",
    "initialise_states",
    "load_positions",
    "position_words",
]

TABLES = Path(__file__).parent / "tables"

_POINTS = 100.0
_NEAR = 0.02
"""Distance from a point of a scale, in halves of it, within which its words are used alone."""


@dataclass(frozen=True)
class PositionParameters:
    """How uncertain positions are, and what office and aid are worth."""

    ideal_sd: float = parameter(
        0.12,
        "standard deviation of an ideal point in the middle of its scale; none at the ends, which define it",
        unit="0..1",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement: 0.25 on a scale from -1 to 1, as for the stances of elites",
    )
    salience_sd: float = parameter(
        0.25,
        "standard deviation of the logarithm of an issue's importance",
        unit="log",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    office_value_russia: float = parameter(
        1.0,
        "value of office to the leader in Moscow",
        unit="prize",
        low=0.0,
        high=3.0,
        kind="prior",
        source="judgement: personalist leaders who lose office risk exile, prison or death (Goemans 2000)",
    )
    office_value_ukraine: float = parameter(
        0.3,
        "value of office to the leadership in Kyiv",
        unit="prize",
        low=0.0,
        high=3.0,
        kind="prior",
        source="judgement: an elected leadership retires safely (Goemans 2000)",
    )
    aid_months: float = parameter(
        38.0,
        "months over which the aid in the table was allocated",
        unit="months",
        low=38.0,
        high=38.0,
        kind="measured",
        source="Kiel Institute, allocations from January 2022 to February 2025",
    )
    full_effort: float = parameter(
        1.25,
        "aid at full will, relative to the average of those months",
        unit="ratio",
        low=1.0,
        high=2.0,
        kind="prior",
        source="judgement: the will to support was high but not full",
    )


class Positions(NamedTuple):
    """The tables, in the order of `Actor` and `Issue`."""

    ideal: NDArray[np.float64]
    salience: NDArray[np.float64]
    source: tuple[tuple[str, ...], ...]
    role: tuple[int, ...]
    affinity_russia: tuple[float, ...]
    affinity_ukraine: tuple[float, ...]
    allocated: tuple[float, ...]
    resolve: tuple[float, ...]


@functools.cache
def load_positions(folder: Path = TABLES) -> Positions:
    """Read and check `positions.csv` and `states.csv`; arrays are read-only.

    Parameters
    ----------
    folder : Path
        Where the tables lie.

    Returns
    -------
    Positions
        Ideal points and salience are [state, issue], salience summing to 1 for each state.

    Raises
    ------
    InputError
        If a row is missing, double or unknown, or a value out of range: one line with file, row and field.
    """
    ideal = np.full((STATES, ISSUES), np.nan)
    points = np.zeros((STATES, ISSUES))
    source = [["" for _ in range(ISSUES)] for _ in range(STATES)]
    path = folder / "positions.csv"
    for where, row in _rows(path, ("state", "issue", "ideal", "salience", "kind", "source")):
        actor, issue = _member(where, row, "state", Actor), _member(where, row, "issue", Issue)
        if not math.isnan(ideal[actor, issue]):
            raise InputError(f"{where}: {row['state']}, {row['issue']} stands twice")
        ideal[actor, issue] = _number(where, row, "ideal", 0.0, 1.0)
        points[actor, issue] = _number(where, row, "salience", 0.0, _POINTS)
        source[actor][issue] = _sourced(where, row)
    for actor in Actor:
        for issue in Issue:
            if math.isnan(ideal[actor, issue]):
                raise InputError(f"{path}: no row for {label(actor)}, {label(issue)}")
        if points[actor].sum() != _POINTS:
            raise InputError(
                f"{path}: salience of {label(actor)} must sum to 100, found {points[actor].sum():g}"
            )
    ideal.setflags(write=False)
    salience = points / _POINTS
    salience.setflags(write=False)
    return Positions(ideal, salience, tuple(tuple(row) for row in source), *_states(folder / "states.csv"))


@functools.cache
def _scales() -> tuple[tuple[str, str, str], ...]:
    """What 0, a half and 1 mean on each issue, without asides."""
    rows = _rows(TABLES / "issues.csv", ("issue", "zero", "half", "one", "source"))
    found = {row["issue"]: row for _where, row in rows}
    ends = ("zero", "half", "one")
    first, middle, last = ([found[label(issue)][end].split(" (")[0] for issue in Issue] for end in ends)
    return tuple(zip(first, middle, last, strict=True))


def position_words(issue: int, position: float) -> str:
    """Return what a position on an issue means: the nearest point of its scale, or between which two it lies."""
    place = 2.0 * min(max(position, 0.0), 1.0)
    nearest, below = round(place), min(int(place), 1)
    scale = _scales()[issue]
    if abs(place - nearest) <= _NEAR:
        return scale[nearest]
    return f"between '{scale[below]}' and '{scale[below + 1]}'"


def _states(path: Path) -> tuple[tuple[Any, ...], ...]:
    """Role, affinities, aid allocated and resolve of each state."""
    found: dict[int, tuple[float, ...]] = {}
    fields = ("affinity_russia", "affinity_ukraine", "allocated_bn_eur", "resolve")
    for where, row in _rows(path, ("state", "role", *fields, "kind", "source")):
        _sourced(where, row)
        limits = ((-1.0, 1.0), (-1.0, 1.0), (0.0, 1000.0), (0.0, 1.0))
        values = [_number(where, row, name, *limit) for name, limit in zip(fields, limits, strict=True)]
        found[_member(where, row, "state", Actor)] = (_member(where, row, "role", Role), *values)
    missing = [label(actor) for actor in Actor if actor not in found]
    if missing:
        raise InputError(f"{path}: no row for {missing[0]}")
    return tuple(zip(*(found[actor] for actor in Actor), strict=True))


def _rows(path: Path, fields: tuple[str, ...]) -> list[tuple[str, dict[str, str]]]:
    """Rows of a table with where they stand, for messages."""
    try:
        with path.open(newline="", encoding="utf-8") as file:
            reader = csv.DictReader(file)
            rows = list(reader)
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}") from None
    if tuple(reader.fieldnames or ()) != fields:
        raise InputError(
            f"{path}: columns must be {', '.join(fields)}, found {', '.join(reader.fieldnames or ())}"
        )
    return [(f"{path}, row {number}", row) for number, row in enumerate(rows, start=2)]


def _member(where: str, row: dict[str, str], field: str, kind: type[IntEnum]) -> int:
    """Member of an enumeration by the word that users read."""
    for member in kind:
        if label(member) == row[field]:
            return int(member)
    raise InputError(f"{where}: {field} must be one of {', '.join(map(label, kind))}, found {row[field]!r}")


def _number(where: str, row: dict[str, str], field: str, low: float, high: float) -> float:
    """Number in a range."""
    try:
        value = float(row[field])
    except (TypeError, ValueError):
        value = math.nan
    if not low <= value <= high:
        raise InputError(f"{where}: {field} must be a number in [{low:g}, {high:g}], found {row[field]!r}")
    return value


def _sourced(where: str, row: dict[str, str]) -> str:
    """Source of a row, which every row must have, with its kind."""
    if row["kind"] not in ("measured", "estimated", "prior", "convention"):
        raise InputError(
            f"{where}: kind must be measured, estimated, prior or convention, found {row['kind']!r}"
        )
    if not row["source"]:
        raise InputError(f"{where}: source is empty")
    return row["source"]


def initialise_states(
    states: NDArray[Any], parameters: PositionParameters, normals: NDArray[np.float64] | None = None
) -> None:
    """Write role, positions, affinities, aid, resolve, value of office and demands of all states.

    Parameters
    ----------
    states : array[state]
        Rows of `State`, as the ledger holds them; written.
    parameters : PositionParameters
        Uncertainty and values.
    normals : array[state, 2 * issue], optional
        Standard normal draws of the run: ideal points, then salience. Without them the tables stand.
    """
    table = load_positions()
    months = parameters.aid_months / 12.0
    states["role"] = table.role
    states["affinity_russia"] = table.affinity_russia
    states["affinity_ukraine"] = table.affinity_ukraine
    states["resolve"] = table.resolve
    states["capability"] = [parameters.full_effort * total / months for total in table.allocated]
    states["means"] = states["capability"]
    states["aid"] = states["capability"] * states["resolve"]
    states["office_value"] = 0.0
    states["office_value"][Actor.RUSSIA] = parameters.office_value_russia
    states["office_value"][Actor.UKRAINE] = parameters.office_value_ukraine
    draw_positions(states, parameters, np.zeros((STATES, 2 * ISSUES)) if normals is None else normals)


def draw_positions(
    states: NDArray[Any], parameters: PositionParameters, normals: NDArray[np.float64]
) -> None:
    """Write the ideal points, demands and salience of a run, by its draws: those of the tables where all are 0."""
    table = load_positions()
    spread = 2.0 * parameters.ideal_sd * np.sqrt(table.ideal * (1.0 - table.ideal))
    ideal = np.minimum(np.maximum(table.ideal + spread * normals[:, :ISSUES], 0.0), 1.0)
    exponents = (parameters.salience_sd * normals[:, ISSUES:]).tolist()
    salience = []
    for row, drawn in zip(table.salience.tolist(), exponents, strict=True):
        raw = [s * math.exp(z) for s, z in zip(row, drawn, strict=True)]
        total = math.fsum(raw)
        salience.append([value / total for value in raw])
    states["ideal"] = states["demand"] = ideal
    states["salience"] = salience
