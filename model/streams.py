"""Named random streams: each seeded by the run's seed and its own name, so that none disturbs another."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from agents.records import Record
from agents.rules import rule


class Streams(NamedTuple):
    """One stream a mechanism, in the order of the schedule."""

    start: np.random.Generator
    roster: np.random.Generator
    types: np.random.Generator
    market: np.random.Generator
    patron: np.random.Generator
    economy: np.random.Generator
    war: np.random.Generator
    strikes: np.random.Generator
    truce: np.random.Generator
    reports: np.random.Generator
    diplomacy: np.random.Generator
    answers: np.random.Generator
    home_front: np.random.Generator
    leader: np.random.Generator
    thresholds: np.random.Generator
    elites: np.random.Generator
    services: np.random.Generator
    plots: np.random.Generator
    succession: np.random.Generator


_KEYS = [int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little") for name in Streams._fields]


def open_streams(seed: int) -> Streams:
    """Open the streams of the run with this seed (an integer of at most 64 bits, not negative)."""
    return Streams(*(np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, k]))) for k in _KEYS))


@rule
def draw_normals(stream: np.random.Generator, shocks: list[float]) -> None:
    """Fill a list of shocks with standard normal draws, in order."""
    for i in range(len(shocks)):
        shocks[i] = stream.standard_normal()


@rule
def draw_uniforms(stream: np.random.Generator, shocks: list[float]) -> None:
    """Fill a list of shocks with uniform draws from [0, 1), in order."""
    for i in range(len(shocks)):
        shocks[i] = stream.random()


@rule
def draw_exponentials(stream: np.random.Generator, shocks: list[float]) -> None:
    """Fill a list of thresholds with Exp(1) draws, in order."""
    for i in range(len(shocks)):
        shocks[i] = stream.standard_exponential()


@rule
def draw_rows(stream: np.random.Generator, rows: Sequence[Record]) -> None:
    """Fill the field `normal` of each row with a standard normal draw, in order of slots."""
    for i in range(len(rows)):
        rows[i].normal = stream.standard_normal()  # type: ignore[attr-defined]
