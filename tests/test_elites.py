"""Elites: cascades, private support, thresholds, blocs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.blocs import appoint, count_blocs, swear, tier_dissent, tier_support
from agents.climate import Climate, horizon, sense_climate, war_progress, weekly_news
from agents.dissent import audience_of, spread_dissent
from agents.elites import (
    Bloc,
    Elite,
    ElitesParameters,
    cascade,
    terms_of_support,
    threshold_of,
    update_elites,
    update_support,
)
from agents.leader import Leader
from agents.vocabulary import FACTIONS, Faction, WarEnd
from tests.engines import both

P = ElitesParameters()


# Cascades


@pytest.mark.parametrize(
    ("thresholds", "joined"),
    [
        (list(range(100)), 100),
        ([0, 2, *range(2, 100)], 1),
        ([1] * 5, 0),
        ([0, 1, 2, 3, 9], 4),
        ([0, 0, 3, 3, 3], 2),
        ([], 0),
    ],
)
def test_granovetter(thresholds, joined):
    assert cascade(thresholds).sum() == joined


def test_those_who_turned_stay_and_count():
    assert cascade([5, 1, 9], turned=[True, False, False]).tolist() == [True, True, False]


def test_complete_network_is_granovetter():
    rng = np.random.default_rng(1)
    n = 40
    neighbours = np.array([[j for j in range(n) if j != i] for i in range(n)]).ravel()
    offsets = np.arange(n + 1) * (n - 1)
    for _ in range(20):
        counts = rng.integers(0, n, n) * rng.integers(0, 2, n)
        alone = cascade(counts)
        network = cascade(counts / (n - 1), neighbours=neighbours, offsets=offsets)
        assert (alone == network).all()


def random_network(rng, n, degree):
    offsets = np.concatenate(([0], np.cumsum(rng.integers(0, degree, n))))
    neighbours = rng.integers(0, n, offsets[-1])
    return neighbours, offsets, rng.random(len(neighbours))


def fixed_point(threshold, neighbours, offsets, weight):
    """Least fixed point by plain iteration over all."""
    turned = threshold <= 0.0
    while True:
        share = np.zeros(len(threshold))
        for i in range(len(threshold)):
            ties = slice(offsets[i], offsets[i + 1])
            if weight[ties].sum() > 0.0:
                share[i] = weight[ties] @ turned[neighbours[ties]] / weight[ties].sum()
        after = turned | (share >= threshold - 1e-12)
        if (after == turned).all():
            return turned
        turned = after


@pytest.mark.parametrize("seed", range(8))
def test_cascade_is_the_least_fixed_point_whatever_the_order(seed):
    rng = np.random.default_rng(seed)
    n = 60
    neighbours, offsets, weight = random_network(rng, n, 7)
    threshold = rng.normal(0.25, 0.2, n)
    found = cascade(threshold, None, neighbours, offsets, weight)
    assert (found == fixed_point(threshold, neighbours, offsets, weight)).all()
    order = rng.permutation(n)
    place = np.argsort(order)
    ties = np.concatenate([np.arange(offsets[i], offsets[i + 1]) for i in order])
    starts = np.concatenate(([0], np.cumsum(np.diff(offsets)[order])))
    shuffled = cascade(threshold[order], None, place[neighbours[ties]], starts, weight[ties])
    assert (shuffled[place] == found).all()


@given(st.integers(0, 10_000))
@settings(max_examples=30, deadline=None)
def test_a_lower_threshold_never_frees_anyone(seed):
    rng = np.random.default_rng(seed)
    neighbours, offsets, weight = random_network(rng, 30, 6)
    threshold = rng.random(30)
    lower = threshold - rng.random(30) * 0.3
    assert (
        cascade(threshold, None, neighbours, offsets, weight)
        <= cascade(lower, None, neighbours, offsets, weight)
    ).all()


def test_a_large_network_is_compiled_and_agrees():
    rng = np.random.default_rng(3)
    n = 5000
    neighbours, offsets, weight = random_network(rng, n, 12)
    threshold = rng.normal(0.3, 0.15, n)
    found = cascade(threshold, None, neighbours, offsets, weight)
    assert (found == fixed_point(threshold, neighbours, offsets, weight)).all()
    assert 0 < found.sum() < n


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (([[0.0]],), "threshold"),
        (([math.nan],), "threshold"),
        (([0, 1], [True]), "turned"),
        (([0, 1], None, [1], None), "both"),
        (([0, 1], None, None, None, [1.0]), "weight"),
        (([0, 1], None, [1, 0], [0, 1]), "offsets"),
        (([0, 1], None, [1, 2], [0, 1, 2]), "rows"),
        (([0, 1], None, [1], [0, 1, 2]), "neighbours"),
        (([0, 1], None, [1, 0], [0, 1, 2], [1.0, -1.0]), "weight"),
    ],
)
def test_bad_input_is_refused(arguments, word):
    with pytest.raises(ValueError, match=word):
        cascade(*arguments)


# Weekly dissent


def chain(thresholds, dissents=None):
    """Elites in a line: each is influenced by the one before him alone."""
    n = len(thresholds)
    dissents = dissents or [False] * n
    elites = [Elite.new(threshold=t, dissents=d) for t, d in zip(thresholds, dissents, strict=True)]
    neighbours, offsets = np.arange(n - 1), np.concatenate(([0], np.arange(n)))
    network = audience_of(neighbours, offsets, np.ones(n - 1))
    scratch = [np.zeros(n), np.zeros(n), np.zeros(n, np.bool_), np.zeros(n, np.int64)]
    return elites, network, scratch


def week(elites, network, scratch, parameters=P):
    return both(spread_dissent, elites, *network, *scratch, parameters)


def stances(elites):
    return [bool(e.dissents) for e in elites]


def test_dissent_spreads_recedes_late_and_obeys_purges():
    elites, network, scratch = chain([0.0, 0.9, 0.9, 1.1])
    assert week(elites, network, scratch) == 3
    assert stances(elites) == [True, True, True, False]
    assert week(elites, network, scratch) == 0
    elites[0].threshold = P.hysteresis / 2
    assert week(elites, network, scratch) == 0
    assert stances(elites)[0], "within the hysteresis he stays"
    elites[0].threshold = 2 * P.hysteresis
    week(elites, network, scratch)
    assert stances(elites) == [False, True, True, False], "the second follows a week later"
    for _ in range(2):
        week(elites, network, scratch)
    assert stances(elites) == [False] * 4
    assert (scratch[1] == 0.0).all()


def test_a_stance_changed_from_outside_is_taken_up():
    elites, network, scratch = chain([0.5, 0.5, 0.5, 2.0], [True, False, False, False])
    assert week(elites, network, scratch) == 3
    elites[1].dissents = False
    elites[1].threshold = 2.0
    week(elites, network, scratch)
    assert stances(elites) == [False, False, True, False]


def test_no_hysteresis_no_memory():
    elites, network, scratch = chain([0.0, 0.9])
    free = ElitesParameters(hysteresis=0.0)
    week(elites, network, scratch, free)
    elites[0].threshold = 0.01
    week(elites, network, scratch, free)
    assert stances(elites) == [False, True]


# Private support


def an_elite(**changes):
    usual = {
        "patron": -1,
        "power": 0.01,
        "rents": 1.0,
        "expected": 1.0,
        "stability": 0.65,
        "ambition": 0.5,
        "support": 0.5,
        "attachment": 0.5,
    }
    return Elite.new(**{**usual, **changes})


def a_climate(**changes):
    return Climate.new(**{"begun": True, "punishment": 0.6, "prize": 2.0, **changes})


def settled(elite, climate, bloc=None, patron_dissents=False, parameters=P, weeks=600):
    for _ in range(weeks):
        update_support(elite, patron_dissents, bloc or Bloc.new(rents=1.0), climate, parameters)
    return elite.support


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
    fixed = ElitesParameters(adaptation=0.0)
    change = settled(an_elite(**who), a_climate(**climate), parameters=fixed) - 0.5
    assert change == pytest.approx(0.0, abs=1e-9) if sign == 0 else sign * change > 0.01


def test_losses_weigh_more_than_gains():
    def change(rents):
        elite = an_elite(rents=rents)
        return terms_of_support(elite, False, Bloc.new(), a_climate(), P)

    assert change(2.0) == pytest.approx(P.elasticity * math.log(2.0))
    assert change(0.5) == pytest.approx(-P.loss_aversion * P.elasticity * math.log(2.0))


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


def a_leader(**changes):
    usual = {"in_office": True, "elite": -1, "heir": -1, "legitimacy": 0.8, "survival": 0.94}
    return Leader.new(**{"personalisation": 0.8, **usual, **changes})


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


# Blocs


def a_tier(rng, n=45):
    rows = []
    for i in range(n):
        draws = rng.random(4)
        rows.append(
            an_elite(
                faction=i % FACTIONS,
                power=draws[0] / n,
                support=2 * draws[1] - 1,
                war_stance=2 * draws[2] - 1,
                ambition=draws[3],
                dissents=bool(draws[1] < 0.2),
                patron=int(rng.integers(-1, n)),
                normal=rng.standard_normal(),
                organ=-1,
            )
        )
    return rows


def some_blocs():
    return [Bloc.new(rents=1.0, entitlement=1.0 / FACTIONS) for _ in range(FACTIONS)]


def test_blocs_add_up():
    elites, blocs = a_tier(np.random.default_rng(2)), some_blocs()
    both(count_blocs, elites, blocs, P)
    total = sum(e.power for e in elites)
    assert sum(b.power for b in blocs) == pytest.approx(1.0)
    assert sum(b.members for b in blocs) == len(elites)
    weighted = sum(e.power * e.support for e in elites) / total
    assert tier_support(blocs) == pytest.approx(weighted)
    assert tier_dissent(blocs) == pytest.approx(sum(e.power for e in elites if e.dissents) / total)
    own = [e for e in elites if e.faction == Faction.PARTY]
    assert blocs[Faction.PARTY].ambition == max(e.ambition for e in own)


@pytest.mark.parametrize(
    ("members", "champion"),
    [
        ([(0.3, 0.9), (0.5, 0.1), (0.2, 0.8)], 0),
        ([(0.3, 0.1), (0.5, 0.1), (0.2, 0.1)], 1),
        ([(0.3, 0.6), (0.3, 0.9)], 0),
        ([(0.1, 0.1), (0.1, 0.5), (0.2, 0.9)], 2),
        ([], -1),
    ],
)
def test_the_champion_is_the_strongest_ambitious_member(members, champion):
    blocs = some_blocs()
    count_blocs([an_elite(faction=3, power=p, ambition=a) for p, a in members], blocs, P)
    assert blocs[3].champion == champion
    assert blocs[4].champion == -1
    assert blocs[4].power == 0.0


def test_who_takes_a_vacant_post_is_loyal_and_like_his_faction():
    bloc = Bloc.new(war_stance=0.6, stability=0.7, rents=0.8, fear=0.1)
    elite = an_elite(support=-0.9, dissents=True, tenure=300.0, rents=0.8, organ=1)
    both(appoint, elite, 1.0, 0.0, 0.0, bloc, a_climate(standing=-0.05), P)
    assert elite.support == P.appointee_support
    assert elite.war_stance == pytest.approx(0.6 + P.appointee_spread)
    assert not elite.dissents
    assert elite.tenure == 0.0
    assert elite.organ == 1
    resting = settled(elite, a_climate(standing=-0.05), bloc)
    assert resting == pytest.approx(P.appointee_support, abs=0.02)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"faction": 1}, P.inherited * 0.6),
        ({"faction": 4}, P.inherited * 0.6 + P.kinship),
        ({"faction": 1, "patron": 7}, P.inherited * 0.6 + P.kinship),
        ({"faction": 1, "support": -1.0}, -P.inherited),
    ],
)
def test_allegiance_to_a_new_leader(changes, expected):
    elite = an_elite(**{"support": 0.6, "dissents": True, **changes})
    both(swear, elite, a_leader(faction=4, elite=7), Bloc.new(rents=1.0), a_climate(), P)
    assert elite.support == pytest.approx(expected)
    assert not elite.dissents
    assert elite.patron == -1


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
    network = audience_of(neighbours, offsets, weight / 6)
    scratch = [np.zeros(n), np.zeros(n), np.zeros(n, np.bool_), np.zeros(n, np.int64)]
    both(spread_dissent, elites, *network, *scratch, P)


def test_a_patron_is_read_as_of_last_week():
    elites = [an_elite(dissents=True, support=-0.9), an_elite(patron=0), an_elite(patron=-1)]
    update_elites(elites, some_blocs(), a_climate(), P)
    rate = P.relaxation / 52.1775
    assert elites[1].support == pytest.approx(0.5 - rate * P.patronage)
    assert elites[2].support == pytest.approx(0.5)
