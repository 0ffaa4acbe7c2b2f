"""Draw parameters anywhere in their declared ranges."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np


def anywhere(group: type, rng: np.random.Generator) -> Any:
    """A group of parameters, each at an end of its range or anywhere between; named choices as by default."""
    values = {}
    for field in dataclasses.fields(group):
        low, high = field.metadata["low"], field.metadata["high"]
        if not field.metadata["choices"]:
            value = float(rng.choice([low, high, rng.uniform(low, high)]))
            values[field.name] = round(value) if field.type == "int" else value
    return group(**values)
