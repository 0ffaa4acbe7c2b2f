"""Make a leader in office, the blocs of his coalition and a court with one suspect."""

from __future__ import annotations

from agents.arithmetic import WEEKS_A_YEAR
from agents.blocs import count_blocs
from agents.climate import Climate
from agents.leader import Leader, LeaderParameters, draw_body, initialise_leader
from agents.tier import Bloc, Elite, ElitesParameters

L, E = LeaderParameters(), ElitesParameters()
POWERS = [0.24, 0.11, 0.11, 0.14, 0.13, 0.14, 0.07, 0.03, 0.03]
CLIMATE = Climate.new(begun=True, punishment=0.6, prize=2.0)


def incumbent(parameters=L, care=0.0, **changes):
    leader = Leader.new()
    initialise_leader(leader, parameters)
    draw_body(leader, care, parameters)
    for name, value in changes.items():
        setattr(leader, name, value)
    return leader


def some_blocs(support=0.5, **changes):
    usual = {"members": 5, "rents": 1.0, "stability": 0.65, "war_stance": 0.3}
    blocs = [Bloc.new(power=p, support=support, champion=f, **usual) for f, p in enumerate(POWERS)]
    for bloc in blocs:
        for name, value in changes.items():
            setattr(bloc, name, value)
    return blocs


def yearly(leader, cause, rate):
    leader.hazard[cause] = rate / WEEKS_A_YEAR
    return leader


def a_court(**suspect):
    elites = [Elite.new(faction=f, power=POWERS[f], support=0.5, rents=1.0, expected=1.0) for f in range(9)]
    for elite in elites:
        elite.organ = elite.patron = -1
    for name, value in suspect.items():
        setattr(elites[4], name, value)
    blocs = some_blocs()
    count_blocs(elites, blocs, E)
    return elites, blocs
