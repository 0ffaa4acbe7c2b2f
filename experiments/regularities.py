"""Regularities that a run should show without being told, each as a ratio of sums over histories.

Sums are kept by history, so that intervals and paired differences come from resampling histories.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from experiments.runs import Ensemble

CORE = ("aid-stop", "no-mobilisation", "root-causes", "recognition-of-gains")
"""Conditions that are Russia's core terms."""

LIMITED = ("short", "sector")
RESAMPLES = 1000


@dataclass(frozen=True)
class Front:
    """Advance from which the front counts as fast, and below which as slow (km2 a month)."""

    fast: float
    slow: float


Sums = Callable[[Ensemble, Front], np.ndarray]
Measure = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Regularity:
    """One regularity: its sums by history, of shape (runs, k), and what is made of their totals."""

    name: str
    label: str
    sums: Sums
    measure: Measure


def ratio(total: np.ndarray) -> np.ndarray:
    """Return first over second of totals of shape (..., 2); NaN where there is nothing."""
    return np.divide(
        total[..., 0], total[..., 1], out=np.full(total.shape[:-1], np.nan), where=total[..., 1] > 0
    )


def correlation(total: np.ndarray) -> np.ndarray:
    """Return the correlation of x and y from totals n, x, y, xx, yy, xy; NaN where one does not vary."""
    n, x, y, xx, yy, xy = np.moveaxis(total, -1, 0)
    with np.errstate(invalid="ignore", divide="ignore"):
        spread = np.sqrt(np.maximum(n * xx - x * x, 0.0) * np.maximum(n * yy - y * y, 0.0))
        return np.where(spread > 1e-9 * np.maximum(n, 1.0), (n * xy - x * y) / spread, np.nan)


def partial_correlation(total: np.ndarray) -> np.ndarray:
    """Return the correlation of x and y with z held, from totals n, x, y, z, xx, yy, zz, xy, xz, yz."""
    n, x, y, z, xx, yy, zz, xy, xz, yz = np.moveaxis(total, -1, 0)
    of_pair = correlation(np.stack([n, x, y, xx, yy, xy], axis=-1))
    first = correlation(np.stack([n, x, z, xx, zz, xz], axis=-1))
    second = correlation(np.stack([n, y, z, yy, zz, yz], axis=-1))
    with np.errstate(invalid="ignore", divide="ignore"):
        left = np.sqrt((1.0 - first * first) * (1.0 - second * second))
        return np.where(left > 1e-9, (of_pair - first * second) / left, np.nan)


def by_run(many: Ensemble, frame: pd.DataFrame, *columns: pd.Series) -> np.ndarray:
    """Return sums of columns over the rows of each history, shape (runs, columns)."""
    runs = many.outcomes["run"]
    table = pd.DataFrame({i: column.astype(float) for i, column in enumerate(columns)}, index=frame.index)
    return table.groupby(frame["run"]).sum().reindex(runs, fill_value=0.0).to_numpy(float)


def replies(many: Ensemble, actor: str, scopes: tuple[str, ...]) -> pd.DataFrame:
    """Return the answers of one party to proposals of these scopes, with the front's momentum of the week."""
    events = many.events
    chosen = (events["event"] == "reply") & (events["actor"] == actor) & events["scope"].isin(scopes)
    front = many.series[["run", "week", "momentum_km2", "occupied_km2"]]
    return events[chosen].merge(front, on=["run", "week"], how="left")


def share_of(actor: str, scopes: tuple[str, ...], answers: tuple[str, ...], target: str = "") -> Sums:
    """Count the answers among all that a party gives to proposals of these scopes (of one proposer)."""

    def sums(many: Ensemble, front: Front) -> np.ndarray:
        rows = replies(many, actor, scopes)
        rows = rows[rows["target"] == target] if target else rows
        return by_run(many, rows, rows["detail"].isin(answers), rows["detail"].notna())

    return sums


