"""Ablation: each mechanism is taken out in turn, and what that does to the regularities of the record."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.answer_map import momentum_of
from experiments.regularities import REGULARITIES, RESAMPLES, Front, Regularity
from experiments.runs import ensemble
from experiments.statistics import share
from experiments.store import claim_folder, fingerprint, source_digest, write_table, write_text
from experiments.switches import MECHANISMS, MOMENTUM_ALONE
from model.errors import InputError

if TYPE_CHECKING:
    from model.scenario import Scenario

FULL = "full model"
SCORE = "score"
LEVEL = (2.5, 97.5)

Score = Callable[["Scenario"], float]


def variants(mechanisms: Mapping[str, Mapping[str, Any]] | None = None) -> dict[str, Mapping[str, Any]]:
    """Return what is changed under each variant: nothing, then each mechanism taken out."""
    without = {f"without {name}": changes for name, changes in (mechanisms or MECHANISMS).items()}
    return {FULL: {}, **without} if mechanisms else {FULL: {}, **without, "momentum alone": MOMENTUM_ALONE}


def ablation(
    scenario: Scenario,
    runs: int = 200,
    seed: int = 1,
    mechanisms: Mapping[str, Mapping[str, Any]] | None = None,
    score: Score | None = None,
    workers: int | None = None,
    progress: Callable[[str], object] | None = None,
) -> pd.DataFrame:
    """Take each mechanism out in turn and measure the regularities, on common random numbers.

    Parameters
    ----------
    scenario : Scenario
        The full model.
    runs, seed : int
        Histories of each variant, and the seed of the ensemble.
    mechanisms : mapping, optional
        Names and the parameters that take each out; by default `experiments.switches.MECHANISMS`, and momentum
        and opening alone.
    score : callable, optional
        From the scenario of a variant to a figure of merit: a further regularity named "score".
    workers : int, optional
        Threads; by default one a core.
    progress : callable, optional
        Called with the name of each variant before it is run.

    Returns
    -------
    DataFrame
        A row a variant and regularity: `value`, `low`, `high` (95%, histories resampled), and its `difference`
        from the full model with `difference_low`, `difference_high` (the same histories resampled in pairs).
    """
    front = Front(momentum_of(scenario), float(scenario["front.momentum"]))
    draws = np.random.default_rng([seed, runs]).integers(runs, size=(RESAMPLES, runs))
    full: dict[str, np.ndarray] = {}
    rows: list[dict[str, Any]] = []
    for name, changes in variants(mechanisms).items():
        if progress is not None:
            progress(name)
        assumed = scenario.with_(**changes)
        many = ensemble(assumed, runs=runs, seed=seed, series="all", workers=workers)
        if many.failed:
            raise InputError(f"{name}: {many.failed} histories ended with an error")
        for regularity in REGULARITIES:
            sums = regularity.sums(many, front)
            full.setdefault(regularity.name, sums)
            rows.append({"variant": name, **_row(regularity, sums, full[regularity.name], draws)})
        if score is not None:
            rows.append({"variant": name, **_scored(score(assumed))})
    return pd.DataFrame(rows)


def _row(regularity: Regularity, sums: np.ndarray, full: np.ndarray, draws: np.ndarray) -> dict[str, Any]:
    """Measure one regularity under one variant, and its paired difference from the full model."""
    drawn, reference = (regularity.measure(s[draws].sum(axis=1)) for s in (sums, full))
    value, usual = (float(regularity.measure(s.sum(axis=0))) for s in (sums, full))
    low, high = interval(drawn) if 0.0 < value < 1.0 else _at_an_end(value, sums, drawn)
    below, above = interval(drawn - reference)
    return {
        "regularity": regularity.name,
        "value": value,
        "low": low,
        "high": high,
        "difference": value - usual,
        "difference_low": below,
        "difference_high": above,
    }


def _at_an_end(value: float, sums: np.ndarray, drawn: np.ndarray) -> tuple[float, float]:
    """Interval of a share of 0 or 1, which resampling leaves without width: Wilson's, histories as trials."""
    if sums.shape[1] != 2 or value not in (0.0, 1.0):
        return interval(drawn)
    trials = int(np.count_nonzero(sums[:, 1]))
    found = share(np.full(trials, value == 1.0))
    return found.low, found.high


