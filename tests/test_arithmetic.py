"""Guarded arithmetic: total, the same bits in both engines, and the only place where some of it is done."""

from __future__ import annotations

import ast
import math
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special, stats

from agents import arithmetic
from tests.engines import both
from tests.rules import ARITHMETIC, FILES, HOME, offences, rules

EPSILON = sys.float_info.epsilon
LARGEST = sys.float_info.max
any_finite = st.floats(allow_nan=False, allow_infinity=False)
moderate = st.floats(-700.0, 700.0)


def close(found: float, expected: float, ulps: float = 4.0) -> bool:
    return abs(found - expected) <= ulps * EPSILON * abs(expected) + 1e-307


# The value, against the standard library and SciPy.


@given(moderate)
def test_exp_is_the_exponential_where_that_is_finite(x):
    assert arithmetic.exp(x) == math.exp(x)


@given(any_finite)
def test_exp_is_finite_and_positive_everywhere(x):
    assert 0.0 < arithmetic.exp(x) < math.inf


@given(st.floats(1e-300, LARGEST))
def test_log_is_the_logarithm_of_what_has_one(x):
    assert arithmetic.log(x) == math.log(x)


@given(st.floats(max_value=1e-300, allow_infinity=False, allow_nan=False))
def test_log_of_nothing_is_the_smallest_logarithm(x):
    assert arithmetic.log(x) == math.log(1e-300)


@given(any_finite)
def test_sqrt_is_the_root_or_zero(x):
    assert arithmetic.sqrt(x) == (math.sqrt(x) if x >= 0.0 else 0.0)


@given(any_finite, any_finite, any_finite)
def test_divide_never_raises(x, y, otherwise):
    assert arithmetic.divide(x, y, otherwise) == (x / y if y != 0.0 else otherwise)


@given(st.floats(1e-6, 1e6), st.floats(-20.0, 20.0))
def test_power_agrees_with_the_standard_one(x, exponent):
    ulps = 4.0 + abs(exponent * math.log(x))
    assert close(arithmetic.power(x, exponent), math.pow(x, exponent), ulps)


@pytest.mark.parametrize(
    ("x", "exponent", "expected"),
    [(1.0, 5.0, 1.0), (2.0, 3.0, 8.0), (4.0, -0.5, 0.5), (0.0, 2.0, 0.0), (-3.0, 2.0, 0.0)],
)
def test_powers_of_whole_numbers_and_none_of_less_than_nothing(x, exponent, expected):
    assert arithmetic.power(x, exponent) == pytest.approx(expected, rel=1e-15)


@given(st.floats(1e-6, 1e6))
def test_power_of_one_half_and_two(x):
    assert close(arithmetic.power(x, 2.0), x * x, 32.0)
    assert close(arithmetic.power(x, 0.5), math.sqrt(x), 16.0)


@given(any_finite, any_finite, any_finite)
def test_clip_holds_to_its_bounds(x, a, b):
    low, high = min(a, b), max(a, b)
    found = arithmetic.clip(x, low, high)
    assert low <= found <= high
    assert found == x or not low < x < high


def test_a_nan_does_not_hide_in_clip():
    assert math.isnan(arithmetic.clip(math.nan, 0.0, 1.0))
    assert math.isnan(arithmetic.exp(math.nan))


@pytest.mark.parametrize(("half_life", "left"), [(1.0, 0.5), (2.0, math.sqrt(0.5)), (1e9, 1.0), (0.0, 0.0)])
def test_what_halves_in_its_half_life_is_left(half_life, left):
    assert arithmetic.kept_in(half_life) == pytest.approx(left, abs=1e-8)


@given(any_finite)
def test_logistic_is_expit(x):
    assert close(arithmetic.logistic(x), float(special.expit(x))) or x < -700.0
    assert 0.0 <= arithmetic.logistic(x) <= 1.0


@given(st.floats(-30.0, 30.0))
def test_logistic_is_symmetric(x):
    assert arithmetic.logistic(x) + arithmetic.logistic(-x) == pytest.approx(1.0, abs=4 * EPSILON)


@given(st.floats(-37.0, 37.0))
def test_normal_cdf_is_ndtr(x):
    # The argument x / sqrt(2) is rounded; that moves the far tail by its square.
    assert close(arithmetic.normal_cdf(x), float(special.ndtr(x)), 16.0 + 2.0 * x * x)


@given(st.floats(0.0, 1e6))
def test_weekly_compounds_to_the_yearly_rate(rate):
    week = arithmetic.weekly(rate)
    assert 0.0 <= week <= 1.0
    if rate < 500.0:
        assert -arithmetic.WEEKS_A_YEAR * math.log1p(-week) == pytest.approx(rate, rel=1e-9)


@given(st.floats(max_value=0.0, allow_infinity=False, allow_nan=False))
def test_no_rate_no_event(rate):
    assert arithmetic.weekly(rate) == 0.0


@given(st.floats(1e-6, 200.0), st.floats(0.0, 1.0, exclude_max=True))
def test_poisson_inverts_the_distribution(mean, uniform):
    count = arithmetic.poisson(mean, uniform)
    slack = 1e-12
    assert stats.poisson.cdf(count, mean) >= uniform - slack
    assert count == 0 or stats.poisson.cdf(count - 1, mean) < uniform + slack


