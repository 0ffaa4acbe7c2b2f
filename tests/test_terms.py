"""Terms: each condition and each article of a settlement does what it says, and ends with what it hangs on."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.states import State
from agents.vocabulary import (
    ISSUES,
    STATES,
    Actor,
    Answer,
    Condition,
    Domain,
    Happening,
    Issue,
    Scope,
    WarEnd,
)
from model.bargaining import Diplomacy
from model.circumstances import Circumstances, appraise_truce, draft_truce
from model.consequences import suits_rival
from model.durability import permanence
from model.scenario import Scenario
from model.stages import beliefs, diplomacy, war
from model.telling import sentence
from model.terms import (
    NO_LIMIT,
    TermParameters,
    Terms,
    amend,
    army_allowed,
    bind,
    lift_european,
    recognise,
    snap_back,
)
from model.truce import Truce, TruceParameters, attach
from model.world import World
from tests.engines import both

P = TermParameters()
TRUCE = TruceParameters()
SCENARIO = Scenario.load("march-2025")
RELIEF = 0.12


def bits(*conditions: Condition) -> int:
    return sum(1 << condition for condition in conditions)


def bound(conditions: int = 0, scope: Scope = Scope.GENERAL, active: bool = True, package=None, **table):
    """What binds with one truce in force: the terms, and the table."""
    terms, made = Terms.new(), Diplomacy.new(**table)
    for issue, position in (package or {}).items():
        terms.package[issue] = position
    truces = [Truce.new() for _ in Scope]
    truces[scope].active, truces[scope].conditions = active, conditions
    both(bind, terms, made, truces, RELIEF, P)
    return terms, made


class Arena:
    """A world in plain Python, with a truce in force."""

    def __init__(
        self, scope: Scope | None = None, conditions: int = 0, package=None, days: float = 1e4
    ) -> None:
        self.world = World(SCENARIO, 3)
        self.ledger, self.values = self.world.view, self.world.values
        self.front = self.ledger.front
        self.russia, self.ukraine = self.ledger.belligerents
        war.keep_truces(self.ledger, self.values)
        beliefs.set_prospects(self.ledger, self.values)
        if scope is not None:
            self.sign(scope, conditions, package, days)

    def sign(self, scope: Scope, conditions: int, package=None, days: float = 1e4) -> None:
        """Let the United States propose, Russia ask for conditions that come true, and Ukraine accept."""
        table = self.ledger.diplomacy
        offer = table.offer
        offer.made, offer.proposer, offer.scope, offer.days = True, Actor.UNITED_STATES, scope, days
        offer.to_russia = offer.to_ukraine = True
        for issue in range(ISSUES):
            offer.package[issue] = (package or {}).get(issue, 0.5)
        for state in self.ledger.states[: Actor.UKRAINE + 1]:
            state.war_value = state.attachment = state.commitment_gap = 0.0
        for side, reply in enumerate(table.replies):
            self.ledger.prospects[side].curvature = 1.0
            self.ledger.prospects[side].offered[:] = list(offer.package)
            reply.answer = Answer.CONDITIONAL if conditions and side == Actor.RUSSIA else Answer.ACCEPT
            reply.scope, reply.met, reply.worth = scope, 1.0, 1.0
            reply.conditions = conditions if side == Actor.RUSSIA else 0
        diplomacy.sign(self.ledger, self.values)
        self.ledger.truces[scope].threshold = 1e9
        self.keep()

    def keep(self) -> None:
        diplomacy.settle_home_fronts(self.ledger, self.values)
        diplomacy.share_aid(self.ledger, self.values)

    def week(self) -> None:
        """A week of the arena: mediator, truces, front, what is kept."""
        diplomacy.press(self.ledger, self.values)
        war.keep_truces(self.ledger, self.values)
        war.fight(self.ledger, self.values)
        beliefs.set_prospects(self.ledger, self.values)
        self.keep()
        self.ledger.log.week += 1

    def run(self, weeks: int) -> Arena:
        for _ in range(weeks):
            self.week()
        return self

    def lapse(self) -> Arena:
        """Let every truce in force break at once."""
        for truce in self.ledger.truces:
            truce.threshold = 0.0
        self.week()
        assert not any(truce.active for truce in self.ledger.truces)
        return self

    @property
    def events(self) -> list:
        log = self.ledger.log
        return [log.events[k] for k in range(log.count)]


# What binds, row by row


def test_nothing_binds_where_nothing_is_in_force():
    terms, table = bound()
    assert (terms.aid_europe, terms.mobilisation, terms.troops, terms.army) == (1.0, 1.0, 1.0, NO_LIMIT)
    assert (terms.guarantee, terms.relief_europe, table.aid_barred, table.relief_agreed) == (0.0,) * 4
    assert not any(table.conceded)


@pytest.mark.parametrize(
    ("condition", "read", "free", "held"),
    [
        (Condition.AID_STOP, lambda t, d: d.aid_barred, 0.0, 1.0),
        (Condition.AID_STOP, lambda t, d: t.aid_europe, 1.0, 0.0),
        (Condition.NO_MOBILISATION, lambda t, d: t.mobilisation, 1.0, 1.0 - P.limits_kept),
        (Condition.SANCTIONS_RELIEF, lambda t, d: d.relief_agreed, 0.0, RELIEF),
        (Condition.RECOGNITION_OF_GAINS, lambda t, d: d.conceded[Issue.RECOGNITION], 0.0, 0.5),
        (Condition.ROOT_CAUSES, lambda t, d: d.conceded[Issue.NATO_BAR], 0.0, 1.0),
        (Condition.ROOT_CAUSES, lambda t, d: d.conceded[Issue.LEADERSHIP], 0.0, 1.0),
        (Condition.US_GUARANTEE, lambda t, d: d.us_guarantee, 0.0, 1.0),
        (Condition.SECURITY_GUARANTEE, lambda t, d: d.us_guarantee, 0.0, 1.0),
    ],
)
@pytest.mark.parametrize("scope", [Scope.SHORT, Scope.SECTOR, Scope.GENERAL])
def test_a_condition_binds_for_as_long_as_its_truce(condition, read, free, held, scope):
    others = bits(*(c for c in Condition if c != condition)) & ~bits(
        Condition.US_GUARANTEE, Condition.SECURITY_GUARANTEE
    )
    assert read(*bound(bits(condition), scope, us_guarantee=1.0)) == pytest.approx(held)
    assert read(*bound(bits(condition), scope, active=False, us_guarantee=1.0)) == free
    assert read(*bound(0, scope, us_guarantee=1.0)) == free
    assert read(*bound(others, scope, us_guarantee=1.0)) == free


def test_the_cap_on_the_army_means_what_its_scale_says():
    """No cap at Ukraine's end, 700 thousand at the middle, 85 at Russia's; tighter all the way."""
    assert army_allowed(0.0, P) == NO_LIMIT
    assert army_allowed(0.5, P) == pytest.approx(700.0 * P.theatre)
    assert army_allowed(1.0, P) == pytest.approx(85.0 * P.theatre)
    assert army_allowed(0.33, P) == pytest.approx(800.0 * P.theatre, rel=0.01)
    assert army_allowed(0.6, P) == pytest.approx(600.0 * P.theatre, rel=0.05)
    caps = [army_allowed(x, P) for x in np.linspace(0.0, 1.0, 50)]
    assert caps == sorted(caps, reverse=True)


@pytest.mark.parametrize(
    ("issue", "read", "values"),
    [  # at 0, a quarter, a half and 1 of the scale
        (Issue.FOREIGN_AID, lambda t, d: d.aid_barred, (0.0, 0.5, 1.0, 1.0)),
        (Issue.FOREIGN_AID, lambda t, d: t.aid_europe, (1.0, 1.0, 1.0, 0.0)),
        (Issue.FOREIGN_TROOPS, lambda t, d: t.troops, (1.0, 1.0, 0.0, 0.0)),
        (Issue.GUARANTEE, lambda t, d: t.guarantee, (1.0, 0.75, 0.5, 0.0)),
        (Issue.SANCTIONS_RELIEF, lambda t, d: d.relief_agreed, (0.0, 0.5, 1.0, 1.0)),
        (Issue.SANCTIONS_RELIEF, lambda t, d: t.relief_europe, (0.0, 0.0, 0.0, 1.0)),
        (Issue.RECOGNITION, lambda t, d: d.conceded[Issue.RECOGNITION], (0.0, 0.25, 0.5, 0.5)),
    ],
)
def test_a_settlement_binds_by_its_text(issue, read, values):
    for position, value in zip((0.0, 0.25, 0.5, 1.0), values, strict=True):
        assert read(*bound(scope=Scope.FINAL, package={issue: position})) == pytest.approx(value)
    assert read(*bound(scope=Scope.FINAL, active=False, package={issue: 1.0})) == read(*bound())


def test_conditions_of_a_settlement_are_written_into_its_text():
    package = np.full(ISSUES, 0.5)
    every = bits(*Condition)
    assert both(amend, package, every) == bits(Condition.MONITORING, Condition.US_GUARANTEE)
    changed = {Issue(i) for i in range(ISSUES) if package[i] != 0.5}
    assert changed == {
        Issue.FOREIGN_AID,
        Issue.ARMY_CAP,
        Issue.RECOGNITION,
        Issue.NATO_BAR,
        Issue.LEADERSHIP,
        Issue.SANCTIONS_RELIEF,
        Issue.GUARANTEE,
    }
    assert package[Issue.GUARANTEE] == 0.0


def test_nobody_is_bound_by_amendments_worse_than_fighting_on():
    arena = Arena()
    asking, rival = arena.ledger.prospects[Actor.RUSSIA], arena.ledger.states[Actor.UKRAINE]
    asking.curvature, rival.attachment, rival.commitment_gap = 1.0, 0.0, 0.0
    for war_value, expected in ((0.3, True), (0.95, False)):
        asking.offered[:] = [0.3] * ISSUES
        rival.war_value = war_value
        assert suits_rival(rival, asking, bits(Condition.ROOT_CAUSES)) == expected


def test_recognition_moves_the_mediators_draft_and_is_taken_back():
    terms, mediator = Terms.new(), State.new(ideal=[0.2] * ISSUES)
    table = Diplomacy.new()
    table.conceded[Issue.RECOGNITION] = 0.5
    for _ in range(3):
        both(recognise, terms, table, mediator)
        assert mediator.ideal[Issue.RECOGNITION] == 0.5
    table.conceded[Issue.RECOGNITION] = 0.0
    both(recognise, terms, table, mediator)
    assert mediator.ideal[Issue.RECOGNITION] == pytest.approx(0.2)
    assert not terms.recognised


def test_relief_tied_to_a_truce_snaps_back_to_what_the_relation_warrants():
    terms, table = Terms.new(), Diplomacy.new(sanctions_relief=0.5, relief_agreed=0.5)
    both(snap_back, terms, table, 0.1)
    assert table.sanctions_relief == 0.5
    table.relief_agreed = 0.0
    both(snap_back, terms, table, 0.1)
    assert table.sanctions_relief == pytest.approx(0.1)
    table.sanctions_relief = 0.4  # earned by policy, not by the truce
    both(snap_back, terms, table, 0.1)
    assert table.sanctions_relief == 0.4


def test_european_sanctions_are_lifted_and_put_back():
    terms, sanctions = Terms.new(relief_europe=0.8), 0.7
    for _ in range(300):
        sanctions = both(lift_european, terms, sanctions, 0.1, 0.05)
        assert sanctions + terms.lifted_europe == pytest.approx(0.7)
    assert sanctions == pytest.approx(0.14, abs=1e-3)
    terms.relief_europe = 0.0
    for _ in range(300):
        sanctions = lift_european(terms, sanctions, 0.0, 0.05)
    assert sanctions == pytest.approx(0.7, abs=1e-3)


# What it does in the arena


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
