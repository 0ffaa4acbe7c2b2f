"""Mesa's visual server for the model: play, step, reset; seed, assumption about China, main levers."""

from __future__ import annotations

from typing import Any

import solara
from mesa.visualization import Slider, SolaraViz, make_plot_component

from model.dilemma import DilemmaModel
from model.scenario import Scenario

# Levers on the page, by dotted name; label, range and step come from their declarations.
LEVERS: tuple[str, ...] = ()
PLOTS: tuple[dict[str, str], ...] = (
    {"momentum_km2": "#222222"},
    {"blame_russia": "#D55E00", "us_russia": "#0072B2", "cohesion": "#009E73"},
    {"elite_support": "#0072B2", "loyalty_services": "#222222", "elite_dissent": "#D55E00"},
    {"china_trade": "#0072B2", "dependence_trade": "#D55E00", "autonomy": "#009E73"},
)


def model_parameters() -> dict[str, Any]:
    """Return the controls of the page, made from the declarations of the parameters."""
    scenario = Scenario.load("march-2025")
    china = scenario.parameter("china")
    controls: dict[str, Any] = {
        "rng": Slider("seed", 7, 0, 1000, 1, dtype=int),
        "china": {
            "type": "Select",
            "value": china.value,
            "values": list(china.choices),
            "label": "China's support",
        },
    }
    for name in LEVERS:
        info = scenario.parameter(name)
        low, high = float(info.low or 0.0), float(info.high or 1.0)
        words = f"{info.meaning}, {info.unit}"
        controls[name] = Slider(words, info.value, low, high, (high - low) / 100)
    return controls


@solara.component
def Page() -> None:
    """One session: a model, its controls and its plots."""
    model = solara.use_memo(DilemmaModel, [])
    components = [make_plot_component(plot) for plot in PLOTS]
    SolaraViz(model, components=components, model_params=model_parameters(), name="Ceasefire and Kremlin")
