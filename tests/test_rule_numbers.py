"""Rules held to numbers worked by hand and to their limits, where faults written into them had passed unseen.

Each stands for a mechanism whose other tests hold signs and whole weeks alone: see docs/mutation.md.
"""

from __future__ import annotations

import dataclasses
import math
from types import SimpleNamespace

import pytest

from agents.answers import ALWAYS_ACCEPT, ALWAYS_REJECT
from agents.deadlines import set_date
from agents.requests import condition_value
from agents.ruin import ruin_probability
from agents.stakes import truce_terms
from agents.states import Prospect, State, acceptance
from agents.successors import SuccessorsParameters, install
from agents.tier import Elite
from agents.valuation import utility
from agents.vocabulary import Answer, Condition, Issue, Organ, Scope
from model.aid import AidParameters, update_means
from model.circumstances import extension_probability
from model.crisis import lay_out
from model.dilemma import DilemmaModel
from model.dividends import DividendParameters, Dividends, credit_ukraine
from model.economy import UkrainianEconomy
from model.europe import Europe, EuropeParameters, relief_pressure
from model.floor import ProposalParameters, shorter_days
from model.learning import LearningParameters, believed_acceptance
from model.outcomes import Outcome, _tally_answers
from model.polity import Contest, Regime
from model.record import Observation, observe
from model.stages.deadline import press_for_date, tell_threat
from model.stages.patron import danger_of_disorder
from model.war import Front
from tests.arenas import Arena
from tests.belligerents import ANSWERS_GROUP, FROZEN, R, U, side
from tests.incumbents import L, incumbent
from tests.kremlin import Kremlin
from tests.organs import STAKES
from tests.table import ANSWER, Table, ask, put, table

# Answers


@pytest.mark.parametrize("actor", [R, U])
def test_root_causes_are_worth_a_bar_and_a_leadership_that_stay(actor):
    state, prospect = side(actor)
    changed = list(FROZEN)
    changed[Issue.NATO_BAR] = changed[Issue.LEADERSHIP] = 1.0
    gain = prospect.permanence[Scope.GENERAL] * (utility(state, changed) - utility(state, FROZEN))
    found = condition_value(state, prospect, Condition.ROOT_CAUSES, Scope.GENERAL, 30.0, ANSWERS_GROUP)
    assert found == pytest.approx(gain)


def test_a_settlement_is_its_package_less_war_gap_aims_and_claim():
    """0.8 - 0.3, less a gap of 0.06, less 0.4 of the 0.2 renounced and 1.4 of a claim of 0.1; half of it lasts."""
    state = State.new(war_value=0.3, commitment_gap=0.05, gap_rise=0.01, attachment=0.4, claim=0.1)
    prospect = Prospect.new(at_offer=0.8, curvature=1.0)
    p = dataclasses.replace(ANSWERS_GROUP, gap=1.0, lasting=0.5)
    assert truce_terms(state, prospect, Scope.FINAL, 0, 0.0, p)[0] == pytest.approx(0.5 * 0.22)


def test_who_has_seen_no_answer_expects_either():
    assert acceptance(State.new(), Scope.GENERAL) == 0.5


def answered(uniform: float, answers: int) -> Table:
    made = table()
    put(made, 2, Scope.GENERAL)
    ask(made, uniform, dataclasses.replace(ANSWER, russia_answers=answers, ukraine_answers=answers))
    return made


@pytest.mark.parametrize(
    ("answers", "answer"), [(ALWAYS_ACCEPT, Answer.ACCEPT), (ALWAYS_REJECT, Answer.REJECT)]
)
def test_one_who_always_answers_alike_asks_for_nothing(answers, answer):
    for step in range(20):
        for reply in answered((step + 0.5) / 20, answers).diplomacy.replies:
            assert (reply.answer, reply.conditions, reply.met) == (answer, 0, 0.0)


