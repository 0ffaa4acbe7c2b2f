"""Mesa's visual server for the model: play, step, reset; seed, assumption about China."""

from __future__ import annotations

from typing import Any

import solara
from mesa.visualization import Slider, SolaraViz, make_plot_component

from model.dilemma import DilemmaModel
from model.scenario import Scenario

SEED = 7
PLOTS: tuple[dict[str, str], ...] = (
    {"momentum_km2": "#222222"},
    {"blame_russia": "#D55E00", "us_russia": "#0072B2", "cohesion": "#009E73"},
    {"elite_support": "#0072B2", "loyalty_services": "#222222", "elite_dissent": "#D55E00"},
    {"china_trade": "#0072B2", "dependence_trade": "#D55E00", "autonomy": "#009E73"},
)


def model_parameters() -> dict[str, Any]:
    """Return the controls of the page, made from the declarations of the parameters."""
    china = Scenario.load("march-2025").parameter("china")
    return {
        "rng": Slider("seed", SEED, 0, 1000, 1, dtype=int),
        "china": {
            "type": "Select",
            "value": china.value,
            "values": list(china.choices),
            "label": "China's support",
        },
    }


@solara.component
def Page() -> None:
    """One session: a model, its controls and its plots."""
    model = solara.use_memo(lambda: DilemmaModel(rng=SEED), [])
    components = [make_plot_component(plot) for plot in PLOTS]
    SolaraViz(model, components=components, model_params=model_parameters(), name="Ceasefire and Kremlin")
