"""Verify a folder of results: its files against their digests, a sample of its runs against both engines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.listing import console
from experiments.results import Results, open_results
from experiments.store import MANIFEST, fingerprint, source_digest, write_json
from model.errors import InputError

DIGESTS = "digests.json"
_APART = (DIGESTS, "log.txt")
_OF_A_ROW = ("point", "run", "seed", "error")


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be: where, and what was found."""

    where: str
    what: str


def write_digests(folder: Path) -> None:
    """Write the SHA-256 of every file of a folder of results, times and hosts apart."""
    write_json(folder / DIGESTS, {name: _digest(folder / name) for name in _files(folder)})


def check_files(folder: Path) -> Iterator[Finding]:
    """Compare the files with their digests: changed, missing, or not there when the job ended."""
    try:
        expected = json.loads((folder / DIGESTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        yield Finding(DIGESTS, "missing or damaged: the job did not end")
        return
    found = set(_files(folder))
    for name, digest in expected.items():
        if name not in found:
            yield Finding(name, "missing")
        elif _digest(folder / name) != digest:
            yield Finding(name, "changed since it was written")
    for name in sorted(found - set(expected)):
        yield Finding(name, "was not there when the job ended")


def check_rows(results: Results, rows: pd.DataFrame, engine: str) -> Iterator[Finding]:
    """Play the runs of some rows of the outcomes again, in one engine, and compare every column."""
    for _, row in rows.iterrows():
        scenario = results.scenario.with_(**{name: row[name] for name in results.varied})
        found = _outcome(scenario, int(row["seed"]), engine)
        for name in row.index.difference([*_OF_A_ROW, *results.varied], sort=False):
            if not _same(row[name], found.get(name)):
                where = ", ".join(f"{part} {row[part]}" for part in [*results.varied, "run"])
                yield Finding(
                    f"outcomes, {where}",
                    f"{name} is {row[name]}, the {engine} engine gives {found.get(name)}",
                )


def parts_of(results: Results) -> list[Results]:
    """Return the folders of results with runs: this one, and those that it holds."""
    folders = sorted(path.parent for path in results.path.rglob(MANIFEST))
    return [part for part in map(open_results, folders) if "outcomes" in part.tables]


def sample_of(results: Results, count: int, seed: int) -> pd.DataFrame:
    """Draw rows of the outcomes of runs that did not fail, the same for the same seed."""
    table = results.lazy("outcomes")
    errors = table.to_table(columns=["error"])["error"].to_numpy(zero_copy_only=False)
    played = np.flatnonzero(errors == "")
    chosen = np.random.default_rng(seed).permutation(played)[:count]
    return table.take(np.sort(chosen)).to_pandas()


def verify(folder: Path, rows: int, through_mesa: int, seed: int) -> int:
    """Check a folder, say what was found, and return the exit status: 1 if something is not as it should be.

    Parameters
    ----------
    folder : Path
        A folder that `compare` or `sweep` wrote.
    rows, through_mesa : int
        Runs to be played again in the compiled engine, and how many of them also through Mesa; of each part, where the
        folder has parts.
    seed : int
        Seed of the sample.

    Raises
    ------
    InputError
        If it is no folder of results, or was made by another version of the rules.
    """
    results = open_results(folder)
    identity = results.manifest["identity"]
    if identity.get("source") != source_digest():
        raise InputError(f"{folder}: was made by another version of the rules, which alone can play it again")
    screen = console()
    if identity.get("fingerprint") != fingerprint():
        screen.print("The arithmetic of this machine is another: last bits may differ.")
    findings = list(check_files(folder))
    screen.print(f"{len(_files(folder))} files compared with their digests")
    played = again = 0
    for part in parts_of(results):
        chosen = sample_of(part, rows, seed)
        findings += check_rows(part, chosen, "compiled")
        findings += check_rows(part, chosen.head(through_mesa), "Mesa")
        played, again = played + len(chosen), again + min(through_mesa, len(chosen))
    screen.print(f"{played} runs played again, {again} of them also through Mesa")
    for finding in findings:
        screen.print(f"{finding.where}: {finding.what}", soft_wrap=True)
    screen.print("All as it should be" if not findings else f"{len(findings)} findings")
    return 1 if findings else 0


def _outcome(scenario: Any, seed: int, engine: str) -> dict[str, Any]:
    """Outcome of a run in one engine."""
    if engine == "compiled":
        from model.kernel import simulate

        return simulate(scenario, seed).outcome()
    from model.dilemma import DilemmaModel

    return DilemmaModel(scenario, rng=seed).run().outcome()


def _same(stored: Any, found: Any) -> bool:
    """Whether two values are the same bits, text or truth; a missing number is the same as none."""
    if isinstance(stored, float | np.floating) and isinstance(found, float | int | np.floating):
        return float(stored) == float(found) or (np.isnan(stored) and np.isnan(found))
    return bool(stored == found)


def _files(folder: Path) -> list[str]:
    """Files of a folder that a job's content makes, hidden ones apart."""
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    names = sorted(path.relative_to(folder).as_posix() for path in found)
    return [name for name in names if name not in _APART]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
