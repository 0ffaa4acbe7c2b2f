"""The calendar: which day each week begins, and in which weeks an office falls due.

Dates of office are those fixed by law or known by August 2025; the calendar holds no later event.
"""

from __future__ import annotations

import datetime as dt
import functools

import numpy as np

from agents.records import Record, column, dtype_of
from agents.vocabulary import STATES, Actor

START = dt.date(2025, 3, 18)
DAYS_A_YEAR = 365.2425

# Regular ends of terms: (state, first date, years between).
_TERMS = (
    (Actor.RUSSIA, dt.date(2030, 5, 7), 6),  # Constitution of Russia, article 81; inauguration of 7 May 2024
    (Actor.UNITED_STATES, dt.date(2029, 1, 20), 4),  # Twentieth Amendment
    (Actor.CHINA, dt.date(2027, 11, 15), 5),  # party congress, autumn of 2027 and 2032
    (Actor.EUROPEAN_UNION, dt.date(2029, 12, 1), 5),  # Commission after the elections of June 2029
    (Actor.UNITED_KINGDOM, dt.date(2029, 8, 15), 5),  # latest date under the Act of 2022
    (Actor.GERMANY, dt.date(2029, 3, 25), 4),  # Bundestag elected on 23 February 2025
    (Actor.FRANCE, dt.date(2027, 5, 13), 5),  # presidential term
    (Actor.POLAND, dt.date(2027, 11, 15), 4),  # Sejm elected on 15 October 2023
    (Actor.HUNGARY, dt.date(2026, 5, 2), 4),  # National Assembly, elections due in April 2026
)


class CalendarWeek(Record):
    """One week of the calendar."""

    week: int = column("number of the week, from 0", "week")
    weeks: int = column("length of the run", "week")
    ordinal: int = column("proleptic ordinal of its first day", "day")
    years: float = column("time since 18 March 2025", "years")
    season: float = column("phase of the year of its first day", "0..1")
    year: int = column("calendar year of its first day", "year")
    office: list[int] = column("1 if a term of office of this state ends in it", "0, 1", STATES)


def weeks_until(horizon: dt.date) -> int:
    """Return the number of whole weeks from the start to the end of `horizon`."""
    return (horizon - START).days // 7


@functools.lru_cache(maxsize=8)
def build_calendar(weeks: int) -> np.ndarray:
    """Return the calendar of `weeks` weeks as a structured array (dtype of `CalendarWeek`), read only."""
    calendar = np.zeros(weeks, dtype_of(CalendarWeek))
    for week in range(weeks):
        day = START + dt.timedelta(days=7 * week)
        calendar[week]["week"] = week
        calendar[week]["weeks"] = weeks
        calendar[week]["ordinal"] = day.toordinal()
        calendar[week]["year"] = day.year
        calendar[week]["years"] = 7 * week / DAYS_A_YEAR
        calendar[week]["season"] = (day.timetuple().tm_yday - 1) / 366
    for state, first, years in _TERMS:
        for term in range(30):
            week = (first.replace(year=first.year + term * years) - START).days // 7
            if week < weeks:
                calendar[week]["office"][state] = 1
    return calendar


def date_of(week: int) -> dt.date:
    """Return the first day of a week of the run."""
    return START + dt.timedelta(days=7 * week)
