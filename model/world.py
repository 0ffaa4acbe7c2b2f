"""The world of one run: the ledger and the roster of elites, built from a scenario and a seed."""

from __future__ import annotations

import ctypes
import functools
from typing import Any, NamedTuple

import numpy as np

from agents.beliefs import initialise_belief
from agents.climate import Climate
from agents.deadlines import Deadline, open_word
from agents.dissent import tie
from agents.events import Log
from agents.leader import Leader, initialise_leader
from agents.means import Influence, open_influence
from agents.organs import OrgansParameters, initialise_services
from agents.patron import open_patron
from agents.patronage import Patron
from agents.records import Record, column, dtype_of, view_of
from agents.services import Plot, Service
from agents.states import Prospect, State
from agents.supporters import give_aid
from agents.tier import Bloc, Elite, Tie
from agents.vocabulary import FACTIONS, ISSUES, ORGANS, SCOPES, STATES, Scope, Support
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
from model.front import initialise_war
from model.home_front import open_home_front
from model.macro import initialise_macro
from model.materiel import initialise_materiel
from model.mediation import initialise_diplomacy
from model.outcomes import Outcome, open_outcome
from model.parameters import Parameters
from model.polity import Contest, Regime
from model.positions import initialise_states
from model.prisoners import Prisoners, open_lists
from model.record import Observation
from model.regime import initialise_regime
from model.roster import build_elites
from model.scenario import Scenario
from model.streams import draw_exponentials, open_streams
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
        self.ledger = np.zeros(dtype_of(Ledger).itemsize // 8).view(
            dtype_of(Ledger)
        )  # not touched until it is written
        self.rows = np.zeros(self.weeks, dtype_of(Observation))
        self.view: Any = view_of(Ledger, self.ledger)[0]
        self.roster = self._muster()
        _open(self)

    @property
    def parts(self) -> tuple[Any, ...]:
        """What the compiled engine plays on, in the order in which it takes it."""
        return self.ledger, self.roster, self.parameters, self.streams, self.calendar, self.rows

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
        elites, *network = build_elites(self.scenario.elites, self.scenario.roster, self.streams.roster)
        return Roster(elites, tie(elites, *network))


def _open(world: World) -> None:
    """Set every record to 18 March 2025, in the order in which they rest on each other."""
    v, s = world.view, world.scenario
    _open_patron_and_states(world)
    initialise_market(v.market, s.market)
    initialise_trade(v.russian_economy, v.patron, s.trade, s.sanctions)
    initialise_budget(v.russian_economy, s.budget)
    initialise_macro(v.russian_economy, s.macro, s.growth)
    initialise_ukrainian_economy(v.ukrainian_economy, aid_to_ukraine(v.states), s.aid)
    russia, ukraine = v.belligerents
    initialise_forces(russia, ukraine, s.forces)
    initialise_materiel(russia, ukraine, v.patron.dual_use)
    initialise_strikes(russia, ukraine, s.strikes)
    initialise_war(v.front, russia, ukraine, s.front, s.war, world.streams.war.standard_normal())
    for actor in range(STATES):
        initialise_belief(v.states[actor], actor, v.front.drift_km2, v.front.advance_km2, s.beliefs)
    open_lists(v.prisoners, s.prisoners)
    open_home_front(v.home_front, s.home_front)
    free(v.terms, v.diplomacy)
    open_influence(v.influence, s.influence)
    open_wedge(v.wedge)
    _open_kremlin(world)
    open_outcome(v.outcome)


def _open_patron_and_states(world: World) -> None:
    """China, the states and the table."""
    v, s = world.view, world.scenario
    assumption = list(Support)[s.parameter("china").choices.index(s.china)]
    open_patron(v.patron, s.patron, assumption, s.sanctions.us, s.trade.discount)
    normals = world.streams.types.standard_normal((STATES, 2 * ISSUES))
    initialise_states(world.ledger["states"][0], s.positions, normals)
    for actor in range(STATES):
        v.states[actor].normals[1] = world.streams.types.standard_normal()
    for scope in range(Scope.SHORT, Scope.FINAL):
        v.truces[scope].extends = s.truce.extension_first
    initialise_diplomacy(v.diplomacy, v.states, s.diplomacy, s.mediator, s.learning, s.conditions)
    open_word(v.deadline, s.deadline)
    give_aid(v.states, v.diplomacy.us_aid, s.supporters)
    open_europe(v.europe, s.europe, v.diplomacy, v.states)


def _open_kremlin(world: World) -> None:
    """Services, elites, leader, regime."""
    v, s = world.view, world.scenario
    organs = _organs(s.organs)
    ctypes.memmove(v.services, organs, len(organs))
    initialise_leader(v.leader, world.streams.start.standard_normal(), s.leader)
    draw_exponentials(world.streams.thresholds, v.leader.threshold)
    initialise_regime(v.regime, v.contest, v.russian_economy, v.patron, v.services, s.regime)


@functools.lru_cache(maxsize=8)
def _organs(parameters: OrgansParameters) -> bytes:
    """The security services at the start, which are alike in all runs."""
    rows = np.zeros(ORGANS, dtype_of(Service))
    initialise_services(view_of(Service, rows), parameters)
    return rows.tobytes()
