"""The reference class: regimes as declared, a world without a war, spells of rule counted as published rates are."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from agents.events import Event, Log
from agents.leader import LeaderParameters
from agents.organs import OrgansParameters, initialise_services, link_commanders
from agents.records import dtype_of
from agents.services import Service, ServicesParameters, anchor_loyalty, update_service
from agents.successors import SuccessorsParameters, inaugurate
from agents.tier import Bloc, Elite
from agents.vocabulary import FACTIONS, ORGANS, Cause, Faction, Happening, Succession, WarEnd
from experiments import cli
from experiments.reference_class import CLASS, FORCES, PEACE, Member, draw_regime
from experiments.reference_fit import FITTED, SPACE, distance, published, vectors
from experiments.reference_job import RATES, SHARES, interval, reference
from experiments.reference_spells import COUNTS, YEAR, count, read
from model.dilemma import DilemmaModel
from model.errors import InputError
from model.kernel import simulate
from model.polity import Contest
from model.record import Observation
from model.resolution import ends_regime
from model.scenario import Scenario
from model.world import World
from tests.engines import both

BASE = Scenario.load("march-2025")


# Regimes.


def test_a_member_may_lie_outside_the_ranges_declared_for_russia() -> None:
    with pytest.raises(InputError):
        BASE.with_(**{"leader.age": 40.0})
    member = Member.of(BASE, **{"leader.age": 40.0})
    assert member["leader.age"] == 40.0
    assert World(member, 1).view.leader.age == 40.0


def test_a_seed_draws_one_regime_within_the_laws() -> None:
    drawn = [draw_regime(BASE, seed) for seed in range(40)]
    assert draw_regime(BASE, 3).digest() == drawn[3].digest() != drawn[4].digest()
    for law in (*CLASS, *FORCES):
        values = [float(member[law.name]) for member in drawn]
        assert law.low <= min(values) < max(values) <= law.high
    for name, value in PEACE.items():
        assert {member[name] for member in drawn} == {value}
    assert {member["leader.terms"] for member in drawn} == {1, 99}


# Without a war.


@pytest.fixture(scope="module")
def quiet() -> Scenario:
    return BASE.with_(horizon="2025-12-31", **{"war.in_progress": False})


def test_without_a_war_nobody_fights_or_bargains(quiet: Scenario) -> None:
    history = simulate(quiet, 5)
    assert set(history.rows["occupied_km2"]) == {history.rows["occupied_km2"][0]}
    assert not history.rows["losses_russia"].any()
    assert not history.rows["momentum_km2"].any()
    assert not history.events()["event"].isin(["proposal", "reply", "truce-begins", "war-decided"]).any()
    assert history.outcome()["war_end"] == "no-war"
    assert simulate(BASE.with_(horizon="2025-12-31"), 5).rows["losses_russia"].all()


def test_without_a_war_both_engines_agree(quiet: Scenario) -> None:
    model = DilemmaModel(scenario=quiet, rng=5)
    model.run()
    assert model.ledger.front.end == WarEnd.NO_WAR
    assert np.array_equal(model.world.rows, simulate(quiet, 5).rows)


# Spells.


def played(
    weeks: int, incumbent: list[tuple[int, int]], events: list[tuple], ends: int | None
) -> SimpleNamespace:
    """Return a world as it looks after a run, from (week, leader) changes and (week, kind, target, detail) events."""
    rows = np.zeros(weeks, dtype_of(Observation))
    for week, number in incumbent:
        rows["incumbent"][week:] = number
    rows["regime_persists"] = True
    if ends is not None:
        rows["regime_persists"][ends:] = False
    log = np.zeros(1, dtype_of(Log))
    written = np.zeros(len(events), dtype_of(Event))
    for place, (week, kind, target, detail) in enumerate(events):
        written[place]["week"], written[place]["kind"] = week, kind
        written[place]["target"], written[place]["detail"] = target, detail
    log["events"][0][: len(events)] = written
    log["count"] = len(events)
    return SimpleNamespace(rows=rows, ledger={"log": log}, scenario={"leader.age": 56.0})


YEARS_17, YEARS_18, YEARS_30 = round(17 * YEAR), round(18 * YEAR), round(30 * YEAR)
EVENTS = [
    (YEARS_17, Happening.PLOT_FORMS, 0, 1),
    (YEARS_17 + 4, Happening.COUP, 0, 0),
    (YEARS_17 + 10, Happening.PLOT_FORMS, 0, 0),
    (YEARS_17 + 12, Happening.COUP, 0, 0),
    (YEARS_18, Happening.EXIT, 0, Cause.DEATH),
    (YEARS_18 + 100, Happening.EXIT, 1, Cause.COUP),
]


def test_a_run_is_counted_as_published_rates_are() -> None:
    world = played(
        YEARS_30, [(0, 0), (YEARS_18, -1), (YEARS_18 + 10, 1), (YEARS_18 + 100, 2)], EVENTS, YEARS_18 + 105
    )
    record = read(world)
    assert [spell.cause for spell in record.spells] == [Cause.DEATH, Cause.COUP, Cause.NONE]
    assert record.spells[0].kept is True
    assert record.coups == ((True, False), (False, False))
    found = dict(zip(COUNTS, count(record).tolist(), strict=True))
    assert found["coup-attempt-rate"] == [2.0, pytest.approx(3.0, abs=0.02)]
    assert found["irregular-share-of-exits"] == [1.0, 2.0]
    assert found["death-rate-70-75"] == [1.0, pytest.approx(4.0, abs=0.02)]
    assert found["exit-within-2y"] == [1.0, 1.0]  # 72 after 16 years, dead two years later
    assert found["persists-after-death"] == [1.0, 1.0]
    assert found["coup-success-senior"] == [0.0, 1.0]
    assert found["irregular-exit-rate-long-tenure"] == [0.0, pytest.approx(0.0)]
    assert found["regime-failure-rate"] == [1.0, pytest.approx((YEARS_18 + 105) / YEAR)]


def test_who_comes_in_as_the_regime_ends_belongs_to_the_next() -> None:
    events = [(100, Happening.EXIT, 0, Cause.COUP), (300, Happening.EXIT, 1, Cause.COUP)]
    record = read(played(YEARS_30, [(0, 0), (100, -1), (110, 1), (300, 2)], events, 110))
    assert len(record.spells) == 1
    assert record.failed


def test_who_has_not_reached_the_age_or_is_not_seen_long_enough_is_left_out() -> None:
    young = count(read(played(round(15 * YEAR), [(0, 0)], [], None)))
    found = dict(zip(COUNTS, young.tolist(), strict=True))
    assert found["exit-within-2y"] == found["exit-within-5y"] == [0.0, 0.0]
    assert found["regime-failure-rate"][0] == 0.0
    seen = dict(zip(COUNTS, count(read(played(round(19 * YEAR), [(0, 0)], [], None))).tolist(), strict=True))
    assert seen["exit-within-2y"] == [0.0, 1.0]
    assert seen["exit-within-5y"] == [0.0, 0.0]


def test_a_log_that_is_full_ends_the_observation() -> None:
    """Coup after coup for decades, at a corner of the ranges: what comes later is unseen, and no error."""
    changes = [(0, 0), (YEARS_18, -1), (YEARS_18 + 10, 1)]
    full = played(YEARS_30, changes, EVENTS[:5], None)
    full.ledger["log"]["overflow"] = True
    full.ledger["log"]["events"]["week"][0, -1] = YEARS_18 + 60
    cut = read(played(YEARS_18 + 60, changes, EVENTS[:5], None))
    assert np.array_equal(count(read(full)), count(cut))
    assert read(full).observed == pytest.approx((YEARS_18 + 60) / YEAR)


# Intervals and the fit.


def test_an_interval_holds_its_value_and_one_without_events_is_not_a_point() -> None:
    rng = np.random.default_rng(1)
    exposure = rng.uniform(1.0, 20.0, 400)
    found = np.stack([rng.poisson(0.05 * exposure), exposure], axis=1).astype(float)
    value, low, high = interval("irregular-exit-rate", found, rng)
    assert low < value < high
    assert low < 0.05 < high
    found[:, 0] = 0.0
    assert interval("irregular-exit-rate", found, rng)[:2] == (0.0, 0.0)
    assert interval("irregular-exit-rate", found, rng)[2] == pytest.approx(
        3.689 / found[:, 1].sum(), rel=1e-3
    )
    certain = np.ones((30, 2))
    assert 0.8 < interval("persists-after-death", certain, rng)[1] < 1.0


def test_distance_is_nothing_where_rates_are_as_published_and_grows_with_the_gap() -> None:
    exact = np.array([np.exp(published(key)[0]) for key in COUNTS])
    errors = np.full(len(COUNTS), 0.1)
    assert distance(exact, errors) == pytest.approx(0.0)
    worse = exact.copy()
    worse[list(COUNTS).index(FITTED[0])] *= 2.0
    assert distance(worse, errors) > 1.0
    kept = exact.copy()
    kept[list(COUNTS).index("exit-within-5y")] *= 0.1
    assert distance(kept, errors) == pytest.approx(0.0)  # the test half moves nothing


def test_what_is_fitted_stays_inside_the_declared_ranges() -> None:
    for name, (low, high) in SPACE.items():
        info = BASE.parameter(name)
        assert info.low <= low < high <= info.high
    tried = vectors(16, 1)
    assert np.array_equal(tried, vectors(16, 1))
    assert len({tuple(row) for row in tried.tolist()}) == 16


def test_the_table_has_every_rate_once_and_intervals() -> None:
    frame = reference(BASE.with_(horizon="2025-09-30"), runs=6, seed=2, workers=2)
    assert tuple(frame["rate"]) == RATES
    assert set(frame["part"]) == {"fitted", "test", "context"}
    known = frame.dropna(subset="simulated")
    assert (known["low"] <= known["simulated"]).all()
    assert (known["simulated"] <= known["high"]).all()
    assert (known[known["rate"].isin(SHARES)]["simulated"] <= 1.0).all()


def test_the_command_writes_table_and_figure(tmp_path, capsys) -> None:
    out = tmp_path / "reference"
    assert cli.main(["reference", "--runs", "3", "--set", "horizon=2025-09-30", "--out", str(out)]) == 0
    assert "kept for the test" in capsys.readouterr().out
    assert len(pd.read_parquet(out / "reference.parquet")) == len(RATES)
    assert (out / "figures" / "reference.png").stat().st_size > 10_000
    assert (out / "reference.md").read_text().count("\n| ") == len(RATES)
    assert cli.main(["reference", "--runs", "0", "--out", str(out)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


# What the record had us mend.


CORE, GUARDS, PREMIER = Faction.SECURITY_CORE, Faction.GUARDS, Faction.TECHNOCRATS


@pytest.mark.parametrize(
    ("cause", "personal", "winner", "ends"),
    [
        (Cause.COUP, True, CORE, True),
        (Cause.UPRISING, True, CORE, True),
        (Cause.COUP, False, CORE, False),
        (Cause.COUP, False, GUARDS, True),
        (Cause.REMOVAL, True, CORE, False),
        (Cause.REMOVAL, True, GUARDS, True),
        (Cause.HANDOVER, True, GUARDS, True),
        (Cause.HANDOVER, True, PREMIER, False),
        (Cause.HANDOVER, False, GUARDS, False),
        (Cause.DEATH, True, GUARDS, False),
    ],
)
def test_personal_rule_ends_with_the_fall_of_the_ruler_and_his_circle(cause, personal, winner, ends) -> None:
    contest = Contest.new(
        cause=cause,
        personal=personal,
        winner=winner,
        incumbent=CORE,
        acting=PREMIER,
        resolution=Succession.MANAGED_CONSOLIDATION,
    )
    assert both(ends_regime, contest) is ends


def test_every_organ_starts_at_rest() -> None:
    p = ServicesParameters()
    services = [Service.new() for _ in range(ORGANS)]
    initialise_services(services, OrgansParameters())
    elites = [
        Elite.new(organ=k, faction=k % FACTIONS, support=0.1 * k - 0.3, rents=1.0) for k in range(ORGANS)
    ]
    link_commanders(services, elites, len(elites))
    both(anchor_loyalty, services, elites, p)
    for k in range(ORGANS):
        before = services[k].loyalty
        commander = elites[services[k].commander]
        for _ in range(100):
            update_service(services[k], commander, Bloc.new(rents=1.0), 0.0, p)
        assert services[k].loyalty == pytest.approx(before)


def test_short_reigns_do_not_leave_a_ruler_without_power() -> None:
    p = SuccessorsParameters()
    base = BASE.with_(horizon="2025-12-31")
    world = World(base, 1)
    elites, view = world.plain.elites, world.view
    for bloc in view.blocs:
        bloc.power = 1.0 / FACTIONS
    for _ in range(20):
        inaugurate(
            view.leader, elites, 0, 0.5, view.blocs, view.climate, 0.0, LeaderParameters(), p, base.elites
        )
    own = p.own_power / FACTIONS
    rest = own / (1.0 - p.power * (1.0 - own))
    assert view.leader.personalisation == pytest.approx(rest, rel=0.01)
