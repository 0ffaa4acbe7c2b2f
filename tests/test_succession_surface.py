"""The surface of succession outcomes over the cost of elite fighting and the focus on a candidate."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from agents.vocabulary import Faction, Succession
from experiments.cli import app
from experiments.designs import Design
from experiments.succession_figure import draw_surface
from experiments.succession_surface import (
    CASES,
    FIGHTING,
    OUTCOMES,
    champion,
    contest_after_death,
    levels_of,
    outcome_of,
    succession_surface,
)
from model.scenario import Scenario
from model.world import World

BASE = Scenario.load("march-2025")


@pytest.fixture(scope="module")
def surface():
    return succession_surface(BASE, runs=40, grid=2, seed=1)


def test_every_resolution_bears_out_one_of_the_outcomes():
    assert {outcome_of(resolution) for resolution in Succession} == set(OUTCOMES)
    assert outcome_of(Succession.NONE) == "contested"


def test_the_ruler_dies_at_once_and_the_succession_is_resolved(surface):
    """Nothing but the two primitives differs: 2 cases, 2 x 2 points, the same runs at each."""
    assert len(surface.outcomes) == 2 * 2 * 2 * 40
    assert (surface.outcomes["resolution"] != "none").mean() > 0.9
    told = contest_after_death(BASE.with_(horizon="2026-09-15"), 1_000_000, None)
    assert told == contest_after_death(BASE.with_(horizon="2026-09-15"), 1_000_000, None)


def test_costly_fighting_settles_successions_and_a_focal_candidate_settles_contested_ones(surface):
    for case in CASES:
        assert surface.steepness(case, "armed", "fighting").high < 0.0
        assert surface.steepness(case, "orderly", "fighting").low > 0.0
        assert surface.steepness(case, "contested", "focus").high < 0.0


def test_shares_of_a_point_sum_to_one_within_their_intervals(surface):
    table = surface.table()
    sums = table.groupby(["case", "fighting", "focus"])["value"].sum()
    assert sums.to_numpy() == pytest.approx(1.0)
    assert (table["low"] <= table["value"]).all()
    assert (table["value"] <= table["high"]).all()


def test_the_heir_is_the_champion_of_his_faction():
    world = World(BASE, 3)
    row = champion(world, Faction.SECURITY_CORE)
    elites = world.roster.elites
    assert elites["faction"][row] == Faction.SECURITY_CORE
    able = (elites["faction"] == Faction.SECURITY_CORE) & (elites["ambition"] >= BASE["elites.ambitious"])
    assert elites["power"][row] == elites["power"][able].max()


def test_levels_cover_the_declared_range_more_densely_where_fighting_is_cheap():
    levels = levels_of(BASE, FIGHTING, 5)
    assert (levels[0], levels[-1]) == (0.0, 1.5)
    assert levels[1] - levels[0] < levels[-1] - levels[-2]


def test_the_figure_has_a_panel_an_outcome_and_case(surface):
    drawn = draw_surface(surface, BASE)
    panels = [axis for axis in drawn.figure.axes if axis.images]
    assert len(panels) == len(CASES) * len(OUTCOMES)
    assert all(len(axis.texts) == 4 for axis in panels)


def test_the_command_writes_tables_and_figure_and_refuses_a_grid_of_one(tmp_path):
    out = tmp_path / "surface"
    done = CliRunner().invoke(app, ["succession", "--runs", "2", "--grid", "2", "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert {"outcomes.parquet", "summary.parquet", "manifest.json"} <= {f.name for f in out.iterdir()}
    assert (out / "figures" / "succession.png").stat().st_size > 10_000
    refused = CliRunner().invoke(app, ["succession", "--grid", "1", "--out", str(out)])
    assert refused.exit_code != 0


def test_the_example_of_whole_histories_varies_both_primitives():
    made = Design.load(Path(__file__).parent.parent / "docs" / "examples" / "succession.toml")
    assert made.names == [FIGHTING, "succession.focus_premier"]
    assert len(made.points()) == 16
