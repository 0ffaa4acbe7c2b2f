"""One history, played week by week by Mesa's controller; a view a tab, and only the open one is drawn.

The controller of Mesa's `SolaraViz` without the rest of it, which has a console that runs what a visitor types.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import solara
import solara.lab
from mesa.visualization.solara_viz import ModelController
from mesa.visualization.utils import update_counter

from experiments.page.accounts import draw_accounts
from experiments.page.elites import draw_elites
from experiments.page.front import draw_front
from experiments.page.levers import Setting
from experiments.page.log import Log
from experiments.page.moment import Moment, Watch
from experiments.page.picture import Picture, pictured
from experiments.page.position import draw_position
from experiments.page.proposals import Proposals
from experiments.page.services import draw_services
from experiments.page.table import draw_table
from model.dilemma import DilemmaModel

if TYPE_CHECKING:
    from experiments.drawing import Drawn

PACES = {"a week": 1, "a month": 4, "a quarter": 13, "a year": 52}
PAUSE = 50
"""Milliseconds between two pictures, in which the page answers to clicks."""
FIGURES: dict[str, Callable[[Moment], Drawn]] = {
    "Front": draw_front,
    "Proposals": draw_table,
    "Dilemma map": draw_position,
    "Elites": draw_elites,
    "Services": draw_services,
    "Economy, China": draw_accounts,
}
PROGRESS = {"id": "moment", "aria-live": "polite"}
NOTICE = {"id": "notice", "role": "status"}
BELOW = {"Proposals": Proposals}
"""What stands below a figure."""


@solara.component
def Player(model: solara.Reactive[DilemmaModel], setting: solara.Reactive[Setting]) -> None:
    """Play, pause, step, reset; speed; a word where the history shown rests on other assumptions."""
    pace = solara.use_reactive("a month")
    interval = solara.use_reactive(PACES[pace.value])
    arguments = solara.use_reactive(setting.value.arguments())
    interval.set(PACES[pace.value])
    arguments.set(setting.value.arguments())
    ModelController(
        model,
        model_parameters=arguments,
        play_interval=solara.use_reactive(PAUSE),
        render_interval=interval,
        use_threads=solara.use_reactive(False),
    )
    solara.v.Html(
        tag="p", class_="words", children=["Speed: every step, and every picture while it plays, covers"]
    )
    solara.ToggleButtonsSingle(value=pace, values=list(PACES), dense=True)
    solara.v.Html(tag="p", class_="notice", attributes=NOTICE, children=[_notice(setting.value, model.value)])


def _notice(setting: Setting, model: DilemmaModel) -> str:
    """Say that the history shown rests on other assumptions, if it does."""
    same = setting.assumed() == model.assumptions and setting.seed == model.world.seed
    return "" if same else "Press reset: the history shown rests on other assumptions."


@solara.component
def HistoryViews(watch: Watch) -> None:
    """Show the views of a history at its week."""
    update_counter.get()
    moment = watch.look()
    tab = solara.use_reactive(0)
    names = [*FIGURES, "Log"]
    with solara.lab.Tabs(value=tab, grow=True):
        for name in names:
            solara.lab.Tab(name)
    solara.v.Html(tag="p", class_="words", attributes=PROGRESS, children=[_progress(watch.model, moment)])
    name = names[tab.value]
    if name in FIGURES:
        Picture(pictured(FIGURES[name], moment)).key(name)
        if name in BELOW:
            BELOW[name](moment)
    else:
        Log(moment)


def _progress(model: DilemmaModel, moment: Moment) -> str:
    """Say how far the history has come, and what came of it."""
    state = "ended" if not model.running else f"week {moment.week} of {model.world.weeks}"
    return f"{moment.words}: {state}."
