"""The leader in Moscow: health, rents to share, personalisation, purges, counterbalancing, an heir."""

from __future__ import annotations

from agents.records import Record, column
from agents.vocabulary import CAUSES, FACTIONS


class Leader(Record):
    """The incumbent, or the acting president during a vacancy."""

    number: int = column("0 for the incumbent of March 2025, then 1, 2, ...", "count")
    in_office: bool = column("False during a vacancy", "")
    faction: int = column("faction he comes from", "Faction")
    elite: int = column("row of the elite who became leader, -1 for the first", "row")
    age: float = column("age", "years")
    frailty: float = column("factor on mortality for elite care, drawn once", "ratio")
    health: float = column("1 is well, 0 is incapable", "0..1")
    tenure: float = column("time in office", "years")
    term_left: float = column("time to the end of the constitutional term", "years")
    hawkishness: float = column("war stance", "-1..1")
    culpability: float = column("how far he is answerable for the war", "0..1")
    legitimacy: float = column("public and elite acceptance of his right to rule", "0..1")
    personalisation: float = column("power concentrated in his person", "0..1")
    survival: float = column("what elites expect: probability to hold office for another year", "0..1")
    heir: int = column("row of the elite named heir, -1 for none", "row")
    heir_strength: float = column("power of the heir relative to the leader's", "ratio")
    rent_share: list[float] = column("share of rents given to each faction", "share", FACTIONS)
    threshold: list[float] = column("Exp(1) threshold of each cause of exit", "integrated hazard", CAUSES)
    exposure: list[float] = column("integrated hazard of each cause so far", "integrated hazard", CAUSES)
    hazard: list[float] = column("hazard of each cause this week", "a week", CAUSES)
    normals: list[float] = column("shocks of the week", "sd", 2)
    uniforms: list[float] = column("shocks of the week", "0..1", 4)
