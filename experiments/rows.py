"""Records and groups of parameters as rows that compiled code reads, and groups drawn anywhere in their ranges."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numpy as np

from agents.records import Record, dtype_of, structure_of, values_of


def row_of(record: Any) -> np.ndarray:
    """One-row structured array with a copy of a record's, or a parameter group's, memory."""
    kind: Any = type(record)
    if dataclasses.is_dataclass(record):
        row = np.zeros(1, dtype_of(kind))  # so that the gap after a truth value is the same in every copy
        row[0] = values_of(record)
        return row
    return np.frombuffer(bytearray(bytes(record)), dtype=_dtype_of_structure(kind)).copy()


@functools.cache
def _dtype_of_structure(structure: type) -> np.dtype:
    """Find the record class from which a ctypes structure was made."""
    pending: list[Any] = list(Record.__subclasses__())
    while pending:
        cls = pending.pop()
        if structure_of(cls) is structure:
            return dtype_of(cls)
        pending.extend(cls.__subclasses__())
    raise TypeError(f"{structure} is not a record")


def anywhere(group: type, rng: np.random.Generator) -> Any:
    """A group of parameters, each at an end of its range or anywhere between; named choices as by default."""
    values = {}
    for field in dataclasses.fields(group):
        low, high = field.metadata["low"], field.metadata["high"]
        if not field.metadata["choices"] and low is not None:
            value = float(rng.choice([low, high, rng.uniform(low, high)]))
            values[field.name] = round(value) if field.type == "int" else value
    return group(**values)
