"""The command `dilemma discover`: the box of a sweep's assumptions inside which an outcome is common, drawn and told."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.commands import CAVEAT, versions
from experiments.discovery import Box, cases_of, find_box
from experiments.listing import console
from experiments.results import Results, open_results
from experiments.store import claim_folder, write_bytes, write_json, write_text
from experiments.style import as_png, in_style, new_figure
from experiments.verify import write_digests
from model.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def discover_into(
    folder: Path, outcome: str, density: float | None, mass: float, out: Path, force: bool
) -> Box:
    """Find the box of an outcome in a sweep's folder, and write and tell it.

    Raises
    ------
    InputError
        If the folder is none of a sweep, the outcome is unknown, or no box is found.
    """
    if density is not None and not 0.0 < density <= 1.0:
        raise InputError(f"--density: found {density:g}; allowed: above 0, to 1")
    if not 0.0 < mass < 1.0:
        raise InputError(f"--mass: found {mass:g}; allowed: between 0 and 1")
    results = open_results(folder)
    points, frame = histories_of(results)
    box = find_box(points, cases_of(frame, outcome), density, mass)
    digest = results.manifest["digest"]
    asked = {"outcome": outcome, "density": density, "mass": mass, "histories": box.histories}
    claim_folder(out, {"job": "discover", "sweep": digest, **asked}, force, about={"versions": versions()})
    write_text(out / "box.csv", box.limits.to_csv(index=False, float_format="%.6g"))
    write_text(out / "trajectory.csv", box.trajectory.to_csv(index=False, float_format="%.6g"))
    summary = {"coverage": box.coverage, "density": box.density, "mass": box.mass, "cases": box.cases}
    write_json(out / "discovery.json", {**asked, **summary})
    write_bytes(out / "figures" / "box.png", as_png(draw_box(box, points, outcome)))
    write_digests(out)
    _print(box, outcome, out)
    return box


def histories_of(results: Results) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return what was varied, a row a history that did not fail, and what came of it."""
    if results.job != "sweep":
        raise InputError(
            f"{results.path}: holds results of {results.job or 'no job'}; allowed: those of a sweep"
        )
    frame = results.outcomes
    frame = frame[frame["error"] == ""].reset_index(drop=True).infer_objects()
    if frame.empty:
        raise InputError(f"{results.path}: no history ended without an error")
    points = pd.DataFrame(
        {name: _column(frame[name]) for name in results.varied if frame[name].nunique() > 1}
    )
    return points, frame


def _column(values: pd.Series) -> pd.Series:
    """Numbers as numbers, all else as categories written as plain objects."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return values
    return values.map(str).astype(object)


def draw_box(box: Box, points: pd.DataFrame, outcome: str) -> Figure:
    """Draw the way to the box, and the box."""
    limits = box.limits
    with in_style():
        figure, (way, where) = new_figure(1, 2, height=max(3.4, 0.36 * len(limits) + 1.4))
        dots = way.scatter(
            box.trajectory["coverage"],
            box.trajectory["density"],
            c=box.trajectory["restricted"],
            cmap="viridis_r",
            s=18,
        )
        way.plot(box.coverage, box.density, "o", ms=11, mfc="none", mec="#D55E00", mew=1.6)
        way.set_xlabel("coverage: share of all cases in the box")
        way.set_ylabel("density: share of cases in the box")
        way.set_xlim(0.0, 1.05)
        way.set_ylim(0.0, 1.05)
        figure.colorbar(dots, ax=way, label="restricted dimensions", location="top", shrink=0.8)
        _draw_limits(where, limits, points)
        where.set_title(outcome)
    return figure


def _draw_limits(panel: Any, limits: pd.DataFrame, points: pd.DataFrame) -> None:
    """A bar a restricted dimension, over the range that was sampled."""
    for row, (_, limit) in enumerate(limits.iterrows()):
        name = limit["parameter"]
        panel.plot([0.0, 1.0], [row, row], color="#dddddd", lw=7, solid_capstyle="butt")
        if limit["values"]:
            panel.text(0.0, row, limit["values"], va="center", fontsize=7)
            continue
        low, high = float(points[name].min()), float(points[name].max())
        ends = [
            low if math.isnan(limit["low"]) else limit["low"],
            high if math.isnan(limit["high"]) else limit["high"],
        ]
        shares = [(end - low) / (high - low) for end in ends]
        panel.plot(shares, [row, row], color="#0072B2", lw=7, solid_capstyle="butt")
        panel.text(0.5, row - 0.32, range_of(limit), ha="center", fontsize=7)
    panel.set_yticks(range(len(limits)), limits["parameter"], fontsize=7)
    panel.set_ylim(len(limits) - 0.5, -0.7)
    panel.set_xticks([0.0, 1.0], ["lowest sampled", "highest sampled"])
    panel.grid(False)


def range_of(limit: pd.Series) -> str:
    """Write what the box restricts of a dimension, with the quasi-p-value of its stronger limit."""
    found = np.nanmin([limit["p_low"], limit["p_high"]])
    chance = "p < 0.001" if found < 0.001 else f"p = {found:.2g}"
    if limit["values"]:
        return f"{limit['values']} ({chance})"
    if math.isnan(limit["low"]):
        return f"below {limit['high']:.3g} ({chance})"
    if math.isnan(limit["high"]):
        return f"above {limit['low']:.3g} ({chance})"
    return f"{limit['low']:.3g} to {limit['high']:.3g} ({chance})"


def _print(box: Box, outcome: str, out: Path) -> None:
    """Tell the box in words."""
    screen = console()
    share = box.cases / box.histories
    screen.print(
        f"{outcome}: {box.cases} of {box.histories} histories ({share:.2f}); in the box {box.density:.2f} of its "
        f"histories, which are {box.mass:.2f} of all and hold {box.coverage:.2f} of the cases",
        soft_wrap=True,
    )
    for _, limit in box.limits.iterrows():
        screen.print(f"  {limit['parameter']}: {range_of(limit)}", soft_wrap=True)
    screen.print(CAVEAT)
    screen.print(f"Tables and picture: {out}", soft_wrap=True)
