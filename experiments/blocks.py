"""Blocks of a sweep: a few points of a design and a few runs of each, the unit of work, of storage and of resumption.

Runs of a point come in batches of the same size whatever their number, so that asking for more of them later reuses
what is there, and no more than a batch of runs is in memory for it. Points with fewer runs than a batch share blocks.
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
    seeds: tuple[int, ...]
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
        return digest_of([scenario, self.names, self.rows, self.seeds, self.first, self.runs, self.machine])


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
    for row, (values, seed) in enumerate(zip(block.rows, block.seeds, strict=True)):
        scenario = block.scenario.with_(**dict(zip(block.names, values, strict=True)))
        task = Task(scenario, seed, block.first, block.runs, "none", block.machine)
        table = run_chunk(task, simulate).outcomes
        tables.append(table.add_column(0, "row", pa.array(np.full(len(table), row, np.int64))))
    return Part(block, concatenated(tables))


def blocks_of(design: Design) -> Iterator[Block]:
    """Yield the blocks of a design in the order of points and runs: their size depends on the design alone."""
    points = design.points()
    rows = list(points[design.names].itertuples(index=False, name=None))
    seeds = design.seeds()
    names = tuple(design.names)
    size = 1 if design.runs >= BATCH else max(1, SIZE // design.runs)
    for place in range(0, len(rows), size):
        here = slice(place, place + size)
        for first in range(0, design.runs, BATCH):
            runs = min(BATCH, design.runs - first)
            block_seeds = tuple(seeds[here])
            yield Block(design.scenario, names, tuple(rows[here]), place, block_seeds, first, runs, machine())


def rows_of(part: Part) -> pa.Table:
    """Rows of a block: `point`, the values varied, then the run and what came of it."""
    block, row = part.task, part.outcomes["row"].to_numpy()
    table = part.outcomes.drop_columns(["row"])
    for column, name in reversed(list(enumerate(block.names))):
        values = [values[column] for values in block.rows]
        table = table.add_column(0, name, pa.array(values).take(pa.array(row)))
    return table.add_column(0, "point", pa.array(row + block.place))


def _path(folder: Path, block: Block) -> Path:
    return folder / f"{block.digest}.parquet"
