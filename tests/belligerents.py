"""Make a belligerent of March 2025, appraised, and tell with what probability it gives each answer."""

from __future__ import annotations

import numpy as np

from agents.answer_parameters import AnswerParameters
from agents.answers import answer_offer
from agents.appraisal import AppraisalParameters, appraise
from agents.records import dtype_of, view_of
from agents.states import Prospect, Reply, State, acceptance
from agents.valuation import outcome_utilities, utility
from agents.vocabulary import ISSUES, STATES, Actor, Answer, Scope
from model.positions import PositionParameters, initialise_states

R, U = int(Actor.RUSSIA), int(Actor.UKRAINE)
APPRAISAL = AppraisalParameters()
ANSWERS_GROUP = AnswerParameters()
LINE = (82.0, 28_000.0, 70_000.0)
"""Long-run spread of a week's advance, and what is left to Russia's and to Ukraine's objective."""
ACCEPTED = {
    R: {Scope.HUMAN: 0.9, Scope.SHORT: 0.6, Scope.SECTOR: 0.8, Scope.GENERAL: 0.85, Scope.FINAL: 0.05},
    U: {Scope.HUMAN: 0.8, Scope.SHORT: 0.5, Scope.SECTOR: 0.4, Scope.GENERAL: 0.2, Scope.FINAL: 0.15},
}
FROZEN = [0.0, 0.83, 0.15, 0.35, 0.0, 0.57, 0.0, 0.0, 0.5, 0.1, 0.95, 0.3, 0.3, 0.5, 0.8, 0.3]
CHANCES = [0.05, 0.6, 0.4, 0.12, 0.2, 0.03, 0.03, 0.2, 0.15]
BACKING = {"mediator": 1.0, "europe": 0.4, "rival": 0.15}


def states_of_march() -> list:
    """States with the positions of March 2025."""
    rows = np.zeros(STATES, dtype_of(State))
    initialise_states(rows, PositionParameters())
    return list(view_of(State, rows))


def side(actor: int, advance: float = 83.0, stick: float = 0.03, p: AppraisalParameters = APPRAISAL):
    """One belligerent at the baseline: its state and prospect, appraised."""
    states = states_of_march()
    ends = outcome_utilities(states[R], states[U])
    state = State.new()
    for name in ("ideal", "salience"):
        for issue in range(ISSUES):
            getattr(state, name)[issue] = getattr(states[actor], name)[issue]
    state.office_value = 1.0 if actor == R else 0.3
    state.ambiguity = 0.003
    state.belief_mean = advance + (30.0 if actor == R else -30.0)
    state.belief_variance = 900.0
    for scope, chance in ACCEPTED[actor].items():
        state.accepts[scope], state.refuses[scope] = 5.0 * chance, 5.0 * (1.0 - chance)
    prospect = Prospect.new(
        at_victory=ends[0] if actor == R else ends[2],
        at_defeat=ends[1] if actor == R else ends[3],
        at_freeze=utility(state, FROZEN),
        curvature=1.0,
        frozen=FROZEN,
        burden=1.0,
        drift_shift=-5.0,
        aid_drift=60.0,
        mobilisation_drift=90.0,
        strike_gain=-0.0004 if actor == R else 0.0012,
        kursk_km2=100.0,
        permanence=[0.0, 0.0, 0.002, stick, 0.8],
        hawk_reaction=0.0003 if actor == R else 0.0,
        opening=0.009 if actor == R else 0.027,
        blame=0.4,
        sincerity=0.4,
        chance=CHANCES,
    )
    appraise(state, prospect, actor, *LINE, p)
    return state, prospect


def probabilities(state, prospect, scope, by="mediator", days=30.0, p=ANSWERS_GROUP) -> dict[Answer, float]:
    """Probability of each answer to a proposal."""
    reply = Reply.new()
    pivot = 1.0 if by == "rival" else acceptance(state, scope)
    stake = prospect.opening * BACKING[by]
    answer_offer(state, reply, prospect, scope, 0, days, pivot, stake, 0.5, p)
    return {answer: reply.probability[answer] for answer in Answer}
