"""The leader: mortality, expectations, rents, personalisation, purges, counterweights, heirs, terms, successors."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.arithmetic import WEEKS_A_YEAR
from agents.blocs import count_blocs
from agents.climate import Climate, sense_climate
from agents.dissent import audience_of, spread_dissent
from agents.elites import Bloc, Elite, ElitesParameters, update_elites
from agents.events import Log
from agents.heirs import (
    HeirsParameters,
    consider_heir,
    consider_term,
    handover_probability,
    standing_of_heir,
    value_of_heir,
)
from agents.leader import (
    Leader,
    LeaderParameters,
    age_leader,
    death_hazard,
    expect_survival,
    fit_gompertz,
    gompertz,
    initialise_leader,
    leader_hazards,
)
from agents.palace import (
    PalaceParameters,
    entitle,
    established_at,
    govern,
    grow_personalisation,
    power_to_punish,
    relief_from_counterweight,
    share_rents,
)
from agents.purges import PurgesParameters, danger_line, dismiss, purge
from agents.records import view_of
from agents.successors import SuccessorsParameters, inaugurate, install
from agents.vocabulary import FACTIONS, Cause, Faction, Happening, Succession
from model.roster import RosterParameters, build_elites
from tests.engines import both

L, P, H, E = LeaderParameters(), PalaceParameters(), HeirsParameters(), ElitesParameters()
G, S = PurgesParameters(), SuccessorsParameters()
PLAIN = dataclasses.replace(L, care=1.0, care_spread=0.0, illness=0.0)
POWERS = [0.24, 0.11, 0.11, 0.14, 0.13, 0.14, 0.07, 0.03, 0.03]


def incumbent(parameters=L, care=0.0, **changes):
    leader = Leader.new()
    initialise_leader(leader, care, parameters)
    for name, value in changes.items():
        setattr(leader, name, value)
    return leader


def some_blocs(support=0.5, **changes):
    usual = {"members": 5, "rents": 1.0, "stability": 0.65, "war_stance": 0.3}
    blocs = [Bloc.new(power=p, support=support, champion=f, **usual) for f, p in enumerate(POWERS)]
    for bloc in blocs:
        for name, value in changes.items():
            setattr(bloc, name, value)
    return blocs


def yearly(leader, cause, rate):
    leader.hazard[cause] = rate / WEEKS_A_YEAR
    return leader


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


def test_simulated_lives_die_by_the_life_table():
    """Weeks accumulate to Gompertz's hazard, so that the share dead is the table's within Monte Carlo error."""
    leader, exposures = incumbent(PLAIN, age=72.0), [0.0]
    for _ in range(261):
        age_leader(leader, PLAIN)
        exposures.append(exposures[-1] + leader.hazard[Cause.DEATH])
    lives = np.random.default_rng(11).standard_exponential(200_000)
    for weeks, table in ((52, 0.049), (261, 0.253)):
        error = math.sqrt(table * (1 - table) / len(lives))
        assert (lives <= exposures[weeks]).mean() == pytest.approx(table, abs=3 * error + 5e-4)


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


# Rents


def test_rents_follow_power_where_support_is_alike():
    leader, blocs = incumbent(), some_blocs(0.3)
    share_rents(leader, blocs, 1.0, 1.0, P)
    assert list(leader.rent_share) == pytest.approx(POWERS)


def objective(shares, base, levelling, response):
    """Sum of P exp(-x/v) where support answers to the log of rents per power."""
    return sum(
        p * math.exp(-(b + response * math.log(s / p)) / levelling)
        for p, b, s in zip(POWERS, base, shares, strict=True)
    )


def test_rents_are_shared_so_as_to_keep_the_coalition():
    """Repeated sharing ends at the minimum of the leader's loss, found here by brute perturbation."""
    rng = np.random.default_rng(3)
    base, response = rng.normal(0.4, 0.3, FACTIONS), 0.2
    leader, blocs = incumbent(), some_blocs()
    for faction in range(FACTIONS):
        leader.rent_share[faction] = POWERS[faction]
    for _ in range(500):
        for f, bloc in enumerate(blocs):
            bloc.support = base[f] + response * math.log(leader.rent_share[f] / POWERS[f])
        share_rents(leader, blocs, 1.0, 0.2, P)
    shares = np.array(leader.rent_share)
    assert shares.sum() == pytest.approx(1.0)
    best = objective(shares, base, P.levelling, response)
    for _ in range(300):
        other = shares * np.exp(0.05 * rng.standard_normal(FACTIONS))
        assert objective(other / other.sum(), base, P.levelling, response) >= best
    spread = np.std([b.support for b in blocs])
    assert spread < np.std(base)


