"""The last back-test at full size, as the project keeps it: its scores, and whether the model has changed since.

A comparison can spare a quarter of a minute, in which 25 parameter vectors are replayed: their noise in the mean log
score is 0.040 against 0.017 of 800, which is enough to change what is said of Russia. So the scores are kept, with
what they were made with. `dilemma backtest --vectors 800` writes the file anew, to be copied here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from experiments.backtest_figures import NAIVE, PARTY_NAMES
from experiments.rolling import BASELINES
from experiments.scores import upper_bound
from experiments.store import source_digest
from experiments.timeline import TABLES
from model.errors import InputError

KEPT = TABLES / "backtest_scores.json"
SCORE_WORDS = {"log_score": "log score", "ranked_score": "ranked score"}


@dataclass(frozen=True)
class Scored:
    """What a back-test found and what it was made with.

    Attributes
    ----------
    about : dict
        Command, vectors, runs, seed, version and digest of the source of the model.
    scores : DataFrame
        A row a party and forecaster, as `experiments.backtest.Backtest.scores`.
    noise : float
        Standard error of the model's mean log score from the finite sample of vectors.
    never : tuple of int
        General ceasefires of others that Russia accepted, and that were put to it.
    """

    about: dict[str, Any]
    scores: pd.DataFrame
    noise: float
    never: tuple[int, int]

    @property
    def stale(self) -> bool:
        """Whether the model has changed since."""
        return bool(self.about["source"] != source_digest())


def read_scored(path: Path = KEPT) -> Scored:
    """Read the file that `dilemma backtest` writes as `backtest.json`."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        put = content["general_ceasefires_accepted_by_russia"]
        scores = pd.DataFrame(content["answers"])
        numbers = [name for name in scores.columns if name.startswith(("log_", "ranked_"))]
        scores[numbers] = scores[numbers].astype(float)
        noise = float(content["sample_noise_log_score"])
        return Scored(content["about"], scores, noise, (put["accepted"], put["put"]))
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{path}: no scores of a back-test") from None


def verdicts(scored: Scored) -> list[tuple[str, str, str]]:
    """Say in plain words whether the model beats the naive forecasts: of whom, in short, and by which score."""
    return [_verdict(scored.scores, party) for party in PARTY_NAMES]


def _verdict(scores: pd.DataFrame, party: str) -> tuple[str, str, str]:
    chosen = scores[scores["party"] == party].set_index("forecaster")
    words, better, worse = [], 0, 0
    for score, name in SCORE_WORDS.items():
        low, high = chosen[f"{score}_low"].to_dict(), chosen[f"{score}_high"].to_dict()
        beaten, beats = [b for b in BASELINES if high[b] < 0], [b for b in BASELINES if low[b] > 0]
        better, worse = better + len(beaten), worse + len(beats)
        words.append(f"by the {name} the model {_compared(beaten, beats)}")
    most = len(BASELINES) * len(SCORE_WORDS)
    short = "yes" if better == most else "no" if better == 0 else "in part"
    if worse:
        short += ", and worse" if worse == most else ", and in part worse"
    count = int(chosen["rows"].iloc[0])
    who = "Both together" if party == "both" else PARTY_NAMES[party]
    told = "; ".join(words)
    return f"{who} ({count} answers)", short, f"{told[0].upper()}{told[1:]}."


def _compared(beaten: list[str], beats: list[str]) -> str:
    level = [b for b in BASELINES if b not in beaten and b not in beats]
    if len(level) == len(BASELINES):
        return "cannot be told from any naive forecast"
    parts = [
        f"{words} {_listed([NAIVE[b] for b in those])}"
        for words, those in (
            ("is better than", beaten),
            ("is worse than", beats),
            ("cannot be told from", level),
        )
        if those
    ]
    return ", ".join(parts)


def _listed(words: list[str]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), words[-1]])


def accepted_words(scored: Scored) -> str:
    """Say how many general ceasefires of others Russia accepted, and how little so few say."""
    accepted, put = scored.never
    return (
        f"Of {put} general ceasefires that others proposed by August 2025 Russia accepted {accepted}; with so few, the "
        f"rate may be up to {upper_bound(accepted, put):.2f} (upper end of a 90% interval)."
    )


def notice(scored: Scored, changes: str) -> str:
    """Say what the scores were made with, and what differs from the model of this report."""
    about = scored.about
    text = (
        f"Scores of {about['vectors']:,} parameter vectors (noise of the sample in the mean log score: "
        f"{scored.noise:.3f}), made by {about['command']} with model {about['version']}, source {about['source'][:12]}. "
    )
    if scored.stale:
        text += (
            f"The model has changed since (now source {source_digest()[:12]}): the scores are those of the earlier "
            "rules, and the command gives those of the present ones. "
        )
    if changes:
        text += f"They hold for the baseline, not for what was changed here ({changes.strip()}). "
    return text.strip()
