"""A target half-width: reached, told, resumed and covered; and a comparison on workers gives the bytes of threads."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from experiments import compare, sequential
from experiments.cli import main
from experiments.sequential import play_until, widest_of
from experiments.statistics import share
from model.errors import InputError
from model.scenario import Scenario

SHORT = Scenario.load("march-2025").with_(horizon="2025-05-31")


@pytest.fixture(autouse=True)
def small(monkeypatch):
    monkeypatch.setattr(sequential, "LOOK", 20)
    monkeypatch.setattr(sequential, "CHUNK", 10)
    monkeypatch.setattr("experiments.comparison.CHUNK", 10)


def test_runs_end_where_the_interval_is_narrow_enough(tmp_path):
    pair = [SHORT, SHORT.with_(china="withdrawn")]
    wide = play_until(pair, 0, 200, 1, 0.12, tmp_path / "a")
    assert wide.narrow
    assert wide.runs % 20 == 0
    assert 20 < wide.runs < 200
    assert "were enough" in wide.sentence
    short = play_until(pair, 0, 30, 1, 0.01, tmp_path / "b")
    assert (short.runs, short.narrow) == (30, False)
    assert "not reached with 30 histories" in short.sentence
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "a").iterdir()}
    assert play_until(pair, 0, 200, 1, 0.12, tmp_path / "a") == wide
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "a").iterdir()} == before


def test_a_comparison_in_python_tells_what_was_reached():
    found = compare(SHORT, {"china": ["hedged", "withdrawn"]}, runs=200, half_width=0.12)
    assert found.reached is not None
    assert found.runs == found.reached.runs < 200
    shares = found.contrasts()
    assert ((shares["high"] - shares["low"]) / 2)[shares["headline"] == "lasting"].max() <= 0.12
    fixed = compare(SHORT, {"china": ["hedged", "withdrawn"]}, runs=found.runs)
    pd.testing.assert_frame_equal(found.outcomes, fixed.outcomes)
    assert fixed.reached is None
    with pytest.raises(InputError, match="--half-width: found 0"):
        compare(SHORT, {"china": ["hedged"]}, half_width=0.0)


def test_nothing_happened_is_not_narrow_at_once():
    frame = pd.DataFrame({"error": [""] * 20, "run": range(20), "general_lasting": [False] * 20})
    headline = next(h for h in sequential.headlines_for(10) if h.name == "lasting")
    widest, where = widest_of([frame, frame], 0, [headline])
    assert 0.05 < widest < 0.13
    assert where == headline.label


@pytest.mark.parametrize("rate", [0.03, 0.2, 0.5])
def test_stopping_costs_little_coverage(rate):
    """Wilson's interval at the first look, of every 20 runs, at which it is narrow: within a few points of 95%."""
    rng = np.random.default_rng(11)
    hits, trials, half_width = 0, 300, 0.06
    for _ in range(trials):
        events = rng.random(400) < rate
        looks = (share(events[:runs]) for runs in range(20, 401, 20))
        found = next(estimate for estimate in looks if estimate.half_width <= half_width)
        hits += found.low <= rate <= found.high
    assert hits / trials > 0.93 - 3 * math.sqrt(0.95 * 0.05 / trials)


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


def test_the_command_stops_reports_and_is_the_same_on_workers(tmp_path, monkeypatch, capsys):
    pytest.importorskip("distributed")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("experiments.job.CHUNK", 10)
    monkeypatch.setattr("experiments.report.draw_all", lambda comparison: [])
    asked = ["compare", "--vary", "china=hedged,withdrawn", "--set", "horizon=2025-05-31"]
    asked += ["--half-width", "0.15", "--runs", "200"]
    assert main([*asked, "--out", "threads"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "were enough" in told
    report = (tmp_path / "threads/report.html").read_text(encoding="utf-8")
    assert "were enough" in report
    assert "--half-width 0.15" in report
    assert main([*asked, "--out", "workers", "--cluster", "local", "--workers", "2"]) == 0
    assert files(tmp_path / "workers") == files(tmp_path / "threads")
    capsys.readouterr()
    assert main([*asked[:-3], "0.7", "--out", "wrong"]) == 2
    assert "--half-width: found 0.7; allowed: between 0 and 0.5" in capsys.readouterr().err
