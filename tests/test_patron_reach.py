"""How far the patron reaches: support enters accounts, dependence and a named backing, and no hazard."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest

import agents.patron
from agents.vocabulary import CAUSES
from model.dilemma import DilemmaModel
from model.scenario import Scenario

ROOT = Path(agents.patron.__file__).parent.parent
OWN = {"agents/patron.py", "agents/channels.py", "agents/dependence.py", "model/stages/patron.py"}
REACH = {
    "model/trade.py": {"trade", "finance"},  # accounts
    "model/stages/war.py": {"dual_use"},  # supply of the arms industry
    "model/regime.py": {"autonomy"},  # sovereignty as a part of performance
    "model/stages/palace.py": {"autonomy"},  # grievance over dependence
    "model/world.py": {"dual_use"},  # what that supply is measured against
    "model/shocks.py": {"normals", "uniforms"},
    "model/outcomes.py": {"dependence", "autonomy"},
    "model/record.py": {"trade", "dual_use", "finance", "diplomacy", "dependence", "autonomy"},
}
STAGE = {"tell_support"}  # of the module that bears the patron's name in the schedule
HANDED_ON = {  # rules that get the whole record, and the one that names the backing in a contest
    "model/stages/economies.py": {"update_trade"},
    "model/stages/service.py": {"update_regime"},
    "model/stages/succession.py": {"backing_of_continuity"},
    "model/regime.py": {"measure_performance"},
    "model/world.py": {"open_patron", "initialise_trade", "initialise_regime"},
}
HAZARDS = [
    "model/exits.py",
    "model/removal.py",
    "model/plots.py",
    "model/conspiracy.py",
    "model/recruitment.py",
    "model/crisis.py",
    "model/succession.py",
    "model/contest.py",
    "model/camps.py",
    "model/clash.py",
    "model/coalition.py",
    "model/vote.py",
    "model/resolution.py",
    "model/stages/exits.py",
    "agents/coup_stakes.py",
    "agents/coordination.py",
    "agents/services.py",
    "agents/successors.py",
    "agents/heirs.py",
    "agents/purges.py",
    "agents/leader.py",
]


def is_patron(node: ast.expr) -> bool:
    """Whether an expression is the patron's record: `patron`, `ledger.patron`, `v.patron`."""
    if isinstance(node, ast.Name):
        return node.id == "patron"
    return (
        isinstance(node, ast.Attribute)
        and node.attr == "patron"
        and isinstance(node.value, ast.Name)
        and node.value.id in ("ledger", "v")
    )


def reads_in(tree: ast.AST) -> set[str]:
    """Fields of the patron that a module reads or writes."""
    found = {n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute) and is_patron(n.value)}
    return found - STAGE


def handed_on_in(tree: ast.AST) -> set[str]:
    """Functions to which a module hands the patron's whole record."""
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)]
    return {n.func.id for n in calls if isinstance(n.func, ast.Name) and any(map(is_patron, n.args))}


def trees() -> dict[str, ast.Module]:
    """Every module of agents and model but the patron's own, parsed."""
    paths = [*ROOT.glob("agents/*.py"), *ROOT.glob("model/**/*.py")]
    named = {path.relative_to(ROOT).as_posix(): path for path in paths}
    return {name: ast.parse(path.read_text()) for name, path in named.items() if name not in OWN}


TREES = trees()


def test_the_patron_is_read_nowhere_but_where_it_is_meant_to_be():
    found = {name: reads_in(tree) for name, tree in TREES.items()}
    assert {name: fields for name, fields in found.items() if fields} == REACH
    handed = {name: handed_on_in(tree) for name, tree in TREES.items()}
    assert {name: calls for name, calls in handed.items() if calls} == HANDED_ON


def test_a_record_of_the_patron_goes_by_that_name_alone():
    """So that the scan above sees every read."""
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.arg) and isinstance(node.annotation, ast.Name):
                assert node.annotation.id != "Patron" or node.arg == "patron"
            if isinstance(node, ast.Assign) and is_patron(node.value):
                assert [t.id for t in node.targets if isinstance(t, ast.Name)] == ["patron"]


