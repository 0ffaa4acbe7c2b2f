"""Blocks of a sweep: a few points of a design and a few runs of each, the unit of work, of storage and of resumption.

Runs of a point come in batches of the same size whatever their number, so that asking for more of them later reuses
what is there.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa

from experiments.chunks import Engine, Task, concatenated, machine, run_chunk
from experiments.designs import Design
from experiments.store import digest_of, read_table, write_table

if TYPE_CHECKING:
    from model.scenario import Scenario

BATCH = 50  # runs of a point in one block
SIZE = 400  # runs of a block, about


@dataclass(frozen=True)
class Block:
    """Runs `first` to `first + runs` of the points `place` to `place + len(rows)` of a design."""

    scenario: Scenario
    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    place: int
    seed: int
    first: int
    runs: int
    machine: str

    @property
    def count(self) -> int:
        """Number of runs in all."""
        return len(self.rows) * self.runs

    @functools.cached_property
    def digest(self) -> str:
        """Name of the block: all that its content depends on, which where its points stand in a design is not."""
        scenario = self.scenario.digest()
        return digest_of([scenario, self.names, self.rows, self.seed, self.first, self.runs, self.machine])


@dataclass(frozen=True)
class Part:
    """What came of a block: a row a run, `row` the place of its point within the block."""

    task: Block
    outcomes: pa.Table

    def save(self, folder: Path) -> None:
        """Store it under its digest."""
        write_table(_path(folder, self.task), self.outcomes)

    @classmethod
    def load(cls, folder: Path, task: Block) -> Self:
        """Read a stored one."""
        return cls(task, read_table(_path(folder, task)))

    @staticmethod
    def is_saved(folder: Path, task: Block) -> bool:
        """Whether that of this block is in the folder, whole."""
        return _path(folder, task).exists()


def run_block(block: Block, simulate: Engine | None = None) -> Part:
    """Run a block; nothing of a run depends on how the design was divided."""
    tables = []
    for row, values in enumerate(block.rows):
        scenario = block.scenario.with_(**dict(zip(block.names, values, strict=True)))
        task = Task(scenario, block.seed, block.first, block.runs, "none", block.machine)
        table = run_chunk(task, simulate).outcomes
        tables.append(table.add_column(0, "row", pa.array(np.full(len(table), row, np.int64))))
    return Part(block, concatenated(tables))


def blocks_of(design: Design) -> Iterator[list[Block]]:
    """Yield the blocks of a few points of a design at a time, in order: their size depends on the design alone."""
    points = design.points()
    rows = list(points[design.names].itertuples(index=False, name=None))
    size = max(1, SIZE // min(design.runs, BATCH))
    for place in range(0, len(rows), size):
        yield [
            Block(
                design.scenario,
                tuple(design.names),
                tuple(rows[place : place + size]),
                place,
                design.seed,
                first,
                min(BATCH, design.runs - first),
                machine(),
            )
            for first in range(0, design.runs, BATCH)
        ]


def gathered(parts: list[Part]) -> pa.Table:
    """Rows of the blocks of the same points: `point`, the values varied, then the run and what came of it."""
    table = concatenated([part.outcomes for part in parts]).sort_by(
        [("row", "ascending"), ("run", "ascending")]
    )
    block = parts[0].task
    row = table["row"].to_numpy()
    table = table.drop_columns(["row"])
    for column, name in reversed(list(enumerate(block.names))):
        values = [values[column] for values in block.rows]
        table = table.add_column(0, name, pa.array(values).take(pa.array(row)))
    return table.add_column(0, "point", pa.array(row + block.place))


def _path(folder: Path, block: Block) -> Path:
    return folder / f"{block.digest}.parquet"
