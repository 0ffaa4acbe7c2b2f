"""The setting of a replay: all that the record says of the world in which proposals were answered."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from experiments.territory import TERRITORY, Territory, read_territory
from experiments.timeline import PROPOSALS, TABLES, Proposal, read_date, read_number, read_rows, read_timeline
from model.dilemma import DilemmaModel
from model.errors import InputError
from model.scenario import Scenario

SETTLED_IN = 4
"""Weeks after which the reaction of the palace is read: the services have begun to weigh the ruler."""
FEWEST = 20
"""Elites of a replayed world, where they have no part."""


@dataclass(frozen=True)
class Mediation:
    """Whom the mediator presses and whether American aid flows, from a day on."""

    day: dt.date
    pressed: int
    aid: float


@dataclass(frozen=True)
class Setting:
    """What the world is set from.

    Attributes
    ----------
    proposals : list of Proposal
        The record of proposals, in order of date.
    territory : Territory
        The record of the line.
    mediation, kursk
        The mediator's course, and the pocket in Kursk region (day, km2), each from a day on.
    reaction : (float, float)
        Rise of the hazard of losing office if the fighting is stopped, and if it goes on (a week).
    """

    proposals: Sequence[Proposal]
    territory: Territory
    mediation: Sequence[Mediation]
    kursk: Sequence[tuple[dt.date, float]]
    reaction: tuple[float, float] = (0.0, 0.0)


def read_mediation(path: Path = TABLES / "mediator_2025.csv") -> list[Mediation]:
    """Read the mediator's course."""
    sides = {"russia": 1, "ukraine": -1}
    rows = read_rows(path, ("date", "pressed", "aid", "source"))
    for where, row in rows:
        if row["pressed"] not in sides:
            raise InputError(
                f"{where}: pressed: found {row['pressed']!r}; allowed: one of {', '.join(sides)}"
            )
    found = [
        Mediation(read_date(w, r, "date"), sides[r["pressed"]], read_number(w, r, "aid", 0.0, 1.0))
        for w, r in rows
    ]
    return sorted(found, key=lambda entry: entry.day)


def read_kursk(path: Path = TABLES / "kursk_2025.csv") -> list[tuple[dt.date, float]]:
    """Read the area of the pocket in Kursk region."""
    rows = read_rows(path, ("date", "km2", "source"))
    return sorted((read_date(w, r, "date"), read_number(w, r, "km2", 0.0, 2000.0)) for w, r in rows)


@functools.lru_cache(maxsize=4)
def palace_reaction(scenario: Scenario, seed: int) -> tuple[float, float]:
    """Return what stopping the war, or going on, does to the ruler's hazard, in one simulated history."""
    model = DilemmaModel(scenario=scenario, rng=seed)
    for _ in range(SETTLED_IN):
        model.step()
    return model.ledger.regime.hawk_reaction, model.ledger.regime.dove_reaction


def read_setting(
    scenario: Scenario, seed: int, timeline: Path = PROPOSALS, territory: Path = TERRITORY
) -> Setting:
    """Read all of it; the line must have been observed before the first proposal."""
    proposals, line = read_timeline(timeline), read_territory(territory)
    line.known(proposals[0].date)
    return Setting(proposals, line, read_mediation(), read_kursk(), palace_reaction(scenario, seed))


def quiet(scenario: Scenario) -> Scenario:
    """Return the scenario of a replay: nothing is proposed by itself, and the elites, who have no part, are few."""
    return scenario.with_(**{"elites.count": FEWEST, "proposals.first_week": "nothing"})
