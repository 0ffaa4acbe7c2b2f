"""The long-range campaigns in numbers: what truces hold back, launches, interception, damage and repair."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from agents.vocabulary import Actor, Domain, Scope
from model.strikes import (
    StrikeParameters,
    air_pause,
    damage_rate,
    getting_through,
    launch,
    update_strikes,
    working_after,
)
from model.truce import Truce
from model.war import Belligerent

R, U = int(Actor.RUSSIA), int(Actor.UKRAINE)
ENERGY, SEA, AIR = 0, 1, 2
YEAR = 52.1775
P = replace(
    StrikeParameters(),
    energy_share=0.25,
    ceiling=2.0,
    growth=YEAR * 0.1,
    persistence=0.75,
    launches_sd=0.25,
    russia_launches=1000.0,
    ukraine_launches=200.0,
    ukraine_interception=0.5,
    defence_elasticity=0.5,
    ukraine_energy=0.6,
    russia_energy=0.9,
    ukraine_repair=0.03,
    russia_repair=0.06,
)
"""Capacity far below its ceiling grows by a tenth a week."""


def kept(scope, sector=ENERGY, russia=0.0, ukraine=0.0, share=1.0, truces=None):
    """Truces, one of them kept in the air to these degrees."""
    truces = [Truce.new() for _ in Scope] if truces is None else truces
    truce = truces[scope]
    truce.active, truce.sector, truce.share = True, sector, share
    truce.compliance_russia[Domain.AIR], truce.compliance_ukraine[Domain.AIR] = russia, ukraine
    return truces


# What truces hold back.


@pytest.mark.parametrize(
    ("scope", "sector", "everything", "energy"),
    [
        (Scope.HUMAN, ENERGY, 0.0, 0.0),
        (Scope.SHORT, ENERGY, 0.4, 0.4),
        (Scope.SECTOR, ENERGY, 0.0, 0.4),
        (Scope.SECTOR, SEA, 0.0, 0.0),
        (Scope.SECTOR, AIR, 0.4, 0.4),
        (Scope.GENERAL, AIR, 0.4, 0.4),
        (Scope.FINAL, SEA, 0.4, 0.4),
    ],
)
def test_a_truce_holds_back_all_launches_or_those_at_energy_alone(scope, sector, everything, energy):
    """0.8 of it kept for half of the week by Russia, nothing by Ukraine; and the other way round."""
    assert air_pause(kept(scope, sector, russia=0.8, share=0.5), R) == pytest.approx((everything, energy))
    assert air_pause(kept(scope, sector, russia=0.8, share=0.5), U) == (0.0, 0.0)
    assert air_pause(kept(scope, sector, ukraine=0.8, share=0.5), U) == pytest.approx((everything, energy))


def test_of_several_truces_the_one_that_holds_back_most_counts():
    truces = kept(Scope.SHORT, russia=0.3)
    assert air_pause(kept(Scope.SECTOR, ENERGY, russia=0.7, truces=truces), R) == (0.3, 0.7)
    assert air_pause(kept(Scope.FINAL, russia=0.5, truces=truces), R) == (0.5, 0.7)


@pytest.mark.parametrize(("compliance", "held"), [(1.7, 1.0), (-0.5, 0.0)])
def test_nobody_keeps_more_than_all_or_less_than_nothing(compliance, held):
    assert air_pause(kept(Scope.GENERAL, russia=compliance), R) == (held, held)


# Launches.


@pytest.mark.parametrize(
    ("reach", "production", "after"),
    [
        (1.0, 1.0, math.exp(0.1 * 0.5)),
        (1.0, 0.5, 1.0),
        (1.0, 2.0, math.exp(0.1 * 0.75)),
        (1.0, 0.25, math.exp(-0.1)),
        (1.0, 0.0, math.exp(-0.2)),
        (100.0, 1e6, 100.0),
        (0.0, 1.0, 0.01),
    ],
)
def test_capacity_grows_by_the_logistic_to_what_production_can_build_and_falls_at_twice_that_rate_at_most(
    reach, production, after
):
    side = Belligerent.new(reach=reach, production=production)
    launch(side, 1000.0, 0.0, 0.0, True, P)
    assert side.reach == pytest.approx(after)


@pytest.mark.parametrize(
    ("everything", "energy", "at_war", "aimed", "launches"),
    [
        (0.0, 0.0, True, 250.0, 1000.0),
        (0.0, 0.4, True, 150.0, 900.0),
        (0.2, 0.4, True, 150.0, 750.0),
        (1.0, 1.0, True, 0.0, 0.0),
        (0.0, 0.0, False, 0.0, 0.0),
    ],
)
def test_a_quarter_of_launches_is_at_energy_and_each_part_is_held_back_by_its_own_pause(
    everything, energy, at_war, aimed, launches
):
    side = Belligerent.new(reach=2.0, production=1.0)
    assert launch(side, 500.0, everything, energy, at_war, P) == pytest.approx(aimed)
    assert side.launches == pytest.approx(launches)


@pytest.mark.parametrize(
    ("deviation", "normal", "after"), [(0.4, 0.0, 0.3), (0.0, 2.0, 0.5), (0.4, -2.0, -0.2)]
)
@pytest.mark.parametrize("at_war", [False, True])
def test_log_launches_are_an_autoregression_around_capacity(deviation, normal, after, at_war):
    side = Belligerent.new(reach=2.0, production=1.0, launch_deviation=deviation, strike_normal=normal)
    launch(side, 500.0, 0.0, 0.0, at_war, P)
    assert side.launch_deviation == pytest.approx(after)
    assert side.launches == pytest.approx(1000.0 * math.exp(after) * at_war)


# Interception, damage and repair.


@pytest.mark.parametrize(
    ("supply", "elasticity", "destroyed"),
    [(1.0, 0.5, 0.6), (0.25, 0.5, 0.3), (0.25, 0.0, 0.6), (0.0, 0.5, 0.0), (100.0, 0.5, 0.97)],
)
def test_interception_follows_supply_by_its_elasticity_and_is_never_whole(supply, elasticity, destroyed):
    p = replace(P, ukraine_interception=0.6, defence_elasticity=elasticity)
    assert getting_through(supply, p) == pytest.approx((1.0 - destroyed) / 0.4)


def test_damage_in_march_2025_is_what_is_repaired():
    """0.6 works; of 1000 launches a quarter are at energy."""
    rate = damage_rate(1000.0, 0.6, 0.03, P)
    assert rate * (1000.0 * 0.25) * 0.6 == pytest.approx(0.03 * 0.4)


@pytest.mark.parametrize(
    ("working", "through", "damage", "repair", "after"),
    [
        (0.5, 0.0, 0.001, 0.1, 0.55),
        (0.5, 100.0, 0.01, 0.1, 0.5 / math.e + 0.05),
        (1.0, 0.0, 0.001, 0.1, 1.0),
        (0.0, 1e9, 1.0, 0.1, 0.1),
        (0.0, 0.0, 0.0, 2.0, 1.0),
    ],
)
def test_what_works_decays_by_what_gets_through_and_what_does_not_is_repaired(
    working, through, damage, repair, after
):
    assert working_after(working, through, damage, repair) == pytest.approx(after)


def sides(**changes):
    russia = Belligerent.new(reach=2.0, production=1.0, supply=1.0, energy=0.8)
    ukraine = Belligerent.new(reach=2.0, production=1.0, supply=1.0, energy=0.5)
    for name, value in changes.items():
        side, field = name.split("__")
        setattr(russia if side == "russia" else ukraine, field, value)
    return russia, ukraine


NONE = [Truce.new() for _ in Scope]


@pytest.mark.parametrize(
    ("changes", "truces", "ukraine_hit", "russia_hit"),
    [
        ({}, NONE, 2.0, 2.0),
        ({"ukraine__supply": 0.25}, NONE, 2.0 * 1.5, 2.0),
        ({"russia__supply": 0.25}, NONE, 2.0, 2.0),
        ({}, kept(Scope.SECTOR, ENERGY, russia=0.5), 1.0, 2.0),
        ({}, kept(Scope.SECTOR, ENERGY, ukraine=0.5), 2.0, 1.0),
        ({}, kept(Scope.GENERAL, russia=0.25, ukraine=0.75), 1.5, 0.5),
    ],
)
def test_each_is_hit_by_what_the_other_launches_against_the_hits_of_march_2025(
    changes, truces, ukraine_hit, russia_hit
):
    """Capacity twice that of March 2025. Hits as they were then would break 0.03 x 0.4 / 0.6 and 0.06 x 0.1 / 0.9."""
    russia, ukraine = sides(**changes)
    update_strikes(russia, ukraine, truces, True, P)
    assert ukraine.energy == pytest.approx(0.5 * math.exp(-0.02 * ukraine_hit) + 0.03 * 0.5)
    assert russia.energy == pytest.approx(0.8 * math.exp(-0.06 / 9.0 * russia_hit) + 0.06 * 0.2)


def test_each_side_launches_its_own_number_and_nothing_in_peace():
    russia, ukraine = sides()
    update_strikes(russia, ukraine, NONE, True, P)
    assert (russia.launches, ukraine.launches) == (pytest.approx(2000.0), pytest.approx(400.0))
    update_strikes(russia, ukraine, NONE, False, P)
    assert (russia.launches, ukraine.launches) == (0.0, 0.0)
