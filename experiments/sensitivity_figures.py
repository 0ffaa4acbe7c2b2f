"""What the screening left, and what each of these parameters explains of each outcome: ranked, with intervals."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.drawing import Drawn
from experiments.sensitivity import Sensitivity, answerable
from experiments.style import in_style, new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SHOWN = 25  # parameters in the picture of the screening
EACH = 6  # parameters in each panel of the indices
TOTAL, FIRST, CHANCE = "#0072B2", "#E69F00", "#888888"


def draw_sensitivity(found: Sensitivity) -> list[Drawn]:
    """Draw the screening and the indices."""
    with in_style():
        return [_screening(found), _indices(found)]


def _screening(found: Sensitivity) -> Drawn:
    """The parameters with the largest effects on any outcome, and what chance alone would have given."""
    best = found.screened.loc[found.screened.groupby("parameter")["relative"].idxmax()]
    rows = best.sort_values(["told", "relative"], ascending=False).head(SHOWN)
    spread = rows["mu_star"] / rows["relative"].replace(0.0, np.nan)
    figure, axes = new_figure(height=0.24 * len(rows) + 1.3)
    heights = np.arange(len(rows))
    axes.hlines(heights, rows["low"] / spread, rows["high"] / spread, color=TOTAL, lw=1.6)
    kept = rows["parameter"].isin(found.kept).to_numpy()
    x = rows["relative"].to_numpy()
    axes.plot(x[kept], heights[kept], "o", ms=5, color=TOTAL, label="kept for the indices")
    axes.plot(x[~kept], heights[~kept], "o", ms=5, color=TOTAL, mfc="white", label="not kept")
    axes.plot(
        rows["floor"] / spread,
        heights,
        "|",
        ms=10,
        color=CHANCE,
        label="largest that chance gave any parameter",
    )
    axes.set_yticks(heights, rows["parameter"])
    right = axes.secondary_yaxis("right")
    right.set_yticks(heights, rows["outcome"].str.replace("_", " "))
    right.tick_params(length=0, labelsize=7, labelcolor="#555555")
    right.spines["right"].set_visible(False)
    axes.set_ylim(len(rows) - 0.5, -0.5)
    axes.set_xlim(left=0.0)
    axes.grid(axis="y", visible=False)
    axes.set_xlabel("mean size of effects over the whole range, in standard deviations of a history")
    figure.legend(loc="outside lower center", ncols=3)
    count = found.screened["parameter"].nunique()
    return Drawn(
        "screening",
        "Which parameters matter at all?",
        f"{len(rows)} of {count} parameters, each by the outcome that it moves most (right); "
        f"{found.size.trajectories} trajectories, {found.size.replications} histories at every point; bars: 95% "
        "bootstrap intervals.",
        figure,
    )


def _indices(found: Sensitivity) -> Drawn:
    """A panel an outcome: its parameters ranked by total index, with first-order index and intervals."""
    chances = {row["outcome"]: row for _, row in found.outcomes.iterrows()}
    every = answerable(found.scenario)
    still = [h for h in every if math.isnan(chances[h.name]["chance"])]
    headlines = [h for h in every if h not in still] or every[:1]
    rows = math.ceil(len(headlines) / 2)
    figure, axes = new_figure(rows, 2, height=1.7 * rows + 0.6, squeeze=False, sharex=True)
    for panel, headline in zip(axes.flat, headlines, strict=False):
        chance = chances[headline.name]
        shares = found.shares[found.shares["outcome"] == headline.name]
        if not math.isnan(chance["chance"]):
            _panel(panel, shares.sort_values("total", ascending=False).head(EACH))
        else:
            panel.set_yticks([])
        panel.set_title(f"{headline.name.replace('_', ' ')}\n{_chance(chance)}", fontsize=8)
    for panel in axes.flat[len(headlines) :]:
        panel.set_visible(False)
    for column in range(axes.shape[1]):
        shown = [panel for panel in axes[:, column] if panel.get_visible()]
        shown[-1].set_xlabel("share of the variance, chance aside", fontsize=8)
        shown[-1].tick_params(labelbottom=True)
    _legend(figure)
    return Drawn(
        "indices",
        "What explains how each outcome varies?",
        f"Sobol' indices of {len(found.kept)} parameters, the {EACH} largest of each outcome; {found.size.samples} base "
        f"samples, {found.size.replications} histories at every point; bars: 95% bootstrap intervals."
        + (f" These never vary: {', '.join(h.name.replace('_', ' ') for h in still)}." if still else ""),
        figure,
    )


def _panel(panel: Any, rows: pd.DataFrame) -> None:
    """Dots with intervals; an empty panel where no share can be told from chance."""
    panel.grid(axis="y", visible=False)
    panel.set_xlim(-0.08, 1.12)
    if rows["total"].isna().all():
        panel.set_yticks([])
        panel.text(
            0.5, 0.5, "cannot be told from chance", transform=panel.transAxes, ha="center", color="#555555"
        )
        return
    heights = np.arange(len(rows))
    for kind, colour, shift in (("total", TOTAL, -0.14), ("first", FIRST, 0.16)):
        ends = rows[[f"{kind}_low", f"{kind}_high"]].clip(-0.08, 1.12).to_numpy().T
        panel.hlines(heights + shift, *ends, color=colour, lw=1.4)
        panel.plot(rows[kind].clip(-0.08, 1.12), heights + shift, "o", ms=3.5, color=colour)
    panel.set_yticks(heights, rows["parameter"], fontsize=7)
    panel.set_ylim(EACH - 0.5, -0.5)


def _chance(row: pd.Series) -> str:
    if math.isnan(row["chance"]):
        return "never varies"
    return f"chance {row['chance']:.2f} ({row['chance_low']:.2f} to {row['chance_high']:.2f})"


def _legend(figure: Figure) -> None:
    from matplotlib.lines import Line2D

    marks = [Line2D([], [], color=colour, marker="o", ms=4, lw=1.4) for colour in (TOTAL, FIRST)]
    words = ["total: with all its interactions", "first-order: by itself"]
    figure.legend(marks, words, loc="outside lower center", ncols=2)
