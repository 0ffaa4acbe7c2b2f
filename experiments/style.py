"""How figures look: one colour an assumption everywhere, safe for colour blindness and print."""

from __future__ import annotations

import functools
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# Okabe and Ito (2008), a palette that survives colour blindness; line styles carry the difference in print.
COLOURS = {
    "no-limits": "#0072B2",
    "hedged": "#222222",
    "transactional": "#E69F00",
    "withdrawn": "#D55E00",
    "endogenous": "#009E73",
}
DASHES: dict[str, Any] = {
    "no-limits": "solid",
    "hedged": "solid",
    "transactional": (0, (5, 1.5)),
    "withdrawn": (0, (3, 1.2, 1, 1.2)),
    "endogenous": (0, (1, 1)),
}
_SPARE = ("#0072B2", "#222222", "#E69F00", "#D55E00", "#009E73", "#CC79A7", "#56B4E9", "#999933")
CATEGORIES = ("#332288", "#88CCEE", "#44AA99", "#117733", "#DDCC77", "#CC6677", "#882255", "#BBBBBB")
ANSWER_COLOURS = {
    "accept": "#1B7837",
    "partial": "#8FCE8A",
    "conditional": "#DCC3E6",
    "reject": "#762A83",
    "ignored": "#B3B3B3",
}
"""Answers, from granting (green) to refusing (purple): a scale that survives colour blindness (Brewer's PRGn)."""
CAUSE_COLOURS = ("#77AADD", "#99DDFF", "#EE8866", "#FFAABB", "#BBCC33", "#EEDD88", "#AAAA00")
"""Causes of an exit: nature in blue, force in red, handover, uprising, defeat at the polls (Tol's light scheme)."""
OBSERVED = "#CC79A7"
"""What was observed, in every figure that shows it."""
OBSERVED_WORDS = "#A8487C"
"""The same in words, dark enough to be read."""
WIDTH = 7.4


def colour_of(value: object, position: int) -> str:
    """Return the colour of an assumption: its own, or one by position where it has none."""
    return COLOURS.get(str(value), _SPARE[position % len(_SPARE)])


def dash_of(value: object) -> Any:
    """Return the line style of an assumption."""
    return DASHES.get(str(value), "solid")


def in_style() -> Any:
    """Return a context in which figures are drawn in the house's style."""
    import matplotlib as mpl

    return mpl.rc_context(_settings())


def styled[**P, R](draw: Callable[P, R]) -> Callable[P, R]:
    """Let a function draw in the house's style, wherever it is called."""

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> R:
        with in_style():
            return draw(*args, **kwargs)

    return drawn


@functools.cache
def _settings() -> Any:
    return {
        "font.size": 9,
        "font.family": "DejaVu Sans",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 10,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.edgecolor": "#666666",
        "axes.labelcolor": "#333333",
        "xtick.color": "#333333",
        "ytick.color": "#333333",
        "axes.grid": True,
        "grid.color": "#e6e6e6",
        "grid.linewidth": 0.6,
        "axes.axisbelow": True,
        "legend.frameon": False,
        "legend.fontsize": 8,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "svg.hashsalt": "dilemma",
        "figure.constrained_layout.use": True,
    }


def new_figure(rows: int = 1, columns: int = 1, height: float = 3.2, **options: Any) -> tuple[Figure, Any]:
    """Return a figure in the house's style and its axes; it needs no display."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with in_style():
        figure = Figure(figsize=(WIDTH, height), layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.subplots(rows, columns, **options)
    return figure, axes


def as_svg(figure: Figure) -> str:
    """Return a figure as an SVG element, the same text every time."""
    buffer = io.StringIO()
    with in_style():
        figure.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    return text[text.index("<svg") :]


def as_png(figure: Figure, dpi: int = 200) -> bytes:
    """Return a figure as PNG, by default at twice the size it is read at."""
    buffer = io.BytesIO()
    with in_style():
        figure.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()
