"""Economies and war: the equations of docs/odd give the numbers of the code.

Each function is written from a page and from nothing else, is handed the ledger as a stage finds it, and must tell what
the stage leaves, week after week.
"""

from __future__ import annotations

import math
from typing import Any

import pytest

from agents.vocabulary import Actor
from tests.pages import EXACT, P, Row, Y, clip, half, plus, same, weekly, weeks

# docs/odd/economies.md


def trade_and_budget(found: Any) -> dict[str, float]:
    """Sanctions, trade, budget and rents of a week without a settlement."""
    e, p, t, b, s = Row(found["russian_economy"]), found["patron"], P.trade, P.budget, P.sanctions
    d, front = found["diplomacy"], found["front"]
    target = (s.us + s.pressure * plus(d["pressure"]) * (1 - s.us)) * (1 - d["sanctions_relief"])
    us = e.sanctions_us + (target - e.sanctions_us) * half(s.half_life)
    eu = e.sanctions_eu + weekly(s.packages) * d["cohesion"] * front["tempo"] * (1 - e.sanctions_eu)
    tight_us, tight_eu = (us - s.us) / (1 - s.us), (eu - s.eu) / (1 - s.eu)
    friction = t.friction_lasting * (1 - p["finance"]) + t.friction_shock * plus(
        e.payments_habit - p["finance"]
    )
    china = p["trade"] / e.trade_start
    dropped = t.china_share * plus(1 - china) + t.secondary_share * t.secondary_drop * clip(tight_us, 0, 1)
    dropped += t.europe_share * clip(tight_eu, 0, 1)
    volume = clip(1 + t.china_share * plus(china - 1) - (1 - t.rerouted) * dropped, 0, t.volume_limit)
    goal = (
        t.discount
        + t.discount_us * tight_us
        + t.discount_eu * tight_eu
        + t.discount_rerouting * t.rerouted * dropped
    )
    shocks = e.normals
    discount = e.discount + (goal - e.discount) * half(t.discount_half_life) + t.discount_sd * shocks[0]
    urals, first = plus(found["market"]["brent"] - plus(discount)), P.market.brent - t.discount
    paid = (1 - friction) / (1 - e.friction_start)
    income = volume * paid * urals / first
    russia = found["belligerents"][Actor.RUSSIA]
    broken = P.strikes.russia_energy_revenue * (russia["energy_start"] - russia["energy"])
    revenue = plus((t.revenue + t.revenue_slope * (urals - first)) * volume * paid * (1 - broken))
    kappa = e.consolidation
    aim = b.rearmament + (1 - b.rearmament) * clip(front["tempo"], 0, 1)
    cut = kappa * (1 - b.tax_share)
    war = e.war_spending + (aim * (1 - cut * (1 - b.protection)) - e.war_spending) * half(
        b.spending_half_life
    )
    at_start = b.war_burden * b.gdp
    spending = at_start * war + (b.spending - at_start) * e.gdp * (1 - cut)
    spending += plus(e.key_rate - e.inflation) * e.debt * b.gdp * e.gdp
    deficit = spending - revenue - b.other_revenue * e.gdp - kappa * b.tax_share * b.spending * e.gdp
    drawn = min(b.draw * deficit, Y * e.reserves)
    reserves = plus(e.reserves - drawn / Y)
    borrowed = min(deficit - drawn, b.borrowing * b.gdp * e.gdp)
    wanted = clip(
        kappa + (deficit - b.borrowing * b.gdp * e.gdp - reserves / b.caution) / spending,
        0,
        b.consolidation_limit,
    )
    felt, felt_start = (s.felt_us * x + (1 - s.felt_us) * y for x, y in ((us, eu), (s.us, s.eu)))
    rents = b.oil_rents * income + b.contract_rents * war + (1 - b.oil_rents - b.contract_rents) * e.gdp
    return {
        "sanctions_us": us,
        "sanctions_eu": eu,
        "friction": friction,
        "discount": plus(discount),
        "export_volume": volume,
        "export_income": income,
        "revenue": revenue,
        "war_spending": war,
        "war_burden": b.war_burden * war / e.gdp,
        "spending": spending,
        "reserves": reserves,
        "monetised": (deficit - drawn - borrowed) / (b.gdp * e.gdp),
        "debt": plus(e.debt + borrowed / (b.gdp * e.gdp) / Y),
        "consolidation": kappa + (wanted - kappa) * half(b.consolidation_half_life),
        "rents": rents * (1 - b.sanctions_loss * felt) / (1 - b.sanctions_loss * felt_start),
    }


