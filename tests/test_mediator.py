"""The mediator: his telegraph of pressure, opening and relief against their equations, and what a new one changes."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest

from agents.leverage import LeverageParameters, base_aid, next_aid, next_relief, warranted_relief
from agents.mediator import (
    blame_ratio,
    next_opening,
    next_pressure,
    side_of,
    switch_probability,
    towards,
)
from agents.supporters import SupporterParameters
from agents.vocabulary import Actor, Happening
from model.mediation import change_office, draw_type, mediate, tell_levers
from tests.table import DIPLOMACY, MEDIATOR, R, U, table

US = int(Actor.UNITED_STATES)
SUPPORT = SupporterParameters()


def test_pressure_is_a_telegraph_of_five_to_six_weeks():
    """Even blame and no bias: spells are geometric with mean 1 / (1 - exp(-rate / 52.18))."""
    rng = np.random.default_rng(3)
    p = switch_probability(-1.0, 0.5, 0.0, MEDIATOR)
    assert p == pytest.approx(1.0 - math.exp(-MEDIATOR.switch_rate / 52.1775))
    weeks = 20_000
    switches = int((rng.random(weeks) < p).sum())
    mean = weeks / switches
    error = mean / math.sqrt(switches)
    assert abs(mean - 1.0 / p) < 4.0 * error
    assert 5.0 < 1.0 / p < 7.0


def test_pressure_goes_to_the_side_that_is_blamed():
    on_ukraine = [switch_probability(-1.0, blame, 0.0, MEDIATOR) for blame in (0.1, 0.5, 0.9)]
    on_russia = [switch_probability(1.0, blame, 0.0, MEDIATOR) for blame in (0.1, 0.5, 0.9)]
    assert on_ukraine == sorted(on_ukraine)
    assert on_russia == sorted(on_russia, reverse=True)
    assert switch_probability(-1.0, 0.5, 0.5, MEDIATOR) < switch_probability(-1.0, 0.5, 0.0, MEDIATOR)
    assert switch_probability(1.0, 0.5, 0.5, MEDIATOR) > switch_probability(1.0, 0.5, 0.0, MEDIATOR)


@pytest.mark.parametrize(("pressure", "side"), [(0.3, 1.0), (-0.3, -1.0), (0.0, -1.0)])
def test_the_sign_of_pressure_tells_the_side_under_it(pressure, side):
    assert side_of(pressure) == side


@pytest.mark.parametrize(("side", "tilt"), [(1.0, -0.3), (-1.0, 0.3)])
def test_pressure_changes_sides_at_a_rate_that_blame_and_bias_tilt(side, tilt):
    """Twice the blame of the spared side beyond a half, 0.2 or 0.8, and 0.6 x 0.5 of favour to Russia."""
    p = dataclasses.replace(MEDIATOR, switch_rate=5.2, switch_blame=2.0, switch_bias=0.6)
    hazard = 5.2 * math.exp(tilt) / 52.1775
    assert switch_probability(side, 0.8, 0.5, p) == pytest.approx(1.0 - math.exp(-hazard))


@pytest.mark.parametrize(
    ("side", "pressure", "lost"), [(R, 0.6, 0.45), (R, -0.6, 0.3), (U, -0.6, 0.45), (U, 0.6, 0.3)]
)
def test_a_refusal_costs_more_under_pressure_on_oneself_and_no_less_under_pressure_on_the_other(
    side, pressure, lost
):
    p = dataclasses.replace(MEDIATOR, blame=0.3, blame_pressure=0.25)
    assert blame_ratio(side, pressure, p) == pytest.approx(lost)


def test_pressure_is_softer_on_the_favoured():
    hard = next_pressure(0.0, -1.0, 0.5, 0.3, MEDIATOR)
    soft = next_pressure(0.0, 1.0, 0.5, 0.3, MEDIATOR)
    assert hard < 0.0 < soft < -hard
    assert blame_ratio(R, 0.8, MEDIATOR) > blame_ratio(R, -0.8, MEDIATOR) == blame_ratio(U, 0.8, MEDIATOR)


@pytest.mark.parametrize(
    ("before", "side", "after"),
    [
        (0.2, 1.0, 0.36),
        (-0.1, -1.0, -0.135),
    ],  # towards 0.5 x 1.4 x 1.2 and -0.5 x 0.6 x 0.8, a quarter of the way
)
def test_pressure_goes_to_what_blame_and_bias_make_it(before, side, after):
    p = dataclasses.replace(MEDIATOR, strength=0.5, build_up=0.25)
    assert next_pressure(before, side, 0.9, -0.2, p) == pytest.approx(after)
    whole = dataclasses.replace(p, strength=1.0, build_up=1.0)
    assert next_pressure(0.0, 1.0, 1.0, -1.0, whole) == 1.0


def test_leverage_works_in_days_on_ukraine_and_late_on_russia():
    """Aid falls by three quarters within two weeks of full pressure; relief takes half a year to half way."""
    flow = base_aid(0.5, MEDIATOR)
    assert flow == 1.0
    for _ in range(2):
        flow = next_aid(flow, 0.5, -1.0, MEDIATOR)
    assert flow < 0.25
    assert next_aid(1.0, 0.5, -0.4, MEDIATOR) == 1.0
    relief, weeks = 0.0, 0
    while relief < 0.5:
        relief = next_relief(relief, 1.0, MEDIATOR)
        weeks += 1
    assert weeks > 26
    assert next_relief(0.0, 0.0, MEDIATOR) == 0.0


@pytest.mark.parametrize(
    ("relation", "relief"), [(-1.0, 0.0), (0.2, 0.0), (0.4, 0.25), (0.6, 0.5), (1.0, 1.0), (1.2, 1.0)]
)
def test_relief_is_warranted_in_proportion_to_the_relation_above_its_threshold(relation, relief):
    assert warranted_relief(relation, LeverageParameters(relief_threshold=0.2)) == pytest.approx(relief)


@pytest.mark.parametrize(
    ("resolve", "usual", "flow"),
    [(0.0, 0.4, 0.0), (0.1, 0.4, 0.25), (0.4, 0.4, 1.0), (0.9, 0.4, 1.0), (0.3, 0.0, 1.0)],
)
def test_aid_flows_in_proportion_to_resolve_up_to_what_is_usual(resolve, usual, flow):
    assert base_aid(resolve, LeverageParameters(aid_resolve=usual)) == pytest.approx(flow)


@pytest.mark.parametrize(
    ("pressure", "threshold", "flow"),
    [(-0.75, 0.5, 0.6), (-0.5, 0.5, 0.7), (1.0, 0.5, 0.7), (-1.0, 0.5, 0.5), (-1.0, 1.0, 0.7)],
)
def test_aid_is_withheld_in_proportion_to_pressure_beyond_its_threshold(pressure, threshold, flow):
    """Half way from 0.9 to 0.5 (1 - 0.8 x share of the way from the threshold to full pressure)."""
    p = LeverageParameters(aid_resolve=0.5, aid_lever=0.8, aid_threshold=threshold, aid_speed=0.5)
    assert next_aid(0.9, 0.25, pressure, p) == pytest.approx(flow)


def test_the_opening_keeps_part_of_its_deviation_and_takes_the_shock_of_the_week():
    """Level 0.01 x 1.5 / 1.25; of half a log above it 0.8 stays, and two standard deviations of 0.1 are added."""
    p = dataclasses.replace(MEDIATOR, opening=0.01, relation=0.25, opening_memory=0.8, opening_sd=0.1)
    assert next_opening(0.012 * math.exp(0.5), 0.5, 2.0, p) == pytest.approx(0.012 * math.exp(0.6))


@pytest.mark.parametrize(("half_life", "after"), [(1.0, 0.6), (2.0, 0.2 + 0.8 / math.sqrt(2.0))])
def test_a_week_leaves_what_the_half_life_says(half_life, after):
    assert towards(1.0, 0.2, half_life) == pytest.approx(after)


def test_opening_has_the_moments_of_its_equation():
    rng = np.random.default_rng(5)
    value, logs = MEDIATOR.opening, []
    for normal in rng.standard_normal(60_000):
        value = next_opening(value, MEDIATOR.relation, float(normal), MEDIATOR)
        logs.append(math.log(value))
    sd = MEDIATOR.opening_sd / math.sqrt(1.0 - MEDIATOR.opening_memory**2)
    long_run = MEDIATOR.opening_sd / (1.0 - MEDIATOR.opening_memory)
    assert abs(np.mean(logs) - math.log(MEDIATOR.opening)) < 4.0 * long_run / math.sqrt(60_000)
    assert np.std(logs) == pytest.approx(sd, rel=0.1)
    assert next_opening(0.01, 0.6, 0.0, MEDIATOR) > next_opening(0.01, 0.1, 0.0, MEDIATOR)


def test_half_life_is_one():
    value = 1.0
    for _ in range(26):
        value = towards(value, 0.2, 26.0)
    assert value == pytest.approx(0.6)


def test_mediator_at_rest_stays():
    """No shock, no switch, everything at its own target: nothing moves but the pressure itself."""
    made = table()
    d = made.diplomacy
    made.states[US].affinity_russia = d.us_russia = 0.0
    d.opening = MEDIATOR.opening / (1.0 + MEDIATOR.relation)
    d.patience, d.blame_russia, d.uniforms[4] = 1.0, 0.5, 1.0
    before = (d.opening, d.us_russia, d.sanctions_relief, d.us_aid, d.patience, d.blame_russia)
    mediate(d, made.states, made.log, DIPLOMACY, MEDIATOR)
    after = (d.opening, d.us_russia, d.sanctions_relief, d.us_aid, d.patience, d.blame_russia)
    assert after == pytest.approx(before)
    assert made.log.count == 0


def test_pressure_reaches_the_side_that_was_told_of():
    """One switch in years: pressure crosses over in a few weeks and stays there."""
    made = table()
    d = made.diplomacy
    d.bias, told = 0.0, []
    first = d.side
    for week in range(60):
        d.uniforms[4] = 0.0 if week == 10 else 1.0
        mediate(d, made.states, made.log, DIPLOMACY, MEDIATOR)
        told.append(d.pressure * first)
    assert min(told[:10]) > 0.0
    assert max(told[15:]) < 0.0
    assert [e.kind for e in made.log.events[: made.log.count]].count(Happening.PRESSURE_SWITCH) == 1


def test_nobody_is_pressed_in_a_war_that_is_decided():
    made = table()
    made.diplomacy.uniforms[4] = 0.0
    for _ in range(26):
        mediate(made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR, True)
    assert abs(made.diplomacy.pressure) < 1e-3
    assert made.log.count == 0


def test_aid_and_relief_are_told_whoever_changed_them():
    made = table()
    d = made.diplomacy
    tell_levers(d, made.log, MEDIATOR)
    assert made.log.count == 0
    d.sanctions_relief = d.relief_agreed = 1.0  # by a settlement, not by the mediator's week
    d.us_aid = 0.0
    tell_levers(d, made.log, MEDIATOR)
    assert [e.kind for e in made.log.events[:2]] == [Happening.AID_CHANGE, Happening.SANCTIONS_CHANGE]
    tell_levers(d, made.log, MEDIATOR)
    assert made.log.count == 2


def test_a_switch_is_told():
    made = table()
    made.diplomacy.uniforms[4] = 0.0
    mediate(made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR)
    event = made.log.events[0]
    assert (event.kind, event.actor, event.target) == (Happening.PRESSURE_SWITCH, US, U)
    assert made.diplomacy.pressure_weeks == 0.0


def test_new_administration_brings_its_own_course():
    made = table()
    made.states[US].normals[1] = -1.0
    made.diplomacy.normals[1], made.diplomacy.normals[2] = 0.5, -2.0
    made.diplomacy.patience = 0.1
    change_office(US, made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR, SUPPORT)
    assert made.states[US].affinity_ukraine == pytest.approx(-MEDIATOR.bias_sd)
    assert made.states[US].affinity_russia == pytest.approx(0.5 * MEDIATOR.bias_sd)
    assert made.diplomacy.bias == pytest.approx(-2.0 * MEDIATOR.bias_sd)
    assert made.diplomacy.patience == MEDIATOR.patience
    assert made.log.events[0].kind == Happening.OFFICE_CHANGES
    made.states[U].normals[1] = 2.0
    change_office(U, made.diplomacy, made.states, made.log, DIPLOMACY, MEDIATOR, SUPPORT)
    assert made.states[U].disposition == pytest.approx(2.0 * DIPLOMACY.disposition_sd)
    draw_type(made.states[R], 0.35, 0.0, -0.5, DIPLOMACY)
    assert made.states[R].disposition > 0.0
    assert made.states[R].attachment < 0.35  # a softer successor gives up the aims more lightly
    draw_type(made.states[R], 0.35, 1.0, 0.0, DIPLOMACY)
    assert made.states[R].attachment == pytest.approx(0.35 * (1.0 - DIPLOMACY.attachment_sd))
