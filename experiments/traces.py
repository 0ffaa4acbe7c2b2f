"""The trace of a typical history and of an extreme one: which they are, and their turning points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from experiments.headlines import headlines_for
from model.kernel import simulate

if TYPE_CHECKING:
    from experiments.comparison import Comparison

# Events that turn a history; answers count where a general ceasefire or a settlement was put.
TURNS = (
    "truce-begins",
    "truce-extended",
    "truce-expires",
    "truce-breaks",
    "settlement",
    "war-decided",
    "pressure-switch",
    "aid-change",
    "sanctions-change",
    "office-changes",
    "election",
    "martial-law-ends",
    "martial-law-restored",
    "support-changes",
    "purge",
    "heir-named",
    "cascade",
    "plot-forms",
    "plot-exposed",
    "coup",
    "exit",
    "acting-president",
    "contest",
    "succession",
    "regime-ends",
)
LESSER = (
    ("pressure-switch", "aid-change", "purge", "truce-extended", "contest"),
    ("truce-begins", "truce-expires", "truce-breaks"),
)
"""What gives way where there is too much, the later ones first: then truces in a sector too."""
LONGEST = 60


@dataclass(frozen=True)
class Line:
    """One line of a trace."""

    date: str
    text: str


@dataclass(frozen=True)
class Trace:
    """The trace of one history."""

    title: str
    summary: str
    command: str
    lines: list[Line]
    left_out: int


def traces_of(comparison: Comparison) -> list[Trace]:
    """Return the traces of the typical and of the extreme history under the reference assumption."""
    frame = comparison.of(comparison.reference)
    frame = frame[frame["run"].isin(comparison.series["run"].unique())]
    distance = _distances(frame, comparison.weeks)
    return [
        _trace(comparison, frame.iloc[int(np.argmin(distance))], "A typical history"),
        _trace(comparison, frame.iloc[int(np.argmax(distance))], "An extreme history"),
    ]


def _distances(frame: pd.DataFrame, weeks: int) -> np.ndarray:
    """Distance of each run from the middle of all, over the headline outcomes in standard deviations."""
    columns = []
    for headline in headlines_for(weeks):
        values = headline.values(frame).astype(float)
        if np.isfinite(values).any():
            values = np.where(np.isnan(values), np.nanmean(values), values)
            spread = values.std()
            if spread > 0:
                columns.append((values - np.median(values)) / spread)
    return np.sqrt(np.square(columns).sum(axis=0)) if columns else np.zeros(len(frame))


def _trace(comparison: Comparison, row: pd.Series, title: str) -> Trace:
    from experiments.commands import changes_of

    scenario = comparison.scenario.with_(**{comparison.name: comparison.reference})
    history = simulate(scenario, int(row["seed"]))
    events = history.events().assign(text=history.story())
    kept = select_turns(events)
    left_out = len(select_turns(events, len(events))) - len(kept)
    lines = [Line(f"{date:%Y-%m-%d}", text) for date, text in zip(kept["date"], kept["text"], strict=True)]
    changes = changes_of(scenario, "")
    command = f"dilemma run {comparison.scenario.name} --seed {row['seed']}{changes}"
    return Trace(title, summary_of(row), command, lines, left_out)


def select_turns(events: pd.DataFrame, longest: int = LONGEST) -> pd.DataFrame:
    """Return the turning points: all rare events, and the first answers to general ceasefires."""
    turning = events["event"].isin(TURNS) & ~(
        events["scope"].isin(["human", "short"]) & events["event"].str.startswith("truce")
    )
    answers = (
        (events["event"] == "reply")
        & (events["actor"] == "russia")
        & events["scope"].isin(["general", "final"])
    )
    first = answers & (answers.cumsum() <= 3)
    chosen = events[turning | first]
    for lesser in LESSER:
        if len(chosen) > longest:
            small = chosen["event"].isin(lesser) & chosen["scope"].isin(["sector", "none"])
            room = max(longest - int((~small).sum()), 0)
            chosen = chosen[~small | (small.cumsum() <= room)]
    return chosen.iloc[:longest]


def summary_of(outcome: pd.Series) -> str:
    """Return one history in a sentence or two."""
    parts = []
    if outcome["general_week"] >= 0:
        parts.append(
            f"General ceasefires concluded: {int(outcome['general_made'])}, "
            f"the longest {outcome['general_longest']:.0f} days."
        )
    else:
        parts.append("No general ceasefire is concluded.")
    if outcome["settlement"]:
        parts.append("A settlement is signed.")
    if outcome["exit"]:
        after = outcome["exit_week"] * 7 / 365.2425
        parts.append(
            f"The incumbent leaves after {after:.1f} years ({outcome['exit_cause'].replace('-', ' ')})"
            + (
                f", followed by {outcome['succession'].replace('-', ' ')}."
                if outcome["succession"] != "none"
                else "."
            )
        )
    else:
        parts.append("The incumbent rules to the end.")
    parts.append(f"Russia ends with {outcome['occupied_km2']:,.0f} km² of Ukraine.")
    return " ".join(parts)
