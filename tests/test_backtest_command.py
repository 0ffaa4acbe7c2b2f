"""The command of the back-test: what it refuses in one line, and what it prints and writes."""

from __future__ import annotations

import csv
import datetime as dt
import json

import pandas as pd
import pytest

from experiments import cli
from experiments.fan import Walk
from experiments.territory import Territory
from experiments.timeline import PROPOSALS
from model.errors import InputError

pytestmark = pytest.mark.usefixtures("elsewhere")


def table_with(tmp_path, field: str, value: str):
    """Return a copy of the record of proposals with one field of its second row changed."""
    with PROPOSALS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[1][field] = value
    path = tmp_path / "proposals.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("scope", "sectoral", "one of full, final"),
        ("russia_response", "maybe", "one of ignored, reject"),
        ("ukraine_response", "", "one of ignored, reject"),
        ("proposer", "Atlantis", "joined by / or +"),
        ("date", "18 March", "a date such as"),
        ("date", "2019-03-18", "2025-01-01 to 2028-12-31"),
        ("end", "2025-01-05", "or later, or empty"),
        ("id", "2025-02-12", "one row each"),
        ("id", "", "a name"),
    ],
)
def test_a_wrong_table_of_proposals_is_named_in_one_line(capsys, tmp_path, field, value, allowed):
    path = table_with(tmp_path, field, value)
    status = cli.main(["backtest", "--timeline", str(path), "--vectors", "2", "--runs", "0"])
    errors = capsys.readouterr().err
    assert status == 2
    assert errors.count("\n") == 1
    assert str(path) in errors
    assert f"{field}: found" in errors
    assert allowed in errors


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "column occupied_km2: found none"),
        ("date,occupied_km2\n", "rows: found none"),
        ("day,occupied_km2\n2025-01-01,5\n", "column date: found none"),
        ("date,occupied_km2\nsoon,5\n", "row 2: date: found 'soon'"),
        ("date,occupied_km2\n2025-01-01,many\n", "row 2: occupied_km2: found 'many'"),
        ("date,occupied_km2\n2025-01-01,-5\n", "row 2: occupied_km2: found '-5'"),
        ("date,occupied_km2\n2025-01-01,5\n2025-01-01,6\n", "row 3: date: found 2025-01-01 twice"),
        ("date,occupied_km2\n2025-06-01,5\n2025-07-01,6\n", "found no two observations"),
    ],
)
def test_a_wrong_table_of_the_line_is_named_in_one_line(capsys, tmp_path, content, said):
    path = tmp_path / "line.csv"
    path.write_text(content)
    status = cli.main(["backtest", "--territory", str(path), "--vectors", "2", "--runs", "0"])
    errors = capsys.readouterr().err
    assert status == 2
    assert errors.count("\n") == 1
    assert said in errors
    assert "allowed" in errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["--vectors", "0"],
        ["--runs", "-1"],
        ["--timeline", "nowhere.csv"],
        ["--territory", "."],
        ["--workers", "0"],
    ],
)
def test_wrong_options_are_mended(capsys, arguments):
    assert cli.main(["backtest", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_record_without_proposals_of_others_is_refused(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "id,date,end,proposer,content,issues,scope,russia_response,ukraine_response\n"
        "a,2025-05-01,,Both,swap,POW,human,accept,accept\n"
    )
    assert cli.main(["backtest", "--timeline", str(path), "--vectors", "2", "--runs", "0"]) == 2


def test_the_command_prints_and_writes_everything(capsys, tmp_path):
    out = tmp_path / "out"
    asked = ["backtest", "--vectors", "4", "--runs", "0", "--workers", "1", "--out", str(out)]
    assert cli.main(asked) == 0
    told = capsys.readouterr().out
    for words in (
        "model, rolling origin",
        "last answer repeated",
        "IN SAMPLE",
        "0 of 7",
        "0.35",
        "not to be told",
    ):
        assert words in told
    found = json.loads((out / "backtest.json").read_text())
    assert found["general_ceasefires_accepted_by_russia"]["put"] == 7
    assert {(row["party"], row["rows"]) for row in found["answers"]} == {
        ("russia", 15),
        ("ukraine", 20),
        ("both", 35),
    }
    rows = pd.read_parquet(out / "backtest.parquet")
    assert len(rows) == 35 * rows["forecaster"].nunique()
    assert rows[["ignored", "reject", "conditional", "partial", "accept"]].sum(
        axis=1
    ).to_numpy() == pytest.approx(1.0)
    report = (out / "report.html").read_text()
    assert "<svg" in report
    assert "http://" not in report.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
    first = (out / "backtest.json").read_bytes()
    assert cli.main(asked) == 0
    assert (out / "backtest.json").read_bytes() == first
    assert cli.main([*asked[:-2], "--seed", "2", "--out", str(out)]) == 2


def test_a_walk_needs_three_months():
    with pytest.raises(InputError, match="allowed: 3 or more"):
        Walk.fitted(Territory((dt.date(2025, 1, 31), dt.date(2025, 2, 28)), (1.0, 2.0)), 1.0)
