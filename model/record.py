"""What is kept of a run: an observation a week, and what came of it all.

Both are records like any other, filled by rules, so that both engines keep the same books.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import WEEKS_A_YEAR
from agents.records import Record, column
from agents.rules import rule
from agents.vocabulary import FIRST_EUROPEAN, ORGANS, STATES, Actor, Dependence, Domain, Organ

if TYPE_CHECKING:
    from model.world import Ledger


class Observation(Record):
    """The observables of one week, in the units that users read."""

    week: int = column("week of the run", "week")
    occupied_km2: float = column("area of Ukraine held by Russia", "km2")
    advance_km2: float = column("net Russian advance", "km2 a week")
    momentum_km2: float = column("net Russian advance, smoothed over about a month", "km2 a month")
    kursk_km2: float = column("pocket in Kursk region held by Ukraine", "km2")
    power_ratio: float = column("log ratio of combat power, Russia to Ukraine", "log")
    tempo: float = column("intensity of ground operations", "index, 1 in March 2025")
    force_russia: float = column("Russian force in the theatre", "thousand")
    force_ukraine: float = column("Ukrainian force in the theatre", "thousand")
    losses_russia: float = column("irrecoverable Russian losses", "thousand a week")
    losses_ukraine: float = column("irrecoverable Ukrainian losses", "thousand a week")
    launches_russia: float = column("Russian long-range launches", "a week")
    energy_ukraine: float = column("Ukraine's energy system in working order", "share")
    energy_russia: float = column("Russia's refining in working order", "share")
    aid: float = column("aid received by Ukraine", "bn EUR a year")
    aid_europe: float = column("aid that Europe gives Ukraine", "bn EUR a year")
    us_aid: float = column("United States aid and intelligence that flow", "share")
    brent: float = column("price of Brent", "USD a barrel")
    output_ukraine: float = column("Ukraine's GDP", "index, 1 in March 2025")
    assets_left: float = column("Russian reserves that are still immobilised abroad", "share")
    reserves: float = column("liquid reserve fund", "trn RUB")
    key_rate: float = column("key rate", "share a year")
    inflation: float = column("inflation", "share a year")
    growth: float = column("growth of Russia's GDP", "share a year")
    war_burden: float = column("Russia's military spending", "share of GDP")
    rents: float = column("rents shared among Russia's elites", "index, 1 in March 2025")
    us_russia: float = column("relation of the United States and Russia", "-1..1")
    pressure: float = column("mediator's pressure: on Russia if positive", "-1..1")
    blame_russia: float = column("share of the blame on Russia, in the mediator's eyes", "share")
    sanctions_relief: float = column("relief from United States sanctions", "share")
    cohesion: float = column("cohesion of Europe", "share")
    reassurance: float = column("readiness of the reassurance force", "share")
    zone: float = column("surplus of the best package, the smaller side's", "prize")
    truce_scope: int = column("highest truce in force, -1 for none", "Scope")
    compliance_russia: float = column("Russia's ground compliance with it, 1 if none is in force", "share")
    compliance_ukraine: float = column("Ukraine's ground compliance with it, 1 if none is in force", "share")
    belief_russia: float = column("Russia's belief that it wins", "share")
    belief_ukraine: float = column("Ukraine's belief that Russia wins", "share")
    belief_europe: float = column("the European Union's belief that Russia wins within its horizon", "share")
    war_value_russia: float = column("Russia's value of fighting on", "prize")
    war_value_ukraine: float = column("Ukraine's value of fighting on", "prize")
    elite_support: float = column("private support of the leader, weighted by power", "-1..1")
    elite_dissent: float = column("elite power that openly dissents", "share")
    loyalty_services: float = column("loyalty of the services, weighted by force near the capital", "share")
    loyalty_army: float = column("loyalty of the armed forces", "share")
    loyalty_fsb: float = column("loyalty of the FSB", "share")
    loyalty_fso: float = column("loyalty of the FSO", "share")
    loyalty_rosgvardia: float = column("loyalty of Rosgvardia", "share")
    personalisation: float = column("power concentrated in the leader's person", "share")
    leader_health: float = column("health of the leader", "share")
    exit_hazard: float = column("hazard of the leader's exit, all causes", "a year")
    means: int = column("means by which Russia works on Ukraine's course short of war", "Means")
    means_europe: int = column("means by which Russia works on Ukraine's supporters", "Means")
    control: float = column("share of what Russia wants of Ukraine's course that it has", "0..1")
    china_trade: float = column("China's trade with Russia", "index, 2024 = 1")
    china_dual_use: float = column("China's flow of dual-use goods", "index, 2024 = 1")
    china_finance: float = column("payments that go through China", "share")
    china_diplomacy: float = column("China's diplomatic cover", "share")
    dependence_trade: float = column("dependence on China in trade", "share")
    dependence_technology: float = column("dependence on China in technology", "share")
    dependence_finance: float = column("dependence on China in finance", "share")
    dependence_energy: float = column("dependence on China in energy", "share")
    dependence_diplomacy: float = column("dependence on China in diplomacy", "share")
    autonomy: float = column("Russia's freedom of action left by dependence", "share")
    incumbent: int = column("0 for the incumbent of March 2025, then 1, 2, ...; -1 in a vacancy", "count")
    contest: bool = column("a succession is being contested", "")
    regime_persists: bool = column("the regime of March 2025 still rules", "")


@rule
def observe(row: Observation, ledger: Ledger) -> None:
    """Write the week's observables."""
    _observe_war(row, ledger)
    _observe_accounts(row, ledger)
    _observe_table(row, ledger)
    _observe_kremlin(row, ledger)
    _observe_patron(row, ledger)


