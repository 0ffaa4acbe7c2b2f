"""Mutation testing of rules: are small faults that could be written into a rule found by its tests.

`python -m tests.mutants model/durability.py` swaps an operator, a comparison, a constant or a call in one rule at a time,
runs the tests of that file which play the rule, and tells which mutants survive; `--sample 12` (as `make mutation` does)
draws so many of every file. Rules run as plain Python, and a mutant takes the place of a rule by its code object, in a
forked process: no file is touched and nothing is imported anew (tests/mutant_runs.py).
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib
import multiprocessing
import os
import random
import sys
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from experiments.statistics import share
from tests.mutant_runs import Played, Session, run
from tests.mutant_tables import EXPLAINED, SKIPPED, TESTS

HOME = Path(__file__).resolve().parent.parent

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


def rules(path: str) -> list[ast.FunctionDef]:
    """Rules of a file, but for the sequence of a compiled stage, which Mesa's own method replaces."""
    tree = ast.parse((HOME / path).read_text(encoding="utf-8"))
    return [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and is_rule(node) and not path.endswith(f"stages/{node.name}.py")
    ]


def rule_files() -> list[str]:
    """All files that hold rules."""
    files = sorted(f for room in ("agents", "model") for f in (HOME / room).rglob("*.py"))
    return [path for path in (f.relative_to(HOME).as_posix() for f in files) if rules(path)]


@dataclass(frozen=True)
class Mutant:
    """One fault in one rule: a node of the rule's tree and what takes its place."""

    path: str
    function: ast.FunctionDef
    node: ast.AST
    changed: ast.AST
    words: str

    @property
    def line(self) -> int:
        return getattr(self.node, "lineno", 0)

    @cached_property
    def told(self) -> str:
        """The mutant in words that hold when lines are added above it."""
        line = (HOME / self.path).read_text(encoding="utf-8").splitlines()[self.line - 1]
        indent = len(line) - len(line.lstrip())
        place = f"{getattr(self.node, 'col_offset', 0) - indent}-{getattr(self.node, 'end_col_offset', 0) - indent}"
        return f"{self.path}:{self.function.name}: {self.words} at {place} in `{line.strip()}`"

    @property
    def boundary(self) -> bool:
        """Whether it moves what happens at equality alone, which a continuous quantity never meets."""
        return self.words in ("Lt -> LtE", "LtE -> Lt", "Gt -> GtE", "GtE -> Gt")

    def code(self) -> types.CodeType:
        """Code of the rule with the fault, as it would be compiled in its module."""
        memo: dict[int, object] = {}
        twin = copy.deepcopy(self.function, memo)
        place = memo[id(self.node)]
        twin = _Replace(place, self.changed).visit(twin)  # type: ignore[arg-type]
        twin.decorator_list = []
        future = ast.parse("from __future__ import annotations").body
        module = ast.fix_missing_locations(ast.Module([*future, twin], []))
        code = compile(module, "<mutant>", "exec")
        return next(c for c in code.co_consts if isinstance(c, types.CodeType))


def mutants(path: str) -> Iterator[Mutant]:
    """Yield every mutant of the rules of a file."""
    for function in rules(path):
        for node in [n for s in function.body[1:] for n in ast.walk(s)]:
            for words, changed in variants(node):
                yield Mutant(path, function, node, changed, words)


def drawn(given: str, size: int, seed: int) -> list[Mutant]:
    """Mutants of `FILE` or `FILE:RULE,RULE`: all of them, or a sample without replacement that the seed fixes."""
    path, _, names = given.partition(":")
    found = [m for m in mutants(path) if not names or m.function.name in names.split(",")]
    if 0 < size < len(found):
        chosen = random.Random(f"{seed} {path}").sample(range(len(found)), size)
        return [found[place] for place in sorted(chosen)]
    return found


def rule_of(path: str, name: str) -> types.FunctionType:
    """The rule itself, in its module."""
    return getattr(importlib.import_module(path.removesuffix(".py").replace("/", ".")), name)  # type: ignore[no-any-return]


