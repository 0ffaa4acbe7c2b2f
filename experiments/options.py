"""Options that commands share, and what is checked of them before anything else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from model.scenario import Scenario

ScenarioName = Annotated[str, typer.Argument(help="Name of a scenario, or path of a TOML file.")]
Changes = Annotated[
    list[str] | None, typer.Option("--set", help="Change a parameter: NAME=VALUE. May be repeated.")
]
Seed = Annotated[int, typer.Option(help="Seed: the same seed gives the same histories.")]
Workers = Annotated[int | None, typer.Option(help="Threads; by default one a core.")]
Cluster = Annotated[
    str | None,
    typer.Option(help="Address of a Dask scheduler, or local to start one; by default threads here."),
]
Force = Annotated[
    bool, typer.Option("--force", help="Set aside what a folder holds of another job; nothing is deleted.")
]


def scenario_of(name: str, changes: list[str] | None) -> Scenario:
    """Load a scenario and apply the changes given on the command line."""
    from experiments.parsing import parse_changes
    from model.scenario import Scenario

    scenario = Scenario.load(name)
    return scenario.with_(**parse_changes(scenario, changes or []))


def check_seed(seed: int) -> None:
    """Refuse a seed that no stream of random numbers takes."""
    from model.errors import InputError

    if not 0 <= seed < 2**63:
        raise InputError(f"--seed: found {seed}; allowed: 0 to {2**63 - 1}")


def check_counts(least: int = 1, /, **counts: int | None) -> None:
    """Refuse an option that counts something and is below `least`; one that was left out is None."""
    from model.errors import InputError

    for name, value in counts.items():
        if value is not None and value < least:
            raise InputError(f"--{name}: found {value}; allowed: {least} or more")


def check_port(port: int) -> None:
    """Refuse a number that is no port."""
    from model.errors import InputError

    if not 1 <= port <= 65535:
        raise InputError(f"--port: found {port}; allowed: 1 to 65535")


def check_alone(over: str, half_width: float | None) -> None:
    """Refuse what a comparison cannot vary over, and a half-width, which more histories of a draw do not bring."""
    from model.errors import InputError

    if over not in ("priors", "posterior"):
        raise InputError(f"--over: found {over!r}; allowed: priors, posterior")
    if half_width is not None:
        raise InputError(f"--half-width: not with --over {over}, where more histories narrow chance alone")
