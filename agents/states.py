"""States: what each wants, believes and is worth at the table, and what it has learned of the others' answers.

Spatial utility over issues, Beta counts of answers. What a belligerent makes of it is in `agents/appraisal.py`,
how it answers in `agents/answers.py`. Reduces to one half where nothing was ever answered.
"""

from __future__ import annotations

from agents.arithmetic import divide
from agents.records import Record, column
from agents.rules import rule
from agents.valuation import loss
from agents.vocabulary import ANSWERS, CONDITIONS, ISSUES, SCOPES, TERMS


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
    means: float = column("the same in March 2025", "bn EUR a year")
    aid: float = column("aid it gives Ukraine now", "bn EUR a year")
    resolve: float = column("will to support Ukraine", "0..1")
    belief_mean: float = column("believed weekly drift of the front", "km2 a week")
    belief_variance: float = column("variance of that belief", "km2^2")
    last_report: float = column("advance that it last saw", "km2 a week")
    victory: float = column(
        "believed probability of a Russian victory; a supporter's within its horizon", "0..1"
    )
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
    attachment: float = column("further loss from each unit of its aims given up", "ratio")
    aims: float = column("run-level type: attachment of one who answers for the war in full", "ratio")
    kept: float = column("agreements that it kept and renewed, of late, by the credit they earned", "count")
    broke: float = column("agreements that it broke, of late, by the credit they earned", "count")
    place: float = column("run-level type: place among those who might hold office, 1 the hardest", "0..1")
    aims_spread: float = column("spread of attachment among them", "ratio")
    hidden: float = column(
        "its least for a settlement above that of the weakest it may be taken for", "prize"
    )
    claim: float = column("what it holds out for beyond its least", "prize")
    span: float = column("range of what it may hold out for, for all that others know at first", "prize")
    risen: float = column("how far refusals of texts have raised the bottom of that range", "prize")
    lowered: float = column("how far signatures have lowered its top", "prize")
    gap_rise: float = column("rise of Powell's gap under the settlement on the table", "prize")
    momentum: float = column("what a week of fighting adds to holding the line", "prize a week")
    line_value: float = column("worth to it of a further square kilometre held by Russia", "prize a km2")
    drift_value: float = column("worth to it of a faster Russian advance", "prize per km2 a week")
    motive: float = column("harm of a Russian victory that a supporter's aid at full effort averts", "prize")


class Reply(Record):
    """The answer of one belligerent to the offer on the table, and the terms that decided."""

    answer: int = column("ignored, reject, conditional, partial or accept", "Answer")
    scope: int = column("scope granted: the offer's, or the lower rung of a partial answer", "Scope")
    conditions: int = column("conditions asked", "bits of Condition")
    granted: int = column("of these, those that came true", "bits of Condition")
    probability: list[float] = column("probability of each answer", "share", ANSWERS)
    terms: list[float] = column(
        "terms of the utility of the chosen answer, less those of reject", "prize", TERMS
    )
    met: float = column("believed probability that the conditions are met", "0..1")
    worth: float = column("worth of the offer with its conditions met, over refusing it", "prize")


class Prospect(Record):
    """What war, a truce and the table hold for one belligerent this week, as the arena tells it."""

    at_victory: float = column("own utility if Russia reaches its objective", "prize")
    at_defeat: float = column("own utility if Ukraine reaches its objective", "prize")
    at_line: float = column("own utility of what is held while the war goes on", "prize")
    at_freeze: float = column("own utility of the line frozen for good", "prize")
    curvature: float = column("share of the loss from concessions that is quadratic", "share")
    at_offer: float = column("own utility of the settlement on the table", "prize")
    frozen: list[float] = column("the frozen line as a package", "0..1", ISSUES)
    offered: list[float] = column("the settlement on the table", "0..1", ISSUES)
    lock_in: float = column("time over which a truce ties the hands", "weeks")
    burden: float = column("burden of the war at home, 1 in March 2025", "index")
    drift_shift: float = column("change of the front's drift over the lock-in of a truce", "km2 a week")
    aid_drift: float = column("further change of it if foreign aid to Ukraine stopped", "km2 a week")
    mobilisation_drift: float = column(
        "further change of it if Ukraine stopped mobilising and rearming", "km2 a week"
    )
    strike_gain: float = column("worth of a week without deep strikes on either side", "prize a week")
    kursk_km2: float = column("pocket in Kursk region that Ukraine would hand back", "km2")
    permanence: list[float] = column("probability that a truce becomes permanent, by scope", "0..1", SCOPES)
    standing: list[int] = column("1 where a truce of the scope is in force, else 0", "0, 1", SCOPES)
    hawk_reaction: float = column(
        "rise of the hazard of losing office if the fighting were stopped", "a week"
    )
    dove_reaction: float = column("rise of the hazard of losing office if it goes on", "a week")
    opening: float = column("value of standing with the mediator", "prize")
    blame: float = column("loss of standing for a pivotal refusal, against the credit of acceptance", "ratio")
    sincerity: float = column("mediator's belief that its conditions are sincere", "0..1")
    doubt: float = column("share of its first standing as one who keeps agreements that it has lost", "share")
    spent: list[float] = column(
        "credit of soft answers that repetition has used up, by scope asked for", "share", SCOPES
    )
    chance: list[float] = column("believed probability that a condition is met", "0..1", CONDITIONS)
    gain: list[float] = column("worth of a condition, were it met", "prize", CONDITIONS)


@rule
def package_gain(state: State, issue: int, start: float, end: float, curvature: float) -> float:
    """Gain in own utility if `issue` moves from `start` to `end`."""
    before = loss(start - state.ideal[issue], curvature)
    return state.salience[issue] * (before - loss(end - state.ideal[issue], curvature))


@rule
def acceptance(state: State, scope: int) -> float:
    """Mean of the Beta belief that the other side accepts a proposal of `scope`; one half without counts."""
    return divide(state.accepts[scope], state.accepts[scope] + state.refuses[scope], 0.5)
