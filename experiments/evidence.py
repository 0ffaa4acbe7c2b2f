"""Holds the first year of the simulated war, strikes and economies against the record up to 17 March 2025.

`python -m experiments.evidence` prints the table of docs/evidence.md: what, window, what was observed, the
simulated median with its 50% and 90% bands, and whether the observed value lies inside the wider one.
"""

from __future__ import annotations

import argparse
import csv
import functools
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from agents.vocabulary import Scope
from experiments.runs import ensemble
from model.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

TABLES = Path(__file__).parent / "tables"
WEEKS = 36  # of the maps' weekly record, 8 July 2024 to 17 March 2025
YEAR = 52
MONTH = 365.25 / 12 / 7  # weeks
FOR_GOOD = 0.7  # of those claimed killed and wounded, as in the parameter of Russian losses
BANDS = (5, 25, 50, 75, 95)


@dataclass(frozen=True)
class Row:
    """One comparison: what was observed in which window, and the same of every simulated history."""

    key: str
    what: str
    window: str
    observed: float
    kind: str
    source: str
    simulated: np.ndarray

    @property
    def band(self) -> np.ndarray:
        """Simulated quantiles at 5, 25, 50, 75 and 95%."""
        return np.nanpercentile(self.simulated, BANDS)

    @property
    def inside(self) -> bool:
        """Whether the observed value lies in the simulated 90% band."""
        low, *_, high = self.band
        return bool(low <= self.observed <= high)


@functools.cache
def monthly(series: str) -> np.ndarray:
    """Return a series of `war_monthly.csv`, in the order of its months."""
    with (TABLES / "war_monthly.csv").open(encoding="utf-8", newline="") as file:
        return np.array([float(row["value"]) for row in csv.DictReader(file) if row["series"] == series])


def autocorrelation(values: np.ndarray, lag: int = 1) -> float:
    """Correlation of a series with itself some steps later; NaN if it does not vary."""
    if np.ptp(values[:-lag]) == 0.0 or np.ptp(values[lag:]) == 0.0:
        return float("nan")
    return float(np.corrcoef(values[:-lag], values[lag:])[0, 1])


def around_trend(logs: np.ndarray) -> tuple[float, np.ndarray]:
    """Slope of a straight line through a series of logs, and what is left around it."""
    there = np.isfinite(logs)
    if there.sum() < 3:
        return float("nan"), np.full(3, np.nan)
    steps = np.arange(len(logs))[there]
    slope, level = np.polyfit(steps, logs[there], 1)
    return float(slope), logs[there] - level - slope * steps


def gains(run: pd.DataFrame, months: int) -> np.ndarray:
    """Gains of the first months of a history (km2)."""
    held = np.interp(MONTH * np.arange(months + 1), run["week"], run["occupied_km2"])
    return np.diff(held)


def losses(run: pd.DataFrame, months: int) -> np.ndarray:
    """Russian irrecoverable losses of the first months of a history (thousand)."""
    lost = np.interp(MONTH * np.arange(months + 1), run["week"], run["losses_russia"].cumsum())
    return np.diff(lost)


def monthly_launches(run: pd.DataFrame) -> np.ndarray:
    """Log launches of twelve months, means over weeks without a truce in the air; NaN where there is none."""
    free = run["launches_russia"].where(run["truce_scope"] <= Scope.HUMAN).to_numpy()[:YEAR]
    found = np.full(12, np.nan)
    for month in range(12):
        weeks = free[int(month * MONTH) : int((month + 1) * MONTH)]
        if np.isfinite(weeks).any():
            found[month] = np.log(np.nanmean(weeks))
    return found


def weekly_losses(run: pd.DataFrame) -> np.ndarray:
    """Log losses of a year of weeks around their trend; NaN if a truce held for any of it."""
    logs = np.log(np.maximum(run["losses_russia"].to_numpy()[:YEAR], 1e-9))
    if (run["truce_scope"].to_numpy()[:YEAR] >= Scope.GENERAL).any():
        return np.full(YEAR, np.nan)
    return around_trend(logs)[1]


def _advance(run: pd.DataFrame) -> np.ndarray:
    return run["advance_km2"].to_numpy()[:WEEKS]


def _per_km2(run: pd.DataFrame) -> float:
    gained = float(_advance(run).sum())
    claimed = 1000.0 * float(run["losses_russia"][:WEEKS].sum()) / FOR_GOOD
    return claimed / gained if gained > 0.0 else float("inf")


