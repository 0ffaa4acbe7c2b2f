"""The evidence that parameters are fitted to, in two blocks, and the simulators that give its like.

Only the fitted half counts: what `evidence.csv` marks as a fit, up to 17 March 2025, and the clusters of base rates that
were drawn for it. Answers and the line after that day are scored in the back-test and play no part. Each block has
its own simulator: a simulated set is as large as the observed one, so that the error of a sample is simulated with it.
"""

from __future__ import annotations

import csv
import dataclasses
import functools
import math
import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.baselines import base_rates
from experiments.chunks import run_seed
from experiments.evidence import MEASURES, TABLES, makers
from experiments.reference_class import HORIZON, Member, draw_regime
from experiments.reference_rates import CONTEXT, is_fitted
from experiments.reference_spells import COUNTS, count, read
from experiments.store import digest_of
from model.compiling import processors
from model.kernel import play
from model.scenario import Scenario
from model.world import World

WAR, PALACE = "war", "palace"
WEEKS_SEEN = "2027-03-31"
TRIES = 20
"""Histories tried until one has a war for as long as the record has."""
HALF = 0.5
"""Half a case (Jeffreys), so that none at all has a logarithm."""
AT_LEAST = 5.0
"""Years that a rate is told from at the least, in the simulated and in the published one."""

SCALES: dict[str, Callable[[float], float]] = {
    "identity": float,
    "log": lambda value: math.log(max(value, 1e-9)),
    "correlation": lambda value: math.atanh(min(max(value, -0.999), 0.999)),
    "logit": lambda value: math.log(value / (1.0 - value)),
}


@dataclass(frozen=True)
class Summary:
    """One statistic that parameters are fitted to.

    Attributes
    ----------
    key, what : str
        Its key in `evidence.csv` or `base_rates.csv`, and in words.
    scale : str
        The scale on which it is compared, one of `SCALES`.
    observed : float
        What was observed, on that scale.
    error : float
        Standard deviation of the error of observation that no sampling accounts for, on that scale.
    size : float
        Cases or years at risk of the published rate; 0 for the war.
    """

    key: str
    what: str
    scale: str
    observed: float
    error: float
    size: float = 0.0


Simulate = Callable[[Scenario, int, int], tuple[np.ndarray, np.ndarray]]
Screen = Callable[[Scenario, int], np.ndarray]


@dataclass(frozen=True)
class Block:
    """A part of the evidence with a simulator of its own.

    Attributes
    ----------
    name, title : str
        `war` or `palace`, and in words.
    summaries : tuple of Summary
        What is fitted.
    held : tuple of Summary
        What the same simulator gives and is kept for a test.
    prepare : callable
        The scenario in which the block is played.
    simulate : callable
        Scenario, seed and members give fitted and held summaries.
    screen : callable
        Scenario and seed give the cheapest draw of what moves the summaries.
    """

    name: str
    title: str
    summaries: tuple[Summary, ...]
    held: tuple[Summary, ...]
    prepare: Callable[[Scenario], Scenario]
    simulate: Simulate
    screen: Screen

    @property
    def observed(self) -> np.ndarray:
        """What was observed of all summaries."""
        return np.array([summary.observed for summary in self.summaries])

    @property
    def errors(self) -> np.ndarray:
        """Errors of observation of all summaries."""
        return np.array([summary.error for summary in self.summaries])


@functools.cache
def block_of(name: str) -> Block:
    """Return a block by its name."""
    rows = [row for row in _table("calibration.csv") if row["block"] == name]
    if name == WAR:
        of_record = {row["key"]: row for row in _table("evidence.csv")}
        fitted = tuple(_of_war(of_record[row["key"]], row["scale"], float(row["error"])) for row in rows)
        used = {summary.key for summary in fitted}
        held = tuple(_of_war(row, "identity", 0.0) for key, row in of_record.items() if _kept(row, used))
        return Block(WAR, "War", fitted, held, _at_war, _simulate_war, _screen_war)
    fitted = tuple(_of_palace(row["key"], row["scale"]) for row in rows)
    tested = tuple(key for key in COUNTS if not is_fitted(key) and key not in CONTEXT)
    held = tuple(_of_palace(key, "logit") for key in tested)
    return Block(PALACE, "Palace", fitted, held, _in_peace, _simulate_palace, _screen_palace)


@functools.cache
def simulator_digest() -> str:
    """Return a hash of the sources beside the model that simulated summaries depend on."""
    own = ("calibration_evidence", "evidence", "reference_class", "reference_spells")
    files = [Path(__file__).with_name(f"{name}.py") for name in own]
    files += [TABLES / "calibration.csv", TABLES / "base_rates.csv"]
    return digest_of([file.read_text(encoding="utf-8") for file in files])


def place(base: Scenario, changes: Mapping[str, Any]) -> Member:
    """Return a scenario with values drawn from their declared ranges, by full name, which need no further check."""
    groups: dict[str, dict[str, Any]] = {}
    for name, value in changes.items():
        group, field = name.split(".")
        groups.setdefault(group, {})[field] = value
    values = {field.name: getattr(base, field.name) for field in dataclasses.fields(base)}
    values |= {group: dataclasses.replace(values[group], **fields) for group, fields in groups.items()}
    return Member(**values)


