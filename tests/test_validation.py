"""`dilemma validate`: every published limit holds over its grid, checks that fail are told, known failures are stated."""

from __future__ import annotations

import dataclasses
import json
import re

import numpy as np
import pytest

from experiments import validation_job, validation_record, validation_worlds
from experiments.cli import main
from experiments.store import HOME
from experiments.validation import LIMIT, PARTS, Check, Grid, Limit, exit_status, limits
from model.kernel import simulate
from model.scenario import Scenario
from model.world import World

BASE = Scenario.load("march-2025")
GOOD = Check(LIMIT, "good", "what holds", 3, "1 for 1", True, 0.0, 0.0)
BAD = dataclasses.replace(GOOD, name="bad", holds=False, deviation=0.5)


@pytest.mark.parametrize("limit", limits(), ids=lambda limit: limit.name)
def test_every_published_limit_holds_over_its_grid(limit):
    check = limit.check()
    assert check.points >= 12
    assert check.holds, check


def test_a_grid_that_is_off_at_one_point_fails_and_names_it():
    check = Grid([1.0, 2.0, 3.5], [1.0, 2.0, 3.0], [0.0, 0.0, 0.1]).check("x", "")
    assert not check.holds
    assert (check.deviation, check.error, check.points) == (0.5, 0.1, 3)
    assert check.figure == "3.5 for 3"
    assert Grid([3.3], [3.0], 0.1).check("x", "").holds
    assert not Grid([np.nan], [1.0], 1.0).check("x", "").holds
    assert not Grid([], []).check("x", "").holds


def test_what_fails_ends_in_status_1_and_what_is_stated_open_or_context_does_not():
    rows = [
        (BAD, "FAILS", 1),
        (GOOD, "holds", 0),
        (dataclasses.replace(BAD, stated="page: words"), "does not hold, as stated", 0),
        (dataclasses.replace(GOOD, stated="page: words"), "holds, though stated not to", 0),
        (dataclasses.replace(BAD, is_open=True), "open: within chance", 0),
        (dataclasses.replace(BAD, judged=False), "context", 0),
    ]
    for check, verdict, status in rows:
        assert (check.verdict, exit_status([GOOD, check])) == (verdict, status)


def test_what_is_known_not_to_hold_is_said_on_the_page_named():
    for told in validation_record.STATED.values():
        page, words = told.split(": ", 1)
        text = re.sub(r"\s+", " ", (HOME / page).read_text(encoding="utf-8"))
        assert words in text, told


def test_names_of_limits_are_given_once_and_every_mechanism_has_one():
    names = [limit.name for limit in limits()]
    assert len(names) == len(set(names)) >= 24
    assert all(isinstance(limit, Limit) and len(limit.what) > 30 for limit in limits())


# Properties: a breach is seen


def broken(change) -> dict[str, list[str]]:
    """Play a short history, break it, and tell what is found."""
    world = World(BASE.with_(horizon="2025-12-31"), 1)
    start, line = world.ledger["belligerents"][0].copy(), float(world.ledger["front"]["occupied_km2"][0])
    history = simulate(world.scenario, 1)
    world.ledger[:], world.rows[:] = history.ledger, history.rows
    change(world)
    return {
        "finite": validation_worlds.not_finite(world),
        "bounds": validation_worlds.out_of_bounds(world),
        "territory": validation_worlds.territory_lost(world, line),
        "men": validation_worlds.men_lost(world, start),
        "incumbent": validation_worlds.incumbents(world),
    }


def spoil(field, week, value):
    def change(world):
        world.rows[field][week] = value

    return change


def spoil_ledger(record, field, value):
    def change(world):
        world.ledger[record][field] = value

    return change


@pytest.mark.parametrize(
    ("change", "seen"),
    [
        (lambda world: None, set()),
        (spoil("cohesion", 5, 1.01), {"bounds"}),
        (spoil("blame_russia", 5, np.nan), {"finite", "bounds"}),
        (spoil("us_russia", 5, -1.1), {"bounds"}),
        (spoil("occupied_km2", 5, 112_000.0), {"territory"}),
        (spoil("incumbent", 5, -1), {"incumbent"}),
        (spoil("contest", 5, True), {"incumbent"}),
        (spoil("incumbent", slice(5, None), 2), {"incumbent"}),
        (spoil_ledger("belligerents", "pool", 1.0), {"men"}),
        (spoil_ledger("leader", "health", 1.2), {"bounds"}),
    ],
    ids=lambda value: None if callable(value) else " ".join(sorted(value)) or "nothing",
)
def test_a_breach_is_seen(change, seen):
    assert {name for name, found in broken(change).items() if found} == seen


def test_histories_anywhere_in_the_ranges_keep_what_is_conserved():
    checks = validation_worlds.properties(BASE.with_(horizon="2031-12-31"), 30)
    assert [c.name for c in checks if c.failed] == []
    assert {c.name for c in checks} == set(validation_worlds.STATED)


def test_with_the_defaults_no_column_leaves_its_bounds():
    for seed in range(6):
        world = World(BASE, seed)
        history = simulate(BASE, seed)
        world.ledger[:], world.rows[:] = history.ledger, history.rows
        assert validation_worlds.out_of_bounds(world) == []


# The command


def test_the_command_tells_and_writes_all_parts(tmp_path, monkeypatch, capsys):
    few = [limit for limit in limits() if limit.name in ("war value", "cascade")]
    monkeypatch.setattr(validation_job, "limits", lambda: few)
    monkeypatch.setattr(
        validation_worlds, "engine_pairs", lambda base: [(base.with_(horizon="2025-06-30"), 1)]
    )
    out = tmp_path / "v"
    status = main(["validate", "--runs", "30", "--out", str(out)])
    told = capsys.readouterr().out
    found = json.loads((out / "validation.json").read_text(encoding="utf-8"))
    assert {row["part"] for row in found} == set(PARTS)
    assert status == int(any(row["failed"] for row in found))
    page = (out / "validation.html").read_text(encoding="utf-8")
    for row in found:
        assert row["check"] in told
        assert row["check"].replace("'", "&#39;") in page
    assert "are not" in page
    assert "forecasts" in page


def test_a_failure_is_told_and_ends_in_status_1(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(validation_job, "steps_of", lambda *a: {"one": lambda: [GOOD, BAD]})
    assert main(["validate", "--out", str(tmp_path / "v")]) == 1
    assert "1 fail: bad." in " ".join(capsys.readouterr().out.split())
    assert "<strong>FAILS</strong>" in (tmp_path / "v" / "validation.html").read_text(encoding="utf-8")


def test_bad_input_is_one_line(tmp_path, capsys):
    assert main(["validate", "--runs", "1", "--out", str(tmp_path / "v")]) == 2
    assert "--runs: found 1" in capsys.readouterr().err
