"""The dilemma map: momentum at the front x value of the mediator's opening -> how a belligerent answers.

Every point is the week of 18 March 2025 without shocks, played by the rules of a run: the front moves, states learn
and appraise war and peace, and the offer is answered by the rule of a run. Answers are averaged over the type of
the office-holder.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from agents.answers import answer_boundaries
from agents.arithmetic import WEEKS_A_YEAR
from agents.beliefs import initialise_belief
from agents.records import dtype_of, view_of
from agents.stakes import DAYS_A_WEEK, credit
from agents.vocabulary import STATES, TERMS, Actor, Answer, Scope, Term, label
from experiments.switches import LIMIT, without
from model.calendar import CalendarWeek
from model.errors import InputError
from model.floor import shorter_days
from model.front import initialise_war
from model.ground import MONTHS_A_YEAR
from model.mediation import draw_type
from model.proposals import put_offer
from model.record import Observation
from model.shocks import UNLIKE, Chance, Shocks, deal_week
from model.stages import beliefs, diplomacy, economies, exogenous, patron, start, war
from model.world import World

if TYPE_CHECKING:
    from model.scenario import Scenario

PARTIES = {"russia": Actor.RUSSIA, "ukraine": Actor.UKRAINE}
OPENINGS = {"russia": "mediator.opening", "ukraine": "mediator.dependence"}
"""What standing with the mediator is worth to each: the second axis of its map."""

FASTEST_KM2 = 700.0
"""End of the axis of momentum, km2 a month: about the fastest month of the war of position, November 2024."""

WIDEST = 3.0
"""End of the axis of the opening, over the scenario's own, as far as the declared range goes."""

LARGEST_GRID = 201
NODES = 9
"""Types of the office-holder over which an answer is averaged (Gauss-Hermite)."""

MONTH = WEEKS_A_YEAR / MONTHS_A_YEAR
BASELINE, LIMIT_CASE = "baseline", "limit"
NO_TYPES = {"positions.ideal_sd": 0.0, "positions.salience_sd": 0.0}


CALM = {"standard_normal": 0.0, "standard_exponential": 1.0, "random": 0.5}


def calm(elites: int) -> Chance:
    """Return a week without shocks: normals and exponentials at their mean, uniforms at their middle."""
    shocks = np.empty(1, dtype_of(Shocks))
    for name in Shocks.columns:
        shocks[name] = CALM[UNLIKE.get(name, "standard_normal")]
    return Chance(shocks, np.zeros((1, elites)))


def momentum_of(scenario: Scenario) -> float:
    """Return the expected advance of a scenario, season aside, in km2 a month."""
    return float(scenario["front.drift"]) * MONTH


def dilemma_map(
    scenario: Scenario,
    party: str = "russia",
    scope: str = "general",
    terms_off: Sequence[str] = (),
    grid: int = 25,
    limit: bool = False,
) -> pd.DataFrame:
    """Map how a belligerent answers a proposal of the mediator on 18 March 2025.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    party : {"russia", "ukraine"}
        Who answers.
    scope : {"human", "short", "sector", "general", "final"}
        What the mediator proposes: a general ceasefire of 30 days, and so on.
    terms_off : sequence of str
        Terms of the utility to switch off, one at a time: a case each beside the baseline. See
        `experiments.switches.TERMS`.
    grid : int
        Points along each axis.
    limit : bool
        Add the case of momentum and opening alone at infinite precision, which has a closed form.

    Returns
    -------
    DataFrame
        A row a case and point: `case`, `momentum_km2` (expected advance, km2 a month), `opening` (prize), the
        most likely `answer`, its probabilities `p_ignored` to `p_accept`, what was believed and appraised, and
        the terms `accept_...` of accepting less refusing, in prizes, for the middle type.

    Raises
    ------
    InputError
        For an unknown party, scope or term, or a grid out of range.
    """
    if party not in PARTIES:
        raise InputError(f"party: found {party!r}; allowed: one of {', '.join(PARTIES)}")
    scopes = [label(s) for s in Scope]
    if scope not in scopes:
        raise InputError(f"scope: found {scope!r}; allowed: one of {', '.join(scopes)}")
    if not 2 <= grid <= LARGEST_GRID:
        raise InputError(f"grid: found {grid}; allowed: 2 to {LARGEST_GRID}")
    cases = cases_of(scenario, terms_off, limit)
    axis = scenario.parameter(OPENINGS[party])
    momenta = np.linspace(0.0, FASTEST_KM2, grid)
    openings = np.linspace(0.0, min(WIDEST * float(axis.value) or math.inf, float(axis.high or 0.0)), grid)
    rows = [
        {"case": case, **row}
        for case, assumed in cases.items()
        for momentum in momenta
        for row in _column(assumed, PARTIES[party], Scope(scopes.index(scope)), momentum, openings)
    ]
    return pd.DataFrame(rows)


def cases_of(scenario: Scenario, terms_off: Sequence[str], limit: bool) -> dict[str, Scenario]:
    """Return the scenarios of the cases of a map, by name."""
    cases = {BASELINE: scenario}
    cases |= {f"without {term}": without(scenario, term) for term in terms_off}
    if limit:
        cases[LIMIT_CASE] = scenario.with_(**LIMIT)
    return cases


def answer_at(scenario: Scenario, party: str, scope: str, momentum: float, opening: float) -> dict[str, Any]:
    """Return one point of the map."""
    asked = Scope[scope.upper()]
    return next(_column(scenario, PARTIES[party], asked, momentum, np.array([opening])))


