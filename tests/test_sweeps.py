"""Sweeps: the same rows and bytes however they are divided, stopped, extended or spread over processes."""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal, assert_series_equal

from experiments import blocks, sweeps
from experiments.blocks import Part, blocks_of, run_block
from experiments.chunks import run_seed
from experiments.cli import main
from experiments.cluster import place_of
from experiments.designs import Design, design
from experiments.results import open_results
from experiments.sweeps import sweep, sweep_into
from model.errors import InputError
from model.kernel import simulate
from model.scenario import Scenario

SHORT = Scenario.load("march-2025").with_(horizon="2025-05-31")
ASKED = design(
    SHORT, {"truce.branching": [0.2, 0.3, 0.4]}, {"china": ["hedged", "withdrawn"]}, runs=7, seed=3
)
WORDS = ("points", "outcomes", "summary")


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(blocks, "BATCH", 3)
    monkeypatch.setattr(blocks, "SIZE", 6)


def files(folder: Path) -> dict[str, bytes]:
    """All that a sweep wrote and that must be the same every time."""
    kept = [
        path for path in folder.rglob("*") if path.is_file() and path.name not in ("log.txt", "manifest.json")
    ]
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept}


def test_every_sample_meets_shocks_of_its_own_and_its_points_the_same():
    asked = design(
        SHORT,
        {"truce.branching": (0.1, 0.5)},
        {"china": ["hedged", "withdrawn"]},
        "latin-hypercube",
        samples=3,
        runs=2,
        shocks="own",
    )
    found = sweep(asked).outcomes
    by_run = found.groupby(["truce.branching", "run"])["seed"]
    assert (by_run.nunique() == 1).all()
    assert found["seed"].nunique() == 3 * 2
    assert found.iloc[0]["seed"] == run_seed(asked.seeds()[0], 0)


def test_a_row_is_a_point_and_a_run_and_is_replayed_by_its_seed():
    found = sweep(ASKED).outcomes
    assert len(found) == 6 * 7
    assert found["point"].tolist() == [point for point in range(6) for _ in range(7)]
    assert found["run"].tolist() == list(range(7)) * 6
    row = found.iloc[30]
    alone = simulate(ASKED.at(row), int(row["seed"])).outcome()
    assert row["seed"] == run_seed(3, row["run"])
    assert_series_equal(row[list(alone)], pd.Series(alone), check_names=False, check_dtype=False)


def test_points_meet_the_same_shocks():
    found = sweep(ASKED).outcomes
    assert found.groupby("run")["seed"].nunique().eq(1).all()


@pytest.mark.parametrize(("workers", "batch", "size"), [(1, 50, 400), (3, 2, 2), (2, 7, 100)])
def test_rows_do_not_depend_on_workers_or_blocks(monkeypatch, workers, batch, size):
    expected = sweep(ASKED, workers=2).outcomes
    monkeypatch.setattr(blocks, "BATCH", batch)
    monkeypatch.setattr(blocks, "SIZE", size)
    assert_frame_equal(sweep(ASKED, workers=workers).outcomes, expected, check_exact=True)


def test_a_folder_holds_what_memory_holds(tmp_path):
    sweep_into(ASKED, tmp_path / "out")
    found, kept = sweep(ASKED), open_results(tmp_path / "out")
    assert set(kept.tables) == set(WORDS)
    assert (kept.job, kept.varied, kept.scenario.digest()) == ("sweep", ASKED.names, SHORT.digest())
    assert_frame_equal(kept.outcomes, found.outcomes, check_exact=True)
    assert_frame_equal(kept.frame("summary"), found.table(), check_exact=True)
    assert_frame_equal(kept.frame("points"), ASKED.points(), check_exact=True)
    some = kept.lazy("outcomes").to_table(columns=["run", "seed"]).to_pandas()
    assert_frame_equal(some, found.outcomes[["run", "seed"]], check_exact=True)


