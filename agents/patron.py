"""China as patron: four channels of support, five domains of dependence, and the choice of a pole."""

from __future__ import annotations

from agents.records import Record, column
from agents.vocabulary import DEPENDENCES


class Patron(Record):
    """What China gives, and how far Russia depends on it. Support acts on accounts only."""

    assumption: int = column("pole assumed, or endogenous", "Support")
    pole: int = column("pole in force this week", "Support")
    trade: float = column("trade volume", "index, 2024 = 1")
    dual_use: float = column("flow of dual-use goods", "index, 2024 = 1")
    finance: float = column("share of payments that go through", "0..1")
    diplomacy: float = column("diplomatic cover", "0..1")
    pressure: float = column("secondary sanctions felt", "0..1")
    dependence: list[float] = column("Russia's dependence, by domain", "0..1", DEPENDENCES)
    autonomy: float = column("Russia's freedom of action left by dependence", "0..1")
    weeks_at_pole: float = column("weeks since the pole last changed", "weeks")
    normals: list[float] = column("shocks of the week", "sd", 4)
    uniforms: list[float] = column("shocks of the week", "0..1", 2)
