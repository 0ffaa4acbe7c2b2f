"""Who would plot, and home fronts: the equations of docs/odd give the numbers of the code.

Each function is written from a page and from nothing else, is handed the ledger as a stage finds it, and must tell what
the stage leaves, week after week.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from agents.vocabulary import FACTIONS, ORGANS, Actor, Cause, Faction, Means, Scope, WarEnd
from tests.pages import EXACT, P, Y, clip, logistic, plus, same, weeks

PHI = NormalDist().cdf
C, Q = P.coup_stakes, P.plots


# docs/odd/plots.md


class Balance:
    """What every candidate reckons with in a week without a plot: strength, edge, lifts, followers."""

    def __init__(self, left: Any, elites: np.ndarray, survival: float) -> None:
        s, leader = left["services"], left["leader"]
        self.s, self.blocs, self.left, self.commanders = s, left["blocs"], left, elites[s["commander"]]
        health = clip(leader["health"], 0, 1)
        self.counted = 1 - C.lame_duck * (1 - survival)
        self.spoils = left["russian_economy"]["rents"] ** C.prize_elasticity
        held, loose = health * s["force"] * s["pledged"], s["force"] * (1 - s["pledged"])
        self.strength = held.sum() + C.incumbency * clip(leader["legitimacy"], 0, 1)
        rivals = s["counterweight"] & ~s["guards"]
        overlooked = (1 - Q.foresight) * ((loose * s["resist_cost"]).sum() + held[rivals].sum())
        self.edge = (loose * (1 - s["join_cost"] - s["resist_cost"])).sum() - self.strength + overlooked
        fighting = C.fighting * (1 + C.light_arms * (1 - s["arms"]))
        risked = C.punishment * (1 - C.implication)
        member = np.clip(
            (risked + fighting) / (risked + C.spoils * self.spoils + C.relief * s["grievance"]), 0, 1
        )
        self.lift = s["force"] * (1 - member) + held - loose * (1 - s["join_cost"] - s["resist_cost"])
        self.lift = self.lift + np.where(s["guards"], Q.custody * np.maximum(self.strength - held, 0), 0)
        p = Q.planning_odds
        worth = p * C.spoils * self.spoils - (1 - p) * C.punishment
        worth = worth - self.counted * Q.attachment * self.commanders["support"] + C.relief * s["grievance"]
        follows = np.array([logistic(w / (p * Q.dispersion)) for w in worth])
        self.promise = follows * Q.follow_share * self.lift

    def found_out(self, share: float, own: int) -> float:
        """Chance to be found out; one's own organ looks away as far as it is in the plot."""
        reach = self.s["reach"].copy()
        if own >= 0:
            reach[own] *= 1 - share
        x = Q.leaks * (1 + share / 2) * (1 - np.prod(1 - reach)) * share / (Q.pace * Y)
        return x / (1 + x)

    def rate(self, occasions: float, lift: float, found: float, ambition: float, staying: float) -> float:
        first = PHI((self.edge + lift) / Q.strength_noise)
        gain = Q.office * ambition * self.spoils
        worth = (1 - found) * (first * gain - (1 - first) * C.punishment) - found * Q.leniency * C.punishment
        p = first * (1 - found)
        return occasions * logistic((worth - staying) / (p * Q.dispersion))

    def rates(self) -> list[float]:
        """Hazard a year that each commander, the juniors of each organ and each faction's civilians form a plot."""
        s, blocs, told = self.s, self.blocs, []
        left = 1 - Q.wartime * clip(self.left["front"]["tempo"], 0, 1)
        for k in range(ORGANS):
            trust = (1 - s["rivalry"][k]) * self.promise
            lift = Q.command_share * self.lift[k] + np.delete(trust, k).sum()
            tie = s["post"][k] + Q.attachment * self.commanders["support"][k]
            staying = self.counted * tie - C.relief * s["grievance"][k]
            found = self.found_out(Q.command_share, k)
            told.append(self.rate(left * Q.occasions, lift, found, self.commanders["ambition"][k], staying))
        for k in range(ORGANS):
            tie = Q.junior_post + Q.attachment * (2 * s["loyalty"][k] - 1)
            staying = self.counted * tie - C.relief * s["grievance"][k]
            lift, found = Q.junior_share * self.lift[k], self.found_out(Q.junior_share, k)
            told.append(self.rate(left * Q.junior_occasions, lift, found, Q.junior_ambition, staying))
        allies = ((1 - s["suspicion"]) * self.promise).sum()
        for i in range(FACTIONS):
            civil = i > Faction.MILITARY and blocs[i]["members"] > 0
            staying = self.counted * (1 + Q.attachment * blocs[i]["support"])
            found = self.found_out(Q.follow_share, -1)
            rate = self.rate(left * Q.occasions, allies, found, blocs[i]["ambition"], staying)
            told.append(rate if civil else 0.0)
        return told


