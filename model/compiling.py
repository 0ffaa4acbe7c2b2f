"""How the schedule becomes machine code: each stage by itself, the work shared between processes, kept on disk.

Compiling takes a processor a minute or more, and Numba compiles in one thread. So each stage is compiled by itself,
as many processes as there are processors take stages from the list, and the schedule calls them through pointers.
"""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from model.errors import InputError
from model.source import HOME, cache_folder, edited_since_loaded, machine, rule_digest, source_digest

Stage = Callable[..., None]

INLINING = "-inline-threshold=2000"
"""To LLVM: most rules are called from one place, so that a call costs more than the room that it saves (7% of a run)."""


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


def _cached(mark: Callable[..., Any], function: Stage) -> Any:
    """Compile with `mark`, kept on disk, or only for this process where Numba finds no folder to write to."""
    try:
        return mark(cache=True)(function)
    except RuntimeError as error:
        if "no locator" not in str(error):
            raise
        return mark()(function)


@functools.cache
def _inline_more() -> None:
    """Let LLVM inline longer rules. It holds for all that this process compiles, and changes no result."""
    from llvmlite.binding import set_option

    set_option("dilemma", INLINING)


@functools.cache
def signature() -> Any:
    """Type of a stage: nothing of (ledger, roster, parameters, week of the calendar, row)."""
    import numba

    ledger, roster, parameters, _, _, calendar, rows, _ = _types()
    return numba.void(ledger.dtype, roster, parameters.dtype, calendar.dtype, rows.dtype)


@functools.cache
def _types() -> tuple[Any, ...]:
    """Types of what every world consists of, in the order of `World.parts()`."""
    import numba

    from model.scenario import Scenario
    from model.world import World

    return tuple(numba.typeof(part) for part in next(World(Scenario.load("march-2025"), 0).parts()))


@functools.cache
def compiled_stage(stage: Stage) -> Stage:
    """Compile one stage, or load it from the cache on disk.

    Numba's cache does not see edits in other modules; a digest of those that the stage rests on is part of its key.
    """
    import numba

    digest = rule_digest(stage.__module__)

    def play(ledger: Any, roster: Any, p: Any, day: Any, row: Any) -> None:  # pragma: no cover
        digest  # noqa: B018
        stage(ledger, roster, p, day, row)

    play.__name__ = play.__qualname__ = f"play_{stage.__name__}"
    _inline_more()
    with _not_collecting():
        return _cached(functools.partial(numba.cfunc, signature()), play)


@functools.cache
def compiled_schedule(deal: Callable[..., None], count: int) -> Callable[..., None]:
    """Compile the loop over weeks: shocks, then `count` stages; it takes a world's parts, the start and the stages."""
    import numba

    digest = rule_digest(__name__) + rule_digest(deal.__module__)

    def play(
        ledgers: Any,
        roster: Any,
        ps: Any,
        shocks: Any,
        elites: Any,
        calendar: Any,
        rows: Any,
        begins: Any,
        start: Any,
        stages: Any,
    ) -> None:  # pragma: no cover
        digest  # noqa: B018
        if begins:
            start(ledgers[0], roster, ps[0], calendar[0], rows[0])
        for week in range(len(calendar)):
            deal(ledgers[0], roster, shocks[week], elites[week])
            for stage in stages:
                stage(ledgers[0], roster, ps[0], calendar[week], rows[week])

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", numba.NumbaExperimentalFeatureWarning)
        pointer = numba.types.FunctionType(signature())
        taken = numba.void(*_types(), pointer, numba.types.UniTuple(pointer, count))
        schedule = _cached(functools.partial(numba.njit, taken, nogil=True), play)
    # The types are known: a call need not work them out again, which takes four milliseconds.
    return schedule.overloads[schedule.signatures[0]].entry_point


def compile_free(stages: Sequence[Stage], compile_one: Callable[[Stage], object] = compiled_stage) -> None:
    """Compile those stages that no other process is compiling."""
    from filelock import FileLock, Timeout

    for stage in stages:
        try:
            with FileLock(_lock_of(stage), timeout=0):
                compile_one(stage)
        except Timeout:
            continue


def compile_all(
    stages: Sequence[Stage],
    share: Callable[[], None],
    elsewhere: str,
    compile_one: Callable[[Stage], Any] = compiled_stage,
) -> list[Any]:
    """Compile all stages, or load them.

    `share` compiles those that nobody has taken; `elsewhere` is the statement by which other processes do the same.
    What they leave undone, since they were killed or failed, is done here.

    Raises
    ------
    InputError
        If a source was edited after this process had loaded it.
    """
    from filelock import FileLock

    edited = edited_since_loaded()
    if edited is not None:
        raise InputError(f"{edited.relative_to(HOME)} was edited after it was loaded; start Python anew")
    with FileLock(cache_folder() / "compiling.lock"):
        with _helping(elsewhere, 0 if is_kept() else min(len(stages), processors()) - 1):
            if not is_kept():
                share()
            compiled = []
            for stage in stages:
                with FileLock(_lock_of(stage)):
                    compiled.append(compile_one(stage))
        _mark().touch()
    return compiled


def is_kept() -> bool:
    """Whether all stages have been compiled on this machine, from these sources, and are kept on disk."""
    return _mark().exists()


def _mark() -> Path:
    name = hashlib.sha256(f"{source_digest()} {machine()}".encode()).hexdigest()[:16]
    return cache_folder() / f"{name}.compiled"


def _lock_of(stage: Stage) -> Path:
    return cache_folder() / f"{stage.__name__}.lock"


def processors() -> int:
    """Return the number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@contextmanager
def _helping(statement: str, count: int) -> Iterator[None]:
    """Let `count` other processes run the statement meanwhile, and end them with the block.

    They import from where this one does, and not from the working directory (-P).
    """
    path = os.pathsep.join(filter(None, [str(HOME), os.environ.get("PYTHONPATH", "")]))
    helpers = [
        subprocess.Popen(
            [sys.executable, "-P", "-c", statement],
            env={**os.environ, "PYTHONPATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for _ in range(count)
    ]
    try:
        yield
    finally:
        for helper in helpers:
            helper.kill()
            helper.wait()
