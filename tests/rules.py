"""Find the rules in the source, and what stands in them that would not agree in both engines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
FILES = sorted(path for folder in ("agents", "model") for path in (HOME / folder).rglob("*.py"))
ARITHMETIC = "agents/arithmetic.py"

# What agrees bit for bit wherever it is called; GUARDED agrees only as agents/arithmetic.py does it.
MATH = {"log1p", "expm1", "tanh", "erf", "erfc", "sin", "cos", "pi", "inf", "nan"}
EXACT = {"copysign", "fabs", "floor", "ceil", "isfinite", "isinf", "isnan"}
GUARDED = {"exp", "log", "sqrt"}
NUMPY = {"zeros", "empty", "ones", "full", "float64", "int64", "bool_", "nan", "inf"}
BUILTINS = {"sum", "pow", "sorted", "divmod"}
METHODS = {"sum", "mean", "argsort", "sort", "prod", "std", "var", "dot", "cumsum", "argmax", "argmin"}
STATEMENTS = {
    ast.Try: "try",
    ast.Raise: "raise",
    ast.Assert: "assert",
    ast.With: "with",
    ast.JoinedStr: "f-string",
    ast.Lambda: "lambda",
    ast.Yield: "yield",
    ast.ListComp: "comprehension",
    ast.SetComp: "comprehension",
    ast.DictComp: "comprehension",
    ast.GeneratorExp: "comprehension",
    ast.Dict: "dict",
    ast.Set: "set",
}


def rules(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    """Yield the functions marked `rule`, by decorator or by a call on their name."""
    marked = {
        argument.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _last_name(node.func) == "rule"
        for argument in node.args
        if isinstance(argument, ast.Name)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and (
            node.name in marked or any(_marks(decorator) for decorator in node.decorator_list)
        ):
            yield node


def offences(source: str, file: str = "") -> list[str]:
    """Return what stands in the rules of `source` and must not, as "line: rule: what"."""
    tree = ast.parse(source)
    names = _imports(tree)
    found = []
    for rule in rules(tree):
        if rule.args.kwonlyargs or rule.args.vararg or rule.args.kwarg:
            found.append(f"{rule.lineno}: {rule.name}: keyword-only or variable arguments")
        for statement in rule.body:
            for node in ast.walk(statement):
                what = _offence(node, names, file)
                if what:
                    found.append(f"{getattr(node, 'lineno', rule.lineno)}: {rule.name}: {what}")
    return found


def _offence(node: ast.AST, names: dict[str, str], file: str) -> str:
    for kind, word in STATEMENTS.items():
        if isinstance(node, kind):
            return word
    if isinstance(node, ast.BinOp | ast.AugAssign):
        if isinstance(node.op, ast.Pow):
            return "**"
        if isinstance(node.op, ast.MatMult):
            return "@"
    if isinstance(node, ast.Attribute):
        full = _dotted(node, names)
        if full.startswith(("math.", "numpy.", "np.")):
            return _library(full, file)
    if isinstance(node, ast.Name) and names.get(node.id, "").startswith(("math.", "numpy.")):
        return _library(names[node.id], file)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in BUILTINS and node.func.id not in names:
            return f"{node.func.id}()"
        if isinstance(node.func, ast.Attribute) and node.func.attr in METHODS:
            return f".{node.func.attr}()"
        if isinstance(node.func, ast.Name) and node.func.id in ("min", "max") and len(node.args) != 2:
            return f"{node.func.id}() of other than two arguments"
        if any(keyword.arg is None for keyword in node.keywords):
            return "** in a call"
    return ""


def _library(full: str, file: str) -> str:
    package, _, name = full.partition(".")
    guarded = GUARDED if file == ARITHMETIC else set()
    allowed = MATH | EXACT | guarded if package == "math" else NUMPY
    return "" if name.split(".")[0] in allowed else full


def _imports(tree: ast.Module) -> dict[str, str]:
    """Full name of what each imported name stands for."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names.update({a.asname or a.name: a.name for a in node.names})
        elif isinstance(node, ast.ImportFrom):
            names.update({a.asname or a.name: f"{node.module}.{a.name}" for a in node.names})
    return names


def _dotted(node: ast.AST, names: dict[str, str]) -> str:
    if isinstance(node, ast.Name):
        return names.get(node.id, "")
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value, names)}.{node.attr}"
    return ""


def _marks(decorator: ast.expr) -> bool:
    return _last_name(decorator.func if isinstance(decorator, ast.Call) else decorator) == "rule"


def _last_name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
