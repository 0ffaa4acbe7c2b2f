"""The balance of force and a coup's day, by hand and by the normal distribution of SciPy."""

from __future__ import annotations

import dataclasses

import pytest
from scipy.stats import norm

from agents.coup_stakes import CoupStakesParameters
from agents.leader import Leader
from agents.services import PARTIES, Plot, Service
from agents.vocabulary import ORGANS, Organ
from model import crisis
from model.crisis import (
    balance,
    fall_probability,
    lay_out,
    overlooked,
    resolve_crisis,
    strength_left,
    weigh_organs,
)
from model.plots import PlotsParameters
from tests.noting import noted

STAKES = CoupStakesParameters()
RULES = dataclasses.replace(
    PlotsParameters(), custody=0.4, foresight=0.25, unit_noise=0.1, strength_noise=0.2
)
SHARP = dataclasses.replace(RULES, unit_noise=1e-9)
"""Units see the strength of the regime as it is."""
ARMY, FSB, FSO, ROSGVARDIA = Organ.ARMED_FORCES, Organ.FSB, Organ.FSO, Organ.ROSGVARDIA
HEALTH = [(-1.0, 0.0), (0.5, 0.5), (1.0, 1.0), (2.0, 1.0)]


def organs(**values: dict) -> list[Service]:
    """Ten organs without force, but for those told."""
    return [Service.new(organ=o, **values.get(o.name.lower(), {})) for o in Organ]


# What is laid out


@pytest.mark.parametrize(
    ("known", "organ", "told"),
    [(True, FSB, True), (True, ARMY, True), (True, -1, False), (False, FSB, False)],
)
def test_who_knows_of_a_plot_counts_its_units_and_weighs_his_distrust_of_its_leader(
    monkeypatch, known, organ, told
):
    """0.2 of force, half pledged, a quarter committed: 0.075 play outside the plot, 0.05 in it."""
    weighed = noted(monkeypatch, crisis, "stakes", (0.9, 0.2))
    going_on = noted(monkeypatch, crisis, "member_cost", 0.3)
    rivalry = [0.5 + o / 100.0 for o in Organ]
    guards = {"force": 0.2, "pledged": 0.5, "join_cost": 0.8, "resist_cost": 0.1, "rivalry": rivalry}
    services = organs(fso=guards)
    plot = Plot.new(organ=organ, **{name: [9.0] * PARTIES for name in ("mass", "join_cost", "resist_cost")})
    plot.committed[FSO] = 0.25
    lay_out(plot, services, known, 0.7, 1.2, STAKES)
    outside, inside = (0.075, 0.05) if known else (0.1, 0.0)
    assert plot.mass[FSO] == pytest.approx(outside)
    assert plot.mass[ORGANS + FSO] == pytest.approx(inside)
    assert (plot.join_cost[FSO], plot.resist_cost[FSO]) == ((0.9, 0.2) if told else (0.8, 0.1))
    assert (plot.join_cost[ORGANS + FSO], plot.resist_cost[ORGANS + FSO]) == (0.3, 0.0)
    assert [m for k, m in enumerate(plot.mass) if k % ORGANS != FSO] == [0.0] * (PARTIES - 2)
    assert list(plot.resist_cost[ORGANS:]) == [0.0] * ORGANS
    assert len(going_on) == ORGANS
    assert going_on[FSO][1:] == (1.2, STAKES)
    assert len(weighed) == (ORGANS if told else 0)
    if told:
        assert weighed[FSO][1:] == (0.5 + organ / 100.0, 0.7, 1.2, STAKES)


# Edge


@pytest.mark.parametrize(("health", "counted"), HEALTH)
def test_pledged_units_in_the_plot_and_part_of_the_rest_are_lost_to_the_leader(health, counted):
    """FSB 0.2 x 0.5 x 1 and guards 0.1 x 0.8 x 0.5 are gone, and 0.4 x 0.5 of the rest has nobody to fight for."""
    services = organs(
        fsb={"force": 0.2, "pledged": 0.5},
        fso={"force": 0.1, "pledged": 0.8, "guards": True},
        rosgvardia={"force": 0.3, "pledged": 0.0, "guards": True},
    )
    plot = Plot.new()
    plot.committed[FSB], plot.committed[FSO], plot.committed[ROSGVARDIA] = 1.0, 0.5, 0.25
    left = strength_left(plot, services, Leader.new(health=health), 0.6, RULES)
    assert left == pytest.approx((0.6 - counted * 0.14) * 0.8)
    assert strength_left(plot, services, Leader.new(health=1.0), 0.1, RULES) == 0.0


