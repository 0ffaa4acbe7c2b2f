"""Ensembles that follow the sliders: a first picture from few histories, then more of them while it is looked at.

Histories are those of `experiments.ensemble` for the same scenario and seed, run by run.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.chunks import Chunk, Task, concatenated, machine, run_chunk
from experiments.runs import execute
from model.compiling import processors
from model.kernel import simulate

if TYPE_CHECKING:
    from model.history import History
    from model.scenario import Scenario

SIZES = (50, 100, 200, 400, 700, 1000)
"""Histories behind one picture after another."""
CHUNK = 5
"""Histories that are begun at once; no fewer can be given up."""
MONTH = 4
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Part:
    """A few histories: their outcomes, and the area held every fourth week (a row a history)."""

    chunk: Chunk
    areas: np.ndarray

    @property
    def task(self) -> Task:
        """What was asked for."""
        return self.chunk.task


@dataclass(frozen=True)
class Sample:
    """What is known so far of an ensemble.

    Attributes
    ----------
    scenario, seed, wanted
        What is played: assumptions, seed, and how many histories in the end.
    outcomes : DataFrame
        A row a history, as `experiments.ensemble` has it; those with an error left out.
    fan : array of shape (months, 5)
        Quantiles of the area held (km2) at 5, 25, 50, 75 and 95%, every fourth week.
    failed : int
        Histories that ended with an error.
    """

    scenario: Scenario
    seed: int
    wanted: int
    outcomes: pd.DataFrame
    fan: np.ndarray
    failed: int

    @property
    def runs(self) -> int:
        """Histories that ended without an error."""
        return len(self.outcomes)

    @property
    def done(self) -> bool:
        """Whether all have been played."""
        return self.runs + self.failed >= self.wanted

    @property
    def weeks(self) -> np.ndarray:
        """Weeks of the fan."""
        return np.arange(len(self.fan)) * MONTH


@functools.cache
def _pool() -> ThreadPoolExecutor:
    """Threads that all visitors share: one a core, since the engine lets others run meanwhile."""
    return ThreadPoolExecutor(processors(), "live")


def refine(scenario: Scenario, runs: int, seed: int, stop: threading.Event) -> Iterator[Sample]:
    """Play an ensemble and yield it as it grows, until `stop` is set.

    Parameters
    ----------
    scenario, runs, seed
        As of `experiments.ensemble`.
    stop : Event
        Set by a newer change: what has not begun is not begun any more.
    """
    sizes = [size for size in SIZES if size < runs] + [runs]
    tasks = [
        Task(scenario, seed, first, min(CHUNK, runs - first), "none", machine())
        for first in range(0, runs, CHUNK)
    ]
    parts: list[Part] = []
    played = 0
    for part in _played(tasks, stop):
        if stop.is_set():
            return
        parts.append(part)
        played += part.task.count
        if played >= sizes[0]:
            sizes.pop(0)
            yield sample_of(parts, runs)


def _played(tasks: Sequence[Task], stop: threading.Event) -> Iterator[Part]:
    """Play tasks; those behind the first picture alone at first, so that nothing slows the drawing of it."""
    first = SIZES[0] // CHUNK
    run = functools.partial(play_part, stop)
    for some in (tasks[:first], tasks[first:]):
        growing = execute(some, executor=_pool(), run=run, kind=Part)  # type: ignore[type-var]
        try:
            yield from growing
        finally:
            growing.close()  # type: ignore[attr-defined]


def play_part(stop: threading.Event, task: Task, engine: Any = None) -> Part:
    """Play a few histories and keep the area held; outcomes are an ensemble's, unless something newer stops them."""
    areas: list[np.ndarray] = []

    def watched(scenario: Scenario, seed: int) -> History:
        if stop.is_set():
            raise InterruptedError("a newer change")
        history = (engine or simulate)(scenario, seed)
        areas.append(history.rows["occupied_km2"][::MONTH].copy())
        return history

    return Part(run_chunk(task, watched), np.array(areas))


def sample_of(parts: Sequence[Part], wanted: int) -> Sample:
    """Gather parts."""
    table: pa.Table = concatenated([part.chunk.outcomes for part in parts])
    outcomes = table.to_pandas()
    whole = outcomes["error"] == ""
    areas = np.concatenate([part.areas for part in parts if len(part.areas)])
    task = parts[0].task
    return Sample(
        task.scenario,
        task.seed,
        wanted,
        outcomes[whole].reset_index(drop=True),
        np.quantile(areas, QUANTILES, axis=0).T,
        int((~whole).sum()),
    )
