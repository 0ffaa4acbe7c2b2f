"""Plots: who forms them, against the tail that made them, and how they fare."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from agents.coordination import fall_threshold
from agents.coup_stakes import prize_of_office, reckoning, regime_strength
from agents.services import Plot, Service
from agents.vocabulary import ORGANS, Cause, Faction, Happening, Organ
from model.conspiracy import choose_candidate, coup_worth, propensity, unseen_worth
from model.crisis import lay_out, resolve_crisis, strength_left, weigh_organs
from model.plots import EXPOSED, FAILED, NOTHING, SUCCEEDED
from model.recruitment import leak_hazard, outside_reach
from tests.kremlin import PLOTS, Kremlin
from tests.organs import STAKES

PATIENT = dataclasses.replace(PLOTS, office=0.0, patience=99.0)

# Who plots


def test_worth_of_a_coup_in_rows():
    assert coup_worth(1.0, 3.0, 4.0, 1.0) == 2.0
    assert coup_worth(0.0, 3.0, 4.0, 1.0) == -5.0
    assert propensity(-5.0, 0.0, PLOTS) == 0.0
    assert propensity(0.0, 0.5, PLOTS) == 0.5


def test_the_hazard_falls_with_support_health_legitimacy_and_survival_of_the_leader():
    base = Kremlin().hazard()
    assert base > 0.0
    assert Kremlin(support=-0.2).hazard() > base
    assert Kremlin(health=0.3).hazard() > base
    assert Kremlin(legitimacy=0.2).hazard() > base
    assert Kremlin(survival=0.3).hazard() > base


def test_established_autocracy_is_the_limit_of_growing_personal_power():
    hazards = [Kremlin(personalisation=p).hazard() for p in (0.0, 0.25, 0.5, 0.75, 1.0)]
    assert all(a > b for a, b in itertools.pairwise(hazards))
    kremlin = Kremlin(personalisation=1.0)
    for service in kremlin.services:
        service.pledged = service.loyalty
    kremlin.play()
    assert kremlin.leader.hazard[Cause.COUP] < 0.02 * hazards[-1]


def test_larger_rents_raise_the_hazard_unless_the_elasticity_is_nil():
    hazards = []
    for rents in (0.5, 2.0):
        kremlin = Kremlin()
        kremlin.play(rents=rents)
        hazards.append(kremlin.leader.hazard[Cause.COUP])
        kremlin.play(rents=rents, prize_elasticity=0.0)
        hazards.append(kremlin.leader.hazard[Cause.COUP])
    assert hazards[0] < hazards[2]
    assert hazards[1] == hazards[3]


def test_the_competing_draw_finds_each_candidate_by_his_share():
    plot = Plot.new()
    for candidate, rate in ((0, 10.0), (ORGANS + 2, 30.0), (2 * ORGANS + Faction.PARTY, 60.0)):
        plot.rate[candidate] = rate
    draws = (np.arange(20_000) + 0.5) / 20_000
    found = [choose_candidate(plot, u) for u in draws]
    happens = 1.0 - np.exp(-100.0 / 52.1775)
    chosen = np.array([c for c, _ in found])
    ranks = np.array([r for c, r in found if c >= 0])
    assert np.mean(chosen >= 0) == pytest.approx(happens, abs=1e-3)
    assert np.mean(chosen == 0) == pytest.approx(0.1 * happens, abs=1e-3)
    assert np.mean(chosen == ORGANS + 2) == pytest.approx(0.3 * happens, abs=1e-3)
    assert np.mean(ranks) == pytest.approx(0.5, abs=1e-3)
    assert ranks.min() >= 0.0
    assert ranks.max() <= 1.0


def test_the_unseen_worth_of_those_who_plot_is_the_tail_that_made_them():
    plot = Plot.new()
    worth, chance = -1.5, 0.6
    share = propensity(worth, chance, PLOTS)
    plot.rate[0] = PLOTS.occasions * share
    least = unseen_worth(plot, 0, 1.0, Kremlin().blocs, PLOTS)
    assert worth + chance * least == pytest.approx(0.0, abs=1e-9)
    median = unseen_worth(plot, 0, 0.5, Kremlin().blocs, PLOTS)
    assert 1.0 / (1.0 + np.exp(median / PLOTS.dispersion)) == pytest.approx(0.5 * share)


# How a plot fares


def test_a_plot_of_seniors_brings_more_force_than_one_of_juniors():
    senior, junior = Kremlin(), Kremlin()
    senior.start(Organ.ROSGVARDIA)
    junior.start(Organ.ROSGVARDIA, senior=False)
    for _ in range(12):
        senior.play(PATIENT)
        junior.play(PATIENT)
    assert senior.plot.force > junior.plot.force
    assert senior.plot.chance > junior.plot.chance
    assert (senior.plot.senior, junior.plot.senior) == (True, False)
    assert senior.kinds()[0] == Happening.PLOT_FORMS


def test_leaks_grow_with_those_in_the_secret_and_stop_at_the_counter_intelligence_that_plots_itself():
    kremlin = Kremlin()
    kremlin.start(Organ.ARMED_FORCES)
    blind = [Service.new(reach=s.reach if s.organ == Organ.FSB else 0.0) for s in kremlin.services]
    alone = leak_hazard(kremlin.plot, blind, PLOTS)
    kremlin.plot.committed[Organ.MVD] = 1.0
    assert leak_hazard(kremlin.plot, blind, PLOTS) == pytest.approx(2.0 * alone)
    reach = outside_reach(kremlin.plot, kremlin.services)
    kremlin.plot.committed[Organ.FSB] = 1.0
    assert outside_reach(kremlin.plot, kremlin.services) < reach


def test_whom_punishment_awaits_approaches_fewer():
    """The graver what exposure costs, the fewer are worth the risk that they denounce the plot."""
    approached = []
    for leniency in (0.0, 0.5, 50.0):
        kremlin = Kremlin(support=-0.6)
        kremlin.start(Organ.ARMED_FORCES)
        kremlin.plot.members[Organ.ROSGVARDIA] = 1
        kremlin.plot.aim[Organ.ROSGVARDIA] = kremlin.plot.committed[Organ.ROSGVARDIA] = 0.6
        kremlin.play(dataclasses.replace(PATIENT, leniency=leniency))
        approached.append(sum(rate > 0.0 for rate in kremlin.plot.approach))
    assert approached[0] > approached[1] > approached[2] == 0


def test_an_exposed_plot_costs_its_leader_his_post():
    kremlin = Kremlin()
    kremlin.start(Organ.ARMED_FORCES)
    kremlin.plot.uniforms[3] = 0.0
    assert kremlin.play() == EXPOSED
    assert kremlin.plot.purge == Organ.ARMED_FORCES
    assert (kremlin.plot.active, kremlin.plot.attempts) == (False, 0)
    assert kremlin.kinds() == [Happening.PLOT_FORMS, Happening.PLOT_EXPOSED]
    assert kremlin.play() == NOTHING
    assert kremlin.plot.purge == -1


def strong_plot() -> Kremlin:
    kremlin = Kremlin()
    kremlin.start(Organ.FSO)
    for organ in (Organ.FSO, Organ.ROSGVARDIA, Organ.ARMED_FORCES, Organ.FSB):
        kremlin.plot.members[organ] = 1
        kremlin.plot.aim[organ] = kremlin.plot.committed[organ] = 0.8
    return kremlin


def test_a_plot_with_force_enough_strikes_and_takes_power():
    kremlin = strong_plot()
    kremlin.plot.uniforms[5] = 0.0
    assert kremlin.play() == SUCCEEDED
    assert (kremlin.plot.attempts, kremlin.plot.successes) == (1, 1)
    coup = kremlin.log.events[kremlin.log.count - 1]
    assert (coup.kind, coup.actor, coup.detail) == (Happening.COUP, Organ.FSO, 1)
    for organ in (Organ.FSO, Organ.ROSGVARDIA, Organ.ARMED_FORCES):
        assert kremlin.services[organ].stance == 1


def test_a_coup_against_a_stronger_regime_than_expected_fails_and_personal_power_grows():
    kremlin = strong_plot()
    kremlin.plot.normals[1] = 8.0
    before = kremlin.leader.personalisation
    assert kremlin.play() == FAILED
    assert (kremlin.plot.attempts, kremlin.plot.successes) == (1, 0)
    assert kremlin.leader.personalisation == pytest.approx(before + PLOTS.consolidation * (1.0 - before))
    assert kremlin.plot.purge == Organ.FSO
    assert kremlin.services[Organ.FSO].stance != 1


def test_power_seized_over_resistance_is_held_by_the_odds_of_force():
    kremlin = strong_plot()
    plot = kremlin.plot
    lay_out(plot, kremlin.services, True, 1.0, 1.0, STAKES)
    for k in range(ORGANS):
        plot.join_cost[k] = 0.5
        plot.resist_cost[k] = 0.2
    threshold = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost)
    joined = sum(m * (1.0 - c) for m, c in zip(plot.mass, plot.join_cost, strict=True))
    resisted = sum(m * d for m, d in zip(plot.mass, plot.resist_cost, strict=True))
    odds = joined / (joined + resisted)
    assert resisted > 0.0
    for hold, held in ((odds - 1e-3, True), (odds + 1e-3, False)):
        assert resolve_crisis(plot, kremlin.services, threshold - 1e-9, hold, PLOTS) == (True, held)
    assert resolve_crisis(plot, kremlin.services, threshold + 1e-9, 0.0, PLOTS)[0] is False


def test_a_hopeless_plot_lapses():
    kremlin = Kremlin()
    kremlin.start(Organ.SVR)
    codes = [kremlin.play() for _ in range(40)]
    assert set(codes) == {NOTHING}
    assert (kremlin.plot.active, kremlin.plot.purge) == (False, -1)


def test_a_plot_ends_with_the_leader_it_was_against():
    kremlin = Kremlin()
    kremlin.start(Organ.ARMED_FORCES)
    kremlin.leader.number = 1
    assert kremlin.play() == NOTHING
    assert not kremlin.plot.active
    kremlin.start(Organ.ARMED_FORCES)
    kremlin.leader.in_office = False
    assert kremlin.play() == NOTHING
    assert not kremlin.plot.active
    assert kremlin.leader.hazard[Cause.COUP] == 0.0


def test_guards_in_the_plot_hold_the_leaders_person():
    kremlin = Kremlin()
    strength = regime_strength(kremlin.services, kremlin.leader, STAKES)
    kremlin.start(Organ.FSO)
    kremlin.plot.committed[Organ.FSO] = PLOTS.command_share
    lay_out(kremlin.plot, kremlin.services, True, 1.0, 1.0, STAKES)
    with_custody = strength_left(kremlin.plot, kremlin.services, kremlin.leader, strength, PLOTS)
    without = dataclasses.replace(PLOTS, custody=0.0)
    assert (
        with_custody
        < strength_left(kremlin.plot, kremlin.services, kremlin.leader, strength, without)
        < strength
    )


def test_what_an_organ_lifts_is_what_its_going_over_changes():
    kremlin = Kremlin()
    counted = reckoning(kremlin.leader.survival, STAKES)
    strength = regime_strength(kremlin.services, kremlin.leader, STAKES)
    kremlin.plot.organ = -1
    lay_out(kremlin.plot, kremlin.services, True, counted, prize_of_office(1.0, STAKES), STAKES)
    plain = dataclasses.replace(PLOTS, custody=0.0)
    weigh_organs(kremlin.plot, kremlin.services, kremlin.leader, strength, plain)
    plot = kremlin.plot
    before = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost)
    for organ in (Organ.ARMED_FORCES, Organ.FSO):
        lift = plot.lift[organ]
        plot.committed[organ] = 0.6
        lay_out(plot, kremlin.services, True, counted, 1.0, STAKES)
        edge = fall_threshold(plot.mass, plot.join_cost, plot.resist_cost)
        edge -= strength_left(plot, kremlin.services, kremlin.leader, strength, plain)
        assert edge == pytest.approx(before - strength + 0.6 * lift)
        plot.committed[organ] = 0.0
