"""The schedule with Mesa agents: the same stages and rules as the compiled engine, to be stepped and subclassed."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np
from mesa.agentset import AgentSet
from mesa.datacollection import DataCollector

from agents.records import dtype_of, view_of
from agents.views import KINDS, RowAgent
from agents.vocabulary import FIRST_EUROPEAN, STATES, Actor
from model import decisions
from model.calendar import CalendarWeek
from model.errors import InputError
from model.history import History
from model.record import Observation
from model.scenario import Scenario
from model.shocks import deal_week
from model.stages import (
    beliefs,
    diplomacy,
    economies,
    elite,
    exits,
    exogenous,
    palace,
    patron,
    record,
    service,
    start,
    succession,
    war,
)
from model.world import World

if TYPE_CHECKING:
    import pandas as pd


class DilemmaModel(mesa.Model):
    """One history, week by week.

    Parameters
    ----------
    scenario : Scenario or str, optional
        What is assumed; by default "march-2025". Mesa's own `scenario` is not used: see `assumptions`.
    rng : int, optional
        Seed of the run, 0 to 2**63 - 1. The same seed gives the history of `simulate(scenario, seed)`.
    agents : mapping, optional
        Classes of one's own by kind, for example `{"elite": MyElite}`; subclasses of those in `agents.views`.
    **changes
        Parameters by dotted name or alias, as `Scenario.with_` takes them: `china="withdrawn"`.

    Attributes
    ----------
    assumptions : Scenario
        What is assumed.
    ledger, roster, values
        The ledger, the elites with their network, and the parameters, as plain Python reads them.
    elites, services, belligerents, supporters, states : AgentSet
        The agents by kind.
    datacollector : mesa.DataCollector
        The observables of each week, by the names of `model.record.Observation`.

    Raises
    ------
    InputError
        For a wrong parameter, seed or class.
    """

    def __init__(
        self,
        scenario: Scenario | str | None = None,
        rng: int | None = None,
        agents: Mapping[str, type] | None = None,
        **changes: Any,
    ) -> None:
        """Build the world and the agents."""
        seed = _seed_of(rng)
        super().__init__(rng=seed)
        self._week = -1
        base = scenario if isinstance(scenario, Scenario) else Scenario.load(scenario or "march-2025")
        self.assumptions = base.with_(**changes)
        self.world = World(self.assumptions, seed)
        self.decisions = decisions
        self.ledger = self.world.view
        self.values = self.world.values
        self.roster = self.world.plain
        self._calendar = view_of(CalendarWeek, self.world.calendar.copy())
        self._rows = view_of(Observation, self.world.rows)
        start.muster(self.ledger, self.roster, self.values)
        self._people(_classes(agents or {}))
        self.datacollector = DataCollector(model_reporters=_reporters())

    @property
    def scenario(self) -> None:
        """None: Mesa's own scenario is not used, so that its visual server resets without it."""
        return None

    @scenario.setter
    def scenario(self, value: object) -> None:
        """Ignore what Mesa assigns."""

    def _people(self, classes: dict[str, type[RowAgent]]) -> None:
        """Create the agents, views of their rows."""
        ledger = self.ledger
        self.states = self._set_of([classes[_kind_of(i)](self, ledger.states[i], i) for i in range(STATES)])
        self.belligerents = self.states.select(lambda a: a.index <= Actor.UKRAINE)
        self.supporters = self.states.select(lambda a: a.index not in (0, 1, int(Actor.CHINA)))
        self.mediator = next(a for a in self.states if a.index == Actor.UNITED_STATES)
        self.patron_agent = classes["patron"](self, ledger.patron, 0)
        self.leader = classes["leader"](self, ledger.leader, 0)
        self.elites = self._set_of(
            [classes["elite"](self, row, i) for i, row in enumerate(self.roster.elites)]
        )
        self.services = self._set_of(
            [classes["service"](self, ledger.services[i], i) for i in range(len(ledger.services))]
        )

    def _set_of(self, agents: list[RowAgent]) -> AgentSet:
        return AgentSet(agents, random=self.random)

    def step(self) -> None:
        """Play one week: the stages of the schedule, in the order of the compiled engine. None is left at the end."""
        if not self.running:
            return
        self._week = self.steps - 1
        if self._week % self.world.ahead == 0:
            self._drawn = self.world.draw(self._week)
        deal_week(self.ledger, self.roster, *self._drawn.plain(self._week % self.world.ahead))
        self.exogenous()
        self.patron()
        self.economies()
        self.war()
        self.beliefs()
        self.diplomacy()
        self.palace()
        self.elite()
        self.service()
        self.exits()
        self.succession()
        self.record()

    def exogenous(self) -> None:
        """Oil price, calendar of offices."""
        day = self._calendar[self._week]
        exogenous.open_week(self.ledger, day)
        exogenous.turn_offices(self.ledger, self.values, day)

    def patron(self) -> None:
        """China chooses its support."""
        patron.tell_support(self.ledger, self.patron_agent.choose_support())

    def economies(self) -> None:
        """Both war economies."""
        economies.keep_accounts(self.ledger, self.values)

    def war(self) -> None:
        """Truces in force, and the fighting that they leave."""
        war.keep_truces(self.ledger, self.values)
        war.fight(self.ledger, self.values)

    def beliefs(self) -> None:
        """States learn from reports and weigh war and peace."""
        beliefs.spread_reports(self.ledger, self.values)
        beliefs.set_prospects(self.ledger, self.values)
        self.states.do("weigh_war")

    def diplomacy(self) -> None:
        """The mediator presses, somebody proposes, the belligerents answer, supporters set aid."""
        self.mediator.press()
        diplomacy.put_proposals(self.ledger, self.values)
        self.belligerents.do("answer")
        diplomacy.sign(self.ledger, self.values)
        diplomacy.settle_home_fronts(self.ledger, self.values)
        self.supporters.do("set_resolve")
        diplomacy.share_aid(self.ledger, self.values)

    def palace(self) -> None:
        """The ruler's week."""
        decisions.age(self.ledger, self.values)
        palace.sense(self.ledger, self.values)
        self.ledger.leader.hands_over = self.leader.reign()

    def elite(self) -> None:
        """Private support, public dissent."""
        self.elites.do("support_leader")
        elite.spread(self.ledger, self.roster, self.values)

    def service(self) -> None:
        """Loyalties and plots."""
        self.services.do("stay_loyal")
        service.conspire(self.ledger, self.roster, self.values)

    def exits(self) -> None:
        """Competing risks of the ruler's exit."""
        exits.leave(self.ledger, self.values)

    def succession(self) -> None:
        """The contest for the succession, and the successor."""
        succession.succeed(self.ledger, self.roster, self.values)

    def record(self) -> None:
        """Observables and outcomes; the run ends with the last week."""
        record.observe(self._rows[self._week], self.ledger)
        record.tally(self.ledger.outcome, self.ledger, self.world.weeks)
        self.datacollector.collect(self)
        self.running = self.steps < self.world.weeks

    def __reduce__(self) -> Any:
        """Refuse to be copied: agents are views of one ledger."""
        raise TypeError("a DilemmaModel cannot be copied; play another with the same scenario and seed")

    def run(self) -> History:
        """Play to the end of the horizon and return the history."""
        while self.running:
            self.step()
        return self.history

    @property
    def history(self) -> History:
        """What has been played so far."""
        rows = self.world.rows[: self._week + 1]
        return History(self.assumptions, self.world.seed, self.world.ledger, rows)

    def outcome(self) -> dict[str, Any]:
        """Return the outcomes so far, by name."""
        return self.history.outcome()

    def series(self) -> pd.DataFrame:
        """Return the weekly observables so far, a row a week."""
        return self.history.series()

    def events(self) -> pd.DataFrame:
        """Return the events so far, a row an event."""
        return self.history.events()


