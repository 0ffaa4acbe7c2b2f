"""Wherever parameters lie in their ranges: both engines, the same bits, and what is conserved and bounded stays so."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.vocabulary import Support, label
from experiments import validation_worlds
from experiments.validation_worlds import drawn_scenario, violations
from model.dilemma import DilemmaModel
from model.kernel import simulate
from model.parameters import Parameters
from model.scenario import Scenario

BASE = Scenario.load("march-2025")
YEARS = BASE.with_(horizon="2028-12-31")
WEEKS = BASE.with_(horizon="2025-08-31")
GROUPS = [field.name for field in dataclasses.fields(Parameters)]


def broken(scenario: Scenario, seed: int) -> dict[str, list[str]]:
    """What a history breaks."""
    return {name: found for name, found in violations(scenario, seed).items() if found}


@settings(max_examples=30)
@given(st.integers(0, 2**62))
def test_anywhere_in_the_ranges_a_compiled_history_keeps_what_is_conserved(seed):
    assert broken(drawn_scenario(YEARS, seed), seed) == {}


def at_the_ends(group: str, side: str) -> dict[str, object]:
    """Every parameter of a group at one end of its range, a number of choices at the first or the last."""
    values: dict[str, object] = {}
    for info in BASE.parameters():
        if info.name.split(".")[0] == group and info.name != "elites.count":
            if info.choices:
                values[info.name] = info.choices[0 if side == "low" else -1]
            elif not isinstance(info.default, bool):
                values[info.name] = info.low if side == "low" else info.high
    return values


@pytest.mark.parametrize("side", ["low", "high"])
def test_every_parameter_at_either_end_of_its_range_group_by_group(side):
    covered = set()
    for group in GROUPS:
        changed = at_the_ends(group, side)
        covered |= set(changed)
        assert broken(WEEKS.with_(**changed), 3) == {}, group
    left_out = {info.name for info in BASE.parameters()} - covered
    assert left_out == {"elites.count", "war.in_progress"}


@settings(max_examples=4)
@given(st.integers(0, 2**62))
def test_anywhere_in_the_ranges_both_engines_agree_and_mesa_keeps_what_is_conserved(seed):
    scenario = drawn_scenario(WEEKS, seed)
    history, model = simulate(scenario, seed), DilemmaModel(scenario=scenario, rng=seed)
    start = model.world.ledger["belligerents"][0].copy()
    line = float(model.world.ledger["front"]["occupied_km2"][0])
    model.run()
    assert validation_worlds.differing(model.world.ledger, history.ledger) == []
    assert model.world.rows.tobytes() == history.rows.tobytes()
    world = model.world
    assert validation_worlds.not_finite(world) == []
    assert validation_worlds.out_of_bounds(world) == []
    assert validation_worlds.territory_lost(world, line) == []
    assert validation_worlds.men_lost(world, start) == []
    assert validation_worlds.incumbents(world) == []


def test_a_draw_reaches_both_ends_of_every_range_and_every_assumption():
    drawn = [drawn_scenario(BASE, seed) for seed in range(40)]
    for info in BASE.parameters():
        values = {scenario[info.name] for scenario in drawn}
        if info.name == "patron.assumption":
            assert values == {label(support) for support in Support}
        elif not (info.choices or isinstance(info.default, bool) or info.name == "elites.count"):
            assert {info.low, info.high} <= values or np.isclose(info.low, info.high), info.name
