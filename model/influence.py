"""Who influences whom at the start: pyramids of patrons, and contacts within and between factions.

From Hale (2014) on pyramids of patronage, McPherson, Smith-Lovin and Cook (2001) on homophily.
Reduces to the bare pyramids at two contacts an elite, to random ties at assortativity 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from agents.dissent import normalised

if TYPE_CHECKING:
    from model.roster import RosterParameters


def build_network(
    roster: np.ndarray, start: np.ndarray, p: RosterParameters, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ties of patronage, and contacts that each seeks in his own faction or anywhere; all run both ways."""
    n, faction, patron = len(roster), roster["faction"], roster["patron"]
    sought = max(p.contacts - 2.0, 0.0) / 2.0
    columns = int(sought) + 1
    draws = rng.random((3, n, columns))
    row = np.broadcast_to(np.arange(n)[:, None], (n, columns))
    low = np.where(draws[0] < p.assortativity, start[faction][:, None], 0)
    high = np.where(draws[0] < p.assortativity, start[faction + 1][:, None], n)
    other = low + (draws[1] * (high - low)).astype(np.int64)
    wanted = (np.arange(columns) + draws[2] < sought) & (other != row)
    clients = np.flatnonzero(patron >= 0)
    one = np.concatenate((row[wanted], clients))
    two = np.concatenate((other[wanted], patron[clients]))
    keys = np.sort(np.concatenate((one * n + two, two * n + one)))
    keys = keys[np.flatnonzero(np.diff(keys, prepend=-1))]
    influenced, neighbours = keys // n, keys % n
    offsets = np.zeros(n + 1, np.int64)
    np.cumsum(np.bincount(influenced, minlength=n), out=offsets[1:])
    weight = roster["power"][neighbours] ** p.deference
    weight[patron[influenced] == neighbours] *= p.patron_weight
    return neighbours, offsets, normalised(offsets, weight)
