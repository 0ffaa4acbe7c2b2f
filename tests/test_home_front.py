"""Ukraine's home front and Europe: what a truce sets in motion, link by link."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest

from agents.arithmetic import weekly
from agents.events import Log
from agents.states import State
from agents.vocabulary import FIRST_EUROPEAN, SCOPES, STATES, Actor, Happening, Scope, WarEnd
from model.bargaining import Diplomacy, HomeFront
from model.calendar import START
from model.europe import (
    Europe,
    EuropeParameters,
    cohesion,
    open_europe,
    relax_europe,
    relief_pressure,
    step_europe,
)
from model.forces import ForceParameters
from model.home_front import HomeFrontParameters, open_home_front, renewal_due, step_home_front
from model.manpower import leaving
from model.truce import Truce
from model.vote import defeat_probability
from model.war import Belligerent, Front
from tests.engines import both
from tests.ranges import anywhere

HOME = HomeFrontParameters()
EUROPE = EuropeParameters()


def ladder(*active: Scope) -> list:
    return [Truce.new(active=scope in active) for scope in Scope]


class Land:
    """A home front and the state that it makes."""

    def __init__(self, parameters: HomeFrontParameters = HOME, **changes) -> None:
        self.parameters = parameters
        self.home, self.log = HomeFront.new(), Log.new()
        open_home_front(self.home, parameters)
        for name, value in changes.items():
            setattr(self.home, name, value)
        self.state = State.new(ideal=[0.1] * 16)
        self.front = Front.new(momentum_km2=300.0)

    def run(self, weeks: int, *active: Scope, coercion=0.0, terms=0.0, rng=None, uniforms=(0.5, 0.5)) -> Land:
        truces = ladder(*active)
        for _ in range(weeks):
            for k in range(2):
                self.home.uniforms[k] = uniforms[k] if rng is None else rng.random()
            step_home_front(
                self.home,
                self.parameters,
                self.log,
                truces,
                self.front,
                self.state,
                coercion,
                terms,
            )
            self.log.week += 1
        return self

    @property
    def events(self) -> list[str]:
        return [Happening(self.log.events[i].kind).name for i in range(self.log.count)]


def europe():
    states = [State.new(capability=5.0, resolve=0.75, affinity_ukraine=0.8) for _ in range(STATES)]
    states[Actor.HUNGARY].capability, states[Actor.HUNGARY].resolve = 0.3, 0.1
    states[Actor.HUNGARY].affinity_ukraine = -0.3
    union, table = Europe.new(), Diplomacy.new(us_aid=1.0)
    open_europe(union, EUROPE, table, states)
    return union, table, states


def in_europe(weeks, *active, held=None):
    """Run the chain from a truce over urgency and the members' resolve to Europe."""
    from agents.supporters import SupporterParameters, move_resolve

    union, table, states = europe() if held is None else held
    for _ in range(weeks):
        relax_europe(union, EUROPE, ladder(*active))
        for actor in range(len(states)):
            move_resolve(states[actor], 0.0, union.urgency, SupporterParameters(resolve_sd=0.0))
        step_europe(union, EUROPE, table, states)
    return union, table, states


def test_without_a_truce_there_is_no_election():
    land = Land().run(620, rng=np.random.default_rng(1))
    assert land.home.martial_law
    assert land.home.elections == 0
    assert land.home.election_in == -1.0
    assert land.events == []


def test_renewals_follow_the_law():
    """To 9 May 2025, then every 90 days: 7 August, 5 November."""
    weeks = [week for week in range(40) if renewal_due(HOME, week)]
    dates = [dt.date(2025, 5, 9), dt.date(2025, 8, 7), dt.date(2025, 11, 5)]
    assert [
        START + dt.timedelta(7 * w) <= d < START + dt.timedelta(7 * w + 7)
        for w, d in zip(weeks, dates, strict=True)
    ] == [True] * 3