def tests_of(path: str, name: str, played: Played) -> list[str]:
    """Tests of a file that play a rule of it, the shortest first."""
    files = {f"tests/test_{stem}.py" for stem in TESTS[path]}
    chosen = [t for t, (_, seen) in played.items() if t.split("::")[0] in files and f"{path}:{name}" in seen]
    return sorted(chosen, key=lambda t: played[t][0])


def survivors(session: Session, chosen: list[Mutant], played: Played) -> list[int]:
    """Places of the mutants that the tests of their rules do not find."""
    found = []
    met: dict[str, list[str]] = {}
    for place, mutant in enumerate(chosen):
        name = mutant.function.name
        names = met.setdefault(name, tests_of(mutant.path, name, played))
        seconds = sum(played[test][0] for test in names)
        if not names or session.survives(rule_of(mutant.path, name), mutant.code(), names, seconds):
            found.append(place)
            print(f"  survives: line {mutant.line} of {mutant.told}", file=sys.stderr, flush=True)
    return found


_AT_HAND: list[tuple[Session, dict[str, list[Mutant]], Played]] = []
"""What a forked worker finds when it is asked for a file."""


def _places(name: str) -> list[int]:
    session, chosen, played = _AT_HAND[-1]
    return survivors(session, chosen[name], played)


def left_of(
    session: Session, chosen: dict[str, list[Mutant]], played: Played, workers: int
) -> dict[str, list[Mutant]]:
    """Mutants of each file that survive, so many files at a time; tells a line a file."""
    _AT_HAND.append((session, chosen, played))
    left = {}
    with multiprocessing.get_context("fork").Pool(workers) as pool:
        for name, places in zip(chosen, pool.imap(_places, chosen), strict=True):
            left[name] = [chosen[name][place] for place in places]
            print(line_of(name, len(chosen[name]), left[name]), flush=True)
    return left


def line_of(name: str, tried: int, left: list[Mutant]) -> str:
    """What was found of a file, or of all: the share with Wilson's interval."""
    estimate = share(np.arange(tried) >= len(left))
    known = sum(m.told in EXPLAINED for m in left)
    edges = sum(m.boundary for m in left if m.told not in EXPLAINED)
    return (
        f"{name}: {tried - len(left)} of {tried} mutants found, {estimate.value:.2f} "
        f"[{estimate.low:.2f}, {estimate.high:.2f}]; left: {len(left)}, of them {known} explained, {edges} at equality"
    )


def main() -> int:
    """Tell the survivors of the files asked for; 1 if one is neither explained nor one at equality."""
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    parser = argparse.ArgumentParser(description="mutation testing of rules")
    parser.add_argument("files", nargs="*", help="rule files (all); FILE:RULE,RULE for some rules of one")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="draw N mutants of each (all)")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="files at a time (cores)")
    options = parser.parse_args()
    given = options.files or rule_files()
    chosen = {name: drawn(name, options.sample, options.seed) for name in given}
    paths = {name.partition(":")[0] for name in given}
    left: dict[str, list[Mutant]] = {}

    def work(session: Session) -> None:
        named = {path: [node.name for node in rules(path)] for path in paths}
        played = session.played({rule_of(p, n).__code__: f"{p}:{n}" for p, ns in named.items() for n in ns})
        left.update(left_of(session, chosen, played, options.workers))

    tests = sorted({f"tests/test_{stem}.py" for path in paths for stem in TESTS[path]})
    run(tests, SKIPPED, work)
    open_ones = [m for of_file in left.values() for m in of_file]
    print(line_of("all", sum(map(len, chosen.values())), open_ones))
    for mutant in open_ones:
        print(f"  {mutant.told}" + (f"  ({EXPLAINED[mutant.told]})" if mutant.told in EXPLAINED else ""))
    return int(any(m.told not in EXPLAINED and not m.boundary for m in open_ones))


if __name__ == "__main__":
    sys.exit(main())
