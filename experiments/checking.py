"""The commands that check: the model against what it is held to, and results against those that are kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.options import (
    Changes,
    Force,
    ScenarioName,
    Seed,
    Workers,
    check_counts,
    check_seed,
    scenario_of,
)


def validate(
    scenario: ScenarioName = "march-2025",
    runs: Annotated[int, typer.Option(help="Members of the reference class; other parts play shares.")] = 300,
    seed: Seed = 1,
    changes: Changes = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/validation"),
    workers: Workers = None,
    force: Force = False,
) -> int:
    """Hold the model to the published limits, its properties and the record; status 1 if what should hold does not."""
    from experiments.validation_job import validate_into

    check_seed(seed)
    check_counts(30, runs=runs)
    check_counts(workers=workers)
    return validate_into(scenario_of(scenario, changes), runs, seed, out, workers, force)


def baseline(
    update: Annotated[bool, typer.Option("--update", help="Keep what is found now; needs --why.")] = False,
    why: Annotated[str, typer.Option(help="Why results change: a sentence for CHANGELOG.md.")] = "",
) -> int:
    """Compare a fixed small ensemble with the results that are kept; status 1 if any differs."""
    from experiments import results_baseline

    found = results_baseline.update(why) if update else results_baseline.check()
    for line in found or ["Results are those of the baseline."]:
        print(line)
    return int(bool(found) and not update)
