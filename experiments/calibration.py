"""Calibration: the parameters that the fitted evidence moves, by approximate Bayesian computation with pyABC.

A particle is a place in the declared ranges of the parameters kept; all other uncertain parameters are drawn anew for it
from their own ranges, so that what is found is marginal over them. The first generation is the prior; later ones
accept by distance in summaries learned by regression (semi-automatic, Fearnhead and Prangle 2012). Each generation
starts from the database alone, and each simulation is kept as it ends, so that a run that was stopped ends alike.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from experiments.calibration_screening import Uncertain
from experiments.chunks import run_seed
from experiments.runs import Progress
from experiments.store import digest_of
from model.errors import InputError

EXTRA = "calibration"
FIRST = 1e300
"""Distance within which the first generation accepts: everything."""


class OutOfTimeError(Exception):
    """The time that was given is over; what was simulated is kept."""


@dataclass(frozen=True)
class Size:
    """How much is simulated.

    Attributes
    ----------
    particles : int
        Particles accepted in each generation, by the name of each block that is calibrated.
    generations : int
        Generations, the first of them the prior.
    members : int
        Members of the reference class in a simulated set of the palace.
    screening : int
        Points of the screening, by block.
    keep : int
        Parameters that the screening leaves, at most, by block.
    draws : int
        Rows of the posterior sample.
    """

    particles: Mapping[str, int]
    generations: int = 1
    members: int = 50
    screening: int = 2500
    keep: int = 12
    draws: int = 400


@dataclass(frozen=True)
class Library:
    """Simulations of a block: where parameters lay, what came of them, and their weights.

    Attributes
    ----------
    names : tuple of str
        Parameters, by dotted name.
    unit : array [particle, parameter]
        Places in the declared ranges, 0 to 1.
    summaries : array [particle, summary]
        Fitted summaries.
    weights : array [particle]
        Weights of the particles, summing to 1.
    """

    names: tuple[str, ...]
    unit: np.ndarray
    summaries: np.ndarray
    weights: np.ndarray

    def without(self, place: int) -> Library:
        """Leave one particle out."""
        rest = np.arange(len(self.unit)) != place
        weights = self.weights[rest]
        return Library(self.names, self.unit[rest], self.summaries[rest], weights / weights.sum())


class Simulator:
    """The model as pyABC asks for it: places of parameters in, summaries out; what was simulated is kept in a file."""

    def __init__(
        self,
        uncertain: Uncertain,
        members: int,
        kept: Path,
        until: float | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Read what the file holds already; `until` is a time of the clock (`time.monotonic`)."""
        self.block, self.uncertain, self.members = uncertain.block, uncertain, members
        self.until, self.progress = until, progress
        self.kept = kept
        self.found = _read_kept(kept)

    def __call__(self, parameters: Mapping[str, float]) -> dict[str, float]:
        """Simulate a particle with a seed from pyABC's own stream."""
        fitted, _ = self.play(dict(parameters), int(np.random.randint(2**31 - 1)))
        return {summary.key: float(v) for summary, v in zip(self.block.summaries, fitted, strict=True)}

    def play(self, known: dict[str, float], seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Return fitted and held summaries of a particle, from the file if they are there."""
        name = digest_of([{key: float(value) for key, value in known.items()}, seed])[:24]
        if name not in self.found:
            if self.until is not None and time.monotonic() > self.until:
                raise OutOfTimeError
            scenario = self.uncertain.at(seed, known)
            fitted, held = self.block.simulate(scenario, seed, self.members)
            self.found[name] = (fitted, held)
            with self.kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps([name, fitted.tolist(), held.tolist()]) + "\n")
        if self.progress is not None:
            self.progress(1)
        return self.found[name]


def _read_kept(path: Path) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Read simulations of an earlier run; a last line that was cut off is dropped."""
    found = {}
    if path.exists():
        whole = path.read_text(encoding="utf-8").splitlines(keepends=True)
        if whole and not whole[-1].endswith("\n"):
            path.write_text("".join(whole[:-1]), encoding="utf-8")
            whole.pop()
        for line in whole:
            name, fitted, held = json.loads(line)
            found[name] = (np.array(fitted), np.array(held))
    return found


def run(
    simulator: Simulator, names: list[str], size: Size, seed: int, database: Path, observed: np.ndarray
) -> tuple[Library, Library]:
    """Run the generations that the database does not hold, and return the first and the last."""
    pyabc = needed()
    keys = [summary.key for summary in simulator.block.summaries]
    address = f"sqlite:///{database.resolve()}"
    for generation in range(_generations_in(pyabc, database, address), size.generations):
        abc = _asked(pyabc, simulator, names, size, generation, len(keys))
        if generation == 0:
            database.unlink(missing_ok=True)
            abc.new(address, dict(zip(keys, observed.tolist(), strict=True)))
        else:
            abc.load(address)
        np.random.seed(run_seed(seed, generation) % 2**32)
        abc.run(max_nr_populations=1)
        abc.history.done()
    ends = (0, size.generations - 1)
    return tuple(_library(pyabc, address, generation, names, keys) for generation in ends)  # type: ignore[return-value]


def _asked(
    pyabc: Any, simulator: Simulator, names: list[str], size: Size, generation: int, summaries: int
) -> Any:
    """Return pyABC's sampler of one generation, all that it learns learned from the generation before."""
    prior = pyabc.Distribution(**{name: pyabc.RV("uniform", 0.0, 1.0) for name in names})
    learned = pyabc.PredictorSumstat(
        pyabc.LinearPredictor(log_pearson=False),
        fit_ixs={generation},
        pre=pyabc.IdentitySumstat(trafos=[_as_is, np.square], shape_out=(1, 2 * summaries)),
    )
    first = generation == 0
    return pyabc.ABCSMC(
        models=simulator,
        parameter_priors=prior,
        distance_function=pyabc.PNormDistance(p=2, **({} if first else {"sumstat": learned})),
        population_size=int(size.particles[simulator.block.name]),
        eps=pyabc.ListEpsilon([FIRST]) if first else pyabc.QuantileEpsilon(alpha=0.5),
        sampler=pyabc.SingleCoreSampler(),
    )


def _as_is(values: np.ndarray) -> np.ndarray:
    return values


def _generations_in(pyabc: Any, database: Path, address: str) -> int:
    """Generations that the database holds whole."""
    if not database.exists():
        return 0
    try:
        history = pyabc.History(address)
        history.id = 1
        count = int(history.max_t) + 1
        history.done()
    except Exception:  # a database that was cut off before it held anything
        return 0
    return count


def _library(pyabc: Any, address: str, generation: int, names: list[str], keys: list[str]) -> Library:
    history = pyabc.History(address)
    history.id = 1
    particles = history.get_population(t=generation).particles
    history.done()
    unit = np.array([[p.parameter[name] for name in names] for p in particles])
    summaries = np.array([[float(p.sum_stat[key]) for key in keys] for p in particles])
    weights = np.array([p.weight for p in particles])
    return Library(tuple(names), unit, summaries, weights / weights.sum())


def needed() -> Any:
    """Import pyABC, or say how it is installed."""
    try:
        import pyabc
    except ImportError:
        raise InputError(
            f"dilemma calibrate needs pyABC: pip install 'dilemma[{EXTRA}]' (python -m pip install pyabc)"
        ) from None
    for name in ("ABC", "ABC.History", "ABC.Predictor", "ABC.Distance", "ABC.Sumstat"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return pyabc
