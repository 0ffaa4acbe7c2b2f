"""The two engines are one model: the same bits, the same schedule, the same refusals; and streams that keep apart."""

from __future__ import annotations

import ast
import dataclasses
import functools
from collections.abc import Iterator
from pathlib import Path

import numba
import numpy as np
import pytest

from agents.views import EliteAgent
from agents.vocabulary import SCOPES, Scope, Succession, Support, label
from experiments.runs import ensemble
from model import decisions, kernel
from model.dilemma import DilemmaModel
from model.errors import InputError
from model.kernel import simulate
from model.scenario import Scenario, scenario_names
from model.streams import Streams, open_streams
from model.world import World

HOME = Path(__file__).resolve().parent.parent
BASE = Scenario.load("march-2025")
SHORT = BASE.with_(horizon="2025-12-31")

# A ruler as frail as the declared ranges allow, so that successions come early and runs can be short.
FRAIL = {
    "leader.mortality": 0.055,
    "leader.ageing": 0.095,
    "leader.care": 0.75,
    "leader.care_spread": 0.6,
    "leader.incapacity": 0.6,
    "leader.deficits": 0.3,
    "leader.illness": 0.8,
    "leader.recovery": 0.3,
}
# Assumptions within the declared ranges under which outcomes that are rare by default are common.
FAMILIES: dict[str, dict[str, float]] = {
    "frail": {},
    "merciless": {
        "contest.elite_fighting": 0.0,
        "contest.spared": 0.0,
        "contest.violence_cost": 0.0,
        "contest.distrust": 1.0,
        "succession.violence_threshold": 0.01,
    },
    "slow": {
        "succession.vacuum_weeks": 13.0,
        "contest.holding": 12.0,
        "contest.majority": 0.8,
        "contest.pace": 0.05,
    },
    "council": {"contest.majority": 0.8, "contest.precision": 1.0},
}
WANTED = {
    Succession.ORDERLY_HANDOVER: "frail",
    Succession.MANAGED_CONSOLIDATION: "frail",
    Succession.COLLECTIVE_LEADERSHIP: "council",
    Succession.SECURITY_TAKEOVER: "frail",
    Succession.PROLONGED_VACUUM: "slow",
    Succession.ARMED_CONFLICT: "merciless",
    Succession.OPENING: "merciless",
}
SEEDS = range(200)  # a scan goes no further
PLAIN_SEEDS = (11, 12)


def family(name: str) -> Scenario:
    return BASE.with_(horizon="2028-12-31", **FRAIL, **FAMILIES[name])


def ends_in(wanted: Succession) -> tuple[Scenario, int]:
    """Return a scenario and the first seed with which its first succession is resolved as wanted.

    The compiled engine scans, so that a change of results moves the seeds and not the coverage.
    """
    scenario = family(WANTED[wanted])
    for seed in SEEDS:
        contest = simulate(scenario, seed).ledger["contest"][0]
        if contest["count"] > 0 and contest["first_resolution"] == wanted:
            return scenario, seed
    raise AssertionError(
        f"no {label(wanted)} in {len(SEEDS)} runs of {WANTED[wanted]!r}: choose other parameters"
    )


def settles() -> tuple[Scenario, int]:
    """Return a scenario in which aims weigh little, and the first seed with which it comes to a settlement."""
    scenario = BASE.with_(horizon="2028-12-31", **{"diplomacy.attachment_russia": 0.0})
    for seed in SEEDS:
        if simulate(scenario, seed).ledger["truces"]["made"][0, Scope.FINAL] > 0:
            return scenario, seed
    raise AssertionError(f"no settlement in {len(SEEDS)} runs: choose other parameters")


