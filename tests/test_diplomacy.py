"""The table: the mediator's course, proposals, what comes of them, and what everyone learns."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from agents.appraisal import AppraisalParameters, appraise
from agents.events import Log
from agents.leverage import base_aid, next_aid, next_relief
from agents.mediator import (
    MediatorParameters,
    blame_ratio,
    next_opening,
    next_pressure,
    switch_probability,
    towards,
)
from agents.records import dtype_of, view_of
from agents.rules import rule
from agents.stakes import AnswerParameters
from agents.states import Prospect, State, acceptance
from agents.supporters import (
    SupporterParameters,
    change_disposition,
    give_aid,
    move_resolve,
    resolve_at_rest,
)
from agents.vocabulary import (
    CONDITIONS,
    SCOPES,
    STATES,
    Actor,
    Answer,
    Condition,
    Happening,
    Scope,
    WarEnd,
)
from model.agenda import NEVER, Agenda, open_scope, weigh_proposals
from model.bargaining import Diplomacy
from model.conditions import ConditionParameters, hold_stance, weigh_conditions
from model.consequences import agreed_terms, conclude
from model.diplomacy import draft_package, hear_answer, inform, take_stock
from model.floor import EUROPE, ProposalParameters
from model.frozen import FrozenLineParameters
from model.learning import LearningParameters, first_belief, forget, learn_answer, learn_outcome
from model.mediation import DiplomacyParameters, change_office, draw_type, initialise_diplomacy, mediate
from model.positions import PositionParameters, initialise_states
from model.proposals import choose_slot, propose
from model.settlement import SettlementParameters
from model.succession import Regime
from model.truce import Truce
from model.war import Front
from tests.engines import both

R, U, US, EU = int(Actor.RUSSIA), int(Actor.UKRAINE), int(Actor.UNITED_STATES), int(Actor.EUROPEAN_UNION)
ANSWER = AnswerParameters()
APPRAISAL = AppraisalParameters()
CONDITION = ConditionParameters()
DIPLOMACY = DiplomacyParameters()
FROZEN = FrozenLineParameters()
LEARNING = LearningParameters()
MEDIATOR = MediatorParameters()
PROPOSAL = ProposalParameters()
SETTLEMENT = SettlementParameters()
SUPPORT = SupporterParameters()


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
    rows = np.zeros(STATES, dtype_of(State))
    initialise_states(rows, PositionParameters())
    views = view_of(State, rows)
    states = [State.new(**{f[0]: _plain(getattr(views[i], f[0])) for f in views[i]._fields_}) for i in Actor]
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


# The mediator


def test_pressure_is_a_telegraph_of_five_to_six_weeks():
    """Even blame and no bias: spells are geometric with mean 1 / (1 - exp(-rate / 52.18))."""
    rng = np.random.default_rng(3)
    p = switch_probability(-0.5, 0.5, 0.0, MEDIATOR)
    assert p == pytest.approx(1.0 - math.exp(-MEDIATOR.switch_rate / 52.1775))
    weeks = 20_000
    switches = int((rng.random(weeks) < p).sum())
    mean = weeks / switches
    error = mean / math.sqrt(switches)
    assert abs(mean - 1.0 / p) < 4.0 * error
    assert 5.0 < 1.0 / p < 7.0


def test_pressure_goes_to_the_side_that_is_blamed():
    on_ukraine = [switch_probability(-0.5, blame, 0.0, MEDIATOR) for blame in (0.1, 0.5, 0.9)]
    on_russia = [switch_probability(0.5, blame, 0.0, MEDIATOR) for blame in (0.1, 0.5, 0.9)]
    assert on_ukraine == sorted(on_ukraine)
    assert on_russia == sorted(on_russia, reverse=True)
    assert switch_probability(-0.5, 0.5, 0.5, MEDIATOR) < switch_probability(-0.5, 0.5, 0.0, MEDIATOR)
    assert switch_probability(0.5, 0.5, 0.5, MEDIATOR) > switch_probability(0.5, 0.5, 0.0, MEDIATOR)


def test_pressure_is_softer_on_the_favoured():
    hard = next_pressure(0.0, -1.0, 0.5, 0.3, MEDIATOR)
    soft = next_pressure(0.0, 1.0, 0.5, 0.3, MEDIATOR)
    assert hard < 0.0 < soft < -hard
    assert blame_ratio(R, 0.8, MEDIATOR) > blame_ratio(R, -0.8, MEDIATOR) == blame_ratio(U, 0.8, MEDIATOR)


def test_leverage_works_in_days_on_ukraine_and_late_on_russia():
    """Aid falls by three quarters within two weeks of full pressure; relief takes half a year to half way."""
    flow = base_aid(0.5, MEDIATOR)
    assert flow == 1.0
    for _ in range(2):
        flow = next_aid(flow, 0.5, -1.0, MEDIATOR)
    assert flow < 0.25
    assert next_aid(1.0, 0.5, -0.4, MEDIATOR) == 1.0
    relief, weeks = 0.0, 0
    while relief < 0.5:
        relief = next_relief(relief, 1.0, MEDIATOR)
        weeks += 1
    assert weeks > 26
    assert next_relief(0.0, 0.0, MEDIATOR) == 0.0


def test_opening_has_the_moments_of_its_equation():
    rng = np.random.default_rng(5)
    value, logs = MEDIATOR.opening, []
    for normal in rng.standard_normal(60_000):
        value = next_opening(value, MEDIATOR.relation, float(normal), MEDIATOR)
        logs.append(math.log(value))
    sd = MEDIATOR.opening_sd / math.sqrt(1.0 - MEDIATOR.opening_memory**2)
    long_run = MEDIATOR.opening_sd / (1.0 - MEDIATOR.opening_memory)
    assert abs(np.mean(logs) - math.log(MEDIATOR.opening)) < 4.0 * long_run / math.sqrt(60_000)
    assert np.std(logs) == pytest.approx(sd, rel=0.1)
    assert next_opening(0.01, 0.6, 0.0, MEDIATOR) > next_opening(0.01, 0.1, 0.0, MEDIATOR)


def test_half_life_is_one():
    value = 1.0
    for _ in range(26):
        value = towards(value, 0.2, 26.0)
    assert value == pytest.approx(0.6)


def test_mediator_at_rest_stays():
    """No shock, no switch, everything at its own target: nothing moves but the pressure itself."""
    made = table()
    d = made.diplomacy
    made.states[US].affinity_russia = d.us_russia = 0.0
    d.opening = MEDIATOR.opening / (1.0 + MEDIATOR.relation)
    d.patience, d.blame_russia, d.uniforms[4] = 1.0, 0.5, 1.0
    before = (d.opening, d.us_russia, d.sanctions_relief, d.us_aid, d.patience, d.blame_russia)
    mediate(d, made.states, made.log, DIPLOMACY, MEDIATOR)
    after = (d.opening, d.us_russia, d.sanctions_relief, d.us_aid, d.patience, d.blame_russia)
    assert after == pytest.approx(before)
    assert made.log.count == 0


def test_a_switch_is_told():
    made = table()
    made.diplomacy.uniforms[4] = 0.0
    mediate(made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR)
    event = made.log.events[0]
    assert (event.kind, event.actor, event.target) == (Happening.PRESSURE_SWITCH, US, U)
    assert made.diplomacy.pressure_weeks == 0.0


def test_new_administration_brings_its_own_course():
    made = table()
    made.states[US].normals[1] = -1.0
    made.diplomacy.normals[1], made.diplomacy.normals[2] = 0.5, -2.0
    made.diplomacy.patience = 0.1
    change_office(US, made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR, SUPPORT)
    assert made.states[US].affinity_ukraine == pytest.approx(-MEDIATOR.bias_sd)
    assert made.states[US].affinity_russia == pytest.approx(0.5 * MEDIATOR.bias_sd)
    assert made.diplomacy.bias == pytest.approx(-2.0 * MEDIATOR.bias_sd)
    assert made.diplomacy.patience == MEDIATOR.patience
    assert made.log.events[0].kind == Happening.OFFICE_CHANGES
    made.states[U].normals[1] = 2.0
    change_office(U, made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR, SUPPORT)
    assert made.states[U].disposition == pytest.approx(2.0 * DIPLOMACY.disposition_sd)
    draw_type(made.states[R], 0.35, 0.0, -0.5, DIPLOMACY)
    assert made.states[R].disposition > 0.0
    assert made.states[R].attachment < 0.35  # a softer successor gives up the aims more lightly
    draw_type(made.states[R], 0.35, 1.0, 0.0, DIPLOMACY)
    assert made.states[R].attachment == pytest.approx(0.35 * (1.0 - DIPLOMACY.attachment_sd))


# Supporters


def test_table_of_states_lies_near_the_line_of_resolve():
    made = table()
    for actor in range(EU, STATES):
        state = made.states[actor]
        assert abs(resolve_at_rest(state, True, 0.0, 1.0, 1.0, SUPPORT) - state.resolve) < 0.1


def test_resolve_in_rows():
    state = State.new(affinity_ukraine=0.5)
    rest = resolve_at_rest(state, True, 0.0, 1.0, 1.0, SUPPORT)
    assert resolve_at_rest(state, True, 1.0, 1.0, 1.0, SUPPORT) > rest  # the advance doubles
    assert resolve_at_rest(state, True, 0.0, 0.7, 1.0, SUPPORT) < rest  # a long truce
    assert resolve_at_rest(state, True, 0.0, 1.0, 0.0, SUPPORT) > rest  # the United States stop
    assert resolve_at_rest(state, False, 0.0, 1.0, 0.0, SUPPORT) == rest  # it does not make up for itself


def test_resolve_goes_half_way_in_its_half_life():
    made = table()
    made.states[EU].resolve = 0.0
    target = resolve_at_rest(made.states[EU], True, 0.0, 1.0, 1.0, SUPPORT)
    for _ in range(int(SUPPORT.half_life)):
        move_resolve(made.states[EU], EU, SUPPORT.usual_advance, 1.0, 1.0, SUPPORT)
    assert made.states[EU].resolve == pytest.approx(0.5 * target)


def test_a_veto_blocks_common_aid_alone():
    made = table()
    give_aid(made.states, 0.6, SUPPORT)
    hostile = [made.states[a].aid for a in Actor]
    made.states[Actor.HUNGARY].resolve = 1.0
    give_aid(made.states, 0.6, SUPPORT)
    friendly = [made.states[a].aid for a in Actor]
    assert hostile[EU] < friendly[EU]
    assert hostile[Actor.GERMANY] == friendly[Actor.GERMANY]
    assert friendly[US] == pytest.approx(0.6 * made.states[US].capability)
    change_disposition(made.states[Actor.HUNGARY], 2.0, SUPPORT)
    assert made.states[Actor.HUNGARY].affinity_ukraine == pytest.approx(-0.4 + 2.0 * SUPPORT.turnover)


# Learning


def test_without_forgetting_it_is_the_beta_binomial_posterior():
    made = table()
    slow = dataclasses.replace(LEARNING, memory=1e12)
    prior = acceptance(made.states[R], Scope.SECTOR)
    for answer in (Answer.ACCEPT, Answer.REJECT, Answer.ACCEPT, Answer.ACCEPT):
        forget(made.states, slow)
        learn_answer(made.states[R], answer, Scope.SECTOR, Scope.SECTOR)
    strength = LEARNING.prior_strength
    assert acceptance(made.states[R], Scope.SECTOR) == pytest.approx((prior * strength + 3) / (strength + 4))


def test_what_was_learned_fades_to_the_first_belief():
    made = table()
    for _ in range(10):
        learn_outcome(made.states[US], Scope.GENERAL, -1)
    first = first_belief(US, Scope.GENERAL, LEARNING)
    sunk = acceptance(made.states[US], Scope.GENERAL)
    assert sunk < 0.5 * first
    for _ in range(int(LEARNING.memory)):
        forget(made.states, LEARNING)
    counts = made.states[US].refuses[Scope.GENERAL] - LEARNING.prior_strength * (1.0 - first)
    assert counts == pytest.approx(5.0)
    for _ in range(5000):
        forget(made.states, LEARNING)
    assert acceptance(made.states[US], Scope.GENERAL) == pytest.approx(first)


def test_a_partial_answer_teaches_two_things():
    state = State.new(accepts=[1.0] * SCOPES, refuses=[1.0] * SCOPES)
    learn_answer(state, Answer.PARTIAL, Scope.GENERAL, Scope.SECTOR)
    assert acceptance(state, Scope.GENERAL) < 0.5 < acceptance(state, Scope.SECTOR)


# What comes of a proposal


A, P, C, J, I_ = Answer.ACCEPT, Answer.PARTIAL, Answer.CONDITIONAL, Answer.REJECT, Answer.IGNORED
OUTCOMES = [
    # proposer, scope, Russia, Ukraine, probability that conditions are met, concluded, who is bound
    (US, Scope.GENERAL, A, A, 0.0, (Scope.GENERAL, True, True)),
    (US, Scope.GENERAL, P, A, 0.0, (Scope.SECTOR, True, True)),  # 18 March 2025
    (US, Scope.GENERAL, J, A, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, I_, A, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, P, J, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, C, A, 0.0, (-1, False, False)),
    (US, Scope.GENERAL, C, A, 1.0, (Scope.GENERAL, True, True)),
    (US, Scope.SECTOR, A, A, 0.0, (Scope.SECTOR, True, True)),
    (R, Scope.SHORT, A, J, 0.0, (Scope.SHORT, True, False)),  # May 2025: announced all the same
    (R, Scope.SHORT, A, A, 0.0, (Scope.SHORT, True, True)),
    (U, Scope.SHORT, J, A, 0.0, (Scope.SHORT, False, True)),
    (US, Scope.SHORT, J, A, 0.0, (-1, False, False)),
    (R, Scope.FINAL, A, J, 0.0, (-1, False, False)),
]


@pytest.mark.parametrize(("proposer", "scope", "russia", "ukraine", "met", "expected"), OUTCOMES)
def test_outcomes_in_rows(proposer, scope, russia, ukraine, met, expected):
    made = table()
    put(made, proposer, scope, proposer != R, proposer != U)
    assert answered(made, russia, ukraine, met=met) == expected


def test_a_partial_answer_brings_its_own_terms():
    made = table()
    put(made, US, Scope.GENERAL)
    assert agreed_terms(made.diplomacy, Scope.GENERAL, ANSWER) == (1, 60.0)
    assert agreed_terms(made.diplomacy, Scope.SECTOR, ANSWER) == (0, ANSWER.rung_days)
    assert agreed_terms(made.diplomacy, Scope.SHORT, ANSWER) == (0, ANSWER.short_days)


BLAME = [(J, A, 1), (A, J, -1), (J, J, 0), (A, A, 0), (P, A, 1), (I_, A, 1)]


@pytest.mark.parametrize(("russia", "ukraine", "sign"), BLAME)
def test_blame_falls_on_the_pivotal_side(russia, ukraine, sign):
    made = table()
    put(made, US, Scope.GENERAL)
    answered(made, russia, ukraine)
    assert np.sign(round(made.diplomacy.blame_russia - 0.5, 12)) == sign


def test_relation_follows_the_answer():
    """Accept over partial over conditional over reject, and a refusal is worse than none being asked."""
    after = []
    for answer in (A, P, C, J):
        made = table()
        put(made, US, Scope.GENERAL)
        answered(made, answer, A, met=0.05)
        after.append(made.diplomacy.us_russia)
    assert after == sorted(after, reverse=True)
    assert after[0] > MEDIATOR.relation > after[-1]


def test_patience_runs_down_with_refusals_of_the_mediators_own():
    for proposer, worn in ((US, True), (U, False)):
        made = table()
        put(made, proposer, Scope.GENERAL)
        answered(made, J, A)
        assert (made.diplomacy.patience < MEDIATOR.patience) == worn


def test_sincerity_is_learned_from_conditions_that_were_met():
    made = table()
    put(made, US, Scope.GENERAL)
    before = made.diplomacy.sincere
    answered(made, C, A, met=1.0)
    assert made.diplomacy.sincere == before + 1.0
    assert made.diplomacy.replies[R].granted == 1 << Condition.SANCTIONS_RELIEF
    made = table()
    put(made, US, Scope.GENERAL)
    for reply in made.diplomacy.replies:
        reply.answer, reply.scope, reply.met, reply.worth = C, Scope.GENERAL, 1.0, -1.0
    result = conclude(
        made.diplomacy, made.states, made.prospects, ANSWER, DIPLOMACY, MEDIATOR, LEARNING, CONDITION
    )
    assert result[0] == -1
    assert made.diplomacy.insincere == CONDITION.insincere + 1.0
    weigh_conditions(made.prospects[R], made.diplomacy, R, CONDITION)
    assert made.prospects[R].sincerity < CONDITION.sincere / (CONDITION.sincere + CONDITION.insincere)


def test_a_mediator_leans_to_whom_it_favours():
    made = table()
    for bias in (0.5, 0.0):
        made.diplomacy.bias = bias
        for side in (R, U):
            weigh_conditions(made.prospects[side], made.diplomacy, side, CONDITION)
        russia, ukraine = (made.prospects[s].chance[Condition.RECOGNITION_OF_GAINS] for s in (R, U))
        assert (russia > ukraine) == (bias > 0.0)
    assert all(0.0 <= made.prospects[R].chance[c] <= 1.0 for c in range(CONDITIONS))


# Proposals


def test_the_first_week_has_the_proposal_that_lay_there():
    made = table()
    propose(*_proposing(made), PROPOSAL)
    offer = made.diplomacy.offer
    assert (offer.made, offer.proposer, offer.scope, offer.days) == (True, US, Scope.GENERAL, 30.0)
    assert (offer.to_russia, offer.to_ukraine) == (True, False)


def test_the_first_week_can_end_as_it_did():
    """A partial answer to Jeddah grants a sector truce: energy, thirty days, both bound (18 March 2025)."""
    made = table()
    propose(*_proposing(made), PROPOSAL)
    ask(made, 0.5)
    reply = made.diplomacy.replies[R]
    assert reply.probability[Answer.PARTIAL] > 0.2
    share = 0.0
    for answer in range(Answer.PARTIAL):
        share += reply.probability[answer]
    ask(made, share + 0.5 * reply.probability[Answer.PARTIAL])
    result = conclude(
        made.diplomacy, made.states, made.prospects, ANSWER, DIPLOMACY, MEDIATOR, LEARNING, CONDITION
    )
    assert result == (Scope.SECTOR, True, True)
    assert agreed_terms(made.diplomacy, result[0], ANSWER) == (0, 30.0)


def _proposing(made: Table) -> tuple:
    m = made
    return m.agenda, m.states, m.prospects, m.truces, m.front, m.diplomacy, m.log, 1.0, ANSWER


def weigh(made: Table, p: ProposalParameters = PROPOSAL) -> list[list[float]]:
    weigh_proposals(made.agenda, made.states, made.prospects, made.truces, made.diplomacy, 1.0, ANSWER, p)
    return [list(made.agenda.worth[k * SCOPES : (k + 1) * SCOPES]) for k in range(4)]


def test_a_demand_refused_once_is_refused_again():
    """The stance on conditions is uniform and lasts; reconsidered every week it is a fresh draw."""
    draws = np.random.default_rng(4).random(4000)
    anew = dataclasses.replace(CONDITION, reconsider=1.0)
    stance, kept = 0.0, 0
    for uniform in draws:
        before, stance = stance, both(hold_stance, stance, uniform, CONDITION)
        kept += stance == before
        assert hold_stance(before, uniform, anew) == uniform
    changes = CONDITION.reconsider * 4000
    assert abs(4000 - kept - changes) < 4.0 * math.sqrt(changes)


ALONE = dict.fromkeys(("recognition_russia", "recognition_ukraine", "recognition_europe"), 0.0)
"""The floor is the mediator's."""


