"""Coups over many weeks: same in both engines, within their ranges, as often as in the historical record."""

from __future__ import annotations

import dataclasses
import functools
from typing import Any

import numba
import numpy as np
import pytest

from agents.coordination import fall_threshold
from agents.coup_stakes import CoupStakesParameters, regime_strength, update_stakes
from agents.events import Log
from agents.leader import Leader
from agents.organs import OrgansParameters
from agents.records import view_of
from agents.services import (
    Plot,
    Service,
    ServicesParameters,
    conduct_of_war,
    raise_counterweight,
    update_service,
)
from agents.tier import Bloc, Elite
from agents.vocabulary import ORGANS, Organ
from experiments.reference_class import HORIZON, play_member
from experiments.reference_fit import published
from experiments.reference_spells import COUNTS, count, read
from model.crisis import lay_out, strength_left
from model.plots import EXPOSED, FAILED, SUCCEEDED, PlotsParameters, play_plots
from model.polity import Regime
from model.removal import RemovalParameters, press_leader
from model.scenario import Scenario
from tests.engines import as_array
from tests.kremlin import PLOTS, Kremlin
from tests.organs import SERVICES, STAKES
from tests.ranges import anywhere

REMOVAL = RemovalParameters()


def play_weeks(
    services: Any,
    plot: Any,
    elites: Any,
    blocs: Any,
    leader: Any,
    regime: Any,
    log: Any,
    rules: Any,
    stakes: Any,
    plots: Any,
    removal: Any,
    uniforms: Any,
    normals: Any,
    tally: Any,
) -> None:
    """Weeks of a Kremlin with elites held at plausible noise; a leader who falls is replaced by his like."""
    for week in range(len(uniforms)):
        log.count = 0
        for row in range(len(elites)):
            rest = elites[row].attachment
            elites[row].support += 0.04 * (rest - elites[row].support) + 0.03 * normals[week, 2 + row]
            elites[row].tenure += 1.0
        for k in range(ORGANS):
            service = services[k]
            service.normal = normals[week, 22 + k]
            commander = elites[service.commander]
            update_service(
                service, commander, blocs[service.faction], conduct_of_war(300.0, 4.5, rules), rules
            )
            update_stakes(service, leader, 1.0, stakes)
        for i in range(6):
            plot.uniforms[i] = uniforms[week, i]
        plot.normals[0] = normals[week, 0]
        plot.normals[1] = normals[week, 1]
        senior = plot.senior
        code = play_plots(plot, services, elites, blocs, leader, regime, 1.0, log, stakes, plots)
        press_leader(leader, regime, blocs, 1.0 - leader.personalisation, plots.reaction, removal)
        tally[code] += 1
        if code >= FAILED:
            tally[4 if senior else 5] += 1
            if code == SUCCEEDED:
                tally[6 if senior else 7] += 1
        if plot.purge >= 0:
            elites[plot.purge].tenure = 0.0
            elites[plot.purge].support = 0.7


compiled_weeks = numba.njit(play_weeks)


def arrays_of(kremlin: Kremlin) -> list[Any]:
    lists = [
        kremlin.services,
        [kremlin.plot],
        kremlin.elites,
        kremlin.blocs,
        [kremlin.leader],
        [kremlin.regime],
        [kremlin.log],
    ]
    return [np.concatenate([as_array(row) for row in rows]) for rows in lists]


def simulate(kremlin: Kremlin, weeks: int, seed: int, plots: PlotsParameters = PLOTS) -> np.ndarray:
    rng = np.random.default_rng(seed)
    services, plot, elites, blocs, leader, regime, log = arrays_of(kremlin)
    tally = np.zeros(8, np.int64)
    groups = [as_array(g)[0] for g in (SERVICES, STAKES, plots, REMOVAL)]
    draws = (rng.random((weeks, 6)), rng.standard_normal((weeks, 32)))
    compiled_weeks(services, plot[0], elites, blocs, leader[0], regime[0], log[0], *groups, *draws, tally)
    return tally


def test_both_engines_agree_over_many_weeks():
    eager = dataclasses.replace(
        PLOTS, occasions=6.0, pace=0.2, leaks=3.0, planning_odds=0.9, follow_share=0.9, foresight=0.4
    )
    happened = np.zeros(8, np.int64)
    for seed, support in ((1, 0.4), (2, 0.0)):
        kremlin = Kremlin(support=support, personalisation=0.3)
        for elite in kremlin.elites:
            elite.attachment = support
        plain = arrays_of(kremlin)
        machine = [a.copy() for a in plain]
        rng = np.random.default_rng(seed)
        draws = (rng.random((150, 6)), rng.standard_normal((150, 32)))
        groups = (SERVICES, STAKES, eager, REMOVAL)
        tallies = (np.zeros(8, np.int64), np.zeros(8, np.int64))
        kinds = (Service, Plot, Elite, Bloc, Leader, Regime, Log)
        views = [view_of(cls, a) for cls, a in zip(kinds, plain, strict=True)]
        play_weeks(
            *(views[i] if i in (0, 2, 3) else views[i][0] for i in range(7)), *groups, *draws, tallies[0]
        )
        compiled_weeks(
            *(machine[i] if i in (0, 2, 3) else machine[i][0] for i in range(7)),
            *(as_array(g)[0] for g in groups),
            *draws,
            tallies[1],
        )
        assert tallies[0].tolist() == tallies[1].tolist()
        for a, b in zip(plain, machine, strict=True):
            assert a.tobytes() == b.tobytes()
        happened += tallies[0]
    assert min(happened[EXPOSED], happened[FAILED], happened[SUCCEEDED]) > 0


