"""Succession: the constitutional path, candidates, coalitions, contest, and what follows."""

from __future__ import annotations

from agents.records import Record, column
from agents.vocabulary import FACTIONS


class Regime(Record):
    """The regime apart from its leader."""

    persists: bool = column("the regime of March 2025 still rules", "")
    repression: float = column("capacity to repress", "0..1")
    unrest: float = column("pressure from the street", "0..1")
    performance: float = column("domestic performance: sovereignty, population, living standards", "0..1")
    hawk_reaction: float = column(
        "rise of the weekly hazard of losing office if the war were stopped", "a week"
    )
    dove_reaction: float = column("rise of the weekly hazard of losing office if the war goes on", "a week")
    elite_support: float = column("private support of the leader, weighted by power", "-1..1")
    elite_dissent: float = column("share of elite power that openly dissents", "share")
    strength: float = column("theta: guard force that would hold", "share")
    exits: int = column("leaders who left office in this run", "count")
    last_cause: int = column("cause of the last exit", "Cause")
    last_exit_week: int = column("week of the last exit, -1 for none", "week")


class Contest(Record):
    """A succession under way."""

    active: bool = column("a succession is under way", "")
    cause: int = column("the exit that opened it", "Cause")
    weeks: float = column("weeks since the exit", "weeks")
    focal: int = column("faction of the focal candidate (heir, acting premier), -1 for none", "Faction")
    focus: float = column("how clearly he is seen as the one to join", "0..1")
    candidate: list[bool] = column("faction has a candidate", "", FACTIONS)
    power: list[float] = column("power behind each candidate", "share", FACTIONS)
    coalition: list[bool] = column("faction belongs to the ruling coalition", "", FACTIONS)
    violence: float = column("force used so far", "0..1")
    winner: int = column("faction of the successor, -1 if none yet", "Faction")
    resolution: int = column("how it was resolved", "Succession")
    resolved_week: int = column("week of the last resolution, -1 for none", "week")
    count: int = column("successions resolved in this run", "count")
    first_resolution: int = column("resolution of the first succession", "Succession")
    normals: list[float] = column("shocks of the week: perceived power of each faction", "sd", FACTIONS)
    uniforms: list[float] = column("shocks of the week", "0..1", 6)
