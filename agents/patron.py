"""China as patron: four channels of support, five domains of dependence, and the choice of a pole.

Its levels stand in `channels.py`, what it does to Russia in `dependence.py`; the choice is a quantal response
(McKelvey and Palfrey 1995). Reduces to a pole held for ever by assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import divide, exp
from agents.channels import (
    ChannelParameters,
    diplomacy_at,
    dual_use_at,
    feel_pressure,
    finance_at,
    move_support,
    trade_at,
)
from agents.dependence import DependenceParameters, deepen_dependence, open_dependence
from agents.records import Record, column, parameter
from agents.rules import rule
from agents.vocabulary import DEPENDENCES, POLES, Support

_MOTIVE = "judgement; the motive is of the literature, its weight is not"


class Patron(Record):
    """What China gives, and how far Russia depends on it. Support acts on accounts only."""

    assumption: int = column("pole assumed, or endogenous", "Support")
    pole: int = column("pole in force this week", "Support")
    trade: float = column("trade volume", "index, 2024 = 1")
    dual_use: float = column("flow of dual-use goods", "index, 2024 = 1")
    finance: float = column("share of payments that go through", "0..1")
    diplomacy: float = column("diplomatic cover", "0..1")
    threat: float = column("secondary sanctions threatened by the United States, as last seen", "0..1")
    pressure: float = column("secondary sanctions felt", "0..1")
    value: list[float] = column(
        "China's utility of each pole, where it chooses", "year's trade of 2024", POLES
    )
    dependence: list[float] = column("Russia's dependence, by domain", "0..1", DEPENDENCES)
    autonomy: float = column("Russia's freedom of action left by dependence", "0..1")
    weeks_at_pole: float = column("weeks since the pole last changed", "weeks")
    normals: list[float] = column("shocks of the week: trade, dual use, finance, diplomacy", "sd", 4)
    uniforms: list[float] = column("shocks of the week: choice of a pole, one spare", "0..1", 2)


@dataclass(frozen=True)
class PatronParameters(ChannelParameters, DependenceParameters):
    """The patron: support, dependence, and (here) the assumption and the motives."""

    assumption: str = parameter(
        "hedged",
        "China's support: a pole held for ever, or chosen week by week",
        unit="",
        choices=("no-limits", "hedged", "transactional", "withdrawn", "endogenous"),
        kind="convention",
        source="the assumption that is varied; hedged was in force in March 2025",
    )
    margin: float = parameter(
        0.25,
        "gain from trade over its value",
        unit="share",
        low=0.05,
        high=0.5,
        kind="prior",
        source=_MOTIVE,
    )
    discount_hedged: float = parameter(
        0.1,
        "what hard bargaining extracts at full dependence, hedged",
        unit="share of trade",
        low=0.0,
        high=0.25,
        kind="prior",
        source="judgement: unpriced gas contract, 120-130 against 265-285 USD a thousand m3",
    )
    discount_transactional: float = parameter(
        0.16,
        "what hard bargaining extracts at full dependence, transactional",
        unit="share of trade",
        low=0.05,
        high=0.4,
        kind="prior",
        source="judgement: unpriced gas contract, 120-130 against 265-285 USD a thousand m3",
    )
    sanctions_cost: float = parameter(
        0.6,
        "cost of full secondary sanctions on dual-use support of 2024",
        unit="year's trade of 2024",
        low=0.1,
        high=2.0,
        kind="prior",
        source="judgement: trade with the United States and Europe is several times that with Russia",
    )
    defeat_stake: float = parameter(
        0.3,
        "worth of dual-use support of 2024 against a certain Russian defeat",
        unit="year's trade of 2024",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement; stance of July 2025: cannot accept that Russia loses",
    )
    disorder_stake: float = parameter(
        0.2,
        "worth of trade of 2024 against certain disorder in Moscow",
        unit="year's trade of 2024",
        low=0.0,
        high=1.0,
        kind="prior",
        source=_MOTIVE,
    )
    neutrality: float = parameter(
        0.1,
        "cost of full diplomatic cover, rising with its square",
        unit="year's trade of 2024",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement: formal neutrality has been kept",
    )
    switching_cost: float = parameter(
        0.4,
        "cost of a change of course",
        unit="year's trade of 2024",
        low=0.1,
        high=1.0,
        kind="prior",
        source="judgement: the course of 2022 still held in 2025",
    )
    choice_noise: float = parameter(
        0.05,
        "noise of the weekly choice (1/precision)",
        unit="year's trade of 2024",
        low=0.01,
        high=0.2,
        kind="prior",
        source="judgement: a change of course without cause every few decades",
    )


@rule
def open_patron(patron: Patron, parameters: PatronParameters, assumption: int) -> None:
    """Set the patron as it stood on 18 March 2025, hedged; `assumption` (Support) governs from then on."""
    patron.assumption = assumption
    patron.pole = Support.HEDGED
    patron.trade = trade_at(parameters, patron.pole)
    patron.dual_use = dual_use_at(parameters, patron.pole)
    patron.finance = finance_at(parameters, patron.pole)
    patron.diplomacy = diplomacy_at(parameters, patron.pole)
    open_dependence(patron, parameters)


@rule
def step_patron(
    patron: Patron, parameters: PatronParameters, threat: float, victory: float, disorder: float
) -> bool:
    """Run a week of the patron: its pole, its support, dependence; return whether the pole has changed.

    `threat`: secondary sanctions threatened by the United States (0..1); `victory`: China's belief that
    Russia wins; `disorder`: danger of disorder in Moscow (0..1).
    """
    pole = patron.assumption
    if patron.assumption == Support.ENDOGENOUS:
        appraise_poles(patron, parameters, threat, victory, disorder)
        pole = _choose_pole(patron, parameters)
    changed = pole != patron.pole
    patron.pole = pole
    patron.weeks_at_pole = 0.0 if changed else patron.weeks_at_pole + 1.0
    feel_pressure(patron, parameters, threat)
    move_support(patron, parameters)
    deepen_dependence(patron, parameters)
    return changed


@rule
def appraise_poles(
    patron: Patron, parameters: PatronParameters, threat: float, victory: float, disorder: float
) -> None:
    """Value each pole over a year ahead, in units of the trade of 2024.

    Gains from trade and from the discounts that dependence lets China extract, less secondary sanctions;
    support is worth the more, the likelier a Russian defeat and disorder in Moscow; open cover has a price.
    """
    leverage = 0.0
    for domain in range(DEPENDENCES):
        leverage += patron.dependence[domain] / DEPENDENCES
    for pole in range(POLES):
        trade = trade_at(parameters, pole)
        dual_use = dual_use_at(parameters, pole)
        cover = diplomacy_at(parameters, pole)
        extracted = 0.0
        if pole == Support.HEDGED:
            extracted = parameters.discount_hedged
        elif pole == Support.TRANSACTIONAL:
            extracted = parameters.discount_transactional
        patron.value[pole] = (
            trade * (parameters.margin + extracted * leverage + parameters.disorder_stake * disorder)
            + dual_use * (parameters.defeat_stake * (1.0 - victory) - parameters.sanctions_cost * threat)
            - parameters.neutrality * cover * cover
        )


@rule
def _weight(patron: Patron, parameters: PatronParameters, pole: int) -> float:
    """Odds of a pole against staying where one is: exp((U - U_now - switching cost) / noise)."""
    if pole == patron.pole:
        return 1.0
    gain = patron.value[pole] - patron.value[patron.pole] - parameters.switching_cost
    return exp(divide(gain, parameters.choice_noise, 0.0))


@rule
def _choose_pole(patron: Patron, parameters: PatronParameters) -> int:
    """Quantal response among the four poles, from one uniform."""
    total = 0.0
    for pole in range(POLES):
        total += _weight(patron, parameters, pole)
    left = patron.uniforms[0] * total
    for pole in range(POLES):
        left -= _weight(patron, parameters, pole)
        if left < 0.0:
            return pole
    return patron.pole
