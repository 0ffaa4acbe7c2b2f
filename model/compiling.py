"""How the schedule becomes machine code: each stage by itself, the work shared between processes, kept on disk.

Compiling takes a processor a minute or more, and Numba compiles in one thread. So each stage is compiled by itself,
as many processes as there are processors take stages from the list, and the schedule calls them through pointers.
"""

from __future__ import annotations

import functools
import gc
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from model.source import HOME, cache_folder, rule_digest, source_digest

Stage = Callable[..., None]


@contextmanager
def _not_collecting() -> Iterator[None]:
    """Hold back the garbage collector: the compiler makes millions of small objects that live."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


@functools.cache
def signature() -> Any:
    """Type of a stage: nothing of (ledger, roster, parameters, streams, week of the calendar, row)."""
    import numba

    ledger, roster, parameters, streams, calendar, rows = _types()
    return numba.void(ledger.dtype, roster, parameters.dtype, streams, calendar.dtype, rows.dtype)


@functools.cache
def _types() -> tuple[Any, ...]:
    """Types of what every world consists of, in the order of `World.parts`."""
    import numba

    from model.scenario import Scenario
    from model.world import World

    return tuple(numba.typeof(part) for part in World(Scenario.load("march-2025"), 0).parts)


@functools.cache
def compiled_stage(stage: Stage) -> Stage:
    """Compile one stage, or load it from the cache on disk.

    Numba's cache does not see edits in other modules; a digest of those that the stage rests on is part of its key.
    """
    import numba

    digest = rule_digest(stage.__module__)

    def play(ledger: Any, roster: Any, p: Any, streams: Any, day: Any, row: Any) -> None:  # pragma: no cover
        digest  # noqa: B018
        stage(ledger, roster, p, streams, day, row)

    play.__name__ = play.__qualname__ = f"play_{stage.__name__}"
    with _not_collecting():
        return numba.cfunc(signature(), cache=True)(play)


@functools.cache
def compiled_schedule(count: int) -> Callable[..., None]:
    """Compile the loop over weeks and `count` stages; it takes the parts of a world, the start and the stages."""
    import numba

    digest = rule_digest(__name__)

    def play(
        ledgers: Any, roster: Any, ps: Any, streams: Any, calendar: Any, rows: Any, start: Any, stages: Any
    ) -> None:  # pragma: no cover
        digest  # noqa: B018
        start(ledgers[0], roster, ps[0], streams, calendar[0], rows[0])
        for week in range(len(calendar)):
            for stage in stages:
                stage(ledgers[0], roster, ps[0], streams, calendar[week], rows[week])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", numba.NumbaExperimentalFeatureWarning)
        pointer = numba.types.FunctionType(signature())
        taken = numba.void(*_types(), pointer, numba.types.UniTuple(pointer, count))
        schedule: Any = numba.njit(taken, cache=True, nogil=True)(play)
    return schedule.overloads[
        schedule.signatures[0]
    ].entry_point  # the types are known: skip their resolution


def compile_free(stages: Sequence[Stage]) -> None:
    """Compile those stages that no other process is compiling."""
    from filelock import FileLock, Timeout

    for stage in stages:
        try:
            with FileLock(cache_folder() / f"{stage.__name__}.lock", timeout=0):
                compiled_stage(stage)
        except Timeout:
            continue


def compile_all(stages: Sequence[Stage], share: Callable[[], None], elsewhere: str) -> list[Stage]:
    """Compile all stages, or load them.

    `share` compiles those that nobody has taken; `elsewhere` is the statement by which other processes do the same.
    """
    from filelock import FileLock

    with FileLock(cache_folder() / "compiling.lock"):
        done = cache_folder() / f"{source_digest()}.compiled"
        if not done.exists():
            with _helping(elsewhere, min(len(stages), _processors()) - 1):
                share()
        compiled = [compiled_stage(stage) for stage in stages]
        done.touch()
    return compiled


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _helping(statement: str, count: int) -> Iterator[None]:
    """Let `count` other processes run the statement meanwhile; what they leave undone is done here."""
    path = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH", "")]))
    helpers = [
        subprocess.Popen(
            [sys.executable, "-c", statement],
            env={**os.environ, "PYTHONPATH": path},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(count)
    ]
    try:
        yield
        for helper in helpers:
            helper.wait()
    finally:
        for helper in helpers:
            helper.kill()
            helper.wait()