def test_pressure_grows_with_the_length_of_a_truce():
    """Longer truce, more pressure; never beyond the share for elections now, before peace."""
    pressure = [Land().run(weeks, Scope.GENERAL).home.lift_pressure for weeks in (0, 4, 26, 104, 500)]
    assert pressure == sorted(pressure)
    assert pressure[0] == 0.0
    assert pressure[-1] == pytest.approx(1.0 - HOME.against_elections, rel=1e-3)
    assert Land().run(104, Scope.FINAL).home.lift_pressure > 0.9
    assert Land().run(104, Scope.SECTOR).home.lift_pressure == 0.0
    willing = dataclasses.replace(HOME, against_elections=0.6)
    assert Land(willing).run(52, Scope.GENERAL).home.lift_pressure > pressure[2]


def test_the_chain_from_truce_to_election():
    """Truce, end of martial law at a renewal, election after the legal lead."""
    land = Land().run(30, Scope.GENERAL, uniforms=(0.0, 0.999))
    assert not land.home.martial_law
    assert land.events == ["MARTIAL_LAW_ENDS"]
    lifted = land.log.events[0].week
    land.run(40, Scope.GENERAL, uniforms=(0.0, 0.999))
    assert land.events == ["MARTIAL_LAW_ENDS", "ELECTION"]
    assert land.log.events[1].week - lifted == HOME.election_lead
    assert land.home.election_in > 200.0


def test_longer_truces_bring_more_elections_and_more_accommodation():
    """Both links have the sign that the text gives them, over many draws."""

    def share(weeks, **changes):
        count, rng = 0, np.random.default_rng(2)
        for _ in range(300):
            land = Land(**changes).run(weeks, Scope.GENERAL, rng=rng)
            count += land.home.accommodating
        return count / 300

    short, long = share(26), share(260, trust=0.4)
    assert short == 0.0
    assert long > 0.02


def test_fighting_restores_martial_law_and_calls_off_the_vote():
    land = Land().run(30, Scope.GENERAL, uniforms=(0.0, 0.9))
    assert land.home.election_in >= 0.0
    land.run(1)
    assert land.home.martial_law
    assert land.home.election_in == -1.0
    land.run(60)
    assert land.home.elections == 0


def test_a_settlement_can_pledge_elections_within_its_own_time():
    """With a pledge in full, martial law ends at the next renewal and the vote comes within 100 days of that."""
    lifted, held = [], []
    for pledged in (0.0, 1.0):
        land = Land(pledged=pledged).run(140, Scope.FINAL, uniforms=(0.4, 0.999))
        assert land.events == ["MARTIAL_LAW_ENDS", "ELECTION"]
        lifted.append(land.log.events[0].week)
        held.append(land.log.events[1].week - lifted[-1])
    assert lifted[1] == next(week for week in range(40) if renewal_due(HOME, week))
    assert lifted[1] < lifted[0]
    assert held[0] == HOME.election_lead
    assert held[1] == math.ceil(HOME.agreed_lead)


def test_those_who_wish_to_leave_do_and_no_more():
    """Emigration waits for the end of martial law, empties the wish and then ends; no man is lost."""
    forces = ForceParameters()
    men = Belligerent.new(pool=3000.0)
    assert leaving(men, True, forces) == pytest.approx(weekly(forces.leak))
    gone = []
    for _ in range(1500):
        left = leaving(men, False, forces) * men.pool
        men.pool -= left
        men.emigrants_total += left
        gone.append(men.emigrants_total)
    assert gone == sorted(gone)
    assert gone[51] == pytest.approx(forces.emigration * 3000.0 / 2.0, rel=0.35)
    assert gone[-1] == pytest.approx(forces.leavers * 3000.0, rel=0.01)


def test_a_decided_war_needs_no_truce_for_peace():
    land = Land()
    land.front.end = WarEnd.UKRAINIAN_OBJECTIVE
    assert land.run(104, uniforms=(0.0, 0.9)).home.elections == 1


