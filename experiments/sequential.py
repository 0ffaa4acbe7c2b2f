"""How many runs are enough: histories are played until every interval is as narrow as asked.

The fixed-width procedure of Chow and Robbins (1965): look after every so many runs, and stop at the first look at which
the interval is narrow enough. To stop when an estimate looks precise makes intervals cover a little less than they say,
the more so the wider they may be; as the width asked goes to nothing coverage goes to its nominal level, and the number
of runs to what would have been chosen had the variance been known. Nothing is stopped before `LOOK` runs, and intervals
keep their width where nothing happened (Wilson; Bonett and Price 2012 for pairs), against stopping on a lucky start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from experiments.chunks import Chunk
from experiments.headlines import Headline, headlines_for
from experiments.runs import execute, tasks_of
from experiments.statistics import Estimate, contrast, gapless
from model.calendar import weeks_until
from model.errors import InputError

if TYPE_CHECKING:
    from model.scenario import Scenario

LOOK = 200  # runs under each assumption between two looks
CHUNK = 50  # runs of a chunk, whatever the maximum, so that a later job reuses them


@dataclass(frozen=True)
class Reached:
    """Where the runs ended.

    Attributes
    ----------
    runs : int
        Histories under each assumption.
    most : int
        What they might not exceed.
    asked, widest : float
        Half-width asked, and the largest of any share or paired difference of shares.
    where : str
        The headline that it belongs to.
    """

    runs: int
    most: int
    asked: float
    widest: float
    where: str

    @property
    def narrow(self) -> bool:
        """Whether every interval is as narrow as asked."""
        return self.widest <= self.asked

    @property
    def sentence(self) -> str:
        """What was asked and what was reached, in words."""
        widest = f"(widest: {self.widest:.3f}, {self.where})"
        if self.narrow:
            return (
                f"Every share and every difference of shares has a 95% interval of at most {self.asked:g} to either "
                f"side; {self.runs:,} histories under each assumption were enough {widest}."
            )
        return (
            f"Intervals of at most {self.asked:g} to either side were asked for and not reached with {self.runs:,} "
            f"histories under each assumption, the most that were allowed {widest}."
        )


def check_half_width(half_width: float | None) -> None:
    """Refuse a half-width that no share can have."""
    if half_width is not None and not 0.0 < half_width < 0.5:
        raise InputError(f"--half-width: found {half_width:g}; allowed: between 0 and 0.5")


def play_until(
    scenarios: Sequence[Scenario],
    reference: int,
    most: int,
    seed: int,
    half_width: float,
    folder: Path,
    **how: Any,
) -> Reached:
    """Play scenarios on common random numbers, chunk by chunk into a folder, until all intervals are narrow enough.

    Parameters
    ----------
    scenarios : sequence of Scenario
        The assumptions.
    reference : int
        Which of them the others are contrasted with.
    most, seed : int
        The largest number of histories under each, and the seed of the ensemble.
    half_width : float
        What no interval of a share, or of a paired difference of shares, may exceed.
    folder, **how
        See `experiments.runs.execute`.
    """
    check_half_width(half_width)
    tasks = [tasks_of(scenario, most, seed, chunk=CHUNK) for scenario in scenarios]
    headlines = headlines_for(weeks_until(scenarios[0].horizon_date))
    parts: list[list[pd.DataFrame]] = [[] for _ in scenarios]
    done = 0
    while True:
        step = slice(done // CHUNK, (done + LOOK) // CHUNK)
        for own, kept in zip(tasks, parts, strict=True):
            chunks: Sequence[Chunk] = list(execute(own[step], folder=folder, **how))
            kept += [chunk.outcomes.to_pandas() for chunk in chunks]
        done = min(done + LOOK, most)
        widest, where = widest_of(
            [pd.concat(kept, ignore_index=True) for kept in parts], reference, headlines
        )
        if widest <= half_width or done >= most:
            return Reached(done, most, half_width, widest, where)


def widest_of(
    frames: Sequence[pd.DataFrame], reference: int, headlines: Sequence[Headline]
) -> tuple[float, str]:
    """Return the largest half-width of any share, or paired difference of shares, and the headline that it belongs to.

    Shares of histories count; those of answers or successions, which not every history has, have no part in it.
    """
    lost = {run for frame in frames for run in frame.loc[frame["error"] != "", "run"]}
    whole = [frame[~frame["run"].isin(lost)].infer_objects() for frame in frames]
    found: list[tuple[float, str]] = []
    for headline in headlines:
        if headline.unit != "share":
            continue
        values = [headline.values(frame) for frame in whole]
        estimates: list[Estimate] = [headline.estimate_of(own) for own in values]
        estimates += [
            contrast(*gapless(own, values[reference]))
            for place, own in enumerate(values)
            if place != reference
        ]
        widths = [e.half_width if e.half_width == e.half_width else 1.0 for e in estimates]
        found.append((max(widths), headline.label))
    return max(found)
