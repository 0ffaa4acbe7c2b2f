"""Screening and indices: exact where the answer is known, and blind to chance that no parameter made."""

from __future__ import annotations

import numpy as np
import pytest
from SALib.analyze import morris as salib_morris
from SALib.analyze import sobol as salib_sobol
from SALib.sample import morris, sobol

from experiments.effects import effects_of
from experiments.indices import crossed, indices_of

LINEAR = np.array([3.0, 0.0, -1.0, 0.5])


def cube(count: int) -> dict:
    return {"num_vars": count, "names": [f"x{i}" for i in range(count)], "bounds": [[0.0, 1.0]] * count}


def repeated(values: np.ndarray, places: int, count: int) -> np.ndarray:
    """Outcomes without chance as [sample, place, replication]."""
    return np.repeat(values.reshape(-1, places)[:, :, None], count, axis=2)


def ishigami(x: np.ndarray) -> np.ndarray:
    x = (2.0 * x - 1.0) * np.pi
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_effects_without_chance_are_those_of_salib():
    points = morris.sample(cube(4), 12, num_levels=4, seed=3)
    values = points @ LINEAR + points[:, 0] * points[:, 3]
    expected = salib_morris.analyze(cube(4), points, values, num_levels=4, seed=1)
    found = effects_of(points.reshape(12, 5, 4), repeated(values, 5, 2))
    assert found.mu == pytest.approx(np.asarray(expected["mu"]))
    assert found.mu_star == pytest.approx(np.asarray(expected["mu_star"]))
    assert found.sigma == pytest.approx(np.asarray(expected["sigma"]))
    assert found.floor == 0.0
    assert (found.low <= found.mu_star + 1e-12).all()
    assert (found.high >= found.mu_star - 1e-12).all()


def test_what_replications_disagree_on_does_not_pass_for_an_effect():
    """Thirty idle parameters beside two that act, in noise as large as what they do."""
    rng = np.random.default_rng(5)
    points = morris.sample(cube(32), 20, num_levels=4, seed=4)
    values = repeated(2.0 * points[:, 3] - 1.5 * points[:, 8], 33, 2) + 0.5 * rng.normal(size=(20, 33, 2))
    found = effects_of(points.reshape(20, 33, 32), values)
    assert set(np.flatnonzero(found.mu_star > found.floor)) == {3, 8}
    assert found.chance.mean() == pytest.approx(
        np.delete(found.mu_star, [3, 8]).mean(), rel=0.2
    )  # 600 effects


def test_indices_of_a_known_function():
    points = sobol.sample(cube(3), 2048, calc_second_order=False, seed=1)
    found = indices_of(repeated(ishigami(points), 5, 2))
    assert found.first[:, 0] == pytest.approx([0.3139, 0.4424, 0.0], abs=0.03)
    assert found.total[:, 0] == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.03)
    assert (found.first[:, 1] <= found.first[:, 0]).all()
    assert (found.first[:, 2] >= found.first[:, 0]).all()
    assert found.chance == 0.0
    salib = salib_sobol.analyze(cube(3), ishigami(points), calc_second_order=False, seed=1)
    assert found.total[:, 0] == pytest.approx(salib["ST"], abs=0.03)


def test_chance_is_told_from_parameters():
    """Four fifths of the variance are chance: indices stay, where those of the means would be drowned."""
    rng = np.random.default_rng(2)
    points = sobol.sample(cube(4), 1024, calc_second_order=False, seed=2)
    clean = points @ LINEAR
    explained = LINEAR @ LINEAR / 12.0
    noise = np.sqrt(4.0 * explained)
    values = repeated(clean, 6, 2) + noise * rng.normal(size=(1024, 6, 2))
    found = indices_of(values)
    expected = LINEAR**2 / (LINEAR @ LINEAR)
    assert found.chance == pytest.approx(0.8, abs=0.03)
    assert found.chance_interval[0] < 0.8 < found.chance_interval[1]
    for index in (found.first, found.total):
        assert ((index[:, 1] < expected) & (expected < index[:, 2])).all()
    drowned = salib_sobol.analyze(cube(4), values.mean(axis=2).ravel(), calc_second_order=False, seed=1)
    assert drowned["ST"][1] > 0.4


def test_chance_alone_has_no_indices():
    rng = np.random.default_rng(3)
    found = indices_of(rng.normal(size=(64, 5, 3)))
    assert np.isnan(found.first).all()
    assert found.chance > 0.8


def test_an_outcome_that_few_base_samples_move_has_finite_intervals():
    """One parameter moves five of 64: a resample in two hundred has none of them, and no ratio."""
    values = np.zeros((64, 4, 2))
    values[:5, [0, 2]] = 1.0  # 1 at A, and where the second parameter alone comes from B
    found = indices_of(values)
    assert np.isfinite(found.total).all()
    assert found.total[0] == pytest.approx([1.0, 1.0, 1.0])
    assert found.total[1] == pytest.approx([0.0, 0.0, 0.0])


def test_a_failed_history_is_left_out():
    points = sobol.sample(cube(3), 256, calc_second_order=False, seed=1)
    values = repeated(ishigami(points), 5, 2)
    values[7, 2, 1] = np.nan
    whole = indices_of(repeated(ishigami(points), 5, 2))
    assert indices_of(values).total == pytest.approx(whole.total, abs=0.05)


def test_one_replication_tells_nothing_of_chance():
    with pytest.raises(ValueError, match="one replication"):
        crossed(np.zeros((3, 1)), np.zeros((3, 1)))
