"""Supporters of the belligerents: resolve against its half-life, the tables of states against the rule, and vetoes."""

from __future__ import annotations

import dataclasses
import math

import pytest
from scipy.stats import norm

from agents.states import State
from agents.supporters import (
    SupporterParameters,
    build_means,
    chance_of_loss,
    change_disposition,
    give_aid,
    move_resolve,
    resolve_at_rest,
    weigh_aid,
)
from agents.vocabulary import FIRST_EUROPEAN, ISSUES, STATES, Actor
from tests.table import table

US, EU = int(Actor.UNITED_STATES), int(Actor.EUROPEAN_UNION)
SUPPORT = SupporterParameters()


def test_a_veto_blocks_common_aid_alone():
    made = table()
    give_aid(made.states, 0.6, SUPPORT)
    hostile = [made.states[a].aid for a in Actor]
    made.states[Actor.HUNGARY].resolve = 1.0
    give_aid(made.states, 0.6, SUPPORT)
    friendly = [made.states[a].aid for a in Actor]
    assert hostile[EU] < friendly[EU]
    assert hostile[Actor.GERMANY] == friendly[Actor.GERMANY]
    assert friendly[US] == pytest.approx(0.6 * made.states[US].capability)
    change_disposition(made.states[Actor.HUNGARY], 2.0, SUPPORT)
    assert made.states[Actor.HUNGARY].affinity_ukraine == pytest.approx(-0.4 + 2.0 * SUPPORT.turnover)


# By numbers worked by hand, and against the normal distribution.


@pytest.mark.parametrize("mean", [-20.0, 0.0, 90.0, 150.0])
@pytest.mark.parametrize(
    ("variance", "noise", "wandering"), [(400.0, 0.0, 0.0), (0.0, 300.0, 0.0), (225.0, 80.0, 4.0)]
)
def test_the_chance_of_loss_is_that_of_a_line_that_drifts_wanders_and_is_noisy(
    mean, variance, noise, wandering
):
    """After 100 weeks: variances of a drift not known, of one that wanders (a third of time cubed) and of noise."""
    spread = math.sqrt(1e4 * variance + wandering**2 * 1e6 / 3.0 + 100.0 * noise**2)
    line = norm(loc=100.0 * mean, scale=spread)
    chance, slope = chance_of_loss(mean, variance, 9000.0, noise, wandering, 100.0)
    assert chance == pytest.approx(line.sf(9000.0))
    assert slope == pytest.approx(100.0 * line.pdf(9000.0))


@pytest.mark.parametrize(("left", "chance"), [(499.0, 1.0), (500.0, 0.5), (501.0, 0.0)])
def test_without_any_uncertainty_the_objective_is_taken_or_not(left, chance):
    assert chance_of_loss(5.0, 0.0, left, 0.0, 0.0, 100.0) == (chance, 0.0)


def what_aid_is_worth(means: float, given: float, at_front: float, concert: float = 0.5) -> float:
    p = dataclasses.replace(SUPPORT, concert=concert, horizon=100.0)
    state = State.new(belief_mean=80.0, means=means, ideal=[0.0] * ISSUES, salience=[1.0 / ISSUES] * ISSUES)
    victory, frozen = [1.0] * ISSUES, [0.5] * ISSUES
    weigh_aid(state, victory, frozen, 1.0, 50.0, 0.25, given, at_front, 8000.0, 100.0, 0.0, p)
    return state.motive


@pytest.mark.parametrize(("means", "own"), [(20.0, 0.25), (80.0, 1.0), (100.0, 1.0)])
def test_an_ally_counts_its_own_part_of_the_aid_and_in_concert_a_share_of_the_others(means, own):
    """0.75 at stake, the slope of an even chance, a drift of 50 for each log of materiel, 0.75 of it from abroad."""
    slope = 100.0 / (math.sqrt(2.0 * math.pi) * 1000.0)
    for concert in (0.0, 0.5, 1.0):
        part = own + concert * (1.0 - own)
        assert what_aid_is_worth(means, 80.0, 80.0, concert) == pytest.approx(
            0.75 * slope * 50.0 * 0.75 * part
        )


def test_where_no_aid_has_made_the_front_all_aid_is_ones_own_and_as_it_was():
    assert what_aid_is_worth(20.0, 5.0, 0.0) == what_aid_is_worth(80.0, 80.0, 80.0)


@pytest.mark.parametrize(
    ("wanted", "means", "capability", "rest"),
    [(0.4, 10.0, 10.0, 0.4), (0.4, 10.0, 20.0, 0.2), (1.5, 10.0, 10.0, 1.0), (0.4, 0.0, 0.0, 0.4)],
)
def test_resolve_rests_at_what_is_wanted_of_the_means_at_hand(wanted, means, capability, rest):
    assert resolve_at_rest(State.new(means=means, capability=capability), wanted) == pytest.approx(rest)


@pytest.mark.parametrize(("wanted", "capability"), [(1.5, 13.0), (0.5, 10.5)])
def test_means_go_half_way_to_what_is_wanted_and_not_below_those_of_the_start(wanted, capability):
    """From 11, where the start had 10 and half of the way is made in a week."""
    state = State.new(means=10.0, capability=11.0)
    build_means(state, wanted, dataclasses.replace(SUPPORT, building=1.0))
    assert state.capability == pytest.approx(capability)


@pytest.mark.parametrize(
    ("normal", "after"), [(0.0, 0.46), (2.0, 0.56), (-2.0, 0.36), (20.0, 1.0), (-20.0, 0.0)]
)
def test_resolve_goes_half_way_to_the_best_reply_and_is_shaken_within_the_scale(normal, after):
    """0.5 x (0.3 + 0.4 x (0.5 + 0.1) + 0.5 x 0.2) = 0.32, from 0.6; the first shock of the week is not its own."""
    p = dataclasses.replace(SUPPORT, neutral=0.3, devotion=0.4, response=0.5, half_life=1.0, resolve_sd=0.05)
    state = State.new(means=10.0, capability=10.0, resolve=0.6, affinity_ukraine=0.5, motive=0.2)
    state.normals[0], state.normals[1] = 7.0, normal
    move_resolve(state, 0.1, 0.5, p)
    assert state.resolve == pytest.approx(after)


def test_aid_is_means_times_resolve_and_a_hostile_member_blocks_its_part_of_the_common_aid():
    """Three quarters of 0.2 blocked; the two at war and the patron give what they did."""
    states = [State.new(capability=10.0 + actor, resolve=0.5, aid=99.0) for actor in range(STATES)]
    states[Actor.HUNGARY].resolve = 0.25
    give_aid(states, 0.3, dataclasses.replace(SUPPORT, vetoed=0.2))
    expected = [99.0, 99.0, 0.3 * 12.0, 99.0] + [
        0.5 * (10.0 + actor) for actor in range(FIRST_EUROPEAN, STATES)
    ]
    expected[Actor.EUROPEAN_UNION] = 7.0 * 0.85
    expected[Actor.HUNGARY] = 0.25 * 19.0
    assert [state.aid for state in states] == pytest.approx(expected)


@pytest.mark.parametrize(("normal", "after"), [(0.5, 0.6), (-1.0, 0.0), (3.0, 1.0), (-9.0, -1.0)])
def test_a_new_office_turns_both_dispositions_within_the_scale(normal, after):
    state = State.new(affinity_ukraine=0.4, affinity_russia=0.9)
    change_disposition(state, normal, dataclasses.replace(SUPPORT, turnover=0.4))
    assert (state.affinity_ukraine, state.affinity_russia) == pytest.approx((after, -after))