def test_a_sweep_that_was_stopped_ends_with_the_same_bytes(tmp_path, monkeypatch):
    sweep_into(ASKED, tmp_path / "straight")
    played = 0

    def stop_soon(count: int) -> None:
        nonlocal played
        played += count
        if played > 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep_into(ASKED, tmp_path / "stopped", workers=1, progress=stop_soon)
    assert 0 < len(list((tmp_path / "stopped" / "blocks").iterdir())) < len(list(blocks_of(ASKED)))
    assert sweep_into(ASKED, tmp_path / "stopped")
    assert files(tmp_path / "stopped") == files(tmp_path / "straight")


def test_more_runs_reuse_what_is_there(tmp_path, monkeypatch):
    sweep_into(dataclasses.replace(ASKED, runs=6), tmp_path / "out")
    played: list[tuple[int, int]] = []

    def told(block, engine=None):
        played.append((block.first, block.runs))
        return run_block(block, engine)

    monkeypatch.setattr(sweeps, "run_block", told)
    assert sweep_into(dataclasses.replace(ASKED, runs=9), tmp_path / "out")
    assert set(played) == {(6, 3)}
    assert_frame_equal(
        open_results(tmp_path / "out").outcomes,
        sweep(dataclasses.replace(ASKED, runs=9)).outcomes,
        check_exact=True,
    )


def test_a_run_that_fails_is_a_row_and_the_sweep_goes_on(monkeypatch):
    def faulty(scenario, seed):
        if scenario["truce.branching"] == 0.3 and seed == run_seed(3, 4):
            raise FloatingPointError("not finite: front.area")
        return simulate(scenario, seed)

    found = sweep(ASKED, simulate=faulty)
    lost = found.outcomes[found.outcomes["error"] != ""]
    assert (found.failed, len(found.outcomes)) == (2, 42)
    assert set(lost["error"]) == {"FloatingPointError: not finite: front.area"}
    assert found.table().query("headline == 'dependence'")["runs"].tolist() == [7, 7, 6, 6, 7, 7]


def test_another_design_does_not_overwrite(tmp_path):
    sweep_into(ASKED, tmp_path / "out")
    before = files(tmp_path / "out")
    with pytest.raises(InputError, match="other assumptions"):
        sweep_into(dataclasses.replace(ASKED, seed=4), tmp_path / "out")
    assert files(tmp_path / "out") == before


def test_a_full_disk_is_one_line_and_loses_no_finished_block(tmp_path, monkeypatch):
    save = Part.save
    room = iter(range(4))

    def until_full(part, folder):
        if next(room, None) is None:
            raise OSError(28, "No space left on device")
        save(part, folder)

    monkeypatch.setattr(Part, "save", until_full)
    with pytest.raises(InputError, match=r"cannot be written to \(No space left on device\)"):
        sweep_into(ASKED, tmp_path / "out")
    assert len(list((tmp_path / "out" / "blocks").iterdir())) == 4
    monkeypatch.setattr(Part, "save", save)
    sweep_into(ASKED, tmp_path / "out")
    sweep_into(ASKED, tmp_path / "straight")
    assert files(tmp_path / "out") == files(tmp_path / "straight")


def test_blocks_are_named_by_what_they_compute_and_not_by_where_they_stand():
    def names(asked: Design) -> set[str]:
        return {block.digest for block in blocks_of(asked)}

    longer = design(
        SHORT, {"truce.branching": [0.2, 0.3, 0.4, 0.5]}, {"china": ["hedged", "withdrawn"]}, runs=7, seed=3
    )
    assert names(ASKED) < names(longer)
    assert not names(ASKED) & names(dataclasses.replace(ASKED, seed=4))
    assert not names(ASKED) & names(dataclasses.replace(ASKED, scenario=SHORT.with_(horizon="2025-06-30")))