def test_who_would_plot_is_that_of_the_page():
    told = 0
    for week in weeks():
        found, elites, left, _ = week["service"]
        if found["plot"]["active"] or left["plot"]["active"] or not left["leader"]["in_office"]:
            continue
        balance = Balance(left, elites, found["leader"]["survival"])
        assert balance.strength == pytest.approx(left["regime"]["strength"], rel=EXACT)
        assert balance.rates() == pytest.approx(left["plot"]["rate"].tolist(), rel=1e-7, abs=1e-12)
        assert left["leader"]["hazard"][Cause.COUP] >= 0
        told += 1
    assert told > 20


# docs/odd/allies.md


def trust(found: Any, left: Any) -> float:
    """Trust in Ukraine's incumbent in a week without an election."""
    h, home = P.home_front, found["home_front"]
    wear = P.influence.wear / Y if left["influence"]["rung"] >= Means.INTERFERENCE else 0.0
    rise = plus(-left["diplomacy"]["pressure"]) - plus(-home["pressure_before"])
    normal = h.normal_trust - h.trust_course * (left["front"]["momentum_km2"] - h.reference_advance) / 100
    before = home["trust"] * (1 - wear)
    moved = before + (1 - math.exp(-1 / h.trust_memory)) * (normal - before) + h.rally * plus(rise)
    return clip(moved - h.concession_cost * left["home_front"]["terms"], 0, 1)


def means_short_of_war(found: Any, quiet: bool) -> tuple[dict[str, float], dict[str, float]]:
    """Openness in Ukraine, and what Russia's means have won and roused in Europe."""
    i, w, rung = P.influence, P.wedge, found["influence"]["rung"]
    won = (i.persuasion, i.pressure, i.interference, i.subversion)[rung]
    openness = found["influence"]["openness"]
    openness += (1 - math.exp(-1 / (i.memory * Y))) * (i.openness - openness)
    openness = clip(openness + (1.0 if quiet else 1 - i.hardening) * won / Y, 0, 1)
    quiet_means = (w.persuasion, w.pressure, w.interference)
    up_to = sum(quiet_means[: found["wedge"]["rung"] + 1]) - sum(quiet_means)
    k = 1 - math.exp(-1 / (w.memory * Y))
    violence = 0.0 if found["wedge"]["rung"] == Means.SUBVERSION else -w.subversion
    pull, rousing = found["wedge"]["pull"], found["wedge"]["rousing"]
    europe = {
        "pull": pull + k * (w.memory * up_to - pull),
        "rousing": rousing + k * (w.memory * violence - rousing),
    }
    return {"openness": openness}, europe


def cohesion(left: Any) -> float:
    europeans = left["states"][Actor.EUROPEAN_UNION :]
    agreement = np.average(europeans["resolve"], weights=europeans["capability"])
    blocked = (1 - europeans["resolve"].min()) * (1 - P.europe.circumvention)
    return float(agreement * (1 - P.europe.unanimity * blocked))


def test_home_fronts_and_europe_are_those_of_the_page():
    e = P.europe
    for week in weeks():
        found, _, left, _ = week["diplomacy"]
        truces = left["truces"]["active"]
        calm = bool(truces[Scope.GENERAL] or truces[Scope.FINAL])
        if left["home_front"]["elections"] == found["home_front"]["elections"]:
            assert trust(found, left) == pytest.approx(left["home_front"]["trust"], rel=EXACT)
        ukraine, europe = means_short_of_war(found, calm or left["front"]["end"] != WarEnd.GOES_ON)
        same(ukraine, left["influence"])
        same(europe, left["wedge"])
        lull = 1.0 if calm else e.limited if truces[Scope.SHORT] or truces[Scope.SECTOR] else 0.0
        aim, before = 1 - e.complacency * lull, found["europe"]["urgency"]
        pace = 1 - math.exp(-1 / (e.relaxing_time if aim < before else e.alarm_time))
        assert before + pace * (aim - before) == pytest.approx(left["europe"]["urgency"], rel=EXACT)
        assert cohesion(left) == pytest.approx(left["diplomacy"]["cohesion"], rel=EXACT)
        will = left["states"]["resolve"][[Actor.UNITED_KINGDOM, Actor.FRANCE]].mean()
        wanted = will * (1 - e.backstop * (1 - left["diplomacy"]["us_aid"]))
        ready = found["diplomacy"]["reassurance"]
        ready += (1 - math.exp(-1 / e.planning_time)) * (wanted - ready)
        assert ready == pytest.approx(left["diplomacy"]["reassurance"], rel=EXACT)