def pairs() -> Iterator[tuple[Scenario, int]]:
    """Yield scenarios and seeds: each way a succession can end, each shipped scenario, one whole horizon."""
    yield from (ends_in(wanted) for wanted in WANTED)
    yield settles()
    for name in scenario_names():
        yield from ((Scenario.load(name).with_(horizon="2027-12-31"), seed) for seed in PLAIN_SEEDS)
    yield Scenario.load("endogenous").with_(horizon="2031-12-31", **FRAIL), 21
    yield BASE, 22


@functools.cache
def reached() -> dict[str, set[int]]:
    """Hold the engines to each other on all pairs; return what the runs between them reached."""
    successions: set[int] = set()
    scopes: set[int] = set()
    count = 0
    for scenario, seed in pairs():
        history = simulate(scenario, seed)
        model = DilemmaModel(scenario=scenario, rng=seed)
        model.run()
        where = f"{scenario.name}, seed {seed}"
        assert differing(model.world.ledger, history.ledger) == [], where
        assert model.world.ledger.tobytes() == history.ledger.tobytes(), where
        assert model.world.rows.tobytes() == history.rows.tobytes(), where
        successions.add(int(history.ledger["contest"]["first_resolution"][0]))
        scopes.update(s for s in range(SCOPES) if history.ledger["truces"]["made"][0, s] > 0)
        count += 1
    return {"successions": successions, "scopes": scopes, "pairs": {count}}


def differing(one: np.ndarray, other: np.ndarray, prefix: str = "") -> list[str]:
    """Dotted names of the fields of two structured arrays whose bits differ."""
    found = []
    for name in one.dtype.names or ():
        if one.dtype[name].base.names:
            found += differing(one[name], other[name], f"{prefix}{name}.")
        elif one[name].tobytes() != other[name].tobytes():
            found.append(prefix + name)
    return found


def shocks(ledger: np.ndarray, prefix: str = "") -> dict[str, bytes]:
    """Return the draws that a ledger holds, by dotted name."""
    found: dict[str, bytes] = {}
    for name in ledger.dtype.names or ():
        if ledger.dtype[name].base.names:
            found |= shocks(ledger[name], f"{prefix}{name}.")
        elif name in ("normal", "uniform") or name.endswith(
            ("normals", "uniforms", "_normal", "next_threshold")
        ):
            found[prefix + name] = ledger[name].tobytes()
    return found


# The same bits.


def test_the_engines_agree_bit_for_bit():
    assert min(reached()["pairs"]) >= 20


def test_the_runs_compared_reach_every_way_a_succession_ends():
    assert reached()["successions"] >= set(Succession) - {Succession.NONE}


def test_the_runs_compared_reach_every_rung_of_truces():
    assert reached()["scopes"] == set(Scope)


def test_the_elites_agree_bit_for_bit():
    scenario = family("frail")
    world = World(scenario, 5)
    kernel.play(world)
    model = DilemmaModel(scenario=scenario, rng=5)
    model.run()
    for one, other in zip(model.world.roster, world.roster, strict=True):
        assert one.tobytes() == other.tobytes()


def test_a_difference_of_one_bit_is_seen():
    one = World(SHORT, 1).ledger
    other = one.copy()
    other["front"]["occupied_km2"] = np.nextafter(other["front"]["occupied_km2"], np.inf)
    assert differing(one, other) == ["front.occupied_km2"]


def test_a_run_is_the_same_twice():
    one, other = simulate(SHORT, 3), simulate(SHORT, 3)
    assert one.ledger.tobytes() == other.ledger.tobytes()
    assert simulate(SHORT, 4).rows.tobytes() != one.rows.tobytes()


def test_a_shorter_run_is_the_beginning_of_a_longer_one():
    short, long = simulate(SHORT, 3), simulate(SHORT.with_(horizon="2027-12-31"), 3)
    assert long.rows[: len(short.rows)].tobytes() == short.rows.tobytes()


def test_a_run_leaves_no_trace_on_the_next():
    before = simulate(SHORT, 3).ledger.tobytes()
    simulate(family("merciless"), 1)
    DilemmaModel(SHORT, rng=3).run()
    assert simulate(SHORT, 3).ledger.tobytes() == before


