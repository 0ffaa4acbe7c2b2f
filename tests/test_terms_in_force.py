"""What terms do in the world while a truce or a settlement lasts, and what ends with it."""

from __future__ import annotations

import dataclasses

import pytest

from agents.vocabulary import ISSUES, STATES, Actor, Condition, Domain, Happening, Issue, Scope, WarEnd
from model.circumstances import Circumstances, appraise_truce, draft_truce
from model.durability import permanence
from model.stages import beliefs
from model.telling import sentence
from model.terms import TermParameters, army_allowed
from model.truce import Truce, TruceParameters, attach
from model.world import World
from tests.arenas import SCENARIO, Arena, bits
from tests.engines import both

P = TermParameters()
TRUCE = TruceParameters()


# In the arena


def test_monitors_who_are_let_in_see_more_deter_more_and_make_a_truce_last():
    around = Circumstances.new(length_km=1100.0, belief_gap=0.2, pressure=0.4)
    found = []
    for conditions in (0, bits(Condition.MONITORING)):
        truce = Truce.new(active=True)
        draft_truce(truce, TRUCE, around, Scope.GENERAL, 0, 30.0, True, True)
        both(attach, truce, TRUCE, around, Scope.GENERAL, conditions)
        found.append(
            (
                truce.monitoring,
                truce.compliance_russia[Domain.GROUND],
                truce.compliance_ukraine[Domain.AIR],
                -truce.spontaneous_russia,
                -truce.hazard,
                permanence(truce, TRUCE, Scope.GENERAL, 0.9, 200.0),
            )
        )
    assert all(with_ > without for without, with_ in zip(*found, strict=True))
    longer = Circumstances.new(length_km=2000.0, belief_gap=0.2, pressure=0.4)
    appraise_truce(truce, TRUCE, longer, Scope.GENERAL)
    assert found[0][0] < truce.monitoring < found[1][0]


def test_limits_on_mobilisation_hold_recruits_and_production_while_the_truce_lasts():
    free, held = Arena(Scope.GENERAL), Arena(Scope.GENERAL, bits(Condition.NO_MOBILISATION))
    for arena in (free, held):
        arena.run(26)
    assert held.ukraine.recruits < 0.2 * free.ukraine.recruits
    assert held.ukraine.production < 0.2 * free.ukraine.production
    assert held.ukraine.personnel < free.ukraine.personnel - 30.0
    assert held.russia.recruits == pytest.approx(free.russia.recruits, rel=0.05)
    assert held.front.power_ratio > free.front.power_ratio + 0.05
    held.lapse().run(1)
    assert held.ukraine.recruits > 0.9 * free.ukraine.recruits
    assert held.ledger.truces[Scope.GENERAL].broken == 1


def test_an_aid_stop_lasts_as_long_as_its_truce():
    arena = Arena(Scope.GENERAL, bits(Condition.AID_STOP)).run(20)
    states = arena.ledger.states
    assert sum(states[actor].aid for actor in range(STATES)) == 0.0
    assert arena.ledger.diplomacy.us_aid == 0.0
    told = [e for e in arena.events if e.kind == Happening.AID_CHANGE]
    assert len(told) <= 1  # it is told once, not each week anew
    arena.lapse().run(3)
    assert sum(states[actor].aid for actor in range(STATES)) > 50.0
    assert arena.ledger.diplomacy.us_aid > 0.9


def test_recognition_is_worth_something_to_russia_while_the_truce_lasts():
    free, held = Arena(Scope.GENERAL), Arena(Scope.GENERAL, bits(Condition.RECOGNITION_OF_GAINS))
    for arena in (free, held):
        arena.week()
    worth = [a.ledger.prospects[Actor.RUSSIA].at_freeze for a in (free, held)]
    loss = [a.ledger.prospects[Actor.UKRAINE].at_freeze for a in (free, held)]
    assert worth[1] > worth[0] + 0.01
    assert loss[1] < loss[0] - 0.01
    view = held.ledger.states[Actor.UNITED_STATES].ideal
    assert view[Issue.RECOGNITION] >= 0.5
    held.lapse()
    held.week()
    assert held.ledger.prospects[Actor.RUSSIA].at_freeze == pytest.approx(worth[0], abs=0.01)


def test_a_guarantee_ends_with_its_truce():
    arena = Arena(Scope.GENERAL, bits(Condition.SECURITY_GUARANTEE)).run(2)
    assert arena.ledger.diplomacy.guarantee == 1.0
    assert arena.ledger.truces[Scope.GENERAL].guarantee == 1.0
    arena.lapse()
    assert arena.ledger.diplomacy.guarantee < 0.6


def test_the_pocket_is_handed_back_for_good():
    arena = Arena(Scope.SECTOR, bits(Condition.KURSK))
    assert arena.front.kursk_km2 == 0.0
    assert arena.lapse().front.kursk_km2 == 0.0


def test_relief_asked_for_a_truce_is_there_while_it_lasts():
    arena = Arena(Scope.SECTOR, bits(Condition.SANCTIONS_RELIEF)).run(4)
    assert arena.ledger.diplomacy.sanctions_relief >= SCENARIO.answers.relief_share
    assert arena.lapse().ledger.diplomacy.sanctions_relief < 0.02


# A settlement


TEXT = {
    Issue.TERRITORY: 0.95,
    Issue.ARMY_CAP: 0.6,
    Issue.FOREIGN_AID: 0.5,
    Issue.FOREIGN_TROOPS: 1.0,
    Issue.GUARANTEE: 0.8,
    Issue.SANCTIONS_RELIEF: 1.0,
    Issue.LEADERSHIP: 0.5,
}


