"""Strikes: launches of spring 2025, damage against repair, what a pause on energy holds back and saves."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.rules import rule
from agents.vocabulary import Scope
from model.energy_pause import energy_pause_value
from model.strikes import (
    StrikeParameters,
    initialise_strikes,
    update_strikes,
)
from model.truce import Truce
from model.war import Belligerent
from tests.engines import both

STRIKES = StrikeParameters()
ENERGY, SEA, AIR = 0, 1, 2


def campaign(strikes=STRIKES):
    """Return Russia, Ukraine and five truces, none in force, as of 18 March 2025."""
    russia, ukraine = Belligerent.new(), Belligerent.new()
    initialise_strikes(russia, ukraine, strikes)
    for side in (russia, ukraine):
        side.production = side.supply = 1.0
    return russia, ukraine, [Truce.new() for _ in Scope]


def agree(truces, scope, sector=ENERGY, kept=1.0, share=1.0):
    """Put a truce in force that both keep in the air to the degree given."""
    truce = truces[scope]
    truce.active = truce.binds_russia = truce.binds_ukraine = True
    truce.sector, truce.share = sector, share
    truce.compliance_russia[1] = truce.compliance_ukraine[1] = kept


def test_launches_begin_where_march_2025_stood_and_spread_as_they_did():
    """Median week near 150 drones and 3.8 missiles a day; monthly spread of log launches near 0.3."""
    shocks = np.random.default_rng(2)
    first, spreads = [], []
    for _ in range(150):
        russia, ukraine, truces = campaign()
        months = []
        for month in range(12):
            total = 0.0
            for week in range(4):
                russia.strike_normal = shocks.standard_normal()
                update_strikes(russia, ukraine, truces, True, STRIKES)
                total += russia.launches
                if month == week == 0:
                    first.append(russia.launches)
            months.append(np.log(total) - np.log(russia.reach))
        spreads.append(np.std(months, ddof=1))
    error = STRIKES.launches_sd / np.sqrt(150)
    assert np.log(np.median(first)) == pytest.approx(np.log(7 * 153.8), abs=4 * error)
    assert np.mean(spreads) == pytest.approx(0.3, abs=0.06)


def test_damage_and_repair_balance_at_the_start_and_reach_grows_to_what_production_can_build():
    still = StrikeParameters(growth=0.0, launches_sd=0.0)
    russia, ukraine, truces = campaign(still)
    for _ in range(400):
        update_strikes(russia, ukraine, truces, True, still)
    assert ukraine.energy == pytest.approx(still.ukraine_energy, abs=0.01)
    assert russia.energy == pytest.approx(still.russia_energy, abs=0.01)
    russia, ukraine, truces = campaign()
    for _ in range(800):
        update_strikes(russia, ukraine, truces, True, STRIKES)
    assert russia.reach == pytest.approx(STRIKES.ceiling, rel=0.01)
    assert ukraine.energy < STRIKES.ukraine_energy


@pytest.mark.parametrize(
    ("scope", "sector", "kept", "share", "launches", "at_energy"),
    [
        (Scope.SECTOR, ENERGY, 1.0, 1.0, 1.0 - STRIKES.energy_share, 0.0),
        (Scope.SECTOR, ENERGY, 0.5, 1.0, 1.0 - 0.5 * STRIKES.energy_share, 0.5),
        (Scope.SECTOR, SEA, 1.0, 1.0, 1.0, 1.0),
        (Scope.SECTOR, AIR, 0.8, 1.0, 0.2, 0.2),
        (Scope.SHORT, ENERGY, 1.0, 30.0 / 168.0, 1.0 - 30.0 / 168.0, 1.0 - 30.0 / 168.0),
        (Scope.GENERAL, ENERGY, 1.0, 1.0, 0.0, 0.0),
        (Scope.HUMAN, ENERGY, 1.0, 1.0, 1.0, 1.0),
    ],
)
def test_what_each_truce_holds_back(scope, sector, kept, share, launches, at_energy):
    """An energy pause that is kept lowers launches by about a third, as in March and April 2025."""
    russia, ukraine, truces = campaign()
    update_strikes(russia, ukraine, truces, True, STRIKES)
    free_launches, free_loss = russia.launches, repaired(STRIKES.ukraine_energy) - ukraine.energy
    russia, ukraine, truces = campaign()
    agree(truces, scope, sector, kept, share)
    update_strikes(russia, ukraine, truces, True, STRIKES)
    assert russia.launches == pytest.approx(launches * free_launches)
    assert repaired(STRIKES.ukraine_energy) - ukraine.energy == pytest.approx(at_energy * free_loss, abs=2e-4)


def repaired(working):
    """Working order after a week of repair and no strikes."""
    return working + STRIKES.ukraine_repair * (1.0 - working)


def test_a_pause_lets_both_recover_and_saves_what_it_is_said_to_save():
    """Loss avoided by one kept week, summed over all the weeks until repair, is `energy_pause_value`."""
    still = StrikeParameters(growth=0.0, launches_sd=0.0)
    said = energy_pause_value(*campaign(still)[:2], still)
    paths = []
    for pause in (False, True):
        russia, ukraine, truces = campaign(still)
        path = []
        for week in range(500):
            agree(truces, Scope.SECTOR, kept=1.0 if pause and week == 0 else 0.0)
            update_strikes(russia, ukraine, truces, True, still)
            path.append((russia.energy, ukraine.energy))
        paths.append(np.array(path))
    saved = (paths[1] - paths[0]).sum(axis=0) * (still.russia_energy_revenue, still.ukraine_energy_gdp)
    assert saved == pytest.approx(said, rel=0.02)


def test_pause_values_rise_with_the_other_sides_reach_and_fall_with_air_defence():
    russia, ukraine, _ = campaign()
    base = energy_pause_value(russia, ukraine, STRIKES)
    russia.reach = 2.0
    assert energy_pause_value(russia, ukraine, STRIKES)[1] > base[1]
    ukraine.supply = 2.0
    assert energy_pause_value(russia, ukraine, STRIKES)[1] < 2.0 * base[1]
    ukraine.reach = 2.0
    assert energy_pause_value(russia, ukraine, STRIKES)[0] > base[0]


def test_starved_air_defence_lets_more_through_and_peace_ends_the_campaigns():
    rows = []
    for supply in (1.0, 0.2):
        russia, ukraine, truces = campaign()
        ukraine.supply = supply
        update_strikes(russia, ukraine, truces, True, STRIKES)
        rows.append(ukraine.energy)
    assert rows[1] < rows[0]
    russia, ukraine, truces = campaign()
    update_strikes(russia, ukraine, truces, False, STRIKES)
    assert russia.launches == ukraine.launches == 0.0
    assert ukraine.energy > STRIKES.ukraine_energy


@given(
    st.lists(st.tuples(st.floats(-6.0, 6.0), st.floats(0.0, 3.0), st.floats(0.0, 1.0)), max_size=40),
    st.floats(0.0, 5.0),
)
def test_systems_stay_in_their_bounds(weeks, supply):
    russia, ukraine, truces = campaign()
    ukraine.supply = supply
    for normal, production, kept in weeks:
        russia.strike_normal = ukraine.strike_normal = normal
        russia.production = ukraine.production = production
        agree(truces, Scope.SECTOR, kept=kept)
        update_strikes(russia, ukraine, truces, True, STRIKES)
        for side in (russia, ukraine):
            assert 0.0 <= side.energy <= 1.0
            assert 0.0 < side.reach <= 100.0
            assert side.launches >= 0.0


@rule
def value_of_pause(russia, ukraine, strikes):
    ours, theirs = energy_pause_value(russia, ukraine, strikes)
    return ours + 2.0 * theirs


@pytest.mark.parametrize("seed", range(3))
def test_both_engines_agree(seed):
    draw = np.random.default_rng(seed)
    russia, ukraine, truces = campaign()
    for side in (russia, ukraine):
        side.energy, side.production, side.supply, side.reach = draw.uniform(0.1, 1.5, 4)
        side.strike_normal, side.launch_deviation = draw.standard_normal(2)
    agree(truces, Scope.SECTOR, sector=seed, kept=draw.uniform(), share=draw.uniform())
    both(update_strikes, russia, ukraine, truces, bool(seed != 1), STRIKES)

    both(value_of_pause, russia, ukraine, STRIKES)
