"""Draw the dilemma map, and write it into a folder that can be read offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from agents.vocabulary import Answer, label
from experiments.answer_map import (
    LIMIT_CASE,
    OPENINGS,
    answer_at,
    cases_of,
    dilemma_map,
    limit_lines,
    momentum_of,
)
from experiments.commands import CAVEAT, versions
from experiments.drawing import Drawn, patch
from experiments.listing import console
from experiments.store import claim_folder, fingerprint, source_digest, write_bytes, write_table, write_text
from experiments.style import ANSWER_COLOURS, as_png, as_svg, new_figure, styled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.figure import Figure

    from model.scenario import Scenario

ORDER = [label(a) for a in reversed(Answer)]
PANELS: dict[str, tuple[str, ...]] = {
    "accept": ("accept",),
    "partial": ("partial",),
    "conditional": ("conditional",),
    "reject or ignore": ("reject", "ignored"),
}
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)
WIDTH = 10.0
ASKED = {
    "human": "an exchange of prisoners",
    "short": "a truce of days",
    "sector": "a 30-day truce in one sector",
    "general": "a general 30-day ceasefire",
    "final": "a settlement",
}


def plot_map(
    frame: pd.DataFrame, scenario: Scenario, party: str = "russia", scope: str = "general"
) -> Figure:
    """Draw a map made by `dilemma_map`: a row a case, the most likely answer and the probability of each."""
    return draw_map(frame, scenario, party, scope).figure


@styled
def draw_map(frame: pd.DataFrame, scenario: Scenario, party: str, scope: str) -> Drawn:
    """Draw the map with its question and caption."""
    points = len(frame.drop_duplicates(["momentum_km2", "opening"]))
    cases = list(dict.fromkeys(frame["case"]))
    columns = 1 + len(PANELS)
    figure, axes = new_figure(
        len(cases), columns, height=2.15 * len(cases) + 1.0, sharex=True, sharey=True, squeeze=False
    )
    figure.set_size_inches(WIDTH, 2.15 * len(cases) + 1.0)
    for row, case in zip(axes, cases, strict=True):
        part = frame[frame["case"] == case]
        draw_likeliest(row[0], part)
        for axis, answers in zip(row[1:], PANELS.values(), strict=True):
            _draw_probability(axis, part, answers, LEVELS if case != LIMIT_CASE else ())
        for axis in row:
            axis.plot(momentum_of(scenario), _opening(scenario, party), "o", ms=5, color="white", mec="black")
            axis.axvline(float(scenario["front.momentum"]), color="black", lw=0.8, ls=(0, (2, 2)))
            axis.grid(visible=False)
        if case == LIMIT_CASE:
            _draw_limit(row[0], part, scenario)
        row[0].set_ylabel(f"{case}\n\nvalue of the opening, prize")
    for axis, title in zip(axes[0], ("most likely answer", *PANELS), strict=True):
        axis.set_title(title if title == "most likely answer" else f"chance: {title}", fontsize=9)
    for axis in axes[-1]:
        axis.set_xlabel("momentum, km² a month")
    shown = [a for a in ORDER if (frame["answer"] == a).any()]
    handles = [patch(ANSWER_COLOURS[a]) for a in shown]
    figure.legend(handles, shown, loc="outside lower left", ncols=len(shown), title="most likely answer")
    return Drawn(
        "map",
        f"How does {party.capitalize()} answer the mediator's proposal of {ASKED[scope]}?",
        "Left: most likely answer; then the chance of each, darker for higher. Across: expected advance, season "
        "aside; upwards: worth of the mediator's standing, in prizes (all that is fought over is 1). Circle: 18 March "
        f"2025; dashed: advance in the four weeks before. No histories: each of {points:,} points a case is one week "
        "played by the rules of a run without shocks; probabilities are means over the type of the office-holder.",
        figure,
    )


def _opening(scenario: Scenario, party: str) -> float:
    return float(scenario[OPENINGS[party]])


def _grid(part: pd.DataFrame, values: pd.Series) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    table = part.assign(shown=values).pivot(index="opening", columns="momentum_km2", values="shown")
    return table.columns.to_numpy(), table.index.to_numpy(), table.to_numpy()


def draw_likeliest(axis: Any, part: pd.DataFrame) -> None:
    """Fill the regions in which each answer is the most likely."""
    from matplotlib.colors import ListedColormap

    x, y, codes = _grid(part, part["answer"].map(ORDER.index))
    colours = ListedColormap([ANSWER_COLOURS[a] for a in ORDER])
    axis.pcolormesh(
        x, y, codes, cmap=colours, vmin=-0.5, vmax=len(ORDER) - 0.5, shading="nearest", rasterized=True
    )


def _draw_probability(
    axis: Any, part: pd.DataFrame, answers: Sequence[str], contours: Sequence[float]
) -> None:
    """Shade a probability and label its contours."""
    x, y, share = _grid(part, part[[f"p_{a}" for a in answers]].sum(axis=1))
    axis.pcolormesh(x, y, share, cmap="Greys", vmin=0.0, vmax=1.8, shading="nearest", rasterized=True)
    levels = [v for v in contours if share.min() < v < share.max()]
    if levels:
        lines = axis.contour(x, y, share, levels=levels, colors="#333333", linewidths=0.8)
        axis.clabel(lines, fmt="%.2f", fontsize=6.5)
    elif contours:
        axis.text(0.5, 0.5, _range_of(share), ha="center", transform=axis.transAxes, fontsize=7.5)


def _range_of(share: np.ndarray) -> str:
    """Say in words where a probability lies that crosses no contour."""
    low, high = float(share.min()), float(share.max())
    return f"below {high + 5e-4:.3f}" if high < LEVELS[0] else f"{low:.2f} to {high:.2f}"


def _draw_limit(axis: Any, part: pd.DataFrame, scenario: Scenario) -> None:
    """Draw the boundaries of the closed form over the regions."""
    momentum, accept, partial = limit_lines(part, scenario)
    top = float(part["opening"].max())
    for line in (accept, partial):
        axis.plot(momentum, line, color="black", lw=1.2)
    axis.set_ylim(0.0, top)


def map_into(
    scenario: Scenario,
    party: str,
    scope: str,
    terms_off: list[str],
    grid: int,
    limit: bool,
    out: Path | None,
    force: bool,
) -> pd.DataFrame:
    """Make the map and write manifest, table and figure into `out`."""
    from model.errors import InputError

    frame = dilemma_map(scenario, party, scope, terms_off, grid, limit)
    out = out or Path(f"results/map-{scenario.name}-{party}-{scope}")
    identity = {
        "job": "map",
        "scenario": scenario.to_dict(),
        "party": party,
        "scope": scope,
        "without": terms_off,
        "grid": grid,
        "limit": limit,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions(), "caveat": CAVEAT})
    drawn = draw_map(frame, scenario, party, scope)
    try:
        write_table(out / "map.parquet", pa.Table.from_pandas(frame, preserve_index=False))
        write_text(out / "figures" / "map.svg", as_svg(drawn.figure))
        picture = as_png(drawn.figure)
        write_bytes(out / "figures" / "map.png", picture)
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    _tell(scenario, party, scope, cases_of(scenario, terms_off, limit), drawn, out)
    return frame


def _tell(
    scenario: Scenario, party: str, scope: str, cases: dict[str, Scenario], drawn: Drawn, out: Path
) -> None:
    """Print what each case says of 18 March 2025."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    table.add_column("18 March 2025")
    for name in ("most likely", *ORDER):
        table.add_column(name, justify="right")
    momentum, opening = momentum_of(scenario), _opening(scenario, party)
    for case, assumed in cases.items():
        row = answer_at(assumed, party, scope, momentum, opening)
        table.add_row(case, row["answer"], *(f"{row[f'p_{a}']:.3f}" for a in ORDER))
    screen = console()
    screen.print(f"[bold]{drawn.title}[/bold]")
    screen.print(table)
    screen.print(drawn.caption)
    screen.print(CAVEAT)
    screen.print(f"Figure: {out / 'figures' / 'map.png'}", soft_wrap=True)