@given(st.floats(0.0, 20.0), st.floats(0.0, 20.0), st.floats(0.0, 1.0, exclude_max=True))
def test_poisson_grows_with_its_mean(a, b, uniform):
    assert arithmetic.poisson(min(a, b), uniform) <= arithmetic.poisson(max(a, b), uniform)


@given(any_finite, st.floats(0.0, 1.0, exclude_max=True))
def test_poisson_ends(mean, uniform):
    assert 0 <= arithmetic.poisson(mean, uniform) <= 1000


def test_a_uniform_that_rounding_leaves_out_of_reach_is_a_count_of_1000():
    """The terms of a mean of 2.5 add up to less than 1 by a rounding."""
    assert arithmetic.poisson(2.5, math.nextafter(1.0, 0.0)) == 1000


def test_poisson_has_its_mean():
    mean, draws = 2.5, 20_000
    uniforms = np.random.default_rng(11).random(draws)
    counts = [arithmetic.poisson(mean, float(u)) for u in uniforms]
    assert abs(np.mean(counts) - mean) < 4.0 * math.sqrt(mean / draws)


# The same bits in both engines, on moderate numbers and on extreme ones.

EXTREME = [0.0, -0.0, 5e-324, 1e-308, -1e-308, 1.0, -1.0, 0.5, 700.0, -700.0, 710.0, 1e300, -1e300, LARGEST]
ONE = [
    arithmetic.exp,
    arithmetic.log,
    arithmetic.sqrt,
    arithmetic.logistic,
    arithmetic.normal_cdf,
    arithmetic.weekly,
    arithmetic.kept_in,
]


@pytest.mark.parametrize("rule", ONE, ids=lambda rule: rule.__name__)
def test_one_argument_agrees_in_both_engines(rule):
    stream = np.random.default_rng(3)
    numbers = np.concatenate([EXTREME, stream.standard_normal(300), 50.0 * stream.standard_normal(300)])
    for x in numbers:
        both(rule, float(x))


@pytest.mark.parametrize(
    "rule",
    [arithmetic.power, arithmetic.poisson, arithmetic.divide, arithmetic.clip],
    ids=lambda r: r.__name__,
)
def test_several_arguments_agree_in_both_engines(rule):
    stream = np.random.default_rng(5)
    for _ in range(300):
        x, y, z = (float(v) for v in 5.0 * stream.standard_normal(3))
        if rule is arithmetic.power:
            both(rule, abs(x), y)
        elif rule is arithmetic.poisson:
            both(rule, abs(x), float(stream.random()))
        else:
            both(rule, x, y, z)
    extremes = stream.choice(EXTREME, size=(200, 3))
    for x, y, z in extremes.tolist():
        if rule is arithmetic.poisson:
            both(rule, x, abs(y) % 1.0)
        elif rule is arithmetic.power:
            both(rule, x, y)
        else:
            both(rule, x, y, z)


def test_every_operation_is_held_to_both_engines():
    tested = {rule.__name__ for rule in ONE} | {"power", "poisson", "divide", "clip"}
    tree = ast.parse((HOME / ARITHMETIC).read_text(encoding="utf-8"))
    assert {rule.name for rule in rules(tree)} == tested


# No rule does arithmetic that would not agree.


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_rules_hold_to_the_arithmetic_that_agrees(path):
    assert offences(path.read_text(encoding="utf-8"), str(path.relative_to(HOME))) == []


HEAD = "import math\nimport numpy as np\nfrom math import sqrt\nfrom agents.rules import rule\n\n"


@pytest.mark.parametrize(
    "body",
    [
        "return x**2",
        "x **= 2\n    return x",
        "return math.pow(x, 2.0)",
        "return math.hypot(x, x)",
        "return pow(x, 2)",
        "return sum(x)",
        "return np.sum(x)",
        "return np.mean(x)",
        "return np.percentile(x, 5)",
        "return np.argsort(x)",
        "return x.sum()",
        "return math.exp(x)",
        "return math.log(x)",
        "return math.sqrt(x)",
        "return sqrt(x)",
        "raise ValueError",
        "assert x > 0.0",
        "return f'{x}'",
        "return [y for y in x]",
        "return max(x)",
        "try:\n        return x\n    except ValueError:\n        return 0.0",
    ],
)
def test_what_would_not_agree_is_seen(body):
    assert offences(f"{HEAD}@rule\ndef twice(x):\n    {body}\n")
    assert not offences(f"{HEAD}def no_rule(x):\n    {body}\n")


def test_keyword_only_arguments_are_seen():
    assert offences(f"{HEAD}@rule\ndef twice(x, *, y):\n    return x + y\n")


def test_what_agrees_is_let_pass():
    body = "return max(math.tanh(x), -1.0) + math.erfc(x) * x * x / (1.0 + abs(x)) + np.zeros(3)[0]"
    assert not offences(f"{HEAD}@rule\ndef twice(x):\n    {body}\n")
