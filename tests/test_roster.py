"""The roster: factions, power, stances, patrons, commanders, network."""

from __future__ import annotations

import dataclasses
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.dissent import tie
from agents.elites import cascade
from agents.organs import commander_faction
from agents.tier import ElitesParameters
from agents.vocabulary import FACTIONS, ORGANS, Faction, Organ
from model.roster import RosterParameters, build_elites, plan_roster, seats

R = RosterParameters()
SURE = dataclasses.replace(R, stance_doubt=0.0, support_doubt=0.0)


def build(count=120, parameters=R, seed=7):
    elites = ElitesParameters(count=count)
    return build_elites(plan_roster(elites, parameters), elites, parameters, np.random.default_rng(seed))


def owners(offsets):
    return np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))


@pytest.mark.parametrize(
    ("count", "sizes", "least", "expected"),
    [
        (10, [1, 1, 2], [0, 0, 0], [3, 2, 5]),
        (7, [5, 3, 1], [0, 0, 0], [4, 2, 1]),
        (7, [5, 3, 1], [0, 0, 2], [3, 2, 2]),
        (6, [100, 1, 1], [1, 2, 2], [2, 2, 2]),
        (385, [30, 15, 340], [1, 1, 1], [30, 15, 340]),
    ],
)
def test_seats_by_largest_remainder(count, sizes, least, expected):
    assert seats(count, np.array(sizes, float), np.array(least)).tolist() == expected


@given(st.integers(20, 3000), st.integers(0, 10_000))
@settings(max_examples=20, deadline=None)
def test_any_roster_is_whole(count, seed):
    elites, neighbours, offsets, weight = build(count, seed=seed)
    assert len(elites) == count
    assert (np.bincount(elites["faction"], minlength=FACTIONS) >= 1).all()
    assert elites["power"].sum() == pytest.approx(1.0)
    for name, low in (
        ("war_stance", -1),
        ("support", -1),
        ("attachment", -1),
        ("ambition", 0),
        ("stability", 0),
    ):
        assert (elites[name] >= low).all()
        assert (elites[name] <= 1.0).all()
    assert sorted(elites["organ"][elites["organ"] >= 0]) == list(range(ORGANS))
    assert neighbours.dtype == offsets.dtype == np.int64
    assert offsets[-1] == len(neighbours) == len(weight)
    sums = np.bincount(owners(offsets), weights=weight, minlength=count)
    assert sums[np.diff(offsets) > 0] == pytest.approx(1.0)
    assert (owners(offsets) != neighbours).all()


def test_the_default_roster_keeps_the_proportions():
    members = np.bincount(build()[0]["faction"], minlength=FACTIONS)
    sizes = np.array([30, 15, 30, 15, 30, 60, 85, 45, 75])
    assert (np.abs(members - 120 * sizes / sizes.sum()) < 1.0).all()


@pytest.mark.parametrize(
    ("faction", "stance", "variety", "power"),
    [
        (Faction.SECURITY_CORE, 0.6, 0.25, 0.24),
        (Faction.TECHNOCRATS, -0.2, 0.25, 0.13),
        (Faction.BUSINESS, -0.1, 0.35, 0.14),
        (Faction.GOVERNORS, 0.0, 0.25, 0.07),
    ],
)
def test_factions_have_their_priors(faction, stance, variety, power):
    elites = build(20_000, SURE)[0]
    own = elites[elites["faction"] == faction]
    error = variety / np.sqrt(len(own))
    assert own["war_stance"].mean() == pytest.approx(stance, abs=4 * error + 0.01)  # 0.01: clipped tails
    assert own["war_stance"].std() == pytest.approx(variety, abs=4 * error + 0.02)
    assert own["power"].sum() == pytest.approx(power / 1.0)


def test_arms_makers_and_exporters_stand_apart():
    elites = build(20_000, SURE)[0]
    business = elites[elites["faction"] == Faction.BUSINESS]
    arms = business[business["exposure"] == R.exposure_arms_makers]
    exporters = business[business["exposure"] == R.exposure_exporters]
    assert arms["war_stance"].mean() == pytest.approx(0.5, abs=0.03)
    assert exporters["war_stance"].mean() == pytest.approx(-0.4, abs=0.03)
    share = len(arms) / len(business)
    assert share == pytest.approx(R.arms_makers, abs=4 * np.sqrt(0.16 / len(business)))


