"""Figures of a comparison in the order of the report; drawn here: the headlines, and what changes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from experiments.drawing import Drawn, add_legend, sample_of
from experiments.headlines import headlines_for
from experiments.kremlin_figures import draw_consolidation, draw_exits, draw_loyalty
from experiments.network import draw_network
from experiments.regime_figures import draw_dependence, draw_leader, draw_succession
from experiments.style import colour_of, in_style, new_figure
from experiments.war_figures import draw_answers, draw_territory, draw_truces
from model.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.comparison import Comparison


def draw_all(comparison: Comparison) -> list[Drawn]:
    """Draw the figures of a comparison in the order of the report."""
    with in_style():
        return [make(comparison) for make in _makers().values()]


def figure_of(comparison: Comparison, name: str) -> Drawn:
    """Draw one figure of the report, with its question and caption: "headlines", "contrasts", "exits" and so on.

    Raises
    ------
    InputError
        If the report has no figure of that name.
    """
    makers = _makers()
    if name not in makers:
        raise InputError(f"figure: found {name!r}; allowed: one of {', '.join(makers)}")
    with in_style():
        return makers[name](comparison)


def _makers() -> dict[str, Callable[[Comparison], Drawn]]:
    """What draws each figure of the report, by its name."""
    return {
        "headlines": draw_headlines,
        "contrasts": draw_contrasts,
        "territory": draw_territory,
        "answers": draw_answers,
        "truces": draw_truces,
        "leader": draw_leader,
        "exits": draw_exits,
        "succession": draw_succession,
        "consolidation": draw_consolidation,
        "loyalty": draw_loyalty,
        "network": draw_network,
        "dependence": draw_dependence,
    }


def plot_comparison(comparison: Comparison) -> Figure:
    """Draw the headline outcomes of a comparison; a notebook shows the figure."""
    with in_style():
        return draw_headlines(comparison).figure


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
    add_legend(figure, comparison)
    return Drawn(
        "headlines",
        "How often does each outcome come about?",
        f"Dots: share of {sample_of(comparison)}; bars: 95% intervals of chance alone (Wilson; Student for a mean "
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
            found = comparison.contrast(headline.values, value)
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
    add_legend(figure, comparison, skip=comparison.reference)
    return Drawn(
        "contrasts",
        f"What changes against {comparison.against}?",
        f"Differences between histories of the same seed, {sample_of(comparison)}; bars: 95% paired intervals. "
        "Filled dots: the interval leaves out 0.",
        figure,
    )


def _wrap(text: str, width: int) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))