@pytest.mark.parametrize("uniform", [0.01, 0.3, 0.999])
def test_without_noise_the_best_is_proposed(uniform):
    agenda = Agenda.new(worth=[NEVER] * 20)
    sharp = dataclasses.replace(PROPOSAL, spread=1e-4, **ALONE)
    agenda.worth[11], agenda.worth[13] = 0.004, 0.009
    assert choose_slot(agenda, uniform, sharp) == 13
    agenda.worth[11], agenda.worth[13] = -0.004, -0.009
    assert choose_slot(agenda, uniform, sharp) == -1


def test_who_has_the_floor_speaks_whatever_it_is_worth_to_others():
    agenda = Agenda.new(worth=[NEVER] * 20)
    agenda.worth[7], agenda.worth[13] = 0.004, 0.9
    sharp = dataclasses.replace(PROPOSAL, spread=1e-4)
    picks = [choose_slot(agenda, (k + 0.5) / 4000, sharp) for k in range(4000)]
    p = PROPOSAL
    floor = p.recognition_russia + p.recognition_ukraine + p.recognition_mediator + p.recognition_europe
    assert picks.count(7) / 4000 == pytest.approx(p.recognition_ukraine / floor, abs=1e-3)
    assert picks.count(13) / 4000 == pytest.approx(p.recognition_mediator / floor, abs=1e-3)