def test_the_start_is_what_factions_are_used_to():
    leader, blocs = incumbent(), some_blocs()
    blocs[3].support = 0.1
    both(entitle, leader, blocs, P)
    share_rents(leader, blocs, 0.7, 0.0, P)
    assert [b.rents for b in blocs] == pytest.approx([0.7] * FACTIONS)
    assert leader.rent_share[3] > POWERS[3]


# Personalisation


@pytest.mark.parametrize(
    ("q", "exponent", "chance"), [(0.0, 1, 1.0), (0.5, 2, 0.5), (0.8, 1, 0.2), (1.0, 1, 0.0)]
)
def test_power_to_punish(q, exponent, chance):
    assert power_to_punish(q, exponent) == pytest.approx(chance, abs=1e-5)


@given(st.floats(0.01, 5), st.floats(0.01, 5), st.floats(0.5, 3))
def test_established_is_where_rising_breaks_even(cost, prize, exponent):
    """Svolik's passage: at the point, p b = (1 - p) k; below it elites rise, above they do not."""
    point = established_at(cost, prize, exponent)
    p = power_to_punish(point, exponent)
    assert p * prize == pytest.approx((1 - p) * cost, rel=1e-3, abs=1e-4)
    assert power_to_punish(min(point + 0.01, 1.0), exponent) <= p


def test_costless_risings_make_no_autocrat():
    assert established_at(0.0, 2.0, 1.0) == 1.0
    assert established_at(0.5, 0.0, 1.0) == pytest.approx(0.0)


def growth(q, dissent=0.0, punishment=0.6, parameters=P):
    leader, blocs = incumbent(personalisation=q), some_blocs(dissent=dissent)
    grow_personalisation(leader, blocs, Climate.new(punishment=punishment, prize=2.0), parameters)
    return WEEKS_A_YEAR * (leader.personalisation - q)


def test_grabs_succeed_where_they_go_unpunished():
    point = established_at(0.6, 2.0, P.decisiveness)
    assert growth(point + 0.01) == pytest.approx(P.grabbing * (1 - point - 0.01))
    checked = P.grabbing * (1 - point + 0.01) * (1 - power_to_punish(point - 0.01, P.decisiveness))
    assert growth(point - 0.01) == pytest.approx(checked)
    assert growth(1.0) == pytest.approx(0.0)
    assert growth(0.0) == pytest.approx(0.0, abs=1e-6), "a first among equals gains nothing"


def test_it_takes_long_to_establish_and_dissent_undoes_slowly():
    leader, blocs, climate = (
        incumbent(personalisation=0.32),
        some_blocs(),
        Climate.new(punishment=0.6, prize=2.0),
    )
    weeks = 0
    while leader.personalisation < 0.8:
        grow_personalisation(leader, blocs, climate, P)
        weeks += 1
    assert 8 < weeks / WEEKS_A_YEAR < 40
    assert -P.undoing < growth(0.6, dissent=1.0) < 0.0


# Purges


def a_court(**suspect):
    elites = [Elite.new(faction=f, power=POWERS[f], support=0.5, rents=1.0, expected=1.0) for f in range(9)]
    for elite in elites:
        elite.organ = elite.patron = -1
    for name, value in suspect.items():
        setattr(elites[4], name, value)
    blocs = some_blocs()
    count_blocs(elites, blocs, E)
    return elites, blocs


CLIMATE = Climate.new(begun=True, punishment=0.6, prize=2.0)


