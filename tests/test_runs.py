"""Ensembles: the same rows whoever runs them, resumed from what is whole, with failures as rows."""

from __future__ import annotations

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from pandas.testing import assert_frame_equal

from experiments import chunks, runs
from experiments.chunks import Chunk, Task, run_chunk, run_seed
from experiments.runs import Ensemble, ensemble, execute, tasks_of
from model.errors import InputError

WEEKS = 4
START = dt.date(2025, 3, 18)
FORM = np.dtype([("week", "i8"), ("area", "f8")])


@dataclass(frozen=True)
class FakeScenario:
    """What the engine below is told."""

    drift: float = 1.0

    def digest(self) -> str:
        return str(self.drift)


class FakeHistory:
    """A random walk; about one in ten runs fails, and its weeks tell how it went."""

    def __init__(self, scenario: FakeScenario, seed: int) -> None:
        stream = np.random.default_rng(seed)
        self.rows = np.zeros(WEEKS, FORM)
        self.rows["week"] = np.arange(WEEKS)
        self.rows["area"] = np.cumsum(stream.standard_normal(WEEKS) + scenario.drift)
        if seed % 10 == 3:
            raise FloatingPointError("ledger is\n  not finite")

    def outcome(self) -> dict[str, float | int | str | bool]:
        area = float(self.rows["area"][-1])
        return {"area": area, "weeks": WEEKS, "side": "up" if area > 0 else "down", "won": area > 5.0}

    def series(self) -> pd.DataFrame:
        frame = pd.DataFrame(self.rows)
        return frame.assign(date=pd.to_datetime(START) + pd.to_timedelta(7 * frame["week"], unit="D"))

    def events(self) -> pd.DataFrame:
        weeks = np.flatnonzero(self.rows["area"] < 0.0)
        events = [(int(week), START + dt.timedelta(days=7 * int(week)), "below", 0.5) for week in weeks]
        return pd.DataFrame(events, columns=["week", "date", "what", "by"])


BASE = FakeScenario()


def gathered(count: int = 60, chunk: int | None = None, workers: int = 1, **options) -> Ensemble:
    tasks = tasks_of(BASE, count, 5, chunk=chunk)
    return Ensemble.of(execute(tasks, workers=workers, simulate=FakeHistory, **options))


def assert_same(one: Ensemble, other: Ensemble) -> None:
    for name in ("outcomes", "series", "events", "quantiles"):
        assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)


@pytest.fixture(autouse=True)
def small_sample(monkeypatch):
    monkeypatch.setattr(chunks, "SAMPLE", 25)


# Rows.


def test_an_ensemble_has_a_row_a_run():
    found = ensemble(BASE, 60, 5, simulate=FakeHistory)
    assert found.outcomes["run"].to_list() == list(range(60))
    assert found.outcomes["seed"].to_list() == [run_seed(5, r) for r in range(60)]
    assert found.outcomes.columns.to_list() == ["run", "seed", "error", "area", "weeks", "side", "won"]


def test_a_row_is_replayed_by_its_seed():
    found = ensemble(BASE, 20, 5, simulate=FakeHistory).outcomes
    row = found[found["error"] == ""].iloc[3]
    assert FakeHistory(BASE, int(row["seed"])).outcome()["area"] == row["area"]


def test_seeds_are_those_of_numpy_in_63_bits():
    state = np.random.SeedSequence([7, 12]).generate_state(2, np.uint32).astype(object)
    assert run_seed(7, 12) == (state[0] + (state[1] << 32)) >> 1
    seeds = {run_seed(s, r) for s in range(20) for r in range(200)}
    assert len(seeds) == 4000
    assert 0 <= min(seeds) < max(seeds) < 2**63


def test_two_scenarios_meet_the_same_shocks():
    one = ensemble(BASE, 30, 5, simulate=FakeHistory).outcomes
    other = ensemble(FakeScenario(3.0), 30, 5, simulate=FakeHistory).outcomes
    whole = one["error"] == ""
    assert (one["seed"] == other["seed"]).all()
    assert other["area"][whole].to_numpy() - one["area"][whole].to_numpy() == pytest.approx(2.0 * WEEKS)


def test_more_runs_only_add_rows():
    few, many = gathered(20).outcomes, gathered(50).outcomes
    assert_frame_equal(few, many.head(20), check_exact=True)


# The same for any division of the work.


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("chunk", [1, 7, 60, None])
def test_rows_do_not_depend_on_workers_or_chunks(workers, chunk):
    assert_same(gathered(chunk=chunk, workers=workers), gathered(chunk=60))


