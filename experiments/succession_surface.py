"""The two expert views of a succession as two primitives: what elite fighting costs, how focal a candidate is.

One view expects a vacuum and infighting, the other that elites prefer stability and join forces (Clingendael 2023). Here
the ruler dies in the first week of every history, and the contest is played by the rules of any run at every point of a
grid of the two, on the same shocks: the surface says under which assumptions which view is borne out, and how firmly.
"""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from agents.vocabulary import Cause, Faction, Succession, label
from experiments.statistics import Estimate, mean, share
from model.calendar import START
from model.errors import InputError
from model.kernel import play, warm
from model.world import World

if TYPE_CHECKING:
    from experiments.runs import Progress
    from model.scenario import Scenario

FIGHTING, FOCUS = "contest.elite_fighting", "succession.focus_premier"
WEEKS = 78
"""Length of a history: half a year beyond the point at which a contest without an outcome ends a regime."""
OUTCOMES = ("orderly", "contested", "armed")
PEACEFUL = (Succession.ORDERLY_HANDOVER, Succession.MANAGED_CONSOLIDATION, Succession.COLLECTIVE_LEADERSHIP)
CASES: dict[str, Faction | None] = {
    "the acting premier": None,
    "an heir of the security core": Faction.SECURITY_CORE,
}
"""Who is focal, as far as anybody is."""


@dataclass(frozen=True)
class Surface:
    """What came of it.

    Attributes
    ----------
    outcomes : DataFrame
        A row a history: `case`, `fighting`, `focus`, `run`, its `outcome`, the `resolution`, `weeks` to it, and whether
        the regime `persists` after a year and a half.
    runs : int
        Histories at every point.
    """

    outcomes: pd.DataFrame
    runs: int

    def table(self) -> pd.DataFrame:
        """Return the share of each outcome at every point, with Wilson's interval."""
        rows = []
        for key, part in self.outcomes.groupby(["case", "fighting", "focus"], sort=False):
            for outcome in OUTCOMES:
                found = share(part["outcome"].eq(outcome).to_numpy())
                rows.append((*key, outcome, found.value, found.low, found.high))
        columns = ["case", "fighting", "focus", "outcome", "value", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    def steepness(self, case: str, outcome: str, axis: str) -> Estimate:
        """Estimate by how much a share rises from the lowest to the highest value of `axis`, the other averaged out."""
        part = self.outcomes[self.outcomes["case"] == case]
        happened = part.assign(happened=part["outcome"].eq(outcome).astype(float))
        by_run = happened.pivot_table(index="run", columns=axis, values="happened", aggfunc="mean")
        return mean((by_run.iloc[:, -1] - by_run.iloc[:, 0]).to_numpy())


def levels_of(scenario: Scenario, name: str, grid: int) -> list[float]:
    """Return values of a parameter over its declared range, denser at the low end of the cost of fighting."""
    info = scenario.parameter(name)
    steps = np.linspace(0.0, 1.0, grid)
    if name == FIGHTING:
        steps = steps * steps
    low, high = float(info.low or 0.0), float(info.high or 1.0)
    return (low + (high - low) * steps).round(3).tolist()


def succession_surface(
    scenario: Scenario,
    runs: int = 150,
    grid: int = 6,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Surface:
    """Play the contest after the ruler's death over a grid of the two primitives.

    Parameters
    ----------
    scenario : Scenario
        All other assumptions. Its horizon is set to a year and a half.
    runs : int
        Histories at every point, on the same shocks at all of them.
    grid : int
        Values of each primitive over its declared range; at least 2.
    seed : int
        Run k has the seed `seed` * 1,000,000 + k.
    workers : int, optional
        Threads.
    progress : callable, optional
        Called with the number of histories that have just ended.
    """
    if grid < 2:
        raise InputError(f"grid: found {grid}; allowed: 2 or more")
    horizon = START + pd.Timedelta(weeks=WEEKS)
    base = scenario.with_(horizon=horizon.strftime("%Y-%m-%d"), **{"succession.institution_loss": 0.0})
    warm()
    rows: list[tuple[object, ...]] = []
    seeds = range(seed * 1_000_000, seed * 1_000_000 + runs)
    points = itertools.product(CASES, levels_of(base, FIGHTING, grid), levels_of(base, FOCUS, grid))
    with ThreadPoolExecutor(workers) as pool:
        for case, fighting, focus in points:
            point = base.with_(**{FIGHTING: fighting, FOCUS: focus, "succession.focus_heir": focus})
            found = pool.map(contest_after_death, [point] * runs, seeds, [CASES[case]] * runs)
            rows += [(case, fighting, focus, run, *told) for run, told in enumerate(found)]
            if progress is not None:
                progress(runs)
    names = ["case", "fighting", "focus", "run", "outcome", "resolution", "weeks", "persists"]
    return Surface(pd.DataFrame(rows, columns=names), runs)


def contest_after_death(scenario: Scenario, seed: int, heir: Faction | None) -> tuple[str, str, int, bool]:
    """Play a history in which the ruler dies in the first week; return outcome, resolution, weeks, persistence."""
    world = World(scenario, seed)
    leader = world.ledger["leader"][0]
    leader["threshold"][Cause.DEATH] = 0.0
    if heir is not None:
        leader["heir"] = champion(world, heir)
        leader["heir_faction"] = heir
    play(world)
    told = world.ledger["outcome"][0]
    resolution = Succession(int(told["succession"]))
    return (
        outcome_of(resolution),
        label(resolution),
        int(told["succession_weeks"]),
        bool(told["regime_persists"]),
    )


def champion(world: World, faction: int) -> int:
    """Row of a faction's strongest ambitious member, or else of its strongest."""
    elites = world.roster.elites
    rows = np.flatnonzero(elites["faction"] == faction)
    able = elites["ambition"][rows] >= float(world.scenario["elites.ambitious"])
    return int(rows[np.lexsort((-elites["power"][rows], ~able))[0]])


def outcome_of(resolution: Succession) -> str:
    """Say which view a resolution bears out: settled by agreement or confirmation; by threat, late or not; by force."""
    if resolution == Succession.ARMED_CONFLICT:
        return "armed"
    return "orderly" if resolution in PEACEFUL else "contested"