def test_quantal_response_has_the_shares_of_logit():
    agenda = Agenda.new(worth=[NEVER] * 20)
    agenda.worth[10], agenda.worth[12] = 0.001, 0.003
    weights = {-1: 1.0, 10: math.exp(0.5), 12: math.exp(1.5)}
    noisy = dataclasses.replace(PROPOSAL, spread=0.002, **ALONE)
    picks = [choose_slot(agenda, (k + 0.5) / 5000, noisy) for k in range(5000)]
    for slot, weight in weights.items():
        assert picks.count(slot) / 5000 == pytest.approx(weight / sum(weights.values()), abs=1e-3)


def test_mediator_steps_down_the_ladder_after_refusals():
    made = table()
    worth = weigh(made)[US]
    assert worth.index(max(worth)) == Scope.GENERAL
    for _ in range(12):
        learn_outcome(made.states[US], Scope.GENERAL, -1)
    worth = weigh(made)[US]
    assert worth.index(max(worth)) < Scope.GENERAL


def test_a_settlement_is_drafted_only_where_both_may_sign_for_all_that_the_mediator_knows():
    made = table()
    assert weigh(made)[US][Scope.FINAL] == NEVER
    worths = []
    for chance in (0.01, 0.5):
        made.diplomacy.settlement_chance = chance
        worths.append(weigh(made)[US][Scope.FINAL])
    assert NEVER < worths[0] < worths[1]