@pytest.mark.parametrize(
    ("suspect", "leader", "row"),
    [
        ({}, {}, -1),
        ({"support": -0.1}, {}, -1),
        ({"support": -0.5}, {}, 4),
        ({"support": -0.5, "power": 1e-6}, {}, 4),
        ({"support": -0.5}, {"personalisation": 0.2}, -1),
        ({"dissents": True}, {"personalisation": 0.2}, 4),
        ({"dissents": True}, {"in_office": False}, -1),
        ({"dissents": True}, {"uniform": 0.99}, -1),
    ],
)
def test_whom_he_purges(suspect, leader, row):
    elites, blocs = a_court(**suspect)
    man, log = incumbent(heir=4, heir_faction=4), Log.new()
    man.uniforms[0] = leader.pop("uniform", 0.0)
    for name, value in leader.items():
        setattr(man, name, value)
    assert both(purge, man, elites, blocs, CLIMATE, 1.0, log, G, E) == (row >= 0)
    assert man.purges == log.count == (row >= 0)
    if row >= 0:
        assert elites[row].support == pytest.approx(E.appointee_support)
        assert not elites[row].dissents
        assert blocs[4].fear == pytest.approx(elites[4].power / blocs[4].power)
        assert man.heir == -1
        assert log.events[0].kind == Happening.PURGE
        assert log.events[0].target == row


def test_he_strikes_at_the_strongest_of_equally_disloyal():
    elites, blocs = a_court()
    for elite in elites:
        elite.support = -0.6
    count_blocs(elites, blocs, E)
    assert purge(incumbent(), elites, blocs, CLIMATE, 1.0, Log.new(), G, E) == 1
    assert elites[0].support == E.appointee_support
    assert elites[1].support == -0.6


def test_a_large_roster_is_purged_in_proportion():
    rng = np.random.default_rng(2)
    reach = dataclasses.replace(G, reach=0.05)
    elites = [
        Elite.new(faction=i % 9, power=rng.random() / 200, support=rng.random() - 0.7) for i in range(200)
    ]
    blocs = some_blocs()
    count_blocs(elites, blocs, E)
    danger = sorted(((max(-e.support, 0.0) * e.power, i) for i, e in enumerate(elites)), reverse=True)
    bar = reach.bar + reach.backlash * power_to_punish(0.8, 1.0)
    wanted = [i for d, i in danger if -elites[i].support > bar][:10]
    tenth, next_one = (d for d, i in [d for d in danger if -elites[d[1]].support > bar][9:11])
    assert next_one < danger_line(elites, bar, 10, danger[0][0]) <= tenth
    leader, log = incumbent(), Log.new()
    assert both(purge, leader, elites, blocs, CLIMATE, 1.0, log, reach, E) == 10
    assert [i for i, e in enumerate(elites) if e.support == E.appointee_support] == sorted(wanted)
    assert log.count == 1, "one event, however large the roster"


def test_fear_fades_and_an_exposed_plotter_goes():
    elites, blocs = a_court()
    leader, log = incumbent(), Log.new()
    dismiss(leader, elites, 2, blocs, CLIMATE, log, E)
    assert (blocs[2].fear, leader.purges, log.count) == (pytest.approx(1.0), 1, 1)
    leader.uniforms[0] = 0.99
    for _ in range(52):
        purge(leader, elites, blocs, CLIMATE, 1.0, log, G, E)
    assert blocs[2].fear == pytest.approx(math.exp(-G.fear_fades), rel=0.02)


# Counterweights


def test_counterweights_pay_where_the_army_is_disloyal_and_few_exist():
    assert relief_from_counterweight(0.2, 0, P) > 0.0 > relief_from_counterweight(0.6, 0, P)
    assert relief_from_counterweight(0.2, 5, P) < 0.0
    provoking = dataclasses.replace(P, provocation=1.0, deterrence=0.4)
    assert relief_from_counterweight(0.0, 0, provoking) < 0.0, "none if it provokes more than it deters"
    at_measured_rate = dataclasses.replace(P, provocation=0.0, deterrence=0.6, upkeep=0.0)
    assert relief_from_counterweight(1 - P.usual_disloyalty, 0, at_measured_rate) == pytest.approx(
        0.6 * P.attempts * P.success
    )


def test_the_order_stands_for_a_week():
    leader, blocs, log = incumbent(), some_blocs(), Log.new()
    govern(leader, blocs, CLIMATE, 1.0, 0.1, log, P)
    assert leader.counterweight
    assert leader.counterweights == 1
    assert log.events[0].kind == Happening.COUNTERWEIGHT
    leader.uniforms[1] = 0.999
    govern(leader, blocs, CLIMATE, 1.0, 0.1, log, P)
    assert not leader.counterweight


