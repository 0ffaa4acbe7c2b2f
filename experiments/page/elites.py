"""The elite network at the start and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from experiments.drawing import Drawn
from experiments.network import READING, plot_network

if TYPE_CHECKING:
    from experiments.page.moment import Moment


def draw_elites(moment: Moment) -> Drawn:
    """Draw who is whose client, how strong, and who dissents in public."""
    return Drawn(
        "elites",
        "How do the elites stand to the ruler, and to each other?",
        f"{moment.words}. {READING}",
        plot_network(moment.elites),
    )
