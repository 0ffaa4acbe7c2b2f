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
    Leader,
    LeaderParameters,
    age_leader,
    death_hazard,
    draw_body,
    expect_survival,
    fit_gompertz,
    forced_hazard,
    gompertz,
    initialise_leader,
    leader_hazards,
    natural_hazard,
    update_health,
    usual_deficits,
)
from agents.vocabulary import Cause, Faction
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


@pytest.mark.parametrize("age", [60.0, 72.0, 85.0])
@pytest.mark.parametrize(("health", "normal"), [(0.6, 0.0), (0.9, 1.5), (0.8, -2.0)])
def test_deficits_relative_to_the_usual_follow_their_equation(age, health, normal):
    """With r the ratio, k the recovery, s the illness: log r += k (-s^2/2 - log r) + s sqrt(k (2 - k)) z."""

    def usual(years):
        return L.deficits * math.exp(L.deficits_growth * (years - 72.0))

    leader = incumbent(age=age, health=health)
    leader.normals[0] = normal
    update_health(leader, L)
    rate = L.recovery / WEEKS_A_YEAR
    ratio = math.log((1.0 - health) / usual(age - 1.0 / WEEKS_A_YEAR))
    ratio += rate * (-0.5 * L.illness**2 - ratio) + L.illness * math.sqrt(rate * (2.0 - rate)) * normal
    assert leader.health == pytest.approx(1.0 - usual(age) * math.exp(ratio))


def test_deficits_and_health_end_at_their_bounds():
    assert usual_deficits(400.0, L) == 1.0
    dying = incumbent(age=150.0, health=0.01)
    dying.normals[0] = 6.0
    update_health(dying, L)
    assert dying.health == 0.0
    restless = dataclasses.replace(L, recovery=1e9)
    sick = incumbent(health=0.2)
    update_health(sick, restless)
    usual = L.deficits * math.exp(L.deficits_growth * (sick.age - 72.0))
    assert 1.0 - sick.health == pytest.approx(usual * math.exp(-0.5 * L.illness**2))
    hale = incumbent(health=1.0)
    update_health(hale, L)
    assert 0.0 <= hale.health <= 1.0


def test_a_week_ages_him_and_shortens_his_term():
    leader = incumbent(age=70.0, tenure=3.0, term_left=2.0, survival=0.5)
    age_leader(leader, PLAIN)
    week = 1.0 / WEEKS_A_YEAR
    assert (leader.age, leader.tenure, leader.term_left) == pytest.approx(
        (70.0 + week, 3.0 + week, 2.0 - week)
    )
    sickness = (1.0 - leader.health) / (L.deficits * math.exp(L.deficits_growth * (leader.age - 72.0)))
    death = leader.frailty * sickness * L.mortality * math.exp(L.ageing * (leader.age - 72.0)) / WEEKS_A_YEAR
    assert leader.hazard[Cause.DEATH] == pytest.approx(death)
    assert leader.hazard[Cause.INCAPACITY] == pytest.approx(L.incapacity * death)
    assert leader.survival > 0.5


def test_hazards_are_summed_by_nature_and_by_force():
    leader = incumbent()
    for cause in Cause:
        leader.hazard[cause] = 10.0 ** -(2 + int(cause))
    natural, forced = (Cause.DEATH, Cause.INCAPACITY), (Cause.COUP, Cause.REMOVAL, Cause.UPRISING)
    for found, causes in ((natural_hazard(leader), natural), (forced_hazard(leader), forced)):
        assert found == pytest.approx(WEEKS_A_YEAR * sum(10.0 ** -(2 + int(c)) for c in causes), rel=1e-12)


@pytest.mark.parametrize(("ahead", "foreseen"), [(-0.01, False), (0.0, True), (0.99, True), (1.0, False)])
def test_a_handover_is_foreseen_in_the_year_before_he_declares(ahead, foreseen):
    leader = incumbent(term_left=L.vote + L.campaign + ahead, handover=0.5, survival=0.9)
    alone = incumbent(term_left=50.0, handover=0.5, survival=0.9)
    for one in (leader, alone):
        for cause in Cause:
            one.hazard[cause] = 0.0
        one.hazard[Cause.REMOVAL] = 0.001
        expect_survival(one, L)
    rate = -math.expm1(-L.attention / WEEKS_A_YEAR)
    told = 0.5 if foreseen else 1.0
    expected = 0.9 + rate * (told * math.exp(-WEEKS_A_YEAR * 0.001) - 0.9)
    assert leader.survival == pytest.approx(expected)
    assert (leader.survival < alone.survival) == foreseen


def test_the_incumbent_of_march_2025_is_as_declared():
    leader = Leader.new(number=3, elite=5, heir=7, heir_faction=2)
    initialise_leader(leader, L)
    draw_body(leader, 0.7, L)
    for name in (
        "age",
        "tenure",
        "term_left",
        "terms",
        "hawkishness",
        "culpability",
        "legitimacy",
        "survival",
    ):
        assert getattr(leader, name) == getattr(L, name), name
    assert leader.personalisation == L.personalisation
    assert (leader.number, leader.elite, leader.heir, leader.heir_faction) == (0, -1, -1, -1)
    assert (leader.in_office, leader.faction) == (True, Faction.SECURITY_CORE)
    assert leader.frailty == pytest.approx(L.care * math.exp(L.care_spread * 0.7))
    assert leader.health == pytest.approx(1.0 - L.deficits * math.exp(L.deficits_growth * (L.age - 72.0)))
    assert leader.hazard[Cause.DEATH] == pytest.approx(
        leader.frailty * L.mortality * math.exp(L.ageing * (L.age - 72.0)) / WEEKS_A_YEAR
    )


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
