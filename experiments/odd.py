"""The tables of the ODD protocol, made from the code: `python -m experiments.odd --write` fills them in.

A page of docs/odd has marks between which a table stands; a test holds what stands there to what the code says.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
import textwrap
import typing
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from agents import vocabulary
from agents.records import Column, Record
from agents.tier import Elite, Tie
from agents.vocabulary import label
from experiments.odd_chart import draw_week
from model.kernel import SCHEDULE
from model.outcomes import Outcome
from model.record import Observation
from model.scenario import ParameterInfo, Scenario
from model.stages import start
from model.streams import Streams
from model.table import Offer
from model.world import Ledger

HOME = Path(__file__).resolve().parent.parent
PAGES = sorted([HOME / "docs" / "odd.md", *(HOME / "docs" / "odd").glob("*.md")])
CHART = HOME / "docs" / "figures" / "odd-week.svg"
GROUPS = tuple(dict.fromkeys(info.name.partition(".")[0] for info in Scenario().parameters()))
MARK = re.compile(r"(<!-- generated: (\w+)((?: \w+)*) -->\n).*?(<!-- end -->)", re.DOTALL)


def fill(text: str) -> str:
    """Return a page with every marked section made anew."""

    def made(mark: re.Match[str]) -> str:
        return f"{mark[1]}\n{MAKERS[mark[2]](*mark[3].split())}\n\n{mark[4]}"

    return MARK.sub(made, text)


# Tables.


def _table(headings: tuple[str, ...], rows: Iterator[tuple[Any, ...]] | list[tuple[Any, ...]]) -> str:
    lines = [f"| {' | '.join(headings)} |", f"|{'---|' * len(headings)}"]
    return "\n".join([*lines, *(f"| {' | '.join(_cell(value) for value in row)} |" for row in rows)])


def _cell(value: Any) -> str:
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def parameters(*groups: str) -> str:
    """Tables of the parameters of some groups, as they stand in the baseline."""
    found: dict[str, list[ParameterInfo]] = {group: [] for group in groups}
    for info in Scenario.load("march-2025").parameters():
        group = info.name.partition(".")[0]
        if group in found:
            found[group].append(info)
    headings = ("parameter", "value", "unit", "range", "kind", "meaning", "source")
    parts = []
    for group, infos in found.items():
        rows = [
            (
                f"`{i.name}`",
                i.value,
                i.unit,
                i.allowed.removesuffix(f" {i.unit}"),
                i.kind,
                i.meaning,
                i.source,
            )
            for i in infos
        ]
        parts.append(f"**{group}**\n\n{_table(headings, rows)}")
    return "\n\n".join(parts)


def kinds() -> str:
    """Table of how many parameters rest on what."""
    counted: dict[str, int] = {}
    for info in Scenario.load("march-2025").parameters():
        counted[info.kind] = counted.get(info.kind, 0) + 1
    words = {
        "measured": "the value of a source",
        "estimated": "fitted to named data",
        "prior": "a judgement, with a range and what it leans on",
        "convention": "where a line is drawn, or a switch",
    }
    rows = [(kind, counted[kind], words[kind]) for kind in words]
    return _table(("kind", "parameters", "what it is"), [*rows, ("all", sum(counted.values()), "")])


def variables(*names: str) -> str:
    """Tables of the state variables of some records of the ledger, or of `elite`, `tie`, and the like."""
    parts = []
    for name in names:
        record = _records()[name]
        rows = [
            (f"`{field}`", _type(hint, size), unit, meaning)
            for field, hint, size, unit, meaning in _fields(record)
        ]
        first = (inspect.getdoc(record) or "").splitlines()[0]
        parts.append(
            f"**{name}** ({record.__name__}): {first}\n\n{_table(('variable', 'type', 'unit', 'meaning'), rows)}"
        )
    return "\n\n".join(parts)


def _records() -> dict[str, type[Record]]:
    """Records by the name of the part of the ledger that they are."""
    found = {
        name: _element(hint) for name, hint in typing.get_type_hints(Ledger).items() if name != "columns"
    }
    return {
        **found,
        "offer": Offer,
        "elite": Elite,
        "tie": Tie,
        "observation": Observation,
        "outcome": Outcome,
    }


def _element(hint: Any) -> type[Record]:
    return typing.get_args(hint)[0] if typing.get_origin(hint) is list else hint


def _fields(record: type[Record]) -> Iterator[tuple[str, Any, int, str, str]]:
    for field, hint in typing.get_type_hints(record).items():
        if field != "columns":
            said = record.columns.get(field, Column(""))
            yield field, _element(hint), said.size, said.unit, said.meaning


def _type(hint: Any, size: int) -> str:
    return f"{hint.__name__}[{size}]" if size else hint.__name__


def entities() -> str:
    """Table of the parts of the ledger: what they are, how many rows, how many state variables."""
    rows: list[tuple[Any, ...]] = []
    for name, hint in typing.get_type_hints(Ledger).items():
        if name != "columns":
            record, said = _element(hint), Ledger.columns.get(name)
            count = said.size if said is not None else 1
            rows.append((f"`{name}`", count, len(list(_fields(record))), _first(record)))
    for name, record in (("elites", Elite), ("ties", Tie)):
        rows.append((f"`{name}`", "by parameter", len(list(_fields(record))), _first(record)))
    return _table(("entity", "rows", "state variables each", "what it is"), rows)


def words(*names: str) -> str:
    """Table of enumerations and their members."""
    rows = []
    for name in names:
        kind = getattr(vocabulary, name)
        rows.append((name, _first(kind), ", ".join(label(m) for m in kind)))
    return _table(("list", "what it holds", "members"), rows)


def streams() -> str:
    """List of the random streams, in the order of the schedule."""
    return ", ".join(f"`{name}`" for name in Streams._fields)


# The schedule.


def steps_of(stage: Callable[..., None]) -> list[tuple[Callable[..., Any], list[Callable[..., Any]]]]:
    """Return what a stage calls, in order, and the rules that each of these calls in its turn."""
    return [(step, _called(step) if _is_step(step) else []) for step in _called(stage)]


def _is_step(rule: Callable[..., Any]) -> bool:
    return rule.__module__.startswith("model.stages")


def _called(function: Callable[..., Any]) -> list[Callable[..., Any]]:
    """Rules of ours that a function calls, in the order of its text, each once."""
    module = sys.modules[function.__module__]
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    names = [
        call.func.id
        for call in sorted(calls, key=lambda c: (c.lineno, c.col_offset))
        if isinstance(call.func, ast.Name)
    ]
    return [rule for name in dict.fromkeys(names) if (rule := _ours(module, name)) is not None]


def _ours(module: ModuleType, name: str) -> Callable[..., Any] | None:
    rule = getattr(module, name, None)
    home = getattr(rule, "__module__", "")
    ours = home.startswith(("agents.", "model.")) and inspect.isfunction(rule)
    plain = home in ("agents.arithmetic", "agents.events")
    return rule if ours and not plain else None


def schedule() -> str:
    """The week as a numbered list: stages, what each does in order, and the rules that it calls."""
    lines = []
    for number, stage in enumerate(SCHEDULE, 1):
        lines.append(f"{number}. **{stage.__name__}** (`{_file(stage)}`): {_first(stage)}")
        for step, rules in steps_of(stage):
            where = "" if _file(step) == _file(stage) else f" (`{_file(step)}`)"
            lines.append(f"    - `{step.__name__}`{where}: {_first(step)}")
            if rules:
                lines.append(f"      Calls {', '.join(f'`{rule.__name__}`' for rule in rules)}.")
    return "\n".join(lines)


def opening() -> str:
    """What is done once, before the first week."""
    return "\n".join(f"- `{step.__name__}`: {_first(step)}" for step in _called(start.muster))


def _file(function: Callable[..., Any]) -> str:
    return f"{function.__module__.replace('.', '/')}.py"


def _first(thing: Any) -> str:
    """First paragraph of a docstring."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def chart() -> str:
    """The flow chart of a week as SVG."""
    return draw_week(
        [(stage.__name__, _first(stage), [s.__name__ for s, _ in steps_of(stage)]) for stage in SCHEDULE]
    )


MAKERS: dict[str, Callable[..., str]] = {
    "parameters": parameters,
    "kinds": kinds,
    "variables": variables,
    "entities": entities,
    "words": words,
    "streams": streams,
    "schedule": schedule,
    "opening": opening,
}


def main(arguments: list[str]) -> int:
    """Write what the code says into the pages (`--write`), or name those that say otherwise."""
    made = {page: fill(page.read_text(encoding="utf-8")) for page in PAGES} | {CHART: chart()}
    stale = [
        page for page, text in made.items() if not page.exists() or page.read_text(encoding="utf-8") != text
    ]
    for page in stale:
        if "--write" in arguments:
            page.write_text(made[page], encoding="utf-8")
        print(f"{'written' if '--write' in arguments else 'out of date'}: {page.relative_to(HOME)}")
    return int(bool(stale) and "--write" not in arguments)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
