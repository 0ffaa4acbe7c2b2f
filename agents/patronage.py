"""What China gives Russia, and how far Russia depends on it: the record that support and dependence share."""

from __future__ import annotations

from agents.records import Record, column
from agents.vocabulary import CHANNELS, DEPENDENCES, POLES

BN = "bn USD a year"


class Patron(Record):
    """What China gives, and how far Russia depends on it. Support acts on accounts only."""

    assumption: int = column("pole assumed, or endogenous", "Support")
    pole: int = column("course as a whole: the mean of the domains' poles, rounded", "Support")
    poles: list[int] = column("pole in force: trade, dual use, finance, diplomacy", "Support", CHANNELS)
    domain: int = column("domain under review this week", "Channel")
    trade: float = column("trade volume", "index, 2024 = 1")
    dual_use: float = column("flow of dual-use goods", "index, 2024 = 1")
    finance: float = column("share of payments that go through", "0..1")
    diplomacy: float = column("diplomatic cover", "0..1")
    threat: float = column("threat of secondary sanctions that banks and shippers have taken in", "0..1")
    threat_start: float = column("threat of secondary sanctions at the start", "0..1")
    pressure: float = column("payments that banks refuse and that have found no other way", "0..1")
    discount_start: float = column("discount on Russian oil at the start", "USD a barrel")
    leverage_start: float = column("leverage at the start", "0..1")
    value: list[float] = column("worth of each pole in the domain under review", BN, POLES)
    dependence: list[float] = column("Russia's dependence, by domain", "0..1", DEPENDENCES)
    autonomy: float = column("Russia's freedom of action left by dependence", "0..1")
    weeks_at_pole: float = column("weeks since a pole last changed", "weeks")
    normals: list[float] = column("shocks of the week: trade, dual use, finance, diplomacy", "sd", 4)
    uniforms: list[float] = column("shocks of the week: choice of a pole, one spare", "0..1", 2)
