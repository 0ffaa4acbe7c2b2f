"""The back-test: weights against earlier answers alone, naive forecasts, vectors in range, the line by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np
import pandas as pd
import pytest

from agents.vocabulary import ANSWERS, TERMS, Actor, Answer
from experiments.backtest import score_table, verdict
from experiments.fan import Fan, Walk, simulate_fan
from experiments.rolling import Sample, effective, forecast_all, headline_cases, weights_at
from experiments.scores import most_frequent, once
from experiments.territory import MONTH, Territory
from experiments.vectors import MISREAD, defaults, draw, varied
from model.scenario import Scenario
from tests.setting import BASE, RECORD, SETTING

# Weights and forecasts


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


# Vectors


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


# The line


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