def test_each_answer_to_a_general_truce_is_counted_for_whom_it_was_put_to():
    made, outcome = table(), Outcome.new()
    replies = made.diplomacy.replies
    replies[R].answer, replies[U].answer = Answer.CONDITIONAL, Answer.ACCEPT
    for proposer, scope in ((2, Scope.GENERAL), (U, Scope.GENERAL), (2, Scope.SHORT)):
        put(made, proposer, scope)
        _tally_answers(outcome, SimpleNamespace(diplomacy=made.diplomacy))
    assert outcome.russia_general[Answer.CONDITIONAL] == sum(outcome.russia_general) == 2.0
    assert outcome.ukraine_general[Answer.ACCEPT] == sum(outcome.ukraine_general) == 1.0


def test_each_side_is_believed_to_accept_each_rung_as_the_parameters_say():
    rungs = {"human": 0.1, "short": 0.2, "sector": 0.3, "general": 0.4, "final": 0.5}
    given = {f"russia_{n}": x for n, x in rungs.items()} | {f"ukraine_{n}": x + 0.4 for n, x in rungs.items()}
    p = LearningParameters(**given)
    for scope in Scope:
        assert believed_acceptance(R, scope, p) == rungs[scope.name.lower()]
        assert believed_acceptance(U, scope, p) == rungs[scope.name.lower()] + 0.4


# Truces


def test_a_lapse_is_laid_to_each_by_its_share_of_the_reluctance():
    """Odds of three to one and even odds: both extend in 3/8, and a third of the reluctance is Russia's."""
    found = extension_probability(0.01 * math.log(3.0), 0.01, 0.0, 0.01)
    assert found == pytest.approx((0.375, 1.0 / 3.0))


def test_each_rung_has_its_shorter_length_and_a_settlement_none():
    p = ProposalParameters(days_human=1.0, days_short=2.0, days_sector=3.0, days_general=4.0)
    lengths = {Scope.HUMAN: 1.0, Scope.SHORT: 2.0, Scope.SECTOR: 3.0, Scope.GENERAL: 4.0, Scope.FINAL: 0.0}
    assert {scope: shorter_days(scope, p) for scope in Scope} == lengths


def a_date_for(side: float) -> Arena:
    arena = Arena()
    arena.ledger.diplomacy.side = side
    set_date(arena.ledger.deadline, side, 5.0)
    return arena


@pytest.mark.parametrize(("side", "threatened_one"), [(1.0, R), (-1.0, U)])
def test_a_date_threatens_whom_it_is_set(side, threatened_one):
    arena = a_date_for(side)
    before = [prospect.blame for prospect in arena.ledger.prospects]
    tell_threat(arena.ledger, arena.values)
    rises = [after.blame - usual for after, usual in zip(arena.ledger.prospects, before, strict=True)]
    assert rises[threatened_one] > 0.0
    assert rises[1 - threatened_one] == 0.0


@pytest.mark.parametrize("side", [1.0, -1.0])
def test_a_date_runs_while_its_side_is_pressed_and_is_dropped_when_the_other_is(side):
    arena = a_date_for(side)
    deadline = arena.ledger.deadline
    dropped = deadline.dropped
    press_for_date(arena.ledger, arena.values)
    assert (deadline.running, deadline.weeks_left, deadline.dropped) == (True, 4.0, dropped)
    arena.ledger.diplomacy.side = -side
    press_for_date(arena.ledger, arena.values)
    assert (deadline.running, deadline.dropped) == (False, dropped + 1.0)


@pytest.mark.parametrize(("uniform", "pressure"), [(0.0, -1.0), (1.0, 0.25)])
def test_a_mediator_that_keeps_its_word_presses_fully(uniform, pressure):
    arena = a_date_for(-1.0)
    table, arena.ledger.deadline.weeks_left = arena.ledger.diplomacy, 1.0
    table.uniforms[9], table.pressure = uniform, 0.25
    press_for_date(arena.ledger, arena.values)
    assert table.pressure == pressure


def test_what_a_pause_of_strikes_gains_one_side_it_costs_the_other():
    russia, ukraine = Arena().ledger.prospects[:2]
    assert russia.strike_gain == -ukraine.strike_gain != 0.0


# Coups and successors


def test_those_in_the_plot_resist_nothing():
    kremlin = Kremlin()
    for place in range(len(kremlin.plot.resist_cost)):
        kremlin.plot.resist_cost[place] = 9.0
    lay_out(kremlin.plot, kremlin.services, True, 1.0, 1.0, STAKES)
    half = len(kremlin.services)
    assert list(kremlin.plot.resist_cost)[half:] == [0.0] * half
    assert all(cost != 9.0 for cost in list(kremlin.plot.resist_cost)[:half])


