"""`dilemma compare --over priors`: the draws played into a folder, and both layers in a table, a figure and a report."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rich.table import Table

from experiments.cluster import place_of
from experiments.commands import changes_of, progress_bar, warm_up
from experiments.comparison import reference_of
from experiments.drawing import Drawn
from experiments.listing import console
from experiments.pages import page_of
from experiments.parsing import parse_value, parse_vary
from experiments.priors import Layers, OverPriors, design_over_priors, over_priors
from experiments.sensitivity import values_of
from experiments.store import write_bytes, write_text
from experiments.style import as_png, colour_of, in_style, new_figure
from experiments.sweeps import sweep_into
from experiments.verify import write_digests
from model.scenario import Scenario

CAVEAT = (
    "These are frequencies among simulated histories, conditional on the stated assumptions and on ranges that are "
    "themselves judgements. They are not forecasts, and nothing here is advice."
)
READING = (
    "Every parameter with a declared range varies in it, drawn evenly, or on its logarithm where the range spans a "
    "tenfold or more. The mean is over draws and histories, with a 95% interval that holds both layers. Chance is the "
    "standard deviation between histories of one draw; between draws is that of the expected outcome from draw to draw, "
    "with chance taken out; the "
    "range holds nine in ten draws. More histories shrink nothing of the second layer, only better sources do."
)
HEADINGS = (
    "outcome",
    "assumption",
    "mean (95%)",
    "90% of draws",
    "chance",
    "between draws",
    "share between draws",
)


def compare_over_priors(
    scenario: Scenario,
    vary: str,
    draws: int,
    runs: int,
    seed: int,
    out: Path,
    workers: int | None,
    force: bool,
    reference: str | None = None,
    cluster: str | None = None,
) -> OverPriors:
    """Compare over draws of the declared ranges and write everything into `out`; what was played before is read.

    Raises
    ------
    InputError
        If a name or a number is wrong, or the folder holds something else.
    """
    name, values = parse_vary(scenario, vary)
    stated = None if reference is None else parse_value(scenario.parameter(name), reference)
    against = reference_of(scenario, name, values, stated)
    asked = design_over_priors(scenario, name, values, draws, runs, seed)
    screen = console()
    with place_of(cluster, workers) as place:
        if place.executor is None:
            warm_up(screen.print)
        with progress_bar(draws * len(values) * runs) as progress:
            sweep_into(
                asked, out, place.workers, force, place.executor, screen.print, progress, summary=False
            )
    found = over_priors(asked, *values_of(asked, out), reference=against)
    _write(found, out)
    _print(found, out)
    return found


def _write(found: OverPriors, out: Path) -> None:
    """Write the table, the figure and the report."""
    write_text(out / "priors.csv", found.table().to_csv(index=False, float_format="%.6g"))
    drawn = draw_over_priors(found)
    write_bytes(out / "figures" / f"{drawn.name}.png", as_png(drawn.figure))
    asked = found.asked
    text = page_of(
        "priors.html",
        title=f"What changes over all that is uncertain when {found.name} is varied?",
        caveat=CAVEAT,
        reading=READING,
        draws=asked.samples,
        parameters=len(asked.uncertainties),
        runs=asked.runs,
        seed=asked.seed,
        failed=found.failed,
        figures=[drawn],
        headings=HEADINGS,
        rows=_rows(found),
        command=_command(found),
    )
    write_text(out / "report.html", text)
    write_digests(out)


def _command(found: OverPriors) -> str:
    asked = found.asked
    vary = f"{found.name}={','.join(map(str, found.assumptions))}"
    return (
        f"dilemma compare {asked.scenario.name} --over priors --vary {vary} --draws {asked.samples} "
        f"--runs {asked.runs} --seed {asked.seed} --reference {found.reference}{changes_of(asked.scenario, found.name)}"
    )


def _rows(found: OverPriors) -> list[tuple[str, ...]]:
    """Rows as readers see them: levels, each followed by its difference from the reference."""
    rows = []
    for headline in found.headlines:
        for value in found.assumptions:
            rows.append(
                (headline.label, str(value), *cells_of(found.layers(headline.name, value), headline.unit))
            )
            if value != found.reference:
                against = f"{value} less {found.reference}"
                rows.append(
                    (headline.label, against, *cells_of(found.contrast(headline.name, value), headline.unit))
                )
    return rows


def cells_of(layers: Layers, unit: str) -> tuple[str, ...]:
    """Return both layers as readers see them."""

    def shown(number: float) -> str:
        return f"{number:,.0f}" if unit == "km2" else f"{number:.3f}"

    share = "" if np.isnan(layers.share) else f"{layers.share:.2f}"
    return (
        f"{shown(layers.value)} ({shown(layers.low)} to {shown(layers.high)})",
        f"{shown(layers.lowest)} to {shown(layers.highest)}",
        shown(layers.chance),
        shown(layers.between),
        share,
    )


def draw_over_priors(found: OverPriors) -> Drawn:
    """Draw each share under each assumption: where nine in ten draws lie, the mean, and how much of it all is chance."""
    shown = [h for h in found.headlines if h.unit == "share" or h.unit == "0..1"]
    with in_style():
        figure, (left, right) = new_figure(
            1, 2, height=0.6 * len(shown) + 1.2, sharey=True, width_ratios=(3.0, 1.0)
        )
        step = 0.76 / len(found.assumptions)
        for row, headline in enumerate(shown):
            for place, value in enumerate(found.assumptions):
                layers = found.layers(headline.name, value)
                height, colour = row - 0.38 + (place + 0.5) * step, colour_of(value, place)
                ends = np.clip((layers.lowest, layers.highest), 0.0, 1.0)
                left.plot(ends, [height, height], color=colour, lw=4.5, alpha=0.35, solid_capstyle="butt")
                left.plot([layers.low, layers.high], [height, height], color=colour, lw=1.4)
                left.plot(layers.value, height, "o", ms=3.5, color=colour)
                if not np.isnan(layers.share):
                    right.barh(height, layers.share, height=0.8 * step, color=colour)
        left.set_yticks(range(len(shown)), [wrapped(h.label) for h in shown])
        left.set_ylim(len(shown) - 0.5, -0.5)
        left.set_xlim(-0.02, 1.02)
        left.set_xlabel(
            "share of histories (last row: index)" if shown[-1].unit == "0..1" else "share of histories"
        )
        right.set_xlim(0.0, 1.0)
        right.set_xlabel("share of the variance\nbetween draws")
        for axes in (left, right):
            axes.grid(axis="y", visible=False)
        add_legend(figure, found)
    asked = found.asked
    return Drawn(
        "priors",
        "How far do the assumptions matter over all that is uncertain?",
        f"{asked.samples} draws of {len(asked.uncertainties)} parameters, {asked.runs} histories of each under each "
        "assumption. Pale bars: where the expected share of nine in ten draws lies, chance taken out; dots and thin "
        "bars: mean and its 95% interval. Right: of the variance of a history, what lies between draws.",
        figure,
    )


def add_legend(figure: Any, found: OverPriors) -> None:
    """Put a legend of the assumptions below a figure."""
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], color=colour_of(v, i), lw=2) for i, v in enumerate(found.assumptions)]
    figure.legend(handles, list(map(str, found.assumptions)), loc="outside lower center", ncols=len(handles))


def wrapped(text: str) -> str:
    """Break a label into lines."""
    import textwrap

    return "\n".join(textwrap.wrap(text, 34))


def _print(found: OverPriors, out: Path) -> None:
    """Print the table, and where the rest is."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        table.add_column(heading)
    for row in _rows(found):
        table.add_row(*row)
    screen = console()
    screen.print(table)
    if found.failed:
        screen.print(
            f"{found.failed} histories ended with an error; see the column error of outcomes.parquet"
        )
    screen.print(CAVEAT)
    screen.print(f"Report: {out / 'report.html'}", soft_wrap=True)
