"""The command `dilemma sensitivity`: both designs played into a folder, tables, pictures, and words of what they mean."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from experiments.cluster import place_of
from experiments.commands import CAVEAT, progress_bar, versions, warm_up
from experiments.listing import console
from experiments.sensitivity import (
    Sensitivity,
    Size,
    analyse_into,
    answerable,
    parameters_to_screen,
)
from experiments.sensitivity_figures import draw_sensitivity
from experiments.store import claim_folder, fingerprint, source_digest, write_bytes, write_text
from experiments.style import as_png
from experiments.verify import write_digests
from model.scenario import Scenario

MEANING = """\
What the figures mean. Screening: each parameter is moved through its declared range from many places in the space of all
others, and its elementary effects are averaged without their signs (mu_star, Morris 1991); "told" marks those above the
largest value that chance alone gave any parameter, which is seen from where the replications of one change disagree.
Indices: the parameters kept vary together, all others stand at the scenario's values. The first-order index is the share
of the variance of the expected outcome that would be gone if this parameter alone were known; the total index the share
that would be left if all others were known, so that it holds the interactions too; a parameter with a total index near 0
can stand anywhere. Chance is the share of the variance of single histories that is left when every parameter is known.
Ranges are drawn evenly, or on their logarithms where they span a tenfold or more: the indices are of these ranges, and
narrower ones give others."""


def sensitivity_into(
    scenario: Scenario,
    match: Sequence[str],
    size: Size,
    seed: int,
    out: Path,
    workers: int | None,
    cluster: str | None,
    force: bool,
) -> Sensitivity:
    """Analyse a scenario into a folder and say what was found; what was played before is read.

    Raises
    ------
    InputError
        If a word matches no parameter, or the folder holds something else.
    """
    names = parameters_to_screen(scenario, match)
    size = dataclasses.replace(size, keep=min(size.keep, len(names)))
    identity = {
        "job": "sensitivity",
        "scenario": scenario.to_dict(),
        "parameters": names,
        "size": size,
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions()})
    screen = console()
    points = size.trajectories * (len(names) + 1) + size.samples * (size.keep + 2)
    with place_of(cluster, workers) as place:
        if place.executor is None:
            warm_up(screen.print)
        with progress_bar(points * size.replications) as progress:
            found = analyse_into(
                scenario, names, size, seed, out, place.workers, place.executor, screen.print, progress
            )
    _write(found, out)
    _print(found, out)
    return found


def _write(found: Sensitivity, out: Path) -> None:
    """Write tables as CSV, pictures, and the words."""
    for name, table in (
        ("screening", found.screened.drop(columns="place")),
        ("indices", found.shares),
        ("chance", found.outcomes),
    ):
        write_text(out / f"{name}.csv", table.to_csv(index=False, float_format="%.6g"))
    said = [MEANING]
    for drawn in draw_sensitivity(found):
        write_bytes(out / "figures" / f"{drawn.name}.png", as_png(drawn.figure))
        said.append(f"figures/{drawn.name}.png. {drawn.title} {drawn.caption}")
    write_text(out / "README.txt", "\n\n".join([*said, CAVEAT]) + "\n")
    write_digests(out)


def _print(found: Sensitivity, out: Path) -> None:
    """Print, for each outcome, the share of chance and what explains most of the rest."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("outcome", "chance", "explains most of the rest (total index, 95% interval)"):
        table.add_column(heading)
    chances = dict(zip(found.outcomes["outcome"], found.outcomes["chance"].tolist(), strict=True))
    for headline in answerable(found.scenario):
        rows = found.shares[found.shares["outcome"] == headline.name]
        chance = chances[headline.name]
        if math.isnan(chance):
            table.add_row(headline.label, "", "never varies")
        else:
            table.add_row(headline.label, f"{chance:.2f}", _leaders(rows))
    screen = console()
    screen.print(table)
    told = found.screened.loc[found.screened["told"], "parameter"].nunique()
    screen.print(
        f"{told} of {found.screened['parameter'].nunique()} parameters have an effect that can be told from chance; "
        f"{len(found.kept)} were kept"
    )
    if found.failed:
        screen.print(
            f"{found.failed} histories ended with an error; see the column error of outcomes.parquet"
        )
    screen.print(CAVEAT)
    screen.print(f"Tables, pictures and what they mean: {out}", soft_wrap=True)


def _leaders(rows: pd.DataFrame) -> str:
    if rows["total"].isna().all():
        return "cannot be told from chance"
    top = rows.sort_values("total", ascending=False).head(3)
    return ", ".join(
        f"{row.parameter} {row.total:.2f} ({row.total_low:.2f} to {row.total_high:.2f})"
        for row in top.itertuples()
    )
