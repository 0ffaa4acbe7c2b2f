"""The back-test: answers of 2025 foretold from earlier answers, the line foretold from earlier data, both scored.

Headline rows, half counts and baselines are those of docs/backtest.md. Nothing here is fitted to the scores.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from agents.vocabulary import Actor, Answer, Term, label
from experiments.fan import Fan, simulate_fan
from experiments.replay import GRANTING
from experiments.rolling import (
    BASELINES,
    DEFAULTS,
    FORECASTERS,
    MODEL,
    ONCE,
    UNLEARNED,
    Case,
    Sample,
    forecast_all,
    headline_cases,
    replay_all,
    weighted_terms,
    weights_at,
)
from experiments.runs import Progress
from experiments.scores import paired_difference, upper_bound
from experiments.setting import Setting, quiet, read_setting
from experiments.vectors import Draws, defaults, draw
from model.compiling import processors
from model.errors import InputError
from model.scenario import Scenario

TYPES = 32
"""Worlds at the default values, which differ in the types of their office-holders."""
REDRAWN = 20
"""Times that the sample of vectors is drawn from itself, to judge its noise in the score."""
SCORES = ("log_score", "ranked_score")
TOGETHER = "both"
THOUSANDTHS = 1000.0


@dataclass(frozen=True)
class Backtest:
    """What the back-test found.

    Attributes
    ----------
    cases : list of Case
        The answers that count, in order.
    forecasts : DataFrame
        A row a case and forecaster: probabilities and scores.
    scores : DataFrame
        A row a party and forecaster: mean scores, and the model's less this forecaster's, with intervals.
    terms : DataFrame
        A row a case and answer that grants something: terms of its utility, less those of reject.
    moved : DataFrame
        A row a parameter: mean place in its declared range after all answers.
    fan : Fan or None
        The line, where histories were played.
    noise : float
        Standard error of the model's mean log score from the finite sample of vectors.
    never : tuple of int
        General ceasefires of others that Russia accepted, and that were put to it.
    """

    cases: list[Case]
    forecasts: pd.DataFrame
    scores: pd.DataFrame
    terms: pd.DataFrame
    moved: pd.DataFrame
    fan: Fan | None
    noise: float
    never: tuple[int, int]

    def summary(self) -> dict[str, Any]:
        """Return the figures as they are written to `backtest.json`."""
        content: dict[str, Any] = {
            "answers": [_plain(row) for row in self.scores.to_dict("records")],
            "sample_noise_log_score": self.noise,
            "general_ceasefires_accepted_by_russia": {
                "accepted": self.never[0],
                "put": self.never[1],
                "upper_bound": upper_bound(*self.never) if self.never[1] else None,
            },
        }
        if self.fan is not None:
            table = self.fan.table()
            content["territory"] = {
                "observations": len(table),
                "inside_50": int(table["in50"].sum()),
                "inside_90": int(table["in90"].sum()),
                "crps_km2": float(table["crps"].mean()),
                "walk_inside_50": int(table["walk_in50"].sum()),
                "walk_inside_90": int(table["walk_in90"].sum()),
                "walk_crps_km2": float(table["walk_crps"].mean()),
            }
        return content


def run_backtest(
    scenario: Scenario,
    timeline: Path,
    territory: Path,
    vectors: int,
    runs: int,
    seed: int,
    workers: int | None = None,
    progress: Progress = lambda done: None,
) -> Backtest:
    """Replay, foretell, score; with `runs` at 0 the line is left out."""
    setting = read_setting(scenario, seed, timeline, territory)
    if not headline_cases(setting):
        raise InputError(
            f"{timeline}: rows: found no proposal of others to a belligerent; allowed: 1 or more"
        )
    still = quiet(scenario)
    draws = draw(still, vectors, seed)
    processes = workers or processors()
    sample = replay_all(still, draws, setting, processes, progress)
    reference = replay_all(still, defaults(still, TYPES, seed), setting, 1)
    fan = simulate_fan(scenario, setting.territory, runs, seed, workers, progress) if runs else None
    return assess(setting, draws, sample, reference, fan, seed)


def score_in_sample(scenario: Scenario) -> float:
    """Return the mean log score over the answers of 2025 of the scenario as it stands: no test, its values being chosen.

    It tells what a change of a mechanism does to the fit, as the ablation asks.
    """
    setting = read_setting(scenario, 1)
    cases = headline_cases(setting)
    still = quiet(scenario)
    replayed = replay_all(still, defaults(still, TYPES, 1), setting, processors())
    forecasts = forecast_all(replayed, replayed, cases)
    return float(forecasts.loc[forecasts["forecaster"] == DEFAULTS, "log_score"].mean())


def assess(
    setting: Setting, draws: Draws, sample: Sample, reference: Sample, fan: Fan | None, seed: int
) -> Backtest:
    """Score what the replays gave."""
    cases = headline_cases(setting)
    forecasts = forecast_all(sample, reference, cases)
    put = [c for c in cases if c.side == Actor.RUSSIA and c.proposal.kind == "full"]
    return Backtest(
        cases,
        forecasts,
        score_table(forecasts, seed),
        _terms_table(sample, cases),
        _moved(draws, sample, cases),
        fan,
        _noise(sample, cases, seed),
        (sum(c.answer == Answer.ACCEPT for c in put), len(put)),
    )


def score_table(forecasts: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return mean scores by party and forecaster, and the model's less each, with paired bootstrap intervals."""
    rows = []
    for party in (label(Actor.RUSSIA), label(Actor.UKRAINE), TOGETHER):
        chosen = forecasts if party == TOGETHER else forecasts[forecasts["party"] == party]
        own = chosen[chosen["forecaster"] == MODEL]
        for name in FORECASTERS:
            other = chosen[chosen["forecaster"] == name]
            row: dict[str, Any] = {"party": party, "forecaster": name, "rows": len(other)}
            for score in SCORES:
                gap = paired_difference(own[score].to_numpy(), other[score].to_numpy(), seed)
                row[score] = float(other[score].mean())
                row[f"{score}_difference"] = gap.value if name != MODEL else math.nan
                row[f"{score}_low"] = gap.low if name != MODEL else math.nan
                row[f"{score}_high"] = gap.high if name != MODEL else math.nan
            rows.append(row)
    return pd.DataFrame(rows)


