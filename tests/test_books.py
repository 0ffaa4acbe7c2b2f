"""The two books of a run, an observation a week and the outcomes of it all, in plain Python: each entry from its account.

The ledger is filled with numbers no two of which are alike, so that an entry from another account is seen.
"""

from __future__ import annotations

import ctypes
import itertools
from operator import attrgetter

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.vocabulary import (
    DEPENDENCES,
    FIRST_EUROPEAN,
    Actor,
    Cause,
    Dependence,
    Domain,
    Faction,
    Organ,
    Scope,
    Succession,
    WarEnd,
)
from model.outcomes import LASTING_DAYS, Outcome, open_outcome, tally
from model.record import Observation, observe
from model.world import Ledger

ENTRIES = {
    "log": {"week": "week"},
    "front": {
        name: name
        for name in ("occupied_km2", "advance_km2", "momentum_km2", "kursk_km2", "power_ratio", "tempo")
    },
    "ukrainian_economy": {"aid": "aid_received", "output_ukraine": "gdp"},
    "market": {"brent": "brent"},
    "russian_economy": {
        name: name for name in ("reserves", "key_rate", "inflation", "growth", "war_burden", "rents")
    },
    "diplomacy": {
        name: name
        for name in (
            "us_aid",
            "us_russia",
            "pressure",
            "blame_russia",
            "sanctions_relief",
            "cohesion",
            "reassurance",
            "zone",
        )
    },
    "leader": {"personalisation": "personalisation", "leader_health": "health"},
    "regime": {name: name for name in ("elite_support", "elite_dissent")},
    "influence": {"means": "rung", "control": "control"},
    "wedge": {"means_europe": "rung"},
    "patron": {"autonomy": "autonomy"}
    | {f"china_{name}": name for name in ("trade", "dual_use", "finance", "diplomacy")},
}
"""Of each account of the ledger: what an observation calls a number of it, and what the account does."""
SIDES = {
    "force": "personnel",
    "losses": "losses",
    "energy": "energy",
}
ORGANS = {"army": Organ.ARMED_FORCES, "fsb": Organ.FSB, "fso": Organ.FSO, "rosgvardia": Organ.ROSGVARDIA}


def scatter(record, numbers) -> None:
    """Write the next number into every number of a record, and of the records in it."""
    for name, kind in record._fields_:
        value = getattr(record, name)
        if isinstance(value, ctypes.Structure):
            scatter(value, numbers)
        elif isinstance(value, ctypes.Array):
            for place, element in enumerate(value):
                if isinstance(element, ctypes.Structure):
                    scatter(element, numbers)
                elif not isinstance(element, bool):
                    value[place] = type(element)(next(numbers))
        elif kind in (ctypes.c_double, ctypes.c_int64):
            setattr(record, name, next(numbers) if kind is ctypes.c_int64 else float(next(numbers)))


@pytest.fixture
def ledger():
    made = Ledger.new()
    scatter(made, itertools.count(1))
    return made


@pytest.fixture
def row(ledger):
    made = Observation.new()
    observe(made, ledger)
    return made


# The week


@pytest.mark.parametrize("account", ENTRIES)
def test_an_observation_holds_what_its_account_does(ledger, row, account):
    found = {name: getattr(row, name) for name in ENTRIES[account]}
    assert found == {name: attrgetter(f"{account}.{key}")(ledger) for name, key in ENTRIES[account].items()}


def test_an_observation_holds_both_sides(ledger, row):
    for side, name in ((Actor.RUSSIA, "russia"), (Actor.UKRAINE, "ukraine")):
        for entry, key in SIDES.items():
            assert getattr(row, f"{entry}_{name}") == getattr(ledger.belligerents[side], key)
        assert getattr(row, f"belief_{name}") == ledger.states[side].victory
        assert getattr(row, f"war_value_{name}") == ledger.states[side].war_value
    assert row.launches_russia == ledger.belligerents[Actor.RUSSIA].launches
    assert row.belief_europe == ledger.states[Actor.EUROPEAN_UNION].victory