def _table(name: str) -> list[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


# The war: one history, as the record is one.

COLUMNS = (
    "week",
    "occupied_km2",
    "advance_km2",
    "losses_russia",
    "launches_russia",
    "truce_scope",
    "key_rate",
    "inflation",
    "growth",
    "reserves",
    "war_burden",
)


def _kept(row: Mapping[str, str], used: set[str]) -> bool:
    """Whether a row of the record is a check, of what no fitted row holds already."""
    return row["kind"] == "check" and row["key"] not in used


def _of_war(row: Mapping[str, str], scale: str, error: float) -> Summary:
    return Summary(row["key"], row["what"], scale, SCALES[scale](float(row["observed"])), error)


def _at_war(base: Scenario) -> Scenario:
    """The record to 17 March 2025 has no truce: neither side grants one."""
    quiet: dict[str, Any] = {"answers.russia_answers": "reject", "answers.ukraine_answers": "reject"}
    return base.with_(horizon=WEEKS_SEEN, **quiet)


def _simulate_war(scenario: Scenario, seed: int, _members: int) -> tuple[np.ndarray, np.ndarray]:
    block = block_of(WAR)
    keys = [summary.key for summary in block.summaries]
    for attempt in range(TRIES):
        own = run_seed(seed, attempt)
        world = World(scenario, own)
        play(world)
        run = pd.DataFrame({name: world.rows[name] for name in COLUMNS})
        with np.errstate(all="ignore"):
            found = {key: float(measure(run)) for key, measure in MEASURES.items()}
        found["makers-sd"] = float(makers(scenario, 1, own)[0])
        if all(math.isfinite(found[key]) for key in keys):
            break
    else:
        found = {key: found[key] if math.isfinite(found[key]) else 0.0 for key in found}
    fitted = [SCALES[summary.scale](found[summary.key]) for summary in block.summaries]
    noise = np.random.default_rng([seed, 3]).standard_normal(len(fitted))
    held = [found[summary.key] for summary in block.held]
    return np.array(fitted) + block.errors * noise, np.array(held)


def _screen_war(scenario: Scenario, seed: int) -> np.ndarray:
    return _simulate_war(scenario, seed, 1)[0]


# The palace: members of the reference class, as many as give the published number of cases or years.


def _of_palace(key: str, scale: str) -> Summary:
    row = base_rates()[key]
    events, size = (float(part) for part in re.findall(r"[\d.]+", row["n"])[:2])
    return Summary(key, row["quantity"], scale, _scaled(events, size, scale), 0.0, size)


def _scaled(events: float, size: float, scale: str) -> float:
    if scale == "logit":
        return math.log((events + HALF) / (size - events + HALF))
    return math.log((events + HALF) / (size + AT_LEAST))


def _in_peace(base: Scenario) -> Scenario:
    return base.with_(horizon=HORIZON)


def _member(scenario: Scenario, seed: int) -> np.ndarray:
    """Events and years at risk of one member, in the order of `COUNTS`."""
    world = World(draw_regime(scenario, seed), seed)
    play(world)
    return count(read(world))


def _simulate_palace(scenario: Scenario, seed: int, members: int) -> tuple[np.ndarray, np.ndarray]:
    block = block_of(PALACE)
    with ThreadPoolExecutor(processors()) as pool:
        found = np.array(list(pool.map(lambda one: _member(scenario, run_seed(seed, one)), range(members))))
    keys = list(COUNTS)
    fitted, held = (
        np.array([_scaled(*_matched(found[:, keys.index(s.key)], s.size), s.scale) for s in part])
        for part in (block.summaries, block.held)
    )
    return fitted, held


def _matched(found: np.ndarray, size: float) -> tuple[float, float]:
    """Events and cases or years of the first members that together have as many as the published rate."""
    at_risk = np.cumsum(found[:, 1])
    used = min(int(np.searchsorted(at_risk, size)) + 1, len(found))
    return float(found[:used, 0].sum()), float(at_risk[used - 1])


def _screen_palace(scenario: Scenario, seed: int) -> np.ndarray:
    """Events and years at risk of one member, those of the fitted rates."""
    keys = list(COUNTS)
    found = _member(scenario, seed)
    return np.concatenate([found[keys.index(summary.key)] for summary in block_of(PALACE).summaries])


def as_screened(block: Block, values: np.ndarray) -> np.ndarray:
    """Return what a screening compares: summaries of the war; of the palace events beyond those at the common rate."""
    if block.name == WAR:
        return values
    pairs = values.reshape(len(values), -1, 2)
    total = pairs.sum(axis=0)
    rates = np.divide(total[:, 0], total[:, 1], out=np.zeros(len(total)), where=total[:, 1] > 0)
    return pairs[..., 0] - rates * pairs[..., 1]
