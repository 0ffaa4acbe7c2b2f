"""The log in words: what happened, and behind each event the terms that decided it or the state of the week."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pandas as pd
import solara

from agents.vocabulary import Term, label
from experiments.pages import page_of
from experiments.traces import select_turns
from model.record import Observation

if TYPE_CHECKING:
    from experiments.page.moment import Moment

TERM_WORDS = {
    Term.LASTING: "a lasting peace instead of the war expected",
    Term.MOMENTUM: "ground that is not taken while a pause lasts",
    Term.REGROUP: "what a pause does to power and strikes",
    Term.CREDIT: "credit with the mediator",
    Term.BLAME: "blame of a refusal escaped, less that of a relapse",
    Term.HOME: "the ruler's hold on office",
    Term.PRICE: "conditions that are met",
    Term.CHANCE: "disposition of the week",
}
BARGAIN = ("proposal", "reply")
KREMLIN = (
    "elite_support",
    "elite_dissent",
    "loyalty_services",
    "personalisation",
    "leader_health",
    "exit_hazard",
)
WAR = (
    "momentum_km2",
    "power_ratio",
    "belief_russia",
    "belief_ukraine",
    "war_value_russia",
    "war_value_ukraine",
)
MEDIATION = ("us_russia", "pressure", "blame_russia", "us_aid", "sanctions_relief", "cohesion")
CHINA = ("china_trade", "china_dual_use", "china_finance", "china_diplomacy", "autonomy")
SEASON = 13
"""Weeks back to which the state of an event's week is compared."""
LONGEST = 200
"""Events on the page; earlier ones of the kind are counted."""


def behind(event: str) -> tuple[str, ...]:
    """Return the observables that stand behind a kind of event."""
    if event.startswith(("truce", "settlement", "war", "term", "violations", "martial", "election", "means")):
        return WAR
    if event.startswith(("pressure", "aid", "sanctions", "office", "deadline")) or event in BARGAIN:
        return MEDIATION
    return CHINA if event == "support-changes" else KREMLIN


def deciding(event: pd.Series) -> list[dict[str, Any]]:
    """Return the terms of an answer against refusing, the largest first: what each is, and thousandths of the prize."""
    terms = [(TERM_WORDS[term], 1e3 * float(event[label(term)])) for term in Term]
    rows = [{"words": words, "value": value} for words, value in terms if abs(value) >= 0.05]
    return sorted(rows, key=lambda row: -abs(row["value"]))


def state_behind(event: pd.Series, series: pd.DataFrame) -> list[dict[str, Any]]:
    """Return what stands behind an event in its week, and a season before."""
    week = min(int(event["week"]), len(series) - 1)
    now, before = series.iloc[week], series.iloc[max(week - SEASON, 0)]
    return [
        {
            "words": f"{Observation.columns[name].meaning} ({unit_of(name)})",
            "now": _shown(now[name]),
            "before": _shown(before[name]),
        }
        for name in behind(event["event"])
    ]


def _shown(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100.0 else f"{value:.2f}"


def unit_of(name: str) -> str:
    """Return the unit of an observable in print."""
    return Observation.columns[name].unit.replace("km2", "km²")


def chosen(events: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the events of a kind, the latest first."""
    return KINDS[kind](events).iloc[::-1]


def _standing_before(state: tuple[str, ...]) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda events: events[events["event"].map(behind).map(state.__eq__).astype(bool)]


KINDS: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "turning points": lambda events: select_turns(events, len(events)),
    "war and truces": _standing_before(WAR),
    "Kremlin": _standing_before(KREMLIN),
    "proposals and answers": lambda events: events[events["event"].isin(BARGAIN)],
    "everything": lambda events: events,
}


def log_of(moment: Moment, kind: str) -> str:
    """Return the log as a piece of a page; each event opens at a click, without the server."""
    found, decided = chosen(moment.events, kind), moment.decided
    entries = [
        {
            "date": f"{event['date']:%Y-%m-%d}",
            "text": event["text"],
            "terms": deciding(event) if event["event"] == "reply" else [],
            "why": decided.get(int(str(row))),
            "state": state_behind(event, moment.series),
        }
        for row, event in found.iloc[:LONGEST].iterrows()
    ]
    return page_of("log.html", entries=entries, earlier=max(len(found) - LONGEST, 0), season=SEASON)


@solara.component
def Log(moment: Moment) -> None:
    """Show the log, and what of it is to be shown."""
    kind = solara.use_reactive(next(iter(KINDS)))
    with solara.v.Html(tag="section", attributes={"id": "log"}):
        solara.v.Html(tag="h2", children=["What happened, and what decided it?"])
        solara.ToggleButtonsSingle(value=kind, values=list(KINDS))
        solara.v.Html(
            tag="p",
            class_="words",
            children=[
                f"{moment.words}, the latest first. Open an answer to see its terms, the end of a truce, of a plot or of "
                "a rule to see odds and hazards, any event to see the state of the week. Terms are worth more or less "
                "than refusing, in thousandths of the prize (all that is fought over is 1,000)."
            ],
        )
        solara.HTML(tag="div", unsafe_innerHTML=log_of(moment, kind.value))
