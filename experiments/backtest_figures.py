"""Figures of the back-test: row by row, scores against naive forecasts, the line against its fan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.vocabulary import Actor, Answer, label
from experiments.drawing import Drawn
from experiments.rolling import BASELINES, MODEL
from experiments.style import ANSWER_COLOURS, OBSERVED, in_style, new_figure

if TYPE_CHECKING:
    from experiments.backtest import Backtest
    from experiments.fan import Fan

BASELINE_COLOURS = ("#882255", "#44AA99", "#999933")
NAIVE = {
    "most frequent": "the most frequent answer so far",
    "by scope": "frequencies so far at the same scope",
    "last answer": "the last answer repeated",
}
"""What the naive forecasts say."""
OFF_LADDER = {"proc": "talks", "force": "aid"}
"""Words for what stands on no rung of the ladder (the one proposal of means in the record is of aid)."""
PARTY_NAMES = {"russia": "Russia", "ukraine": "Ukraine", "both": "Both"}


def draw_backtest(found: Backtest) -> list[Drawn]:
    """Draw the figures in the order of the report."""
    with in_style():
        drawn = [draw_rows(found), draw_differences(found.scores)]
        if found.fan is not None:
            drawn.append(draw_fan(found.fan))
    return drawn


def draw_rows(found: Backtest) -> Drawn:
    """Draw the probability foretold of each answer, and mark the answer on record."""
    model = found.forecasts[found.forecasts["forecaster"] == MODEL]
    parties = [label(Actor.RUSSIA), label(Actor.UKRAINE)]
    counts = [int((model["party"] == party).sum()) for party in parties]
    figure, axes = new_figure(2, 1, height=0.2 * sum(counts) + 1.6, height_ratios=[max(n, 1) for n in counts])
    for axis, party in zip(axes, parties, strict=True):
        _draw_party(axis, model[model["party"] == party])
        axis.set_title(f"Answers of {PARTY_NAMES[party]}")
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=6)
    return Drawn(
        "rows",
        "What was foretold of each answer, and what was answered?",
        f"Rolling origin: each bar rests on the answers of earlier days alone. {len(model)} answers to proposals of "
        "others. The first of each side is foretold without any answer, so that all classes are alike.",
        figure,
    )


def _draw_party(axis: Any, rows: pd.DataFrame) -> None:
    height = np.arange(len(rows))
    left = np.zeros(len(rows))
    for answer in Answer:
        width = rows[label(answer)].to_numpy(float)
        axis.barh(
            height,
            width,
            left=left,
            height=0.78,
            color=ANSWER_COLOURS[label(answer)],
            label=label(answer),
            lw=0,
        )
        seen = (rows["observed"] == label(answer)).to_numpy()
        axis.plot(
            left[seen] + width[seen] / 2,
            height[seen],
            "o",
            ms=5,
            color="white",
            mec="black",
            mew=1.0,
            ls="none",
            label="on record" if answer == Answer.ACCEPT else None,
        )
        left += width
    axis.set_yticks(
        height,
        [
            f"{r['date']}  {OFF_LADDER.get(r['scope'], r['scope'])}, {_short(r['proposer'])}"
            for r in rows.to_dict("records")
        ],
    )
    axis.set_ylim(len(rows) - 0.4, -0.6)
    axis.set_xlim(0, 1)
    axis.grid(visible=False)


def _short(proposer: str) -> str:
    return {"united-states": "US", "european-union": "EU", "united-kingdom": "UK"}.get(
        proposer, PARTY_NAMES.get(proposer, proposer)
    )


def draw_differences(scores: pd.DataFrame) -> Drawn:
    """Draw the model's scores less those of each naive forecast, with intervals."""
    parties = list(PARTY_NAMES)
    figure, axes = new_figure(1, 2, height=2.6, sharey=True)
    titles = {"log_score": "Log score", "ranked_score": "Ranked probability score"}
    for axis, (score, title) in zip(axes, titles.items(), strict=True):
        for place, party in enumerate(parties):
            for position, name in enumerate(BASELINES):
                row = scores[(scores["party"] == party) & (scores["forecaster"] == name)].iloc[0]
                height = place + 0.24 * (position - 1)
                colour = BASELINE_COLOURS[position]
                ends = [row[f"{score}_low"], row[f"{score}_high"]]
                axis.plot(ends, [height, height], color=colour, lw=1.6)
                axis.plot(
                    row[f"{score}_difference"],
                    height,
                    "o",
                    ms=4.5,
                    color=colour,
                    label=NAIVE[name] if place == 0 else None,
                )
        axis.axvline(0.0, color="#444444", lw=0.8)
        axis.set_title(title)
        axis.set_xlabel("model less naive forecast\n(left of 0: the model is better)")
        axis.set_yticks(range(len(parties)), list(PARTY_NAMES.values()))
        axis.set_ylim(len(parties) - 0.5, -0.5)
    handles, names = axes[0].get_legend_handles_labels()
    figure.legend(handles, names, loc="outside lower center", ncols=3)
    return Drawn(
        "differences",
        "Is the model better than naive forecasts?",
        "Mean differences of scores over the same answers (less is better), with 95% intervals of the paired bootstrap. "
        "An interval that crosses 0: the two cannot be told apart on so few answers.",
        figure,
    )


def draw_fan(fan: Fan) -> Drawn:
    """Draw the simulated fan, the random walk and what was observed."""
    table = fan.table()
    days = pd.to_datetime(table["date"])
    figure, axis = new_figure(height=3.4)
    thousand = 1e3
    axis.fill_between(
        days,
        table["q05"] / thousand,
        table["q95"] / thousand,
        color="#d9d9d9",
        lw=0,
        label="90% of histories",
    )
    axis.fill_between(
        days,
        table["q25"] / thousand,
        table["q75"] / thousand,
        color="#b0b0b0",
        lw=0,
        label="50% of histories",
    )
    axis.plot(days, table["q50"] / thousand, color="#222222", lw=1.2, label="median of histories")
    axis.plot(
        days,
        table["walk_mean"] / thousand,
        color="#882255",
        lw=1.2,
        ls=(0, (5, 1.5)),
        label="random walk, mean",
    )
    for sign in (-1.0, 1.0):
        edge = table["walk_mean"] + sign * 1.64485 * table["walk_sd"]
        axis.plot(
            days,
            edge / thousand,
            color="#882255",
            lw=0.8,
            ls=(0, (1, 1)),
            label="random walk, 90%" if sign > 0 else None,
        )
    axis.plot(days, table["observed_km2"] / thousand, "o", color=OBSERVED, ms=5, label="observed")
    axis.set_ylabel("area held by Russia, thousand km²")
    axis.legend(loc="upper left", ncols=2)
    return Drawn(
        "territory",
        "Did the line stay within the fan?",
        f"Bands: {len(fan.members):,} histories from 18 March 2025, read at month ends. Dashed: a random walk with the "
        "mean and spread of the monthly gains before. Both forecasts use data up to 17 March 2025; dots came after.",
        figure,
    )
