"""Draw the surface of succession outcomes over the two primitives, and write it into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.commands import CAVEAT, progress_bar, versions, warm_up
from experiments.drawing import Drawn
from experiments.listing import console
from experiments.store import claim_folder, fingerprint, source_digest, write_bytes, write_table, write_text
from experiments.style import as_png, as_svg, new_figure, styled
from experiments.succession_surface import (
    CASES,
    FIGHTING,
    FOCUS,
    OUTCOMES,
    Surface,
    levels_of,
    succession_surface,
)
from model.errors import InputError

if TYPE_CHECKING:
    from model.scenario import Scenario

WIDTH, ROW = 9.6, 3.3
COLUMNS = {
    "orderly": "settled, no threat or force",
    "contested": "contested: threat, late, opened",
    "armed": "armed conflict",
}
DARK = 0.45  # share from which a cell's text is white
PERSONAL = ("succession.institution_loss", "leader.personalisation")
"""What weakens the focus on an acting premier in the scenario itself."""


@styled
def draw_surface(surface: Surface, scenario: Scenario) -> Drawn:
    """Draw a panel an outcome and a row a focal candidate: each cell a share with its interval."""
    table = surface.table()
    cases = list(CASES)
    figure, axes = new_figure(
        len(cases), len(OUTCOMES), height=ROW * len(cases) + 0.6, sharex=True, sharey=True
    )
    figure.set_size_inches(WIDTH, ROW * len(cases) + 0.6)
    for row, case in zip(axes, cases, strict=True):
        for axis, outcome in zip(row, OUTCOMES, strict=True):
            drawn = _panel(axis, table[(table["case"] == case) & (table["outcome"] == outcome)])
            if case == cases[0]:
                axis.set_title(COLUMNS[outcome], fontsize=9)
                _mark(axis, scenario, table)
        row[0].set_ylabel(f"focal: {case}\n\ncost of elite fighting, prize")
    for axis in axes[-1]:
        axis.set_xlabel("focus on him, 0 vacuum .. 1 all see him")
    figure.colorbar(drawn, ax=axes, shrink=0.5, label="share of histories")
    return Drawn(
        "succession",
        "A vacuum or elites who join forces? Outcomes of a succession over two primitives",
        f"The ruler dies in the first week; {surface.runs} histories at every point, on the same shocks. Each cell: "
        "share and half the width of Wilson's 95% interval. Upwards (not to scale): what elite fighting costs one who "
        "wants nothing but stability; across: how far a candidate is seen as the one to join. Circle: the defaults.",
        figure,
    )


def _panel(axis: Any, part: pd.DataFrame) -> Any:
    """One field, with the number in each cell."""
    part = part.assign(half=(part["high"] - part["low"]) / 2.0)
    grid = part.pivot(index="fighting", columns="focus", values="value")
    half = part.pivot(index="fighting", columns="focus", values="half").to_numpy(float)
    drawn = axis.imshow(grid.to_numpy(), origin="lower", cmap="cividis_r", vmin=0.0, vmax=1.0, aspect="auto")
    for (y, x), value in np.ndenumerate(grid.to_numpy()):
        colour = "white" if value > DARK else "#222222"
        axis.text(x, y, f"{value:.2f}\n±{half[y, x]:.2f}", ha="center", va="center", color=colour, fontsize=6)
    axis.set_xticks(range(grid.shape[1]), [f"{float(v):g}" for v in grid.columns])
    axis.set_yticks(range(grid.shape[0]), [f"{float(v):g}" for v in grid.index])
    axis.grid(visible=False)
    return drawn


def _mark(axis: Any, scenario: Scenario, table: pd.DataFrame) -> None:
    """Mark where the scenario itself stands: an acting premier, his focus weakened by personal rule."""
    loss, personal = (float(scenario[name]) for name in PERSONAL)
    focus = float(scenario[FOCUS]) * (1.0 - loss * personal)
    fighting = float(scenario[FIGHTING])
    places = [np.sort(table[name].unique()) for name in ("focus", "fighting")]
    x, y = (
        np.interp(v, levels, range(len(levels))) for v, levels in zip((focus, fighting), places, strict=True)
    )
    axis.plot(x, y, "o", ms=11, mfc="none", mec="#D55E00", mew=1.6)


def succession_into(
    scenario: Scenario, runs: int, grid: int, seed: int, out: Path | None, workers: int | None, force: bool
) -> Surface:
    """Play the surface, write manifest, tables and figure into `out`, and say how steep it is."""
    levels_of(scenario, FIGHTING, grid)
    out = out or Path(f"results/succession-{scenario.name}")
    identity = {
        "job": "succession",
        "scenario": scenario.to_dict(),
        "runs": runs,
        "grid": grid,
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions(), "caveat": CAVEAT})
    screen = console()
    warm_up(screen.print)
    with progress_bar(len(CASES) * grid * grid * runs) as progress:
        surface = succession_surface(scenario, runs, grid, seed, workers, progress)
    drawn = draw_surface(surface, scenario)
    try:
        write_table(out / "outcomes.parquet", pa.Table.from_pandas(surface.outcomes, preserve_index=False))
        write_table(out / "summary.parquet", pa.Table.from_pandas(surface.table(), preserve_index=False))
        write_text(out / "figures" / "succession.svg", as_svg(drawn.figure))
        write_bytes(out / "figures" / "succession.png", as_png(drawn.figure))
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    _tell(surface, drawn, out)
    return surface


def _tell(surface: Surface, drawn: Drawn, out: Path) -> None:
    """Print the range of each outcome, and how far it moves from end to end of each primitive."""
    from rich.table import Table

    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("focal", "outcome", "lowest", "highest", "by the cost of fighting", "by focus"):
        table.add_column(heading)
    found = surface.table()
    for case in CASES:
        for outcome in OUTCOMES:
            values = found.loc[(found["case"] == case) & (found["outcome"] == outcome), "value"]
            moves = [surface.steepness(case, outcome, axis) for axis in ("fighting", "focus")]
            cells = [f"{m.value:+.2f} ({m.low:+.2f} to {m.high:+.2f})" for m in moves]
            table.add_row(case, outcome, f"{values.min():.2f}", f"{values.max():.2f}", *cells)
    screen = console()
    screen.print(f"[bold]{drawn.title}[/bold]")
    screen.print(table)
    screen.print(drawn.caption)
    screen.print(CAVEAT)
    screen.print(f"Figure: {out / 'figures' / 'succession.png'}", soft_wrap=True)
