"""Oil, the two war economies, budgets, reserves, inflation and key rate, rents."""

from __future__ import annotations

from agents.records import Record, column


class Market(Record):
    """The oil market."""

    brent: float = column("price of Brent", "USD a barrel")
    normal: float = column("shock of the week", "sd")


class RussianEconomy(Record):
    """Russia's economy and budget."""

    gdp: float = column("real GDP", "index, 1 in March 2025")
    growth: float = column("growth of real GDP", "share a year")
    discount: float = column("discount of Urals to Brent", "USD a barrel")
    export_volume: float = column("oil and gas export volume, all buyers", "index, 1 in March 2025")
    revenue: float = column("oil and gas revenue of the budget", "trn RUB a year, prices of 2025")
    spending: float = column("federal spending", "trn RUB a year, prices of 2025")
    balance: float = column("federal balance", "share of GDP a year")
    reserves: float = column("liquid part of the National Wealth Fund", "trn RUB, prices of 2025")
    debt: float = column("public debt added since March 2025", "share of GDP")
    war_burden: float = column("military spending", "share of GDP")
    inflation: float = column("inflation", "share a year")
    key_rate: float = column("key rate", "share a year")
    sanctions_us: float = column("United States sanctions in force", "0..1")
    sanctions_eu: float = column("European sanctions in force", "0..1")
    friction: float = column("share of the value of trade lost to blocked payments", "0..1")
    rents: float = column("rents to be shared among elites", "index, 1 in March 2025")
    stress: float = column("economic stress", "0..1")
    normals: list[float] = column("shocks of the week", "sd", 3)


class UkrainianEconomy(Record):
    """Ukraine's economy and its dependence on aid."""

    gdp: float = column("real GDP", "index, 1 in March 2025")
    aid_received: float = column("aid received", "bn EUR a year")
    dependence: float = column("share of military and budget needs met by aid", "0..1")
    shortfall: float = column("share of needs unmet", "0..1")
    normal: float = column("shock of the week", "sd")