@pytest.mark.parametrize("seed", range(12))
def test_nothing_leaves_its_range_over_the_stated_parameters(seed):
    rng = np.random.default_rng(seed)
    organs = anywhere(OrgansParameters, rng)
    groups = [anywhere(g, rng) for g in (ServicesParameters, CoupStakesParameters, PlotsParameters)]
    kremlin = Kremlin(organs, rng.uniform(-0.8, 0.9), personalisation=rng.random(), survival=rng.random())
    rng_normals = 2.0 * rng.standard_normal((60, 32))
    records = (
        kremlin.services,
        kremlin.plot,
        kremlin.elites,
        kremlin.blocs,
        kremlin.leader,
        kremlin.regime,
        kremlin.log,
    )
    tally = np.zeros(8, np.int64)
    raise_counterweight(kremlin.services, 1.0, groups[0])
    play_weeks(*records, *groups, anywhere(RemovalParameters, rng), rng.random((60, 6)), rng_normals, tally)
    assert tally[:4].sum() == 60
    for array in arrays_of(kremlin):
        for name in array.dtype.names or ():
            if array[name].dtype.kind == "f":
                assert np.isfinite(array[name]).all(), name
    services, plot, _, _, leader, _, _ = arrays_of(kremlin)
    for name in ("force", "loyalty", "grievance", "pledged", "join_cost", "resist_cost", "arms", "joined"):
        assert np.all((services[name] >= 0.0) & (services[name] <= 1.0)), name
    assert services["force"].sum() == pytest.approx(1.0)
    assert np.all(services["resist_cost"] < services["join_cost"])
    assert np.all(plot["rate"] >= 0.0)
    assert np.all((plot["committed"] >= 0.0) & (plot["committed"] <= 1.0))
    assert 0.0 <= leader["personalisation"][0] <= 1.0
    assert np.all(leader["hazard"] >= 0.0)
    assert (kremlin.plot.attempts, kremlin.plot.exposures) == (
        tally[FAILED] + tally[SUCCEEDED],
        tally[EXPOSED],
    )


@functools.cache
def reference_class(counterweight: bool = False, weeks: int = 522, regimes: int = 400) -> np.ndarray:
    """Personalist regimes of long tenure, drawn from a declared distribution; tally of ten years each."""
    rng = np.random.default_rng(11)
    total = np.zeros(8, np.int64)
    for regime in range(regimes):
        organs = OrgansParameters(
            nearby_armed_forces=rng.uniform(8.0, 25.0),
            nearby_rosgvardia=rng.uniform(12.0, 25.0),
            nearby_fso=rng.uniform(6.0, 15.0),
            loyalty_armed_forces=rng.uniform(0.4, 0.7),
            loyalty_rosgvardia=rng.uniform(0.55, 0.85),
            loyalty_fso=rng.uniform(0.65, 0.95),
        )
        support = rng.uniform(0.25, 0.55)
        kremlin = Kremlin(organs, support, personalisation=rng.uniform(0.4, 0.85), survival=0.93)
        for elite in kremlin.elites:
            elite.ambition = rng.random()
            elite.attachment = support + 0.2 * rng.standard_normal()
            elite.support = elite.attachment
        if counterweight:
            raise_counterweight(kremlin.services, 1.0, SERVICES)
        total += simulate(kremlin, weeks, regime)
    return total


def attempts(tally: np.ndarray) -> int:
    """Coups attempted."""
    return int(tally[FAILED] + tally[SUCCEEDED])


def test_coups_of_the_reference_class_come_and_succeed_as_often_as_in_the_record():
    """Each rate of coups is within 2.5 standard errors (the record's own and chance here) of the published one."""
    base = Scenario.load("march-2025").with_(horizon=HORIZON)
    records = [read(play_member(base, seed)) for seed in range(150)]
    events, exposure = np.sum([count(record) for record in records], axis=0).T
    for key in ("irregular-exit-rate", "coup-attempt-rate", "coup-success", "coup-success-senior"):
        place = list(COUNTS).index(key)
        value, spread = published(key)
        error = np.sqrt(spread**2 + 1.0 / events[place])
        assert abs(np.log(events[place] / exposure[place]) - value) < 2.5 * error, key
    coups = [coup for record in records for coup in record.coups]
    seniors = [won for senior, won in coups if senior]
    juniors = [won for senior, won in coups if not senior]
    assert np.mean(seniors) > np.mean(juniors)
    assert 0.1 < len(juniors) / len(coups) < 0.5


def test_a_new_counterweight_provokes_attempts_in_its_first_year():
    before = attempts(reference_class(weeks=52, regimes=1000))
    after = attempts(reference_class(True, weeks=52, regimes=1000))
    assert after - before > 2.0 * np.sqrt(after + before)


def test_a_counterweight_lowers_the_chance_of_a_coup_by_the_army():
    chances = []
    for request in (0.0, 0.5, 1.0):
        kremlin = Kremlin()
        raise_counterweight(kremlin.services, request, SERVICES)
        kremlin.update()
        kremlin.start(Organ.ARMED_FORCES)
        kremlin.plot.committed[Organ.ARMED_FORCES] = PLOTS.command_share
        lay_out(kremlin.plot, kremlin.services, True, 1.0, 1.0, STAKES)
        strength = regime_strength(kremlin.services, kremlin.leader, STAKES)
        left = strength_left(kremlin.plot, kremlin.services, kremlin.leader, strength, PLOTS)
        plot = kremlin.plot
        chances.append(fall_threshold(plot.mass, plot.join_cost, plot.resist_cost) - left)
    assert chances[0] > chances[1] > chances[2]
