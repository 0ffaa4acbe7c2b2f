"""What a truce sets in motion: the sign of each causal chain in its mechanism, wherever parameters lie in their ranges.

No published result gives the sizes; the signs are those of the text that the model implements. At the ends of ranges an
effect may be nothing, and nowhere is it of the other sign, but for two that compare two parameters whose ranges overlap.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from agents.mediator import MediatorParameters
from agents.stakes import AnswerParameters
from agents.states import Prospect, State
from agents.vocabulary import STATES, Actor, Scope, WarEnd
from experiments.rows import anywhere
from experiments.validation import Grid, limit
from model.bargaining import Diplomacy
from model.budget import BudgetParameters, aimed_war_spending
from model.circumstances import Circumstances, appraise_truce, draft_truce
from model.consequences import answer_for
from model.europe import Europe, EuropeParameters, relax_europe, relief_pressure
from model.mediation import DiplomacyParameters
from model.prisoners import PrisonerParameters, Prisoners, exchangeable, fill_lists
from model.truce import Truce, TruceParameters
from model.war import Front

DRAWS = 60
OVERLAPPING = (
    "a pause is used to rearm",
    "to go back to war from a general truce costs more than to let a sector truce lapse",
)
"""Chains that set one parameter against another (spending in a truce and in peace; a lapse by scope): defaults alone."""


class Assumed:
    """Groups of parameters, at their defaults or drawn from their ranges, and how rules are called."""

    def __init__(
        self, rng: np.random.Generator | None = None, call: Callable[..., Any] = lambda rule, *a: rule(*a)
    ) -> None:
        """Draw each group when it is first asked for."""
        self._rng = rng
        self._made: dict[type, Any] = {}
        self.call = call

    def __call__(self, group: type) -> Any:
        """Return the group of parameters."""
        if group not in self._made:
            self._made[group] = group() if self._rng is None else anywhere(group, self._rng)
        return self._made[group]


Side = Callable[[Assumed], float]


def drafted(p: Assumed, **around: float) -> Any:
    """Return a general truce of thirty days under the usual circumstances but for `around`."""
    truce = Truce.new()
    usual = {"length_km": 1100.0, "temptation_russia": 0.2, "temptation_ukraine": 0.1, "pressure": 0.3}
    where = Circumstances.new(**{**usual, **around})
    draft_truce(truce, p(TruceParameters), where, Scope.GENERAL, 0, 30.0, True, True)
    return truce


def shifted(p: Assumed, shift: float) -> Any:
    """Return that truce after power has shifted to Russia."""
    truce, around = drafted(p), Circumstances.new(length_km=1100.0, power_ratio=shift, pressure=0.3)
    p.call(appraise_truce, truce, p(TruceParameters), around, Scope.GENERAL)
    return truce


def urgency(p: Assumed, weeks: int, *active: Scope) -> float:
    """Return Europe's urgency after weeks of truces of these scopes."""
    union, truces = Europe.new(urgency=1.0), [Truce.new(active=scope in active) for scope in Scope]
    for _ in range(weeks):
        relax_europe(union, p(EuropeParameters), truces)
    return float(union.urgency)


def relief(p: Assumed, weeks: int, us_russia: float) -> float:
    """Return Europe's pressure to relieve sanctions after weeks of quiet."""
    return float(relief_pressure(Europe.new(quiet_days=7.0 * weeks), p(EuropeParameters), us_russia))


def spending(p: Assumed, tempo: float, end: WarEnd = WarEnd.GOES_ON) -> float:
    """Return the military spending that Russia aims at."""
    return float(aimed_war_spending(Front.new(tempo=tempo, end=end), p(BudgetParameters)))


def after(p: Assumed, scope: Scope = Scope.GENERAL, **ended: Any) -> tuple[Any, list[Any]]:
    """Return the table and the states after one truce has ended or been extended."""
    table, states = Diplomacy.new(blame_russia=0.5, insincere=3.0), [State.new() for _ in range(STATES)]
    for state in states:
        state.accepts[scope] = state.refuses[scope] = 2.0
    prospects = [Prospect.new(blame=0.4) for _ in range(2)]
    truces = [Truce.new(broken_by=-1, lapsed_by=-1) for _ in Scope]
    for name, value in ended.items():
        setattr(truces[scope], name, value)
    groups = (p(AnswerParameters), p(DiplomacyParameters), p(MediatorParameters))
    p.call(answer_for, table, states, prospects, truces, p(TruceParameters).extension_credit, *groups)
    return table, states


def lists(p: Assumed, weeks: int, tempo: float) -> float:
    """Return the exchanges of prisoners that are due after weeks of fighting."""
    prisoners = Prisoners.new()
    for _ in range(weeks):
        p.call(fill_lists, prisoners, tempo, p(PrisonerParameters))
    return float(exchangeable(prisoners, p(PrisonerParameters)))