def _scored(value: float) -> dict[str, Any]:
    empty = dict.fromkeys(("low", "high", "difference", "difference_low", "difference_high"), math.nan)
    return {"regularity": SCORE, "value": float(value), **empty}


def interval(drawn: np.ndarray) -> tuple[float, float]:
    """Return the ends of the 95% interval of resampled values; NaN where most have none."""
    known = drawn[~np.isnan(drawn)]
    if len(known) < len(drawn) / 2:
        return math.nan, math.nan
    low, high = np.percentile(known, LEVEL)
    return float(low), float(high)


def as_markdown(frame: pd.DataFrame) -> str:
    """Return the table with variants as rows; * where the interval of the difference leaves out 0."""
    found = list(dict.fromkeys(frame["regularity"]))
    lines = [f"- `{r.name}`: {r.label}" for r in REGULARITIES if r.name in found]
    if SCORE in found:
        lines.append(f"- `{SCORE}`: mean log score over the answers of 2025, in sample; less is better")
    lines += ["", "| | " + " | ".join(f"`{r}`" for r in found) + " |", "|---|" + "---|" * len(found)]
    for variant, part in frame.groupby("variant", sort=False):
        rows = part.set_index("regularity")
        cells = [_cell(rows.loc[r]) if r in rows.index else "" for r in found]
        lines.append(f"| {variant} | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(row: pd.Series) -> str:
    if math.isnan(row["value"]):
        return "–"
    star = "*" if row["difference_low"] > 0 or row["difference_high"] < 0 else ""
    bounds = "" if math.isnan(row["low"]) else f" ({row['low']:.3f} to {row['high']:.3f})"
    return f"{row['value']:.3f}{star}{bounds}"


def ablate_into(
    scenario: Scenario, runs: int, seed: int, out: Path | None, workers: int | None, force: bool
) -> pd.DataFrame:
    """Run the ablation and write manifest, table and text into `out`."""
    from experiments.backtest import score_in_sample
    from experiments.commands import CAVEAT, versions, warm_up
    from experiments.listing import console

    out = out or Path(f"results/ablation-{scenario.name}")
    identity = {
        "job": "ablation",
        "scenario": scenario.to_dict(),
        "variants": variants(),
        "runs": runs,
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions(), "caveat": CAVEAT})
    screen = console()
    warm_up(screen.print)
    frame = ablation(
        scenario,
        runs,
        seed,
        score=score_in_sample,
        workers=workers,
        progress=lambda name: screen.print(f"Playing {name}"),
    )
    try:
        write_table(out / "ablation.parquet", pa.Table.from_pandas(frame, preserve_index=False))
        write_text(out / "ablation.md", as_markdown(frame))
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    _show(frame, screen)
    screen.print(
        f"{runs:,} histories of each variant to {scenario.horizon}; bold: the 95% interval of the paired"
    )
    screen.print(f"difference from the full model leaves out 0. {CAVEAT}")
    screen.print(f"Table: {out / 'ablation.md'}", soft_wrap=True)
    return frame


def _show(frame: pd.DataFrame, screen: Any) -> None:
    """Print the table with regularities as columns."""
    from rich.table import Table

    names = list(dict.fromkeys(frame["regularity"]))
    table = Table(box=None, header_style="bold", padding=(0, 1, 0, 0))
    for heading in ("variant", *names):
        table.add_column(heading, justify="left" if heading == "variant" else "right")
    for variant, part in frame.groupby("variant", sort=False):
        rows = part.set_index("regularity")
        cells = []
        for name in names:
            row = rows.loc[name]
            text = "–" if math.isnan(row["value"]) else f"{row['value']:.3f}"
            moves = row["difference_low"] > 0 or row["difference_high"] < 0
            cells.append(f"[bold]{text}[/bold]" if moves else text)
        table.add_row(str(variant), *cells)
    screen.print(table)
