"""What each condition is worth to who asks for it, and which are asked, against numbers and all lists there are."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from agents.answer_parameters import AnswerParameters
from agents.requests import choose_conditions, condition_value
from agents.states import Prospect, State
from agents.vocabulary import CONDITIONS, ISSUES, Condition, Issue, Scope

P = dataclasses.replace(
    AnswerParameters(),
    concavity=1.0,
    conditions=1.0,
    monitoring_gain=0.5,
    guarantee_cover=0.4,
    relief_share=0.2,
)

# What a condition is worth.

MOSCOW = {"ideal": [1.0] * ISSUES, "salience": [(issue + 1) / 100.0 for issue in range(ISSUES)]}
"""Who holds out for 1 on every issue, by loss in proportion to distance, and weighs each by its place."""


def worth(condition: Condition, scope: Scope = Scope.GENERAL, days: float = 70.0, **changes) -> float:
    """Worth of a condition to Moscow: a truce sticks in 0.2 and locks in for 20 weeks; 0.5 frozen, 0.25 offered."""
    given = {
        "war_value": 0.3,
        "frozen_value": 0.4,
        "line_value": 0.002,
        "drift_value": 0.01,
        "power_shift": 0.6,
    }
    state = State.new(**MOSCOW, **{name: changes.pop(name, value) for name, value in given.items()})
    table = {
        "permanence": [0.2] * len(Scope),
        "lock_in": 20.0,
        "frozen": [0.5] * ISSUES,
        "offered": [0.25] * ISSUES,
        "aid_drift": 3.0,
        "mobilisation_drift": 5.0,
        "at_offer": 0.7,
        "kursk_km2": 40.0,
        **changes,
    }
    return condition_value(state, Prospect.new(**table), condition, scope, days, P)


def weight(*issues: Issue) -> float:
    return sum(issue + 1 for issue in issues) / 100.0


@pytest.mark.parametrize(
    ("days", "lock_in", "held"),
    [(0.0, 20.0, 0.2), (70.0, 20.0, 0.6), (140.0, 20.0, 1.0), (700.0, 20.0, 1.0), (7.0, 0.0, 1.0)],
)
def test_power_is_held_for_the_pause_or_for_good(days, lock_in, held):
    """Two tenths for good, and of the other eight the share of the lock-in; all at once where nothing locks in."""
    given = {"days": days, "lock_in": lock_in}
    assert worth(Condition.AID_STOP, **given) == pytest.approx(held * 0.01 * 3.0)
    assert worth(Condition.NO_MOBILISATION, **given) == pytest.approx(held * 0.01 * 5.0)
    assert worth(Condition.US_GUARANTEE, **given) == pytest.approx(held * 0.4 * 0.6)


def test_a_guarantee_covers_no_shift_in_ones_own_favour():
    assert worth(Condition.US_GUARANTEE, power_shift=-0.6) == 0.0


@pytest.mark.parametrize(
    ("scope", "stick", "longer", "peace"),
    [
        (Scope.GENERAL, 0.2, 0.1, 0.1),
        (Scope.GENERAL, 0.8, 0.2, 0.1),
        (Scope.FINAL, 0.2, 0.1, 0.4),
        (Scope.FINAL, 0.8, 0.2, 0.4),
    ],
)
def test_monitoring_lets_peace_last_by_half_again_at_most_for_sure(scope, stick, longer, peace):
    found = worth(Condition.MONITORING, scope, permanence=[stick] * len(Scope))
    assert found == pytest.approx(longer * peace)


def test_the_pocket_is_worth_its_ground():
    assert worth(Condition.KURSK) == pytest.approx(0.002 * 40.0)


@pytest.mark.parametrize(
    ("condition", "issues", "way"),
    [
        (Condition.AID_STOP, (Issue.FOREIGN_AID,), 0.75),
        (Condition.NO_MOBILISATION, (Issue.ARMY_CAP,), 0.75),
        (Condition.RECOGNITION_OF_GAINS, (Issue.RECOGNITION,), 0.2 * 0.75),
        (Condition.ROOT_CAUSES, (Issue.NATO_BAR, Issue.LEADERSHIP), 0.2 * 0.75),
        (Condition.SANCTIONS_RELIEF, (Issue.SANCTIONS_RELIEF,), 0.75),
        (Condition.SECURITY_GUARANTEE, (Issue.GUARANTEE,), 0.2 * -0.25),
    ],
)
def test_in_a_settlement_a_condition_amends_the_text_that_is_offered(condition, issues, way):
    assert worth(condition, Scope.FINAL) == pytest.approx(way * weight(*issues))


@pytest.mark.parametrize(
    ("condition", "issues", "way"),
    [
        (Condition.RECOGNITION_OF_GAINS, (Issue.RECOGNITION,), 0.2 * 0.5),
        (Condition.ROOT_CAUSES, (Issue.NATO_BAR, Issue.LEADERSHIP), 0.2 * 0.5),
        (Condition.SANCTIONS_RELIEF, (Issue.SANCTIONS_RELIEF,), 0.2 * 0.5),
        (Condition.SECURITY_GUARANTEE, (Issue.GUARANTEE,), 0.2 * -0.5),
    ],
)
def test_in_a_truce_a_condition_moves_the_frozen_line_as_far_as_it_sticks(condition, issues, way):
    """Relief is had at once, a fifth of what is withheld."""
    assert worth(condition) == pytest.approx(way * weight(*issues))


def test_relief_for_a_truce_is_a_share_of_what_sanctions_still_withhold():
    found = worth(Condition.SANCTIONS_RELIEF, frozen=[0.9] * ISSUES, permanence=[1.0] * len(Scope))
    assert found == pytest.approx(0.02 * weight(Issue.SANCTIONS_RELIEF))


# Which are asked.


def chosen(chance, gain, worth=0.0, stake=0.0, pivot=1.0, scope=Scope.GENERAL, p=P, **prospect):
    prospect = Prospect.new(sincerity=1.0, chance=chance, gain=gain, **prospect)
    return choose_conditions(prospect, scope, worth, stake, pivot, p)


def only(**conditions: float) -> list[float]:
    return [conditions.get(condition.name, 0.0) for condition in Condition]


def test_nothing_is_asked_where_nothing_helps_or_nothing_can_be_met():
    """A condition of no worth, one that hurts, and one that is never met."""
    assert chosen([0.5] * CONDITIONS, [0.0, -0.1] + [0.0] * 7, worth=-1.0) == (0, 1.0, 0.0)
    assert chosen([0.0] * CONDITIONS, [0.1] * CONDITIONS, worth=-1.0) == (0, 1.0, 0.0)


def test_one_condition_alone_is_asked_once():
    """Of the first place too, whose bit is 1."""
    for condition in Condition:
        name = condition.name
        found = chosen(only(**{name: 0.4}), only(**{name: 0.3}))
        assert found == (1 << condition, pytest.approx(0.4), pytest.approx(0.3))


@pytest.mark.parametrize(("scope", "eager"), [(Scope.GENERAL, 1.0), (Scope.SECTOR, 0.18), (Scope.FINAL, 1.0)])
def test_conditions_are_met_in_proportion_to_what_the_mediator_gains_at_most_in_full(scope, eager):
    """Two conditions, each believed to be met in half of 0.8: the chances multiply."""
    p = dataclasses.replace(P, conditions=0.8)
    found = chosen([0.5, 0.5] + [0.0] * 7, [0.1, 0.2] + [0.0] * 7, worth=-9.0, scope=scope, p=p)
    assert found == (0b11, pytest.approx((eager * 0.4) ** 2), pytest.approx(0.3))


def test_a_second_condition_is_asked_only_if_the_first_is_then_as_likely_to_be_met():
    """0.9 x 0.3 alone; 0.9 x 0.5 x 0.4 with the second; 0.9 x 0.9 x 0.4 with one that is rather met."""
    gains = [0.3, 0.1] + [0.0] * 7
    assert chosen([0.9, 0.5] + [0.0] * 7, gains) == (0b01, pytest.approx(0.9), pytest.approx(0.3))
    assert chosen([0.9, 0.9] + [0.0] * 7, gains) == (0b11, pytest.approx(0.81), pytest.approx(0.4))


@pytest.mark.parametrize(
    ("scope", "conditions", "worth", "bits"),
    [
        (Scope.GENERAL, 0.5, -0.2, 0b11),
        (Scope.GENERAL, 0.3, -0.2, 0b11),
        (Scope.GENERAL, 0.2, -0.2, 0b01),
        (Scope.SECTOR, 1.0, -0.27, 0b11),
        (Scope.SECTOR, 1.0, -0.2, 0b01),
    ],
)
def test_a_second_condition_mends_a_bad_offer_unless_both_are_too_much_to_be_granted(
    scope, conditions, worth, bits
):
    """0.1 with the first, 0.35 with both, so that 1/3.5 has to be granted; at -0.27 some 0.1; a sector grants 0.18."""
    p = dataclasses.replace(P, conditions=conditions)
    assert chosen([1.0, 1.0] + [0.0] * 7, [0.3, 0.25] + [0.0] * 7, worth, scope=scope, p=p)[0] == bits


@pytest.mark.parametrize(
    ("scope", "conditions", "stake", "bits"),
    [
        (Scope.GENERAL, 0.5, 0.15, 0b11),
        (Scope.GENERAL, 0.5, 0.21, 0b01),
        (Scope.SECTOR, 1.0, 0.3, 0b11),
        (Scope.SECTOR, 1.0, 0.42, 0b01),
    ],
)
def test_a_second_condition_is_not_asked_where_it_costs_more_credit_than_it_mends(
    scope, conditions, stake, bits
):
    """A half is granted: 0.5 x 0.1 becomes 0.25 x 0.35, and the root of 0.5 in credit that of 0.25; half for a sector."""
    p = dataclasses.replace(P, conditions=conditions, concavity=0.5, ease=1.0, weight_sector=0.25, credit=1.0)
    found = chosen([1.0, 1.0] + [0.0] * 7, [0.3, 0.25] + [0.0] * 7, -0.2, stake, scope=scope, p=p)
    assert found[0] == bits


def test_of_two_conditions_alike_the_first_is_asked():
    """0.4 x 0.3 alone is more than 0.4 x 0.4 x 0.6."""
    assert chosen([0.4, 0.4] + [0.0] * 7, [0.3, 0.3] + [0.0] * 7)[0] == 0b01


def value(asked, chance, gain, worth, stake, pivot, credit, blame):
    """Worth of a list: its offer and conditions where it is met and pivotal, credit there, blame where not granted."""
    met, price = 1.0, 0.0
    for condition in asked:
        met, price = met * chance[condition], price + gain[condition]
    earned = 0.5 * met
    return met * pivot * (worth + price) + stake * (credit * earned - blame * pivot * (1.0 - 0.8 * earned))


@pytest.mark.parametrize("worth", [-0.3, -0.05, 0.0, 0.2])
@pytest.mark.parametrize(("stake", "pivot"), [(0.0, 0.5), (0.2, 1.0), (0.2, 0.3), (1.0, 0.3)])
def test_of_two_conditions_the_list_that_is_worth_most_is_asked(worth, stake, pivot):
    """Against all lists of one or two: half of the credit of a ceasefire is spent, 0.8 of a unit of credit forgiven."""
    p = dataclasses.replace(P, ease=2.0, concavity=0.5, forgiveness=0.8, credit=0.9)
    rest = [0.0] * 7
    for chance, gain in itertools.product([(0.9, 0.5), (0.3, 0.8), (1.0, 0.95)], [(0.3, 0.1), (0.05, 0.2)]):
        lists = [(0,), (1,), (0, 1)]
        worths = {x: value(x, chance, gain, worth, stake, pivot, 0.9, 0.7) for x in lists}
        spent = [0.0, 0.0, 0.0, 0.5, 0.0]
        found = chosen([*chance, *rest], [*gain, *rest], worth, stake, pivot, p=p, blame=0.7, spent=spent)[0]
        first = max([(0,), (1,)], key=worths.__getitem__)
        best = (0, 1) if worths[0, 1] > worths[first] else first
        assert found == sum(1 << condition for condition in best)