def _accepted_fast(many: Ensemble, front: Front) -> np.ndarray:
    rows = replies(many, "russia", ("general",))
    rows = rows[rows["momentum_km2"] >= front.fast]
    return by_run(many, rows, rows["detail"] == "accept", rows["detail"].notna())


def _accepted_slow(many: Ensemble, front: Front) -> np.ndarray:
    rows = replies(many, "russia", ("general",))
    rows = rows[rows["momentum_km2"] <= front.slow]
    return by_run(many, rows, rows["detail"] == "accept", rows["detail"].notna())


def _unextended(many: Ensemble, front: Front) -> np.ndarray:
    """Limited truces that ran out without ever being extended, among those that have ended."""
    events = many.events
    rows = events[events["event"].str.startswith("truce-") & events["scope"].isin(LIMITED)]
    began = rows["event"] == "truce-begins"
    spell = began.groupby([rows["run"], rows["scope"]]).cumsum()
    keys = [rows["run"], rows["scope"], spell]
    extended = (rows["event"] == "truce-extended").groupby(keys).any()
    expired = (rows["event"] == "truce-expires").groupby(keys).any()
    ended = expired | (rows["event"] == "truce-breaks").groupby(keys).any()
    table = pd.DataFrame({"kept": expired & ~extended, "ended": ended}).reset_index(level=0)
    return by_run(many, table, table["kept"], table["ended"])


def _core_and_front(many: Ensemble, front: Front) -> np.ndarray:
    """Sums for the correlation of core terms asked for a general ceasefire with the area held, time held.

    Both rise with time: the line moves on, and credit for soft answers wears out, so that asking more costs less.
    """
    rows = replies(many, "russia", ("general",))
    rows = rows[rows["detail"] == "conditional"]
    core = sum((rows["conditions"].str.contains(c).astype(float) for c in CORE), 0.0 * rows["week"])
    area = rows["occupied_km2"] / 1000.0 - 112.0
    year = rows["week"] / 52.1775
    sums = (core, area, year, core * core, area * area, year * year, core * area, core * year, area * year)
    return by_run(many, rows, rows["week"] >= 0, *sums)


def _swings(many: Ensemble, front: Front) -> np.ndarray:
    events = many.events
    rows = events[events["event"] == "pressure-switch"]
    years = many.series.groupby("run").size().reindex(many.outcomes["run"]).to_numpy(float) / 52.1775
    return np.column_stack([by_run(many, rows, rows["week"] >= 0)[:, 0], years])


def _made(many: Ensemble, front: Front) -> np.ndarray:
    made = many.outcomes["general_week"].to_numpy() >= 0
    return np.column_stack([made, np.ones(len(made))]).astype(float)


REGULARITIES: tuple[Regularity, ...] = (
    Regularity("general_fast", "Russia accepts a general ceasefire, front fast", _accepted_fast, ratio),
    Regularity("general_slow", "Russia accepts a general ceasefire, front slow", _accepted_slow, ratio),
    Regularity(
        "soft",
        "Russia answers it partly or with conditions",
        share_of("russia", ("general",), ("partial", "conditional")),
        ratio,
    ),
    Regularity(
        "steps",
        "Russia accepts short, sector and humanitarian steps",
        share_of("russia", ("short", "sector", "human"), ("accept",)),
        ratio,
    ),
    Regularity("unextended", "limited truces that end by running out, never extended", _unextended, ratio),
    Regularity(
        "ukraine_general",
        "Ukraine accepts a general ceasefire",
        share_of("ukraine", ("general",), ("accept",)),
        ratio,
    ),
    Regularity(
        "ukraine_one_sided",
        "Ukraine accepts a settlement on Russia's terms",
        share_of("ukraine", ("final",), ("accept",), "russia"),
        ratio,
    ),
    Regularity(
        "core",
        "correlation of Russia's core terms with the area held, time held",
        _core_and_front,
        partial_correlation,
    ),
    Regularity("swings", "changes of the side under pressure, a year", _swings, ratio),
    Regularity("made", "histories with a general ceasefire", _made, ratio),
)
