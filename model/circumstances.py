"""Decides on what terms a truce would stand, and how it is faring: what bears on it this week.

Terms are those of the texts of 2025; the circumstances are handed over by the rest of the world (Werner and
Yuen 2005: beliefs and pressure; Powell 2006: temptation; Werner 1999: shifts of power). Reduces to the bare
terms when all of them are 0.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import divide, exp, logistic
from agents.records import Record, column
from agents.rules import rule
from agents.vocabulary import DOMAINS, SCOPES, Condition, Scope
from model.compliance import monitoring, pledge
from model.durability import breakdown_hazard, permanence, propensity, spontaneous_rate

if TYPE_CHECKING:
    from agents.states import State
    from model.table import Diplomacy
    from model.truce import Truce, TruceParameters
    from model.war import Front

NO_EXPIRY = 1e6


class Circumstances(Record):
    """What bears on truces this week, gathered from the rest of the world."""

    length_km: float = column("length of the active line", "km")
    guarantee: float = column("strength of outside guarantees", "0..1")
    pressure: float = column("mediator's pressure on either side", "0..1")
    power_ratio: float = column("log ratio of combat power, Russia to Ukraine", "log")
    belief_gap: float = column("mutual optimism: how much likelier Russia thinks its victory", "prize")
    temptation_russia: float = column("gain of Russia by fighting on over the frozen line", "prize")
    temptation_ukraine: float = column("gain of Ukraine by fighting on over the frozen line", "prize")
    unrest: float = column("rise of the rate of Russia's incidents by subversion", "ratio")
    hawks_russia: float = column("share of Russian elite power that dissents as hawks", "share")
    hawks_ukraine: float = column("share of Ukrainian power that would spoil a truce", "share")


@rule
def read_circumstances(
    circumstances: Circumstances,
    parameters: TruceParameters,
    front: Front,
    diplomacy: Diplomacy,
    russia: State,
    ukraine: State,
    hawks_russia: float,
    unrest: float,
) -> None:
    """Gather what bears on truces: beliefs, values, the table, the line, spoilers, subversion."""
    circumstances.length_km = front.length_km
    circumstances.guarantee = diplomacy.guarantee
    circumstances.pressure = abs(diplomacy.pressure)
    circumstances.power_ratio = front.power_ratio
    circumstances.belief_gap = max(0.0, russia.victory - ukraine.victory)
    circumstances.temptation_russia = max(0.0, russia.war_value - russia.frozen_value)
    circumstances.temptation_ukraine = max(0.0, ukraine.war_value - ukraine.frozen_value)
    circumstances.unrest = unrest
    circumstances.hawks_russia = hawks_russia
    circumstances.hawks_ukraine = parameters.hawks_ukraine


@rule
def draft_truce(
    truce: Truce,
    parameters: TruceParameters,
    circumstances: Circumstances,
    scope: int,
    sector: int,
    days: float,
    russia: bool,
    ukraine: bool,
) -> None:
    """Write the terms of a truce, in force or only considered, and appraise it.

    `russia` and `ukraine` tell whether the side has agreed; a unilateral truce binds one.
    """
    truce.sector = sector
    truce.binds_russia = russia
    truce.binds_ukraine = ukraine
    truce.term = NO_EXPIRY if scope == Scope.FINAL else days
    truce.days_left = truce.term
    truce.excitation = 0.0
    truce.pressure_at_signing = circumstances.pressure
    truce.power_at_signing = circumstances.power_ratio
    truce.conditions = 0
    truce.separation = 0.0
    if scope == Scope.GENERAL:
        truce.separation = parameters.separation_general
    elif scope == Scope.FINAL:
        truce.separation = parameters.separation_final
    truce.monitoring = watched(parameters, circumstances, scope, 0)
    for domain in range(DOMAINS):
        pledge(truce, parameters, scope, domain)
    appraise_truce(truce, parameters, circumstances, scope)


@rule
def appraise_truce(
    truce: Truce, parameters: TruceParameters, circumstances: Circumstances, scope: int
) -> None:
    """Bring monitoring, incident rates and the hazard of breakdown up to this week's circumstances.

    The part of the hazard that temptation and a shift of power add is laid at the door of the side that is
    tempted or has gained, the rest at each in proportion to the incidents to be expected of it.
    """
    length = circumstances.length_km
    truce.monitoring = watched(parameters, circumstances, scope, truce.conditions)
    truce.guarantee = circumstances.guarantee if scope >= Scope.GENERAL else 0.0
    truce.belief_gap = circumstances.belief_gap
    truce.power_shift = circumstances.power_ratio - truce.power_at_signing
    truce.spontaneous_russia = 0.0
    truce.spontaneous_ukraine = 0.0
    if truce.binds_russia:
        usual = spontaneous_rate(
            truce, parameters, scope, truce.compliance_russia, circumstances.hawks_russia, length
        )
        truce.spontaneous_russia = (1.0 + circumstances.unrest) * usual
    if truce.binds_ukraine:
        truce.spontaneous_ukraine = spontaneous_rate(
            truce, parameters, scope, truce.compliance_ukraine, circumstances.hawks_ukraine, length
        )
    temptation = max(circumstances.temptation_russia, circumstances.temptation_ukraine)
    truce.hazard = breakdown_hazard(truce, parameters, scope, temptation)
    lure = parameters.effect_temptation * temptation
    russian = lure if circumstances.temptation_russia > circumstances.temptation_ukraine else 0.0
    gained = parameters.effect_shift * abs(truce.power_shift)
    russian += gained if truce.power_shift > 0.0 else 0.0
    driven = 1.0 - exp(-lure - gained)
    by_russia = divide(russian, lure + gained, 0.0)
    truce.breaker_russia = driven * by_russia + (1.0 - driven) * propensity(truce)


@rule
def watched(parameters: TruceParameters, circumstances: Circumstances, scope: int, conditions: int) -> float:
    """Share of violations that can be attributed: by monitors who are sent, and farther where they are let in.

    Monitors are sent for a general or final truce, or where a condition on monitoring came true. Their access
    to both sides of the line is agreed by that condition, or by a settlement.
    """
    agreed = scope == Scope.FINAL or ((conditions >> Condition.MONITORING) & 1) == 1
    monitors = parameters.monitors if agreed or scope >= Scope.GENERAL else 0.0
    if agreed:
        monitors = monitors * parameters.access
    return monitoring(parameters, circumstances.length_km, monitors)


@rule
def judge_permanence(
    chance: list[float],
    draft: Truce,
    truces: list[Truce],
    parameters: TruceParameters,
    circumstances: Circumstances,
    days_short: float,
    days_long: float,
    lock_in: float,
) -> None:
    """Fill `chance` with rho of every scope: of the truce in force, or of one that would be signed now.

    `draft` is a scratch row. A new truce would run for `days_short` (humanitarian, short) or `days_long`
    (sector, general). In force or not, a truce is extended at each expiry with the probability that its row
    expects (`expect_extension`); `lock_in` is in days.
    """
    for scope in range(SCOPES):
        extends = truces[scope].extends
        if truces[scope].active:
            chance[scope] = permanence(truces[scope], parameters, scope, extends, lock_in)
        else:
            days = days_long if scope >= Scope.SECTOR else days_short
            draft_truce(draft, parameters, circumstances, scope, 0, days, True, True)
            chance[scope] = permanence(draft, parameters, scope, extends, lock_in)


@rule
def compare_settlement(
    circumstances: Circumstances, russia: State, ukraine: State, agreed_russia: float, agreed_ukraine: float
) -> None:
    """Measure temptation under a settlement against what was agreed, not against the bare frozen line."""
    circumstances.temptation_russia = max(0.0, russia.war_value - agreed_russia)
    circumstances.temptation_ukraine = max(0.0, ukraine.war_value - agreed_ukraine)


@rule
def expect_extension(truce: Truce, parameters: TruceParameters, chance: float) -> None:
    """Move the expected chance of an extension a step towards this week's.

    What an extension is worth depends on the chance that the truce sticks, and that on extensions to come:
    adaptive expectations find the point where the two agree.
    """
    truce.extends = truce.extends + parameters.extension_adjustment * (chance - truce.extends)


@rule
def extension_gain(
    parameters: TruceParameters, credit: float, spared: float, forgone: float, own: float, other: float
) -> float:
    """What a side gains by extending a truce rather than letting it lapse (prize).

    What the other's compliance spares it, less what its own forgoes, and a part of the credit of a new step.
    """
    return parameters.extension_credit * credit + other * spared - own * forgone


@rule
def extension_probability(
    gain_russia: float, noise_russia: float, gain_ukraine: float, noise_ukraine: float
) -> tuple[float, float]:
    """Probability that both sides extend, each by quantal response to its gain (noise in prize).

    The second is Russia's share of the chance that one side would not: whom a lapse is laid to.
    """
    russia = logistic(divide(gain_russia, noise_russia, 0.0))
    ukraine = logistic(divide(gain_ukraine, noise_ukraine, 0.0))
    unwilling = 1.0 - russia
    return russia * ukraine, divide(unwilling, unwilling + 1.0 - ukraine, 0.5)