def test_an_observation_adds_up_europe_and_subtracts_what_of_the_assets_is_gone(ledger, row):
    assert row.aid_europe == sum(state.aid for state in ledger.states[FIRST_EUROPEAN:])
    assert row.assets_left == 1.0 - ledger.dividends.returned - ledger.dividends.confiscated


def test_an_observation_weighs_loyalty_by_force_and_adds_hazards_up_to_a_year(ledger, row):
    force = [service.force for service in ledger.services]
    loyalty = [service.loyalty for service in ledger.services]
    weighed = sum(f * x for f, x in zip(force, loyalty, strict=True))
    assert row.loyalty_services == pytest.approx(weighed / sum(force))
    for name, organ in ORGANS.items():
        assert getattr(row, f"loyalty_{name}") == loyalty[organ]
    assert row.exit_hazard == pytest.approx(sum(ledger.leader.hazard) * WEEKS_A_YEAR)


def test_services_without_force_have_no_loyalty_to_weigh(ledger):
    for service in ledger.services:
        service.force = 0.0
    row = Observation.new()
    observe(row, ledger)
    assert row.loyalty_services == 0.0


@pytest.mark.parametrize("in_office", [False, True])
@pytest.mark.parametrize(("contested", "persists"), [(False, True), (True, False)])
def test_an_observation_says_who_rules(ledger, in_office, contested, persists):
    ledger.leader.in_office, ledger.contest.active, ledger.regime.persists = in_office, contested, persists
    row = Observation.new()
    observe(row, ledger)
    assert row.incumbent == (ledger.leader.number if in_office else -1)
    assert (row.contest, row.regime_persists) == (contested, persists)


def test_an_observation_holds_dependence_by_domain(ledger, row):
    for domain in Dependence:
        assert getattr(row, f"dependence_{domain.name.lower()}") == ledger.patron.dependence[domain]


@pytest.mark.parametrize("active", [(), (Scope.HUMAN,), (Scope.SHORT, Scope.GENERAL), tuple(Scope)])
def test_an_observation_holds_the_highest_truce_in_force(ledger, active):
    row = Observation.new()
    for scope in active:
        ledger.truces[scope].active = True
    observe(row, ledger)
    if not active:
        assert (row.truce_scope, row.compliance_russia, row.compliance_ukraine) == (-1, 1.0, 1.0)
        return
    truce = ledger.truces[max(active)]
    assert row.truce_scope == max(active)
    assert row.compliance_russia == truce.compliance_russia[Domain.GROUND]
    assert row.compliance_ukraine == truce.compliance_ukraine[Domain.GROUND]


def test_no_entry_of_an_observation_is_left_unheld():
    held = {name for entries in ENTRIES.values() for name in entries}
    held |= {f"{entry}_{side}" for entry in (*SIDES, "belief", "war_value") for side in ("russia", "ukraine")}
    held |= {f"loyalty_{name}" for name in (*ORGANS, "services")}
    held |= {f"dependence_{domain.name.lower()}" for domain in Dependence}
    held |= {"launches_russia", "belief_europe", "aid_europe", "assets_left", "exit_hazard"}
    held |= {"incumbent", "contest", "regime_persists"}
    held |= {"truce_scope", "compliance_russia", "compliance_ukraine"}
    assert held == set(Observation.columns)


# The outcomes


@pytest.fixture
def quiet():
    """A ledger in which nothing has happened yet, under the incumbent of March 2025."""
    made = Ledger.new()
    made.leader.in_office = made.regime.persists = True
    made.russian_economy.reserves = 3.0
    return made


def opened() -> Outcome:
    outcome = Outcome.new()
    open_outcome(outcome)
    return outcome


def entered(ledger, outcome=None, week=0, weeks=10) -> Outcome:
    """What has come of a run once this week is in the books."""
    outcome = outcome or opened()
    ledger.log.week = week
    tally(outcome, ledger, weeks)
    return outcome


