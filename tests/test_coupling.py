"""War and palace, patron and palace: the sign of each link between pairs of histories on the same shocks."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest

from agents.vocabulary import Actor, Cause, Faction, Issue, Scope, WarEnd
from model import kernel
from model.history import History
from model.scenario import Scenario
from model.stages.palace import sense
from model.stages.war import gather_circumstances
from model.truce import sign_truce
from model.world import World

PAIRS = 30


@dataclass(frozen=True)
class Case:
    """A history: what is assumed, a settlement signed in its first week, the death of the ruler in it."""

    changes: tuple[tuple[str, object], ...] = ()
    terms: float | None = None  # worth of the settlement to Russia, 0 (Ukraine's ideal) to 1
    dies: bool = False
    until: str = "2026-06-30"


@functools.cache
def histories(case: Case) -> list[History]:
    """Play a case on each of the seeds."""
    scenario = Scenario.load("march-2025").with_(horizon=case.until, **dict(case.changes))
    return [_play(World(scenario, seed), case) for seed in range(PAIRS)]


def _play(world: World, case: Case) -> History:
    ledger, p = world.view, world.values
    if case.dies:
        ledger.leader.threshold[Cause.DEATH] = 0.0
    if case.terms is not None:
        sense(ledger, p)  # what elites are used to is the war
        gather_circumstances(ledger, p)
        assert sign_truce(
            ledger.truces, p.truce, ledger.circumstances, ledger.log, Scope.FINAL, 0, 0.0, 2, True, True
        )
        ledger.truces[Scope.FINAL].threshold = 1e9
        ledger.front.end = WarEnd.SETTLEMENT
        ledger.home_front.settled_terms = case.terms
        ledger.terms.package[Issue.LEADERSHIP] = 0.0
    kernel.play(world)
    return History(world.scenario, world.seed, world.ledger, world.rows)


Read = Callable[[History], float]


def support(faction: Faction) -> Read:
    """Private support of the leader in a faction at the end."""
    return lambda history: float(history.ledger["blocs"][0][faction]["support"])


def mean_of(name: str, weeks: int | None = None) -> Read:
    """Mean of an observable over the first weeks, or all."""
    return lambda history: float(np.mean(history.rows[name][:weeks]))


def final(name: str) -> Read:
    """Last value of an observable."""
    return lambda history: float(history.rows[name][-1])


def _attachment(history: History) -> float:
    return float(history.ledger["states"][0][Actor.RUSSIA]["attachment"])


def _hawkish_gap(history: History) -> float:
    """How much more of the leader hawks think than doves do."""
    return support(Faction.ULTRANATIONALISTS)(history) - support(Faction.TECHNOCRATS)(history)


BOUND = {"answers.russia_answers": "reject", "answers.ukraine_answers": "reject"}


def where(**changes: object) -> Case:
    """The war goes on, with these parameters (a double underscore is a dot)."""
    return Case(tuple(BOUND.items()) + tuple((k.replace("__", "."), v) for k, v in changes.items()))


CHINA = {"until": "2027-12-31"}
LINKS: list[tuple[str, Read, Case, Case, int]] = [
    # the war in Moscow
    (
        "a soft settlement angers hawks",
        support(Faction.ULTRANATIONALISTS),
        Case(terms=0.2),
        Case(terms=0.8),
        -1,
    ),
    ("and doves far less", _hawkish_gap, Case(terms=0.2), Case(terms=0.8), -1),
    (
        "a stalemate angers hawks",
        support(Faction.ULTRANATIONALISTS),
        where(forces__ukraine_recruits=6.2),
        where(forces__ukraine_recruits=2.3),
        -1,
    ),
    (
        "those who pay for the war take an even end of it better than hawks do",
        _hawkish_gap,
        Case(terms=0.5, until="2027-12-31"),
        Case(tuple(BOUND.items()), until="2027-12-31"),
        -1,
    ),
    # Moscow in the war
    ("a contest slows the advance", mean_of("advance_km2", 16), Case(dies=True), Case(), -1),
    ("a contest costs combat power", mean_of("power_ratio", 12), Case(dies=True), Case(), -1),
    ("a new ruler is less attached to the aims", _attachment, Case(dies=True), Case(), -1),
    # the patron in Moscow
    (
        "support feeds rents",
        mean_of("rents"),
        Case((("china", "no-limits"),)),
        Case((("china", "withdrawn"),)),
        1,
    ),
    (
        "and with them the loyalty of those who are paid",
        mean_of("loyalty_services"),
        Case((("china", "no-limits"),)),
        Case((("china", "withdrawn"),)),
        1,
    ),
    (
        "support makes dependent",
        final("dependence_trade"),
        Case((("china", "no-limits"),)),
        Case((("china", "withdrawn"),)),
        1,
    ),
    (
        "dependence narrows autonomy",
        final("autonomy"),
        Case((("china", "no-limits"),)),
        Case((("china", "withdrawn"),)),
        -1,
    ),
    (
        "and is resented by hawks",
        support(Faction.ULTRANATIONALISTS),
        Case((("china", "no-limits"), ("elites.subjection_weight", 0.8)), **CHINA),
        Case((("china", "no-limits"), ("elites.subjection_weight", 0.0)), **CHINA),
        -1,
    ),
]


@pytest.mark.parametrize(
    ("read", "treated", "control", "sign"), [link[1:] for link in LINKS], ids=[link[0] for link in LINKS]
)
def test_the_sign_of_a_link_over_whole_histories(read, treated, control, sign):
    gaps = [read(a) - read(b) for a, b in zip(histories(treated), histories(control), strict=True)]
    error = float(np.std(gaps, ddof=1)) / math.sqrt(PAIRS)
    assert float(np.mean(gaps)) * sign > 2.0 * error
    assert any(gaps)
