"""How long truces last: incidents against the Hawkes process, permanence against play, hazards against the record."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from scipy import stats

from agents.states import State
from agents.vocabulary import SCOPES, Scope
from model.circumstances import compare_settlement, judge_permanence
from model.durability import (
    breakdown_hazard,
    decay,
    extensions_needed,
    kick,
    permanence,
    propensity,
    spontaneous_rate,
    survival,
)
from model.truce import Truce
from tests.truces import BASE, circumstances, drafted, ladder, sign, step


def test_without_incidents_survival_is_exponential():
    for days in (0.0, 1.25, 30.0, 365.0, 4000.0):
        assert survival(BASE, 0.03, 0.0, 0.0, days) == pytest.approx(math.exp(-0.03 * days / 7.0), rel=1e-9)
    assert survival(BASE, 0.03, 4.0, 0.0, 300.0) < survival(BASE, 0.03, 0.0, 0.0, 300.0)


@pytest.mark.parametrize("hazard", [0.0009, 0.01, 0.1])
@pytest.mark.parametrize("spontaneous", [0.1, 3.0, 30.0])
@pytest.mark.parametrize("days", [1.0, 30.0, 400.0, 3650.0])
def test_survival_is_the_recursion_week_by_week(hazard, spontaneous, days):
    fading = math.exp(-1.0 / BASE.memory)
    rise, one = BASE.branching * (1.0 - fading), hazard * BASE.incident_weight
    whole, excitation = int(days / 7.0), 2.0
    b = (days / 7.0 - whole) * -math.expm1(-one)
    a = hazard * (days / 7.0 - whole) + spontaneous * b
    for _ in range(whole):
        thinned = -math.expm1(-(one + b * rise))
        a += hazard + spontaneous * thinned
        b = fading * b + thinned
    found = survival(BASE, hazard, spontaneous, excitation, days)
    assert math.log(found) == pytest.approx(-(a + b * excitation), abs=2e-4)


def test_survival_of_a_week_is_the_mean_over_its_incidents():
    """Rare incidents count too: each adds its weight to the hazard, and their number is Poisson."""
    for rate in (0.05, 0.5, 5.0):
        chance = stats.poisson.pmf(range(60), rate)
        each = [math.exp(-0.1 * (1.0 + BASE.incident_weight * number)) for number in range(60)]
        assert survival(BASE, 0.1, rate, 0.0, 7.0) == pytest.approx(float(chance @ each), rel=1e-9)


@pytest.mark.parametrize(
    ("term", "left", "lock_in", "count"),
    [
        (30.0, 30.0, 180.0, 5),
        (30.0, 30.0, 181.0, 6),
        (90.0, 0.0, 180.0, 2),
        (30.0, 180.0, 180.0, 0),
        (30.0, 250.0, 180.0, 0),
    ],
)
def test_a_truce_is_extended_as_often_as_the_lock_in_asks(term, left, lock_in, count):
    assert extensions_needed(dataclasses.replace(BASE, extension=30.0), term, left, lock_in) == count


def test_hazards_are_those_of_the_usual_circumstances():
    """Optimism, temptation, pressure and monitoring of the truces behind the base rates count once."""
    truce = Truce.new(
        belief_gap=BASE.usual_gap, pressure_at_signing=BASE.usual_pressure, monitoring=BASE.usual_monitoring
    )
    for scope, hazard in ((Scope.GENERAL, BASE.hazard_general), (Scope.FINAL, BASE.hazard_final)):
        assert breakdown_hazard(truce, BASE, scope, BASE.usual_temptation) == pytest.approx(hazard)


def test_incidents_come_of_what_is_not_kept_and_of_spoilers():
    kept, hawks = [0.9, 0.7, 0.4], 0.1
    expected = BASE.spoilers * hawks + BASE.incidents_ground * 1.1 * 0.1
    expected += BASE.incidents_air * 0.3 + BASE.incidents_sea * 0.6
    general, exchange = drafted(Scope.GENERAL), drafted(Scope.HUMAN, 3.0)
    assert spontaneous_rate(general, BASE, Scope.GENERAL, kept, hawks, 1100.0) == pytest.approx(expected)
    assert spontaneous_rate(exchange, BASE, Scope.HUMAN, kept, hawks, 1100.0) == 0.0


@pytest.mark.parametrize(
    ("sector", "broken"),
    [(0, BASE.incidents_air * 0.3), (1, BASE.incidents_sea * 0.6)],
    ids=["energy", "sea"],
)
def test_a_sector_truce_brings_incidents_in_its_own_domain_alone(sector, broken):
    truce = drafted(Scope.SECTOR, sector=sector)
    found = spontaneous_rate(truce, BASE, Scope.SECTOR, [0.9, 0.7, 0.4], 0.1, 1100.0)
    assert found == pytest.approx(BASE.spoilers * 0.1 + broken)


def test_who_breaks_more_on_his_own_is_likelier_to_end_it():
    assert propensity(Truce.new(spontaneous_russia=0.3, spontaneous_ukraine=0.1)) == pytest.approx(0.75)
    assert propensity(Truce.new()) == 0.5


def test_excitation_fades_and_each_incident_brings_about_its_share():
    assert decay(BASE, 2.0) == pytest.approx(math.exp(-2.0 / BASE.memory))
    assert kick(BASE) == pytest.approx(BASE.branching * (1.0 - math.exp(-1.0 / BASE.memory)))


@pytest.mark.parametrize(
    ("field", "by", "effect"),
    [
        ("belief_gap", 0.3, BASE.effect_gap),
        ("power_shift", -0.3, -BASE.effect_shift),
        ("power_shift", 0.3, BASE.effect_shift),
        ("pressure_at_signing", 0.2, BASE.effect_pressure),
        ("monitoring", 0.2, -BASE.effect_monitoring),
        ("separation", 0.5, -BASE.effect_separation),
        ("guarantee", 0.5, -BASE.effect_guarantee),
    ],
)
def test_each_circumstance_multiplies_the_hazard_by_its_effect(field, by, effect):
    usual = {"belief_gap": BASE.usual_gap, "pressure_at_signing": BASE.usual_pressure}
    truce = Truce.new(**usual, monitoring=BASE.usual_monitoring)
    setattr(truce, field, getattr(truce, field) + by)
    for scope, hazard in ((Scope.SECTOR, BASE.hazard_limited), (Scope.GENERAL, BASE.hazard_general)):
        found = breakdown_hazard(truce, BASE, scope, BASE.usual_temptation)
        assert found == pytest.approx(hazard * math.exp(effect * by))
    tempted = breakdown_hazard(truce, BASE, Scope.SECTOR, BASE.usual_temptation + 0.1)
    calm = breakdown_hazard(truce, BASE, Scope.SECTOR, BASE.usual_temptation)
    assert tempted / calm == pytest.approx(math.exp(0.1 * BASE.effect_temptation))


def test_a_settlement_tempts_by_what_was_agreed():
    around, russia, ukraine = circumstances(), State.new(war_value=0.7), State.new(war_value=0.4)
    compare_settlement(around, russia, ukraine, 0.6, 0.5)
    assert around.temptation_russia == pytest.approx(0.1)
    assert around.temptation_ukraine == 0.0


@pytest.mark.parametrize(
    ("change", "sign_of_change"),
    [
        ({"belief_gap": 0.6}, 1),
        ({"pressure": 1.0}, 1),
        ({"temptation_russia": 0.3}, 1),
        ({"temptation_ukraine": 0.3}, 1),
        ({"guarantee": 0.8}, -1),
        ({"length_km": 2000.0}, 1),
    ],
)
def test_signs_of_the_breakdown_hazard(change, sign_of_change):
    base, changed = drafted(Scope.GENERAL), drafted(Scope.GENERAL, **change)
    assert (changed.hazard - base.hazard) * sign_of_change > 0.0
    rho = [permanence(t, BASE, Scope.GENERAL, 0.9, 180.0) for t in (base, changed)]
    assert (rho[1] - rho[0]) * sign_of_change < 0.0


@pytest.mark.parametrize(
    ("change", "sign_of_change"),
    [
        ({"monitors": 2000.0}, -1),
        ({"separation_general": 0.9}, -1),
        ({"reach": 0.1}, 1),
        ({"incident_weight": 0.5}, 1),
    ],
)
def test_monitors_separation_and_quiet_make_truces_last(change, sign_of_change):
    other = dataclasses.replace(BASE, **change)
    rho = [
        permanence(drafted(Scope.GENERAL, parameters=p), p, Scope.GENERAL, 0.9, 180.0) for p in (BASE, other)
    ]
    assert (rho[1] - rho[0]) * sign_of_change < 0.0


def test_scopes_differ_in_how_long_they_last():
    """A settlement outlasts a general truce; a lapse ends what nobody extends."""
    rho = {s: permanence(drafted(s), BASE, s, 0.5, 365.0) for s in Scope}
    assert rho[Scope.FINAL] > rho[Scope.GENERAL] > 0.0
    assert permanence(drafted(Scope.GENERAL), BASE, Scope.GENERAL, 0.0, 365.0) == 0.0
    assert permanence(drafted(Scope.SHORT, 1.25), BASE, Scope.SHORT, 0.5, 365.0) < 1e-9


def test_a_settlement_needs_no_extension_and_lasts_unless_it_breaks_down():
    """Without incidents exp(-h t): 0.002 a week over 350 weeks; of a truce that runs out, by its extensions too."""
    quiet = {"hazard": 0.002, "term": 175.0 * 7.0, "days_left": 175.0 * 7.0}
    settlement = permanence(Truce.new(**quiet), BASE, Scope.FINAL, 0.0, 2450.0)
    assert settlement == pytest.approx(math.exp(-0.7))
    extended = permanence(Truce.new(**quiet), BASE, Scope.GENERAL, 0.4, 2450.0)
    assert extended == pytest.approx(0.4 * math.exp(-0.7))


def test_permanence_is_judged_for_truces_in_force_and_for_those_considered():
    """A lapse is nearer for a truce that has run most of its term; the scratch row is no truce."""
    truces, chance = ladder(), np.zeros(SCOPES)
    for truce in truces:
        truce.extends = 0.5
    judge_permanence(chance, Truce.new(), truces, BASE, circumstances(), 2.0, 30.0, 56.0)
    considered = chance.copy()
    sign(truces, Scope.GENERAL, 180.0)
    judge_permanence(chance, Truce.new(), truces, BASE, circumstances(), 2.0, 30.0, 56.0)
    assert chance[Scope.GENERAL] == pytest.approx(2.0 * considered[Scope.GENERAL])  # no extension is needed
    assert chance[Scope.FINAL] == considered[Scope.FINAL]
    assert not any(t.made for t in truces if t is not truces[Scope.GENERAL])


def test_common_random_numbers_order_breakdowns():
    """On the same draws, a truce at higher hazard never outlives the other."""
    rng = np.random.default_rng(5)
    for _ in range(50):
        draws = rng.random((200, 5))
        held = []
        for gap in (0.0, 0.6):
            truces = ladder()
            truces[Scope.GENERAL].uniforms[2] = draws[0, 2]
            sign(truces, Scope.GENERAL, 1e5, belief_gap=gap)
            for week in range(200):
                for k in range(5):
                    truces[Scope.GENERAL].uniforms[k] = draws[week, k]
                step(truces, belief_gap=gap)
                if not truces[Scope.GENERAL].active:
                    break
            held.append(truces[Scope.GENERAL].days_held)
        assert held[1] <= held[0]


def test_the_energy_pause_of_2025_would_have_outlived_its_month():
    """Limited truces end by expiry rather than breakdown, as all of spring 2025 did."""
    truce = drafted(Scope.SECTOR, 30.0)
    assert permanence(truce, BASE, Scope.SECTOR, 0.0, 30.0) > 0.8
    alleged = (truce.spontaneous_russia + truce.spontaneous_ukraine) / (1.0 - BASE.branching) * 30.0 / 7.0
    assert 10.0 < alleged < 40.0  # a fifth of 110 to 150, within a factor of about two


def test_a_general_truce_lasts_about_as_long_as_those_in_donbas():
    """Twenty-two truces in 225 weeks: the median lies within a factor of two of seven weeks."""
    usual = {"belief_gap": BASE.usual_gap, "temptation_russia": BASE.usual_temptation}
    truce = drafted(Scope.GENERAL, 1e5, pressure=BASE.usual_pressure, **usual)
    weeks = next(w for w in range(1, 500) if permanence(truce, BASE, Scope.GENERAL, 0.0, 7.0 * w) < 0.5)
    assert 3 <= weeks <= 15
