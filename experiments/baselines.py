"""Naive baselines: what somebody would have said without a model, computed from published base rates."""

from __future__ import annotations

import csv
import datetime as dt
import functools
from dataclasses import dataclass
from pathlib import Path

from model.calendar import DAYS_A_YEAR, START

TABLES = Path(__file__).parent / "tables"


@dataclass(frozen=True)
class Baseline:
    """A figure without a model: value, ends of its 90% range where it has one, and its ground."""

    value: float | None
    low: float | None
    high: float | None
    source: str


@functools.cache
def base_rates() -> dict[str, dict[str, str]]:
    """Return the table of historical frequencies by key."""
    with (TABLES / "base_rates.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


@functools.cache
def observed_territory() -> tuple[tuple[dt.date, float], ...]:
    """Return the observed area held by Russia at month ends, July 2024 to August 2025, in km2."""
    with (TABLES / "territory_monthly.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (dt.date.fromisoformat(row["date"]), float(row["occupied_km2"])) for row in csv.DictReader(file)
        )


def rate(key: str) -> Baseline:
    """Return a base rate as it stands."""
    row = base_rates()[key]
    return Baseline(
        float(row["value"]),
        float(row["low90"]),
        float(row["high90"]),
        f"{row['quantity']} ({row['n']}; {row['source']})",
    )


def compounded(key: str, years: float, survives: bool) -> Baseline:
    """Return a yearly rate compounded over `years`: the share that survives, or the share that does not."""
    row = base_rates()[key]

    def after(yearly: float) -> float:
        kept = (1.0 - yearly) ** years
        return kept if survives else 1.0 - kept

    ends = sorted(after(float(row[c])) for c in ("low90", "high90"))
    source = f"{row['quantity']}, compounded over {years:.1f} years ({row['n']}; {row['source']})"
    return Baseline(after(float(row["value"])), ends[0], ends[1], source)


def compounded_monthly(key: str, years: float) -> Baseline:
    """Return a monthly rate compounded over `years`: the share in which the event has happened."""
    row = base_rates()[key]
    value, low, high = (1.0 - (1.0 - float(row[c])) ** (12.0 * years) for c in ("value", "low90", "high90"))
    source = f"{row['quantity']}, compounded over {years:.1f} years ({row['n']}; {row['source']})"
    return Baseline(value, low, high, source)


def persistent_gain(until: dt.date) -> Baseline:
    """Return the area that Russia gains if the mean daily gain before 18 March 2025 goes on until `until`."""
    before = [(day, area) for day, area in observed_territory() if day <= START]
    (first, start), (last, end) = before[0], before[-1]
    daily = (end - start) / (last - first).days
    monthly = daily * DAYS_A_YEAR / 12
    source = f"persistence: the mean gain from {first} to {last}, {monthly:.0f} km2 a month, goes on"
    return Baseline(daily * (until - START).days, None, None, source)


def persistence(value: float | None, source: str) -> Baseline:
    """Return the baseline that things stay as they are."""
    return Baseline(value, None, None, source)
