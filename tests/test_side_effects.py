"""What a truce sets in motion: the sign of each causal chain in its mechanism."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from agents.answer_parameters import AnswerParameters
from agents.mediator import MediatorParameters
from agents.states import Prospect, State
from agents.vocabulary import STATES, Actor, Scope, WarEnd
from model.bargaining import Diplomacy
from model.budget import BudgetParameters, aimed_war_spending
from model.circumstances import Circumstances, appraise_truce, draft_truce
from model.consequences import answer_for
from model.europe import Europe, EuropeParameters, relax_europe, relief_pressure
from model.mediation import DiplomacyParameters
from model.prisoners import PrisonerParameters, Prisoners, exchange, exchangeable, fill_lists
from model.truce import Truce, TruceParameters
from model.war import Front
from tests.engines import both

TRUCE = TruceParameters()


def _drafted(**around) -> Truce:
    truce = Truce.new()
    usual = {"length_km": 1100.0, "temptation_russia": 0.2, "temptation_ukraine": 0.1, "pressure": 0.3}
    where = Circumstances.new(**{**usual, **around})
    draft_truce(truce, TRUCE, where, Scope.GENERAL, 0, 30.0, True, True)
    return truce


def _shifted(shift: float) -> Truce:
    truce, around = _drafted(), Circumstances.new(length_km=1100.0, power_ratio=shift, pressure=0.3)
    both(appraise_truce, truce, TRUCE, around, Scope.GENERAL)
    return truce


def _urgency(weeks: int, *active: Scope) -> float:
    union, truces = Europe.new(urgency=1.0), [Truce.new(active=scope in active) for scope in Scope]
    for _ in range(weeks):
        relax_europe(union, EuropeParameters(), truces)
    return union.urgency


def _relief(weeks: int, us_russia: float) -> float:
    return relief_pressure(Europe.new(quiet_days=7.0 * weeks), EuropeParameters(), us_russia)


def _spending(tempo: float, end: WarEnd = WarEnd.GOES_ON) -> float:
    return aimed_war_spending(Front.new(tempo=tempo, end=end), BudgetParameters())


def _after(scope: Scope = Scope.GENERAL, **ended) -> tuple[Diplomacy, list]:
    """The table and the states after one truce has ended or been extended."""
    table, states = Diplomacy.new(blame_russia=0.5, insincere=3.0), [State.new() for _ in range(STATES)]
    for state in states:
        state.accepts[scope] = state.refuses[scope] = 2.0
    prospects = [Prospect.new(blame=0.4) for _ in range(2)]
    truces = [Truce.new(broken_by=-1, lapsed_by=-1) for _ in Scope]
    for name, value in ended.items():
        setattr(truces[scope], name, value)
    both(
        answer_for,
        table,
        states,
        prospects,
        truces,
        TRUCE.extension_credit,
        AnswerParameters(),
        DiplomacyParameters(),
        MediatorParameters(),
    )
    return table, states


def _lists(weeks: int, tempo: float) -> float:
    prisoners, p = Prisoners.new(), PrisonerParameters()
    for _ in range(weeks):
        both(fill_lists, prisoners, tempo, p)
    return exchangeable(prisoners, p)


MECHANISMS: list[tuple[str, Callable[[], float], Callable[[], float], int]] = [
    ("length lowers urgency", lambda: _urgency(4, Scope.GENERAL), lambda: _urgency(40, Scope.GENERAL), -1),
    (
        "a sector truce lowers it less",
        lambda: _urgency(40, Scope.GENERAL),
        lambda: _urgency(40, Scope.SECTOR),
        1,
    ),
    ("quiet presses for relief", lambda: _relief(2, 0.2), lambda: _relief(40, 0.2), 1),
    ("a warm relation presses for relief", lambda: _relief(40, -0.5), lambda: _relief(40, 0.7), 1),
    ("a pause frees means", lambda: _spending(1.0), lambda: _spending(0.1), -1),
    ("a pause is used to rearm", lambda: _spending(0.0, WarEnd.SETTLEMENT), lambda: _spending(0.0), 1),
    (
        "who gains by fighting on makes it break",
        lambda: _drafted().hazard,
        lambda: _drafted(temptation_russia=0.5).hazard,
        1,
    ),
    (
        "and is the one who does",
        lambda: _drafted().breaker_russia,
        lambda: _drafted(temptation_russia=0.5).breaker_russia,
        1,
    ),
    (
        "a shift of power makes it break",
        lambda: _shifted(0.0).hazard,
        lambda: _shifted(0.2).hazard,
        1,
    ),
    (
        "to either side",
        lambda: _shifted(0.0).hazard,
        lambda: _shifted(-0.2).hazard,
        1,
    ),
    (
        "by the side that has gained",
        lambda: _shifted(-0.2).breaker_russia,
        lambda: _shifted(0.2).breaker_russia,
        1,
    ),
    (
        "a broken deal costs the relation",
        lambda: _after()[0].us_russia,
        lambda: _after(broken_by=Actor.RUSSIA)[0].us_russia,
        -1,
    ),
    (
        "and its word",
        lambda: -_after()[1][Actor.RUSSIA].broke,
        lambda: -_after(broken_by=Actor.RUSSIA)[1][Actor.RUSSIA].broke,
        -1,
    ),
    (
        "and the other's belief",
        lambda: -_after()[1][Actor.UKRAINE].refuses[Scope.GENERAL],
        lambda: -_after(broken_by=Actor.RUSSIA)[1][Actor.UKRAINE].refuses[Scope.GENERAL],
        -1,
    ),
    (
        "and Europe's",
        lambda: -_after()[1][Actor.EUROPEAN_UNION].refuses[Scope.GENERAL],
        lambda: -_after(broken_by=Actor.UKRAINE)[1][Actor.EUROPEAN_UNION].refuses[Scope.GENERAL],
        -1,
    ),
    (
        "who lets a truce lapse is blamed",
        lambda: _after()[0].blame_russia,
        lambda: _after(lapsed_by=Actor.RUSSIA)[0].blame_russia,
        1,
    ),
    (
        "whoever it is",
        lambda: _after()[0].blame_russia,
        lambda: _after(lapsed_by=Actor.UKRAINE)[0].blame_russia,
        -1,
    ),
    (
        "who extends one earns credit",
        lambda: _after(Scope.SECTOR)[0].us_russia,
        lambda: _after(Scope.SECTOR, renewed=True)[0].us_russia,
        1,
    ),
    (
        "to go back to war from a general truce costs more than to let a sector truce lapse",
        lambda: _after(Scope.SECTOR, lapsed_by=Actor.RUSSIA)[0].us_russia,
        lambda: _after(Scope.GENERAL, lapsed_by=Actor.RUSSIA)[0].us_russia,
        -1,
    ),
    ("fighting brings men onto the lists", lambda: _lists(4, 0.8), lambda: _lists(8, 0.8), 1),
    ("quiet does not", lambda: _lists(8, 1.0), lambda: _lists(8, 0.0), -1),
]


@pytest.mark.parametrize(
    ("without", "with_cause", "sign"), [c[1:] for c in MECHANISMS], ids=[c[0] for c in MECHANISMS]
)
def test_the_sign_of_a_chain_in_its_mechanism(without, with_cause, sign):
    assert (with_cause() - without()) * sign > 0.0


def test_an_exchange_needs_men_on_the_lists_and_takes_them():
    """At the pace of 2024 an exchange is due about every five weeks: 11 in the year, 1,358 men."""
    prisoners, p = Prisoners.new(), PrisonerParameters()
    exchanges, sizes = 0, 0.0
    for _ in range(52):
        fill_lists(prisoners, 1.0, p)
        if exchangeable(prisoners, p) >= 1.0:
            sizes += prisoners.listed
            both(exchange, prisoners)
            exchanges += 1
            assert exchangeable(prisoners, p) == 0.0
    assert 8 <= exchanges <= 12
    assert prisoners.returned == pytest.approx(sizes)
    assert prisoners.returned + prisoners.listed == pytest.approx(52.0 * p.listing)
