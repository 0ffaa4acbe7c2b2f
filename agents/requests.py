"""Requests: what each condition would be worth to a belligerent, and which it asks when it answers "yes, but".

Conditions count by what they change: the shift of power (Powell 2006), the package, what is handed over. The
list is chosen, not scripted. Reduces to the single condition of greatest worth where all are sure to be met.
"""

from __future__ import annotations

from agents.answer_parameters import AnswerParameters
from agents.arithmetic import divide, power
from agents.rules import rule
from agents.stakes import DAYS_A_WEEK, conditional_credit, credit, standing
from agents.states import Prospect, State, package_gain
from agents.vocabulary import CONDITIONS, Condition, Issue, Scope

OUT_OF_REACH = -1e30
"""Utility, in prizes, of an answer that cannot be given."""


@rule
def amendment(state: State, prospect: Prospect, scope: int, issue: int, end: float) -> float:
    """Worth of moving an issue to `end` from where a truce, or the settlement on the table, leaves it."""
    start = prospect.offered[issue] if scope == Scope.FINAL else prospect.frozen[issue]
    return package_gain(state, issue, start, end, prospect.curvature)


@rule
def power_condition(
    state: State, prospect: Prospect, scope: int, issue: int, drift: float, held: float
) -> float:
    """Worth of a condition on power: what it does to the shift, or what the settlement's own text says."""
    if scope == Scope.FINAL:
        return amendment(state, prospect, scope, issue, 1.0)
    return held * state.drift_value * drift


@rule
def condition_value(
    state: State, prospect: Prospect, condition: int, scope: int, days: float, parameters: AnswerParameters
) -> float:
    """Worth to a belligerent of a condition that is met, in prize.

    For a truce, aid stop, army and guarantees count by what they do to the shift of power over the pause or
    for good; recognition and root causes by the package of a line that stays frozen; the rest by what is
    handed over. For a settlement, all count as amendments of its text.
    """
    stick = prospect.permanence[scope]
    held = stick + (1.0 - stick) * min(divide(days / DAYS_A_WEEK, prospect.lock_in, 1.0), 1.0)
    if condition == Condition.AID_STOP:
        return power_condition(state, prospect, scope, Issue.FOREIGN_AID, prospect.aid_drift, held)
    if condition == Condition.NO_MOBILISATION:
        return power_condition(state, prospect, scope, Issue.ARMY_CAP, prospect.mobilisation_drift, held)
    if condition == Condition.MONITORING:
        peace = prospect.at_offer if scope == Scope.FINAL else state.frozen_value
        longer = min(stick * (1.0 + parameters.monitoring_gain), 1.0) - stick
        return longer * (peace - state.war_value)
    if condition == Condition.KURSK:
        return state.line_value * prospect.kursk_km2
    if condition == Condition.RECOGNITION_OF_GAINS:
        return stick * amendment(state, prospect, scope, Issue.RECOGNITION, 1.0)
    if condition == Condition.US_GUARANTEE:
        return held * parameters.guarantee_cover * max(state.power_shift, 0.0)
    if condition == Condition.ROOT_CAUSES:
        bar = amendment(state, prospect, scope, Issue.NATO_BAR, 1.0)
        return stick * (bar + amendment(state, prospect, scope, Issue.LEADERSHIP, 1.0))
    if condition == Condition.SANCTIONS_RELIEF:
        frozen = prospect.frozen[Issue.SANCTIONS_RELIEF]
        end = frozen + parameters.relief_share * (1.0 - frozen)
        if scope == Scope.FINAL:
            end = 1.0
        return amendment(state, prospect, scope, Issue.SANCTIONS_RELIEF, end)
    return stick * amendment(state, prospect, scope, Issue.GUARANTEE, 0.0)


@rule
def choose_conditions(
    prospect: Prospect, scope: int, worth: float, stake: float, pivot: float, parameters: AnswerParameters
) -> tuple[int, float, float]:
    """Conditions that make a conditional answer worth most: (bits, probability all are met, their worth).

    The answer is worth p r (B + sum v) + o gamma - o beta r, p the product of the chances, each in proportion
    to what the offer is worth to the mediator. A condition pays by its own worth v and, where the offer
    itself is worth less than nothing, by not being met. They are added one by one while the answer gains.
    What cannot be met is not asked. Conditions can be put on anything; for little, little is likely to be given.
    """
    asked = credit(scope, parameters)
    eager = min(asked, 1.0)
    taken = conditional_credit(scope, 1.0, prospect, parameters)
    hardness = parameters.ease * parameters.concavity
    bits, met, price = 0, 1.0, 0.0
    best = OUT_OF_REACH
    for _ in range(CONDITIONS):
        found = -1
        for condition in range(CONDITIONS):
            chance = met * eager * parameters.conditions * prospect.chance[condition]
            if prospect.gain[condition] > 0.0 and chance > 0.0 and (bits >> condition) & 1 == 0:
                earned = taken * power(chance, hardness)
                left = standing(asked, earned, pivot, prospect, parameters)
                utility = chance * pivot * (worth + price + prospect.gain[condition]) + stake * left
                if utility > best:
                    best = utility
                    found = condition
        if found < 0:
            break
        bits = bits | (1 << found)
        met = met * eager * parameters.conditions * prospect.chance[found]
        price = price + prospect.gain[found]
    return bits, met, price
