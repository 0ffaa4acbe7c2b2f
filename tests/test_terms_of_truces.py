"""Terms of truces: what bears on them, what is written when one is drafted, what it is appraised at, and who keeps it."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from agents.states import State
from agents.vocabulary import SCOPES, Condition, Domain, Scope
from model import circumstances as rules_of_circumstances
from model.bargaining import Diplomacy
from model.circumstances import (
    NO_EXPIRY,
    Circumstances,
    appraise_truce,
    compare_settlement,
    draft_truce,
    extension_probability,
    judge_permanence,
    read_circumstances,
    watched,
)
from model.compliance import compliance, monitoring, pledge
from model.durability import breakdown_hazard
from model.truce import Truce, TruceParameters
from model.war import Front
from tests.noting import noted

P = TruceParameters()
LENGTH = 100.0
WATCHED = replace(P, remote=0.2, reach=0.5, monitors=200.0, access=3.0)
"""On 100 km the line is searched once over by those who are sent, three times by those who are let in."""


def around(**changes) -> Circumstances:
    return Circumstances.new(**{"length_km": LENGTH, **changes})


# What bears on them.


@pytest.mark.parametrize(("pressure", "felt"), [(0.4, 0.4), (-0.4, 0.4)])
def test_circumstances_are_read_from_beliefs_the_table_and_the_line(pressure, felt):
    read = Circumstances.new()
    front = Front.new(length_km=1100.0, power_ratio=-0.3)
    table = Diplomacy.new(guarantee=0.6, pressure=pressure)
    russia = State.new(victory=0.7, war_value=0.5, frozen_value=0.2)
    ukraine = State.new(victory=0.4, war_value=0.8, frozen_value=0.7)
    read_circumstances(read, replace(P, hawks_ukraine=0.03), front, table, russia, ukraine, 0.06, 2.0)
    assert {name: getattr(read, name) for name, _ in read._fields_} == pytest.approx(
        {
            "length_km": 1100.0,
            "guarantee": 0.6,
            "pressure": felt,
            "power_ratio": -0.3,
            "belief_gap": 0.3,
            "temptation_russia": 0.3,
            "temptation_ukraine": 0.1,
            "unrest": 2.0,
            "hawks_russia": 0.06,
            "hawks_ukraine": 0.03,
        }
    )


def test_neither_pessimism_nor_a_line_worth_more_than_war_is_a_reason_to_break_a_truce():
    read = around(belief_gap=9.0, temptation_russia=9.0, temptation_ukraine=9.0)
    russia = State.new(victory=0.3, war_value=0.2, frozen_value=0.5)
    ukraine = State.new(victory=0.6, war_value=0.4, frozen_value=0.5)
    read_circumstances(read, P, Front.new(), Diplomacy.new(), russia, ukraine, 0.0, 0.0)
    assert (read.belief_gap, read.temptation_russia, read.temptation_ukraine) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("agreed", "tempted"), [((0.2, 0.6), (0.3, 0.2)), ((0.9, 0.9), (0.0, 0.0))])
def test_under_a_settlement_war_tempts_by_what_it_is_worth_beyond_what_was_agreed(agreed, tempted):
    read = around(temptation_russia=9.0, temptation_ukraine=9.0)
    compare_settlement(read, State.new(war_value=0.5), State.new(war_value=0.8), *agreed)
    assert (read.temptation_russia, read.temptation_ukraine) == pytest.approx(tempted)


# Who watches, and what is kept.


@pytest.mark.parametrize(
    ("scope", "conditions", "searched"),
    [
        (Scope.HUMAN, 0, 0.0),
        (Scope.SHORT, 0, 0.0),
        (Scope.SECTOR, 0, 0.0),
        (Scope.GENERAL, 0, 1.0),
        (Scope.FINAL, 0, 3.0),
        (Scope.SHORT, 1 << Condition.MONITORING, 3.0),
        (Scope.GENERAL, 1 << Condition.MONITORING, 3.0),
        (Scope.GENERAL, ~(1 << Condition.MONITORING) & 0x1FF, 1.0),
    ],
)
def test_monitors_are_sent_for_a_general_truce_and_let_in_where_that_is_agreed(scope, conditions, searched):
    seen = watched(WATCHED, around(), scope, conditions)
    assert seen == pytest.approx(1.0 - 0.8 * math.exp(-searched), abs=1e-9)


def test_random_search_leaves_unseen_what_poisson_leaves_unvisited():
    """Koopman: 0.5 km for each of 200 monitors on 100 km; without a line there is nothing to search."""
    assert monitoring(WATCHED, LENGTH, 200.0) == pytest.approx(1.0 - 0.8 / math.e)
    assert monitoring(replace(WATCHED, remote=0.0), 2.0 * LENGTH, 200.0) == pytest.approx(
        1.0 - math.exp(-0.5)
    )
    assert monitoring(WATCHED, 0.0, 200.0) == pytest.approx(0.2)


@pytest.mark.parametrize(
    ("kept", "violation", "deterred", "complied"),
    [
        (0.8, 2.0, 0.25, 0.7),
        (0.8, 1.0, 0.0, 0.8),
        (0.4, 3.0, 0.5, 0.5),
        (0.9, 0.0, 0.3, 1.0),
        (0.5, 1.0, 1.0, 1.0),
    ],
)
def test_a_shortfall_grows_with_the_tendency_to_violate_and_shrinks_by_what_is_deterred(
    kept, violation, deterred, complied
):
    assert compliance(kept, violation, deterred) == pytest.approx(complied)


@pytest.mark.parametrize(
    ("scope", "domain", "russia", "ukraine", "kept"),
    [
        (Scope.GENERAL, Domain.AIR, True, True, (1.0 - 0.2 * 2.0 * 0.9, 1.0 - 0.2 * 0.9)),
        (Scope.GENERAL, Domain.AIR, True, False, (0.64, 0.0)),
        (Scope.GENERAL, Domain.AIR, False, True, (0.0, 0.82)),
        (Scope.GENERAL, Domain.GROUND, True, False, (0.0, 0.0)),
        (Scope.HUMAN, Domain.AIR, True, True, (0.0, 0.0)),
        (Scope.SECTOR, Domain.SEA, True, True, (0.0, 0.0)),
    ],
)
def test_a_truce_is_kept_by_those_whom_it_binds_where_it_covers_anything(
    scope, domain, russia, ukraine, kept
):
    """Monitors who see half deter 0.2 x 0.5 of a shortfall of 0.2 in the air; on the ground a truce takes two."""
    p = replace(P, kept_general_air=0.8, violation_russia=2.0, violation_ukraine=1.0, deterrence=0.2)
    truce = Truce.new(binds_russia=russia, binds_ukraine=ukraine, monitoring=0.5)
    truce.compliance_russia[:] = truce.compliance_ukraine[:] = [0.5, 0.5, 0.5]
    pledge(truce, p, scope, domain)
    for side, found in enumerate((truce.compliance_russia, truce.compliance_ukraine)):
        assert list(found) == pytest.approx([kept[side] if d == domain else 0.5 for d in Domain])


# What is written.


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize(("russia", "ukraine"), [(True, True), (True, False), (False, True)])
def test_a_draft_starts_afresh_from_this_weeks_circumstances(scope, russia, ukraine):
    stale = {
        "excitation": 3.0,
        "conditions": 7,
        "separation": 0.9,
        "days_left": 1.0,
        "spontaneous_russia": 9.0,
    }
    truce = Truce.new(**stale, spontaneous_ukraine=9.0, power_shift=9.0, power_at_signing=9.0)
    p = replace(WATCHED, separation_general=0.3, separation_final=0.6)
    here = around(pressure=0.4, power_ratio=-0.2, guarantee=0.7, belief_gap=0.25)
    draft_truce(truce, p, here, scope, 1, 45.0, russia, ukraine)
    assert (truce.sector, truce.binds_russia, truce.binds_ukraine) == (1, russia, ukraine)
    assert truce.term == truce.days_left == (NO_EXPIRY if scope == Scope.FINAL else 45.0)
    assert (truce.excitation, truce.conditions, truce.power_shift) == (0.0, 0, 0.0)
    assert (truce.pressure_at_signing, truce.power_at_signing, truce.belief_gap) == (0.4, -0.2, 0.25)
    assert truce.separation == {Scope.GENERAL: 0.3, Scope.FINAL: 0.6}.get(scope, 0.0)
    assert truce.guarantee == (0.7 if scope >= Scope.GENERAL else 0.0)
    assert truce.monitoring == watched(p, here, scope, 0)
    assert (truce.spontaneous_russia > 0.0) == (russia and scope != Scope.HUMAN)
    assert (truce.spontaneous_ukraine > 0.0) == (ukraine and scope != Scope.HUMAN)


# What it is appraised at.


def general(russia: bool = True, ukraine: bool = True, **fields) -> Truce:
    return Truce.new(binds_russia=russia, binds_ukraine=ukraine, **fields)


@pytest.mark.parametrize(("unrest", "russia"), [(0.0, 1.5), (0.5, 2.25)])
def test_subversion_raises_the_rate_of_russias_incidents_alone(unrest, russia):
    """Spoilers stage 5 x 0.1 and 5 x 0.04 a week; half kept on 100 km, in the air and at sea: 0.5 + 0.3 + 0.2."""
    p = replace(P, spoilers=5.0, incidents_ground=10.0, incidents_air=0.6, incidents_sea=0.4)
    truce = general(compliance_russia=[0.5] * 3, compliance_ukraine=[0.5] * 3)
    appraise_truce(truce, p, around(unrest=unrest, hawks_russia=0.1, hawks_ukraine=0.04), Scope.GENERAL)
    assert truce.spontaneous_russia == pytest.approx(russia)
    assert truce.spontaneous_ukraine == pytest.approx(1.2)


@pytest.mark.parametrize(("russia", "ukraine"), [(True, False), (False, True)])
def test_who_is_not_bound_brings_no_incidents(russia, ukraine):
    truce = general(russia, ukraine, spontaneous_russia=9.0, spontaneous_ukraine=9.0)
    appraise_truce(truce, P, around(hawks_russia=0.1, hawks_ukraine=0.1), Scope.GENERAL)
    rates = (truce.spontaneous_russia, truce.spontaneous_ukraine)
    assert [rate > 0.0 for rate in rates] == [russia, ukraine]
    assert truce.spontaneous_russia * truce.spontaneous_ukraine == 0.0
    assert truce.breaker_russia == (1.0 if russia else 0.0)


@pytest.mark.parametrize(
    ("russia", "ukraine", "ratio", "driven", "laid"),
    [
        (0.3, 0.1, 0.7, 1.0, 1.0),
        (0.1, 0.3, 0.7, 1.0, 0.4),
        (0.3, 0.1, 0.3, 1.0, 0.6),
        (0.1, 0.3, 0.3, 1.0, 0.0),
        (0.0, 0.3, 1.5, 2.6, 2.0 / 2.6),
        (0.0, 0.0, 0.5, 0.0, 0.0),
    ],
)
def test_temptation_and_shifts_of_power_are_laid_at_the_door_of_the_tempted_and_of_the_stronger(
    russia, ukraine, ratio, driven, laid
):
    """Log hazards 2 x 0.3 of temptation and 2 x 0.2 of the shift from 0.5; the rest by incidents: three in four."""
    p = replace(P, effect_temptation=2.0, effect_shift=2.0, spoilers=1.0)
    truce = general(power_at_signing=0.5, compliance_russia=[1.0] * 3, compliance_ukraine=[1.0] * 3)
    here = around(
        temptation_russia=russia,
        temptation_ukraine=ukraine,
        power_ratio=ratio,
        hawks_russia=0.3,
        hawks_ukraine=0.1,
    )
    appraise_truce(truce, p, here, Scope.GENERAL)
    share = 1.0 - math.exp(-driven)
    assert truce.power_shift == pytest.approx(ratio - 0.5)
    assert truce.breaker_russia == pytest.approx(share * laid + (1.0 - share) * 0.75)
    assert truce.hazard == breakdown_hazard(truce, p, Scope.GENERAL, max(russia, ukraine))


# Whether it lasts.


def test_permanence_is_that_of_the_truce_in_force_or_of_one_that_would_be_signed(monkeypatch):
    drafts = noted(monkeypatch, rules_of_circumstances, "draft_truce")
    judged = noted(
        monkeypatch, rules_of_circumstances, "permanence", lambda t, p, scope, extends, days: extends / 2.0
    )
    truces = [Truce.new(extends=0.2 * scope) for scope in Scope]
    truces[Scope.SHORT].active = truces[Scope.FINAL].active = True
    draft, chance, here = Truce.new(), [0.0] * SCOPES, around()
    judge_permanence(chance, draft, truces, P, here, 3.0, 60.0, 365.0)
    assert [call[3:] for call in drafts] == [
        (Scope.HUMAN, 0, 3.0, True, True),
        (Scope.SECTOR, 0, 60.0, True, True),
        (Scope.GENERAL, 0, 60.0, True, True),
    ]
    assert [call[0] for call in judged] == [draft, truces[Scope.SHORT], draft, draft, truces[Scope.FINAL]]
    assert [call[2:] for call in judged] == [(scope, 0.2 * scope, 365.0) for scope in Scope]
    assert chance == [0.1 * scope for scope in Scope]


def test_a_short_truce_would_run_for_days_and_a_sector_truce_for_weeks(monkeypatch):
    drafts = noted(monkeypatch, rules_of_circumstances, "draft_truce")
    chance = [0.0] * SCOPES
    judge_permanence(chance, Truce.new(), [Truce.new() for _ in Scope], P, around(), 3.0, 60.0, 365.0)
    assert [call[5] for call in drafts] == [3.0, 3.0, 60.0, 60.0, 60.0]


@pytest.mark.parametrize(
    ("gains", "noises", "both", "russian"),
    [
        ((0.0, 0.0), (0.1, 0.1), 0.25, 0.5),
        ((math.log(3.0), math.log(4.0)), (1.0, 2.0), 0.75 * 2.0 / 3.0, 0.25 / (0.25 + 1.0 / 3.0)),
        ((9.0, 9.0), (0.0, 0.0), 0.25, 0.5),
        ((1e9, 1e9), (1.0, 1.0), 1.0, 0.5),
        ((-1e9, 1e9), (1.0, 1.0), 0.0, 1.0),
    ],
)
def test_both_extend_by_quantal_response_and_a_lapse_is_laid_at_the_less_willing(
    gains, noises, both, russian
):
    found = extension_probability(gains[0], noises[0], gains[1], noises[1])
    assert found == pytest.approx((both, russian))
