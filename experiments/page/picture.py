"""A figure on the page: its question, the picture, and in words what it shows."""

from __future__ import annotations

import base64
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import solara

from experiments.style import as_svg, in_style

if TYPE_CHECKING:
    from collections.abc import Callable

    from experiments.drawing import Drawn

_PLACES: dict[tuple[str, int], list[Any]] = {}
"""Where the axes of each figure stand: to lay a figure out takes longer than to draw it, and it is drawn each week."""
_drawing = threading.RLock()
ROOM = 0.12  # inches left at the edges for labels that grow wider while a history is played


@dataclass(frozen=True)
class Pictured:
    """A figure that is drawn: what the browser is handed."""

    name: str
    title: str
    caption: str
    source: str


def pictured(draw: Callable[..., Drawn], *arguments: Any) -> Pictured:
    """Draw a figure and return it as the source of an image; one at a time, since the house's style is global."""
    with _drawing, in_style():
        drawn = draw(*arguments)
        _settle(drawn)
        svg = as_svg(drawn.figure)
    source = "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()
    return Pictured(drawn.name, drawn.title, drawn.caption, source)


def _settle(drawn: Drawn) -> None:
    """Put the axes where those of an earlier figure of this name stood, or lay the figure out."""
    figure = drawn.figure
    key = (drawn.name, len(figure.axes))
    if key not in _PLACES:
        engine: Any = figure.get_layout_engine()
        if engine is None:
            return
        engine.set(w_pad=ROOM, h_pad=ROOM)
        engine.execute(figure)
        _PLACES[key] = [axis.get_position() for axis in figure.axes]
    figure.set_layout_engine("none")
    for axis, place in zip(figure.axes, _PLACES[key], strict=True):
        axis.set_position(place)


@solara.component
def Picture(shown: Pictured) -> None:
    """Show a figure; who cannot see it is told by its words."""
    with solara.v.Html(tag="figure", class_="picture", attributes={"id": f"picture-{shown.name}"}):
        solara.v.Html(tag="h2", children=[shown.title])
        words = {"src": shown.source, "alt": f"{shown.title} {shown.caption}"}
        solara.v.Html(tag="img", attributes=words)
        solara.v.Html(tag="figcaption", children=[shown.caption])
