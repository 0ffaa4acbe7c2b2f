"""Hold the dates that the mediator sets to their limits: who sets one, who believes it, who keeps it."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from agents.deadlines import (
    Deadline,
    DeadlineParameters,
    believed,
    chance_to_act,
    credence,
    expected_cost,
    keep_date,
    open_word,
    set_date,
    threatened,
    under_threat,
    worth_of_date,
)
from agents.vocabulary import Actor, Happening
from model.dilemma import DilemmaModel
from model.diplomacy import inform
from tests.engines import both
from tests.ranges import anywhere
from tests.table import CONDITION, MEDIATOR, table

P = DeadlineParameters()
RUSSIA, UKRAINE = 1.0, -1.0


def a_date(weeks=7.0, side=RUSSIA, parameters=P):
    deadline = Deadline.new()
    open_word(deadline, parameters)
    set_date(deadline, side, weeks)
    return deadline


def test_without_a_measure_or_a_word_no_date_is_worth_setting():
    for chance in (0.01, 0.2, 0.9):
        assert worth_of_date(chance, 0.0, 1.0, 0.0, P) <= 0.0
    bluffer = Deadline.new(kept=0.0, dropped=3.0)
    assert believed(bluffer) == 0.0


def test_one_to_whom_measures_cost_nothing_keeps_every_date_and_sets_it():
    free = dataclasses.replace(P, cost=0.0)
    assert chance_to_act(0.5, 0.3, free) == 1.0
    assert expected_cost(0.5, 0.3, free) < 1e-5
    assert worth_of_date(0.1, 0.004, 0.5, 0.0, free) > 0.0


def test_a_word_that_is_worth_nothing_is_never_kept():
    assert chance_to_act(1.0, 0.0, dataclasses.replace(P, word=0.0)) == 0.0
    assert chance_to_act(0.0, 0.0, P) == 0.0


def test_the_chance_to_act_is_that_of_a_cost_below_the_word():
    rng = np.random.default_rng(1)
    cost = rng.exponential(P.cost * 1.2, 200_000)
    worth = P.word * 0.7
    assert chance_to_act(0.7, 0.2, P) == pytest.approx((cost < worth).mean(), abs=0.005)
    assert expected_cost(0.7, 0.2, P) == pytest.approx(np.minimum(cost, worth).mean(), abs=0.005)


def test_the_favoured_are_spared_and_a_tired_mediator_acts_less():
    assert chance_to_act(0.8, 0.3, P) < chance_to_act(0.8, 0.0, P) < chance_to_act(0.8, -0.3, P)
    assert chance_to_act(0.4, 0.0, P) < chance_to_act(0.8, 0.0, P)


def test_a_threat_moves_the_chance_by_its_log_odds():
    assert under_threat(0.5, 0.0, P) == pytest.approx(0.5)
    assert under_threat(0.2, 3.0 * P.doubt, P) == pytest.approx(0.25 * np.e**3 / (1.0 + 0.25 * np.e**3))
    assert 0.0 < under_threat(0.0, 0.0, P) < 1e-5


def test_whoever_was_sure_to_accept_stays_within_a_millionth_of_it():
    assert under_threat(1.0, 0.0, P) == pytest.approx(1.0 - 1e-6, abs=1e-9)


def test_a_date_is_worth_the_acceptance_it_moves_less_the_measure_where_it_does_not():
    """Three doubts take a chance of 0.2 to 0.834; a word that is worth any measure costs the measure each time."""
    sure = dataclasses.replace(P, cost=1.0, word=1e3)
    worth = worth_of_date(0.2, 3.0 * P.doubt, 0.5, 0.0, sure)
    assert worth == pytest.approx(0.5 * (0.83393 - 0.2) - 0.16607, abs=1e-5)
    assert worth_of_date(0.5, 0.0, 0.5, 0.0, sure) == pytest.approx(-0.5)


def test_a_date_ends_with_the_administration_that_set_it():
    deadline = a_date()
    deadline.kept, deadline.dropped = 5.0, 7.0
    open_word(deadline, P)
    assert (deadline.running, deadline.kept, deadline.dropped) == (False, P.kept, P.dropped)


def test_the_threat_is_felt_as_the_date_nears_by_whom_it_is_set():
    felt = [threatened(a_date(weeks), RUSSIA, P) for weeks in (7.0, 3.0, 1.0, 0.0)]
    assert felt == sorted(felt)
    assert felt[-1] == pytest.approx(0.5 * P.measure)
    assert felt[0] == pytest.approx(felt[-1] * (1.0 - P.repeated) ** 7)
    assert threatened(a_date(), UKRAINE, P) == 0.0
    patient = dataclasses.replace(P, repeated=0.0)
    assert threatened(a_date(7.0), RUSSIA, patient) == threatened(a_date(0.0), RUSSIA, patient)


def test_the_threat_is_the_measure_as_believed_if_nobody_asks_again():
    """Kept three dates of four, twice the credit of acceptance, two weeks in which nobody asks: 0.75 x 2 x 0.8 x 0.8."""
    deadline = a_date(2.0, UKRAINE)
    deadline.kept, deadline.dropped = 3.0, 1.0
    p = dataclasses.replace(P, measure=2.0, repeated=0.2)
    assert threatened(deadline, UKRAINE, p) == pytest.approx(0.96)


def test_a_date_is_met_dropped_kept_or_let_pass_once():
    for met, dropped, uniform, result, kept, gone in (
        (True, False, 0.1, -1, 1.0, 1.0),
        (False, True, 0.1, 0, 1.0, 2.0),
        (False, False, 0.1, 1, 2.0, 1.0),
        (False, False, 0.9, 0, 1.0, 2.0),
    ):
        deadline = a_date(1.0)
        assert both(keep_date, deadline, met, dropped, 0.5, uniform) == result
        assert (deadline.running, deadline.kept, deadline.dropped) == (False, kept, gone)
        assert keep_date(deadline, met, dropped, 0.5, uniform) == -1
    waiting = a_date(2.0)
    assert keep_date(waiting, False, False, 1.0, 0.0) == -1
    assert waiting.running


@pytest.mark.parametrize(
    ("act", "uniform", "kept"), [(0.0, 0.0, 0), (0.5, 0.5, 0), (0.5, 0.499, 1), (1.0, 0.999, 1)]
)
def test_a_date_is_kept_on_draws_below_the_chance_to_act(act, uniform, kept):
    assert keep_date(a_date(1.0), False, False, act, uniform) == kept


def test_a_word_broken_is_believed_less():
    deadline = a_date(1.0)
    before = believed(deadline)
    assert credence(deadline, P) == 1.0
    keep_date(deadline, False, False, 0.0, 0.5)
    assert believed(deadline) < before
    assert credence(deadline, P) == pytest.approx(believed(deadline) / before)


def test_pressure_counts_as_far_as_the_word_behind_it_is_believed():
    found = []
    for word in (1.0, 0.5, 0.0):
        made = table()
        made.diplomacy.pressure = 0.8
        inform(
            made.prospects, made.diplomacy, made.states, made.regime, made.truces, MEDIATOR, CONDITION, word
        )
        found.append(made.prospects[Actor.RUSSIA].blame)
    assert found[0] > found[1] > found[2] == MEDIATOR.blame


@pytest.mark.parametrize("seed", range(6))
def test_both_engines_agree_anywhere_in_the_ranges(seed):
    rng = np.random.default_rng(seed)
    parameters = anywhere(DeadlineParameters, rng)
    deadline = a_date(float(rng.integers(0, 8)), parameters=parameters)
    chance, threat, patience, favour = (
        rng.random(),
        0.02 * rng.random(),
        rng.random(),
        2.0 * rng.random() - 1.0,
    )
    worth = both(worth_of_date, chance, threat, patience, favour, parameters)
    assert -1.0 - parameters.cost * 2.0 <= worth <= 1.0
    assert 0.0 <= both(threatened, deadline, RUSSIA, parameters) <= parameters.measure


def test_in_a_history_dates_are_set_to_who_refused_and_come_to_an_end():
    model = DilemmaModel(rng=3, horizon="2028-12-31", **{"deadline.cost": 0.02, "mediator.switch_rate": 0.0})
    model.run()
    log = model.ledger.log
    events = [log.events[i] for i in range(log.count)]
    dates = [e for e in events if e.kind in (Happening.DEADLINE_SET, Happening.DEADLINE_PASSES)]
    assert any(e.kind == Happening.DEADLINE_SET and e.target == Actor.RUSSIA for e in dates)
    assert any(e.kind == Happening.DEADLINE_PASSES and e.value == 1.0 for e in dates)
    for one, next_ in itertools.pairwise(dates):
        if one.kind == Happening.DEADLINE_SET:
            assert next_.week - one.week <= 7 or next_.kind == Happening.DEADLINE_SET
