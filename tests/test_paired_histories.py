"""What a truce sets in motion: the sign of each causal chain between pairs of histories on the same shocks."""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Callable

import numpy as np
import pytest

from agents.vocabulary import SCOPES, Actor, Condition, Happening, Issue, Scope, WarEnd
from model import kernel
from model.history import History
from model.scenario import Scenario
from model.stages.war import gather_circumstances
from model.truce import attach, sign_truce
from model.world import World

PAIRS = 40
LONG = 400.0  # days: longer than the histories
REFUSAL = {
    "answers.russia_answers": "reject",
    "answers.ukraine_answers": "reject",
    "proposals.recognition_russia": 0.0,  # no truce that one side announces for itself
    "proposals.recognition_ukraine": 0.0,
}


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
