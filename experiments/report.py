"""The report: one file that can be read without us and without a network."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.baselines import Baseline
from experiments.commands import CAVEAT, changes_of, versions
from experiments.comparison import reference_of
from experiments.figures import draw_all
from experiments.headlines import Headline, headlines_for
from experiments.pages import page_of
from experiments.store import fingerprint, source_digest, write_bytes, write_text
from experiments.style import as_png
from model.calendar import START

if TYPE_CHECKING:
    import pandas as pd

    from experiments.comparison import Comparison
    from experiments.drawing import Drawn

SUBJECTS = {"china": "China's support"}
MEANINGS = {
    "china": {
        "no-limits": "China does not let Russia lose: trade, dual-use goods and payments flow more freely than in 2024",
        "hedged": "as in March 2025: formal neutrality, dual-use goods but no arms, hard bargaining over prices",
        "transactional": "China gives against concessions only, and its large banks hold back",
        "withdrawn": "the shock to payments of 2024 for good: far less trade, dual-use goods and cover",
        "endogenous": "China chooses in each domain by its own rule, week by week",
    }
}
"""What the values of a varied parameter mean, where the words alone do not say it."""
GROUPS = {
    "overview": ("All outcomes at a glance", ("headlines", "contrasts")),
    "war": ("The war and the bargaining", ("territory", "answers", "truces")),
    "kremlin": ("The Kremlin", ("leader", "exits", "succession", "consolidation", "loyalty", "network")),
    "china": ("Dependence on China", ("dependence",)),
}
"""Figures under their headings; a figure that is not named here comes last."""


def write_report(comparison: Comparison, runs: int, seed: int, out: Path) -> None:
    """Write `report.html` and the figures as pictures into `out`."""
    figures = draw_all(comparison)
    said = contents(comparison, runs, seed)
    for figure in (*figures, said["map"]["figure"], *said["backtest"]["figures"]):
        write_bytes(out / "figures" / f"{figure.name}.png", as_png(figure.figure))
    write_text(out / "report.html", page_of("report.html", groups=grouped(figures), **said))


def grouped(figures: list[Drawn]) -> list[dict[str, Any]]:
    """Return the figures under their headings."""
    named = {name for _, names in GROUPS.values() for name in names}
    groups = [
        {"key": key, "title": title, "figures": [f for f in figures if f.name in names]}
        for key, (title, names) in GROUPS.items()
    ]
    groups.append(
        {"key": "further", "title": "Further", "figures": [f for f in figures if f.name not in named]}
    )
    return [group for group in groups if group["figures"]]


def contents(comparison: Comparison, runs: int, seed: int) -> dict[str, Any]:
    """Return what the report says, apart from its figures."""
    from experiments.posterior_part import posterior_part
    from experiments.report_parts import backtest_part, map_part
    from experiments.traces import traces_of

    scenario = comparison.scenario
    info = scenario.parameter(comparison.name)
    subject = SUBJECTS.get(comparison.name, info.name)
    headlines = headlines_for(comparison.weeks)
    found = comparison.table()
    moved, still = _findings(comparison, headlines)
    kinds = Counter(p.kind for p in scenario.parameters())
    tests = len(headlines) * (len(comparison.values) - 1)
    vary = f"{comparison.name}={','.join(str(v) for v in comparison.values)}"
    return {
        "title": f"What changes for the ceasefire and for the Kremlin {_if(comparison.name, subject)}?",
        "varied": info.meaning[0].upper() + info.meaning[1:],
        "caveat": CAVEAT,
        "subject": subject,
        "first": START.isoformat(),
        "last": scenario.horizon,
        "runs": f"{comparison.runs:,} histories",
        "seed": seed,
        "meanings": {v: m for v, m in MEANINGS.get(comparison.name, {}).items() if v in comparison.values},
        "values": [comparison.label(v) for v in comparison.values],
        "others": [comparison.label(v) for v in comparison.values if v != comparison.reference],
        "reference": comparison.against,
        "failed": comparison.failed,
        "reached": "" if comparison.reached is None else comparison.reached.sentence,
        "total": len(headlines),
        "tests": tests,
        "expected": f"{0.05 * tests:.0f}",
        "moved": moved,
        "still": still,
        "outcomes": [_outcome_row(comparison, h, found) for h in headlines],
        "contrasts": [_contrast_row(comparison, h) for h in headlines],
        "traces": traces_of(comparison),
        "map": map_part(comparison),
        "backtest": backtest_part(comparison, changes_of(scenario, "")),
        "posterior": posterior_part(comparison),
        "parameters": [_parameter_row(p) for p in scenario.parameters()],
        "kinds": ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items())),
        "command": f"dilemma compare {scenario.name} --vary {vary} --runs {runs} --seed {seed}"
        + ("" if comparison.reached is None else f" --half-width {comparison.reached.asked:g}")
        + _against(comparison)
        + changes_of(scenario, comparison.name),
        "version": versions()["dilemma"],
        "source": source_digest()[:12],
        "fingerprint": fingerprint()[:12],
        "digest": scenario.digest(),
    }


def _against(comparison: Comparison) -> str:
    """Return the option that states the reference, where it is not the default."""
    usual = reference_of(comparison.scenario, comparison.name, comparison.values)
    return "" if comparison.reference == usual else f" --reference {comparison.reference}"


def _if(name: str, subject: str) -> str:
    return f"if {subject} changes" if name in SUBJECTS else f"when {subject} is varied"


def number_of(value: float, unit: str) -> str:
    """Return a figure as readers see it, with the digits that it deserves."""
    if math.isnan(value):
        return "–"
    digits = 2 if abs(value) >= 0.095 or value == 0 else 3
    text = f"{value:,.0f}" if unit == "km2" else f"{value:.{digits}f}"
    return text.replace("-", "−")


def interval_of(row: Any, unit: str) -> str:
    """Return the interval of an estimate as readers see it."""
    if math.isnan(row.low):
        return ""
    return f"{number_of(row.low, unit)} to {number_of(row.high, unit)}"


def _findings(comparison: Comparison, headlines: list[Headline]) -> tuple[list[str], list[str]]:
    """Sentences on the outcomes that move, and labels of those that do not."""
    moved, still = [], []
    for headline in headlines:
        parts = []
        for value in comparison.values:
            if value == comparison.reference:
                continue
            found = comparison.contrast(headline.values, value)
            if found.clear:
                change = f"{number_signed(found.value, headline.unit)} under {comparison.label(value)}"
                parts.append(f"{change} ({interval_signed(found, headline.unit)})")
        reference = headline.values(comparison.of(comparison.reference)).astype(float)
        middle = float(np.nanmean(reference)) if np.isfinite(reference).any() else math.nan
        if parts:
            moved.append(
                f"{headline.label}: {number_of(middle, headline.unit)}{_after(headline.unit)} "
                f"under {comparison.against}; " + ", ".join(parts) + "."
            )
        else:
            still.append(headline.label)
    return moved, still


def _after(unit: str) -> str:
    """The unit behind a figure, where it has one."""
    return " km²" if unit == "km2" else ""


def number_signed(value: float, unit: str) -> str:
    """Return a difference with its sign."""
    if math.isnan(value):
        return "–"
    text = number_of(abs(value), unit)
    return text if not text.strip("0.") else f"{'+' if value > 0 else '−'}{text}"


def interval_signed(row: Any, unit: str) -> str:
    """Return the interval of a difference, with signs."""
    if math.isnan(row.low):
        return ""
    return f"{number_signed(row.low, unit)} to {number_signed(row.high, unit)}"


def _outcome_row(comparison: Comparison, headline: Headline, found: pd.DataFrame) -> dict[str, Any]:
    found = found[found["headline"] == headline.name].set_index(comparison.name)
    baseline = headline.baseline(comparison.weeks * 7 / 365.2425)
    return {
        "label": headline.label,
        "unit": {"km2": "km²", "0..1": "index, 0 to 1"}.get(headline.unit, headline.unit),
        "cells": [
            {
                "value": number_of(found.loc[v].value, headline.unit),
                "interval": interval_of(found.loc[v], headline.unit),
            }
            for v in comparison.values
        ],
        "baseline": _baseline_text(baseline, headline.unit),
        "ground": baseline.source.replace("km2", "km²")
        .replace(" mo;", " months;")
        .replace(" ly;", " leader-years;"),
    }


def _baseline_text(baseline: Baseline, unit: str) -> str:
    if baseline.value is None:
        return "none"
    text = number_of(baseline.value, unit)
    if baseline.low is None or baseline.high is None:
        return text
    return f"{text} ({number_of(baseline.low, unit)} to {number_of(baseline.high, unit)})"


def _contrast_row(comparison: Comparison, headline: Headline) -> dict[str, Any]:
    cells, gains = [], []
    for value in comparison.values:
        if value == comparison.reference:
            continue
        found = comparison.contrast(headline.values, value)
        gains.append(found.gain)
        cells.append(
            {
                "value": number_signed(found.value, headline.unit),
                "interval": interval_signed(found, headline.unit),
                "moves": found.clear,
            }
        )
    finite = [g for g in gains if math.isfinite(g)]
    if all(math.isnan(g) for g in gains):
        gain = "–"
    elif not finite:
        gain = "identical"
    elif max(finite) - min(finite) < 0.05:
        gain = _gain(finite[0])
    else:
        gain = f"{_gain(min(finite))} to {_gain(max(finite))}"
    return {"label": headline.label, "cells": cells, "gain": gain}


def _gain(ratio: float) -> str:
    """Write the gain of pairing; histories that hardly differ make it as great as one likes."""
    return f"{ratio:.1f}" if ratio < 1000.0 else "over 1,000"


def _parameter_row(info: Any) -> dict[str, str]:
    value = f"{info.value:g}" if isinstance(info.value, float) else str(info.value)
    return {
        "name": info.name,
        "value": value,
        "allowed": info.allowed,
        "meaning": info.meaning,
        "unit": info.unit,
        "kind": info.kind,
        "source": info.source,
    }
