"""Mortality of leaders against the life table and its integral, and the survival that elites expect."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.arithmetic import WEEKS_A_YEAR
from agents.leader import (
    LeaderParameters,
    age_leader,
    death_hazard,
    expect_survival,
    fit_gompertz,
    gompertz,
    leader_hazards,
)
from agents.vocabulary import Cause
from tests.incumbents import incumbent, yearly

L = LeaderParameters()
PLAIN = dataclasses.replace(L, care=1.0, care_spread=0.0, illness=0.0)


# Mortality


def gompertz_between(age: float, years: float, level: float, slope: float) -> float:
    """Gompertz's hazard integrated over the years that follow an age; survival is exp of minus it."""
    if slope == 0.0:
        return level * years
    return gompertz(age, level, slope) * math.expm1(slope * years) / slope


def test_gompertz_goes_through_the_life_table():
    level, slope = fit_gompertz(0.049, 0.253)
    assert pytest.approx(level, rel=2e-3) == L.mortality
    assert pytest.approx(slope, rel=2e-3) == L.ageing
    for years, dead in ((1.0, 0.049), (5.0, 0.253)):
        assert -math.expm1(-gompertz_between(72.0, years, L.mortality, L.ageing)) == pytest.approx(
            dead, abs=5e-4
        )


def test_the_integral_of_gompertz():
    steps = 20_000
    numeric = sum(gompertz(70 + 8 * (i + 0.5) / steps, 0.05, 0.07) for i in range(steps)) * 8 / steps
    assert gompertz_between(70.0, 8.0, 0.05, 0.07) == pytest.approx(numeric)
    assert gompertz_between(70.0, 8.0, 0.05, 0.0) == pytest.approx(0.4)


def test_illness_and_care_keep_the_mean_hazard():
    """Deficits have mean 1 relative to the usual: falling ill does not raise mortality on average."""
    rng = np.random.default_rng(4)
    ratios = []
    for _ in range(300):
        leader = incumbent(L)
        for _ in range(150):
            leader.normals[0] = rng.standard_normal()
            age_leader(leader, L)
        ratios.append((1.0 - leader.health) / L.deficits / math.exp(L.deficits_growth * (leader.age - 72.0)))
    assert np.mean(ratios) == pytest.approx(1.0, abs=3 * np.std(ratios) / math.sqrt(len(ratios)))
    assert np.std(np.log(ratios)) == pytest.approx(L.illness, rel=0.2)


def test_elite_care_puts_the_hazard_where_leaders_die():
    rng = np.random.default_rng(9)
    hazards = [
        death_hazard(incumbent(L, rng.standard_normal(), age=a), L)
        for a in (72, 73.5, 75)
        for _ in range(400)
    ]
    assert 0.015 < np.mean(hazards) < 0.035
    assert np.mean(np.array(hazards) < 0.03) > 0.6


def test_worse_health_and_age_raise_both_natural_hazards():
    def hazards(**changes):
        leader = incumbent(**changes)
        leader_hazards(leader, L)
        return leader.hazard[Cause.DEATH], leader.hazard[Cause.INCAPACITY]

    usual, ill, old = hazards(), hazards(health=0.5), hazards(age=82.0)
    assert ill[0] > usual[0] < old[0]
    assert usual[1] == pytest.approx(L.incapacity * usual[0])


@given(st.floats(40, 110), st.floats(0, 1), st.floats(-6, 6))
def test_health_stays_a_share(age, health, normal):
    leader = incumbent(age=age, health=health)
    leader.normals[0] = normal
    age_leader(leader, L)
    assert 0.0 <= leader.health <= 1.0
    assert math.isfinite(leader.hazard[Cause.DEATH])


# What elites expect


def test_expected_survival_is_exact_at_constant_hazards():
    leader = yearly(incumbent(), Cause.REMOVAL, 0.2)
    natural = WEEKS_A_YEAR * (leader.hazard[Cause.DEATH] + leader.hazard[Cause.INCAPACITY])
    for _ in range(400):
        expect_survival(leader, L)
    assert leader.survival == pytest.approx(math.exp(-natural - 0.2))


def test_the_end_of_a_term_is_foreseen_a_year_ahead():
    far, near = incumbent(term_left=1.5, handover=0.9), incumbent(term_left=0.5, handover=0.9)
    for leader in (far, near):
        for _ in range(400):
            expect_survival(leader, L)
    assert near.survival == pytest.approx(0.1 * far.survival)


def test_nobody_ages_in_a_vacancy():
    leader = incumbent(in_office=False)
    before = bytes(leader)
    age_leader(leader, L)
    assert bytes(leader) == before
