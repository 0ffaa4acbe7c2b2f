"""Sweeps: every point of a design run as often as it says, streamed to disk, resumed to the same bytes."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from experiments.blocks import Block, Part, blocks_of, gathered, run_block
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
        return pd.concat(
            [summary_of(self.design, frame) for _, frame in self.outcomes.groupby("point", sort=True)],
            ignore_index=True,
        )

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
) -> bool:
    """Run a design into a folder; blocks that are there already are read, not run again.

    The folder gets `points.parquet`, `outcomes.parquet` (a row a run), `summary.parquet` (headlines by point) and the
    blocks themselves. Only one group of points is in memory at a time.

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
        summaries: list[pd.DataFrame] = []
        for table in _tables(design, workers=workers, progress=progress, folder=folder, executor=executor):
            if table.schema not in schemas:
                schemas.append(table.schema)
            frame = table.to_pandas()
            summaries += [summary_of(design, rows) for _, rows in frame.groupby("point", sort=True)]
        stored = _tables(design, workers=1, folder=folder)
        write_tables(out / "outcomes.parquet", stored, common_schema(schemas))
        summary = pa.Table.from_pandas(pd.concat(summaries, ignore_index=True), preserve_index=False)
        write_table(out / "summary.parquet", summary)
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
        "points": design.points()[design.names].to_numpy().tolist(),
        "seed": design.seed,
        "source": source_digest(),
        "fingerprint": fingerprint(),
    }


def summary_of(design: Design, frame: pd.DataFrame) -> pd.DataFrame:
    """Headline outcomes of one point, a row each, with their intervals; runs that failed are left out."""
    played = frame[frame["error"] == ""]
    rows = []
    for headline in headlines_for(weeks_until(design.scenario.horizon_date)):
        found = headline.estimate(played)
        rows.append((headline.name, found.value, found.low, found.high, found.runs))
    table = pd.DataFrame(rows, columns=["headline", "value", "low", "high", "runs"])
    for place, name in enumerate(["point", *design.names]):
        table.insert(place, name, frame[name].iloc[0])
    return table


def _tables(design: Design, *, folder: Path | None = None, **how: Any) -> Iterator[pa.Table]:
    """Yield the rows of a few points at a time, in order of points and runs."""
    groups, again = itertools.tee(blocks_of(design))
    parts = execute(itertools.chain.from_iterable(groups), folder=folder, run=run_block, kind=Part, **how)
    for blocks in again:
        yield gathered([_next(parts, block) for block in blocks])


def _next(parts: Iterator[Part], block: Block) -> Part:
    """Take the part of this block, which must be the next."""
    part = next(parts)
    if part.task.digest != block.digest:
        raise RuntimeError("blocks came out of order")
    return part
