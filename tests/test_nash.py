"""The dual of the Nash problem and the search on it: against differences, SciPy and a count of its steps."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy.optimize import minimize

from model import nash
from model.nash import Table, nash_core, respond, solve

POSITIONS = np.array([[1.0, 0.9, 0.2, 0.4], [0.1, 0.2, 0.6, 0.5], [0.4, 0.5, 0.9, 0.6]])
SALIENCE = np.array([[0.5, 0.3, 0.2, 0.0], [0.2, 0.4, 0.4, 0.0], [0.3, 0.3, 0.4, 0.0]])
TABLE = Table(
    2,
    POSITIONS,
    SALIENCE,
    np.array([0.5, 0.3, 0.2]),
    np.array([0.4, 0.3, 0.0]),
    np.array([0.0, 0.75, 0.0, 0.2]),
    np.array([1.0, 1.0, 0.35, 0.8]),
)
"""Two with a veto and one without; four issues: one free, one held from below, one from above, one nobody cares for."""
MULTIPLIER = np.array([1.25, 0.8, 0.2])


def answer(multiplier, table=TABLE):
    package, gain, curve = np.empty(4), np.empty(3), np.full((2, 2), 9.0)
    value = respond(table, multiplier, package, gain, curve)
    return value, package, gain, curve


def gains(package, table=TABLE):
    return 1.0 - (table.salience * (table.positions - package) ** 2).sum(axis=1) - table.disagreement


def test_the_package_is_the_best_for_the_weighted_sum_within_its_bounds():
    _, package, gain, _ = answer(MULTIPLIER)
    bounds = list(zip(TABLE.low, TABLE.high, strict=True))
    best = minimize(lambda x: -MULTIPLIER @ gains(x), np.full(4, 0.5), bounds=bounds, options={"ftol": 1e-15})
    assert package[:3] == pytest.approx(best.x[:3], abs=1e-6)
    assert list(package[1:]) == [0.75, 0.35, 0.5]
    assert gain == pytest.approx(gains(package))


def test_the_dual_is_the_weighted_sum_less_the_weighted_logs_of_those_with_a_veto():
    value, _, gain, _ = answer(MULTIPLIER)
    assert value == pytest.approx(MULTIPLIER @ gain - 0.5 * np.log(1.25) - 0.3 * np.log(0.8))


def test_gains_of_vetoes_move_with_their_multipliers_as_told():
    """By differences; the lower triangle. An issue at its bound moves nothing."""
    _, _, _, curve = answer(MULTIPLIER)
    for j in range(2):
        step = 1e-6 * np.eye(3)[j]
        moved = (gains(answer(MULTIPLIER + step)[1]) - gains(answer(MULTIPLIER - step)[1])) / 2e-6
        for i in range(j, 2):
            assert curve[i, j] == pytest.approx(moved[i], abs=1e-8)
    assert curve[0, 1] == 9.0


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_system_is_solved_from_its_lower_triangle(size):
    rng = np.random.default_rng(size)
    root = rng.normal(size=(size, size))
    matrix, vector = root @ root.T + np.eye(size), rng.normal(size=size)
    found = vector.copy()
    solve(np.tril(matrix), found)
    assert found == pytest.approx(np.linalg.solve(matrix, vector))


def problem(seed: int, veto=2, issues=3, room=0.1) -> Table:
    """A table whose middle is better for all than disagreement by up to `room`."""
    rng = np.random.default_rng(seed)
    positions = rng.random((veto, issues))
    salience = rng.dirichlet(np.ones(issues), veto)
    worth = 1.0 - (salience * (positions - positions.mean(axis=0)) ** 2).sum(axis=1)
    weight = rng.uniform(0.1, 1.0, veto)
    low, high = positions.min(axis=0), positions.max(axis=0)
    return Table(veto, positions, salience, weight, worth - room * rng.uniform(0.5, 1.0, veto), low, high)


@pytest.fixture
def asked(monkeypatch):
    """Multipliers at which the dual is asked for, as the search goes on; it may be given other values than its own."""
    multipliers = []

    def start(answer=respond):
        def asking(table, multiplier, *given):
            multipliers.append(list(multiplier))
            return answer(table, multiplier, *given)

        monkeypatch.setattr(nash, "respond", asking)
        return multipliers

    return start


@pytest.mark.parametrize("veto", [2, 3])
@pytest.mark.parametrize(("start", "most"), [(1e-3, 25), (1.0, 15), (1e3, 20)])
def test_the_search_ends_at_shares_of_gain_within_a_few_steps(asked, veto, start, most):
    """Multipliers are w / gain there, from wherever the search starts."""
    for seed in range(10):
        count = len(asked())
        table = problem(seed, veto)
        multiplier, package = np.full(veto, start), np.empty(3)
        assert nash_core(table, multiplier, package)
        assert multiplier == pytest.approx(table.weight / gains(package, table), rel=1e-8)
        assert len(asked()) - count <= most


def one_issue(common: float, *others: float) -> Table:
    """Two with a veto at the ends of an issue and the same disagreement, and others without one in the middle."""
    n = 2 + len(others)
    ends = np.array([[1.0], [0.0]] + [[0.5]] * len(others))
    reserve = np.array([common, common] + [0.0] * len(others))
    return Table(2, ends, np.ones((n, 1)), np.full(n, 1.0 / n), reserve, np.zeros(1), np.ones(1))


def test_the_search_gives_up_as_soon_as_multipliers_prove_that_nothing_suits_all(asked):
    """At the middle both lose 0.05, whatever their common multiplier."""
    multipliers = asked()
    assert not nash_core(one_issue(0.8), np.full(2, 0.5), np.empty(1))
    assert len(multipliers) == 2


def test_with_one_without_a_veto_there_is_no_proof_and_the_search_gives_up_at_great_multipliers(asked):
    """What he gains says nothing of the others; multipliers grow ever faster from step to step."""
    multipliers = asked()
    assert not nash_core(one_issue(0.8, 0.2), np.array([0.5, 0.5, 0.3]), np.empty(1))
    assert len(multipliers) < 20
    assert max(multipliers[-1]) > 1e12 > max(multipliers[-2])


def test_a_step_is_halved_until_the_dual_falls_by_a_tenth_of_what_its_slope_promises(asked):
    """No gain: the step is as long as the multiplier, and promises 1; it must bring 0.1, 0.05 or 0.025."""
    dual = iter([0.0, -0.09, -0.04, -0.03])

    def given(_table, _multiplier, _package, gain, curve):
        gain[0] = curve[0, 0] = 0.0
        return next(dual)

    multipliers = asked(given)
    table = one_issue(0.8)._replace(vetoes=1, weight=np.ones(1))
    assert not nash_core(table, np.full(1, 4.0), np.empty(1))
    assert multipliers == [[4.0], [8.0], [6.0], [5.0]]


@pytest.mark.parametrize(("gained", "after"), [(10.0, 0.1), (2.5, 0.1), (2.0, 0.1), (1.5, 0.5)])
@pytest.mark.parametrize("start", [0.25, 1.0, 4.0])
def test_a_multiplier_is_cut_to_no_less_than_a_tenth_in_a_step(asked, start, gained, after):
    """A gain of g times w / m asks for a step of 1 - g times m."""

    def given(_table, multiplier, _package, gain, curve):
        gain[0], curve[0, 0] = gained / start, 0.0
        return gained * multiplier[0] / start

    multipliers = asked(given)
    table = one_issue(0.8)._replace(vetoes=1, weight=np.ones(1))
    nash_core(table, np.full(1, start), np.empty(1))
    assert multipliers[1] == pytest.approx([after * start])


def test_a_search_that_does_not_settle_finds_nothing(asked):
    """The dual falls from step to step while its slope changes sign, by a tenth of the multiplier each time."""
    signs = itertools.cycle([1.0, -1.0])

    def given(_table, multiplier, _package, gain, curve):
        gain[0], curve[0, 0] = (1.0 + 0.1 * next(signs)) / multiplier[0], 0.0
        return -float(len(multipliers))

    multipliers = asked(given)
    table = one_issue(0.8)._replace(vetoes=1, weight=np.ones(1))
    assert not nash_core(table, np.ones(1), np.empty(1))
    assert len(multipliers) > 100
