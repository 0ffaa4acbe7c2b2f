"""Weekly quantiles: close to the exact ones, in any order and in any portions the same."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import quantiles
from experiments.quantiles import LEVELS, Sketch

FORM = np.dtype([("week", "i8"), ("area", "f8"), ("truces", "i8"), ("vacant", "?")], align=True)


def history(stream: np.random.Generator, weeks: int = 5) -> np.ndarray:
    rows = np.zeros(weeks, FORM)
    rows["week"] = np.arange(weeks)
    rows["area"] = np.cumsum(stream.standard_normal(weeks)) * 10.0 ** stream.integers(-3, 6)
    rows["truces"] = stream.integers(-1, 9, weeks)
    rows["vacant"] = stream.random(weeks) < 0.2
    return rows


def histories(runs: int) -> list[np.ndarray]:
    stream = np.random.default_rng(9)
    return [history(stream) for _ in range(runs)]


def test_quantiles_are_within_half_a_bin_of_the_exact_ones():
    runs = histories(500)
    found = Sketch.joined([Sketch.of(run) for run in runs]).table().to_pandas()
    assert set(found["runs"]) == {500}
    for name in ("area", "truces", "vacant"):
        values = np.sort(np.array([run[name] for run in runs], float), axis=0)
        rows = found[found["observable"] == name].sort_values("week")
        for level in LEVELS:
            exact = values[-(-500 * level // 100) - 1]
            error = np.abs(rows[f"q{level:02d}"] - exact)
            assert (error <= 2.0**-8 * np.abs(exact) * 1.0001).all()
            if name != "area":
                assert (error == 0.0).all()


def test_one_run_is_its_own_quantiles():
    run = histories(1)[0]
    found = Sketch.of(run).table().to_pandas()
    area = found[found["observable"] == "area"]
    for level in LEVELS:
        assert (area[f"q{level:02d}"].to_numpy() == run["area"]).all()


@given(st.integers(1, 12), st.integers(0, 5), st.booleans())
def test_portions_and_order_change_nothing(size, shift, counted):
    runs = [Sketch.of(run) for run in histories(24)]
    whole = Sketch.joined(runs).table()
    runs = runs[shift:] + runs[:shift]
    portions = [Sketch.joined(runs[i : i + size]) for i in range(0, 24, size)]
    if counted:
        portions[::2] = [portion.counted() for portion in portions[::2]]
    assert Sketch.joined(portions[::-1]).table().equals(whole)


def test_counting_in_between_changes_nothing(monkeypatch):
    runs = [Sketch.of(run) for run in histories(40)]
    whole = Sketch.joined(runs).table()
    monkeypatch.setattr(quantiles, "_UNCOUNTED", 3)
    monkeypatch.setattr(quantiles, "_PORTION", 7)
    total = runs[0]
    for run in runs[1:]:
        total = Sketch.joined([total, run])
    assert len(total.keys) <= 3
    assert total.table().equals(whole)


def test_a_sketch_outlives_storage():
    together = Sketch.joined([Sketch.of(run) for run in histories(10)])
    half = Sketch.joined([together.counted(), Sketch.of(histories(1)[0])])
    for sketch in (together, together.counted(), half):
        assert Sketch.unpacked(sketch.packed()).table().equals(sketch.table())


def test_missing_values_and_short_runs_are_left_out():
    runs = histories(4)
    runs[0]["area"][2] = np.nan
    runs[1] = runs[1][:3]
    found = Sketch.joined([Sketch.of(run) for run in runs]).table().to_pandas()
    counts = found.pivot_table(index="week", columns="observable", values="runs")
    assert counts["area"].to_list() == [4, 4, 3, 3, 3]
    assert counts["truces"].to_list() == [4, 4, 4, 3, 3]


@pytest.mark.parametrize("value", [0.0, -0.0, 5e-324, 1e-30, -1e30, 1e300, -np.inf, np.inf, 112449.0])
def test_what_all_runs_share_is_exact(value):
    run = np.zeros(1, FORM)
    run["area"] = value
    found = Sketch.joined([Sketch.of(run)] * 3).table().to_pandas()
    assert found.loc[found["observable"] == "area", "q50"].to_list() == [value]


def test_bins_are_in_the_order_of_the_values():
    values = np.sort(
        np.concatenate([np.random.default_rng(2).standard_normal(999) * 1e6, [0.0, 1e-9, -1e-9]])
    )
    keys = quantiles._keys_of(values).astype(int)
    assert (np.diff(keys) >= 0).all()


def test_other_observables_are_refused():
    other = np.zeros(5, np.dtype([("week", "i8"), ("oil", "f8")]))
    with pytest.raises(ValueError, match="different observables"):
        Sketch.joined([Sketch.of(histories(1)[0]), Sketch.of(other)])


def test_an_unaligned_form_is_read_too():
    form = np.dtype([("week", "i8"), ("vacant", "?"), ("area", "f8")])
    run = np.zeros(3, form)
    run["area"] = [1.0, 2.0, 3.0]
    found = Sketch.of(run).table().to_pandas()
    assert found.loc[found["observable"] == "area", "q50"].to_list() == [1.0, 2.0, 3.0]