def test_a_settlement_is_told_with_its_terms():
    arena = Arena(Scope.FINAL, package=TEXT)
    kinds = [e.kind for e in arena.events]
    assert kinds.count(Happening.SETTLEMENT) == 1
    terms = {e.detail: e.value for e in arena.events if e.kind == Happening.TERM_AGREED}
    assert terms == {issue: pytest.approx(TEXT.get(issue, 0.5)) for issue in range(ISSUES)}
    signed = next(e for e in arena.events if e.kind == Happening.SETTLEMENT)
    salience = list(arena.ledger.states[Actor.RUSSIA].salience)
    assert signed.value == pytest.approx(sum(w * terms[i] for i, w in enumerate(salience)))
    history = [_row(e) for e in arena.events]
    said = [sentence(e) for e in history if e["kind"] in (Happening.SETTLEMENT, Happening.TERM_AGREED)]
    assert "text of the United States" in said[0]
    assert any(
        s.startswith("It settles army cap at 0.60: between 'about 700 thousand men' and '85") for s in said
    )
    assert "It settles foreign troops at 1.00: no foreign troops or bases, banned by treaty." in said


def _row(event) -> dict:
    names = ("kind", "actor", "target", "scope", "detail", "conditions", "granted", "value", "terms")
    return {name: getattr(event, name) for name in names}


def test_the_line_goes_to_where_the_text_has_it():
    arena = Arena(Scope.FINAL, package=TEXT)
    disputed = SCENARIO.frozen_line.disputed_km2
    assert arena.front.occupied_km2 == pytest.approx(0.95 * disputed)
    assert 0.0 < arena.front.objective_left_km2 < World(SCENARIO, 3).view.front.objective_left_km2
    assert arena.front.kursk_km2 == 0.0


def test_terms_hold_while_the_settlement_does_and_lapse_with_it():
    """Army, aid, sanctions, troops, elections: bound for two years, free again after the breakdown."""
    loose = Arena(Scope.FINAL, package={**dict.fromkeys(TEXT, 0.0), Issue.TERRITORY: 0.95}).run(104)
    tight = Arena(Scope.FINAL, package=TEXT).run(104)
    cap = army_allowed(TEXT[Issue.ARMY_CAP], P)
    assert tight.ukraine.personnel < loose.ukraine.personnel - 50.0
    assert tight.ukraine.personnel == pytest.approx(cap, rel=0.12)
    assert tight.ledger.diplomacy.us_aid == 0.0
    assert loose.ledger.diplomacy.us_aid > 0.5
    assert tight.ledger.states[Actor.GERMANY].aid > 0.0  # the text stops American aid alone
    assert tight.ledger.diplomacy.sanctions_relief == 1.0
    assert tight.ledger.russian_economy.sanctions_eu < 0.1 * loose.ledger.russian_economy.sanctions_eu
    assert tight.ledger.diplomacy.guarantee == pytest.approx(0.2)
    assert loose.ledger.diplomacy.guarantee == 1.0
    assert tight.ledger.home_front.pledged == 1.0
    assert not tight.ledger.home_front.martial_law
    assert tight.front.end == WarEnd.SETTLEMENT
    tight.lapse()
    assert tight.front.end == WarEnd.GOES_ON
    tight.run(52)
    assert tight.ukraine.ceiling == SCENARIO.forces.ukraine_ceiling
    assert tight.ukraine.personnel > cap + 20.0
    assert tight.ledger.diplomacy.us_aid > 0.5
    assert tight.ledger.russian_economy.sanctions_eu > 0.5
    assert tight.ledger.diplomacy.sanctions_relief < 0.2
    assert tight.ledger.home_front.pledged == 0.0
    assert tight.ledger.home_front.martial_law


def test_a_settlement_is_watched_by_monitors_who_are_let_in():
    arena = Arena(Scope.FINAL, package=TEXT).run(1)
    bare = dataclasses.replace(TRUCE, access=1.0)
    truce, around = Truce.new(binds_russia=True, binds_ukraine=True), arena.ledger.circumstances
    appraise_truce(truce, bare, around, Scope.FINAL)
    assert arena.ledger.truces[Scope.FINAL].monitoring > truce.monitoring


def test_a_text_is_weighed_with_the_shift_of_power_that_it_brings():
    """A cap and an aid stop raise Ukraine's gap and lower Russia's, a guarantee takes a part of it away."""
    arena = Arena()
    ledger, values = arena.ledger, arena.values
    russia, ukraine = ledger.states[Actor.RUSSIA], ledger.states[Actor.UKRAINE]
    appraisal = values.appraisal
    appraisal.cost_russia = appraisal.cost_ukraine = 0.0
    appraisal.impatience_russia = appraisal.impatience_ukraine = 1e-6  # the gap is the shift
    beliefs.spread_reports(ledger, values)
    for side in (Actor.RUSSIA, Actor.UKRAINE):
        beliefs.weigh_war(ledger, values, side)
    untouched = [
        (s.war_value, s.frozen_value, s.power_shift, s.drift_value, s.commitment_gap)
        for s in (russia, ukraine)
    ]

    def gaps(cap: float, aid: float, guarantee: float) -> tuple[float, float]:
        package = ledger.diplomacy.offer.package
        package[Issue.ARMY_CAP], package[Issue.FOREIGN_AID] = cap, aid
        package[Issue.GUARANTEE] = guarantee
        beliefs.foresee(ledger, values)
        assert [
            (s.war_value, s.frozen_value, s.power_shift, s.drift_value, s.commitment_gap)
            for s in (russia, ukraine)
        ] == untouched
        return russia.gap_rise, ukraine.gap_rise

    free, capped, barred, backed = gaps(0, 0, 1), gaps(1, 0, 1), gaps(1, 1, 1), gaps(1, 1, 0)
    assert free[1] < capped[1] < barred[1]
    assert backed[1] < barred[1]
    assert free[0] > capped[0]
