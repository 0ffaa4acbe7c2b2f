"""Parts of the report that are about the model and not about the assumption varied: the dilemma map, the back-test."""

from __future__ import annotations

import dataclasses
import datetime as dt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.vocabulary import Answer, label
from experiments.answer_map import BASELINE, OPENINGS, answer_at, cases_of, dilemma_map, momentum_of
from experiments.backtest_figures import draw_differences, draw_fan
from experiments.fan import EVE, HORIZON, Fan, fan_of
from experiments.map_figure import draw_map
from experiments.scored import accepted_words, notice, read_scored, verdicts
from experiments.style import in_style
from experiments.territory import read_territory
from model.calendar import START

if TYPE_CHECKING:
    from experiments.comparison import Comparison
    from model.scenario import Scenario

PARTY, SCOPE = "russia", "general"
WITHOUT = "relapse"
GRID = 13
"""Points along each axis of the map: one to two seconds for the two cases."""
WALK = "random walk with drift"


def map_part(comparison: Comparison) -> dict[str, Any]:
    """Return the dilemma map of the reference assumption, as it stands and without the blame for a relapse."""
    scenario = comparison.scenario.with_(**{comparison.name: comparison.reference})
    frame = dilemma_map(scenario, PARTY, SCOPE, [WITHOUT], GRID)
    with in_style():
        drawn = draw_map(frame, scenario, PARTY, SCOPE)
    return {"figure": drawn, "lines": _map_lines(frame, scenario)}


def _map_lines(frame: pd.DataFrame, scenario: Scenario) -> list[str]:
    """Say what the map shows on 18 March 2025, and what momentum, the opening and the blame do to it."""
    here = momentum_of(scenario), float(scenario[OPENINGS[PARTY]])
    cases = cases_of(scenario, [WITHOUT], limit=False)
    as_is, spared = (answer_at(assumed, PARTY, SCOPE, *here) for assumed in cases.values())
    others = ", ".join(
        f"{label(a)} {as_is[f'p_{label(a)}']:.3f}" for a in reversed(Answer) if label(a) != as_is["answer"]
    )
    part = frame[frame["case"] == BASELINE]
    slow, fast = _along(part, "opening", here[1], "momentum_km2")
    small, large = _along(part, "momentum_km2", here[0], "opening")
    given = scenario[f"answers.{PARTY}_answers"]
    overruled = [
        f"The map is that of the rule, which this comparison overrules: Russia always answers {given}."
    ]
    return [
        f"On 18 March 2025 (circle) Russia's most likely answer to a general 30-day ceasefire is {as_is['answer']} "
        f"({as_is['p_' + as_is['answer']]:.2f}); {others}. Anywhere on the map it accepts with at most "
        f"{part['p_accept'].max():.3f}.",
        f"Momentum: from a front that stands still to {part['momentum_km2'].max():.0f} km² a month the chance of "
        f"acceptance goes from {slow:.3f} to {fast:.3f}. American opening: from nothing to {part['opening'].max():.3f} "
        f"of the prize it goes from {small:.3f} to {large:.3f}.",
        f"Without the blame that Russia expects for going back to war after a truce (lower row) it would accept with "
        f"{spared['p_accept']:.2f} at the circle. The size of that blame is a judgement (answers.relapse).",
        *(overruled if given != "rule" else []),
    ]


def _along(part: pd.DataFrame, fixed: str, value: float, axis: str) -> tuple[float, float]:
    """Acceptance at both ends of one axis, the other held at the grid's nearest to `value`."""
    nearest = part[fixed].unique()[np.argmin(np.abs(part[fixed].unique() - value))]
    line = part[part[fixed] == nearest].sort_values(axis)["p_accept"]
    return float(line.iloc[0]), float(line.iloc[-1])


def backtest_part(comparison: Comparison, changes: str) -> dict[str, Any]:
    """Return the back-test: scores of answers as last run at full size, and the line from the histories at hand."""
    from experiments.backtest_job import CAVEAT, RULES, SCORE_HEADINGS, score_rows

    scored = read_scored()
    fans = fans_of(comparison)
    with in_style():
        figures = [draw_differences(scored.scores)]
        if fans:
            figures.append(dataclasses.replace(draw_fan(fans[comparison.reference]), name="line"))
    return {
        "caveat": CAVEAT,
        "rules": RULES,
        "verdicts": verdicts(scored),
        "accepted": accepted_words(scored),
        "notice": notice(scored, changes),
        "headings": SCORE_HEADINGS,
        "scores": score_rows(scored.scores),
        "figures": figures,
        "line_short": _line_short(comparison, fans),
        "line": _line_words(comparison, fans),
        "line_rows": _line_rows(comparison, fans),
    }


def fans_of(comparison: Comparison) -> dict[Any, Fan]:
    """Read the histories kept in full on the days of later observations, by assumption; none if there is no such day."""
    territory = read_territory()
    weeks = dt.timedelta(days=7 * comparison.weeks)
    later = territory.after(EVE).until(min(dt.date.fromisoformat(HORIZON), START + weeks))
    if not later.days:
        return {}
    start = float(comparison.scenario.front.occupied)
    series = comparison.series
    return {
        value: fan_of(series[series[comparison.name] == value], start, territory, later)
        for value in comparison.values
    }


def _line_short(comparison: Comparison, fans: dict[Any, Fan]) -> str:
    """Say in a word whether the simulated line beats a random walk, under the reference."""
    if not fans:
        return "not held against the record"
    table = fans[comparison.reference].table()
    return "yes" if table["crps"].mean() < table["walk_crps"].mean() else "no"


def _line_words(comparison: Comparison, fans: dict[Any, Fan]) -> str:
    """Say in plain words whether the simulated line beats a random walk, under the reference."""
    if not fans:
        return "The histories end before the first observation of the line that they could be held against."
    table = fans[comparison.reference].table()
    own, walk = float(table["crps"].mean()), float(table["walk_crps"].mean())
    answer = _line_short(comparison, fans)
    return (
        f"Does the line beat a random walk with drift fitted to the same months? On these few observations, {answer}: "
        f"mean CRPS {own:.0f} km² under {comparison.against} against {walk:.0f} km² (less is better). "
        f"{int(table['in50'].sum())} of {len(table)} month ends lie in the 50% band and {int(table['in90'].sum())} in "
        "the 90% band. Months of one path are not independent, so that no interval is given."
    )


def _line_rows(comparison: Comparison, fans: dict[Any, Fan]) -> list[list[str]]:
    """Rows of the table of the line: forecast, coverage of both bands, score."""
    rows = []
    for value, fan in fans.items():
        table = fan.table()
        rows.append(_line_row(comparison.label(value), table, ""))
    return [*rows, _line_row(WALK, table, "walk_")] if rows else []


def _line_row(words: str, table: pd.DataFrame, prefix: str) -> list[str]:
    inside = [f"{int(table[f'{prefix}in{band}'].sum())} of {len(table)}" for band in (50, 90)]
    return [words, *inside, f"{table[f'{prefix}crps'].mean():.0f}"]