def verdict(scores: pd.DataFrame, party: str, score: str) -> str:
    """Say in words whether the model beats the naive forecasts of a party's answers."""
    mine = scores[(scores["party"] == party) & scores["forecaster"].isin(BASELINES)]
    names = [str(name) for name in mine["forecaster"]]
    better = [n for n, high in zip(names, mine[f"{score}_high"], strict=True) if high < 0]
    worse = [n for n, low in zip(names, mine[f"{score}_low"], strict=True) if low > 0]
    level = [n for n in BASELINES if n not in better and n not in worse]
    parts = [
        f"{word} {', '.join(those)}"
        for word, those in (
            ("better than", better),
            ("worse than", worse),
            ("not to be told from", level),
        )
        if those
    ]
    return "; ".join(parts)


def _terms_table(sample: Sample, cases: list[Case]) -> pd.DataFrame:
    """Terms of the answers that grant something, in thousandths of the prize, weighted as the forecasts are."""
    rows = []
    for case in cases:
        terms = THOUSANDTHS * weighted_terms(sample, cases, case)
        for answer in GRANTING:
            row: dict[str, Any] = {
                "proposal": case.proposal.key,
                "scope": case.proposal.rung,
                "party": label(Actor(case.side)),
                "answer": label(answer),
                "on_record": answer == case.answer,
            }
            rows.append(row | {label(term): float(terms[answer, term]) for term in Term})
    return pd.DataFrame(rows)


def _moved(draws: Draws, sample: Sample, cases: list[Case]) -> pd.DataFrame:
    """Mean place of each parameter in its range after all answers, the furthest from the middle first."""
    weights, _ = weights_at(sample, cases, dt.date.max)
    place = weights @ draws.unit
    value = weights @ draws.values
    spread = np.sqrt(weights @ np.square(draws.unit - place))
    table = pd.DataFrame({"parameter": draws.names, "place": place, "spread": spread, "value": value})
    order = (table["place"] - 0.5).abs().sort_values(ascending=False, kind="stable").index
    return table.loc[order].reset_index(drop=True)


def _noise(sample: Sample, cases: list[Case], seed: int) -> float:
    """Standard error of the model's mean log score from the finite sample of vectors, by the bootstrap over them."""
    count = len(sample.probability)
    rng = np.random.default_rng(seed)
    means = []
    for _ in range(REDRAWN):
        again = rng.integers(count, size=count)
        piece = Sample(sample.probability[again], sample.terms)
        found = forecast_all(piece, piece, cases)
        means.append(float(found.loc[found["forecaster"] == MODEL, "log_score"].mean()))
    return float(np.std(means, ddof=1))


def _plain(row: dict[Any, Any]) -> dict[str, Any]:
    """A row for JSON: what is not a number is left empty."""
    return {str(k): None if isinstance(v, float) and math.isnan(v) else v for k, v in row.items()}


APART = (UNLEARNED, ONCE, DEFAULTS)
"""Forecasts reported apart: what learning adds, what the weight of half a count does, and the score in sample."""
