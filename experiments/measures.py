"""What `dilemma bench` measures: times as medians, and ratios of two times taken in one process."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

from experiments.chunks import Chunk
from experiments.runs import execute, tasks_of
from model.scenario import Scenario

SHORT = "2025-05-31"  # horizon of runs whose length does not matter


def median_of(action: Callable[[int], object], times: int) -> float:
    """Median seconds of `action(i)` for i = 0, 1, ..., times - 1."""
    return statistics.median(seconds_of(lambda i=i: action(i)) for i in range(times))  # type: ignore[misc]


def seconds_of(action: Callable[[], object]) -> float:
    """Seconds that an action takes."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def start_up(times: int) -> float:
    """Median seconds of `dilemma --help` in a new process."""
    command = [sys.executable, "-c", "from experiments.cli import main; main(['--help'])"]
    return median_of(lambda i: subprocess.run(command, capture_output=True, check=True), times)


def warm_seconds() -> float:
    """Seconds to compile the engine, or to load it from its cache."""
    from model.kernel import warm

    return seconds_of(warm)


def run_seconds(scenario: Scenario, times: int) -> float:
    """Median seconds of a compiled run, building the world included."""
    from model.kernel import simulate

    return median_of(lambda i: simulate(scenario, i), times)


def mesa_seconds(scenario: Scenario, times: int) -> float:
    """Median seconds of a history through Mesa."""
    from model.dilemma import DilemmaModel

    return median_of(lambda i: DilemmaModel(scenario=scenario, rng=i).run(), times)


def against_batch_run(scenario: Scenario, count: int) -> float:
    """How many times faster two threads play histories than `mesa.batch_run` with two processes, start-up included."""
    import multiprocessing

    import mesa

    from model.dilemma import DilemmaModel

    before = multiprocessing.get_start_method(allow_none=True)  # Mesa sets it for the whole interpreter
    batch = seconds_of(
        lambda: mesa.batch_run(
            DilemmaModel,
            {"scenario": [scenario]},
            number_processes=2,
            rng=list(range(count)),
            display_progress=False,
        )
    )
    multiprocessing.set_start_method(before, force=True)
    many = 20 * count
    return batch / count / (_played(scenario, many, 2) / many)


def two_threads(scenario: Scenario, runs: int) -> float:
    """How many times faster two threads play the same runs than one."""
    return statistics.median(_played(scenario, runs, 1) / _played(scenario, runs, 2) for _ in range(3))


def dask_overhead(scenario: Scenario, chunks: int) -> float:
    """How many times longer chunks of one second take on two Dask workers than on two threads here."""
    from experiments.cluster import place_of

    size = max(1, round(1.0 / run_seconds(scenario, 5)))

    def played(executor: Executor | None, seed: int) -> float:
        tasks = tasks_of(scenario, chunks * size, seed, "none", chunk=size)
        return seconds_of(lambda: _last(execute(tasks, workers=2, executor=executor)))

    with place_of("local", 2) as place:
        played(place.executor, 2)  # so that workers have loaded the engine
        return played(place.executor, 1) / played(None, 1)


def first_picture(scenario: Scenario, times: int) -> float:
    """Median seconds from a change of a slider to table and first figure of 50 histories, the browser left out."""
    from experiments.page.many import pictures_of

    def changed(i: int) -> None:
        moved = scenario.with_(**{"front.drift": float(scenario["front.drift"]) + i + 1})
        pages = pictures_of(moved, 1000, i, None, threading.Event())
        next(page for page in pages if page.pictures)

    changed(times)  # so that it has been laid out once
    return median_of(changed, times)


def week_cost(scenario: Scenario, times: int) -> float:
    """Cost of a week of runs to 2060, over that of runs to 2030."""
    from model.kernel import simulate
    from model.world import World

    costs = []
    for horizon in ("2060-12-31", "2030-12-31"):
        longer = scenario.with_(horizon=horizon)
        weeks = World(longer, 0).weeks
        costs.append(median_of(lambda i, s=longer: simulate(s, i), times) / weeks)  # type: ignore[misc]
    return costs[0] / costs[1]


def elite_week(scenario: Scenario, count: int, times: int) -> float:
    """Nanoseconds an elite and week with this many elites, building the world included."""
    from model.kernel import simulate
    from model.world import World

    sized = scenario.with_(
        **{"elites.count": count, "horizon": "2026-03-31" if count > 5000 else "2036-12-31"}
    )
    weeks = World(sized, 0).weeks
    return median_of(lambda i: simulate(sized, i), times) / (count * weeks) * 1e9


def run_cost(scenario: Scenario, runs: int) -> float:
    """Cost of a run of an ensemble that is stored, over that of one a quarter as large."""

    def cost(count: int) -> float:
        with tempfile.TemporaryDirectory() as kept:
            tasks = tasks_of(scenario, count, 1, "none", chunk=50)
            return seconds_of(lambda: _last(execute(tasks, workers=1, folder=Path(kept)))) / count

    return cost(runs) / cost(runs // 4)


def peak_memory(runs: int) -> float:
    """Largest resident memory, in MiB, of a process that plays a sweep of so many short runs into a folder."""
    code = f"from experiments.measures import long_sweep; long_sweep({runs})"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    return float(found.stdout.split()[-1])


def long_sweep(runs: int, points: int = 20) -> None:
    """Play a sweep of short runs into a folder that is thrown away, and print the peak of this process in MiB."""
    from experiments.designs import design
    from experiments.sweeps import sweep_into

    base = Scenario.load("march-2025").with_(horizon=SHORT)
    varied = {"mediator.opening": {"low": 0.0, "high": 0.06, "levels": points}}
    with tempfile.TemporaryDirectory() as kept:
        sweep_into(design(base, varied, runs=max(1, runs // points)), Path(kept) / "out")
    print(_peak())


def _peak() -> float:
    """Largest resident memory of this process in MiB: of its own pages, where the system says so."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024.0
    except (OSError, StopIteration):
        import resource

        size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return size / (1024.0**2 if sys.platform == "darwin" else 1024.0)


def _played(scenario: Scenario, runs: int, workers: int) -> float:
    """Seconds in which so many threads play so many runs."""
    from model.kernel import simulate

    with ThreadPoolExecutor(workers) as pool:
        return seconds_of(lambda: list(pool.map(lambda seed: simulate(scenario, seed), range(runs))))


def _last(chunks: object) -> Chunk | None:
    """Go through all chunks and keep none."""
    last = None
    for chunk in chunks:  # type: ignore[attr-defined]
        last = chunk
    return last
