"""Decides what China's support amounts to at each pole, and how far its banks and shippers go along.

Banks weigh the dollar against Russia (Farrell and Newman 2019 on chokepoints); channels revert to their poles
(Ornstein and Uhlenbeck 1930). Reduces to the levels of the poles without noise and without a new threat.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, exp, sqrt
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import Channel, Support

if TYPE_CHECKING:
    from agents.patronage import Patron

_TABLE = "judgement by assumption, about the trade of 2024 (customs data) and the payments shock of that year"
_JUDGED = "judgement by assumption"


@dataclass(frozen=True)
class ChannelParameters:
    """Levels of the four channels at the four poles, and how they move."""

    trade_no_limits: float = parameter(
        1.175, "trade, no limits", unit="index, 2024 = 1", low=1.1, high=1.25, kind="prior", source=_TABLE
    )
    trade_hedged: float = parameter(
        0.975, "trade, hedged", unit="index, 2024 = 1", low=0.9, high=1.05, kind="prior", source=_TABLE
    )
    trade_transactional: float = parameter(
        0.85, "trade, transactional", unit="index, 2024 = 1", low=0.75, high=0.95, kind="prior", source=_TABLE
    )
    trade_withdrawn: float = parameter(
        0.65, "trade, withdrawn", unit="index, 2024 = 1", low=0.5, high=0.8, kind="prior", source=_TABLE
    )
    dual_use_no_limits: float = parameter(
        1.2, "dual use, no limits", unit="index, 2024 = 1", low=1.1, high=1.3, kind="prior", source=_TABLE
    )
    dual_use_hedged: float = parameter(
        0.95, "dual use, hedged", unit="index, 2024 = 1", low=0.8, high=1.1, kind="prior", source=_TABLE
    )
    dual_use_transactional: float = parameter(
        0.75,
        "dual use, transactional",
        unit="index, 2024 = 1",
        low=0.6,
        high=0.9,
        kind="prior",
        source=_TABLE,
    )
    dual_use_withdrawn: float = parameter(
        0.45, "dual use, withdrawn", unit="index, 2024 = 1", low=0.3, high=0.6, kind="prior", source=_TABLE
    )
    finance_no_limits: float = parameter(
        0.99, "payments through, no limits", unit="share", low=0.95, high=1.0, kind="prior", source=_JUDGED
    )
    finance_hedged: float = parameter(
        0.9, "payments through, hedged", unit="share", low=0.8, high=0.97, kind="prior", source=_JUDGED
    )
    finance_transactional: float = parameter(
        0.75, "payments through, transactional", unit="share", low=0.6, high=0.9, kind="prior", source=_JUDGED
    )
    finance_withdrawn: float = parameter(
        0.5, "payments through, withdrawn", unit="share", low=0.2, high=0.8, kind="prior", source=_TABLE
    )
    diplomacy_no_limits: float = parameter(
        0.95, "diplomatic cover, no limits", unit="0..1", low=0.85, high=1.0, kind="prior", source=_JUDGED
    )
    diplomacy_hedged: float = parameter(
        0.7, "diplomatic cover, hedged", unit="0..1", low=0.55, high=0.85, kind="prior", source=_JUDGED
    )
    diplomacy_transactional: float = parameter(
        0.5, "diplomatic cover, transactional", unit="0..1", low=0.35, high=0.65, kind="prior", source=_JUDGED
    )
    diplomacy_withdrawn: float = parameter(
        0.2, "diplomatic cover, withdrawn", unit="0..1", low=0.0, high=0.4, kind="prior", source=_JUDGED
    )
    adjustment: float = parameter(
        6.0,
        "mean time in which trade, dual use and diplomacy reach a new level",
        unit="weeks",
        low=2.0,
        high=26.0,
        kind="estimated",
        source="customs data: exports to Russia at their low three months after December 2023",
    )
    payments_adjustment: float = parameter(
        3.0,
        "mean time in which banks react",
        unit="weeks",
        low=1.0,
        high=13.0,
        kind="estimated",
        source="press on bank practice: about 80% of payments returned in late March 2024",
    )
    adaptation: float = parameter(
        12.0,
        "mean time in which a given pressure is worked round",
        unit="weeks",
        low=4.0,
        high=39.0,
        kind="estimated",
        source="customs data: the shock of early 2024 was absorbed within months",
    )
    bank_response: float = parameter(
        15.0,
        "banks that refuse payments as the threat of secondary sanctions rises (fall of the log of those willing)",
        unit="per unit of threat",
        low=5.0,
        high=30.0,
        kind="estimated",
        source="press on bank practice: about 80% of payments returned in late March 2024, after a rise by about 0.2",
    )
    shipper_response: float = parameter(
        2.0,
        "shippers of listed dual-use goods who give up as the threat rises (the same)",
        unit="per unit of threat",
        low=0.5,
        high=4.0,
        kind="estimated",
        source="customs data in Sher (2024, Carnegie): from over 600 m USD in December 2023, a peak, to over 300 m",
    )
    payments_trade: float = parameter(
        0.12,
        "fall of trade per unit of payments blocked",
        unit="ratio",
        low=0.03,
        high=0.3,
        kind="estimated",
        source="customs data: exports to Russia, 47% of trade, down by 15.7% on the year in March 2024; imports were not",
    )
    wobble: float = parameter(
        0.03,
        "standard deviation of each channel about its level",
        unit="share",
        low=0.0,
        high=0.08,
        kind="prior",
        source="judgement: monthly trade of 2024 and 2025 about its trend",
    )


@rule
def trade_at(parameters: ChannelParameters, pole: int) -> float:
    """Trade at a pole (index, 2024 = 1)."""
    if pole == Support.NO_LIMITS:
        return parameters.trade_no_limits
    if pole == Support.HEDGED:
        return parameters.trade_hedged
    return parameters.trade_transactional if pole == Support.TRANSACTIONAL else parameters.trade_withdrawn


@rule
def dual_use_at(parameters: ChannelParameters, pole: int) -> float:
    """Flow of dual-use goods at a pole (index, 2024 = 1)."""
    if pole == Support.NO_LIMITS:
        return parameters.dual_use_no_limits
    if pole == Support.HEDGED:
        return parameters.dual_use_hedged
    if pole == Support.TRANSACTIONAL:
        return parameters.dual_use_transactional
    return parameters.dual_use_withdrawn


@rule
def finance_at(parameters: ChannelParameters, pole: int) -> float:
    """Share of payments that go through at a pole."""
    if pole == Support.NO_LIMITS:
        return parameters.finance_no_limits
    if pole == Support.HEDGED:
        return parameters.finance_hedged
    return parameters.finance_transactional if pole == Support.TRANSACTIONAL else parameters.finance_withdrawn


@rule
def diplomacy_at(parameters: ChannelParameters, pole: int) -> float:
    """Diplomatic cover at a pole (0..1)."""
    if pole == Support.NO_LIMITS:
        return parameters.diplomacy_no_limits
    if pole == Support.HEDGED:
        return parameters.diplomacy_hedged
    if pole == Support.TRANSACTIONAL:
        return parameters.diplomacy_transactional
    return parameters.diplomacy_withdrawn


@rule
def level_at(parameters: ChannelParameters, domain: int, pole: int) -> float:
    """Support in one domain at a pole (index or share)."""
    if domain == Channel.TRADE:
        return trade_at(parameters, pole)
    if domain == Channel.DUAL_USE:
        return dual_use_at(parameters, pole)
    return finance_at(parameters, pole) if domain == Channel.FINANCE else diplomacy_at(parameters, pole)


@rule
def heed_threat(patron: Patron, parameters: ChannelParameters, threat: float) -> None:
    """Banks refuse payments as a threat of secondary sanctions rises; clients find others while it lasts.

    A bank is willing while the threat is below what its dollar business lets it bear. With bounds that are
    exponential in the population, of the banks still willing the share 1 - exp(-b dt) gives up at a rise by
    dt, whatever came before. What they refused finds another way at the rate of adaptation. A threat that
    fades is forgotten at that rate too.
    """
    kept = exp(-1.0 / parameters.adaptation)
    patron.pressure = kept * patron.pressure
    if threat > patron.threat:
        willing = exp(-parameters.bank_response * (threat - patron.threat))
        patron.pressure = 1.0 - (1.0 - patron.pressure) * willing
        patron.threat = threat
    else:
        patron.threat = threat + kept * (patron.threat - threat)


@rule
def shippers(patron: Patron, parameters: ChannelParameters) -> float:
    """Share of the dual-use trade of the start that its shippers dare to carry on: none comes in beyond it.

    Listed goods are screened by their customs code, so that what was given up finds no other way.
    """
    return min(1.0, exp(-parameters.shipper_response * (patron.threat - patron.threat_start)))


@rule
def _revert(level: float, aim: float, time: float, wobble: float, normal: float) -> float:
    """One week of an Ornstein-Uhlenbeck process about `aim`, of stationary deviation `wobble`."""
    kept = exp(-1.0 / time)
    return aim + kept * (level - aim) + wobble * sqrt(1.0 - kept * kept) * normal


@rule
def move_support(patron: Patron, parameters: ChannelParameters) -> None:
    """Move the channels a week towards their poles, as far as banks and shippers go along."""
    usual = finance_at(parameters, patron.poles[Channel.FINANCE])
    blocked = max(0.0, 1.0 - divide(patron.finance, usual, 1.0))
    trade = trade_at(parameters, patron.poles[Channel.TRADE]) * (1.0 - parameters.payments_trade * blocked)
    dual_use = dual_use_at(parameters, patron.poles[Channel.DUAL_USE]) * shippers(patron, parameters)
    cover = diplomacy_at(parameters, patron.poles[Channel.DIPLOMACY])
    time = parameters.adjustment
    wobble = parameters.wobble
    patron.trade = max(0.0, _revert(patron.trade, trade, time, wobble, patron.normals[Channel.TRADE]))
    patron.dual_use = max(
        0.0, _revert(patron.dual_use, dual_use, time, wobble, patron.normals[Channel.DUAL_USE])
    )
    payments = usual * (1.0 - patron.pressure)
    quick = parameters.payments_adjustment
    patron.finance = clip(
        _revert(patron.finance, payments, quick, wobble, patron.normals[Channel.FINANCE]), 0.0, 1.0
    )
    patron.diplomacy = clip(
        _revert(patron.diplomacy, cover, time, wobble, patron.normals[Channel.DIPLOMACY]), 0.0, 1.0
    )
