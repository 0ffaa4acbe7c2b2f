"""States: what each wants, believes and is worth at the table, and how a belligerent answers a proposal."""

from __future__ import annotations

from agents.records import Record, column
from agents.vocabulary import ANSWERS, ISSUES, SCOPES, TERMS


class State(Record):
    """One state. Positions run from 0 (Ukraine's ideal) to 1 (Russia's ideal)."""

    role: int = column("belligerent, mediator, patron or supporter", "Role")
    ideal: list[float] = column("ideal point on each issue", "0..1", ISSUES)
    salience: list[float] = column("weight of each issue, summing to 1", "share", ISSUES)
    disposition: float = column("run-level type: taste for accepting, drawn once an office-holder", "prize")
    ambiguity: float = column("run-level type: noise of the utility of an answer (1/precision)", "prize")
    affinity_russia: float = column("disposition towards Russia", "-1..1")
    affinity_ukraine: float = column("disposition towards Ukraine", "-1..1")
    capability: float = column("aid it can give Ukraine at full will", "bn EUR a year")
    aid: float = column("aid it gives Ukraine now", "bn EUR a year")
    resolve: float = column("will to support Ukraine", "0..1")
    belief_mean: float = column("believed weekly drift of the front", "km2 a week")
    belief_variance: float = column("variance of that belief", "km2^2")
    last_report: float = column("advance that it last saw", "km2 a week")
    victory: float = column("believed probability that Russia reaches its objective first", "0..1")
    end_hazard: float = column("believed weekly probability of a decisive end", "a week")
    war_value: float = column("value of fighting on, own utility", "prize")
    frozen_value: float = column("value of the frozen line, own utility", "prize")
    power_shift: float = column("believed shift of power against it over the lock-in of a truce", "prize")
    commitment_gap: float = column("Powell's gap over the lock-in: positive means no deal holds", "prize")
    office_value: float = column("value of holding office", "prize")
    accepts: list[float] = column("Beta count: the other side accepted, by scope", "count", SCOPES)
    refuses: list[float] = column("Beta count: the other side refused, by scope", "count", SCOPES)
    demand: list[float] = column("present demand on each issue", "0..1", ISSUES)
    normals: list[float] = column("shocks of the week", "sd", 2)


class Reply(Record):
    """The answer of one belligerent to the offer on the table, and the terms that decided."""

    answer: int = column("ignored, reject, conditional, partial or accept", "Answer")
    scope: int = column("scope granted: the offer's, or the lower rung of a partial answer", "Scope")
    conditions: int = column("conditions asked", "bits of Condition")
    probability: list[float] = column("probability of each answer", "share", ANSWERS)
    terms: list[float] = column(
        "terms of the utility of the chosen answer, less those of reject", "prize", TERMS
    )
    met: float = column("believed probability that the conditions are met", "0..1")