def test_who_proposes_what():
    """Ukraine rather a general ceasefire, Russia rather anything but that, Europe a general ceasefire only."""
    worth = weigh(table())
    assert worth[U].index(max(worth[U])) == Scope.GENERAL
    assert worth[R].index(min(worth[R])) == Scope.GENERAL
    assert [w > NEVER for w in worth[EUROPE]] == [False, False, False, True, False]


def test_cheap_credit_makes_unilateral_truces():
    """The more the opening is worth, the more a short truce of its own is worth to Russia."""
    made = table()
    made.diplomacy.weeks_since_offer = 10.0
    worths = []
    for opening in (0.0, 0.01, 0.05):
        made.prospects[R].opening = opening
        worths.append(weigh(made)[R][Scope.SHORT])
    assert worths == sorted(worths)
    assert worths[0] < 0.0 < worths[2]


def test_what_was_proposed_of_late_is_no_news():
    """The credit for an initiative is spent by its use and comes back by half in `staleness` weeks."""
    made = table()
    fresh = weigh(made)[R][Scope.SHORT]
    made.agenda.stale[R * SCOPES + Scope.SHORT] = 1.0
    seen = [weigh(made)[R][Scope.SHORT] for _ in range(60)]
    assert seen == sorted(seen)
    assert seen[0] < fresh
    assert made.agenda.stale[R * SCOPES + Scope.SHORT] == pytest.approx(0.5 ** (60 / PROPOSAL.staleness))
    back = (seen[round(PROPOSAL.staleness) - 1] - seen[0]) / (fresh - seen[0])
    assert back == pytest.approx(0.5, abs=0.08)


