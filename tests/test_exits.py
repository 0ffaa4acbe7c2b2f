"""Exits: competing risks against their formulas, precedence, and paired runs."""

from __future__ import annotations

import numpy as np
import pytest

from agents.events import Log
from agents.leader import Leader
from agents.vocabulary import CAUSES, Cause, Happening
from model.exits import crossing, step_exits
from model.polity import Regime
from tests.engines import both

NEVER = 1e9


def office(hazard, threshold=None):
    thresholds = [NEVER] * CAUSES if threshold is None else list(threshold)
    return Leader.new(in_office=True, faction=0, tenure=25.2, hazard=hazard, threshold=thresholds)


def serve(hazard, threshold, weeks=400, coup_week=-1):
    """Week and cause of exit of one leader."""
    leader, regime, log = office(hazard, threshold), Regime.new(), Log.new()
    for week in range(weeks):
        log.week = week
        cause = step_exits(leader, regime, week == coup_week, False, 0.5, log)
        if cause != Cause.NONE:
            return week, cause
    return weeks, Cause.NONE


def test_shares_and_survival_equal_those_of_exponential_competing_risks():
    hazard = np.zeros(CAUSES)
    hazard[[Cause.DEATH, Cause.INCAPACITY, Cause.REMOVAL, Cause.UPRISING]] = 0.04, 0.01, 0.03, 0.02
    total = hazard.sum()
    rng = np.random.default_rng(11)
    runs = 2000
    found = [serve(hazard, rng.standard_exponential(CAUSES)) for _ in range(runs)]
    weeks, causes = np.array(found).T
    for cause in Cause:
        share = hazard[cause] / total
        error = np.sqrt(share * (1.0 - share) / runs)
        assert abs((causes == cause).mean() - share) <= 3.5 * error, cause
    for horizon in (1, 5, 10, 30):
        survival = np.exp(-total * horizon)
        error = np.sqrt(survival * (1.0 - survival) / runs)
        assert abs((weeks >= horizon).mean() - survival) <= 3.5 * error, horizon


def test_paired_runs_differ_only_where_the_hazard_that_was_changed_bites():
    rng = np.random.default_rng(5)
    hazard = np.full(CAUSES, 0.004)
    raised = hazard.copy()
    raised[Cause.REMOVAL] = 0.012
    moved = 0
    for _ in range(400):
        threshold = rng.standard_exponential(CAUSES)
        before, after = serve(hazard, threshold), serve(raised, threshold)
        assert after[0] <= before[0]
        if after[1] != Cause.REMOVAL:
            assert after == before
        else:
            moved += after != before
    assert moved > 50


def test_clocks_do_not_run_in_a_vacancy_nor_after_the_exit():
    leader = office([1.0] * CAUSES, [0.5] * CAUSES)
    leader.in_office = False
    regime, log = Regime.new(), Log.new()
    assert step_exits(leader, regime, True, True, 0.5, log) == Cause.NONE
    assert list(leader.exposure) == [0.0] * CAUSES
    assert (regime.exits, log.count) == (0, 0)


@pytest.mark.parametrize(
    ("fractions", "coup", "handover", "cause"),
    [
        ({}, False, False, Cause.NONE),
        ({}, False, True, Cause.HANDOVER),
        ({}, True, False, Cause.COUP),
        ({}, True, True, Cause.COUP),
        ({Cause.DEATH: 0.9, Cause.REMOVAL: 0.2}, False, False, Cause.REMOVAL),
        ({Cause.DEATH: 0.2, Cause.REMOVAL: 0.9}, False, True, Cause.DEATH),
        ({Cause.DEATH: 0.4}, True, False, Cause.DEATH),
        ({Cause.DEATH: 0.6}, True, False, Cause.COUP),
        ({Cause.DEATH: 0.3, Cause.UPRISING: 0.3}, False, False, Cause.DEATH),
        ({Cause.DEATH: 1.0}, False, True, Cause.DEATH),
        ({Cause.COUP: 0.1, Cause.HANDOVER: 0.1}, False, False, Cause.NONE),
    ],
)
def test_what_comes_first_within_the_week_is_the_exit(fractions, coup, handover, cause):
    hazard, threshold = [0.1] * CAUSES, [NEVER] * CAUSES
    for risk, fraction in fractions.items():
        threshold[risk] = 0.1 * fraction
    leader, regime = office(hazard, threshold), Regime.new(last_exit_week=-1)
    log = Log.new(week=7)
    assert both(step_exits, leader, regime, coup, handover, 0.5, log) == cause
    left = cause != Cause.NONE
    assert leader.in_office is not left
    assert (regime.exits, regime.last_cause) == (int(left), cause)
    assert regime.last_exit_week == (7 if left else -1)
    assert log.count == int(left)
    if left:
        event = log.events[0]
        assert (event.kind, event.detail, event.week, event.value) == (Happening.EXIT, cause, 7, 25.2)


