"""Make a plot in being, the court it is in and the leader whom it is against, with numbers to reckon by hand."""

from __future__ import annotations

from dataclasses import replace

from agents.leader import Leader
from agents.services import Plot, Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, ORGANS, Organ
from tests.kremlin import PLOTS
from tests.organs import STAKES

P = replace(
    PLOTS,
    misjudgement=0.2,
    command_share=0.8,
    junior_share=0.3,
    strength_noise=0.05,
    consolidation=0.25,
    leniency=0.5,
    patience=10.0,
    forewarned=0.4,
    pace=0.1,
)
S = replace(STAKES, punishment=4.0)
EMPTY = [0.0] * ORGANS


def court():
    services = [
        Service.new(faction=(k + 1) % FACTIONS, force=0.1 * (k + 1), commander=20 + k) for k in range(ORGANS)
    ]
    return services, [Bloc.new(champion=50 + f) for f in range(FACTIONS)]


def plot(**changes):
    usual = {
        "active": True,
        "organ": Organ.FSB,
        "faction": 3,
        "senior": True,
        "force": 0.3,
        "chance": 0.6,
        "against": 1,
    }
    usual |= {"candidate": 7, "purge": 9, "weeks": 5.0, "misjudgement": 0.07, "zeal": 0.5}
    usual |= {
        name: [2] * ORGANS if name == "members" else [0.2] * ORGANS
        for name in ("members", "committed", "aim")
    }
    return Plot.new(**usual | changes)


def ruler(**changes):
    return Leader.new(**{"in_office": True, "number": 1, "personalisation": 0.6, "survival": 0.9} | changes)


def is_cleared(made) -> bool:
    return (list(made.committed), list(made.aim), made.force) == (EMPTY, EMPTY, 0.0) and not any(made.members)
