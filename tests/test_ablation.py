"""Ablation: the regularities as sums over histories, their intervals, and what switches do to them."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from experiments import ablation, cli
from experiments.ablations import as_markdown, interval, variants
from experiments.regularities import REGULARITIES, Front, correlation, ratio
from experiments.runs import Ensemble
from experiments.switches import MECHANISMS
from model.scenario import Scenario

BASE = Scenario.load("march-2025").with_(horizon="2025-12-31")
BY_NAME = {r.name: r for r in REGULARITIES}
FRONT = Front(fast=300.0, slow=150.0)


def history(*events: tuple) -> Ensemble:
    """Two histories of four weeks, the first with the given events (week, event, actor, target, scope, detail)."""
    columns = ["week", "event", "actor", "target", "scope", "detail", "conditions"]
    rows = [dict(zip(columns, (*event, "")[:7], strict=False)) for event in events]
    frame = pd.DataFrame(rows, columns=columns).assign(run=0)
    frame["conditions"] = frame["conditions"].fillna("")
    weeks = [{"run": run, "week": w, "momentum_km2": 100.0 * (w + 1), "occupied_km2": 112_000.0 + 100.0 * w * w}
             for run in (0, 1) for w in range(4)]  # fmt: skip
    outcomes = pd.DataFrame({"run": [0, 1], "general_week": [2, -1]})
    return Ensemble(outcomes, pd.DataFrame(weeks), frame, pd.DataFrame())


def reply(
    week: int, actor: str, scope: str, answer: str, target: str = "united-states", conditions: str = ""
):
    return week, "reply", actor, target, scope, answer, conditions


def measured(name: str, many: Ensemble) -> float:
    sums = BY_NAME[name].sums(many, FRONT)
    assert sums.shape[0] == 2
    return float(BY_NAME[name].measure(sums.sum(axis=0)))


def test_answers_are_counted_by_the_front_of_the_week():
    many = history(
        reply(0, "russia", "general", "accept"),
        reply(2, "russia", "general", "accept"),
        reply(3, "russia", "general", "partial"),
        reply(1, "russia", "general", "conditional"),
        reply(3, "ukraine", "general", "accept"),
    )
    assert measured("general_slow", many) == 1.0
    assert measured("general_fast", many) == 0.5
    assert measured("soft", many) == 0.5
    assert measured("ukraine_general", many) == 1.0
    assert math.isnan(measured("steps", many))
    assert measured("made", many) == 0.5


def test_only_russias_own_terms_are_one_sided():
    many = history(
        reply(0, "ukraine", "final", "reject", "russia"),
        reply(1, "ukraine", "final", "accept", "united-states"),
    )
    assert measured("ukraine_one_sided", many) == 0.0


def test_truces_that_run_out_are_told_from_those_extended_or_broken():
    def spell(week: int, scope: str, *kinds: str) -> list[tuple]:
        return [(week + i, f"truce-{kind}", "none", "none", scope, "0") for i, kind in enumerate(kinds)]

    many = history(
        *spell(0, "sector", "begins", "expires"),
        *spell(2, "sector", "begins", "extended"),
        *spell(0, "short", "begins", "extended", "expires"),
        *spell(3, "short", "begins", "breaks"),
        *spell(0, "general", "begins", "expires"),
    )
    assert measured("unextended", many) == pytest.approx(1.0 / 3.0)


def test_correlation_is_that_of_the_rows_with_time_held():
    many = history(
        reply(0, "russia", "general", "conditional", conditions="aid-stop"),
        reply(1, "russia", "general", "conditional", conditions="sanctions-relief"),
        reply(2, "russia", "general", "conditional", conditions="no-mobilisation"),
        reply(3, "russia", "general", "conditional", conditions="aid-stop no-mobilisation"),
    )
    rows = np.array([[1.0, 0.0, 1.0, 2.0], [0.0, 0.1, 0.4, 0.9]])
    week = np.arange(4.0)
    left = [y - np.polyval(np.polyfit(week, y, 1), week) for y in rows]
    assert measured("core", many) == pytest.approx(np.corrcoef(left)[0, 1])
    assert float(correlation(np.array([4.0, 4.0, 1.4, 6.0, 0.98, 2.2]))) == pytest.approx(
        np.corrcoef(rows)[0, 1]
    )
    assert math.isnan(float(correlation(np.array([3.0, 3.0, 1.0, 3.0, 1.0, 1.0]))))


def test_shares_of_nothing_are_not_numbers():
    assert math.isnan(float(ratio(np.zeros(2))))
    assert all(math.isnan(end) for end in interval(np.array([np.nan, np.nan, 1.0])))


@pytest.fixture(scope="module")
def found() -> pd.DataFrame:
    chosen = {name: MECHANISMS[name] for name in ("pressure-swings", "relapse", "price")}
    return ablation(BASE, runs=12, seed=2, mechanisms=chosen, score=lambda s: float(s["answers.relapse"]))


def test_each_variant_is_measured_against_the_full_model(found):
    assert list(found["variant"].unique()) == [
        "full model",
        *(f"without {n}" for n in ("pressure-swings", "relapse", "price")),
    ]
    full = found[(found["variant"] == "full model") & (found["regularity"] != "score")]
    assert (full["difference"].dropna() == 0.0).all()
    shares = found[found["low"].notna()]
    assert (shares["low"] <= shares["value"] + 1e-12).all()
    assert (shares["value"] <= shares["high"] + 1e-12).all()


def test_taking_a_mechanism_out_takes_out_what_it_does(found):
    table = found.pivot(index="variant", columns="regularity", values="value")
    assert table.loc["full model", "swings"] > 2.0
    assert table.loc["without pressure-swings", "swings"] == 0.0
    assert table.loc["without relapse", "general_fast"] > table.loc["full model", "general_fast"] + 0.2
    assert math.isnan(table.loc["without price", "core"])


def test_a_score_of_ones_own_is_a_further_column(found):
    scores = found[found["regularity"] == "score"].set_index("variant")["value"]
    assert scores["full model"] == BASE["answers.relapse"]
    assert scores["without relapse"] == 0.0
    assert "`score` |" in as_markdown(found)


def test_momentum_alone_is_among_the_variants():
    assert {"full model", "momentum alone", "without relapse"} <= set(variants())


def test_the_command_writes_its_table(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("experiments.ablations.MECHANISMS", {"relapse": MECHANISMS["relapse"]})
    out = tmp_path / "ablation"
    arguments = ["ablation", "--runs", "2", "--set", "horizon=2025-06-30", "--out", str(out)]
    assert cli.main(arguments) == 0
    assert "without relapse" in capsys.readouterr().out
    assert set(pd.read_parquet(out / "ablation.parquet")["variant"]) == {
        "full model",
        "without relapse",
        "momentum alone",
    }
    assert (out / "ablation.md").read_text().count("\n| ") == 4
    assert cli.main(["ablation", "--runs", "0", "--out", str(out)]) == 2
