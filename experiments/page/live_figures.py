"""Figures of an ensemble that is being played, with the one before the last change behind it, in grey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.competing import aalen_johansen
from experiments.drawing import Drawn, label_dates
from experiments.headlines import YEAR
from experiments.page.live import MONTH, Sample
from experiments.statistics import LEVEL
from experiments.style import colour_of, new_figure
from experiments.war_figures import label_months, mark_objective, mark_observed
from model.calendar import START, date_of, weeks_until

if TYPE_CHECKING:
    from collections.abc import Sequence

GHOST = "#8c8c8c"
SURVIVALS = {
    "exit_week": "the incumbent still rules",
    "regime_end_week": "the regime still rules",
    "general_week": "no general ceasefire yet",
    "settlement_week": "no settlement yet",
}


def horizon_of(sample: Sample) -> int:
    """Return the number of weeks of its histories."""
    return weeks_until(sample.scenario.horizon_date)


def said(sample: Sample, ghost: Sample | None) -> str:
    """Say what a figure rests on."""
    grey = (
        "" if ghost is None else f" Grey, the setting before ({ghost.runs:,} histories, seed {ghost.seed})."
    )
    return f"{sample.runs:,} histories, seed {sample.seed}, China: {sample.scenario.china}.{grey}"


def draw_fan(sample: Sample, ghost: Sample | None) -> Drawn:
    """Draw the fan of the area held: 2025 with the observed series, and to the horizon."""
    figure, axes = new_figure(1, 2, height=2.9, width_ratios=(1, 1.25))
    for axis, last in zip(axes, (date_of(41), date_of(horizon_of(sample))), strict=True):
        for one, colour in ((ghost, GHOST), (sample, colour_of(sample.scenario.china, 0))):
            if one is not None:
                _draw_one(axis, one, colour, ghost=one is ghost)
        axis.set_xlim(START, last)
    _fit(axes[0], [one for one in (sample, ghost) if one])
    label_months(axes[0])
    mark_observed(axes[0])
    axes[0].set_xlim(left=date_of(-11))
    mark_objective(axes[1], sample.scenario)
    label_dates(axes[1])
    axes[0].set_title("2025")
    axes[1].set_title("to the horizon")
    axes[0].set_ylabel("area held by Russia, thousand km²")
    return Drawn(
        "fan",
        "How much territory changes hands?",
        f"Line: median; bands: 50% and 90% of {said(sample, ghost)} Pink: observed month ends to August 2025; the model "
        "is fitted to data up to 17 March 2025.",
        figure,
    )


def _draw_one(axis: Any, sample: Sample, colour: str, ghost: bool) -> None:
    dates = [date_of(int(week)) for week in sample.weeks]
    low90, low50, middle, high50, high90 = sample.fan.T / 1e3
    if ghost:
        axis.plot(dates, np.column_stack([low90, high90]), color=colour, lw=0.8, ls=(0, (2, 2)))
    else:
        axis.fill_between(dates, low90, high90, color=colour, alpha=0.12, lw=0)
        axis.fill_between(dates, low50, high50, color=colour, alpha=0.2, lw=0)
    axis.plot(dates, middle, color=colour, lw=1.4, ls=(0, (4, 2)) if ghost else "solid")


def _fit(axis: Any, samples: Sequence[Sample]) -> None:
    """Fit the upward axis to what 2025 needs."""
    shown = np.concatenate([sample.fan[sample.weeks <= 41].ravel() for sample in samples]) / 1e3
    axis.set_ylim(min(shown.min(), 112.0) - 0.3, max(shown.max(), 115.0) + 0.3)


def draw_survival(sample: Sample, ghost: Sample | None) -> Drawn:
    """Draw how long things last: the incumbent, the regime, the war without ceasefire or settlement."""
    figure, axes = new_figure(1, len(SURVIVALS), height=2.4, sharey=True)
    for axis, (column, words) in zip(axes, SURVIVALS.items(), strict=True):
        for one, colour, dash in (
            (ghost, GHOST, (0, (4, 2))),
            (sample, colour_of(sample.scenario.china, 0), "solid"),
        ):
            if one is not None:
                _draw_lasting(axis, one, column, colour, dash, banded=one is sample)
        axis.set_title(words, fontsize=8.5)
        axis.set_xlabel("years")
    axes[0].set_ylim(0.0, 1.02)
    axes[0].set_ylabel("share of histories")
    return Drawn(
        "survival",
        "How long does it last?",
        f"Years from 18 March 2025; share of {said(sample, ghost)} Bands: {LEVEL:.0%} intervals of chance alone (Kaplan "
        "and Meier).",
        figure,
    )


def _draw_lasting(axis: Any, sample: Sample, column: str, colour: str, dash: Any, banded: bool) -> None:
    """Draw the share of histories in which it has not happened yet: what Aalen and Johansen's estimate leaves."""
    weeks, horizon = sample.outcomes[column].to_numpy(), horizon_of(sample)
    happened = weeks >= 0
    found = aalen_johansen(np.where(happened, weeks + 1, horizon), happened.astype(int), [1])
    grid = np.arange(0, horizon + 1, MONTH)
    share, low, high = found.at(grid)
    axis.plot(grid / YEAR, 1.0 - share, color=colour, ls=dash, lw=1.4)
    if banded:
        axis.fill_between(grid / YEAR, 1.0 - high, 1.0 - low, color=colour, alpha=0.15, lw=0)