@pytest.mark.parametrize("name", HAZARDS)
def test_no_hazard_knows_of_china(name):
    """Neither the patron's record, nor its assumption, nor any name of it stands in a rule of exit or plot."""
    tree = TREES[name]
    assert not reads_in(tree)
    assert not handed_on_in(tree)
    words = {n.id.lower() for n in ast.walk(tree) if isinstance(n, ast.Name)}
    words |= {n.attr.lower() for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    assert not {w for w in words if "china" in w or w in ("dual_use", "support_of_china")}


def test_the_scan_sees_what_it_should():
    bad = "def hazard(ledger, patron: Patron):\n    return ledger.patron.trade + patron.finance + f(ledger.patron)"
    assert reads_in(ast.parse(bad)) == {"trade", "finance"}
    assert handed_on_in(ast.parse(bad)) == {"f"}


# The paired contrast: what is left of the patron's effect once its channels are closed one by one.

ACCOUNTS = (  # what others than rents read of Russia's economy: the war chest, living standards, stress
    "gdp",
    "potential",
    "gap",
    "growth",
    "war_spending",
    "war_burden",
    "stress",
)
CLOSED = {
    "elites.elasticity": 0.0,  # loyalty to rents, of elites
    "services.loyalty_rents": 0.0,  # and of the services
    "services.budget_speed": 0.0,  # whose means to repress are rents too
    "elites.prize_elasticity": 0.0,  # prize to rents, of dissent
    "coup_stakes.prize_elasticity": 0.0,  # and of office
    "contest.contest_backing": 0.0,
}


class Paired(DilemmaModel):
    """A history on the war, the accounts and the autonomy of another, with its own trade, payments and rents."""

    held: list[dict[str, float]]

    def patron(self) -> None:
        """China chooses; what feeds the war and the grievance over dependence is that of the other history."""
        super().patron()
        patron = self.ledger.patron
        if self.follows:
            week = self.held[self._week]
            patron.dual_use, patron.autonomy = week["dual_use"], week["autonomy"]
        else:
            self.held.append({"dual_use": patron.dual_use, "autonomy": patron.autonomy})

    def economies(self) -> None:
        """The accounts are kept; those that others than rents read are those of the other history."""
        super().economies()
        economy = self.ledger.russian_economy
        for name in ACCOUNTS:
            if self.follows:
                setattr(economy, name, self.held[self._week][name])
            else:
                self.held[self._week][name] = getattr(economy, name)

    def lives(self, held: list[dict[str, float]] | None) -> Paired:
        """Play to the end, on what another history held or (None) keeping what it holds; keep the hazards."""
        self.follows, self.held = held is not None, held or []
        self.hazards, self.rents = [], []
        while self.running:
            self.step()
            leader = self.ledger.leader
            self.hazards.append([*leader.hazard, *leader.exposure])
            self.rents.append(self.ledger.russian_economy.rents)
        return self


def pair(seed: int, horizon: str, **parameters: float) -> tuple[Paired, Paired]:
    """A history under no limits and its twin under withdrawal."""
    base = Scenario().with_(horizon=horizon, **{"elites.count": 40, **parameters})
    one = Paired(base.with_(china="no-limits"), rng=seed).lives(None)
    return one, Paired(base.with_(china="withdrawn"), rng=seed).lives(one.held)


@pytest.mark.parametrize("seed", [2, 11])
def test_with_the_elasticities_at_0_and_all_else_held_the_contrast_of_survival_is_exactly_0(seed):
    one, other = pair(seed, "2027-12-31", **CLOSED)
    assert np.abs(np.array(one.rents) - np.array(other.rents)).max() > 0.05  # the accounts do differ
    assert one.hazards == other.hazards
    assert len(one.hazards[0]) == 2 * CAUSES
    assert one.ledger.outcome.exit_week == other.ledger.outcome.exit_week
    assert one.ledger.outcome.exit_cause == other.ledger.outcome.exit_cause


@pytest.mark.parametrize(
    "name", ["elites.elasticity", "services.budget_speed", "coup_stakes.prize_elasticity"]
)
def test_each_elasticity_opens_a_channel_to_survival(name):
    """With one of them back at its default the hazards of the pair come apart: the test above can fail."""
    one, other = pair(2, "2026-06-30", **{k: v for k, v in CLOSED.items() if k != name})
    assert one.hazards != other.hazards
