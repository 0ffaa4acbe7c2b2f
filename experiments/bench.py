"""Speed on this machine: ratios measured in one process, medians of several runs."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from rich.table import Table

from experiments.listing import console
from model.scenario import Scenario


def median_of(action: Callable[[int], object], times: int) -> float:
    """Median seconds of `action(i)` for i = 0, 1, ..., times - 1."""
    taken = []
    for i in range(times):
        began = time.perf_counter()
        action(i)
        taken.append(time.perf_counter() - began)
    return statistics.median(taken)


def start_up(times: int) -> float:
    """Median seconds of `dilemma --help` in a new process."""
    command = [sys.executable, "-c", "from experiments.cli import main; main(['--help'])"]
    return median_of(lambda i: subprocess.run(command, capture_output=True, check=True), times)


def warm_seconds() -> float:
    """Seconds to compile the engine, or to load it from its cache."""
    from model.kernel import warm

    began = time.perf_counter()
    warm()
    return time.perf_counter() - began


def elite_week(scenario: Scenario, count: int, times: int) -> float:
    """Nanoseconds an elite and week with this many elites, building the world included."""
    from model.kernel import simulate
    from model.world import World

    sized = scenario.with_(
        **{"elites.count": count, "horizon": "2026-03-31" if count > 5000 else "2036-12-31"}
    )
    weeks = World(sized, 0).weeks
    return median_of(lambda i: simulate(sized, i), times) / (count * weeks) * 1e9


def two_threads(scenario: Scenario, runs: int) -> float:
    """How many times faster two threads play the same runs than one."""
    from model.kernel import simulate

    def play(workers: int) -> float:
        began = time.perf_counter()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda seed: simulate(scenario, seed), range(runs)))
        return time.perf_counter() - began

    return statistics.median(play(1) / play(2) for _ in range(3))


def print_benchmarks(quick: bool) -> None:
    """Measure and print every figure with the bar that it is held to."""
    from model.dilemma import DilemmaModel
    from model.kernel import simulate

    scenario = Scenario.load("march-2025")
    times = 5 if quick else 25
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("what", "measured", "bar"):
        table.add_column(heading)
    table.add_row("dilemma --help", f"{start_up(3 if quick else 7):.2f} s", "0.5 s")
    table.add_row("compile, or load from the cache", f"{warm_seconds():.1f} s", "60 s once")
    run = median_of(lambda i: simulate(scenario, i), times)
    table.add_row("a default run, compiled, building included", f"{run * 1e3:.1f} ms", "15 ms (aim 10)")
    mesa = median_of(lambda i: DilemmaModel(scenario=scenario, rng=i).run(), 1 if quick else 3)
    table.add_row("a history through Mesa", f"{mesa:.2f} s", "3 s")
    table.add_row("compiled against Mesa", f"{mesa / run:.0f} times", "100 times")
    table.add_row("two threads against one", f"{two_threads(scenario, 40):.2f} times", "1.6 times")
    costs = {n: elite_week(scenario, n, 3) for n in (120, 1_200, 12_000, 100_000)}
    for count, cost in costs.items():
        bar = "2.5 times the cost at 1,200" if count == 100_000 else ""
        shown = f"{cost:.0f} ns ({cost / costs[1_200]:.2f} times the cost at 1,200)"
        table.add_row(f"an elite and week, {count:,} elites", shown, bar)
    console().print(table)
    console().print("Medians; whole runs; machines differ and are noisy, so read ratios.")
