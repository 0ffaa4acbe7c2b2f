"""Truces: a ladder of scopes, clock and extension, compliance by domain, incidents, breakdown."""

from __future__ import annotations

from agents.records import Record, column
from agents.vocabulary import DOMAINS


class Truce(Record):
    """One rung of the ladder; at most one truce of a scope is in force."""

    active: bool = column("in force", "")
    sector: int = column("what a sector truce covers: 0 energy, 1 sea, 2 air", "sector")
    days_left: float = column("time to expiry; a final one has none", "days")
    days_held: float = column("time in force", "days")
    extensions: int = column("extensions so far", "count")
    made: int = column("truces of this scope so far in this run", "count")
    broken: int = column("of these, broken before their term", "count")
    longest: float = column("longest so far in this run", "days")
    excitation: float = column("self-excited part of the incident rate", "a week")
    incidents: int = column("major incidents this week", "a week")
    incidents_russia: int = column("of these, Russia's", "a week")
    compliance_russia: list[float] = column("Russia's compliance, by domain", "0..1", DOMAINS)
    compliance_ukraine: list[float] = column("Ukraine's compliance, by domain", "0..1", DOMAINS)
    monitoring: float = column("share of violations that monitors can attribute", "0..1")
    guarantee: float = column("strength of outside guarantees", "0..1")
    pressure_at_signing: float = column("mediator's pressure when it was signed", "0..1")
    belief_gap: float = column("difference of the sides' war beliefs", "prize")
    hazard: float = column("hazard of breakdown", "a week")
    threshold: float = column("Exp(1) threshold of breakdown", "integrated hazard")
    uniforms: list[float] = column("shocks of the week: count, side, exponential of the threshold", "0..1", 3)
