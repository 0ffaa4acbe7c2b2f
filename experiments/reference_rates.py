"""Which published rates the palace is fitted to and which are kept for a test: a seeded draw of whole clusters.

Rates computed from the same spells of rule stand and fall together, so that clusters are drawn and not rates. The
draw was written down before anything was fitted; a test holds it as written.
"""

from __future__ import annotations

import numpy as np

SEED = 1

CLUSTERS: dict[str, tuple[str, ...]] = {
    "irregular exits and coup attempts": (
        "irregular-share-of-exits",
        "irregular-exit-rate-long-tenure",
        "irregular-exit-rate",
        "coup-attempt-rate",
    ),
    "natural death": ("death-rate-70-75", "death-rate-70-75-since-1980"),
    "exit of the old and long-serving": ("exit-within-2y", "exit-within-5y"),
    "regime after a natural death": ("persists-after-death", "persists-after-death-personalist"),
    "success of coups": ("coup-success", "coup-success-senior"),
    "failure of regimes": ("regime-failure-rate",),
    "exit from war": ("war-exit-monthly",),
}

CONTEXT = ("coup-success",)
"""Rates of another class (here: of all regimes), shown beside the simulated ones and not judged by them."""


def draw_fitted(seed: int = SEED) -> tuple[str, ...]:
    """Return the clusters to fit: a half of them, rounded up, the first of a random order."""
    names = list(CLUSTERS)
    order = np.random.default_rng(seed).permutation(len(names))
    return tuple(names[i] for i in sorted(order[: (len(names) + 1) // 2]))


def is_fitted(key: str) -> bool:
    """Whether a rate belongs to a cluster that was drawn for the fit."""
    return any(key in CLUSTERS[name] for name in draw_fitted())
