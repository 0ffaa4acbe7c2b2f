"""Make the table of 18 March 2025, put proposals on it and let them be answered."""

from __future__ import annotations

import dataclasses

from agents.answer_parameters import AnswerParameters
from agents.appraisal import AppraisalParameters, appraise
from agents.events import Log
from agents.mediator import MediatorParameters
from agents.states import Prospect, State
from agents.vocabulary import Actor, Answer, Condition, Scope
from model.agenda import Agenda
from model.bargaining import Diplomacy
from model.conditions import ConditionParameters
from model.consequences import conclude
from model.diplomacy import hear_answer, inform, take_stock
from model.frozen import FrozenLineParameters
from model.learning import LearningParameters
from model.mediation import DiplomacyParameters, initialise_diplomacy
from model.polity import Regime
from model.settlement import SettlementParameters
from model.truce import Truce
from model.war import Front
from tests.belligerents import states_of_march

R, U = int(Actor.RUSSIA), int(Actor.UKRAINE)
ANSWER = AnswerParameters()
APPRAISAL = AppraisalParameters()
CONDITION = ConditionParameters()
DIPLOMACY = DiplomacyParameters()
FROZEN = FrozenLineParameters()
LEARNING = LearningParameters()
MEDIATOR = MediatorParameters()
SETTLEMENT = SettlementParameters()


@dataclasses.dataclass
class Table:
    """A table with its states, as the ledger would hold them."""

    diplomacy: Diplomacy
    states: list[State]
    prospects: list[Prospect]
    truces: list[Truce]
    front: Front
    regime: Regime
    agenda: Agenda
    log: Log

    def records(self) -> tuple:
        return tuple(getattr(self, field.name) for field in dataclasses.fields(self))


def table() -> Table:
    """The table of 18 March 2025."""
    states = [
        State.new(**{f[0]: _plain(getattr(view, f[0])) for f in view._fields_}) for view in states_of_march()
    ]
    diplomacy = Diplomacy.new(frontier=0.5)
    initialise_diplomacy(diplomacy, states, DIPLOMACY, MEDIATOR, LEARNING, CONDITION)
    front = Front.new(occupied_km2=112449.0, objective_left_km2=24000.0, kursk_km2=150.0)
    prospects = [Prospect.new(burden=1.0, drift_shift=-5.0, aid_drift=60.0) for _ in range(2)]
    for scope, stick in ((Scope.GENERAL, 0.03), (Scope.FINAL, 0.8)):
        for prospect in prospects:
            prospect.permanence[scope] = stick
    take_stock(prospects, states, front, diplomacy, FROZEN, SETTLEMENT)
    for side, mean in ((R, 113.0), (U, 53.0)):
        states[side].belief_mean, states[side].belief_variance = mean, 900.0
        appraise(states[side], prospects[side], side, 82.0, 28000.0, 70000.0, APPRAISAL)
    made = Table(
        diplomacy,
        states,
        prospects,
        [Truce.new() for _ in Scope],
        front,
        Regime.new(hawk_reaction=0.0003),
        Agenda.new(exchange=1.0),
        Log.new(),
    )
    inform(prospects, diplomacy, states, made.regime, made.truces, MEDIATOR, CONDITION)
    return made


def _plain(value):
    return list(value) if hasattr(value, "__len__") else value


def put(made: Table, proposer: int, scope: Scope, to_russia: bool = True, to_ukraine: bool = True) -> None:
    """Put a proposal on the table."""
    offer = made.diplomacy.offer
    offer.made, offer.proposer, offer.scope, offer.sector, offer.days = True, proposer, scope, 1, 60.0
    offer.to_russia, offer.to_ukraine = to_russia, to_ukraine


def answered(made: Table, russia: Answer, ukraine: Answer, rung: Scope = Scope.SECTOR, met: float = 0.0):
    """Let both have answered and see what comes of it."""
    for reply, answer in zip(made.diplomacy.replies, (russia, ukraine), strict=True):
        reply.answer, reply.met, reply.worth = answer, met, 1.0
        reply.scope = rung if answer == Answer.PARTIAL else made.diplomacy.offer.scope
        reply.conditions = 1 << Condition.SANCTIONS_RELIEF if answer == Answer.CONDITIONAL else 0
    return conclude(
        made.diplomacy, made.states, made.prospects, ANSWER, DIPLOMACY, MEDIATOR, LEARNING, CONDITION
    )


def ask(made: Table, uniform: float, answers: AnswerParameters = ANSWER) -> None:
    """Let both addressees answer by one uniform."""
    made.diplomacy.uniforms[0] = made.diplomacy.uniforms[1] = uniform
    for side in (R, U):
        hear_answer(made.diplomacy, made.states, made.prospects, made.log, side, answers, DIPLOMACY)


def proposing(made: Table) -> tuple:
    m = made
    return m.agenda, m.states, m.prospects, m.truces, m.front, m.diplomacy, m.log, 1.0, ANSWER
