"""What came of a run, in one row: kept up week by week, so that both engines keep the same books."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from agents.records import Record, column
from agents.rules import rule
from agents.vocabulary import (
    ANSWERS,
    DEPENDENCES,
    Actor,
    Cause,
    Faction,
    Scope,
    Succession,
    WarEnd,
)

if TYPE_CHECKING:
    from model.world import Ledger

LASTING_DAYS = 180.0


class Outcome(Record):
    """Outcomes of one run. Weeks count from 18 March 2025; -1 means that it never happened."""

    general_made: int = column("general ceasefires concluded", "count")
    general_week: int = column("week of the first general ceasefire", "week")
    general_longest: float = column("longest general ceasefire", "days")
    general_lasting: bool = column("a general ceasefire or settlement held 180 days", "")
    sector_made: int = column("sector truces concluded", "count")
    short_made: int = column("short truces concluded", "count")
    human_made: int = column("humanitarian exchanges concluded", "count")
    settlement: bool = column("a final settlement was concluded", "")
    settlement_week: int = column("week of the first settlement", "week")
    settlement_first_leader: bool = column("it was concluded under the incumbent of March 2025", "")
    war_end: int = column("how the fighting ended, if it did", "WarEnd")
    war_end_week: int = column("week in which it did", "week")
    occupied_start_km2: float = column("area held by Russia on 18 March 2025", "km2")
    occupied_2025_km2: float = column("area held by Russia at the end of 2025", "km2")
    occupied_km2: float = column("area held by Russia at the end", "km2")
    losses_russia: float = column("irrecoverable Russian losses", "thousand")
    losses_ukraine: float = column("irrecoverable Ukrainian losses", "thousand")
    russia_general: list[float] = column("Russia's answers to general ceasefires", "count", ANSWERS)
    ukraine_general: list[float] = column("Ukraine's answers to general ceasefires", "count", ANSWERS)
    exit: bool = column("the incumbent of March 2025 left office", "")
    exit_week: int = column("week in which he did", "week")
    exit_cause: int = column("how he did", "Cause")
    succession: int = column("how the first succession was resolved", "Succession")
    succession_weeks: int = column("weeks from the exit to the resolution", "weeks")
    successor: int = column("faction of the first successor, -1 for none", "Faction")
    successor_security: bool = column("he came from the security core, the guards or the military", "")
    leaders: int = column("leaders who held office", "count")
    regime_persists: bool = column("the regime of March 2025 rules at the end", "")
    regime_end_week: int = column("week in which it ended", "week")
    plots: int = column("plots formed", "count")
    coup_attempts: int = column("coup attempts", "count")
    coups: int = column("coups that held power for seven days", "count")
    dependence: float = column("dependence on China at the end, mean of the domains", "share")
    autonomy: float = column("freedom of action left by dependence at the end", "share")
    reserves_out_week: int = column("week in which the liquid reserve fund ran out", "week")
    growth: float = column("mean growth of Russia's GDP", "share a year")
    support_lowest: float = column("lowest private elite support of the incumbent of March 2025", "-1..1")
    sanctions_relief: float = column("relief from United States sanctions, mean over time", "share")
    cohesion: float = column("cohesion of Europe, mean over time", "share")


CODES: dict[str, type[IntEnum]] = {
    "war_end": WarEnd,
    "exit_cause": Cause,
    "succession": Succession,
    "successor": Faction,
}


@rule
def open_outcome(outcome: Outcome) -> None:
    """Set what has not happened yet."""
    outcome.general_week = -1
    outcome.settlement_week = -1
    outcome.war_end_week = -1
    outcome.exit_week = -1
    outcome.succession_weeks = -1
    outcome.successor = -1
    outcome.regime_end_week = -1
    outcome.reserves_out_week = -1
    outcome.support_lowest = 1.0


@rule
def tally(outcome: Outcome, ledger: Ledger, weeks: int) -> None:
    """Bring the outcomes of the run up to this week; `weeks` is the length of the run."""
    _tally_truces(outcome, ledger)
    _tally_war(outcome, ledger)
    _tally_answers(outcome, ledger)
    _tally_kremlin(outcome, ledger)
    _tally_means(outcome, ledger, weeks)


@rule
def _tally_truces(outcome: Outcome, ledger: Ledger) -> None:
    week = ledger.log.week
    general = ledger.truces[Scope.GENERAL]
    final = ledger.truces[Scope.FINAL]
    outcome.general_made = general.made
    if general.made > 0 and outcome.general_week < 0:
        outcome.general_week = week
    outcome.general_longest = general.longest
    if general.longest >= LASTING_DAYS or final.longest >= LASTING_DAYS:
        outcome.general_lasting = True
    outcome.sector_made = ledger.truces[Scope.SECTOR].made
    outcome.short_made = ledger.truces[Scope.SHORT].made
    outcome.human_made = ledger.truces[Scope.HUMAN].made
    if final.made > 0 and not outcome.settlement:
        outcome.settlement = True
        outcome.settlement_week = week
        outcome.settlement_first_leader = ledger.leader.number == 0 and ledger.leader.in_office


@rule
def _tally_war(outcome: Outcome, ledger: Ledger) -> None:
    front = ledger.front
    if ledger.clock.year <= 2025:
        outcome.occupied_2025_km2 = front.occupied_km2
    outcome.occupied_start_km2 = front.start_km2
    outcome.occupied_km2 = front.occupied_km2
    outcome.losses_russia = ledger.belligerents[Actor.RUSSIA].losses_total
    outcome.losses_ukraine = ledger.belligerents[Actor.UKRAINE].losses_total
    if front.end != outcome.war_end:
        outcome.war_end = front.end
        outcome.war_end_week = ledger.log.week


@rule
def _tally_answers(outcome: Outcome, ledger: Ledger) -> None:
    offer = ledger.diplomacy.offer
    if offer.made and offer.scope == Scope.GENERAL:
        if offer.to_russia and offer.proposer != Actor.RUSSIA:
            answer = ledger.diplomacy.replies[Actor.RUSSIA].answer
            outcome.russia_general[answer] = outcome.russia_general[answer] + 1.0
        if offer.to_ukraine and offer.proposer != Actor.UKRAINE:
            answer = ledger.diplomacy.replies[Actor.UKRAINE].answer
            outcome.ukraine_general[answer] = outcome.ukraine_general[answer] + 1.0


@rule
def _tally_kremlin(outcome: Outcome, ledger: Ledger) -> None:
    week = ledger.log.week
    regime = ledger.regime
    contest = ledger.contest
    if regime.exits > 0 and not outcome.exit:
        outcome.exit = True
        outcome.exit_week = week
        outcome.exit_cause = regime.last_cause
    if contest.count > 0 and outcome.succession == Succession.NONE:
        outcome.succession = contest.first_resolution
        outcome.succession_weeks = week - outcome.exit_week
        outcome.successor = ledger.leader.faction
        outcome.successor_security = outcome.successor <= Faction.MILITARY
    outcome.leaders = ledger.leader.number + 1
    outcome.regime_persists = regime.persists
    if not regime.persists and outcome.regime_end_week < 0:
        outcome.regime_end_week = week
    outcome.plots = ledger.plot.started
    outcome.coup_attempts = ledger.plot.attempts
    outcome.coups = ledger.plot.successes
    incumbent = ledger.leader.number == 0 and ledger.leader.in_office
    if incumbent and regime.elite_support < outcome.support_lowest:
        outcome.support_lowest = regime.elite_support


@rule
def _tally_means(outcome: Outcome, ledger: Ledger, weeks: int) -> None:
    total = 0.0
    for domain in range(DEPENDENCES):
        total += ledger.patron.dependence[domain]
    outcome.dependence = total / DEPENDENCES
    outcome.autonomy = ledger.patron.autonomy
    if ledger.russian_economy.reserves <= 0.0 and outcome.reserves_out_week < 0:
        outcome.reserves_out_week = ledger.log.week
    outcome.growth = outcome.growth + ledger.russian_economy.growth / weeks
    outcome.sanctions_relief = outcome.sanctions_relief + ledger.diplomacy.sanctions_relief / weeks
    outcome.cohesion = outcome.cohesion + ledger.diplomacy.cohesion / weeks
