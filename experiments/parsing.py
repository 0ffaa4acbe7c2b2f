"""Read `NAME=VALUE` and `NAME=VALUE,VALUE` from the command line in the declared types."""

from __future__ import annotations

from typing import Any

from model.errors import InputError
from model.scenario import ParameterInfo, Scenario

TEXTS = ("horizon",)


def shown(value: Any) -> str:
    """Show what was found in one short line, whatever it is: an integer may have too many digits to be written."""
    try:
        text = " ".join(repr(value).split())
    except ValueError:
        return "a number of too many digits"
    return text if len(text) <= 80 else f"{text[:77]}..."


def parse_value(info: ParameterInfo, text: str) -> Any:
    """Return `text` in the type that the parameter is declared with."""
    if info.choices:
        return text
    if isinstance(info.default, bool):
        if text.lower() in ("true", "false"):
            return text.lower() == "true"
        raise InputError(f"{info.name}: found {text!r}; allowed: {info.allowed}")
    try:
        number = float(text)
    except ValueError:
        raise InputError(f"{info.name}: found {text!r}; allowed: {info.allowed}") from None
    return int(number) if isinstance(info.default, int) and number.is_integer() else number


def parse_changes(scenario: Scenario, changes: list[str]) -> dict[str, Any]:
    """Return the changes of `--set NAME=VALUE` as a dictionary for `Scenario.with_`."""
    parsed = {}
    for change in changes:
        name, equals, text = change.partition("=")
        if not equals:
            raise InputError(f"--set: found {change!r}; allowed: NAME=VALUE")
        parsed[name] = text if name in TEXTS else parse_value(scenario.parameter(name), text)
    return parsed


def parse_vary(scenario: Scenario, vary: str) -> tuple[str, list[Any]]:
    """Return the name of the varied parameter and its values: all choices where none are given."""
    name, equals, text = vary.partition("=")
    info = scenario.parameter(name)
    if equals:
        values = [parse_value(info, part) for part in text.split(",")]
        if len(set(values)) != len(values):
            raise InputError(f"--vary: a value of {name} is given twice")
    elif info.choices:
        values = list(info.choices)
    else:
        raise InputError(f"--vary: {name} has no choices; give values as {name}=VALUE,VALUE")
    for value in values:
        scenario.with_(**{name: value})
    return name, values
