"""The command line: each command is thin, imports late, and says what is wrong in one line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from typer.exceptions import TyperException

from experiments import checking, exploring
from experiments.options import (
    Changes,
    Cluster,
    Force,
    ScenarioName,
    Seed,
    Workers,
    check_alone,
    check_counts,
    check_port,
    check_seed,
    scenario_of,
)

app = typer.Typer(
    help="Simulated histories of ceasefire bargaining and succession, conditional on stated assumptions.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

INTERRUPTED = "interrupted; run the same command again to resume"


@app.command()
def scenarios() -> None:
    """List the scenarios that come with the model."""
    from experiments.listing import print_scenarios

    print_scenarios()


@app.command()
def params(
    scenario: ScenarioName = "march-2025",
    match: Annotated[str, typer.Option(help="Only names that contain this.")] = "",
    changes: Changes = None,
) -> None:
    """List every parameter: name, value, unit, range, kind, source."""
    from experiments.listing import print_parameters

    print_parameters(scenario_of(scenario, changes), match)


@app.command()
def run(
    scenario: ScenarioName = "march-2025",
    seed: Seed = 7,
    changes: Changes = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the drawing and the tables.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="Tell every event of every year.")] = False,
    force: Force = False,
) -> None:
    """Play one history and tell it: who did what, when, and which terms decided."""
    from experiments.narration import tell

    check_seed(seed)
    tell(scenario_of(scenario, changes), seed, out, everything, force)


@app.command()
def compare(
    scenario: ScenarioName = "march-2025",
    vary: Annotated[
        str, typer.Option(help="Parameter to vary: NAME, or NAME=VALUE,VALUE,... (a choice varies over all).")
    ] = "china",
    runs: Annotated[
        int | None, typer.Option(help="Histories under each assumption [1000], or of each draw [20].")
    ] = None,
    seed: Seed = 1,
    reference: Annotated[
        str | None,
        typer.Option(
            help="Value to contrast with; by default the scenario's own if it is varied, else the first."
        ),
    ] = None,
    half_width: Annotated[
        float | None,
        typer.Option(
            help="Play until no interval of a share is wider to either side; --runs is the most then."
        ),
    ] = None,
    over: Annotated[
        str | None,
        typer.Option(
            help="priors: vary every other parameter in its declared range too; posterior: set that beside the "
            "same after calibration."
        ),
    ] = None,
    draws: Annotated[int, typer.Option(help="Draws of what is uncertain, with --over.")] = 50,
    posterior: Annotated[
        Path | None,
        typer.Option(
            help="Folder or table of dilemma calibrate, with --over posterior; by default the one kept."
        ),
    ] = None,
    changes: Changes = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/compare"),
    workers: Workers = None,
    cluster: Cluster = None,
    force: Force = False,
) -> None:
    """Compare assumptions on common random numbers, and write tables, figures and report.html."""
    from experiments.job import compare_into

    check_seed(seed)
    check_counts(runs=runs, workers=workers)
    base = scenario_of(scenario, changes)
    if over is None:
        compare_into(base, vary, runs or 1000, seed, out, workers, force, reference, half_width, cluster)
        return
    check_alone(over, half_width)
    if over == "posterior":
        from experiments.posterior_job import compare_over_posterior

        asked = (base, vary, draws, runs or 20, seed, out, workers, force, reference, cluster, posterior)
        compare_over_posterior(*asked)
        return
    from experiments.priors_job import compare_over_priors

    compare_over_priors(base, vary, draws, runs or 20, seed, out, workers, force, reference, cluster)


@app.command("map")
def draw(
    scenario: ScenarioName = "march-2025",
    party: Annotated[str, typer.Option(help="Who answers: russia or ukraine.")] = "russia",
    scope: Annotated[
        str, typer.Option(help="What the mediator proposes: general, sector, short, human or final.")
    ] = "general",
    without: Annotated[
        list[str] | None, typer.Option(help="A term or mechanism to switch off beside it. May be repeated.")
    ] = None,
    grid: Annotated[int, typer.Option(help="Points along each axis.")] = 25,
    limit: Annotated[
        bool, typer.Option("--limit", help="Add momentum and opening alone, with the closed form.")
    ] = False,
    changes: Changes = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results.")] = None,
    force: Force = False,
) -> None:
    """Map the dilemma: momentum at the front x value of the opening -> the answer to a proposal."""
    from experiments.map_figure import map_into

    map_into(scenario_of(scenario, changes), party, scope, without or [], grid, limit, out, force)


@app.command()
def ablation(
    scenario: ScenarioName = "march-2025",
    runs: Annotated[int, typer.Option(help="Histories of each variant.")] = 200,
    seed: Seed = 1,
    changes: Changes = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results.")] = None,
    workers: Workers = None,
    force: Force = False,
) -> None:
    """Take each mechanism out in turn, and tell what that does to the regularities of the record."""
    from experiments.ablations import ablate_into

    check_seed(seed)
    check_counts(runs=runs, workers=workers)
    ablate_into(scenario_of(scenario, changes), runs, seed, out, workers, force)


@app.command()
def backtest(
    scenario: ScenarioName = "march-2025",
    vectors: Annotated[int, typer.Option(help="Parameter vectors drawn from the declared ranges.")] = 400,
    runs: Annotated[int, typer.Option(help="Histories for the fan of the line; 0 leaves it out.")] = 300,
    seed: Seed = 1,
    timeline: Annotated[
        Path | None, typer.Option(help="Table of proposals and answers; by default that of 2025.")
    ] = None,
    territory: Annotated[
        Path | None, typer.Option(help="Table of the area held by day; by default month ends to August 2025.")
    ] = None,
    changes: Changes = None,
    out: Annotated[Path, typer.Option(help="Folder for the results.")] = Path("results/backtest"),
    workers: Workers = None,
    force: Force = False,
) -> None:
    """Foretell the answers of 2025 from earlier answers, and the line from earlier data; score both."""
    from experiments.backtest_job import backtest_into

    check_seed(seed)
    check_counts(vectors=vectors, workers=workers)
    check_counts(0, runs=runs)
    chosen = scenario_of(scenario, changes)
    backtest_into(chosen, timeline, territory, vectors, runs, seed, out, workers, force)


@app.command()
def succession(
    scenario: ScenarioName = "march-2025",
    runs: Annotated[int, typer.Option(help="Histories at every point.")] = 150,
    grid: Annotated[int, typer.Option(help="Values of each primitive.")] = 6,
    seed: Seed = 1,
    changes: Changes = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results.")] = None,
    workers: Workers = None,
    force: Force = False,
) -> None:
    """Vacuum or joint transition: what follows the ruler's death, by cost of elite fighting and focus on a candidate."""
    from experiments.succession_figure import succession_into

    check_seed(seed)
    check_counts(2, grid=grid)
    check_counts(runs=runs, workers=workers)
    succession_into(scenario_of(scenario, changes), runs, grid, seed, out, workers, force)


