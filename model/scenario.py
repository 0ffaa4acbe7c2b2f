"""Scenarios: every parameter of the model composed once, validated, and loaded from TOML.

The groups stand beside the rules that they govern; this file only puts them together. Nothing else in
the project lists parameters: the command line, the report and the sweeps read them from here.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import difflib
import functools
import hashlib
import json
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Self

import numpy as np

from agents.records import dtype_of, values_of
from model.calendar import START
from model.errors import InputError
from model.parameters import Parameters

FOLDER = Path(__file__).parent / "scenarios"
ALIASES = {"china": "patron.assumption"}
LATEST = dt.date(2060, 12, 31)
_TEXTS = ("name", "title", "description", "horizon")


@dataclasses.dataclass(frozen=True)
class ParameterInfo:
    """What is known of one parameter: where it stands, its value here, and its declaration."""

    name: str
    value: float | int | bool | str
    default: float | int | bool | str
    meaning: str
    unit: str
    low: float | None
    high: float | None
    choices: tuple[str, ...]
    kind: str
    source: str

    @property
    def allowed(self) -> str:
        """What values are allowed, in words."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if isinstance(self.default, bool):
            return "true or false"
        return f"{self.low:g} to {self.high:g}"


@dataclasses.dataclass(frozen=True)
class Scenario(Parameters):
    """One set of assumptions. Frozen: `with_()` returns a changed copy.

    Attributes
    ----------
    name, title, description : str
        What the scenario is called, and what it assumes.
    horizon : str
        Last day simulated, as an ISO date; the first is 18 March 2025.
    """

    name: str = "march-2025"
    title: str = "March 2025"
    description: str = ""
    horizon: str = "2036-12-31"

    def __post_init__(self) -> None:
        """Check every parameter against its declaration."""
        _check_horizon(self.horizon)
        for info in self.parameters():
            _check(info, info.value)

    @classmethod
    def load(cls, source: str | Path) -> Self:
        """Load a scenario by its name, or from a TOML file by its path.

        Raises
        ------
        InputError
            In one line: which file, which field, what was found, what is allowed.
        """
        path = _path_of(source)
        table = _read(path)
        try:
            return cls._from_table(table)
        except InputError as error:
            raise InputError(f"{path}: {error}") from None

    @classmethod
    def _from_table(cls, table: dict[str, Any]) -> Self:
        table = dict(table)
        parent = table.pop("extends", None)
        if parent is not None and parent not in scenario_names():
            raise InputError(
                f"extends: found {_shown(parent)}; allowed: one of {', '.join(scenario_names())}"
            )
        base = cls.load(parent) if parent is not None else cls()
        texts: dict[str, Any] = {k: table.pop(k) for k in _TEXTS if k in table}
        for key, value in texts.items():
            if isinstance(value, dt.date):
                texts[key] = value.isoformat()
            elif not isinstance(value, str):
                raise InputError(f"{key}: found {_shown(value)}; allowed: text")
        flat: dict[str, Any] = {}
        for key, value in table.items():
            if isinstance(value, dict):
                flat.update({f"{key}.{inner}": v for inner, v in value.items()})
            else:
                flat[key] = value
        return base.with_(**texts, **flat)

    def with_(self, /, **changes: Any) -> Self:
        """Return a copy with parameters changed, by dotted name.

        `with_(china="withdrawn", **{"elites.count": 500})`

        Raises
        ------
        InputError
            For an unknown name (the nearest right one is offered) or a value out of range.
        """
        groups: dict[str, dict[str, Any]] = {}
        texts: dict[str, Any] = {}
        for given, value in changes.items():
            if given in _TEXTS:
                texts[given] = str(value)
                continue
            info = self.parameter(given)
            group, field = info.name.split(".")
            groups.setdefault(group, {})[field] = _check(info, value)
        replaced: dict[str, Any] = {g: dataclasses.replace(getattr(self, g), **f) for g, f in groups.items()}
        return dataclasses.replace(self, **replaced, **texts)

    def parameters(self) -> Iterator[ParameterInfo]:
        """Yield every parameter with its value in this scenario, in the order of the groups."""
        for group in dataclasses.fields(Parameters):
            values = getattr(self, group.name)
            for field in dataclasses.fields(values):
                yield ParameterInfo(
                    f"{group.name}.{field.name}",
                    getattr(values, field.name),
                    _default_of(field),
                    **field.metadata,
                )

    def parameter(self, name: str) -> ParameterInfo:
        """Return one parameter by its dotted name, or by an alias such as `china`."""
        known = _names()
        full = ALIASES.get(name, name)
        if full not in known:
            others = [other for other in (*known, *ALIASES, *_TEXTS) if other != name]
            near = difflib.get_close_matches(name, others, n=1, cutoff=0.4)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            raise InputError(f"unknown parameter {name!r}{hint}")
        group, field = full.split(".")
        values = getattr(self, group)
        declared = type(values).__dataclass_fields__[field]
        return ParameterInfo(full, getattr(values, field), _default_of(declared), **declared.metadata)

    def __getitem__(self, name: str) -> float | int | bool | str:
        """Return the value of a parameter by its dotted name or alias."""
        return self.parameter(name).value

    @property
    def china(self) -> str:
        """The assumption about China's support."""
        return str(self["china"])

    @property
    def horizon_date(self) -> dt.date:
        """Last day simulated."""
        return dt.date.fromisoformat(self.horizon)

    def to_dict(self) -> dict[str, Any]:
        """Return all values by dotted name, ready for JSON or TOML."""
        values: dict[str, Any] = {k: getattr(self, k) for k in _TEXTS}
        values.update({info.name: info.value for info in self.parameters()})
        return values

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Return the scenario whose `to_dict()` gave `values`."""
        return cls().with_(**values)

    def digest(self) -> str:
        """Return a hash of everything that the results depend on (not of names and descriptions)."""
        values = {k: v for k, v in self.to_dict().items() if k not in ("name", "title", "description")}
        return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]

    def as_record(self) -> np.ndarray:
        """Return the parameters as one row of the layout that both engines read: a fresh copy."""
        return np.frombuffer(
            bytearray(self._bytes), dtype_of(Parameters)
        )  # to copy the nested fields is slower

    def once[T](self, make: Callable[[Self], T]) -> T:
        """Return what `make` makes of this scenario, made once: what all its runs share. It must not be written."""
        made = self.__dict__.setdefault("_made", {})
        if make not in made:
            made[make] = make(self)
        return made[make]

    def __getstate__(self) -> dict[str, Any]:
        """Leave behind what can be made again, so that a scenario travels light between processes."""
        return {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}

    @functools.cached_property
    def _bytes(self) -> bytes:
        row = np.zeros(
            1, dtype_of(Parameters)
        )  # so that the gap after a truth value is the same in every copy
        row[0] = tuple(values_of(getattr(self, group.name)) for group in dataclasses.fields(Parameters))
        return row.tobytes()


def scenario_names() -> list[str]:
    """Return the names of the scenarios that come with the model, the baseline first."""
    names = sorted(path.stem for path in FOLDER.glob("*.toml"))
    return sorted(names, key=lambda name: name != "march-2025")


@functools.cache
def _names() -> dict[str, None]:
    """Dotted names of all parameters."""
    return {
        f"{g.name}.{f.name}": None
        for g in dataclasses.fields(Parameters)
        for f in dataclasses.fields(g.default_factory)  # type: ignore[arg-type]
    }


def _check(info: ParameterInfo, value: Any) -> float | int | bool | str:
    """Return `value` in the declared type, or raise InputError saying what is allowed."""
    shown = next((alias for alias, name in ALIASES.items() if name == info.name), info.name)
    wrong = InputError(f"{shown}: found {_shown(value)}; allowed: {info.allowed}")
    if info.choices:
        if not isinstance(value, str) or value not in info.choices:
            near = difflib.get_close_matches(_shown(value), info.choices, n=1, cutoff=0.4)
            raise InputError(f"{wrong}; did you mean {near[0]!r}?") if near else wrong
        return value
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(info.default, bool):
        if not isinstance(value, bool):
            raise wrong
        return value
    if isinstance(value, bool) or not isinstance(value, int | float) or not -1e18 < value < 1e18:
        raise wrong
    if isinstance(info.default, int):
        if value != int(value):
            raise wrong
        value = int(value)
    else:
        value = float(value)
    if info.low is None or info.high is None or not info.low <= value <= info.high:
        raise wrong
    return value


def _default_of(field: dataclasses.Field) -> Any:
    """Default of a parameter as declared."""
    return field.default


def _shown(value: Any) -> str:
    """Show a value in one short line, whatever it is (an integer may have too many digits to be written)."""
    if isinstance(value, int) and abs(value) > 10**18:
        return "an integer beyond 1e18"
    try:
        text = " ".join(repr(value).split())
    except ValueError:  # an integer in a list or a table may have too many digits to be written
        return "a number of too many digits"
    return text if len(text) <= 80 else f"{text[:77]}..."


def _check_horizon(text: str) -> None:
    try:
        horizon = dt.date.fromisoformat(text)
    except ValueError:
        raise InputError(f"horizon: found {_shown(text)}; allowed: a date such as 2036-12-31") from None
    earliest = START + dt.timedelta(days=7)
    if not earliest <= horizon <= LATEST:
        raise InputError(f"horizon: found {text}; allowed: {earliest} to {LATEST}")


def _path_of(source: str | Path) -> Path:
    """Path of a named scenario, or of the TOML file given."""
    text = str(source)
    if text.endswith(".toml") or "/" in text or isinstance(source, Path):
        return Path(source)
    names = scenario_names()
    if text not in names:
        near = difflib.get_close_matches(text, names, n=1, cutoff=0.4)
        hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(names)}"
        raise InputError(f"unknown scenario {text!r}; {hint}")
    return FOLDER / f"{text}.toml"


def _read(path: Path) -> dict[str, Any]:
    """Read a TOML file, or raise InputError in one line."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise InputError(f"{path}: no such file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({type(error).__name__})") from None
    except (ValueError, RecursionError) as error:  # also of integers too long and of arrays too deep
        reason = " ".join(str(error).split()).partition(";")[0]
        raise InputError(f"{path}: not valid TOML: {reason}") from None
