"""The zone of possible agreement and the mediator's draft: against Fearon's range, SciPy and the Nash package."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from agents.states import State
from agents.valuation import bargaining_range, bargaining_weights, utility
from agents.vocabulary import ISSUES, Issue
from model.bargaining import Diplomacy, SettlementParameters, appraise_zone, nash_settlement, settle
from model.settlement import zone
from model.sounding import reservation
from tests.engines import both

QUADRATIC = SettlementParameters(curvature=1.0, mediator_weight=0.0, plant_kept=0.0, slack=1.0)
PATIENT = 0.998


def side(ideal, salience, war_value: float, **more) -> State:
    return State.new(ideal=ideal, salience=salience, war_value=war_value, **more)


def sides(seed: int, curvature: float = 1.0) -> tuple[State, State, State]:
    """Russia, Ukraine and a mediator, with war values about what the middle of everything is worth."""
    rng = np.random.default_rng(seed)
    care = rng.dirichlet(np.full(ISSUES, 3.0), 3)
    russia = side(rng.uniform(0.7, 1.0, ISSUES), care[0], 0.0)
    ukraine = side(rng.uniform(0.0, 0.3, ISSUES), care[1], 0.0)
    for state in (russia, ukraine):
        state.war_value = utility(state, [0.5] * ISSUES, curvature) + rng.uniform(-0.2, 0.3)
    mediator = State.new(
        ideal=rng.random(ISSUES),
        salience=care[2],
        affinity_russia=rng.uniform(-1, 1),
        affinity_ukraine=rng.uniform(-1, 1),
    )
    return russia, ukraine, mediator


def one_issue(low: float, high: float) -> tuple[State, State]:
    """Two sides over one issue whose Fearon range is [low, high]."""
    care = [1.0] + [0.0] * (ISSUES - 1)
    return side([1.0] * ISSUES, care, low), side([0.0] * ISSUES, care, 1.0 - high)


@pytest.mark.parametrize("p", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("belief", [0.2, 0.55, 0.8])
@pytest.mark.parametrize(("cost_a", "cost_b"), [(0.05, 0.05), (0.1, 0.02)])
def test_with_one_issue_and_neutral_sides_the_zone_is_half_of_fearons_range(p, belief, cost_a, cost_b):
    low, high = bargaining_range(p, cost_a, cost_b, belief)
    found, _share = zone(*one_issue(low, high), 0.0, 1e-6)
    assert found == pytest.approx(0.5 * (high - low), abs=1e-5)
    assert (found < 0.0) == (low > high)


@pytest.mark.parametrize("curvature", [1.0, 0.5, 0.05])
def test_the_zone_is_the_greatest_common_gain_that_scipy_finds(curvature):
    open_zones = 0
    for seed in range(12):
        russia, ukraine, _ = sides(seed, curvature)
        ideal = np.array([list(russia.ideal), list(ukraine.ideal)])
        care = np.array([list(russia.salience), list(ukraine.salience)])

        war = np.array([russia.war_value, ukraine.war_value])

        def gains(z, ideal=ideal, care=care, war=war):
            away = np.abs(z[:-1] - ideal)
            return 1.0 - (care * ((1.0 - curvature) * away + curvature * away**2)).sum(axis=1) - war - z[-1]

        def slopes(z, ideal=ideal, care=care):
            rise = (1.0 - curvature) * np.array([[1.0], [-1.0]]) - 2.0 * curvature * (z[:-1] - ideal)
            return np.column_stack([care * rise, -np.ones(2)])

        start = ideal.mean(axis=0)
        oracle = minimize(
            lambda z: -z[-1],
            np.append(start, gains(np.append(start, 0.0)).min()),
            jac=lambda z: np.append(np.zeros(ISSUES), -1.0),
            bounds=[*zip(ideal[1], ideal[0], strict=True), (-2.0, 2.0)],
            constraints={"type": "ineq", "fun": gains, "jac": slopes},
            method="SLSQP",
            options={"maxiter": 1000, "ftol": 1e-13},
        )
        found, share = zone(russia, ukraine, 0.0, curvature)
        assert found == pytest.approx(oracle.x[-1], abs=2e-6)
        assert zone(russia, ukraine, share, curvature)[0] == pytest.approx(found, abs=1e-10)
        open_zones += found > 0.0
    assert 0 < open_zones < 12


@given(st.integers(0, 500), st.floats(0.01, 0.2))
def test_a_better_war_narrows_the_zone(seed, more):
    russia, ukraine, _ = sides(seed)
    before, _ = zone(russia, ukraine, 0.0, 1.0)
    russia.war_value += more
    after, _ = zone(russia, ukraine, 0.0, 1.0)
    assert after < before
    ukraine.war_value += more
    both_better, _ = zone(russia, ukraine, 0.0, 1.0)
    assert both_better == pytest.approx(before - more, abs=1e-9)


def test_optimism_closes_the_zone_and_converging_beliefs_open_it():
    """One issue: the zone shrinks by half of the difference of beliefs."""
    zones = [zone(*one_issue(0.6 + gap - 0.1, 0.6 + 0.1), 0.0, 1e-6)[0] for gap in (0.0, 0.1, 0.2, 0.3)]
    assert zones == pytest.approx([0.1, 0.05, 0.0, -0.05], abs=1e-5)


def test_a_fear_of_decline_narrows_the_zone_and_its_absence_changes_nothing():
    russia, ukraine, _ = sides(3)
    calm, _ = zone(russia, ukraine, 0.0, 1.0)
    russia.commitment_gap = -0.4
    assert zone(russia, ukraine, 0.0, 1.0)[0] == calm
    russia.commitment_gap = 0.1
    assert reservation(russia) == russia.war_value + 0.1
    before = reservation(russia)
    russia.attachment = 0.5
    assert before < reservation(russia) < 1.0  # what is signed away weighs more, full satisfaction still does
    kept = reservation(russia)
    assert kept - russia.attachment * (1.0 - kept) == pytest.approx(before)
    assert zone(russia, ukraine, 0.0, 1.0)[0] < calm


@pytest.mark.parametrize("seed", range(12))
def test_without_a_mediators_weight_the_draft_is_the_nash_settlement(seed):
    russia, ukraine, mediator = sides(seed)
    diplomacy = Diplomacy.new()
    found = settle(russia, ukraine, mediator, 0.999, 0.997, diplomacy, QUADRATIC)
    expected = nash_settlement(
        [list(russia.ideal), list(ukraine.ideal)],
        [list(russia.salience), list(ukraine.salience)],
        bargaining_weights(0.999, 0.997),
        [russia.war_value, ukraine.war_value],
    )
    assert found == (diplomacy.zone > 0.0) == bool(np.isfinite(expected).all())
    assert np.isfinite(list(diplomacy.offer.package)).all()
    if found:
        assert list(diplomacy.offer.package) == pytest.approx(expected, abs=1e-7)


@pytest.mark.parametrize("curvature", [1.0, 0.3])
def test_a_draft_is_better_than_fighting_on_for_both(curvature):
    parameters = SettlementParameters(curvature=curvature, mediator_weight=1.0)
    drafted = 0
    for seed in range(40):
        russia, ukraine, mediator = sides(seed, curvature)
        diplomacy = Diplomacy.new()
        if settle(russia, ukraine, mediator, PATIENT, PATIENT, diplomacy, parameters):
            drafted += 1
            package = list(diplomacy.offer.package)
            gains = [utility(s, package, curvature) - s.war_value for s in (russia, ukraine)]
            assert 0.0 < min(gains) <= diplomacy.zone + 1e-9
            for issue in range(ISSUES):
                assert ukraine.ideal[issue] - 1e-12 <= package[issue] <= russia.ideal[issue] + 1e-12
    assert drafted >= 8


def test_the_mediator_pulls_the_draft_to_its_own_ideal_and_to_its_friend():
    russia, ukraine = one_issue(0.4, 0.6)
    care = [1.0] + [0.0] * (ISSUES - 1)

    def first_issue(ideal, weight=1.0, **affinity):
        mediator = State.new(ideal=[ideal] * ISSUES, salience=care, **affinity)
        diplomacy = Diplomacy.new()
        parameters = SettlementParameters(curvature=1.0, mediator_weight=weight)
        settle(russia, ukraine, mediator, PATIENT, PATIENT, diplomacy, parameters)
        return diplomacy.offer.package[0]

    even = first_issue(0.5, 0.0)
    assert even == pytest.approx(0.5)
    assert first_issue(1.0, 0.0) == pytest.approx(0.5)
    assert first_issue(0.9) > even > first_issue(0.1)
    assert first_issue(0.5, affinity_russia=0.8) > even > first_issue(0.5, affinity_ukraine=0.8)
    assert first_issue(0.5, affinity_russia=-0.8) == pytest.approx(even)


def test_the_more_patient_side_gets_more():
    russia, ukraine = one_issue(0.4, 0.6)
    places = []
    for discount in (0.990, 0.998, 0.9995):
        diplomacy = Diplomacy.new()
        settle(russia, ukraine, State.new(), discount, 0.998, diplomacy, QUADRATIC)
        places.append(diplomacy.offer.package[0])
    assert places[0] < places[1] < places[2]
    assert places[1] == pytest.approx(0.5)


def test_without_a_zone_the_draft_is_the_compromise_that_both_lose_by_alike():
    russia, ukraine = one_issue(0.8, 0.2)
    diplomacy = Diplomacy.new()
    assert not settle(russia, ukraine, State.new(), PATIENT, PATIENT, diplomacy, QUADRATIC)
    assert diplomacy.zone == pytest.approx(-0.05)
    package = list(diplomacy.offer.package)
    assert utility(russia, package) - 0.8 == pytest.approx(-0.05)
    assert utility(ukraine, package) - 0.8 == pytest.approx(-0.05)


@pytest.mark.parametrize("curvature", [1.0, 0.4, 0.05])
def test_drafts_agree_in_both_engines(curvature):
    parameters = SettlementParameters(curvature=curvature, mediator_weight=0.5)
    found = 0
    for seed in range(30):
        diplomacy = Diplomacy.new(frontier=(seed % 3) * 0.3)
        found += both(settle, *sides(seed, curvature), 0.998, 0.9975, diplomacy, parameters)
    assert 0 < found < 30


def test_the_weekly_zone_agrees_in_both_engines():
    diplomacy = Diplomacy.new()
    for seed in range(20):
        russia, ukraine, _ = sides(seed)
        assert both(appraise_zone, russia, ukraine, diplomacy, SettlementParameters()) == diplomacy.zone
        assert 0.0 < diplomacy.frontier < 1.0


@pytest.mark.parametrize("curvature", [1.0, 0.3])
def test_no_text_asks_russia_to_leave_what_it_holds(curvature):
    """The line is a floor: the zone narrows as it rises, drafts respect it, below the free place it is idle."""
    parameters = SettlementParameters(curvature=curvature, mediator_weight=0.5)
    bound = 0
    for seed in range(25):
        zones, places = [], []
        for line in (0.0, 0.6, 0.95):
            russia, ukraine, mediator = sides(seed, curvature)
            diplomacy = Diplomacy.new(line=line)
            drafted = both(settle, russia, ukraine, mediator, 0.998, 0.9975, diplomacy, parameters)
            zones.append(diplomacy.zone)
            places.append(diplomacy.offer.package[Issue.TERRITORY])
            assert not drafted or places[-1] >= min(line, russia.ideal[Issue.TERRITORY]) - 1e-9
        assert zones[0] >= zones[1] - 1e-9 >= zones[2] - 2e-9
        bound += zones[0] > zones[2] + 1e-6
    assert bound > 10


@pytest.mark.parametrize("war_value", [-3.0, 1.5])
def test_extreme_war_values_and_empty_states_are_survived(war_value):
    russia, ukraine = one_issue(0.5, 0.5)
    russia.war_value = war_value
    diplomacy = Diplomacy.new()
    both(settle, russia, ukraine, State.new(), 1.0, 1.0, diplomacy, SettlementParameters())
    both(settle, State.new(), State.new(), State.new(), 0.0, 1.0, diplomacy, SettlementParameters())
    assert np.isfinite(list(diplomacy.offer.package)).all()
    assert math.isfinite(diplomacy.zone)
