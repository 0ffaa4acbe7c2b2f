"""The world of one run: the ledger and the roster of elites, built from a scenario and a seed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np

from agents.beliefs import initialise_belief
from agents.climate import Climate
from agents.deadlines import Deadline, open_word
from agents.dissent import tie
from agents.events import Log
from agents.leader import Leader, draw_body, initialise_leader
from agents.means import Influence, open_influence
from agents.organs import initialise_services
from agents.patron import open_patron
from agents.patronage import Patron
from agents.records import Record, column, dtype_of, view_of
from agents.services import Plot, Service
from agents.states import Prospect, State
from agents.supporters import give_aid
from agents.tier import Bloc, Elite, Tie
from agents.vocabulary import CAUSES, FACTIONS, ISSUES, ORGANS, SCOPES, STATES, Scope, Support
from agents.wedge import Wedge, open_wedge
from model.agenda import Agenda
from model.aid import aid_to_ukraine, initialise_ukrainian_economy
from model.budget import initialise_budget
from model.calendar import build_calendar, weeks_until
from model.circumstances import Circumstances
from model.dividends import Dividends
from model.economy import Market, RussianEconomy, UkrainianEconomy, initialise_market
from model.errors import InputError
from model.europe import Europe, open_europe
from model.forces import initialise_forces
from model.front import draw_drift, initialise_war
from model.home_front import open_home_front
from model.macro import initialise_macro
from model.materiel import initialise_materiel
from model.mediation import draw_types, initialise_diplomacy
from model.outcomes import Outcome, open_outcome
from model.parameters import Parameters
from model.polity import Contest, Regime
from model.positions import draw_positions, initialise_states
from model.prisoners import Prisoners, open_lists
from model.record import Observation
from model.regime import initialise_regime
from model.roster import Plan, build_elites, plan_roster
from model.scenario import Scenario
from model.shocks import Chance, draw_ahead, weeks_ahead
from model.streams import open_streams
from model.strikes import initialise_strikes
from model.table import Diplomacy, HomeFront
from model.terms import Terms, free
from model.trade import initialise_trade
from model.truce import Truce
from model.war import Belligerent, Front


class Clock(Record):
    """Where the run stands in time."""

    ordinal: int = column("proleptic ordinal of the week's first day", "day")
    years: float = column("time since 18 March 2025", "years")
    season: float = column("phase of the year", "0..1")
    year: int = column("calendar year", "year")


class Ledger(Record):
    """Everything of fixed size: one record, which both engines read and write."""

    clock: Clock
    market: Market
    patron: Patron
    russian_economy: RussianEconomy
    ukrainian_economy: UkrainianEconomy
    front: Front
    belligerents: list[Belligerent] = column("Russia and Ukraine", "Actor", 2)
    truces: list[Truce] = column("one rung a scope", "Scope", SCOPES)
    draft: Truce
    terms: Terms
    dividends: Dividends
    prisoners: Prisoners
    circumstances: Circumstances
    states: list[State] = column("the states", "Actor", STATES)
    prospects: list[Prospect] = column("what Russia and Ukraine face", "Actor", 2)
    agenda: Agenda
    diplomacy: Diplomacy
    deadline: Deadline
    home_front: HomeFront
    influence: Influence
    wedge: Wedge
    europe: Europe
    leader: Leader
    climate: Climate
    blocs: list[Bloc] = column("the factions", "Faction", FACTIONS)
    services: list[Service] = column("the organs", "Organ", ORGANS)
    plot: Plot
    regime: Regime
    contest: Contest
    outcome: Outcome
    log: Log


class Roster(NamedTuple):
    """Elites, and whom each influences."""

    elites: Any
    ties: Any


class World:
    """What a run plays on.

    Attributes
    ----------
    ledger : structured array of shape (1,)
        Everything of fixed size, dtype of `Ledger`.
    roster : Roster
        The elites, as a structured array, and their network.
    parameters : structured array of shape (1,)
        The scenario's parameters, dtype of `Parameters`.
    calendar : structured array of shape (weeks,)
        Dates and ends of terms.
    rows : structured array of shape (weeks,)
        The observables, to be filled week by week.
    streams : Streams
        The random streams.
    ahead : int
        Weeks of shocks that are drawn at a time; their numbers do not depend on it.
    """

    def __init__(self, scenario: Scenario, seed: int) -> None:
        """Build the world of 18 March 2025."""
        if not 0 <= seed < 2**63:
            raise InputError(f"seed: found {seed}; allowed: 0 to {2**63 - 1}")
        self.scenario = scenario
        self.seed = seed
        self.weeks = weeks_until(scenario.horizon_date)
        self.streams = open_streams(seed)
        self.parameters = scenario.as_record()
        self.calendar = build_calendar(self.weeks)
        opened = scenario.once(_opened)
        room = np.zeros(
            dtype_of(Ledger).itemsize // 8
        )  # what is left for the log is not touched until it is written
        room.view(np.uint8)[: len(opened)] = opened
        self.ledger = room.view(dtype_of(Ledger))
        self.rows = np.zeros(self.weeks, dtype_of(Observation))
        self.view: Any = view_of(Ledger, self.ledger)[0]
        self.roster = self._muster()
        self.ahead = weeks_ahead(self.weeks, len(self.roster.elites))
        _draw(self)

    def draw(self, week: int) -> Chance:
        """Draw the shocks of the weeks from this one on: `ahead` of them, or as many as are left."""
        return draw_ahead(self.streams, min(self.ahead, self.weeks - week), len(self.roster.elites))

    def parts(self) -> Iterator[tuple[Any, ...]]:
        """What the compiled engine plays on, in the order in which it takes it, as many weeks at a time as are drawn."""
        for week in range(0, self.weeks, self.ahead):
            chance, begins, drawn = self.draw(week), week == 0, slice(week, week + self.ahead)
            record = self.calendar[drawn], self.rows[drawn]
            yield self.ledger, self.roster, self.parameters, *chance, *record, begins

    @property
    def plain(self) -> Roster:
        """The roster as ctypes views, as plain Python reads it."""
        elites, ties = view_of(Elite, self.roster.elites), view_of(Tie, self.roster.ties)
        return Roster([elites[i] for i in range(len(elites))], ties)

    @property
    def values(self) -> Any:
        """The parameters as a ctypes view."""
        return view_of(Parameters, self.parameters)[0]

    def _muster(self) -> Roster:
        """Build the roster of elites and the network of influence."""
        s = self.scenario
        elites, *network = build_elites(s.once(_planned), s.elites, s.roster, self.streams.roster)
        return Roster(elites, tie(elites, *network))


def _planned(scenario: Scenario) -> Plan:
    """What all rosters of a scenario have in common."""
    return plan_roster(scenario.elites, scenario.roster)


def _opened(scenario: Scenario) -> np.ndarray:
    """The ledger of 18 March 2025 but for what is drawn and the log, as bytes: every record, in an order of need."""
    ledger = np.zeros(1, dtype_of(Ledger))
    v, s = view_of(Ledger, ledger)[0], scenario
    assumption = list(Support)[s.parameter("china").choices.index(s.china)]
    open_patron(v.patron, s.patron, assumption, s.sanctions.us, s.trade.discount)
    initialise_states(ledger["states"][0], s.positions)
    for scope in range(Scope.SHORT, Scope.FINAL):
        v.truces[scope].extends = s.truce.extension_first
    initialise_diplomacy(v.diplomacy, v.states, s.diplomacy, s.mediator, s.learning, s.conditions)
    open_word(v.deadline, s.deadline)
    give_aid(v.states, v.diplomacy.us_aid, s.supporters)
    open_europe(v.europe, s.europe, v.diplomacy, v.states)
    initialise_market(v.market, s.market)
    initialise_trade(v.russian_economy, v.patron, s.trade, s.sanctions)
    initialise_budget(v.russian_economy, s.budget)
    initialise_macro(v.russian_economy, s.macro, s.growth)
    initialise_ukrainian_economy(v.ukrainian_economy, aid_to_ukraine(v.states), s.aid)
    russia, ukraine = v.belligerents
    initialise_forces(russia, ukraine, s.forces)
    initialise_materiel(russia, ukraine, v.patron.dual_use)
    initialise_strikes(russia, ukraine, s.strikes)
    initialise_war(v.front, russia, ukraine, s.front, s.war)
    for actor in range(STATES):
        initialise_belief(v.states[actor], actor, v.front.drift_km2, v.front.advance_km2, s.beliefs)
    open_lists(v.prisoners, s.prisoners)
    open_home_front(v.home_front, s.home_front)
    free(v.terms, v.diplomacy)
    open_influence(v.influence, s.influence)
    open_wedge(v.wedge)
    initialise_services(v.services, s.organs)
    initialise_leader(v.leader, s.leader)
    initialise_regime(v.regime, v.contest, v.russian_economy, v.patron, v.services, s.regime)
    open_outcome(v.outcome)
    return ledger.view(np.uint8)[: ledger.dtype.fields["log"][1]]


def _draw(world: World) -> None:
    """What differs between runs on 18 March 2025: positions and types, the drift, the leader's body."""
    v, s, streams = world.view, world.scenario, world.streams
    states = world.ledger["states"][0]
    draw_positions(states, s.positions, streams.types.standard_normal((STATES, 2 * ISSUES)))
    states["normals"][:, 1] = streams.types.standard_normal(STATES)
    draw_types(v.states, s.diplomacy)
    draw_drift(v.front, s.front, streams.war.standard_normal())
    draw_body(v.leader, streams.start.standard_normal(), s.leader)
    v.leader.threshold[:] = streams.thresholds.standard_exponential(CAUSES).tolist()
