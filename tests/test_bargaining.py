"""The Nash package: against SciPy, Rubinstein's limit and the weighted mean; vetoes, thin zones and bad input."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from model.bargaining import nash_settlement


def worth(package, positions, salience):
    return 1.0 - (salience * (package - positions) ** 2).sum(axis=1)


def table(seed: int, states: int, issues: int):
    """Random positions, salience, weights, and a disagreement near the edge of what can be had."""
    rng = np.random.default_rng(seed)
    positions = rng.random((states, issues))
    salience = rng.dirichlet(np.ones(issues), states)
    start = positions.mean(axis=0)
    disagreement = worth(start, positions, salience) - rng.uniform(-0.15, 0.25, states)
    return positions, salience, rng.uniform(0.1, 1.0, states), disagreement


def greatest_common_gain(positions, salience, disagreement):
    """Package and value of the best smallest gain, by SciPy."""
    start = positions.mean(axis=0)
    states, issues = positions.shape
    found = minimize(
        lambda z: -z[-1],
        np.append(start, (worth(start, positions, salience) - disagreement).min()),
        jac=lambda z: np.append(np.zeros(issues), -1.0),
        constraints={
            "type": "ineq",
            "fun": lambda z: worth(z[:-1], positions, salience) - disagreement - z[-1],
            "jac": lambda z: np.column_stack([-2 * salience * (z[:-1] - positions), -np.ones(states)]),
        },
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-14},
    )
    return found.x[:-1], found.x[-1]


def least_loss(positions, salience, weight, disagreement, start):
    """Value of the Nash problem, as a loss, that SciPy reaches from a feasible package; and the loss itself."""

    def lost(x):
        gains = worth(x, positions, salience) - disagreement
        return -(weight * np.log(np.maximum(gains, 1e-12))).sum()

    found = minimize(
        lost,
        start,
        method="SLSQP",
        constraints={"type": "ineq", "fun": lambda x: worth(x, positions, salience) - disagreement - 1e-9},
        options={"maxiter": 500, "ftol": 1e-14},
    )
    return lost(found.x), lost


@pytest.mark.parametrize("block", range(4))
def test_the_package_is_the_maximum_that_scipy_finds_or_nobody_can(block):
    """Thirty random problems a block, with two to four vetoes and up to sixteen issues."""
    solved = refused = 0
    for seed in range(30 * block, 30 * block + 30):
        positions, salience, weight, disagreement = table(seed, 2 + seed % 3, 1 + (7 * seed) % 16)
        package = nash_settlement(positions, salience, weight, disagreement)
        feasible, gain = greatest_common_gain(positions, salience, disagreement)
        if gain < -1e-6:
            assert np.isnan(package).all()
            refused += 1
        elif gain > 1e-6:
            oracle, lost = least_loss(positions, salience, weight, disagreement, feasible)
            shares = weight / (worth(package, positions, salience) - disagreement)
            slope = (shares[:, None] * salience * (package - positions)).sum(axis=0)
            assert lost(package) <= oracle + 1e-8
            assert np.abs(slope).max() < 1e-9 * shares.max()
            solved += 1
    assert solved >= 10
    assert refused >= 3


@given(st.integers(0, 10_000), st.integers(2, 5), st.integers(1, 16))
def test_without_disagreement_it_is_the_weighted_mean_issue_by_issue(seed, states, issues):
    positions, salience, weight, _ = table(seed, states, issues)
    mass = weight[:, None] * salience
    mean = (mass * positions).sum(axis=0) / mass.sum(axis=0)
    assert nash_settlement(positions, salience, weight) == pytest.approx(mean)
    far = nash_settlement(positions, salience, weight, np.full(states, -1e7))
    assert far == pytest.approx(mean, abs=1e-5)


def test_disagreement_in_proportion_to_salience_makes_salience_cancel():
    """Two sides, one issue: far disagreement -D s gives the mean of positions by weight alone."""
    package = nash_settlement([[0.0], [1.0]], [[0.2], [0.8]], [1.0, 3.0], [-0.2e8, -0.8e8])
    assert package == pytest.approx([0.75], abs=1e-6)


def test_a_package_nobody_would_refuse_moves_with_weights_and_disagreement():
    ideal, care = [[1.0, 1.0], [0.0, 0.0]], [[0.8, 0.2], [0.2, 0.8]]
    even = nash_settlement(ideal, care, [1, 1], [0.2, 0.2])
    assert even == pytest.approx([1.0 - even[1], even[1]])
    assert even[0] > 0.5 > even[1]
    assert (nash_settlement(ideal, care, [3, 1], [0.2, 0.2]) > even).all()
    assert (nash_settlement(ideal, care, [1, 1], [0.6, 0.2]) > even).all()


@pytest.mark.parametrize("common", [0.75, 0.8, 2.0])
def test_no_package_is_nan(common):
    """At the middle both have 0.75: a disagreement of as much leaves nothing to gain."""
    package = nash_settlement([[1.0], [0.0]], [[1.0], [1.0]], [1, 1], [common, common])
    assert np.isnan(package).all()


@pytest.mark.parametrize("gap", [1e-3, 1e-6, 1e-9])
def test_a_thin_zone_is_found(gap):
    package = nash_settlement([[1.0], [0.0]], [[1.0], [1.0]], [1, 3], [0.75 - gap, 0.75 - gap])
    assert package == pytest.approx([0.5], abs=2.0 * gap)


def test_one_without_a_veto_pulls_and_cannot_block():
    ideal, care = [[1.0], [0.0], [0.2]], [[1.0], [1.0], [1.0]]
    pair = nash_settlement(ideal[:2], care[:2], [1, 1], [0.3, 0.3])
    three = nash_settlement(ideal, care, [1, 1, 1], [0.3, 0.3, -math.inf])
    assert pair == pytest.approx([0.5])
    assert 0.2 < three[0] < 0.5
    order = nash_settlement(ideal[::-1], care, [1, 1, 1], [-math.inf, 0.3, 0.3])
    assert order == pytest.approx(three)
    assert np.isnan(nash_settlement(ideal, care, [1, 1, 9], [0.8, 0.8, -math.inf])).all()
    with_weightless_veto = nash_settlement(ideal, care, [1, 0, 0], [0.3, 0.3, -math.inf])
    assert worth(with_weightless_veto, np.array(ideal), np.array(care))[1] == pytest.approx(0.3, abs=1e-6)


def test_an_issue_about_which_nobody_cares_stays_in_the_middle():
    package = nash_settlement([[1.0, 0.2], [0.0, 0.6]], [[1.0, 0.0], [1.0, 0.0]], [1, 1])
    assert package == pytest.approx([0.5, 0.4])


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        (([0.0, 1.0], [[1.0], [1.0]], [1, 1]), "positions"),
        (([[0.0], [1.0]], [[1.0], [1.0], [1.0]], [1, 1]), "salience"),
        (([[0.0], [1.0]], [[1.0], [1.0]], [1, 1, 1]), "weight"),
        (([[0.0], [1.0]], [[1.0], [1.0]], [1, 1], [0.1]), "disagreement"),
        (([[0.0], [1.0]], [[1.0], [-1.0]], [1, 1]), "salience"),
        (([[0.0], [1.0]], [[1.0], [1.0]], [0, 0]), "weight"),
        (([[0.0], [math.nan]], [[1.0], [1.0]], [1, 1]), "positions"),
        (([[0.0], [1.0]], [[1.0], [1.0]], [1, 1], [math.inf, 0.0]), "disagreement"),
        (([["a"], [1.0]], [[1.0], [1.0]], [1, 1]), "positions"),
        ((np.zeros((0, 1)), np.zeros((0, 1)), []), "positions"),
    ],
)
def test_bad_input_is_named_in_one_line(arguments, field):
    with pytest.raises(ValueError, match=f"^nash_settlement: .*{field}") as error:
        nash_settlement(*arguments)
    assert "\n" not in str(error.value)
