"""The regime and a succession under way: their rows of the ledger, and what counts as what.

Focal points after Schelling (1960) and Hale (2014); when a regime ends after Geddes, Wright and Frantz (2014).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from agents.records import Record, column, parameter, prior
from agents.vocabulary import FACTIONS

PAIRS = FACTIONS * FACTIONS


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
    alarm: float = column(
        "how fresh the last plot is that became known: exposed, or struck and failed", "0..1"
    )
    exits: int = column("leaders who left office in this run", "count")
    last_cause: int = column("cause of the last exit", "Cause")
    last_exit_week: int = column("week of the last exit, -1 for none", "week")
    population: float = column("population, 1 in March 2025", "index")
    living_start: float = column("civilian output a head in March 2025", "index")
    autonomy_start: float = column("freedom of action in March 2025", "0..1")
    coercion_start: float = column("loyal, paid internal force in March 2025", "thousand")
    normal: float = column("shock of the week: the street", "sd")


class Contest(Record):
    """A succession under way. A camp is a candidate and who backs him; pairs are row * FACTIONS + column."""

    active: bool = column("a succession is under way", "")
    cause: int = column("the exit that opened it", "Cause")
    weeks: float = column("weeks since the exit", "weeks")
    focal: int = column("faction of the focal candidate (heir, acting premier), -1 for none", "Faction")
    focus: float = column("how clearly he is seen as the one to join", "0..1")
    candidate: list[int] = column("faction has a candidate", "0 or 1", FACTIONS)
    power: list[float] = column("power behind each candidate", "share", FACTIONS)
    coalition: list[int] = column("faction belongs to the ruling coalition", "0 or 1", FACTIONS)
    violence: float = column("force used so far", "0..1")
    winner: int = column("faction of the successor, -1 if none yet", "Faction")
    resolution: int = column("how it was resolved", "Succession")
    resolved_week: int = column("week of the last resolution, -1 for none", "week")
    count: int = column("successions resolved in this run", "count")
    first_resolution: int = column("resolution of the first succession", "Succession")
    normals: list[float] = column("shocks of the week: perceived power of each faction", "sd", FACTIONS)
    uniforms: list[float] = column("shocks of the week", "0..1", 6)
    appeal_normals: list[float] = column("shocks of the week: appeal of each candidate", "sd", FACTIONS)
    appeal: list[float] = column("worth to others of each candidate's person", "prize", FACTIONS)
    acting: int = column("faction of the acting president", "Faction")
    incumbent: int = column("faction of the leader who left", "Faction")
    personal: bool = column("the leader who left ruled in person: his circle was himself", "")
    bearer: list[int] = column("row of the elite who stands for each faction", "row", FACTIONS)
    backing: list[float] = column("share of a faction (row) behind a candidate (column)", "share", PAIRS)
    distrust: list[float] = column("distrust of a faction's (row) services towards another's", "0..1", PAIRS)
    scale: float = column("power of all blocs, force and street relative to the elite tier", "ratio")
    bloc_power: list[float] = column("power of each faction, its force included", "share", FACTIONS)
    bloc_force: list[float] = column("force near the capital under each faction", "share", FACTIONS)
    force: list[float] = column("force near the capital behind each candidate", "share", FACTIONS)
    perceived: list[float] = column("power behind each candidate as it is seen", "share", FACTIONS)
    expected: list[float] = column("chance of each candidate, as elites expect it", "share", FACTIONS)
    choice: list[float] = column("weights of the choice last made", "odds", FACTIONS)
    purged: list[int] = column("faction was purged in this succession", "0 or 1", FACTIONS)
    ruling: int = column("camps that would rule together", "bits of Faction")
    front: int = column("faction of the strongest candidate among them", "Faction")
    held: float = column("weeks for which they have held together", "weeks")
    threat: bool = column("the front-runner got ahead only by the force behind him", "")
    consensus: float = column("share of power behind the strongest candidate", "share")
    regional_force: float = column("force of the regional formations near the capital", "share")
    regional: int = column("faction to which regional formations sold their support, -1 for none", "Faction")
    competitive: bool = column("a competitive election decided", "")
    successor: int = column("row of the elite who succeeds, -1 if none yet", "row")
    legitimacy: float = column("acceptance of the successor by the way he came in", "0..1")


def _convention(default: float, low: float, high: float, unit: str, meaning: str, source: str) -> Any:
    """Where a line is drawn between classes of outcomes."""
    return parameter(default, meaning, unit=unit, low=low, high=high, kind="convention", source=source)


@dataclass(frozen=True)
class SuccessionParameters:
    """The constitutional path, focal candidates, and what counts as what."""

    focus_heir: float = prior(
        0.7,
        0.0,
        1.0,
        "share",
        "focus on a named heir after a death or incapacity",
        "Kokkonen and Sundell (2014), Meng (2021)",
    )
    focus_premier: float = prior(
        0.6,
        0.0,
        1.0,
        "share",
        "focus on the acting premier where there is no heir, before personalisation weakens it",
        "article 92 of the constitution",
    )
    focus_handover: float = prior(
        0.9, 0.0, 1.0, "share", "focus on the heir to whom a leader himself hands over", "Hale (2014)"
    )
    focus_seizure: float = prior(
        0.6,
        0.0,
        1.0,
        "share",
        "focus on whoever has seized the centre, by a coup, a removal or in a clash",
        "Singh (2014): a coup succeeds by making a fact",
    )
    institution_loss: float = prior(
        0.5,
        0.0,
        1.0,
        "share",
        "part of the focus of an acting premier that full personalisation takes away",
        "Geddes, Wright and Frantz (2018)",
    )
    fade: float = prior(0.15, 0.0, 1.0, "share a week", "focus lost while the focal candidate is not ahead")
    election_weeks: float = parameter(
        13.0,
        "time from a vacancy to the election",
        unit="weeks",
        low=4.0,
        high=26.0,
        kind="measured",
        source="Constitution of the Russian Federation, article 92: within three months",
    )
    vacuum_weeks: float = _convention(
        26.0,
        13.0,
        52.0,
        "weeks",
        "time without a settled coalition from which a vacuum is prolonged",
        "twice the constitutional term",
    )
    collapse_weeks: float = _convention(
        52.0,
        26.0,
        104.0,
        "weeks",
        "time without a settled coalition after which the regime has ended",
        "judgement: no group chooses leaders any more, in the terms of Geddes, Wright and Frantz (2014)",
    )
    dominance: float = _convention(
        0.6, 0.5, 0.9, "share", "part of the ruling camps' power above which one rules alone", "judgement"
    )
    violence_threshold: float = _convention(
        0.1,
        0.01,
        0.5,
        "share of force near the capital",
        "force used from which a succession is an armed conflict",
        "judgement",
    )
    personal_rule: float = parameter(
        0.13,
        "personalisation from which a ruler is the regime, so that it ends if he is overthrown",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source="Geddes, Wright and Frantz (2014) on personal rule; the point fitted: docs/base_rates.md",
    )
    untested: float = prior(
        0.7,
        0.4,
        1.0,
        "0..1",
        "acceptance of a successor on the constitutional path with all elites behind him",
        "Svolik (2012): new rulers are weaker",
    )
    extraconstitutional: float = prior(
        0.4, 0.0, 1.0, "share", "part of it that a successor lacks who came in otherwise"
    )
