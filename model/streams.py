"""Named random streams: each seeded by the run's seed and its own name, so that none disturbs another."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np
from numpy.random.bit_generator import ISeedSequence


class Streams(NamedTuple):
    """One stream a mechanism and kind of draw: three for the start, then those of each week (`model/shocks.py`)."""

    start: np.random.Generator
    roster: np.random.Generator
    types: np.random.Generator
    market: np.random.Generator
    reports: np.random.Generator
    diplomacy: np.random.Generator
    patron: np.random.Generator
    poles: np.random.Generator
    economy: np.random.Generator
    war: np.random.Generator
    strikes: np.random.Generator
    truce: np.random.Generator
    answers: np.random.Generator
    home_front: np.random.Generator
    leader: np.random.Generator
    occasions: np.random.Generator
    thresholds: np.random.Generator
    elites: np.random.Generator
    services: np.random.Generator
    plots: np.random.Generator
    street: np.random.Generator
    succession: np.random.Generator
    clashes: np.random.Generator


class Seed(ISeedSequence):
    """Seed of a stream: the SHA-256 digest of the run's seed and the stream's name."""

    def __init__(self, seed: int, name: str) -> None:
        """Take a run's seed of at most 64 bits, not negative, and a name."""
        self.words = np.frombuffer(hashlib.sha256(b"%d %s" % (seed, name.encode())).digest(), "<u8")

    def generate_state(self, n_words: int, dtype: Any = np.uint32) -> np.ndarray:
        """Return the words of 64 bits that a generator is seeded with."""
        return self.words[:n_words]


def open_streams(seed: int) -> Streams:
    """Open the streams of the run with this seed (an integer of at most 64 bits, not negative)."""
    return Streams(
        *(np.random.Generator(np.random.SFC64(Seed(seed, name))) for name in Streams._fields)  # type: ignore[arg-type]
    )
