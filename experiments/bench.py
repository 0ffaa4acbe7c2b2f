"""Speed and memory on this machine, each figure beside the bar that it is held to."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator

from rich.table import Table

from experiments import measures
from experiments.listing import console
from model.scenario import Scenario

MILLION = 1_000_000
Row = tuple[str, str, str]


def print_benchmarks(quick: bool, million: bool) -> None:
    """Measure and print every figure.

    Parameters
    ----------
    quick : bool
        Fewer repetitions, and smaller sizes.
    million : bool
        Play a million short runs too, which takes the better part of an hour.
    """
    scenario = Scenario.load("march-2025")
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("what", "measured", "bar"):
        table.add_column(heading)
    for rows in (speed_of, division_of, growth_of):
        for row in rows(scenario, quick):
            table.add_row(*row)
    for row in memory_of(quick, million):
        table.add_row(*row)
    console().print(table)
    console().print("Medians; whole runs; machines differ and are noisy, so read ratios.")


def speed_of(scenario: Scenario, quick: bool) -> Iterator[Row]:
    """Starting, compiling, and a run in each engine."""
    yield "dilemma --help", f"{measures.start_up(3 if quick else 7):.2f} s", "0.5 s"
    yield "compile, or load from the cache", f"{measures.warm_seconds():.1f} s", "60 s once"
    run = measures.run_seconds(scenario, 5 if quick else 25)
    yield "a default run, compiled, building included", f"{run * 1e3:.1f} ms", "15 ms (aim 10)"
    mesa = measures.mesa_seconds(scenario, 1 if quick else 3)
    yield "a history through Mesa", f"{mesa:.2f} s", "3 s"
    yield "compiled against Mesa", f"{mesa / run:.0f} times", "100 times"


def division_of(scenario: Scenario, quick: bool) -> Iterator[Row]:
    """What threads, processes and a scheduler gain and cost."""
    batch = measures.against_batch_run(scenario, 2 if quick else 8)
    yield "two threads against mesa.batch_run with two processes", f"{batch:.0f} times", "100 times"
    yield "two threads against one", f"{measures.two_threads(scenario, 40):.2f} times", "1.6 times"
    if importlib.util.find_spec("solara") is not None:
        page = measures.first_picture(scenario, 3 if quick else 9)
        yield "live page, from a change to its first figure (50 histories)", f"{page:.2f} s", "1 s"
    if importlib.util.find_spec("distributed") is None:
        yield "Dask", "not installed", ""
        return
    dask = measures.dask_overhead(scenario, 4 if quick else 10)
    yield "two Dask workers against two threads, chunks of 1 s", f"{dask:.2f} times as long", "1.2 times"


def growth_of(scenario: Scenario, quick: bool) -> Iterator[Row]:
    """How cost grows with weeks, runs and elites."""
    weeks = measures.week_cost(scenario, 3 if quick else 9)
    yield "a week of runs to 2060 against runs to 2030", f"{weeks:.2f} times the cost", "1.3 times"
    runs = measures.run_cost(scenario, 200 if quick else 800)
    yield "a run of an ensemble against one a quarter as large", f"{runs:.2f} times the cost", "1.1 times"
    costs = {n: measures.elite_week(scenario, n, 3) for n in (120, 1_200, 12_000, 100_000)}
    for count, cost in costs.items():
        bar = "2.5 times the cost at 1,200" if count == 100_000 else ""
        shown = f"{cost:.0f} ns ({cost / costs[1_200]:.2f} times the cost at 1,200)"
        yield f"an elite and week, {count:,} elites", shown, bar


def memory_of(quick: bool, million: bool) -> Iterator[Row]:
    """Peak memory of sweeps of growing size, each in a process of its own."""
    sizes = (1_000, 4_000) if quick else (2_000, 20_000)
    peaks = {}
    for size in (*sizes, *((MILLION,) if million else ())):
        peaks[size] = measures.peak_memory(size)
        ratio = (
            "" if size == sizes[0] else f" ({peaks[size] / peaks[sizes[0]]:.2f} times that of {sizes[0]:,})"
        )
        yield (
            f"peak memory of a sweep of {size:,} short runs",
            f"{peaks[size]:.0f} MiB{ratio}",
            "1,024 MiB at 1,000,000",
        )