def refusals(p: Assumed, actor: Actor, **ended: Any) -> float:
    """Return how far a state has learned, after a truce ended, that general ceasefires are refused."""
    return float(after(p, **ended)[1][actor].refuses[Scope.GENERAL])


R, U, EU = Actor.RUSSIA, Actor.UKRAINE, Actor.EUROPEAN_UNION
SECTOR, GENERAL = Scope.SECTOR, Scope.GENERAL

CHAINS: tuple[tuple[str, Side, Side, int], ...] = (
    ("length lowers urgency", lambda p: urgency(p, 4, GENERAL), lambda p: urgency(p, 40, GENERAL), -1),
    ("a sector truce lowers it less", lambda p: urgency(p, 40, GENERAL), lambda p: urgency(p, 40, SECTOR), 1),
    ("quiet presses for relief", lambda p: relief(p, 2, 0.2), lambda p: relief(p, 40, 0.2), 1),
    ("a warm relation presses for relief", lambda p: relief(p, 40, -0.5), lambda p: relief(p, 40, 0.7), 1),
    ("a pause frees means", lambda p: spending(p, 1.0), lambda p: spending(p, 0.1), -1),
    (
        "a pause is used to rearm",
        lambda p: spending(p, 0.0, WarEnd.SETTLEMENT),
        lambda p: spending(p, 0.0),
        1,
    ),
    (
        "who gains by fighting on makes it break",
        lambda p: drafted(p).hazard,
        lambda p: drafted(p, temptation_russia=0.5).hazard,
        1,
    ),
    (
        "and is the one who does",
        lambda p: drafted(p).breaker_russia,
        lambda p: drafted(p, temptation_russia=0.5).breaker_russia,
        1,
    ),
    (
        "a shift of power makes it break",
        lambda p: shifted(p, 0.0).hazard,
        lambda p: shifted(p, 0.2).hazard,
        1,
    ),
    ("to either side", lambda p: shifted(p, 0.0).hazard, lambda p: shifted(p, -0.2).hazard, 1),
    (
        "by the side that has gained",
        lambda p: shifted(p, -0.2).breaker_russia,
        lambda p: shifted(p, 0.2).breaker_russia,
        1,
    ),
    (
        "a broken deal costs the relation",
        lambda p: after(p)[0].us_russia,
        lambda p: after(p, broken_by=R)[0].us_russia,
        -1,
    ),
    ("and its word", lambda p: after(p)[1][R].broke, lambda p: after(p, broken_by=R)[1][R].broke, 1),
    ("and the other's belief", lambda p: refusals(p, U), lambda p: refusals(p, U, broken_by=R), 1),
    ("and Europe's", lambda p: refusals(p, EU), lambda p: refusals(p, EU, broken_by=U), 1),
    (
        "who lets a truce lapse is blamed",
        lambda p: after(p)[0].blame_russia,
        lambda p: after(p, lapsed_by=R)[0].blame_russia,
        1,
    ),
    (
        "whoever it is",
        lambda p: after(p)[0].blame_russia,
        lambda p: after(p, lapsed_by=U)[0].blame_russia,
        -1,
    ),
    (
        "who extends one earns credit",
        lambda p: after(p, SECTOR)[0].us_russia,
        lambda p: after(p, SECTOR, renewed=True)[0].us_russia,
        1,
    ),
    (
        "to go back to war from a general truce costs more than to let a sector truce lapse",
        lambda p: after(p, SECTOR, lapsed_by=R)[0].us_russia,
        lambda p: after(p, GENERAL, lapsed_by=R)[0].us_russia,
        -1,
    ),
    ("fighting brings men onto the lists", lambda p: lists(p, 4, 0.8), lambda p: lists(p, 8, 0.8), 1),
    ("quiet does not", lambda p: lists(p, 8, 1.0), lambda p: lists(p, 8, 0.0), -1),
)
"""Name, without the cause, with it, and the sign of the difference."""


@limit(
    "side effects of a truce",
    "the signs of the causal chains: with the defaults, and nowhere reversed in the ranges",
)
def signs() -> Grid:
    """Each chain at the defaults, where the sign must show, and at draws of all its parameters: 1 where it is right."""
    rng, rows = np.random.default_rng(6), []
    for place in range(DRAWS + 1):
        assumed = Assumed(None if place == 0 else rng)
        for name, without, cause, sign in CHAINS:
            if place > 0 and name in OVERLAPPING:
                continue
            moved = sign * (cause(assumed) - without(assumed))
            rows.append(moved > 0.0 if place == 0 else moved >= -1e-9)
    return Grid(rows, np.ones(len(rows)))
