"""The schedule, compiled: `simulate()` plays one history without Mesa.

The stages are those of `DilemmaModel.step`, in the same order; a test holds that.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from model.compiling import compile_all, compile_free, compiled_schedule, is_kept
from model.errors import InputError
from model.history import History, check_finite
from model.shocks import deal_week
from model.stages.beliefs import beliefs
from model.stages.diplomacy import diplomacy
from model.stages.economies import economies
from model.stages.elite import elite
from model.stages.exits import exits
from model.stages.exogenous import exogenous
from model.stages.palace import palace
from model.stages.patron import patron
from model.stages.record import record
from model.stages.service import service
from model.stages.start import start
from model.stages.succession import succession
from model.stages.war import war
from model.world import World

if TYPE_CHECKING:
    from model.scenario import Scenario

SCHEDULE = (
    exogenous,
    patron,
    economies,
    war,
    beliefs,
    diplomacy,
    palace,
    elite,
    service,
    exits,
    succession,
    record,
)
LONGEST = (
    diplomacy,
    service,
    succession,
)  # to compile: they come first, so that no process waits for one at the end

_lock = threading.Lock()


def help_compiling() -> None:
    """Compile the stages that no other process has taken."""
    compile_free((*LONGEST, *SCHEDULE))


@functools.cache
def _engine() -> Callable[[World], None]:
    helpers = "from model.kernel import help_compiling; help_compiling()"
    first, *stages = compile_all((start, *SCHEDULE), help_compiling, helpers)
    loop = compiled_schedule(deal_week, len(stages))

    def play(world: World) -> None:
        for parts in world.parts():
            loop(*parts, first, tuple(stages))

    return play


def is_compiled() -> bool:
    """Whether the engine is compiled, in this process or on disk: `warm` will take a second at most."""
    return _engine.cache_info().currsize > 0 or is_kept()


def warm() -> None:
    """Compile the engine, or load it from the cache: once a process."""
    with _lock:
        _engine()


def play(world: World) -> None:
    """Play a world to the end of its calendar."""
    warm()
    _engine()(world)


def refuse_agents(agents: Mapping[str, type] | None) -> None:
    """Refuse agents of one's own, which only `DilemmaModel` can play."""
    if agents:
        names = ", ".join(sorted(cls.__name__ for cls in agents.values()))
        raise InputError(f"the compiled engine cannot play agents of your own ({names}); use DilemmaModel")


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
    refuse_agents(agents)
    world = World(scenario, int(seed))
    play(world)
    check_finite(world.ledger, world.rows, world.roster.elites)
    return History(scenario, int(seed), world.ledger, world.rows)
