"""Designs of experiments: only what is declared varies, every method gives the points of its name, and typos are told."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from experiments.designs import Design, design
from experiments.factors import factors_of
from model.errors import InputError
from model.scenario import Scenario

BASE = Scenario.load("march-2025")


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "design.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_factorial_design_is_every_combination_with_levers_fastest():
    made = design(
        BASE,
        {"mediator.opening": [0.01, 0.04]},
        {"china": ["hedged", "withdrawn"], "elites.count": [100, 120]},
    )
    points = made.points()
    expected = list(itertools.product([0.01, 0.04], ["hedged", "withdrawn"], [100, 120]))
    assert list(points.drop(columns="point").itertuples(index=False, name=None)) == expected
    assert points["point"].tolist() == list(range(8))


def test_levels_are_spread_over_the_range_and_whole_where_the_parameter_is():
    made = design(BASE, {"elites.count": {"low": 100, "high": 121, "levels": 4}})
    assert made.points()["elites.count"].tolist() == [100, 107, 114, 121]


def test_a_declared_range_of_a_tenfold_is_drawn_on_its_logarithm():
    tenfold, narrow = factors_of(BASE, {"elites.count": "declared", "truce.branching": "declared"})
    assert (tenfold.scale, narrow.scale) == ("log", "linear")
    assert (tenfold.at(0.0), tenfold.at(1.0)) == (20, 100_000)
    assert tenfold.at(0.5) == pytest.approx((20 * 100_001) ** 0.5, abs=1.0)
    given = design(BASE, {"elites.count": {"low": 10 * 2, "high": 2000, "levels": 3, "scale": "log"}})
    assert given.points()["elites.count"].tolist() == [20, 200, 2000]
    with pytest.raises(InputError, match="scale: found 'log'; allowed: linear, or log where low is above 0"):
        design(BASE, {"truce.branching": {"low": 0.0, "high": 0.5, "scale": "log"}}, samples=2)


@pytest.mark.parametrize(
    ("method", "samples", "count"), [("latin-hypercube", 10, 10), ("sobol", 8, 8 * 4), ("morris", 6, 6 * 3)]
)
def test_samples_fill_the_ranges_and_are_crossed_with_the_levers(method, samples, count):
    made = design(
        BASE,
        {"mediator.opening": "declared", "truce.branching": (0.1, 0.5)},
        {"china": "declared"},
        method=method,
        samples=samples,
    )
    points = made.points()
    assert len(points) == 5 * count
    assert points["truce.branching"].between(0.1, 0.5).all()
    info = BASE.parameter("mediator.opening")
    assert points["mediator.opening"].between(info.low, info.high).all()
    assert (points.groupby(["mediator.opening", "truce.branching"], sort=False)["china"].nunique() == 5).all()
    assert points.equals(made.points())
    for _, row in points.iloc[:7].iterrows():
        assert made.at(row)["truce.branching"] == row["truce.branching"]


def test_a_latin_hypercube_has_one_point_in_each_slice():
    made = design(
        BASE,
        {"truce.branching": (0.0, 0.8), "war.tempo_memory": "declared"},
        method="latin-hypercube",
        samples=20,
    )
    column = made.points()["truce.branching"]
    assert sorted(np.floor(column / 0.8 * 20).astype(int)) == list(range(20))


def test_morris_changes_one_factor_at_a_time():
    names = ["truce.branching", "war.tempo_memory", "mediator.opening"]
    made = design(BASE, dict.fromkeys(names, "declared"), method="morris", samples=5)
    steps = made.points()[names].to_numpy().reshape(5, 4, 3)
    assert (np.count_nonzero(np.diff(steps, axis=1), axis=2) == 1).all()


def test_values_that_are_no_numbers_are_sampled_evenly():
    made = design(
        BASE,
        {"china": ["hedged", "withdrawn"], "war.tempo_memory": "declared"},
        method="latin-hypercube",
        samples=40,
    )
    assert made.points()["china"].value_counts().to_dict() == {"hedged": 20, "withdrawn": 20}


def test_only_what_is_declared_varies():
    made = design(BASE.with_(horizon="2026-12-31"), {"truce.branching": [0.2, 0.3]})
    for _, row in made.points().iterrows():
        found, base = made.at(row).to_dict(), made.scenario.to_dict()
        assert {name for name in base if found[name] != base[name]} == {"truce.branching"}


def test_a_design_is_read_from_a_file(tmp_path):
    path = written(
        tmp_path,
        """
        scenario = "march-2025"
        method = "latin-hypercube"
        samples = 4
        runs = 3
        seed = 9

        [constants]
        horizon = "2026-12-31"
        elites.count = 80

        [uncertainties]
        mediator.opening = { low = 0.01, high = 0.03 }
        "truce.branching" = "declared"

        [levers]
        china = ["hedged", "withdrawn"]
        """,
    )
    made = Design.load(path)
    assert (made.method, made.samples, made.runs, made.seed) == ("latin-hypercube", 4, 3, 9)
    assert (made.scenario["elites.count"], made.scenario.horizon) == (80, "2026-12-31")
    assert made.names == ["mediator.opening", "truce.branching", "china"]
    assert len(made.points()) == 8


def test_a_given_table_is_taken_as_it_is(tmp_path):
    (tmp_path / "points.csv").write_text("elites.count,china\n100,hedged\n120,withdrawn\n", encoding="utf-8")
    made = Design.load(written(tmp_path, 'method = "table"\ntable = "points.csv"\n'))
    assert made.points().drop(columns="point").to_numpy().tolist() == [[100, "hedged"], [120, "withdrawn"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("levers = 3", "levers: found 3; allowed: a table"),
        ("lever = 3", "found 'lever'; allowed: constants, levers"),
        ("method = 'sobel'", "method: found 'sobel'; allowed: one of factorial"),
        ("", "varies nothing"),
        ("[levers]\nchina = ['hedgd']", "china"),
        ("[levers]\nchina = []", "found no value"),
        ("[levers]\nchina = ['hedged', 'hedged']", "given twice"),
        ("[levers]\nchina = ['hedged']\npatron.assumption = ['hedged']", "varied twice"),
        ("[levers]\ntruce.brancing = [0.1]", "did you mean 'truce.branching'"),
        ("[levers]\ntruce.branching = {low = 0.1}", "cannot be crossed"),
        ("[uncertainties]\ntruce.branching = [2.0]", "truce.branching"),
        ("[uncertainties]\ntruce.branching = {low = 0.5, high = 0.1}", "low below high"),
        ("[uncertainties]\ntruce.branching = {levels = 1}", "levels: found 1"),
        ("[uncertainties]\ntruce.branching = 0.3", "found 0.3; allowed: a list"),
        ("method = 'morris'\nsamples = 4\n[levers]\nchina = ['hedged']", "samples uncertainties"),
        ("method = 'sobol'\nsamples = 6\n[uncertainties]\nwar.tempo_memory = 'declared'", "a power of 2"),
        ("method = 'morris'\n[uncertainties]\nwar.tempo_memory = 'declared'", "samples: found 0"),
        ("runs = 0\n[levers]\nchina = 'declared'", "runs: found 0"),
        ("runs = true\n[levers]\nchina = 'declared'", "runs: found True"),
        ("method = 'table'", "points.csv cannot be read"),
        ("method =", "no valid TOML"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises(InputError) as caught:
        Design.load(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert said in message
    assert "\n" not in message


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="cannot be read"):
        Design.load(tmp_path / "none.toml")


def test_the_example_of_the_documentation_is_a_design():
    made = Design.load(Path(__file__).parent.parent / "docs" / "examples" / "opening.toml")
    assert (len(made.points()), made.runs, made.names) == (8, 50, ["mediator.opening", "china"])
