"""Who asks: ensembles, comparisons, figures, report, command line.

>>> from experiments import ensemble, compare
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.ablations import ablation as ablation
    from experiments.answer_map import dilemma_map as dilemma_map
    from experiments.comparison import Comparison as Comparison
    from experiments.comparison import compare as compare
    from experiments.designs import Design as Design
    from experiments.designs import design as design
    from experiments.drawing import Drawn as Drawn
    from experiments.figures import figure_of as figure_of
    from experiments.figures import plot_comparison as plot_comparison
    from experiments.map_figure import draw_map as draw_map
    from experiments.map_figure import plot_map as plot_map
    from experiments.narration import draw_history as draw_history
    from experiments.network import network_of as network_of
    from experiments.network import plot_network as plot_network
    from experiments.own import histories as histories
    from experiments.results import open_results as open_results
    from experiments.runs import Ensemble as Ensemble
    from experiments.runs import ensemble as ensemble
    from experiments.style import in_style as in_style
    from experiments.style import new_figure as new_figure
    from experiments.succession_figure import draw_surface as draw_surface
    from experiments.sweeps import Sweep as Sweep
    from experiments.sweeps import sweep as sweep
    from experiments.sweeps import sweep_into as sweep_into

_HOMES = {
    "Comparison": "experiments.comparison",
    "Design": "experiments.designs",
    "Drawn": "experiments.drawing",
    "Ensemble": "experiments.runs",
    "Sweep": "experiments.sweeps",
    "ablation": "experiments.ablations",
    "compare": "experiments.comparison",
    "design": "experiments.designs",
    "dilemma_map": "experiments.answer_map",
    "draw_history": "experiments.narration",
    "draw_map": "experiments.map_figure",
    "draw_surface": "experiments.succession_figure",
    "ensemble": "experiments.runs",
    "figure_of": "experiments.figures",
    "histories": "experiments.own",
    "in_style": "experiments.style",
    "network_of": "experiments.network",
    "new_figure": "experiments.style",
    "open_results": "experiments.results",
    "plot_comparison": "experiments.figures",
    "plot_map": "experiments.map_figure",
    "plot_network": "experiments.network",
    "sweep": "experiments.sweeps",
    "sweep_into": "experiments.sweeps",
}
__all__ = [
    "Comparison",
    "Design",
    "Drawn",
    "Ensemble",
    "Sweep",
    "ablation",
    "compare",
    "design",
    "dilemma_map",
    "draw_history",
    "draw_map",
    "draw_surface",
    "ensemble",
    "figure_of",
    "histories",
    "in_style",
    "network_of",
    "new_figure",
    "open_results",
    "plot_comparison",
    "plot_map",
    "plot_network",
    "sweep",
    "sweep_into",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
