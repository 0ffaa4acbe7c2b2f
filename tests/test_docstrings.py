"""Every public module, class and function of the packages says what it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest

from experiments.store import HOME

PACKAGES = ("agents", "model", "experiments")
FILES = [*sorted(path for package in PACKAGES for path in (HOME / package).rglob("*.py")), HOME / "app.py"]


def public(tree: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.AST]]:
    """Yield the public definitions of a module: classes, functions, methods, nested classes."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(
            node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
        ) and not node.name.startswith("_"):
            yield prefix + node.name, node
            if isinstance(node, ast.ClassDef):
                yield from public(node, f"{prefix}{node.name}.")


def undocumented(text: str) -> list[str]:
    tree = ast.parse(text)
    found = [name for name, node in public(tree) if not ast.get_docstring(node)]
    return found if ast.get_docstring(tree) or not tree.body else ["module", *found]


def test_every_public_name_has_a_docstring():
    missing = {str(path.relative_to(HOME)): undocumented(path.read_text(encoding="utf-8")) for path in FILES}
    assert {path: names for path, names in missing.items() if names} == {}
    assert sum(1 for path in FILES for _ in public(ast.parse(path.read_text(encoding="utf-8")))) > 1000


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ('"""M."""\ndef f():\n    """F."""\n', []),
        ('"""M."""\ndef f():\n    pass\n', ["f"]),
        ('"""M."""\ndef _f():\n    pass\n', []),
        ('"""M."""\nclass C:\n    """C."""\n    def g(self):\n        pass\n', ["C.g"]),
        ("x = 1\n", ["module"]),
        ("", []),
    ],
)
def test_what_is_missing_is_seen(text, missing):
    assert undocumented(text) == missing
