"""The part of the report that sets prior and posterior beside the declared values, from a table that is kept.

To play draws of all that is uncertain takes longer than a comparison can spare, so that the table of
`dilemma compare --over posterior` is kept in `experiments/tables/`, with what it was made with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.headlines import headlines_for
from experiments.store import source_digest

if TYPE_CHECKING:
    from experiments.comparison import Comparison

KEPT = Path(__file__).parent / "tables" / "posterior_headlines.csv"
HEADINGS = (
    "outcome",
    "assumption",
    "declared values (this report)",
    "prior: mean (90% of draws)",
    "posterior: mean (90% of draws)",
)
READING = (
    "The outcomes above hold at the declared values of all parameters. Here they stand beside means over draws of all "
    "that is uncertain: from the declared ranges (prior), and with the calibrated parameters from the posterior of the "
    "fitted half of the evidence. Where prior and posterior agree, that evidence does not bear on the outcome."
)


def posterior_part(comparison: Comparison, path: Path = KEPT) -> dict[str, Any] | None:
    """Return the table and what it rests on; nothing where the report varies something else, or none is kept."""
    if not path.exists():
        return None
    kept = pd.read_csv(path)
    about = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    if comparison.name not in kept.columns or comparison.scenario.horizon != about["horizon"]:
        return None
    kept = kept[kept["kind"] == "level"]
    rows = []
    for headline in headlines_for(comparison.weeks):
        for value in comparison.values:
            found = kept[(kept["headline"] == headline.name) & (kept[comparison.name] == value)]
            if len(found) == 2:
                here = headline.values(comparison.of(value)).astype(float)
                by_layer = found.set_index("over")
                cells = [_cell(by_layer.loc[over], headline.unit) for over in ("prior", "posterior")]
                rows.append(
                    (headline.label, str(value), _number(float(np.nanmean(here)), headline.unit), *cells)
                )
    return (
        {"reading": READING, "notice": _notice(about), "headings": HEADINGS, "rows": rows} if rows else None
    )


def _notice(about: dict[str, Any]) -> str:
    text = f"Made by {about['command']} with source {about['source'][:12]}."
    if about["source"] != source_digest():
        text += f" The model has changed since (now source {source_digest()[:12]}): the table is of the earlier rules."
    return text


def _cell(row: Any, unit: str) -> str:
    return f"{_number(row['value'], unit)} ({_number(row['p05'], unit)} to {_number(row['p95'], unit)})"


def _number(value: float, unit: str) -> str:
    return f"{value:,.0f}" if unit == "km2" else f"{value:.2f}"
