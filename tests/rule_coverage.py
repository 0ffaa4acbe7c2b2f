"""Branch coverage of the rules: which branches of which rules no test takes.

`make coverage` (`python -m tests.rule_coverage`) runs the rules' tests and some whole histories as plain Python, nothing
compiled, and counts statements and branches of the functions marked `@rule`; below the bar it ends with status 1.
"""

from __future__ import annotations

import ast
import json
import os
import re
import sys
import tempfile
from pathlib import Path

import coverage
import pytest

HOME = Path(__file__).resolve().parent.parent
BAR = 95.0
OTHERS = (
    "coup_frequencies",
    "scenario",
    "scenario_refusals",
    "mesa",
    "history",
    "records",
    "ends",
    "arithmetic",
    "terms_in_force",
    "patron_2024",
)
"""Tests of the model that are not about rules, or that need the compiled engine."""
LONG = (
    "second_best",
    "stays_in_bounds",
    "agree_bit_for_bit",
    "anywhere_in_the_ranges",
    "zone_is_the_greatest",
    "hundred_thousand",
    "large_network",
    "sticky",
    "dates_are_set_to_who_refused",
    "heir_whom_all_expect",
    "reference_magnitudes",
    "danger_is_a_spike",
    "less_contested",
    "end_regimes_more_often",
    "looks_like_spring",
    "bring_more_elections",
    "nothing_leaves_its_range_wherever",
    "opens_regimes",
    "patron_does_not_matter",
)
"""Tests that take long as plain Python, or that are about compiled code: words of their names."""
HISTORIES = (("frail", 5), ("frail", 12), ("merciless", 1), ("slow", 3), ("council", 2))
"""Families of `tests.test_engines` and seeds: rulers leave early, and successions end in many ways."""


def play_histories() -> None:
    """Play whole histories with Mesa agents: what only a run reaches, as its books."""
    from model.dilemma import DilemmaModel
    from tests.test_engines import BASE, family

    for name, seed in HISTORIES:
        DilemmaModel(scenario=family(name), rng=seed).run()
    soft = BASE.with_(horizon="2027-12-31", **{"diplomacy.attachment_russia": 0.0})
    DilemmaModel(scenario=soft, rng=4).run()


def rule_tests() -> list[str]:
    """Tests that call rules of the agents or of the model and need nothing compiled."""
    found = []
    for path in sorted((HOME / "tests").glob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        imports = re.findall(r"^from (agents|model|experiments)\.(\w+)", text, re.MULTILINE)
        tools = {
            name
            for package, name in imports
            if package == "experiments" and not name.startswith("validation_")
        }
        if imports and not tools and "kernel" not in text and path.stem.removeprefix("test_") not in OTHERS:
            found.append(str(path))
    return found


def rules_of(path: str) -> set[str]:
    """Names of the rules of a file, but for the sequence of a compiled stage, which Mesa's own method replaces."""
    tree = ast.parse((HOME / path).read_text(encoding="utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not path.endswith(f"stages/{node.name}.py")
        and any(isinstance(d, ast.Name) and d.id == "rule" for d in node.decorator_list)
    }


def measured(names: list[str]) -> dict[str, dict]:
    """Run tests and histories (or the tests of these names alone); return coverage's report by file."""
    measure = coverage.Coverage(
        branch=True, source=[str(HOME / "agents"), str(HOME / "model")], data_file=None
    )
    measure.start()
    skipped = " and ".join(f"not {words}" for words in LONG)
    tests = [str(HOME / "tests" / f"test_{name}.py") for name in names] or rule_tests()
    status = pytest.main(["-q", "-p", "no:cacheprovider", "-k", skipped, *tests])
    if status:
        raise SystemExit(int(status))
    if not names:
        play_histories()
    measure.stop()
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        measure.json_report(outfile=str(report))
        found = json.loads(report.read_text(encoding="utf-8"))["files"]
    return {Path(name).resolve().relative_to(HOME).as_posix(): file for name, file in found.items()}


def main() -> int:
    """Tell what is not covered, and the share that is."""
    os.environ["NUMBA_DISABLE_JIT"] = "1"
    branches = covered = statements = run = 0
    for path, file in sorted(measured(sys.argv[1:]).items()):
        for name in sorted(rules_of(path)):
            summary = file["functions"][name]
            s = summary["summary"]
            branches, covered = branches + s["num_branches"], covered + s["covered_branches"]
            statements, run = statements + s["num_statements"], run + s["covered_lines"]
            if summary["missing_branches"] or summary["missing_lines"]:
                gaps = [f"{a}->{'end' if b < 0 else b}" for a, b in summary["missing_branches"]]
                print(f"{path}:{name}: lines {summary['missing_lines']}, branches {gaps}")
    share = 100.0 * covered / branches
    print(
        f"rules: {share:.1f}% of {branches} branches, {100.0 * run / statements:.1f}% of {statements} statements"
    )
    return int(share < BAR)


if __name__ == "__main__":
    sys.exit(main())
