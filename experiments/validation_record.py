"""The model against the record: base rates, regularities of 2025, the first year to March 2025, scores of the back-test.

What is known not to hold is named here with the page and the words that say so; a test holds that the words are there.
A figure that misses what is asked for, while its 95% interval does not, is left open and fails nothing.
"""

from __future__ import annotations

import csv
import itertools
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from scipy import stats

from agents.events import Log
from agents.vocabulary import SCOPES, Domain, Scope
from experiments.answer_map import momentum_of
from experiments.baselines import TABLES, base_rates
from experiments.evidence import evidence
from experiments.reference_job import reference
from experiments.regularities import REGULARITIES, Front, by_run, ratio, replies
from experiments.rolling import BASELINES
from experiments.runs import Ensemble, ensemble
from experiments.scored import accepted_words, read_scored, verdicts
from experiments.scores import upper_bound
from experiments.statistics import share
from experiments.validation import RATE, RECORD, REGULARITY, SCORE, Check
from model.circumstances import Circumstances
from model.truce import Truce, TruceParameters, sign_truce, step_truces

if TYPE_CHECKING:
    from model.scenario import Scenario

STATED = {
    "war-exit-monthly": "docs/limits.md: The war lasts longer than wars do",
    "long-war-ends-1y": "docs/limits.md: The war lasts longer than wars do",
    "long-war-ends-2y": "docs/limits.md: The war lasts longer than wars do",
    "irregular-exit-rate-long-tenure": "docs/base_rates.md: Rulers of 20 and more years are ousted at 0.016 a year",
    "coup-attempt-rate": "docs/base_rates.md: attempts against those of 15 and more come at",
    "regime-failure-rate": "docs/base_rates.md: Regimes fail at 0.054 a year",
    "irregular-exit-rate": "docs/base_rates.md: irregular exits of all tenures, 0.054, are at the upper end",
    "death-rate-70-75": "docs/base_rates.md: Natural deaths between 70 and 75 are 12 of 671 ruler-years",
    "test half together": "docs/base_rates.md: Three of five rates are inside",
    "losses-mean": "docs/evidence.md: Russian losses for good, mean (thousand a week)",
    "inflation-change": "docs/evidence.md: change of inflation in a quarter (points)",
    "answers of russia": "docs/limits.md: for Russia it does not, and by the ranked score it is worse there",
    "answers of both": "docs/backtest.md: cannot be told from the third",
}


def base_rate_checks(scenario: Scenario, runs: int, seed: int, workers: int | None = None) -> list[Check]:
    """Play the class of the published rates: fitted half, test half, and the test half together."""
    frame = reference(scenario, runs, seed, workers)
    checks = []
    for row in frame.to_dict("records"):
        meets = row["low"] <= row["high90"] and row["high"] >= row["low90"]
        figure = (
            f"{row['simulated']:.3f} ({row['low']:.3f} to {row['high']:.3f}); published {row['published']:.3f} "
            f"({row['low90']:.3f} to {row['high90']:.3f})"
        )
        checks.append(
            Check(
                RATE,
                row["rate"],
                f"{row['part']}: {row['quantity']}",
                int(row["exposure"]),
                figure,
                row["inside"],
                abs(row["simulated"] - row["published"]),
                (row["high"] - row["low"]) / 3.92,
                STATED.get(row["rate"], ""),
                row["part"] != "context",
                meets,
            )
        )
    return [*checks, _jointly(frame)]


def _jointly(frame: pd.DataFrame) -> Check:
    """All rates kept for a test together: no more outside their 90% ranges than chance leaves 1 time in 20."""
    tested = frame[frame["part"] == "test"]
    outside, count = int((~tested["inside"]).sum()), len(tested)
    chance = float(stats.binom.sf(outside - 1, count, 0.1))
    figure = f"{count - outside} of {count} inside; so many or more outside by chance: {chance:.2f}"
    key, what = "test half together", "one in ten is outside by chance alone"
    return Check(RATE, key, what, count, figure, chance > 0.05, stated=STATED[key])