def _yearly_change(run: pd.DataFrame) -> float:
    held = run["occupied_km2"].to_numpy()
    return abs(float(held[2 * YEAR] - 2.0 * held[YEAR] + held[0]))


MEASURES: dict[str, Callable[[pd.DataFrame], float]] = {
    "advance-mean": lambda run: _advance(run).mean(),
    "advance-sd": lambda run: _advance(run).std(ddof=1),
    "advance-lag-1": lambda run: autocorrelation(_advance(run)),
    "advance-lag-4": lambda run: autocorrelation(_advance(run), 4),
    "gain-mean": lambda run: gains(run, 7).mean(),
    "gain-sd": lambda run: gains(run, 7).std(ddof=1),
    "gain-lag-1": lambda run: autocorrelation(gains(run, 7)),
    "gain-year": lambda run: gains(run, 12).sum(),
    "gain-year-change": _yearly_change,
    "losses-mean": lambda run: run["losses_russia"][:WEEKS].mean(),
    "losses-start": lambda run: run["losses_russia"][:4].mean(),
    "losses-sd": lambda run: weekly_losses(run).std(ddof=2),
    "losses-lag-1": lambda run: autocorrelation(weekly_losses(run)),
    "losses-per-km2": _per_km2,
    "losses-advance": lambda run: float(np.corrcoef(gains(run, 7), losses(run, 7))[0, 1]),
    "launches-start": lambda run: float(np.exp(monthly_launches(run)[:2]).mean()),
    "launches-growth": lambda run: around_trend(monthly_launches(run))[0],
    "launches-sd": lambda run: float(around_trend(monthly_launches(run))[1].std(ddof=2)),
    "key-rate-2025": lambda run: 100.0 * run["key_rate"][:41].mean(),
    "inflation-2025": lambda run: 100.0 * run["inflation"][40],
    "inflation-change": lambda run: 100.0 * (run["inflation"][13] - run["inflation"][0]),
    "growth-2025": lambda run: 100.0 * run["growth"][:41].mean(),
    "reserves": lambda run: run["reserves"][0],
    "war-burden": lambda run: 100.0 * run["war_burden"][:YEAR].mean(),
}


def makers(scenario: Scenario, runs: int, seed: int) -> np.ndarray:
    """Spread over seven months of the difference between two reports that err alike and independently (km2)."""
    errors = scenario.reports
    shocks = np.random.default_rng(seed).standard_normal((runs, 2, 100))
    error = np.zeros_like(shocks)
    for week in range(1, shocks.shape[2]):
        error[..., week] = errors.error_memory * error[..., week - 1] + errors.error_sd * shocks[..., week]
    months = np.arange(100 - 1 - int(7 * MONTH), 100, MONTH).astype(int)
    counted = np.diff(error[..., months], axis=-1)
    return np.std(counted[:, 0] - counted[:, 1], axis=-1, ddof=1)


def evidence(runs: int = 300, seed: int = 1, scenario: Scenario | None = None) -> list[Row]:
    """Return the comparisons, in the order of `evidence.csv`, from `runs` histories of two years."""
    scenario = (scenario or Scenario.load("march-2025")).with_(horizon="2027-03-31")
    series = ensemble(scenario, runs, seed, series="all").series
    histories = [run.reset_index(drop=True) for _, run in series.groupby("run")]
    rows = []
    with (TABLES / "evidence.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["key"] == "makers-sd":
                simulated = makers(scenario, runs, seed)
            else:
                simulated = np.array([MEASURES[row["key"]](run) for run in histories])
            values = (row["what"], row["window"], float(row["observed"]), row["kind"], row["source"])
            rows.append(Row(row["key"], *values, simulated))
    return rows


def table(rows: list[Row]) -> str:
    """Write the comparisons as a Markdown table."""
    lines = ["| what | window | observed | simulated median | 50% | 90% | inside 90% | used as |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for row in rows:
        low, first, median, third, high = (f"{value:.3g}" for value in row.band)
        inside = "set" if row.kind == "start" else "yes" if row.inside else "**no**"
        lines.append(
            f"| {row.what} | {row.window} | {row.observed:g} | {median} | {first} to {third} | "
            f"{low} to {high} | {inside} | {row.kind} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description="the simulated first year against the record up to March 2025"
    )
    parser.add_argument("--runs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    print(table(evidence(arguments.runs, arguments.seed)))


if __name__ == "__main__":
    main()