def test_to_propose_spends_the_credit_of_that_proposal_alone():
    made = table()
    made.log.week = 5
    made.diplomacy.uniforms[2] = 0.2
    both(propose, *_proposing(made), PROPOSAL)
    offer = made.diplomacy.offer
    assert offer.made
    assert offer.proposer == R
    spent = [k for k in range(4 * SCOPES) if made.agenda.stale[k] > 0.0]
    assert spent == [R * SCOPES + offer.scope]
    assert 0.0 < offer.news <= PROPOSAL.initiative


def test_a_text_that_cannot_suit_the_other_states_a_position():
    """It earns a part of the credit of one that could, and nothing where such texts are not taken seriously."""
    worths = []
    for seriousness in (0.0, 0.3, 1.0):
        p = dataclasses.replace(PROPOSAL, seriousness=seriousness)
        worths.append(weigh(table(), p)[R][Scope.FINAL])
    assert worths == sorted(worths)
    assert worths[0] < 0.0 < worths[1]


def test_an_author_is_paid_what_it_reckoned_with():
    """The relation rises by the credit of the scope times what the initiative was news."""
    for news in (0.0, 0.2, 0.5):
        made = table()
        put(made, R, Scope.FINAL, to_russia=False)
        made.diplomacy.offer.news = news
        before = made.diplomacy.us_russia
        answered(made, A, J)
        gained = MEDIATOR.relation_gain * news * ANSWER.weight_final**ANSWER.concavity
        assert made.diplomacy.us_russia - before == pytest.approx(gained)


