"""A headline outcome over the parameters that a sweep varied: a line over one, a field over two."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.designs import Design
from experiments.headlines import Headline, headlines_for
from experiments.style import colour_of, in_style, new_figure
from model.calendar import weeks_until
from model.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def draw(design: Design, table: pd.DataFrame, headline: str) -> Figure:
    """Draw one headline of a sweep's table over the one or two parameters that vary.

    Raises
    ------
    InputError
        If there is no such headline, or more than two parameters vary.
    """
    found = _headline(design, headline)
    rows = table[table["headline"] == found.name]
    if len(design.names) > 2:
        raise InputError(f"{len(design.names)} parameters vary; a picture has room for two: fix the others")
    with in_style():
        figure, axes = new_figure(height=3.4)
        if len(design.names) == 2 and not _is_numeric(rows[design.names[0]]):
            first, second = reversed(design.names)
        else:
            first, second = design.names[0], design.names[-1]
        if len(design.names) == 1 or not _is_numeric(rows[second]):
            _lines(axes, rows, first, None if len(design.names) == 1 else second)
            axes.set_ylabel(found.unit)
            bars = ", bars are 95% intervals"
        else:
            bars = ""
            _field(figure, axes, rows, first, second, found)
        unit = design.scenario.parameter(first).unit or "choice"
        axes.set_xlabel(f"{first} ({unit}); {design.runs} histories at every point{bars}")
        axes.set_title(found.label)
    return figure


def _lines(axes: Any, rows: pd.DataFrame, over: str, by: str | None) -> None:
    """Outcome with its 95% interval over one parameter, a line a value of the other."""
    groups = [("", rows)] if by is None else list(rows.groupby(by, sort=False))
    for place, (value, line) in enumerate(groups):
        line = line.sort_values(over) if _is_numeric(line[over]) else line
        x = line[over].to_numpy() if _is_numeric(line[over]) else np.arange(len(line))
        x = x + (place - 0.5 * (len(groups) - 1)) * 0.008 * np.ptp(x)  # so that bars do not hide each other
        middle = line["value"].to_numpy()
        reach = np.abs(np.stack((middle - line["low"], line["high"] - middle)))
        axes.errorbar(
            x,
            middle,
            reach,
            color=colour_of(value, place),
            marker="o",
            ms=3.5,
            lw=1.2,
            capsize=2,
            label=str(value),
        )
        if not _is_numeric(line[over]):
            axes.set_xticks(np.arange(len(line)), line[over])
    axes.margins(x=0.05)
    if by is not None:
        axes.legend(title=by)


def _field(figure: Figure, axes: Any, rows: pd.DataFrame, over: str, by: str, headline: Headline) -> None:
    """Outcome as a field over two numbers: cells where every combination was run, else dots."""
    grid = rows.pivot_table(index=by, columns=over, values="value", aggfunc="mean", sort=True)
    if grid.notna().all(axis=None) and grid.size > 1 and grid.size == len(rows):
        drawn = axes.pcolormesh(grid.columns, grid.index, grid.to_numpy(), cmap="cividis", shading="nearest")
    else:
        drawn = axes.scatter(rows[over], rows[by], c=rows["value"], cmap="cividis", s=22)
    axes.grid(False)
    axes.set_ylabel(by)
    figure.colorbar(drawn, ax=axes, label=headline.unit)


def _headline(design: Design, name: str) -> Headline:
    """Headline by its name."""
    known = {h.name: h for h in headlines_for(weeks_until(design.scenario.horizon_date))}
    if name not in known:
        raise InputError(f"headline: found {name!r}; allowed: one of {', '.join(known)}")
    return known[name]


def _is_numeric(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column)) and not bool(pd.api.types.is_bool_dtype(column))
