"""Decides how far each side keeps a truce, and how much of what is broken can be attributed (Fortna 2004).

Monitors search the line at random (Koopman 1956).
Reduces to no attribution beyond remote sensing without monitors, to full attribution with very many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import clip, divide, exp
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import Domain, Scope

if TYPE_CHECKING:
    from model.truce import Truce, TruceParameters

_EASTER = "claimed Russian losses: down by a fifth to a half at Easter 2025, unchanged on 8-10 May 2025"
_LAUNCHES = "Ukrainian Air Force reports: "


@dataclass(frozen=True)
class ComplianceParameters:
    """How far a truce is kept, by domain, and who watches."""

    kept_short_ground: float = parameter(
        0.25,
        "compliance on the ground in a short truce agreed by both",
        unit="0..1",
        low=0.0,
        high=0.5,
        kind="estimated",
        source=_EASTER,
    )
    kept_short_air: float = parameter(
        0.97,
        "compliance in the air and at sea in a short truce",
        unit="0..1",
        low=0.85,
        high=1.0,
        kind="estimated",
        source=_LAUNCHES + "no long-range launch on 19-20 April and 8-10 May 2025",
    )
    kept_sector_air: float = parameter(
        0.5,
        "compliance in an energy or air truce",
        unit="0..1",
        low=0.36,
        high=0.62,
        kind="estimated",
        source=_LAUNCHES + "drones down 36%, missiles 62% in the energy pause of March-April 2025",
    )
    kept_sector_sea: float = parameter(
        0.8,
        "compliance in a sea truce",
        unit="0..1",
        low=0.4,
        high=1.0,
        kind="prior",
        source="judgement: the Black Sea text of March 2025 never entered into force",
    )
    kept_general_ground: float = parameter(
        0.85,
        "compliance on the ground in a general truce agreed by both",
        unit="0..1",
        low=0.25,
        high=0.98,
        kind="prior",
        source="judgement: none observed; the low end is that of short truces",
    )
    kept_general_air: float = parameter(
        0.95,
        "compliance in the air and at sea in a general truce agreed by both",
        unit="0..1",
        low=0.5,
        high=1.0,
        kind="prior",
        source="judgement: none observed; the low end is that of the energy pause of 2025",
    )
    kept_settlement: float = parameter(
        0.98,
        "compliance with a settlement",
        unit="0..1",
        low=0.85,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    violation_russia: float = parameter(
        1.0,
        "Russia's shortfall of compliance over that above: 0 keeps every truce",
        unit="ratio",
        low=0.0,
        high=4.0,
        kind="prior",
        source="a claim to test: 'has broken every past peace deal'",
    )
    violation_ukraine: float = parameter(
        1.0,
        "Ukraine's shortfall of compliance over that above: 0 keeps every truce",
        unit="ratio",
        low=0.0,
        high=4.0,
        kind="prior",
        source="judgement: each side accused the other in April 2025",
    )
    monitors: float = parameter(
        600.0,
        "monitors that a general or final truce would have",
        unit="persons",
        low=0.0,
        high=2000.0,
        kind="prior",
        source="judgement: the observer mission in Ukraine of 2014-2022 had about 700 in 2020",
    )
    reach: float = parameter(
        0.7,
        "line that one monitor searches",
        unit="km",
        low=0.1,
        high=2.0,
        kind="prior",
        source="judgement; Koopman (1956) for the form",
    )
    access: float = parameter(
        3.0,
        "line that a monitor searches whom both sides have agreed to let in, over that of another",
        unit="ratio",
        low=1.0,
        high=6.0,
        kind="prior",
        source="judgement: patrols and drones of the mission of 2014-2022 were denied passage day by day",
    )
    remote: float = parameter(
        0.2,
        "share of violations attributed without monitors on the spot",
        unit="0..1",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: satellites and public sources",
    )
    deterrence: float = parameter(
        0.3,
        "share of violations that full attribution would deter",
        unit="share",
        low=0.0,
        high=0.8,
        kind="prior",
        source="judgement; Fortna (2004) for the mechanism",
    )


@rule
def monitoring(parameters: TruceParameters, length_km: float, monitors: float) -> float:
    """Share of violations that can be attributed: 1 - (1 - remote) exp(-monitors reach / length)."""
    covered = divide(monitors * parameters.reach, length_km, 0.0)
    return 1.0 - (1.0 - parameters.remote) * exp(-covered)


@rule
def covers(truce: Truce, scope: int, domain: int) -> bool:
    """Tell whether a truce covers a domain.

    Humanitarian pauses are local and cover none. One side alone can hold its long-range fire, not the line:
    on the ground a truce takes two.
    """
    if scope == Scope.HUMAN:
        return False
    if scope == Scope.SECTOR:
        return domain == (Domain.SEA if truce.sector == 1 else Domain.AIR)
    return domain != Domain.GROUND or (truce.binds_russia and truce.binds_ukraine)


@rule
def agreed_compliance(parameters: TruceParameters, scope: int, domain: int) -> float:
    """Return compliance in a domain when both sides have agreed and nobody watches."""
    if scope == Scope.FINAL:
        return parameters.kept_settlement
    if scope == Scope.GENERAL:
        return parameters.kept_general_ground if domain == Domain.GROUND else parameters.kept_general_air
    if scope == Scope.SHORT:
        return parameters.kept_short_ground if domain == Domain.GROUND else parameters.kept_short_air
    return parameters.kept_sector_sea if domain == Domain.SEA else parameters.kept_sector_air


@rule
def compliance(kept: float, violation: float, deterred: float) -> float:
    """Compliance of one side: its shortfall scaled by its tendency to violate, less what monitors deter."""
    return 1.0 - clip((1.0 - kept) * violation, 0.0, 1.0) * (1.0 - deterred)


@rule
def pledge(truce: Truce, parameters: TruceParameters, scope: int, domain: int) -> None:
    """Set the compliance in a domain of those whom the truce binds; 0 where it covers nothing."""
    truce.compliance_russia[domain] = 0.0
    truce.compliance_ukraine[domain] = 0.0
    if not covers(truce, scope, domain):
        return
    kept = agreed_compliance(parameters, scope, domain)
    deterred = parameters.deterrence * truce.monitoring
    if truce.binds_russia:
        truce.compliance_russia[domain] = compliance(kept, parameters.violation_russia, deterred)
    if truce.binds_ukraine:
        truce.compliance_ukraine[domain] = compliance(kept, parameters.violation_ukraine, deterred)
