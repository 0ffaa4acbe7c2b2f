"""Decides when a truce begins, lapses, is extended or breaks, and who is blamed (Clayton et al. 2022).

A ladder of five scopes with a clock in days; how it is kept and how long it lasts stand beside it, in
`compliance.py` and `durability.py`. Reduces to a bare clock when nothing is violated and no hazard runs.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agents.arithmetic import poisson
from agents.events import emit
from agents.records import Record, column, parameter
from agents.rules import rule
from agents.vocabulary import DOMAINS, SCOPES, Actor, Happening, Scope
from model.circumstances import appraise_truce, draft_truce, watched
from model.compliance import ComplianceParameters, covers, pledge
from model.durability import WEEK, DurabilityParameters, decay, kick, propensity

if TYPE_CHECKING:
    from agents.events import Log
    from model.circumstances import Circumstances


class Truce(Record):
    """One rung of the ladder; at most one truce of a scope is in force."""

    active: bool = column("in force", "")
    sector: int = column("what a sector truce covers: 0 energy, 1 sea, 2 air", "sector")
    binds_russia: bool = column("Russia has agreed to it", "")
    binds_ukraine: bool = column("Ukraine has agreed to it", "")
    term: float = column("length agreed", "days")
    days_left: float = column("time to expiry; a million for a settlement, which has none", "days")
    days_held: float = column("time in force", "days")
    share: float = column("share of this week in which it was in force", "share")
    extends: float = column("probability that both sides would extend it at expiry", "0..1")
    extensions: int = column("extensions so far", "count")
    made: int = column("truces of this scope so far in this run", "count")
    broken: int = column("of these, broken before their term", "count")
    broken_russia: int = column("of those broken, by Russia", "count")
    conditions: int = column("conditions that came true for it", "bits of Condition")
    lapsed_by: int = column("who would not extend it this week, -1 for nobody", "Actor")
    renewed: bool = column("both extended it this week", "")
    reluctant_russia: float = column("Russia's share of the reluctance to extend it", "share")
    broken_by: int = column("who broke it this week, -1 for nobody", "Actor")
    longest: float = column("longest so far in this run", "days")
    spontaneous_russia: float = column("rate of Russia's incidents before any excitation", "a week")
    spontaneous_ukraine: float = column("rate of Ukraine's incidents before any excitation", "a week")
    excitation: float = column("self-excited part of the incident rate", "a week")
    incidents: int = column("major incidents this week", "a week")
    incidents_russia: int = column("of these, Russia's", "a week")
    compliance_russia: list[float] = column("Russia's compliance, by domain", "0..1", DOMAINS)
    compliance_ukraine: list[float] = column("Ukraine's compliance, by domain", "0..1", DOMAINS)
    monitoring: float = column("share of violations that monitors can attribute", "0..1")
    separation: float = column("separation of forces agreed", "0..1")
    guarantee: float = column("strength of outside guarantees", "0..1")
    pressure_at_signing: float = column("mediator's pressure when it was signed", "0..1")
    power_at_signing: float = column("log ratio of combat power when it was signed or last extended", "log")
    power_shift: float = column("rise of that ratio since, in favour of Russia", "log")
    belief_gap: float = column("difference of the sides' war beliefs", "prize")
    breaker_russia: float = column("probability that it is Russia who breaks it", "0..1")
    hazard: float = column("hazard of breakdown in a week without incidents", "a week")
    exposure: float = column("integrated hazard so far", "integrated hazard")
    threshold: float = column("Exp(1) threshold of breakdown", "integrated hazard")
    blame: float = column("shift of blame to Russia this week, to Ukraine if negative", "share")
    uniforms: list[float] = column(
        "shocks of the week: Russia's incidents, Ukraine's, threshold, extension, who breaks", "0..1", 5
    )


@dataclass(frozen=True)
class TruceParameters(ComplianceParameters, DurabilityParameters):
    """Truces: compliance, durability, and (here) terms, extension and blame."""

    separation_general: float = parameter(
        0.2,
        "separation of forces in a general truce",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: the texts of spring 2025 left forces where they stood",
    )
    separation_final: float = parameter(
        0.6,
        "separation of forces in a settlement",
        unit="0..1",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement",
    )
    hawks_ukraine: float = parameter(
        0.05,
        "share of Ukrainian power that would spoil a truce",
        unit="share",
        low=0.0,
        high=0.3,
        kind="prior",
        source="judgement",
    )
    extension: float = parameter(
        7.0,
        "shortest extension",
        unit="days",
        low=7.0,
        high=30.0,
        kind="convention",
        source="the model decides once a week",
    )
    extension_credit: float = parameter(
        0.4,
        "credit for extending a truce over credit for a new one, and blame likewise",
        unit="ratio",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: no truce of spring 2025 was extended",
    )
    extension_first: float = parameter(
        0.6,
        "chance that a truce is extended at expiry, as expected on 18 March 2025",
        unit="share",
        low=0.0,
        high=1.0,
        kind="prior",
        source="judgement: near the point where expectation and decision agree",
    )
    extension_adjustment: float = parameter(
        0.15,
        "share of the way to this week's chance of extension that the expected one goes",
        unit="share a week",
        low=0.0,
        high=0.3,
        kind="convention",
        source="adaptive expectations; a larger step overshoots where answers are precise",
    )
    blame_incident: float = parameter(
        0.005,
        "shift of blame by one incident that is attributed",
        unit="share",
        low=0.0,
        high=0.02,
        kind="prior",
        source="judgement",
    )
    blame_breakdown: float = parameter(
        0.15,
        "shift of blame by a breakdown that is attributed",
        unit="share",
        low=0.0,
        high=0.4,
        kind="prior",
        source="judgement",
    )
    reported: int = parameter(
        8,
        "major incidents in a week from which the log tells of violations",
        unit="a week",
        low=1,
        high=100,
        kind="convention",
        source="keeps the log of a long truce short",
    )


@rule
def sign_truce(
    truces: list[Truce],
    parameters: TruceParameters,
    circumstances: Circumstances,
    log: Log,
    scope: int,
    sector: int,
    days: float,
    proposer: int,
    russia: bool,
    ukraine: bool,
) -> bool:
    """Put a truce in force. Return False if one that covers it already is.

    A truce of the same scope and cover is extended; a wider one takes the place of those below it. Of a truce that
    binds one side alone the event names it as its target.
    """
    for above in range(Scope.GENERAL, SCOPES):
        if above > scope and scope != Scope.HUMAN and truces[above].active:
            return False
    truce = truces[scope]
    if truce.active and truce.sector == sector and scope != Scope.FINAL:
        truce.term = days
        truce.days_left = max(truce.days_left, days)
        truce.extensions += 1
        truce.power_at_signing = circumstances.power_ratio
        truce.binds_russia = truce.binds_russia or russia
        truce.binds_ukraine = truce.binds_ukraine or ukraine
        for domain in range(DOMAINS):
            pledge(truce, parameters, scope, domain)
        emit(log, Happening.TRUCE_EXTENDED, proposer, -1, scope, sector, truce.days_left)
        return True
    if scope >= Scope.GENERAL:
        for below in range(Scope.SHORT, scope):
            truces[below].active = False
    draft_truce(truce, parameters, circumstances, scope, sector, days, russia, ukraine)
    truce.active = True
    truce.days_held = 0.0
    truce.share = 0.0
    truce.extensions = 0
    truce.made += 1
    truce.exposure = 0.0
    truce.threshold = -math.log1p(-truce.uniforms[2])
    alone = -1 if russia and ukraine else Actor.RUSSIA if russia else Actor.UKRAINE
    emit(log, Happening.TRUCE_BEGINS, proposer, alone, scope, sector, truce.days_left)
    return True


@rule
def attach(
    truce: Truce, parameters: TruceParameters, circumstances: Circumstances, scope: int, conditions: int
) -> None:
    """Attach conditions that came true to a truce in force: they end with it. Monitors raise compliance."""
    truce.conditions = truce.conditions | conditions
    truce.monitoring = watched(parameters, circumstances, scope, truce.conditions)
    for domain in range(DOMAINS):
        pledge(truce, parameters, scope, domain)
    appraise_truce(truce, parameters, circumstances, scope)


@rule
def step_truces(
    truces: list[Truce], parameters: TruceParameters, circumstances: Circumstances, log: Log
) -> None:
    """Run every truce in force for a week: extension, incidents, breakdown, expiry, blame."""
    for scope in range(SCOPES):
        truce = truces[scope]
        truce.share = 0.0
        truce.incidents = 0
        truce.incidents_russia = 0
        truce.broken_by = -1
        truce.lapsed_by = -1
        truce.renewed = False
        truce.blame = 0.0
        if truce.active:
            appraise_truce(truce, parameters, circumstances, scope)
            expires = _expires(truce, parameters, log, scope)
            if truce.renewed:
                truce.power_at_signing = circumstances.power_ratio
            days = min(WEEK, truce.days_left)
            truce.share = days / WEEK
            _meet_incidents(truce, parameters, log, scope)
            truce.exposure += truce.hazard * (truce.share + parameters.incident_weight * truce.incidents)
            truce.days_held += days
            truce.longest = max(truce.longest, truce.days_held)
            if scope != Scope.FINAL:
                truce.days_left -= days
            if truce.exposure > truce.threshold:
                _break_truce(truce, parameters, log, scope)
            elif expires:
                truce.active = False
                if truce.binds_russia and truce.binds_ukraine:  # one that a side announces simply ends
                    by_russia = truce.uniforms[4] < truce.reluctant_russia
                    truce.lapsed_by = Actor.RUSSIA if by_russia else Actor.UKRAINE
                emit(log, Happening.TRUCE_EXPIRES, -1, -1, scope, truce.sector, truce.days_held)


@rule
def lay_aside(truces: list[Truce]) -> None:
    """Let all truces lapse without a word: one side has its objective, and nobody fights on."""
    for scope in range(SCOPES):
        truces[scope].active = False


@rule
def _expires(truce: Truce, parameters: TruceParameters, log: Log, scope: int) -> bool:
    """Tell whether the truce runs out this week; both sides may extend it by its term."""
    if truce.days_left > WEEK:
        return False
    if truce.uniforms[3] >= truce.extends:
        return True
    truce.days_left += max(truce.term, parameters.extension)
    truce.extensions += 1
    truce.renewed = True
    emit(log, Happening.TRUCE_EXTENDED, -1, -1, scope, truce.sector, truce.days_left)
    return False


@rule
def _meet_incidents(truce: Truce, parameters: TruceParameters, log: Log, scope: int) -> None:
    """Draw the week's incidents of each side, let them excite others, and shift blame where attributed."""
    part = propensity(truce)
    mean_russia = truce.share * (truce.spontaneous_russia + part * truce.excitation)
    mean_ukraine = truce.share * (truce.spontaneous_ukraine + (1.0 - part) * truce.excitation)
    truce.incidents_russia = poisson(mean_russia, truce.uniforms[0])
    incidents_ukraine = poisson(mean_ukraine, truce.uniforms[1])
    truce.incidents = truce.incidents_russia + incidents_ukraine
    truce.excitation = decay(parameters, truce.share) * truce.excitation + kick(parameters) * truce.incidents
    difference = truce.incidents_russia - incidents_ukraine
    truce.blame += parameters.blame_incident * truce.monitoring * difference
    if truce.incidents >= parameters.reported:
        side = -1 if difference == 0 else Actor.RUSSIA if difference > 0 else Actor.UKRAINE
        emit(log, Happening.VIOLATIONS, side, -1, scope, truce.sector, float(truce.incidents))


