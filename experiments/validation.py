"""What `dilemma validate` checks, in one form: a figure over a grid of points, what it should be, how far off it is.

A check holds, or does not; where it is known not to and `docs/limits.md` or another page says so, that page's words stand
with it. The published limits are registered here by `limit`; the tests call the same functions.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

ERRORS = 4.0
"""Standard errors by which a simulated figure may miss: at a hundred points 1 in 160 checks would fail by chance."""

LIMIT, ENGINE, PROPERTY, RATE, REGULARITY, RECORD, SCORE = (
    "published limits",
    "two engines, one model",
    "conservation and ranges",
    "base rates",
    "regularities of 2025",
    "war, strikes and economies to 17 March 2025",
    "back-test",
)
PARTS = (LIMIT, ENGINE, PROPERTY, RATE, REGULARITY, RECORD, SCORE)


@dataclass(frozen=True)
class Check:
    """One check and what came of it.

    Attributes
    ----------
    part : str
        One of `PARTS`.
    name : str
        Short name, unique.
    what : str
        What is stated, with its source.
    points : int
        Points of the grid, histories, or whatever the figure rests on.
    figure : str
        What was found, in words.
    holds : bool
        Whether it is as stated.
    deviation, error : float
        Largest deviation over the grid and the Monte Carlo error there (0 where exact, NaN where there is none).
    stated : str
        Page and words that say that it does not hold; empty where it should.
    judged : bool
        Whether anything hangs on it; context is shown and not judged.
    is_open : bool
        Whether a simulated figure that does not hold cannot be told by chance from one that does.
    """

    part: str
    name: str
    what: str
    points: int
    figure: str
    holds: bool
    deviation: float = math.nan
    error: float = math.nan
    stated: str = ""
    judged: bool = True
    is_open: bool = False

    @property
    def failed(self) -> bool:
        """Whether what should hold does not, beyond chance."""
        return self.judged and not (self.holds or self.stated or self.is_open)

    @property
    def verdict(self) -> str:
        """In two or three words."""
        if not self.judged:
            return "context"
        if self.holds:
            return "holds, though stated not to" if self.stated else "holds"
        if self.stated:
            return "does not hold, as stated"
        return "open: within chance" if self.is_open else "FAILS"


@dataclass(frozen=True)
class Grid:
    """Figures at the points of a grid, what each should be, its standard error, and what rounding may take."""

    found: Any
    expected: Any
    error: Any = 0.0
    tolerance: float = 1e-9

    @classmethod
    def of(cls, rows: Any, tolerance: float = 1e-9) -> Self:
        """Return a grid of pairs: found, and expected."""
        found, expected = np.array(rows, float).T
        return cls(found, expected, tolerance=tolerance)

    def check(self, name: str, what: str) -> Check:
        """Compare: the largest deviation, and whether any is beyond rounding and chance."""
        found, expected, error = np.broadcast_arrays(
            np.asarray(self.found, float), np.asarray(self.expected, float), np.asarray(self.error, float)
        )
        if not found.size:
            return Check(LIMIT, name, what, 0, "no points", False)
        off = np.abs(found - expected)
        worst = np.unravel_index(int(np.argmax(off)), off.shape)
        holds = bool(np.all(off <= self.tolerance + ERRORS * error))
        figure = f"{float(found[worst]):.5g} for {float(expected[worst]):.5g}" if off.any() else "exact"
        return Check(LIMIT, name, what, found.size, figure, holds, float(off[worst]), float(error[worst]))


@dataclass(frozen=True)
class Limit:
    """A published limit: its name, what it says and whose it is, and the grid that shows it."""

    name: str
    what: str
    grid: Callable[[], Grid]

    def check(self) -> Check:
        """Play the grid."""
        return self.grid().check(self.name, self.what)


FILES = ("theory", "rules", "truces", "succession", "chains")
"""Files that register limits: importing them compiles nothing, playing some of them does."""

LIMITS: list[Limit] = []


def limit(name: str, what: str) -> Callable[[Callable[[], Grid]], Callable[[], Grid]]:
    """Register the grid of a published limit."""

    def register(grid: Callable[[], Grid]) -> Callable[[], Grid]:
        LIMITS.append(Limit(name, what, grid))
        return grid

    return register


def limits() -> tuple[Limit, ...]:
    """Return all published limits, in the order of their files."""
    for file in FILES:
        importlib.import_module(f"experiments.validation_{file}")
    return tuple(LIMITS)


def share_error(shares: Any, runs: int) -> np.ndarray:
    """Return the standard error of shares of so many runs; never 0, since what was not seen may still happen."""
    shares = np.clip(np.asarray(shares, float), 0.5 / runs, 1.0 - 0.5 / runs)
    found: np.ndarray = np.sqrt(shares * (1.0 - shares) / runs)
    return found


def exit_status(checks: Sequence[Check]) -> int:
    """1 if what should hold does not."""
    return int(any(check.failed for check in checks))
