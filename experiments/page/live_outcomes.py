"""How often each outcome has come about in the histories played so far: a table that draws itself at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import solara

from experiments.headlines import headlines_for
from experiments.page.live_figures import GHOST, horizon_of, said
from experiments.pages import page_of
from experiments.statistics import LEVEL
from experiments.style import colour_of

if TYPE_CHECKING:
    from experiments.page.live import Sample
    from experiments.statistics import Estimate

LABELS = {
    "general_within_1y": "a general ceasefire within a year",
    "general_within_5y": "a general ceasefire within five years",
    "lasting": "a general ceasefire or settlement that holds 180 days",
    "settlement_first_leader": "a settlement while the incumbent rules",
    "russian_objective": "Russia reaches its military objective",
    "exit_within_2y": "the incumbent leaves within two years",
    "exit_within_5y": "the incumbent leaves within five years",
    "irregular_exit": "the incumbent is ousted (coup, removal, uprising)",
    "regime_persists": "the regime of March 2025 rules at the end",
}
"""Headline shares that every history answers, in the words of a row."""


def shares_of(sample: Sample) -> dict[str, Estimate]:
    """Return the headline shares that its histories answer, each with its interval, by words."""
    found = [headline for headline in headlines_for(horizon_of(sample)) if headline.name in LABELS]
    return {LABELS[headline.name]: headline.estimate(sample.outcomes) for headline in found}


def outcomes_of(sample: Sample, ghost: Sample | None) -> str:
    """Return the table as a piece of a page."""
    return page_of(
        "outcomes.html",
        shares=list(shares_of(sample).items()),
        ghosts=shares_of(ghost) if ghost else {},
        colour=colour_of(sample.scenario.china, 0),
        grey=GHOST,
    )


@solara.component
def Outcomes(sample: Sample, ghost: Sample | None) -> None:
    """Show the table."""
    with solara.v.Html(tag="figure", class_="picture", attributes={"id": "picture-outcomes"}):
        solara.v.Html(tag="h2", children=["How often does each outcome come about?"])
        solara.HTML(tag="div", unsafe_innerHTML=outcomes_of(sample, ghost))
        words = f"Dots: share of {said(sample, ghost)} Bars: {LEVEL:.0%} intervals of chance alone (Wilson)."
        solara.v.Html(tag="figcaption", children=[words])
