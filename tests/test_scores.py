"""Scores against values worked by hand, naive forecasts on toy answers, intervals on known differences."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import integrate, stats

from agents.vocabulary import ANSWERS, Answer
from experiments.scores import (
    by_scope,
    crps_ensemble,
    crps_normal,
    last_repeated,
    log_score,
    most_frequent,
    once,
    paired_difference,
    ranked_score,
    smoothed,
    upper_bound,
)

MIXED = np.array([0.1, 0.2, 0.3, 0.1, 0.3])
A, C, R = int(Answer.ACCEPT), int(Answer.CONDITIONAL), int(Answer.REJECT)


def certain(answer: int) -> np.ndarray:
    return np.eye(ANSWERS)[answer]


def test_half_a_count_is_added_to_each_class():
    assert smoothed(np.array([0.0, 0.0, 1.0, 0.0, 0.0])).tolist() == pytest.approx(
        [1 / 7, 1 / 7, 3 / 7, 1 / 7, 1 / 7]
    )
    assert smoothed(np.array([0.0, 2.0, 0.0, 0.0, 3.0])).tolist() == pytest.approx(
        [0.5 / 7.5, 2.5 / 7.5, 0.5 / 7.5, 0.5 / 7.5, 3.5 / 7.5]
    )
    assert smoothed(np.zeros(ANSWERS)).tolist() == pytest.approx([0.2] * 5)


def test_log_score_by_hand():
    assert log_score(MIXED, Answer.CONDITIONAL) == pytest.approx(1.2039728)
    assert log_score(certain(A), A) == 0.0


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (Answer.IGNORED, ((0.3 - 1) ** 2 + (0.6 - 1) ** 2 + (0.7 - 1) ** 2) / 3),
        (Answer.REJECT, ((0.3 - 1) ** 2 + (0.6 - 1) ** 2 + (0.7 - 1) ** 2) / 3),
        (Answer.CONDITIONAL, (0.3**2 + (0.6 - 1) ** 2 + (0.7 - 1) ** 2) / 3),
        (Answer.PARTIAL, (0.3**2 + 0.6**2 + (0.7 - 1) ** 2) / 3),
        (Answer.ACCEPT, (0.3**2 + 0.6**2 + 0.7**2) / 3),
    ],
)
def test_ranked_score_by_hand(answer, expected):
    assert ranked_score(MIXED, answer) == pytest.approx(expected)


def test_ranked_score_takes_ignoring_for_rejecting_and_counts_distance():
    assert ranked_score(certain(Answer.IGNORED), Answer.REJECT) == 0.0
    assert ranked_score(certain(Answer.ACCEPT), Answer.REJECT) == 1.0
    missed = [ranked_score(certain(answer), Answer.ACCEPT) for answer in (R, C, Answer.PARTIAL, A)]
    assert missed == pytest.approx([1.0, 2 / 3, 1 / 3, 0.0])


def test_most_frequent_class_and_its_ties():
    assert most_frequent([R, A, A, R, A]).tolist() == once(A).tolist()
    assert most_frequent([R, A, A, R]).tolist() == once(R).tolist()  # of equals, the one that came last
    assert most_frequent([]).tolist() == pytest.approx([0.2] * 5)


def test_last_answer_repeated():
    assert last_repeated([A, A, R]).tolist() == once(R).tolist()
    assert last_repeated([]).tolist() == pytest.approx([0.2] * 5)


def test_frequencies_by_scope():
    found = by_scope([A, R, R, C], ["x", "y", "y", "y"], "y")
    assert found.tolist() == pytest.approx([0.5 / 5.5, 2.5 / 5.5, 1.5 / 5.5, 0.5 / 5.5, 0.5 / 5.5])
    assert by_scope([A, R], ["x", "y"], "z").tolist() == pytest.approx([0.2] * 5)
    assert by_scope([], [], "z").tolist() == pytest.approx([0.2] * 5)


def test_hardly_ever_is_none_of_seven():
    assert upper_bound(0, 7) == pytest.approx(1.0 - 0.05 ** (1 / 7))
    assert round(upper_bound(0, 7), 2) == 0.35
    assert upper_bound(3, 3) == 1.0


def test_paired_differences():
    scores = np.array([1.0, 3.0, 2.0, 5.0])
    shifted = paired_difference(scores, scores + 0.5, seed=1)
    assert (shifted.value, shifted.low, shifted.high) == pytest.approx((-0.5, -0.5, -0.5))
    mixed = paired_difference(scores, scores[::-1], seed=1)
    assert mixed.value == 0.0
    assert mixed.low < 0.0 < mixed.high
    assert paired_difference(scores, scores[::-1], seed=1) == mixed
    assert math.isnan(paired_difference(scores[:0], scores[:0], seed=1).value)


def test_paired_interval_is_that_of_the_mean():
    rng = np.random.default_rng(3)
    first = rng.normal(0.3, 1.0, 400)
    found = paired_difference(first, np.zeros(400), seed=2)
    half = 1.96 * first.std() / 20.0
    assert found.low == pytest.approx(first.mean() - half, abs=0.01)
    assert found.high == pytest.approx(first.mean() + half, abs=0.01)


def test_crps_of_an_ensemble_by_hand():
    assert crps_ensemble(np.array([0.0, 2.0]), 1.0) == pytest.approx(0.5)
    assert crps_ensemble(np.array([2.0]), 5.0) == 3.0
    assert crps_ensemble(np.array([3.0, 1.0, 2.0]), 2.0) == pytest.approx(2 / 3 - 4 / 9)


@pytest.mark.parametrize("observed", [-1.0, 0.4, 3.0])
def test_crps_of_a_normal_is_the_integral(observed):
    def squared(x: float) -> float:
        return (stats.norm.cdf(x, 0.5, 2.0) - float(x >= observed)) ** 2

    parts = [integrate.quad(squared, a, b)[0] for a, b in ((-30.0, observed), (observed, 30.0))]
    assert crps_normal(0.5, 2.0, observed) == pytest.approx(sum(parts), rel=1e-6)


def test_crps_of_many_normal_members_is_that_of_the_normal():
    members = stats.norm.ppf((np.arange(2000) + 0.5) / 2000, 1.0, 3.0)
    assert crps_ensemble(members, 2.5) == pytest.approx(crps_normal(1.0, 3.0, 2.5), rel=0.002)
