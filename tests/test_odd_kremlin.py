"""China, palace, elites, organs and street: the equations of docs/odd give the numbers of the code.

Each function is written from a page and from nothing else, is handed the ledger as a stage finds it, and must tell what
the stage leaves, week after week.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from agents.vocabulary import ORGANS, Actor, Cause, Organ, WarEnd
from tests.pages import EXACT, P, Row, Y, clip, logistic, plus, same, weekly, weeks

PHI = NormalDist().cdf


# docs/odd/china.md


def channels(found: Any, left: Any) -> dict[str, float]:
    """Trade, dual use, payments and cover of a week under the hedged assumption; threat and refusals as they are left."""
    c, p = P.patron, Row(found["patron"])
    kept = math.exp(-1 / c.adjustment)
    quick = math.exp(-1 / c.payments_adjustment)
    blocked = plus(1 - p.finance / c.finance_hedged)
    shippers = min(1.0, math.exp(-c.shipper_response * (left["patron"]["threat"] - p.threat_start)))
    aims = {
        "trade": (c.trade_hedged * (1 - c.payments_trade * blocked), kept),
        "dual_use": (c.dual_use_hedged * shippers, kept),
        "finance": (c.finance_hedged * (1 - left["patron"]["pressure"]), quick),
        "diplomacy": (c.diplomacy_hedged, kept),
    }
    moved = {}
    for z, (name, (aim, k)) in zip(p.normals, aims.items(), strict=True):
        level = aim + k * (p.row[name] - aim) + c.wobble * math.sqrt(1 - k * k) * z
        moved[name] = plus(level) if name in ("trade", "dual_use") else clip(level, 0, 1)
    return moved


def dependence(found: Any, moved: dict[str, float]) -> list[float]:
    """Dependence in five domains."""
    c, names = P.patron, ("trade", "technology", "finance", "energy", "diplomacy")
    supports = ("trade", "dual_use", "finance", "trade", "diplomacy")
    levels = []
    for level, name, support in zip(found["patron"]["dependence"], names, supports, strict=True):
        pull = getattr(c, f"growth_{name}") * moved[support]
        rest = pull / (pull + c.independence)
        levels.append(rest + (level - rest) * math.exp(-(pull + c.independence) / Y))
    return levels


def test_china_is_that_of_the_page():
    for week in weeks():
        found, _, left, _ = week["patron"]
        moved = channels(found, left)
        same(moved, left["patron"])
        levels = dependence(found, moved)
        assert levels == pytest.approx(left["patron"]["dependence"].tolist(), rel=EXACT)
        autonomy = 1 - P.patron.autonomy_cost * math.sqrt(np.mean(np.square(levels)))
        assert autonomy == pytest.approx(left["patron"]["autonomy"], rel=EXACT)


# docs/odd/palace.md


def body(found: Any) -> dict[str, float]:
    """Health of the leader, and what elites expect of him."""
    p, leader = P.leader, Row(found["leader"])
    usual = lambda age: clip(p.deficits * math.exp(p.deficits_growth * (age - 72)), 0, 1)  # noqa: E731
    rho = p.recovery / Y
    x = math.log((1 - leader.health) / usual(leader.age))
    x += rho * (-0.5 * p.illness**2 - x) + p.illness * math.sqrt(rho * (2 - rho)) * leader.normals[0]
    age = leader.age + 1 / Y
    death = leader.frailty * math.exp(x) * p.mortality * math.exp(p.ageing * (age - 72)) / Y
    hazards = leader.hazard.copy()
    hazards[Cause.DEATH], hazards[Cause.INCAPACITY] = death, p.incapacity * death
    forced = [Cause.DEATH, Cause.INCAPACITY, Cause.COUP, Cause.REMOVAL, Cause.UPRISING]
    expected = math.exp(-Y * hazards[forced].sum())
    ahead = leader.term_left - 1 / Y - p.vote - p.campaign
    if 0 <= ahead < 1:
        expected *= 1 - leader.handover
    return {
        "health": 1 - clip(usual(age) * math.exp(x), 0, 1),
        "survival": leader.survival + weekly(p.attention) * (expected - leader.survival),
    }


def climate(found: Any, left: Any) -> dict[str, float]:
    """What all elites see alike; the leader as he has aged this week."""
    e, c, leader = P.elites, Row(found["climate"]), left["leader"]
    economy, front = found["russian_economy"], found["front"]
    assert front["end"] == WarEnd.GOES_ON
    progress = math.tanh(front["momentum_km2"] / e.notable_advance)
    used = e.adaptation / Y
    usual = {
        "usual_progress": c.usual_progress + used * (progress - c.usual_progress),
        "usual_burden": c.usual_burden + used * (economy["war_burden"] - c.usual_burden),
    }
    repression = found["regime"]["repression"]
    personal = 1 - e.intimidation * (1 - found["leader"]["personalisation"])
    return usual | {
        "victory": e.war_weight * (progress - usual["usual_progress"]),
        "toll": e.burden_weight * (economy["war_burden"] - usual["usual_burden"]),
        "subjection": e.subjection_weight * (c.autonomy_start - found["patron"]["autonomy"]),
        "punishment": repression * personal * leader["survival"],
        "prize": e.prize * economy["rents"] ** e.prize_elasticity,
    }


def rule(found: Any, left: Any) -> dict[str, float]:
    """Legitimacy and personalisation, after the climate of the week."""
    p, c, blocs, leader = P.palace, left["climate"], found["blocs"], found["leader"]
    q = leader["personalisation"]
    prevail = (1 - q) ** p.decisiveness / ((1 - q) ** p.decisiveness + q**p.decisiveness)
    established = 1 / (1 + (c["punishment"] / c["prize"]) ** (1 / p.decisiveness))
    unchecked = 1 - prevail if q < established else 1.0
    dissent = float(np.dot(blocs["power"], blocs["dissent"]))
    grown = q + (p.grabbing * (1 - q) * unchecked - p.undoing * q * prevail * dissent) / Y
    gain = p.legitimation * (c["performance"] - c["usual_performance"])
    gain += p.blame * leader["culpability"] * (c["progress"] - c["usual_progress"])
    return {"personalisation": clip(grown, 0, 1), "legitimacy": clip(leader["legitimacy"] + gain / Y, 0, 1)}


def shares(found: Any) -> np.ndarray:
    """Shares of rents of the factions."""
    p, blocs, held = P.palace, found["blocs"], found["leader"]["rent_share"]
    claim = blocs["power"] * np.exp(-blocs["support"] / p.levelling)
    return held + p.sharing_speed / Y * (claim / claim.sum() - held)


def test_the_palace_is_that_of_the_page():
    for week in weeks():
        found, _, left, _ = week["palace"]
        if not found["leader"]["in_office"] or left["leader"]["hands_over"]:
            continue
        same(body(found), left["leader"])
        if found["climate"]["begun"]:
            same(climate(found, left), left["climate"])
        same(rule(found, left), left["leader"])
        assert shares(found) == pytest.approx(left["leader"]["rent_share"], rel=EXACT)


def test_private_support_is_that_of_the_page():
    e = P.elites
    rho = e.relaxation / Y
    for week in weeks():
        found, before, _, after = week["elite"]
        c, bloc = found["climate"], found["blocs"][before["faction"]]
        rents = bloc["rents"] * np.maximum(1 - before["exposure"] * c["sanctions"], 0)
        change = 2 * (rents - before["expected"]) / (rents + before["expected"])
        change = np.where(change < 0, e.loss_aversion * change, change)
        hawk = 0.5 * (1 + before["war_stance"])
        terms = e.elasticity * change + hawk * (c["victory"] - c["subjection"]) - (1 - hawk) * c["toll"]
        terms += c["standing"] - e.insecurity * bloc["fear"]
        terms -= e.patronage * np.where(before["patron"] >= 0, before["dissents"][before["patron"]], False)
        noise = e.spread * math.sqrt(rho * (2 - rho)) * before["normal"]
        moved = before["support"] + rho * (before["attachment"] + terms - before["support"]) + noise
        moved = np.clip(moved, -1, 1)
        assert moved == pytest.approx(after["support"], rel=EXACT, abs=EXACT)
        cost = c["punishment"] + e.turmoil * before["stability"]
        threshold = (cost + e.expression * moved) / (cost + c["prize"] * before["ambition"])
        assert threshold == pytest.approx(after["threshold"], rel=EXACT, abs=EXACT)


# docs/odd/plots.md


def organ(found: Any, elites: np.ndarray, k: int) -> dict[str, float]:
    """Budget, grievance, loyalty, stakes and pledge of an organ."""
    s, c, row, leader = P.services, P.coup_stakes, Row(found["services"][k]), found["leader"]
    commander = elites[row.commander]
    budget = row.budget + s.budget_speed * (found["blocs"]["rents"][row.faction] - row.budget)
    status = row.status * (1 - s.status_fade)
    if commander["tenure"] < row.seen_tenure:
        status += s.purge_insult * (1 - status)
    losses = found["belligerents"]["losses"][Actor.RUSSIA]
    losses *= s.inherited_blame + (1 - s.inherited_blame) * leader["culpability"]
    slow = logistic((s.satisfying_advance - found["front"]["momentum_km2"]) / s.advance_spread)
    conduct = losses / (losses + s.tolerable_losses) * slow
    war = row.war_grievance + s.war_speed * (row.war_exposure * conduct - row.war_grievance)
    grievance = 1 - (1 - status) * (1 - war)
    target = row.anchor + s.loyalty_tie * commander["support"] + s.loyalty_rents * math.log(budget)
    target -= s.loyalty_grievance * grievance
    loyalty = (
        row.loyalty + s.loyalty_speed * (clip(target, 0, 1) - row.loyalty) + s.loyalty_noise * row.normal
    )
    loyalty = clip(loyalty, 0, 1)
    counted = 1 - c.lame_duck * (1 - leader["survival"])
    spoils = found["russian_economy"]["rents"] ** c.prize_elasticity
    fighting = c.fighting * (1 + c.light_arms * (1 - row.arms))
    reward = c.bandwagon * spoils + c.relief * grievance
    favour = counted * c.loyal_reward * loyalty + c.rivalry_reward * row.rivalry.sum() / (ORGANS - 1)
    favour += counted * c.guard_reward if row.counterweight else 0.0
    join = clip((c.punishment + fighting) / (c.punishment + reward), 0, 1)
    resist = clip((favour - fighting) / (favour + c.reprisal), 0, 1)
    if resist >= join:
        join = resist = (c.punishment + favour) / (c.punishment + favour + reward + c.reprisal)
    held = c.pledge_guards if row.guards else c.pledge_counterweight if row.counterweight else 0.0
    pledged = clip(loyalty * (held + (1 - held) * c.grip * leader["personalisation"]), 0, 1)
    return {
        "budget": budget,
        "grievance": grievance,
        "loyalty": loyalty,
        "join_cost": join,
        "pledged": pledged,
    }


def regime(found: Any, left: Any) -> dict[str, float]:
    """Performance, repression and unrest, outside a contest, with loyalties of the week."""
    r, now, economy = P.regime, Row(found["regime"]), found["russian_economy"]
    lost = weekly(r.decline) + found["belligerents"]["losses"][Actor.RUSSIA] / (1000 * r.population_million)
    population = now.population - lost
    score = lambda x, start, span: clip(0.5 * (1 + (x / start - 1) / span), 0, 1)  # noqa: E731
    output = economy["gdp"] * (1 - economy["war_burden"]) / population
    performance = score(found["patron"]["autonomy"], now.autonomy_start, r.sovereignty_span)
    performance += score(population, 1.0, r.population_span) + score(output, now.living_start, r.living_span)
    performance /= 3
    inner = left["services"][[Organ.FSB, Organ.ROSGVARDIA, Organ.MVD]]
    capacity = float((inner["personnel"] * inner["loyalty"] * np.clip(inner["budget"], 0, 1)).sum())
    aim = clip(r.repression * capacity / now.coercion_start, 0, 1)
    repression = now.repression + weekly(r.repression_speed) * (aim - now.repression)
    split = float(np.dot(found["blocs"]["power"], found["blocs"]["dissent"]))
    rest = clip((1 - performance * (1 - economy["stress"])) * (1 - repression * (1 - split)), 0, 1)
    unrest = now.unrest + weekly(r.unrest_speed) * (rest - now.unrest) + r.unrest_spread * now.normal
    return {"performance": performance, "repression": repression, "unrest": clip(unrest, 0, 1)}


def rising(left: Any) -> float:
    """Hazard of a rising a week."""
    s, now, leader = P.removal, left["regime"], left["leader"]
    held = now["repression"] * (1 - clip(s.split * now["elite_dissent"], 0, 1))
    cost, scale = s.fear * held, s.fear * held + s.hope
    mean, spread = (cost + 1 - 2 * now["unrest"]) / scale, s.opinion_spread / scale
    u = math.sqrt(plus(-2 * math.log(spread * math.sqrt(2 * math.pi))))
    needed = plus(mean - u * spread - PHI(-u))
    often = s.risings * (s.occasion if leader["voted"] else 1.0) / Y
    return often * math.exp(-needed / s.spark) * (1 - held)


def removal(left: Any) -> float:
    """Hazard of removal by insiders a week."""
    s, blocs, q = P.removal, left["blocs"], left["leader"]["personalisation"]
    private = np.array([logistic(-x / s.spread) for x in blocs["support"]])
    against = blocs["power"] * (blocs["dissent"] + (1 - blocs["dissent"]) * s.candour * private)
    m = P.palace.decisiveness
    able = (1 - q) ** m / ((1 - q) ** m + q**m)
    return s.sessions / Y * able * PHI((float(against.sum()) - s.quorum) / s.quorum_noise)


def test_organs_and_street_are_those_of_the_page():
    for week in weeks():
        found, elites, left, _ = week["service"]
        if not found["leader"]["in_office"] or found["contest"]["active"]:
            continue
        if not found["leader"]["counterweight"]:
            for k in range(ORGANS):
                same(organ(found, elites, k), left["services"][k])
        same(regime(found, left), left["regime"])
        assert rising(left) == pytest.approx(left["leader"]["hazard"][Cause.UPRISING], rel=EXACT, abs=1e-15)
        assert removal(left) == pytest.approx(left["leader"]["hazard"][Cause.REMOVAL], rel=1e-7, abs=1e-15)
