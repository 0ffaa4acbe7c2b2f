"""The back-test: what enters a forecast, what never does, and what the command writes."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import json

import numpy as np
import pandas as pd
import pytest

from agents.vocabulary import ANSWERS, TERMS, Actor, Answer, Scope
from experiments import cli
from experiments.backtest import score_table, verdict
from experiments.fan import Fan, Walk, simulate_fan
from experiments.replay import Replay
from experiments.rolling import Sample, effective, forecast_all, headline_cases, weights_at
from experiments.scores import most_frequent, once
from experiments.setting import Setting, quiet, read_kursk, read_mediation
from experiments.territory import MONTH, Territory, read_territory
from experiments.timeline import PROPOSALS, read_timeline
from experiments.vectors import MISREAD, defaults, draw, varied
from model.errors import InputError
from model.scenario import Scenario

BASE = quiet(Scenario.load("march-2025"))
RECORD = read_timeline()
SETTING = Setting(RECORD, read_territory(), read_mediation(), read_kursk(), (2e-5, 1e-6))
KEYS = [proposal.key for proposal in RECORD]


def forecasts(setting: Setting, seed: int = 5) -> np.ndarray:
    return Replay(BASE, seed, setting).forecasts().probability


def changed(place: int, answers: tuple[int, int]) -> Setting:
    """Return the setting with the answers to one proposal changed."""
    rows = list(RECORD)
    rows[place] = dataclasses.replace(rows[place], answers=answers)
    return dataclasses.replace(SETTING, proposals=rows)


# The record of proposals.


def test_headline_rows_are_proposals_of_others_addressed_to_the_party():
    cases = headline_cases(SETTING)
    russia = [c for c in cases if c.side == Actor.RUSSIA]
    ukraine = [c for c in cases if c.side == Actor.UKRAINE]
    assert (len(RECORD), len(russia), len(ukraine)) == (27, 15, 20)
    assert all(case.side not in case.proposal.proposers for case in cases)
    left_out = {(2025, 2, 28), (2025, 3, 6), (2025, 4, 30)}
    assert not left_out & {(c.proposal.date.year, c.proposal.date.month, c.proposal.date.day) for c in russia}
    assert dt.date(2025, 2, 18) not in {c.proposal.date for c in ukraine}


def test_russia_accepted_none_of_seven_general_ceasefires():
    full = [c for c in headline_cases(SETTING) if c.side == Actor.RUSSIA and c.proposal.kind == "full"]
    assert len(full) == 7
    assert all(case.answer != Answer.ACCEPT for case in full)


def test_scopes_sponsors_and_lengths_are_read_from_the_words():
    found = {proposal.key: proposal for proposal in RECORD}
    put_again = found["2025-03-18a"]  # a general ceasefire, of which a sector was granted
    assert (put_again.kind, put_again.scope, put_again.days) == ("sector", Scope.GENERAL, 30.0)
    assert (found["2025-03-25"].scope, found["2025-03-25"].sector) == (Scope.SECTOR, 1)
    assert (found["2025-04-19"].days, found["2025-04-28"].days) == (1.25, 3.0)
    assert found["2025-07-14"].days == 0.0  # "in 50 days" is a deadline
    assert found["2025-05-10"].sponsor == Actor.UNITED_KINGDOM
    assert not found["2025-05-10"].addresses(Actor.UKRAINE)
    assert found["2025-06-02c"].joint


def test_every_row_of_the_table_has_its_provenance_and_is_of_the_period():
    with PROPOSALS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["provenance"] for row in rows)
    assert max(proposal.date for proposal in RECORD) <= dt.date(2025, 8, 31)


# The record of the line.


def test_what_was_known_of_the_line_by_hand():
    days = tuple(dt.date(2025, 1, 1) + dt.timedelta(days=n) for n in (0, 30, 60))
    line = Territory(days, (1000.0, 1300.0, 1900.0))
    known = line.known(dt.date(2025, 2, 5))  # five days after the second, at 10 km2 a day
    assert known.occupied == pytest.approx(1350.0)
    assert known.monthly == pytest.approx(10.0 * MONTH)
    assert known.weekly == pytest.approx(70.0)
    assert line.known(days[2]).occupied == 1900.0


def test_no_later_observation_enters_what_was_known():
    day = dt.date(2025, 5, 15)
    observed = SETTING.territory
    wild = Territory(
        observed.days,
        tuple(a if d <= day else 9e4 for d, a in zip(observed.days, observed.areas, strict=True)),
    )
    assert wild.known(day) == observed.known(day)
    assert wild.known(dt.date(2025, 6, 15)) != observed.known(dt.date(2025, 6, 15))


def test_daily_and_monthly_tables_are_read_alike(tmp_path):
    monthly = tmp_path / "monthly.csv"
    daily = tmp_path / "daily.csv"
    monthly.write_text("month,month_end_obs,occupied_km2,net_change_km2\n2025-01,2025-01-31,100.5,\n")
    daily.write_text("date,occupied_km2,n_polygons\n2025-01-31,100.5,7\n")
    assert read_territory(monthly) == read_territory(daily)


def test_the_last_observation_of_each_month_is_scored():
    days = tuple(dt.date(2025, 3, 10) + dt.timedelta(days=n) for n in range(40))
    line = Territory(days, tuple(float(n) for n in range(40)))
    assert line.after(dt.date(2025, 3, 17)).days == (dt.date(2025, 3, 31), dt.date(2025, 4, 18))


# The replay.


def test_probabilities_are_of_those_addressed_and_sum_to_one():
    found = forecasts(SETTING)
    for place, proposal in enumerate(RECORD):
        for side in (0, 1):
            if proposal.addresses(side):
                assert found[place, side].sum() == pytest.approx(1.0)
                assert (found[place, side] >= 0.0).all()
            else:
                assert np.isnan(found[place, side]).all()


@pytest.mark.parametrize("key", ["2025-03-11", "2025-04-17", "2025-07-03"])
def test_no_forecast_knows_its_own_or_a_later_answer(key):
    place = KEYS.index(key)
    usual = forecasts(SETTING)
    turned = forecasts(changed(place, (int(Answer.ACCEPT), int(Answer.REJECT))))
    day = RECORD[place].date
    known = [i for i, proposal in enumerate(RECORD) if proposal.date <= day]
    later = [i for i, proposal in enumerate(RECORD) if proposal.date > day]
    assert usual[known].tobytes() == turned[known].tobytes()
    assert usual[later].tobytes() != turned[later].tobytes()


def test_no_forecast_knows_a_later_line():
    cut = dt.date(2025, 5, 20)
    usual = SETTING.territory
    areas = tuple(a if d < cut else a + 5e3 for d, a in zip(usual.days, usual.areas, strict=True))
    other = dataclasses.replace(SETTING, territory=Territory(usual.days, areas))
    known = [i for i, proposal in enumerate(RECORD) if proposal.date < cut]
    assert forecasts(SETTING)[known].tobytes() == forecasts(other)[known].tobytes()
    assert forecasts(SETTING).tobytes() != forecasts(other).tobytes()


def test_truces_of_the_record_are_those_that_stand():
    replay = Replay(BASE, 5, SETTING)
    replay.forecasts()
    stood = [(scope, proposal.key) for _, _, proposal, scope in replay.truces]
    assert (Scope.SECTOR, "2025-03-18a") in stood  # the energy pause
    assert {key for scope, key in stood if scope == Scope.SHORT} == {"2025-04-19", "2025-04-28"}
    assert (Scope.HUMAN, "2025-06-02c") in stood
    assert not any(scope >= Scope.GENERAL for scope, _ in stood)
    ends = {proposal.key: dt.date.fromordinal(int(end)) for _, end, proposal, _ in replay.truces}
    assert ends["2025-03-18a"] == dt.date(2025, 4, 18)
    assert replay.ledger.truces[Scope.SECTOR].made == 1


def test_beliefs_about_answers_follow_the_record():
    replay = Replay(BASE, 5, SETTING)
    ukraine = replay.ledger.states[Actor.UKRAINE]
    before = ukraine.accepts[Scope.GENERAL] / (
        ukraine.accepts[Scope.GENERAL] + ukraine.refuses[Scope.GENERAL]
    )
    replay.forecasts()
    after = ukraine.accepts[Scope.GENERAL] / (ukraine.accepts[Scope.GENERAL] + ukraine.refuses[Scope.GENERAL])
    assert after < before  # Russia accepted none
    table = replay.ledger.diplomacy
    first = BASE.conditions.sincere / (BASE.conditions.sincere + BASE.conditions.insincere)
    assert table.sincere / (table.sincere + table.insincere) < first  # none of its conditions came true


def test_aid_stops_when_the_record_says():
    seen = {}

    class Watched(Replay):
        def _mediate(self, day: dt.date) -> None:
            super()._mediate(day)
            seen[day] = (self.ledger.diplomacy.us_aid, self.ledger.diplomacy.pressure)

    Watched(BASE, 5, SETTING).forecasts()
    assert seen[dt.date(2025, 3, 4)][0] == 0.0
    assert seen[dt.date(2025, 3, 18)][0] == 1.0
    assert seen[dt.date(2025, 3, 11)][1] < 0.0 < seen[dt.date(2025, 4, 15)][1]


# Weights and forecasts.


def toy(vectors: int) -> tuple[Sample, list]:
    """Return a sample in which the first vector alone foresees each answer."""
    cases = headline_cases(SETTING)
    probability = np.full((vectors, len(RECORD), 2, ANSWERS), 0.2)
    for case in cases:
        probability[0, case.place, case.side] = 0.1
        probability[0, case.place, case.side, case.answer] = 0.6
    return Sample(probability, np.zeros((vectors, len(RECORD), 2, ANSWERS, TERMS))), cases


def test_vectors_are_weighted_by_the_answers_of_earlier_days_alone():
    sample, cases = toy(200)
    first, second = cases[0].day, cases[2].day
    even, power = weights_at(sample, cases, first)
    assert power == 1.0
    assert even.tolist() == pytest.approx([1 / 200] * 200)
    weights, power = weights_at(
        sample, cases, second
    )  # two answers on the first day, each three times likelier
    assert power == 1.0
    assert weights[0] / weights[1] == pytest.approx(9.0)


def test_a_sample_that_runs_thin_is_held_to_fifty_vectors():
    sample, cases = toy(200)
    weights, power = weights_at(sample, cases, dt.date.max)
    assert 0.0 < power < 1.0
    assert effective(weights) == pytest.approx(50.0, rel=1e-3)


def test_forecasts_do_not_move_when_later_answers_are_altered():
    sample, cases = toy(100)
    cut = dt.date(2025, 5, 11)
    altered = [
        dataclasses.replace(
            case,
            proposal=dataclasses.replace(case.proposal, answers=(int(Answer.ACCEPT), int(Answer.ACCEPT))),
        )
        if case.day >= cut
        else case
        for case in cases
    ]
    columns = ["forecaster", "ignored", "reject", "conditional", "partial", "accept"]
    usual = forecast_all(sample, sample, cases)
    other = forecast_all(sample, sample, altered)
    known = usual["date"] <= cut.isoformat()
    pd.testing.assert_frame_equal(usual.loc[known, columns], other.loc[known, columns])
    assert not usual[columns].equals(other[columns])


def test_naive_forecasts_on_the_record():
    sample, cases = toy(10)
    found = forecast_all(sample, sample, cases)
    chosen = found[(found["proposal"] == "2025-08-18") & (found["party"] == "ukraine")].set_index(
        "forecaster"
    )
    words = ["ignored", "reject", "conditional", "partial", "accept"]
    earlier = [c.answer for c in cases if c.side == Actor.UKRAINE and c.day < dt.date(2025, 8, 18)]
    assert chosen.loc["most frequent", words].tolist() == pytest.approx(most_frequent(earlier).tolist())
    assert chosen.loc["last answer", words].tolist() == pytest.approx(once(int(Answer.REJECT)).tolist())
    assert chosen.loc["by scope", words].tolist() == pytest.approx([1 / 9, 1 / 9, 5 / 9, 1 / 9, 1 / 9])


def test_a_model_that_foresees_beats_the_naive_and_the_table_says_so():
    sample, cases = toy(10)
    for case in cases:
        sample.probability[:, case.place, case.side] = 0.01
        sample.probability[:, case.place, case.side, case.answer] = 0.96
    scores = score_table(forecast_all(sample, sample, cases), seed=1)
    assert verdict(scores, "both", "log_score").startswith("better than most frequent, by scope, last answer")
    for case in cases:
        sample.probability[:, case.place, case.side] = 0.2475
        sample.probability[:, case.place, case.side, case.answer] = 0.01
    scores = score_table(forecast_all(sample, sample, cases), seed=1)
    assert verdict(scores, "both", "log_score").startswith("worse than most frequent, by scope, last answer")


# Vectors.


def test_vectors_lie_in_the_declared_ranges_and_repeat():
    draws = draw(BASE, 64, seed=4)
    assert (draws.values == draw(BASE, 64, seed=4).values).all()
    assert (draws.values != draw(BASE, 64, seed=5).values).any()
    for column, name in enumerate(draws.names):
        info = BASE.parameter(name)
        assert info.kind != "convention"
        assert draws.values[:, column].min() >= info.low
        assert draws.values[:, column].max() <= info.high
    assert ((draws.misread >= MISREAD[0]) & (draws.misread <= MISREAD[1])).all()
    noise = draws.values[:, draws.names.index("diplomacy.ambiguity_russia")]
    assert np.median(np.log(noise)) == pytest.approx(np.log(0.0002 * 0.03) / 2.0, abs=0.1)


def test_parameters_chosen_with_the_answers_in_view_are_all_drawn():
    names = {info.name for info in varied(BASE)}
    assert {
        "diplomacy.attachment_russia",
        "settlement.curvature",
        "appraisal.outlasting",
        "appraisal.rearmament",
        "answers.weight_sector",
        "answers.ease",
        "diplomacy.backing_europe",
        "mediator.switch_rate",
        "truce.hazard_final",
        "learning.ukraine_general",
    } <= names


def test_a_vector_takes_the_place_of_the_defaults():
    draws = draw(BASE, 3, seed=4)
    scenario = draws.scenario(BASE, 1)
    assert scenario["answers.concavity"] == draws.values[1, draws.names.index("answers.concavity")]
    assert scenario["front.memory"] == BASE["front.memory"]
    assert defaults(BASE, 3, seed=4).scenario(BASE, 1) == BASE


# The line.


def test_random_walk_with_drift_by_hand():
    days = (dt.date(2024, 12, 31), dt.date(2025, 1, 31), dt.date(2025, 2, 28), dt.date(2025, 4, 30))
    walk = Walk.fitted(Territory(days, (1000.0, 1400.0, 1600.0, 9e9)), 1700.0)
    spans = np.array([31, 28]) / MONTH
    drift = 600.0 / spans.sum()
    spread = np.sqrt((((np.array([400.0, 200.0]) - drift * spans) ** 2) / spans).sum())
    assert (walk.gain, walk.spread, walk.months) == pytest.approx((drift, spread, 2))
    mean, sd = walk.forecast(dt.date(2025, 4, 18))
    months = 31 / MONTH
    assert mean == pytest.approx(1700.0 + drift * months)
    assert sd == pytest.approx(spread * np.sqrt(months + months**2 / 2))


def test_the_fan_starts_at_the_line_of_march_and_widens():
    fan = simulate_fan(Scenario.load("march-2025"), SETTING.territory, runs=20, seed=3)
    assert fan.members.shape == (20, 6)
    assert fan.days[0] == dt.date(2025, 3, 30)
    assert abs(np.median(fan.members[:, 0]) - BASE["front.occupied"]) < 400.0
    assert fan.members[:, -1].std() > 2.0 * fan.members[:, 0].std()
    again = simulate_fan(Scenario.load("march-2025"), SETTING.territory, runs=20, seed=3)
    assert fan.members.tobytes() == again.members.tobytes()


def test_bands_hold_what_lies_between_their_quantiles():
    members = np.arange(101.0)[:, None] * np.ones((1, 2))
    fan = Fan(
        (dt.date(2025, 3, 31), dt.date(2025, 4, 30)),
        np.array([70.0, 90.0]),
        members,
        Walk(50.0, 0.0, 20.0, 9),
    )
    table = fan.table()
    assert table["in50"].tolist() == [True, False]
    assert table["in90"].tolist() == [True, True]
    assert table[["q05", "q25", "q50", "q75", "q95"]].iloc[0].tolist() == [5.0, 25.0, 50.0, 75.0, 95.0]


# The command.


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    """Run in an empty folder, so that nothing is written beside the source."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("COLUMNS", "200")


