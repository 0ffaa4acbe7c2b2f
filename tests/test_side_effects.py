"""What a truce sets in motion: each causal chain by its sign, in its mechanism and over whole histories.

A chain is read in pairs of histories on the same shocks. In one a truce is put in force in the first week, with or
without terms, and kept from breaking down; in the other it is not, or not with these terms. Both sides refuse all
else, so that the pair differs by that truce alone.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable

import numpy as np
import pytest

from agents.mediator import MediatorParameters
from agents.stakes import AnswerParameters
from agents.states import Prospect, State
from agents.vocabulary import SCOPES, STATES, Actor, Condition, Happening, Issue, Scope, WarEnd
from model import kernel
from model.bargaining import Diplomacy
from model.budget import BudgetParameters, aimed_war_spending
from model.circumstances import Circumstances, appraise_truce, draft_truce
from model.consequences import answer_for
from model.europe import Europe, EuropeParameters, relax_europe, relief_pressure
from model.history import History
from model.mediation import DiplomacyParameters
from model.prisoners import PrisonerParameters, Prisoners, exchange, exchangeable, fill_lists
from model.scenario import Scenario
from model.stages.war import gather_circumstances
from model.truce import Truce, TruceParameters, attach, sign_truce
from model.war import Front
from model.world import World
from tests.engines import both

PAIRS = 40
LONG = 400.0  # days: longer than the histories
REFUSAL = {
    "answers.russia_answers": "reject",
    "answers.ukraine_answers": "reject",
    "proposals.recognition_russia": 0.0,  # no truce that one side announces for itself
    "proposals.recognition_ukraine": 0.0,
}
TRUCE = TruceParameters()


@dataclasses.dataclass(frozen=True)
class Case:
    """A history: the truce in force from its first week, if any, its terms, and what else is assumed."""

    days: float = 0.0
    scope: Scope = Scope.GENERAL
    sector: int = 0
    conditions: tuple[Condition, ...] = ()
    package: tuple[tuple[Issue, float], ...] = ()
    fate: str = "holds"
    until: str = "2025-12-31"
    changes: tuple[tuple[str, float], ...] = ()


NONE = Case()
TRUCE_HOLDS = Case(LONG)
YEAR = {"until": "2026-12-31"}
UNALARMED = (("supporters.response", 0.0),)
"""Europe does not answer danger: else it arms Ukraine and the reassurance force against Russia's rearmament."""


@functools.cache
def histories(case: Case) -> list[History]:
    """Play a case on each of the seeds."""
    scenario = Scenario.load("march-2025").with_(horizon=case.until, **REFUSAL, **dict(case.changes))
    return [_play(World(scenario, seed), case) for seed in range(PAIRS)]


def _play(world: World, case: Case) -> History:
    ledger, p = world.view, world.values
    if case.days > 0.0:
        gather_circumstances(ledger, p)
        days = 0.0 if case.scope == Scope.FINAL else case.days
        arguments = (
            ledger.truces,
            p.truce,
            ledger.circumstances,
            ledger.log,
            case.scope,
            case.sector,
            days,
            2,
        )
        assert sign_truce(*arguments, True, True)
        truce = ledger.truces[case.scope]
        conditions = sum(1 << condition for condition in case.conditions)
        attach(truce, p.truce, ledger.circumstances, case.scope, conditions)
        ledger.diplomacy.us_guarantee = 1.0
        for issue, position in case.package:
            ledger.terms.package[issue] = position
        if case.scope == Scope.FINAL:
            ledger.front.end = WarEnd.SETTLEMENT
        chance = np.random.default_rng(world.seed).exponential()
        truce.threshold = {"holds": 1e9, "breaks": 0.0, "open": chance}[case.fate]
    kernel.play(world)
    return History(world.scenario, world.seed, world.ledger, world.rows)


# Chains in their mechanisms: the value without and with the cause


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
        "and sincerity",
        lambda: -_after()[0].insincere,
        lambda: -_after(broken_by=Actor.RUSSIA)[0].insincere,
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


# Chains over whole histories


Read = Callable[[History], float]


def final(path: str, index: int | None = None) -> Read:
    """Read a field of the ledger at the end of a history, by its dotted name."""

    def read(history: History) -> float:
        value = history.ledger[0]
        for name in path.split("."):
            value = value[int(name)] if name.isdigit() else value[name]
        return float(value if index is None else value[index])

    return read


def mean_of(name: str) -> Read:
    """Read the mean of an observable over a history."""
    return lambda history: float(np.mean(history.rows[name]))


