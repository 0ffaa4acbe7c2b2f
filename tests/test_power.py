"""Power, tempo and decisive ends of the war in numbers worked by hand."""

from __future__ import annotations

import dataclasses
import math

import pytest

from agents.events import Log
from agents.vocabulary import Actor, Happening, Scope, WarEnd
from model.polity import Contest
from model.truce import Truce
from model.war import (
    Belligerent,
    Front,
    WarParameters,
    decide_end,
    hold_fire,
    is_decided,
    log_power,
    sustainable,
    update_power,
    update_tempo,
)

P = dataclasses.replace(
    WarParameters(),
    manpower_share=0.5,
    initiative=0.75,
    tempo_memory=0.5,
    tempo_sd=0.25,
    intelligence=0.2,
    contest_distraction=0.05,
    contest_violence=0.5,
    collapse=0.5,
    ukrainian_objective=42_500.0,
)


# Who holds fire.


@pytest.mark.parametrize(("kept", "going_on"), [(0.0, 1.0), (0.25, 0.75), (1.0, 0.0), (1.5, 0.0)])
def test_each_side_fights_on_as_far_as_it_does_not_keep_the_truce_on_the_ground(kept, going_on):
    for first, second in ((kept, 0.5), (0.5, kept)):
        truces = [Truce.new() for _ in Scope]
        truce = truces[Scope.GENERAL]
        truce.active = truce.binds_russia = truce.binds_ukraine = True
        truce.share = 1.0
        truce.compliance_russia[0], truce.compliance_ukraine[0] = first, second
        truce.compliance_russia[1] = truce.compliance_ukraine[1] = 0.9
        russia, ukraine = Belligerent.new(), Belligerent.new()
        hold_fire(russia, ukraine, truces)
        assert (russia.fighting, ukraine.fighting) == ((going_on, 0.5) if first == kept else (0.5, going_on))


# Power.


@pytest.mark.parametrize(
    ("share", "power"), [(0.5, 6.0), (1.0, 4.0), (0.0, 9.0), (0.25, 4.0**0.25 * 9.0**0.75)]
)
def test_power_is_cobb_douglas_with_constant_returns(share, power):
    assert math.exp(log_power(4.0, 9.0, share)) == pytest.approx(power)
    assert log_power(8.0, 18.0, share) == pytest.approx(log_power(4.0, 9.0, share) + math.log(2.0))


@pytest.mark.parametrize(
    ("contest", "alarm", "aid", "lost", "blind"),
    [
        ({}, 0.0, 1.0, 0.0, 0.0),
        ({"violence": 0.4}, 0.0, 1.0, 0.0, 0.0),
        ({}, 0.6, 1.0, 0.03, 0.0),
        ({"active": True}, 0.0, 1.0, 0.05, 0.0),
        ({"active": True}, 0.6, 1.0, 0.05, 0.0),
        ({"active": True, "violence": 0.4}, 0.0, 1.0, 0.25, 0.0),
        ({}, 0.0, 0.75, 0.0, 0.05),
        ({}, 0.0, 0.0, 0.0, 0.2),
        ({}, 0.0, 1.5, 0.0, 0.0),
        ({}, 0.0, -0.5, 0.0, 0.2),
    ],
)
def test_strife_in_moscow_and_blindness_in_kyiv_cost_log_power(contest, alarm, aid, lost, blind):
    """Russia 6 e^0.2 of 4 and 9, Ukraine 2 e^0.3 of 1 and 4."""
    front = Front.new()
    russia = Belligerent.new(personnel=4.0, materiel=9.0, log_quality=0.2)
    ukraine = Belligerent.new(personnel=1.0, materiel=4.0, log_quality=0.3)
    update_power(front, russia, ukraine, Contest.new(**contest), aid, P, alarm)
    assert russia.power == pytest.approx(6.0 * math.exp(0.2 - lost))
    assert ukraine.power == pytest.approx(2.0 * math.exp(0.3 - blind))
    assert front.power_ratio == pytest.approx(math.log(3.0) - 0.1 - lost + blind)


# Tempo.


@pytest.mark.parametrize(
    ("men", "need", "stock", "tempo"),
    [
        (300.0, 600.0, 1.0, 0.5),
        (600.0, 300.0, 0.25, 0.25),
        (300.0, 600.0, 0.75, 0.5),
        (900.0, 600.0, 1.5, 1.0),
        (0.0, 600.0, 1.0, 0.0),
    ],
)
def test_a_side_sustains_the_tempo_of_what_is_scarcer(men, need, stock, tempo):
    assert sustainable(men, need, stock) == pytest.approx(tempo)