# Legitimacy


@pytest.mark.parametrize(
    ("climate", "culpability", "sign"),
    [
        ({"performance": 0.6, "usual_performance": 0.5}, 1.0, 1),
        ({"progress": -1.0}, 1.0, -1),
        ({"progress": -1.0}, 0.0, 0),
    ],
)
def test_legitimacy_follows_results_and_the_war_if_culpable(climate, culpability, sign):
    leader = incumbent(culpability=culpability)
    govern(leader, some_blocs(), Climate.new(**climate), 1.0, 0.6, Log.new(), P)
    change = leader.legitimacy - L.legitimacy
    assert change == 0.0 if sign == 0 else change * sign > 0.0


# Heirs


def test_a_weak_heir_is_of_little_use_and_a_strong_one_a_danger():
    blocs = some_blocs()
    leader = yearly(incumbent(), Cause.COUP, 0.03)
    assert standing_of_heir(blocs, Faction.SECURITY_CORE) > 0.6 > 0.2 > standing_of_heir(blocs, Faction.PARTY)
    safe = dataclasses.replace(H, rivalry=0.0)
    assert value_of_heir(blocs, 0, leader, safe) > value_of_heir(blocs, 7, leader, safe)
    feared = dataclasses.replace(H, rivalry=1.0)
    assert value_of_heir(blocs, 0, leader, feared) < value_of_heir(blocs, 7, leader, feared)


@pytest.mark.parametrize(
    ("natural", "coup", "personalisation", "named"),
    [(0.0, 0.0, 0.8, False), (0.02, 0.02, 0.8, False), (0.12, 0.03, 0.9, True), (0.12, 0.03, 0.3, False)],
)
def test_an_heir_is_named_when_the_end_is_near_and_he_can_be_borne(natural, coup, personalisation, named):
    leader, log = incumbent(personalisation=personalisation), Log.new()
    yearly(leader, Cause.DEATH, natural)
    yearly(leader, Cause.INCAPACITY, 0.0)
    yearly(leader, Cause.COUP, coup)
    both(consider_heir, leader, some_blocs(), log, H)
    assert (leader.heir >= 0) == named
    assert (leader.heir_relief > 0.0) == (leader.heir_threat > 0.0) == named
    assert log.count == named


def test_an_heir_who_grows_too_strong_is_dropped():
    leader, blocs = incumbent(personalisation=0.9), some_blocs()
    yearly(leader, Cause.DEATH, 0.12)
    consider_heir(leader, blocs, Log.new(), H)
    heir = leader.heir
    assert heir >= 0
    leader.uniforms[2] = 0.99
    leader.personalisation = 0.3
    consider_heir(leader, blocs, Log.new(), H)
    assert leader.heir == heir
    assert leader.heir_strength == pytest.approx(0.7 * POWERS[heir] / 0.3)
    leader.uniforms[2] = 0.0
    consider_heir(leader, blocs, Log.new(), H)
    assert leader.heir == leader.heir_faction == -1
    assert leader.heir_threat == 0.0


def test_he_prefers_an_heir_of_his_own_mind():
    leader, blocs = incumbent(personalisation=0.95), some_blocs()
    yearly(leader, Cause.DEATH, 0.12)
    for bloc in blocs:
        bloc.power, bloc.war_stance = 1 / 9, -0.8
    blocs[5].war_stance = 0.7
    consider_heir(leader, blocs, Log.new(), H)
    assert leader.heir_faction == 5


# Terms


@pytest.mark.parametrize(
    ("changes", "hazard", "low", "high"),
    [
        ({}, 0.03, 0.0, 0.2),
        ({"health": 0.3, "age": 83.0, "terms": 0}, 0.05, 0.05, 0.6),
        ({"health": 0.2, "age": 83.0, "terms": 0, "heir": 0, "heir_faction": 0}, 0.1, 0.3, 1.0),
        ({"personalisation": 0.2, "terms": 0}, 0.2, 0.3, 1.0),
    ],
)
def test_when_he_would_hand_over(changes, hazard, low, high):
    leader = incumbent(**changes)
    leader_hazards(leader, L)
    yearly(leader, Cause.REMOVAL, hazard)
    assert low <= both(handover_probability, leader, some_blocs(0.8), H) <= high


