"""The schedule, compiled: `simulate()` plays one history without Mesa.

The stages are those of `DilemmaModel.step`, in the same order; a test holds that.
"""

from __future__ import annotations

import functools
import gc
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from numba.extending import register_jitable

from agents.elites import update_elites
from agents.vocabulary import ORGANS, STATES
from model import decisions, shocks, stages
from model.errors import InputError
from model.history import History, check_finite
from model.outcomes import tally
from model.record import observe
from model.source import source_digest
from model.world import World

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.scenario import Scenario
    from model.streams import Streams
    from model.world import Ledger, Roster


@register_jitable
def exogenous(ledger: Ledger, p: Parameters, streams: Streams, week: int, day: CalendarWeek) -> None:
    """Oil price, calendar of offices."""
    shocks.shock_exogenous(ledger, streams)
    stages.open_week(ledger, week, day)
    stages.turn_offices(ledger, p, day)


@register_jitable
def patron(ledger: Ledger, p: Parameters, streams: Streams) -> None:
    """China chooses its support."""
    shocks.shock_patron(ledger, streams)
    stages.tell_support(ledger, decisions.choose_support(ledger, p))


@register_jitable
def economies(ledger: Ledger, p: Parameters, streams: Streams) -> None:
    """Both war economies."""
    shocks.shock_economies(ledger, streams)
    stages.keep_accounts(ledger, p)


@register_jitable
def war(ledger: Ledger, p: Parameters, streams: Streams) -> None:
    """Truces in force, and the fighting that they leave."""
    shocks.shock_war(ledger, streams)
    stages.keep_truces(ledger, p)
    stages.fight(ledger, p)


@register_jitable
def beliefs(ledger: Ledger, p: Parameters) -> None:
    """States learn from reports and weigh war and peace."""
    stages.spread_reports(ledger, p)
    stages.set_prospects(ledger, p)
    for actor in range(STATES):
        decisions.weigh_war(ledger, p, actor)


@register_jitable
def diplomacy(ledger: Ledger, p: Parameters, streams: Streams) -> None:
    """The mediator presses, somebody proposes, the belligerents answer, supporters set aid."""
    shocks.shock_diplomacy(ledger, streams)
    decisions.press(ledger, p)
    stages.put_proposals(ledger, p)
    for side in (0, 1):
        decisions.answer(ledger, p, side)
    stages.sign(ledger, p)
    stages.settle_home_fronts(ledger, p)
    for actor in range(STATES):
        decisions.set_resolve(ledger, p, actor)
    stages.share_aid(ledger, p)


@register_jitable
def palace(ledger: Ledger, roster: Roster, p: Parameters, streams: Streams) -> bool:
    """The ruler's week. Return whether he hands over."""
    shocks.shock_palace(ledger, streams)
    decisions.age(ledger, p)
    stages.sense(ledger, p)
    return decisions.rule(ledger, roster, p)


@register_jitable
def elite(ledger: Ledger, roster: Roster, p: Parameters, streams: Streams) -> None:
    """Private support, public dissent."""
    shocks.shock_elites(roster, streams)
    update_elites(roster.elites, ledger.blocs, ledger.climate, p.elites)
    stages.spread(ledger, roster, p)


@register_jitable
def service(ledger: Ledger, roster: Roster, p: Parameters, streams: Streams) -> bool:
    """Loyalties and plots. Return whether a coup has succeeded."""
    shocks.shock_services(ledger, streams)
    for organ in range(ORGANS):
        decisions.stay_loyal(ledger, roster, p, organ)
    return stages.conspire(ledger, roster, p)


@register_jitable
def exits(ledger: Ledger, p: Parameters, streams: Streams, coup: bool, handover: bool) -> None:
    """Competing risks of the ruler's exit."""
    shocks.shock_succession(ledger, streams)
    stages.leave(ledger, p, coup, handover)


@register_jitable
def succession(ledger: Ledger, roster: Roster, p: Parameters) -> None:
    """The contest for the succession, and the successor."""
    stages.succeed(ledger, roster, p)


@register_jitable
def record(ledger: Ledger, row: Observation, weeks: int) -> None:
    """Observables and outcomes."""
    observe(row, ledger)
    tally(ledger.outcome, ledger, weeks)


@functools.cache
def compiled(digest: str) -> Callable[..., None]:
    """Return the compiled schedule.

    Numba's cache on disk does not see edits in other modules; `digest`, of all sources, is part of its key.
    """
    import numba

    @numba.njit(cache=True, nogil=True)
    def play(
        ledgers: Any, parameters: Any, roster: Any, streams: Any, calendar: Any, rows: Any
    ) -> None:  # pragma: no cover
        digest  # noqa: B018
        ledger = ledgers[0]
        p = parameters[0]
        weeks = len(calendar)
        stages.muster(ledger, roster, p)
        for week in range(weeks):
            exogenous(ledger, p, streams, week, calendar[week])
            patron(ledger, p, streams)
            economies(ledger, p, streams)
            war(ledger, p, streams)
            beliefs(ledger, p)
            diplomacy(ledger, p, streams)
            handover = palace(ledger, roster, p, streams)
            elite(ledger, roster, p, streams)
            coup = service(ledger, roster, p, streams)
            exits(ledger, p, streams, coup, handover)
            succession(ledger, roster, p)
            record(ledger, rows[week], weeks)

    return play


_lock = threading.Lock()
_ready = False


def is_compiled() -> bool:
    """Whether the engine is compiled in this process."""
    return _ready


def warm() -> None:
    """Compile the engine, or load it from the cache: once a process, one process at a time."""
    global _ready
    if _ready:
        return
    from filelock import FileLock

    from model.scenario import Scenario
    from model.source import cache_folder

    with _lock, FileLock(cache_folder() / "compiling.lock"):
        if not _ready:
            world = World(Scenario.load("march-2025").with_(horizon="2025-04-08"), 0)
            collecting = gc.isenabled()
            gc.disable()  # the compiler makes millions of small objects that live: collecting costs a fifth
            try:
                _play(world)
            finally:
                if collecting:
                    gc.enable()
            _ready = True


def _play(world: World) -> None:
    play = compiled(source_digest())
    play(world.ledger, world.parameters, world.roster, world.streams, world.calendar, world.rows)


def simulate(scenario: Scenario, seed: int, agents: Mapping[str, type] | None = None) -> History:
    """Play one history in the compiled engine.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    seed : int
        Seed of the run, 0 to 2**63 - 1.
    agents : mapping, optional
        Refused: agents of one's own are played by `DilemmaModel`.

    Raises
    ------
    InputError
        If the seed is out of range, or agents of one's own are given.
    FloatingPointError
        If the run ends with a number that is not finite, or with more events than the log holds.
    """
    if agents:
        names = ", ".join(sorted(cls.__name__ for cls in agents.values()))
        raise InputError(f"the compiled engine cannot play agents of your own ({names}); use DilemmaModel")
    warm()
    world = World(scenario, int(seed))
    _play(world)
    check_finite(world.ledger, world.rows, world.roster.elites)
    return History(scenario, int(seed), world.ledger, world.rows)
