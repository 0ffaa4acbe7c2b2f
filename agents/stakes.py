"""Stakes: what a truce, credit and blame are worth to a belligerent who answers a proposal.

A pause counts by the chance that it sticks (Fearon 1995; Powell 2006), not by the days of front forgone
alone; credit and blame are the mediator's (Kydd 2003). Reduces to e m and o gamma with all else off.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import divide, exp, power
from agents.records import parameter
from agents.rules import rule
from agents.states import Prospect, State
from agents.switches import TermWeights
from agents.vocabulary import SCOPES, Scope

DAYS_A_WEEK = 7.0


@dataclass(frozen=True)
class AnswerParameters(TermWeights):
    """What counts (weights of terms), what scopes stop, what answers earn, what conditions would change."""

    russia_answers: str = parameter(
        "rule",
        "how Russia answers proposals: by rule, or always alike (a counterfactual)",
        unit="",
        choices=("rule", "accept", "reject"),
        kind="convention",
        source="counterfactual switch",
    )
    ukraine_answers: str = parameter(
        "rule",
        "how Ukraine answers proposals: by rule, or always alike (a counterfactual)",
        unit="",
        choices=("rule", "accept", "reject"),
        kind="convention",
        source="counterfactual switch",
    )
    weight_human: float = parameter(
        0.02,
        "what a humanitarian exchange counts in the mediator's eyes, a general ceasefire being 1",
        unit="ratio",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement",
    )
    weight_short: float = parameter(
        0.04,
        "what a truce of hours or days counts, a general ceasefire being 1",
        unit="ratio",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement: welcomed, but more was wanted (April and May 2025)",
    )
    weight_sector: float = parameter(
        0.18,
        "what a truce of one sector counts, a general ceasefire being 1",
        unit="ratio",
        low=0.0,
        high=0.9,
        kind="prior",
        source="judgement: the energy pause was hailed as a first step (March 2025)",
    )
    weight_final: float = parameter(
        1.5,
        "what a settlement counts, a general ceasefire being 1",
        unit="ratio",
        low=1.0,
        high=4.0,
        kind="prior",
        source="judgement",
    )
    concavity: float = parameter(
        0.5,
        "exponent of credit in the scope granted: below 1, a part earns more than its share",
        unit="exponent",
        low=0.1,
        high=1.5,
        kind="prior",
        source="judgement: partial answers were praised, refusals were not punished alike",
    )
    forgiveness: float = parameter(
        1.4,
        "blame taken away by a unit of credit",
        unit="ratio",
        low=1.0,
        high=4.0,
        kind="prior",
        source="judgement: partial answers escaped most of the blame (March 2025)",
    )
    ease: float = parameter(
        0.5,
        "exponent with which the mediator takes in how hard conditions are to meet: 0 takes them lightly",
        unit="exponent",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: agreement in principle was welcomed in March and May 2025",
    )
    relapse: float = parameter(
        0.85,
        "share of returns to war from a general truce that are laid at the door of the side that wants it",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: who resumes the fighting is blamed for it",
    )
    repetition: float = parameter(
        0.4,
        "share of the credit left for soft answers to a request for a scope that each of them uses up",
        unit="share",
        low=0.0,
        high=0.9,
        kind="prior",
        source="sign: Jervis (1970), a signal informs by being new; size a judgement, after the back-test of 2025",
    )
    renewal: float = parameter(
        52.0,
        "time in which credit used up by repetition is there to be earned anew",
        unit="weeks",
        low=8.0,
        high=260.0,
        kind="prior",
        source="judgement, after the back-test of 2025",
    )
    silence: float = parameter(
        0.25,
        "share of the blame of a refusal that not answering at all adds",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    similarity: float = parameter(
        0.5,
        "dissimilarity of answers within a nest: 1 is plain logit, 0 makes near-duplicates one",
        unit="ratio",
        low=0.05,
        high=1.0,
        kind="prior",
        source="judgement (form: McFadden 1978)",
    )
    sector_ground: float = parameter(
        0.0,
        "share of ground operations that a sector truce stops",
        unit="share",
        low=0.0,
        high=1.0,
        kind="measured",
        source="front operations went on under the energy pause of 18 March to 17 April 2025",
    )
    sea_strikes: float = parameter(
        0.15,
        "share of the worth of a pause of deep strikes that a truce at sea brings",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    rung_days: float = parameter(
        30.0,
        "length of a sector truce granted as a partial answer",
        unit="days",
        low=3.0,
        high=120.0,
        kind="measured",
        source="energy pause of 18 March 2025",
    )
    short_days: float = parameter(
        1.25,
        "length of a short truce granted as a partial answer",
        unit="days",
        low=0.25,
        high=7.0,
        kind="measured",
        source="Easter truce of 19-20 April 2025: 30 hours",
    )
    exchange_gain: float = parameter(
        0.002,
        "worth to either side of an exchange of prisoners or bodies",
        unit="prize",
        low=0.0,
        high=0.01,
        kind="prior",
        source="judgement: exchanges of a thousand for a thousand were carried out in May 2025",
    )
    monitoring_gain: float = parameter(
        0.5,
        "rise of the probability that a truce becomes permanent if it is monitored",
        unit="share of it",
        low=0.0,
        high=1.5,
        kind="prior",
        source="judgement (direction: Fortna 2004)",
    )
    guarantee_cover: float = parameter(
        0.5,
        "share of a shift of power against it that a guarantee takes away",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    relief_share: float = parameter(
        0.12,
        "share of full sanctions relief that is asked for a truce",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: one bank and its payments, in the talks on the Black Sea of March 2025",
    )


@rule
def scope_weight(scope: int, parameters: AnswerParameters) -> float:
    """What a scope counts in the mediator's eyes; a general ceasefire is 1."""
    if scope == Scope.HUMAN:
        return parameters.weight_human
    if scope == Scope.SHORT:
        return parameters.weight_short
    if scope == Scope.SECTOR:
        return parameters.weight_sector
    if scope == Scope.GENERAL:
        return 1.0
    return parameters.weight_final


