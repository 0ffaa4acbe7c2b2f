"""What each proposer expects of each scope, by numbers worked by hand: own truces, texts, exchanges, mediation."""

from __future__ import annotations

import dataclasses
import math
from types import SimpleNamespace

import pytest

from agents.answer_parameters import AnswerParameters
from agents.states import Prospect, State
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, STATES, Actor, Scope
from model import agenda as rules
from model.agenda import (
    NEVER,
    Agenda,
    belligerent_worth,
    leading_european,
    third_party_worth,
    weigh_belligerent,
    weigh_proposals,
)
from model.bargaining import Diplomacy
from model.floor import EUROPE, PROPOSERS, ProposalParameters
from model.truce import Truce

R, U, US = int(Actor.RUSSIA), int(Actor.UKRAINE), int(Actor.UNITED_STATES)
ANSWER = dataclasses.replace(AnswerParameters(), concavity=0.5, weight_short=0.04, weight_human=0.01)
P = ProposalParameters(
    initiative=0.5,
    onus=0.2,
    effort=0.001,
    rebuff=0.01,
    staleness=1.0,
    seriousness=0.25,
    europe_stake=0.2,
    mediator_stake=0.5,
    days_human=5.0,
    days_short=2.0,
    days_sector=14.0,
    days_general=28.0,
    longer=3.0,
)


# What a truce of its own is worth to a belligerent.


def ready(scope: Scope, **changes: float) -> State:
    """A belligerent that expects six of ten proposals of a scope to be accepted."""
    state = State.new(**changes)
    state.accepts[scope], state.refuses[scope] = 3.0, 2.0
    return state


def test_a_ceasefire_proposed_brings_its_terms_less_the_relapse_and_credit_and_blame():
    """Accepted in 0.3; 10 weeks gain 0.05, the relapse costs 0.1 x 0.5 x 1.6; credit 0.04, blame 0.2 x 0.6 x 0.7."""
    answers = dataclasses.replace(ANSWER, momentum=1.0, relapse=0.5, credit=1.0)
    state = ready(Scope.GENERAL, momentum=-0.005, war_value=1.0)
    prospect = Prospect.new(opening=0.1, blame=0.6, lock_in=26.0)
    found = belligerent_worth(state, prospect, Scope.GENERAL, 70.0, 0.4, 0.5, answers, P)
    assert found == pytest.approx(0.3 * (0.05 - 0.08) + 0.04 * (0.5 + 0.084) - 0.001)


def test_a_sector_truce_of_its_own_stops_all_deep_strikes():
    """Twenty weeks at 0.01 a week, six in ten accepted; at sea alone it would be a tenth of that."""
    answers = dataclasses.replace(ANSWER, sea_strikes=0.1, regroup=1.0, momentum=0.0, sector_ground=0.0)
    state, prospect = ready(Scope.SECTOR), Prospect.new(strike_gain=0.01, lock_in=26.0)
    found = belligerent_worth(state, prospect, Scope.SECTOR, 140.0, 0.4, 1.0, answers, P)
    assert found == pytest.approx(0.6 * 0.2 - 0.001)


# What is handed on by scope.


def weighed(note, scope: Scope, value=0.01, **changes):
    """Let a scope be weighed for Ukraine, at a worth that is given; return the agenda and what worth was asked for."""
    calls = note(rules, "belligerent_worth", value)
    state, rival = ready(scope), State.new()
    prospect = Prospect.new(doubt=changes.pop("doubt", 0.0), at_offer=9.0)
    agenda = Agenda.new(exchange=changes.pop("exchange", 1.0), worth=[7.0] * 20, days=[7.0] * 20)
    given = {"earned": 0.1, "answers": ANSWER, **changes}
    weigh_belligerent(agenda, state, rival, prospect, U, scope, given["earned"], 1.0, given["answers"], P)
    slot = U * SCOPES + scope
    others = [k for k in range(20) if k != slot]
    assert [agenda.worth[k] for k in others] == [7.0] * 19
    row = SimpleNamespace(worth=agenda.worth[slot], days=agenda.days[slot], news=agenda.news[slot])
    return row, calls, prospect


@pytest.mark.parametrize(
    ("scope", "lengths"),
    [
        (Scope.HUMAN, [5.0]),
        (Scope.SHORT, [2.0, 6.0]),
        (Scope.SECTOR, [14.0, 42.0]),
        (Scope.GENERAL, [28.0, 84.0]),
        (Scope.FINAL, [0.0]),
    ],
)
def test_a_truce_has_two_lengths_and_exchanges_and_settlements_one(note, scope, lengths):
    signed = note(rules, "expect_signature", 1.0)
    _, calls, _ = weighed(note, scope)
    assert len(signed) == (scope == Scope.FINAL)
    assert [call[2:4] for call in calls] == [(scope, days) for days in lengths]


