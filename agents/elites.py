"""Elites: rents, private support and public stance, dissent that spreads over an influence network."""

from __future__ import annotations

from agents.records import Record, column


class Elite(Record):
    """A member of the politically relevant top tier: an office, never a person."""

    faction: int = column("faction", "Faction")
    patron: int = column("row of his patron, -1 if the leader is", "row")
    organ: int = column("security organ he commands, -1 for none", "Organ")
    power: float = column("share of the power of the whole tier", "share")
    rents: float = column("rents received, 1 at the start", "index")
    exposure: float = column("loss from sanctions per unit of sanctions", "share of rents")
    war_stance: float = column("-1 dove .. +1 hawk", "-1..1")
    ambition: float = column("wish for higher office", "0..1")
    stability: float = column("preference for stability and coordination", "0..1")
    support: float = column("private support of the leader", "-1..1")
    threshold: float = column("share of others dissenting at which he does", "share")
    dissents: bool = column("public stance: openly disloyal", "")
    tenure: float = column("time in his post: a purge puts another into the slot", "weeks")
    normal: float = column("shock of the week", "sd")


class Bloc(Record):
    """What a faction adds up to this week (one row a faction)."""

    members: int = column("elites in it", "count")
    power: float = column("share of the power of the whole tier", "share")
    support: float = column("private support, weighted by power", "-1..1")
    dissent: float = column("share of its power that openly dissents", "share")
    war_stance: float = column("mean war stance, weighted by power", "-1..1")
    stability: float = column("mean preference for stability", "0..1")
    ambition: float = column("greatest ambition among its members", "0..1")
    rents: float = column("rents received, 1 at the start", "index")
    champion: int = column("row of its strongest member, its candidate in a contest", "row")
