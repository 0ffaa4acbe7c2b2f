"""`dilemma validate`: play all checks and tell them on the terminal, on a page and in a file, with the exit status."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.commands import CAVEAT, versions, warm_up
from experiments.listing import console
from experiments.pages import page_of
from experiments.store import claim_folder, fingerprint, source_digest, write_json, write_text
from experiments.validation import PARTS, Check, exit_status, limits
from model.errors import InputError

if TYPE_CHECKING:
    from model.scenario import Scenario

RUNS = 300
"""Members of the reference class; the other parts play shares of it."""
READING = (
    "Limits are played over a grid: the largest deviation stands beside the Monte Carlo error at that point (0 where "
    "the figure is exact), and may be four times it. A rate holds inside its published 90% range, a regularity within "
    "what is asked; a miss that chance explains is left open. What is known not to hold names the page that says so, "
    "and fails nothing; what fails unannounced makes the command end with status 1."
)

Step = Callable[[], list[Check]]


def steps_of(scenario: Scenario, runs: int, seed: int, workers: int | None) -> dict[str, Step]:
    """Return what is played, in words, and how."""
    from experiments.validation_record import (
        backtest_checks,
        base_rate_checks,
        evidence_checks,
        played,
        regularity_checks,
        war_end_checks,
    )
    from experiments.validation_worlds import engines_agree, properties

    def histories() -> list[Check]:
        many = played(scenario, max(runs // 2, 2), seed, workers)
        return [*war_end_checks(many), *regularity_checks(scenario, many, seed)]

    def record() -> list[Check]:
        return [*evidence_checks(scenario, max(8 * runs // 3, 2), seed), *backtest_checks()]

    return {
        "published limits over their grids": lambda: [limit.check() for limit in limits()],
        "histories in both engines": lambda: [engines_agree(scenario)],
        "histories with all parameters drawn": lambda: properties(scenario, max(2 * runs // 5, 2), workers),
        "the class of the published rates": lambda: base_rate_checks(scenario, runs, seed, workers),
        "histories of 2025 to 2027": histories,
        "histories of the first year": record,
    }


def validate(
    scenario: Scenario,
    runs: int = RUNS,
    seed: int = 1,
    workers: int | None = None,
    say: Callable[[str], object] = lambda words: None,
) -> list[Check]:
    """Play all checks, telling what is played; return them in the order of `PARTS`."""
    checks: list[Check] = []
    for words, step in steps_of(scenario, runs, seed, workers).items():
        say(f"Playing {words}")
        checks += step()
    return _ordered(checks)


def _ordered(checks: Sequence[Check]) -> list[Check]:
    return sorted(checks, key=lambda check: PARTS.index(check.part))


def validate_into(
    scenario: Scenario, runs: int, seed: int, out: Path, workers: int | None, force: bool
) -> int:
    """Play all checks and write manifest, JSON and page into `out`; return the exit status."""
    identity = {
        "job": "validate",
        "scenario": scenario.to_dict(),
        "runs": runs,
        "seed": seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }
    claim_folder(out, identity, force, about={"versions": versions(), "caveat": CAVEAT})
    screen, began = console(), time.monotonic()
    warm_up(screen.print)
    checks = validate(scenario, runs, seed, workers, screen.print)
    seconds = time.monotonic() - began
    try:
        write_json(out / "validation.json", as_json(checks))
        write_text(out / "validation.html", as_page(checks, scenario, runs, seed, seconds))
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    _print(checks, screen)
    screen.print(f"{summary_of(checks)} {seconds:.0f} s.")
    screen.print(f"Page: {out / 'validation.html'}; figures: {out / 'validation.json'}", soft_wrap=True)
    return exit_status(checks)


def as_json(checks: Sequence[Check]) -> list[dict[str, Any]]:
    """Return the checks as plain values; what has no number is null."""
    return [
        {
            "part": c.part,
            "check": c.name,
            "what": c.what,
            "found": c.figure,
            "points": c.points,
            "deviation": None if math.isnan(c.deviation) else c.deviation,
            "error": None if math.isnan(c.error) else c.error,
            "holds": c.holds,
            "verdict": c.verdict,
            "failed": c.failed,
            "stated": c.stated,
        }
        for c in checks
    ]


def summary_of(checks: Sequence[Check]) -> str:
    """Say in a sentence how many hold, are left open, are known not to, and fail."""
    judged = [c for c in checks if c.judged]
    known = sum(1 for c in judged if not c.holds and c.stated)
    opened = sum(1 for c in judged if not c.holds and not c.stated and c.is_open)
    failed = [c.name for c in judged if c.failed]
    words = f"{sum(c.holds for c in judged)} of {len(judged)} checks hold, {opened} are open within chance, "
    words += f"{known} do not hold and are stated not to, {len(failed)} fail"
    return f"{words}{': ' + ', '.join(failed) if failed else ''}."


def as_page(checks: Sequence[Check], scenario: Scenario, runs: int, seed: int, seconds: float) -> str:
    """Return the page that can be read without us."""
    parts = []
    for part in PARTS:
        chosen = [c for c in checks if c.part == part]
        if chosen:
            rows = [
                {**row, "apart": not c.judged, **_numbers(c)}
                for row, c in zip(as_json(chosen), chosen, strict=True)
            ]
            for row in rows:
                row["name"], row["figure"] = row["check"], row["found"]
            parts.append({"title": part[0].upper() + part[1:], "summary": summary_of(chosen), "rows": rows})
    return page_of(
        "validation.html",
        title="What the model is held to, and whether it holds",
        scenario=scenario.title,
        seconds=f"{seconds:.0f}",
        version=versions()["dilemma"],
        source=source_digest()[:12],
        seed=seed,
        caveat=CAVEAT,
        summary=summary_of(checks),
        reading=READING,
        parts=parts,
        command=f"dilemma validate {scenario.name} --runs {runs} --seed {seed}",
    )


def _numbers(check: Check) -> dict[str, str]:
    """Deviation, error and points as they are read."""
    return {
        "deviation": "" if math.isnan(check.deviation) else f"{check.deviation:.2g}",
        "error": "" if math.isnan(check.error) else f"{check.error:.2g}",
        "points": f"{check.points:,}",
    }


def _print(checks: Sequence[Check], screen: Any) -> None:
    """Print a table a part."""
    from rich.table import Table

    for part in PARTS:
        table = Table(box=None, header_style="bold", padding=(0, 2, 0, 0), title=part, title_justify="left")
        table.add_column("check", no_wrap=True)
        table.add_column("found", overflow="fold")
        for heading in ("deviation", "error", "points"):
            table.add_column(heading, justify="right", no_wrap=True)
        table.add_column("verdict", no_wrap=True)
        for check in checks:
            if check.part == part:
                numbers = _numbers(check)
                verdict = f"[bold red]{check.verdict}[/bold red]" if check.failed else check.verdict
                table.add_row(
                    check.name,
                    check.figure,
                    numbers["deviation"],
                    numbers["error"],
                    numbers["points"],
                    verdict,
                )
        if table.row_count:
            screen.print(table)
            screen.print()
