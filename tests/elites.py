"""Make elites, their network, their leader and the climate in which they weigh support."""

from __future__ import annotations

import numpy as np

from agents.arithmetic import WEEKS_A_YEAR
from agents.climate import Climate
from agents.dissent import tie
from agents.elites import update_support
from agents.leader import Leader
from agents.records import dtype_of
from agents.tier import Bloc, Elite, ElitesParameters, Tie
from agents.vocabulary import FACTIONS

P = ElitesParameters()
WEEK = {"pace": P.relaxation / WEEKS_A_YEAR, "habit": P.adaptation / WEEKS_A_YEAR}


def random_network(rng, n, degree):
    offsets = np.concatenate(([0], np.cumsum(rng.integers(0, degree, n))))
    neighbours = rng.integers(0, n, offsets[-1])
    return neighbours, offsets, rng.random(len(neighbours))


def an_elite(**changes):
    usual = {
        "patron": -1,
        "power": 0.01,
        "rents": 1.0,
        "expected": 1.0,
        "stability": 0.65,
        "ambition": 0.5,
        "support": 0.5,
        "attachment": 0.5,
    }
    return Elite.new(**{**usual, **changes})


def a_climate(**changes):
    return Climate.new(**{"begun": True, "punishment": 0.6, "prize": 2.0, **WEEK, **changes})


def tied(elites, neighbours, offsets, weight):
    """Ties for `tie`, with elites and ties as lists of records."""
    rows = np.zeros(len(elites), dtype_of(Elite))
    ties = tie(rows, neighbours, offsets, weight)
    for elite, row in zip(elites, rows, strict=True):
        elite.first_tie, elite.end_tie = int(row["first_tie"]), int(row["end_tie"])
    return [Tie.new(row=int(t["row"]), weight=float(t["weight"])) for t in ties]


def settled(elite, climate, bloc=None, patron_dissents=False, parameters=P, weeks=600):
    for _ in range(weeks):
        update_support(elite, patron_dissents, bloc or Bloc.new(rents=1.0), climate, parameters)
    return elite.support


def a_leader(**changes):
    usual = {"in_office": True, "elite": -1, "heir": -1, "legitimacy": 0.8, "survival": 0.94}
    return Leader.new(**{"personalisation": 0.8, **usual, **changes})


def a_tier(rng, n=45):
    rows = []
    for i in range(n):
        draws = rng.random(4)
        rows.append(
            an_elite(
                faction=i % FACTIONS,
                power=draws[0] / n,
                support=2 * draws[1] - 1,
                war_stance=2 * draws[2] - 1,
                ambition=draws[3],
                dissents=bool(draws[1] < 0.2),
                patron=int(rng.integers(-1, n)),
                normal=rng.standard_normal(),
                organ=-1,
            )
        )
    return rows


def some_blocs():
    return [Bloc.new(rents=1.0, entitlement=1.0 / FACTIONS) for _ in range(FACTIONS)]