# The same schedule.


def calls_in(body: list[ast.stmt]) -> list[str]:
    """Names called by the statements of `body`, in order, without what they are called on."""
    found = []
    for statement in body:
        value = getattr(statement, "value", None)
        if isinstance(value, ast.Call):
            function = value.func
            found.append(
                function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            )
    return found


def function_in(path: str, name: str) -> ast.FunctionDef:
    tree = ast.parse((HOME / path).read_text(encoding="utf-8"))
    return next(n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef) and n.name == name)


def test_both_engines_play_the_same_stages_in_the_same_order():
    stages = calls_in(function_in("model/dilemma.py", "step").body)
    assert stages == ["deal_week", *(stage.__name__ for stage in kernel.SCHEDULE)]
    assert len(stages) == len(set(stages)) == 13
    assert stages[-1] == "record"


def called_in(path: str, function: str) -> list[str]:
    """Names of what a function calls, in order, without what they are called on."""
    calls = [node for node in ast.walk(function_in(path, function)) if isinstance(node, ast.Call)]
    calls.sort(key=lambda node: (node.end_lineno or 0, node.end_col_offset or 0))
    return calls_in([ast.Expr(call) for call in calls])


def test_the_arena_does_the_same_in_every_stage():
    decided = {name for name in vars(decisions) if not name.startswith("_")} | {
        "range",
        "do",
        "collect",
        "len",
    }
    for stage in [stage.__name__ for stage in kernel.SCHEDULE]:
        compiled = [name for name in called_in(f"model/stages/{stage}.py", stage) if name not in decided]
        mesa = [name for name in called_in("model/dilemma.py", stage) if name not in decided]
        if stage == "elite":
            compiled.remove("update_elites")  # one loop over the rows, which Mesa leaves to its agents
        assert compiled == mesa, stage
        assert compiled, stage


def test_there_is_one_compiled_schedule_for_all_scenarios():
    signatures = set()
    for name in scenario_names():
        for count in (120, 150):
            world = World(Scenario.load(name).with_(**{"horizon": "2025-06-30", "elites.count": count}), 1)
            signatures.add(tuple(numba.typeof(part) for part in next(world.parts())))
            simulate(world.scenario, 1)
    assert len(signatures) == 1
    assert kernel.is_compiled()


# The same refusals.


class Loyalist(EliteAgent):
    """A member of the elite who never wavers."""

    def support_leader(self) -> None:
        self.support = 1.0


def test_the_compiled_engine_refuses_agents_of_ones_own():
    with pytest.raises(InputError) as error:
        simulate(SHORT, 1, agents={"elite": Loyalist})
    assert "Loyalist" in str(error.value)
    assert "DilemmaModel" in str(error.value)
    assert "\n" not in str(error.value)


def test_an_ensemble_refuses_agents_of_ones_own():
    with pytest.raises(InputError, match=r"Loyalist.*DilemmaModel") as error:
        ensemble(SHORT, runs=1, seed=1, agents={"elite": Loyalist})
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("seed", [-1, 2**63, 2**64])
def test_both_engines_refuse_the_same_seeds(seed):
    for play in (lambda: simulate(SHORT, seed), lambda: DilemmaModel(SHORT, rng=seed)):
        with pytest.raises(InputError, match=r"seed|rng"):
            play()


def test_both_engines_take_the_greatest_seed():
    seed = 2**63 - 1
    model = DilemmaModel(SHORT.with_(horizon="2025-04-30"), rng=seed)
    assert model.run().rows.tobytes() == simulate(model.assumptions, seed).rows.tobytes()


# What cannot matter.


def same(one: Scenario, other: Scenario, seed: int = 5) -> bool:
    first, second = simulate(one, seed), simulate(other, seed)
    return first.ledger.tobytes() == second.ledger.tobytes() and first.rows.tobytes() == second.rows.tobytes()


