"""What binds, rule by rule: bonds lifted and laid anew each week, several truces at once, texts amended."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.states import State
from agents.vocabulary import ISSUES, Condition, Issue, Scope
from model.bargaining import Diplomacy
from model.links import HALF
from model.terms import (
    NO_LIMIT,
    TermParameters,
    Terms,
    amend,
    army_allowed,
    bind,
    first_half,
    free,
    lift_european,
    recognise,
    second_half,
    snap_back,
)
from model.truce import Truce
from tests.arenas import bits

P = dataclasses.replace(TermParameters(), middle=0.4, theatre=0.5, limits_kept=0.75, relief_time=2.0)
"""A middle off the centre tells the halves of a scale apart."""
YEAR = 365.25


# Scales.


@pytest.mark.parametrize("position", [0.1, 0.2, 0.39, 0.4, 0.41, 0.7, 1.0])
def test_the_cap_is_linear_between_the_three_armies_of_its_scale(position):
    armies = (P.army_unlimited, P.army_half, P.army_least)
    expected = float(np.interp(position, (0.0, 0.4, 1.0), armies))
    assert army_allowed(position, P) == pytest.approx(0.5 * expected)


@pytest.mark.parametrize("position", [0.0, -0.5])
def test_no_cap_is_no_limit(position):
    assert army_allowed(position, P) == NO_LIMIT


@pytest.mark.parametrize(
    ("position", "first", "second"),
    [
        (-0.2, 0.0, 0.0),
        (0.0, 0.0, 0.0),
        (0.1, 0.25, 0.0),
        (0.4, 1.0, 0.0),
        (0.7, 1.0, 0.5),
        (1.0, 1.0, 1.0),
        (1.3, 1.0, 1.0),
    ],
)
def test_the_united_states_give_way_on_the_lower_half_of_a_scale_and_europe_on_the_upper(
    position, first, second
):
    assert (first_half(position, P), second_half(position, P)) == (
        pytest.approx(first),
        pytest.approx(second),
    )


# Bonds.


def test_bonds_that_are_lifted_leave_nothing_behind():
    terms = Terms.new(
        aid_europe=0.3, army=5.0, mobilisation=0.3, troops=0.3, guarantee=0.3, relief_europe=0.3
    )
    table = Diplomacy.new(aid_barred=0.3, relief_agreed=0.3, conceded=[0.3] * ISSUES)
    free(terms, table)
    assert (terms.aid_europe, terms.army, terms.mobilisation, terms.troops) == (1.0, NO_LIMIT, 1.0, 1.0)
    assert (terms.guarantee, terms.relief_europe, table.aid_barred, table.relief_agreed) == (0.0,) * 4
    assert list(table.conceded) == [0.0] * ISSUES


def bound(truces: dict[Scope, int], package=None, days=0.0, **table):
    """What truces in force bind by their conditions, and a settlement that has held for so many days by its text."""
    terms, made = Terms.new(), Diplomacy.new(**table)
    for issue, position in (package or {}).items():
        terms.package[issue] = position
    rungs = [Truce.new(active=scope in truces, conditions=truces.get(scope, 511)) for scope in Scope]
    rungs[Scope.FINAL].days_held = days
    bind(terms, made, rungs, 0.125, P)
    return terms, made


def test_each_of_several_truces_binds_by_its_own_conditions():
    terms, table = bound(
        {Scope.HUMAN: bits(Condition.AID_STOP), Scope.SHORT: 0, Scope.SECTOR: bits(Condition.ROOT_CAUSES)}
    )
    assert (terms.aid_europe, table.aid_barred, terms.mobilisation, table.relief_agreed) == (
        0.0,
        1.0,
        1.0,
        0.0,
    )
    conceded = [issue for issue in Issue if table.conceded[issue] != 0.0]
    assert conceded == [Issue.NATO_BAR, Issue.LEADERSHIP]
    assert [table.conceded[issue] for issue in conceded] == [1.0, 1.0]


@pytest.mark.parametrize("condition", list(Condition))
@pytest.mark.parametrize("given", [Scope.HUMAN, Scope.SHORT, Scope.GENERAL])
def test_a_guarantee_goes_on_while_one_truce_has_it(condition, given):
    others = bits(Condition.KURSK)
    truces = {Scope.HUMAN: others, Scope.SHORT: others, Scope.GENERAL: others} | {given: bits(condition)}
    guarantees = condition in (Condition.US_GUARANTEE, Condition.SECURITY_GUARANTEE)
    assert bound(truces, us_guarantee=0.75)[1].us_guarantee == (0.75 if guarantees else 0.0)
    truces[given] |= others
    assert bound(truces, us_guarantee=0.75)[1].us_guarantee == (0.75 if guarantees else 0.0)


@pytest.mark.parametrize("condition", list(Condition))
def test_a_condition_of_a_truce_binds_in_its_own_matter_and_in_no_other(condition):
    """Limits and relief by their parameters, recognition up to the middle; a text that is not in force binds nothing."""
    terms, table = bound({Scope.GENERAL: bits(condition)}, dict.fromkeys(Issue, 0.7), YEAR)
    stop, root = condition == Condition.AID_STOP, condition == Condition.ROOT_CAUSES
    assert (terms.aid_europe, table.aid_barred) == ((0.0, 1.0) if stop else (1.0, 0.0))
    assert terms.mobilisation == (0.25 if condition == Condition.NO_MOBILISATION else 1.0)
    assert table.relief_agreed == (0.125 if condition == Condition.SANCTIONS_RELIEF else 0.0)
    assert table.conceded[Issue.RECOGNITION] == (0.4 if condition == Condition.RECOGNITION_OF_GAINS else 0.0)
    assert (table.conceded[Issue.NATO_BAR], table.conceded[Issue.LEADERSHIP]) == (
        (1.0, 1.0) if root else (0.0, 0.0)
    )
    assert (terms.army, terms.troops, terms.guarantee, terms.relief_europe) == (NO_LIMIT, 1.0, 0.0, 0.0)


@pytest.mark.parametrize(
    ("package", "aid_europe", "barred", "relief", "recognised"),
    [
        ({}, 0.0, 1.0, 0.125, 0.4),
        (
            {Issue.FOREIGN_AID: 0.2, Issue.SANCTIONS_RELIEF: 0.04, Issue.RECOGNITION: 0.2},
            0.0,
            1.0,
            0.125,
            0.4,
        ),
        ({Issue.FOREIGN_AID: 1.0, Issue.SANCTIONS_RELIEF: 0.2, Issue.RECOGNITION: 0.9}, 0.0, 1.0, 0.25, 0.4),
    ],
)
def test_of_a_condition_and_a_text_what_binds_more_counts(package, aid_europe, barred, relief, recognised):
    """A settlement half of the way through the time in which relief comes."""
    conditions = bits(Condition.AID_STOP, Condition.SANCTIONS_RELIEF, Condition.RECOGNITION_OF_GAINS)
    terms, table = bound({Scope.FINAL: conditions}, package, YEAR)
    assert (terms.aid_europe, table.aid_barred) == (aid_europe, barred)
    assert table.relief_agreed == pytest.approx(relief)
    assert table.conceded[Issue.RECOGNITION] == recognised


@pytest.mark.parametrize(("days", "phase"), [(0.0, 0.0), (YEAR, 0.5), (2.0 * YEAR, 1.0), (9.0 * YEAR, 1.0)])
def test_a_settlement_binds_by_its_text_and_its_relief_by_the_time_it_has_held(days, phase):
    text = {
        Issue.ARMY_CAP: 0.4,
        Issue.FOREIGN_AID: 0.7,
        Issue.FOREIGN_TROOPS: 0.28,
        Issue.GUARANTEE: 0.3,
        Issue.SANCTIONS_RELIEF: 0.7,
        Issue.RECOGNITION: 0.3,
    }
    terms, table = bound({Scope.FINAL: 0}, text, days)
    assert terms.army == pytest.approx(0.5 * P.army_half)
    assert (terms.aid_europe, table.aid_barred) == (pytest.approx(0.5), 1.0)
    assert terms.troops == pytest.approx(0.5)  # 0.28 is 0.7 of the lower half, half way beyond the middle
    assert terms.guarantee == pytest.approx(0.7)
    assert terms.relief_europe == pytest.approx(0.5 * phase)
    assert table.relief_agreed == pytest.approx(phase)
    assert table.conceded[Issue.RECOGNITION] == pytest.approx(0.3)


# Texts.


@pytest.mark.parametrize(
    ("condition", "written", "beside"),
    [
        (Condition.AID_STOP, {Issue.FOREIGN_AID: 1.0}, False),
        (Condition.MONITORING, {}, True),
        (Condition.KURSK, {}, False),
        (Condition.RECOGNITION_OF_GAINS, {Issue.RECOGNITION: 1.0}, False),
        (Condition.US_GUARANTEE, {}, True),
        (
            Condition.ROOT_CAUSES,
            {Issue.NATO_BAR: 1.0, Issue.LEADERSHIP: 1.0, Issue.GUARANTEE: 1.0 - HALF},
            False,
        ),
        (Condition.NO_MOBILISATION, {Issue.ARMY_CAP: 1.0}, False),
        (
            Condition.SANCTIONS_RELIEF,
            {Issue.SANCTIONS_RELIEF: 1.0, Issue.FROZEN_ASSETS: 1.0 - HALF},
            False,
        ),
        (Condition.SECURITY_GUARANTEE, {Issue.GUARANTEE: 0.0}, False),
    ],
)
def test_each_condition_is_written_into_a_text_as_its_issue_and_what_follows_from_it(
    condition, written, beside
):
    """All other positions at 0.25 stay; what a text cannot hold is given back."""
    package = [0.25] * ISSUES
    assert amend(package, bits(condition)) == (bits(condition) if beside else 0)
    assert {Issue(i): x for i, x in enumerate(package) if x != 0.25} == pytest.approx(written)


# The mediator's draft.


@pytest.mark.parametrize(("own", "draft"), [(0.25, 0.5), (0.75, 0.75)])
def test_the_mediator_drafts_by_recognition_in_force_unless_it_goes_farther_and_keeps_its_view(own, draft):
    terms, table, mediator = Terms.new(own_view=0.9), Diplomacy.new(), State.new(ideal=[own] * ISSUES)
    recognise(terms, table, mediator)
    assert (terms.recognised, terms.own_view, list(mediator.ideal)) == (False, 0.9, [own] * ISSUES)
    table.conceded[Issue.RECOGNITION] = 0.5
    for _ in range(2):
        recognise(terms, table, mediator)
        assert (terms.recognised, terms.own_view, mediator.ideal[Issue.RECOGNITION]) == (True, own, draft)
    table.conceded[Issue.RECOGNITION] = 0.0
    recognise(terms, table, mediator)
    assert (terms.recognised, list(mediator.ideal)) == (False, [own] * ISSUES)


# Relief.


@pytest.mark.parametrize(
    ("relieved", "agreed", "relief", "after"),
    [
        (True, 0.0, 0.5, 0.25),
        (True, 0.0, 0.125, 0.125),
        (True, 0.5, 0.5, 0.5),
        (False, 0.0, 0.5, 0.5),
        (False, 0.5, 0.5, 0.5),
    ],
)
def test_relief_that_was_tied_and_no_longer_is_falls_to_what_is_warranted(relieved, agreed, relief, after):
    terms, table = Terms.new(relieved=relieved), Diplomacy.new(relief_agreed=agreed, sanctions_relief=relief)
    snap_back(terms, table, 0.25)
    assert table.sanctions_relief == after
    assert terms.relieved is (agreed > 0.0)


@pytest.mark.parametrize(
    ("agreed", "pressed", "lifted", "after"),
    [
        (0.5, 0.0, 0.0, 0.1),  # half of 0.8 in four steps
        (0.0, 0.5, 0.0, 0.1),
        (0.5, 0.25, 0.0, 0.1),
        (0.25, 0.5, 0.0, 0.1),
        (0.5, 0.0, 0.2, 0.075),  # half of what there was, 1.0, is 0.3 away
        (0.0, 0.0, 0.2, -0.05),
    ],
)
def test_european_sanctions_go_a_quarter_of_the_way_to_the_share_that_is_lifted(
    agreed, pressed, lifted, after
):
    terms = Terms.new(relief_europe=agreed, lifted_europe=lifted)
    assert lift_european(terms, 0.8, pressed, 0.25) == pytest.approx(0.8 - after)
    assert terms.lifted_europe == pytest.approx(lifted + after)


def test_european_sanctions_that_are_put_back_are_the_utmost_at_most():
    assert lift_european(Terms.new(lifted_europe=0.5), 0.9, 0.0, 1.0) == 1.0