def tempo(normal=0.0, surge=0.0, end=WarEnd.GOES_ON):
    """Russia sustains 0.8 and fights by half, Ukraine 0.4 and fights by a quarter."""
    front = Front.new(end=end, surge=surge, readiness=9.0, tempo=9.0, fought=1.5)
    front.normals[3] = normal
    russia = Belligerent.new(personnel=800.0, need=1000.0, materiel=1.0, fighting=0.5)
    ukraine = Belligerent.new(personnel=400.0, need=1000.0, materiel=1.0, fighting=0.25)
    update_tempo(front, russia, ukraine, P)
    return front


@pytest.mark.parametrize(
    ("surge", "normal", "after"), [(0.0, 0.0, 0.0), (0.8, 0.0, 0.4), (0.0, 2.0, 0.5), (0.8, -2.0, -0.1)]
)
def test_tempo_is_what_both_sustain_by_who_begins_operations_around_which_it_varies(surge, normal, after):
    """Ready 0.75 x 0.8 + 0.25 x 0.4 = 0.7, of which 0.3 + 0.025 go on."""
    front = tempo(normal, surge)
    assert front.surge == pytest.approx(after)
    assert front.readiness == pytest.approx(0.7 * math.exp(after))
    assert front.tempo == pytest.approx(0.325 * math.exp(after))
    assert front.fought == pytest.approx(1.5 + 0.325 * math.exp(after) / 52.1775)


@pytest.mark.parametrize("end", [end for end in WarEnd if end != WarEnd.GOES_ON])
def test_nothing_is_fought_once_the_war_has_ended_and_its_own_course_goes_on_unseen(end):
    front = tempo(2.0, 0.8, end)
    assert (front.readiness, front.tempo, front.fought) == (0.0, 0.0, 1.5)
    assert front.surge == pytest.approx(0.9)


# Ends.


@pytest.mark.parametrize("end", list(WarEnd))
def test_a_victory_or_no_war_leaves_nothing_to_bargain_over_and_a_settlement_may_break(end):
    decided = end in (WarEnd.RUSSIAN_OBJECTIVE, WarEnd.UKRAINIAN_OBJECTIVE, WarEnd.NO_WAR)
    assert is_decided(Front.new(end=end)) is decided


RUSSIA = (WarEnd.RUSSIAN_OBJECTIVE, Actor.RUSSIA)
UKRAINE = (WarEnd.UKRAINIAN_OBJECTIVE, Actor.UKRAINE)


@pytest.mark.parametrize(
    ("left", "occupied", "russian", "ukrainian", "how"),
    [
        (1.0, 42_501.0, 500.0, 400.0, None),
        (0.0, 42_501.0, 500.0, 400.0, RUSSIA),
        (-1.0, 42_501.0, 500.0, 400.0, RUSSIA),
        (1.0, 42_500.0, 500.0, 400.0, UKRAINE),
        (1.0, 42_000.0, 500.0, 400.0, UKRAINE),
        (1.0, 42_501.0, 499.0, 400.0, UKRAINE),
        (1.0, 42_501.0, 500.0, 399.0, RUSSIA),
        (1.0, 42_501.0, 499.0, 399.0, RUSSIA),
        (0.0, 42_000.0, 500.0, 400.0, RUSSIA),
    ],
)
def test_the_war_is_decided_by_an_objective_reached_or_a_line_that_half_of_the_need_cannot_hold(
    left, occupied, russian, ukrainian, how
):
    front = Front.new(objective_left_km2=left, occupied_km2=occupied, end_week=-1, readiness=0.5, tempo=0.25)
    log = Log.new(week=17)
    russia = Belligerent.new(personnel=russian, need=1000.0)
    ukraine = Belligerent.new(personnel=ukrainian, need=800.0)
    decide_end(front, russia, ukraine, log, P)
    if how is None:
        assert (front.end, front.end_week, front.readiness, front.tempo) == (WarEnd.GOES_ON, -1, 0.5, 0.25)
        assert log.count == 0
        return
    end, winner = how
    assert (front.end, front.end_week, front.readiness, front.tempo) == (end, 17, 0.0, 0.0)
    told = log.events[0]
    assert log.count == 1
    assert (told.week, told.kind, told.actor, told.target, told.scope, told.detail, told.value) == (
        17,
        Happening.WAR_DECIDED,
        winner,
        -1,
        -1,
        end,
        occupied,
    )


@pytest.mark.parametrize("end", [end for end in WarEnd if end != WarEnd.GOES_ON])
def test_an_end_is_final(end):
    front, log = Front.new(end=end, end_week=3, objective_left_km2=0.0), Log.new(week=17)
    decide_end(front, Belligerent.new(), Belligerent.new(), log, P)
    assert (front.end, front.end_week, log.count) == (end, 3, 0)