def test_a_run_in_which_nothing_happens_has_no_weeks_of_it(quiet):
    outcome = entered(quiet, week=7)
    never = ("general", "settlement", "war_end", "exit", "regime_end", "reserves_out")
    assert {getattr(outcome, f"{name}_week") for name in never if name != "exit"} == {-1}
    assert (outcome.exit, outcome.exit_week, outcome.successor, outcome.succession_weeks) == (
        False,
        -1,
        -1,
        -1,
    )
    assert (outcome.settlement, outcome.general_lasting, outcome.regime_persists) == (False, False, True)
    assert (outcome.war_end, outcome.succession, outcome.leaders) == (WarEnd.GOES_ON, Succession.NONE, 1)


def test_truces_are_counted_by_scope_and_the_first_general_one_dated(quiet):
    for scope, made in ((Scope.GENERAL, 2), (Scope.SECTOR, 3), (Scope.SHORT, 4), (Scope.HUMAN, 5)):
        quiet.truces[scope].made = made
    quiet.truces[Scope.GENERAL].longest = 60.0
    outcome = entered(quiet, week=3)
    counts = (outcome.general_made, outcome.sector_made, outcome.short_made, outcome.human_made)
    assert counts == (2, 3, 4, 5)
    assert (outcome.general_week, outcome.general_longest) == (3, 60.0)
    quiet.truces[Scope.GENERAL].made = 6
    assert (entered(quiet, outcome, week=4).general_week, outcome.general_made) == (3, 6)
    assert outcome.settlement is False


@pytest.mark.parametrize("scope", [Scope.GENERAL, Scope.FINAL])
@pytest.mark.parametrize(("days", "lasting"), [(LASTING_DAYS - 1.0, False), (LASTING_DAYS, True)])
def test_a_ceasefire_or_settlement_lasts_that_holds_half_a_year(quiet, scope, days, lasting):
    quiet.truces[scope].longest = days
    outcome = entered(quiet)
    assert outcome.general_lasting == lasting
    quiet.truces[scope].longest = 0.0
    assert entered(quiet, outcome).general_lasting == lasting


@pytest.mark.parametrize(
    ("number", "in_office", "his"), [(0, True, True), (0, False, False), (1, True, False)]
)
def test_a_settlement_is_dated_once_and_under_whom(quiet, number, in_office, his):
    quiet.truces[Scope.FINAL].made = 1
    quiet.leader.number, quiet.leader.in_office = number, in_office
    outcome = entered(quiet, week=8)
    assert (outcome.settlement, outcome.settlement_week, outcome.settlement_first_leader) == (True, 8, his)
    quiet.leader.number, quiet.leader.in_office = 0, True
    assert (entered(quiet, outcome, week=9).settlement_week, outcome.settlement_first_leader) == (8, his)


def test_the_line_is_noted_at_the_start_at_the_end_of_2025_and_at_the_end(quiet):
    front, outcome = quiet.front, opened()
    front.start_km2 = 100.0
    for year, area in ((2025, 110.0), (2025, 120.0), (2026, 130.0)):
        quiet.clock.year, front.occupied_km2 = year, area
        entered(quiet, outcome)
    assert (outcome.occupied_start_km2, outcome.occupied_2025_km2, outcome.occupied_km2) == (
        100.0,
        120.0,
        130.0,
    )


def test_losses_are_those_so_far_of_each_side(quiet):
    for side, total in ((Actor.RUSSIA, 7.0), (Actor.UKRAINE, 5.0)):
        quiet.belligerents[side].losses_total = total
    outcome = entered(quiet)
    assert (outcome.losses_russia, outcome.losses_ukraine) == (7.0, 5.0)


