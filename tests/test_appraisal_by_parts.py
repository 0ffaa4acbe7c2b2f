"""Each entry of an appraisal, against the war value of theory on the line and the drift that it supposes."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.appraisal import AppraisalParameters, appraise, discount_of, gap_after, powell_gap
from agents.arithmetic import WEEKS_A_YEAR
from agents.states import Prospect, State
from agents.valuation import believed_victory, commitment_gap, war_value
from tests.belligerents import R, U

P = AppraisalParameters(
    cost_russia=0.00002,
    cost_ukraine=0.00003,
    impatience_russia=0.01 * WEEKS_A_YEAR,
    impatience_ukraine=0.004 * WEEKS_A_YEAR,
    exhaustion=0.0,
    lock_in=20.0,
)
"""Nobody is exhausted: a war ends on an objective alone. A week counts e^-0.01 of the last to Russia."""
SD, UP, DOWN, RIVER = 80.0, 9_000.0, 12_000.0, 4_000.0
MEAN, VARIANCE = 10.0, 900.0
COST = {R: 0.00002, U: 0.00003}
DISCOUNT = {R: math.exp(-0.01), U: math.exp(-0.004)}
BURDEN = 1.6


def appraised(actor, p=P, mean=MEAN, up=UP, down=DOWN, toll=0.0, **prospect):
    """A belligerent with one prize, of which nothing is held, under a heavier burden than that of March 2025."""
    state = State.new(belief_mean=mean, belief_variance=VARIANCE)
    seen = Prospect.new(burden=BURDEN, **prospect)
    seen.at_victory, seen.at_defeat = (1.0, 0.0) if actor == R else (0.0, 1.0)
    appraise(state, seen, actor, SD, up, down, p, 0.0, RIVER, toll)
    return state, seen


def worth(actor, ends, hazard=None, held=0.0):
    """What theory says of a war that ends as believed, and of what is held in every week until then."""
    hazard = ends[1] if hazard is None else hazard
    wins = ends[0] if actor == R else 1.0 - ends[0]
    value = war_value(wins, COST[actor] * BURDEN, hazard, DISCOUNT[actor])
    weeks = (1.0 - hazard) / (1.0 - DISCOUNT[actor] * (1.0 - hazard))
    return max(value + held * (1.0 - DISCOUNT[actor]) * weeks, 0.0)


def believed(mean=MEAN, up=UP, down=DOWN, toll=0.0):
    return believed_victory(mean, VARIANCE, SD, up, down, RIVER, toll)


SIDES = pytest.mark.parametrize("actor", [R, U])


@pytest.mark.parametrize(("actor", "week"), [(R, 0.01), (U, 0.004)])
def test_each_side_discounts_by_its_own_impatience(actor, week):
    assert discount_of(actor, P) == pytest.approx(math.exp(-week))


@SIDES
def test_war_is_worth_its_believed_end_less_its_cost_under_the_burden_of_the_week(actor):
    state, seen = appraised(actor)
    assert (state.victory, state.end_hazard) == pytest.approx(believed())
    assert state.war_value == pytest.approx(worth(actor, believed()), rel=1e-9)
    assert state.war_value > 0.0
    assert state.momentum == pytest.approx((1.0 - DISCOUNT[actor]) * state.war_value)
    assert (seen.lock_in, seen.at_line) == (20.0, 0.0)


@SIDES
@pytest.mark.parametrize(("up", "step"), [(9_000.0, 100.0), (150.0, 75.0)])
def test_on_open_ground_the_line_is_worth_a_sooner_end_in_proportion_to_the_distance(actor, up, step):
    """A hundred square kilometres nearer, or half of what is left where that is less."""
    state, _ = appraised(actor, up=up)
    ends = believed(up=up)
    gain = worth(actor, ends, ends[1] * up / (up - step)) - worth(actor, ends)
    assert state.line_value == pytest.approx(gain / step, rel=1e-6)
    assert state.line_value != 0.0


@SIDES
@pytest.mark.parametrize("toll", [0.5, 30.0])
def test_before_a_river_the_line_is_worth_the_hazard_from_further_up(actor, toll):
    state, _ = appraised(actor, toll=toll)
    ends, nearer = believed(toll=toll), believed(up=UP - 100.0, down=DOWN + 100.0, toll=toll)
    gain = worth(actor, ends, nearer[1]) - worth(actor, ends)
    assert state.line_value == pytest.approx(gain / 100.0, rel=1e-6)


def test_at_its_objective_a_line_has_nothing_further_up():
    state, _ = appraised(R, up=0.0, down=21_000.0)
    assert state.line_value == 0.0


@SIDES
@pytest.mark.parametrize("foresight", [1.0, 0.5])
def test_a_frozen_line_is_worth_less_by_the_shift_of_power_to_come(actor, foresight):
    p = dataclasses.replace(P, foresight=foresight)
    state, _ = appraised(actor, p, drift_shift=-40.0, at_freeze=0.3)
    later = believed(MEAN - 40.0 * foresight)
    shifted = worth(actor, believed(), held=0.3) - worth(actor, later, held=0.3)
    assert state.power_shift == pytest.approx(shifted, rel=1e-6)
    assert state.frozen_value == pytest.approx(0.3 - DISCOUNT[actor] ** 20 * shifted)


@SIDES
@pytest.mark.parametrize(
    ("shift", "step"), [(-20.0, -20.0), (20.0, 20.0), (-5.0, -5.0), (-2.0, 5.0), (0.0, 5.0)]
)
def test_a_faster_advance_is_worth_the_slope_over_the_shift_or_over_the_least_step(actor, shift, step):
    state, _ = appraised(actor, drift_shift=shift)
    slope = (worth(actor, believed(MEAN + step)) - worth(actor, believed())) / step
    assert state.drift_value == pytest.approx(slope, rel=1e-6)
    assert slope * (1.0 if actor == R else -1.0) > 0.0


@SIDES
@pytest.mark.parametrize("foresight", [1.0, 0.5])
@pytest.mark.parametrize("shift", [-40.0, 30.0])
def test_the_gap_after_another_shift_is_the_gap_of_who_expects_that_shift(actor, foresight, shift):
    p = dataclasses.replace(P, foresight=foresight, exhaustion=0.1)
    state, seen = appraised(actor, p, toll=10.0)
    asked = gap_after(state, seen, actor, shift, SD, UP, DOWN, p, 0.0, RIVER, 10.0)
    expecting, _ = appraised(actor, p, toll=10.0, drift_shift=shift)
    assert asked == pytest.approx(expecting.commitment_gap, rel=1e-9)
    assert asked != pytest.approx(state.commitment_gap, rel=1e-3)


# Powell's gap


def test_where_all_ends_are_alike_there_is_nothing_to_be_promised():
    prospect = Prospect.new(at_victory=0.4, at_defeat=0.4, at_line=0.4)
    assert powell_gap(prospect, R, 0.4, (0.5, 0.1), 0.99, P) == 0.0


@pytest.mark.parametrize(("line", "held"), [(0.7, 1.0), (0.5, 1.0), (0.3, 0.5), (0.1, 0.0), (-0.3, 0.0)])
def test_who_holds_all_or_more_leaves_his_rival_nothing_to_begin_with(line, held):
    """A pie from 0.1 to 0.5 that Ukraine may win by half, at a hazard of 0.1; its weekly cost is 0.00003."""
    prospect = Prospect.new(at_victory=0.5, at_defeat=0.1, at_line=line)
    lost = 1.0 - 0.99 * 0.9
    rival = max(0.0, (1.0 - held) + (0.1 * (0.5 - (1.0 - held)) - 0.00003) / lost)
    expected = 0.4 * commitment_gap(0.75, rival, 0.99, 20.0)
    assert powell_gap(prospect, R, 0.4, (0.5, 0.1), 0.99, P) == pytest.approx(expected)
