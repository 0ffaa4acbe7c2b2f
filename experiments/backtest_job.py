"""The command `backtest`: run it, print its tables, write its folder and report."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from agents.vocabulary import Answer, Term, label
from experiments.backtest import APART, SCORES, TOGETHER, Backtest, run_backtest, verdict
from experiments.backtest_figures import PARTY_NAMES, draw_backtest
from experiments.commands import changes_of, progress_bar, versions, warm_up
from experiments.listing import console
from experiments.pages import page_of
from experiments.rolling import BASELINES, FORECASTERS, MODEL, WORDS
from experiments.scores import upper_bound
from experiments.store import (
    claim_folder,
    digest_of,
    fingerprint,
    source_digest,
    write_bytes,
    write_json,
    write_table,
    write_text,
)
from experiments.style import as_png
from experiments.territory import TERRITORY, read_territory
from experiments.timeline import PROPOSALS, read_timeline
from model.errors import InputError
from model.scenario import Scenario

if TYPE_CHECKING:
    from rich.table import Table

CAVEAT = (
    "A test on few answers, coded by one reader from the press and known to those who wrote the rules. It can "
    "show that the model is no better than a naive forecast; it cannot show that it is right. Nothing here is advice."
)
RULES = (
    "Less is better. Log score: minus the natural log of the probability of the answer on record. Ranked score: ignored "
    "and reject are one, then conditional, partial, accept; mean over three thresholds. Half a count is added to each "
    "class of every forecast. Differences: model less the other, with 95% intervals of the paired bootstrap over rows. "
    "In italics, reported apart: what learning from earlier answers adds, what the weight of half a count does, and the "
    "defaults, which were chosen with these answers in view, so that their score is no test."
)
SCORE_HEADINGS = ("party", "forecast", "rows", "log score", "model less it", "ranked score", "model less it")
ROW_HEADINGS = (
    "date",
    "proposer",
    "scope",
    "party",
    "on record",
    *map(label, Answer),
    "log score",
    "by scope",
)


def backtest_into(
    scenario: Scenario,
    timeline: Path | None,
    territory: Path | None,
    vectors: int,
    runs: int,
    seed: int,
    out: Path,
    workers: int | None,
    force: bool,
) -> Backtest:
    """Run the back-test and write everything into `out`.

    Raises
    ------
    InputError
        If a table is wrong, or the folder holds something else or cannot be written.
    """
    proposals, line = timeline or PROPOSALS, territory or TERRITORY
    identity = {
        "job": "backtest",
        "scenario": scenario.to_dict(),
        "proposals": digest_of(read_timeline(proposals)),
        "territory": digest_of(read_territory(line)),
        "vectors": vectors,
        "runs": runs,
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions()})
    screen = console()
    if runs:
        warm_up(screen.print)
    with progress_bar(vectors + runs) as progress:
        found = run_backtest(scenario, proposals, line, vectors, runs, seed, workers, progress)
    command = f"dilemma backtest {scenario.name} --vectors {vectors} --runs {runs} --seed {seed}"
    command += changes_of(scenario, "")
    command += f" --timeline {timeline}" if timeline else ""
    command += f" --territory {territory}" if territory else ""
    try:
        _write(found, vectors, runs, seed, command, out)
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    for table in (rows_table(found), scores_table(found)):
        screen.print(table)
    for sentence in answer_of(found):
        screen.print(sentence)
    screen.print(CAVEAT)
    screen.print(f"Report: {out / 'report.html'}", soft_wrap=True)
    return found


def answer_of(found: Backtest) -> list[str]:
    """Say in sentences what the scores say."""
    words = {"log_score": "log score", "ranked_score": "ranked score"}
    present = {*found.forecasts["party"], TOGETHER}
    lines = [
        f"{name}, {words[score]}: the model is {verdict(found.scores, party, score)}."
        for party, name in PARTY_NAMES.items()
        if party in present
        for score in SCORES
    ]
    accepted, put = found.never
    if put:
        lines.append(
            f"General ceasefires of others that Russia accepted: {accepted} of {put}; with so few, the rate may be up to "
            f"{upper_bound(accepted, put):.2f} (upper end of a 90% interval)."
        )
    if found.fan is not None:
        table = found.fan.table()
        lines.append(
            f"The line: {int(table['in50'].sum())} of {len(table)} monthly observations lie in the 50% band and "
            f"{int(table['in90'].sum())} in the 90% band; CRPS {table['crps'].mean():.0f} km2 against "
            f"{table['walk_crps'].mean():.0f} km2 of a random walk with drift (months of one path, not independent)."
        )
    lines.append(
        f"The finite sample of vectors moves the model's mean log score by about {found.noise:.3f} (standard error); "
        f"forecasts rest on {found.forecasts['effective_vectors'].min():.0f} vectors of even weight or more."
    )
    return lines


def score_rows(scores: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the cells of the table of scores."""
    rows = []
    for row in scores.to_dict("records"):
        cells = [PARTY_NAMES[row["party"]], WORDS[row["forecaster"]], str(row["rows"])]
        for score in SCORES:
            cells += [f"{row[score]:.3f}", _gap(row, score)]
        rows.append({"cells": cells, "apart": row["forecaster"] in APART})
    return rows


