"""The arena: what happens between the actors, as a compiled engine and as a Mesa model.

>>> from model import Scenario, DilemmaModel
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from model import source as source

if TYPE_CHECKING:
    from model.dilemma import DilemmaModel as DilemmaModel
    from model.errors import InputError as InputError
    from model.history import History as History
    from model.kernel import simulate as simulate
    from model.scenario import Scenario as Scenario

_HOMES = {
    "DilemmaModel": "model.dilemma",
    "History": "model.history",
    "InputError": "model.errors",
    "Scenario": "model.scenario",
    "simulate": "model.kernel",
}
__all__ = ["DilemmaModel", "History", "InputError", "Scenario", "simulate"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for, so that the command line starts at once."""
    if name not in _HOMES:
        raise AttributeError(f"module 'model' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)
