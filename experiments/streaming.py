"""Tables larger than memory: read and written a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from experiments.store import in_form

ROW_GROUP = 2**22  # bytes of a part, about


def read_tables(path: Path) -> Iterator[pa.Table]:
    """Read a Parquet file a row group at a time."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, use_threads=False)


def joined(tables: Iterable[pa.Table], form: pa.Schema) -> Iterator[pa.Table]:
    """Yield the rows of small tables in larger ones of one form, so that a file has few row groups."""
    kept: list[pa.Table] = []
    size = 0
    for table in tables:
        kept.append(in_form(table, form))
        size += kept[-1].nbytes
        if size >= ROW_GROUP:
            yield pa.concat_tables(kept).combine_chunks()
            kept, size = [], 0
    if kept:
        yield pa.concat_tables(kept).combine_chunks()