def test_a_safe_exit_and_a_dangerous_office_make_him_leave():
    leader, blocs = yearly(incumbent(), Cause.REMOVAL, 0.1), some_blocs(0.9)
    alone = handover_probability(leader, blocs, H)
    leader.heir, leader.heir_faction = 0, 0
    protected = handover_probability(leader, blocs, H)
    yearly(leader, Cause.REMOVAL, 0.5)
    assert alone < protected < handover_probability(leader, blocs, H)


@pytest.mark.parametrize(
    ("left", "uniform", "leaves", "terms"), [(0.5, 0.0, 0, 1), (-0.01, 0.0, 1, 0), (0.0, 1.0, 0, 0)]
)
def test_the_decision_falls_when_the_term_ends(left, uniform, leaves, terms):
    leader = incumbent(term_left=left)
    leader.uniforms[3] = uniform
    assert both(consider_term, leader, some_blocs(), H) == bool(leaves)
    assert leader.terms == terms
    assert leader.term_left > 0.0
    assert 0.0 < leader.handover < 1.0


def test_terms_end_in_2030_and_2036():
    leader, ends = incumbent(), []
    leader.uniforms[3] = 1.0
    for week in range(1, 616):
        age_leader(leader, L)
        before = leader.terms, leader.term_left
        consider_term(leader, some_blocs(), H)
        if leader.term_left > before[1]:
            ends.append(2025 + 77 / 365 + week / WEEKS_A_YEAR)
    assert ends == pytest.approx([2030 + 127 / 365, 2036 + 127 / 365], abs=0.03)
    assert leader.terms == 0


# Successors


@pytest.mark.parametrize("legitimacy", [0.0, 0.42, 0.7])
def test_a_successor_brings_his_own(legitimacy):
    leader = yearly(incumbent(heir=2, heir_faction=2), Cause.COUP, 1.0)
    leader.exposure[Cause.DEATH] = 0.3
    leader.normals[1] = -1.0
    elite = Elite.new(faction=Faction.TECHNOCRATS, war_stance=-0.4)
    both(install, leader, elite, 17, legitimacy, 0.0, L, S)
    assert (leader.number, leader.elite, leader.faction) == (1, 17, Faction.TECHNOCRATS)
    assert leader.age == pytest.approx(S.age - S.age_spread)
    assert leader.hawkishness == -0.4
    assert leader.culpability < 0.1 < L.culpability
    assert leader.legitimacy == legitimacy
    assert leader.personalisation == pytest.approx(S.power * L.personalisation)
    assert leader.heir == leader.heir_faction == -1
    assert max(leader.exposure) == max(leader.hazard) == 0.0
    assert leader.in_office


def test_an_inauguration_moves_the_tier():
    elites, blocs = a_court(dissents=True, support=-0.4)
    elites[8].patron = 3
    leader = incumbent()
    both(inaugurate, leader, elites, 3, int(Succession.MANAGED_CONSOLIDATION), blocs, CLIMATE, 0.0, L, S, E)
    assert elites[0].support == pytest.approx(E.inherited * 0.5)
    assert elites[8].support == pytest.approx(E.inherited * 0.5 + E.kinship)
    assert elites[8].patron == -1
    assert not elites[4].dissents
    assert elites[3].tenure == 0.0
    assert elites[3].support == pytest.approx(E.appointee_support)


# All together


def anywhere(group, rng):
    """A group of parameters drawn anywhere in its ranges, its ends included."""
    values = {}
    for field in dataclasses.fields(group):
        low, high = field.metadata["low"], field.metadata["high"]
        place = rng.choice([0.0, 1.0, rng.random()])
        value = low + place * (high - low)
        values[field.name] = round(value) if isinstance(field.default, int) else float(value)
    return group(**values)


