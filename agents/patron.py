"""China as patron: the state chooses its support in four domains, each between four poles.

Influence through trade (Hirschman 1945), the cost of dependence (Keohane and Nye 1977), chokepoints (Farrell and
Newman 2019); a quantal response (McKelvey and Palfrey 1995). Reduces to a pole held for ever by assumption.
"""

from __future__ import annotations

from dataclasses import dataclass

from agents.arithmetic import exp
from agents.channels import (
    ChannelParameters,
    diplomacy_at,
    dual_use_at,
    finance_at,
    heed_threat,
    level_at,
    move_support,
    trade_at,
)
from agents.dependence import DependenceParameters, deepen_dependence, leverage, open_dependence
from agents.patronage import BN, Patron
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import CHANNELS, POLES, Channel, Support


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
    restraint: float = parameter(
        50.0,
        "cost of a unit off the level of March 2025 in any domain, rising with its square (half of it is lost)",
        unit=BN,
        low=20.0,
        high=100.0,
        kind="prior",
        source="in trade a fifth (Arkolakis, Costinot and Rodriguez-Clare 2012) of 245 bn; elsewhere judgement: alike",
    )
    barrels: float = parameter(
        0.79,
        "Russian oil that China buys at the trade of 2024: each dollar off its price is worth as much",
        unit="bn barrels a year",
        low=0.7,
        high=0.9,
        kind="measured",
        source="customs of China: 108 m t in 2024, 7.3 barrels a t",
    )
    imports: float = parameter(
        129.3,
        "what China pays Russia for its goods at the trade of 2024",
        unit=BN,
        low=120.0,
        high=135.0,
        kind="measured",
        source="customs of China, 2024",
    )
    discount_hedged: float = parameter(
        0.1,
        "part of that bill that hard bargaining saves at full leverage, hedged",
        unit="share",
        low=0.0,
        high=0.25,
        kind="prior",
        source="judgement: unpriced gas contract, 120-130 against 265-285 USD a thousand m3",
    )
    discount_transactional: float = parameter(
        0.16,
        "part of that bill that hard bargaining saves at full leverage, transactional",
        unit="share",
        low=0.05,
        high=0.4,
        kind="prior",
        source="judgement: unpriced gas contract, 120-130 against 265-285 USD a thousand m3",
    )
    american_trade: float = parameter(
        105.0,
        "gain from trade with the United States, which secondary sanctions put at stake",
        unit=BN,
        low=50.0,
        high=250.0,
        kind="estimated",
        source="a fifth (Arkolakis et al. 2012) of exports of 525 bn USD in 2024 (customs of China); high: with Europe",
    )
    risk_trade: float = parameter(
        0.08,
        "chance a year that trade of 2024 costs it that gain under the utmost threat; it rises with the square",
        unit="share",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement: payments for energy were exempt until March 2025 (General License 8)",
    )
    risk_dual_use: float = parameter(
        0.25,
        "the same for dual-use supply of 2024",
        unit="share",
        low=0.05,
        high=0.6,
        kind="prior",
        source="judgement: the stated target of Executive Order 14114 (22 December 2023)",
    )
    risk_finance: float = parameter(
        0.15,
        "the same if all payments went through",
        unit="share",
        low=0.0,
        high=0.4,
        kind="prior",
        source="judgement: the order's means; no large bank was listed by March 2025",
    )
    risk_diplomacy: float = parameter(
        0.0,
        "the same for full diplomatic cover",
        unit="share",
        low=0.0,
        high=0.1,
        kind="prior",
        source="judgement: no sanctions have been threatened for votes and visits",
    )
    defeat_stake: float = parameter(
        40.0,
        "worth of a unit of dual-use supply or of cover against a certain Russian defeat",
        unit=BN,
        low=0.0,
        high=120.0,
        kind="prior",
        source="judgement: an eighth of 314 bn military spending (SIPRI, 2024) if the United States turned to Asia",
    )
    disorder_stake: float = parameter(
        25.0,
        "worth of a unit of payments or of cover against full disorder in Moscow",
        unit=BN,
        low=0.0,
        high=60.0,
        kind="prior",
        source="judgement: half of the gains from trade with Russia, a fifth of 245 bn, lost for a year",
    )
    aloof: float = parameter(
        0.5,
        "diplomatic cover up to which China backs nobody in a contest for the succession",
        unit="0..1",
        low=0.3,
        high=0.8,
        kind="prior",
        source="judgement: the level of a transactional course; non-interference as a rule, continuity if close",
    )
    switching_cost: float = parameter(
        3.0,
        "cost of a change of course in one domain, from each pole to the next",
        unit=BN,
        low=1.0,
        high=10.0,
        kind="prior",
        source="judgement: the course of 2022 still held in March 2025 in all domains",
    )
    choice_noise: float = parameter(
        0.5,
        "noise of a choice (1/precision)",
        unit=BN,
        low=0.1,
        high=1.5,
        kind="prior",
        source="judgement: a change of course without cause every few decades",
    )


@rule
def open_patron(
    patron: Patron, parameters: PatronParameters, assumption: int, threat: float, discount: float
) -> None:
    """Set the patron as it stood on 18 March 2025, hedged; `assumption` (Support) governs from then on.

    `threat` of secondary sanctions (0..1) and `discount` on Russian oil (USD a barrel) as they then were.
    """
    patron.assumption = assumption
    patron.pole = Support.HEDGED
    for domain in range(CHANNELS):
        patron.poles[domain] = Support.HEDGED
    patron.trade = trade_at(parameters, patron.pole)
    patron.dual_use = dual_use_at(parameters, patron.pole)
    patron.finance = finance_at(parameters, patron.pole)
    patron.diplomacy = diplomacy_at(parameters, patron.pole)
    patron.threat = patron.threat_start = threat
    patron.discount_start = discount
    open_dependence(patron, parameters)
    patron.leverage_start = leverage(patron)


