"""Where a front that wanders ends: which side reaches its objective first, and when.

Gambler's ruin (Feller 1968, ch. XIV); Wald's identity with Siegmund's (1985) correction of the barriers.
Reduces to start / top and start (top - start) steps without drift.
"""

from __future__ import annotations

import math

from agents.arithmetic import divide, exp, sqrt
from agents.rules import rule

OVERSHOOT = 0.5826
"""Mean overshoot of a Gaussian walk over a far barrier, in sd of a step: -zeta(1/2) / sqrt(2 pi)."""

_NEARLY_FAIR = 1e-5
"""Below this tilt x distance the difference of two near-equal numbers is replaced by its series."""

LEAST_VARIANCE = 1e-12
"""Floor of a step's variance, so that the rules are total."""


def require(function: str, name: str, value: float, low: float, high: float) -> float:
    """Return `value` as a float; raise a one-line ValueError unless it is a number in [low, high]."""
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ValueError(f"{function}: {name} must be a number, found {value!r}") from None
    if not (low <= number <= high) or math.isinf(number):
        raise ValueError(f"{function}: {name} must lie in [{low:g}, {high:g}], found {number:g}")
    return number


@rule
def short_of_one(x: float) -> float:
    """1 - e^-x for x >= 0; beyond 40 it is 1 in double precision."""
    if x > 40.0:
        return 1.0
    return -math.expm1(-x)


@rule
def ruin_probability(start: float, top: float, tilt: float) -> float:
    """Probability to reach `top` before 0: (1 - e^(tilt start)) / (1 - e^(tilt top)).

    `tilt` is the log of odds of a step down to a step up, per unit of distance; every exponent here is
    negative, so nothing overflows.
    """
    if start <= 0.0:
        return 0.0
    if start >= top:
        return 1.0
    if tilt == 0.0:
        return start / top
    ratio = divide(short_of_one(abs(tilt) * start), short_of_one(abs(tilt) * top), start / top)
    if tilt < 0.0:
        return ratio
    return exp(tilt * (start - top)) * ratio


@rule
def ruin_time(start: float, top: float, tilt: float, mean: float, variance: float, up: float) -> float:
    """Expected steps to either end: (top P - start) / mean (Wald), by its series where the walk is fair.

    `up` is P, the probability to reach `top`.
    """
    if start <= 0.0 or start >= top:
        return 0.0
    if abs(tilt) * top < _NEARLY_FAIR:
        return start * (top - start) / variance * (1.0 - tilt * (top - 2.0 * start) / 6.0)
    return (top * up - start) / mean


@rule
def _tilt(up_probability: float) -> float:
    """Log of odds of down to up, exact near 1/2 and near certainty; a certain step has odds of e^700."""
    mean = 2.0 * up_probability - 1.0
    if mean >= 1.0:
        return -700.0
    if mean <= -1.0:
        return 700.0
    return math.log1p(-mean) - math.log1p(mean)


def _ladder(function: str, start: float, top: float, up_probability: float) -> tuple[float, float, float]:
    """Validate the arguments of the two +-1 formulas."""
    top = require(function, "top", top, 0.0, math.inf)
    if top == 0.0:
        raise ValueError(f"{function}: top must be above 0, found 0")
    start = require(function, "start", start, 0.0, top)
    return start, top, require(function, "up_probability", up_probability, 0.0, 1.0)


def exit_probability(start: float, top: float, up_probability: float) -> float:
    """Probability that a walk of +-1 steps from `start` reaches `top` before 0.

    Parameters
    ----------
    start, top : float
        Steps above the lower end, 0 <= start <= top and top > 0 (exact for whole numbers).
    up_probability : float
        Probability that a step goes up, in [0, 1].

    Returns
    -------
    float
        Probability in [0, 1].

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Feller (1968), *An Introduction to Probability Theory* I, XIV.2.
    """
    start, top, up = _ladder("exit_probability", start, top, up_probability)
    return ruin_probability(start, top, _tilt(up))


def exit_time(start: float, top: float, up_probability: float) -> float:
    """Expected number of +-1 steps until a walk from `start` reaches `top` or 0.

    Parameters
    ----------
    start, top : float
        Steps above the lower end, 0 <= start <= top and top > 0 (exact for whole numbers).
    up_probability : float
        Probability that a step goes up, in [0, 1].

    Returns
    -------
    float
        Steps, at least 0.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Feller (1968), *An Introduction to Probability Theory* I, XIV.3.
    """
    start, top, up = _ladder("exit_time", start, top, up_probability)
    tilt = _tilt(up)
    return ruin_time(start, top, tilt, 2.0 * up - 1.0, 1.0, ruin_probability(start, top, tilt))


@rule
def drift_exit_core(start: float, top: float, drift: float, sd: float) -> tuple[float, float]:
    """`drift_exit` without validation, for weekly rules."""
    if start <= 0.0:
        return 0.0, 0.0
    if start >= top:
        return 1.0, 0.0
    variance = max(sd * sd, LEAST_VARIANCE)
    tilt = -2.0 * drift / variance
    beyond = OVERSHOOT * sqrt(variance)
    near = start + beyond
    far = top + 2.0 * beyond
    up = ruin_probability(near, far, tilt)
    return up, ruin_time(near, far, tilt, drift, variance, up)


def drift_exit(start: float, top: float, drift: float, sd: float) -> tuple[float, float]:
    """Exit of a walk whose weekly steps are normal: probability to leave by `top`, and expected weeks.

    The walk is put on the ladder of +-1 steps whose rungs are made ever finer while mean and variance of a
    week stay as they are; its log odds per unit of distance tend to -2 drift / sd**2, which is Wald's root
    and exact for normal steps. (One +-1 step a week of length sqrt(drift**2 + sd**2) has the same mean and
    variance but the wrong root.) A weekly walk overshoots its barriers: both are moved out by 0.5826 sd.

    Parameters
    ----------
    start, top : float
        Distance above the lower barrier and between the barriers, 0 <= start <= top and top > 0 (km2).
    drift : float
        Mean of a weekly step (km2).
    sd : float
        Standard deviation of a weekly step, above 0 (km2). For an autocorrelated front hand over the
        long-run one, sd of the innovation / (1 - memory).

    Returns
    -------
    tuple of float
        Probability in [0, 1] and expected weeks.

    Raises
    ------
    ValueError
        If an argument is outside its range.

    References
    ----------
    Siegmund (1985), *Sequential Analysis*, ch. X.
    """
    top = require("drift_exit", "top", top, 0.0, math.inf)
    start = require("drift_exit", "start", start, 0.0, top)
    drift = require("drift_exit", "drift", drift, -math.inf, math.inf)
    sd = require("drift_exit", "sd", sd, 0.0, math.inf)
    if top == 0.0 or sd == 0.0:
        raise ValueError("drift_exit: top and sd must be above 0")
    return drift_exit_core(start, top, drift, sd)
