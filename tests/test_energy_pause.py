"""What a pause of strikes on energy saves, by hand: a reservoir that strikes fill and repair empties."""

from __future__ import annotations

import dataclasses
import math

import pytest

from model.energy_pause import energy_pause_value, pause_saves
from model.strikes import StrikeParameters
from model.war import Belligerent

P = dataclasses.replace(
    StrikeParameters(),
    russia_energy=0.9,
    ukraine_energy=0.6,
    russia_repair=0.09,
    ukraine_repair=0.06,
    ukraine_interception=0.8,
    defence_elasticity=1.0,
    russia_energy_revenue=0.5,
    ukraine_energy_gdp=0.3,
)


@pytest.mark.parametrize(
    ("through", "damage", "saved"),
    [(10.0, 0.1, 0.4 * 0.8 * 0.5), (5.0, 0.2, 0.16), (0.0, 0.1, 0.0), (1e4, 1.0, 0.32 / 1.5)],
)
def test_a_week_saves_what_strikes_would_have_broken_for_as_long_as_it_stays_broken(through, damage, saved):
    """Where half of what works is broken a week and half repaired, a half of its worth."""
    damage *= math.log(2.0)
    found = pause_saves(Belligerent.new(energy=0.8), through, damage, 0.5, 0.4)
    assert found == pytest.approx(saved)


@pytest.mark.parametrize("reach", [0.0, 1.0, 2.0])
@pytest.mark.parametrize(("supply", "through"), [(1.0, 1.0), (0.5, 3.0), (2.0, 0.15)])
def test_at_the_launches_of_march_2025_strikes_break_what_is_repaired(reach, supply, through):
    """What gets through breaks repair x (1 - working) / working of what works: 0.01 of Russia's, 0.04 of Ukraine's.

    That goes with the reach of the striker, and Ukraine's with what its defence lets through: interceptors halved,
    0.6 of the launches in place of 0.2, doubled 0.03.
    """
    russia = Belligerent.new(energy=0.8, reach=reach, supply=7.0)
    ukraine = Belligerent.new(energy=0.5, reach=0.5 * reach, supply=supply)
    found = energy_pause_value(russia, ukraine, P)
    broken = -math.expm1(-0.01 * 0.5 * reach), -math.expm1(-0.04 * reach * through)
    assert found[0] == pytest.approx(0.5 * 0.8 * broken[0] / (0.09 + broken[0]))
    assert found[1] == pytest.approx(0.3 * 0.5 * broken[1] / (0.06 + broken[1]))
