"""Whole histories: the two engines bit for bit, and what is conserved and bounded with any parameters in their ranges."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from agents.arithmetic import WEEKS_A_YEAR
from agents.events import Log
from agents.records import Record
from agents.vocabulary import Actor, Happening
from experiments.rows import anywhere
from experiments.validation import ENGINE, PROPERTY, Check
from model.compiling import processors
from model.dilemma import DilemmaModel
from model.history import check_finite
from model.kernel import play, simulate
from model.parameters import Parameters
from model.record import Observation
from model.scenario import Scenario, scenario_names
from model.world import Ledger, World

ROUNDING = 1e-6
BOUNDS = {"share": (0.0, 1.0), "0..1": (0.0, 1.0), "-1..1": (-1.0, 1.0)}
RELATIVE = (
    "russian_economy.gap",
    "plot.misjudgement",
    "plot.lift",
    "plot.promise",
    "regime.strength",
    "truces.blame",
    "prospects.doubt",
    "services.anchor",
    "contest.perceived",
    "blocs.claim",
)
"""Columns told in shares that are no parts of a whole: signed differences, errors, weights before they are normed."""

Violations = dict[str, list[str]]


def drawn_scenario(base: Scenario, seed: int) -> Scenario:
    """Return a scenario with every parameter at an end of its range or anywhere between, China's support too."""
    rng = np.random.default_rng([seed, 5])
    groups = {f.name: anywhere(type(getattr(base, f.name)), rng) for f in dataclasses.fields(Parameters)}
    groups["elites"] = dataclasses.replace(groups["elites"], count=base.elites.count)
    support = str(rng.choice(base.parameter("china").choices))
    groups["patron"] = dataclasses.replace(groups["patron"], assumption=support)
    return dataclasses.replace(base, **groups)


# The two engines


def differing(one: np.ndarray, other: np.ndarray, prefix: str = "") -> list[str]:
    """Dotted names of the fields of two structured arrays whose bits differ."""
    found = []
    for name in one.dtype.names or ():
        if one.dtype[name].base.names:
            found += differing(one[name], other[name], f"{prefix}{name}.")
        elif one[name].tobytes() != other[name].tobytes():
            found.append(prefix + name)
    return found


def engine_pairs(base: Scenario) -> Iterator[tuple[Scenario, int]]:
    """Yield what both engines play: every shipped scenario, parameters drawn from their ranges, one whole horizon."""
    short = {"horizon": "2026-12-31"}
    yield from ((Scenario.load(name).with_(**short), 11) for name in scenario_names())
    yield from ((drawn_scenario(base, seed).with_(**short), seed) for seed in range(6))
    yield base, 22


def engines_agree(base: Scenario) -> Check:
    """Play pairs of histories in both engines and compare every byte of ledger and observables."""
    differ, bytes_compared, count = [], 0, 0
    for scenario, seed in engine_pairs(base):
        history, model = simulate(scenario, seed), DilemmaModel(scenario=scenario, rng=seed)
        model.run()
        differ += differing(model.world.ledger, history.ledger) + differing(model.world.rows, history.rows)
        bytes_compared += history.ledger.nbytes + history.rows.nbytes
        count += 1
    figure = f"{len(differ)} fields differ of {bytes_compared / 1e6:.1f} MB compared"
    what = "compiled engine and Mesa engine: the same bits in every field of ledger and observables"
    return Check(ENGINE, "engines", what, count, figure, not differ, float(len(differ)), 0.0)


# Conservation and ranges


def bounded_columns(
    cls: type[Record], array: np.ndarray, prefix: str = ""
) -> Iterator[tuple[str, str, np.ndarray]]:
    """Yield name, unit and values of all columns of a record that have bounds."""
    for name, hint in typing.get_type_hints(cls).items():
        kind = typing.get_args(hint)[0] if typing.get_origin(hint) is list else hint
        if isinstance(kind, type) and issubclass(kind, Record):
            if kind is not Log:
                yield from bounded_columns(kind, array[name], f"{prefix}{name}.")
        elif name in cls.columns and cls.columns[name].unit in BOUNDS and prefix + name not in RELATIVE:
            yield prefix + name, cls.columns[name].unit, array[name]


def out_of_bounds(world: World) -> list[str]:
    """Name the columns of the final ledger and of all weeks that leave their bounds."""
    found = []
    for cls, array in ((Ledger, world.ledger), (Observation, world.rows)):
        for name, unit, values in bounded_columns(cls, array):
            low, high = BOUNDS[unit]
            if values.size and not (values.min() >= low - ROUNDING and values.max() <= high + ROUNDING):
                found.append(f"{name} {values.min():.4g} to {values.max():.4g}")
    return found