def _column(
    scenario: Scenario, party: int, scope: int, momentum: float, openings: np.ndarray
) -> Iterator[dict[str, Any]]:
    """Yield the points of one momentum."""
    world = open_week(scenario, momentum)
    before = world.ledger.copy()
    for opening in openings:
        world.ledger[...] = before
        set_table(world, party, scope, float(opening))
        yield {"momentum_km2": momentum, "opening": float(opening), **_answers(world, party)}


def open_week(scenario: Scenario, momentum: float) -> World:
    """Play the week of 18 March 2025 up to what belligerents make of war and peace, without shocks.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    momentum : float
        Expected advance, season aside, in km2 a month: force and means of Russia are what brings it about. The
        advance of the last week is in proportion, so that the scenario's own momentum leaves everything as it is.
    """
    world = World(scenario.with_(**NO_TYPES), 0)
    ledger, roster, p = world.view, world.plain, world.values
    _set_front(world, momentum / momentum_of(scenario))
    day = view_of(CalendarWeek, world.calendar.copy())[0]
    row = view_of(Observation, world.rows)[0]
    deal_week(ledger, roster, *calm(len(roster.elites)).plain(0))
    start.muster(ledger, roster, p)
    for stage in (exogenous.exogenous, patron.patron, economies.economies, war.war, beliefs.beliefs):
        stage(ledger, roster, p, day, row)
    return world


def _set_front(world: World, factor: float) -> None:
    """Let the front have moved by `factor` faster, and states have seen that."""
    ledger, given = world.view, world.scenario.front
    russia, ukraine = ledger.belligerents
    front = dataclasses.replace(given, drift=factor * given.drift, advance=factor * given.advance)
    initialise_war(ledger.front, russia, ukraine, front, world.scenario.war)
    for actor in range(STATES):
        state = ledger.states[actor]
        initialise_belief(
            state, actor, ledger.front.drift_km2, ledger.front.advance_km2, world.scenario.beliefs
        )


def set_table(world: World, party: int, scope: int, opening: float) -> None:
    """Put the mediator's proposal on the table, its opening to `party` being worth `opening`."""
    ledger, p = world.view, world.values
    if party == Actor.RUSSIA:
        p.mediator.opening = ledger.diplomacy.opening = opening
    else:
        p.mediator.dependence = opening
    diplomacy.press(ledger, p)
    diplomacy.put_proposals(ledger, p)
    offer = ledger.diplomacy.offer
    addressed = offer.to_russia if party == Actor.RUSSIA else offer.to_ukraine
    on_table = offer.made and offer.proposer == Actor.UNITED_STATES and offer.scope == scope
    if not (on_table and addressed):
        days = shorter_days(scope, p.proposals)
        put_offer(ledger.diplomacy, ledger.log, Actor.UNITED_STATES, scope, 0, days)
        diplomacy.lay_text(ledger, p)


def _answers(world: World, party: int) -> dict[str, Any]:
    """What the party makes of the offer: probabilities over types, and the terms of accepting."""
    ledger, p = world.view, world.values
    state, prospect, reply = ledger.states[party], ledger.prospects[party], ledger.diplomacy.replies[party]
    attachment = p.diplomacy.attachment_russia if party == Actor.RUSSIA else p.diplomacy.attachment_ukraine
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    share = np.zeros(len(Answer))
    for node, weight in zip(nodes, weights / weights.sum(), strict=True):
        draw_type(state, attachment, float(node), 0.0, p.diplomacy)
        diplomacy.answer(ledger, p, party)
        share += weight * np.array(list(reply.probability))
    draw_type(state, attachment, 0.0, 0.0, p.diplomacy)
    ledger.diplomacy.uniforms[party] = (
        1.0  # the softest answer, so that the terms told are those of accepting
    )
    diplomacy.answer(ledger, p, party)
    scope = ledger.diplomacy.offer.scope
    return {
        "answer": label(max(Answer, key=lambda a: (share[a], a))),
        **{f"p_{label(a)}": float(share[a]) for a in Answer},
        "stake": prospect.opening,
        "blame": prospect.blame,
        "belief_km2": state.belief_mean * MONTH,
        "victory": state.victory,
        "war_value": state.war_value,
        "frozen_value": state.frozen_value,
        "week_of_war": state.momentum,
        "permanence": prospect.permanence[scope],
        **{f"accept_{label(Term(t))}": reply.terms[t] for t in range(TERMS)},
    }


def limit_lines(part: pd.DataFrame, scenario: Scenario) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Openings from which, in the limit, accept and at least partial are best: (momentum, accept, partial)."""
    edge = part[part["opening"] == part["opening"].max()].sort_values("momentum_km2")
    accept, partial = limit_boundaries(scenario.with_(**LIMIT), 1.0, float(edge["blame"].iloc[0]))
    scale = (edge["opening"] / edge["stake"] * edge["week_of_war"]).to_numpy()
    return edge["momentum_km2"].to_numpy(), scale / accept, scale / partial


def limit_boundaries(p: Scenario, stake: float, blame: float) -> tuple[float, float]:
    """Worth of a week of war above which accept, and then partial, is no longer best; `p` is in the limit."""
    weeks = float(p["proposals.days_general"]) / DAYS_A_WEEK
    part = credit(Scope.SECTOR, p.answers)
    ground = float(p["answers.sector_ground"])
    held = float(p["answers.rung_days"]) / DAYS_A_WEEK
    return answer_boundaries(stake, part, 1.0, blame, ground * held, weeks)
