"""What all commands share: what they rest on, what they say first and last, the bar, a scenario as options."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from typing import TYPE_CHECKING, Any

from experiments.listing import console
from model.scenario import Scenario, scenario_names

if TYPE_CHECKING:
    from experiments.runs import Progress

PACKAGES = ("dilemma", "mesa", "numba", "numpy", "pandas", "pyarrow")
CAVEAT = (
    "These are frequencies among simulated histories, conditional on the stated assumptions. They are not "
    "forecasts, and nothing here is advice. Intervals hold chance alone, not the uncertainty about the assumptions."
)


def versions() -> dict[str, str]:
    """Return the versions of what the results rest on."""
    found = {"python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            found[package] = "not installed"
    return found


def warm_up(say: Any) -> None:
    """Compile the engine before the bar starts, saying so when it takes long."""
    from model.kernel import is_compiled, warm

    if not is_compiled():
        say("Compiling the rules (once; about a minute on two cores) ...")
    warm()


@contextmanager
def progress_bar(total: int) -> Iterator[Progress]:
    """Show a bar; yields a callable that is told how many histories have just ended."""
    from rich import progress as rich

    columns = (
        rich.TextColumn("histories"),
        rich.BarColumn(),
        rich.MofNCompleteColumn(),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(*columns, console=console(), transient=False) as bar:
        task = bar.add_task("histories", total=total)
        yield lambda count: bar.advance(task, count)


def changes_of(scenario: Scenario, varied: str) -> str:
    """Return the `--set` options that turn the named scenario into this one, the varied parameter apart."""
    shipped = scenario.name in scenario_names()
    named = (Scenario.load(scenario.name) if shipped else Scenario()).to_dict()
    skipped = {"name", "title", "description", scenario.parameter(varied).name if varied else ""}
    return "".join(
        f" --set {key}={value}"
        for key, value in scenario.to_dict().items()
        if key not in skipped and value != named[key]
    )