def table_with(tmp_path, field: str, value: str):
    """Return a copy of the record of proposals with one field of its second row changed."""
    with PROPOSALS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows[1][field] = value
    path = tmp_path / "proposals.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.mark.parametrize(
    ("field", "value", "allowed"),
    [
        ("scope", "sectoral", "one of full, final"),
        ("russia_response", "maybe", "one of ignored, reject"),
        ("ukraine_response", "", "one of ignored, reject"),
        ("proposer", "Atlantis", "joined by / or +"),
        ("date", "18 March", "a date such as"),
        ("date", "2019-03-18", "2025-01-01 to 2028-12-31"),
        ("end", "2025-01-05", "or later, or empty"),
        ("id", "2025-02-12", "one row each"),
        ("id", "", "a name"),
    ],
)
def test_a_wrong_table_of_proposals_is_named_in_one_line(capsys, tmp_path, field, value, allowed):
    path = table_with(tmp_path, field, value)
    status = cli.main(["backtest", "--timeline", str(path), "--vectors", "2", "--runs", "0"])
    errors = capsys.readouterr().err
    assert status == 2
    assert errors.count("\n") == 1
    assert str(path) in errors
    assert f"{field}: found" in errors
    assert allowed in errors


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "column occupied_km2: found none"),
        ("date,occupied_km2\n", "rows: found none"),
        ("day,occupied_km2\n2025-01-01,5\n", "column date: found none"),
        ("date,occupied_km2\nsoon,5\n", "row 2: date: found 'soon'"),
        ("date,occupied_km2\n2025-01-01,many\n", "row 2: occupied_km2: found 'many'"),
        ("date,occupied_km2\n2025-01-01,-5\n", "row 2: occupied_km2: found '-5'"),
        ("date,occupied_km2\n2025-01-01,5\n2025-01-01,6\n", "row 3: date: found 2025-01-01 twice"),
        ("date,occupied_km2\n2025-06-01,5\n2025-07-01,6\n", "found no two observations"),
    ],
)
def test_a_wrong_table_of_the_line_is_named_in_one_line(capsys, tmp_path, content, said):
    path = tmp_path / "line.csv"
    path.write_text(content)
    status = cli.main(["backtest", "--territory", str(path), "--vectors", "2", "--runs", "0"])
    errors = capsys.readouterr().err
    assert status == 2
    assert errors.count("\n") == 1
    assert said in errors
    assert "allowed" in errors


