"""Rolling origin: each answer foretold from the answers given on earlier days, by the model and by naive forecasters.

Parameter vectors are weighted by the likelihood of the earlier answers of both sides (sampling importance, Rubin
1988): a Bayesian predictive. Reduces to the mean over the declared ranges where nothing was answered yet.
"""

from __future__ import annotations

import datetime as dt
import functools
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from agents.vocabulary import ANSWERS, Actor, Answer, label
from experiments.replay import Forecasts, Replay
from experiments.scores import by_scope, last_repeated, log_score, most_frequent, ranked_score, smoothed
from experiments.setting import Setting
from experiments.timeline import PARTIES, Proposal
from experiments.vectors import Draws
from model.scenario import Scenario

MODEL, UNLEARNED, DEFAULTS, ONCE = "model", "ranges", "defaults", "model once"
BASELINES = ("most frequent", "by scope", "last answer")
FORECASTERS = (MODEL, *BASELINES, UNLEARNED, ONCE, DEFAULTS)
WORDS = {
    MODEL: "model, rolling origin",
    "most frequent": "most frequent class",
    "by scope": "class frequencies by scope",
    "last answer": "last answer repeated",
    UNLEARNED: "model, ranges without learning",
    ONCE: "model, rolling, entered as one count",
    DEFAULTS: "model at its defaults, IN SAMPLE",
}


LEAST = 50.0
"""Vectors of even weight that a forecast rests on at least: fewer, and the noise of the sample speaks."""
BISECTIONS = 40
HARDLY = 0.01
"""Weight of vectors that can give an answer, below which its terms are not told."""
SHARED, PORTION = 64, 8
"""Vectors from which it pays to start other processes, and how many are handed over at a time."""


@dataclass(frozen=True)
class Case:
    """One answer to be foretold: the place of the proposal in the record, who answers, and what was answered."""

    place: int
    side: int
    proposal: Proposal

    @property
    def answer(self) -> int:
        """The answer on record."""
        return self.proposal.answers[self.side]

    @property
    def day(self) -> dt.date:
        """Day of the proposal."""
        return self.proposal.date


@dataclass(frozen=True)
class Sample:
    """What the replays of a sample of vectors gave.

    Attributes
    ----------
    probability : array [vector, proposal, party, answer]
        By the answer rule, misread answers mixed in.
    terms : array [vector, proposal, party, answer, term]
        Terms of the utility of each answer, less those of reject (prize).
    """

    probability: np.ndarray
    terms: np.ndarray


def headline_cases(setting: Setting) -> list[Case]:
    """Return the answers that count: to proposals of others, addressed to the party, in order of date."""
    return [
        Case(place, int(side), proposal)
        for place, proposal in enumerate(setting.proposals)
        for side in PARTIES
        if proposal.addresses(side)
    ]


def replay_all(
    scenario: Scenario,
    draws: Draws,
    setting: Setting,
    workers: int = 1,
    progress: Callable[[int], object] = lambda done: None,
) -> Sample:
    """Lead a world of each vector through the record, in as many processes as there are workers."""
    vectors = range(len(draws.seeds))
    found: list[Forecasts] = []
    if workers == 1 or len(vectors) < SHARED:
        for vector in vectors:
            found.append(_replayed(scenario, draws, setting, vector))
            progress(1)
    else:
        fresh = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=fresh) as pool:
            job = functools.partial(_replayed, scenario, draws, setting)
            for one in pool.map(job, vectors, chunksize=PORTION):
                found.append(one)
                progress(1)
    probability = np.array([one.probability for one in found])
    share = draws.misread[:, None, None, None]
    return Sample((1.0 - share) * probability + share / ANSWERS, np.array([one.terms for one in found]))


def _replayed(scenario: Scenario, draws: Draws, setting: Setting, vector: int) -> Forecasts:
    return Replay(draws.scenario(scenario, vector), draws.seeds[vector], setting).forecasts()


