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
    from experiments.map_figure import plot_map as plot_map
    from experiments.network import network_of as network_of
    from experiments.network import plot_network as plot_network
    from experiments.runs import Ensemble as Ensemble
    from experiments.runs import ensemble as ensemble

_HOMES = {
    "ablation": "experiments.ablations",
    "dilemma_map": "experiments.answer_map",
    "plot_map": "experiments.map_figure",
    "network_of": "experiments.network",
    "plot_network": "experiments.network",
    "Comparison": "experiments.comparison",
    "Ensemble": "experiments.runs",
    "compare": "experiments.comparison",
    "ensemble": "experiments.runs",
}
__all__ = [
    "Comparison",
    "Ensemble",
    "ablation",
    "compare",
    "dilemma_map",
    "ensemble",
    "network_of",
    "plot_map",
    "plot_network",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