def test_rows_do_not_depend_on_when_chunks_end():
    def slow_at_first(scenario, seed):
        time.sleep(0.05 if seed == run_seed(5, 0) else 0.0)
        return FakeHistory(scenario, seed)

    tasks = tasks_of(BASE, 60, 5, chunk=4)
    assert_same(Ensemble.of(execute(tasks, workers=4, simulate=slow_at_first)), gathered())


def test_runs_go_on_in_parallel():
    together = threading.Barrier(2, timeout=10.0)

    def meets_another(scenario, seed):
        together.wait()
        return FakeHistory(scenario, seed)

    found = Ensemble.of(execute(tasks_of(BASE, 2, 5, chunk=1), workers=2, simulate=meets_another))
    assert not found.outcomes["error"].str.contains("Barrier").any()


def test_another_executor_gives_the_same_rows():
    with ThreadPoolExecutor(2) as pool:
        assert_same(gathered(chunk=7, executor=pool), gathered())
        assert pool.submit(int).result() == 0


def test_chunk_size_does_not_depend_on_the_machine(monkeypatch):
    sizes = [task.count for task in tasks_of(BASE, 1000, 5)]
    monkeypatch.setattr(runs, "processors", lambda: 64)
    assert [task.count for task in tasks_of(BASE, 1000, 5)] == sizes == [50] * 20
    assert sum(task.count for task in tasks_of(BASE, 1_000_003, 5)) == 1_000_003
    assert max(task.count for task in tasks_of(BASE, 1_000_003, 5)) == 1000


# Failures.


def test_a_run_that_fails_is_a_row_with_its_error():
    found = gathered(60)
    bad = found.outcomes[found.outcomes["error"] != ""]
    assert 0 < len(bad) == found.failed < 20
    assert set(bad["error"]) == {"FloatingPointError: ledger is not finite"}
    assert bad["area"].isna().all()
    assert not found.series["run"].isin(bad["run"]).any()
    assert found.quantiles["runs"].max() == 60 - len(bad)


def test_a_table_without_rows_has_no_say_on_types():
    empty = pa.table({"week": pa.array([], pa.float64()), "what": pa.array([], pa.float64())})
    full = pa.table({"week": [1], "what": ["below"]})
    assert chunks.concatenated([empty, full, empty, pa.table({})]).equals(full)
    assert chunks.concatenated([pa.table({}), empty]).column_names == ["week", "what"]
    assert chunks.concatenated([]).num_columns == 0


def test_all_runs_may_fail():
    def fails(scenario, seed):
        raise OverflowError("x" * 9999)

    found = ensemble(BASE, 5, 5, simulate=fails)
    assert found.failed == 5
    assert found.outcomes["error"].str.len().max() == 500
    assert found.series.empty
    assert found.quantiles.empty


def test_an_interrupt_ends_the_ensemble():
    def interrupted(scenario, seed):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ensemble(BASE, 5, 5, simulate=interrupted)


@pytest.mark.parametrize(
    ("given", "message"),
    [({"runs": 0}, "runs: found 0"), ({"seed": -1}, "seed: found -1"), ({"series": "some"}, "'some'")],
)
def test_bad_input_is_one_line(given, message):
    options = {"runs": 5, "seed": 5, **given}
    with pytest.raises(InputError, match=message):
        ensemble(BASE, simulate=FakeHistory, **options)


# What is kept.


def test_series_and_events_are_those_of_the_first_runs():
    found = gathered(60)
    whole = set(found.outcomes.loc[found.outcomes["error"] == "", "run"])
    assert set(found.series["run"]) == {r for r in whole if r < 25}
    assert set(found.events["run"]) <= set(found.series["run"])
    assert found.series.columns.to_list() == ["run", "week", "area", "date"]
    assert len(found.series) == WEEKS * found.series["run"].nunique()


def test_all_or_none_may_be_kept():
    whole = set(gathered(60).outcomes.query("error == ''")["run"])
    every = ensemble(BASE, 60, 5, series="all", simulate=FakeHistory)
    none = ensemble(BASE, 60, 5, series="none", simulate=FakeHistory)
    assert set(every.series["run"]) == whole
    assert none.series.empty
    assert none.events.empty
    assert none.quantiles.empty
    assert_frame_equal(every.outcomes, none.outcomes)


