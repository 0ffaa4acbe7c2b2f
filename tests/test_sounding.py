"""Soundings: private values, the rent they earn, and what a mediator learns from one text after another."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import pytest

from agents.states import State
from agents.valuation import utility
from agents.vocabulary import ISSUES, Role
from model.bargaining import Diplomacy, SettlementParameters, settle
from model.mediation import DiplomacyParameters
from model.settlement import expect_settlement
from model.sounding import (
    blur,
    chance_to_sign,
    conceal,
    expect_signature,
    held_out_for,
    learn_signature,
    reservation,
    sound,
    take_place,
    understated,
)
from tests.engines import both

NEUTRAL = SettlementParameters(curvature=0.001, mediator_weight=0.0)
ROUNDS = 40
GRID = 16
PLACES = [(i + 0.5) / GRID for i in range(GRID)]


def private(rent: float = 1.0 / 3.0, secrecy: float = 1.0) -> DiplomacyParameters:
    """Who holds office is private."""
    return DiplomacyParameters(secrecy=secrecy, rent=rent)


def side(ideal: float, place: float, p: DiplomacyParameters) -> State:
    """One issue, a prize; the least that it would sign lies at `place` of an even range from nothing to the prize.

    The range is private: a view of the front whose spread is that of the range.
    """
    care = [1.0] + [0.0] * (ISSUES - 1)
    made = State.new(role=Role.BELLIGERENT, ideal=[ideal] * ISSUES, salience=care, war_value=place)
    made.drift_value, made.belief_variance = 1.0, 1.0 / 12.0
    take_place(made, -NormalDist().inv_cdf(place), 0.0)
    conceal(made, p)
    return made


def draft(russia: State, ukraine: State) -> tuple[float, float]:
    """What the mediator's draft is worth to each."""
    diplomacy = Diplomacy.new()
    settle(russia, ukraine, State.new(), 0.999, 0.999, diplomacy, NEUTRAL)
    package = diplomacy.offer.package
    return utility(russia, package, 0.001), utility(ukraine, package, 0.001)


def agree(first: float, second: float, p: DiplomacyParameters, rounds: int = ROUNDS) -> bool:
    """Whether two types come to terms within so many drafts."""
    russia, ukraine = side(1.0, first, p), side(0.0, second, p)
    return any(sound(russia, ukraine, *draft(russia, ukraine)) for _ in range(rounds))


@pytest.mark.parametrize(("rent", "gap"), [(0.0, 0.0), (1.0 / 3.0, 0.25), (1.0, 0.5)])
def test_with_uniform_values_draft_after_draft_ends_in_the_second_best(rent, gap):
    """Myerson and Satterthwaite: trade where the gain exceeds a quarter; a broker out for profit asks a half."""
    p = private(rent)
    for first in PLACES:
        for second in PLACES:
            left = 1.0 - first - second - gap
            if abs(left) > 0.02:
                assert agree(first, second, p) == (left > 0.0)


def test_a_single_draft_is_a_posted_price():
    """Truthful sides sign half and half where both are in the weaker half (Hagerty and Rogerson 1987)."""
    signed = sum(agree(first, second, private(0.0), 1) for first in PLACES for second in PLACES)
    assert signed / GRID**2 == pytest.approx(0.25)
    assert signed / GRID**2 < 9.0 / 32.0  # no mechanism does better


def test_with_nothing_private_the_zone_is_known_and_a_text_is_sure_to_be_signed():
    p = private(secrecy=0.0)
    for least in (0.2, 0.45):
        russia, ukraine = side(1.0, 0.5, p), side(0.0, 0.5, p)
        russia.war_value = ukraine.war_value = least
        diplomacy = Diplomacy.new()
        expect_settlement(russia, ukraine, diplomacy, NEUTRAL)
        assert diplomacy.settlement_chance == 1.0
        assert held_out_for(russia) == reservation(russia)
        assert understated(russia) == 0.0
        assert sound(russia, ukraine, *draft(russia, ukraine))
    russia.war_value = 0.6
    expect_settlement(russia, ukraine, diplomacy, NEUTRAL)
    assert diplomacy.settlement_chance == 0.0


