"""The draws of each week: shock fields are filled before anybody decides, each mechanism's from its own stream.

Every week takes the same number from each stream, whatever happens, so that runs of one seed meet the same chance
under different assumptions. So they can be drawn many weeks ahead, which is faster and gives the same numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from agents.records import Record, column, dtype_of, view_of
from agents.rules import rule
from agents.vocabulary import CAUSES, FACTIONS, ORGANS, SCOPES, STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from model.streams import Streams
    from model.world import Ledger, Roster

ROOM = 100_000
"""Draws for elites that are held at a time: a default run's, as a call of the engine costs as much as ten weeks."""
INCIDENTS = 5


class Shocks(Record):
    """The chance of one week but for the elites': a field a stream, of standard normals unless `UNLIKE` says else."""

    market: float = column("oil price", "sd")
    reports: list[float] = column(
        "what each state's intelligence gets wrong; who comes into office", "sd", 2 * STATES
    )
    diplomacy: list[float] = column("the mediator's opening, and who comes into his office", "sd", 3)
    patron: list[float] = column("the four channels of support", "sd", 4)
    poles: list[float] = column("choice of a pole", "0..1", 2)
    economy: list[float] = column("accounts of both war economies", "sd", 4)
    war: list[float] = column("the line; the men of both sides", "sd", 6)
    strikes: list[float] = column("strikes of both sides", "sd", 2)
    truce: list[float] = column("incidents, lapses and breakdowns", "0..1", SCOPES * INCIDENTS)
    answers: list[float] = column("proposals and answers", "0..1", 10)
    home_front: list[float] = column("Ukraine's home front", "0..1", 2)
    leader: list[float] = column("the leader's body; a successor's; appointees", "sd", 4)
    occasions: list[float] = column("the leader's occasions", "0..1", 4)
    thresholds: list[float] = column("causes of exit of who would succeed now", "integrated hazard", CAUSES)
    services: list[float] = column("loyalty of each organ", "sd", ORGANS)
    plots: list[float] = column("plots", "0..1", 6)
    street: list[float] = column("what plotters see; the street", "sd", 3)
    succession: list[float] = column("perceived power and appeal of each faction", "sd", 2 * FACTIONS)
    clashes: list[float] = column("votes and clashes", "0..1", 6)


UNLIKE = {
    **dict.fromkeys(("poles", "truce", "answers", "home_front", "occasions", "plots", "clashes"), "random"),
    "thresholds": "standard_exponential",
}
"""Draws of streams that are not standard normal."""


class Chance(NamedTuple):
    """The draws of some weeks: a structured array of `Shocks`, and a normal for each week and elite."""

    shocks: Any
    elites: Any

    def plain(self, place: int) -> tuple[Any, list[float]]:
        """One of the weeks, as plain Python reads it."""
        return view_of(Shocks, self.shocks)[place], self.elites[place].tolist()


def weeks_ahead(weeks: int, elites: int) -> int:
    """How many weeks are drawn at a time: all, unless the elites are too many to hold."""
    return max(min(weeks, ROOM // elites), 1)


def draw_ahead(streams: Streams, weeks: int, elites: int) -> Chance:
    """Draw the shocks of the next `weeks` for a roster of so many elites."""
    shocks = np.empty(weeks, dtype_of(Shocks))
    for name in Shocks.columns:
        field = shocks[name]
        field[...] = getattr(getattr(streams, name), UNLIKE.get(name, "standard_normal"))(field.shape)
    return Chance(shocks, streams.elites.standard_normal((weeks, elites)))


@rule
def fill(target: list[float], source: list[float], first: int) -> None:
    """Fill a list of shocks from those of its stream, from the place `first` on."""
    for i in range(len(target)):
        target[i] = source[first + i]


@rule
def deal_abroad(ledger: Ledger, shocks: Shocks) -> None:
    """The market, states' reports, the table, the patron, both war economies, Ukraine's home front."""
    ledger.market.normal = shocks.market
    for actor in range(STATES):
        fill(ledger.states[actor].normals, shocks.reports, 2 * actor)
    fill(ledger.diplomacy.normals, shocks.diplomacy, 0)
    fill(ledger.diplomacy.uniforms, shocks.answers, 0)
    fill(ledger.patron.normals, shocks.patron, 0)
    fill(ledger.patron.uniforms, shocks.poles, 0)
    fill(ledger.russian_economy.normals, shocks.economy, 0)
    ledger.ukrainian_economy.normal = shocks.economy[3]
    fill(ledger.home_front.uniforms, shocks.home_front, 0)


@rule
def deal_war(ledger: Ledger, shocks: Shocks) -> None:
    """The line, men, strikes, incidents under truces."""
    fill(ledger.front.normals, shocks.war, 0)
    for side in (0, 1):
        ledger.belligerents[side].manpower_normal = shocks.war[4 + side]
        ledger.belligerents[side].strike_normal = shocks.strikes[side]
    for scope in range(SCOPES):
        fill(ledger.truces[scope].uniforms, shocks.truce, INCIDENTS * scope)


@rule
def deal_kremlin(ledger: Ledger, shocks: Shocks) -> None:
    """The leader's body and occasions, one who would succeed him now, loyalties, plots, the street, the succession."""
    fill(ledger.leader.normals, shocks.leader, 0)
    fill(ledger.leader.uniforms, shocks.occasions, 0)
    fill(ledger.leader.next_threshold, shocks.thresholds, 0)
    for organ in range(ORGANS):
        ledger.services[organ].normal = shocks.services[organ]
    fill(ledger.plot.uniforms, shocks.plots, 0)
    fill(ledger.plot.normals, shocks.street, 0)
    ledger.regime.normal = shocks.street[2]
    fill(ledger.contest.normals, shocks.succession, 0)
    fill(ledger.contest.appeal_normals, shocks.succession, FACTIONS)
    fill(ledger.contest.uniforms, shocks.clashes, 0)


@rule
def deal_week(ledger: Ledger, roster: Roster, shocks: Shocks, elites: Sequence[float]) -> None:
    """Fill all shock fields of the ledger and the roster with those drawn for the week."""
    deal_abroad(ledger, shocks)
    deal_war(ledger, shocks)
    deal_kremlin(ledger, shocks)
    for row in range(len(roster.elites)):
        roster.elites[row].normal = elites[row]