@pytest.mark.parametrize(
    "arguments",
    [
        ["--vectors", "0"],
        ["--runs", "-1"],
        ["--timeline", "nowhere.csv"],
        ["--territory", "."],
        ["--workers", "0"],
    ],
)
def test_wrong_options_are_mended(capsys, arguments):
    assert cli.main(["backtest", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_record_without_proposals_of_others_is_refused(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(
        "id,date,end,proposer,content,issues,scope,russia_response,ukraine_response\n"
        "a,2025-05-01,,Both,swap,POW,human,accept,accept\n"
    )
    assert cli.main(["backtest", "--timeline", str(path), "--vectors", "2", "--runs", "0"]) == 2


def test_the_command_prints_and_writes_everything(capsys, tmp_path):
    out = tmp_path / "out"
    asked = ["backtest", "--vectors", "4", "--runs", "0", "--workers", "1", "--out", str(out)]
    assert cli.main(asked) == 0
    told = capsys.readouterr().out
    for words in (
        "model, rolling origin",
        "last answer repeated",
        "IN SAMPLE",
        "0 of 7",
        "0.35",
        "not to be told",
    ):
        assert words in told
    found = json.loads((out / "backtest.json").read_text())
    assert found["general_ceasefires_accepted_by_russia"]["put"] == 7
    assert {(row["party"], row["rows"]) for row in found["answers"]} == {
        ("russia", 15),
        ("ukraine", 20),
        ("both", 35),
    }
    rows = pd.read_parquet(out / "backtest.parquet")
    assert len(rows) == 35 * rows["forecaster"].nunique()
    assert rows[["ignored", "reject", "conditional", "partial", "accept"]].sum(
        axis=1
    ).to_numpy() == pytest.approx(1.0)
    report = (out / "report.html").read_text()
    assert "<svg" in report
    assert "http://" not in report.replace("http://www.w3.org", "").replace("http://purl.org", "").replace(
        "http://creativecommons.org", ""
    )
    first = (out / "backtest.json").read_bytes()
    assert cli.main(asked) == 0
    assert (out / "backtest.json").read_bytes() == first
    assert cli.main([*asked[:-2], "--seed", "2", "--out", str(out)]) == 2


def test_a_walk_needs_three_months():
    with pytest.raises(InputError, match="allowed: 3 or more"):
        Walk.fitted(Territory((dt.date(2025, 1, 31), dt.date(2025, 2, 28)), (1.0, 2.0)), 1.0)