def test_the_end_of_the_fighting_is_dated_by_its_last_turn(quiet):
    outcome, front = opened(), quiet.front
    weeks = []
    for week, end in enumerate(
        (WarEnd.SETTLEMENT, WarEnd.SETTLEMENT, WarEnd.GOES_ON, WarEnd.RUSSIAN_OBJECTIVE)
    ):
        front.end = end
        entered(quiet, outcome, week=week)
        weeks.append((outcome.war_end, outcome.war_end_week))
    assert weeks == [
        (WarEnd.SETTLEMENT, 0),
        (WarEnd.SETTLEMENT, 0),
        (WarEnd.GOES_ON, 2),
        (WarEnd.RUSSIAN_OBJECTIVE, 3),
    ]


@pytest.mark.parametrize("faction", list(Faction))
def test_exit_and_succession_are_dated_once(quiet, faction):
    outcome, regime, contest = opened(), quiet.regime, quiet.contest
    regime.exits, regime.last_cause = 1, Cause.INCAPACITY
    entered(quiet, outcome, week=4)
    assert (outcome.exit, outcome.exit_week, outcome.exit_cause) == (True, 4, Cause.INCAPACITY)
    assert (outcome.succession, outcome.successor, outcome.succession_weeks) == (Succession.NONE, -1, -1)
    contest.count, contest.first_resolution = 1, Succession.COLLECTIVE_LEADERSHIP
    quiet.leader.faction, quiet.leader.number = faction, 1
    regime.exits, regime.last_cause = 2, Cause.COUP
    entered(quiet, outcome, week=9)
    contest.first_resolution, quiet.leader.faction = (
        Succession.SECURITY_TAKEOVER,
        (faction + 1) % len(Faction),
    )
    entered(quiet, outcome, week=12)
    assert (outcome.exit_week, outcome.exit_cause, outcome.leaders) == (4, Cause.INCAPACITY, 2)
    assert (outcome.succession, outcome.succession_weeks) == (Succession.COLLECTIVE_LEADERSHIP, 5)
    armed = faction in (Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY)
    assert (outcome.successor, outcome.successor_security) == (faction, armed)


def test_the_end_of_the_regime_is_dated_once(quiet):
    outcome = opened()
    for week, persists in ((0, True), (1, False), (2, False)):
        quiet.regime.persists = persists
        entered(quiet, outcome, week=week)
    assert (outcome.regime_persists, outcome.regime_end_week) == (False, 1)


def test_plots_attempts_and_coups_are_told_apart(quiet):
    plot = quiet.plot
    plot.started, plot.attempts, plot.successes = 5, 3, 1
    outcome = entered(quiet)
    assert (outcome.plots, outcome.coup_attempts, outcome.coups) == (5, 3, 1)


def test_the_lowest_support_is_the_incumbents_alone(quiet):
    outcome, lowest = opened(), []
    for number, in_office, support in ((0, True, 0.4), (0, True, 0.6), (0, False, 0.1), (1, True, 0.2)):
        quiet.leader.number, quiet.leader.in_office = number, in_office
        quiet.regime.elite_support = support
        lowest.append(entered(quiet, outcome).support_lowest)
    assert lowest == [0.4] * 4


def test_dependence_and_means_are_of_the_end_and_flows_are_means_over_time(quiet):
    outcome = opened()
    for week in range(4):
        for domain in range(DEPENDENCES):
            quiet.patron.dependence[domain] = week + domain
        quiet.patron.autonomy = 0.1 * week
        quiet.russian_economy.growth = 0.01 * week
        quiet.diplomacy.sanctions_relief, quiet.diplomacy.cohesion = 0.2 * week, 0.3 * week
        entered(quiet, outcome, week=week, weeks=4)
    assert outcome.dependence == pytest.approx(3.0 + (DEPENDENCES - 1) / 2.0)
    assert outcome.autonomy == pytest.approx(0.3)
    found = (outcome.growth, outcome.sanctions_relief, outcome.cohesion)
    assert found == pytest.approx((0.015, 0.3, 0.45))


def test_the_reserves_run_out_once(quiet):
    outcome = opened()
    for week, reserves in ((0, 0.5), (1, 0.0), (2, 0.0)):
        quiet.russian_economy.reserves = reserves
        entered(quiet, outcome, week=week)
    assert outcome.reserves_out_week == 1