def test_a_successor_takes_over_no_heir():
    leader = incumbent(heir=2, heir_faction=2, heir_strength=0.5, heir_relief=0.3, heir_threat=0.2)
    install(leader, Elite.new(faction=1), 17, 0.5, 0.0, L, SuccessorsParameters())
    assert (leader.heir, leader.heir_faction) == (-1, -1)
    assert (leader.heir_strength, leader.heir_relief, leader.heir_threat) == (0.0, 0.0, 0.0)


def test_disorder_is_open_dissent_or_a_contest_without_consensus():
    for active, disorder in ((True, 0.7), (False, 0.1)):
        contest, regime = Contest.new(active=active, consensus=0.3), Regime.new(elite_dissent=0.1)
        assert danger_of_disorder(SimpleNamespace(contest=contest, regime=regime)) == pytest.approx(disorder)


# What is recorded of a week


def test_a_week_is_recorded_as_the_ledger_has_it():
    model = DilemmaModel(rng=1, horizon="2025-06-30")
    model.run()
    ledger, row = model.ledger, Observation.new()
    observe(row, ledger)
    found = {
        "leader_health": ledger.leader.health,
        "personalisation": ledger.leader.personalisation,
        "elite_support": ledger.regime.elite_support,
        "loyalty_fsb": ledger.services[Organ.FSB].loyalty,
        "china_trade": ledger.patron.trade,
        "china_dual_use": ledger.patron.dual_use,
        "china_finance": ledger.patron.finance,
        "china_diplomacy": ledger.patron.diplomacy,
        "autonomy": ledger.patron.autonomy,
        "zone": ledger.diplomacy.zone,
        "pressure": ledger.diplomacy.pressure,
        "reserves": ledger.russian_economy.reserves,
        "rents": ledger.russian_economy.rents,
        "belief_russia": ledger.states[R].victory,
        "war_value_ukraine": ledger.states[U].war_value,
    }
    assert {name: getattr(row, name) for name in found} == found
    for truce in ledger.truces:
        truce.active = False
    observe(row, ledger)
    assert (row.truce_scope, row.compliance_russia, row.compliance_ukraine) == (-1, 1.0, 1.0)


# War, aid and Europe


def test_ruin_is_certain_at_nothing_and_even_half_way_without_drift():
    assert [ruin_probability(start, 10.0, 0.3) for start in (-1.0, 0.0, 10.0)] == [0.0, 0.0, 1.0]
    for tilt in (0.0, 5e-324, -5e-324):
        assert ruin_probability(0.1, 0.2, tilt) == pytest.approx(0.5)


def test_money_for_reconstruction_meets_needs_as_aid_does():
    """At war and at a shortfall of a tenth the needs are 10/9; own means meet 0.5, four fifths of the aid 0.4."""
    economy = UkrainianEconomy.new(gdp=1.0, aid_start=100.0, reconstruction=20.0)
    update_means(economy, Front.new(tempo=1.0), 60.0, AidParameters(own_share=0.5, shortfall=0.1))
    assert economy.shortfall == pytest.approx(0.19)
    assert economy.dependence == pytest.approx(0.36)


def test_what_needs_absorb_is_not_invested():
    grown = []
    for absorbed in (0.0, 0.25, 1.0):
        economy = UkrainianEconomy.new(gdp=1.0, capacity=1.0)
        credit_ukraine(economy, Dividends.new(paying=0.003), DividendParameters(absorbed=absorbed))
        grown.append(math.log(economy.capacity))
    assert grown[0] > 0.0
    assert grown == pytest.approx([grown[0], 0.75 * grown[0], 0.0])


@pytest.mark.parametrize(("relation", "pressure"), [(-1.0, 0.0), (0.0, 0.5), (0.5, 0.75), (1.0, 1.0)])
def test_after_a_long_quiet_relief_is_pressed_for_as_relations_are(relation, pressure):
    assert relief_pressure(Europe.new(quiet_days=1e6), EuropeParameters(), relation) == pytest.approx(
        pressure
    )
