"""Make blocs, services and shocks in which successions are played, and play them compiled."""

from __future__ import annotations

import numpy as np

from agents.events import Log
from agents.leader import Leader
from agents.records import dtype_of
from agents.rules import rule
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, ORGANS, Faction
from model.polity import Contest, Regime
from model.succession import open_succession, step_contest
from tests.engines import as_array, compiled

SHARES = np.array([0.22, 0.13, 0.13, 0.13, 0.12, 0.12, 0.06, 0.06, 0.03])
STANCES = np.array([0.6, 0.3, 0.4, 0.1, -0.2, -0.1, 0.0, 0.4, 0.9])
NEARBY = np.array([12.0, 7.0, 12.0, 20.0, 12.0, 0.5, 3.0, 0.3, 1.0, 0.5])
COMMANDERS = [2, 0, 1, 1, 1, 0, 2, 0, 6, 2]
WEEKS = 156


@rule
def play(
    contest,
    regime,
    leader,
    blocs,
    services,
    log,
    rules,
    contest_rules,
    cause,
    seizer,
    backing,
    normals,
    uniforms,
):
    """Play one succession to its end; return its length in weeks, -1 if nobody emerges."""
    for j in range(9):
        contest.appeal_normals[j] = normals[0, j]
    open_succession(contest, regime, leader, blocs, services, cause, seizer, -1, log, rules, contest_rules)
    for week in range(1, normals.shape[0]):
        for j in range(9):
            contest.normals[j] = normals[week, j]
        for j in range(6):
            contest.uniforms[j] = uniforms[week, j]
        log.week = week
        if step_contest(contest, regime, blocs, services, backing, log, rules, contest_rules):
            return week
    return -1


class Circumstances:
    """Draws of blocs, services and shocks in which successions are played."""

    def __init__(self, seed, stability=None, heir=None, ambition=None, unrest=0.15, weeks=WEEKS):
        rng = np.random.default_rng(seed)
        stable = rng.uniform(0.5, 0.8, FACTIONS)
        eager = rng.uniform(0.3, 1.0, FACTIONS)
        self.blocs = np.zeros(FACTIONS, dtype_of(Bloc))
        self.blocs["power"] = rng.dirichlet(40.0 * SHARES)
        self.blocs["war_stance"] = np.clip(STANCES + rng.normal(0.0, 0.12, FACTIONS), -1.0, 1.0)
        self.blocs["stability"] = stable if stability is None else stability
        self.blocs["ambition"] = eager if ambition is None else ambition
        self.blocs["champion"] = 10 + np.arange(FACTIONS)
        force = NEARBY * np.exp(rng.normal(0.0, 0.3, ORGANS))
        self.services = np.zeros(ORGANS, dtype_of(Service))
        self.services["organ"] = np.arange(ORGANS)
        self.services["faction"] = COMMANDERS
        self.services["force"] = force / force.sum()
        self.services["rivalry"] = 0.7 * (1.0 - np.eye(ORGANS))
        named = rng.choice(FACTIONS, p=SHARES / SHARES.sum()) if rng.random() < 0.3 else -1
        heir = named if heir is None else heir
        self.leader = np.zeros(1, dtype_of(Leader))
        self.leader["heir"] = 90 if heir >= 0 else -1
        self.leader["heir_faction"] = heir
        self.leader["personalisation"] = 0.8
        self.regime = np.zeros(1, dtype_of(Regime))
        self.regime["persists"] = True
        self.regime["unrest"] = unrest
        self.seizer = int(rng.choice([Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY]))
        self.normals = rng.normal(size=(weeks + 1, FACTIONS))
        self.uniforms = rng.random((weeks + 1, 6))
        self.contest = np.zeros(1, dtype_of(Contest))
        self.log = np.zeros(1, dtype_of(Log))

    def play(self, cause, rules, contest_rules, backing=0.0):
        """Play it out compiled; return the contest and how long it took."""
        run = compiled(play, (True, True, True, False, False, True, True, True) + 5 * (False,))
        length = run(
            self.contest,
            self.regime,
            self.leader,
            self.blocs,
            self.services,
            self.log,
            as_array(rules),
            as_array(contest_rules),
            int(cause),
            self.seizer,
            backing,
            self.normals,
            self.uniforms,
        )
        return self.contest[0], length