@rule
def step_patron(
    patron: Patron,
    parameters: PatronParameters,
    threat: float,
    discount: float,
    defeat: float,
    disorder: float,
) -> bool:
    """Run a week of the patron: poles, support, dependence; return whether a pole has changed.

    `threat` of secondary sanctions, danger of a Russian `defeat` as China sees it, and of `disorder` in Moscow
    (each 0..1); `discount` on Russian oil (USD a barrel). Each week the state reviews one domain, in turn.
    """
    patron.domain = (patron.domain + 1) % CHANNELS
    before = patron.poles[patron.domain]
    if patron.assumption == Support.ENDOGENOUS:
        appraise_poles(patron, parameters, threat, discount, defeat, disorder)
        patron.poles[patron.domain] = _choose_pole(patron, parameters)
    else:
        for domain in range(CHANNELS):
            patron.poles[domain] = patron.assumption
    changed = patron.poles[patron.domain] != before
    patron.weeks_at_pole = 0.0 if changed else patron.weeks_at_pole + 1.0
    total = CHANNELS // 2
    for domain in range(CHANNELS):
        total += patron.poles[domain]
    patron.pole = total // CHANNELS
    heed_threat(patron, parameters, threat)
    move_support(patron, parameters)
    deepen_dependence(patron, parameters)
    return changed


@rule
def motive(
    domain: int,
    parameters: PatronParameters,
    cheaper: float,
    defeat: float,
    disorder: float,
) -> float:
    """What one more unit of support in a domain has come to be worth (bn USD a year).

    Oil that got `cheaper` (USD a barrel) pays for trade; order in Moscow is worth payments, the lifeline of a
    lender of last resort (Horn et al. 2023), and cover; that Russia does not lose is worth dual-use supply and
    cover.
    """
    if domain == Channel.TRADE:
        return parameters.barrels * cheaper
    order = parameters.disorder_stake * disorder
    if domain == Channel.FINANCE:
        return order
    rescue = parameters.defeat_stake * defeat
    return rescue if domain == Channel.DUAL_USE else rescue + order


@rule
def backing_of_continuity(patron: Patron, parameters: PatronParameters) -> float:
    """How far China backs the candidate of continuity in a contest (0..1): by what its cover exceeds aloofness."""
    return max(0.0, patron.diplomacy - parameters.aloof)


@rule
def risk(domain: int, parameters: PatronParameters) -> float:
    """Chance a year, under the utmost threat, that support of 2024 in a domain costs the American trade."""
    if domain == Channel.TRADE:
        return parameters.risk_trade
    if domain == Channel.DUAL_USE:
        return parameters.risk_dual_use
    return parameters.risk_finance if domain == Channel.FINANCE else parameters.risk_diplomacy


@rule
def appraise_poles(
    patron: Patron,
    parameters: PatronParameters,
    threat: float,
    discount: float,
    defeat: float,
    disorder: float,
) -> None:
    """Value the poles of the domain under review over a year ahead, against the world of March 2025.

        U(s) = M s - R (t - t_0) s^2 - K (s - s_0)^2 / 2 [+ e I s (L - L_0), trade alone]

    s is the level at the pole, s_0 the one that China had in March 2025 and that was the best for it then
    (revealed preference, Samuelson 1938); M its `motive`, R the trade at `risk`, t the threat, K restraint, which
    is China's own wish for autonomy; e what its bargaining saves of its bill I, and L Russia's dependence.
    """
    domain = patron.domain
    worth = motive(domain, parameters, discount - patron.discount_start, defeat, disorder)
    loss = parameters.american_trade * risk(domain, parameters) * (threat - patron.threat_start)
    bill = 0.0
    if domain == Channel.TRADE:
        bill = parameters.imports * (leverage(patron) - patron.leverage_start)
    usual = level_at(parameters, domain, Support.HEDGED)
    for pole in range(POLES):
        level = level_at(parameters, domain, pole)
        saved = 0.0
        if pole == Support.HEDGED:
            saved = parameters.discount_hedged
        elif pole == Support.TRANSACTIONAL:
            saved = parameters.discount_transactional
        off = level - usual
        patron.value[pole] = (
            level * (worth + saved * bill - loss * level) - 0.5 * parameters.restraint * off * off
        )


@rule
def _weight(patron: Patron, parameters: PatronParameters, pole: int) -> float:
    """Odds of a pole against staying where one is: exp((U - U_now - cost of each step) / noise)."""
    now = patron.poles[patron.domain]
    gain = patron.value[pole] - patron.value[now] - parameters.switching_cost * abs(pole - now)
    return exp(gain / parameters.choice_noise)


@rule
def _choose_pole(patron: Patron, parameters: PatronParameters) -> int:
    """Quantal response among the four poles of the domain under review, from one uniform."""
    total = 0.0
    for pole in range(POLES):
        total += _weight(patron, parameters, pole)
    left = patron.uniforms[0] * total
    for pole in range(POLES):
        left -= _weight(patron, parameters, pole)
        if left < 0.0:
            return pole
    return patron.poles[patron.domain]
