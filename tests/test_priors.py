"""A comparison over priors: two layers told apart, every parameter drawn, and the command writes what it tells."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments.cli import main
from experiments.priors import design_over_priors, layers_of
from experiments.results import open_results
from model.errors import InputError
from model.scenario import Scenario

BASE = Scenario.load("march-2025").with_(horizon="2025-04-30")


@pytest.mark.parametrize(("chance", "between"), [(1.0, 0.0), (1.0, 0.5), (0.2, 1.0), (0.0, 0.7)])
def test_chance_is_told_from_what_draws_differ_in(chance, between):
    rng = np.random.default_rng(2)
    draws = 3.0 + between * rng.normal(size=(2000, 1))
    found = layers_of(draws + chance * rng.normal(size=(2000, 5)))
    assert found.value == pytest.approx(3.0, abs=4 * np.hypot(between, chance / 5**0.5) / 2000**0.5)
    assert found.low < found.value < found.high
    assert found.chance == pytest.approx(chance, abs=0.02)
    assert found.between == pytest.approx(between, abs=0.1 if between == 0.0 else 0.05)
    assert found.highest - found.lowest == pytest.approx(
        2 * 1.645 * between, abs=0.35 if between == 0.0 else 0.1
    )


def test_the_interval_of_the_mean_covers_both_layers():
    rng = np.random.default_rng(3)
    hits = 0
    for _ in range(400):
        found = layers_of(0.4 * rng.normal(size=(20, 1)) + rng.normal(size=(20, 4)))
        hits += found.low <= 0.0 <= found.high
    assert abs(hits / 400 - 0.95) < 4 * (0.95 * 0.05 / 400) ** 0.5


def test_a_failed_history_is_left_out():
    values = np.random.default_rng(1).normal(size=(50, 6))
    whole = layers_of(values)
    values[3, 2] = np.nan
    assert layers_of(values).value == pytest.approx(whole.value, abs=0.05)


def test_every_other_parameter_is_drawn_and_draws_are_crossed():
    asked = design_over_priors(BASE, "truce.branching", [0.2, 0.4], 3, 2, 1)
    names = [factor.name for factor in asked.uncertainties]
    assert len(names) > 700
    assert "truce.branching" not in names
    points = asked.points()
    assert points["truce.branching"].tolist() == [0.2, 0.4] * 3
    assert points["mediator.opening"].nunique() == 3
    assert asked.seeds()[0] == asked.seeds()[1] != asked.seeds()[2]
    with pytest.raises(InputError, match="--draws: found 1"):
        design_over_priors(BASE, "china", ["hedged"], 1, 2, 1)


def test_the_command_reports_both_layers(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    asked = ["compare", "--over", "priors", "--vary", "china=hedged,withdrawn", "--draws", "3", "--runs", "2"]
    asked += ["--set", "horizon=2025-04-30", "--out", "found"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "between draws" in told
    assert "withdrawn less hedged" in told
    table = pd.read_csv("found/priors.csv")
    assert set(table["kind"]) == {"level", "difference"}
    report = (tmp_path / "found/report.html").read_text(encoding="utf-8")
    for said in (
        "with chance taken out",
        "3 draws of",
        "<svg",
        "--over priors --vary china=hedged,withdrawn",
    ):
        assert said in report
    outcomes = open_results("found").outcomes
    assert len(outcomes) == 3 * 2 * 2
    assert outcomes["seed"].nunique() == 3 * 2
    assert main(["verify", "found", "--rows", "1", "--mesa", "0"]) == 0
    capsys.readouterr()
    for wrong, said in (
        (["--over", "posteriors"], "--over: found 'posteriors'; allowed: priors, posterior"),
        (["--over", "priors", "--half-width", "0.1"], "--half-width: not with --over priors"),
        (["--over", "priors", "--draws", "1"], "--draws: found 1"),
        (["--over", "priors", "--reference", "endogenous", "--vary", "china=hedged"], "reference: found"),
    ):
        assert main(["compare", *wrong, "--out", "wrong"]) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1
    assert not (tmp_path / "wrong").exists()
