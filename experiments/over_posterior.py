"""A comparison over the posterior: as over priors, but the parameters that were calibrated follow the fitted evidence.

Prior and posterior are played side by side. Both take the same hypercube for what was not calibrated and meet the
same shocks, draw by draw, so that they differ in the calibrated parameters alone.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.designs import Design
from experiments.priors import OverPriors, design_over_priors
from model.errors import InputError
from model.scenario import Scenario

KEPT = Path(__file__).parent / "tables" / "posterior.csv"
"""The posterior sample that comes with the model."""
PRIOR, POSTERIOR = "prior", "posterior"


@dataclass(frozen=True)
class Sample:
    """A posterior sample.

    Attributes
    ----------
    draws : DataFrame
        A row a draw, a column a parameter.
    about : dict
        What it rests on: command, source of the model, which parameters are identified; empty where nothing says it.
    """

    draws: pd.DataFrame
    about: dict[str, Any]


@dataclass(frozen=True)
class SideBySide:
    """A comparison over priors and over the posterior.

    Attributes
    ----------
    prior, posterior : OverPriors
        What was found over each.
    sample : Sample
        The posterior sample.
    """

    prior: OverPriors
    posterior: OverPriors
    sample: Sample

    def table(self) -> pd.DataFrame:
        """Return a row an outcome, assumption and kind, over the prior and over the posterior."""
        tables = {PRIOR: self.prior.table(), POSTERIOR: self.posterior.table()}
        return pd.concat([t.assign(over=over) for over, t in tables.items()], ignore_index=True)


def read_sample(scenario: Scenario, path: Path | None = None) -> Sample:
    """Read a posterior sample: a table, or a folder that `dilemma calibrate` wrote; by default that of the package.

    Raises
    ------
    InputError
        In one line: which file, what was found, what is allowed.
    """
    file = KEPT if path is None else path / "posterior.csv" if path.is_dir() else path
    try:
        draws = pd.read_csv(file)
    except (OSError, ValueError) as error:
        raise InputError(f"{file}: cannot be read ({' '.join(str(error).split())})") from None
    if draws.empty:
        raise InputError(f"{file}: has no draws")
    for name in draws.columns:
        _check(scenario, file, str(name), draws[name])
    beside = file.with_suffix(".json")
    about = json.loads(beside.read_text(encoding="utf-8")) if beside.exists() else {}
    return Sample(draws, about)


def _check(scenario: Scenario, file: Path, name: str, column: pd.Series) -> None:
    """Refuse a column that is no parameter, or holds what the parameter may not be."""
    info = scenario.parameter(name)
    if info.low is None or info.high is None or not pd.api.types.is_numeric_dtype(column):
        raise InputError(f"{file}: {name}: found what is no number with a range; allowed: {info.allowed}")
    low, high = float(column.min()), float(column.max())
    if not info.low <= low <= high <= info.high:
        raise InputError(f"{file}: {name}: found {low:g} to {high:g}; allowed: {info.allowed}")


def designs_side_by_side(
    scenario: Scenario, name: str, values: Sequence[Any], draws: int, runs: int, seed: int, sample: Sample
) -> tuple[Design, Design]:
    """Return the design over priors, and the same with the calibrated parameters drawn from the posterior sample."""
    prior = design_over_priors(scenario, name, values, draws, runs, seed)
    names = [factor.name for factor in prior.uncertainties]
    table = prior.points()[names].iloc[:: len(prior.levers[0].values)].reset_index(drop=True)
    rng = np.random.default_rng([seed, 14])
    chosen = rng.choice(len(sample.draws), draws, replace=draws > len(sample.draws))
    for column in sample.draws.columns.intersection(names):
        table[column] = sample.draws[column].to_numpy()[chosen]
    rows = tuple(tuple(row) for row in table.astype(object).itertuples(index=False))
    return prior, dataclasses.replace(prior, method="table", rows=rows)