def test_quantiles_are_over_all_runs():
    every = ensemble(BASE, 60, 5, series="all", simulate=FakeHistory)
    exact = every.series.groupby("week")["area"].quantile(0.5, interpolation="lower")
    found = every.quantiles.set_index("week")["q50"]
    assert np.abs(found - exact).max() <= 2.0**-8 * exact.abs().max()
    assert_frame_equal(every.quantiles, gathered(60).quantiles)


def test_quantiles_do_not_depend_on_when_they_are_joined(monkeypatch):
    whole = gathered(60)
    monkeypatch.setattr(runs, "_PENDING", 1)
    monkeypatch.setattr(chunks, "_COUNT_BEYOND", 2)
    assert_same(gathered(60, chunk=3), whole)


def test_progress_counts_every_run():
    told: list[int] = []
    ensemble(BASE, 47, 5, progress=told.append, simulate=FakeHistory)
    assert sum(told) == 47
    assert len(told) > 10


def test_little_is_held_at_a_time():
    started: list[int] = []

    def counting(scenario, seed):
        started.append(seed)
        return FakeHistory(scenario, seed)

    going = execute(tasks_of(BASE, 100, 5, chunk=1), workers=2, simulate=counting)
    next(going)
    going.close()
    assert len(started) <= 8


# Stored and resumed.


def test_a_sweep_that_was_stopped_ends_with_the_same_bytes(tmp_path):
    tasks = tasks_of(BASE, 60, 5, chunk=10)
    for _ in execute(tasks, simulate=FakeHistory, folder=tmp_path / "straight"):
        pass
    stopped = execute(tasks, simulate=FakeHistory, folder=tmp_path / "resumed")
    for _ in range(3):
        next(stopped)
    stopped.close()
    before = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "resumed").iterdir()}
    assert len(before) == 3 * 4
    again = Ensemble.of(execute(tasks, simulate=FakeHistory, folder=tmp_path / "resumed"))
    assert_same(again, gathered(60))
    straight = {path.name: path.read_bytes() for path in (tmp_path / "straight").iterdir()}
    assert straight == {path.name: path.read_bytes() for path in (tmp_path / "resumed").iterdir()}
    assert before.items() <= {p.name: p.stat().st_mtime_ns for p in (tmp_path / "resumed").iterdir()}.items()


def test_what_is_stored_is_not_run_again(tmp_path):
    def forbidden(scenario, seed):
        raise AssertionError("ran again")

    tasks = tasks_of(BASE, 20, 5)
    list(execute(tasks, simulate=FakeHistory, folder=tmp_path))
    found = Ensemble.of(execute(tasks, simulate=forbidden, folder=tmp_path))
    assert_same(found, gathered(20))


def test_a_chunk_without_outcomes_is_run_again(tmp_path):
    task = tasks_of(BASE, 10, 5, chunk=10)[0]
    run_chunk(task, FakeHistory).save(tmp_path)
    assert Chunk.is_saved(tmp_path, task)
    (tmp_path / f"{task.digest}.outcomes.parquet").unlink()
    assert not Chunk.is_saved(tmp_path, task)


def test_a_chunk_is_named_by_all_that_it_depends_on():
    base = Task(BASE, 5, 0, 10, "sample", "here")
    others = [
        Task(FakeScenario(2.0), 5, 0, 10, "sample", "here"),
        Task(BASE, 6, 0, 10, "sample", "here"),
        Task(BASE, 5, 10, 10, "sample", "here"),
        Task(BASE, 5, 0, 11, "sample", "here"),
        Task(BASE, 5, 0, 10, "all", "here"),
        Task(BASE, 5, 0, 10, "sample", "there"),
    ]
    assert len({task.digest for task in [base, *others]}) == 7
    assert base.digest == Task(FakeScenario(1.0), 5, 0, 10, "sample", "here").digest


def test_a_worker_that_computes_differently_is_refused():
    with pytest.raises(InputError, match="other arithmetic"):
        run_chunk(Task(BASE, 5, 0, 10, "sample", "elsewhere"), FakeHistory)


@pytest.mark.parametrize(
    "wrong", [{"runs": 2.5}, {"runs": 0}, {"seed": -1}, {"seed": 1.5}, {"workers": 0}, {"workers": -1}]
)
def test_wrong_numbers_are_refused_in_one_line(wrong):
    asked = {"runs": 2, "seed": 1, "workers": 1, **wrong}
    with pytest.raises(InputError, match=rf"^{next(iter(wrong))}: found .*; allowed: .*or more$"):
        ensemble(BASE, **asked, simulate=FakeHistory)