def test_the_vote_is_a_probit_on_trust():
    error = math.hypot(HOME.sampling_error, HOME.forecast_error)
    assert defeat_probability(HOME, HOME.even_trust) == pytest.approx(0.5)
    assert defeat_probability(HOME, HOME.even_trust + error) == pytest.approx(0.158655, abs=1e-5)
    exact = dataclasses.replace(HOME, sampling_error=0.0, forecast_error=1e-6)
    assert defeat_probability(exact, 0.501) == 0.0
    assert defeat_probability(exact, 0.499) == 1.0


def test_trust_weakens_the_chance_of_an_accommodating_leadership():
    """At the trust of March 2025 it is small; the frequency of elections is that of the probit."""
    assert defeat_probability(HOME, 0.67) * HOME.accommodating_challenger < 0.02
    rng, trials = np.random.default_rng(4), 2000
    for trust in (0.45, 0.55):
        count = 0
        for _ in range(trials):
            land = Land(trust=trust, martial_law=False, election_in=1.0).run(1, Scope.GENERAL, rng=rng)
            assert land.home.elections == 1
            count += land.home.accommodating
        moved = trust + (1.0 - math.exp(-1.0 / HOME.trust_memory)) * (HOME.normal_trust - trust)
        expected = defeat_probability(HOME, moved) * HOME.accommodating_challenger
        assert abs(count / trials - expected) < 4.0 * math.sqrt(expected * (1.0 - expected) / trials)


def test_an_accommodating_leadership_moves_ukraine_and_a_firm_one_takes_it_back():
    land = Land(trust=0.0, martial_law=False, election_in=1.0).run(1, Scope.GENERAL, uniforms=(0.9, 0.0))
    assert land.home.accommodating
    assert land.log.events[0].detail == 2
    assert land.home.trust == HOME.mandate
    assert list(land.state.ideal) == pytest.approx([0.1 + HOME.accommodation * 0.9] * 16)
    land.home.trust, land.home.election_in = 0.0, 1.0
    land.run(1, Scope.GENERAL, uniforms=(0.9, 0.9))
    assert not land.home.accommodating
    assert list(land.state.ideal) == pytest.approx([0.1] * 16)


def test_trust_rallies_under_coercion_and_fades():
    """The stop of aid in March 2025 went with ten points; terms at Russia's ideal cost more than that."""
    rallied = Land(trust=0.57).run(1, coercion=1.0).home.trust
    assert rallied == pytest.approx(0.67, abs=0.01)
    assert Land(trust=0.67).run(300).home.trust == pytest.approx(HOME.normal_trust, abs=1e-3)
    assert Land().run(1, terms=0.8).home.trust < 0.4
    losing = Land()
    losing.front.momentum_km2 = 700.0
    assert losing.run(26).home.trust < Land().run(26).home.trust


def test_cohesion_is_agreement_less_the_veto():
    """With nothing under unanimity it is the mean resolve, weighted by capability."""
    union, _, states = europe()
    free = dataclasses.replace(EUROPE, unanimity=0.0)
    members = states[FIRST_EUROPEAN:]
    total = sum(m.capability for m in members)
    assert cohesion(union, free, states) == pytest.approx(
        sum(m.capability * m.resolve for m in members) / total
    )
    vetoed = cohesion(union, EUROPE, states)
    assert vetoed < union.agreement
    outvoted = dataclasses.replace(EUROPE, circumvention=0.95)
    assert cohesion(union, outvoted, states) > vetoed
    states[Actor.HUNGARY].resolve = 0.8
    assert cohesion(union, EUROPE, states) > vetoed


