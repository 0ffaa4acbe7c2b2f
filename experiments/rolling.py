"""Rolling origin: each answer foretold from the answers given on earlier days, by the model and by naive forecasters.

Parameter vectors are weighted by the likelihood of the earlier answers of both sides (sampling importance, Rubin
1988): a Bayesian predictive. Reduces to the mean over the declared ranges where nothing was answered yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from agents.vocabulary import ANSWERS, Actor, Answer, label
from experiments.replay import Replay
from experiments.scores import by_scope, last_repeated, log_score, most_frequent, ranked_score, smoothed
from experiments.setting import Setting
from experiments.timeline import NOT_ON_LADDER, PARTIES, Proposal
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
    ONCE: "model, rolling, as one count",
    DEFAULTS: "model at its defaults, IN SAMPLE",
}


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

    @property
    def scope(self) -> str:
        """What was proposed, for forecasts by scope."""
        return self.proposal.kind if self.proposal.scope == NOT_ON_LADDER else str(self.proposal.scope)


@dataclass(frozen=True)
class Sample:
    """What the replays of a sample of vectors gave.

    Attributes
    ----------
    probability : array [vector, proposal, party, answer]
        By the answer rule, misread answers mixed in.
    terms : array [vector, proposal, party, 2, term]
        Terms of the utility of the answer on record, and of acceptance (prize).
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
    scenario: Scenario, draws: Draws, setting: Setting, progress: Callable[[int], object] = lambda done: None
) -> Sample:
    """Lead a world of each vector through the record."""
    probabilities, terms = [], []
    for vector, seed in enumerate(draws.seeds):
        found = Replay(draws.scenario(scenario, vector), seed, setting).forecasts()
        share = draws.misread[vector]
        probabilities.append((1.0 - share) * found.probability + share / ANSWERS)
        terms.append(found.terms)
        progress(1)
    return Sample(np.array(probabilities), np.array(terms))


def weights_at(sample: Sample, cases: list[Case], day: dt.date) -> np.ndarray:
    """Return the weight of each vector, shape (vectors,), by the answers of days before `day`."""
    logs = np.zeros(len(sample.probability))
    for case in cases:
        if case.day < day:
            logs += np.log(sample.probability[:, case.place, case.side, case.answer])
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
    for case in cases:
        earlier = [c for c in cases if c.side == case.side and c.day < case.day]
        answers = [c.answer for c in earlier]
        weights = weights_at(sample, cases, case.day)
        rolled = weights @ sample.probability[:, case.place, case.side]
        unlearned = sample.probability[:, case.place, case.side].mean(axis=0)
        inside = reference.probability[:, case.place, case.side].mean(axis=0)
        found = {
            MODEL: smoothed(len(answers) * rolled),
            "most frequent": most_frequent(answers),
            "by scope": by_scope(answers, [c.scope for c in earlier], case.scope),
            "last answer": last_repeated(answers),
            UNLEARNED: smoothed(len(answers) * unlearned),
            ONCE: smoothed(min(len(answers), 1) * rolled),
            DEFAULTS: smoothed(len(answers) * inside),
        }
        rows += [_row(case, name, forecast, effective(weights)) for name, forecast in found.items()]
    return pd.DataFrame(rows)


def _row(case: Case, forecaster: str, forecast: np.ndarray, vectors: float) -> dict[str, object]:
    return {
        "proposal": case.proposal.key,
        "date": case.day.isoformat(),
        "proposer": label(Actor(case.proposal.sponsor)),
        "scope": case.proposal.kind,
        "party": label(Actor(case.side)),
        "observed": label(Answer(case.answer)),
        "forecaster": forecaster,
        **{label(answer): float(forecast[answer]) for answer in Answer},
        "log_score": log_score(forecast, case.answer),
        "ranked_score": ranked_score(forecast, case.answer),
        "effective_vectors": vectors,
    }


def weighted_terms(sample: Sample, cases: list[Case], case: Case) -> np.ndarray:
    """Return the mean terms [answer on record or acceptance, term] of the utility, weighted as the forecast is.

    NaN where the rule can hardly give the answer on record at all.
    """
    weights = weights_at(sample, cases, case.day)
    terms = sample.terms[:, case.place, case.side]
    known = np.isfinite(terms)
    mass = (weights[:, None, None] * known).sum(axis=0)
    total = (weights[:, None, None] * np.where(known, terms, 0.0)).sum(axis=0)
    mean: np.ndarray = np.divide(total, mass, out=np.full(total.shape, np.nan), where=mass > 0.01)
    return mean