@pytest.mark.parametrize(
    ("shorter", "longer", "days"), [(0.01, 0.02, 6.0), (0.02, 0.01, 2.0), (0.02, 0.02, 2.0)]
)
def test_a_belligerent_proposes_the_better_of_two_lengths(note, shorter, longer, days):
    row, _, _ = weighed(note, Scope.SHORT, lambda *given: longer if given[3] > 2.0 else shorter)
    assert (row.worth, row.days) == (0.02, days)


@pytest.mark.parametrize(("scope", "credited"), [(Scope.SHORT, 0.1), (Scope.GENERAL, 0.04)])
def test_a_doubted_word_earns_less_by_a_ceasefire_and_as_much_by_a_short_truce(note, scope, credited):
    """A word that has lost six tenths of its standing: news is the initiative's half of credit over its own."""
    row, calls, _ = weighed(note, scope, doubt=0.6)
    assert [call[4:6] for call in calls] == [(pytest.approx(credited), 1.0)] * 2
    assert row.news == pytest.approx(0.5 * credited / (0.2 if scope == Scope.SHORT else 1.0))


def test_what_earns_no_credit_is_no_news(note):
    row, _, _ = weighed(note, Scope.HUMAN, answers=dataclasses.replace(ANSWER, weight_human=0.0))
    assert row.news == 0.0


@pytest.mark.parametrize(("exchange", "worth"), [(0.5, -0.05), (1.0, 0.01), (3.0, 0.25)])
def test_an_exchange_gains_by_the_men_who_come_home(note, exchange, worth):
    """0.01, and 0.6 x 0.2 for each usual exchange beyond the first."""
    answers = dataclasses.replace(ANSWER, exchange_gain=0.2)
    row, _, _ = weighed(note, Scope.HUMAN, exchange=exchange, answers=answers)
    assert (row.worth, row.days) == (pytest.approx(worth), 5.0)


@pytest.mark.parametrize("scope", [Scope.SHORT, Scope.SECTOR, Scope.GENERAL])
def test_men_who_could_be_exchanged_add_nothing_to_a_truce(note, scope):
    row, _, _ = weighed(note, scope, exchange=9.0)
    assert row.worth == 0.01


@pytest.mark.parametrize(("chance", "earned"), [(0.0, 0.025), (0.4, 0.055), (1.0, 0.1)])
def test_a_text_earns_credit_as_far_as_it_could_suit_the_other(note, chance, earned):
    """A quarter of 0.1 is earned by a position, the rest by the chance that the other signs."""
    asked = note(rules, "expect_signature", chance)
    own = note(
        rules, "utility", lambda state, demand, curvature: 0.3 + curvature if state.accepts[4] else 0.2
    )
    row, calls, prospect = weighed(note, Scope.FINAL)
    assert prospect.at_offer == 1.3
    assert [call[1] for call in asked] == [0.2]
    assert len(own) == 2
    assert calls[0][4:6] == (pytest.approx(earned), chance)
    assert (row.worth, row.days) == (0.01, 0.0)
    assert row.news == pytest.approx(0.5 * earned / math.sqrt(ANSWER.weight_final))


# Third parties.


@pytest.mark.parametrize(
    ("aid", "leader"),
    [
        ([5.0, 1.0, 2.0, 3.0, 4.0, 1.0], 0),
        ([5.0, 1.0, 7.0, 3.0, 4.0, 1.0], 2),
        ([5.0, 1.0, 5.0, 3.0, 5.0, 1.0], 0),
        ([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], 5),
        ([2.0, 9.0, 3.0, 8.0, 4.0, 1.0], 1),
    ],
)
def test_the_european_who_gives_most_speaks_for_europe(aid, leader):
    states = [State.new(aid=100.0) for _ in range(FIRST_EUROPEAN)] + [State.new(aid=a) for a in aid]
    assert leading_european(states) == FIRST_EUROPEAN + leader


def world() -> list[State]:
    states = [State.new(accepts=[1.0] * SCOPES, refuses=[3.0] * SCOPES) for _ in range(STATES)]
    states[Actor.FRANCE].aid, states[Actor.FRANCE].resolve = 5.0, 0.8
    return states


def test_europe_weighs_a_ceasefire_by_the_resolve_of_its_leader_and_nothing_else():
    """0.2 x 0.8 x 0.5 x 0.9, less the effort."""
    found = [third_party_worth(world(), Diplomacy.new(), EUROPE, scope, 0.9, 0.5, 0.1, P) for scope in Scope]
    assert found == [NEVER, NEVER, NEVER, pytest.approx(0.2 * 0.8 * 0.5 * 0.9 - 0.001), NEVER]


@pytest.mark.parametrize(
    ("scope", "chance", "both"),
    [(Scope.GENERAL, 0.6, 0.25), (Scope.SHORT, 0.0, 0.25), (Scope.FINAL, 0.6, 0.6)],
)
def test_the_mediator_weighs_a_proposal_by_stake_patience_news_chance_and_trust(scope, chance, both):
    """0.5 x 0.8 x 0.18 at stake, 0.4 of it news, the word good for 0.7."""
    diplomacy = Diplomacy.new(patience=0.8, settlement_chance=chance)
    found = third_party_worth(world(), diplomacy, US, scope, 0.18, 0.4, 0.7, P)
    assert found == pytest.approx(0.5 * 0.8 * 0.18 * 0.4 * both * 0.7 - 0.001)