def test_an_exchange_waits_for_lists():
    made = table()
    made.agenda.exchange = 0.0
    assert [row[Scope.HUMAN] for row in weigh(made)] == [NEVER] * 4
    worths = []
    for men in (0.7, 1.0, 2.0):
        made.agenda.exchange = men
        worths.append(weigh(made)[U][Scope.HUMAN])
    assert worths[0] < worths[1] < worths[2]


def test_the_mediator_does_not_ask_again_at_once():
    made = table()
    before = weigh(made)[US][Scope.GENERAL]
    made.agenda.stale[US * SCOPES + Scope.GENERAL] = 1.0
    assert weigh(made)[US][Scope.GENERAL] < 0.2 * before


def test_what_is_in_force_is_not_proposed():
    made = table()
    made.truces[Scope.GENERAL].active = True
    assert [open_scope(made.truces, s) for s in Scope] == [True, False, False, False, True]
    made.truces[Scope.FINAL].active = True
    assert not any(open_scope(made.truces, s) for s in Scope)


def test_nothing_is_proposed_once_the_war_is_decided():
    made = table()
    made.front.end = WarEnd.RUSSIAN_OBJECTIVE
    propose(*_proposing(made), PROPOSAL)
    assert not made.diplomacy.offer.made
    assert made.log.count == 0


