"""What the table tells either side, what text lies on it, and what is noted of an answer.

Rules of worth and of answers are held to their papers elsewhere; here they are replaced by ones that note what they
are given.
"""

from __future__ import annotations

import pytest

from agents.answer_parameters import AnswerParameters
from agents.events import Log
from agents.states import Prospect, Reply, State
from agents.vocabulary import ANSWERS, ISSUES, SCOPES, STATES, TERMS, Actor, Answer, Happening, Scope
from model import diplomacy
from model.diplomacy import _override, backing, draft_package, hear_answer, inform, take_stock
from model.mediation import DiplomacyParameters
from model.polity import Regime
from model.table import Diplomacy
from model.truce import Truce
from model.war import Front
from tests.table import ANSWER, CONDITION, FROZEN, MEDIATOR, SETTLEMENT

R, U, US = Actor.RUSSIA, Actor.UKRAINE, Actor.UNITED_STATES
RULES = DiplomacyParameters(backing_europe=0.4, backing_belligerent=0.15)


def all_states() -> list[State]:
    return [State.new(resolve=0.1 * (actor + 1)) for actor in range(STATES)]


@pytest.mark.parametrize("proposer", list(Actor))
def test_all_of_the_mediators_standing_hangs_on_its_own_proposals_and_less_on_others(proposer):
    share = {R: 0.15, U: 0.15, US: 1.0, Actor.CHINA: 0.15}.get(proposer, 0.4)
    assert backing(proposer, RULES) == share


def test_each_is_told_what_victory_defeat_and_the_frozen_line_are_worth_to_it(note):
    """Of the four worths of decisive ends Russia's are the first two and Ukraine's the last."""
    ends = note(diplomacy, "outcome_utilities", (0.1, 0.2, 0.3, 0.4))
    lines = note(diplomacy, "frozen_line")
    frozen = note(diplomacy, "utility", lambda state, package, curvature: state.resolve + curvature)
    states, prospects = all_states(), [Prospect.new(), Prospect.new()]
    front, table = Front.new(kursk_km2=70.0), Diplomacy.new()
    take_stock(prospects, states, front, table, FROZEN, SETTLEMENT)
    curvature = SETTLEMENT.curvature
    assert [(p.at_victory, p.at_defeat) for p in prospects] == [(0.1, 0.2), (0.3, 0.4)]
    assert [p.at_freeze for p in prospects] == [0.1 + curvature, 0.2 + curvature]
    assert [(p.curvature, p.kursk_km2) for p in prospects] == [(curvature, 70.0)] * 2
    assert ends[0][0] is states[R]
    assert ends[0][1] is states[U]
    assert [call[:3] for call in lines] == [(front, table, FROZEN)] * 2
    assert len(frozen) == 2


def informed(note, opening=0.5, patience=0.8, **values):
    """Inform both sides; return what they were told and what the rules were asked."""
    calls = {
        "base_aid": note(diplomacy, "base_aid", lambda resolve, mediator: 10.0 * resolve),
        "blame_ratio": note(diplomacy, "blame_ratio", lambda side, pressure, mediator: pressure + side),
        "word_lost": note(diplomacy, "word_lost", lambda state, conditions: state.resolve),
        "weigh_conditions": note(diplomacy, "weigh_conditions"),
    }
    truces = [Truce.new(active=scope in (Scope.SHORT, Scope.GENERAL)) for scope in Scope]
    table = Diplomacy.new(opening=opening, patience=patience, pressure=-0.6)
    regime = Regime.new(hawk_reaction=0.003, dove_reaction=0.001)
    prospects = [Prospect.new(standing=[5] * SCOPES), Prospect.new(standing=[5] * SCOPES)]
    inform(prospects, table, all_states(), regime, truces, MEDIATOR, CONDITION, *values.values())
    return prospects, calls


def test_what_hangs_on_the_mediator_is_the_opening_for_russia_and_aid_for_ukraine(note):
    (russia, ukraine), calls = informed(note)
    assert russia.opening == pytest.approx(0.5 * 0.8)
    assert ukraine.opening == pytest.approx(MEDIATOR.dependence * 3.0 * 0.8)
    assert calls["base_aid"][0][0] == pytest.approx(0.3)  # the resolve of the United States


@pytest.mark.parametrize(("given", "credence"), [({}, 1.0), ({"credence": 0.5}, 0.5)])
def test_pressure_counts_as_far_as_it_is_believed(note, given, credence):
    prospects, calls = informed(note, **given)
    assert [p.blame for p in prospects] == pytest.approx([-0.6 * credence, 1.0 - 0.6 * credence])
    assert [call[0] for call in calls["blame_ratio"]] == [R, U]


