"""The command `dilemma calibrate`: everything into a folder, gone on with where it was left."""

from __future__ import annotations

import dataclasses
import time
from pathlib import Path
from typing import Any

from experiments.calibration import OutOfTimeError, Size, needed
from experiments.calibration_analysis import Calibration, analyse
from experiments.calibration_evidence import simulator_digest
from experiments.calibration_report import write_and_print
from experiments.commands import versions, warm_up
from experiments.listing import console
from experiments.store import claim_folder, fingerprint, source_digest
from model.errors import InputError
from model.scenario import Scenario


def calibrate_into(
    scenario: Scenario,
    size: Size,
    seed: int,
    out: Path,
    minutes: float | None,
    workers: int | None,
    force: bool,
) -> Calibration | None:
    """Calibrate into a folder, or go on where it was left; None where the time was over before the end.

    Raises
    ------
    InputError
        If the folder holds something else, the time is negative, or pyABC is not installed.
    """
    needed()
    if minutes is not None and not minutes >= 0.0:
        raise InputError(f"--minutes: found {minutes:g}; allowed: 0 or more")
    until = None if minutes is None else time.monotonic() + 60.0 * minutes
    resumed = claim_folder(out, identity_of(scenario, size, seed), force, about={"versions": versions()})
    screen = console()
    screen.print(f"{'Resuming' if resumed else 'Writing'} {out}", soft_wrap=True)
    warm_up(screen.print)
    try:
        found = analyse(scenario, size, seed, out, until, workers)
    except OutOfTimeError:
        screen.print(f"Stopped after {minutes:g} minutes; run the same command again to go on.")
        return None
    write_and_print(found, out)
    return found


def blocks_of(asked: list[str], particles: dict[str, int]) -> dict[str, int]:
    """Return the particles of the blocks that are asked for, of all where none is named."""
    for name in asked:
        if name not in particles:
            raise InputError(f"--block: found {name!r}; allowed: {', '.join(particles)}")
    return {name: count for name, count in particles.items() if not asked or name in asked}


def identity_of(scenario: Scenario, size: Size, seed: int) -> dict[str, Any]:
    """All that what is kept in the folder depends on; more generations or draws go into the same folder."""
    asked = dataclasses.asdict(size)
    return {
        "job": "calibrate",
        "scenario": scenario.to_dict(),
        "size": {name: asked[name] for name in ("particles", "members", "screening", "keep")},
        "seed": seed,
        "source": source_digest(),
        "simulator": simulator_digest(),
        "fingerprint": fingerprint(),
    }
