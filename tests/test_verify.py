"""Verification: a changed byte is found and named, a changed number in a table too, and both engines are asked."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from experiments.cli import main
from experiments.designs import design
from experiments.results import open_results
from experiments.store import write_table
from experiments.sweeps import sweep_into
from experiments.verify import check_files, check_rows, sample_of, write_digests
from model.scenario import Scenario

ASKED = design(
    Scenario.load("march-2025").with_(horizon="2025-05-31"),
    {"truce.branching": [0.2, 0.4]},
    {"china": ["hedged"]},
    runs=4,
)


@pytest.fixture
def folder(tmp_path) -> Path:
    sweep_into(ASKED, tmp_path / "out")
    return tmp_path / "out"


def test_an_intact_folder_passes_in_both_engines(folder, capsys):
    assert main(["verify", str(folder), "--rows", "5", "--mesa", "2"]) == 0
    told = capsys.readouterr().out
    assert "5 runs played again, 2 of them also through Mesa" in told
    assert "All as it should be" in told


def test_a_changed_byte_is_found_and_named(folder, capsys):
    block = next((folder / "blocks").iterdir())
    content = bytearray(block.read_bytes())
    content[len(content) // 2] ^= 1
    block.write_bytes(content)
    assert main(["verify", str(folder), "--rows", "1", "--mesa", "0"]) == 1
    assert f"blocks/{block.name}: changed since it was written" in capsys.readouterr().out


def test_files_that_went_or_came_are_named(folder):
    (folder / "summary.parquet").unlink()
    (folder / "note.txt").write_text("mine", encoding="utf-8")
    found = {finding.where: finding.what for finding in check_files(folder)}
    assert found == {"summary.parquet": "missing", "note.txt": "was not there when the job ended"}


@pytest.mark.parametrize("engine", ["compiled", "Mesa"])
def test_a_changed_number_is_found_by_playing_the_run_again(folder, engine):
    frame = open_results(folder).outcomes
    place = frame.columns.get_loc("occupied_km2")
    frame.iloc[3, place] = frame.iloc[3, place] + 1e-9
    write_table(folder / "outcomes.parquet", pa.Table.from_pandas(frame, preserve_index=False))
    write_digests(folder)
    results = open_results(folder)
    assert list(check_files(folder)) == []
    [finding] = check_rows(results, results.outcomes.iloc[2:5], engine)
    assert "run 3" in finding.where
    assert finding.what.startswith("occupied_km2 is ")


def test_the_sample_is_drawn_from_runs_that_did_not_fail(folder):
    frame = open_results(folder).outcomes
    frame.loc[frame["run"] == 1, "error"] = "FloatingPointError: not finite"
    write_table(folder / "outcomes.parquet", pa.Table.from_pandas(frame, preserve_index=False))
    results = open_results(folder)
    drawn = sample_of(results, 100, 1)
    assert sorted(drawn["run"].unique()) == [0, 2, 3]
    pd.testing.assert_frame_equal(drawn, sample_of(results, 100, 1))
    assert len(sample_of(results, 2, 1)) == 2


def test_results_of_other_rules_are_refused_in_one_line(folder, capsys):
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["identity"]["source"] = "0" * 64
    from experiments.store import digest_of, write_json

    write_json(
        folder / "manifest.json",
        {"digest": digest_of(manifest["identity"]), "identity": manifest["identity"]},
    )
    assert main(["verify", str(folder)]) == 2
    assert "another version of the rules" in capsys.readouterr().err


def test_what_is_no_folder_of_results_is_one_line(tmp_path, capsys):
    assert main(["verify", str(tmp_path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_no_run_may_be_asked_for_but_none_below_none(folder, capsys):
    assert main(["verify", str(folder), "--rows", "0", "--mesa", "0"]) == 0
    assert main(["verify", str(folder), "--rows", "-1"]) == 2
    assert "--rows: found -1; allowed: 0 or more" in capsys.readouterr().err
