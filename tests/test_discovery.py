"""Scenario discovery: a planted box is found, with what it covers, and what cannot be found is told in one line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.discovery import cases_of, find_box
from experiments.discovery_job import range_of
from experiments.results import open_results
from experiments.store import read_manifest
from model.errors import InputError

pytest.importorskip("ema_workbench", reason="needs dilemma[discovery]")
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture(scope="module")
def planted():
    """Nine in ten histories are cases inside a box of two numbers and a choice, one in twenty outside it."""
    rng = np.random.default_rng(1)
    points = pd.DataFrame(rng.random((800, 6)), columns=[f"group.x{i}" for i in range(6)])
    points["china"] = pd.Series(rng.choice(["hedged", "withdrawn", "no-limits"], 800)).astype(object)
    inside = (points["group.x1"] < 0.5) & (points["group.x4"] > 0.4) & (points["china"] != "hedged")
    cases = rng.random(800) < np.where(inside, 0.9, 0.05)
    return points, cases, inside.to_numpy()


def test_a_planted_box_is_found(planted):
    points, cases, inside = planted
    box = find_box(points, cases)
    limits = box.limits.set_index("parameter")
    assert set(limits.index) == {"group.x1", "group.x4", "china"}
    assert limits.loc["group.x1", "high"] == pytest.approx(0.5, abs=0.05)
    assert limits.loc["group.x4", "low"] == pytest.approx(0.4, abs=0.05)
    assert limits.loc["china", "values"] == "no-limits, withdrawn"
    assert limits[["p_low", "p_high"]].max(axis=None) < 1e-4
    assert np.isnan(limits.loc["group.x1", "low"])
    assert box.density == pytest.approx(cases[inside].mean(), abs=0.07)
    assert box.coverage == pytest.approx(cases[inside].sum() / cases.sum(), abs=0.12)
    assert box.mass == pytest.approx(inside.mean(), abs=0.05)
    assert box.trajectory["coverage"].iloc[0] == 1.0
    assert box.trajectory["density"].iloc[0] == pytest.approx(cases.mean())
    assert range_of(box.limits.set_index("parameter", drop=False).loc["group.x1"]).startswith("below 0.")


def test_a_denser_box_covers_less(planted):
    points, cases, _ = planted
    loose, dense = find_box(points, cases, density=0.4), find_box(points, cases, density=0.85)
    assert dense.density >= 0.85 > loose.density >= 0.4
    assert dense.coverage < loose.coverage
    with pytest.raises(InputError, match="the densest box has"):
        find_box(points, cases, density=1.0)


def test_noise_has_no_box_worth_telling(planted):
    points, _, _ = planted
    rng = np.random.default_rng(4)
    with pytest.raises(InputError, match="came about in 4 of 800 histories"):
        find_box(points, np.arange(800) < 4)
    with pytest.raises(InputError, match="no box whose limits matter"):
        find_box(points, rng.random(800) < 0.3)


def test_outcomes_are_named_or_compared():
    frame = pd.DataFrame(
        {
            "general_longest": [179.0, 180.0],
            "succession": ["armed-conflict", "none"],
            "general_lasting": [True, False],
        }
    )
    assert cases_of(frame, "ceasefire_180").tolist() == [False, True]
    assert cases_of(frame, "armed_contest").tolist() == [True, False]
    assert cases_of(frame, "lasting").tolist() == [True, False]
    assert cases_of(frame, "general_longest<180").tolist() == [True, False]
    for wrong in ("peace", "growth<0", "succession>1", "gained_2025"):
        with pytest.raises(InputError, match="--outcome: found"):
            cases_of(frame, wrong)


DESIGN = """
method = "latin-hypercube"
samples = 60
runs = 1
shocks = "own"
constants = { horizon = "2025-04-30" }
[uncertainties]
truce.branching = "declared"
mediator.opening = { low = 0.0, high = 0.06 }
[levers]
china = ["hedged", "withdrawn"]
"""


def test_the_command_reads_a_sweep_and_tells_a_box(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "design.toml").write_text(DESIGN, encoding="utf-8")
    assert main(["sweep", "design.toml", "--out", "swept"]) == 0
    middle = open_results("swept").outcomes["dependence"].quantile(0.6)
    capsys.readouterr()
    found = ["discover", "swept", "--outcome", f"dependence>{middle}", "--out", "found"]
    assert main(found) == 0
    told = capsys.readouterr().out
    assert "china: " in told
    assert (tmp_path / "found/figures/box.png").read_bytes().startswith(b"\x89PNG")
    assert "china" in pd.read_csv("found/box.csv")["parameter"].tolist()
    assert read_manifest(tmp_path / "found")["identity"]["job"] == "discover"
    assert main(["verify", "swept", "--rows", "1", "--mesa", "0"]) == 0
    capsys.readouterr()
    for wrong, said in (
        (["discover", "nowhere"], "no folder of results"),
        (["discover", "found"], "holds results of discover; allowed: those of a sweep"),
        (["discover", "swept", "--outcome", "peace"], "--outcome: found 'peace'"),
        (["discover", "swept", "--density", "2"], "--density: found 2"),
        (["discover", "swept", "--mass", "0"], "--mass: found 0"),
    ):
        assert main(wrong) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1
