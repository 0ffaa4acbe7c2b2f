"""Sanctions of the United States and of Europe, worked by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from model.economy import RussianEconomy
from model.sanctions import felt, tightened, update_sanctions
from model.war import Front

S = SimpleNamespace(us=0.6, pressure=0.5, half_life=1.0, packages=2.0, felt_us=0.25)


@pytest.mark.parametrize(
    ("pressure", "relief", "target"),
    [(0.0, 0.0, 0.6), (-1.0, 0.0, 0.6), (1.0, 0.0, 0.8), (0.5, 0.5, 0.35), (0.0, 1.5, 0.0), (0.0, -0.5, 0.6)],
)
def test_american_sanctions_go_half_of_the_way_in_their_half_life_to_what_relief_and_pressure_ask(
    pressure, relief, target
):
    economy, table = RussianEconomy.new(sanctions_us=0.1), SimpleNamespace(pressure=pressure, cohesion=0.0)
    table.sanctions_relief = relief
    update_sanctions(economy, Front.new(), table, S)
    assert economy.sanctions_us == pytest.approx((0.1 + target) / 2.0)


@pytest.mark.parametrize(
    ("cohesion", "tempo", "share"), [(0.5, 1.0, 0.5), (0.5, 0.5, 0.25), (1.5, 1.0, 1.0), (-0.5, 1.0, 0.0)]
)
def test_europes_packages_close_part_of_the_gap_by_its_cohesion_and_the_war(cohesion, tempo, share):
    economy = RussianEconomy.new(sanctions_eu=0.5)
    table = SimpleNamespace(pressure=0.0, sanctions_relief=0.0, cohesion=cohesion)
    update_sanctions(economy, Front.new(tempo=tempo), table, S)
    assert economy.sanctions_eu == pytest.approx(0.5 + 0.5 * share * -math.expm1(-2.0 / WEEKS_A_YEAR))


def test_sanctions_are_felt_by_their_weights_and_tighten_towards_the_utmost():
    assert felt(0.8, 0.4, S) == pytest.approx(0.25 * 0.8 + 0.75 * 0.4)
    assert tightened(0.7, 0.6) == pytest.approx(0.25)
    assert tightened(0.3, 0.6) == pytest.approx(-0.75)
    assert tightened(1.0, 1.0) == 0.0
