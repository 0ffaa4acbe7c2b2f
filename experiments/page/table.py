"""The table of the negotiators: who proposed what, and how Russia and Ukraine answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.vocabulary import Scope, label
from experiments.drawing import Drawn, label_dates, patch
from experiments.style import ANSWER_COLOURS, new_figure
from model.calendar import START

if TYPE_CHECKING:
    from experiments.page.moment import Moment

SIDES = {"russia": "Russia answers", "ukraine": "Ukraine answers"}
RUNGS = ("exchange", "short truce", "sector truce", "general ceasefire", "settlement")
MARKS = {"united-states": ("o", "the United States"), "russia": ("s", "Russia"), "ukraine": ("^", "Ukraine")}
OTHERS = ("D", "others")


def proposals(events: pd.DataFrame) -> pd.DataFrame:
    """Return a row a proposal: week, date, proposer, scope, length, and the answer of each side to it."""
    put = events.loc[events["event"] == "proposal", ["week", "date", "actor", "scope", "value", "text"]]
    for side in SIDES:
        given = events[(events["event"] == "reply") & (events["actor"] == side)]
        answers = given.rename(columns={"detail": side})[["week", side]].drop_duplicates("week")
        put = put.merge(answers, on="week", how="left")
    return put.rename(columns={"actor": "proposer"}).reset_index(drop=True)


def draw_table(moment: Moment) -> Drawn:
    """Draw the proposals as a timeline, a rung of the ladder a row, coloured by the answer."""
    figure, axes = new_figure(2, 1, height=4.4, sharex=True, sharey=True)
    rows = proposals(moment.events)
    heights = rows["scope"].map({label(scope): float(scope) for scope in Scope})
    for axis, (side, title) in zip(axes, SIDES.items(), strict=True):
        _shade_truces(axis, moment.series)
        for proposer in rows["proposer"].unique():
            chosen = (rows["proposer"] == proposer) & rows[side].notna()
            axis.scatter(
                rows.loc[chosen, "date"],
                heights[chosen],
                s=26,
                marker=MARKS.get(proposer, OTHERS)[0],
                c=[ANSWER_COLOURS[answer] for answer in rows.loc[chosen, side]],
                edgecolors="#444444",
                linewidths=0.4,
                zorder=3,
            )
        axis.set_title(title)
        axis.set_yticks(range(len(RUNGS)), RUNGS)
        axis.set_ylim(-0.6, len(RUNGS) - 0.4)
        axis.set_xlim(START, moment.last)
        label_dates(axis)
    figure.legend(handles=_legend(), loc="outside lower center", ncols=5, fontsize=7.5)
    return Drawn(
        "table",
        "Who proposes what, and who answers how?",
        f"{moment.words}: {len(rows):,} proposals. Height: what was proposed; form: by whom; colour: how the side "
        "answered (a side does not answer its own). Grey bars: the highest truce in force.",
        figure,
    )


def _shade_truces(axis: Any, series: pd.DataFrame) -> None:
    """Shade each rung while it is the highest truce in force."""
    for scope in np.unique(series["truce_scope"][series["truce_scope"] >= 0]):
        within = series["truce_scope"] == scope
        axis.fill_between(
            series["date"], scope - 0.3, scope + 0.3, where=within, step="post", color="#dddddd", lw=0
        )


def _legend() -> list[Any]:
    from matplotlib.lines import Line2D

    answers = [patch(colour) for colour in ANSWER_COLOURS.values()]
    for handle, answer in zip(answers, ANSWER_COLOURS, strict=True):
        handle.set_label({"partial": "accept a lower rung", "ignored": "ignore"}.get(answer, answer))
    marks = [
        Line2D([], [], ls="none", marker=mark, ms=5, color="#777777", label=f"put by {words}")
        for mark, words in (*MARKS.values(), OTHERS)
    ]
    return [*answers, *marks]
