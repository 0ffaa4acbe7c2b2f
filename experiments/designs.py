"""Designs of experiments: which parameters vary, over what, and the points at which the model is asked.

The words are those of exploratory modelling (Kwakkel 2017): uncertainties are sampled, levers are crossed with
every sample, constants hold throughout. Only what a design declares varies. Latin hypercube after McKay, Beckman
and Conover (1979); Sobol points as Saltelli et al. (2010) use them; elementary effects after Morris (1991).
"""

from __future__ import annotations

import functools
import itertools
import math
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from experiments.chunks import run_seed
from experiments.factors import Factor, factors_of, read_points
from experiments.parsing import shown
from model.errors import InputError
from model.scenario import Scenario

if TYPE_CHECKING:
    from numpy.typing import NDArray

METHODS = ("factorial", "latin-hypercube", "sobol", "morris", "table")
MORRIS_LEVELS = 4  # the number that Morris (1991) recommends
SHOCKS = ("shared", "own")
_NUMBERS = ("samples", "runs", "seed")
_ENTRIES = {"scenario", "method", "shocks", "constants", "uncertainties", "levers", "table", *_NUMBERS}


@dataclass(frozen=True)
class Design:
    """What is varied, how it is sampled, and how often each point is run.

    Attributes
    ----------
    scenario : Scenario
        The assumptions, constants included, at which everything stands that does not vary.
    method : str
        One of `METHODS`.
    samples : int
        Points of a Latin hypercube, base samples of Sobol (a power of 2), trajectories of Morris. Not read otherwise.
    runs : int
        Histories at every point.
    seed : int
        Seed of the runs, and of the sample.
    shocks : str
        "shared": all points meet the same shocks, run by run. "own": the points of one sample (a row of a hypercube, a
        trajectory of Morris, the points that Sobol makes of one base sample, levers crossed) meet the same, and
        every sample meets others, so that what is found does not rest on a few histories.
    uncertainties, levers : tuple of Factor
        What is sampled, and what is crossed with every sample.
    rows : tuple of tuples
        The values of the uncertainties, for a given table.
    """

    scenario: Scenario
    method: str = "factorial"
    samples: int = 0
    runs: int = 20
    seed: int = 1
    uncertainties: tuple[Factor, ...] = ()
    levers: tuple[Factor, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = field(default=(), repr=False)
    shocks: str = "shared"

    def __post_init__(self) -> None:
        """Check what can be wrong in any design, however it was made."""
        for name, known in (("method", METHODS), ("shocks", SHOCKS)):
            if getattr(self, name) not in known:
                raise InputError(
                    f"{name}: found {shown(getattr(self, name))}; allowed: one of {', '.join(known)}"
                )
        for name, least in (("runs", 1), ("seed", 0), ("samples", 1 if self._sampled else 0)):
            value = getattr(self, name)
            if isinstance(value, bool) or not isinstance(value, int) or value < least:
                raise InputError(f"{name}: found {shown(value)}; allowed: a whole number of {least} or more")
        if self.method == "sobol" and self.samples & (self.samples - 1):
            raise InputError(
                f"samples: found {self.samples}; allowed: a power of 2, so that Sobol points balance"
            )
        if not self.names:
            raise InputError("the design varies nothing: name a parameter among its uncertainties or levers")
        if self._sampled and not self.uncertainties:
            raise InputError(f"method: {self.method} samples uncertainties, and the design has none")
        full = [self.scenario.parameter(name).name for name in self.names]
        for name in self.names:
            if full.count(self.scenario.parameter(name).name) > 1:
                raise InputError(f"{name}: varied twice")
        for factor in (*self.levers, *(self.uncertainties if self.method == "factorial" else ())):
            if not factor.values:
                raise InputError(f"{factor.name}: a range cannot be crossed; give its values, or levels = N")

    @property
    def _sampled(self) -> bool:
        return self.method in ("latin-hypercube", "sobol", "morris")

    @property
    def names(self) -> list[str]:
        """The parameters that vary, as the design names them: uncertainties, then levers."""
        return [factor.name for factor in (*self.uncertainties, *self.levers)]

    def points(self) -> pd.DataFrame:
        """Return the points of the design: `point`, then a column a parameter; levers vary fastest."""
        return self._points.copy(deep=False)

    def seeds(self) -> list[int]:
        """Return the seed of every point's runs."""
        count = len(self._points)
        if self.shocks == "shared":
            return [self.seed] * count
        steps = {"sobol": len(self.uncertainties) + 2, "morris": len(self.uncertainties) + 1}
        size = steps.get(self.method, 1) * math.prod(len(lever.values) for lever in self.levers)
        return [run_seed(self.seed, point // size) for point in range(count)]

    @functools.cached_property
    def _points(self) -> pd.DataFrame:
        sampled = self._sample()
        crossed = list(itertools.product(*(lever.values for lever in self.levers)))
        rows = [(*values, *levers) for values in sampled for levers in crossed]
        frame = pd.DataFrame(rows, columns=self.names)
        frame.insert(0, "point", np.arange(len(frame)))
        return frame

    def at(self, values: Mapping[str, Any]) -> Scenario:
        """Return the scenario of a point."""
        return self.scenario.with_(**{name: values[name] for name in self.names})

    def _sample(self) -> Sequence[tuple[Any, ...]]:
        """Values of the uncertainties, a row a sample."""
        if self.method == "table":
            return self.rows
        if self.method == "factorial":
            return list(itertools.product(*(factor.values for factor in self.uncertainties)))
        unit = self.unit_sample()
        return [tuple(f.at(u) for f, u in zip(self.uncertainties, row, strict=True)) for row in unit.tolist()]

    def unit_sample(self) -> NDArray[np.float64]:
        """Sample of the unit cube, a row a sample; the same for the same seed."""
        count = len(self.uncertainties)
        cube = {
            "num_vars": count,
            "names": [f.name for f in self.uncertainties],
            "bounds": [[0.0, 1.0]] * count,
        }
        if self.method == "sobol":
            from SALib.sample import sobol

            return sobol.sample(cube, self.samples, calc_second_order=False, seed=self.seed)
        if self.method == "morris":
            from SALib.sample import morris

            return morris.sample(cube, self.samples, num_levels=MORRIS_LEVELS, seed=self.seed)
        from scipy.stats import qmc

        return qmc.LatinHypercube(count, rng=np.random.default_rng(self.seed)).random(self.samples)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a design from a TOML file.

        Raises
        ------
        InputError
            In one line: which file, which field, what was found, what is allowed.
        """
        try:
            return cls._from_table(_read(path), path.parent)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None

    @classmethod
    def _from_table(cls, given: dict[str, Any], folder: Path) -> Self:
        for entry in given:
            if entry not in _ENTRIES:
                raise InputError(f"found {shown(entry)}; allowed: {', '.join(sorted(_ENTRIES))}")
        scenario = Scenario.load(_text(given, "scenario", "march-2025"))
        scenario = scenario.with_(**_flat(given, "constants"))
        method = _text(given, "method", "factorial")
        levers = factors_of(scenario, _flat(given, "levers"))
        if method == "table":
            factors, rows = read_points(scenario, folder / _text(given, "table", "points.csv"))
        else:
            factors, rows = factors_of(scenario, _flat(given, "uncertainties")), ()
        numbers = {name: given[name] for name in _NUMBERS if name in given}
        shocks = _text(given, "shocks", "shared")
        return cls(
            scenario, method, uncertainties=factors, levers=levers, rows=rows, shocks=shocks, **numbers
        )


def design(
    scenario: Scenario,
    uncertainties: Mapping[str, Any] | None = None,
    levers: Mapping[str, Any] | None = None,
    method: str = "factorial",
    samples: int = 0,
    runs: int = 20,
    seed: int = 1,
    shocks: str = "shared",
) -> Design:
    """Return a design made in Python.

    Parameters
    ----------
    scenario : Scenario
        Where everything stands that does not vary.
    uncertainties, levers : mapping
        By dotted name: a list of values; `(low, high)`; `{"low": .., "high": .., "levels": .., "scale": "log"}`, of
        which what is left out is as declared; or `"declared"` for the whole range, on the scale of its logarithm where
        that spans a tenfold or more (of a choice, all choices).
    method : str
        "factorial", "latin-hypercube", "sobol" or "morris".
    samples, runs, seed, shocks
        See `Design`.

    Raises
    ------
    InputError
        For an unknown name, a value out of range, or a design that cannot be made.
    """
    sampled, crossed = factors_of(scenario, uncertainties or {}), factors_of(scenario, levers or {})
    return Design(scenario, method, samples, runs, seed, sampled, crossed, shocks=shocks)


def _read(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})") from None
    except (ValueError, RecursionError) as error:  # also of integers too long and of arrays too deep
        raise InputError(f"no valid TOML ({' '.join(str(error).split())})") from None


def _text(given: Mapping[str, Any], entry: str, default: str) -> str:
    """Text of an entry."""
    value = given.get(entry, default)
    if not isinstance(value, str):
        raise InputError(f"{entry}: found {shown(value)}; allowed: text")
    return value


def _flat(given: Mapping[str, Any], entry: str) -> dict[str, Any]:
    """Parameters of a table of the file by dotted name, whether the name is quoted or the table nested."""
    table = given.get(entry, {})
    if not isinstance(table, dict):
        raise InputError(f"{entry}: found {shown(table)}; allowed: a table of parameters")
    flat: dict[str, Any] = {}
    for key, value in table.items():
        nested = isinstance(value, dict) and value and not set(value) <= {"low", "high", "levels", "scale"}
        flat.update({f"{key}.{inner}": said for inner, said in value.items()} if nested else {key: value})
    return flat
