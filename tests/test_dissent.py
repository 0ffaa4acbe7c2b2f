"""Dissent: cascades against Granovetter and the least fixed point, and its spread from week to week."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.dissent import recede_dissent, spread_dissent
from agents.elites import cascade
from agents.tier import Elite, ElitesParameters
from tests.elites import an_elite, random_network, tied
from tests.engines import both

P = ElitesParameters()


# Cascades


@pytest.mark.parametrize(
    ("thresholds", "joined"),
    [
        (list(range(100)), 100),
        ([0, 2, *range(2, 100)], 1),
        ([1] * 5, 0),
        ([0, 1, 2, 3, 9], 4),
        ([0, 0, 3, 3, 3], 2),
        ([], 0),
    ],
)
def test_granovetter(thresholds, joined):
    assert cascade(thresholds).sum() == joined


def test_those_who_turned_stay_and_count():
    assert cascade([5, 1, 9], turned=[True, False, False]).tolist() == [True, True, False]


def test_complete_network_is_granovetter():
    rng = np.random.default_rng(1)
    n = 40
    neighbours = np.array([[j for j in range(n) if j != i] for i in range(n)]).ravel()
    offsets = np.arange(n + 1) * (n - 1)
    for _ in range(20):
        counts = rng.integers(0, n, n) * rng.integers(0, 2, n)
        alone = cascade(counts)
        network = cascade(counts / (n - 1), neighbours=neighbours, offsets=offsets)
        assert (alone == network).all()


def fixed_point(threshold, neighbours, offsets, weight):
    """Least fixed point by plain iteration over all."""
    turned = threshold <= 0.0
    while True:
        share = np.zeros(len(threshold))
        for i in range(len(threshold)):
            ties = slice(offsets[i], offsets[i + 1])
            if weight[ties].sum() > 0.0:
                share[i] = weight[ties] @ turned[neighbours[ties]] / weight[ties].sum()
        after = turned | (share >= threshold - 1e-12)
        if (after == turned).all():
            return turned
        turned = after


@pytest.mark.parametrize("seed", range(8))
def test_cascade_is_the_least_fixed_point_whatever_the_order(seed):
    rng = np.random.default_rng(seed)
    n = 60
    neighbours, offsets, weight = random_network(rng, n, 7)
    threshold = rng.normal(0.25, 0.2, n)
    found = cascade(threshold, None, neighbours, offsets, weight)
    assert (found == fixed_point(threshold, neighbours, offsets, weight)).all()
    order = rng.permutation(n)
    place = np.argsort(order)
    ties = np.concatenate([np.arange(offsets[i], offsets[i + 1]) for i in order])
    starts = np.concatenate(([0], np.cumsum(np.diff(offsets)[order])))
    shuffled = cascade(threshold[order], None, place[neighbours[ties]], starts, weight[ties])
    assert (shuffled[place] == found).all()


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_a_lower_threshold_never_frees_anyone(seed):
    rng = np.random.default_rng(seed)
    neighbours, offsets, weight = random_network(rng, 30, 6)
    threshold = rng.random(30)
    lower = threshold - rng.random(30) * 0.3
    assert (
        cascade(threshold, None, neighbours, offsets, weight)
        <= cascade(lower, None, neighbours, offsets, weight)
    ).all()


def test_a_large_network_is_compiled_and_agrees():
    rng = np.random.default_rng(3)
    n = 5000
    neighbours, offsets, weight = random_network(rng, n, 12)
    threshold = rng.normal(0.3, 0.15, n)
    found = cascade(threshold, None, neighbours, offsets, weight)
    assert (found == fixed_point(threshold, neighbours, offsets, weight)).all()
    assert 0 < found.sum() < n


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (([[0.0]],), "threshold"),
        (([math.nan],), "threshold"),
        (([0, 1], [True]), "turned"),
        (([0, 1], None, [1], None), "both"),
        (([0, 1], None, None, None, [1.0]), "weight"),
        (([0, 1], None, [1, 0], [0, 1]), "offsets"),
        (([0, 1], None, [1, 2], [0, 1, 2]), "rows"),
        (([0, 1], None, [1], [0, 1, 2]), "neighbours"),
        (([0, 1], None, [1, 0], [0, 1, 2], [1.0, -1.0]), "weight"),
    ],
)
def test_bad_input_is_refused(arguments, word):
    with pytest.raises(ValueError, match=word):
        cascade(*arguments)


# Weekly dissent


def chain(thresholds, dissents=None):
    """Elites in a line: each is influenced by the one before him alone."""
    n = len(thresholds)
    dissents = dissents or [False] * n
    elites = [Elite.new(threshold=t, dissents=d) for t, d in zip(thresholds, dissents, strict=True)]
    neighbours, offsets = np.arange(n - 1), np.concatenate(([0], np.arange(n)))
    return elites, tied(elites, neighbours, offsets, np.ones(n - 1))


def week(elites, ties, parameters=P):
    return both(spread_dissent, elites, ties, parameters)


def stances(elites):
    return [bool(e.dissents) for e in elites]


def test_dissent_spreads_recedes_late_and_obeys_purges():
    elites, ties = chain([0.0, 0.9, 0.9, 1.1])
    assert week(elites, ties) == 3
    assert stances(elites) == [True, True, True, False]
    assert week(elites, ties) == 0
    elites[0].threshold = P.hysteresis / 2
    assert week(elites, ties) == 0
    assert stances(elites)[0], "within the hysteresis he stays"
    elites[0].threshold = 2 * P.hysteresis
    week(elites, ties)
    assert stances(elites) == [False, True, True, False], "the second follows a week later"
    for _ in range(2):
        week(elites, ties)
    assert stances(elites) == [False] * 4
    assert all(e.share == 0.0 for e in elites)


def test_a_stance_changed_from_outside_is_taken_up():
    elites, ties = chain([0.5, 0.5, 0.5, 2.0], [True, False, False, False])
    assert week(elites, ties) == 3
    elites[1].dissents = False
    elites[1].threshold = 2.0
    week(elites, ties)
    assert stances(elites) == [False, False, True, False]


def test_whoever_turns_first_is_queued_by_his_own_row():
    """Rows 2 and 4 turn by themselves, 2 moves 0, 0 moves 3 with the weight of 2; nothing moves 1."""
    elites = [an_elite(threshold=t) for t in (0.5, 0.1, 0.0, 0.9, -0.1)]
    ties = tied(elites, [2, 0, 2], [0, 1, 1, 1, 3, 3], [0.5, 0.6, 0.3])
    assert week(elites, ties) == 4
    assert stances(elites) == [True, False, True, True, True]
    assert [e.share for e in elites] == pytest.approx([0.5, 0.0, 0.0, 0.9, 0.0])
    assert [e.turned for e in elites] == stances(elites)


def test_whoever_returns_takes_back_his_own_weight_and_no_others():
    p = ElitesParameters(hysteresis=0.1)
    elites = [an_elite(turned=row < 3, dissents=row < 2, threshold=0.2) for row in range(4)]
    elites[0].share, elites[1].share, elites[2].share, elites[3].share = 0.05, 0.15, 0.5, 0.875
    ties = tied(elites, [0, 1, 2], [0, 0, 0, 0, 3], [0.125, 0.25, 0.5])
    assert both(recede_dissent, elites, ties, p) == 2
    assert [e.turned for e in elites] == [False, True, False, False]
    assert stances(elites) == [False, True, False, False]
    assert [e.share for e in elites] == [0.05, 0.15, 0.5, 0.25]


def test_without_hysteresis_one_who_breaks_even_still_dissents():
    elites = [an_elite(turned=True, dissents=True, threshold=0.25, share=share) for share in (0.25, 0.125)]
    alone = tied(elites, np.zeros(0, int), [0, 0, 0], [])
    assert recede_dissent(elites, alone, ElitesParameters(hysteresis=0.0)) == 1
    assert stances(elites) == [True, False]


def test_the_last_dissenter_leaves_no_trace_of_rounding():
    elites = [an_elite(turned=True, threshold=2.0), an_elite(share=0.1 + 0.2)]
    ties = tied(elites, [0], [0, 0, 1], [0.3])
    assert recede_dissent(elites, ties, P) == 1
    assert elites[1].share == 0.0


def test_when_all_have_returned_nothing_is_left_not_even_by_rounding():
    elites = [an_elite(turned=row < 3, share=0.0 if row < 3 else 0.1 + 0.2 + 0.3) for row in range(4)]
    ties = tied(elites, [3, 3, 3], [0, 1, 2, 3, 3], [0.1, 0.2, 0.3])
    assert recede_dissent(elites, ties, P) == 3
    assert elites[3].share == 0.0


def test_no_hysteresis_no_memory():
    elites, ties = chain([0.0, 0.9])
    free = ElitesParameters(hysteresis=0.0)
    week(elites, ties, free)
    elites[0].threshold = 0.01
    week(elites, ties, free)
    assert stances(elites) == [False, True]