def count_of(kind: Happening) -> Read:
    """Count events of a kind."""

    def read(history: History) -> float:
        log = history.ledger["log"][0]
        return float(np.sum(log["events"][: log["count"]]["kind"] == kind))

    return read


def effect(read: Read, treated: Case, control: Case) -> tuple[float, float]:
    """Mean paired difference and its standard error."""
    gaps = [read(a) - read(b) for a, b in zip(histories(treated), histories(control), strict=True)]
    return float(np.mean(gaps)), float(np.std(gaps, ddof=1)) / math.sqrt(PAIRS)


def aid(history: History) -> float:
    return float(history.ledger["states"]["aid"][0].sum())


def _driven_by_russia(history: History) -> float:
    truce = history.ledger["truces"][0][Scope.GENERAL]
    return float(truce["hazard"] * truce["breaker_russia"])


CHAINS: list[tuple[str, Read, Case, Case, int]] = [
    # regrouping and rearmament
    ("a truce lets Russian forces recover", final("belligerents.0.personnel"), TRUCE_HOLDS, NONE, 1),
    ("a truce spares Russian losses", final("belligerents.0.losses_total"), TRUCE_HOLDS, NONE, -1),
    ("a truce lets Russian stocks recover", final("belligerents.0.materiel"), TRUCE_HOLDS, NONE, 1),
    ("a truce spares Russia's old stocks", final("belligerents.0.old_stocks"), TRUCE_HOLDS, NONE, 1),
    ("a truce eases the war burden", final("russian_economy.war_burden"), TRUCE_HOLDS, NONE, -1),
    ("a truce saves reserves", final("russian_economy.reserves"), TRUCE_HOLDS, NONE, 1),
    (
        "relief in a truce leaves fiscal room",  # read in the reserves: when it ends, banks hold back payments anew
        final("russian_economy.reserves"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.SANCTIONS_RELIEF,), **YEAR),
        dataclasses.replace(TRUCE_HOLDS, **YEAR),
        1,
    ),
    # Europe
    ("a truce lowers urgency", final("europe.urgency"), TRUCE_HOLDS, NONE, -1),
    ("a truce lowers cohesion", final("diplomacy.cohesion"), TRUCE_HOLDS, NONE, -1),
    ("a truce slows the reassurance force", final("diplomacy.reassurance"), TRUCE_HOLDS, NONE, -1),
    ("a truce lowers aid", aid, TRUCE_HOLDS, NONE, -1),
    ("a longer truce lowers cohesion further", mean_of("cohesion"), TRUCE_HOLDS, Case(60.0), -1),
    ("a sector truce lowers urgency less", final("europe.urgency"), Case(LONG, Scope.SECTOR), TRUCE_HOLDS, 1),
    # the home front
    ("a truce builds pressure to lift martial law", final("home_front.lift_pressure"), TRUCE_HOLDS, NONE, 1),
    ("longer truces build more", final("home_front.lift_pressure"), TRUCE_HOLDS, Case(150.0), 1),
    (
        "a long truce ends martial law",
        count_of(Happening.MARTIAL_LAW_ENDS),
        dataclasses.replace(TRUCE_HOLDS, **YEAR),
        dataclasses.replace(NONE, **YEAR),
        1,
    ),
    (
        "a long truce brings elections",
        final("home_front.elections"),
        dataclasses.replace(TRUCE_HOLDS, days=2000.0, until="2029-12-31"),
        Case(60.0, until="2029-12-31"),
        1,
    ),
    (
        "men leave once martial law ends",
        final("belligerents.1.emigrants_total"),
        dataclasses.replace(TRUCE_HOLDS, days=2000.0, until="2029-12-31"),
        Case(60.0, until="2029-12-31"),
        1,
    ),
    # sanctions
    ("quiet eases European sanctions", final("russian_economy.sanctions_eu"), TRUCE_HOLDS, NONE, -1),
    (
        "a warmer relation eases American ones",
        mean_of("sanctions_relief"),
        dataclasses.replace(TRUCE_HOLDS, changes=(("mediator.relation", 0.7),)),
        dataclasses.replace(TRUCE_HOLDS, changes=(("mediator.relation", -0.5),)),
        1,
    ),
    # the front
    ("a general truce holds the line", final("front.occupied_km2"), TRUCE_HOLDS, NONE, -1),
    ("no prisoners are taken in a truce", final("prisoners.listed"), TRUCE_HOLDS, NONE, -1),
    # terms
    (
        "no mobilisation, fewer men",
        final("belligerents.1.personnel"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.NO_MOBILISATION,)),
        TRUCE_HOLDS,
        -1,
    ),
    (
        "no mobilisation, less materiel",
        final("belligerents.1.materiel"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.NO_MOBILISATION,)),
        TRUCE_HOLDS,
        -1,
    ),
    (
        "an aid stop weakens Ukraine",
        final("belligerents.1.materiel"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.AID_STOP,)),
        TRUCE_HOLDS,
        -1,
    ),
    (
        "an aid stop raises what Russia hopes for",
        final("states.0.war_value"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.AID_STOP,)),
        TRUCE_HOLDS,
        1,
    ),
    (
        "recognition raises the frozen line's worth to Russia",
        final("states.0.frozen_value"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.RECOGNITION_OF_GAINS,)),
        TRUCE_HOLDS,
        1,
    ),
    (
        "monitoring quietens a truce",
        final("truces.3.spontaneous_russia"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.MONITORING,)),
        TRUCE_HOLDS,
        -1,
    ),
    (
        "monitoring lowers the hazard",
        final("truces.3.hazard"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.MONITORING,)),
        TRUCE_HOLDS,
        -1,
    ),
    (
        "a guarantee lowers the hazard",
        final("truces.3.hazard"),
        dataclasses.replace(TRUCE_HOLDS, conditions=(Condition.SECURITY_GUARANTEE,)),
        TRUCE_HOLDS,
        -1,
    ),
    (
        "a cap shrinks Ukraine's army",
        final("belligerents.1.personnel"),
        Case(LONG, Scope.FINAL, package=((Issue.ARMY_CAP, 0.7),)),
        Case(LONG, Scope.FINAL),
        -1,
    ),
    (
        "elections that are pledged are held",
        final("home_front.elections"),
        Case(LONG, Scope.FINAL, package=((Issue.LEADERSHIP, 0.5),)),
        Case(LONG, Scope.FINAL),
        1,
    ),
    # breakdown
    (
        "a truce is a pause: Russia is likelier to end it the faster it rearms",
        _driven_by_russia,
        dataclasses.replace(TRUCE_HOLDS, changes=(("budget.rearmament", 1.0), *UNALARMED), **YEAR),
        dataclasses.replace(TRUCE_HOLDS, changes=(("budget.rearmament", 0.5), *UNALARMED), **YEAR),
        1,
    ),
    (
        "and the less Ukraine does",
        _driven_by_russia,
        dataclasses.replace(TRUCE_HOLDS, changes=(("forces.ukraine_recruits", 2.3),), **YEAR),
        dataclasses.replace(TRUCE_HOLDS, changes=(("forces.ukraine_recruits", 6.2),), **YEAR),
        1,
    ),
    (
        "a broken deal costs belief in the next",
        lambda h: _acceptance(h, Actor.UNITED_STATES),
        dataclasses.replace(TRUCE_HOLDS, fate="breaks"),
        TRUCE_HOLDS,
        -1,
    ),
    (
        "urgency returns with the fighting",
        final("europe.urgency"),
        dataclasses.replace(TRUCE_HOLDS, fate="breaks"),
        TRUCE_HOLDS,
        1,
    ),
]


