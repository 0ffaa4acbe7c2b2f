"""The regime apart from its leader: performance in three parts, repression, unrest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.patronage import Patron
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, ORGANS
from model.economy import RussianEconomy
from model.polity import Contest, Regime
from model.regime import RegimeParameters, initialise_regime, score, unrest_at_rest, update_regime
from model.war import Belligerent
from tests.engines import both

RULES = RegimeParameters()
STILL = replace(RULES, decline=0.0)


def march(**economy):
    """The regime of March 2025 and what it stands on."""
    values = {"gdp": 1.0, "war_burden": 0.07, "stress": 0.3, **economy}
    patron = Patron.new(autonomy=0.6)
    services = [Service.new(organ=k, personnel=100.0, loyalty=0.7, budget=1.0) for k in range(ORGANS)]
    blocs = [Bloc.new(power=1.0 / FACTIONS, support=0.5, dissent=0.1) for _ in range(FACTIONS)]
    regime, contest = Regime.new(), Contest.new()
    initialise_regime(regime, contest, RussianEconomy.new(**values), patron, services, RULES)
    return regime, contest, blocs, RussianEconomy.new(**values), patron, Belligerent.new(), services


def after(weeks, state, rules=STILL):
    for _ in range(weeks):
        update_regime(*state, rules)
    return state[0]


def test_the_start():
    regime, contest, *_ = march()
    assert regime.persists
    assert (regime.performance, regime.unrest, regime.repression) == (0.5, RULES.unrest, RULES.repression)
    assert (regime.last_exit_week, contest.winner, contest.focal, contest.resolved_week) == (-1, -1, -1, -1)


def test_nothing_changes_performance_or_repression_in_a_state_as_of_the_start():
    regime = after(200, march())
    assert regime.performance == pytest.approx(0.5)
    assert regime.repression == pytest.approx(RULES.repression)
    assert regime.unrest == pytest.approx(unrest_at_rest(0.5, 0.3, RULES.repression, 0.1), abs=1e-6)
    assert (regime.elite_support, regime.elite_dissent) == (pytest.approx(0.5), pytest.approx(0.1))


def test_each_aim_of_the_regime_counts_for_a_third():
    poor = march()
    poor[3].gdp = 1.0 - RULES.living_span
    subject = march()
    subject[4].autonomy = 0.6 * (1.0 - RULES.sovereignty_span)
    empty = march()
    empty[0].population = 1.0 - RULES.population_span
    empty[3].gdp = empty[0].population  # output a head as before
    for state in (poor, subject, empty):
        assert after(1, state).performance == pytest.approx(0.5 - 0.5 / 3.0)


def test_the_population_shrinks_by_nature_and_by_war():
    peace = after(522, march(), RULES).population
    assert peace == pytest.approx(1.0 - 10.0 * RULES.decline, abs=0.002)
    state = march()
    state[5].losses = 4.0
    assert after(522, state, RULES).population == pytest.approx(peace - 522 * 4.0 / 146_000.0)


def test_guns_crowd_out_living_standards():
    state = march()
    state[3].war_burden = 0.15
    assert after(1, state).performance < 0.5


def test_an_unpaid_or_disloyal_police_represses_less():
    state = march()
    for service in state[6]:
        service.loyalty = 0.35
    assert after(300, state).repression == pytest.approx(0.5 * RULES.repression, rel=1e-3)


def test_the_street_comes_out_when_those_who_rule_are_split():
    calm, open_contest = march(), march()
    open_contest[1].active = True
    open_contest[1].consensus = 0.3
    assert after(10, open_contest).unrest > after(10, calm).unrest + 0.1


@given(
    performance=st.floats(0.0, 1.0),
    stress=st.floats(0.0, 1.0),
    repression=st.floats(0.0, 1.0),
    split=st.floats(0.0, 1.0),
    more=st.floats(0.0, 1.0),
)
def test_unrest_rises_with_grievance_and_split_and_falls_with_repression(
    performance, stress, repression, split, more
):
    rest = unrest_at_rest(performance, stress, repression, split)
    assert 0.0 <= rest <= 1.0
    assert unrest_at_rest(performance, max(stress, more), repression, split) >= rest
    assert unrest_at_rest(performance, stress, repression, max(split, more)) >= rest
    assert unrest_at_rest(performance, stress, max(repression, more), split) <= rest
    assert unrest_at_rest(max(performance, more), stress, repression, split) <= rest
    assert unrest_at_rest(performance, stress, 1.0, 0.0) == 0.0


def test_a_part_of_performance_spans_its_scale():
    assert [score(x, 1.0, 0.25) for x in (0.5, 0.75, 1.0, 1.25, 2.0)] == [0.0, 0.0, 0.5, 1.0, 1.0]


def test_both_engines_agree():
    rng = np.random.default_rng(4)
    for _ in range(4):
        regime, contest, blocs, economy, patron, russia, services = march(stress=rng.uniform())
        regime.normal = rng.normal()
        regime.population = rng.uniform(0.9, 1.0)
        economy.gdp = rng.uniform(0.8, 1.2)
        patron.autonomy = rng.uniform()
        russia.losses = rng.uniform(0.0, 10.0)
        contest.active = bool(rng.integers(2))
        contest.consensus = rng.uniform()
        for bloc in blocs:
            bloc.dissent, bloc.support = rng.uniform(), rng.uniform(-1.0, 1.0)
        for service in services:
            service.loyalty, service.budget = rng.uniform(), rng.uniform(0.5, 1.5)
        both(update_regime, regime, contest, blocs, economy, patron, russia, services, RULES)
        assert 0.0 <= regime.unrest <= 1.0
