"""Conditions: the chance of each, how far they are meant, and which come true, by numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy.special import expit, logit

from agents.states import Prospect, Reply
from agents.vocabulary import Answer, Condition
from model.bargaining import Diplomacy
from model.conditions import chance_of, come_true, hold_stance, weigh_conditions
from tests.table import CONDITION, R, U


def test_each_condition_has_its_own_chance():
    names = (
        "aid_stop",
        "monitoring",
        "kursk",
        "recognition",
        "us_guarantee",
        "root_causes",
        "no_mobilisation",
    )
    names += ("sanctions_relief", "security_guarantee")
    chances = [0.01 * (place + 1) for place in range(len(Condition))]
    p = replace(CONDITION, **{f"chance_{name}": x for name, x in zip(names, chances, strict=True)})
    assert [chance_of(condition, p) for condition in Condition] == chances


@pytest.mark.parametrize("bias", [-0.5, 0.0, 0.8])
@pytest.mark.parametrize(("side", "sign"), [(R, 1.0), (U, -1.0)])
def test_the_mediators_bias_shifts_the_log_odds_of_each_condition_towards_who_asks(bias, side, sign):
    prospect = Prospect.new()
    p = replace(CONDITION, lean=1.5)
    weigh_conditions(prospect, Diplomacy.new(bias=bias), side, p)
    believed = [expit(logit(chance_of(condition, p)) + 1.5 * sign * bias) for condition in Condition]
    assert list(prospect.chance) == pytest.approx(believed)


@pytest.mark.parametrize(
    ("side", "counts", "believed"), [(R, (3.0, 1.0), 0.75), (R, (0.0, 0.0), 0.5), (U, (3.0, 1.0), 0.4)]
)
def test_the_record_of_russias_conditions_tells_how_far_they_are_meant(side, counts, believed):
    prospect = Prospect.new(sincerity=0.9)
    table = Diplomacy.new(sincere=counts[0], insincere=counts[1])
    weigh_conditions(prospect, table, side, replace(CONDITION, sincerity_ukraine=0.4))
    assert prospect.sincerity == believed


@pytest.mark.parametrize(
    ("stance", "uniform", "held"),
    [(0.0, 0.7, 0.7), (0.0, 0.1, 0.1), (0.6, 0.7, 0.6), (0.6, 0.1, 0.5), (0.6, 0.19, 0.95), (0.6, 0.21, 0.6)],
)
def test_a_stance_is_drawn_once_and_then_at_one_time_in_five(stance, uniform, held):
    assert hold_stance(stance, uniform, replace(CONDITION, reconsider=0.2)) == pytest.approx(held)


@pytest.mark.parametrize(
    ("answer", "met", "worth", "true", "sincere", "insincere"),
    [
        (Answer.CONDITIONAL, 0.5, 1.0, True, 3.0, 3.0),
        (Answer.CONDITIONAL, 0.5, -1.0, False, 2.0, 4.0),
        (Answer.CONDITIONAL, 0.3, 1.0, False, 2.0, 3.0 + 0.4 * 0.7),
        (Answer.CONDITIONAL, 0.0, 1.0, False, 2.0, 3.4),
        (Answer.CONDITIONAL, -0.5, 1.0, False, 2.0, 3.4),
        (Answer.REJECT, 0.5, 1.0, False, 2.0, 3.0),
        (Answer.ACCEPT, 0.5, 1.0, False, 2.0, 3.0),
        (Answer.PARTIAL, 0.3, 1.0, False, 2.0, 3.0),
    ],
)
@pytest.mark.parametrize("side", [R, U])
def test_conditions_met_test_whether_they_were_meant(side, answer, met, worth, true, sincere, insincere):
    """By a draw of 0.4: those not met count as pretexts by 0.4 of how hard they are to meet, and Ukraine's not at all."""
    table = Diplomacy.new(sincere=2.0, insincere=3.0)
    reply = Reply.new(answer=answer, met=met, worth=worth)
    assert come_true(table, reply, side, 0.4, replace(CONDITION, pretext=0.4)) is true
    assert (table.sincere, table.insincere) == (
        pytest.approx((sincere, insincere)) if side == R else (2.0, 3.0)
    )
