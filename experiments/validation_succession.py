"""Limit of a succession: without rivals and with one heir it is orderly with probability one.

Blocs, services and shocks are drawn, and the contest is played by the compiled rules.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
from typing import Any

import numba
import numpy as np

from agents.events import Log
from agents.leader import Leader
from agents.records import dtype_of, view_of
from agents.rules import rule
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, ORGANS, Cause, Faction, Succession
from experiments.rows import row_of
from experiments.validation import Grid, limit
from model.contest import ContestParameters
from model.polity import Contest, Regime, SuccessionParameters
from model.succession import open_succession, step_contest

SHARES = np.array([0.22, 0.13, 0.13, 0.13, 0.12, 0.12, 0.06, 0.06, 0.03])
STANCES = np.array([0.6, 0.3, 0.4, 0.1, -0.2, -0.1, 0.0, 0.4, 0.9])
NEARBY = np.array([12.0, 7.0, 12.0, 20.0, 12.0, 0.5, 3.0, 0.3, 1.0, 0.5])
COMMANDERS = [2, 0, 1, 1, 1, 0, 2, 0, 6, 2]
WEEKS = 156


@rule
def play(
    contest: Any,
    regime: Any,
    leader: Any,
    blocs: Any,
    services: Any,
    log: Any,
    rules: Any,
    contest_rules: Any,
    cause: int,
    seizer: int,
    backing: float,
    normals: Any,
    uniforms: Any,
) -> int:
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


@numba.njit
def _play_rows(
    contest: Any,
    regime: Any,
    leader: Any,
    blocs: Any,
    services: Any,
    log: Any,
    rules: Any,
    contest_rules: Any,
    cause: int,
    seizer: int,
    backing: float,
    normals: Any,
    uniforms: Any,
) -> int:
    first = (contest[0], regime[0], leader[0], blocs, services, log[0], rules[0], contest_rules[0])
    return play(*first, cause, seizer, backing, normals, uniforms)


class Circumstances:
    """Draws of blocs, services and shocks in which successions are played."""

    def __init__(
        self,
        seed: int,
        stability: float | None = None,
        heir: int | None = None,
        ambition: float | None = None,
        unrest: float = 0.15,
        weeks: int = WEEKS,
    ) -> None:
        """Draw them; what is given is the same for all blocs."""
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

    def play(
        self, cause: int, rules: SuccessionParameters, contest_rules: ContestParameters, backing: float = 0.0
    ) -> tuple[Any, int]:
        """Play it out compiled; return the contest and how long it took."""
        if os.environ.get("NUMBA_DISABLE_JIT"):
            return self.play_plainly(cause, rules, contest_rules, backing)
        length = _play_rows(
            self.contest,
            self.regime,
            self.leader,
            self.blocs,
            self.services,
            self.log,
            row_of(rules),
            row_of(contest_rules),
            int(cause),
            self.seizer,
            backing,
            self.normals,
            self.uniforms,
        )
        return self.contest[0], length

    def play_plainly(
        self, cause: int, rules: SuccessionParameters, contest_rules: ContestParameters, backing: float = 0.0
    ) -> tuple[Any, int]:
        """Play it out in plain Python, which needs no compiling; return the contest and how long it took."""
        contest, regime, leader, log = (
            view_of(cls, array)[0]
            for cls, array in (
                (Contest, self.contest),
                (Regime, self.regime),
                (Leader, self.leader),
                (Log, self.log),
            )
        )
        rows = view_of(Bloc, self.blocs), view_of(Service, self.services)
        given: Any = rules, contest_rules, int(cause), self.seizer, backing
        played: Any = play
        length = played(contest, regime, leader, *rows, log, *given, self.normals, self.uniforms)
        return self.contest[0], length


@limit(
    "succession",
    "no rivalry and one heir: orderly with probability one, the heir succeeds, within the law's months",
)
def orderly() -> Grid:
    """Three exits, nine heirs, five draws of the rest, little noise and much: 1 where all of it is so."""
    rules, found = SuccessionParameters(), []
    for noise, appeal in ((0.0, 0.0), (1.0, 0.7)):
        contest_rules = dataclasses.replace(ContestParameters(), noise=noise, appeal=appeal)
        for cause, seed in itertools.product((Cause.DEATH, Cause.INCAPACITY, Cause.HANDOVER), range(45)):
            one = Circumstances(seed, heir=seed % FACTIONS, ambition=0.0)
            contest, weeks = one.play_plainly(cause, rules, contest_rules)
            orderly = contest["resolution"] == Succession.ORDERLY_HANDOVER and contest["successor"] == 90
            found.append(bool(orderly and 0 <= weeks <= rules.election_weeks and contest["violence"] == 0.0))
    return Grid(found, np.ones(len(found)))
