"""Controls of the page: scenario, China, seed, levers. Each says its unit, its range, and where its value comes from."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import solara

from experiments.page.levers import (
    LARGEST_SEED,
    LEVERS,
    Setting,
    hint_of,
    label_of,
    loaded,
    range_of,
    shown,
    step_of,
)
from model.scenario import scenario_names

if TYPE_CHECKING:
    from model.scenario import ParameterInfo


@solara.component_vue("names.vue")
def Names() -> None:
    """Give words to buttons that show a sign alone."""


@solara.component
def Assumptions(setting: solara.Reactive[Setting]) -> None:
    """Show scenario, China's support and the seed."""
    now = setting.value
    titles = {loaded(name).title: name for name in scenario_names()}
    china = loaded(now.scenario).parameter("china")
    solara.Select(
        "Scenario",
        list(titles),
        value=loaded(now.scenario).title,
        on_value=lambda title: setting.set(setting.value.of_scenario(titles[title])),
    )
    solara.Select(
        "China's support",
        list(china.choices),
        value=now.china,
        on_value=lambda value: setting.set(dataclasses.replace(setting.value, china=value)),
    )
    solara.InputInt(
        f"Seed of the history, or of all of them, 0 to {LARGEST_SEED}",
        value=now.seed,
        on_value=lambda value: setting.set(setting.value.with_seed(value)),
    )


@solara.component
def Levers(setting: solara.Reactive[Setting]) -> None:
    """Show a slider for each lever, by what it governs."""
    for group, names in LEVERS.items():
        solara.v.Html(tag="h3", children=[group])
        for name in names:
            Lever(loaded(setting.value.scenario).parameter(name), setting)


@solara.component
def Lever(info: ParameterInfo, setting: solara.Reactive[Setting]) -> None:
    """Show one slider: meaning and value above it, range, kind and source below."""
    value = float(setting.value.value(info.name))
    low, high = range_of(info)
    solara.v.Slider(
        v_model=value,
        on_v_model=lambda moved: setting.set(setting.value.with_lever(info.name, round(float(moved), 9))),
        label=f"{label_of(info)}: {shown(value, info)}",
        hint=hint_of(info),
        persistent_hint=True,
        min=low,
        max=high,
        step=step_of(info),
        dense=True,
        class_=f"lever lever-{info.name.replace('.', '-')}",
        color="primary" if info.name not in setting.value.changed else "#D55E00",
    )
