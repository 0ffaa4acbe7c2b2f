"""The draw of the published rates to fit is as it was written down before fitting."""

from __future__ import annotations

from experiments.baselines import base_rates
from experiments.reference_rates import CLUSTERS, CONTEXT, draw_fitted, is_fitted

WRITTEN_DOWN = (
    "irregular exits and coup attempts",
    "natural death",
    "success of coups",
    "failure of regimes",
)


def test_the_draw_is_as_written_down() -> None:
    assert draw_fitted() == WRITTEN_DOWN


def test_another_seed_may_draw_others() -> None:
    assert len({draw_fitted(seed) for seed in range(20)}) > 1


def test_clusters_hold_published_rates_each_once() -> None:
    keys = [key for cluster in CLUSTERS.values() for key in cluster]
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(base_rates())
    assert set(CONTEXT) <= set(keys)


def test_a_cluster_is_fitted_or_tested_as_a_whole() -> None:
    for name, keys in CLUSTERS.items():
        assert {is_fitted(key) for key in keys} == {name in WRITTEN_DOWN}
