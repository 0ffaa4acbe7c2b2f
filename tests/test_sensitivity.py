"""Sensitivity of the model: what drives an outcome by construction leads, and nothing is played twice."""

from __future__ import annotations

import pandas as pd
import pytest

from experiments import sensitivity as module
from experiments.cli import main
from experiments.results import open_results
from experiments.sensitivity import Size, kept_of, parameters_to_screen
from model.errors import InputError
from model.scenario import Scenario

SMALL = ["--trajectories", "3", "--keep", "2", "--samples", "8", "--set", "horizon=2025-12-31"]
AMONG = ["--match", "patron.growth", "--match", "truce.branching"]


@pytest.fixture
def analysed(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main(["sensitivity", *SMALL, *AMONG, "--out", "found"]) == 0
    return tmp_path / "found"


def test_the_command_screens_explains_and_resumes(analysed, capsys, monkeypatch):
    screened, indices = (pd.read_csv(analysed / f"{name}.csv") for name in ("screening", "indices"))
    names = parameters_to_screen(Scenario(), ["patron.growth", "truce.branching"])
    assert set(screened["parameter"]) == set(names)
    growth = screened[(screened["outcome"] == "dependence") & screened["parameter"].str.contains("growth")]
    idle = screened[(screened["outcome"] == "dependence") & (screened["parameter"] == "truce.branching")]
    assert (growth["mu"] > 0.0).all()
    assert growth["mu_star"].min() > idle["mu_star"].item()
    dependence = indices[indices["outcome"] == "dependence"]
    assert dependence["total"].sum() > 0.7
    assert pd.read_csv(analysed / "chance.csv").set_index("outcome").loc["dependence", "chance"] < 0.2
    assert {path.stem for path in (analysed / "figures").iterdir()} == {"screening", "indices"}
    assert "first-order index is the share" in (analysed / "README.txt").read_text(encoding="utf-8")
    assert open_results(analysed / "indices").outcomes["seed"].nunique() == 8 * 2
    before = {path: path.read_bytes() for path in analysed.glob("*.csv")}
    monkeypatch.setattr("experiments.blocks.run_chunk", None)
    assert main(["sensitivity", *SMALL, *AMONG, "--out", "found"]) == 0
    assert {path: path.read_bytes() for path in analysed.glob("*.csv")} == before
    told = capsys.readouterr().out
    assert "Resuming found/screening: 21 points" in told
    assert "Left by the screening: patron.growth" in told
    assert "never varies" in told


def test_runs_of_both_stages_are_verified(analysed, capsys):
    capsys.readouterr()
    assert main(["verify", str(analysed), "--rows", "2", "--mesa", "0"]) == 0
    assert "4 runs played again" in capsys.readouterr().out


def test_what_matters_for_each_outcome_is_kept_in_turn():
    rows = [
        ("war", "a", 0, 3.0, True),
        ("war", "b", 1, 2.0, True),
        ("war", "c", 2, 1.0, True),
        ("palace", "d", 3, 0.5, True),
        ("palace", "e", 4, 9.0, False),
    ]
    screened = pd.DataFrame(rows, columns=["outcome", "parameter", "place", "relative", "told"])
    assert kept_of(screened, 3) == ["a", "d", "b"]
    assert kept_of(screened, 9) == ["a", "d", "b", "c", "e"]


def test_every_parameter_with_a_range_is_screened_and_no_convention():
    names = parameters_to_screen(Scenario())
    kinds = {info.name: info.kind for info in Scenario().parameters()}
    assert len(names) > 700
    assert "convention" not in {kinds[name] for name in names}
    design = module.screening_of(Scenario(), names[:40], Size(2), 1)
    assert len(design.points()) == 2 * 41
    assert len(set(design.seeds())) == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--samples", "12"], "--samples: found 12; allowed: a power of 2"),
        (["--replications", "1"], "--replications: found 1; allowed: 2 or more"),
        (["--trajectories", "1"], "--trajectories: found 1"),
        (["--keep", "0"], "--keep: found 0"),
        (["--match", "zzz"], "--match: no parameter with a range has a name that contains 'zzz'"),
        (["--workers", "0"], "--workers: found 0"),
    ],
)
def test_what_cannot_be_done_is_one_line(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    assert main(["sensitivity", *arguments]) == 2
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_size_is_checked_in_python_too():
    with pytest.raises(InputError, match="power of 2"):
        Size(samples=3)