# Answers at the table


def test_a_proposer_accepts_its_own_and_is_not_asked():
    made = table()
    put(made, R, Scope.SHORT, to_russia=False)
    ask(made, 0.0)
    assert made.diplomacy.replies[R].answer == Answer.ACCEPT
    assert made.diplomacy.replies[U].answer == Answer.IGNORED
    events = [made.log.events[k] for k in range(made.log.count)]
    assert [(e.kind, e.actor, e.detail) for e in events] == [(Happening.REPLY, U, Answer.IGNORED)]


def test_replies_are_told_with_their_terms():
    made = table()
    put(made, US, Scope.GENERAL)
    ask(made, 0.5)
    for k, side in enumerate((R, U)):
        event, reply = made.log.events[k], made.diplomacy.replies[side]
        assert (event.actor, event.target, event.detail) == (side, US, reply.answer)
        assert event.conditions == reply.conditions
        assert event.value == reply.probability[reply.answer]
        assert list(event.terms) == list(reply.terms)


def test_a_demand_is_the_package_of_a_belligerents_settlement():
    made = table()
    put(made, R, Scope.FINAL, to_russia=False)
    draft_package(made.diplomacy, made.states, made.prospects, 0.998, 0.998, SETTLEMENT)
    assert list(made.diplomacy.offer.package) == list(made.states[R].demand)
    assert made.prospects[U].at_offer < made.states[U].war_value
    ask(made, 0.3)
    assert made.diplomacy.replies[U].answer in (Answer.IGNORED, Answer.REJECT)


@pytest.mark.parametrize(("choice", "expected"), [(1, Answer.ACCEPT), (2, Answer.REJECT)])
def test_counterfactual_answers(choice, expected):
    """As the engines hold it, a choice is its index; the rule's own probabilities stay."""
    made = table()
    put(made, US, Scope.GENERAL)
    values = {f.name: getattr(ANSWER, f.name) for f in dataclasses.fields(ANSWER)}
    values |= {"russia_answers": choice, "ukraine_answers": 0}
    ask(made, 0.5)
    before = list(made.diplomacy.replies[R].probability)
    ask(made, 0.5, AnswerParameters(**values))
    assert made.diplomacy.replies[R].answer == expected
    assert list(made.diplomacy.replies[R].probability) == before
    assert made.diplomacy.replies[U].answer == Answer.ACCEPT


# A week, and a spring


@rule
def week(
    diplomacy,
    states,
    prospects,
    truces,
    front,
    regime,
    agenda,
    log,
    learning,
    answer,
    condition,
    table_,
    mediator,
    proposal,
    support,
    frozen,
    settlement,
):
    """A week of the table, in order; the draft of a settlement has its own test."""
    take_stock(prospects, states, front, diplomacy, frozen, settlement)
    mediate(diplomacy, states, log, table_, mediator)
    inform(prospects, diplomacy, states, regime, truces, mediator, condition)
    propose(agenda, states, prospects, truces, front, diplomacy, log, settlement.curvature, answer, proposal)
    for side in (0, 1):
        hear_answer(diplomacy, states, prospects, log, side, answer, table_)
    result = conclude(diplomacy, states, prospects, answer, table_, mediator, learning, condition)
    for actor in range(STATES):
        move_resolve(states[actor], actor, front.momentum_km2, 1.0, diplomacy.us_aid, support)
    give_aid(states, diplomacy.us_aid, support)
    change_office(2, diplomacy, states, log, table_, mediator, support)
    return result[0]


GROUPS = (LEARNING, ANSWER, CONDITION, DIPLOMACY, MEDIATOR, PROPOSAL, SUPPORT, FROZEN, SETTLEMENT)