@rule
def credit(scope: int, parameters: AnswerParameters) -> float:
    """Credit of granting a scope, as a share of the stake: concave in what is granted."""
    return power(scope_weight(scope, parameters), parameters.concavity)


@rule
def trust(scope: int, prospect: Prospect) -> float:
    """How a promise to stop the fighting is taken, over its first standing; small steps test a word (Kydd 2005)."""
    return 1.0 if scope < Scope.GENERAL else 1.0 - prospect.doubt


@rule
def partial_credit(rung: int, scope: int, prospect: Prospect, parameters: AnswerParameters) -> float:
    """Credit of granting a rung instead of the `scope` asked for: less if that was put off before (`spent`)."""
    return (1.0 - prospect.spent[scope]) * credit(rung, parameters)


@rule
def spend_credit(prospect: Prospect, scope: int, parameters: AnswerParameters) -> None:
    """Use up credit by a soft answer to a request: a signal informs by being new (Jervis 1970).

    What is put off is the scope that was asked for. A part of it after a "yes, but" is no news to who wanted all.
    """
    left = 1.0 - prospect.spent[scope]
    prospect.spent[scope] = prospect.spent[scope] + parameters.repetition * left


@rule
def renew_credit(prospect: Prospect, parameters: AnswerParameters) -> None:
    """Let a week pass: what was used up is there to be earned anew in time."""
    kept = exp(-1.0 / parameters.renewal)
    for rung in range(SCOPES):
        prospect.spent[rung] = kept * prospect.spent[rung]


@rule
def conditional_credit(scope: int, met: float, prospect: Prospect, parameters: AnswerParameters) -> float:
    """Credit of granting a scope under conditions: scaled by sincerity and by how hard they are to meet.

    What was put off before earns less (`spent`).
    """
    taken = power(prospect.sincerity * scope_weight(scope, parameters), parameters.concavity)
    return (1.0 - prospect.spent[scope]) * taken * power(met, parameters.ease * parameters.concavity)


@rule
def blame(
    asked: float, granted: float, pivot: float, prospect: Prospect, parameters: AnswerParameters
) -> float:
    """Blame of an answer that earns the credit `granted` where `asked` was to be had.

    `pivot` is the probability that the answer is pivotal: that the other side accepts.
    """
    return prospect.blame * pivot * max(asked - parameters.forgiveness * granted, 0.0)