def test_each_is_told_of_its_own_word_its_conditions_and_the_truces_in_force(note):
    prospects, calls = informed(note)
    assert [p.doubt for p in prospects] == pytest.approx([0.1, 0.2])
    assert [list(p.standing) for p in prospects] == [[0, 1, 0, 1, 0]] * 2
    assert [(call[0], call[2]) for call in calls["weigh_conditions"]] == [
        (prospects[R], R),
        (prospects[U], U),
    ]


def test_only_russias_ruler_is_told_what_his_palace_would_make_of_it(note):
    (russia, ukraine), _ = informed(note)
    assert (russia.hawk_reaction, russia.dove_reaction) == (0.003, 0.001)
    assert (ukraine.hawk_reaction, ukraine.dove_reaction) == (0.0, 0.0)


# The text of a settlement


def drafted(note, proposer=US, scope=Scope.FINAL, made=True):
    settled = note(diplomacy, "settle")
    worth = note(
        diplomacy, "utility", lambda state, package, curvature: state.resolve + package[1] + curvature
    )
    states = all_states()
    for actor, state in enumerate(states):
        state.demand[:] = [(actor + 1) * (issue + 1) / 200.0 for issue in range(ISSUES)]
    table = Diplomacy.new()
    table.offer.made, table.offer.proposer, table.offer.scope = made, proposer, scope
    table.offer.package[:] = [0.9] * ISSUES
    prospects = [Prospect.new(at_offer=-7.0, offered=[-7.0] * ISSUES) for _ in range(2)]
    draft_package(table, states, prospects, 0.98, 0.97, SETTLEMENT)
    return table, states, prospects, settled, worth


@pytest.mark.parametrize("proposer", [R, U])
def test_a_belligerents_text_is_its_demands_and_each_weighs_it(note, proposer):
    table, _, prospects, settled, _ = drafted(note, proposer)
    demand = [(proposer + 1) * (issue + 1) / 200.0 for issue in range(ISSUES)]
    assert list(table.offer.package) == demand
    assert settled == []
    assert [list(p.offered) for p in prospects] == [demand] * 2
    worth = [0.1 * (side + 1) + demand[1] + SETTLEMENT.curvature for side in (R, U)]
    assert [p.at_offer for p in prospects] == pytest.approx(worth)


@pytest.mark.parametrize("proposer", [US, Actor.CHINA, Actor.EUROPEAN_UNION])
def test_another_puts_the_mediators_draft(note, proposer):
    table, states, prospects, settled, _ = drafted(note, proposer)
    assert len(settled) == 1
    assert all(given is states[actor] for given, actor in zip(settled[0], (R, U, US), strict=False))
    assert settled[0][3:] == (0.98, 0.97, table, SETTLEMENT)
    assert [list(p.offered) for p in prospects] == [[0.9] * ISSUES] * 2


@pytest.mark.parametrize(
    ("scope", "made"), [(Scope.GENERAL, True), (Scope.FINAL, False), (Scope.SHORT, False)]
)
def test_without_a_settlement_on_the_table_there_is_no_text(note, scope, made):
    _, _, prospects, settled, worth = drafted(note, R, scope, made)
    assert (settled, worth) == ([], [])
    assert [p.at_offer for p in prospects] == [-7.0] * 2
    assert [list(p.offered) for p in prospects] == [[-7.0] * ISSUES] * 2


# Answers


def answer(state, reply, *_):
    """A partial answer that asks for something, in place of the rule."""
    reply.answer, reply.scope, reply.conditions, reply.met = Answer.PARTIAL, Scope.SHORT, 5, 0.25
    for place in range(ANSWERS):
        reply.probability[place] = 0.1 * (place + 1)
    for term in range(TERMS):
        reply.terms[term] = term / 10.0


def heard(note, side, russia=True, ukraine=True, scope=Scope.GENERAL, proposer=US, made=True, rules=ANSWER):
    asked = note(diplomacy, "answer_offer", answer)
    note(diplomacy, "acceptance", lambda state, scope: state.resolve + scope)
    table = Diplomacy.new(uniforms=[0.61, 0.62])
    offer = table.offer
    offer.made, offer.proposer, offer.scope, offer.sector, offer.days = made, proposer, scope, 2, 45.0
    offer.to_russia, offer.to_ukraine = russia, ukraine
    stale = {
        "answer": Answer.REJECT,
        "scope": 9,
        "conditions": 9,
        "granted": 9,
        "met": 9.0,
        "terms": [9.0] * TERMS,
    }
    for reply in table.replies:
        for name, value in stale.items():
            if name == "terms":
                reply.terms[:] = value
            else:
                setattr(reply, name, value)
    prospects, log = [Prospect.new(opening=0.5), Prospect.new(opening=0.3)], Log.new()
    hear_answer(table, all_states(), prospects, log, side, rules, RULES)
    return table.replies[side], asked, log


