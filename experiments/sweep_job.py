"""The command `dilemma sweep`: a design file played into a folder, with a bar, a summary and pictures."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pandas as pd

from experiments.cluster import place_of
from experiments.commands import progress_bar, warm_up
from experiments.designs import Design
from experiments.headlines import headlines_for
from experiments.listing import console
from experiments.results import open_results
from experiments.store import write_bytes
from experiments.style import as_png
from experiments.sweep_figures import draw
from experiments.sweeps import sweep_into
from experiments.verify import write_digests
from model.calendar import weeks_until


def run_design(
    path: Path, runs: int | None, out: Path, workers: int | None, cluster: str | None, force: bool
) -> None:
    """Play the design in a file into a folder and say what it found.

    Parameters
    ----------
    path : Path
        TOML file; see `Design.load`.
    runs : int, optional
        Histories at every point, in the place of what the file says.
    out, workers, cluster, force
        As in `sweep_into`; `cluster` is the address of a Dask scheduler, or "local".
    """
    design = Design.load(path)
    if runs is not None:
        design = dataclasses.replace(design, runs=runs)
    screen = console()
    total = len(design.points()) * design.runs
    with place_of(cluster, workers) as place:
        if place.executor is None:
            warm_up(screen.print)
        with progress_bar(total) as progress:
            sweep_into(design, out, place.workers, force, place.executor, screen.print, progress)
    results = open_results(out)
    summary = results.frame("summary")
    if len(design.names) <= 2:
        for name in summary["headline"].unique():
            picture = as_png(draw(design, summary, name))
            write_bytes(out / "figures" / f"{name}.png", picture)
        write_digests(out)
    _print_summary(design, summary)
    failed = (results.frame("outcomes", ["error"])["error"] != "").sum()
    if failed:
        screen.print(f"{failed} histories ended with an error; see the column error of outcomes.parquet")
    screen.print(f"Tables: {out}", soft_wrap=True)


def _print_summary(design: Design, summary: pd.DataFrame) -> None:
    """Print, for each headline, where it was lowest and highest over the points."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("outcome", "lowest", "at", "highest", "at"):
        table.add_column(heading)
    for headline in headlines_for(weeks_until(design.scenario.horizon_date)):
        rows = summary[(summary["headline"] == headline.name) & summary["value"].notna()]
        if rows.empty:
            continue
        cells = []
        for place in (rows["value"].argmin(), rows["value"].argmax()):
            row = rows.iloc[int(place)]
            cells += [f"{row['value']:.3g} ({row['low']:.3g} to {row['high']:.3g})", _point(design, row)]
        table.add_row(headline.label, *cells)
    console().print(table)


def _point(design: Design, row: pd.Series) -> str:
    """Values of a point in a line: the first three that vary."""
    shown = [f"{name} {_short(row[name])}" for name in design.names[:3]]
    return ", ".join(shown) + (", ..." if len(design.names) > 3 else "")


def _short(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
