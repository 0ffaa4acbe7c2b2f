"""The commands that explore: designs of experiments, what they say of parameters, and whether they can be trusted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from experiments.options import (
    Changes,
    Cluster,
    Force,
    ScenarioName,
    Seed,
    Workers,
    check_counts,
    check_seed,
    scenario_of,
)


def sweep(
    design: Annotated[Path, typer.Argument(help="TOML file: what varies, how it is sampled.")],
    runs: Annotated[
        int | None, typer.Option(help="Histories at every point, in the place of what the file says.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/sweep"),
    workers: Workers = None,
    cluster: Cluster = None,
    force: Force = False,
) -> None:
    """Run every point of a design of experiments; stopped or given more runs, it goes on from what is there."""
    from experiments.sweep_job import run_design

    check_counts(runs=runs, workers=workers)
    run_design(design, runs, out, workers, cluster, force)


def sensitivity(
    scenario: ScenarioName = "march-2025",
    match: Annotated[
        list[str] | None, typer.Option(help="Only parameters whose names contain this. May be repeated.")
    ] = None,
    trajectories: Annotated[int, typer.Option(help="Trajectories of the screening (Morris).")] = 8,
    keep: Annotated[int, typer.Option(help="Parameters that the screening leaves.")] = 12,
    samples: Annotated[int, typer.Option(help="Base samples of the indices (Sobol), a power of 2.")] = 256,
    replications: Annotated[int, typer.Option(help="Histories at every point.")] = 2,
    seed: Seed = 1,
    changes: Changes = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/sensitivity"),
    workers: Workers = None,
    cluster: Cluster = None,
    force: Force = False,
) -> None:
    """Screen all parameters, then tell what share of each outcome's variance each explains, and what is chance."""
    from experiments.sensitivity import Size
    from experiments.sensitivity_job import sensitivity_into

    check_seed(seed)
    check_counts(workers=workers)
    size = Size(trajectories, keep, samples, replications)
    sensitivity_into(scenario_of(scenario, changes), match or [], size, seed, out, workers, cluster, force)


def discover(
    folder: Annotated[Path, typer.Argument(help="Folder of results of a sweep.")],
    outcome: Annotated[
        str, typer.Option(help="A headline that is a share, ceasefire_180, armed_contest, or COLUMN>=VALUE.")
    ] = "ceasefire_180",
    density: Annotated[
        float | None,
        typer.Option(help="Share of cases that the box must reach; by default the best trade-off."),
    ] = None,
    mass: Annotated[float, typer.Option(help="Smallest share of histories that a box may hold.")] = 0.05,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/discover"),
    force: Force = False,
) -> None:
    """Find the box of a sweep's assumptions inside which an outcome is common (PRIM)."""
    from experiments.discovery_job import discover_into

    discover_into(folder, outcome, density, mass, out, force)


def calibrate(
    scenario: ScenarioName = "march-2025",
    block: Annotated[
        list[str] | None, typer.Option(help="war or palace: calibrate this part alone. May be repeated.")
    ] = None,
    particles: Annotated[int, typer.Option(help="Particles of a generation, in the war.")] = 1500,
    sets: Annotated[
        int, typer.Option(help="Particles of a generation, in the palace: each is a simulated set of rulers.")
    ] = 200,
    members: Annotated[int, typer.Option(help="Members of the reference class in a simulated set.")] = 50,
    generations: Annotated[int, typer.Option(help="Generations; the first is the prior.")] = 1,
    screening: Annotated[int, typer.Option(help="Points of the screening, of each block.")] = 2500,
    keep: Annotated[int, typer.Option(help="Parameters fitted in each block, at most.")] = 12,
    draws: Annotated[int, typer.Option(help="Rows of the posterior sample.")] = 400,
    minutes: Annotated[
        float | None, typer.Option(help="Stop after so many; the same command again goes on.")
    ] = None,
    seed: Seed = 1,
    changes: Changes = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/calibrate"),
    workers: Workers = None,
    force: Force = False,
) -> None:
    """Fit the uncertain parameters to the fitted half of the evidence, and tell which of them it identifies."""
    from experiments.calibration import Size
    from experiments.calibration_job import blocks_of, calibrate_into

    check_seed(seed)
    check_counts(20, particles=particles, sets=sets, screening=screening)
    check_counts(members=members, generations=generations, keep=keep, draws=draws, workers=workers)
    blocks = blocks_of(block or [], {"war": particles, "palace": sets})
    size = Size(blocks, generations, members, screening, keep, draws)
    calibrate_into(scenario_of(scenario, changes), size, seed, out, minutes, workers, force)


def verify(
    folder: Annotated[Path, typer.Argument(help="Folder of results of compare or sweep.")],
    rows: Annotated[int, typer.Option(help="Runs to be played again.")] = 20,
    mesa: Annotated[int, typer.Option(help="How many of them also through Mesa.")] = 2,
    seed: Seed = 1,
) -> None:
    """Check a folder of results: files against their digests, a sample of runs against both engines."""
    from experiments.verify import verify as check

    check_seed(seed)
    check_counts(0, rows=rows, mesa=mesa)
    raise typer.Exit(check(folder, rows, mesa, seed))
