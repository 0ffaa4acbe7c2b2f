"""The reference class of the published rates, simulated: personalist rulers from their accession, without a war.

Regimes are drawn from a declared distribution (`draw_regime`) and played by the compiled engine; nothing is looked up in
a table of outcomes. A ruler's spell runs from his accession, so that who reaches an age or a tenure has survived to it.
"""

from __future__ import annotations

import dataclasses
import functools
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from model.kernel import play
from model.scenario import Scenario
from model.world import World

HORIZON = "2060-12-31"  # as long a run as the calendar allows: 35 years from the accession of the first ruler


class Member(Scenario):
    """A regime of the class. Its values may lie outside the ranges declared for Russia in March 2025."""

    def __post_init__(self) -> None:
        """Take the values as they are."""

    @classmethod
    def of(cls, base: Scenario, **changes: float) -> Self:
        """Return `base` with the given values, by dotted name."""
        groups: dict[str, dict[str, Any]] = {}
        for name, value in changes.items():
            group, field = base.parameter(name).name.split(".")
            groups.setdefault(group, {})[field] = value
        values = {field.name: getattr(base, field.name) for field in dataclasses.fields(base)}
        values |= {g: dataclasses.replace(values[g], **fields) for g, fields in groups.items()}
        return cls(**values)


@dataclass(frozen=True)
class Law:
    """How a value varies over the class: uniform between two ends, or normal with mean and spread, held to ends."""

    name: str
    low: float
    high: float
    why: str
    mean: float | None = None
    spread: float = 0.0

    def draw(self, rng: np.random.Generator) -> float:
        """Draw a value."""
        if self.mean is None:
            return float(rng.uniform(self.low, self.high))
        return float(np.clip(rng.normal(self.mean, self.spread), self.low, self.high))


PEACE: dict[str, float] = {
    "war.in_progress": False,
    "budget.war_burden": 0.036,
    "macro.burden_peace": 0.036,
    "budget.peace": 1.0,
    "budget.contract_rents": 0.1,
    "budget.spending": 39.0,  # balances the revenue of the start
    "macro.gap": 0.0,
    "macro.inflation": 0.04,
    "macro.key_rate": 0.085,
    "sanctions.us": 0.0,
    "sanctions.eu": 0.0,
    "sanctions.pressure": 0.0,
    "patron.autonomy_cost": 0.0,
    "regime.decline": 0.0,
    "market.brent": 70.0,
    "market.trend": 0.0,
    "leader.tenure": 0.0,
    "leader.culpability": 0.0,
}
"""What no member has: a war and its economy, sanctions, a patron, years in office already served."""

JUDGED = "judgement: wide, for want of a source"
CLASS: tuple[Law, ...] = (
    Law(
        "leader.age",
        25.0,
        75.0,
        "ages of autocrats at accession in Archigos: most from 35 to 60; spread a judgement",
        46.0,
        10.0,
    ),
    Law("leader.term_left", 3.0, 7.0, "terms of office of four to seven years; judgement"),
    Law("leader.personalisation", 0.2, 0.6, "Svolik (2012): rulers begin contested; size a judgement"),
    Law("leader.legitimacy", 0.4, 0.8, JUDGED),
    Law("regime.repression", 0.5, 0.95, JUDGED),
    Law("regime.unrest", 0.0, 0.3, JUDGED),
    Law("market.volatility", 0.15, 0.45, "Schwartz (1997); the price of what the country sells"),
    Law("budget.oil_rents", 0.1, 0.6, "from poor in exports to a petrostate; judgement"),
    Law(
        "growth.trend",
        -0.03,
        0.04,
        "growth, of output a head as far as people are not used to it; mean 0 with a steady labour force; judgement",
        0.003,
        0.01,
    ),
    Law(
        "macro.output_sd",
        0.002,
        0.008,
        "yearly growth of autocracies varies by about 2 to 6 points: Rodrik (2000), Besley and Kudamatsu (2008)",
    ),
)
FORCES: tuple[Law, ...] = (
    Law("organs.nearby_armed_forces", 5.0, 25.0, "the range declared for Russia"),
    Law(
        "organs.nearby_rosgvardia",
        6.0,
        30.0,
        "De Bruin (2020): personal rulers counterbalance; judgement",
    ),
    Law("organs.nearby_fso", 4.0, 20.0, "guards of a palace; judgement"),
)
"""Thousand men near the capital: the log of each is uniform."""
LOYALTY = Law("organs.loyalty_*", -0.3, 0.3, "common to all organs of a regime; " + JUDGED, 0.0, 0.1)
SUPPORT = Law("roster.support_*", -0.5, 0.35, "common to all factions of a regime; " + JUDGED, 0.0, 0.15)
UNBOUND = 0.5  # share of regimes whose rulers face no limit of terms: judgement
NO_LIMIT = 99


def draw_regime(base: Scenario, seed: int) -> Member:
    """Draw a member of the class: the laws above, all else as in `base`."""
    rng = np.random.default_rng([seed, 12])
    changes = {law.name: law.draw(rng) for law in CLASS}
    for law in FORCES:
        changes[law.name] = float(law.low * (law.high / law.low) ** rng.random())
    loyalty, support = LOYALTY.draw(rng), SUPPORT.draw(rng)
    for name in _names_of("organs.loyalty_"):
        changes[name] = float(np.clip(float(base[name]) + loyalty, 0.0, 1.0))
    for name in _names_of("roster.support_"):
        changes[name] = float(np.clip(float(base[name]) + support, -1.0, 1.0))
    changes["leader.terms"] = NO_LIMIT if rng.random() < UNBOUND else 1
    changes["macro.growth"] = changes["growth.trend"]
    return Member.of(base, **PEACE, **changes)


@functools.cache
def _names_of(prefix: str) -> tuple[str, ...]:
    """Return the parameters of all organs or factions, doubt about them apart."""
    names = (info.name for info in Scenario().parameters())
    return tuple(name for name in names if name.startswith(prefix) and name != "roster.support_doubt")


def play_member(base: Scenario, seed: int) -> World:
    """Draw the regime of a seed and play it to the end of the run."""
    world = World(draw_regime(base, seed), seed)
    play(world)
    return world
