"""Ukraine's home front: what a truce sets in motion, link by link."""

from __future__ import annotations

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest

from agents.arithmetic import weekly
from agents.events import Log
from agents.states import State
from agents.vocabulary import SCOPES, Happening, Scope, WarEnd
from model.bargaining import HomeFront
from model.calendar import START
from model.forces import ForceParameters
from model.home_front import (
    HomeFrontParameters,
    expected_to_hold,
    open_home_front,
    renewal_due,
    step_home_front,
)
from model.manpower import leaving
from model.truce import Truce, TruceParameters
from model.vote import defeat_probability
from model.war import Belligerent, Front
from tests.engines import both
from tests.ranges import anywhere

HOME = HomeFrontParameters()


RULES = TruceParameters()


def ladder(*active: Scope, **state) -> list:
    """Truces in force that nothing endangers, unless `state` says so."""
    secure = {"days_left": 1e6, "extends": 1.0, "made": 1} | state
    return [Truce.new(active=scope in active, **secure) for scope in Scope]


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

    def run(
        self, weeks: int, *active: Scope, coercion=0.0, terms=0.0, rng=None, uniforms=(0.5, 0.5), **state
    ) -> Land:
        truces = ladder(*active, **state)
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
                RULES,
            )
            self.log.week += 1
        return self

    @property
    def events(self) -> list[str]:
        return [Happening(self.log.events[i].kind).name for i in range(self.log.count)]


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
    assert land.events == ["MARTIAL_LAW_ENDS", "MARTIAL_LAW_RESTORED"]
    assert land.home.lift_pressure == 0.0
    land.run(60)
    assert land.home.elections == 0
    assert len(land.events) == 2


def test_martial_law_is_lifted_as_far_as_the_truce_is_expected_to_hold():
    """A truce that will lapse or break before a vote, and one after others that broke, are not trusted."""

    def trusted(**state) -> float:
        return expected_to_hold(ladder(Scope.GENERAL, **state), HOME, RULES)

    assert trusted() == 1.0
    assert trusted(days_left=30.0, extends=0.3) < 0.2
    known = dataclasses.replace(HOME, faith=1e6)
    hazard = ladder(Scope.GENERAL, hazard=0.05)
    assert expected_to_hold(hazard, known, RULES) == pytest.approx(
        math.exp(-0.05 * HOME.election_lead), rel=1e-4
    )
    assert trusted(hazard=0.05, made=4) < trusted(hazard=0.05) < trusted(hazard=0.05, exposure=3.0)
    assert expected_to_hold(ladder(), HOME, RULES) == 1.0

    def lifted(**state) -> int:
        rng = np.random.default_rng(6)
        lands = [Land().run(52, Scope.GENERAL, rng=rng, **state) for _ in range(200)]
        return sum(not land.home.martial_law for land in lands)

    assert lifted() > 4 * lifted(hazard=0.05, made=10)
    assert lifted(days_left=30.0, extends=0.1) < lifted()


def test_nobody_serves_a_third_consecutive_term():
    """He wins once more; then another of his course stands in his place, and may serve two terms himself."""
    land = Land(martial_law=False, election_in=1.0)
    won = []
    for _ in range(4):
        land.home.election_in = 1.0
        land.run(1, Scope.GENERAL, uniforms=(0.9, 0.999))
        won.append(land.log.events[land.log.count - 1].detail)
    assert won == [0, 3, 0, 3]
    assert not land.home.accommodating
    beaten = Land(trust=0.0, martial_law=False, election_in=1.0, terms_served=2)
    beaten.run(1, Scope.GENERAL, uniforms=(0.9, 0.5))
    assert beaten.log.events[0].detail == 1
    assert beaten.home.terms_served == 1


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
        truces = [
            Truce.new(active=bool(rng.integers(2)), days_left=90.0, extends=rng.random(), hazard=0.01, made=2)
            for _ in range(SCOPES)
        ]
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
            RULES,
        )
