"""Decides how long a truce lasts: incidents that breed incidents, and the hazard of breakdown they feed.

Incidents are a Hawkes (1971) process in discrete time, breakdown a proportional hazard (Fortna 2004; Werner
and Yuen 2005). Reduces to the mean rate mu / (1 - n), and to exp(-hazard time) without incidents.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import exp, power
from agents.records import parameter
from agents.rules import rule
from agents.vocabulary import Domain, Scope
from model.compliance import covers

if TYPE_CHECKING:
    from model.truce import Truce, TruceParameters

WEEK = 7.0
SETTLED = 1e-4
NEGLIGIBLE = 1e-6

_FORTNA = "Fortna (2003) for the sign, Lo, Hashimoto and Reiter (2008) for no effect; size a judgement"
_LEWIS = "Lewis, Mohler, Brantingham and Bertozzi (2012), civilian deaths in Iraq: "


@dataclass(frozen=True)
class DurabilityParameters:
    """Incidents, and what makes a truce break down."""

    incidents_ground: float = parameter(
        10.0,
        "major incidents of one side that keeps nothing on the ground",
        unit="a week per 1,000 km",
        low=2.0,
        high=30.0,
        kind="prior",
        source="judgement, in proportion to incidents in the air",
    )
    incidents_air: float = parameter(
        3.0,
        "major incidents of one side that keeps nothing in the air",
        unit="a week",
        low=1.0,
        high=10.0,
        kind="estimated",
        source="energy pause of 2025: over 30 and 80-120 strikes alleged of the two sides; a fifth major",
    )
    incidents_sea: float = parameter(
        1.0,
        "major incidents of one side that keeps nothing at sea",
        unit="a week",
        low=0.2,
        high=4.0,
        kind="prior",
        source="judgement",
    )
    spoilers: float = parameter(
        5.0,
        "major incidents that spoilers would stage if all of a side's power dissented as hawks",
        unit="a week",
        low=0.0,
        high=20.0,
        kind="prior",
        source="judgement; Stedman (1997) for the mechanism",
    )
    branching: float = parameter(
        0.45,
        "incidents that one incident brings about",
        unit="count",
        low=0.0,
        high=0.8,
        kind="estimated",
        source=_LEWIS + "37-50% of events are self-excited",
    )
    memory: float = parameter(
        2.0,
        "mean time for which an incident excites others",
        unit="weeks",
        low=0.5,
        high=6.0,
        kind="estimated",
        source=_LEWIS + "self-excitation lasts at most two to six weeks",
    )
    incident_weight: float = parameter(
        0.1,
        "hazard of breakdown brought by one major incident",
        unit="quiet weeks",
        low=0.0,
        high=0.5,
        kind="prior",
        source="judgement: the energy pause of 2025 outlived its incidents",
    )
    hazard_limited: float = parameter(
        0.015,
        "hazard of breakdown of a humanitarian, short or sector truce, in the usual circumstances",
        unit="a week",
        low=0.002,
        high=0.1,
        kind="prior",
        source="judgement: none of spring 2025 broke down formally, in about five weeks in all",
    )
    hazard_general: float = parameter(
        0.04,
        "hazard of breakdown of a general truce, in the usual circumstances",
        unit="a week",
        low=0.005,
        high=0.2,
        kind="estimated",
        source="Trilateral Contact Group: 22 truces in Donbas from September 2014 to December 2018",
    )
    hazard_final: float = parameter(
        0.0009,
        "hazard of breakdown of a settlement, in the usual circumstances",
        unit="a week",
        low=0.0005,
        high=0.005,
        kind="prior",
        source="half the rate of ceasefires in civil wars (38% followed by war within five years), as a signed "
        "settlement between states: judgement on Fortna (2003)",
    )
    usual_gap: float = parameter(
        0.3,
        "mutual optimism in the truces from which the hazards are taken",
        unit="prize",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: each of them ended or paused a war that both sides had thought worth fighting",
    )
    usual_temptation: float = parameter(
        0.3,
        "gain from fighting on in the truces from which the hazards are taken",
        unit="prize",
        low=0.0,
        high=0.6,
        kind="prior",
        source="judgement: in Donbas neither side had given up its aims",
    )
    usual_pressure: float = parameter(
        0.3,
        "mediator's pressure at signing in the truces from which the hazards are taken",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: most were brokered from outside",
    )
    usual_monitoring: float = parameter(
        0.4,
        "monitoring in the truces from which the hazards are taken",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: the observer mission of 2014-2022 saw a part of the line",
    )
    effect_gap: float = parameter(
        2.0,
        "rise of the log hazard with mutual optimism",
        unit="1/prize",
        low=0.0,
        high=5.0,
        kind="prior",
        source="Werner and Yuen (2005) for the sign; size a judgement",
    )
    effect_temptation: float = parameter(
        2.0,
        "rise of the log hazard with the gain from fighting on",
        unit="1/prize",
        low=0.0,
        high=5.0,
        kind="prior",
        source="Powell (2006) for the mechanism; size a judgement",
    )
    effect_shift: float = parameter(
        2.0,
        "rise of the log hazard with the shift of the log power ratio, to either side, since the signing",
        unit="1/log",
        low=0.0,
        high=5.0,
        kind="prior",
        source="Werner (1999), Werner and Yuen (2005) for the sign; size a judgement, as of temptation",
    )
    effect_pressure: float = parameter(
        1.0,
        "rise of the log hazard with the mediator's pressure at signing",
        unit="log",
        low=0.0,
        high=2.0,
        kind="prior",
        source="Werner and Yuen (2005) for the sign; size a judgement",
    )
    effect_monitoring: float = parameter(
        0.7,
        "fall of the log hazard with monitoring",
        unit="log",
        low=0.0,
        high=2.0,
        kind="prior",
        source=_FORTNA,
    )
    effect_separation: float = parameter(
        0.7,
        "fall of the log hazard with separation of forces",
        unit="log",
        low=0.0,
        high=2.0,
        kind="prior",
        source=_FORTNA,
    )
    effect_guarantee: float = parameter(
        0.7,
        "fall of the log hazard with guarantees",
        unit="log",
        low=0.0,
        high=2.0,
        kind="prior",
        source=_FORTNA,
    )


@rule
def spontaneous_rate(
    truce: Truce, parameters: TruceParameters, scope: int, kept: list[float], hawks: float, length_km: float
) -> float:
    """Rate of one side's incidents a week before any excitation: what it does not keep, and its spoilers."""
    if scope == Scope.HUMAN:
        return 0.0
    rate = parameters.spoilers * hawks
    if covers(truce, scope, Domain.GROUND):
        rate += parameters.incidents_ground * length_km / 1000.0 * (1.0 - kept[Domain.GROUND])
    if covers(truce, scope, Domain.AIR):
        rate += parameters.incidents_air * (1.0 - kept[Domain.AIR])
    if covers(truce, scope, Domain.SEA):
        rate += parameters.incidents_sea * (1.0 - kept[Domain.SEA])
    return rate


