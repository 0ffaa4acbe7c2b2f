"""The floor and the table: whose turn falls on a number, what is put, to whom, and what is told of it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from agents.events import Log
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, Actor, Happening, Scope, WarEnd
from model import proposals
from model.agenda import NEVER, Agenda
from model.bargaining import Diplomacy
from model.floor import EUROPE, ProposalParameters
from model.proposals import NOTHING, choose_slot, propose, put_offer
from model.truce import Truce
from model.war import Front
from tests.noting import noted
from tests.table import ANSWER

R, U, US = Actor.RUSSIA, Actor.UKRAINE, Actor.UNITED_STATES
TURNS = replace(
    ProposalParameters(),
    recognition_russia=1.0,
    recognition_ukraine=2.0,
    recognition_mediator=4.0,
    recognition_europe=1.0,
    spread=0.5,
    days_general=30.0,
)
"""Of a floor of 8: Russia to 1/8, Ukraine to 3/8, the mediator to 7/8."""
LAST = {"recognition_russia": 0.0, "recognition_ukraine": 0.0, "recognition_mediator": 0.0}


def worths(**slots: float) -> Agenda:
    agenda = Agenda.new(worth=[NEVER] * (4 * SCOPES))
    for slot, worth in slots.items():
        agenda.worth[int(slot[1:])] = worth
    return agenda


@pytest.mark.parametrize(
    ("uniform", "chosen"),
    [
        (0.0, -1),
        (0.249 / 8, -1),
        (0.251 / 8, 0),
        (0.999 / 8, 0),  # three quarters of Russia's turn, whose one proposal is worth log 3 spreads
        (1.001 / 8, -1),
        (1.499 / 8, -1),
        (1.501 / 8, 6),  # Ukraine's: silence, 1 and 2
        (1.999 / 8, 6),
        (2.001 / 8, 9),
        (2.999 / 8, 9),
        (3.001 / 8, -1),
        (5.666 / 8, -1),
        (5.667 / 8, 12),  # the mediator's: a third, worth -log 2 spreads
        (6.999 / 8, 12),
        (7.001 / 8, -1),
        (7.499 / 8, -1),
        (7.501 / 8, 19),  # Europe's: even
        (0.99999, 19),
    ],
)
def test_a_number_falls_on_a_turn_and_what_is_left_of_it_on_silence_or_a_proposal(uniform, chosen):
    agenda = worths(s0=0.5 * math.log(3.0), s6=0.0, s9=0.5 * math.log(2.0), s12=-0.5 * math.log(2.0), s19=0.0)
    assert choose_slot(agenda, uniform, TURNS) == chosen


@pytest.mark.parametrize("uniform", [0.0, 0.5, 0.9999])
def test_who_has_nothing_to_propose_and_no_turn_is_silent(uniform):
    agenda = worths(s19=0.5)
    assert choose_slot(agenda, uniform, replace(TURNS, **LAST, recognition_europe=0.0)) == -1
    assert choose_slot(worths(), uniform, TURNS) == -1


@pytest.mark.parametrize("proposer", [a for a in Actor if a <= FIRST_EUROPEAN])
def test_a_proposal_is_put_to_whoever_did_not_make_it(monkeypatch, proposer):
    told = noted(monkeypatch, proposals, "emit")
    d, log = Diplomacy.new(proposals=4, weeks_since_offer=9.0), Log.new()
    put_offer(d, log, proposer, Scope.SECTOR, 2, 45.0)
    offer = d.offer
    assert (offer.made, offer.proposer, offer.scope, offer.sector, offer.days) == (
        True,
        proposer,
        Scope.SECTOR,
        2,
        45.0,
    )
    assert (offer.to_russia, offer.to_ukraine) == (proposer != R, proposer != U)
    assert (d.weeks_since_offer, d.proposals) == (0.0, 5)
    target = {R: U, U: R}.get(proposer, -1)
    assert told == [(log, Happening.PROPOSAL, proposer, target, Scope.SECTOR, 2, 45.0)]


@pytest.fixture
def week(monkeypatch):
    """Play a week at the table in which the floor falls on a slot; return the table, the agenda and what was put."""

    def play(slot, number=5, end=WarEnd.GOES_ON, settled=False, uniform=0.5, p=TURNS):
        weighed = noted(monkeypatch, proposals, "weigh_proposals")
        chosen = noted(monkeypatch, proposals, "choose_slot", slot)
        put = noted(monkeypatch, proposals, "put_offer")
        noted(monkeypatch, proposals, "leading_european", FIRST_EUROPEAN + 1)
        d, log = Diplomacy.new(weeks_since_offer=2.0), Log.new(week=number)
        d.offer.made = d.offer.sounding = d.offer.to_ukraine = True
        d.offer.news = 0.7
        d.uniforms[2], d.uniforms[6] = 0.33, uniform
        days, news = [float(k) for k in range(20)], [k / 100.0 for k in range(20)]
        agenda = Agenda.new(days=days, news=news)
        truces = [Truce.new(active=settled and scope == Scope.FINAL) for scope in Scope]
        propose(agenda, [], [], truces, Front.new(end=end), d, log, 0.25, ANSWER, p)
        assert d.weeks_since_offer == 3.0
        return d, agenda, [call[2:] for call in put], weighed, chosen

    return play


@pytest.mark.parametrize(
    ("slot", "proposer", "news"),
    [
        (0, R, 0.0),
        (R * SCOPES + Scope.FINAL, R, 0.04),
        (U * SCOPES + Scope.SHORT, U, 0.05 + Scope.SHORT / 100.0),
        (US * SCOPES + Scope.GENERAL, US, 0.0),
        (EUROPE * SCOPES + Scope.GENERAL, FIRST_EUROPEAN + 1, 0.0),
        (EUROPE * SCOPES + Scope.FINAL, FIRST_EUROPEAN + 1, 0.0),
    ],
)
def test_what_the_floor_falls_on_is_put_for_its_days_and_is_no_news_after(week, slot, proposer, news):
    d, agenda, put, weighed, chosen = week(slot)
    assert put == [(proposer, slot % SCOPES, 1, float(slot))]
    assert (len(weighed), weighed[0][5:]) == (1, (0.25, ANSWER, TURNS))
    assert chosen == [(agenda, 0.33, TURNS)]
    assert d.offer.news == pytest.approx(news)
    assert list(agenda.stale) == [float(k == slot) for k in range(20)]
    assert (d.offer.made, d.offer.sounding) == (False, False)


@pytest.mark.parametrize(
    ("uniform", "sector"), [(0.0, 0), (0.32, 0), (0.34, 1), (0.66, 1), (0.67, 2), (0.99, 2), (1.0, 2)]
)
def test_one_of_three_sectors_is_drawn(week, uniform, sector):
    assert week(0, uniform=uniform)[2][0][2] == sector


def test_a_mediator_sounds_its_own_text_out_before_it_puts_it(week):
    d, agenda, put, _, _ = week(US * SCOPES + Scope.FINAL)
    offer = d.offer
    assert put == []
    assert (offer.made, offer.sounding, offer.proposer, offer.scope, offer.news) == (
        True,
        True,
        US,
        Scope.FINAL,
        0.0,
    )
    assert agenda.stale[US * SCOPES + Scope.FINAL] == 1.0


def test_silence_leaves_the_table_empty(week):
    d, agenda, put, weighed, _ = week(-1)
    assert (d.offer.made, d.offer.sounding, put, len(weighed), sum(agenda.stale)) == (
        False,
        False,
        [],
        1,
        0.0,
    )


@pytest.mark.parametrize(
    ("end", "settled"),
    [(WarEnd.SETTLEMENT, False), (WarEnd.RUSSIAN_OBJECTIVE, False), (WarEnd.GOES_ON, True)],
)
def test_nobody_proposes_in_a_war_that_is_over(week, end, settled):
    d, _, put, weighed, _ = week(0, 0, end, settled)
    assert (d.offer.made, d.offer.sounding, put, weighed) == (False, False, [], [])


@pytest.mark.parametrize(("number", "choice", "lay"), [(0, 0, True), (1, 0, False), (0, NOTHING, False)])
def test_what_lay_on_the_table_in_the_first_week_is_put_to_russia_alone(week, number, choice, lay):
    d, _, put, weighed, _ = week(0, number, p=replace(TURNS, first_week=choice))
    assert put == [(US, Scope.GENERAL, 0, 30.0) if lay else (R, 0, 1, 0.0)]
    assert d.offer.to_ukraine != lay
    assert len(weighed) == (not lay)


@pytest.mark.parametrize("uniform", [0.001, 0.34, 0.67, 0.999])
def test_however_sharp_the_choice_shares_are_told_apart(uniform):
    """A thousand spreads between two proposals, another thousand to silence: more than an exponential can hold."""
    alone = replace(TURNS, **LAST | {"recognition_mediator": 1.0}, recognition_europe=0.0, spread=1e-5)
    assert choose_slot(worths(s11=0.01, s13=0.02), uniform, alone) == 13
    assert choose_slot(worths(s11=-0.01, s13=-0.02), uniform, alone) == -1
