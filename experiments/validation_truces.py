"""Limits of truces by play: incidents that breed incidents, and how long truces last.

Truces are signed and stepped by the compiled rules, thousands of times at each point.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
from typing import Any

import numba
import numpy as np

from agents.events import Log
from agents.records import dtype_of
from agents.vocabulary import SCOPES, Scope
from experiments.rows import anywhere, row_of
from experiments.validation import Grid, limit, share_error
from model.circumstances import Circumstances, draft_truce
from model.durability import permanence
from model.truce import Truce, TruceParameters, sign_truce, step_truces

BASE = TruceParameters()
USUAL = {"length_km": 1100.0, "belief_gap": 0.2, "pressure": 0.5, "hawks_russia": 0.05}
SIGNED = 10_000


@numba.njit
def sign_and_step(
    truces: Any,
    parameters: Any,
    around: Any,
    log: Any,
    rng: Any,
    scope: int,
    days: float,
    extends: float,
    start: float,
    rates: Any,
    held: Any,
) -> None:
    """Sign one truce for each element of `held`; record the mean incidents of each week and the days it held."""
    runs, weeks = len(held), len(rates)
    for run in range(runs):
        for rung in range(len(truces)):
            truces[rung].active = False
        for k in range(5):
            truces[scope].uniforms[k] = rng.random()
        sign_truce(truces, parameters, around, log, scope, 0, days, 0, True, True)
        truces[scope].excitation = start
        for week in range(weeks):
            for k in range(5):
                truces[scope].uniforms[k] = rng.random()
            truces[scope].extends = extends
            step_truces(truces, parameters, around, log)
            log.count = 0
            rates[week] += truces[scope].incidents / runs
            if not truces[scope].active:
                break
        held[run] = truces[scope].days_held if truces[scope].broken_by < 0 else truces[scope].days_held - 7.0


def signed(
    scope: int, days: float, extends: float, weeks: int, p: TruceParameters, start: float = 0.0, seed: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Return mean incidents by week, and the days that each of `SIGNED` truces held unbroken."""
    rates, held, rows = np.zeros(weeks), np.zeros(SIGNED), np.zeros(SCOPES, dtype_of(Truce))
    rng = np.random.Generator(np.random.PCG64(seed))
    around, log = row_of(Circumstances.new(**USUAL)), np.zeros(1, dtype_of(Log))
    sign_and_step(rows, row_of(p)[0], around[0], log[0], rng, int(scope), days, extends, start, rates, held)
    return rates, held


def drafted(scope: int, days: float, p: TruceParameters) -> Any:
    """Return the truce that these parties would sign."""
    truce = Truce.new()
    draft_truce(truce, p, Circumstances.new(**USUAL), int(scope), 0, days, True, True)
    return truce


@limit(
    "incidents",
    "a Hawkes process: mu (1 + n (1 - r^t) / (1 - n)) in week t, mu / (1 - n) at last (Hawkes 1971)",
)
def incidents() -> Grid:
    """Branching ratios and memories; the transient and the long run, relative to the long run."""
    found, expected, error, weeks = [], [], [], 40
    for n, memory in itertools.product((0.0, 0.3, 0.6), (1.0, 3.0, 6.0)):
        p = dataclasses.replace(BASE, hazard_general=0.0, branching=n, memory=memory)
        rates, _ = signed(Scope.GENERAL, 7.0 * weeks, 0.0, weeks, p)
        truce = drafted(Scope.GENERAL, 7.0 * weeks, p)
        mu = truce.spontaneous_russia + truce.spontaneous_ukraine
        r = 1.0 - (1.0 - math.exp(-1.0 / memory)) * (1.0 - n)
        for week in (0, 1, 3, 7, 15, weeks - 1):
            found.append(rates[week] * (1.0 - n) / mu)
            expected.append((1.0 + n * (1.0 - r**week) / (1.0 - n)) * (1.0 - n))
            error.append(math.sqrt(mu / (1.0 - n) ** 3 / SIGNED) * (1.0 - n) / mu)
    return Grid(found, expected, error)


@limit("permanence", "the closed form of how long truces last is the frequency with which they do")
def permanences() -> Grid:
    """Every scope, terms, odds of extension, a tense start, and parameters anywhere in their ranges."""
    found, expected, error = [], [], []
    tense = dataclasses.replace(BASE, hazard_limited=0.03, incident_weight=0.4)
    rng = np.random.default_rng(5)
    cases = [
        (tense, *c)
        for c in itertools.product(
            (
                (Scope.GENERAL, 30.0),
                (Scope.GENERAL, 180.0),
                (Scope.SECTOR, 30.0),
                (Scope.SHORT, 1.25),
                (Scope.HUMAN, 3.0),
            ),
            (0.5, 0.9),
            (0.0, 6.0),
            (56.0,),
        )
    ]
    cases += [(tense, (Scope.FINAL, 0.0), 0.0, start, 1820.0) for start in (0.0, 6.0)]
    cases += [(anywhere(TruceParameters, rng), (Scope.GENERAL, 30.0), 0.9, 0.0, 63.0) for _ in range(10)]
    for seed, (p, (scope, days), extends, start, lock_in) in enumerate(cases):
        _, held = signed(scope, days, extends, round(lock_in / 7.0), p, start, seed)
        truce = drafted(scope, days, p)
        truce.excitation = start
        found.append(np.mean(held >= lock_in - 1e-9))
        expected.append(permanence(truce, p, int(scope), extends, lock_in))
        error.append(share_error(expected[-1], SIGNED))
    return Grid(found, expected, error)
