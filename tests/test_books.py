"""An observation of a week, in plain Python: each entry from its account.

The ledger is filled with numbers no two of which are alike, so that an entry from another account is seen.
"""

from __future__ import annotations

import ctypes
import itertools
from operator import attrgetter

import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.vocabulary import (
    FIRST_EUROPEAN,
    Actor,
    Dependence,
    Domain,
    Organ,
    Scope,
)
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
    assert row.loyalty_services == pytest.approx(weighed / sum(force), rel=1e-12)
    for name, organ in ORGANS.items():
        assert getattr(row, f"loyalty_{name}") == loyalty[organ]
    assert row.exit_hazard == pytest.approx(sum(ledger.leader.hazard) * WEEKS_A_YEAR)


def test_services_without_force_have_no_loyalty_to_weigh(ledger):
    for service in ledger.services:
        service.force = 0.0
    row = Observation.new()
    observe(row, ledger)
    assert row.loyalty_services == 0.0


def test_services_of_little_force_have_the_loyalty_of_those_who_have_it(ledger):
    """0.2 at 0.3 and 0.2 at 0.7."""
    for service in ledger.services:
        service.force = 0.0
    for organ, loyalty in ((Organ.FSO, 0.3), (Organ.FSB, 0.7)):
        ledger.services[organ].force, ledger.services[organ].loyalty = 0.2, loyalty
    row = Observation.new()
    observe(row, ledger)
    assert row.loyalty_services == pytest.approx(0.5)


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


def test_an_observation_is_of_its_week_alone(ledger, row):
    """Written over another it adds nothing up."""
    before = {name: getattr(row, name) for name in Observation.columns}
    observe(row, ledger)
    assert {name: getattr(row, name) for name in Observation.columns} == before


def test_no_entry_of_an_observation_is_left_unheld():
    held = {name for entries in ENTRIES.values() for name in entries}
    held |= {f"{entry}_{side}" for entry in (*SIDES, "belief", "war_value") for side in ("russia", "ukraine")}
    held |= {f"loyalty_{name}" for name in (*ORGANS, "services")}
    held |= {f"dependence_{domain.name.lower()}" for domain in Dependence}
    held |= {"launches_russia", "belief_europe", "aid_europe", "assets_left", "exit_hazard"}
    held |= {"incumbent", "contest", "regime_persists"}
    held |= {"truce_scope", "compliance_russia", "compliance_ukraine"}
    assert held == set(Observation.columns)