def territory_lost(world: World, start: float) -> list[str]:
    """Name weeks in which the line moved by other than its advance, but by agreement."""
    log = world.ledger["log"][0]
    events = log["events"][: int(log["count"])]
    signed = set(events["week"][np.isin(events["kind"], (Happening.SETTLEMENT, Happening.TERM_AGREED))])
    held = world.rows["occupied_km2"]
    off = np.abs(np.diff(held, prepend=start) - world.rows["advance_km2"]) > ROUNDING
    bad = set(np.flatnonzero(off)) - signed
    outside = [] if (held >= 0.0).all() and (held <= world.scenario.front.total).all() else ["beyond Ukraine"]
    return [f"week {week}" for week in sorted(bad)] + outside


def men_lost(world: World, start: np.ndarray) -> list[str]:
    """Name sides whose men are not all in the force, the pool, among the lost, abroad, or come of age.

    A generation that shrinks cannot leave an empty pool: then there are more men than it would leave, never fewer.
    """
    found, years = [], world.weeks / WEEKS_A_YEAR
    forces, sides = world.scenario.forces, world.ledger["belligerents"][0]
    for side, cohort in ((Actor.RUSSIA, forces.russia_cohort), (Actor.UKRAINE, forces.ukraine_cohort)):
        now = sum(float(sides[k][side]) for k in ("personnel", "pool", "losses_total", "emigrants_total"))
        before = float(start["personnel"][side] + start["pool"][side])
        surplus, rounding = now - before - cohort * years, ROUNDING * before
        if not -rounding <= surplus <= rounding + max(-cohort, 0.0) * years:
            found.append(f"{side.name.lower()} {surplus:.3g} thousand")
    return found


def incumbents(world: World) -> list[str]:
    """Name breaches of: one incumbent or a vacancy, contested; each successor is the next in number."""
    numbers, contested = world.rows["incumbent"], world.rows["contest"]
    seated = numbers[numbers >= 0]
    bad = {
        "a vacancy without a contest": ((numbers < 0) & ~contested).any(),
        "a contest with an incumbent": ((numbers >= 0) & contested).any(),
        "an incumbent who returns or is skipped": not np.isin(np.diff(seated, prepend=0), (0, 1)).all(),
    }
    return [what for what, is_so in bad.items() if is_so]


def not_finite(world: World) -> list[str]:
    """Name what is NaN or infinite, or that the log ran over."""
    try:
        check_finite(world.ledger, world.rows, world.roster.elites)
    except FloatingPointError as error:
        return [str(error)]
    return []


STATED = {
    "finite": "no NaN, no infinity, no overflow of the log of events",
    "bounds": "no share outside 0 to 1, no relation or stance outside -1 to 1, in any week or record",
    "territory": "territory: the line moves by its advance, or by agreement, and stays within Ukraine",
    "men": "men: force, pool, lost and abroad add up to those of the start and those come of age",
    "incumbent": "exactly one incumbent, or a vacancy that is contested; successors in order",
}


def violations(scenario: Scenario, seed: int) -> Violations:
    """Play one history compiled and name what it breaks of `STATED`."""
    world = World(scenario, seed)
    start, line = world.ledger["belligerents"][0].copy(), float(world.ledger["front"]["occupied_km2"][0])
    play(world)
    return {
        "finite": not_finite(world),
        "bounds": out_of_bounds(world),
        "territory": territory_lost(world, line),
        "men": men_lost(world, start),
        "incumbent": incumbents(world),
    }


def properties(base: Scenario, runs: int, workers: int | None = None) -> list[Check]:
    """Play histories with all parameters drawn from their declared ranges; return a check for each property."""
    with ThreadPoolExecutor(workers or processors()) as pool:
        found = list(pool.map(lambda seed: violations(drawn_scenario(base, seed), seed), range(runs)))
    checks = []
    for name, what in STATED.items():
        broken = [v[name][0] for v in found if v[name]]
        figure = f"broken in {len(broken)} of {runs} histories" + (f": {broken[0]}" if broken else "")
        words = f"{what} (all parameters anywhere in their ranges)"
        checks.append(Check(PROPERTY, name, words, runs, figure, not broken, float(len(broken))))
    return checks
