"""Figures of a comparison: one question each, labelled directly, with runs and interval in the caption."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.baselines import observed_territory
from experiments.headlines import headlines_for
from experiments.statistics import contrast, survival
from experiments.style import (
    ANSWER_COLOURS,
    CATEGORIES,
    CAUSE_COLOURS,
    OBSERVED,
    as_svg,
    colour_of,
    dash_of,
    in_style,
    new_figure,
)
from model.calendar import date_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.comparison import Comparison


@dataclass(frozen=True)
class Drawn:
    """A figure with its question as a title and its caption."""

    name: str
    title: str
    caption: str
    figure: Figure

    @property
    def svg(self) -> str:
        """The figure as an SVG element."""
        return as_svg(self.figure)


def draw_all(comparison: Comparison) -> list[Drawn]:
    """Draw the figures of a comparison in the order of the report."""
    from experiments.kremlin_figures import draw_consolidation, draw_exits, draw_loyalty
    from experiments.network import draw_network

    makers: tuple[Callable[[Comparison], Drawn], ...] = (
        draw_headlines,
        draw_contrasts,
        draw_territory,
        draw_answers,
        draw_truces,
        draw_leader,
        draw_exits,
        draw_succession,
        draw_consolidation,
        draw_loyalty,
        draw_network,
        draw_dependence,
    )
    with in_style():
        return [make(comparison) for make in makers]


def _runs(comparison: Comparison) -> str:
    return f"{comparison.runs:,} histories under each assumption"


def draw_headlines(comparison: Comparison) -> Drawn:
    """Draw the headline shares under each assumption, with intervals and the naive baseline."""
    shares = [h for h in headlines_for(comparison.weeks) if h.unit.startswith("share")]
    figure, axis = new_figure(height=0.62 * len(shares) + 1.0)
    years = comparison.weeks * 7 / 365.2425
    step = 0.7 / max(len(comparison.values), 1)
    for row, headline in enumerate(shares):
        for position, value in enumerate(comparison.values):
            estimate = headline.estimate(comparison.of(value))
            height = row - 0.35 + (position + 0.5) * step
            colour = colour_of(value, position)
            axis.plot([estimate.low, estimate.high], [height, height], color=colour, lw=1.6)
            axis.plot(estimate.value, height, "o", ms=4, color=colour)
        baseline = headline.baseline(years)
        if baseline.value is not None:
            axis.plot(baseline.value, row, marker="|", ms=26, color="#888888", mew=1.2, zorder=1)
            if baseline.low is not None and baseline.high is not None:
                axis.fill_betweenx(
                    [row - 0.36, row + 0.36], baseline.low, baseline.high, color="#eeeeee", zorder=0
                )
    axis.set_yticks(range(len(shares)), [_wrap(h.label, 38) for h in shares])
    axis.set_ylim(len(shares) - 0.5, -0.5)
    axis.set_xlim(-0.02, 1.02)
    axis.set_xlabel("share")
    axis.grid(axis="y", visible=False)
    _legend_of(figure, comparison)
    return Drawn(
        "headlines",
        "How often does each outcome come about?",
        f"Dots: share of {_runs(comparison)}; bars: 95% intervals of chance alone (Wilson; Student for a mean "
        "of shares). Grey bar and band: a naive baseline and its 90% range where it has one (see the table).",
        figure,
    )


def draw_contrasts(comparison: Comparison) -> Drawn:
    """Draw the paired differences from the reference assumption."""
    shares = [h for h in headlines_for(comparison.weeks) if h.unit.startswith("share")]
    others = [v for v in comparison.values if v != comparison.reference]
    figure, axis = new_figure(height=0.56 * len(shares) + 1.0)
    step = 0.7 / max(len(others), 1)
    for row, headline in enumerate(shares):
        for position, value in enumerate(others):
            found = contrast_of(comparison, headline.values, value)
            height = row - 0.35 + (position + 0.5) * step
            colour = colour_of(value, comparison.values.index(value))
            axis.plot([found.low, found.high], [height, height], color=colour, lw=1.6)
            face = colour if found.clear else "white"
            axis.plot(found.value, height, "o", ms=4.5, color=colour, markerfacecolor=face)
    axis.axvline(0, color="#666666", lw=0.8)
    axis.set_yticks(range(len(shares)), [_wrap(h.label, 38) for h in shares])
    axis.set_ylim(len(shares) - 0.5, -0.5)
    axis.set_xlabel(f"difference of shares from {comparison.against}")
    axis.grid(axis="y", visible=False)
    _legend_of(figure, comparison, skip=comparison.reference)
    return Drawn(
        "contrasts",
        f"What changes against {comparison.against}?",
        f"Differences between histories of the same seed, {_runs(comparison)}; bars: 95% paired intervals. "
        "Filled dots: the interval leaves out 0.",
        figure,
    )


def contrast_of(comparison: Comparison, values: Callable[[pd.DataFrame], np.ndarray], value: Any) -> Any:
    """Return the paired contrast of one outcome against the reference; pairs with a gap are left out."""
    found = values(comparison.of(value))
    reference = values(comparison.of(comparison.reference))
    if found.dtype != bool:
        kept = ~(np.isnan(found) | np.isnan(reference))
        found, reference = found[kept], reference[kept]
    return contrast(found, reference)


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
    _months(axes[0])
    observed = observed_territory()
    axes[0].plot(
        [d for d, _ in observed if d >= dt.date(2025, 1, 1)],
        [a / 1e3 for d, a in observed if d >= dt.date(2025, 1, 1)],
        "o-",
        ms=3.5,
        lw=0.8,
        color=OBSERVED,
    )
    axes[0].annotate(
        "observed",
        (observed[-1][0], observed[-1][1] / 1e3),
        xytext=(-4, 5),
        textcoords="offset points",
        ha="right",
        color="#A8487C",
    )
    p = comparison.scenario.front
    objective = (p.occupied + p.objective_left / p.objective_share) / 1e3
    if axes[1].get_ylim()[1] > objective - 2:
        axes[1].axhline(objective, color="#888888", lw=0.8, ls=(0, (1, 1)), zorder=1)
        axes[1].annotate(
            "military objective",
            (0.01, objective),
            xycoords=("axes fraction", "data"),
            xytext=(0, 3),
            textcoords="offset points",
            fontsize=7.5,
            color="#666666",
        )
    axes[0].set_title("2025")
    axes[1].set_title("to the horizon")
    axes[0].set_ylabel("area held by Russia, thousand km²")
    _legend_of(figure, comparison)
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
    handles = [_patch(colour) for colour in ANSWER_COLOURS.values()]
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
    _legend_of(figure, comparison)
    return Drawn(
        "truces",
        "Are general ceasefires concluded, and do they hold?",
        f"Left: {_runs(comparison)}. Right: Kaplan-Meier estimate over the general ceasefires of "
        f"{comparison.kept:,} histories under each assumption; those in force at the horizon are censored, and those "
        "that end in a settlement count as in force.",
        figure,
    )


def draw_leader(comparison: Comparison) -> Drawn:
    """Draw the survival of the incumbent, and by which cause he leaves."""
    from experiments.kremlin_figures import CAUSES, exit_incidence

    figure, axes = new_figure(1, 2, height=2.9)
    years = np.arange(comparison.weeks + 1) * 7 / 365.2425
    for position, value in enumerate(comparison.values):
        frame = comparison.of(value)
        alive = survival(frame["exit_week"].to_numpy(), comparison.weeks)
        axes[0].plot(years, alive, color=colour_of(value, position), ls=dash_of(value))
    bottom = np.zeros(comparison.weeks + 1)
    for index, cause in enumerate(CAUSES):
        part, _, _ = exit_incidence(comparison, comparison.reference, [cause]).at(np.arange(len(years)))
        axes[1].fill_between(years, bottom, bottom + part, color=CAUSE_COLOURS[index], lw=0, label=cause)
        bottom = bottom + part
    axes[0].set_title("the incumbent of March 2025 still rules")
    axes[1].set_title(f"or has left by this cause ({comparison.against})")
    axes[1].legend(loc="upper left", fontsize=7.5)
    for axis in axes:
        axis.set_xlabel("years from 18 March 2025")
        axis.set_ylim(0, 1)
    axes[0].set_ylabel("share of histories")
    _legend_of(figure, comparison)
    return Drawn(
        "leader",
        "How long does the incumbent last, and how does he leave?",
        f"Left: share of {_runs(comparison)} in which he still rules. Right: the others by cause, one upon the other "
        f"(cumulative incidence, competing causes), under {comparison.against}. Steps stand at the ends of presidential "
        "terms, every six years from May 2030.",
        figure,
    )


def draw_succession(comparison: Comparison) -> Drawn:
    """Draw how the first succession was resolved under each assumption."""
    outcomes = [
        "orderly-handover",
        "managed-consolidation",
        "collective-leadership",
        "security-takeover",
        "prolonged-vacuum",
        "armed-conflict",
        "opening",
        "none",
    ]
    from experiments.kremlin_figures import draw_shares

    height = 0.42 * len(comparison.values) + 1.2
    figure, (axis, below) = new_figure(2, 1, height=height + 2.6, height_ratios=(height, 2.2))
    for row, value in enumerate(comparison.values):
        frame = comparison.of(value)
        frame = frame[frame["exit"]]
        left = 0.0
        for index, outcome in enumerate(outcomes):
            width = float((frame["succession"] == outcome).mean()) if len(frame) else 0.0
            axis.barh(row, width, left=left, height=0.7, color=CATEGORIES[index])
            if width >= 0.06:
                dark = index in (0, 3, 6)
                axis.text(
                    left + width / 2,
                    row,
                    f"{width:.0%}",
                    ha="center",
                    va="center",
                    fontsize=7.5,
                    color="white" if dark else "black",
                )
            left += width
    labels = [
        f"{comparison.label(v)}\n({int(comparison.of(v)['exit'].sum()):,} exits)" for v in comparison.values
    ]
    axis.set_yticks(range(len(comparison.values)), labels)
    axis.invert_yaxis()
    axis.set_xlim(0, 1)
    axis.set_xlabel("share of first successions")
    axis.grid(visible=False)
    words = [o.replace("-", " ") for o in outcomes[:-1]] + ["unresolved at the horizon"]
    axis.legend(
        [_patch(c) for c in CATEGORIES],
        words,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.5 / height),
        ncols=4,
        fontsize=7.5,
    )
    draw_shares(below, comparison, outcomes)
    _legend_of(figure, comparison)
    return Drawn(
        "succession",
        "What follows the incumbent?",
        f"How the first succession was resolved, among those of {_runs(comparison)} in which he leaves. Above: shares, "
        "side by side. Below: the same shares, with 95% intervals of chance alone (Wilson).",
        figure,
    )


def draw_dependence(comparison: Comparison) -> Drawn:
    """Draw the paths of dependence on China in each domain."""
    domains = ["trade", "technology", "finance", "energy", "diplomacy"]
    figure, axes = new_figure(1, len(domains), height=2.5, sharey=True)
    for axis, domain in zip(axes, domains, strict=True):
        for position, value in enumerate(comparison.values):
            fan = comparison.fan(value, f"dependence_{domain}")
            years = fan.index.to_numpy() * 7 / 365.2425
            axis.plot(years, fan[0.5], color=colour_of(value, position), ls=dash_of(value), lw=1.3)
        axis.set_title(domain)
        axis.set_xlabel("years")
    axes[0].set_ylabel("dependence on China, 0 to 1")
    axes[0].set_ylim(0, 1)
    _legend_of(figure, comparison)
    return Drawn(
        "dependence",
        "How does dependence on China grow?",
        f"Medians of {comparison.kept:,} histories under each assumption, years from 18 March 2025.",
        figure,
    )


def _months(axis: Any) -> None:
    """Label a short axis of dates by every second month."""
    from matplotlib.dates import DateFormatter, MonthLocator

    axis.xaxis.set_major_locator(MonthLocator(bymonth=(1, 3, 5, 7, 9, 11)))
    axis.xaxis.set_major_formatter(DateFormatter("%b"))


def _legend_of(figure: Figure, comparison: Comparison, skip: object = None) -> None:
    """Put one legend of the assumptions below a figure."""
    from matplotlib.lines import Line2D

    shown = [(i, v) for i, v in enumerate(comparison.values) if v != skip]
    handles = [Line2D([], [], color=colour_of(v, i), ls=dash_of(v), lw=2) for i, v in shown]
    figure.legend(
        handles, [comparison.label(v) for _, v in shown], loc="outside lower center", ncols=len(shown)
    )


def _patch(colour: str) -> Any:
    from matplotlib.patches import Patch

    return Patch(color=colour)


def _thousands(count: int) -> str:
    return f"{count / 1000:.0f}k" if count >= 1000 else str(count)


def _wrap(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))
