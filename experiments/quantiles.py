"""Weekly quantiles over any number of runs, in bounded memory and whatever the order of the runs.

Values are counted in bins of 0.8% of their size or less (numbers rounded to eight significant bits), as in
Masson, Rim and Lee (2019), "DDSketch". Counts are integers: the same runs add up to the same sketch in any
portions. Zero, small integers and simple fractions are the middles of their bins, hence exact.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Self

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa

LEVELS = (5, 25, 50, 75, 95)
_UNCOUNTED = 2048  # runs kept by their bins before they are counted
_PORTION = 2**20  # values counted at a time
_BINS = 2**16
_NOTHING = np.int16(2**15 - 1)  # bin of a missing value, beyond that of infinity


@dataclasses.dataclass(frozen=True)
class Sketch:
    """How the weekly observables of a set of runs are distributed.

    Attributes
    ----------
    names : tuple of str
        Observables; cell `week * len(names) + i` is observable i of the week.
    keys : int16 array, a row a run and a column a cell
        Bins of the values not yet counted.
    bins, counts : int64 arrays
        Cell and bin in one number, sorted, and the number of values counted there.
    lowest, highest : float arrays
        Extremes of each cell, exact; NaN where there is no value.
    """

    names: tuple[str, ...]
    keys: np.ndarray
    bins: np.ndarray
    counts: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray

    @classmethod
    def of(cls, run: np.ndarray, without: str = "week") -> Self:
        """Sketch one run: a structured array of numbers with a row a week."""
        names = tuple(name for name in run.dtype.names or () if name != without)
        values = _numbers_of(run, names).ravel()
        none = np.empty(0, np.int64)
        return cls(names, _keys_of(values)[None, :], none, none, values, values)

    @classmethod
    def joined(cls, sketches: Iterable[Self]) -> Self:
        """Return the sketch of all the runs in `sketches`."""
        parts = list(sketches)
        names = parts[0].names
        if any(part.names != names for part in parts):
            raise ValueError("sketches of different observables")
        cells = max(part.keys.shape[1] for part in parts)
        keys = np.full((sum(len(part.keys) for part in parts), cells), _NOTHING)
        lowest, highest = np.full(cells, np.nan), np.full(cells, np.nan)
        row = 0
        for part in parts:
            runs, n = part.keys.shape
            keys[row : row + runs, :n] = part.keys
            row += runs
            lowest[:n] = np.fmin(lowest[:n], part.lowest)
            highest[:n] = np.fmax(highest[:n], part.highest)
        bins, counts = _add([part.bins for part in parts], [part.counts for part in parts])
        whole = cls(names, keys, bins, counts, lowest, highest)
        return whole.counted() if len(keys) > _UNCOUNTED else whole

    def counted(self) -> Self:
        """Return the same sketch with every value counted."""
        if len(self.keys) == 0:
            return self
        step = max(1, _PORTION // len(self.keys))
        portions = [_count(self.keys, first, step) for first in range(0, self.keys.shape[1], step)]
        bins = np.concatenate([portion[0] for portion in portions])
        counts = np.concatenate([portion[1] for portion in portions])
        bins, counts = _add([self.bins, bins], [self.counts, counts])
        return dataclasses.replace(self, keys=self.keys[:0], bins=bins, counts=counts)

    @property
    def size(self) -> int:
        """Memory that it takes, in bytes."""
        return self.keys.nbytes + self.bins.nbytes + self.counts.nbytes

    def packed(self) -> pa.Table:
        """Return the sketch as a table of one row, to be stored; `unpacked` reads it."""
        import pyarrow as pa

        arrays = {
            "keys": self.keys,
            "steps": np.diff(self.bins, prepend=0),
            "counts": self.counts,
            "lowest": self.lowest,
            "highest": self.highest,
        }
        columns = {name: pa.array([array.tobytes()], pa.large_binary()) for name, array in arrays.items()}
        return pa.table({"names": pa.array([list(self.names)]), **columns})

    @classmethod
    def unpacked(cls, table: pa.Table) -> Self:
        """Return the sketch that `packed` stored."""

        def array(name: str, kind: type) -> np.ndarray:
            return np.frombuffer(table[name][0].as_buffer(), kind)

        lowest = array("lowest", np.float64)
        keys = array("keys", np.int16).reshape(-1, len(lowest))
        bins = np.cumsum(array("steps", np.int64))
        names = tuple(table["names"][0].as_py())
        return cls(names, keys, bins, array("counts", np.int64), lowest, array("highest", np.float64))

    def table(self, levels: Sequence[int] = LEVELS) -> pa.Table:
        """Return the quantiles: week, observable, runs with a value, and a column for each level in per cent.

        A quantile is the smallest value that at least this share of the runs do not exceed.
        """
        import pyarrow as pa

        whole = self.counted()
        cell = whole.bins // _BINS
        cells = np.flatnonzero(np.bincount(cell, minlength=len(whole.lowest)))
        ends = np.cumsum(whole.counts)
        total = ends[np.searchsorted(cell, cells, side="right") - 1]
        before = np.concatenate([[0], total[:-1]])
        runs = total - before
        columns = {
            "week": pa.array(cells // len(self.names)),
            "observable": pa.array([self.names[i] for i in cells % len(self.names)], pa.string()),
            "runs": pa.array(runs),
        }
        for level in levels:
            rank = np.maximum(1, -(-runs * level // 100))
            found = _values_of(whole.bins[np.searchsorted(ends, before + rank)])
            columns[f"q{level:02d}"] = pa.array(np.clip(found, whole.lowest[cells], whole.highest[cells]))
        return pa.table(columns)


def _count(keys: np.ndarray, first: int, step: int) -> tuple[np.ndarray, np.ndarray]:
    """Bins and counts of the values in cells `first` to `first + step`."""
    cells = np.ascontiguousarray(keys[:, first : first + step].T)
    cells.sort(axis=1, kind="stable")
    starts = np.empty(cells.shape, bool)
    starts[:, 0] = True
    np.not_equal(cells[:, 1:], cells[:, :-1], out=starts[:, 1:])
    where = np.flatnonzero(starts)
    found = cells.ravel()[where]
    bins = (first + where // cells.shape[1]) * _BINS + _BINS // 2 + found
    counts = np.diff(where, append=cells.size)
    return bins[found != _NOTHING], counts[found != _NOTHING]


def _add(bins: list[np.ndarray], counts: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Merge sorted bins and add up their counts."""
    filled = [i for i, part in enumerate(bins) if len(part)]
    if len(filled) == 1:
        return bins[filled[0]], counts[filled[0]]
    together = np.concatenate(bins)
    order = np.argsort(together, kind="stable")
    together = together[order]
    starts = np.flatnonzero(np.diff(together, prepend=-1))
    if len(starts) == 0:
        return together, together
    return together[starts], np.add.reduceat(np.concatenate(counts)[order], starts)


