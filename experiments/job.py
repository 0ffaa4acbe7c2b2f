"""The main job: compare assumptions, write the folder of results and its report, resume what was cut short."""

from __future__ import annotations

import platform
import time
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from experiments.cluster import place_of
from experiments.commands import CAVEAT, progress_bar, versions, warm_up
from experiments.comparison import Comparison, labelled, reference_of
from experiments.listing import console
from experiments.parsing import parse_value, parse_vary
from experiments.report import interval_of, number_of, write_report
from experiments.runs import Ensemble, execute, tasks_of
from experiments.sequential import CHUNK, Reached, check_half_width, play_until
from experiments.store import claim_folder, fingerprint, source_digest, write_table, write_text
from experiments.verify import write_digests
from model.errors import InputError
from model.scenario import Scenario

TABLES = ("outcomes", "series", "events", "quantiles")


def compare_into(
    scenario: Scenario,
    vary: str,
    runs: int,
    seed: int,
    out: Path,
    workers: int | None,
    force: bool,
    reference: str | None = None,
    half_width: float | None = None,
    cluster: str | None = None,
) -> Comparison:
    """Compare and write everything into `out`; chunks that are there already are read, not run again.

    With a half-width `runs` is the most that may be played; see `experiments.sequential`. `cluster` is the address of a
    Dask scheduler, or "local".

    Raises
    ------
    InputError
        If the folder holds something else, or cannot be written.
    """
    check_half_width(half_width)
    name, values = parse_vary(scenario, vary)
    stated = None if reference is None else parse_value(scenario.parameter(name), reference)
    against = reference_of(scenario, name, values, stated)
    identity = {
        "job": "compare",
        "scenario": scenario.to_dict(),
        "vary": {name: values},
        "reference": against,
        "runs": runs,
        **({} if half_width is None else {"half_width": half_width}),
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    resumed = claim_folder(out, identity, force, about={"versions": versions()})
    screen = console()
    began = time.monotonic()
    screen.print(f"{'Resuming' if resumed else 'Writing'} {out}")
    try:
        with place_of(cluster, workers) as place:
            if place.executor is None:
                warm_up(screen.print)
            how: dict[str, Any] = {
                "workers": place.workers,
                "executor": place.executor,
                "folder": out / "chunks",
            }
            scenarios = [scenario.with_(**{name: value}) for value in values]
            with progress_bar(runs * len(values)) as progress:
                if half_width is None:
                    reached, tasks = None, [tasks_of(s, runs, seed) for s in scenarios]
                else:
                    chosen = values.index(against)
                    reached = play_until(scenarios, chosen, runs, seed, half_width, progress=progress, **how)
                    tasks = [tasks_of(s, reached.runs, seed, chunk=CHUNK) for s in scenarios]
                told = progress if reached is None else None
                parts = [Ensemble.of(execute(own, progress=told, **how)) for own in tasks]
        comparison = _gather(scenario, name, values, parts, out, against, reached)
        screen.print("Drawing figures and writing the report")
        write_report(comparison, runs, seed, out)
        write_digests(out)
        write_text(out / "log.txt", _log(time.monotonic() - began))
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    _print_summary(comparison, out)
    return comparison


def _gather(
    scenario: Scenario,
    name: str,
    values: list[Any],
    parts: list[Ensemble],
    out: Path,
    reference: Any,
    reached: Reached | None,
) -> Comparison:
    """Put the tables of all assumptions together and write them."""
    frames: dict[str, pd.DataFrame] = {}
    for kind in TABLES:
        labelled_parts = [labelled(getattr(p, kind), name, v) for p, v in zip(parts, values, strict=True)]
        frames[kind] = pd.concat(labelled_parts, ignore_index=True)
        write_table(out / f"{kind}.parquet", pa.Table.from_pandas(frames[kind], preserve_index=False))
    return Comparison(
        scenario, name, values, frames["outcomes"], frames["series"], frames["events"], reference, reached
    )


def _log(seconds: float) -> str:
    return f"{time.strftime('%Y-%m-%d %H:%M:%S')} finished after {seconds:.1f} s on {platform.node()}\n"


def _print_summary(comparison: Comparison, out: Path) -> None:
    """Print the headlines as a table, and where the report is."""
    from rich.table import Table

    from experiments.headlines import headlines_for

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("outcome")
    for value in comparison.values:
        table.add_column(comparison.label(value), justify="right", no_wrap=True)
    found = comparison.table().set_index(["headline", comparison.name])
    for headline in headlines_for(comparison.weeks):
        cells = []
        for value in comparison.values:
            row = found.loc[(headline.name, value)]
            cells.append(f"{number_of(row.value, headline.unit)}\n{interval_of(row, headline.unit)}")
        table.add_row(headline.label, *cells)
    screen = console()
    screen.print(table)
    if comparison.failed:
        screen.print(f"{comparison.failed} histories ended with an error; see outcomes.parquet")
    if comparison.reached is not None:
        screen.print(comparison.reached.sentence)
    screen.print(CAVEAT)
    screen.print(f"Report: {out / 'report.html'}", soft_wrap=True)