def test_workers_of_a_scheduler_give_the_same_bytes_even_if_one_dies(tmp_path):
    """Two worker processes on loopback, one of them killed with most of the work undone."""
    pytest.importorskip("distributed")
    asked = dataclasses.replace(ASKED, runs=24)
    sweep_into(asked, tmp_path / "threads")
    killed: list[int] = []

    def kill_one(count: int) -> None:
        if not killed:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    with place_of("local", 2) as place:
        pids = [place.executor.submit(os.getpid).result() for _ in range(4)]
        began = time.monotonic()
        sweep_into(asked, tmp_path / "dask", place.workers, executor=place.executor, progress=kill_one)
        assert killed
        assert time.monotonic() - began < 300.0
    assert files(tmp_path / "dask") == files(tmp_path / "threads")


def test_nobody_at_an_address_is_one_line(monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr("experiments.cluster.WAIT", 0.3)
    with (
        pytest.raises(InputError, match=r"no scheduler at tcp://127\.0\.0\.1:9"),
        place_of("tcp://127.0.0.1:9"),
    ):
        pass


def test_a_picture_over_one_or_two_parameters():
    found = sweep(ASKED)
    axes = found.plot("dependence").axes[0]
    assert axes.get_xlabel().startswith("truce.branching")
    assert [text.get_text() for text in axes.get_legend().get_texts()] == ["hedged", "withdrawn"]
    field = sweep(design(SHORT, {"truce.branching": [0.2, 0.4], "war.tempo_memory": [0.3, 0.6]}, runs=2))
    assert len(field.plot("dependence").axes) == 2
    with pytest.raises(InputError, match="allowed: one of"):
        found.plot("dependance")


def test_a_folder_that_is_none_is_one_line(tmp_path):
    with pytest.raises(InputError, match="no folder of results"):
        open_results(tmp_path)
    sweep_into(dataclasses.replace(ASKED, runs=1), tmp_path / "out")
    with pytest.raises(InputError, match="has no table 'outcome'; there are outcomes, points, summary"):
        open_results(tmp_path / "out").frame("outcome")
    assert isinstance(open_results(tmp_path / "out").outcomes, pd.DataFrame)


def test_little_is_held_at_a_time(monkeypatch):
    started = []

    def told(block, engine=None):
        started.append(block.place)
        return run_block(block, engine)

    monkeypatch.setattr(sweeps, "run_block", told)
    tables = sweeps._tables(dataclasses.replace(ASKED, runs=3), workers=1)
    next(tables)
    assert len(set(started)) <= 3


# The command.

DESIGN = """
runs = 3
constants = { horizon = "2025-05-31" }
[uncertainties]
truce.branching = [0.2, 0.4]
[levers]
china = ["hedged", "withdrawn"]
"""


def test_the_command_plays_a_design_and_more_runs_go_into_the_same_folder(tmp_path, capsys):
    path, out = tmp_path / "design.toml", tmp_path / "out"
    path.write_text(DESIGN, encoding="utf-8")
    assert main(["sweep", str(path), "--out", str(out)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert f"Writing {out}: 4 points, 3 histories each" in told
    assert "china withdrawn" in told
    assert main(["sweep", str(path), "--out", str(out), "--runs", "5"]) == 0
    assert "Resuming" in capsys.readouterr().out
    assert len(open_results(out).outcomes) == 4 * 5
    pictures = {picture.stem for picture in (out / "figures").iterdir()}
    assert pictures == set(open_results(out).frame("summary")["headline"])
    assert main(["verify", str(out), "--rows", "2", "--mesa", "1"]) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["none.toml"], "none.toml: cannot be read"),
        (["design.toml", "--runs", "0"], "--runs: found 0; allowed: 1 or more"),
        (["design.toml", "--workers", "0"], "--workers: found 0; allowed: 1 or more"),
    ],
)
def test_what_the_command_cannot_do_is_one_line(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "design.toml").write_text(DESIGN, encoding="utf-8")
    assert main(["sweep", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
