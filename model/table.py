"""The table and Ukraine's home front: their rows of the ledger, apart from the rules that read and write them.

What lies on the table (Raiffa 1982: offers, answers, and what each side knows of the other), and the politics at home of
the side that the ceasefire is asked of (Putnam 1988). Reduces to nothing on offer in a week in which nobody proposes.
"""

from __future__ import annotations

from agents.records import Record, column
from agents.states import Reply
from agents.vocabulary import ISSUES, SCOPES


class Offer(Record):
    """The proposal on the table this week."""

    made: bool = column("there is one", "")
    sounding: bool = column("a mediator's settlement that is sounded out before it is put", "")
    proposer: int = column("who made it", "Actor")
    scope: int = column("scope", "Scope")
    sector: int = column("what a sector truce would cover: 0 energy, 1 sea, 2 air", "sector")
    days: float = column("length", "days")
    package: list[float] = column("terms on each issue (of a settlement)", "0..1", ISSUES)
    to_russia: bool = column("addressed to Russia", "")
    to_ukraine: bool = column("addressed to Ukraine", "")
    news: float = column(
        "credit that it earns its author for the initiative, over that of acceptance", "ratio"
    )


class Diplomacy(Record):
    """The table: the mediator's course, who is blamed, what is on offer."""

    offer: Offer
    replies: list[Reply] = column("answers of Russia and Ukraine", "Reply", 2)
    opening: float = column("value to Russia of the American opening", "prize")
    patience: float = column("mediator's patience left", "0..1")
    bias: float = column("mediator's bias, positive to Russia", "-1..1")
    us_russia: float = column("relation of the United States and Russia", "-1..1")
    side: float = column("side that the mediator presses: 1 Russia, -1 Ukraine", "")
    aid_told: float = column("American aid when it was last told of", "share")
    relief_told: float = column("relief from American sanctions when it was last told of", "share")
    pressure: float = column(
        "pressure of the mediator: on Russia if positive, on Ukraine if negative", "-1..1"
    )
    pressure_weeks: float = column("weeks since the pressure last changed sides", "weeks")
    blame_russia: float = column("share of the blame for the war going on, in the mediator's eyes", "0..1")
    us_aid: float = column("United States aid and intelligence that flow", "0..1")
    sanctions_relief: float = column("relief from United States sanctions granted", "0..1")
    guarantee: float = column("guarantee that stands behind Ukraine: reassurance force or mediator", "0..1")
    us_guarantee: float = column("guarantee that the United States has given for a truce in force", "0..1")
    conceded: list[float] = column(
        "what truces in force concede to Russia beyond a bare ceasefire, by issue", "0..1", ISSUES
    )
    aid_barred: float = column("share of United States aid that terms in force bar", "share")
    relief_agreed: float = column("relief from United States sanctions by terms in force", "0..1")
    sincere: float = column("Beta count: conditions of Russia that proved sincere", "count")
    insincere: float = column("Beta count: conditions that did not", "count")
    asked: list[float] = column(
        "how fresh the memory is of a request that was not granted, by scope: 1 at once",
        "count",
        SCOPES,
    )
    zone: float = column("surplus of the best package over disagreement, the smaller side's", "prize")
    settlement_chance: float = column("chance, to the mediator, that both sign a text of its own", "share")
    stances: list[float] = column(
        "how hard those asked are on conditions of Russia and of Ukraine, 0 if not yet drawn", "0..1", 2
    )
    line: float = column("share of the disputed area that Russia holds", "0..1")
    frontier: float = column("Russia's weight at the package from which both gain the same", "share")
    frontier_believed: float = column(
        "the same over the least that a mediator thinks possible of each", "share"
    )
    cohesion: float = column("cohesion of Europe, from its members", "0..1")
    reassurance: float = column("readiness of the reassurance force", "0..1")
    weeks_since_offer: float = column("weeks since the last proposal", "weeks")
    proposals: int = column("proposals so far in this run", "count")
    normals: list[float] = column("shocks of the week", "sd", 3)
    uniforms: list[float] = column("shocks of the week", "0..1", 10)


class HomeFront(Record):
    """Politics at home in Ukraine."""

    martial_law: bool = column("in force", "")
    lift_pressure: float = column("pressure to lift it", "0..1")
    trust: float = column("trust in the incumbent", "0..1")
    election_in: float = column("weeks to an election, -1 if none is called", "weeks")
    accommodating: bool = column("the leadership that governs is accommodating", "")
    elections: int = column("national elections held in this run", "count")
    terms_served: int = column("consecutive terms of the incumbent, the present one included", "count")
    terms: float = column("terms signed this week for Ukraine, 0 (its own) to 1 (Russia's)", "0..1")
    settled_terms: float = column(
        "terms of the settlement in force for Russia, 0 where there is none", "0..1"
    )
    meddling: float = column("shift of a vote towards the accommodating by Russia's intervention", "share")
    pledged: float = column(
        "elections pledged in a settlement in force: 0 as the law provides, 1 within 100 days", "0..1"
    )
    pressure_before: float = column("mediator's pressure last week", "-1..1")
    uniforms: list[float] = column("shocks of the week", "0..1", 2)
