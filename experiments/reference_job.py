"""Sets simulated rates beside the published ones, with intervals; writes table and figure."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy.stats import chi2

from agents.vocabulary import Happening
from experiments.baselines import base_rates
from experiments.chunks import run_seed
from experiments.reference_class import HORIZON, play_member
from experiments.reference_rates import CLUSTERS, CONTEXT, is_fitted
from experiments.reference_spells import COUNTS, YEAR, count, read
from experiments.statistics import share
from experiments.store import claim_folder, fingerprint, source_digest, write_bytes, write_table, write_text
from experiments.style import as_png, as_svg, in_style, new_figure
from model.compiling import processors
from model.errors import InputError
from model.kernel import play, warm
from model.world import World

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from model.scenario import Scenario

WAR = "war-exit-monthly"
RATES = tuple(key for cluster in CLUSTERS.values() for key in cluster)
RESAMPLED = 1000
SHARES = tuple(key for key in RATES if "rate" not in key and key != WAR)
COLOURS = {"fitted": "#0072B2", "test": "#D55E00", "context": "#888888"}
SAID = (
    "Bar: published frequency with its 90% range. Point: simulated, with its 95% interval. Blue: its cluster was drawn "
    "for the fit; orange: kept for the test; grey: another class, shown for comparison."
)

Progress = Callable[[int], object]


def war_exit(base: Scenario, seed: int) -> tuple[float, float]:
    """Whether the ruler of March 2025 ended the war (settled or decided) in one history, and his months at war."""
    world = World(base, seed)
    play(world)
    log = world.ledger["log"][0]
    events = log["events"][: int(log["count"])]
    ends = np.isin(events["kind"], (Happening.SETTLEMENT, Happening.WAR_DECIDED))
    leaves = (events["kind"] == Happening.EXIT) & (events["target"] == 0)
    ended = int(events["week"][ends][0]) if ends.any() else world.weeks
    left = int(events["week"][leaves][0]) if leaves.any() else world.weeks
    return float(ended < min(left, world.weeks)), 12.0 * min(ended, left, world.weeks) / YEAR


def counts(
    scenario: Scenario, runs: int, seed: int, workers: int | None = None, progress: Progress | None = None
) -> np.ndarray:
    """Events and exposure of each run for each of `RATES`, shape (runs, rates, 2).

    A run is a member of the class; for the war's rate it is a history of the scenario itself.
    """
    base = scenario.with_(horizon=HORIZON)
    places = list(COUNTS)

    def one(run: int) -> np.ndarray:
        own = run_seed(seed, run)
        found = count(read(play_member(base, own)))
        rows = [war_exit(scenario, own) if key == WAR else found[places.index(key)] for key in RATES]
        if progress is not None:
            progress(1)
        return np.array(rows, float)

    warm()
    with ThreadPoolExecutor(workers or processors()) as pool:
        return np.array(list(pool.map(one, range(runs))))


def interval(key: str, found: np.ndarray, rng: np.random.Generator) -> tuple[float, float, float]:
    """Value of a rate and its 95% interval: runs resampled whole; exact where nothing, or all, happened."""
    events, exposure = found.sum(axis=0)
    if exposure <= 0.0:
        return math.nan, math.nan, math.nan
    value = events / exposure
    if key in SHARES and events in (0.0, exposure):
        exact = share(np.full(int(exposure), events > 0.0))
        return value, exact.low, exact.high
    if events == 0.0:
        return value, 0.0, float(chi2.ppf(0.975, 2)) / 2.0 / exposure
    weights = rng.multinomial(len(found), np.full(len(found), 1.0 / len(found)), size=RESAMPLED)
    drawn = weights @ found
    known = drawn[drawn[:, 1] > 0.0]
    low, high = np.percentile(known[:, 0] / known[:, 1], (2.5, 97.5))
    return value, float(low), float(high)


def reference(
    scenario: Scenario, runs: int, seed: int, workers: int | None = None, progress: Progress | None = None
) -> pd.DataFrame:
    """Return a row a rate: simulated value and interval, published value and range, inside or not, and its part."""
    found = counts(scenario, runs, seed, workers, progress)
    rng = np.random.default_rng(seed)
    rows = []
    for place, key in enumerate(RATES):
        row = base_rates()[key]
        value, low, high = interval(key, found[:, place], rng)
        published, low90, high90 = (float(row[name]) for name in ("value", "low90", "high90"))
        rows.append(
            {
                "rate": key,
                "quantity": row["quantity"],
                "cluster": next(name for name, keys in CLUSTERS.items() if key in keys),
                "part": "context" if key in CONTEXT else "fitted" if is_fitted(key) else "test",
                "simulated": value,
                "low": low,
                "high": high,
                "events": found[:, place, 0].sum(),
                "exposure": found[:, place, 1].sum(),
                "published": published,
                "low90": low90,
                "high90": high90,
                "inside": bool(low90 <= value <= high90),
            }
        )
    return pd.DataFrame(rows)


def as_markdown(frame: pd.DataFrame) -> str:
    """Return the table in Markdown."""
    lines = [
        "| rate | simulated (95%) | events / at risk | published (90%) | inside | part |",
        "|---|---|---|---|---|---|",
    ]
    for _, row in frame.iterrows():
        lines.append(
            f"| {row['quantity']} | {row['simulated']:.3f} ({row['low']:.3f} to {row['high']:.3f}) | "
            f"{row['events']:.0f} / {row['exposure']:.0f} | {row['published']:.3f} "
            f"({row['low90']:.3f} to {row['high90']:.3f}) | {'yes' if row['inside'] else '**no**'} | {row['part']} |"
        )
    return "\n".join(lines) + "\n"


def draw(frame: pd.DataFrame, runs: int) -> Figure:
    """Draw simulated and published rates, hazards on the left, shares on the right."""
    figure, axes = new_figure(1, 2, height=4.6)
    hazard = ~frame["rate"].isin(SHARES)
    for axis, part, title in (
        (axes[0], frame[hazard], "Rates a year (war: a month)"),
        (axes[1], frame[~hazard], "Shares"),
    ):
        for place, (_, row) in enumerate(part.iterrows()):
            colour = COLOURS[row["part"]]
            axis.barh(place, row["high90"] - row["low90"], left=row["low90"], height=0.5, color="#dddddd")
            axis.plot([row["published"]] * 2, [place - 0.25, place + 0.25], color="#666666", linewidth=1.5)
            axis.plot([row["low"], row["high"]], [place, place], color=colour, linewidth=1.2)
            axis.plot(row["simulated"], place, "o", color=colour, markersize=4.5)
        axis.set_yticks(range(len(part)), [label.replace("-", " ") for label in part["rate"]])
        axis.invert_yaxis()
        axis.set_title(title)
        axis.set_xlim(0.0, 1.0 if part["rate"].isin(SHARES).all() else None)
    figure.supxlabel(f"{runs:,} members of the class. {SAID}", fontsize=7, wrap=True)
    return figure


def reference_into(
    scenario: Scenario, runs: int, seed: int, out: Path | None, workers: int | None, force: bool
) -> pd.DataFrame:
    """Play the class and write manifest, table and figure into `out`."""
    from experiments.commands import CAVEAT, progress_bar, versions, warm_up
    from experiments.listing import console

    out = out or Path(f"results/reference-{scenario.name}")
    identity = {
        "job": "reference",
        "scenario": scenario.to_dict(),
        "runs": runs,
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions(), "caveat": CAVEAT})
    screen = console()
    warm_up(screen.print)
    with progress_bar(runs) as progress:
        frame = reference(scenario, runs, seed, workers, progress)
    with in_style():
        figure = draw(frame, runs)
    try:
        write_table(out / "reference.parquet", pa.Table.from_pandas(frame, preserve_index=False))
        write_text(out / "reference.md", as_markdown(frame))
        write_text(out / "figures" / "reference.svg", as_svg(figure))
        picture = as_png(figure)
        write_bytes(out / "figures" / "reference.png", picture)
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    _show(frame, screen)
    tested = frame[frame["part"] == "test"]
    screen.print(
        f"{int(tested['inside'].sum())} of {len(tested)} rates kept for the test are inside their 90% range; "
        f"one in ten would be outside by chance. {CAVEAT}"
    )
    screen.print(
        f"Table: {out / 'reference.md'}; figure: {out / 'figures' / 'reference.png'}", soft_wrap=True
    )
    return frame


def _show(frame: pd.DataFrame, screen: Any) -> None:
    """Print the table."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("rate")
    for heading in ("simulated (95%)", "published (90%)", "inside", "part"):
        table.add_column(heading, justify="right", no_wrap=True)
    for _, row in frame.iterrows():
        table.add_row(
            row["rate"],
            f"{row['simulated']:.3f} ({row['low']:.3f} to {row['high']:.3f})",
            f"{row['published']:.3f} ({row['low90']:.3f} to {row['high90']:.3f})",
            "yes" if row["inside"] else "[bold]no[/bold]",
            row["part"],
        )
    screen.print(table)
