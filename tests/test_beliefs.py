"""Beliefs: the normal posterior as a limit, learning of a drift that wanders, optimism that lasts."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

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
