"""Purges: whom a leader dismisses and when, row by row, and how fear of them fades."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from agents.blocs import count_blocs
from agents.events import Log
from agents.palace import power_to_punish
from agents.purges import PurgesParameters, danger_line, dismiss, purge
from agents.tier import Elite, ElitesParameters
from agents.vocabulary import Happening
from tests.engines import both
from tests.incumbents import CLIMATE, a_court, incumbent, some_blocs

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
