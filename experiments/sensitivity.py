"""Sensitivity: screen all parameters that have a range, then say what share of each outcome's variance the rest explain.

Two designs in two folders of results, so that what was played is never played again. Methods after Saltelli et al.
(2008), vocabulary after Kwakkel (2017); the estimators stand in `experiments.effects` and `experiments.indices`.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.designs import Design, design
from experiments.effects import Effects, effects_of
from experiments.factors import ranged
from experiments.headlines import Headline, headlines_for
from experiments.indices import Indices, indices_of
from experiments.results import open_results
from experiments.runs import Progress
from experiments.sweeps import Say, sweep_into
from model.calendar import weeks_until
from model.errors import InputError
from model.scenario import Scenario

SCREENING, INDICES = "screening", "indices"


@dataclass(frozen=True)
class Size:
    """How much is played.

    Attributes
    ----------
    trajectories : int
        Trajectories of Morris.
    keep : int
        Parameters that the screening leaves.
    samples : int
        Base samples of the indices, a power of 2.
    replications : int
        Histories at every point.
    """

    trajectories: int = 10
    keep: int = 12
    samples: int = 256
    replications: int = 2

    def __post_init__(self) -> None:
        for name, least in (("trajectories", 2), ("keep", 1), ("samples", 2), ("replications", 2)):
            if getattr(self, name) < least:
                raise InputError(f"--{name}: found {getattr(self, name)}; allowed: {least} or more")
        if self.samples & (self.samples - 1):
            raise InputError(f"--samples: found {self.samples}; allowed: a power of 2")


@dataclass(frozen=True)
class Sensitivity:
    """What a sensitivity analysis found.

    Attributes
    ----------
    scenario : Scenario
        Where everything stands that is not varied.
    size : Size
        How much was played.
    screened : DataFrame
        A row an outcome and parameter: elementary effects over the whole range of the parameter; `relative` is `mu_star`
        over the standard deviation of a history, `told` whether it is above what chance alone gave any parameter.
    kept : list of str
        Parameters that the screening left, the most important first.
    shares : DataFrame
        A row an outcome and parameter kept: first-order and total index with intervals.
    outcomes : DataFrame
        A row an outcome: mean, variance of a history, and the share of it that is chance, with its interval.
    failed : int
        Histories that ended with an error.
    """

    scenario: Scenario
    size: Size
    screened: pd.DataFrame
    kept: list[str]
    shares: pd.DataFrame
    outcomes: pd.DataFrame
    failed: int


def answerable(scenario: Scenario) -> list[Headline]:
    """Return the headlines that every history answers; shares of answers or of successions are not of the kind."""
    found = headlines_for(weeks_until(scenario.horizon_date))
    return [headline for headline in found if not headline.unit.startswith("share of")]


def parameters_to_screen(scenario: Scenario, match: Sequence[str] = ()) -> list[str]:
    """Return the names of the parameters with a range that contain one of the words given, or of all."""
    names = [info.name for info in ranged(scenario)]
    for word in match:
        if not any(word in name for name in names):
            raise InputError(f"--match: no parameter with a range has a name that contains {word!r}")
    return [name for name in names if not match or any(word in name for word in match)]


def screening_of(scenario: Scenario, names: Sequence[str], size: Size, seed: int) -> Design:
    """Return the design of the screening: every trajectory meets shocks of its own."""
    declared = dict.fromkeys(names, "declared")
    return design(
        scenario, declared, None, "morris", size.trajectories, size.replications, seed, shocks="own"
    )


def indices_design(scenario: Scenario, names: Sequence[str], size: Size, seed: int) -> Design:
    """Return the design of the indices: every base sample meets shocks of its own."""
    declared = dict.fromkeys(names, "declared")
    return design(scenario, declared, None, "sobol", size.samples, size.replications, seed, shocks="own")


def analyse_into(
    scenario: Scenario,
    names: Sequence[str],
    size: Size,
    seed: int,
    out: Path,
    workers: int | None = None,
    executor: Executor | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
) -> Sensitivity:
    """Play both designs into folders below `out`, or read what is there, and analyse them."""
    how: dict[str, Any] = {"workers": workers, "executor": executor, "say": say, "progress": progress}
    screening = screening_of(scenario, names, size, seed)
    sweep_into(screening, out / SCREENING, summary=False, **how)
    screened, lost = _screened(screening, out / SCREENING, seed)
    kept = kept_of(screened, size.keep)
    if say is not None:
        say(f"Left by the screening: {', '.join(kept)}")
    second = indices_design(scenario, kept, size, seed)
    sweep_into(second, out / INDICES, summary=False, **how)
    shares, outcomes, lost_too = _explained(second, out / INDICES, seed)
    return Sensitivity(scenario, size, screened, kept, shares, outcomes, lost + lost_too)


def kept_of(screened: pd.DataFrame, keep: int) -> list[str]:
    """Return the parameters to keep: of every outcome the first, then the second; those told from chance first."""
    ranked = screened.sort_values(["told", "relative", "place"], ascending=[False, False, True])
    rank = ranked.groupby("outcome", sort=False).cumcount()
    turns = ranked.assign(rank=rank).sort_values(
        ["told", "rank", "relative", "place"], ascending=[False, True, False, True]
    )
    return list(turns["parameter"].drop_duplicates().head(keep))


def values_of(asked: Design, folder: Path) -> tuple[dict[str, np.ndarray], int]:
    """Return each outcome of a folder as [point, replication], NaN for histories that failed, and how many did."""
    results = open_results(folder)
    columns = [name for name in results.lazy("outcomes").schema.names if name not in asked.names]
    frame = results.frame("outcomes", columns)
    played = (frame["error"] == "").to_numpy()
    if not played.any():
        raise InputError(f"{folder}: no history ended without an error; the first: {frame['error'].iloc[0]}")
    values = {}
    for headline in answerable(asked.scenario):
        found = np.full(len(frame), np.nan)
        found[played] = headline.values(frame[played].infer_objects()).astype(float)
        values[headline.name] = found.reshape(-1, asked.runs)
    return values, int(np.count_nonzero(~played))


def _screened(asked: Design, folder: Path, seed: int) -> tuple[pd.DataFrame, int]:
    """Elementary effects on every outcome, a row an outcome and parameter."""
    values, failed = values_of(asked, folder)
    names = asked.names
    shape = (asked.samples, len(names) + 1)
    unit = asked.unit_sample().reshape(*shape, len(names))
    tables = []
    for outcome, found in values.items():
        effects: Effects = effects_of(unit, found.reshape(*shape, asked.runs), seed)
        spread = float(np.nanstd(found))
        table = pd.DataFrame({name: getattr(effects, name) for name in ("mu", "mu_star", "low", "high")})
        table["sigma"], table["chance"] = effects.sigma, effects.chance
        table["relative"] = effects.mu_star / spread if spread > 0.0 else 0.0
        table["floor"] = effects.floor
        table["told"] = effects.mu_star > effects.floor
        for place, (column, cells) in enumerate(
            (("outcome", outcome), ("parameter", names), ("place", range(len(names))))
        ):
            table.insert(place, column, cells)
        tables.append(table)
    return pd.concat(tables, ignore_index=True), failed


def _explained(asked: Design, folder: Path, seed: int) -> tuple[pd.DataFrame, pd.DataFrame, int]:
    """Indices of every outcome, a row an outcome and parameter; the share of chance, a row an outcome."""
    values, failed = values_of(asked, folder)
    shares, outcomes = [], []
    for outcome, found in values.items():
        indices: Indices = indices_of(found.reshape(asked.samples, len(asked.names) + 2, asked.runs), seed)
        outcomes.append((outcome, indices.mean, indices.variance, indices.chance, *indices.chance_interval))
        for name, first, total in zip(asked.names, indices.first, indices.total, strict=True):
            shares.append((outcome, name, *first, *total))
    ends = [f"{kind}{end}" for kind in ("first", "total") for end in ("", "_low", "_high")]
    of_outcomes = ["outcome", "mean", "variance", "chance", "chance_low", "chance_high"]
    return (
        pd.DataFrame(shares, columns=["outcome", "parameter", *ends]),
        pd.DataFrame(outcomes, columns=of_outcomes),
        failed,
    )
