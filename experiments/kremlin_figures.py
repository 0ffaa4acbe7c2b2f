"""Figures of the Kremlin: exits by cause, how successions end and how long they take, loyalty of the organs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.vocabulary import Cause, Succession, label
from experiments.competing import Incidence, aalen_johansen
from experiments.drawing import Drawn, add_legend
from experiments.statistics import share
from experiments.style import CATEGORIES, colour_of, dash_of, new_figure

if TYPE_CHECKING:
    from experiments.comparison import Comparison

WEEKS = 365.2425 / 7
CAUSES = [label(cause) for cause in Cause if cause]
RESOLUTIONS = [label(outcome) for outcome in Succession if outcome]
MONTH = 4
"""Weeks between the points of a curve that runs over years."""
LONGEST = 52
"""Weeks of a succession that are drawn."""
ORGANS = {
    "loyalty_services": "all, by force",
    "loyalty_army": "armed forces",
    "loyalty_fsb": "FSB",
    "loyalty_fso": "FSO",
    "loyalty_rosgvardia": "Rosgvardia",
}
"""Organs whose loyalty the weekly record keeps, and the mean of all ten by force near the capital."""


def exit_incidence(comparison: Comparison, value: Any, causes: list[str]) -> Incidence:
    """Estimate by when the incumbent of March 2025 has left by these causes; the others compete with them.

    Time counts in weeks from 18 March 2025; who still rules at the horizon is cut off there.
    """
    frame = comparison.of(value)
    left = frame["exit"].to_numpy(bool)
    times = np.where(left, frame["exit_week"] + 1, comparison.weeks)
    ends = np.where(left, _numbered(frame["exit_cause"], CAUSES), 0)
    return aalen_johansen(times, ends, [CAUSES.index(cause) + 1 for cause in causes])


def succession_incidence(comparison: Comparison, value: Any, outcomes: list[str]) -> Incidence:
    """Estimate by when the first succession has been resolved so, in weeks from the incumbent's exit.

    A succession still open at the horizon is cut off there: the later the exit, the earlier.
    """
    frame = comparison.of(value)
    frame = frame[frame["exit"]]
    resolved = frame["succession"].ne("none").to_numpy()
    open_for = comparison.weeks - frame["exit_week"]
    times = np.where(resolved, frame["succession_weeks"] + 1, open_for)
    ends = np.where(resolved, _numbered(frame["succession"], RESOLUTIONS), 0)
    return aalen_johansen(times, ends, [RESOLUTIONS.index(outcome) + 1 for outcome in outcomes])


def _numbered(words: pd.Series, known: list[str]) -> np.ndarray:
    """Numbers from 1 for words, 0 for others."""
    return words.map({word: number for number, word in enumerate(known, 1)}).fillna(0).to_numpy(int)


def draw_exits(comparison: Comparison) -> Drawn:
    """Draw the cumulative incidence of each cause of exit under each assumption."""
    from matplotlib.ticker import MaxNLocator

    figure, axes = new_figure(2, 4, height=4.6, sharex=True, sharey=True)
    grid = np.append(np.arange(0, comparison.weeks, MONTH), comparison.weeks)
    for axis in axes.flat[len(CAUSES) :]:
        axis.set_axis_off()
        axes[0, -1].tick_params(labelbottom=True)  # nothing stands below it
    for axis, cause in zip(axes.flat, CAUSES, strict=False):
        for position, value in enumerate(comparison.values):
            found = exit_incidence(comparison, value, [cause])
            _draw_incidence(axis, comparison, value, position, found, grid, WEEKS)
        axis.set_title(cause)
        axis.xaxis.set_major_locator(MaxNLocator(6, integer=True))
    axes[0, 0].set_ylim(bottom=0.0)  # after all are drawn: they share the axis
    for axis in axes[1]:
        axis.set_xlabel("years from 18 March 2025")
    for axis in axes[:, 0]:
        axis.set_ylabel("share of histories")
    add_legend(figure, comparison)
    return Drawn(
        "exits",
        "By which cause has the incumbent left, and by when?",
        f"Cumulative incidence of each cause, the others competing with it (Aalen-Johansen); {comparison.runs:,} "
        f"histories under each assumption, cut off at {comparison.scenario.horizon}. Band: 95% interval of chance alone "
        f"under {comparison.against}. Handovers come a season before presidential elections, defeats with them, "
        "every six years from March 2030.",
        figure,
    )


def _draw_incidence(
    axis: Any,
    comparison: Comparison,
    value: Any,
    position: int,
    found: Incidence,
    grid: np.ndarray,
    scale: float,
) -> None:
    """Draw one curve, with its band if it is that of the reference."""
    shown, low, high = found.at(grid)
    colour = colour_of(value, position)
    axis.step(grid / scale, shown, where="post", color=colour, ls=dash_of(value), lw=1.3)
    if value == comparison.reference:
        axis.fill_between(grid / scale, low, high, step="post", color=colour, alpha=0.15, lw=0)


def draw_shares(axis: Any, comparison: Comparison, outcomes: list[str]) -> None:
    """Draw the share of each resolution among first successions, with Wilson's interval: a row an assumption.

    `outcomes` are the words of the outcomes table, "none" for a succession still open.
    """
    step = 0.8 / max(len(comparison.values), 1)
    for position, value in enumerate(comparison.values):
        frame = comparison.of(value)
        resolved = frame.loc[frame["exit"], "succession"]
        colour = colour_of(value, position)
        for column, outcome in enumerate(outcomes):
            found = share(resolved.eq(outcome).to_numpy())
            place = column - 0.4 + (position + 0.5) * step
            axis.plot([place, place], [found.low, found.high], color=colour, lw=1.6)
            axis.plot(place, found.value, "o", ms=3.5, color=colour)
    words = [outcome.replace("-", "\n") if outcome != "none" else "still\nopen" for outcome in outcomes]
    axis.set_xticks(range(len(outcomes)), words)
    axis.set_xlim(-0.6, len(outcomes) - 0.4)
    axis.set_ylim(bottom=-0.012)
    axis.set_ylabel("share, with interval")
    axis.grid(axis="x", visible=False)


def draw_consolidation(comparison: Comparison) -> Drawn:
    """Draw how long the first succession takes, and how it has ended by then."""
    figure, axes = new_figure(1, 2, height=3.2, sharey=True)
    grid = np.arange(LONGEST + 1)
    for position, value in enumerate(comparison.values):
        found = succession_incidence(comparison, value, RESOLUTIONS)
        _draw_incidence(axes[0], comparison, value, position, found, grid, 1.0)
    bottom = np.zeros(len(grid))
    for colour, outcome in zip(CATEGORIES, RESOLUTIONS, strict=False):
        part, _, _ = succession_incidence(comparison, comparison.reference, [outcome]).at(grid)
        words = outcome.replace("-", " ")
        axes[1].fill_between(grid, bottom, bottom + part, step="post", color=colour, lw=0, label=words)
        bottom = bottom + part
    axes[0].set_title("resolved, in whatever way")
    axes[1].set_title(f"and in this way ({comparison.against})")
    axes[0].set_ylabel("share of first successions")
    axes[0].set_ylim(0, 1)
    for axis in axes:
        axis.set_xlabel("weeks since the exit")
    axes[1].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=7, reverse=True)
    add_legend(figure, comparison)
    counts = [int(comparison.of(value)["exit"].sum()) for value in comparison.values]
    most, least = max(counts), min(counts)
    exits = f"{least:,}" if most == least else f"{least:,} to {most:,}"
    return Drawn(
        "consolidation",
        "How long does it take until a successor is settled?",
        f"Share of first successions resolved by each week ({exits} exits among {comparison.runs:,} histories under "
        "each assumption; Aalen-Johansen, successions open at the horizon cut off). Band: 95% interval of chance alone "
        f"under {comparison.against}. A succession is resolved when a ruling coalition has held for long enough, or "
        "is classed as a vacuum that lasts.",
        figure,
    )


def draw_loyalty(comparison: Comparison) -> Drawn:
    """Draw the loyalty of the armed organs to whoever rules: a fan for each that is kept."""
    figure, axes = new_figure(1, len(ORGANS), height=2.7, sharey=True)
    for axis, (observable, words) in zip(axes, ORGANS.items(), strict=True):
        for position, value in enumerate(comparison.values):
            fan = comparison.fan(value, observable).iloc[::MONTH]
            years = fan.index.to_numpy() / WEEKS
            colour = colour_of(value, position)
            if value == comparison.reference:
                axis.fill_between(years, fan[0.05], fan[0.95], color=colour, alpha=0.10, lw=0)
                axis.fill_between(years, fan[0.25], fan[0.75], color=colour, alpha=0.16, lw=0)
            axis.plot(years, fan[0.5], color=colour, ls=dash_of(value), lw=1.3)
        axis.set_title(words)
        axis.set_xlabel("years")
    axes[0].set_ylabel("loyalty, 0 to 1")
    axes[0].set_ylim(0, 1)
    add_legend(figure, comparison)
    return Drawn(
        "loyalty",
        "How loyal are the armed organs to whoever rules?",
        f"Lines: medians of {comparison.kept:,} histories under each assumption, years from 18 March 2025; bands: 50% "
        f"and 90% of histories under {comparison.against}. Left: mean of all ten organs, weighted by force near "
        "the capital. Loyalty at the start is a judgement.",
        figure,
    )