def test_a_hazard_of_a_coup_or_handover_that_others_reckon_with_does_not_fire():
    hazard = [0.0] * CAUSES
    hazard[Cause.COUP] = hazard[Cause.HANDOVER] = 5.0
    assert serve(hazard, [0.01] * CAUSES, weeks=20) == (20, Cause.NONE)


def test_the_crossing_lies_within_the_week():
    assert crossing(0.9, 0.2, 1.0) == pytest.approx(0.5)
    assert crossing(1.0, 0.2, 1.0) == 0.0
    assert crossing(0.9, 0.1, 1.0) == pytest.approx(1.0)
    assert crossing(0.2, 0.2, 1.0) == 2.0
    assert crossing(2.0, 0.0, 1.0) == 2.0


# A week by hand


def a_term(**values) -> Leader:
    """A leader of number 3 with no hazard but those told, by cause."""
    hazard, threshold = [0.0] * CAUSES, [NEVER] * CAUSES
    for cause, (risk, bound) in values.pop("risks", {}).items():
        hazard[cause], threshold[cause] = risk, bound
    usual = {"in_office": True, "faction": 2, "number": 3, "tenure": 25.2}
    return Leader.new(**{**usual, "hazard": hazard, "threshold": threshold, **values})


def left_office(leader, coup=False, handover=False, moment=0.5):
    regime, log = Regime.new(exits=4, last_cause=9, last_exit_week=-1), Log.new(week=7)
    cause = step_exits(leader, regime, coup, handover, moment, log)
    return cause, regime, log


@pytest.mark.parametrize("cause", [Cause.DEATH, Cause.INCAPACITY, Cause.REMOVAL, Cause.UPRISING])
def test_an_exit_by_hazard_is_told_whole(cause):
    leader = a_term(risks={cause: (0.2, 0.1)})
    found, regime, log = left_office(leader)
    assert found == cause
    assert not leader.in_office
    assert (regime.exits, regime.last_cause, regime.last_exit_week) == (5, cause, 7)
    event = log.events[0]
    told = (event.kind, event.actor, event.target, event.scope, event.detail, event.value)
    assert (log.count, told) == (1, (Happening.EXIT, 2, 3, -1, cause, 25.2))
    assert list(leader.exposure) == [0.2 if c == cause else 0.0 for c in Cause]


@pytest.mark.parametrize(
    ("defeated", "risks", "coup", "handover", "cause"),
    [
        (True, {}, False, False, Cause.DEFEAT),
        (False, {}, False, False, Cause.NONE),
        (True, {}, False, True, Cause.HANDOVER),  # both at the end of the week
        (True, {Cause.UPRISING: (0.2, 0.1)}, False, False, Cause.UPRISING),
        (True, {}, True, False, Cause.COUP),
        (False, {Cause.DEFEAT: (0.2, 0.1)}, False, False, Cause.NONE),
        (False, {Cause.NONE: (0.2, 0.1)}, False, False, Cause.NONE),
    ],
)
def test_a_vote_lost_ends_a_term_at_the_end_of_its_week(defeated, risks, coup, handover, cause):
    leader = a_term(defeated=defeated, risks=risks)
    found, regime, _ = left_office(leader, coup, handover)
    assert found == cause
    assert leader.exposure[Cause.NONE] == 0.0
    assert regime.last_cause == (cause if cause != Cause.NONE else 9)


def test_only_clocks_of_hazards_run_and_none_runs_back():
    risks = {cause: (0.01 * cause, NEVER) for cause in Cause}
    risks[Cause.REMOVAL] = (-0.5, NEVER)
    leader = a_term(risks=risks, exposure=[0.3] * CAUSES)
    left_office(leader)
    run = {Cause.DEATH: 0.31, Cause.INCAPACITY: 0.32, Cause.UPRISING: 0.36}
    assert list(leader.exposure) == pytest.approx([run.get(cause, 0.3) for cause in Cause])


@pytest.mark.parametrize(
    ("moment", "risk", "cause"),
    [
        (1.5, {}, Cause.COUP),  # at the end of the week, where it stands before a handover
        (-0.5, {Cause.DEATH: (0.2, 0.0)}, Cause.DEATH),  # at its start, as the death
        (0.2, {Cause.DEATH: (0.2, 0.06)}, Cause.COUP),
        (0.4, {Cause.DEATH: (0.2, 0.06)}, Cause.DEATH),
        (0.2, {Cause.UPRISING: (0.2, 0.02)}, Cause.UPRISING),
    ],
)
def test_a_coup_comes_at_its_moment_within_the_week(moment, risk, cause):
    assert left_office(a_term(risks=risk), True, True, moment)[0] == cause


@pytest.mark.parametrize("threshold", [0.05, 0.1])
def test_a_hazard_that_has_gone_cannot_strike(threshold):
    assert crossing(0.2, -0.05, threshold) == 2.0
