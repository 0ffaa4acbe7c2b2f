"""The elite network of one history over time: who is whose client, how strong, and who dissents in public.

A history is played again to each date: what comes later cannot touch what came before, and a test holds that.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.vocabulary import FACTIONS, Faction, label
from experiments.drawing import Drawn
from experiments.style import in_style, new_figure
from model.calendar import date_of
from model.kernel import play, simulate
from model.world import World

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.comparison import Comparison
    from model.scenario import Scenario

FACTION_COLOURS = (
    "#332288",
    "#88CCEE",
    "#117733",
    "#999933",
    "#44AA99",
    "#DDCC77",
    "#CC6677",
    "#AA4499",
    "#882255",
)
MOST_DATES = 4
MOST_DRAWN = 150
"""Elites drawn at most: the strongest at the start."""
READING = (
    "Each elite is an office, in a fixed place. Colour: faction; area: power; lines: from client to patron, light ones "
    "to the ruler in the middle; red ring: dissents in public."
)
GOLDEN = math.pi * (3.0 - math.sqrt(5.0))
DISSENT = "#E00000"


@dataclass(frozen=True)
class Snapshot:
    """The elites at the end of a week.

    Attributes
    ----------
    week : int
        Week of the run.
    words : str
        What makes it worth a look.
    elites : structured array of shape (elites,)
        The roster, dtype of `agents.elites.Elite`.
    ruled : bool
        Whether somebody holds the leader's office.
    """

    week: int
    words: str
    elites: np.ndarray
    ruled: bool

    @property
    def date(self) -> dt.date:
        """First day of the week."""
        return date_of(self.week)

    @property
    def dissent(self) -> float:
        """Share of the tier's power that dissents in public."""
        power = self.elites["power"]
        return float(power[self.elites["dissents"]].sum() / power.sum())


def snapshot(scenario: Scenario, seed: int, week: int, words: str = "") -> Snapshot:
    """Play a history to the end of `week` and keep its elites."""
    world = World(scenario.with_(horizon=date_of(week + 1).isoformat()), seed)
    play(world)
    return Snapshot(week, words, world.roster.elites.copy(), bool(world.ledger["leader"]["in_office"][0]))


def dates_worth_a_look(series: pd.DataFrame, outcome: pd.Series | dict[str, Any]) -> list[tuple[int, str]]:
    """Return up to four weeks of a history and what makes each worth a look.

    The start; most open dissent; the last week before the incumbent leaves and the one in which his succession is
    resolved, or that of lowest support if he stays; the end. What comes first here goes first where there are more.
    """
    found = {0: "the start"}
    dissent = series["elite_dissent"].to_numpy()
    if dissent.max() > 0:
        found.setdefault(int(dissent.argmax()), "most open dissent")
    if outcome["exit"]:
        left = int(outcome["exit_week"])
        found.setdefault(max(left - 1, 0), "the week before the exit")
        if outcome["succession"] != "none":
            found.setdefault(left + int(outcome["succession_weeks"]), "a successor is settled")
    else:
        found.setdefault(int(series["elite_support"].to_numpy().argmin()), "support at its lowest")
    found.setdefault(int(series["week"].iloc[-1]), "the end")
    return sorted(list(found.items())[:MOST_DATES])


def network_of(scenario: Scenario, seed: int) -> list[Snapshot]:
    """Return the elites of one history at the dates worth a look."""
    history = simulate(scenario, seed)
    weeks = dates_worth_a_look(history.series(), history.outcome())
    return [snapshot(scenario, seed, week, words) for week, words in weeks]


def places_of(elites: np.ndarray) -> np.ndarray:
    """Return a fixed place for each elite: factions round the leader, the strongest of each nearest to its middle."""
    place = np.zeros((len(elites), 2))
    for faction in range(FACTIONS):
        rows = np.flatnonzero(elites["faction"] == faction)
        rows = rows[np.argsort(-elites["power"][rows], kind="stable")]
        turn = math.pi / 2 - 2.0 * math.pi * faction / FACTIONS
        order = np.arange(len(rows))
        radius = 0.23 * np.sqrt((order + 0.3) / max(len(elites) / FACTIONS, 1.0))
        place[rows, 0] = 0.72 * math.cos(turn) + radius * np.cos(GOLDEN * order)
        place[rows, 1] = 0.72 * math.sin(turn) + radius * np.sin(GOLDEN * order)
    return place


