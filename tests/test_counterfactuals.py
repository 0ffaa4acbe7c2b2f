"""Counterfactual answers, and comparisons that vary something other than China's support."""

from __future__ import annotations

import pandas as pd
import pytest

from experiments import cli, compare
from experiments.comparison import reference_of
from experiments.parsing import parse_vary
from experiments.switches import LIMIT, MECHANISMS, MOMENTUM_ALONE
from model.dilemma import DilemmaModel
from model.errors import InputError
from model.kernel import simulate
from model.scenario import Scenario

BASE = Scenario.load("march-2025").with_(horizon="2025-12-31")
PARTIES = ("russia", "ukraine")
ALWAYS = {"accept": {"accept"}, "reject": {"reject"}}


def answers(history, party: str) -> set[str]:
    """All answers of a party in a history."""
    events = history.events()
    return set(events.loc[(events["event"] == "reply") & (events["actor"] == party), "detail"])


@pytest.mark.parametrize("party", PARTIES)
@pytest.mark.parametrize("choice", ALWAYS)
def test_one_who_always_answers_alike_does_so_in_both_engines(party, choice):
    scenario = BASE.with_(**{f"answers.{party}_answers": choice})
    compiled = simulate(scenario, 5)
    assert answers(compiled, party) == ALWAYS[choice]
    other = PARTIES[1 - PARTIES.index(party)]
    assert len(set().union(*(answers(simulate(scenario, seed), other) for seed in range(8)))) > 1
    model = DilemmaModel(scenario=scenario, rng=5)
    played = model.run()
    assert played.ledger.tobytes() == compiled.ledger.tobytes()
    assert played.rows.tobytes() == compiled.rows.tobytes()


@pytest.mark.parametrize("name", [*MECHANISMS, "momentum alone", "limit"])
def test_every_switch_bites_and_agrees_in_both_engines(name):
    further = {"momentum alone": MOMENTUM_ALONE, "limit": LIMIT}
    scenario = BASE.with_(**(MECHANISMS | further)[name])
    compiled = simulate(scenario, 5)
    played = DilemmaModel(scenario=scenario, rng=5).run()
    agrees = played.ledger.tobytes() == compiled.ledger.tobytes()
    bites = compiled.ledger.tobytes() != simulate(BASE, 5).ledger.tobytes()
    assert (agrees, bites) == (True, True)


@pytest.fixture(scope="module")
def compared():
    """Russia by rule, always accepting, always rejecting, on the same seeds."""
    return compare(BASE, vary={"answers.russia_answers": ["rule", "accept", "reject"]}, runs=6, seed=3)


def test_counterfactuals_meet_the_same_shocks(compared):
    """The same seeds; and the front up to the first answer, in week 0, is the same."""
    assert (compared.outcomes.groupby("run")["seed"].nunique() == 1).all()
    first = compared.series[compared.series["week"] == 0]
    for observable in ("occupied_km2", "pressure"):
        assert (first.groupby("run")[observable].nunique() == 1).all(), observable


def test_contrasts_are_paired_against_the_rule(compared):
    assert compared.reference == "rule"
    found = compared.contrasts().set_index(["headline", "answers.russia_answers"])
    assert set(found.index.get_level_values(1)) == {"accept", "reject"}
    assert found.loc[("russia_accepts", "accept"), "difference"] > 0.5
    assert found.loc[("gained_2025", "accept"), "difference"] < 0.0
    assert found["runs"].max() == 6


def test_readers_see_what_was_varied(compared):
    assert compared.label("accept") == "russia_answers=accept"
    china = compare(BASE.with_(horizon="2025-04-30"), vary={"china": ["hedged"]}, runs=1)
    assert china.label("hedged") == "hedged"


def test_the_report_reads_well_for_another_parameter(tmp_path):
    out = tmp_path / "results"
    vary = "mediator.opening=0.005,0.01,0.03"
    arguments = ["compare", "--vary", vary, "--runs", "3", "--set", "horizon=2025-06-30", "--out", str(out)]
    assert cli.main([*arguments, "--reference", "0.03"]) == 0
    text = (out / "report.html").read_text()
    assert "opening=0.005" in text
    assert "Paired contrasts against opening=0.03" in text
    assert "Value to Russia of the standing" in text
    assert "--reference 0.03" in text
    assert set(pd.read_parquet(out / "outcomes.parquet")["mediator.opening"]) == {0.005, 0.01, 0.03}


def test_reference_is_stated_or_the_scenarios_own_or_the_first():
    assert reference_of(BASE, "china", ["withdrawn", "hedged"]) == "hedged"
    assert reference_of(BASE.with_(china="withdrawn"), "china", ["hedged", "withdrawn"]) == "withdrawn"
    assert reference_of(BASE, "mediator.opening", [0.02, 0.03]) == 0.02
    assert reference_of(BASE, "china", ["withdrawn", "hedged"], "withdrawn") == "withdrawn"
    with pytest.raises(InputError, match="reference"):
        reference_of(BASE, "china", ["hedged"], "withdrawn")


def test_values_are_read_in_the_declared_type():
    assert parse_vary(BASE, "elites.count=100,200") == ("elites.count", [100, 200])
    assert all(isinstance(v, int) for v in parse_vary(BASE, "elites.count=100,200")[1])
    assert parse_vary(BASE, "answers.ukraine_answers")[1] == ["rule", "accept", "reject"]


def test_a_wrong_reference_is_one_line(capsys, tmp_path):
    arguments = [
        "compare",
        "--vary",
        "china=hedged",
        "--reference",
        "withdrawn",
        "--out",
        str(tmp_path / "r"),
    ]
    assert cli.main(arguments) == 2
    assert capsys.readouterr().err == "dilemma: reference: found withdrawn; allowed: one of hedged\n"
    assert not (tmp_path / "r").exists()