def _seed_of(rng: Any) -> int:
    """Seed of the run from what Mesa hands over: an integer, a generator, or nothing."""
    if rng is None:
        return int(np.random.SeedSequence().generate_state(1, np.uint64)[0]) >> 1
    if isinstance(rng, np.random.Generator):
        return int(rng.integers(2**63))
    if isinstance(rng, bool) or not isinstance(rng, int | np.integer):
        raise InputError(f"rng: found {rng!r}; allowed: an integer from 0 to {2**63 - 1}")
    seed = int(rng)
    if not 0 <= seed < 2**63:
        raise InputError(f"rng: found {rng!r}; allowed: an integer from 0 to {2**63 - 1}")
    return seed


def _kind_of(row: int) -> str:
    """Kind of agent of a state's row."""
    if row <= Actor.UKRAINE:
        return "belligerent"
    if row == Actor.UNITED_STATES:
        return "mediator"
    return "supporter" if row >= FIRST_EUROPEAN else "onlooker"


def _classes(own: Mapping[str, type]) -> dict[str, type[RowAgent]]:
    """Classes by kind, with one's own put in the place of ours."""
    for kind, cls in own.items():
        if kind not in KINDS:
            near = difflib.get_close_matches(kind, KINDS, n=1, cutoff=0.4)
            hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(KINDS)}"
            raise InputError(f"agents: unknown kind {kind!r}; {hint}")
        if not (isinstance(cls, type) and issubclass(cls, KINDS[kind])):
            raise InputError(f"agents: {kind} must be a subclass of {KINDS[kind].__name__}, found {cls!r}")
    return {**KINDS, **own}


def _reporters() -> dict[str, Any]:
    """Report every observable of the week just played, as a plain number."""
    return {name: functools.partial(_observable, name=name) for name in dtype_of(Observation).names or ()}


def _observable(model: DilemmaModel, name: str) -> float | int | bool:
    return getattr(model._rows[model._week], name)
