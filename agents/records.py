"""The form of every record: declared once as an annotated class, kept as one NumPy structure.

A record class yields its NumPy layout (what the compiled engine sees) and a ctypes view of the same
memory (what plain Python sees; far cheaper to read than `numpy.record`). Fields are float, int, bool,
a fixed-length list of these, another record, or a fixed-length list of records.
"""

from __future__ import annotations

import ctypes
import dataclasses
import functools
import typing
from collections.abc import Mapping
from typing import Any, Self

import numpy as np

_SCALARS: dict[type, tuple[str, type]] = {
    float: ("f8", ctypes.c_double),
    int: ("i8", ctypes.c_int64),
    bool: ("?", ctypes.c_bool),
}


@dataclasses.dataclass(frozen=True)
class Column:
    """What a field of a record means: one line, a unit, and a length (0 for a scalar)."""

    meaning: str
    unit: str = ""
    size: int = 0


def column(meaning: str, unit: str = "", size: int = 0) -> Any:
    """Declare a field of a record: its meaning, its unit, and its length if it is a list."""
    return Column(meaning, unit, size)


def parameter(
    default: float | int | bool | str,
    meaning: str,
    *,
    unit: str,
    low: float | None = None,
    high: float | None = None,
    choices: tuple[str, ...] = (),
    kind: str,
    source: str,
) -> Any:
    """Declare a parameter once: default, meaning, unit, range or choices, kind, and source.

    `kind` is "measured", "estimated", "prior" (a judgement) or "convention".
    """
    if kind not in ("measured", "estimated", "prior", "convention"):
        raise ValueError(f"kind of a parameter: {kind!r}")
    metadata = {
        "meaning": meaning,
        "unit": unit,
        "low": low,
        "high": high,
        "choices": choices,
        "kind": kind,
        "source": source,
    }
    return dataclasses.field(default=default, metadata=metadata)


def prior(default: float, low: float, high: float, unit: str, meaning: str, source: str = "") -> Any:
    """Declare a parameter whose value is a judgement, with the work that it leans on."""
    if "judgement" not in source:
        source = f"judgement after {source}" if source else "judgement"
    return parameter(default, meaning, unit=unit, low=low, high=high, kind="prior", source=source)


def measured(default: float, low: float, high: float, unit: str, meaning: str, source: str) -> Any:
    """Declare a parameter whose value is a source's, with the range that it leaves open."""
    return parameter(default, meaning, unit=unit, low=low, high=high, kind="measured", source=source)


class derived[T](functools.cached_property[T]):  # noqa: N801
    """Marks a number that follows from the parameters of its group: reckoned once for a scenario, not every week.

    It stands in the record of the group beside them, so that rules read it alike; it is not itself a parameter.
    """


class Record:
    """Base of all records. `new()` makes a zeroed one in plain Python, as rules and tests take it."""

    columns: typing.ClassVar[Mapping[str, Column]] = {}

    def __init_subclass__(cls) -> None:
        """Collect the declared columns, so that a missing declaration is seen at import."""
        super().__init_subclass__()
        own = {k: v for k, v in vars(cls).items() if isinstance(v, Column)}
        cls.columns = {**cls.columns, **own}

    @classmethod
    def new(cls, **values: Any) -> Self:
        """Return a zeroed record with the given fields set; lists are copied element by element."""
        view: Any = structure_of(typing.cast(Any, cls))()
        for name, value in values.items():
            if isinstance(value, list | tuple | np.ndarray):
                target = getattr(view, name)
                for index, element in enumerate(value):
                    target[index] = element
            else:
                setattr(view, name, value)
        return view


def _fields(cls: type) -> list[tuple[str, type, int]]:
    """Name, element type and length of each field, in order of declaration."""
    hints = typing.get_type_hints(cls)
    fields = []
    for name, hint in hints.items():
        if typing.get_origin(hint) is typing.ClassVar:
            continue
        if typing.get_origin(hint) is list:
            element = typing.get_args(hint)[0]
            element = int if element is bool else element  # Numba cannot hold a list of bool in a record
            fields.append((name, element, cls.columns[name].size))  # type: ignore[attr-defined]
        else:
            fields.append((name, int if hint is str else hint, 0))
    follow = [
        name
        for base in reversed(cls.__mro__)
        for name, kind in vars(base).items()
        if isinstance(kind, derived)
    ]
    return fields + [(name, float, 0) for name in follow]


@functools.cache
def dtype_of(cls: Any) -> np.dtype:
    """NumPy layout of a record class (or of a dataclass of parameters; choices are stored as indices)."""
    layout: list[tuple] = []
    for name, kind, size in _fields(cls):
        element = _SCALARS[kind][0] if kind in _SCALARS else dtype_of(kind)
        layout.append((name, element, (size,)) if size else (name, element))
    return np.dtype(layout, align=True)


def values_of(group: Any) -> tuple[float | int | bool, ...]:
    """Values of a dataclass of parameters as its record holds them: choices as indices, `derived` numbers last."""
    kind: Any = type(group)
    choices = {f.name: f.metadata["choices"] for f in dataclasses.fields(group)}
    values = ((name, getattr(group, name)) for name in dtype_of(kind).names or ())
    return tuple(choices[name].index(value) if choices.get(name) else value for name, value in values)


@functools.cache
def structure_of(cls: Any) -> Any:
    """Ctypes class over the same layout. A misspelt field raises AttributeError, on write too."""
    fields: list[tuple[str, Any]] = []
    for name, kind, size in _fields(cls):
        element: Any = _SCALARS[kind][1] if kind in _SCALARS else structure_of(kind)
        fields.append((name, element * size if size else element))
    made = type(cls.__name__, (ctypes.Structure,), {"__slots__": (), "_fields_": fields})
    if ctypes.sizeof(made) != dtype_of(cls).itemsize:
        raise TypeError(f"layouts of {cls.__name__} differ between NumPy and ctypes")
    return made


def view_of(cls: type, array: np.ndarray) -> Any:
    """Views of the rows of `array` (dtype of `cls`), sharing its memory: a ctypes array of structures."""
    bytes_of = array.view(np.uint8)  # NumPy would spell out the layout of a structured array at each call
    return (structure_of(cls) * len(array)).from_buffer(bytes_of)
