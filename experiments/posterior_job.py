"""`dilemma compare --over posterior`: the same draws over prior and posterior, side by side in a table and a report."""

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
from experiments.over_posterior import POSTERIOR, PRIOR, SideBySide, designs_side_by_side, read_sample
from experiments.pages import page_of
from experiments.parsing import parse_value, parse_vary
from experiments.priors import OverPriors, over_priors
from experiments.priors_job import CAVEAT, add_legend, cells_of, wrapped
from experiments.sensitivity import values_of
from experiments.store import source_digest, write_bytes, write_json, write_text
from experiments.style import as_png, colour_of, in_style, new_figure
from experiments.sweeps import sweep_into
from experiments.verify import write_digests
from model.scenario import Scenario

READING = (
    "Over the prior every parameter with a declared range varies in it; over the posterior the calibrated ones follow "
    "the posterior sample and all others are as over the prior, draw by draw, with the same shocks. Means are over "
    "draws and histories, with 95% intervals that hold both layers; ranges hold the expected outcome of nine in "
    "ten draws. Where "
    "the two columns agree, the fitted evidence does not bear on the outcome."
)
HEADINGS = (
    "outcome",
    "assumption",
    "prior: mean (95%)",
    "posterior: mean (95%)",
    "prior: 90% of draws",
    "posterior: 90% of draws",
)


def compare_over_posterior(
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
    posterior: Path | None = None,
) -> SideBySide:
    """Compare over prior and posterior and write everything into `out`; what was played before is read.

    Raises
    ------
    InputError
        If a name, a number or the sample is wrong, or a folder holds something else.
    """
    name, values = parse_vary(scenario, vary)
    stated = None if reference is None else parse_value(scenario.parameter(name), reference)
    against = reference_of(scenario, name, values, stated)
    sample = read_sample(scenario, posterior)
    designs = designs_side_by_side(scenario, name, values, draws, runs, seed, sample)
    screen = console()
    found: list[OverPriors] = []
    with place_of(cluster, workers) as place:
        if place.executor is None:
            warm_up(screen.print)
        with progress_bar(2 * draws * len(values) * runs) as progress:
            for over, asked in zip((PRIOR, POSTERIOR), designs, strict=True):
                folder = out / over
                sweep_into(
                    asked, folder, place.workers, force, place.executor, screen.print, progress, summary=False
                )
                found.append(over_priors(asked, *values_of(asked, folder), reference=against))
    both = SideBySide(found[0], found[1], sample)
    _write(both, out, posterior)
    _print(both, out)
    return both


def _write(both: SideBySide, out: Path, posterior: Path | None) -> None:
    """Write the table, the figure and the report."""
    write_text(out / "headlines.csv", both.table().to_csv(index=False, float_format="%.6g"))
    about = {"command": _command(both, posterior), "horizon": both.prior.asked.scenario.horizon}
    write_json(out / "headlines.json", {**about, "source": source_digest()})
    drawn = draw_side_by_side(both)
    write_bytes(out / "figures" / f"{drawn.name}.png", as_png(drawn.figure))
    asked = both.prior.asked
    text = page_of(
        "posterior.html",
        title=f"What changes when {both.prior.name} is varied, before and after the fitted evidence?",
        caveat=CAVEAT,
        reading=READING,
        draws=asked.samples,
        parameters=len(asked.uncertainties),
        calibrated=len(both.sample.draws.columns),
        runs=asked.runs,
        seed=asked.seed,
        failed=both.prior.failed + both.posterior.failed,
        figures=[drawn],
        headings=HEADINGS,
        rows=_rows(both),
        notice=notice(both),
        command=_command(both, posterior),
    )
    write_text(out / "report.html", text)
    for folder in (PRIOR, POSTERIOR):
        write_digests(out / folder)


def notice(both: SideBySide) -> str:
    """Say what the posterior sample rests on, and whether the model has changed since."""
    about = both.sample.about
    if not about:
        return "Nothing beside the posterior sample says what it rests on."
    text = (
        f"Posterior sample of {len(both.sample.draws)} draws made by {about['command']} with model "
        f"{about['version']}, source {about['source'][:12]}. The evidence identifies "
        f"{', '.join(about['identified']) or 'none of them'}."
    )
    if about["source"] != source_digest():
        text += (
            f" The model has changed since (now source {source_digest()[:12]}): the sample is that of "
            "the earlier rules."
        )
    return text


