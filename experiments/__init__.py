"""Who asks: ensembles, comparisons, figures, report, command line.

>>> from experiments import ensemble, compare
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from experiments.comparison import Comparison as Comparison
    from experiments.comparison import compare as compare
    from experiments.runs import Ensemble as Ensemble
    from experiments.runs import ensemble as ensemble

_HOMES = {
    "Comparison": "experiments.comparison",
    "Ensemble": "experiments.runs",
    "compare": "experiments.comparison",
    "ensemble": "experiments.runs",
}
__all__ = ["Comparison", "Ensemble", "compare", "ensemble"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'experiments' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
