"""What others know of a side's least, worked by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from scipy.stats import norm

from agents.states import State
from model.sounding import (
    blur,
    chance_to_sign,
    conceal,
    expect_signature,
    held_out_for,
    learn_signature,
    reservation,
    rise_by_text,
    sound,
    take_place,
    understated,
)


@pytest.mark.parametrize("normal", [-1.0, 0.0, 0.5])
def test_a_new_office_holder_stands_among_his_like_by_his_attachment_and_nothing_is_known_of_him(normal):
    side = State.new(risen=0.5, lowered=0.25)
    take_place(side, normal, 0.125)
    assert side.place == pytest.approx(norm.sf(normal))
    assert (side.aims_spread, side.risen, side.lowered) == (0.125, 0.0, 0.0)


@pytest.mark.parametrize(("gap", "by_aims"), [(0.1, 0.14), (-0.1, 0.16)])
def test_a_side_hides_an_even_range_of_what_its_type_and_its_view_of_the_front_move(gap, by_aims):
    """Least 0.2 and the gap, scale 2: 0.7 x 0.8 / 4 = 0.14 by aims, 0.6 / 2 x 2 = 0.6 by the front."""
    side = State.new(
        attachment=1.0, war_value=0.2, commitment_gap=gap, aims_spread=0.8, drift_value=0.6, place=0.75
    )
    side.belief_variance = 4.0
    conceal(side, SimpleNamespace(secrecy=0.5, rent=0.25))
    width = 0.5 * math.sqrt(12.0) * math.hypot(by_aims, 0.6)
    assert side.hidden == pytest.approx(0.75 * width)
    assert side.claim == pytest.approx(0.25 * 0.75 * width)
    assert side.span == pytest.approx(1.25 * width)


def test_what_answers_taught_fades_by_its_share():
    side = State.new(risen=0.5, lowered=0.25)
    blur(side, 0.5)
    assert (side.risen, side.lowered) == (0.25, 0.125)


@pytest.mark.parametrize(
    ("attachment", "gap", "least"),
    [(0.0, 0.1, 0.3), (1.0, 0.1, 0.65), (1.0, -0.1, 0.6), (0.25, 0.0, 0.36), (-1.0, 0.1, 0.3)],
)
def test_the_least_counts_a_gap_and_what_is_signed_away_of_the_aims(attachment, gap, least):
    """(0.2 + gap + a) / (1 + a)."""
    side = State.new(war_value=0.2, commitment_gap=gap, attachment=attachment)
    assert reservation(side) == pytest.approx(least)


@pytest.mark.parametrize(("attachment", "rise"), [(0.0, 0.2), (1.0, 0.1), (-1.0, 0.0)])
def test_a_text_that_shifts_power_raises_the_least_by_less_for_the_attached(attachment, rise):
    assert rise_by_text(State.new(gap_rise=0.2, attachment=attachment)) == pytest.approx(rise)


def some_side(**values) -> State:
    """Least 0.65, raised 0.1 by the text; 0.2 hidden, of which 0.05 is known, and 0.0625 held out for."""
    given = {"war_value": 0.2, "commitment_gap": 0.1, "attachment": 1.0, "gap_rise": 0.2}
    given |= {"hidden": 0.2, "risen": 0.05, "claim": 0.0625, "span": 1.0, "lowered": 0.25}
    return State.new(**{**given, **values})


def test_a_side_holds_out_for_its_least_under_the_text_and_its_rent_and_may_be_taken_for_less():
    assert held_out_for(some_side()) == pytest.approx(0.8125)
    assert understated(some_side()) == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("gain", "span", "chance"),
    [
        (0.35, 1.0, 0.5),
        (0.9, 1.0, 1.0),
        (-0.1, 1.0, 0.0),
        (0.1, 0.3, 1.0),
        (-0.1, 0.3, 0.0),
        (0.0, 0.3, 1.0),
        (0.1, 0.0, 1.0),
        (-0.1, 0.0, 0.0),
    ],
)
def test_a_signature_is_expected_by_the_part_of_the_range_that_the_gain_covers(gain, span, chance):
    """Of the range 0.25 is cut off above and 0.05 below; where nothing is left of it the least is known."""
    assert chance_to_sign(some_side(span=span), gain) == pytest.approx(chance)


def test_a_signature_is_expected_by_what_a_text_is_worth_beyond_the_least_thought_possible():
    """0.95 less 0.65 and 0.05 more: 0.35 of 0.7."""
    assert expect_signature(some_side(), 0.95) == pytest.approx(0.5)


@pytest.mark.parametrize(
    ("worth", "signed", "risen", "lowered"),
    [
        (0.95, True, 0.05, 0.5),
        (0.65, True, 0.05, 0.8),
        (1.35, True, 0.05, 0.25),
        (0.55, False, 0.1, 0.25),
        (0.45, False, 0.05, 0.25),
    ],
)
def test_a_signature_lowers_the_most_and_a_refusal_raises_the_least_and_neither_goes_back(
    worth, signed, risen, lowered
):
    """Beyond 0.65 - 0.2 = 0.45, the least thought possible before anything was asked."""
    side = some_side()
    learn_signature(side, worth, signed)
    assert (side.risen, side.lowered) == pytest.approx((risen, lowered))


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [(0.5, 0.5, True), (0.5, 0.4, False), (0.4, 0.5, False), (0.4, 0.4, False)],
)
def test_a_text_is_signed_in_confidence_if_both_get_what_they_hold_out_for_and_each_answer_teaches(
    first, second, both
):
    """Both hold out for 0.5, and each lowers the most of its range of 1 or raises the least of it."""
    russia, ukraine = (State.new(war_value=0.25, claim=0.25, span=1.0) for _ in range(2))
    assert sound(russia, ukraine, first, second) == both
    for side, worth in ((russia, first), (ukraine, second)):
        signed = worth >= 0.5
        assert side.lowered == pytest.approx(1.25 - worth if signed else 0.0)
        assert side.risen == pytest.approx(0.0 if signed else worth - 0.25)
