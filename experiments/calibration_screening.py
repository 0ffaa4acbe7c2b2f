"""Which uncertain parameters move the fitted evidence at all, so that the rest stays at its prior.

Hundreds of parameters are uncertain and the evidence has some twenty summaries. All are drawn at once from their ranges,
and each is held to each summary by its rank correlation over the draws: a screening by main effects, in which whatever
else varies is noise (Saltelli et al. 2008, ch. 2). Nothing observed enters it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa
from scipy import stats

from experiments.calibration_evidence import Block, as_screened, block_of, place, simulator_digest
from experiments.chunks import machine, run_seed
from experiments.factors import Factor, factors_of, ranged
from experiments.runs import Progress, execute
from experiments.store import digest_of, read_table, write_table
from model.scenario import Scenario

KINDS = ("prior", "estimated")
CHUNK = 100
LEVEL = 0.05
"""Chance that any parameter without effect passes, over all parameters and summaries of a block."""


@dataclass(frozen=True)
class Uncertain:
    """All that is uncertain about a block's scenario: its factors, drawn evenly over their declared ranges."""

    block: Block
    base: Scenario
    factors: tuple[Factor, ...]

    @classmethod
    def of(cls, block: Block, base: Scenario) -> Self:
        """Take every parameter with a range whose value is a judgement or an estimate."""
        names = [info.name for info in ranged(base) if info.kind in KINDS]
        return cls(block, block.prepare(base), factors_of(base, dict.fromkeys(names, "declared")))

    @property
    def names(self) -> list[str]:
        """Names of the parameters."""
        return [factor.name for factor in self.factors]

    def unit(self, seed: int) -> np.ndarray:
        """Draw where each parameter lies in its range, 0 to 1."""
        return np.random.default_rng([seed, 5]).random(len(self.factors))

    def at(self, seed: int, known: Mapping[str, float] | None = None) -> Scenario:
        """Return the scenario of a draw, those of `known` (places in their ranges) in the place of theirs."""
        given = known or {}
        places = zip(self.factors, self.unit(seed).tolist(), strict=True)
        return place(self.base, {f.name: f.at(given.get(f.name, drawn)) for f, drawn in places})


@dataclass(frozen=True)
class Points:
    """Points `first` to `first + count` of a screening."""

    block: str
    base: Scenario
    seed: int
    first: int
    count: int
    machine: str

    @functools.cached_property
    def digest(self) -> str:
        """Name of the chunk: all that its content depends on."""
        return digest_of([self.block, self.base.digest(), self.seed, self.first, self.count, self.machine])


@dataclass(frozen=True)
class Screened:
    """What came of the points: a row a point."""

    task: Points
    values: np.ndarray

    def save(self, folder: Path) -> None:
        """Store it under its digest."""
        table = {f"s{i}": column for i, column in enumerate(self.values.T)}
        write_table(folder / f"{self.task.digest}.parquet", pa.table(table))

    @classmethod
    def load(cls, folder: Path, task: Points) -> Self:
        """Read a stored one."""
        return cls(task, read_table(folder / f"{task.digest}.parquet").to_pandas().to_numpy())

    @staticmethod
    def is_saved(folder: Path, task: Points) -> bool:
        """Whether that of these points is in the folder, whole."""
        return (folder / f"{task.digest}.parquet").exists()


def play_points(points: Points, _: Any = None) -> Screened:
    """Play the points of a chunk."""
    block = block_of(points.block)
    uncertain = Uncertain.of(block, points.base)
    seeds = [run_seed(points.seed, i) for i in range(points.first, points.first + points.count)]
    return Screened(points, np.array([block.screen(uncertain.at(seed), seed) for seed in seeds]))


def screen(
    block: Block,
    base: Scenario,
    points: int,
    seed: int,
    folder: Path,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Play the screening of a block into a folder, or read what is there, and return a row a parameter."""
    simulated_by = digest_of([machine(), simulator_digest()])
    tasks = [
        Points(block.name, base, seed, first, min(CHUNK, points - first), simulated_by)
        for first in range(0, points, CHUNK)
    ]
    parts = execute(
        tasks,
        workers=workers,
        progress=progress,
        folder=folder,
        executor=executor,
        run=play_points,
        kind=Screened,
    )
    values = as_screened(block, np.concatenate([part.values for part in parts]))
    uncertain = Uncertain.of(block, base)
    unit = np.array([uncertain.unit(run_seed(seed, i)) for i in range(points)])
    return told_of(unit, values, uncertain.names, [summary.key for summary in block.summaries])


def told_of(unit: np.ndarray, values: np.ndarray, names: Sequence[str], keys: Sequence[str]) -> pd.DataFrame:
    """Return each parameter's strongest rank correlation with a summary, and whether chance would hardly give it."""
    ranks = [stats.rankdata(part, axis=0) for part in (unit, values)]
    x, y = (_standard(part) for part in ranks)
    correlation = x.T @ y / len(x)
    strongest = np.argmax(np.abs(correlation), axis=1)
    found = correlation[np.arange(len(names)), strongest]
    bound = bound_of(len(x), correlation.size)
    table = pd.DataFrame(
        {
            "parameter": list(names),
            "correlation": found,
            "summary": [keys[i] for i in strongest],
            "bound": bound,
            "told": np.abs(found) > bound,
        }
    )
    return table.sort_values("correlation", key=np.abs, ascending=False, kind="stable", ignore_index=True)


def bound_of(points: int, tests: int) -> float:
    """Correlation that chance exceeds in one of twenty screenings of so many tests (Bonferroni, Fisher's z)."""
    return math.tanh(float(stats.norm.isf(LEVEL / 2 / tests)) / math.sqrt(max(points - 3, 1)))


def kept_of(screened: dict[str, pd.DataFrame], keep: int) -> dict[str, list[str]]:
    """Return, for each block, the parameters to fit: those told, the strongest first, each in one block alone."""
    owner: dict[str, tuple[float, str]] = {}
    for name, table in screened.items():
        told = table[table["told"]]
        for parameter, found in zip(told["parameter"].tolist(), told["correlation"].tolist(), strict=True):
            owner[parameter] = max(owner.get(parameter, (0.0, "")), (abs(found), name))
    return {
        name: [p for p in table.loc[table["told"], "parameter"] if owner[p][1] == name][:keep]
        for name, table in screened.items()
    }


def _standard(values: np.ndarray) -> np.ndarray:
    spread = values.std(axis=0)
    return (values - values.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0)