@rule
def propensity(truce: Truce) -> float:
    """Russia's share of the incidents that are not answers to others; a half where there are none."""
    both = truce.spontaneous_russia + truce.spontaneous_ukraine
    return truce.spontaneous_russia / both if both > 0.0 else 0.5


@rule
def breakdown_hazard(truce: Truce, parameters: TruceParameters, scope: int, temptation: float) -> float:
    """Hazard of a week without incidents: h(scope) exp(b'(z - z0)), proportional in what raises and lowers it.

    z0 are the circumstances of the truces from which h was taken: an average hazard already holds the average
    optimism, temptation, pressure and monitoring, which must not count twice. A truce can be a pause to rearm: a
    shift of power since it was signed makes the terms out of date for the side that has gained.
    """
    hazard = parameters.hazard_limited
    if scope == Scope.GENERAL:
        hazard = parameters.hazard_general
    elif scope == Scope.FINAL:
        hazard = parameters.hazard_final
    return hazard * exp(
        parameters.effect_gap * (truce.belief_gap - parameters.usual_gap)
        + parameters.effect_temptation * (temptation - parameters.usual_temptation)
        + parameters.effect_shift * abs(truce.power_shift)
        + parameters.effect_pressure * (truce.pressure_at_signing - parameters.usual_pressure)
        - parameters.effect_monitoring * (truce.monitoring - parameters.usual_monitoring)
        - parameters.effect_separation * truce.separation
        - parameters.effect_guarantee * truce.guarantee
    )


