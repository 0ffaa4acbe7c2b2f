"""The weighted Nash solution over many issues: which package those at a table settle on, if any.

Nash (1950) with weights and quadratic losses, solved in the space of multipliers, one for each veto.
Reduces to the weighted mean position, issue by issue, when disagreement is far and common.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from agents.arithmetic import clip, divide, log
from agents.rules import rule

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

_STEPS = 200
_HALVINGS = 60
_CONVERGED = 1e-20
_CLOSE = 1e-9
_LARGEST = 1e12
_LEAST_WEIGHT = 1e-9


class Table(NamedTuple):
    """Those at the table: rows are states, the `vetoes` who can refuse before the rest; columns are issues.

    Utility is u_i(x) = 1 - sum_k salience_ik (x_k - position_ik)^2, compared with a veto's disagreement;
    a package is held to [low, high].
    """

    vetoes: int
    positions: NDArray[np.float64]
    salience: NDArray[np.float64]
    weight: NDArray[np.float64]
    disagreement: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]


@rule
def respond(
    table: Table,
    multiplier: NDArray[np.float64],
    package: NDArray[np.float64],
    gain: NDArray[np.float64],
    curve: NDArray[np.float64],
) -> float:
    """Package that maximises sum_i multiplier_i u_i: issue by issue, the weighted mean position.

    Fills it, the gain of each state over disagreement, and how the gains of vetoes move with their
    multipliers (lower triangle). Returns the dual of the Nash problem there, sum_i m_i gain_i - w_i ln m_i.
    """
    states, issues = table.positions.shape
    value = 0.0
    for i in range(states):
        gain[i] = 1.0 - table.disagreement[i]
        if i < table.vetoes:
            value -= table.weight[i] * log(multiplier[i])
            for j in range(i + 1):
                curve[i, j] = 0.0
    for k in range(issues):
        mass = 0.0
        pull = 0.0
        for i in range(states):
            mass += multiplier[i] * table.salience[i, k]
            pull += multiplier[i] * table.salience[i, k] * table.positions[i, k]
        best = divide(pull, mass, 0.5 * (table.low[k] + table.high[k]))
        package[k] = clip(best, table.low[k], table.high[k])
        moves = divide(2.0, mass, 0.0) if package[k] == best else 0.0
        for i in range(states):
            gap = table.positions[i, k] - package[k]
            gain[i] -= table.salience[i, k] * gap * gap
            if i < table.vetoes:
                for j in range(i + 1):
                    other = table.salience[j, k] * (table.positions[j, k] - package[k])
                    curve[i, j] += moves * table.salience[i, k] * gap * other
    for i in range(states):
        value += multiplier[i] * gain[i]
    return value


@rule
def solve(matrix: NDArray[np.float64], vector: NDArray[np.float64]) -> None:
    """Solve in place for a positive definite matrix given by its lower triangle (Cholesky, L D L')."""
    n = len(vector)
    for i in range(n):
        for j in range(i):
            raw = matrix[i, j]
            for m in range(j):
                raw -= matrix[i, m] * matrix[j, m] * matrix[m, m]
            matrix[i, j] = raw / matrix[j, j]
            matrix[i, i] -= matrix[i, j] * raw
            vector[i] -= matrix[i, j] * vector[j]
    for back in range(n):
        i = n - 1 - back
        vector[i] = vector[i] / matrix[i, i]
        for j in range(i + 1, n):
            vector[i] -= matrix[j, i] * vector[j]


@rule
def nash_core(table: Table, multiplier: NDArray[np.float64], package: NDArray[np.float64]) -> bool:
    """Maximise sum of w_i ln(u_i - d_i) over the vetoes plus sum of w_i u_i over the others.

    The dual is convex in the multipliers of the vetoes: Newton with a line search, to
    m_i = w_i / (u_i - d_i). Multipliers with sum m_i (u_i - d_i) <= 0 over the vetoes alone prove that no
    package suits them all. The term of one without a veto is the limit of D w_i ln(u_i + D) for a
    disagreement far below.

    Parameters
    ----------
    table : Table
        Weights of vetoes are above 0.
    multiplier : array[state]
        Start of the search, above 0 for vetoes; for others their weight, or 0 to leave them out. Holds the
        solution after.
    package : array[issue]
        Filled.

    Returns
    -------
    bool
        Whether a package better than disagreement for every veto was found.
    """
    vetoes = table.vetoes
    gain = np.empty(len(multiplier))
    step = np.empty(vetoes)
    curve = np.empty((vetoes, vetoes))
    trial = multiplier.copy()
    others = 0.0
    for i in range(vetoes, len(multiplier)):
        others += multiplier[i]
    value = respond(table, trial, package, gain, curve)
    for _ in range(_STEPS):
        for i in range(vetoes):
            step[i] = table.weight[i] / multiplier[i] - gain[i]
            curve[i, i] += table.weight[i] / (multiplier[i] * multiplier[i])
        solve(curve, step)
        fall = 0.0
        length = 1.0
        for i in range(vetoes):
            fall += (table.weight[i] / multiplier[i] - gain[i]) * step[i]
            if step[i] < -0.9 * multiplier[i]:
                length = min(length, -0.9 * multiplier[i] / step[i])
        found = value
        for _halving in range(_HALVINGS):
            for i in range(vetoes):
                trial[i] = multiplier[i] + length * step[i]
            found = respond(table, trial, package, gain, curve)
            if fall < _CLOSE or found <= value - 0.1 * length * fall:
                break
            length = 0.5 * length
        value = found
        proof = 0.0
        largest = 0.0
        for i in range(vetoes):
            multiplier[i] = trial[i]
            proof += trial[i] * gain[i]
            largest = max(largest, trial[i])
        if largest > _LARGEST or (others == 0.0 and proof <= 0.0):
            return False
        if fall < _CONVERGED:
            return True
    return False


def nash_settlement(
    positions: ArrayLike,
    salience: ArrayLike,
    weight: ArrayLike,
    disagreement: ArrayLike | None = None,
) -> NDArray[np.float64]:
    """Weighted Nash solution among those at a table.

    Maximises prod_i (u_i(x) - d_i)**w_i with u_i(x) = 1 - sum_k s_ik (x_k - y_ik)**2.

    Parameters
    ----------
    positions : array[state, issue]
        Ideal points y on each issue.
    salience : array[state, issue]
        Weights s of the issues, at least 0. Where a state's sum to 1 and positions lie in [0, 1], utility
        lies in [0, 1].
    weight : array[state]
        Bargaining weights w, at least 0, not all 0.
    disagreement : array[state], optional
        Utility d of each state without agreement; -inf for a state without a veto, whose utility then
        counts by w_i u_i (the limit of a disagreement far below). If left out nobody has a veto:
        disagreement is far below and common, and the package is sum(w s y) / sum(w s) issue by issue.

    Returns
    -------
    array[issue]
        The package; NaN throughout if none is better than disagreement for every state with a veto.

    Raises
    ------
    ValueError
        If shapes do not match or a value is out of range.

    References
    ----------
    Nash (1950), "The bargaining problem", *Econometrica* 18(2).
    """
    table = _table(positions, salience, weight, disagreement)
    package = np.full(table.positions.shape[1], np.nan)
    multiplier = table.weight.copy()
    multiplier[table.vetoes :] = 0.0
    if table.vetoes > 0 and not nash_core(table, multiplier, package):
        return np.full(len(package), np.nan)
    multiplier[table.vetoes :] = table.weight[table.vetoes :]
    if table.vetoes < len(multiplier):
        nash_core(table, multiplier, package)
    return package


def _table(
    positions: ArrayLike, salience: ArrayLike, weight: ArrayLike, disagreement: ArrayLike | None
) -> Table:
    """Validate the arguments of `nash_settlement`; weights come out with sum 1."""
    ideal = _numbers("positions", positions, 2)
    states, issues = ideal.shape
    importance = _numbers("salience", salience, 2)
    power = _numbers("weight", weight, 1)
    reserve = (
        np.full(states, -math.inf) if disagreement is None else _numbers("disagreement", disagreement, 1)
    )
    if states == 0 or issues == 0:
        raise ValueError(f"nash_settlement: positions must hold a state and an issue, found {ideal.shape}")
    for name, found, wanted in (
        ("salience", importance.shape, ideal.shape),
        ("weight", power.shape, (states,)),
        ("disagreement", reserve.shape, (states,)),
    ):
        if found != wanted:
            raise ValueError(f"nash_settlement: {name} must have shape {wanted}, found {found}")
    for name, values in (("positions", ideal), ("salience", importance), ("weight", power)):
        if not np.isfinite(values).all():
            raise ValueError(f"nash_settlement: {name} must be finite")
    if np.isnan(reserve).any() or (reserve == math.inf).any():
        raise ValueError("nash_settlement: disagreement must be finite, or -inf for a state without a veto")
    if (importance < 0.0).any() or (power < 0.0).any() or not power.sum() > 0.0:
        raise ValueError("nash_settlement: salience and weight must be at least 0, and a weight above 0")
    veto = reserve > -math.inf
    power = np.where(veto, np.maximum(power / power.sum(), _LEAST_WEIGHT), power / power.sum())
    order = np.argsort(~veto, kind="stable")
    return Table(
        int(veto.sum()),
        ideal[order],
        importance[order],
        power[order],
        np.where(veto, reserve, 0.0)[order],
        ideal.min(axis=0),
        ideal.max(axis=0),
    )


def _numbers(name: str, values: ArrayLike, dimensions: int) -> NDArray[np.float64]:
    """Return `values` as a contiguous float array of that many dimensions, or raise a one-line ValueError."""
    try:
        array = np.array(values, dtype=np.float64, order="C")
    except (TypeError, ValueError):
        raise ValueError(f"nash_settlement: {name} must be an array of numbers") from None
    if array.ndim != dimensions:
        raise ValueError(f"nash_settlement: {name} must have {dimensions} dimensions, found {array.ndim}")
    return array