def _numbers_of(run: np.ndarray, names: Sequence[str]) -> np.ndarray:
    """Observables as one array, a row a week and a column a name."""
    offsets = [run.dtype.fields[name][1] for name in names]  # type: ignore[index]
    real = [i for i, name in enumerate(names) if run.dtype[name] == np.float64 and offsets[i] % 8 == 0]
    numbers = np.empty((len(run), len(names)))
    if run.dtype.itemsize % 8 == 0:  # one copy of all real columns: far faster than one a column
        block = np.ascontiguousarray(run).view(np.float64).reshape(len(run), -1)
        numbers[:, real] = block[:, [offsets[i] // 8 for i in real]]
    else:
        real = []
    for i in set(range(len(names))).difference(real):
        numbers[:, i] = run[names[i]]
    return numbers


def _keys_of(values: np.ndarray) -> np.ndarray:
    """Bin of each value: sign, exponent and seven bits of the mantissa, rounded; in order of size."""
    with np.errstate(over="ignore", under="ignore"):
        bits = values.astype(np.float32).view(np.int32)
    magnitude = ((bits & 0x7FFFFFFF) + 0x8000) >> 16
    keys = np.where(bits < 0, -magnitude, magnitude).astype(np.int16)
    keys[np.isnan(values)] = _NOTHING
    return keys


def _values_of(bins: np.ndarray) -> np.ndarray:
    """Value in the middle of each bin."""
    keys = bins % _BINS - _BINS // 2
    values = (np.abs(keys) << 16).astype(np.int32).view(np.float32).astype(np.float64)
    return np.where(keys < 0, -values, values)
