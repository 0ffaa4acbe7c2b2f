"""What the bench measures can be had at small sizes, and memory does not grow with the number of runs."""

from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from experiments import bench, measures, streaming
from experiments.cli import main
from experiments.designs import design
from experiments.results import open_results
from experiments.sweeps import sweep, sweep_into
from model.scenario import Scenario

SHORT = Scenario.load("march-2025").with_(horizon="2025-04-30")


def test_ratios_are_of_times_in_one_process():
    assert measures.run_cost(SHORT, 40) > 0.0
    assert measures.two_threads(SHORT, 4) > 0.0
    assert measures.first_picture(SHORT, 1) > 0.0
    assert measures.median_of(lambda i: None, 3) < 1.0


def test_runs_of_a_point_may_lie_in_many_parts(monkeypatch, tmp_path):
    """Rows are joined to parts of a few, so that a point begins in one and ends in another; headlines do not change."""
    asked = design(SHORT, {"truce.branching": [0.2, 0.4]}, runs=120)
    expected = sweep(asked).table()
    monkeypatch.setattr(streaming, "ROW_GROUP", 12_000)
    sweep_into(asked, tmp_path / "out")
    assert len(list(streaming.read_tables(tmp_path / "out" / "outcomes.parquet"))) > 3
    assert_frame_equal(open_results(tmp_path / "out").frame("summary"), expected, check_exact=True)


def test_memory_of_a_sweep_does_not_grow_with_its_runs():
    """Six times the runs: the same peak but for a tenth, far under what is allowed."""
    small, large = measures.peak_memory(100), measures.peak_memory(600)
    assert large < 1.1 * small
    assert large < 1024.0


def test_every_figure_is_printed_beside_its_bar(monkeypatch, capsys):
    for name in (
        "start_up",
        "warm_seconds",
        "run_seconds",
        "mesa_seconds",
        "against_batch_run",
        "two_threads",
    ):
        monkeypatch.setattr(measures, name, lambda *given: 2.0)
    for name in ("dask_overhead", "week_cost", "run_cost", "elite_week"):
        monkeypatch.setattr(measures, name, lambda *given: 3.0)
    monkeypatch.setattr(measures, "peak_memory", lambda runs: 300.0 + runs / 1e5)
    assert main(["bench", "--quick", "--million"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for said in (
        "mesa.batch_run with two processes",
        "two Dask workers against two threads",
        "a week of runs to 2060",
        "a sweep of 1,000,000 short runs 310 MiB (1.03 times that of 1,000)",
        "1,024 MiB at 1,000,000",
    ):
        assert said in told
    monkeypatch.setattr(bench.importlib.util, "find_spec", lambda name: None)
    assert ("Dask", "not installed", "") in list(bench.division_of(SHORT, True))


def test_bench_refuses_what_it_does_not_know(capsys):
    assert main(["bench", "--slow"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("runs", [1, 25])
def test_a_long_sweep_prints_its_peak_and_leaves_nothing(runs, capsys, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    measures.long_sweep(runs, points=2)
    assert float(capsys.readouterr().out.split()[-1]) > 50.0
    assert list(tmp_path.iterdir()) == []
