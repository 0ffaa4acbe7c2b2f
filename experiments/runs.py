"""Ensembles: many runs of one scenario, the same rows for any number of workers and any chunk size."""

from __future__ import annotations

import collections
import dataclasses
import numbers
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, Self

import pyarrow as pa

from experiments.chunks import Chunk, Engine, Series, Task, concatenated, machine, run_chunk
from experiments.quantiles import Sketch
from model.compiling import processors
from model.errors import InputError

if TYPE_CHECKING:
    import pandas as pd

    from model.scenario import Scenario

LARGEST_CHUNK = 1000
_PENDING = 2**26  # bytes of sketches gathered before they are joined

Progress = Callable[[int], object]


class Work(Protocol):
    """A task: so many runs."""

    @property
    def count(self) -> int:
        """Number of runs."""


class Stored(Protocol):
    """What came of a task, as it is kept on disk."""

    @property
    def task(self) -> Work:
        """What was asked for."""

    def save(self, folder: Path) -> None:
        """Store it in a folder, whole."""

    @classmethod
    def load(cls, folder: Path, task: Any) -> Self:
        """Read what came of this task."""

    @staticmethod
    def is_saved(folder: Path, task: Any) -> bool:
        """Whether what came of this task is in the folder, whole."""


@dataclasses.dataclass(frozen=True)
class Ensemble:
    """The runs of one scenario, as tidy tables.

    Attributes
    ----------
    outcomes : DataFrame
        A row a run: `run`, its `seed`, `error` (empty if it did not fail), then what came of it.
    series : DataFrame
        A row a run and week, for the runs that are kept in full.
    events : DataFrame
        A row an event, for the same runs.
    quantiles : DataFrame
        Week, observable, number of runs and quantiles over all runs.
    """

    outcomes: pd.DataFrame
    series: pd.DataFrame
    events: pd.DataFrame
    quantiles: pd.DataFrame

    @property
    def failed(self) -> int:
        """Number of runs that ended with an error."""
        return int((self.outcomes["error"] != "").sum())

    @classmethod
    def of(cls, chunks: Iterable[Chunk]) -> Self:
        """Gather chunks, which must come in order."""
        tables: dict[str, list[pa.Table]] = {"outcomes": [], "series": [], "events": []}
        sketches: list[Sketch] = []
        for chunk in chunks:
            for name, parts in tables.items():
                parts.append(getattr(chunk, name))
            if chunk.sketch is not None:
                sketches.append(chunk.sketch)
                if sum(sketch.size for sketch in sketches[1:]) > max(_PENDING, sketches[0].size):
                    sketches = [Sketch.joined(sketches)]
        quantiles = Sketch.joined(sketches).table() if sketches else pa.table({})
        return cls(
            **{name: concatenated(parts).to_pandas() for name, parts in tables.items()},
            quantiles=quantiles.to_pandas(),
        )


def ensemble(
    scenario: Scenario,
    runs: int,
    seed: int,
    workers: int | None = None,
    series: Series = "sample",
    progress: Progress | None = None,
    *,
    simulate: Engine | None = None,
    agents: Mapping[str, type] | None = None,
) -> Ensemble:
    """Run a scenario many times.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    runs : int
        Number of runs.
    seed : int
        Seed of the ensemble; see `run_seed`. Two scenarios with one seed meet the same shocks run by run.
    workers : int, optional
        Threads; by default one a core. The result does not depend on it.
    series : {"sample", "all", "none"}
        Keep series and events of the first 200 runs, of all, or of none (and then no quantiles).
    progress : callable, optional
        Called with the number of runs that have just ended.
    simulate : callable, optional
        Engine; the compiled one by default.
    agents : mapping, optional
        Refused: agents of one's own are played by `DilemmaModel`.
    """
    if agents:
        from model.kernel import refuse_agents

        refuse_agents(agents)
    tasks = tasks_of(scenario, runs, seed, series)
    return Ensemble.of(execute(tasks, workers=workers, progress=progress, simulate=simulate))


def tasks_of(
    scenario: Scenario, runs: int, seed: int, series: Series = "sample", chunk: int | None = None
) -> list[Task]:
    """Divide an ensemble into chunks. By default their size depends on `runs` alone, never on the machine."""
    for name, value, least in (("runs", runs, 1), ("seed", seed, 0)):
        if not isinstance(value, numbers.Integral) or value < least:
            raise InputError(f"{name}: found {value!r}; allowed: a whole number of {least} or more")
    if series not in ("all", "sample", "none"):
        raise InputError(f"series: found {series!r}; allowed: one of all, sample, none")
    size = chunk or min(LARGEST_CHUNK, max(1, runs // 20))
    if size < 1:
        raise InputError(f"chunk: found {chunk}; allowed: 1 or more")
    starts = range(0, runs, size)
    return [Task(scenario, seed, r, min(size, runs - r), series, machine()) for r in starts]


def execute[T: Work, R: Stored](
    tasks: Iterable[T],
    *,
    workers: int | None = None,
    progress: Progress | None = None,
    simulate: Engine | None = None,
    folder: Path | None = None,
    executor: Executor | None = None,
    run: Callable[[T, Engine | None], R] = run_chunk,  # type: ignore[assignment]
    kind: type[R] = Chunk,  # type: ignore[assignment]
) -> Iterator[R]:
    """Yield the chunks of `tasks` in order, holding few of them at a time.

    Parameters
    ----------
    folder
        Where chunks are stored. Those that are there already are read and not run again.
    executor
        Where chunks run, if not in threads here: that of a Dask client, for one.
    run, kind
        What plays a task, and what it makes of it, where tasks are not those of an ensemble.
    """
    if workers is not None and workers < 1:
        raise InputError(f"workers: found {workers}; allowed: 1 or more")
    workers = workers or processors()
    pool: Executor = ThreadPoolExecutor(workers, "runs") if executor is None else executor
    ahead: collections.deque[Future[R] | T] = collections.deque()
    pending = iter(tasks)
    try:
        while True:
            while len(ahead) < 2 * workers and (task := next(pending, None)) is not None:
                stored = folder is not None and kind.is_saved(folder, task)
                ahead.append(task if stored else pool.submit(run, task, simulate))
            if not ahead:
                return
            head = ahead.popleft()
            if not isinstance(head, Future):
                assert folder is not None
                chunk = kind.load(folder, head)
            else:
                chunk = head.result()
                if folder is not None:
                    chunk.save(folder)
            if progress is not None:
                progress(chunk.task.count)
            yield chunk
    finally:
        for waiting in ahead:
            if isinstance(waiting, Future):
                waiting.cancel()
        if executor is None:
            pool.shutdown(wait=True, cancel_futures=True)
