"""The armed organs: force near the capital, loyalty, and whom each of them distrusts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from agents.vocabulary import Organ, label
from experiments.drawing import LINES, Drawn
from experiments.style import new_figure

if TYPE_CHECKING:
    from experiments.page.moment import Moment

CAPITALS = {"fsb", "fso", "mvd", "svr", "gu"}


def names() -> list[str]:
    """Return the organs as readers know them."""
    words = [label(organ).replace("-", " ") for organ in Organ]
    return [word.upper() if word in CAPITALS else word[0].upper() + word[1:] for word in words]


def draw_services(moment: Moment) -> Drawn:
    """Draw force, loyalty and rivalry, an organ a row."""
    figure, (force, loyalty, rivalry) = new_figure(1, 3, height=3.7, sharey=True, width_ratios=(1, 1, 1.35))
    now, before = moment.ledger["services"], moment.before
    rows = np.arange(len(now))
    force.barh(rows, now["force"], color=LINES[0], height=0.65)
    force.set_title("Force")
    force.set_xlabel("share of all force\nnear the capital")
    loyalty.hlines(rows, before["loyalty"], now["loyalty"], color="#999999", lw=1.2)
    loyalty.plot(before["loyalty"], rows, "o", ms=5, color="white", mec="#777777")
    loyalty.plot(now["loyalty"], rows, "o", ms=5.5, color=LINES[0])
    loyalty.set_xlim(0.0, 1.0)
    loyalty.set_title("Loyalty")
    loyalty.set_xlabel("to the ruler, 0 to 1")
    _draw_rivalry(figure, rivalry, now["rivalry"])
    force.set_yticks(rows, names())
    for axis in (force, loyalty):
        axis.grid(axis="y", visible=False)
    return Drawn(
        "services",
        "Who is armed, who is loyal, who distrusts whom?",
        f"{moment.words}. Open circles: loyalty when the history was opened. Right: how far the organ of the row "
        "distrusts that of the column.",
        figure,
    )


def _draw_rivalry(figure: Any, axis: Any, distrust: np.ndarray) -> None:
    shown = np.where(np.eye(len(distrust), dtype=bool), np.nan, distrust)
    image = axis.imshow(shown, cmap="Greys", vmin=0.0, vmax=1.0, aspect="auto")
    axis.set_xticks(np.arange(len(distrust)), names(), rotation=60, ha="right")
    axis.grid(visible=False)
    axis.set_title("Rivalry")
    figure.colorbar(image, ax=axis, label="distrust, 0 to 1", shrink=0.8)
