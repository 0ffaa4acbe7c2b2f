"""Guarded arithmetic: the few operations that would raise in one engine and not in the other.

Every function is total on finite input and gives the same bits in plain Python and compiled.
"""

from __future__ import annotations

import math

from agents.rules import rule

LARGEST_EXPONENT = 700.0
SMALLEST = 1e-300
WEEKS_A_YEAR = 52.1775
LN_2 = math.log(2.0)


@rule
def clip(x: float, low: float, high: float) -> float:
    """`x` held to [low, high]; a NaN passes through, so that it cannot hide."""
    if x < low:
        return low
    if x > high:
        return high
    return x


@rule
def exp(x: float) -> float:
    """Exponential with the exponent held to +-700."""
    return math.exp(clip(x, -LARGEST_EXPONENT, LARGEST_EXPONENT))


@rule
def log(x: float) -> float:
    """Natural logarithm, with arguments below 1e-300 read as 1e-300."""
    if x < SMALLEST:
        return math.log(SMALLEST)
    return math.log(x)


@rule
def sqrt(x: float) -> float:
    """Square root, 0 for negative arguments."""
    if x < 0.0:
        return 0.0
    return math.sqrt(x)


@rule
def divide(x: float, y: float, otherwise: float) -> float:
    """`x / y`, or `otherwise` where y is 0."""
    if y == 0.0:
        return otherwise
    return x / y


@rule
def power(x: float, exponent: float) -> float:
    """`x` to a real power for x >= 0 (0 for negative x)."""
    if x <= 0.0:
        return 0.0
    if x == 1.0:
        return 1.0
    return exp(exponent * math.log(x))


@rule
def kept_in(half_life: float) -> float:
    """Share left after a week of what halves in `half_life` weeks."""
    return exp(-divide(LN_2, half_life, LARGEST_EXPONENT))


@rule
def logistic(x: float) -> float:
    """1 / (1 + exp(-x)), without overflow."""
    if x >= 0.0:
        return 1.0 / (1.0 + exp(-x))
    e = exp(x)
    return e / (1.0 + e)


@rule
def normal_cdf(x: float) -> float:
    """Standard normal distribution function."""
    return 0.5 * math.erfc(-x / math.sqrt(2.0))


@rule
def weekly(rate: float) -> float:
    """Probability that an event with a yearly `rate` happens within one week."""
    if rate <= 0.0:
        return 0.0
    return -math.expm1(-rate / WEEKS_A_YEAR)


@rule
def poisson(mean: float, uniform: float) -> int:
    """Poisson count by inverting one uniform, for means up to 700; at most 1000, so that one draw is always enough."""
    term = exp(-mean)
    total = term
    count = 0
    while uniform > total and count < 1000:
        count += 1
        term = term * mean / count
        total += term
    return count