@rule
def standing(
    asked: float, granted: float, pivot: float, prospect: Prospect, parameters: AnswerParameters
) -> float:
    """Standing that an answer leaves with the mediator, as a share of the stake: credit less blame."""
    return parameters.credit * granted - blame(asked, granted, pivot, prospect, parameters)


@rule
def expected(chance: float, parameters: AnswerParameters) -> float:
    """Chance that the other side accepts, as far as it is learned and not taken for granted."""
    return chance + (1.0 - parameters.learning) * (1.0 - chance)


@rule
def days_of(scope: int, parameters: AnswerParameters) -> float:
    """Length of a lower rung granted as a partial answer, in days."""
    if scope == Scope.SECTOR or scope == Scope.GENERAL:
        return parameters.rung_days
    return parameters.short_days


@rule
def truce_terms(
    state: State, prospect: Prospect, scope: int, sector: int, days: float, parameters: AnswerParameters
) -> tuple[float, float, float, float]:
    """Worth to a belligerent of a truce that comes about: (lasting, momentum, regroup, home), in prize.

    rho (F - W), (1 - rho) times what the weeks of fighting forgone would have added (by Bellman's equation
    the gain of the line less the cost of war), (1 - rho) times relative regrouping, and - V dlambda. A
    settlement is its package less the value of fighting on, Powell's gap, the loss from renouncing its aims and
    what it holds out for, an exchange what those who come home are worth.
    """
    weeks = days / DAYS_A_WEEK
    office = state.office_value * (prospect.hawk_reaction - prospect.dove_reaction)
    if scope == Scope.FINAL:
        gap = max(state.commitment_gap, 0.0) + state.gap_rise
        surplus = prospect.at_offer - state.war_value - parameters.gap * gap
        surplus -= state.attachment * (1.0 - prospect.at_offer) + (1.0 + state.attachment) * state.claim
        return parameters.lasting * surplus, 0.0, 0.0, -office * prospect.lock_in
    if scope == Scope.HUMAN:
        return parameters.exchange_gain, 0.0, 0.0, 0.0
    ground = 1.0
    strikes = 1.0
    if scope == Scope.SECTOR:
        ground = parameters.sector_ground
        strikes = parameters.sea_strikes if sector == 1 else 1.0
    stick = prospect.permanence[scope]
    pause = 1.0 - stick
    lasting = parameters.lasting * stick * ground * (state.frozen_value - state.war_value)
    momentum = -parameters.momentum * pause * ground * weeks * state.momentum
    shift = state.power_shift * min(divide(weeks, prospect.lock_in, 1.0), 1.0)
    held = weeks + stick * prospect.lock_in
    regroup = strikes * held * prospect.strike_gain - pause * ground * shift
    home = -office * ground * held
    return lasting, momentum, parameters.regroup * regroup, home


@rule
def lapse_cost(
    state: State, prospect: Prospect, scope: int, stake: float, parameters: AnswerParameters
) -> float:
    """Standing that a side loses by letting a general truce end to go back to war, if that is what it does."""
    if scope != Scope.GENERAL:
        return 0.0
    tempted = max(state.war_value - state.frozen_value, 0.0)
    lost = stake * parameters.relapse * (parameters.credit * trust(scope, prospect) + prospect.blame)
    return min(lost, tempted)


@rule
def relapse_cost(
    state: State, prospect: Prospect, scope: int, stake: float, parameters: AnswerParameters
) -> float:
    """Standing that a side loses if a general truce ends and it goes back to war, as it does if that pays.

    The credit of accepting (1 for a general ceasefire) is withdrawn and the blame of a refusal added. It would
    rather stay with the frozen line than pay more for leaving it than fighting on is worth.
    """
    return (1.0 - prospect.permanence[scope]) * lapse_cost(state, prospect, scope, stake, parameters)


@rule
def total(terms: tuple[float, float, float, float]) -> float:
    """Sum of the terms of a truce."""
    return terms[0] + terms[1] + terms[2] + terms[3]
