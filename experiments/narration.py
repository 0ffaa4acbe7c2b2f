"""Tell one history: who did what, when, and which terms decided; and draw it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa

from experiments.commands import CAVEAT, versions, warm_up
from experiments.drawing import draw_lines
from experiments.listing import console
from experiments.store import claim_folder, fingerprint, source_digest, write_bytes, write_table
from experiments.style import CATEGORIES, as_png, new_figure, styled
from experiments.traces import TURNS, summary_of
from model.errors import InputError
from model.kernel import simulate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from model.history import History
    from model.scenario import Scenario


def tell(scenario: Scenario, seed: int, out: Path | None, everything: bool, force: bool) -> None:
    """Play one history, print it, and draw it into `out`: by default results/run-SCENARIO-SEED-ASSUMPTIONS."""
    out = out or Path(f"results/run-{scenario.name}-{seed}-{scenario.digest()[:8]}")
    identity = {
        "job": "run",
        "scenario": scenario.to_dict(),
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions()})
    screen = console()
    warm_up(screen.print)
    history = simulate(scenario, seed)
    screen.print(f"[bold]{scenario.title}[/bold], seed {seed}, 18 March 2025 to {scenario.horizon}")
    screen.print(CAVEAT)
    previous = None
    for date, text, event in _lines(history, everything):
        shown = f"{date:%Y-%m-%d}" if date != previous else " " * 10
        indent = "    " if event == "reply" else "  "
        screen.print(f"{shown}{indent}{text}", highlight=False, markup=False)
        previous = date
    screen.print(summary_of(pd.Series(history.outcome())))
    try:
        picture = as_png(draw_history(history))
        write_bytes(out / "history.png", picture)
        for name, frame in (
            ("outcomes", pd.DataFrame([{"run": 0, "seed": seed, **history.outcome()}])),
            ("series", history.series()),
            ("events", history.events()),
        ):
            write_table(out / f"{name}.parquet", pa.Table.from_pandas(frame, preserve_index=False))
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    screen.print(f"Drawing: {out / 'history.png'}", soft_wrap=True)


def _lines(history: History, everything: bool) -> list[tuple]:
    """Dates, sentences and kinds of the events to tell: all of the first year, then the turning points."""
    events = history.events().assign(text=history.story())
    if not everything:
        first_year = events["week"] < 52
        answered = events["event"].isin(["proposal", "reply"]) & events["scope"].isin(["general", "final"])
        events = events[first_year | events["event"].isin(TURNS) | (answered & (events["week"] < 104))]
    return list(zip(events["date"], events["text"], events["event"], strict=True))


@styled
def draw_history(history: History) -> Figure:
    """Draw one history: front, truces, table, Kremlin, accounts, China."""
    frame = history.series()
    dates = frame["date"]
    figure, axes = new_figure(6, 1, height=10.5, sharex=True, height_ratios=(2, 0.7, 1.5, 1.5, 1.5, 1.5))
    axes[0].plot(dates, frame["occupied_km2"] / 1e3, color="#222222")
    axes[0].set_ylabel("thousand km²")
    axes[0].set_title("Area held by Russia")
    scopes = ("human", "short", "sector", "general", "final")
    for index, scope in enumerate(scopes):
        inside = frame["truce_scope"] == index
        axes[1].fill_between(
            dates, 0, 1, where=inside, color=CATEGORIES[index], step="post", label=scope, lw=0
        )
    axes[1].set_yticks([])
    axes[1].set_title("Highest truce in force")
    axes[1].legend(loc="center left", bbox_to_anchor=(1.0, 0.5), fontsize=7)
    draw_lines(axes[2], frame, {"us_russia": "US-Russia relation", "blame_russia": "blame on Russia"})
    draw_lines(axes[2], frame, {"cohesion": "Europe's cohesion", "us_aid": "US aid flow"}, 2)
    axes[2].set_title("The table")
    draw_lines(axes[3], frame, {"elite_support": "elite support", "elite_dissent": "open dissent"})
    draw_lines(
        axes[3], frame, {"loyalty_services": "loyalty of services", "personalisation": "personalisation"}, 2
    )
    axes[3].set_title("The Kremlin")
    draw_lines(
        axes[4], frame, {"key_rate": "key rate", "inflation": "inflation", "war_burden": "military share"}
    )
    axes[4].set_title("Russia's economy, shares a year")
    draw_lines(
        axes[5], frame, {"china_trade": "China's trade (2024 = 1)", "china_dual_use": "dual-use goods"}
    )
    draw_lines(axes[5], frame, {"dependence_trade": "dependence, trade", "autonomy": "autonomy"}, 2)
    axes[5].set_title("China")
    for week in frame.index[frame["incumbent"].diff().fillna(0) != 0]:
        for axis in axes:
            axis.axvline(dates[week], color="#CC79A7", lw=0.7)
    figure.text(
        0.99, 0.002, "one history; pink lines: change of ruler", ha="right", fontsize=7, color="#666666"
    )
    return figure