def _command(both: SideBySide, posterior: Path | None) -> str:
    asked = both.prior.asked
    vary = f"{both.prior.name}={','.join(map(str, both.prior.assumptions))}"
    return (
        f"dilemma compare {asked.scenario.name} --over posterior --vary {vary} --draws {asked.samples} "
        f"--runs {asked.runs} --seed {asked.seed} --reference {both.prior.reference}"
        f"{'' if posterior is None else f' --posterior {posterior}'}{changes_of(asked.scenario, both.prior.name)}"
    )


def _rows(both: SideBySide) -> list[tuple[str, ...]]:
    """Levels, each followed by its difference from the reference: prior and posterior beside each other."""
    rows = []
    for headline in both.prior.headlines:
        for value in both.prior.assumptions:
            cells = [cells_of(over.layers(headline.name, value), headline.unit) for over in _of(both)]
            rows.append((headline.label, str(value), *_beside(cells)))
            if value != both.prior.reference:
                cells = [cells_of(over.contrast(headline.name, value), headline.unit) for over in _of(both)]
                rows.append((headline.label, f"{value} less {both.prior.reference}", *_beside(cells)))
    return rows


def _of(both: SideBySide) -> tuple[OverPriors, OverPriors]:
    return both.prior, both.posterior


def _beside(cells: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Means of both, then ranges of both."""
    return (cells[0][0], cells[1][0], cells[0][1], cells[1][1])


def draw_side_by_side(both: SideBySide) -> Drawn:
    """Draw each share under each assumption: over the prior above, over the posterior below it."""
    prior = both.prior
    shown = [h for h in prior.headlines if h.unit == "share" or h.unit == "0..1"]
    with in_style():
        figure, axes = new_figure(height=0.75 * len(shown) + 1.2)
        step = 0.8 / len(prior.assumptions)
        for row, headline in enumerate(shown):
            for place, value in enumerate(prior.assumptions):
                colour = colour_of(value, place)
                for over, shift in ((prior, -0.22), (both.posterior, 0.22)):
                    height = row - 0.4 + (place + 0.5 + shift) * step
                    _bar(axes, over.layers(headline.name, value), height, colour, over is prior)
        axes.set_yticks(range(len(shown)), [wrapped(h.label) for h in shown])
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.set_xlim(-0.02, 1.02)
        axes.set_xlabel("share of histories" + (" (last row: index)" if shown[-1].unit == "0..1" else ""))
        axes.grid(axis="y", visible=False)
        add_legend(figure, prior)
    asked = prior.asked
    return Drawn(
        "posterior",
        "What does the fitted evidence change?",
        f"{asked.samples} draws, {asked.runs} histories of each under each assumption. Of each pair the upper bar "
        f"(hollow "
        "dot) is over the prior, the lower (full dot) over the posterior. Pale: where the expected share of nine in ten "
        "draws lies; dots and thin bars: mean and its 95% interval.",
        figure,
    )


def _bar(axes: Any, layers: Any, height: float, colour: str, hollow: bool) -> None:
    ends = np.clip((layers.lowest, layers.highest), 0.0, 1.0)
    axes.plot(
        ends, [height, height], color=colour, lw=4.0, alpha=0.18 if hollow else 0.4, solid_capstyle="butt"
    )
    axes.plot([layers.low, layers.high], [height, height], color=colour, lw=1.2)
    face = "white" if hollow else colour
    axes.plot(layers.value, height, "o", ms=3.8, color=colour, markerfacecolor=face)


def _print(both: SideBySide, out: Path) -> None:
    """Print the table, and where the rest is."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        table.add_column(heading)
    for row in _rows(both):
        table.add_row(*row)
    screen = console()
    screen.print(table)
    failed = both.prior.failed + both.posterior.failed
    if failed:
        screen.print(f"{failed} histories ended with an error; see the column error of outcomes.parquet")
    screen.print(notice(both))
    screen.print(CAVEAT)
    screen.print(f"Report: {out / 'report.html'}", soft_wrap=True)
