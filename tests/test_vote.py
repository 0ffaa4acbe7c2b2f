"""A Ukrainian election, its count-down, and what it leaves: whole events and whole accounts."""

from __future__ import annotations

import dataclasses

import pytest
from scipy.stats import norm

from agents.events import Log
from agents.states import State
from agents.vocabulary import ISSUES, Actor, Happening
from model.bargaining import HomeFront
from model.home_front import HomeFrontParameters
from model.vote import come_to_vote, defeat_probability, forecast_error

P = dataclasses.replace(
    HomeFrontParameters(),
    sampling_error=0.03,
    forecast_error=0.04,
    accommodating_challenger=0.4,
    accommodation=0.25,
)
"""Error of a poll as a forecast 0.05; at a trust 0.05 below the even one the incumbent loses with 0.841."""
LOSES = float(norm.cdf(1.0))


def voted(p=P, ideal=0.2, uniform=0.999, **changes):
    """Let a week pass in which an election is due unless `changes` say other; return home, ideals, events, change."""
    usual = {"election_in": 1.0, "trust": P.even_trust - 0.05, "terms_served": 1, "elections": 2}
    home, log, state = HomeFront.new(), Log.new(week=40), State.new(ideal=[ideal] * ISSUES)
    for name, value in (usual | changes).items():
        setattr(home, name, value)
    home.uniforms[1] = uniform
    changed = come_to_vote(home, p, log, state)
    events = [log.events[row] for row in range(log.count)]
    told = [(e.week, e.kind, e.actor, e.target, e.scope, e.detail, e.value) for e in events]
    return home, list(state.ideal), told, changed


def test_errors_of_a_poll_add_up_as_independent_ones_do():
    assert forecast_error(P) == pytest.approx(0.05)


def test_polls_without_error_leave_an_even_chance_at_any_trust():
    exact = dataclasses.replace(P, sampling_error=0.0, forecast_error=0.0)
    assert defeat_probability(exact, 0.9) == 0.5


@pytest.mark.parametrize(
    ("due", "martial_law", "left", "held"),
    [
        (-1.0, False, -1.0, False),
        (3.0, False, 2.0, False),
        (1.5, False, 0.5, False),
        (1.0, False, P.election_term, True),
        (0.5, False, P.election_term, True),
        (0.0, False, P.election_term, True),
        (3.0, True, 2.0, False),
        (1.0, True, 0.0, False),
        (0.0, True, 0.0, False),
    ],
)
def test_an_election_that_is_called_is_counted_down_to_and_waits_for_the_end_of_martial_law(
    due, martial_law, left, held
):
    home, ideals, told, changed = voted(election_in=due, martial_law=martial_law, terms_served=0)
    assert (home.election_in, home.elections, len(told)) == (left, 2 + held, held)
    assert home.terms_served == held
    assert changed is False
    assert ideals == [0.2] * ISSUES


@pytest.mark.parametrize(
    ("uniform", "served", "winner", "terms", "changed"),
    [
        (LOSES + 0.01, 1, 0, 2, False),
        (LOSES + 0.01, 2, 3, 1, True),
        (LOSES + 0.01, 3, 3, 1, True),
        (LOSES - 0.01, 1, 1, 1, True),
        (LOSES - 0.01, 2, 1, 1, True),
        (0.4 * LOSES + 0.01, 1, 1, 1, True),
        (0.4 * LOSES - 0.01, 1, 2, 1, True),
        (0.4 * LOSES - 0.01, 2, 2, 1, True),
    ],
)
def test_who_wins_is_told_with_the_trust_at_the_vote_and_begins_to_serve(
    uniform, served, winner, terms, changed
):
    home, ideals, told, new = voted(uniform=uniform, terms_served=served)
    assert told == [(40, Happening.ELECTION, Actor.UKRAINE, -1, -1, winner, P.even_trust - 0.05)]
    assert new is changed
    assert (home.terms_served, home.accommodating) == (terms, winner == 2)
    assert home.trust == (P.mandate if changed else P.even_trust - 0.05)
    assert ideals == pytest.approx([0.4 if winner == 2 else 0.2] * ISSUES)


@pytest.mark.parametrize(
    ("was", "uniform", "ideal", "after"),
    [
        (False, 0.0, 0.2, 0.4),  # a quarter of the way from 0.2 to 1
        (True, 0.0, 0.4, 0.4),
        (True, LOSES - 0.01, 0.4, 0.2),
        (False, LOSES - 0.01, 0.2, 0.2),
        (True, 0.999, 0.4, 0.4),
        (True, LOSES - 0.01, 0.1, 0.0),
        (False, 0.0, 1.5, 1.0),
    ],
)
def test_ideals_move_with_the_course_alone_and_stay_on_the_scale(was, uniform, ideal, after):
    """A leadership of the course of the one before changes nothing; a firm one takes back what was given way on."""
    home, ideals, _, _ = voted(ideal=ideal, uniform=uniform, accommodating=was)
    assert ideals == pytest.approx([after] * ISSUES)
    assert home.accommodating == (uniform == 0.0 or (was and uniform > LOSES))


@pytest.mark.parametrize("meddling", [0.0, 0.05, -0.05])
def test_meddling_shifts_the_vote_of_the_challengers_by_so_many_errors(meddling):
    """One error of 0.05 moves the quantile of the accommodating one's chance by 1, and none that of a defeat."""
    chance = float(norm.cdf(norm.ppf(0.4) + meddling / 0.05))
    for uniform, winner in ((LOSES * chance - 0.001, 2), (LOSES * chance + 0.001, 1), (LOSES + 0.001, 0)):
        assert voted(uniform=uniform, meddling=meddling)[2][0][5] == winner
