"""The front: area held, its monthly gain, and the pocket in Kursk region, beside what was observed in 2025."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import TYPE_CHECKING

from experiments.baselines import observed_territory
from experiments.drawing import Drawn, label_dates
from experiments.setting import read_kursk
from experiments.style import OBSERVED, colour_of, new_figure
from experiments.territory import MONTH
from experiments.war_figures import label_months, mark_objective, mark_observed
from model.calendar import START

if TYPE_CHECKING:
    from experiments.page.moment import Moment

YEAR = (dt.date(2025, 1, 1), dt.date(2025, 12, 31))
WEEKS_OF_2025 = 41


def draw_front(moment: Moment) -> Drawn:
    """Draw 2025 with the observed series, and the whole history so far."""
    figure, axes = new_figure(2, 2, height=4.3, width_ratios=(1, 1.25))
    frame, colour = moment.series, colour_of(moment.scenario.china, 0)
    first = frame[frame["week"] < WEEKS_OF_2025]
    for axis, column, unit, weeks in (
        (axes[0, 0], "occupied_km2", 1e3, first),
        (axes[0, 1], "occupied_km2", 1e3, frame),
        (axes[1, 0], "kursk_km2", 1.0, first),
        (axes[1, 1], "momentum_km2", 1.0, frame),
    ):
        axis.plot(weeks["date"], weeks[column] / unit, color=colour)
        if moment.date <= YEAR[1] or weeks is frame:
            here = float(moment.ledger["front"][column]) / unit
            axis.plot(moment.date, here, "o", ms=4.5, color=colour, clip_on=False)
    mark_observed(axes[0, 0])
    axes[1, 0].plot(*zip(*read_kursk(), strict=True), "o-", ms=3.5, lw=0.8, color=OBSERVED)
    axes[1, 1].plot(*zip(*observed_gains(), strict=True), "o", ms=3.5, color=OBSERVED)
    axes[0, 0].margins(y=0.15)  # room for the word above the last month
    for axis in axes[:, 0]:
        axis.set_xlim(*YEAR)
        label_months(axis)
    for axis in axes[:, 1]:
        axis.set_xlim(YEAR[0], moment.last)
        label_dates(axis)
    mark_objective(axes[0, 1], moment.scenario)
    for axis, title, words in (
        (axes[0, 0], "Area held by Russia, 2025", "thousand km²"),
        (axes[0, 1], "Area held by Russia", "thousand km²"),
        (axes[1, 0], "Pocket in Kursk region, 2025", "km²"),
        (axes[1, 1], "Net Russian advance", "km² a month"),
    ):
        axis.set_title(title)
        axis.set_ylabel(words)
    return Drawn(
        "front",
        "Where does the line stand?",
        f"{moment.words}. Dark dot: now. Pink: observed month ends to August 2025 (map polygons of a Ukrainian-side map; "
        "published maps of the pocket). The model is fitted to data up to 17 March 2025. The advance is smoothed over "
        "about a month.",
        figure,
    )


def observed_gains() -> list[tuple[dt.date, float]]:
    """Return the observed gain of each month of 2025 (km² a month of even length), at the middle of the month."""
    return [
        (first + (last - first) / 2, (after - before) / (last - first).days * MONTH)
        for (first, before), (last, after) in itertools.pairwise(observed_territory())
        if last >= dt.date(START.year, 1, 1)
    ]
