"""Calibration: true values come back from simulated data, intervals are honest, a stopped run goes on and ends alike."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from experiments import compare
from experiments.calibration import Library, OutOfTimeError, Simulator, Size, run
from experiments.calibration_evidence import PALACE, WAR, as_screened, block_of
from experiments.calibration_screening import Uncertain, bound_of, kept_of, told_of
from experiments.cli import main
from experiments.over_posterior import designs_side_by_side, read_sample
from experiments.posterior import band_of, check, floor_of, posterior_of, quantiles_of
from experiments.posterior_part import posterior_part
from experiments.reference_rates import is_fitted
from model.errors import InputError
from model.scenario import Scenario

pytest.importorskip("pyabc")
BASE = Scenario.load("march-2025")
NAMES = ["front.drift", "war.tempo_sd"]


def toy(particles: int = 1500, noise: float = 0.1, seed: int = 1) -> Library:
    """Two parameters: the first is seen with noise and bent, the second not at all."""
    rng = np.random.default_rng(seed)
    unit = rng.random((particles, 2))
    seen = unit[:, 0] + noise * rng.normal(size=particles)
    summaries = np.column_stack([seen + 0.3 * seen**2, rng.normal(size=particles)])
    return Library(("seen", "unseen"), unit, summaries, np.full(particles, 1.0 / particles))


def test_a_parameter_that_is_seen_is_found_and_one_that_is_not_keeps_its_prior():
    library = toy()
    observed = np.array([0.6 + 0.3 * 0.36, 0.0])
    found = posterior_of(library, observed)
    assert found.mean[0] == pytest.approx(0.6, abs=0.04)
    spread = np.sqrt(found.weights @ np.square(found.unit[:, 0] - found.mean[0]))
    assert 0.09 < spread < 0.15  # the noise is 0.1; so wide a reach never makes it narrower
    floor = floor_of(library, observed, 1)
    assert found.contraction[0] > 0.7 > floor > found.contraction[1]
    low, high = quantiles_of(found, (0.05, 0.95))
    assert high[1] - low[1] == pytest.approx(0.9, abs=0.08)
    assert np.array_equal(found.draw(50, 3), found.draw(50, 3))
    assert not np.array_equal(found.draw(50, 3), found.draw(50, 4))


def test_intervals_are_honest_and_a_biased_library_is_found_out():
    library = toy()
    told = check(library, 200, 1)
    assert np.all(np.abs(told.coverage - 0.9) < 4 * np.sqrt(0.09 / 200))
    assert np.all(told.chances() > 1e-3)
    assert told.recovery[0] > 0.9 > 0.3 > abs(told.recovery[1])
    low, high = band_of(200, 10)
    assert low < 20 < high
    louder = toy(100, 0.3, 2)
    inside = []
    for truth, summaries in zip(louder.unit, louder.summaries, strict=True):
        low, high = quantiles_of(posterior_of(library, summaries), (0.05, 0.95))
        inside.append(low[0] <= truth[0] <= high[0])
    assert np.mean(inside) < 0.75


def test_the_screening_tells_what_moves_a_summary_from_chance():
    rng = np.random.default_rng(2)
    unit = rng.random((400, 30))
    values = np.column_stack([np.exp(2 * unit[:, 7]) + rng.normal(size=400), rng.normal(size=400)])
    table = told_of(unit, values, [f"p{i}" for i in range(30)], ["moved", "still"])
    assert table.loc[table["told"], "parameter"].tolist() == ["p7"]
    assert table.loc[0, "summary"] == "moved"
    assert bound_of(400, 60) == pytest.approx(0.165, abs=0.01)
    other = table.assign(correlation=0.5 * table["correlation"])
    assert kept_of({"a": table, "b": other}, 5) == {"a": ["p7"], "b": []}


def test_the_evidence_is_the_fitted_half_alone():
    palace, war = block_of(PALACE), block_of(WAR)
    assert all(is_fitted(summary.key) for summary in palace.summaries)
    assert not any(is_fitted(summary.key) for summary in palace.held)
    assert "exit-within-5y" in {summary.key for summary in palace.held}
    assert not {s.key for s in war.summaries} & {s.key for s in war.held}
    quiet = war.prepare(BASE)
    assert quiet["answers.russia_answers"] == quiet["answers.ukraine_answers"] == "reject"
    fitted, held = palace.simulate(Uncertain.of(palace, BASE).at(3), 3, 2)
    assert np.isfinite(fitted).all()
    assert len(held) == len(palace.held)
    counts = np.array([[1.0, 10.0, 0.0, 5.0], [3.0, 10.0, 0.0, 5.0]])
    assert as_screened(palace, counts).tolist() == [[-1.0, 0.0], [1.0, 0.0]]


def simulator(folder, progress=None):
    return Simulator(Uncertain.of(block_of(WAR), BASE), 1, folder / "war.jsonl", None, progress)


def test_a_known_parameter_comes_back_from_simulated_data(tmp_path):
    block, size = block_of(WAR), Size({WAR: 70})
    known = {"front.drift": 0.5, "war.tempo_sd": 0.8}
    simulate = simulator(tmp_path)
    fitted, held = simulate.play(known, 5)
    assert np.isfinite(fitted).all()
    assert len(held) == len(block.held)
    first, last = run(simulate, NAMES, size, 1, tmp_path / "war.db", fitted)
    assert first.unit.shape == last.unit.shape == (70, 2)
    found = posterior_of(last, fitted)
    assert found.mean[1] == pytest.approx(0.8, abs=0.15)
    assert found.contraction[1] > 0.6 > found.contraction[0]


def test_a_stopped_run_goes_on_and_ends_alike(tmp_path):
    observed, size = block_of(WAR).observed, Size({WAR: 12}, generations=2)
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
    _, whole = run(simulator(tmp_path / "a"), NAMES, size, 1, tmp_path / "a" / "war.db", observed)
    left = iter(range(18))

    def stop(_: int) -> None:
        if next(left, None) is None:
            raise OutOfTimeError

    with pytest.raises(OutOfTimeError):
        run(simulator(tmp_path / "b", stop), NAMES, size, 1, tmp_path / "b" / "war.db", observed)
    with (tmp_path / "b" / "war.jsonl").open("a", encoding="utf-8") as file:
        file.write('["cut off')
    _, again = run(simulator(tmp_path / "b"), NAMES, size, 1, tmp_path / "b" / "war.db", observed)
    for name in ("unit", "summaries", "weights"):
        assert np.array_equal(getattr(again, name), getattr(whole, name))


def test_the_command_and_a_comparison_over_its_posterior(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    asked = ["calibrate", "--block", "war", "--particles", "30", "--screening", "80", "--keep", "4"]
    asked += ["--draws", "30", "--out", "cal"]
    assert main([*asked, "--minutes", "-1"]) == 2
    assert "--minutes: found -1; allowed: 0 or more" in capsys.readouterr().err
    assert main([*asked, "--minutes", "0"]) == 0
    assert "run the same command again" in capsys.readouterr().out
    assert not (tmp_path / "cal" / "report.html").exists()
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "war.tempo_sd" in told
    draws = pd.read_csv("cal/posterior.csv")
    assert len(draws) == 30
    assert "war.tempo_sd" in draws.columns
    table = pd.read_csv("cal/parameters.csv").set_index("parameter")
    assert table.loc["war.tempo_sd", "contraction"] > 0.3
    for name in ("identified", "ranks-war", "predicted"):
        assert (tmp_path / "cal" / "figures" / f"{name}.png").stat().st_size > 10_000
    capsys.readouterr()
    compared = ["compare", "--over", "posterior", "--posterior", "cal", "--vary", "china=hedged,withdrawn"]
    compared += ["--draws", "2", "--runs", "2", "--set", "horizon=2025-04-30", "--out", "found"]
    assert main(compared) == 0
    assert "posterior: mean (95%)" in capsys.readouterr().out
    both = pd.read_csv("found/headlines.csv")
    assert set(both["over"]) == {"prior", "posterior"}
    report = (tmp_path / "found/report.html").read_text(encoding="utf-8")
    assert "dilemma calibrate march-2025 --block war --particles 30" in report
    for wrong, said in (
        (["calibrate", "--block", "economy"], "--block: found 'economy'; allowed: war, palace"),
        (["calibrate", "--particles", "3"], "--particles: found 3"),
        (["compare", "--over", "posterior", "--posterior", "none.csv"], "none.csv: cannot be read"),
    ):
        assert main([*wrong, "--out", "wrong"]) == 2
        error = capsys.readouterr().err
        assert said in error
        assert error.count("\n") == 1


def test_prior_and_posterior_differ_in_the_calibrated_parameters_alone(tmp_path):
    file = tmp_path / "posterior.csv"
    pd.DataFrame({"front.drift": [80.0, 90.0, 100.0]}).to_csv(file, index=False)
    sample = read_sample(BASE, file)
    assert sample.about == {}
    prior, after = designs_side_by_side(BASE, "china", ["hedged", "withdrawn"], 3, 2, 1, sample)
    assert prior.seeds() == after.seeds()
    one, other = prior.points(), after.points()
    assert sorted(other["front.drift"].unique()) == [80.0, 90.0, 100.0]
    assert one.drop(columns="front.drift").equals(other.drop(columns="front.drift"))
    pd.DataFrame({"front.drift": [80.0, 9e9]}).to_csv(file, index=False)
    with pytest.raises(InputError, match=r"front\.drift: found 80 to 9e"):
        read_sample(BASE, file)


def test_the_report_of_a_comparison_sets_prior_and_posterior_beside_the_declared_values():
    many = compare(BASE, vary={"china": ["hedged", "withdrawn"]}, runs=2, seed=1)
    part = posterior_part(many)
    assert part is not None
    assert "dilemma compare march-2025 --over posterior" in part["notice"]
    assert {row[1] for row in part["rows"]} == {"hedged", "withdrawn"}
    assert all(len(row) == len(part["headings"]) for row in part["rows"])
    other = compare(BASE.with_(horizon="2025-06-30"), vary={"china": ["hedged"]}, runs=2, seed=1)
    assert posterior_part(other) is None


def test_the_sample_that_is_kept_is_one_of_this_scenario():
    sample = read_sample(BASE)
    assert len(sample.draws) == 400
    assert list(sample.draws.columns) == sample.about["identified"]
