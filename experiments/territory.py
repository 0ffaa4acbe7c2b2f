"""The record of the line: area held by Russia on given days, and what was known of it on any day.

What was known is the latest observation, carried on at the gain of the four weeks before it: no observation of a
later day enters. With daily observations this is the day's own map.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import dataclass
from pathlib import Path

from experiments.timeline import TABLES, read_date, read_number, read_rows
from model.calendar import DAYS_A_YEAR
from model.errors import InputError

TERRITORY = TABLES / "territory_monthly.csv"
DAY_COLUMNS = ("date", "month_end_obs")
MONTH = DAYS_A_YEAR / 12.0
FOUR_WEEKS, WEEK = 28, 7


@dataclass(frozen=True)
class Line:
    """What was known of the line on one day: area (km2), gain a month and gain a week (km2)."""

    occupied: float
    monthly: float
    weekly: float


@dataclass(frozen=True)
class Territory:
    """Observations of the area held, in order of date."""

    days: tuple[dt.date, ...]
    areas: tuple[float, ...]

    def known(self, day: dt.date) -> Line:
        """Return what the observations up to `day` say of it.

        Raises
        ------
        InputError
            If fewer than two of them are four weeks apart.
        """
        daily = self._gain(day, FOUR_WEEKS)
        last = self._last(day)
        occupied = self.areas[last] + daily * (day - self.days[last]).days
        return Line(occupied, daily * MONTH, self._gain(day, WEEK) * WEEK)

    def until(self, day: dt.date) -> Territory:
        """Return the observations up to `day`."""
        last = self._last(day) + 1
        return Territory(self.days[:last], self.areas[:last])

    def after(self, day: dt.date) -> Territory:
        """Return the observations after `day`, one a month: the last of each."""
        later = [(d, a) for d, a in zip(self.days, self.areas, strict=True) if d > day]
        months = itertools.groupby(later, key=lambda pair: (pair[0].year, pair[0].month))
        ends = [list(group)[-1] for _, group in months]
        return Territory(tuple(d for d, _ in ends), tuple(a for _, a in ends))

    def month_ends(self) -> Territory:
        """Return the last observation of each month."""
        return self.after(dt.date.min)

    def _last(self, day: dt.date) -> int:
        """Place of the latest observation up to `day`, -1 if there is none."""
        return sum(d <= day for d in self.days) - 1

    def _gain(self, day: dt.date, span: int) -> float:
        """Gain a day over the `span` days (or more) before the latest observation."""
        last = self._last(day)
        first = self._last(self.days[last] - dt.timedelta(days=span)) if last >= 0 else -1
        if first < 0:
            raise InputError(
                f"territory: found no two observations {span} days apart up to {day}; allowed: earlier observations"
            )
        return (self.areas[last] - self.areas[first]) / (self.days[last] - self.days[first]).days


def read_territory(path: Path = TERRITORY) -> Territory:
    """Read a table with the area held (`occupied_km2`) by day (`date`, or `month_end_obs`).

    Raises
    ------
    InputError
        In one line: which file, row and field, what was found, what is allowed.
    """
    rows = read_rows(path, ("occupied_km2",))
    column = next((name for name in DAY_COLUMNS if name in rows[0][1]), None)
    if column is None:
        raise InputError(f"{path}: column date: found none; allowed: one of {', '.join(DAY_COLUMNS)}")
    found: dict[dt.date, float] = {}
    for where, row in rows:
        day = read_date(where, row, column)
        if day in found:
            raise InputError(f"{where}: {column}: found {day} twice; allowed: one row a day")
        found[day] = read_number(where, row, "occupied_km2", 0.0, 603550.0)
    days = sorted(found)
    return Territory(tuple(days), tuple(found[day] for day in days))
