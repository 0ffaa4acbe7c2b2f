"""Blocs: sums over their members, champions, replacements, and allegiance to a new leader."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.blocs import appoint, count_blocs, disloyalty, swear, tier_dissent, tier_support
from agents.tier import Bloc, ElitesParameters
from agents.vocabulary import Faction
from tests.elites import a_climate, a_leader, a_tier, an_elite, settled, some_blocs
from tests.engines import both

P = ElitesParameters()


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
        ([(0.5, 0.4), (0.1, 0.5)], 1),
        ([(0.1, 0.5), (0.5, 0.4)], 0),
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
    assert settled(elite, a_climate(), Bloc.new(rents=1.0)) == pytest.approx(expected, abs=0.02)


def test_a_client_of_the_first_row_is_one_too_and_nobody_supports_more_than_fully():
    elite = an_elite(support=1.0, faction=1, patron=0)
    whole = dataclasses.replace(P, inherited=1.0)
    swear(elite, a_leader(faction=4, elite=0), Bloc.new(rents=1.0), a_climate(), whole)
    assert (elite.patron, elite.support) == (-1, 1.0)


# Worked by hand


USED = {"support": 0.9, "dissent": 0.9, "war_stance": 0.9, "stability": 0.9, "ambition": 0.9, "power": 0.9}


@pytest.mark.parametrize(
    ("support", "dissents", "expected"),
    [(0.4, False, 0.0), (-0.4, False, 0.4), (0.4, True, 1.0), (-0.4, True, 1.0)],
)
def test_the_disloyal_are_those_who_oppose_and_most_of_all_those_who_say_so(support, dissents, expected):
    assert disloyalty(an_elite(support=support, dissents=dissents)) == expected


def test_a_bloc_is_the_mean_of_its_members_of_this_week():
    """Powers 0.1 and 0.3 of 0.8; the second dissents; what stood there last week is gone."""
    blocs = [Bloc.new(members=7, champion=5, rents=1.5, entitlement=0.2, fear=0.3, **USED) for _ in Faction]
    one = an_elite(faction=3, power=0.1, support=0.8, war_stance=-0.6, stability=0.2, ambition=0.4)
    two = an_elite(faction=3, power=0.3, support=-0.4, war_stance=0.6, stability=0.6, ambition=0.3)
    two.dissents = True
    count_blocs([one, two, an_elite(faction=0, power=0.4, stability=0.7)], blocs, P)
    bloc, empty = blocs[3], blocs[4]
    assert (bloc.members, bloc.champion, bloc.ambition) == (2, 1, 0.4)
    found = (bloc.power, bloc.support, bloc.dissent, bloc.war_stance, bloc.stability)
    assert found == pytest.approx((0.5, -0.1, 0.75, 0.3, 0.4))
    assert (empty.members, empty.champion, *(getattr(empty, name) for name in USED)) == (0, -1, *[0.0] * 6)
    assert (blocs[0].members, blocs[0].stability) == (1, 0.7)
    for each in blocs:
        assert (each.rents, each.entitlement, each.fear) == (1.5, 0.2, 0.3)


@pytest.mark.parametrize(
    ("power", "support", "dissent", "expected"),
    [
        (1 / 9, 0.5, 0.25, (0.5, 0.25)),
        (1 / 9, -0.5, 0.0, (-0.5, 0.0)),
        (1.0, 1.0, 1.0, (1.0, 1.0)),
        (1.0, -1.0, -1.0, (-1.0, 0.0)),
    ],
)
def test_the_tier_is_the_mean_of_its_blocs_held_to_the_whole(power, support, dissent, expected):
    blocs = [Bloc.new(power=power, support=support, dissent=dissent) for _ in Faction]
    assert (tier_support(blocs), tier_dissent(blocs)) == pytest.approx(expected)


NAMED = dataclasses.replace(P, appointee_spread=0.1, appointee_support=0.7, ambition=0.5)


@pytest.mark.parametrize(
    ("normals", "stability", "expected"),
    [
        ((1.0, 2.0, 3.0), 0.7, (0.7, 0.9, 0.8, 0.7)),
        ((-1.0, -2.0, -3.0), 0.7, (0.5, 0.5, 0.2, 0.7)),
        ((5.0, 5.0, 6.0), 1.4, (1.0, 1.0, 1.0, 1.0)),
        ((-20.0, -20.0, -20.0), -0.4, (-1.0, -1.0, 0.0, 0.0)),
    ],
)
def test_an_appointee_is_drawn_about_his_faction_in_stance_support_and_ambition(normals, stability, expected):
    elite = an_elite(war_stance=0.0, support=0.0, ambition=0.9, stability=0.9, rents=0.8, threshold=9.0)
    bloc, climate = Bloc.new(war_stance=0.6, stability=stability), a_climate(standing=-0.05)
    appoint(elite, *normals, bloc, climate, NAMED)
    _, support, ambition, patience = expected
    found = (elite.war_stance, elite.support, elite.ambition, elite.stability)
    assert found == pytest.approx(expected)
    assert (elite.expected, elite.attachment) == pytest.approx((0.8, support + 0.05))
    cost = 0.6 + 0.5 * patience
    assert elite.threshold == pytest.approx((cost + support) / (cost + 2.0 * ambition))


def test_what_is_sworn_to_a_new_leader_explains_support_and_the_threshold_of_dissent():
    """A pure hawk whom a victory gladdens by 0.2; his patron, if any, rules now and dissents no more."""
    elite = an_elite(support=0.5, faction=1, patron=-1, war_stance=1.0, stability=0.0, threshold=9.0)
    whole = dataclasses.replace(P, inherited=0.8, kinship=0.4)
    swear(elite, a_leader(faction=4, elite=7), Bloc.new(), a_climate(victory=0.2), whole)
    assert (elite.support, elite.attachment) == pytest.approx((0.4, 0.2))
    assert elite.threshold == pytest.approx((0.6 + 0.4) / (0.6 + 1.0))


def test_the_patron_of_one_who_is_no_client_of_the_new_leader_stays():
    elite = an_elite(support=0.5, faction=1, patron=3)
    swear(elite, a_leader(faction=4, elite=7), Bloc.new(), a_climate(), P)
    assert (elite.patron, elite.support) == (3, pytest.approx(P.inherited * 0.5))


@pytest.mark.parametrize(("support", "held"), [(1.5, 1.0), (-1.5, -1.0)])
def test_what_is_sworn_is_support_held_to_the_whole(support, held):
    elite = an_elite(support=support, faction=1)
    swear(elite, a_leader(faction=4), Bloc.new(), a_climate(), dataclasses.replace(P, inherited=1.0))
    assert elite.support == held
