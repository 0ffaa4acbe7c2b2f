"""What belligerents make of war and peace: against the value of war and the gap of theory, in both engines."""

from __future__ import annotations

import dataclasses
import itertools
import math

import numpy as np
import pytest

from agents.appraisal import appraise, average_drift_variance, fighting_on, held_in_war, powell_gap
from agents.states import Prospect, State, package_gain
from agents.valuation import commitment_gap, utility, war_value
from agents.vocabulary import ISSUES
from tests.belligerents import APPRAISAL, LINE, R, U, side, states_of_march
from tests.engines import both


def bare(actor: int, **values) -> tuple:
    """A side with one prize, nothing held and nothing else at stake."""
    state = State.new(belief_mean=60.0, belief_variance=400.0)
    prospect = Prospect.new(burden=1.0, curvature=1.0, **values)
    prospect.at_victory, prospect.at_defeat = (1.0, 0.0) if actor == R else (0.0, 1.0)
    return state, prospect


@pytest.mark.parametrize("actor", [R, U])
def test_without_anything_held_it_is_the_war_value_of_theory(actor):
    p = dataclasses.replace(APPRAISAL, exhaustion=0.0)
    state, prospect = bare(actor)
    appraise(state, prospect, actor, *LINE, p)
    wins = state.victory if actor == R else 1.0 - state.victory
    cost = p.cost_russia if actor == R else p.cost_ukraine
    discount = math.exp(-p.impatience_russia / 52.1775)
    assert state.war_value == pytest.approx(max(0.0, war_value(wins, cost, state.end_hazard, discount)))


def test_gap_is_powells_where_power_shifts():
    p = dataclasses.replace(APPRAISAL, exhaustion=0.0, cost_russia=1e-4, cost_ukraine=1e-4)
    state, prospect = bare(R, drift_shift=-90.0)
    appraise(state, prospect, R, 82.0, 4_000.0, 4_000.0, p)
    later = State.new(belief_mean=-30.0, belief_variance=400.0)
    rival_prospect = Prospect.new(burden=1.0, at_victory=0.0, at_defeat=1.0, at_freeze=1.0)
    appraise(later, rival_prospect, U, 82.0, 4_000.0, 4_000.0, p)
    discount = math.exp(-p.impatience_russia / 52.1775)
    expected = commitment_gap(state.war_value, later.war_value, discount, p.lock_in)
    assert state.commitment_gap == pytest.approx(expected)
    assert state.commitment_gap > 0.0
    assert state.power_shift > 0.0


@pytest.mark.parametrize("actor", [R, U])
def test_the_gap_of_each_side_is_against_what_its_rival_can_hold_out_for(actor):
    """The same pie seen from the other side: what one does not hold the other does, and each bears its own cost."""
    p = dataclasses.replace(APPRAISAL, cost_russia=0.002, cost_ukraine=0.004)
    best, worst, now, hazard, discount = 0.9, 0.1, 0.7, 0.05, 0.99
    prospect, rival = (
        Prospect.new(at_line=0.3),
        Prospect.new(at_line=0.75),
    )  # the rival's in shares of the pie
    prospect.at_victory, prospect.at_defeat = (best, worst) if actor == R else (worst, best)
    rival.at_victory, rival.at_defeat = (0.0, 1.0) if actor == R else (1.0, 0.0)
    cost = p.cost_ukraine if actor == R else p.cost_russia
    later = (0.3, hazard) if actor == R else (0.7, hazard)
    theirs = fighting_on(rival, later, cost, discount)
    expected = 0.8 * commitment_gap((now - worst) / 0.8, theirs, discount, p.lock_in)
    assert powell_gap(prospect, actor, now, later, discount, p) == pytest.approx(expected)
    assert 0.0 < expected < 0.8