def _acceptance(history: History, observer: Actor) -> float:
    state = history.ledger["states"][0][observer]
    accepts, refuses = state["accepts"][Scope.GENERAL], state["refuses"][Scope.GENERAL]
    return float(accepts / (accepts + refuses))


@pytest.mark.parametrize(
    ("read", "treated", "control", "sign"), [c[1:] for c in CHAINS], ids=[c[0] for c in CHAINS]
)
def test_the_sign_of_a_chain_over_whole_histories(read, treated, control, sign):
    found, error = effect(read, treated, control)
    assert found * sign > 2.0 * error
    assert abs(found) > 0.0


def test_a_sector_truce_leaves_the_front_as_it_was():
    """Operations go on: the line moves as without a truce, and by far more than under a general one."""
    moved = final("front.occupied_km2")
    sector, error = effect(moved, Case(LONG, Scope.SECTOR, sector=1), NONE)
    general, _ = effect(moved, TRUCE_HOLDS, NONE)
    assert abs(sector) < 0.05 * abs(general) + 2.0 * error
    assert general < -500.0


def test_the_truce_that_is_put_in_force_is_all_that_differs():
    for with_truce, without in zip(histories(TRUCE_HOLDS), histories(NONE), strict=True):
        assert with_truce.ledger["truces"]["made"][0].tolist() == [0, 0, 0, 1, 0]
        assert without.ledger["truces"]["made"][0].tolist() == [0] * SCOPES
        assert with_truce.rows["brent"].tobytes() == without.rows["brent"].tobytes()
