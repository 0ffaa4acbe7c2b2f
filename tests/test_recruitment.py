"""Preparation of a coup: pace, risk of discovery, the best week to strike against brute force, and its limits."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest

from agents.arithmetic import weekly
from agents.coup_stakes import reckoning
from agents.services import Plot
from agents.vocabulary import ORGANS, Cause, Happening, Organ
from model.conspiracy import candidate_stakes, coup_worth, discovery, occasions
from model.plots import FAILED, NOTHING, SUCCEEDED
from model.recruitment import enlist, leak_hazard, lift_to_come, prepare, strikes_now
from tests.engines import both
from tests.kremlin import PLOTS, Kremlin
from tests.organs import STAKES

ALONE = dataclasses.replace(PLOTS, approaches=0.0)


def weeks_to_strike(kremlin: Kremlin, plots=ALONE, most: int = 40) -> int:
    for week in range(1, most):
        kremlin.plot.uniforms[1] = kremlin.plot.uniforms[3] = 1.0
        if kremlin.play(plots) in (FAILED, SUCCEEDED):
            return week
    return most


def plotting(organ=Organ.ROSGVARDIA, senior=True, zeal=8.0) -> Kremlin:
    kremlin = Kremlin(support=0.0, health=0.5, legitimacy=0.2, personalisation=0.2)
    kremlin.start(organ, senior, zeal)
    return kremlin


def test_units_come_into_position_at_the_pace_and_no_further_than_its_head_can_bring():
    plot, services = Plot.new(), Kremlin().services
    enlist(plot, Organ.FSO, 0.2)
    plot.lift[Organ.FSO] = 0.5
    assert lift_to_come(plot, 1.0) == pytest.approx(0.1)
    for expected in (0.07, 0.14, 0.2, 0.2):
        both(prepare, plot, services, 0.07)
        assert plot.committed[Organ.FSO] == pytest.approx(expected)
        assert plot.force == pytest.approx(expected * services[Organ.FSO].force)
    assert lift_to_come(plot, 1.0) == 0.0
    assert sum(plot.committed) == plot.committed[Organ.FSO]


def test_a_coup_is_prepared_for_weeks_to_months_and_juniors_are_sooner_ready():
    senior, junior = weeks_to_strike(plotting()), weeks_to_strike(plotting(senior=False))
    assert 4 <= junior < senior <= 26


def test_without_leaks_they_wait_for_all_their_force():
    silent = dataclasses.replace(ALONE, leaks=0.0)
    kremlin = plotting()
    weeks = weeks_to_strike(kremlin, silent)
    assert weeks == int(np.ceil(PLOTS.command_share / PLOTS.pace))


def test_what_takes_no_time_is_done_at_once():
    assert weeks_to_strike(plotting(), dataclasses.replace(ALONE, pace=1.0)) == 1


def test_the_greater_the_risk_the_sooner_they_strike():
    weeks = [weeks_to_strike(plotting(), dataclasses.replace(ALONE, leaks=x)) for x in (0.0, 5.0, 40.0)]
    assert weeks[0] >= weeks[1] >= weeks[2]
    assert weeks[0] > weeks[2]


@pytest.mark.parametrize(("leaks", "zeal"), [(1.0, 4.0), (5.0, 4.0), (5.0, 12.0), (20.0, 8.0), (60.0, 8.0)])
def test_no_other_week_to_strike_is_worth_noticeably_more(leaks, zeal):
    """Against every week in turn in which it beats letting be, at the odds to get there, by plotters who foresee all."""
    plots = dataclasses.replace(ALONE, leaks=leaks, foresight=1.0)
    kremlin = plotting(zeal=zeal)
    patient = plotting(zeal=zeal)
    threat = STAKES.punishment
    free, worth = 1.0, []
    never = dataclasses.replace(plots, office=0.0)
    patient.plot.zeal = -99.0  # counts the chance and the risk of each week, and never strikes
    gain, staying, _ = candidate_stakes(
        Organ.ROSGVARDIA,
        patient.services,
        patient.elites,
        patient.blocs,
        reckoning(patient.leader.survival, STAKES),
        1.0,
        STAKES,
        plots,
    )
    for _ in range(20):
        patient.plot.uniforms[3] = 1.0
        assert patient.play(never) == NOTHING
        struck = coup_worth(patient.plot.chance, gain + zeal, threat, 0.0)
        worth.append(free * struck - (1.0 - free) * plots.leniency * threat if struck >= staying else -99.0)
        free *= 1.0 - weekly(leak_hazard(patient.plot, patient.services, plots))
    struck = weeks_to_strike(kremlin, plots)
    assert worth[struck - 1] >= max(worth) - 0.03 * abs(max(worth))


def test_a_hopeless_coup_waits_though_discovery_threatens():
    plot, services = Plot.new(chance=0.01), Kremlin().services
    assert not both(strikes_now, plot, services, 3.0, 4.0, -9.0, 0.0, PLOTS)
    plot.chance = 0.9
    assert both(strikes_now, plot, services, 3.0, 4.0, 1.0, 0.0, PLOTS)
    assert not both(strikes_now, plot, services, 3.0, 4.0, 1.0, 5.0, PLOTS)


def test_the_risk_of_discovery_deters_and_is_nil_where_nothing_leaks():
    services = Kremlin().services
    unseen = float(np.prod([1.0 - s.reach for s in services]))
    for candidate in (Organ.FSO, ORGANS + Organ.FSO, 2 * ORGANS + 4):
        assert discovery(candidate, unseen, services, dataclasses.replace(PLOTS, leaks=0.0)) == 0.0
        risks = [
            both(discovery, candidate, unseen, services, dataclasses.replace(PLOTS, leaks=x))
            for x in (1.0, 5.0)
        ]
        assert 0.0 < risks[0] < risks[1] < 1.0
    watched = Kremlin().hazard()
    assert watched > 0.0
    quiet = Kremlin()
    quiet.play(dataclasses.replace(PLOTS, leaks=0.0))
    assert quiet.leader.hazard[Cause.COUP] > watched


def test_commanders_of_the_counter_intelligence_have_less_to_fear_from_it():
    services = Kremlin().services
    unseen = float(np.prod([1.0 - s.reach for s in services]))
    assert discovery(Organ.FSB, unseen, services, PLOTS) < discovery(
        Organ.ARMED_FORCES, unseen, services, PLOTS
    )


def test_a_war_forecloses_occasions():
    kremlin, plot = Kremlin(), Plot.new()
    usual = [occasions(c, plot, kremlin.blocs, PLOTS) for c in (0, ORGANS, 2 * ORGANS + 4)]
    plot.foreclosed = 0.4
    assert [occasions(c, plot, kremlin.blocs, PLOTS) for c in (0, ORGANS, 2 * ORGANS + 4)] == pytest.approx(
        [0.6 * rate for rate in usual]
    )
    peace, war = Kremlin(), Kremlin()
    war.plot.foreclosed = 0.4
    assert war.hazard() == pytest.approx(0.6 * peace.hazard())


def test_a_plot_that_comes_to_nothing_is_told():
    kremlin = Kremlin()
    kremlin.start(Organ.SVR)
    for _ in range(40):
        kremlin.play()
    assert kremlin.kinds() == [Happening.PLOT_FORMS, Happening.PLOT_LAPSES]
    assert all(a == 0.0 for a in itertools.chain(kremlin.plot.committed, kremlin.plot.aim))