def test_a_plot_without_the_guards_does_not_hold_the_leader():
    services = organs(fsb={"force": 0.2, "pledged": 0.5}, fso={"guards": True})
    plot = Plot.new()
    plot.committed[FSB] = 1.0
    assert strength_left(plot, services, Leader.new(health=1.0), 0.6, RULES) == pytest.approx(0.5)


@pytest.mark.parametrize(("health", "counted"), HEALTH)
@pytest.mark.parametrize(("guards", "strength"), [(False, 0.6), (True, 0.6), (True, 0.01)])
def test_what_an_organ_would_bring_if_it_went_over(health, counted, guards, strength):
    """0.2 x (1 - 0.3) of its own, 0.1 of pledged units gone, less 0.1 x (1 - 0.8 - 0.15) that played before."""
    services = organs(fso={"force": 0.2, "pledged": 0.5, "guards": guards})
    plot = Plot.new()
    plot.join_cost[FSO], plot.resist_cost[FSO], plot.join_cost[ORGANS + FSO] = 0.8, 0.15, 0.3
    weigh_organs(plot, services, Leader.new(health=health), strength, RULES)
    held = counted * 0.1
    custody = 0.4 * max(strength - held, 0.0) if guards else 0.0
    assert plot.lift[FSO] == pytest.approx(0.14 + held - 0.005 + custody)
    assert [lift for k, lift in enumerate(plot.lift) if k != FSO] == [0.0] * (ORGANS - 1)


def test_the_edge_of_a_plot_is_the_threshold_less_the_strength_left():
    """0.5 x (1 - 0.4 - 0.1) = 0.25 against 0.6 - 0.1."""
    plot = Plot.new()
    plot.mass[ARMY], plot.join_cost[ARMY], plot.resist_cost[ARMY] = 0.5, 0.4, 0.1
    plot.committed[FSB] = 1.0
    services = organs(fsb={"force": 0.2, "pledged": 0.5})
    assert balance(plot, services, Leader.new(health=1.0), 0.6, RULES) == pytest.approx(-0.25)


@pytest.mark.parametrize(("health", "counted"), HEALTH)
@pytest.mark.parametrize(
    ("counterweight", "guards", "pledged"),
    [(False, False, 0), (True, False, 1), (True, True, 0), (False, True, 0)],
)
def test_three_quarters_of_what_would_resist_and_of_pledged_counterweights_outside_are_not_foreseen(
    health, counted, counterweight, guards, pledged
):
    """0.3 x 0.2 and 0.1 x 0.5 resist; of the counterweight (0.4 - 0.1) x 0.6 = 0.18 is pledged outside the plot."""
    services = organs(
        rosgvardia={"force": 0.4, "pledged": 0.6, "counterweight": counterweight, "guards": guards},
        fsb={"force": 0.5, "pledged": 0.9},
    )
    plot = Plot.new()
    plot.mass[ARMY], plot.resist_cost[ARMY] = 0.3, 0.2
    plot.mass[ROSGVARDIA], plot.resist_cost[ROSGVARDIA] = 0.1, 0.5
    plot.mass[ORGANS + ROSGVARDIA] = 0.1
    unseen = 0.11 + counted * pledged * 0.18
    assert overlooked(plot, services, Leader.new(health=health), RULES) == pytest.approx(0.75 * unseen)


def test_the_chance_of_a_fall_is_normal_in_the_edge():
    for edge in (-0.3, 0.0, 0.1):
        assert fall_probability(edge, RULES) == pytest.approx(norm.cdf(edge / 0.2))


def test_without_noise_and_without_an_edge_the_chance_is_even():
    assert fall_probability(0.1, dataclasses.replace(RULES, strength_noise=0.0)) == 0.5


# The day


def a_day(strength: float, hold: float = 0.0, rules: PlotsParameters = RULES):
    """Army and FSB play, a fifth of the army in the plot: theta* = 0.3 x 0.5 - 0.2 x 0.4 + 0.1 x 0.8 = 0.15."""
    services = organs(
        armed_forces={"force": 0.5}, fsb={"force": 0.6, "pledged": 0.6}, fso={"stance": 1, "joined": 0.7}
    )
    plot = Plot.new(joins=[9.0] * PARTIES, resists=[9.0] * PARTIES)
    for party, mass, join, resist in (
        (ARMY, 0.3, 0.4, 0.1),
        (FSB, 0.2, 0.9, 0.5),
        (ORGANS + ARMY, 0.1, 0.2, 0.0),
    ):
        plot.mass[party], plot.join_cost[party], plot.resist_cost[party] = mass, join, resist
    return plot, services, resolve_crisis(plot, services, strength, hold, rules)


