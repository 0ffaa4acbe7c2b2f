"""Figures of a calibration: what the evidence tells of each parameter, whether intervals are honest, what is foretold."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from experiments.drawing import Drawn
from experiments.posterior import RANKS, band_of, quantiles_of
from experiments.style import OBSERVED, in_style, new_figure

if TYPE_CHECKING:
    from experiments.calibration_analysis import Calibration, Found

POSTERIOR, PRIOR = "#0072B2", "#BBBBBB"
BINS = 10
COLUMNS = 4
MIDDLE = (0.05, 0.95)


def draw_all(found: Calibration) -> list[Drawn]:
    """Draw everything."""
    with in_style():
        figures = [draw_identified(found)]
        figures += [draw_ranks(one) for one in found.found.values()]
        figures.append(draw_predicted(found))
    return figures


def draw_identified(found: Calibration) -> Drawn:
    """Draw where in its declared range each parameter lies after the evidence, and how much of the range is gone."""
    blocks = list(found.found.values())
    heights = [len(one.posterior.names) for one in blocks]
    figure, axes = new_figure(
        len(blocks),
        2,
        height=0.24 * sum(heights) + 1.5,
        width_ratios=(3.0, 1.4),
        height_ratios=heights,
        squeeze=False,
        sharex="col",
    )
    for row, one in enumerate(blocks):
        left, right = axes[row]
        low, high = quantiles_of(one.posterior, MIDDLE)
        order = np.argsort(-one.posterior.contraction, kind="stable")
        for place, i in enumerate(order.tolist()):
            told = bool(one.identified[i])
            left.plot(MIDDLE, [place, place], color=PRIOR, lw=5, alpha=0.45, solid_capstyle="butt")
            left.plot([low[i], high[i]], [place, place], color=POSTERIOR, lw=1.8, alpha=1.0 if told else 0.45)
            left.plot(one.posterior.mean[i], place, "o", ms=4, color=POSTERIOR, alpha=1.0 if told else 0.45)
            right.barh(
                place, one.posterior.contraction[i], height=0.6, color=POSTERIOR, alpha=1.0 if told else 0.35
            )
        right.axvline(one.floor, color="#D55E00", lw=1.0, ls=(0, (4, 2)))
        right.axvline(0.0, color="#666666", lw=0.6)
        left.set_yticks(range(len(order)), [one.posterior.names[i] for i in order])
        left.set_ylim(len(order) - 0.5, -0.5)
        left.set_title(one.block.title)
        right.set_yticks([])
        right.set_ylim(len(order) - 0.5, -0.5)
        right.set_title("contraction")
        for axis in (left, right):
            axis.grid(axis="y", visible=False)
    axes[-1][0].set_xlim(0.0, 1.0)
    axes[-1][0].set_xlabel("place in the declared range")
    axes[-1][1].set_xlim(-0.25, 1.0)
    axes[-1][1].set_xlabel("share of variance gone")
    return Drawn(
        "identified",
        "What does the evidence tell of each parameter?",
        f"{_sizes(found)}. Grey: middle 90% of the prior; blue: mean and middle 90% after the evidence. Right: share of "
        "the prior's variance that is gone; dashed: the most that chance gives any of them. Pale: below "
        "it, not identified; these stay at their prior.",
        figure,
    )


def draw_ranks(one: Found) -> Drawn:
    """Draw the ranks of true values among posterior draws, over data simulated from the prior."""
    names, ranks = one.check.names, one.check.ranks
    rows = math.ceil(len(names) / COLUMNS)
    figure, axes = new_figure(
        rows, COLUMNS, height=1.15 * rows + 0.9, squeeze=False, sharex=True, sharey=True
    )
    low, high = band_of(len(ranks), BINS)
    for place, axis in enumerate(axes.flat):
        if place >= len(names):
            axis.set_visible(False)
            continue
        axis.axhspan(low, high, color=PRIOR, alpha=0.4, lw=0)
        axis.axhline(len(ranks) / BINS, color="#666666", lw=0.6)
        axis.hist(ranks[:, place], BINS, range=(0, RANKS + 1), color=POSTERIOR, rwidth=0.88)
        axis.set_title(names[place], fontsize=7.5, fontweight="normal")
        axis.set_xticks([0, 50, 100])
        axis.grid(axis="x", visible=False)
    figure.supxlabel(f"rank of the true value among {RANKS} posterior draws", fontsize=9)
    figure.supylabel("simulated sets", fontsize=9)
    return Drawn(
        f"ranks-{one.block.name}",
        f"Are the intervals honest? {one.block.title}",
        f"{len(ranks)} data sets simulated from the prior, the rest of the library held to each (simulation-based "
        "calibration, Talts et al. 2018). Even bars: honest. A hump: intervals too wide; horns: too narrow; a slope: "
        "biased. Grey: where nineteen of twenty bars of an even histogram lie.",
        figure,
    )


def draw_predicted(found: Calibration) -> Drawn:
    """Draw what prior and posterior foretell of the evidence fitted and of that held back, with what was observed."""
    blocks = list(found.found.values())
    heights = [len(one.block.summaries) + len(one.block.held) for one in blocks]
    figure, axes = new_figure(
        len(blocks), 1, height=0.27 * sum(heights) + 1.6, squeeze=False, height_ratios=heights
    )
    for axis, one in zip(axes[:, 0], blocks, strict=True):
        labels: list[str] = []
        for part, held in enumerate((one.block.summaries, one.block.held)):
            for i, summary in enumerate(held):
                before, after = (one.predicted[name][part][:, i] for name in ("prior", "posterior"))
                _row(axis, len(labels), before, after, summary.observed)
                labels.append(f"{_short(summary.key)}{' (held back)' if part else ''}")
        axis.set_yticks(range(len(labels)), labels)
        axis.set_ylim(len(labels) - 0.5, -0.5)
        axis.axhline(len(one.block.summaries) - 0.5, color="#999999", lw=0.8)
        axis.set_title(one.block.title)
        axis.set_xlim(-4.0, 4.0)
        axis.grid(axis="y", visible=False)
    axes[-1, 0].set_xlabel("standard deviations of the prior's forecast from its median")
    _legend(figure)
    sets = len(blocks[0].predicted["posterior"][0])
    return Drawn(
        "predicted",
        "What do prior and posterior foretell?",
        f"The first generation and {sets} sets simulated from the posterior; bars hold the middle 90%, dots are medians. "
        "Below the line: evidence that the same simulator gives and that nothing was fitted to.",
        figure,
    )


def _row(axis: Any, place: int, before: np.ndarray, after: np.ndarray, observed: float) -> None:
    """Draw one summary in units of the prior's own forecast."""
    finite = before[np.isfinite(before)]
    centre, spread = float(np.median(finite)), float(finite.std()) or 1.0
    for values, shift, colour, width in ((before, -0.17, "#999999", 2.6), (after, 0.17, POSTERIOR, 2.6)):
        seen = (values[np.isfinite(values)] - centre) / spread
        low, middle, high = np.quantile(seen, (0.05, 0.5, 0.95))
        axis.plot([low, high], [place + shift] * 2, color=colour, lw=width, solid_capstyle="butt")
        axis.plot(middle, place + shift, "o", ms=3.5, color=colour)
    at = float(np.clip((observed - centre) / spread, -3.95, 3.95))
    axis.plot([at, at], [place - 0.4, place + 0.4], color=OBSERVED, lw=2.2)


def _legend(figure: Any) -> None:
    from matplotlib.lines import Line2D

    kinds = (("prior", "#999999"), ("posterior", POSTERIOR), ("observed", OBSERVED))
    handles = [Line2D([], [], color=colour, lw=2.5) for _, colour in kinds]
    figure.legend(handles, [name for name, _ in kinds], loc="outside lower center", ncols=3)


def _short(key: str) -> str:
    return key.replace("-", " ")


def _sizes(found: Calibration) -> str:
    size = found.size
    counts = ", ".join(
        f"{size.particles[name]:,} particles ({one.block.title.lower()})" for name, one in found.found.items()
    )
    return f"{counts}, {size.generations} generation{'s' if size.generations > 1 else ''}"