@app.command()
def reference(
    scenario: ScenarioName = "march-2025",
    runs: Annotated[int, typer.Option(help="Members of the reference class.")] = 1000,
    seed: Seed = 1,
    changes: Changes = None,
    out: Annotated[Path | None, typer.Option(help="Folder for the results.")] = None,
    workers: Workers = None,
    force: Force = False,
) -> None:
    """Hold the palace against the record: simulate the class of the published rates, and set both side by side."""
    from experiments.reference_job import reference_into

    check_seed(seed)
    check_counts(runs=runs, workers=workers)
    reference_into(scenario_of(scenario, changes), runs, seed, out, workers, force)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port.")] = 8765,
    host: Annotated[
        str, typer.Option(help="Address to listen at; anything but this machine's own lets others in.")
    ] = "127.0.0.1",
) -> None:
    """Open the model in a browser: play a history week by week, or move sliders and watch ensembles follow."""
    from experiments.listing import console
    from experiments.page.serving import serve_page

    check_port(port)
    serve_page(host, port, console().print)


@app.command()
def bench(
    quick: Annotated[bool, typer.Option("--quick", help="Fewer repetitions, smaller sizes.")] = False,
    million: Annotated[bool, typer.Option("--million", help="Play a million short runs too.")] = False,
) -> None:
    """Measure speed and memory on this machine: engines, threads, processes, Dask, cost in weeks, elites and runs."""
    from experiments.bench import print_benchmarks

    print_benchmarks(quick, million)


for command in (
    exploring.sweep,
    exploring.sensitivity,
    exploring.discover,
    exploring.calibrate,
    exploring.verify,
    checking.validate,
    checking.baseline,
):
    app.command()(command)


def _check_packages() -> None:
    """Refuse to run when a stray file shadows one of our packages."""
    import importlib.util

    home = Path(__file__).resolve().parent.parent
    for name in ("agents", "model"):
        spec = importlib.util.find_spec(name)
        found = Path(spec.origin).resolve() if spec and spec.origin else None
        if found is None or found.parent != home / name:
            from model.errors import InputError

            raise InputError(f"package {name!r} is shadowed by {found}; run from another folder")


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit status (2 for what the user can mend)."""
    try:
        _check_packages()
        status = int(app(arguments, standalone_mode=False) or 0)
        return _fail(INTERRUPTED, status) if status == 130 else status
    except (typer.Abort, KeyboardInterrupt):
        return _fail(INTERRUPTED, 130)
    except TyperException as error:
        return _fail(error.format_message(), 2) if hasattr(error, "format_message") else 2
    except ValueError as error:
        from model.errors import InputError

        if isinstance(error, InputError):
            return _fail(str(error), 2)
        raise


def _fail(message: str, status: int) -> int:
    line = " ".join(message.split())
    if line:
        print(f"dilemma: {line}", file=sys.stderr)
    return status


def entry() -> None:
    """Entry point of the console script."""
    raise SystemExit(main())
