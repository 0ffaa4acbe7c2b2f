"""Factors of a design: parameters that vary, over the values given or between two numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.parsing import parse_value, shown
from model.errors import InputError
from model.scenario import ParameterInfo, Scenario

TENFOLD = 10.0
SCALES = ("linear", "log")
_ENTRIES = {"low", "high", "levels", "scale"}


@dataclass(frozen=True)
class Factor:
    """A parameter that varies: over the values given, or evenly between two numbers or their logarithms."""

    name: str
    values: tuple[Any, ...] = ()
    low: float = 0.0
    high: float = 1.0
    whole: bool = False
    scale: str = "linear"

    def at(self, share: float) -> Any:
        """Value at a share of the way through the factor, 0 to 1: in its range, or of its values in order."""
        if self.values:
            return self.values[min(int(share * len(self.values)), len(self.values) - 1)]
        low, above = self.low, self.high + self.whole
        found = low * (above / low) ** share if self.scale == "log" else low + share * (above - low)
        return min(int(found), int(self.high)) if self.whole else min(max(found, low), self.high)


def factors_of(scenario: Scenario, given: Mapping[str, Any]) -> tuple[Factor, ...]:
    """Read what a design says of each parameter; see `experiments.designs.design`."""
    return tuple(_factor(scenario.parameter(name), name, said) for name, said in given.items())


def _factor(info: ParameterInfo, name: str, said: Any) -> Factor:
    """One parameter: its values, its range, or its declared range."""
    if isinstance(said, list):
        return Factor(name, _checked(info, name, said))
    if said == "declared" and (info.choices or isinstance(info.default, bool)):
        return Factor(name, tuple(info.choices) or (False, True))
    if said == "declared":
        said = {"scale": scale_of(info.low, info.high)}
    if isinstance(said, tuple) and len(said) == 2:
        said = {"low": said[0], "high": said[1]}
    if not isinstance(said, Mapping) or not set(said) <= _ENTRIES:
        raise InputError(
            f"{name}: found {shown(said)}; allowed: a list of values, low and high (levels, scale), or 'declared'"
        )
    low, high = _bound(info, name, said, "low"), _bound(info, name, said, "high")
    if not low < high:
        raise InputError(f"{name}: found low {low:g} and high {high:g}; allowed: low below high")
    whole = isinstance(info.default, int) and not isinstance(info.default, bool)
    levels = said.get("levels", 0)
    if isinstance(levels, bool) or not isinstance(levels, int) or levels == 1 or levels < 0:
        raise InputError(f"{name}: levels: found {shown(levels)}; allowed: a whole number of 2 or more")
    scale = said.get("scale", "linear")
    if scale not in SCALES or (scale == "log" and low <= 0.0):
        raise InputError(f"{name}: scale: found {shown(scale)}; allowed: linear, or log where low is above 0")
    spaced = (np.geomspace if scale == "log" else np.linspace)(low, high, levels).tolist()
    values = dict.fromkeys(round(value) if whole else min(max(value, low), high) for value in spaced)
    return Factor(name, tuple(values), low, high, whole, scale)


def scale_of(low: float | None, high: float | None) -> str:
    """Return the scale on which a declared range is drawn evenly: its logarithm where it spans a tenfold or more."""
    return "log" if low is not None and high is not None and 0.0 < TENFOLD * low <= high else "linear"


def ranged(scenario: Scenario) -> list[ParameterInfo]:
    """Return the parameters with a range that says how little is known: numbers, conventions apart."""
    return [
        info
        for info in scenario.parameters()
        if not (info.choices or isinstance(info.default, bool) or info.kind == "convention")
        and info.low is not None
        and info.high is not None
        and info.low < info.high
    ]


def _bound(info: ParameterInfo, name: str, said: Mapping[str, Any], side: str) -> float:
    """One end of a range, by default the declared one; it must be a value that the parameter may take."""
    if side in said:
        return float(_checked(info, name, [said[side]])[0])
    declared = getattr(info, side)
    if declared is None:
        raise InputError(f"{name}: has no declared {side}; give low and high, or a list of values")
    return float(declared)


def _checked(info: ParameterInfo, name: str, values: Sequence[Any]) -> tuple[Any, ...]:
    """Values that the parameter may take, none twice."""
    if not values:
        raise InputError(f"{name}: found no value; allowed: {info.allowed}")
    kept = tuple(Scenario().with_(**{info.name: value})[info.name] for value in values)
    if len(set(kept)) < len(kept):
        raise InputError(f"{name}: a value is given twice")
    return kept


def read_points(scenario: Scenario, path: Path) -> tuple[tuple[Factor, ...], tuple[tuple[Any, ...], ...]]:
    """Read a CSV table of points, a column a parameter and a row a point: its factors and its rows."""
    try:
        table = pd.read_csv(path, dtype=str, keep_default_na=False)
    except (OSError, ValueError) as error:
        raise InputError(f"table: {path.name} cannot be read ({' '.join(str(error).split())})") from None
    if table.empty:
        raise InputError(f"table: {path.name} has no points")
    columns: list[list[Any]] = []
    for name in table.columns:
        info = scenario.parameter(name)
        columns.append([parse_value(info, text) for text in table[name]])
        for value in dict.fromkeys(columns[-1]):
            scenario.with_(**{name: value})
    factors = tuple(
        Factor(name, tuple(dict.fromkeys(column)))
        for name, column in zip(table.columns, columns, strict=True)
    )
    return factors, tuple(zip(*columns, strict=True))
