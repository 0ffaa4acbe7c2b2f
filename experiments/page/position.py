"""The dilemma map with the place of the history on it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.vocabulary import Actor
from experiments.answer_map import OPENINGS, dilemma_map, momentum_of
from experiments.drawing import Drawn, patch
from experiments.map_figure import ORDER, draw_likeliest
from experiments.style import ANSWER_COLOURS, new_figure

if TYPE_CHECKING:
    from experiments.page.moment import Moment
    from model.scenario import Scenario

PARTY = "russia"
GRID = 13
"""Points along each axis: about half a second, once a setting."""


@functools.lru_cache(maxsize=16)
def map_of(scenario: Scenario) -> pd.DataFrame:
    """Return the map of a scenario; visitors share it."""
    return dilemma_map(scenario, PARTY, grid=GRID)


def draw_position(moment: Moment) -> Drawn:
    """Draw the regions of the most likely answer, the way of this history through them, and its answers so far."""
    figure, (field, counts) = new_figure(1, 2, height=3.7, width_ratios=(1.5, 1))
    frame = map_of(moment.scenario)
    draw_likeliest(field, frame)
    _draw_way(field, frame, moment)
    given = moment.answers(Actor.RUSSIA)
    counts.barh(ORDER, [given[answer] for answer in ORDER], color=[ANSWER_COLOURS[a] for a in ORDER])
    counts.invert_yaxis()
    counts.set_xlim(0.0, max(5.0, *(1.1 * v for v in given.values())))
    counts.set_title("Russia's answers so far")
    counts.set_xlabel("general ceasefires put to it, count")
    counts.grid(axis="y", visible=False)
    shown = [answer for answer in ORDER if (frame["answer"] == answer).any()]
    field.legend(
        [patch(ANSWER_COLOURS[answer]) for answer in shown],
        shown,
        loc="upper right",
        title="most likely answer",
        frameon=True,
        framealpha=0.9,
    )
    return Drawn(
        "position",
        "Fight on or take the opening: where does this history stand?",
        f"{moment.words}. Regions: Russia's most likely answer on 18 March 2025 to the mediator's proposal of a general "
        f"30-day ceasefire, at {len(frame):,} points, each a week played without shocks; all but the two axes is as on "
        "that day, so that answers of later years need not follow them. Small circle: start; large: now; line: the way "
        "between, as far as it was on the page. A circle at the edge lies beyond it.",
        figure,
    )


def _draw_way(axis: Any, frame: pd.DataFrame, moment: Moment) -> None:
    right, top = frame["momentum_km2"].max(), frame["opening"].max()
    start = (momentum_of(moment.scenario), float(moment.scenario[OPENINGS[PARTY]]))
    way = np.clip(np.array([start, *moment.trail]), 0.0, (right, top))
    axis.plot(way[:, 0], way[:, 1], color="black", lw=0.8)
    axis.plot(*way[0], "o", ms=4, color="white", mec="black")
    axis.plot(*way[-1], "o", ms=10, color="white", mec="black", mew=1.6, clip_on=False, zorder=5)
    axis.set_xlim(0.0, right)
    axis.set_ylim(0.0, top)
    axis.set_xlabel("expected advance, km² a month")
    axis.set_ylabel("worth of standing with\nthe mediator, share of the prize")
    axis.set_title("The map")
    axis.grid(visible=False)
