"""The elite tier: rows of its members, of the factions and of who influences whom, and what moves them.

The influences are Kuran's (1991) and Hale's (2014); each parameter names its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.records import Record, column, parameter, prior


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
    threshold: float = column(
        "share of others dissenting at which he does; at most 0: alone, above 1: never", "share or beyond"
    )
    dissents: bool = column("public stance: openly disloyal", "")
    tenure: float = column("time in his post: a purge puts another into the slot", "weeks")
    normal: float = column("shock of the week", "sd")
    expected: float = column("rents that he is used to", "index")
    attachment: float = column("support that the terms of the day do not explain", "-1..1")
    share: float = column("weight of those who influence him and dissent, as his ties have told it", "share")
    turned: bool = column("his ties have told his dissent", "")
    first_tie: int = column("first of the ties to those whom he influences", "row")
    end_tie: int = column("one past the last of them", "row")
    queue: int = column("scratch: the elite in this place of the queue of those who turn", "row")


class Tie(Record):
    """A tie from an elite to one whom he influences; ties stand in order of who influences."""

    row: int = column("row of who is influenced", "row")
    weight: float = column("weight of the tie: those of all who influence him sum to 1", "share")


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
    claim: float = column("what it would be worth to the leader to pay it more", "share")
    entitlement: float = column("share of rents that it had at the start", "share")
    fear: float = column("power in it purged of late, fading", "share of its power")


UNIT = "punishment of a lone dissenter"


@dataclass(frozen=True)
class ElitesParameters:
    """How elites come to support, and at which share of others they dissent."""

    count: int = parameter(
        120,
        "elites in the roster",
        unit="count",
        low=20,
        high=100_000,
        kind="convention",
        source="a sample by faction of the politically relevant top tier, about 300 to 460",
    )
    elasticity: float = prior(
        0.4, 0.0, 1.0, "support", "support per log unit of rents above what he is used to", "Svolik (2012)"
    )
    loss_aversion: float = parameter(
        2.25,
        "weight of a loss of rents relative to a gain",
        unit="ratio",
        low=1.0,
        high=3.0,
        kind="measured",
        source="Tversky and Kahneman (1992)",
    )
    adaptation: float = prior(
        0.3,
        0.0,
        2.0,
        "a year",
        "rate at which what is becomes what elites are used to",
        "Koszegi and Rabin (2006)",
    )
    war_weight: float = prior(
        0.6,
        0.0,
        1.2,
        "support",
        "difference between stalemate and victory for a pure hawk",
        "Goemans (2000), Croco (2011)",
    )
    notable_advance: float = parameter(
        378.0,
        "monthly advance that counts as success (progress tanh 1)",
        unit="km2 a month",
        low=150.0,
        high=800.0,
        kind="estimated",
        source="mean of daily map polygons, August 2024 to March 2025",
    )
    burden_weight: float = prior(
        4.0,
        0.0,
        10.0,
        "support per share of GDP",
        "support lost by a pure dove to military spending beyond the usual",
    )
    subjection_weight: float = prior(
        0.2,
        0.0,
        0.8,
        "support",
        "support lost by a pure hawk if the patron took all autonomy left at the start",
    )
    legitimacy_weight: float = prior(
        0.4, 0.0, 1.0, "support", "support per unit of the leader's legitimacy", "Hale (2014)"
    )
    lame_duck: float = prior(
        0.3, 0.0, 0.8, "support", "support per log unit of the worth of the leader's promises", "Hale (2014)"
    )
    discount: float = prior(0.9, 0.75, 0.98, "a year", "value to an elite of rents a year from now")
    patronage: float = prior(
        0.3, 0.0, 0.8, "support", "support withdrawn by a client whose patron dissents", "Hale (2014)"
    )
    insecurity: float = prior(
        1.0,
        0.0,
        3.0,
        "support",
        "support lost in a faction per share of its power purged of late",
        "Sudduth (2017)",
    )
    relaxation: float = prior(2.0, 0.5, 8.0, "a year", "rate at which support follows what it rests on")
    spread: float = prior(
        0.15, 0.05, 0.4, "support", "standard deviation of support from private news, at rest"
    )
    expression: float = prior(
        1.0, 0.3, 2.0, UNIT, "e: what hiding one's mind costs at full opposition", "Kuran (1991)"
    )
    intimidation: float = prior(
        0.5, 0.0, 1.0, "share", "part of the power to punish that rests on personalisation", "Svolik (2012)"
    )
    turmoil: float = prior(
        0.5,
        0.0,
        1.5,
        UNIT,
        "cost of open conflict to one who wants nothing but stability",
        "Clingendael (2023)",
    )
    prize: float = prior(
        2.0, 0.5, 4.0, UNIT, "b: gain from a dissent that wins, at full ambition and the rents of the start"
    )
    prize_elasticity: float = prior(
        0.25, 0.0, 1.0, "elasticity", "elasticity to rents of the gain from a dissent that wins"
    )
    hysteresis: float = prior(
        0.1,
        0.0,
        0.5,
        "share",
        "how far dissent must fall below his threshold for a dissenter to return",
        "Kuran (1991)",
    )
    notable_cascade: float = parameter(
        0.05,
        "share of the roster that turns within a week from which the log tells of a cascade",
        unit="share",
        low=0.01,
        high=0.5,
        kind="convention",
        source="what is worth telling",
    )
    ambition: float = prior(0.5, 0.3, 0.7, "0..1", "mean ambition")
    ambitious: float = prior(0.5, 0.0, 1.0, "0..1", "ambition from which a member can be a candidate")
    appointee_support: float = prior(
        0.7, 0.4, 1.0, "support", "support that a new appointee brings", "Egorov and Sonin (2011)"
    )
    appointee_spread: float = prior(
        0.15, 0.0, 0.4, "support", "standard deviation of an appointee's support, stance and ambition"
    )
    inherited: float = parameter(
        0.55,
        "part of the support of one leader that passes to the next: owed to the office",
        unit="share",
        low=0.0,
        high=1.0,
        kind="estimated",
        source="half of the published rates of the reference class: docs/base_rates.md",
    )
    kinship: float = prior(
        0.4,
        0.0,
        0.8,
        "support",
        "support that a new leader finds in his own faction and among his clients",
        "Hale (2014)",
    )