def prices(found: Any, week: dict[str, float]) -> dict[str, float]:
    """Output, prices and key rate, given trade and budget of the week."""
    e, m, g = Row(found["russian_economy"]), P.macro, P.growth
    russia, x = (
        found["belligerents"][Actor.RUSSIA],
        week["friction"] - Row(found["russian_economy"]).friction_start,
    )
    demand = m.war_demand * (week["war_burden"] - m.burden_peace) + m.export_demand * (
        week["export_income"] - 1
    )
    demand -= m.rate_effect * (e.key_rate - e.inflation - m.neutral_rate)
    demand -= m.fiscal_demand * P.budget.spending / P.budget.gdp * week["consolidation"]
    aim = m.target + m.phillips * e.gap + m.money * plus(week["monetised"]) + m.import_prices * plus(x)
    rule = m.neutral_rate + e.inflation + m.rule_inflation * (e.inflation - m.target) + m.rule_gap * e.gap
    labour = g.labour - Y * russia["losses"] / g.labour_force
    growth = (
        g.trend + g.labour_share * labour - g.technology * plus(1 - russia["supply"]) - g.friction_growth * x
    )
    potential = e.potential * math.exp(growth / Y)
    gap = clip(e.gap + (demand - e.gap) * half(m.demand_half_life) + m.output_sd * e.normals[2], -0.2, 0.2)
    inflation = (
        e.inflation + (aim - e.inflation) * half(m.inflation_half_life) + m.inflation_sd * e.normals[1]
    )
    gdp = potential * (1 + gap)
    change = e.growth + (Y * math.log(gdp / e.gdp) - e.growth) * half(m.demand_half_life)
    crises = plus(inflation - m.target) / g.crisis_inflation + plus(-change) / g.crisis_slump
    crises += week["consolidation"] / g.crisis_cuts
    return {
        "gap": gap,
        "inflation": max(inflation, -0.1),
        "key_rate": e.key_rate + (clip(rule, 0.02, 1) - e.key_rate) * half(m.rule_half_life),
        "gdp": gdp,
        "growth": change,
        "stress": 1 - 2**-crises,
    }


def ukraine_accounts(found: Any) -> dict[str, float]:
    """Means and output of Ukraine without a settlement."""
    e, a, front = Row(found["ukrainian_economy"]), P.aid, found["front"]
    ukraine = found["belligerents"][Actor.UKRAINE]
    aid = found["states"]["aid"].sum() / e.aid_start
    needs = a.civil_share + (1 - a.civil_share) * (a.standing + (1 - a.standing) * front["tempo"])
    needs /= 1 - a.shortfall
    shortfall = clip(1 - (a.own_share * e.gdp + (1 - a.own_share) * aid) / needs, 0, 1)
    growth = a.trend + a.recovery * (1 - front["tempo"])
    growth -= a.labour_share * Y * (ukraine["losses"] + ukraine["emigrants"]) / a.labour_force
    growth -= a.means_cost * (shortfall - a.shortfall)
    capacity = e.capacity * math.exp(growth / Y + a.output_sd * e.normal)
    dark = P.strikes.ukraine_energy_gdp * (ukraine["energy_start"] - ukraine["energy"])
    return {"shortfall": shortfall, "capacity": capacity, "gdp": capacity * (1 - dark)}


def test_the_economies_are_those_of_the_page():
    for week in weeks():
        found, _, left, _ = week["economies"]
        wanted = trade_and_budget(found)
        same(wanted | prices(found, wanted), left["russian_economy"])
        same(ukraine_accounts(found), left["ukrainian_economy"])


# docs/odd/war.md


def materiel(found: Any, left: Any) -> list[float]:
    """Stocks of Russia and Ukraine after a week; energy is that after the week's strikes."""
    m, tempo = P.materiel, found["front"]["tempo"]
    russia, ukraine = found["belligerents"]
    now_russia, now_ukraine = left["belligerents"]
    wear = m.idle_wear + (1 - m.idle_wear) * tempo
    dual = found["patron"]["dual_use"] / russia["supply_start"]
    strife = m.strife * found["contest"]["violence"] if found["contest"]["active"] else 0.0
    made = (1 - strife) * found["russian_economy"]["war_spending"] ** m.spending_elasticity
    made *= dual**m.dual_use_elasticity
    made *= (now_russia["energy"] / russia["energy_start"]) ** m.energy_elasticity
    unmet = found["ukrainian_economy"]["shortfall"]
    own = (now_ukraine["energy"] / ukraine["energy_start"]) ** m.energy_elasticity * (1 - unmet)
    supply = ukraine["supply"] + (found["ukrainian_economy"]["aid_index"] - ukraine["supply"]) * (
        1 - math.exp(-1 / m.aid_lag)
    )
    flows = (
        (1 - m.old_share) * made + m.old_share * russia["old_stocks"],
        m.own_share * own + (1 - m.own_share) * supply,
    )
    kept = math.exp(-m.turnover * wear / Y)
    return [
        f / wear + (s["materiel"] - f / wear) * kept for f, s in zip(flows, (russia, ukraine), strict=True)
    ]


