"""Figures of the war and its ceasefires: territory, Russia's answers, how long truces hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.baselines import observed_territory
from experiments.drawing import Drawn, add_legend, patch, sample_of
from experiments.statistics import survival
from experiments.style import ANSWER_COLOURS, OBSERVED, OBSERVED_WORDS, colour_of, dash_of, new_figure
from model.calendar import date_of

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from model.scenario import Scenario


def draw_territory(comparison: Comparison) -> Drawn:
    """Draw the fan of the area held by Russia: 2025 with the observed series, and to the horizon."""
    figure, axes = new_figure(1, 2, height=3.1, width_ratios=(1, 1.25))
    for axis, last in zip(axes, (min(comparison.weeks, 41), comparison.weeks), strict=True):
        for position, value in enumerate(comparison.values):
            fan = comparison.fan(value, "occupied_km2").iloc[:last]
            dates = [date_of(week) for week in fan.index]
            colour = colour_of(value, position)
            if value == comparison.reference:
                axis.fill_between(dates, fan[0.05] / 1e3, fan[0.95] / 1e3, color=colour, alpha=0.10, lw=0)
                axis.fill_between(dates, fan[0.25] / 1e3, fan[0.75] / 1e3, color=colour, alpha=0.16, lw=0)
            axis.plot(dates, fan[0.5] / 1e3, color=colour, ls=dash_of(value), lw=1.4)
    label_months(axes[0])
    mark_observed(axes[0])
    mark_objective(axes[1], comparison.scenario)
    axes[0].set_title("2025")
    axes[1].set_title("to the horizon")
    axes[0].set_ylabel("area held by Russia, thousand km²")
    add_legend(figure, comparison)
    return Drawn(
        "territory",
        "How much territory changes hands?",
        f"Lines: medians of {comparison.kept:,} histories under each assumption; bands: 50% and 90% of histories under "
        f"{comparison.against}. Dots: observed month ends (map polygons of a Ukrainian-side map, to August 2025; "
        "the model is fitted to data up to 17 March 2025). Lines go flat where a settlement fixes the line or Russia has "
        "the rest of the four regions that it claims, its military objective here.",
        figure,
    )


def draw_answers(comparison: Comparison) -> Drawn:
    """Draw Russia's answers to proposals by scope and period, under the reference assumption."""
    replies = comparison.replies_of(comparison.reference, "russia")
    scopes = ["human", "short", "sector", "general", "final"]
    answers = list(ANSWER_COLOURS)
    periods = [(0, 41, "2025"), (41, 94, "2026"), (94, 250, "2027-29"), (250, 10**6, "from 2030")]
    figure, axes = new_figure(1, len(scopes), height=2.9, sharey=True)
    for axis, scope in zip(axes, scopes, strict=True):
        for column, (first, last, _) in enumerate(periods):
            chosen = replies[
                (replies["scope"] == scope) & (replies["week"] >= first) & (replies["week"] < last)
            ]
            bottom = 0.0
            for answer in answers:
                height = float((chosen["detail"] == answer).mean()) if len(chosen) else 0.0
                axis.bar(column, height, bottom=bottom, width=0.8, color=ANSWER_COLOURS[answer])
                bottom += height
            axis.text(column, 1.02, _thousands(len(chosen)), ha="center", fontsize=6.5, color="#555555")
        axis.set_title(scope, pad=14)
        axis.set_xticks(range(len(periods)), [p[2] for p in periods], rotation=60)
        axis.grid(visible=False)
    axes[0].set_ylabel("share of Russia's answers")
    axes[0].set_ylim(0, 1)
    handles = [patch(colour) for colour in ANSWER_COLOURS.values()]
    figure.legend(handles, answers, loc="outside lower center", ncols=5)
    return Drawn(
        "answers",
        "How does Russia answer, by scope and over time?",
        f"Shares of the answers to proposals of others in {comparison.kept:,} histories under {comparison.against}; "
        "the number of answers stands above each column. Human: exchange of prisoners; short: truce of days; sector: "
        "energy, sea or air; general: ceasefire of 30 days or more; final: settlement.",
        figure,
    )


def draw_truces(comparison: Comparison) -> Drawn:
    """Draw how long general ceasefires hold, and whether any has been concluded."""
    figure, axes = new_figure(1, 2, height=2.9)
    longest = 0.0
    for position, value in enumerate(comparison.values):
        frame = comparison.of(value)
        colour, dash = colour_of(value, position), dash_of(value)
        weeks = np.arange(comparison.weeks + 1) * 7 / 365.2425
        concluded = 1 - survival(frame["general_week"].to_numpy(), comparison.weeks)
        axes[0].plot(weeks, concluded, color=colour, ls=dash)
        days, held = comparison.truce_survival(value, "general")
        axes[1].step(days, held, where="post", color=colour, ls=dash)
        longest = max(longest, float(days[held > 0.005].max(initial=0.0)))
    axes[0].set_title("a general ceasefire has been concluded")
    axes[0].set_xlabel("years from 18 March 2025")
    axes[0].set_ylabel("share of histories")
    axes[1].set_title("and is still in force")
    axes[1].set_xlabel("days since it began")
    axes[1].set_ylabel("share of ceasefires")
    axes[1].set_xlim(0, max(90.0, longest))
    for axis in axes:
        axis.set_ylim(0, 1.02)
    add_legend(figure, comparison)
    return Drawn(
        "truces",
        "Are general ceasefires concluded, and do they hold?",
        f"Left: {sample_of(comparison)}. Right: Kaplan-Meier estimate over the general ceasefires of "
        f"{comparison.kept:,} histories under each assumption; those in force at the horizon are censored, and those "
        "that end in a settlement count as in force.",
        figure,
    )


def mark_observed(axis: Any) -> None:
    """Add the area observed at the month ends of 2025."""
    observed = [(day, area / 1e3) for day, area in observed_territory() if day >= dt.date(2025, 1, 1)]
    axis.plot(*zip(*observed, strict=True), "o-", ms=3.5, lw=0.8, color=OBSERVED)
    axis.annotate(
        "observed", observed[-1], xytext=(-4, 5), textcoords="offset points", ha="right", color=OBSERVED_WORDS
    )


def mark_objective(axis: Any, scenario: Scenario) -> None:
    """Add the area at which Russia has its military objective, if the axis comes near it."""
    front = scenario.front
    objective = (front.occupied + front.objective_left / front.objective_share) / 1e3
    if axis.get_ylim()[1] > objective - 2:
        axis.axhline(objective, color="#888888", lw=0.8, ls=(0, (1, 1)), zorder=1)
        axis.annotate(
            "military objective",
            (0.01, objective),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            fontsize=7.5,
            color="#666666",
        )


def label_months(axis: Any) -> None:
    """Label a short axis of dates by every second month."""
    from matplotlib.dates import DateFormatter, MonthLocator

    axis.xaxis.set_major_locator(MonthLocator(bymonth=(1, 3, 5, 7, 9, 11)))
    axis.xaxis.set_major_formatter(DateFormatter("%b"))


def _thousands(count: int) -> str:
    return f"{count / 1000:.0f}k" if count >= 1000 else str(count)
