"""Scenario discovery: the box of assumptions inside which an outcome is common, found by PRIM.

Patient rule induction (Friedman and Fisher 1999) as Bryant and Lempert (2010) use it: coverage is the share of all cases
that the box holds, density the share of histories in the box that are cases, mass the share of all histories in it. The
algorithm is that of the EMA Workbench (Kwakkel 2017).
"""

from __future__ import annotations

import operator
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from experiments.headlines import HEADLINES
from model.errors import InputError

SIGNIFICANT = 0.05
FEWEST = 10  # cases, and others, below which no box is looked for
CASES = {
    "ceasefire_180": "general_longest>=180",
    "armed_contest": "succession=armed-conflict",
}
"""Outcomes by name; every headline that is a share of histories is one too."""
_COMPARED = re.compile(r"(\w+)(>=|<=|>|<|=)(.+)")
_COMPARE: Mapping[str, Callable[[pd.Series, float], pd.Series]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}


@dataclass(frozen=True)
class Box:
    """A box and how it was found.

    Attributes
    ----------
    trajectory : DataFrame
        A row a box on the way: `coverage`, `density`, `mass`, `restricted` (number of dimensions).
    chosen : int
        The row of the box chosen.
    limits : DataFrame
        A row a dimension that the chosen box restricts: `parameter`, `low`, `high` (NaN: as sampled) or `values`, and a
        quasi-p-value of either limit (of the values, `p_low`).
    cases, histories : int
        Histories with the outcome, and all.
    """

    trajectory: pd.DataFrame
    chosen: int
    limits: pd.DataFrame
    cases: int
    histories: int

    @property
    def coverage(self) -> float:
        """Share of all cases that the box holds."""
        return float(self.trajectory["coverage"].to_numpy()[self.chosen])

    @property
    def density(self) -> float:
        """Share of the histories in the box that are cases."""
        return float(self.trajectory["density"].to_numpy()[self.chosen])

    @property
    def mass(self) -> float:
        """Share of all histories that the box holds."""
        return float(self.trajectory["mass"].to_numpy()[self.chosen])


def cases_of(frame: pd.DataFrame, outcome: str) -> np.ndarray:
    """Return in which histories an outcome came about.

    Parameters
    ----------
    frame : DataFrame
        Outcomes, a row a history.
    outcome : str
        A name of `CASES`, a headline that is a share, or a comparison of a column such as `growth<0`.
    """
    headlines = {headline.name: headline for headline in HEADLINES if headline.unit == "share"}
    if outcome in headlines:
        return headlines[outcome].values(frame)
    compared = _COMPARED.fullmatch(CASES.get(outcome, outcome))
    if compared is None or compared[1] not in frame.columns:
        known = ", ".join([*CASES, *headlines])
        raise InputError(f"--outcome: found {outcome!r}; allowed: {known}, or COLUMN>=VALUE of the outcomes")
    column, sign, text = frame[compared[1]], compared[2], compared[3]
    if sign == "=":
        return column.astype(str).str.lower().eq(text.lower()).to_numpy(bool)
    try:
        return _COMPARE[sign](column.astype(float), float(text)).to_numpy(bool)
    except ValueError:
        raise InputError(f"--outcome: found {outcome!r}; {compared[1]} and {text} must be numbers") from None


def find_box(
    points: pd.DataFrame, cases: np.ndarray, density: float | None = None, mass: float = 0.05
) -> Box:
    """Find the box in which the cases lie thickest.

    A box may restrict what does not matter. The dimension with the weakest quasi-p-value is left out and the box found
    anew, until every dimension has a limit that is significant.

    Parameters
    ----------
    points : DataFrame
        A row a history, a column a parameter; text is a category.
    cases : array of bool
        Whether the outcome came about.
    density : float, optional
        Take the box of largest coverage that is at least this dense; by default the box with the largest harmonic mean of
        coverage and density.
    mass : float
        The smallest share of histories that a box may hold.

    Raises
    ------
    InputError
        If the EMA Workbench is not installed, cases are too few or too many, or no box is as dense as asked.
    """
    count = int(np.count_nonzero(cases))
    if min(count, len(cases) - count) < FEWEST:
        raise InputError(
            f"the outcome came about in {count} of {len(cases)} histories; "
            f"a box needs {FEWEST} with it and {FEWEST} without"
        )
    names = list(points.columns)
    while names:
        box = _peeled(points[names], cases, density, mass)
        p_values = strongest(box.limits)
        if (p_values <= SIGNIFICANT).all():
            return box
        names.remove(box.limits["parameter"].tolist()[int(p_values.argmax())])
    raise InputError("no box whose limits matter: the sweep's parameters do not tell where the outcome lies")


def strongest(limits: pd.DataFrame) -> pd.Series:
    """Return the quasi-p-value of each dimension: that of its stronger limit."""
    return limits[["p_low", "p_high"]].min(axis=1)


def _peeled(points: pd.DataFrame, cases: np.ndarray, density: float | None, mass: float) -> Box:
    """The box of one run of the algorithm."""
    found = _prim()(points, cases.astype(bool), mass_min=mass).find_box()
    columns = {"coverage": "coverage", "density": "density", "mass": "mass", "res_dim": "restricted"}
    trajectory = found.peeling_trajectory[list(columns)].rename(columns=columns)
    chosen = _choose(trajectory, density)
    limits = _limits(found.box_lims[chosen], found.p_values[chosen])
    return Box(trajectory, chosen, limits, int(np.count_nonzero(cases)), len(cases))


def _prim() -> Any:
    """Import the algorithm; the package warns of its own optional parts, which are not needed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            from ema_workbench.analysis.prim import Prim
        except ImportError:
            raise InputError("discover: needs the EMA Workbench; install dilemma[discovery]") from None
    return Prim


def _limits(limits: pd.DataFrame, p_values: Mapping[str, list[float]]) -> pd.DataFrame:
    """What a box restricts; the library writes -1 for a limit that stands where sampling put it."""
    rows = []
    for name, (p_low, p_high) in p_values.items():
        low, high = limits[name].tolist()
        if isinstance(low, set):
            rows.append((name, np.nan, np.nan, ", ".join(sorted(map(str, low))), p_low, np.nan))
            continue
        held = (p_low >= 0.0, p_high >= 0.0)
        rows.append(
            (
                name,
                float(low) if held[0] else np.nan,
                float(high) if held[1] else np.nan,
                "",
                p_low if held[0] else np.nan,
                p_high if held[1] else np.nan,
            )
        )
    return pd.DataFrame(rows, columns=["parameter", "low", "high", "values", "p_low", "p_high"])


def _choose(trajectory: pd.DataFrame, density: float | None) -> int:
    """The row of the box to report."""
    if density is not None:
        dense = trajectory[trajectory["density"] >= density]
        if dense.empty:
            raise InputError(
                f"--density: found {density:g}; the densest box has {trajectory['density'].max():.3g}"
            )
        best = dense.sort_values(["coverage", "density"], ascending=False)
        return best.index.tolist()[0]
    restricted = trajectory[trajectory["restricted"] > 0]
    if restricted.empty:
        raise InputError(
            "no box whose limits matter: the sweep's parameters do not tell where the outcome lies"
        )
    both = 2.0 / (1.0 / restricted["coverage"] + 1.0 / restricted["density"])
    return restricted.index.tolist()[int(both.argmax())]