def draw(made: Table, rng: np.random.Generator) -> None:
    for k in range(10):
        made.diplomacy.uniforms[k] = float(rng.random())
    for k in range(3):
        made.diplomacy.normals[k] = float(rng.standard_normal())
    for state in made.states:
        for k in range(2):
            state.normals[k] = float(rng.standard_normal())


def test_both_engines_agree_on_a_week():
    made_any = 0
    for seed in range(24):
        rng = np.random.default_rng(seed)
        made = table()
        made.log.week = seed
        draw(made, rng)
        made.diplomacy.settlement_chance = max(float(rng.normal(0.0, 0.3)), 0.0)
        made.diplomacy.pressure = float(rng.uniform(-1.0, 1.0))
        made.front.momentum_km2 = float(rng.normal(300.0, 200.0))
        made.states[R].war_value = float(rng.uniform(0.3, 0.9))
        made.truces[Scope.SECTOR].active = bool(rng.random() < 0.5)
        both(week, *made.records(), *GROUPS)
        made_any += made.diplomacy.proposals
    assert made_any >= 12


def anywhere(group: type, rng: np.random.Generator):
    """A group of parameters, each at an end of its range or anywhere between."""
    values = {}
    for field in dataclasses.fields(group):
        low, high = field.metadata["low"], field.metadata["high"]
        if not field.metadata["choices"]:
            values[field.name] = float(rng.choice([low, high, rng.uniform(low, high)]))
    return group(**values)


def test_nothing_leaves_its_range_wherever_the_parameters_lie():
    rng = np.random.default_rng(11)
    for number in range(300):
        if number % 30 == 0:
            made = table()
        made.log.week = number
        draw(made, rng)
        groups = [anywhere(type(group), rng) for group in GROUPS]
        for side in (R, U):
            made.states[side].belief_mean = float(rng.normal(0.0, 150.0))
            made.states[side].ambiguity = groups[3].ambiguity_russia
            distance = float(rng.choice([0.0, 28000.0]))
            appraisal = anywhere(AppraisalParameters, rng)
            appraise(made.states[side], made.prospects[side], side, 82.0, distance, 70000.0, appraisal)
        week(*made.records(), *groups)
        d = made.diplomacy
        for reply in d.replies:
            assert all(math.isfinite(x) for x in (*reply.terms, *reply.probability))
            assert all(0.0 <= x <= 1.0 for x in reply.probability)
        shares = (d.patience, d.blame_russia, d.us_aid, d.sanctions_relief, *(s.resolve for s in made.states))
        assert all(0.0 <= x <= 1.0 for x in shares)
        assert all(-1.0 <= x <= 1.0 for x in (d.pressure, d.us_russia, d.bias))
        assert d.opening >= 0.0
    assert not made.log.overflow


def test_a_spring_looks_like_spring():
    """Over 27 weeks: about a proposal a week, general ceasefires hardly ever, lower rungs often, talk goes on."""
    weeks, runs = 27, 30
    proposals, asked, accepted, concluded, switches = 0, 0, 0, np.zeros(SCOPES), 0
    for seed in range(runs):
        rng = np.random.default_rng(seed)
        made = table()
        for number in range(weeks):
            made.log.week = number
            draw(made, rng)
            made.states[US].normals[1] = 0.0
            mediate(made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR)
            inform(made.prospects, made.diplomacy, made.states, made.regime, made.truces, MEDIATOR, CONDITION)
            propose(*_proposing(made), PROPOSAL)
            for side in (R, U):
                hear_answer(made.diplomacy, made.states, made.prospects, made.log, side, ANSWER, DIPLOMACY)
            offer = made.diplomacy.offer
            if offer.made and offer.to_russia and offer.scope == Scope.GENERAL:
                asked += 1
                accepted += made.diplomacy.replies[R].answer == Answer.ACCEPT
            scope, russia, ukraine = conclude(
                made.diplomacy, made.states, made.prospects, ANSWER, DIPLOMACY, MEDIATOR, LEARNING, CONDITION
            )
            if russia and ukraine:
                concluded[scope] += 1
        proposals += made.diplomacy.proposals
        kinds = [made.log.events[k].kind for k in range(made.log.count)]
        switches += kinds.count(Happening.PRESSURE_SWITCH)
    assert 0.6 < proposals / (runs * weeks) <= 1.0
    assert accepted / asked < 0.08
    assert concluded[Scope.GENERAL] / runs < 0.5
    assert concluded[: Scope.GENERAL].sum() / runs > 2.0
    assert 4.0 < weeks * runs / switches < 8.0