def at_an_end(name: str) -> Scenario:
    """Return the short scenario with one parameter at that end of its range that it is not at."""
    info = SHORT.parameter(name)
    return SHORT.with_(**{name: info.low if info.value != info.low else info.high})


@pytest.mark.parametrize(
    "name",
    [
        "patron.trade_withdrawn",
        "patron.finance_no_limits",
        "patron.defeat_stake",
        "patron.switching_cost",
        "patron.choice_noise",
    ],
)
def test_levels_and_motives_of_poles_not_taken_change_nothing(name):
    assert at_an_end(name).digest() != SHORT.digest()
    assert same(SHORT, at_an_end(name))


def test_the_level_of_the_pole_taken_does_matter():
    assert not same(SHORT, at_an_end("patron.dual_use_hedged"))


def test_a_channel_without_effect_is_closed():
    """The patron's backing of a candidate is seen in contests, and where there is none it is seen nowhere."""
    closed = family("frail").with_(**{"contest.contest_backing": 0.0})
    opened = family("frail").with_(**{"contest.contest_backing": 0.5})
    seeds = range(40)
    differ = [not same(closed, opened, seed) for seed in seeds]
    contested = [
        bool(c["count"][0] or c["active"][0]) for c in (simulate(closed, s).ledger["contest"] for s in seeds)
    ]
    assert any(differ)
    assert not any(d for d, c in zip(differ, contested, strict=True) if not c)


def test_names_and_descriptions_change_nothing():
    renamed = dataclasses.replace(SHORT, name="other", title="Other", description="Other words.")
    assert same(SHORT, renamed)


# Common random numbers.


def test_all_assumptions_about_china_meet_the_same_shocks():
    expected = shocks(simulate(SHORT, 9).ledger)
    assert {"front.normals", "leader.uniforms", "truces.uniforms"} <= set(expected)
    for assumption in Support:
        found = shocks(simulate(SHORT.with_(china=label(assumption)), 9).ledger)
        assert [name for name in expected if found[name] != expected[name]] == []


def test_the_war_meets_the_same_shocks_in_every_week():
    series = []
    for assumption in ("hedged", "withdrawn"):
        model = DilemmaModel(SHORT, rng=9, china=assumption)
        weeks = []
        while model.running:
            model.step()
            weeks.append(model.world.ledger["front"]["normals"].tobytes())
        series.append(weeks)
    assert series[0] == series[1]
    assert len(set(series[0])) == len(series[0])


@pytest.mark.parametrize("name", Streams._fields)
def test_no_stream_moves_another(name):
    fresh, used = open_streams(17), open_streams(17)
    getattr(used, name).random(1000)
    for other in Streams._fields:
        untouched = (getattr(fresh, other).random(8) == getattr(used, other).random(8)).all()
        assert untouched == (other != name)


def test_streams_differ_from_each_other_and_between_seeds():
    drawn = [s.random(4).tobytes() for seed in (0, 1, 2**63 - 1) for s in open_streams(seed)]
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize(
    ("stream", "moved"),
    [
        ("strikes", {"belligerents.strike_normal"}),
        ("succession", {"contest.normals", "contest.appeal_normals"}),
        ("patron", {"patron.normals"}),
        ("truce", {"truces.uniforms"}),
    ],
)
def test_more_draws_of_one_mechanism_leave_the_shocks_of_all_others(stream, moved):
    plain, greedy = (DilemmaModel(SHORT, rng=4) for _ in range(2))
    getattr(greedy.world.streams, stream).random(3)
    for _ in range(12):
        plain.step()
        greedy.step()
    one, other = shocks(plain.world.ledger), shocks(greedy.world.ledger)
    assert {name for name in one if one[name] != other[name]} == moved
    assert plain.world.roster.elites["normal"].tobytes() == greedy.world.roster.elites["normal"].tobytes()
