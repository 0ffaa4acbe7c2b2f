"""Sweeps: every point of a design run as often as it says, streamed to disk, resumed to the same bytes."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa

from experiments.blocks import Part, blocks_of, rows_of, run_block
from experiments.chunks import Engine
from experiments.designs import Design
from experiments.headlines import headlines_for
from experiments.runs import Progress, execute
from experiments.store import (
    claim_folder,
    common_schema,
    fingerprint,
    source_digest,
    write_table,
    write_tables,
    write_text,
)
from experiments.streaming import joined, read_tables
from experiments.verify import write_digests
from model.calendar import weeks_until
from model.errors import InputError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Say = Callable[[str], object]


@dataclass(frozen=True)
class Sweep:
    """What came of a design.

    Attributes
    ----------
    design : Design
        What was asked.
    outcomes : DataFrame
        A row a run: `point`, the values varied, `run`, its `seed`, `error`, then what came of it.
    """

    design: Design
    outcomes: pd.DataFrame

    @property
    def failed(self) -> int:
        """Number of runs that ended with an error."""
        return int((self.outcomes["error"] != "").sum())

    def table(self) -> pd.DataFrame:
        """Return the headline outcomes at every point: a row a point and headline, with its 95% interval."""
        return pd.concat(list(summaries(self.design, [self.outcomes])), ignore_index=True)

    def plot(self, headline: str = "general_within_1y") -> Figure:
        """Draw a headline outcome over one or two parameters that were varied over values."""
        from experiments.sweep_figures import draw

        return draw(self.design, self.table(), headline)


def sweep(
    design: Design,
    workers: int | None = None,
    progress: Progress | None = None,
    *,
    simulate: Engine | None = None,
    executor: Executor | None = None,
) -> Sweep:
    """Run a design and keep its outcomes in memory.

    Parameters
    ----------
    design : Design
        See `experiments.designs.design`.
    workers : int, optional
        Threads; by default one a core. The rows do not depend on it.
    progress : callable, optional
        Called with the number of runs that have just ended.
    simulate : callable, optional
        Engine; the compiled one by default.
    executor : concurrent.futures.Executor, optional
        Where runs are played instead of threads here.
    """
    tables = list(_tables(design, workers=workers, progress=progress, simulate=simulate, executor=executor))
    schema = common_schema([table.schema for table in tables])
    whole = pa.concat_tables(tables, promote_options="permissive").select(schema.names)
    return Sweep(design, whole.to_pandas())


def sweep_into(
    design: Design,
    out: Path,
    workers: int | None = None,
    force: bool = False,
    executor: Executor | None = None,
    say: Say | None = None,
    progress: Progress | None = None,
    summary: bool = True,
) -> bool:
    """Run a design into a folder; blocks that are there already are read, not run again.

    The folder gets `points.parquet`, `outcomes.parquet` (a row a run), `summary.parquet` (headlines by point, if asked
    for) and the blocks themselves. Memory holds a few blocks at a time, and of one point what its headlines need.

    Returns
    -------
    Whether earlier results were resumed.

    Raises
    ------
    InputError
        If the folder holds something else, or cannot be written.
    """
    points = design.points()
    resumed = claim_folder(out, identity_of(design), force)
    if say is not None:
        say(
            f"{'Resuming' if resumed else 'Writing'} {out}: {len(points)} points, {design.runs} histories each"
        )
    folder = out / "blocks"
    began = time.monotonic()
    try:
        write_table(out / "points.parquet", pa.Table.from_pandas(points, preserve_index=False))
        schemas: list[pa.Schema] = []
        for table in _tables(design, workers=workers, progress=progress, folder=folder, executor=executor):
            if table.schema not in schemas:
                schemas.append(table.schema)
        form = common_schema(schemas)
        write_tables(out / "outcomes.parquet", joined(_tables(design, workers=1, folder=folder), form), form)
        if summary:
            _write_summary(design, out)
        write_digests(out)
        stamp = time.strftime("%Y-%m-%d %H:%M:%S")
        write_text(out / "log.txt", f"{stamp} finished after {time.monotonic() - began:.1f} s\n")
    except OSError as error:
        raise InputError(f"{out}: cannot be written to ({error.strerror})") from None
    return resumed


def identity_of(design: Design) -> dict[str, Any]:
    """All that the results of a sweep depend on; more runs of the same points go into the same folder."""
    return {
        "job": "sweep",
        "scenario": design.scenario.to_dict(),
        "vary": design.names,
        "method": design.method,
        "samples": design.samples,
        "uncertainties": design.uncertainties,
        "levers": design.levers,
        "rows": design.rows,
        "shocks": design.shocks,
        "seed": design.seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }


def summaries(design: Design, frames: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    """Yield the headline outcomes of each point, a row each, with their intervals; runs that failed are left out.

    Rows come in order of points; those of a point may be spread over several frames.
    """
    headlines = headlines_for(weeks_until(design.scenario.horizon_date))
    shards = itertools.chain.from_iterable(frame.groupby("point", sort=False) for frame in frames)
    for _, shards_of_point in itertools.groupby(shards, key=lambda shard: shard[0]):
        values: list[list[np.ndarray]] = [[] for _ in headlines]
        for _, rows in shards_of_point:
            first = rows.iloc[0]
            played = rows[rows["error"] == ""]
            for kept, headline in zip(values, headlines, strict=True):
                kept.append(headline.values(played))
        found = [h.estimate_of(np.concatenate(kept)) for h, kept in zip(headlines, values, strict=True)]
        table = pd.DataFrame(
            [(h.name, f.value, f.low, f.high, f.runs) for h, f in zip(headlines, found, strict=True)],
            columns=["headline", "value", "low", "high", "runs"],
        )
        for place, name in enumerate(["point", *design.names]):
            table.insert(place, name, first[name])
        yield table


def _write_summary(design: Design, out: Path) -> None:
    """Write the headlines by point from the outcomes, which are read a part at a time."""
    frames = (table.to_pandas() for table in read_tables(out / "outcomes.parquet"))
    found = (pa.Table.from_pandas(f, preserve_index=False) for f in summaries(design, frames))
    first = next(found)
    form = first.schema.remove_metadata()
    write_tables(out / "summary.parquet", joined(itertools.chain([first], found), form), form)


def _tables(design: Design, *, folder: Path | None = None, **how: Any) -> Iterator[pa.Table]:
    """Yield the rows of a block at a time, in order of points and runs."""
    for part in execute(blocks_of(design), folder=folder, run=run_block, kind=Part, **how):
        yield rows_of(part)