def test_average_of_a_walking_drift_has_the_variance_of_an_integrated_walk():
    """Simulated: mean of a walk of T weeks, T the inverse of the rate at which the war ends."""
    p = dataclasses.replace(APPRAISAL, exhaustion=0.0)
    weeks, walk = 200, 4.0
    found = average_drift_variance(50.0, 9.0, walk, 50.0 * weeks, 1.0, p)
    steps = np.random.default_rng(2).normal(0.0, walk, (4000, weeks)).cumsum(axis=1).mean(axis=1)
    assert found == pytest.approx(9.0 + walk * walk * weeks / 3.0)
    assert np.var(steps) == pytest.approx(found - 9.0, rel=0.1)
    assert both(average_drift_variance, -50.0, 9.0, 0.0, 1.0, 10.0, p) == 9.0
    assert average_drift_variance(0.0, 9.0, walk, 50.0, 10.0, p) == 9.0  # a war that nothing ends


def test_status_quo_is_the_origin_of_fighting():
    """A war whose expected end is what is held anyway costs its cost alone."""
    prospect = Prospect.new(at_victory=1.0, at_defeat=0.0, at_line=0.6)
    hazard, cost, discount = 0.01, 0.001, 0.998
    lost = cost / (1.0 - discount * (1.0 - hazard))
    assert fighting_on(prospect, (0.6, hazard), cost, discount) == pytest.approx(0.6 - lost)


def test_one_who_fights_can_give_in():
    prospect = Prospect.new(at_victory=0.1, at_defeat=0.9, at_line=0.5)
    assert fighting_on(prospect, (1.0, 0.01), 1.0, 0.998) == 0.1


def test_a_week_of_fighting_is_worth_what_its_delay_costs():
    state, prospect = side(R)
    discount = math.exp(-APPRAISAL.impatience_russia / 52.1775)
    delayed = (1.0 - discount) * prospect.at_line + discount * state.war_value
    assert state.momentum == pytest.approx(state.war_value - delayed)


@pytest.mark.parametrize(("actor", "sign"), [(R, 1.0), (U, -1.0)])
def test_the_front_moves_the_value_of_war_each_way(actor, sign):
    values = [side(actor, advance)[0].war_value for advance in (20.0, 50.0, 83.0, 120.0)]
    assert all(sign * (b - a) > 0.0 for a, b in itertools.pairwise(values))
    state, _ = side(actor)
    assert sign * state.drift_value > 0.0
    assert sign * state.line_value > 0.0


def test_war_denies_ukraine_what_peace_would_open():
    for actor, sign in ((R, 1.0), (U, -1.0)):
        state, prospect = side(actor)
        open_ = held_in_war(state, prospect, dataclasses.replace(APPRAISAL, denial=0.0))
        denied = held_in_war(state, prospect, dataclasses.replace(APPRAISAL, denial=1.0))
        assert open_ == pytest.approx(prospect.at_freeze)
        assert sign * (denied - open_) > 0.0


def test_burden_of_war_lowers_its_value():
    light, heavy = (dataclasses.replace(APPRAISAL, cost_russia=c) for c in (0.0002, 0.0008))
    assert side(R, p=heavy)[0].war_value < side(R, p=light)[0].war_value


def test_mutual_optimism_is_in_the_beliefs():
    assert side(R)[0].victory > side(U)[0].victory


def test_package_gain_is_the_difference_of_utilities():
    state = states_of_march()[R]
    before, after = [0.3] * ISSUES, [0.3] * ISSUES
    after[2] = 0.8
    expected = utility(state, after, 0.6) - utility(state, before, 0.6)
    assert package_gain(state, 2, 0.3, 0.8, 0.6) == pytest.approx(expected)


def test_both_engines_agree():
    rng = np.random.default_rng(7)
    for actor in (R, U):
        for _ in range(6):
            state, prospect = side(actor, float(rng.normal(60.0, 50.0)))
            prospect.drift_shift = float(rng.normal(0.0, 20.0))
            prospect.burden = float(2.0 * rng.random())
            both(appraise, state, prospect, actor, *LINE, APPRAISAL)
