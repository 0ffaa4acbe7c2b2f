"""Figures of the regime: its leader, his succession, its dependence on China."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.drawing import Drawn, add_legend, patch, sample_of
from experiments.kremlin_figures import CAUSES, draw_shares, exit_incidence
from experiments.statistics import survival
from experiments.style import CATEGORIES, CAUSE_COLOURS, colour_of, dash_of, new_figure

if TYPE_CHECKING:
    from experiments.comparison import Comparison


def draw_leader(comparison: Comparison) -> Drawn:
    """Draw the survival of the incumbent, and by which cause he leaves."""
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
    axes[1].set_title(f"or has left by this cause\n({comparison.against})")
    axes[1].legend(loc="upper left", fontsize=7.5)
    for axis in axes:
        axis.set_xlabel("years from 18 March 2025")
        axis.set_ylim(0, 1)
    axes[0].set_ylabel("share of histories")
    add_legend(figure, comparison)
    return Drawn(
        "leader",
        "How long does the incumbent last, and how does he leave?",
        f"Left: share of {sample_of(comparison)} in which he still rules. Right: the others by cause, one upon the other "
        f"(cumulative incidence, competing causes), under {comparison.against}. Steps stand at presidential "
        "elections, every six years from March 2030, and a season before them.",
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
        [patch(c) for c in CATEGORIES],
        words,
        loc="upper center",
        bbox_to_anchor=(0.5, -0.5 / height),
        ncols=4,
        fontsize=7.5,
    )
    draw_shares(below, comparison, outcomes)
    add_legend(figure, comparison)
    return Drawn(
        "succession",
        "What follows the incumbent?",
        f"How the first succession was resolved, among those of {sample_of(comparison)} in which he leaves. Above: "
        "shares, side by side. Below: the same shares, with 95% intervals of chance alone (Wilson).",
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
    add_legend(figure, comparison)
    return Drawn(
        "dependence",
        "How does dependence on China grow?",
        f"Medians of {comparison.kept:,} histories under each assumption, years from 18 March 2025.",
        figure,
    )
