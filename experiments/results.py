"""Read a folder of results: its tables as data frames, or lazily where they are larger than memory."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from experiments.store import read_manifest
from model.errors import InputError
from model.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow.dataset as ds


@dataclass(frozen=True)
class Results:
    """A folder of results.

    Attributes
    ----------
    path : Path
        The folder.
    manifest : dict
        What the results depend on, and the versions that they were made with.
    """

    path: Path
    manifest: dict[str, Any]

    @property
    def job(self) -> str:
        """What made the folder: compare, sweep or another command."""
        return str(self.manifest["identity"].get("job", ""))

    @functools.cached_property
    def scenario(self) -> Scenario:
        """The assumptions at which everything stood that was not varied."""
        return Scenario.from_dict(self.manifest["identity"]["scenario"])

    @property
    def varied(self) -> list[str]:
        """The parameters that were varied, which are columns of the tables."""
        return list(self.manifest["identity"].get("vary", ()))

    @property
    def tables(self) -> list[str]:
        """Names of the tables that the folder holds."""
        return sorted(path.stem for path in self.path.glob("*.parquet"))

    def lazy(self, table: str) -> ds.Dataset:
        """Return a table as a PyArrow dataset, which reads what is asked for: columns, rows that pass a filter.

        Raises
        ------
        InputError
            If the folder has no such table.
        """
        import pyarrow.dataset as ds

        if table not in self.tables:
            raise InputError(
                f"{self.path}: has no table {table!r}; there are {', '.join(self.tables) or 'none'}"
            )
        return ds.dataset(self.path / f"{table}.parquet", format="parquet")

    def frame(self, table: str, columns: list[str] | None = None) -> pd.DataFrame:
        """Return a table, or some of its columns, as a data frame."""
        return self.lazy(table).to_table(columns=columns).to_pandas()

    @property
    def outcomes(self) -> pd.DataFrame:
        """A row a run: what was varied, `run`, its `seed`, `error`, then what came of it."""
        return self.frame("outcomes")


def open_results(path: str | Path) -> Results:
    """Open a folder that a command or `sweep_into` wrote.

    Raises
    ------
    InputError
        If it is no folder of results, or its manifest is damaged.
    """
    folder = Path(path)
    return Results(folder, read_manifest(folder))