def weights_at(sample: Sample, cases: list[Case], day: dt.date) -> tuple[np.ndarray, float]:
    """Return the weight of each vector by the answers of days before `day`, and the power of the likelihood.

    The likelihood is raised to the greatest power up to 1 that leaves `LEAST` vectors of even weight or more (half
    of a smaller sample): a fractional posterior (O'Hagan 1995), as a model known to be wrong deserves (Grunwald and
    van Ommen 2017). The power goes to 1 as the sample grows.
    """
    count = len(sample.probability)
    logs = np.zeros(count)
    for case in cases:
        if case.day < day:
            logs += np.log(sample.probability[:, case.place, case.side, case.answer])
    least = min(LEAST, count / 2.0)
    low, high = 0.0, 1.0
    power = 1.0
    for _ in range(BISECTIONS):
        if effective(_normalised(power * logs)) >= least:
            low = power
        else:
            high = power
        if low == 1.0:
            break
        power = 0.5 * (low + high)
    return _normalised(low * logs), low


def _normalised(logs: np.ndarray) -> np.ndarray:
    raw = np.exp(logs - logs.max())
    weights: np.ndarray = raw / raw.sum()
    return weights


def effective(weights: np.ndarray) -> float:
    """Return how many vectors of even weight these weights amount to (Kish 1965)."""
    return float(1.0 / np.square(weights).sum())


def forecast_all(sample: Sample, reference: Sample, cases: list[Case]) -> pd.DataFrame:
    """Foretell every case by every forecaster: a row a case and forecaster, with its scores.

    Half a count is added to each class of every forecast. The model's forecasts enter as counts of as many answers
    as the party gave before; frequencies by scope with their own; a class named (most frequent, last) as one.
    """
    rows = []
    weighted = {day: weights_at(sample, cases, day) for day in {case.day for case in cases}}
    for case in cases:
        earlier = [c for c in cases if c.side == case.side and c.day < case.day]
        answers = [c.answer for c in earlier]
        weights, power = weighted[case.day]
        rolled = weights @ sample.probability[:, case.place, case.side]
        unlearned = sample.probability[:, case.place, case.side].mean(axis=0)
        inside = reference.probability[:, case.place, case.side].mean(axis=0)
        found = {
            MODEL: smoothed(len(answers) * rolled),
            "most frequent": most_frequent(answers),
            "by scope": by_scope(answers, [c.proposal.rung for c in earlier], case.proposal.rung),
            "last answer": last_repeated(answers),
            UNLEARNED: smoothed(len(answers) * unlearned),
            ONCE: smoothed(min(len(answers), 1) * rolled),
            DEFAULTS: smoothed(len(answers) * inside),
        }
        rows += [_row(case, name, forecast, effective(weights), power) for name, forecast in found.items()]
    return pd.DataFrame(rows)


def _row(
    case: Case, forecaster: str, forecast: np.ndarray, vectors: float, power: float
) -> dict[str, object]:
    return {
        "proposal": case.proposal.key,
        "date": case.day.isoformat(),
        "proposer": label(Actor(case.proposal.sponsor)),
        "scope": case.proposal.rung,
        "party": label(Actor(case.side)),
        "observed": label(Answer(case.answer)),
        "forecaster": forecaster,
        **{label(answer): float(forecast[answer]) for answer in Answer},
        "log_score": log_score(forecast, case.answer),
        "ranked_score": ranked_score(forecast, case.answer),
        "effective_vectors": vectors,
        "power": power,
    }


def weighted_terms(sample: Sample, cases: list[Case], case: Case) -> np.ndarray:
    """Return the mean terms [answer, term] of the utility, weighted as the forecast is.

    NaN where the rule can hardly give the answer at all.
    """
    weights, _ = weights_at(sample, cases, case.day)
    terms = sample.terms[:, case.place, case.side]
    known = np.isfinite(terms)
    mass = np.tensordot(weights, known, 1)
    total = np.tensordot(weights, np.where(known, terms, 0.0), 1)
    mean: np.ndarray = np.divide(total, mass, out=np.full(total.shape, np.nan), where=mass > HARDLY)
    return mean