@rule
def _break_truce(truce: Truce, parameters: TruceParameters, log: Log, scope: int) -> None:
    """End the truce before its term, by one side or the other, and shift blame where that is seen."""
    truce.active = False
    truce.broken += 1
    attributed = parameters.blame_breakdown * truce.monitoring
    if truce.uniforms[4] < truce.breaker_russia:
        truce.broken_by = Actor.RUSSIA
        truce.broken_russia += 1
        truce.blame += attributed
    else:
        truce.broken_by = Actor.UKRAINE
        truce.blame -= attributed
    emit(log, Happening.TRUCE_BREAKS, truce.broken_by, -1, scope, truce.sector, truce.days_held)


@rule
def truce_blame(truces: list[Truce]) -> float:
    """Shift of the blame to Russia this week, over all truces (share)."""
    shift = 0.0
    for scope in range(SCOPES):
        shift += truces[scope].blame
    return shift


@rule
def suspended(truces: list[Truce], domain: int, side: int) -> float:
    """Share of a side's fighting in a domain that truces suspend this week.

    An energy truce is in the air, and suspends strikes on energy alone.
    """
    most = 0.0
    for scope in range(SCOPES):
        truce = truces[scope]
        if covers(truce, scope, domain):
            kept = truce.compliance_russia if side == Actor.RUSSIA else truce.compliance_ukraine
            most = max(most, truce.share * kept[domain])
    return most