def plot_network(snapshots: Sequence[Snapshot]) -> Figure:
    """Draw the elites at each date side by side; returns a matplotlib Figure."""
    with in_style():
        figure, axes = new_figure(1, len(snapshots), height=7.4 / max(len(snapshots), 2) + 1.0, squeeze=False)
        first = snapshots[0].elites
        shown = np.sort(np.argsort(-first["power"], kind="stable")[:MOST_DRAWN])
        place = places_of(first)
        for axis, one in zip(axes[0], snapshots, strict=True):
            _draw_one(axis, one, shown, place)
        figure.legend(handles=_legend(), loc="outside lower center", ncols=4, fontsize=7.5)
    return figure


def _draw_one(axis: Any, one: Snapshot, shown: np.ndarray, place: np.ndarray) -> None:
    from matplotlib.collections import LineCollection

    elites = one.elites
    drawn = set(shown.tolist())
    own = [(place[row], np.zeros(2)) for row in shown if elites["patron"][row] < 0]
    clients = [(place[row], place[elites["patron"][row]]) for row in shown if elites["patron"][row] in drawn]
    if one.ruled:
        axis.add_collection(LineCollection(own, colors="#cfcfcf", linewidths=0.5, zorder=1))
    axis.add_collection(LineCollection(clients, colors="#8a8a8a", linewidths=0.5, zorder=1))
    dissents = elites["dissents"][shown].astype(bool)
    power = elites["power"][shown] * len(elites)
    colours = [FACTION_COLOURS[faction] for faction in elites["faction"][shown]]
    axis.scatter(
        place[shown, 0],
        place[shown, 1],
        s=7.0 * power,
        c=colours,
        edgecolors=np.where(dissents, DISSENT, "white"),
        linewidths=np.where(dissents, 1.1, 0.3),
        zorder=2,
    )
    marker = {"color": "black"} if one.ruled else {"color": "white", "mec": "black"}
    axis.plot(0, 0, "*", ms=9, zorder=3, **marker)
    axis.set_title(f"{one.date.day} {one.date:%B %Y}\n{one.words}", fontsize=8, pad=2)
    axis.set_xlim(-1.02, 1.02)
    axis.set_ylim(-1.02, 1.02)
    axis.set_aspect("equal")
    axis.set_xticks([])
    axis.set_yticks([])
    axis.set_xlabel(f"openly dissenting: {one.dissent:.0%} of power", fontsize=7.5)
    axis.grid(visible=False)
    for spine in axis.spines.values():
        spine.set_visible(False)


def _legend() -> list[Any]:
    from matplotlib.lines import Line2D

    dot: dict[str, Any] = {"ls": "none", "marker": "o", "ms": 6, "mec": "none"}
    handles = [
        Line2D([], [], color=colour, label=label(faction).replace("-", " "), **dot)
        for faction, colour in zip(Faction, FACTION_COLOURS, strict=True)
    ]
    ring = {**dot, "mec": DISSENT, "mew": 1.2}
    handles.append(Line2D([], [], color="white", label="dissents in public", **ring))
    handles.append(Line2D([], [], color="black", label="ruler (open: vacancy)", ls="none", marker="*", ms=8))
    return handles


def history_to_show(comparison: Comparison) -> pd.Series:
    """Return the outcome of the history, of those kept under the reference, with the most open dissent in any week.

    Histories in which the incumbent leaves come first; of equals, the earliest run.
    """
    series = comparison.series[comparison.series[comparison.name] == comparison.reference]
    most = series.groupby("run")["elite_dissent"].max()
    frame = comparison.of(comparison.reference)
    frame = frame[frame["run"].isin(most.index)].assign(most=lambda f: f["run"].map(most))
    return frame.sort_values(["exit", "most", "run"], ascending=[False, False, True]).iloc[0]


def draw_network(comparison: Comparison) -> Drawn:
    """Draw the elites of the history with the most open dissent, under the reference assumption."""
    scenario = comparison.scenario.with_(**{comparison.name: comparison.reference})
    seed = int(history_to_show(comparison)["seed"])
    snapshots = network_of(scenario, seed)
    count = len(snapshots[0].elites)
    drawn = f"the {MOST_DRAWN} strongest of {count:,}" if count > MOST_DRAWN else f"{count:,}"
    return Drawn(
        "network",
        "How do the elites stand to the ruler, and to each other?",
        f"One history (seed {seed}, under {comparison.against}): of the {comparison.kept:,} kept in full the one with "
        "the most open dissent, preferring those in which the incumbent leaves. It illustrates and proves nothing. "
        f"{drawn} elites. {READING}",
        plot_network(snapshots),
    )
