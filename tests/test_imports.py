"""Imports run one way: agents <- model <- experiments <- app.py."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest

HOME = Path(__file__).resolve().parent.parent
FLOORS = ("agents", "model", "experiments", "app")
FILES = sorted(path for floor in FLOORS[:3] for path in (HOME / floor).rglob("*.py")) + sorted(
    HOME.glob("app.py")
)


def floor_of(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


def imported(tree: ast.Module, package: str) -> Iterator[str]:
    """Yield the full name of every module that the source imports, wherever the import stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            if node.level == 0:
                yield node.module or ""
            else:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                yield ".".join([*parents, *([node.module] if node.module else [])])
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            name = node.args[0].value
            if called in ("import_module", "__import__") and isinstance(name, str):
                yield package + name if name.startswith(".") else name


def upward(source: str, package: str) -> list[str]:
    """Return the imports of ours that stand above the floor of `package`."""
    above = FLOORS[FLOORS.index(package.split(".")[0]) + 1 :]
    return [name for name in imported(ast.parse(source), package) if name.split(".")[0] in (*above, "tests")]


def package_of(path: Path) -> str:
    return ".".join(path.relative_to(HOME).parts[:-1]) or floor_of(path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_imports_run_one_way(path):
    assert upward(path.read_text(encoding="utf-8"), package_of(path)) == []


def test_no_two_files_of_experiments_import_each_other():
    """Neither directly nor by way of others, imports for types included."""
    graph: nx.DiGraph = nx.DiGraph()
    for path in (HOME / "experiments").glob("*.py"):
        for name in imported(ast.parse(path.read_text(encoding="utf-8")), "experiments"):
            if name.startswith("experiments.") and path.stem != "__init__":
                graph.add_edge(path.stem, name.split(".")[1])
    assert [sorted(c) for c in nx.strongly_connected_components(graph) if len(c) > 1] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_nothing_is_imported_by_star(path):
    stars = [
        node.lineno
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names)
    ]
    assert stars == []


def test_no_module_is_called_utils():
    vague = {"util", "utils", "helper", "helpers", "common", "misc"}
    assert [path for path in FILES if path.stem in vague or vague & set(path.parts[len(HOME.parts) :])] == []


def test_what_is_gathered_for_users_is_imported_by_no_room_of_the_model():
    """`model/bargaining.py` imports the rooms of the bargaining: none of them imports it back, for a type either."""
    rooms = [
        path for path in FILES if floor_of(path) == "model" and path.stem not in ("bargaining", "__init__")
    ]
    back = [p for p in rooms if "model.bargaining" in imported(ast.parse(p.read_text("utf-8")), "model")]
    assert back == []


def test_every_floor_has_files():
    assert {floor_of(path) for path in FILES} >= set(FLOORS[:3])


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("agents", "import model"),
        ("agents", "from model.world import Ledger"),
        ("agents", "if TYPE_CHECKING:\n    from experiments.runs import ensemble"),
        ("agents", "def rule():\n    import model.war as war"),
        ("agents", "from importlib import import_module\nimport_module('model.war')"),
        ("model", "from experiments import store"),
        ("model", "import app"),
        ("experiments", "import app"),
        ("model", "from tests.engines import both"),
    ],
)
def test_an_import_upwards_is_seen(package, source):
    assert upward(source, package)


@pytest.mark.parametrize(
    ("package", "source"),
    [
        ("model", "from agents.records import Record"),
        ("model", "from .world import Ledger"),
        ("experiments", "from model import kernel\nimport agents"),
        ("app", "from experiments import ensemble"),
        ("agents", "import modelling"),
    ],
)
def test_an_import_downwards_is_allowed(package, source):
    assert upward(source, package) == []