def test_a_truce_lowers_urgency_unity_and_the_reassurance_force():
    """The longer the truce, the lower all three; a sector truce lowers them less."""
    seen = []
    for weeks in (0, 8, 52, 200):
        union, table, _ = in_europe(weeks, Scope.GENERAL, held=in_europe(500))
        seen.append((union.urgency, table.cohesion, table.reassurance))
    for values in zip(*seen, strict=True):
        assert list(values) == sorted(values, reverse=True)
        assert values[0] - values[-1] > 0.05
    assert seen[-1][0] == pytest.approx(1.0 - EUROPE.complacency, abs=1e-3)
    limited = in_europe(200, Scope.SECTOR)[0]
    assert limited.urgency == pytest.approx(1.0 - EUROPE.complacency * EUROPE.limited, abs=1e-3)
    assert limited.quiet_days == 0.0


def test_unity_returns_with_the_fighting():
    before = in_europe(500)[1].cohesion
    broken = in_europe(500, held=in_europe(104, Scope.FINAL, held=in_europe(500)))
    assert broken[0].quiet_days == 0.0
    assert broken[0].urgency == pytest.approx(1.0)
    assert broken[1].cohesion == pytest.approx(before, rel=1e-3)


def test_the_reassurance_force_needs_resolve_and_a_backstop():
    union, backed, states = europe()
    lead = 0.5 * (states[Actor.UNITED_KINGDOM].resolve + states[Actor.FRANCE].resolve)
    for us_aid, expected in ((1.0, lead), (0.0, lead * (1.0 - EUROPE.backstop))):
        backed.us_aid = us_aid
        for _ in range(400):
            step_europe(union, EUROPE, backed, states)
        assert backed.reassurance == pytest.approx(expected, abs=1e-3)


def test_quiet_and_good_relations_press_for_relief():
    seen = [relief_pressure(in_europe(weeks, Scope.GENERAL)[0], EUROPE, 0.5) for weeks in (0, 10, 50, 200)]
    assert seen == sorted(seen)
    assert seen[0] == 0.0
    assert seen[-1] > 0.7
    union = in_europe(50, Scope.GENERAL)[0]
    assert relief_pressure(union, EUROPE, -0.5) < relief_pressure(union, EUROPE, 0.5)
    assert relief_pressure(in_europe(1, held=in_europe(50, Scope.GENERAL))[0], EUROPE, 1.0) == 0.0


def test_over_the_whole_range_of_parameters_all_stays_in_bounds():
    rng = np.random.default_rng(15)
    for _ in range(30):
        land = Land(anywhere(HomeFrontParameters, rng))
        land.front.momentum_km2 = rng.uniform(-2000.0, 3000.0)
        for scope in (Scope.GENERAL, Scope.SHORT, Scope.FINAL):
            land.run(80, scope, coercion=rng.random(), terms=0.1 * rng.random(), rng=rng)
            assert 0.0 <= land.home.trust <= 1.0
            assert 0.0 <= land.home.lift_pressure <= 1.0
            assert all(0.0 <= x <= 1.0 for x in land.state.ideal)


def test_both_engines_agree():
    rng = np.random.default_rng(9)
    for trial in range(15):
        land = Land(
            trust=rng.random(),
            lift_pressure=rng.random(),
            martial_law=bool(rng.integers(2)),
            election_in=float(rng.integers(-1, 3)),
            uniforms=(rng.random(), 0.3 * rng.random()),
        )
        land.log.week = 7 if trial % 2 else int(rng.integers(600))
        truces = [Truce.new(active=bool(rng.integers(2))) for _ in range(SCOPES)]
        both(
            step_home_front,
            land.home,
            HOME,
            land.log,
            truces,
            land.front,
            land.state,
            rng.random(),
            0.1,
        )
        union, table, states = europe()
        for member in range(FIRST_EUROPEAN, STATES):
            states[member].resolve = rng.random()
        union.urgency = rng.random()
        both(relax_europe, union, EUROPE, truces)
        both(step_europe, union, EUROPE, table, states)
        assert 0.0 <= table.cohesion <= 1.0
        assert 0.0 <= both(relief_pressure, union, EUROPE, rng.normal()) <= 1.0
