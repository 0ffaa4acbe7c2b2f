"""Print scenarios and parameters from where they are declared."""

from __future__ import annotations

import difflib
import re
import shutil

from rich.console import Console
from rich.table import Table

from model.errors import InputError
from model.scenario import Scenario, scenario_names


def console() -> Console:
    """Return a console as wide as the terminal; wide enough for a table where there is none."""
    return Console(width=max(shutil.get_terminal_size((160, 40)).columns, 80))


def print_scenarios() -> None:
    """Print each scenario that comes with the model and what it assumes."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("scenario", "China's support", "horizon", "what it assumes"):
        table.add_column(heading, no_wrap=heading != "what it assumes")
    for name in scenario_names():
        scenario = Scenario.load(name)
        table.add_row(name, scenario.china, scenario.horizon, " ".join(scenario.description.split()))
    console().print(table)


def print_parameters(scenario: Scenario, match: str) -> None:
    """Print the parameters whose names contain `match`."""
    table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0))
    for heading in ("name", "value", "unit", "range", "kind", "meaning", "source"):
        table.add_column(heading, no_wrap=heading in ("name", "value", "kind"), overflow="fold")
    count = 0
    for info in scenario.parameters():
        if match in info.name:
            value = f"{info.value:g}" if isinstance(info.value, float) else str(info.value)
            table.add_row(info.name, value, info.unit, info.allowed, info.kind, info.meaning, info.source)
            count += 1
    if not count:
        words = {word for info in scenario.parameters() for word in re.split(r"[._]", info.name)}
        near = difflib.get_close_matches(match, sorted(words), n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise InputError(f"no parameter whose name contains {match!r}{hint}")
    console().print(table)