@pytest.mark.parametrize("seed", range(12))
def test_nothing_breaks_anywhere_in_the_ranges(seed):
    rng = np.random.default_rng(seed)
    elite_rules = dataclasses.replace(anywhere(ElitesParameters, rng), count=24)
    body, palace, purges = (anywhere(g, rng) for g in (LeaderParameters, PalaceParameters, PurgesParameters))
    heirs, successors = anywhere(HeirsParameters, rng), anywhere(SuccessorsParameters, rng)
    array, *network = build_elites(elite_rules, anywhere(RosterParameters, rng), rng)
    elites = view_of(Elite, array)
    n = len(elites)
    audience = audience_of(*network)
    scratch = [np.zeros(n), np.zeros(n), np.zeros(n, np.bool_), np.zeros(n, np.int64)]
    blocs, climate, log, leader = some_blocs(), Climate.new(), Log.new(), Leader.new()
    count_blocs(elites, blocs, elite_rules)
    initialise_leader(leader, rng.standard_normal(), body)
    entitle(leader, blocs, palace)
    for week in range(60):
        for shocks in (leader.normals, leader.uniforms):
            for i in range(4):
                shocks[i] = rng.standard_normal() if shocks is leader.normals else rng.random() ** 4
        array["normal"] = rng.standard_normal(n)
        yearly(leader, Cause.REMOVAL, 3.0 * rng.random())
        if week == 40:
            inaugurate(leader, elites, 5, 0.5, blocs, climate, 0.3, body, successors, elite_rules)
        age_leader(leader, body)
        rents = float(rng.choice([0.0, 1.0, 3.0]))
        sense_climate(
            climate, leader, *(float(x) for x in rng.random(2)), 0.5, rents, *rng.random(3), elite_rules
        )
        govern(leader, blocs, climate, rents, rng.random(), log, palace)
        purge(leader, elites, blocs, climate, palace.decisiveness, log, purges, elite_rules)
        consider_heir(leader, blocs, log, heirs)
        consider_term(leader, blocs, heirs)
        update_elites(elites, blocs, climate, elite_rules)
        spread_dissent(elites, *audience, *scratch, elite_rules)
        count_blocs(elites, blocs, elite_rules)
    for record in (leader, climate, *elites, *blocs):
        assert np.isfinite(numbers(record)).all()
    for name in ("health", "survival", "personalisation", "legitimacy", "culpability", "handover"):
        assert 0.0 <= getattr(leader, name) <= 1.0, name
    assert sum(b.power for b in blocs) == pytest.approx(1.0)
    assert all(0.0 <= b.dissent <= 1.0 and 0.0 <= b.fear <= 1.0 for b in blocs)
    assert (np.abs(array["support"]) <= 1.0).all()
    assert (scratch[1] > -1e-9).all()
    assert (scratch[1] < 1.0 + 1e-9).all()
    assert (scratch[2] == array["dissents"]).all()


def numbers(record):
    """All numbers of a record in one flat list."""
    values = []
    for name, *_ in record._fields_:
        value = getattr(record, name)
        values.extend(value if hasattr(value, "__len__") else [value])
    return np.array(values, float)


# Both engines


@pytest.mark.parametrize("seed", range(4))
def test_the_weekly_rules_agree_bit_for_bit(seed):
    rng = np.random.default_rng(seed)
    leader, blocs, log = incumbent(L, rng.standard_normal()), some_blocs(), Log.new()
    both(entitle, leader, blocs, P)
    climate = Climate.new(begun=True, punishment=rng.random(), prize=2.0, progress=rng.random())
    for _ in range(4):
        for i in range(4):
            leader.normals[i] = rng.standard_normal()
        for i in range(4):
            leader.uniforms[i] = 0.05 * rng.random()
        for bloc in blocs:
            bloc.support, bloc.dissent = 2 * rng.random() - 1, rng.random()
        yearly(leader, Cause.REMOVAL, rng.random())
        both(age_leader, leader, L)
        both(govern, leader, blocs, climate, rng.random(), rng.random(), log, P)
        both(consider_heir, leader, blocs, log, H)
        both(consider_term, leader, blocs, H)
        assert sum(leader.rent_share) == pytest.approx(1.0)
        assert 0.0 <= leader.survival <= 1.0
        assert 0.0 <= leader.personalisation <= 1.0


def test_the_start_agrees_bit_for_bit():
    both(initialise_leader, Leader.new(), 0.37, L)
