"""Elites: private support and thresholds against their limits, the climate they sense, in both engines."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.blocs import count_blocs
from agents.climate import Climate, horizon, sense_climate, war_progress, weekly_news
from agents.dissent import spread_dissent
from agents.elites import terms_of_support, threshold_of, update_elites, update_support
from agents.tier import Bloc, ElitesParameters
from agents.vocabulary import WarEnd
from tests.elites import a_climate, a_leader, a_tier, an_elite, random_network, settled, some_blocs, tied
from tests.engines import both

P = ElitesParameters()


# Private support


def test_support_at_rest_is_attachment():
    assert settled(an_elite(support=-0.4), a_climate()) == pytest.approx(0.5, abs=1e-9)


def test_private_noise_has_its_spread():
    rng = np.random.default_rng(5)
    elite, climate, bloc = an_elite(), a_climate(news=weekly_news(P)), Bloc.new(rents=1.0)
    seen = []
    for _ in range(40_000):
        elite.normal = rng.standard_normal()
        update_support(elite, False, bloc, climate, P)
        seen.append(elite.support)
    effective = 40_000 * (P.relaxation / 52.2) / 2
    assert np.std(seen) == pytest.approx(P.spread, abs=4 * P.spread / math.sqrt(2 * effective))


@pytest.mark.parametrize(
    ("who", "climate", "sign"),
    [
        ({"war_stance": 0.9}, {"victory": -0.3}, -1),
        ({"war_stance": -1.0}, {"victory": -0.3}, 0),
        ({"war_stance": -0.9}, {"toll": 0.3}, -1),
        ({"war_stance": 1.0}, {"toll": 0.3}, 0),
        ({"war_stance": 0.9}, {"subjection": 0.1}, -1),
        ({"exposure": 0.5}, {"sanctions": 0.5}, -1),
        ({"exposure": 0.5}, {"sanctions": -0.5}, 1),
        ({"exposure": 0.0}, {"sanctions": 0.5}, 0),
        ({}, {"standing": -0.1}, -1),
    ],
)
def test_what_moves_whom(who, climate, sign):
    change = settled(an_elite(**who), a_climate(habit=0.0, **climate)) - 0.5
    assert change == pytest.approx(0.0, abs=1e-9) if sign == 0 else sign * change > 0.01


def test_losses_weigh_more_than_gains():
    def change(rents):
        elite = an_elite(rents=rents)
        return terms_of_support(elite, False, Bloc.new(), a_climate(), P)

    assert change(2.0) == pytest.approx(P.elasticity * math.log(2.0), rel=0.05)
    assert change(0.5) == pytest.approx(-P.loss_aversion * change(2.0))
    assert change(0.0) == pytest.approx(-2.0 * P.loss_aversion * P.elasticity), "bounded where all is lost"


@pytest.mark.parametrize(
    ("normal", "support"), [(0.0, 0.5), (1.5, 0.53), (-30.0, -0.1), (100.0, 1.0), (-100.0, -1.0)]
)
def test_private_news_adds_to_support_within_its_bounds_and_moves_the_threshold(normal, support):
    """From 0.5 at rest by 0.02 a standard deviation; threshold (k + e x) / (k + b), k = 0.6 + 0.4 x 0.5, b = 2 x 0.5."""
    p = ElitesParameters(turmoil=0.4, expression=2.0)
    elite = an_elite(normal=normal, stability=0.5, ambition=0.5, threshold=9.0)
    update_support(elite, False, Bloc.new(rents=1.0), a_climate(news=0.02), p)
    assert elite.support == pytest.approx(support)
    assert elite.threshold == pytest.approx((0.8 + 2.0 * support) / 1.8)


def test_a_week_in_office_is_a_week():
    elite = an_elite(tenure=30.0)
    update_support(elite, False, Bloc.new(rents=1.0), a_climate(), P)
    assert elite.tenure == 31.0


def test_elites_get_used_to_poverty():
    elite, bloc = an_elite(), Bloc.new(rents=0.6)
    assert settled(elite, a_climate(), bloc, weeks=52) < 0.25
    assert settled(elite, a_climate(), bloc, weeks=3000) == pytest.approx(0.5, abs=1e-3)


def test_without_elasticity_rents_do_not_matter_at_all():
    deaf = ElitesParameters(elasticity=0.0)
    rich, poor = an_elite(war_stance=0.3), an_elite(war_stance=0.3)
    for w in range(300):
        update_support(rich, False, Bloc.new(rents=1.0), a_climate(), deaf)
        update_support(poor, False, Bloc.new(rents=1.0 / (w + 1)), a_climate(), deaf)
    assert rich.support == poor.support
    assert rich.threshold == poor.threshold


def test_a_patron_and_a_purge_cost_support():
    assert settled(an_elite(), a_climate(), patron_dissents=True) == pytest.approx(0.5 - P.patronage)
    frightened = Bloc.new(rents=1.0, fear=0.2)
    assert settled(an_elite(), a_climate(), frightened) == pytest.approx(0.5 - 0.2 * P.insecurity)


def test_threshold_is_where_dissent_breaks_even():
    elite, climate = an_elite(support=0.3), a_climate()
    k = climate.punishment + P.turmoil * elite.stability
    b = climate.prize * elite.ambition
    s = threshold_of(elite, climate, P)
    assert b * s - k * (1 - s) - P.expression * elite.support == pytest.approx(0.0)


def test_threshold_without_costs_and_prizes_follows_private_support():
    nothing = a_climate(punishment=0.0, prize=0.0)
    free = ElitesParameters(turmoil=0.0)
    assert threshold_of(an_elite(support=-0.1), nothing, free) < -1.0
    assert threshold_of(an_elite(support=0.1), nothing, free) > 1.0


@given(st.floats(-1, 1), st.floats(-1, 1), st.floats(0, 1), st.floats(0, 2))
def test_threshold_rises_with_support_and_with_fear(one, two, ambition, punishment):
    def at(support, fear):
        return threshold_of(an_elite(support=support, ambition=ambition), a_climate(punishment=fear), P)

    assert at(min(one, two), punishment) <= at(max(one, two), punishment)
    if P.expression * one <= 2.0 * ambition:  # joining pays if all others do
        assert at(one, punishment) <= at(one, punishment + 0.5) + 1e-12


# Climate


def test_horizon_limits():
    assert horizon(1.0, 0.9) == pytest.approx(0.0, abs=1e-15)
    assert horizon(0.0, 0.9) == pytest.approx(math.log(0.1))
    assert horizon(0.5, 0.0) == 0.0
    rents, survival, discount = 1.0, 0.8, 0.9
    worth = sum(rents * (discount * survival) ** t for t in range(2000))
    lasting = sum(rents * discount**t for t in range(2000))
    assert horizon(survival, discount) == pytest.approx(math.log(worth / lasting))


@pytest.mark.parametrize(
    ("momentum", "end", "terms", "progress"),
    [
        (0.0, WarEnd.GOES_ON, 0.0, 0.0),
        (P.notable_advance, WarEnd.GOES_ON, 0.0, math.tanh(1.0)),
        (0.0, WarEnd.RUSSIAN_OBJECTIVE, 0.0, 1.0),
        (900.0, WarEnd.UKRAINIAN_OBJECTIVE, 0.0, -1.0),
        (900.0, WarEnd.SETTLEMENT, 0.5, 0.0),
        (0.0, WarEnd.SETTLEMENT, 0.8, 0.6),
    ],
)
def test_progress_of_the_war(momentum, end, terms, progress):
    assert both(war_progress, momentum, int(end), terms, P) == pytest.approx(progress)


START = {"progress": 0.5, "burden": 0.07, "sanctions": 0.9, "rents": 1.0}
START |= {"performance": 0.5, "autonomy": 0.6, "repression": 0.7}


def look(climate, leader, parameters=P, **changes):
    sense_climate(climate, leader, *{**START, **changes}.values(), parameters)
    return climate


def test_the_first_look_departs_from_nothing():
    climate = look(Climate.new(), a_leader())
    assert climate.victory == climate.toll == climate.subjection == climate.standing == 0.0
    assert climate.sanctions == 0.0
    assert climate.prize == pytest.approx(P.prize)


@pytest.mark.parametrize(
    ("changes", "leader", "field", "sign"),
    [
        ({"progress": 0.0}, {}, "victory", -1),
        ({"burden": 0.1}, {}, "toll", 1),
        ({"autonomy": 0.3}, {}, "subjection", 1),
        ({"sanctions": 0.5}, {}, "sanctions", -1),
        ({}, {"survival": 0.5}, "standing", -1),
        ({}, {"legitimacy": 0.9}, "standing", 1),
    ],
)
def test_departures_from_the_start(changes, leader, field, sign):
    climate = look(Climate.new(), a_leader())
    look(climate, a_leader(**leader), **changes)
    assert sign * getattr(climate, field) > 0.0


def test_a_lame_duck_cannot_punish():
    strong = look(Climate.new(), a_leader()).punishment
    assert look(Climate.new(), a_leader(survival=0.0)).punishment == 0.0
    assert look(Climate.new(), a_leader(), repression=0.3).punishment < strong
    assert look(Climate.new(), a_leader(personalisation=0.2)).punishment < strong


# Both engines


@pytest.mark.parametrize("seed", range(4))
def test_the_weekly_rules_agree_bit_for_bit(seed):
    rng = np.random.default_rng(seed)
    elites, blocs = a_tier(rng), some_blocs()
    climate, leader = Climate.new(), a_leader(personalisation=rng.random(), survival=rng.random())
    for w in range(3):
        shocks = rng.random(7)
        both(sense_climate, climate, leader, *(float(x) for x in shocks), P)
        both(update_elites, elites, blocs, climate, P)
        both(count_blocs, elites, blocs, P)
        leader.survival = rng.random()
        assert all(math.isfinite(e.threshold) and -1.0 <= e.support <= 1.0 for e in elites), w
    n = len(elites)
    neighbours, offsets, weight = random_network(rng, n, 6)
    both(spread_dissent, elites, tied(elites, neighbours, offsets, weight / 6), P)


def test_a_loyal_patron_and_the_dissent_of_others_cost_nothing():
    """The second has a loyal patron, the third none; he who dissents is the last of the roster."""
    elites = [an_elite(), an_elite(patron=0), an_elite(patron=-1), an_elite(dissents=True)]
    update_elites(elites, some_blocs(), a_climate(), P)
    assert [e.support for e in elites] == pytest.approx([0.5] * 4)


def test_a_patron_is_read_as_of_last_week():
    elites = [an_elite(dissents=True, support=-0.9), an_elite(patron=0), an_elite(patron=-1)]
    update_elites(elites, some_blocs(), a_climate(), P)
    rate = P.relaxation / 52.1775
    assert elites[1].support == pytest.approx(0.5 - rate * P.patronage)
    assert elites[2].support == pytest.approx(0.5)
