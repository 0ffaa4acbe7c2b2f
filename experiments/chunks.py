"""Chunks of an ensemble: a few runs, the unit of work, of storage and of resumption.

A run that fails is a row with its error. Series and events are kept for the first runs of an ensemble; the
rest enters weekly quantiles. Nothing of a run depends on how the ensemble was divided, or on who ran it.
"""

from __future__ import annotations

import dataclasses
import functools
import platform
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self

import numpy as np
import pyarrow as pa

from experiments.quantiles import Sketch
from experiments.store import (
    as_stored,
    common_schema,
    digest_of,
    fingerprint,
    read_table,
    source_digest,
    write_table,
)
from model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from model.scenario import Scenario

SAMPLE = 200  # runs of a design point whose series and events are kept in full
_COUNT_BEYOND = 256  # runs of a chunk beyond which its quantile sketch is stored as counts
_LONGEST_ERROR = 500

Series = Literal["all", "sample", "none"]


class History(Protocol):
    """What an engine returns of a run."""

    @property
    def rows(self) -> np.ndarray:
        """Weekly observables as a structured array of numbers, a row a week."""

    def outcome(self) -> dict[str, Any]:
        """What came of the run: a name keeps one type (float, int, bool or str) in all runs."""

    def series(self) -> pd.DataFrame:
        """Weekly observables, a row a week."""

    def events(self) -> pd.DataFrame:
        """What happened, a row an event, with the same columns in all runs."""


class Engine(Protocol):
    """A function that plays one run."""

    def __call__(self, scenario: Scenario, seed: int, /) -> History:
        """Play `scenario` with this seed."""


@dataclasses.dataclass(frozen=True)
class Task:
    """What a chunk computes: runs `first` to `first + count` of an ensemble."""

    scenario: Scenario
    seed: int
    first: int
    count: int
    series: Series = "sample"
    machine: str = ""

    @functools.cached_property
    def digest(self) -> str:
        """Name of the chunk: all that its content depends on."""
        scenario = self.scenario.digest()
        return digest_of([scenario, self.seed, self.first, self.count, self.series, self.machine])


@dataclasses.dataclass(frozen=True)
class Chunk:
    """What came of a task. Tables are ordered by run (then week or event)."""

    task: Task
    outcomes: pa.Table
    series: pa.Table
    events: pa.Table
    sketch: Sketch | None

    def save(self, folder: Path) -> None:
        """Store the chunk under its digest. The outcomes come last: where they are, the rest is."""
        for name, table in (("series", self.series), ("events", self.events)):
            write_table(_part(folder, self.task, name), table)
        if self.sketch is not None:
            write_table(_part(folder, self.task, "sketch"), self.sketch.packed())
        write_table(_part(folder, self.task, "outcomes"), self.outcomes)

    @classmethod
    def load(cls, folder: Path, task: Task) -> Self:
        """Read a stored chunk."""
        outcomes, series, events = (
            read_table(_part(folder, task, name)) for name in ("outcomes", "series", "events")
        )
        path = _part(folder, task, "sketch")
        return cls(
            task, outcomes, series, events, Sketch.unpacked(read_table(path)) if path.exists() else None
        )

    @staticmethod
    def is_saved(folder: Path, task: Task) -> bool:
        """Whether the chunk of this task is in the folder, whole."""
        return _part(folder, task, "outcomes").exists()


def run_chunk(task: Task, simulate: Engine | None = None) -> Chunk:
    """Run the runs of a chunk; nothing of it depends on how the ensemble was divided."""
    if task.machine and task.machine != machine():
        raise InputError(
            f"worker {platform.node()} has another version or other arithmetic; its runs would differ"
        )
    engine = simulate or _compiled()
    rows: list[dict[str, Any]] = []
    series: list[pa.Table] = []
    events: list[pa.Table] = []
    sketches: list[Sketch] = []
    for run in range(task.first, task.first + task.count):
        row: dict[str, Any] = {"run": run, "seed": run_seed(task.seed, run), "error": ""}
        try:
            history = engine(task.scenario, row["seed"])
            outcome = history.outcome()
            kept = task.series == "all" or (task.series == "sample" and run < SAMPLE)
            tables = (_of_run(history.series(), run), _of_run(history.events(), run)) if kept else None
            sketch = Sketch.of(history.rows) if task.series != "none" else None
        except Exception as error:
            row["error"] = f"{type(error).__name__}: {' '.join(str(error).split())}"[:_LONGEST_ERROR]
        else:
            row.update(outcome)
            if tables is not None:
                series.append(tables[0])
                events.append(tables[1])
            if sketch is not None:
                sketches.append(sketch)
        rows.append(row)
    together = Sketch.joined(sketches) if sketches else None
    if together is not None and task.count > _COUNT_BEYOND:
        together = together.counted()
    return Chunk(task, _table_of(rows), concatenated(series), concatenated(events), together)


@functools.cache
def machine() -> str:
    """Return a digest of what the bits of a run depend on: the source and this machine's arithmetic."""
    return digest_of([source_digest(), fingerprint()])


def run_seed(ensemble_seed: int, run: int) -> int:
    """Return the seed of a run: 63 bits of `SeedSequence([ensemble_seed, run])`."""
    state = np.random.SeedSequence([ensemble_seed, run]).generate_state(1, np.uint64)
    return int(state[0]) >> 1


def concatenated(tables: Sequence[pa.Table]) -> pa.Table:
    """Return the rows of all tables in their order; a column that one lacks is empty there.

    Tables without rows have no say on the types of the columns, which pandas cannot know for them.
    """
    if not tables:
        return pa.table({})
    filled = [table for table in tables if table.num_rows] or [max(tables, key=lambda t: t.num_columns)]
    schema = common_schema([table.schema for table in filled])
    return pa.concat_tables(
        [table.replace_schema_metadata(None) for table in filled], promote_options="permissive"
    ).select(schema.names)


def _compiled() -> Engine:
    from model.kernel import simulate

    return simulate


def _of_run(frame: pd.DataFrame, run: int) -> pa.Table:
    """Turn the table of one run into Arrow's form, the run first."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    return as_stored(table.add_column(0, "run", pa.array(np.full(len(frame), run, np.int64))))


def _table_of(rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Outcomes as a table: columns in order of first appearance, empty where a run failed."""
    names = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: pa.array([_plain(row.get(name)) for row in rows]) for name in names})


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


def _part(folder: Path, task: Task, name: str) -> Path:
    return folder / f"{task.digest}.{name}.parquet"
