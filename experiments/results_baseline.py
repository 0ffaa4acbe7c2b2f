"""The results baseline: digests and headlines of a fixed small ensemble, kept so that no change of results goes unseen.

The same scenarios and seeds are played again and compared: bit for bit where the arithmetic of the machine is that of the
baseline, elsewhere headline by headline within chance. An added column changes nothing. `dilemma baseline --update`
keeps what is found now, and writes into CHANGELOG.md, under "Results change", that it is new and why.
"""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from experiments.headlines import HEADLINES
from experiments.store import HOME, digest_of, fingerprint, write_json, write_text
from model.errors import InputError
from model.history import History
from model.kernel import simulate
from model.scenario import Scenario

KEPT = Path(__file__).parent / "tables" / "results_baseline.json"
CHANGELOG = HOME / "CHANGELOG.md"
SCENARIOS = ("no-limits", "hedged", "transactional", "withdrawn", "endogenous")
SEEDS = range(1, 25)
HEADING = "### Results change"
ERRORS = 4.0
TABLES = ("outcomes", "series", "events")


@dataclass(frozen=True)
class Found:
    """What one scenario gave: a digest of every bit of its histories, and its headlines with standard errors."""

    digest: str
    headlines: dict[str, tuple[float, float]]


def tables_of(history: History) -> dict[str, np.ndarray]:
    """Return what a history is compared by: its outcome, its weeks, its events."""
    log = history.ledger["log"][0]
    events = log["events"][: int(log["count"])]
    return {"outcomes": history.ledger["outcome"], "series": history.rows, "events": events}


def columns_now() -> dict[str, list[str]]:
    """Return the columns that histories have now."""
    history = simulate(Scenario.load("march-2025").with_(horizon="2025-03-31"), 1)
    return {table: list(rows.dtype.names or ()) for table, rows in tables_of(history).items()}


def play(name: str, columns: dict[str, list[str]], seeds: Sequence[int] = SEEDS) -> Found:
    """Play a scenario and take the digest over these columns; one that is missing is a change."""
    scenario, digest, outcomes = Scenario.load(name), hashlib.sha256(), []
    for seed in seeds:
        history = simulate(scenario, seed)
        outcomes.append(history.outcome())
        for table, rows in tables_of(history).items():
            for column in columns[table]:
                known = column in (rows.dtype.names or ())
                digest.update(np.ascontiguousarray(rows[column]).tobytes() if known else b"missing")
    frame = pd.DataFrame(outcomes)
    headlines = {}
    for headline in HEADLINES:
        values = headline.values(frame).astype(float)
        values = values[~np.isnan(values)]
        error = float(np.std(values, ddof=1) / math.sqrt(len(values))) if len(values) > 1 else 0.0
        headlines[headline.name] = (
            round(float(values.mean()), 6) if len(values) else math.nan,
            round(error, 6),
        )
    return Found(digest.hexdigest()[:16], headlines)


def measure(columns: dict[str, list[str]]) -> dict[str, Found]:
    """Play all scenarios."""
    return {name: play(name, columns) for name in SCENARIOS}


@dataclass(frozen=True)
class Baseline:
    """The baseline as it is kept."""

    fingerprint: str
    columns: dict[str, list[str]]
    found: dict[str, Found]

    @property
    def digest(self) -> str:
        """Name of the baseline: twelve digits over all its digests."""
        return digest_of({name: one.digest for name, one in self.found.items()})[:12]


def read_baseline(path: Path = KEPT) -> Baseline:
    """Read the baseline.

    Raises
    ------
    InputError
        In one line, if there is none.
    """
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        found = {
            name: Found(
                one["digest"],
                {k: (math.nan if v[0] is None else v[0], v[1]) for k, v in one["headlines"].items()},
            )
            for name, one in kept["found"].items()
        }
        return Baseline(kept["fingerprint"], kept["columns"], found)
    except (OSError, ValueError, KeyError, TypeError):
        raise InputError(f"{path}: no results baseline; dilemma baseline --update keeps one") from None


def differences(kept: Baseline, found: dict[str, Found], same_machine: bool) -> list[str]:
    """Say what differs: scenario by scenario the headlines that moved, or that none did although the bits differ."""
    lines = []
    for name, before in kept.found.items():
        now = found.get(name)
        if now is None:
            lines.append(f"{name}: no longer played")
            continue
        moved = [
            line for headline in before.headlines if (line := _moved(headline, before, now, same_machine))
        ]
        if same_machine and now.digest == before.digest:
            continue
        if moved or same_machine:
            lines.append(f"{name}: {'; '.join(moved) or 'no headline moved, other columns did'}")
    return lines


def _moved(name: str, before: Found, now: Found, same_machine: bool) -> str:
    (old, error), (new, other) = before.headlines[name], now.headlines.get(name, (math.nan, 0.0))
    beyond = 0.0 if same_machine else ERRORS * math.hypot(error, other) + 1.5 / len(SEEDS)
    same = (math.isnan(old) and math.isnan(new)) or abs(new - old) <= beyond
    return "" if same else f"{name} {old:.4g} before, {new:.4g} now"


def check() -> list[str]:
    """Play the ensemble and say what differs from the baseline; nothing if results are the same."""
    kept = read_baseline()
    return differences(kept, measure(kept.columns), kept.fingerprint == fingerprint())


def newest_entry(text: str) -> str:
    """Return the newest list under "Results change" of a changelog; empty where there is none."""
    parts = re.split(rf"^{HEADING}\n", text, maxsplit=1, flags=re.MULTILINE)
    return re.split(r"^##", parts[1], maxsplit=1, flags=re.MULTILINE)[0] if len(parts) == 2 else ""


def is_announced(digest: str, text: str) -> bool:
    """Whether the newest entry of the changelog names this baseline."""
    return f"`{digest}`" in newest_entry(text)


def update(why: str) -> list[str]:
    """Keep what is found now, and say so in the changelog; return what differs from before.

    Raises
    ------
    InputError
        If no reason is given, or the changelog has no heading "Results change".
    """
    if not why.strip():
        raise InputError("--why: found nothing; allowed: a sentence on why results change, for CHANGELOG.md")
    text = CHANGELOG.read_text(encoding="utf-8")
    if not newest_entry(text):
        raise InputError(f"{CHANGELOG}: found no {HEADING!r}; allowed: a changelog with that heading")
    columns = columns_now()
    new = Baseline(fingerprint(), columns, measure(columns))
    told: list[str] = []
    if KEPT.exists():
        old = read_baseline()
        told = differences(old, measure(old.columns), old.fingerprint == new.fingerprint)
    write_json(KEPT, _plain(new))
    if not is_announced(new.digest, text):
        line = f"- Results baseline `{new.digest}`: {' '.join(why.split())}\n"
        write_text(CHANGELOG, text.replace(f"{HEADING}\n\n", f"{HEADING}\n\n{line}", 1))
    return told


def _plain(baseline: Baseline) -> dict[str, Any]:
    found = {
        name: {
            "digest": one.digest,
            "headlines": {k: [None if math.isnan(x) else x for x in v] for k, v in one.headlines.items()},
        }
        for name, one in baseline.found.items()
    }
    return {
        "about": f"seeds {SEEDS.start} to {SEEDS.stop - 1} of each scenario: digest of all columns, headlines with error",
        "fingerprint": baseline.fingerprint,
        "columns": baseline.columns,
        "found": found,
    }