@rule
def _observe_war(row: Observation, ledger: Ledger) -> None:
    front = ledger.front
    russia = ledger.belligerents[Actor.RUSSIA]
    ukraine = ledger.belligerents[Actor.UKRAINE]
    row.week = ledger.log.week
    row.occupied_km2 = front.occupied_km2
    row.advance_km2 = front.advance_km2
    row.momentum_km2 = front.momentum_km2
    row.kursk_km2 = front.kursk_km2
    row.power_ratio = front.power_ratio
    row.tempo = front.tempo
    row.force_russia = russia.personnel
    row.force_ukraine = ukraine.personnel
    row.losses_russia = russia.losses
    row.losses_ukraine = ukraine.losses
    row.launches_russia = russia.launches
    row.energy_ukraine = ukraine.energy
    row.energy_russia = russia.energy


@rule
def _observe_accounts(row: Observation, ledger: Ledger) -> None:
    economy = ledger.russian_economy
    row.aid = ledger.ukrainian_economy.aid_received
    row.aid_europe = 0.0
    for actor in range(FIRST_EUROPEAN, STATES):
        row.aid_europe += ledger.states[actor].aid
    row.output_ukraine = ledger.ukrainian_economy.gdp
    row.assets_left = 1.0 - ledger.dividends.returned - ledger.dividends.confiscated
    row.us_aid = ledger.diplomacy.us_aid
    row.brent = ledger.market.brent
    row.reserves = economy.reserves
    row.key_rate = economy.key_rate
    row.inflation = economy.inflation
    row.growth = economy.growth
    row.war_burden = economy.war_burden
    row.rents = economy.rents


@rule
def _observe_table(row: Observation, ledger: Ledger) -> None:
    diplomacy = ledger.diplomacy
    row.us_russia = diplomacy.us_russia
    row.pressure = diplomacy.pressure
    row.blame_russia = diplomacy.blame_russia
    row.sanctions_relief = diplomacy.sanctions_relief
    row.cohesion = diplomacy.cohesion
    row.reassurance = diplomacy.reassurance
    row.zone = diplomacy.zone
    row.truce_scope = -1
    row.compliance_russia = 1.0
    row.compliance_ukraine = 1.0
    for scope in range(len(ledger.truces)):
        truce = ledger.truces[scope]
        if truce.active:
            row.truce_scope = scope
            row.compliance_russia = truce.compliance_russia[Domain.GROUND]
            row.compliance_ukraine = truce.compliance_ukraine[Domain.GROUND]
    row.belief_russia = ledger.states[Actor.RUSSIA].victory
    row.belief_ukraine = ledger.states[Actor.UKRAINE].victory
    row.belief_europe = ledger.states[Actor.EUROPEAN_UNION].victory
    row.war_value_russia = ledger.states[Actor.RUSSIA].war_value
    row.war_value_ukraine = ledger.states[Actor.UKRAINE].war_value


@rule
def _observe_kremlin(row: Observation, ledger: Ledger) -> None:
    leader = ledger.leader
    row.elite_support = ledger.regime.elite_support
    row.elite_dissent = ledger.regime.elite_dissent
    loyalty = 0.0
    force = 0.0
    for organ in range(ORGANS):
        service = ledger.services[organ]
        loyalty += service.force * service.loyalty
        force += service.force
    row.loyalty_services = loyalty / force if force > 0.0 else 0.0
    row.loyalty_army = ledger.services[Organ.ARMED_FORCES].loyalty
    row.loyalty_fsb = ledger.services[Organ.FSB].loyalty
    row.loyalty_fso = ledger.services[Organ.FSO].loyalty
    row.loyalty_rosgvardia = ledger.services[Organ.ROSGVARDIA].loyalty
    row.personalisation = leader.personalisation
    row.leader_health = leader.health
    hazard = 0.0
    for cause in range(len(leader.hazard)):
        hazard += leader.hazard[cause]
    row.exit_hazard = hazard * WEEKS_A_YEAR
    row.incumbent = leader.number if leader.in_office else -1
    row.contest = ledger.contest.active
    row.regime_persists = ledger.regime.persists


@rule
def _observe_patron(row: Observation, ledger: Ledger) -> None:
    patron = ledger.patron
    row.means = ledger.influence.rung
    row.means_europe = ledger.wedge.rung
    row.control = ledger.influence.control
    row.china_trade = patron.trade
    row.china_dual_use = patron.dual_use
    row.china_finance = patron.finance
    row.china_diplomacy = patron.diplomacy
    row.dependence_trade = patron.dependence[Dependence.TRADE]
    row.dependence_technology = patron.dependence[Dependence.TECHNOLOGY]
    row.dependence_finance = patron.dependence[Dependence.FINANCE]
    row.dependence_energy = patron.dependence[Dependence.ENERGY]
    row.dependence_diplomacy = patron.dependence[Dependence.DIPLOMACY]
    row.autonomy = patron.autonomy
