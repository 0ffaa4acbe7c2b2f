"""Beliefs: the normal posterior as a limit, learning of a drift that wanders, optimism that lasts."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from agents.beliefs import BeliefParameters, initialise_belief, lean_of, learn, update_belief
from agents.states import State
from agents.vocabulary import Actor
from model.front import FrontParameters
from model.reports import ReportParameters, inform
from model.war import Front
from tests.engines import both

BELIEFS = BeliefParameters()
BLIND = 1e12


def view(actor=Actor.CHINA, drift=80.0, beliefs=BELIEFS):
    """Return a state with its first view of the war."""
    state = State.new()
    initialise_belief(state, actor, drift, 20.0, beliefs)
    return state


@given(
    st.floats(-200.0, 200.0),
    st.floats(1.0, 100.0),
    st.floats(5.0, 100.0),
    st.lists(st.floats(-300.0, 300.0), min_size=1, max_size=20),
)
def test_without_memory_and_wandering_it_is_the_normal_posterior(prior, spread, noise, reports):
    beliefs = BeliefParameters(wandering=0.0, spread=spread, private_sd=BLIND)
    state = view(drift=prior, beliefs=beliefs)
    for reported in reports:
        update_belief(state, Actor.CHINA, reported, 0.0, 1.0, 1.0, 0.0, noise * noise, beliefs)
    precision = 1.0 / spread**2 + len(reports) / noise**2
    mean = (prior / spread**2 + sum(reports) / noise**2) / precision
    assert state.belief_variance == pytest.approx(1.0 / precision, rel=1e-6)
    assert state.belief_mean == pytest.approx(mean, rel=1e-6, abs=1e-6)


def history(weeks, drift, memory, noise, seed):
    """Return an autocorrelated advance around a drift."""
    shocks = np.random.default_rng(seed).normal(0.0, noise, weeks)
    advance, path = drift, []
    for shock in shocks:
        advance = memory * advance + (1.0 - memory) * drift + shock
        path.append(advance)
    return path


def test_the_filter_of_an_autocorrelated_front_is_unbiased_and_knows_how_wrong_it_is():
    """Standardised errors over many histories: mean 0, spread 1. Ignoring memory makes it overconfident."""
    beliefs = BeliefParameters(wandering=0.0, private_sd=BLIND)
    errors = {0.55: [], 0.0: []}
    for seed in range(300):
        truth = 80.0 + 30.0 * np.random.default_rng(1000 + seed).standard_normal()
        path = history(30, truth, 0.55, 37.0, seed)
        for memory, found in errors.items():
            state = view(beliefs=beliefs)
            state.last_report = truth
            noise = 37.0 if memory else 37.0 / np.sqrt(1.0 - 0.55**2)
            for reported in path:
                update_belief(state, Actor.CHINA, reported, 0.0, 1.0, 1.0, memory, noise * noise, beliefs)
            found.append((state.belief_mean - truth) / np.sqrt(state.belief_variance))
    right = np.array(errors[0.55])
    assert right.mean() == pytest.approx(0.0, abs=3 / np.sqrt(300))
    assert right.std() == pytest.approx(1.0, abs=3 / np.sqrt(600))
    assert np.std(errors[0.0]) > 1.0 + 3 / np.sqrt(600)


def test_a_truce_teaches_nothing_about_the_advance_and_season_is_allowed_for():
    beliefs = BeliefParameters(wandering=0.0, private_sd=BLIND)
    state = view(drift=80.0, beliefs=beliefs)
    update_belief(state, Actor.CHINA, 0.0, 0.0, 1.0, 0.0, 0.55, 400.0, beliefs)
    assert state.belief_mean == pytest.approx(80.0)
    assert state.belief_variance == pytest.approx(beliefs.spread**2)
    state = view(drift=80.0, beliefs=beliefs)
    state.last_report = 1.2 * 80.0
    update_belief(state, Actor.CHINA, 1.2 * 80.0 * 0.45 + 0.55 * 96.0, 0.0, 1.2, 1.0, 0.55, 400.0, beliefs)
    assert state.belief_mean == pytest.approx(80.0)


def test_optimism_lasts_with_bias_and_dies_without():
    """Gap of Russia's and Ukraine's belief after three years of the same reports."""
    gaps = {}
    for bias in (0.0, 15.0):
        beliefs = BeliefParameters(bias=bias)
        found = []
        for seed in range(40):
            own = np.random.default_rng(seed)
            sides = {actor: view(actor, beliefs=beliefs) for actor in (Actor.RUSSIA, Actor.UKRAINE)}
            assert sides[Actor.RUSSIA].belief_mean - sides[Actor.UKRAINE].belief_mean == 2 * beliefs.optimism
            for reported in history(156, 80.0, 0.55, 37.0, seed):
                for actor, state in sides.items():
                    state.normals[0] = own.standard_normal()
                    update_belief(state, actor, reported, 80.0, 1.0, 1.0, 0.55, 37.0**2, beliefs)
            found.append(sides[Actor.RUSSIA].belief_mean - sides[Actor.UKRAINE].belief_mean)
        gaps[bias] = np.mean(found), np.std(found) / np.sqrt(40)
    assert abs(gaps[0.0][0]) < 3 * gaps[0.0][1]
    assert gaps[15.0][0] > 10.0


def test_whose_optimism_is_shared():
    rows = [
        (Actor.RUSSIA, 1.0),
        (Actor.UKRAINE, -1.0),
        (Actor.UNITED_STATES, 0.0),
        (Actor.CHINA, 0.0),
        (Actor.EUROPEAN_UNION, -BELIEFS.european_lean),
        (Actor.POLAND, -BELIEFS.european_lean),
    ]
    for actor, lean in rows:
        assert lean_of(actor, BELIEFS) == lean


@given(st.floats(-1e3, 1e3), st.floats(-2.0, 2.0), st.floats(0.0, 1e6))
def test_learning_never_adds_doubt(signal, slope, noise):
    state = view()
    before = state.belief_variance
    learn(state, signal, slope, noise)
    assert 0.0 <= state.belief_variance <= before
    assert np.isfinite(state.belief_mean)


@pytest.mark.parametrize("seed", range(3))
def test_both_engines_agree(seed):
    draw = np.random.default_rng(seed)
    front = Front.new(season=draw.uniform(0.8, 1.2), readiness=draw.uniform(), fighting=draw.uniform())
    front.drift_km2, front.reported_km2 = draw.normal(60.0, 40.0, 2)
    state = view(Actor.RUSSIA)
    state.normals[0] = draw.standard_normal()
    both(inform, state, seed, front, ReportParameters(), FrontParameters(), BELIEFS)
    assert state.last_report == front.reported_km2


# Worked by hand


SURE = dataclasses.replace(BELIEFS, wandering=0.0, spread=30.0, private_sd=30.0, bias=15.0)
"""What is known, and a week's own intelligence, of one precision: a signal counts for half."""
NOTHING_NEW = 1e30
"""Variance of reports that teach nothing."""


