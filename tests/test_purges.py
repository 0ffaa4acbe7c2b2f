"""Purges: whom a leader dismisses and when, row by row, and how fear of them fades."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from agents.arithmetic import WEEKS_A_YEAR, weekly
from agents.blocs import count_blocs
from agents.events import Log
from agents.leader import PURGING
from agents.palace import power_to_punish
from agents.purges import PurgesParameters, danger_line, dismiss, purge, replace
from agents.tier import Elite, ElitesParameters
from agents.vocabulary import Happening
from tests.engines import both
from tests.incumbents import CLIMATE, a_court, incumbent, some_blocs
from tests.logs import events_of

E = ElitesParameters()
G = PurgesParameters()


@pytest.mark.parametrize(
    ("suspect", "leader", "row"),
    [
        ({}, {}, -1),
        ({"support": -0.1}, {}, -1),
        ({"support": -0.5}, {}, 4),
        ({"support": -0.5, "power": 1e-6}, {}, 4),
        ({"support": -0.5}, {"personalisation": 0.2}, -1),
        ({"dissents": True}, {"personalisation": 0.2}, 4),
        ({"dissents": True}, {"in_office": False}, -1),
        ({"dissents": True}, {"uniform": 0.99}, -1),
    ],
)
def test_whom_he_purges(suspect, leader, row):
    elites, blocs = a_court(**suspect)
    man, log = incumbent(heir=4, heir_faction=4), Log.new()
    man.uniforms[0] = leader.pop("uniform", 0.0)
    for name, value in leader.items():
        setattr(man, name, value)
    assert both(purge, man, elites, blocs, CLIMATE, 1.0, log, G, E) == (row >= 0)
    assert man.purges == log.count == (row >= 0)
    if row >= 0:
        assert elites[row].support == pytest.approx(E.appointee_support)
        assert not elites[row].dissents
        assert blocs[4].fear == pytest.approx(elites[4].power / blocs[4].power)
        assert man.heir == -1
        assert log.events[0].kind == Happening.PURGE
        assert log.events[0].target == row


def test_he_strikes_at_the_strongest_of_equally_disloyal():
    elites, blocs = a_court()
    for elite in elites:
        elite.support = -0.6
    count_blocs(elites, blocs, E)
    assert purge(incumbent(), elites, blocs, CLIMATE, 1.0, Log.new(), G, E) == 1
    assert elites[0].support == E.appointee_support
    assert elites[1].support == -0.6


def test_a_large_roster_is_purged_in_proportion():
    rng = np.random.default_rng(2)
    reach = dataclasses.replace(G, reach=0.05)
    elites = [
        Elite.new(faction=i % 9, power=rng.random() / 200, support=rng.random() - 0.7) for i in range(200)
    ]
    blocs = some_blocs()
    count_blocs(elites, blocs, E)
    danger = sorted(((max(-e.support, 0.0) * e.power, i) for i, e in enumerate(elites)), reverse=True)
    bar = reach.bar + reach.backlash * power_to_punish(0.8, 1.0)
    wanted = [i for d, i in danger if -elites[i].support > bar][:10]
    tenth, next_one = (d for d, i in [d for d in danger if -elites[d[1]].support > bar][9:11])
    assert next_one < danger_line(elites, bar, 10, danger[0][0]) <= tenth
    leader, log = incumbent(), Log.new()
    assert both(purge, leader, elites, blocs, CLIMATE, 1.0, log, reach, E) == 10
    assert [i for i, e in enumerate(elites) if e.support == E.appointee_support] == sorted(wanted)
    assert log.count == 1, "one event, however large the roster"


def test_fear_fades_and_an_exposed_plotter_goes():
    elites, blocs = a_court()
    leader, log = incumbent(), Log.new()
    dismiss(leader, elites, 2, blocs, CLIMATE, log, E)
    assert (blocs[2].fear, leader.purges, log.count) == (pytest.approx(1.0), 1, 1)
    leader.uniforms[0] = 0.99
    for _ in range(52):
        purge(leader, elites, blocs, CLIMATE, 1.0, log, G, E)
    assert blocs[2].fear == pytest.approx(math.exp(-G.fear_fades), rel=0.02)


# By numbers worked by hand.


@pytest.mark.parametrize(
    ("power", "bloc_power", "before", "fear"),
    [(0.02, 0.1, 0.1, 0.3), (0.08, 0.1, 0.5, 1.0), (0.1, 0.1, 0.0, 1.0), (0.02, 0.0, 0.1, 0.1)],
)
def test_a_faction_takes_fright_by_the_share_of_its_power_that_is_purged(power, bloc_power, before, fear):
    elites, blocs = a_court(power=power)
    leader = incumbent(purges=3)
    blocs[4].power, blocs[4].fear = bloc_power, before
    replace(leader, elites, 4, blocs, CLIMATE, E)
    assert [bloc.fear for bloc in blocs] == pytest.approx([0.0] * 4 + [fear] + [0.0] * 4)
    assert leader.purges == 4
    assert elites[4].support == pytest.approx(E.appointee_support)


@pytest.mark.parametrize(("heir", "left"), [(4, (-1, -1)), (2, (2, 7)), (-1, (-1, 7))])
def test_an_heir_who_is_purged_is_no_heir_any_more_and_another_stays(heir, left):
    elites, blocs = a_court()
    leader = incumbent(heir=heir, heir_faction=7)
    replace(leader, elites, 4, blocs, CLIMATE, E)
    assert (leader.heir, leader.heir_faction) == left


def test_a_dismissal_is_told_whole():
    elites, blocs = a_court(organ=6, power=0.07)
    log = Log.new()
    dismiss(incumbent(), elites, 4, blocs, CLIMATE, log, E)
    assert events_of(log) == [(Happening.PURGE, 4, 4, -1, 6, 0.07)]


def disloyal(*powers: float):
    """A court in which rows of these powers are wholly disloyal, and none of the others."""
    elites, blocs = a_court()
    for row, power in enumerate(powers):
        elites[row].support, elites[row].power, elites[row].organ = -1.0, power, 10 - row
    return elites, blocs


@pytest.mark.parametrize(
    ("quota", "low", "high"), [(1, 0.4, 0.4), (2, 0.2, 0.3), (3, 0.1, 0.2), (4, 0.0, 0.1), (9, 0.0, 1e-9)]
)
def test_the_line_of_danger_lets_a_quota_be_purged(quota, low, high):
    elites, _ = disloyal(0.4, 0.1, 0.3, 0.2)
    line = danger_line(elites, 0.1, quota, 0.4)
    assert low <= line <= high
    assert sum(elite.power >= line for elite in elites[:4]) == min(quota, 4)


LIGHT = dataclasses.replace(G, backlash=0.0, bar=0.1, fear_fades=2.0)


@pytest.mark.parametrize(
    ("powers", "reach", "rows", "value"),
    [
        ((0.05, 0.2, 0.1), 0.01, [1], 0.2),
        ((0.05, 0.2, 0.1), 0.25, [1, 2], 0.3),
        ((0.1, 0.1, 0.1), 0.01, [0], 0.1),
        ((0.1, 0.1, 0.1), 0.25, [0, 1], 0.2),
        ((0.2,), 0.25, [0], 0.2),
        ((), 0.25, [], 0.0),
    ],
)
def test_a_purge_reaches_its_part_of_the_roster_and_tells_of_the_worst(powers, reach, rows, value):
    """Of nine one at least, two at a quarter, the first where all are alike; told with the power of all purged."""
    elites, blocs = disloyal(*powers)
    log, worst = Log.new(), max(range(len(powers)), key=lambda row: powers[row], default=-1)
    count = purge(incumbent(), elites, blocs, CLIMATE, 1.0, log, dataclasses.replace(LIGHT, reach=reach), E)
    assert count == len(rows)
    assert [row for row, elite in enumerate(elites) if elite.support == E.appointee_support] == rows
    purged = (Happening.PURGE, worst, worst, -1, 10 - worst, pytest.approx(value))
    assert events_of(log) == ([purged] if rows else [])


def test_fear_fades_by_its_rate_though_nobody_is_purged_or_rules():
    elites, blocs = disloyal(0.2)
    for bloc in blocs:
        bloc.fear = 0.5
    assert purge(incumbent(in_office=False), elites, blocs, CLIMATE, 1.0, Log.new(), LIGHT, E) == 0
    assert [bloc.fear for bloc in blocs] == pytest.approx([0.5 - 0.5 * 2.0 / WEEKS_A_YEAR] * 9)


@pytest.mark.parametrize(("nudge", "purged"), [(-1e-9, 1), (0.0, 0), (1e-9, 0)])
def test_an_occasion_comes_as_often_as_he_is_vigilant(nudge, purged):
    elites, blocs = disloyal(0.2)
    leader = incumbent()
    leader.uniforms[PURGING] = weekly(LIGHT.vigilance) + nudge
    assert purge(leader, elites, blocs, CLIMATE, 1.0, Log.new(), LIGHT, E) == purged