def _gap(row: dict[Any, Any], score: str) -> str:
    if math.isnan(row[f"{score}_difference"]):
        return "–"
    return f"{row[f'{score}_difference']:+.3f} ({row[f'{score}_low']:+.3f} to {row[f'{score}_high']:+.3f})"


def case_rows(found: Backtest) -> list[list[str]]:
    """Return the cells of the table of answers."""
    scope = found.forecasts[found.forecasts["forecaster"] == BASELINES[1]]
    model = found.forecasts[found.forecasts["forecaster"] == MODEL]
    return [
        [
            row["date"],
            row["proposer"],
            row["scope"],
            row["party"],
            row["observed"],
            *(f"{row[label(answer)]:.2f}" for answer in Answer),
            f"{row['log_score']:.2f}",
            f"{other:.2f}",
        ]
        for row, other in zip(model.to_dict("records"), scope["log_score"], strict=True)
    ]


def _term_rows(found: Backtest) -> list[list[str]]:
    return [
        [
            row["proposal"],
            row["scope"],
            row["party"],
            row["answer"] + (" (on record)" if row["on_record"] else ""),
        ]
        + ["–" if math.isnan(row[label(t)]) else f"{row[label(t)]:.1f}" for t in Term]
        for row in found.terms.to_dict("records")
    ]


def scores_table(found: Backtest) -> Table:
    """Return the scores as a table for the terminal."""
    table = _table(SCORE_HEADINGS, 2)
    for place, row in enumerate(score_rows(found.scores)):
        last = place % len(FORECASTERS) == len(FORECASTERS) - 1
        table.add_row(*row["cells"], style="dim" if row["apart"] else None, end_section=last)
    return table


def rows_table(found: Backtest) -> Table:
    """Return the answers as a table for the terminal."""
    table = _table(ROW_HEADINGS, 5)
    for row in case_rows(found):
        table.add_row(*row)
    return table


def _table(headings: tuple[str, ...], words: int) -> Table:
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < words else "right", no_wrap=True)
    return table


def _write(found: Backtest, vectors: int, runs: int, seed: int, command: str, out: Path) -> None:
    """Write tables, figures and the report."""
    import pyarrow as pa

    frames = {"backtest": found.forecasts, "terms": found.terms, "parameters": found.moved}
    if found.fan is not None:
        frames["territory"] = found.fan.table()
    for name, frame in frames.items():
        write_table(out / f"{name}.parquet", pa.Table.from_pandas(pd.DataFrame(frame), preserve_index=False))
    about = {
        "command": command,
        "vectors": vectors,
        "runs": runs,
        "seed": seed,
        "version": versions()["dilemma"],
        "source": source_digest(),
    }
    write_json(out / "backtest.json", {"about": about, **found.summary()})
    figures = draw_backtest(found)
    for figure in figures:
        write_bytes(out / "figures" / f"{figure.name}.png", as_png(figure.figure))
    text = page_of(
        "backtest.html",
        figures=figures,
        caveat=CAVEAT,
        rules=RULES,
        answer=answer_of(found),
        score_headings=SCORE_HEADINGS,
        scores=score_rows(found.scores),
        row_headings=ROW_HEADINGS,
        rows=case_rows(found),
        term_headings=("proposal", "scope", "party", "answer", *map(label, Term)),
        terms=_term_rows(found),
        vectors=f"{vectors:,}",
        runs=f"{runs:,}",
        seed=seed,
        command=command,
        version=versions()["dilemma"],
        source=source_digest()[:12],
    )
    write_text(out / "report.html", text)