def test_the_chance_of_a_draft_is_that_of_the_two_types():
    """Over all types the believed chance of the first draft is the share of types that sign it."""
    p = private()
    believed = {round(chance, 9) for chance in _chances(p)}
    assert len(believed) == 1  # nothing is known yet: types do not show
    signed = np.mean([agree(a, b, p, 1) for a in PLACES for b in PLACES])
    assert believed.pop() == pytest.approx(signed, abs=0.05)


def _chances(p: DiplomacyParameters) -> list[float]:
    found = []
    for first in PLACES:
        for second in PLACES:
            diplomacy = Diplomacy.new()
            expect_settlement(side(1.0, first, p), side(0.0, second, p), diplomacy, NEUTRAL)
            found.append(diplomacy.settlement_chance)
    return found


def test_a_refusal_raises_the_least_and_a_signature_lowers_the_most():
    asked = side(1.0, 0.6, private())
    before = expect_signature(asked, 0.7)
    learn_signature(asked, 0.5, False)
    assert reservation(asked) - understated(asked) == pytest.approx(0.5)
    assert expect_signature(asked, 0.5) == 0.0
    assert 0.0 < expect_signature(asked, 0.7) < before
    learn_signature(asked, 0.4, False)
    assert reservation(asked) - understated(asked) == pytest.approx(0.5)
    learn_signature(asked, 0.9, True)
    assert expect_signature(asked, 0.9) == 1.0
    assert expect_signature(asked, 0.7) == pytest.approx(0.5)


def test_what_was_learned_fades_and_a_new_office_holder_has_his_own_secret():
    p = private()
    asked = side(1.0, 0.6, p)
    first = expect_signature(asked, 0.7)
    learn_signature(asked, 0.5, False)
    learn_signature(asked, 0.9, True)
    for _ in range(400):
        blur(asked, 0.9)
    assert expect_signature(asked, 0.7) == pytest.approx(first)
    take_place(asked, 1.0, 0.0)
    conceal(asked, p)
    assert asked.hidden == pytest.approx(NormalDist().cdf(-1.0))


@pytest.mark.parametrize(("field", "value"), [("belief_variance", 0.01), ("aims_spread", 0.05)])
def test_the_range_is_as_wide_as_views_of_the_front_and_attachment_make_it(field, value):
    """By the slope of the reservation in each: a spread sd of either is an even range of sqrt(12) sd of it."""
    asked = State.new(war_value=0.5, attachment=0.2, drift_value=0.4, place=1.0, **{field: value})
    conceal(asked, private(0.0))
    spread = value if field == "aims_spread" else np.sqrt(value)
    base, step = reservation(asked), 1e-6
    if field == "aims_spread":
        asked.attachment += step
    else:
        asked.war_value += step * asked.drift_value
    slope = (reservation(asked) - base) / step
    assert asked.hidden == asked.span == pytest.approx(np.sqrt(12.0) * spread * slope, rel=1e-4)


def test_a_shift_under_the_text_raises_what_a_side_holds_out_for():
    asked = side(0.0, 0.4, private())
    asked.attachment = 0.25
    before, less = held_out_for(asked), understated(asked)
    asked.gap_rise = 0.05
    assert held_out_for(asked) == pytest.approx(before + 0.04)
    assert understated(asked) == pytest.approx(less - 0.04)


def test_answers_that_contradict_each_other_leave_a_belief_that_can_be_used():
    asked = side(1.0, 0.6, private())
    learn_signature(asked, 0.5, True)
    learn_signature(asked, 0.9, False)
    assert expect_signature(asked, 0.95) == 1.0
    assert chance_to_sign(asked, -0.1) == 0.0


def test_soundings_agree_in_both_engines():
    p = private()
    for place, worth in ((0.2, 0.1), (0.7, 0.02), (0.5, 0.5)):
        russia, ukraine = side(1.0, place, p), side(0.0, 1.0 - place, p)
        both(take_place, russia, 0.3, 0.1)
        both(conceal, russia, p)
        both(blur, ukraine, 0.9)
        both(sound, russia, ukraine, worth, 0.6)
        both(expect_signature, russia, worth)
        both(expect_settlement, russia, ukraine, Diplomacy.new(), SettlementParameters())
