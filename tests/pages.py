"""What the equations on the pages of the ODD protocol are held to: the ledger as a stage finds it and leaves it."""

from __future__ import annotations

import functools
import math
from typing import Any

import pytest

from model.dilemma import DilemmaModel
from model.scenario import Scenario

Y = 52.1775
WEEKS = 60
EXACT = 1e-9
P = Scenario.load("march-2025")


def clip(x: float, low: float, high: float) -> float:
    return max(low, min(high, x))


def plus(x: float) -> float:
    return max(x, 0.0)


def half(weeks: float) -> float:
    return 1.0 - 2.0 ** (-1.0 / weeks)


def weekly(rate: float) -> float:
    return 1.0 - math.exp(-rate / Y)


def logistic(x: float) -> float:
    return 1.0 / (1.0 + math.exp(-x))


class Row:
    """A row of the ledger as it stood: fields by name."""

    def __init__(self, row: Any) -> None:
        self.row = row.copy()

    def __getattr__(self, name: str) -> Any:
        return self.row[name]


def kept(model: DilemmaModel) -> dict[str, Any]:
    """The ledger as it stands, but for the log."""
    ledger = model.world.ledger[0]
    return {name: ledger[name].copy() for name in ledger.dtype.names if name != "log"}


class Watched(DilemmaModel):
    """A model that keeps, for each stage of a week, what it found and what it left: ledger and elites."""

    def keep(self, stage: str) -> None:
        before = kept(self), self.world.roster.elites.copy()
        getattr(super(), stage)()
        after = kept(self), self.world.roster.elites.copy()
        self.seen[stage] = (*before, *after)

    def step(self) -> None:
        self.seen: dict[str, tuple[Any, ...]] = {}
        super().step()

    def patron(self) -> None:
        self.keep("patron")

    def economies(self) -> None:
        self.keep("economies")

    def war(self) -> None:
        self.keep("war")

    def beliefs(self) -> None:
        self.keep("beliefs")

    def diplomacy(self) -> None:
        self.keep("diplomacy")

    def palace(self) -> None:
        self.keep("palace")

    def elite(self) -> None:
        self.keep("elite")

    def service(self) -> None:
        self.keep("service")

    def succession(self) -> None:
        self.keep("succession")


@functools.cache
def weeks() -> tuple[dict[str, tuple[Any, ...]], ...]:
    """What the stages of many weeks found and left: (ledger, elites, ledger, elites)."""
    model = Watched(P.with_(horizon="2027-06-30"), rng=5)
    told = []
    for _ in range(WEEKS):
        model.step()
        told.append(model.seen)
    return tuple(told)


def same(wanted: dict[str, float], row: Any) -> None:
    """Hold numbers worked out by a page to the fields of a row that the code has left."""
    for name, value in wanted.items():
        assert value == pytest.approx(row[name], rel=EXACT, abs=EXACT), name
