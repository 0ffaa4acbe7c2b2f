"""What a calibration writes and says: tables, pictures, a page, and words on what was found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.table import Table

from experiments.calibration_figures import draw_all
from experiments.calibration_screening import Uncertain
from experiments.commands import changes_of, versions
from experiments.listing import console
from experiments.pages import page_of
from experiments.posterior import quantiles_of
from experiments.store import source_digest, write_bytes, write_json, write_text
from experiments.style import as_png
from experiments.verify import write_digests

if TYPE_CHECKING:
    from experiments.calibration import Size
    from experiments.calibration_analysis import Calibration, Found

CAVEAT = (
    "A posterior is conditional on this model, on ranges that are themselves judgements, and on the half of the evidence "
    "that was fitted. It is no forecast, and nothing here is advice."
)
HEADINGS = (
    "parameter",
    "value now",
    "prior, middle 90%",
    "posterior mean (middle 90%)",
    "contraction",
    "identified",
    "90% interval holds the truth",
    "truth and mean correlate",
)
SHARES = (0.05, 0.95)
OPTIONS = {"war": "particles", "palace": "sets"}
"""The option that sets the particles of a block."""


def write_and_print(found: Calibration, out: Path) -> None:
    """Write everything, and say what was found."""
    table = parameters_of(found)
    draws = found.draws()
    for name, frame in (
        ("posterior", draws),
        ("parameters", table),
        ("screening", _screening(found)),
        ("predicted", predicted_of(found)),
    ):
        write_text(out / f"{name}.csv", frame.to_csv(index=False, float_format="%.6g"))
    write_json(out / "posterior.json", about(found))
    figures = draw_all(found)
    for drawn in figures:
        write_bytes(out / "figures" / f"{drawn.name}.png", as_png(drawn.figure))
    page = page_of(
        "calibration.html",
        title="What does the fitted evidence tell of the uncertain parameters?",
        caveat=CAVEAT,
        findings=list(findings(found)),
        figures=figures,
        headings=HEADINGS,
        rows=[_cells(row) for row in table.to_dict("records")],
        left=_left(found),
        command=command_of(found),
    )
    write_text(out / "report.html", page)
    write_digests(out)
    _print(found, table, out)


def about(found: Calibration) -> dict[str, Any]:
    """Return what a posterior sample rests on, as it is kept beside it."""
    size = found.size
    return {
        "command": command_of(found),
        "scenario": found.scenario.name,
        "particles": dict(size.particles),
        "generations": size.generations,
        "members": size.members,
        "screening": size.screening,
        "seed": found.seed,
        "version": versions()["dilemma"],
        "source": source_digest(),
        "floor": {name: one.floor for name, one in found.found.items()},
        "identified": [
            parameter
            for one in found.found.values()
            for parameter, told in zip(one.posterior.names, one.identified, strict=True)
            if told
        ],
    }


def command_of(found: Calibration) -> str:
    """Return the command that gives the same again."""
    size = found.size
    return (
        f"dilemma calibrate {found.scenario.name} {_blocks(size)}"
        f"--generations {size.generations} --members {size.members} --screening {size.screening} --keep {size.keep} "
        f"--draws {size.draws} --seed {found.seed}{changes_of(found.scenario, '')}"
    )


def _blocks(size: Size) -> str:
    """Return the options that say which blocks are calibrated, and with how many particles."""
    only = (
        "".join(f"--block {name} " for name in size.particles) if len(size.particles) < len(OPTIONS) else ""
    )
    return only + "".join(f"--{OPTIONS[name]} {count} " for name, count in size.particles.items())


def parameters_of(found: Calibration) -> pd.DataFrame:
    """Return a row a parameter that was fitted."""
    rows = []
    for one in found.found.values():
        factors = {f.name: f for f in Uncertain.of(one.block, found.scenario).factors}
        low, high = quantiles_of(one.posterior, SHARES)
        chances = one.check.chances()
        for i, name in enumerate(one.posterior.names):
            factor = factors[name]
            rows.append(
                {
                    "parameter": name,
                    "block": one.block.name,
                    "value": found.scenario[name],
                    "prior_p05": factor.at(SHARES[0]),
                    "prior_p95": factor.at(SHARES[1]),
                    "posterior_mean": float(
                        one.posterior.weights @ [factor.at(u) for u in one.posterior.unit[:, i]]
                    ),
                    "posterior_p05": factor.at(float(low[i])),
                    "posterior_p95": factor.at(float(high[i])),
                    "contraction": one.posterior.contraction[i],
                    "floor": one.floor,
                    "identified": bool(one.identified[i]),
                    "coverage_90": one.check.coverage[i],
                    "rank_chance": chances[i],
                    "recovery": one.check.recovery[i],
                }
            )
    return pd.DataFrame(rows)


def predicted_of(found: Calibration) -> pd.DataFrame:
    """Return a row a summary: what prior and posterior foretell of it, on its scale, and what was observed."""
    rows = []
    for one in found.found.values():
        for part, summaries in enumerate((one.block.summaries, one.block.held)):
            for i, summary in enumerate(summaries):
                row: dict[str, Any] = {
                    "block": one.block.name,
                    "summary": summary.key,
                    "scale": summary.scale,
                    "used": "held back" if part else "fitted",
                    "observed": summary.observed,
                }
                for name in ("prior", "posterior"):
                    values = pd.Series(one.predicted[name][part][:, i])
                    row |= {f"{name}_{label}": values.quantile(q) for label, q in _QUANTILES.items()}
                rows.append(row)
    return pd.DataFrame(rows)


_QUANTILES = {"p05": 0.05, "p50": 0.5, "p95": 0.95}


def findings(found: Calibration) -> Iterator[str]:
    """Yield in words what was found, block by block."""
    for one in found.found.values():
        told = [n for n, yes in zip(one.posterior.names, one.identified, strict=True) if yes]
        screened = found.screened[one.block.name]
        yield (
            f"{one.block.title}: of {len(screened)} uncertain parameters {int(screened['told'].sum())} move a fitted "
            f"summary so that it is told from chance; {len(one.posterior.names)} were fitted, and the evidence "
            f"identifies "
            f"{len(told)} ({', '.join(told) or 'none'})."
        )
        yield _honest(one)
        yield _foretold(one)


def _honest(one: Found) -> str:
    chances = one.check.chances()
    uneven = [n for n, p in zip(one.check.names, chances, strict=True) if p < 0.05 / len(chances)]
    coverage = one.check.coverage
    return (
        f"{one.block.title}, on {len(one.check.ranks)} simulated data sets: 90% intervals hold the truth "
        f"in {coverage.mean():.2f} of cases ({coverage.min():.2f} to {coverage.max():.2f} by parameter); rank "
        f"histograms are "
        f"{'even for all parameters' if not uneven else 'uneven for ' + ', '.join(uneven)} "
        f"(chi-squared, one in twenty over {len(chances)} parameters)."
    )


def _foretold(one: Found) -> str:
    parts = []
    for part, name in enumerate(("fitted", "held back")):
        summaries = (one.block.summaries, one.block.held)[part]
        counts = []
        for kind in ("prior", "posterior"):
            low, high = pd.DataFrame(one.predicted[kind][part]).quantile(list(SHARES)).to_numpy()
            counts.append(sum(a <= s.observed <= b for s, a, b in zip(summaries, low, high, strict=True)))
        parts.append(f"of {len(summaries)} {name} {counts[0]} before and {counts[1]} after")
    return f"{one.block.title}, observed within the middle 90% of what is foretold: {'; '.join(parts)}."


def _left(found: Calibration) -> str:
    """Say which parameters were left at their prior, and why."""
    parts = []
    for name, one in found.found.items():
        table = found.screened[name]
        bound = float(table["bound"].iloc[0])
        beyond = [p for p in table.loc[table["told"], "parameter"] if p not in one.posterior.names]
        more = (
            f"; told, but beyond --keep or fitted in the other block: {', '.join(beyond)}" if beyond else ""
        )
        parts.append(
            f"{one.block.title}: {int((~table['told']).sum())} parameters are left at their prior, as no fitted summary "
            f"moves with them by a rank correlation above {bound:.2f}{more}."
        )
    return " ".join(parts)


def _screening(found: Calibration) -> pd.DataFrame:
    tables = []
    for name, table in found.screened.items():
        tables.append(
            table.assign(block=name, fitted=table["parameter"].isin(found.found[name].posterior.names))
        )
    return pd.concat(tables, ignore_index=True)


def _cells(row: Any) -> tuple[str, ...]:
    return (
        row["parameter"],
        f"{row['value']:.3g}",
        f"{row['prior_p05']:.3g} to {row['prior_p95']:.3g}",
        f"{row['posterior_mean']:.3g} ({row['posterior_p05']:.3g} to {row['posterior_p95']:.3g})",
        f"{row['contraction']:.2f} (chance {row['floor']:.2f})",
        "yes" if row["identified"] else "no",
        f"{row['coverage_90']:.2f}",
        f"{row['recovery']:.2f}",
    )


def _print(found: Calibration, table: pd.DataFrame, out: Path) -> None:
    shown = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in HEADINGS:
        shown.add_column(heading)
    for row in table.to_dict("records"):
        shown.add_row(*_cells(row))
    screen = console()
    screen.print(shown)
    for line in (*findings(found), CAVEAT):
        screen.print(line)
    screen.print(f"Posterior sample: {out / 'posterior.csv'}; report: {out / 'report.html'}", soft_wrap=True)