def war_end_checks(many: Ensemble) -> list[Check]:
    """Share of wars that have ended after one and two years, against interstate wars past three years."""
    outcomes, checks = many.outcomes, []
    ends = many.events[many.events["event"].isin(("settlement", "war-decided"))].groupby("run")["week"].min()
    first = ends.reindex(outcomes["run"], fill_value=10_000).to_numpy()
    for key, weeks in (("long-war-ends-1y", 52), ("long-war-ends-2y", 104)):
        row, found = base_rates()[key], share(first <= weeks)
        low, high = float(row["low90"]), float(row["high90"])
        figure = f"{found.value:.3f} ({found.low:.3f} to {found.high:.3f}); published {row['value']} ({low} to {high})"
        holds, meets = low <= found.value <= high, found.low <= high and found.high >= low
        off, error = abs(found.value - float(row["value"])), found.half_width / 1.96
        checks.append(
            Check(
                RATE,
                key,
                f"test: {row['quantity']}",
                found.runs,
                figure,
                holds,
                off,
                error,
                STATED[key],
                is_open=meets,
            )
        )
    return checks


# Regularities


def _switches_in_2025() -> tuple[float, float]:
    """90% range of changes a year of the side under pressure, from those after 18 March 2025 (Garwood 1936)."""
    with (TABLES / "mediator_2025.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["date"], row["pressed"]) for row in csv.DictReader(file)]
    turns = [
        now for (_, before), (now, side) in itertools.pairwise(rows) if side != before and now > "2025-03-18"
    ]
    years = 166.0 / 365.25  # to 31 August 2025
    low, high = stats.chi2.ppf(0.05, 2 * len(turns)) / 2.0, stats.chi2.ppf(0.95, 2 * len(turns) + 2) / 2.0
    return float(low / years), float(high / years)


HARDLY = 0.1
ASKED: dict[str, tuple[float, float, str]] = {
    "general_fast": (
        0.0,
        HARDLY,
        f"hardly ever, at most {HARDLY}; in the record 0 of 7, up to {upper_bound(0, 7):.2f}",
    ),
    "general_slow": (0.0, HARDLY, f"hardly ever, at most {HARDLY}: momentum alone does not decide"),
    "soft": (0.5, 1.0, "more often than not"),
    "steps": (0.25, 1.0, "often: one in four at least"),
    "unextended": (0.5, 1.0, "half or more"),
    "ukraine_general": (0.5, 1.0, "more often than not"),
    "ukraine_one_sided": (0.0, HARDLY, f"hardly ever, at most {HARDLY}"),
    "core": (-0.2, 0.2, "hardly any: less than 4% of the variance shared"),
    "swings": (*_switches_in_2025(), "as in the record from 18 March 2025, 90% range"),
}
"""What is asked of each regularity, and why so much; the thresholds are conventions."""


def interval_of(drawn: np.ndarray) -> tuple[float, float]:
    """95% interval of a measure of resampled histories; NaN where none has anything to measure."""
    known = drawn[np.isfinite(drawn)]
    low, high = np.percentile(known, (2.5, 97.5)) if known.size else (np.nan, np.nan)
    return float(low), float(high)


def regularity_checks(scenario: Scenario, many: Ensemble, seed: int) -> list[Check]:
    """Hold what a run should show without being told to what is asked of it."""
    front = Front(momentum_of(scenario), float(scenario["front.momentum"]))
    draws = np.random.default_rng(seed).integers(len(many.outcomes), size=(1000, len(many.outcomes)))
    checks = []
    for r in REGULARITIES:
        if r.name not in ASKED:
            continue
        sums, (low, high, why) = r.sums(many, front), ASKED[r.name]
        value = float(r.measure(sums.sum(axis=0)))
        drawn = r.measure(sums[draws].sum(axis=1))
        first, last = interval_of(drawn)
        figure = f"{value:.3f} ({first:.3f} to {last:.3f}); asked {low:.3g} to {high:.3g}"
        off = max(low - value, value - high, 0.0)
        holds, meets, error = low <= value <= high, first <= high and last >= low, (last - first) / 3.92
        what = f"{r.label}: {why}"
        checks.append(
            Check(REGULARITY, r.name, what, len(many.outcomes), figure, holds, off, error, is_open=meets)
        )
    return [*checks, price_check(many, draws), compliance_check()]


def price_check(many: Ensemble, draws: np.ndarray) -> Check:
    """Sector deals carry a price: relief is asked for them more often than for a general ceasefire."""
    shares = []
    for scope in ("sector", "general"):
        rows = replies(many, "russia", (scope,))
        rows = rows[rows["detail"] == "conditional"]
        asks = rows["conditions"].str.contains("sanctions-relief")
        shares.append(by_run(many, rows, asks, rows["detail"].notna()))
    value = [float(ratio(s.sum(axis=0))) for s in shares]
    low, high = interval_of(ratio(shares[0][draws].sum(axis=1)) - ratio(shares[1][draws].sum(axis=1)))
    figure = f"{value[0]:.2f} of Russia's conditions for sector truces, {value[1]:.2f} for general ones"
    what = "sector deals carry a price in sanctions relief: asked more often than for a general ceasefire"
    off, error = max(value[1] - value[0], 0.0), (high - low) / 3.92
    return Check(
        REGULARITY,
        "price",
        what,
        len(many.outcomes),
        figure,
        value[0] > value[1],
        off,
        error,
        is_open=high > 0.0,
    )


def compliance_check(truces: int = 200, weeks: int = 8) -> Check:
    """More compliance in the air than on the ground: general truces signed and stepped, everything drawn anew."""
    rng, kept = np.random.default_rng(3), []
    p, around = TruceParameters(), Circumstances.new(length_km=1100.0, belief_gap=0.2, pressure=0.5)
    for _ in range(truces):
        made, log = [Truce.new() for _ in range(SCOPES)], Log.new()
        for week in range(weeks):
            for truce in made:
                for k in range(5):
                    truce.uniforms[k] = rng.random()
            if week == 0:
                sign_truce(made, p, around, log, Scope.GENERAL, 0, 7.0 * weeks, 0, True, True)
            step_truces(made, p, around, log)
        general = made[Scope.GENERAL]
        kept.append([general.compliance_russia[d] for d in (Domain.AIR, Domain.GROUND)])
    air, ground = np.array(kept).mean(axis=0)
    error = float(np.std(np.subtract(*np.array(kept).T)) / np.sqrt(truces))
    figure = f"{air:.2f} in the air, {ground:.2f} on the ground"
    what = "truces are kept better in the air than on the ground"
    return Check(
        REGULARITY, "compliance", what, truces, figure, bool(air > ground), max(ground - air, 0.0), error
    )


# The first year, and the back-test


def evidence_checks(scenario: Scenario, runs: int, seed: int) -> list[Check]:
    """Hold what was observed to the simulated 90% bands; values that were set at the start are left out."""
    checks = []
    for row in evidence(runs, seed, scenario):
        if row.kind == "start":
            continue
        low, _, median, _, high = row.band
        figure = f"observed {row.observed:.4g}, simulated {median:.3g} ({low:.3g} to {high:.3g})"
        known = row.simulated[np.isfinite(row.simulated)]
        error = float(known.std() * 1.2533 / np.sqrt(len(known)))  # of a median
        told = STATED.get(row.key, "")
        words = f"{row.kind}: {row.what}, {row.window}"
        off = abs(row.observed - float(median))
        checks.append(Check(RECORD, row.key, words, runs, figure, row.inside, off, error, told))
    return checks


def backtest_checks() -> list[Check]:
    """Tell the kept scores of the back-test: whether the model beats every naive forecast by both scores."""
    scored, checks = read_scored(), []
    for party, (who, short, words) in zip(("russia", "ukraine", "both"), verdicts(scored), strict=True):
        chosen = scored.scores[scored.scores["party"] == party].set_index("forecaster")
        own: Any = chosen.loc["model"]
        others = chosen.loc[list(BASELINES)]
        best = float(others["log_score"].min())
        figure = f"log score {own['log_score']:.3f}, best naive forecast {best:.3f}; better: {short}"
        holds = bool((others["log_score_high"] < 0.0).all())
        name = f"answers of {party}"
        off = max(float(own["log_score"]) - best, 0.0)
        told = STATED.get(name, "")
        what = f"{who}: better than all naive forecasts by the log score. {words}"
        checks.append(Check(SCORE, name, what, int(own["rows"]), figure, holds, off, scored.noise, told))
    never = accepted_words(scored)
    accepted, put = scored.never
    checks.append(
        Check(SCORE, "general ceasefires", never, put, f"{accepted} of {put}", accepted == 0, judged=False)
    )
    stale = " The model has changed since they were made." if scored.stale else ""
    about = f"kept scores: {scored.about['command']}.{stale}"
    return [
        *checks,
        Check(
            SCORE, "scores", about, scored.about["vectors"], scored.about["source"][:12], True, judged=False
        ),
    ]


def played(scenario: Scenario, runs: int, seed: int, workers: int | None = None) -> Ensemble:
    """Play the histories from which regularities are read: to the end of 2027, every week kept."""
    return ensemble(scenario.with_(horizon="2027-12-31"), runs, seed, series="all", workers=workers)
