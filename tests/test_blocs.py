"""Blocs: sums over their members, champions, replacements, and allegiance to a new leader."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.blocs import appoint, count_blocs, swear, tier_dissent, tier_support
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