@pytest.mark.parametrize("strength", [0.05, 0.14, 0.16, 0.3])
def test_units_join_and_resist_by_signals_of_strength_about_the_threshold(strength):
    """A unit joins where Phi((theta* - signal) / noise) is at least c, and resists where it is at most d."""
    plot, _, (falls, _) = a_day(strength)

    def below(cost: float) -> float:
        return norm.cdf((0.15 - strength) / 0.1 - norm.ppf(cost))

    joins = {ARMY: below(0.4), FSB: below(0.9), ORGANS + ARMY: below(0.2)}
    resists = {ARMY: 1.0 - below(0.1), FSB: 1.0 - below(0.5)}
    assert list(plot.joins) == pytest.approx([joins.get(k, 1.0) for k in range(PARTIES)], abs=1e-9)
    assert list(plot.resists) == pytest.approx([resists.get(k, 0.0) for k in range(PARTIES)], abs=1e-9)
    assert falls is (strength < 0.15)


def test_where_the_regime_is_seen_to_be_weak_all_who_play_join_and_pledged_units_hold():
    """Of the army 0.4 of 0.5 join; of the FSB 0.2 of 0.6, while 0.36 hold."""
    _, services, (falls, holds) = a_day(0.05, 0.99, SHARP)
    assert (falls, holds) == (True, True)
    assert [services[k].stance for k in (ARMY, FSB, FSO)] == [1, -1, 0]
    assert [services[k].joined for k in Organ] == pytest.approx([0.8, 0.2 / 0.6] + [0.0] * 8)


@pytest.mark.parametrize(
    ("pledged", "committed", "stance"), [(0.2, 0.5, 0), (0.2, 0.0, -1), (0.0, 0.0, 0), (0.6, 0.5, -1)]
)
def test_an_organ_resists_if_most_of_its_units_do_or_hold(pledged, committed, stance):
    """0.2 of 0.6 resist, and pledged units out of the plot: 0.26, 0.32, 0.2 and 0.38 against 0.3."""
    plot, services, _ = a_day(0.3, rules=SHARP)
    services[FSB].pledged, plot.committed[FSB] = pledged, committed
    falls, holds = resolve_crisis(plot, services, 0.3, 0.0, SHARP)
    assert (falls, holds) == (False, False)
    assert services[FSB].stance == stance
    assert services[ARMY].stance == -1
    assert (services[ARMY].joined, services[FSB].joined) == (0.0, 0.0)


@pytest.mark.parametrize("strength", [0.12, 0.2])
def test_power_is_held_as_often_as_joiners_outnumber_those_who_resisted(strength):
    plot, _, _ = a_day(strength)
    joined = 0.3 * plot.joins[ARMY] + 0.2 * plot.joins[FSB] + 0.1 * plot.joins[ORGANS + ARMY]
    chance = joined / (joined + 0.3 * plot.resists[ARMY] + 0.2 * plot.resists[FSB])
    assert [a_day(strength, chance + side)[2][1] for side in (-1e-6, 1e-6)] == [True, False]


def test_nobody_has_to_be_held_down_where_nobody_fought():
    assert resolve_crisis(Plot.new(), organs(), -0.1, 0.99, RULES) == (True, True)


def test_more_than_all_of_an_organ_cannot_join():
    plot = Plot.new()
    plot.mass[ARMY] = 0.3
    services = organs(armed_forces={"force": 0.2})
    resolve_crisis(plot, services, 0.0, 0.0, RULES)
    assert services[ARMY].joined == 1.0


@pytest.mark.parametrize(("cost", "joined"), [(0.0, 1.0), (1.0, 0.0)])
def test_members_of_a_plot_may_stay_out_of_its_coup(cost, joined):
    plot = Plot.new()
    plot.mass[ORGANS + FSO], plot.join_cost[ORGANS + FSO] = 0.1, cost
    services = organs(fso={"force": 0.1})
    resolve_crisis(plot, services, 0.05, 0.0, RULES)
    assert services[FSO].joined == joined