@pytest.mark.parametrize("side", [R, U])
@pytest.mark.parametrize(
    ("russia", "ukraine", "made"),
    [(True, True, False), (True, False, True), (False, True, True), (False, False, True)],
)
def test_one_who_is_not_asked_accepts_and_leaves_no_trace(note, side, russia, ukraine, made):
    addressed = made and (russia if side == R else ukraine)
    reply, asked, log = heard(note, side, russia, ukraine, made=made)
    assert (len(asked), log.count) == (addressed, addressed)
    if addressed:
        assert reply.granted == 0
    else:
        found = (reply.answer, reply.scope, reply.conditions, reply.granted, reply.met, list(reply.terms))
        assert found == (Answer.ACCEPT, Scope.GENERAL, 0, 0, 0.0, [0.0] * TERMS)


@pytest.mark.parametrize(
    ("side", "russia", "ukraine", "scope", "pivot"),
    [
        (R, True, True, Scope.GENERAL, 3.1),
        (U, True, True, Scope.GENERAL, 3.2),
        (R, True, False, Scope.GENERAL, 1.0),
        (U, False, True, Scope.GENERAL, 1.0),
        (R, True, True, Scope.FINAL, 1.0),
        (U, True, True, Scope.FINAL, 1.0),
        (R, True, True, Scope.HUMAN, 0.1),
    ],
)
def test_the_others_answer_is_uncertain_where_both_are_asked_about_a_truce(
    note, side, russia, ukraine, scope, pivot
):
    _, asked, _ = heard(note, side, russia, ukraine, scope)
    assert asked[0][6] == pytest.approx(pivot)


@pytest.mark.parametrize(
    ("side", "proposer", "stake"), [(R, US, 0.5), (U, US, 0.3), (R, Actor.FRANCE, 0.2), (U, R, 0.045)]
)
def test_an_answer_weighs_the_proposal_and_what_hangs_on_it(note, side, proposer, stake):
    _, asked, _ = heard(note, side, proposer=proposer)
    state, _, prospect, scope, sector, days, _, hangs, uniform, rules = asked[0]
    assert (scope, sector, days, rules) == (Scope.GENERAL, 2, 45.0, ANSWER)
    assert (state.resolve, prospect.opening) == ((0.1, 0.5) if side == R else (0.2, 0.3))
    assert hangs == pytest.approx(stake)
    assert uniform == (0.61 if side == R else 0.62)


@pytest.mark.parametrize("side", [R, U])
def test_an_answer_is_told_whole(note, side):
    reply, _, log = heard(note, side)
    event = log.events[0]
    told = (event.kind, event.actor, event.target, event.scope, event.detail, event.value)
    assert told == (Happening.REPLY, side, US, Scope.GENERAL, Answer.PARTIAL, 0.4)
    assert (event.conditions, event.granted) == (5, Scope.SHORT)
    assert list(event.terms) == list(reply.terms) == [term / 10.0 for term in range(TERMS)]


FIXED = [(0, Answer.PARTIAL, Scope.SHORT, 5, 0.25), (1, Answer.ACCEPT, Scope.FINAL, 0, 0.0)]
FIXED += [(2, Answer.REJECT, Scope.FINAL, 0, 0.0)]


@pytest.mark.parametrize("side", [R, U])
@pytest.mark.parametrize(("choice", "answered", "scope", "conditions", "met"), FIXED)
def test_one_who_always_answers_alike_asks_for_nothing(side, choice, answered, scope, conditions, met):
    """As the engines hold it, a choice is its index; the other side's choice is another."""
    reply = Reply.new(answer=Answer.PARTIAL, scope=Scope.SHORT, conditions=5, met=0.25)
    other = 1 if choice != 1 else 2
    choices = (choice, other) if side == R else (other, choice)
    _override(
        reply, side, Scope.FINAL, AnswerParameters(russia_answers=choices[0], ukraine_answers=choices[1])
    )
    assert (reply.answer, reply.scope, reply.conditions, reply.met) == (answered, scope, conditions, met)