def test_runs_differ_in_what_we_do_not_know():
    means = [build(2000, seed=s)[0]["war_stance"][:100].mean() for s in range(40)]
    assert 0.06 < np.std(means) < 0.15


def test_power_is_heavy_tailed_and_ordered():
    def top(tail):
        elites = build(12_000, dataclasses.replace(R, power_tail=tail))[0]
        own = elites["power"][elites["faction"] == Faction.PARTY]
        assert (np.diff(own) <= 0.0).all()
        return own[: len(own) // 100].sum() / own.sum()

    assert top(1.2) > top(2.0) > top(4.0) > 0.01


def test_patrons_are_stronger_members_of_the_own_faction():
    elites = build()[0]
    for row, elite in enumerate(elites):
        patron = elite["patron"]
        if patron >= 0:
            assert elites[patron]["faction"] == elite["faction"]
            assert elites[patron]["power"] >= elite["power"]
            assert patron < row
    heads = elites["faction"][elites["patron"] == -1]
    assert np.bincount(heads, minlength=FACTIONS).tolist() == [R.direct_clients] * FACTIONS
    assert np.bincount(elites["patron"][elites["patron"] >= 0]).max() <= R.clients


def test_commanders_are_the_strongest_of_their_faction():
    elites = build()[0]
    for organ in Organ:
        row = int(np.flatnonzero(elites["organ"] == organ)[0])
        faction = commander_faction(organ)
        assert elites[row]["faction"] == faction
        weaker = elites[(elites["faction"] == faction) & (elites["organ"] < 0)]
        assert (weaker["power"] <= elites[row]["power"]).all()


def test_the_network_has_its_degree_and_its_assortativity():
    elites, neighbours, offsets, weight = build(6000)
    rows = owners(offsets)
    assert len(neighbours) / 6000 == pytest.approx(R.contacts, rel=0.05)
    ties = set(zip(rows.tolist(), neighbours.tolist(), strict=True))
    assert all((b, a) in ties for a, b in ties), "contacts run both ways"
    same = elites["faction"][rows] == elites["faction"][neighbours]
    loose = build(6000, dataclasses.replace(R, assortativity=0.0, contacts=20.0))
    mixed = loose[0]["faction"][owners(loose[2])] == loose[0]["faction"][loose[1]]
    assert same.mean() > 0.7 > 0.3 > mixed.mean()
    client = int(np.flatnonzero(elites["patron"] >= 0)[50])
    own = slice(offsets[client], offsets[client + 1])
    patron = elites[client]["patron"]
    others = neighbours[own] != patron
    per_power = weight[own] / np.sqrt(elites["power"][neighbours[own]])
    assert per_power[~others] == pytest.approx(R.patron_weight * per_power[others][0])


def test_two_contacts_leave_the_bare_pyramids():
    elites, neighbours, offsets, _ = build(500, dataclasses.replace(R, contacts=2.0))
    patrons = np.count_nonzero(elites["patron"] >= 0)
    assert len(neighbours) == 2 * patrons
    assert (offsets[1:] >= offsets[:-1]).all()


def test_a_network_turned_round_keeps_every_tie():
    elites, neighbours, offsets, weight = build(300)
    ties = tie(elites, neighbours, offsets, weight)
    found = {
        (source, int(t["row"]), float(t["weight"]))
        for source, e in enumerate(elites)
        for t in ties[e["first_tie"] : e["end_tie"]]
    }
    wanted = {
        (int(neighbours[k]), row, float(weight[k]))
        for row in range(len(elites))
        for k in range(offsets[row], offsets[row + 1])
    }
    assert found == wanted


def test_the_same_seed_gives_the_same_roster():
    one, two, other = build(), build(), build(seed=8)
    assert all((a == b).all() for a, b in zip(one, two, strict=True))
    assert (one[0]["power"] != other[0]["power"]).any()


def test_a_hundred_thousand_are_built_and_turned_in_time():
    begun = time.process_time()
    elites, neighbours, offsets, weight = build(100_000)
    built = time.process_time() - begun
    threshold = np.clip(0.5 + 0.3 * np.random.default_rng(1).standard_normal(len(elites)), 0.0, 2.0)
    turned = cascade(threshold, None, neighbours, offsets, weight)
    assert built < 2.0
    assert turned.any()
    assert not turned.all()
