"""Security services: loyalty, rivalry, plots, and the coup as a coordination problem."""

from __future__ import annotations

from agents.records import Record, column
from agents.vocabulary import ORGANS


class Service(Record):
    """One security organ."""

    organ: int = column("which", "Organ")
    personnel: float = column("personnel", "thousand")
    force: float = column("force near the capital, share of all such force", "share")
    seniority: float = column("access of its commander to the leader", "0..1")
    reach: float = column("reach of its counter-intelligence over the others", "0..1")
    guards: bool = column("guards the leader's person: sees his condition first", "")
    counterweight: bool = column("a counterweight to the army, answering to the leader", "")
    budget: float = column("resources, 1 at the start", "index")
    grievance: float = column("grievance over status, war and resources", "0..1")
    loyalty: float = column("loyalty to the leader", "0..1")
    commander: int = column("row of the elite who commands it", "row")
    join_cost: float = column("c: punishment / (punishment + reward) if a coup is joined and fails", "0..1")
    resist_cost: float = column("d: believed probability of fall below which it resists", "0..1")
    stance: int = column("in the last crisis: -1 resisted, 0 waited, 1 joined", "-1, 0, 1")
    joined: float = column("share of its units that joined in the last crisis", "share")
    rivalry: list[float] = column("distrust of each other organ", "0..1", ORGANS)
    normal: float = column("shock of the week", "sd")


class Plot(Record):
    """The plot in being, if any: who leads it, what it has gathered, how long it has been at risk."""

    active: bool = column("a plot exists", "")
    organ: int = column("organ whose commander leads it, -1 if civilians do", "Organ")
    faction: int = column("faction of its leader", "Faction")
    weeks: float = column("age", "weeks")
    force: float = column("force near the capital recruited", "share")
    senior: bool = column("its leader is a senior official", "")
    members: list[bool] = column("organs that take part", "", ORGANS)
    started: int = column("plots so far in this run", "count")
    attempts: int = column("coup attempts so far in this run", "count")
    successes: int = column("coups that held power for seven days", "count")
    uniforms: list[float] = column("shocks of the week", "0..1", 6)
    normals: list[float] = column("shocks of the week", "sd", 2)