# The whole agenda.


def all_weighed(note, asked=0.0, stale=0.0, exchange=1.0, doubts=(0.0, 0.0), closed=()):
    """Weigh all proposals at a worth of 0.5 each; return the agenda and what is handed on, by proposer and scope."""
    own = note(
        rules, "weigh_belligerent", lambda a, *given: a.worth.__setitem__(given[3] * SCOPES + given[4], 0.5)
    )
    other = note(rules, "third_party_worth", 0.5)
    agenda = Agenda.new(exchange=exchange, stale=[stale] * 20, worth=[7.0] * 20, days=[7.0] * 20)
    truces = [Truce.new(active=scope in closed) for scope in Scope]
    diplomacy = Diplomacy.new(asked=[asked] * SCOPES)
    states, prospects = world(), [Prospect.new(doubt=doubt) for doubt in doubts]
    weigh_proposals(agenda, states, prospects, truces, diplomacy, 0.25, ANSWER, P)
    return SimpleNamespace(agenda=agenda, diplomacy=diplomacy, own=own, other=other, states=states)


def test_every_proposer_weighs_every_scope(note):
    made = all_weighed(note)
    assert [call[4:6] for call in made.own] == [(side, scope) for scope in Scope for side in (R, U)]
    assert [call[2:4] for call in made.other] == [(who, scope) for scope in Scope for who in (US, EUROPE)]
    assert list(made.agenda.worth) == [0.5] * 20
    for call in made.own:
        assert (call[1], call[2]) == (made.states[call[4]], made.states[1 - call[4]])
        assert call[7:] == (0.25, ANSWER, P)
    lengths = [5.0, 2.0, 14.0, 28.0, 0.0]
    assert list(made.agenda.days) == [7.0] * 10 + lengths * 2, "a belligerent's are written with its worth"


CREDIT = [0.1, 0.2, math.sqrt(ANSWER.weight_sector), 1.0, math.sqrt(ANSWER.weight_final)]
WEIGHT = [0.01, 0.04, ANSWER.weight_sector, 1.0, ANSWER.weight_final]


@pytest.mark.parametrize(
    ("asked", "stale", "fresh", "left", "cost"),
    [
        (0.0, 0.0, 1.0, 0.0, 0.0),
        (0.8, 0.0, 0.6, 0.4, 0.004),
        (0.0, 0.6, 0.7, 0.0, 0.0),
        (0.8, 0.6, 0.42, 0.4, 0.004),
        (3.0, 0.0, 0.0, 1.5, 0.015),
    ],
)
def test_what_was_refused_or_used_of_late_is_less_news_and_asking_again_a_rebuff(
    note, asked, stale, fresh, left, cost
):
    """Memory and staleness halve in a week here; news is what neither has taken, the rebuff goes by what is left."""
    made = all_weighed(note, asked=asked, stale=stale)
    assert [call[6] for call in made.own] == pytest.approx([c * fresh for c in CREDIT for _ in range(2)])
    assert [call[4:6] for call in made.other] == [(w, pytest.approx(fresh)) for w in WEIGHT for _ in range(2)]
    assert list(made.diplomacy.asked) == pytest.approx([left] * SCOPES)
    assert list(made.agenda.stale) == pytest.approx([stale / 2.0] * 20)
    assert list(made.agenda.worth) == pytest.approx([0.5 - cost] * 20)


def test_third_parties_trust_in_both_words_together(note):
    """A word with half of its standing and one with four fifths; small steps are taken as they are."""
    made = all_weighed(note, doubts=(0.5, 0.2))
    assert [call[6] for call in made.other[::2]] == pytest.approx([1.0, 1.0, 1.0, 0.4, 0.4])


@pytest.mark.parametrize(("exchange", "counts"), [(0.0, None), (0.5, 0.5), (1.0, 1.0), (4.0, 1.0)])
def test_an_exchange_needs_men_and_a_small_one_earns_less(note, exchange, counts):
    made = all_weighed(note, exchange=exchange)
    earned = {call[5]: call[6] for call in made.own if call[4] == U}
    assert earned.pop(Scope.HUMAN, None) == (None if counts is None else pytest.approx(0.1 * counts))
    assert list(earned) == [Scope.SHORT, Scope.SECTOR, Scope.GENERAL, Scope.FINAL]
    assert list(earned.values()) == pytest.approx(CREDIT[1:])


def test_what_cannot_be_proposed_stays_so_however_often_it_was_asked(note):
    made = all_weighed(note, asked=3.0, closed=(Scope.SHORT,))
    assert [made.agenda.worth[who * SCOPES + Scope.SHORT] for who in range(PROPOSERS)] == [NEVER] * PROPOSERS
    assert all(made.agenda.worth[who * SCOPES + Scope.SECTOR] < 0.5 for who in range(PROPOSERS))
