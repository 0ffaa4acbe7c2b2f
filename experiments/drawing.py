"""What figures share: title and caption, the legend of the assumptions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from experiments.style import as_png, as_svg, colour_of, dash_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from matplotlib.figure import Figure

    from experiments.comparison import Comparison

LINES = ("#0072B2", "#D55E00", "#009E73", "#E69F00")
SCREEN = 110
"""Points an inch of a figure in a notebook."""


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

    def _ipython_display_(self) -> None:
        """Show question, picture and caption where a cell of a notebook ends with the figure."""
        from IPython.display import Image, Markdown, display

        display(Markdown(f"**{self.title}**"))
        display(Image(as_png(self.figure, SCREEN)))
        display(Markdown(self.caption))


def sample_of(comparison: Comparison) -> str:
    """Say how many histories a figure rests on."""
    return f"{comparison.runs:,} histories under each assumption"


def add_legend(figure: Figure, comparison: Comparison, skip: object = None) -> None:
    """Put one legend of the assumptions below a figure."""
    from matplotlib.lines import Line2D

    shown = [(i, v) for i, v in enumerate(comparison.values) if v != skip]
    handles = [Line2D([], [], color=colour_of(v, i), ls=dash_of(v), lw=2) for i, v in shown]
    figure.legend(
        handles, [comparison.label(v) for _, v in shown], loc="outside lower center", ncols=len(shown)
    )


def draw_lines(axis: Any, frame: pd.DataFrame, columns: Mapping[str, str], first: int = 0) -> None:
    """Draw weekly observables as lines, their words in a legend beside the panel; `first` colour of the house."""
    for index, (column, words) in enumerate(columns.items()):
        axis.plot(frame["date"], frame[column], color=LINES[first + index], lw=1.1, label=words)
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=7)


def label_dates(axis: Any) -> None:
    """Label an axis of dates with few words, however long it is."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=6)
    axis.xaxis.set_major_locator(locator)
    axis.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))


def patch(colour: str) -> Any:
    """Return a patch of one colour for a legend."""
    from matplotlib.patches import Patch

    return Patch(color=colour)
