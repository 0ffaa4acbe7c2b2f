"""A contested succession: the equations of docs/odd/succession.md give the numbers of the code.

Each function is written from the page and from nothing else; the ruler dies in the first week, and the contest is
followed week by week, from several seeds, until there is a successor.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np
import pytest

from agents.vocabulary import FACTIONS, Cause, Faction, Organ
from tests.pages import EXACT, P, Watched

ARMED = [Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY]
CIVIL = [Faction.ADMINISTRATION, Faction.TECHNOCRATS, Faction.BUSINESS, Faction.GOVERNORS]
RULES = P.contest


@functools.cache
def contests() -> tuple[tuple[Any, Any], ...]:
    """Weeks of contests: the ledger as the stage found it and left it."""
    told = []
    for seed in range(6):
        model = Watched(P.with_(horizon="2025-09-30"), rng=seed)
        model.ledger.leader.threshold[Cause.DEATH] = 0.0
        model.step()
        while model.ledger.contest.active:
            model.step()
            found, _, left, _ = model.seen["succession"]
            told.append((found, left))
    return tuple(told)


def powers(found: Any) -> tuple[np.ndarray, np.ndarray, float]:
    """Power and force of each faction, and the scale of all powers."""
    blocs, services, contest = found["blocs"], found["services"], found["contest"]
    force = np.zeros(FACTIONS)
    for service in services:
        if service["organ"] != Organ.CHECHEN_FORMATIONS and not contest["purged"][service["faction"]]:
            force[service["faction"]] += service["force"]
    dissent = float(np.dot(blocs["power"], blocs["dissent"]))
    voice = np.zeros(FACTIONS)
    for i in set(range(FACTIONS)) - set(ARMED):
        dovish = i in CIVIL and blocs[i]["war_stance"] < RULES.dovish
        voice[i] = blocs[i]["power"] * (blocs[i]["dissent"] + (1 - dissent if dovish else 0.0))
    out = 1.0 if contest["cause"] == Cause.UPRISING else found["regime"]["unrest"]
    street = RULES.street_weight * out if voice.sum() > 0 else 0.0
    scale = 1 + RULES.force_weight + street
    power = blocs["power"] / blocs["power"].sum() + RULES.force_weight * force
    if street:
        power = power + street * voice / voice.sum()
    return np.where(contest["purged"] == 1, RULES.spared, 1.0) * power / scale, force, scale


def backing(found: Any) -> np.ndarray:
    """Share of each faction (row) behind each candidate (column), after a part has reconsidered."""
    contest, blocs = found["contest"], found["blocs"]
    expected, distrust = contest["expected"], contest["distrust"].reshape(FACTIONS, FACTIONS)
    odds = np.zeros((FACTIONS, FACTIONS))
    for i in range(FACTIONS):
        cost = RULES.elite_fighting * blocs[i]["stability"]
        for j in np.flatnonzero(contest["candidate"]):
            worth = 1 - RULES.distrust * distrust[i, j]
            if i == j:
                worth += RULES.office * blocs[i]["ambition"]
            else:
                gap = abs(blocs[i]["war_stance"] - blocs[j]["war_stance"]) / 2
                worth += contest["appeal"][j] - RULES.policy * gap
            odds[i, j] = math.exp(RULES.precision * (expected[j] * worth - (1 - expected[j]) * cost))
    chosen = odds / odds.sum(axis=1, keepdims=True)
    return (1 - RULES.pace) * contest["backing"].reshape(FACTIONS, FACTIONS) + RULES.pace * chosen


def camps(found: Any) -> dict[str, Any]:
    """Camps of a week: backing, power, what is seen, what is expected, who would rule."""
    contest = found["contest"]
    own, force, scale = powers(found)
    behind, stands = backing(found), contest["candidate"].astype(bool)
    favourite = int(np.argmax(np.where(stands, contest["expected"], -1.0)))
    power, armed = behind.T @ own, behind.T @ force
    if contest["expected"][favourite] > RULES.regional_price:
        regional = float(found["services"]["force"][Organ.CHECHEN_FORMATIONS])
        armed[favourite] += regional
        power[favourite] += RULES.force_weight * regional / scale
    strongest = int(np.argmax(np.where(stands, power, -1.0)))
    for j in np.flatnonzero(stands):
        if power[j] < RULES.candidacy_power and j not in (strongest, contest["focal"]):
            stands[j], power[j], behind[:, j] = False, 0.0, 0.0
    focal = int(contest["focal"])
    focus = contest["focus"] if focal >= 0 and stands[focal] else 0.0
    expected = np.where(stands, contest["expected"], 0.0)
    backed = focal if focal >= 0 and stands[focal] else int(np.argmax(np.where(stands, expected, -1.0)))
    patron = max(found["patron"]["diplomacy"] - P.patron.aloof, 0.0)
    seen = np.where(stands, power * np.exp((1 - focus) * RULES.noise * contest["normals"]), 0.0)
    seen[backed] *= math.exp(RULES.contest_backing * patron)
    exponent = np.full(FACTIONS, RULES.decisiveness)
    if focal >= 0:
        exponent[focal] *= 1 - focus
    weight = np.where(stands, np.where(stands, seen, 1.0) ** exponent, 0.0)
    mean = float(np.dot(own, found["blocs"]["stability"]) / own.sum())
    return {
        "backing": behind.ravel(),
        "bloc_power": own,
        "power": power,
        "perceived": seen,
        "expected": weight / weight.sum(),
        "ruling": coalition(seen, RULES.elite_fighting * mean),
    }


def coalition(power: np.ndarray, cost: float) -> int:
    """Who would rule: the least powerful winning coalition that forms, stable or kept from further purges by friction."""

    @functools.cache
    def ruling(group: frozenset[int]) -> frozenset[int]:
        total = sum(power[i] for i in group)
        best, least = group, total
        for inner in subsets(group):
            g = sum(power[i] for i in inner)
            kept = 1.0 if ruling(inner) == inner else RULES.friction
            if g > RULES.majority * total and g * (1 + cost) <= kept * total and g < least:
                best, least = inner, g
        return best

    return sum(1 << i for i in ruling(frozenset(int(i) for i in np.flatnonzero(power))))


def subsets(group: frozenset[int]) -> list[frozenset[int]]:
    members = sorted(group)
    count = 1 << len(members)
    return [frozenset(m for k, m in enumerate(members) if bits >> k & 1) for bits in range(1, count - 1)]


def test_a_week_of_a_contest_is_that_of_the_page():
    told = 0
    for found, left in contests():
        contest = left["contest"]
        moved = not contest["active"] or contest["held"] >= RULES.holding or contest["violence"] > 0
        if moved or contest["weeks"] >= P.succession.election_weeks:
            continue
        wanted = camps(found)
        told += 1
        assert wanted.pop("ruling") == contest["ruling"]
        for name, value in wanted.items():
            assert value == pytest.approx(contest[name], rel=1e-8, abs=EXACT), name
        faded = found["contest"]["focus"]
        faded *= 1.0 if contest["front"] == found["contest"]["focal"] else 1 - P.succession.fade
        assert faded == pytest.approx(contest["focus"], rel=EXACT)
    assert told > 8


def test_the_successor_is_that_of_the_page():
    told = 0
    for found, left in contests():
        if left["contest"]["active"]:
            continue
        told += 1
        s, before, leader = P.successors, found["leader"], left["leader"]
        q = before["personalisation"] * s.power
        own = left["contest"]["winner"]
        q += (1 - q) * s.own_power * found["blocs"]["power"][own]
        assert q == pytest.approx(leader["personalisation"], rel=EXACT)
        answers = s.culpability * 0.5 * (1 + leader["hawkishness"])
        if own == left["contest"]["focal"]:
            answers = 1 - (1 - answers) * (1 - s.connection * before["culpability"])
        assert answers == pytest.approx(leader["culpability"], rel=EXACT)
    assert told == 6
