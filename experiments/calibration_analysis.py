"""The steps of a calibration: screening, simulations, posterior, and how far it can be trusted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from experiments.calibration import Library, OutOfTimeError, Simulator, Size, run
from experiments.calibration_evidence import Block, block_of
from experiments.calibration_screening import Uncertain, kept_of, screen
from experiments.chunks import run_seed
from experiments.commands import progress_bar
from experiments.posterior import Check, Posterior, check, floor_of, posterior_of
from experiments.runs import Progress
from model.errors import InputError
from model.scenario import Scenario

SETS = 300
"""Simulated data sets of the check, at most."""
PREDICTED = 40
"""Sets simulated from the posterior, at most, to set what it foretells beside what the prior does."""


@dataclass(frozen=True)
class Found:
    """What the calibration of a block found.

    Attributes
    ----------
    block : Block
        The evidence.
    library : Library
        The last generation.
    posterior : Posterior
        After the evidence.
    check : Check
        The method on simulated data.
    floor : float
        Contraction that chance gives.
    predicted : dict
        "prior" and "posterior": fitted and held summaries of simulated sets.
    """

    block: Block
    library: Library
    posterior: Posterior
    check: Check
    floor: float
    predicted: dict[str, tuple[np.ndarray, np.ndarray]]

    @property
    def identified(self) -> np.ndarray:
        """Which parameters the evidence tells something about."""
        return self.posterior.contraction > self.floor


@dataclass(frozen=True)
class Calibration:
    """What a calibration found.

    Attributes
    ----------
    scenario : Scenario
        Where everything stands that is not uncertain.
    size : Size
        How much was simulated.
    seed : int
        Seed of everything.
    screened : dict
        By block: a row a parameter, its strongest correlation, and whether it is told from chance.
    found : dict
        By block: what was found.
    """

    scenario: Scenario
    size: Size
    seed: int
    screened: dict[str, pd.DataFrame]
    found: dict[str, Found]

    def draws(self) -> pd.DataFrame:
        """Return the posterior sample: a row a draw, a column a parameter that the evidence identifies.

        Blocks are joined as independent; what is not identified stays at its prior.
        """
        columns: dict[str, list[float]] = {}
        for place, one in enumerate(self.found.values()):
            factors = {f.name: f for f in Uncertain.of(one.block, self.scenario).factors}
            unit = one.posterior.draw(self.size.draws, run_seed(self.seed, place) % 2**31)
            for name, column, told in zip(one.posterior.names, unit.T, one.identified, strict=True):
                if told:
                    columns[name] = [factors[name].at(share) for share in column.tolist()]
        return pd.DataFrame(columns)


def analyse(
    scenario: Scenario, size: Size, seed: int, out: Path, until: float | None, workers: int | None = None
) -> Calibration:
    """Screen, simulate and judge each block; what the folder holds is read."""
    blocks = [block_of(name) for name in size.particles]
    screened = {}
    for block in blocks:
        with timed_bar(size.screening, until) as progress:
            screened[block.name] = screen(
                block, scenario, size.screening, seed, out / "screening", workers, progress=progress
            )
    kept = kept_of(screened, size.keep)
    simulated = {}
    for block in blocks:
        names = kept[block.name]
        if not names:
            raise InputError(
                f"--screening: found {size.screening}, of which no parameter of the {block.name} is told from "
                "chance; allowed: more"
            )
        with timed_bar(size.particles[block.name] * size.generations, None) as progress:
            simulator = Simulator(
                Uncertain.of(block, scenario), size.members, out / f"{block.name}.jsonl", until, progress
            )
            database = out / f"{block.name}.db"
            simulated[block.name] = simulator, *run(simulator, names, size, seed, database, block.observed)
    from threadpoolctl import threadpool_limits

    with threadpool_limits(
        1
    ):  # so many small regressions are faster on one thread, and the same bits anywhere
        found = {name: judged(*libraries, seed) for name, libraries in simulated.items()}
    return Calibration(scenario, size, seed, screened, found)


def judged(simulator: Simulator, first: Library, last: Library, seed: int) -> Found:
    """Return the posterior of a block, what is foretold, and what the method makes of simulated data."""
    block = simulator.block
    simulator.progress = None
    posterior = posterior_of(last, block.observed)
    simulated = list(simulator.found.values())[: len(first.unit)]  # the first generation came first
    drawn = posterior.draw(min(PREDICTED, len(last.unit)), seed).tolist()
    again = [
        simulator.play(dict(zip(last.names, row, strict=True)), run_seed(seed, i) % 2**31)
        for i, row in enumerate(drawn)
    ]
    predicted = {
        name: (np.array([f for f, _ in pairs]), _finite(np.array([h for _, h in pairs])))
        for name, pairs in (("prior", simulated), ("posterior", again))
    }
    checked = check(first, SETS, seed)
    floor = floor_of(last, block.observed, seed)
    return Found(block, last, posterior, checked, floor, predicted)


def _finite(values: np.ndarray) -> np.ndarray:
    """Leave empty what a simulated set does not tell: losses for each km2 where none was gained."""
    return np.where(np.isfinite(values), values, np.nan)


@contextmanager
def timed_bar(total: int, until: float | None) -> Iterator[Progress]:
    """Show a bar; stop when the time is over, after what was simulated has been kept."""
    with progress_bar(total) as bar:

        def progress(count: int) -> None:
            bar(count)
            if until is not None and time.monotonic() > until:
                raise OutOfTimeError

        yield progress
