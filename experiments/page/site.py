"""The page of one visitor: one history or many, the same assumptions behind both."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import solara
import solara.lab

from experiments.commands import CAVEAT
from experiments.page.controls import Assumptions, Levers, Names
from experiments.page.history import HistoryViews, Player
from experiments.page.levers import Setting
from experiments.page.many import ManyViews, Size
from experiments.page.moment import Watch
from experiments.page.played import PlayedModel

STYLE = Path(__file__).parent / "page.css"
TITLE = "Ceasefire and Kremlin"
PARTS = ("One history", "Many histories")


class Gone:
    """What stands in the place of the model of a visitor who has left."""

    running = False

    def step(self) -> None:
        """Play no more."""


def forget(model: solara.Reactive[Any]) -> None:
    """Let go of a model when its page is closed: Solara keeps for good what a task of a page has seen."""
    model.peek().running = False
    model.set(Gone())


@solara.component
def Page() -> None:
    """One session: its own model, its own assumptions."""
    solara.Title(TITLE)
    solara.Style(STYLE)
    setting = solara.use_reactive(Setting())
    model: solara.Reactive[PlayedModel] = solara.use_reactive(
        solara.use_memo(lambda: PlayedModel(**Setting().arguments()), [])
    )
    watch = solara.use_memo(lambda: Watch(model.value), [model.value])
    solara.use_effect(lambda: lambda: forget(model), [])
    runs = solara.use_reactive("1,000")
    part = solara.use_reactive(0)
    with solara.AppBar(), solara.lab.Tabs(value=part, align="left"):
        for name in PARTS:
            solara.lab.Tab(name)
    with solara.AppBarTitle():
        solara.Text(TITLE)
    with solara.Sidebar(), solara.Column(classes=["controls"]):
        with solara.v.Html(tag="div", style_=_style(part.value == 0)):
            Player(model, setting)
        with solara.v.Html(tag="div", style_=_style(part.value == 1)):
            Size(runs)
        Assumptions(setting)
        Levers(setting)
        Names()
    with solara.v.Html(tag="div", class_="views"):
        if part.value == 0:
            HistoryViews(watch)
        else:
            ManyViews(setting, runs)
        solara.v.Html(tag="p", class_="words", children=[CAVEAT])


def _style(seen: bool) -> str:
    """Show controls or hide them; a history goes on where its player is not seen."""
    return "" if seen else "display: none"
