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
    from experiments.figures import plot_comparison as plot_comparison
    from experiments.map_figure import plot_map as plot_map
    from experiments.network import network_of as network_of
    from experiments.network import plot_network as plot_network
    from experiments.results import open_results as open_results
    from experiments.runs import Ensemble as Ensemble
    from experiments.runs import ensemble as ensemble
    from experiments.sweeps import Sweep as Sweep
    from experiments.sweeps import sweep as sweep
    from experiments.sweeps import sweep_into as sweep_into

_HOMES = {
    "ablation": "experiments.ablations",
    "dilemma_map": "experiments.answer_map",
    "plot_map": "experiments.map_figure",
    "network_of": "experiments.network",
    "plot_network": "experiments.network",
    "plot_comparison": "experiments.figures",
    "Comparison": "experiments.comparison",
    "Design": "experiments.designs",
    "Ensemble": "experiments.runs",
    "Sweep": "experiments.sweeps",
    "compare": "experiments.comparison",
    "design": "experiments.designs",
    "ensemble": "experiments.runs",
    "open_results": "experiments.results",
    "sweep": "experiments.sweeps",
    "sweep_into": "experiments.sweeps",
}
__all__ = [
    "Comparison",
    "Design",
    "Ensemble",
    "Sweep",
    "ablation",
    "compare",
    "design",
    "dilemma_map",
    "ensemble",
    "network_of",
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