@rule
def decay(parameters: TruceParameters, weeks: float) -> float:
    """Share of the excitation that is left after some weeks."""
    return exp(-weeks / parameters.memory)


@rule
def kick(parameters: TruceParameters) -> float:
    """Rise of the incident rate by one incident, such that it brings about `branching` others in all."""
    return parameters.branching * (1.0 - decay(parameters, 1.0))


@rule
def settle_down(
    b: float,
    change: float,
    slope: float,
    weeks: float,
    one: float,
    rise: float,
    hazard: float,
    spontaneous: float,
) -> tuple[float, float]:
    """What the last `weeks` of `survival` add to a, and b after them, once b moves geometrically to its rest.

    Each step is `slope` times the one before. Both are exact to the square of the last step.
    """
    short = change * slope / (1.0 - slope)
    left = power(slope, weeks)
    thinned = -math.expm1(-(one + (b + short) * rise))
    lag = short * (1.0 - left) / (1.0 - slope)
    rest = weeks * (hazard + spontaneous * thinned) - spontaneous * rise * (1.0 - thinned) * lag
    return rest, b + short * (1.0 - left)


@rule
def survival(
    parameters: TruceParameters, hazard: float, spontaneous: float, excitation: float, days: float
) -> float:
    """Probability that a truce in force at constant hazard does not break down within some days.

    The integrated hazard of a week is h (f + w N), f the share of the week and N ~ Poisson(f (mu + x)); the
    excitation x follows x' = d x + k N. With such affine dynamics (Duffie, Pan and Singleton 2000)
    E exp(-sum h (f + w N)) = exp(-(a + b x)), with a and b found backwards from the last week.
    """
    if spontaneous + excitation <= 0.0:
        return exp(-hazard * days / WEEK)
    whole = int(days / WEEK)
    rest = days / WEEK - whole
    fading = decay(parameters, 1.0)
    rise = kick(parameters)
    one = hazard * parameters.incident_weight
    b = -rest * math.expm1(-one)
    a = hazard * rest + spontaneous * b
    for week in range(whole):
        thinned = -math.expm1(-(one + b * rise))
        a += hazard + spontaneous * thinned
        change = fading * b + thinned - b
        b += change
        if abs(change) < SETTLED:
            slope = fading + rise * (1.0 - thinned)
            a_rest, b = settle_down(b, change, slope, float(whole - 1 - week), one, rise, hazard, spontaneous)
            a += a_rest
            break
    return exp(-(a + b * excitation))


@rule
def extensions_needed(parameters: TruceParameters, term: float, days_left: float, lock_in: float) -> int:
    """How often a truce must be extended to last through the lock-in."""
    if days_left >= lock_in:
        return 0
    step = max(term, parameters.extension)
    count = int((lock_in - days_left) / step)
    if days_left + count * step < lock_in:
        count += 1
    return count


@rule
def permanence(
    truce: Truce, parameters: TruceParameters, scope: int, extends: float, lock_in: float
) -> float:
    """rho_s: probability that a truce becomes permanent, at present conditions.

    It does if it breaks down at no time through the lock-in (days) and is extended, with probability
    `extends` each time, as often as that takes. The truce may be one in force or one drafted and appraised.
    """
    extended = 1.0
    if scope != Scope.FINAL:
        count = extensions_needed(parameters, truce.term, truce.days_left, lock_in)
        extended = power(extends, float(count)) if count > 0 else 1.0
    if extended < NEGLIGIBLE:
        return 0.0
    spontaneous = truce.spontaneous_russia + truce.spontaneous_ukraine
    return extended * survival(parameters, truce.hazard, spontaneous, truce.excitation, lock_in)
