"""Fits a few judgements of the palace to the half of the published rates drawn for it, by a seeded search.

A ledger of vectors over their ranges (Sobol), each played on the same members of the reference class; the best by the
sum of squared errors, each in units of what is not known of the rate. `python -m experiments.reference_fit` writes it.
"""

from __future__ import annotations

import argparse
import csv
import functools
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy.stats import qmc

from experiments.baselines import base_rates
from experiments.reference_class import HORIZON, Member, draw_regime
from experiments.reference_rates import CONTEXT, is_fitted
from experiments.reference_spells import COUNTS, count, read
from model.kernel import play, warm
from model.scenario import Scenario
from model.world import World

SPACE: dict[str, tuple[float, float]] = {
    "plots.occasions": (0.15, 0.75),
    "plots.junior_occasions": (0.6, 20.0),
    "plots.foresight": (0.3, 0.6),
    "removal.sessions": (0.6, 2.2),
    "removal.risings": (0.35, 1.3),
    "ballot.machine": (0.12, 0.5),
    "elites.inherited": (0.4, 0.8),
    "succession.personal_rule": (0.1, 0.3),
}
"""What is fitted and between which ends, a part of the declared ranges; values are spread evenly in logs."""

FITTED = tuple(key for key in COUNTS if is_fitted(key) and key not in CONTEXT)
NEAR = 1.5
NORMAL_90 = 3.29  # width of a 90% range in standard deviations


def vectors(number: int, seed: int) -> np.ndarray:
    """Return vectors of `SPACE`, shape (number, parameters)."""
    low, high = np.log(np.array(list(SPACE.values())).T)
    points = qmc.Sobol(len(SPACE), rng=np.random.default_rng(seed)).random(number)
    return np.exp(low + (high - low) * points)


def near(best: np.ndarray, number: int, seed: int) -> np.ndarray:
    """Return vectors around the mean of the logs of the best, within a factor of `NEAR` and the ends of `SPACE`."""
    low, high = np.log(np.array(list(SPACE.values())).T)
    points = qmc.Sobol(len(SPACE), rng=np.random.default_rng([seed, 1])).random(number)
    centre = np.log(best).mean(axis=0)
    return np.exp(np.clip(centre + np.log(NEAR) * (2.0 * points - 1.0), low, high))


def rates(base: Scenario, changes: dict[str, float], runs: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Simulated rates in the order of `COUNTS`, and the logarithmic standard error of each."""

    def one(run: int) -> np.ndarray:
        member = Member.of(draw_regime(base, seed + run), **changes)
        world = World(member, seed + run)
        play(world)
        return count(read(world))

    with ThreadPoolExecutor() as pool:
        found = np.array(list(pool.map(one, range(runs))))
    events, exposure = found.sum(axis=0).T
    with np.errstate(divide="ignore", invalid="ignore"):
        return events / exposure, 1.0 / np.sqrt(np.maximum(events, 1.0))


@functools.cache
def published(key: str) -> tuple[float, float]:
    """Log of a published rate and the standard deviation of that log, from its 90% range."""
    row = base_rates()[key]
    return np.log(float(row["value"])), np.log(float(row["high90"]) / float(row["low90"])) / NORMAL_90


def distance(found: np.ndarray, errors: np.ndarray) -> float:
    """Sum over the fitted rates of squared errors of their logs, in units of what is not known of them."""
    total = 0.0
    for place, key in enumerate(COUNTS):
        if key in FITTED:
            value, spread = published(key)
            gap = np.log(max(float(np.nan_to_num(found[place])), 1e-4)) - value
            total += gap * gap / (spread * spread + errors[place] * errors[place])
    return float(total)


def main() -> None:
    """Play a part of the ledger and write it as CSV to the standard output."""
    parser = argparse.ArgumentParser(description="ledger of the fit to the reference class")
    parser.add_argument("--vectors", type=int, default=32)
    parser.add_argument("--first", type=int, default=0, help="first vector to play")
    parser.add_argument("--last", type=int, default=None, help="the one after the last to play")
    parser.add_argument("--near", help="vectors around the mean of these of a ledger, by number: 3,5,8")
    parser.add_argument("--ledger", type=int, default=32, help="vectors of that ledger")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    base = Scenario.load("march-2025").with_(horizon=HORIZON)
    warm()
    write = csv.writer(sys.stdout)
    write.writerow(["vector", "distance", *SPACE, *COUNTS])
    tried = vectors(given.vectors, given.seed)
    if given.near:
        tried = vectors(given.ledger, given.seed)
        tried = near(tried[[int(word) for word in given.near.split(",")]], given.vectors, given.seed)
    for number in range(given.first, given.last if given.last is not None else given.vectors):
        changes = dict(zip(SPACE, tried[number].tolist(), strict=True))
        found, errors = rates(base, changes, given.runs, 1_000_000 * given.seed)
        row = [f"{value:.4f}" for value in (distance(found, errors), *tried[number], *found)]
        write.writerow([number, *row])
        sys.stdout.flush()


if __name__ == "__main__":
    main()