def men(found: Any, stocks: list[float], going: float) -> list[dict[str, float]]:
    """Force and pool of both sides under martial law; `going` is the share of Russia's ground operations that goes on."""
    f, sides, x = P.forces, found["belligerents"], 1 - P.war.manpower_share
    n = [side["personnel"] for side in sides]
    hit = [
        found["front"]["tempo"] * sides[i]["lethality"] * stocks[i] ** x * n[1 - i] ** f.exposure
        for i in (0, 1)
    ]
    angle = math.sqrt(hit[0] * hit[1])
    left = [n[i] * math.cosh(angle) - hit[1 - i] * n[1 - i] * math.sinh(angle) / angle for i in (0, 1)]
    odds = clip(n[0] / (n[1] * f.russia_personnel / f.ukraine_personnel), 0.5, 2.0)
    eased = f.pause_recruitment + (1 - f.pause_recruitment) * going
    spending, unmet = found["russian_economy"]["war_spending"], found["ukrainian_economy"]["shortfall"]
    means = (eased * spending**f.pay_elasticity, eased * (1 - unmet))
    rows = []
    for i, name in enumerate(("russia", "ukraine")):
        side, own = sides[i], lambda field, name=name: getattr(f, f"{name}_{field}")
        will = max(1.0, (1 / odds, odds)[i]) ** f.reaction * own("recruits") * means[i]
        will *= (side["pool"] / own("pool")) ** f.pool_elasticity
        short = clip(1 - left[i] / side["need"], 0, 1)
        room = clip((own("ceiling") - left[i]) / (f.taper * own("ceiling")), 0, 1)
        shock = math.exp(f.recruits_sd * side["manpower_normal"] - f.recruits_sd**2 / 2)
        came = min(shock * will * (1 + f.compulsion * short) * room, side["pool"])
        home = (own("wastage") * left[i] + f.demobilisation * plus(left[i] - own("ceiling"))) / Y
        gone = (weekly(f.leak) if i else 0.0) * (side["pool"] - came)
        pool = plus(side["pool"] - came - gone + home + own("cohort") / Y)
        rows.append({"personnel": left[i] + came - home, "losses": n[i] - left[i], "pool": pool})
    return rows


def line(found: Any, sides: list[Any]) -> dict[str, float]:
    """Power ratio, tempo and advance from forces and stocks of the week."""
    w, f, front = P.war, P.front, Row(found["front"])
    s = w.manpower_share
    contest, lost = found["contest"], w.contest_distraction * found["regime"]["alarm"]
    if contest["active"]:
        lost = w.contest_distraction + w.contest_violence * contest["violence"]
    blind = w.intelligence * (1 - clip(found["diplomacy"]["us_aid"], 0, 1))
    power = [
        side["log_quality"] + s * math.log(side["personnel"]) + (1 - s) * math.log(side["materiel"]) - less
        for side, less in zip(sides, (lost, blind), strict=True)
    ]
    able = [clip(min(side["personnel"] / side["need"], side["materiel"]), 0, 1) for side in sides]
    surge = w.tempo_memory * front.surge + w.tempo_sd * front.normals[3]
    share = (w.initiative * able[0], (1 - w.initiative) * able[1])
    ready = math.exp(surge) * sum(share)
    tempo = math.exp(surge) * sum(a * side["fighting"] for a, side in zip(share, sides, strict=True))
    hidden = front.disturbance * 2 ** (-1 / f.disturbance_half_life) + f.disturbance_sd * front.normals[1]
    season = 1 + f.season_amplitude * math.cos(2 * math.pi * (found["clock"]["season"] - f.season_peak))
    taken = clip(1 - front.objective_left_km2 / f.objective_left, 0, 1)
    freed = clip((front.start_km2 - front.occupied_km2) / (front.start_km2 - w.ukrainian_objective), 0, 1)
    r = power[0] - power[1]
    drift = plus(r + hidden - w.defender_advantage - f.depth * taken)
    drift = f.gain * (drift - plus(-r - hidden - w.defender_advantage - f.depth * freed))
    if front.objective_left_km2 < f.beyond_river and drift > 0:
        drift = plus(drift - f.gain * f.river)
    intent = f.memory * front.advance_km2 + (1 - f.memory) * drift * season * ready
    intent += f.advance_sd * ready * front.normals[0]
    advance = (sides[0] if intent > 0 else sides[1])["fighting"] * intent
    return {"power_ratio": r, "tempo": tempo, "disturbance": hidden, "advance_km2": advance}


def test_the_war_is_that_of_the_page():
    for week in weeks():
        found, _, left, _ = week["war"]
        assert found["home_front"]["martial_law"]
        stocks = materiel(found, left)
        assert stocks == pytest.approx(left["belligerents"]["materiel"].tolist(), rel=EXACT)
        for wanted, row in zip(
            men(found, stocks, left["belligerents"][0]["fighting"]), left["belligerents"], strict=True
        ):
            same(wanted, row)
        same(line(found, list(left["belligerents"])), left["front"])
