"""Ruling coalitions: the published limit, friction, the cost of fighting, ties, bad input."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.coalition import coalition_mask
from model.succession import ruling_coalition
from tests.engines import both

POWERS = st.lists(st.floats(0.05, 10.0), min_size=1, max_size=6)


@pytest.mark.parametrize(
    ("power", "friction", "members"),
    [
        ((3, 4, 5), 0.0, {0, 1, 2}),
        ((3, 4, 5, 10), 0.0, {0, 1, 2}),
        ((2, 4, 7), 0.0, {2}),
        ((3, 4, 5, 12.5), 0.0, {3}),
        ((5, 5), 0.0, {0, 1}),
        ((7,), 0.0, {0}),
        ((7, 4, 9), 0.0, {0, 1, 2}),
        ((3, 4, 5), 7 / 12 - 1e-6, {0, 1, 2}),
        ((3, 4, 5), 7 / 12, {0, 1}),
        ((3, 4, 5), 1.0, {0, 1}),
    ],
)
def test_published_cases(power, friction, members):
    assert set(np.flatnonzero(ruling_coalition(power, friction=friction))) == members


@given(power=POWERS, majority=st.floats(0.5, 0.9))
def test_full_friction_gives_the_least_winning_coalition(power, majority):
    total = sum(power)
    sets = [s for n in range(1, len(power) + 1) for s in itertools.combinations(power, n)]
    least = min(sum(s) for s in sets if sum(s) > majority * total * (1 + 1e-9))
    member = ruling_coalition(power, majority, 1.0)
    assert np.array(power)[member].sum() == pytest.approx(least, rel=1e-9)


@given(power=POWERS, scale=st.sampled_from([0.25, 2.0, 64.0]), friction=st.floats(0.0, 1.0))
def test_only_relative_power_counts(power, scale, friction):
    again = [scale * p for p in power]
    assert (ruling_coalition(power, friction=friction) == ruling_coalition(again, friction=friction)).all()


@given(power=POWERS, friction=st.floats(0.0, 1.0))
def test_a_prohibitive_cost_of_elite_fighting_leaves_everybody_in(power, friction):
    assert ruling_coalition(power, friction=friction, cost=1.0 + 1e-9).all()


def test_the_cost_of_elite_fighting_is_a_share_of_what_each_holds():
    # (3, 4, 5) of 22 gain 10/12 of what they hold by purging the fourth.
    assert not ruling_coalition((3, 4, 5, 10), cost=10 / 12 - 1e-9)[3]
    assert ruling_coalition((3, 4, 5, 10), cost=10 / 12 + 1e-9).all()


def test_of_equals_the_lowest_bits_rule():
    assert ruling_coalition((1, 1, 1)).tolist() == [True, True, False]
    assert ruling_coalition((0.1, 0.2, 0.3, 0.1, 0.2, 0.3), friction=1.0).tolist() == (
        ruling_coalition((1, 2, 3, 1, 2, 3), friction=1.0).tolist()
    )


def test_both_engines_agree_and_absent_blocs_do_not_count():
    rng = np.random.default_rng(3)
    for friction, cost in ((0.0, 0.0), (0.3, 0.26), (1.0, 0.0)):
        power = rng.dirichlet(np.ones(9))
        power[rng.integers(9)] = 0.0
        mask = both(coalition_mask, power, 9, 0.5, friction, cost)
        present = power > 0.0
        member = ruling_coalition(power[present], 0.5, friction, cost)
        assert [bool(mask >> i & 1) for i in np.flatnonzero(present)] == member.tolist()
        assert not mask >> int(np.flatnonzero(~present)[0]) & 1


@pytest.mark.parametrize(
    ("power", "ruling"),
    [((0.0, 5.0, 5.0), 0b110), ((5.0, 0.0, 5.0), 0b101), ((-9.0, 5.0, 4.0), 0b010), ((0.0, 0.0, 0.0), 0)],
)
def test_who_has_no_power_is_in_no_coalition_and_stands_in_no_ones_way(power, ruling):
    assert coalition_mask(np.array(power), 3, 0.5, 0.0, 0.1) == ruling


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (([],), "power"),
        (([1.0] * 13,), "power"),
        (([1.0, 0.0],), "power"),
        (([1.0, -2.0],), "power"),
        (([1.0, float("nan")],), "power"),
        (([[1.0], [2.0]],), "power"),
        (([1.0, 2.0], 0.4), "majority"),
        (([1.0, 2.0], 1.0), "majority"),
        (([1.0, 2.0], 0.5, 1.1), "friction"),
        (([1.0, 2.0], 0.5, float("nan")), "friction"),
        (([1.0, 2.0], 0.5, 0.0, -0.1), "cost"),
    ],
)
def test_bad_input_is_named_in_one_line(arguments, word):
    with pytest.raises(ValueError, match=f"ruling_coalition: {word}: found .*, allowed ") as error:
        ruling_coalition(*arguments)
    assert "\n" not in str(error.value)
