"""Mutation testing of rules: are small faults that could be written into a rule found by its tests.

`python -m tests.mutants model/durability.py agents/leader.py` (or `make mutation`) swaps an operator, a comparison, a
constant or a call in one rule at a time, runs the tests of that file, and tells which mutants survive. Rules run as plain
Python, and a mutant takes the place of a rule by its code object, in a forked process: no file is touched and nothing is
imported anew. (mutmut passes over decorated functions, which all rules are; cosmic-ray starts an interpreter a mutant.)
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib
import io
import os
import resource
import sys
import types
from collections.abc import Iterator
from pathlib import Path

os.environ["NUMBA_DISABLE_JIT"] = "1"

import pytest

HOME = Path(__file__).resolve().parent.parent
TESTS: dict[str, tuple[str, ...]] = {
    "model/durability.py": ("test_durability", "test_truce", "test_compliance"),
    "agents/leader.py": ("test_mortality", "test_leader"),
    "model/word.py": ("test_word",),
}
"""Rule files and the tests that are to find their mutants."""
DIVISOR = "taken where usual deficits are nothing, which they never are"
EXPLAINED: dict[str, str] = {
    f"agents/leader.py:{name}: line {line}: 1.0 -> {value}": DIVISOR
    for name, line in (("update_health", 175), ("death_hazard", 184))
    for value in ("2.0", "0")
}
"""Survivors that are no faults, by `file:function: what`: see docs/mutation.md."""
SLOW = 20  # seconds of processor after which a mutant that never ends counts as found

SWAPS: dict[type, tuple[type, ...]] = {
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
CALLS = {"min": "max", "max": "min", "exp": "expm1"}


def constants(value: object) -> tuple[object, ...]:
    """Return what a constant is changed to."""
    if isinstance(value, bool):
        return (not value,)
    if isinstance(value, int | float):
        return (value + 1, 0) if value else (1,)
    return ()


def variants(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield the faults that one node can be given, each with its words."""
    for field in ("op", "ops"):
        ops = getattr(node, field, None)
        for place, op in enumerate(ops if isinstance(ops, list) else [ops]):
            for other in SWAPS.get(type(op), ()):
                changed = copy.deepcopy(node)
                if isinstance(ops, list):
                    changed.ops[place] = other()  # type: ignore[attr-defined]
                else:
                    changed.op = other()  # type: ignore[attr-defined]
                yield f"{type(op).__name__} -> {other.__name__}", changed
    if isinstance(node, ast.Constant):
        for value in constants(node.value):
            yield f"{node.value!r} -> {value!r}", ast.copy_location(ast.Constant(value), node)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.Not):
        yield f"without {type(node.op).__name__}", node.operand
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
        changed = copy.deepcopy(node)
        changed.func.id = CALLS[node.func.id]  # type: ignore[attr-defined]
        yield f"{node.func.id} -> {CALLS[node.func.id]}", changed
    if isinstance(node, ast.IfExp | ast.If):
        for value in (True, False):
            changed = copy.deepcopy(node)
            changed.test = ast.copy_location(ast.Constant(value), node.test)  # type: ignore[attr-defined]
            yield f"if -> {value}", changed
    if isinstance(node, ast.Assign | ast.AugAssign) and isinstance(
        node.targets[0] if isinstance(node, ast.Assign) else node.target, ast.Attribute | ast.Subscript
    ):
        yield "statement left out", ast.copy_location(ast.Pass(), node)


class _Replace(ast.NodeTransformer):
    """Puts one node in the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def is_rule(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any(
        isinstance(d, ast.Name) and d.id == "rule" for d in node.decorator_list
    )


def mutants(path: str) -> Iterator[tuple[str, str, types.CodeType]]:
    """Yield function, words and code of every mutant of the rules of a file."""
    tree = ast.parse((HOME / path).read_text(encoding="utf-8"))
    for function in [node for node in tree.body if is_rule(node)]:
        body = [n for s in function.body[1:] for n in ast.walk(s)]  # type: ignore[attr-defined]
        for node in body:
            for words, changed in variants(node):
                found = copy_with(function, node, changed)
                line = getattr(node, "lineno", 0)
                yield function.name, f"line {line}: {words}", found  # type: ignore[attr-defined]


def copy_with(function: ast.AST, old: ast.AST, new: ast.AST) -> types.CodeType:
    """Code of a function with one node replaced, as it would be compiled in its module."""
    memo: dict[int, object] = {}
    twin = copy.deepcopy(function, memo)
    place = memo[id(old)]
    twin = _Replace(place, new).visit(twin)  # type: ignore[arg-type]
    twin.decorator_list = []  # type: ignore[attr-defined]
    future = ast.parse("from __future__ import annotations").body
    module = ast.fix_missing_locations(ast.Module([*future, twin], []))
    code = compile(module, "<mutant>", "exec")
    return next(c for c in code.co_consts if isinstance(c, types.CodeType))


def survives(path: str, name: str, code: types.CodeType, tests: list[str]) -> bool:
    """Run the tests on a mutant in a forked process."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (SLOW, SLOW))
        module = importlib.import_module(path.removesuffix(".py").replace("/", "."))
        getattr(module, name).__code__ = code
        os._exit(1 if run(tests) else 0)
    _, status = os.waitpid(child, 0)
    return status == 0


def run(tests: list[str]) -> int:
    """Run files of tests quietly in this process, one after the other until one fails; return pytest's status."""
    for path in tests:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            status = int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:warnings", path]))
        if status:
            return status
    return 0


def survivors(path: str, functions: str = "") -> tuple[list[str], int]:
    """Return the mutants of a file (of these functions of it) that its tests do not find, and how many there were."""
    tests = [str(HOME / "tests" / f"{name}.py") for name in TESTS[path]]
    if run(tests):
        raise SystemExit(f"the tests of {path} fail without a mutant: {' '.join(tests)}")
    found, count = [], 0
    for name, words, code in mutants(path):
        if functions and name not in functions.split(","):
            continue
        count += 1
        if survives(path, name, code, tests):
            found.append(f"{path}:{name}: {words}")
            print(f"  survives: {found[-1]}", file=sys.stderr, flush=True)
    return found, count


def main() -> int:
    """Tell the survivors of the files asked for; 1 if one is not explained."""
    parser = argparse.ArgumentParser(description="mutation testing of rules")
    parser.add_argument(
        "files",
        nargs="*",
        default=list(TESTS),
        help="rule files, as in the table of this module; FILE:RULE,RULE for some rules of one",
    )
    open_ones = 0
    for given in parser.parse_args().files:
        path, _, functions = given.partition(":")
        found, count = survivors(path, functions)
        print(f"{given}: {count - len(found)} of {count} mutants found", flush=True)
        for line in found:
            told = EXPLAINED.get(line, "")
            open_ones += not told
            print(f"  {line}{'  (' + told + ')' if told else ''}")
    return int(open_ones > 0)


if __name__ == "__main__":
    sys.exit(main())
