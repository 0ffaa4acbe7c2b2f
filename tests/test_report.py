"""The report holds the map and the back-test, says in plain words what they say, and reads well for any parameter."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from experiments import compare
from experiments.report import contents, grouped, number_of, write_report
from experiments.report_parts import backtest_part, fans_of, map_part
from experiments.rolling import BASELINES, MODEL
from experiments.scored import KEPT, Scored, notice, read_scored, verdicts
from experiments.store import source_digest
from experiments.traces import select_turns
from model.errors import InputError
from model.scenario import Scenario

BASE = Scenario.load("march-2025").with_(horizon="2025-10-31", **{"elites.count": 20})


@pytest.fixture(scope="module")
def compared():
    return compare(BASE, vary={"answers.russia_answers": ["rule", "reject"]}, runs=8, seed=3)


@pytest.fixture(scope="module")
def report(compared, tmp_path_factory):
    out = tmp_path_factory.mktemp("report")
    write_report(compared, 8, 3, out)
    return out


def words_of(report) -> str:
    text = re.sub(r"<svg.*?</svg>", "", (report / "report.html").read_text(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL))


def test_the_report_holds_map_back_test_and_kremlin(report):
    words = words_of(report)
    for said in (
        "most likely answer to a general 30-day ceasefire is",
        "Are they better than naive forecasts?",
        "random walk with drift",
        "(Aalen-Johansen)",
        "(Wilson)",
        "answers.russia_answers is varied",
        "The model has changed since" if read_scored().stale else "parameter vectors",
    ):
        assert said in words, said
    names = {path.stem for path in (report / "figures").iterdir()}
    assert {
        "map",
        "differences",
        "line",
        "territory",
        "exits",
        "consolidation",
        "loyalty",
        "network",
    } <= names


def test_only_dependence_and_sources_speak_of_china_where_it_is_not_varied(report):
    before = words_of(report).split("Assumptions and their sources")[0]
    around = [before[m.start() - 15 : m.end()] for m in re.finditer("China", before)]
    events = "China changes"
    assert all("ependence on China" in text or events in text for text in around), around


def test_every_figure_has_a_caption_and_its_own_name(report):
    text = (report / "report.html").read_text()
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", text, flags=re.DOTALL)
    assert len(captions) == text.count("<figure ")
    assert all(len(caption) > 60 for caption in captions)
    names = re.findall(r'id="figure-([^"]+)"', text)
    assert len(names) == len(set(names)) == len(captions)


def test_a_figure_that_no_heading_names_still_appears():
    class Named:
        name = "something new"

    figure = Named()
    assert grouped([figure]) == [{"key": "further", "title": "Further", "figures": [figure]}]


def test_the_map_is_that_of_the_reference_assumption():
    spared = compare(BASE, vary={"answers.relapse": [0.0]}, runs=1, seed=3)
    always = compare(BASE, vary={"answers.russia_answers": ["accept"]}, runs=1, seed=3)
    here, there = map_part(spared)["lines"], map_part(always)["lines"]
    assert "ceasefire is accept" in here[0]
    assert "ceasefire is partial" in there[0]
    assert len(here) == 3
    assert "overrules" in there[3]


def test_the_line_is_read_from_the_histories_at_hand(compared):
    fans = fans_of(compared)
    table = fans["rule"].table()
    assert len(table) == 6
    assert table["date"].iloc[-1] == "2025-08-31"
    week = compared.series[
        (compared.series["answers.russia_answers"] == "rule") & (compared.series["week"] == 23)
    ]
    last = table.iloc[-1]
    assert week["occupied_km2"].min() - 500 < last["q50"] < week["occupied_km2"].max() + 500
    found = backtest_part(compared, "")
    assert [row[0] for row in found["line_rows"]][-1] == "random walk with drift"
    better = table["crps"].mean() < table["walk_crps"].mean()
    assert f"observations, {'yes' if better else 'no'}:" in found["line"]


def test_histories_too_short_for_the_record_say_so():
    short = compare(BASE.with_(horizon="2025-03-28"), vary={"china": ["hedged"]}, runs=2)
    assert fans_of(short) == {}
    assert "end before the first observation" in backtest_part(short, "")["line"]


# Scores that are kept.


def made(low: float, high: float) -> Scored:
    """Return scores in which all intervals are the same."""
    rows = [
        {
            "party": party,
            "forecaster": name,
            "rows": 9,
            **{f"{score}_low": low, f"{score}_high": high} | {score: 1.0, f"{score}_difference": 0.0},
        }
        for party in ("russia", "ukraine", "both")
        for name in (MODEL, *BASELINES)
        for score in ("log_score",)
    ]
    frame = pd.DataFrame(rows)
    for end in ("", "_low", "_high", "_difference"):
        frame[f"ranked_score{end}"] = frame[f"log_score{end}"]
    about = {"command": "dilemma backtest", "vectors": 800, "version": "1", "source": source_digest()}
    return Scored(about, frame, 0.01, (0, 7))


@pytest.mark.parametrize(
    ("low", "high", "short"),
    [(-0.2, -0.1, "yes"), (-0.1, 0.1, "no"), (0.1, 0.2, "no, and worse")],
)
def test_verdicts_are_plain(low, high, short):
    assert {found for _, found, _ in verdicts(made(low, high))} == {short}


def test_the_model_is_not_said_to_beat_what_it_does_not():
    kept = read_scored()
    scores = kept.scores.set_index(["party", "forecaster"])
    russia = {who.split()[0]: short for who, short, _ in verdicts(kept)}["Russia"]
    beaten = [
        scores.loc[("russia", b), f"{s}_high"] < 0 for b in BASELINES for s in ("log_score", "ranked_score")
    ]
    assert russia.startswith("yes" if all(beaten) else "in part" if any(beaten) else "no")


def test_a_notice_stands_where_the_model_has_changed_since():
    fresh = made(-0.1, 0.1)
    assert "has changed" not in notice(fresh, "")
    assert "--set a=1" in notice(fresh, " --set a=1")
    old = Scored({**fresh.about, "source": "0" * 64}, fresh.scores, fresh.noise, fresh.never)
    assert old.stale
    assert "The model has changed since" in notice(old, "")
    assert source_digest()[:12] in notice(old, "")


def test_kept_scores_are_whole_and_a_broken_file_is_one_line(tmp_path):
    kept = json.loads(KEPT.read_text())
    assert {"command", "vectors", "runs", "seed", "version", "source"} <= set(kept["about"])
    assert kept["about"]["vectors"] >= 400
    (tmp_path / "broken.json").write_text("{}")
    with pytest.raises(InputError, match="no scores of a back-test"):
        read_scored(tmp_path / "broken.json")


# Words and figures.


def test_figures_have_a_minus_sign():
    assert number_of(-1234.0, "km2") == "−1,234"
    assert number_of(-0.5, "share") == "−0.50"
    assert number_of(0.0, "share") == "0.00"


def test_values_of_china_are_explained():
    china = compare(BASE.with_(horizon="2025-04-30"), vary={"china": ["hedged", "endogenous"]}, runs=2)
    assert list(contents(china, 2, 1)["meanings"]) == ["hedged", "endogenous"]


def test_a_long_trace_loses_its_small_change_first():
    rows = [("truce-begins", "sector"), ("pressure-switch", "none"), ("truce-extended", "general")] * 30
    frame = pd.DataFrame([*rows, ("exit", "none")], columns=["event", "scope"]).assign(actor="none")
    kept = select_turns(frame, longest=61)
    assert kept["event"].value_counts().to_dict() == {"truce-begins": 30, "truce-extended": 30, "exit": 1}
    kept = select_turns(frame, longest=40)
    assert kept["event"].value_counts().to_dict() == {"truce-extended": 30, "truce-begins": 9, "exit": 1}
    assert kept.index[kept["event"] == "truce-begins"].max() < 27