def test_the_first_view_is_the_drift_in_ones_own_favour_and_the_advance_last_seen():
    state = State.new()
    initialise_belief(state, Actor.UKRAINE, 80.0, 20.0, BELIEFS)
    assert (state.belief_mean, state.belief_variance, state.last_report) == (50.0, 900.0, 20.0)


@pytest.mark.parametrize(
    ("signal", "slope", "noise", "mean", "variance"),
    [
        (100.0, 1.0, 900.0, 90.0, 450.0),
        (60.0, 0.5, 225.0, 100.0, 450.0),  # 60 is what a drift of 120 would show
        (5.0, 0.0, 900.0, 80.0, 900.0),
        (5.0, 0.0, 0.0, 80.0, 900.0),
        (40.0, 0.5, 0.0, 80.0, 0.0),
    ],
)
def test_a_signal_counts_by_its_precision(signal, slope, noise, mean, variance):
    state = State.new(belief_mean=80.0, belief_variance=900.0)
    learn(state, signal, slope, noise)
    assert (state.belief_mean, state.belief_variance) == pytest.approx((mean, variance))


@pytest.mark.parametrize(
    ("actor", "normal", "mean"),
    [
        (Actor.CHINA, 0.0, 90.0),
        (Actor.CHINA, 1.0, 105.0),
        (Actor.RUSSIA, 0.0, 97.5),
        (Actor.UKRAINE, -1.0, 67.5),
    ],
)
def test_own_intelligence_is_the_drift_with_its_bias_and_its_error(actor, normal, mean):
    """Half of the way from 80 to 100, 15 more or less as one leans, 30 a standard deviation."""
    state = State.new(belief_mean=80.0, belief_variance=900.0, normals=[normal, 9.0])
    update_belief(state, actor, 33.0, 100.0, 1.0, 1.0, 0.5, NOTHING_NEW, SURE)
    assert (state.belief_mean, state.belief_variance) == pytest.approx((mean, 450.0))
    assert state.last_report == 33.0


def test_a_week_in_which_nothing_is_learned_adds_what_the_drift_may_have_wandered():
    blind = dataclasses.replace(BELIEFS, wandering=6.0, private_sd=1e15)
    state = view(beliefs=blind)
    update_belief(state, Actor.CHINA, 0.0, 0.0, 1.0, 1.0, 0.5, NOTHING_NEW, blind)
    assert state.belief_variance == pytest.approx(936.0)


@pytest.mark.parametrize("toll", [0.5, 40.0, 120.0])
@pytest.mark.parametrize(("season", "fighting"), [(1.0, 1.0), (1.25, 0.5)])
def test_behind_a_river_a_report_is_read_on_the_line_that_best_fits_what_gets_past_it(toll, season, fighting):
    """The regression of the drift past the river on the drift, by simulation; then the normal posterior."""
    blind = dataclasses.replace(BELIEFS, wandering=0.0, private_sd=1e15)
    state = State.new(belief_mean=60.0, belief_variance=2500.0, last_report=20.0)
    update_belief(state, Actor.CHINA, 70.0, 0.0, season, fighting, 0.6, 400.0, blind, toll)
    drift = stats.norm(60.0, 50.0).ppf((np.arange(200_000) + 0.5) / 200_000)
    past = np.where(drift > 0.0, np.maximum(drift - toll, 0.0), drift)
    slope, level = np.polyfit(drift, past, 1)
    size = fighting * 0.4 * season
    precision = 1.0 / 2500.0 + (size * slope) ** 2 / 400.0
    shown = 70.0 - fighting * 0.6 * 20.0 - size * level
    mean = (60.0 / 2500.0 + size * slope * shown / 400.0) / precision
    assert (state.belief_mean, state.belief_variance) == pytest.approx((mean, 1.0 / precision), rel=1e-4)
