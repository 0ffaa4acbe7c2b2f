"""The leader: legitimacy, and all his weekly rules together, in their ranges and in both engines."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.arithmetic import WEEKS_A_YEAR
from agents.ballot import BallotParameters, consider_term
from agents.blocs import count_blocs
from agents.climate import Climate, sense_climate
from agents.dissent import spread_dissent, tie
from agents.elites import update_elites
from agents.events import Log
from agents.heirs import HeirsParameters, consider_heir
from agents.leader import Leader, LeaderParameters, age_leader, draw_body, initialise_leader
from agents.palace import PalaceParameters, earn_legitimacy, entitle, govern
from agents.purges import PurgesParameters, purge
from agents.records import view_of
from agents.successors import SuccessorsParameters, inaugurate
from agents.tier import Elite, ElitesParameters, Tie
from agents.vocabulary import FACTIONS, Cause
from model.roster import RosterParameters, build_elites, plan_roster
from tests.engines import both
from tests.incumbents import POWERS, incumbent, some_blocs, yearly
from tests.ranges import anywhere

L, P, H, B = LeaderParameters(), PalaceParameters(), HeirsParameters(), BallotParameters()


# Legitimacy


@pytest.mark.parametrize(
    ("climate", "culpability", "sign"),
    [
        ({"performance": 0.6, "usual_performance": 0.5}, 1.0, 1),
        ({"progress": -1.0}, 1.0, -1),
        ({"progress": -1.0}, 0.0, 0),
    ],
)
def test_legitimacy_follows_results_and_the_war_if_culpable(climate, culpability, sign):
    leader = incumbent(culpability=culpability)
    govern(leader, some_blocs(), Climate.new(**climate), 1.0, 0.6, Log.new(), P)
    change = leader.legitimacy - L.legitimacy
    assert change == 0.0 if sign == 0 else change * sign > 0.0


@pytest.mark.parametrize(
    ("legitimacy", "legitimation", "after"),
    [
        (0.5, 0.5, 0.5 + 0.07 / WEEKS_A_YEAR),
        (0.9, 500.0, 1.0),
        (0.1, -500.0, 0.0),
    ],
)
def test_legitimacy_is_earned_beyond_the_usual_and_as_far_as_he_is_culpable(legitimacy, legitimation, after):
    """0.5 x (0.7 - 0.5) + 0.2 x 0.25 x (-0.4 - 0.2) = 0.07 a year, within a share."""
    leader = incumbent(legitimacy=legitimacy, culpability=0.25)
    climate = Climate.new(performance=0.7, usual_performance=0.5, progress=-0.4, usual_progress=0.2)
    earn_legitimacy(leader, climate, dataclasses.replace(P, legitimation=legitimation, blame=0.2))
    assert leader.legitimacy == pytest.approx(after, rel=1e-12)


@pytest.mark.parametrize("in_office", [True, False])
def test_only_one_in_office_shares_anew_earns_and_gathers(in_office):
    """Rents move from even shares to those by power at 0.5 a year; in a vacancy they stay."""
    leader = incumbent(in_office=in_office, counterweight=True, legitimacy=0.5, personalisation=0.5)
    blocs, log = some_blocs(entitlement=0.1), Log.new()
    for faction in range(FACTIONS):
        leader.rent_share[faction] = 0.1
    climate = Climate.new(performance=0.7, usual_performance=0.5, punishment=0.0, prize=2.0)
    govern(leader, blocs, climate, 1.0, 0.1, log, dataclasses.replace(P, sharing_speed=0.5))
    pace = 0.5 / WEEKS_A_YEAR if in_office else 0.0
    shares = [0.1 + pace * (power - 0.1) for power in POWERS]
    assert list(leader.rent_share) == pytest.approx(shares, rel=1e-12)
    assert [bloc.rents for bloc in blocs] == pytest.approx([10.0 * share for share in shares])
    assert leader.counterweight == log.count == in_office
    assert (leader.legitimacy > 0.5) == (leader.personalisation > 0.5) == in_office


# All together


@pytest.mark.parametrize("seed", range(12))
def test_nothing_breaks_anywhere_in_the_ranges(seed):
    rng = np.random.default_rng(seed)
    elite_rules = dataclasses.replace(anywhere(ElitesParameters, rng), count=24)
    body, palace, purges = (anywhere(g, rng) for g in (LeaderParameters, PalaceParameters, PurgesParameters))
    heirs, successors = anywhere(HeirsParameters, rng), anywhere(SuccessorsParameters, rng)
    ballot = anywhere(BallotParameters, rng)
    roster = anywhere(RosterParameters, rng)
    array, *network = build_elites(plan_roster(elite_rules, roster), elite_rules, roster, rng)
    elites = view_of(Elite, array)
    n = len(elites)
    ties = view_of(Tie, tie(array, *network))
    blocs, climate, log, leader = some_blocs(), Climate.new(), Log.new(), Leader.new()
    count_blocs(elites, blocs, elite_rules)
    initialise_leader(leader, body)
    draw_body(leader, rng.standard_normal(), body)
    entitle(leader, blocs, palace)
    for week in range(60):
        for shocks in (leader.normals, leader.uniforms):
            for i in range(4):
                shocks[i] = rng.standard_normal() if shocks is leader.normals else rng.random() ** 4
        array["normal"] = rng.standard_normal(n)
        yearly(leader, Cause.REMOVAL, 3.0 * rng.random())
        if week == 40:
            inaugurate(leader, elites, 5, 0.5, blocs, climate, 0.3, body, successors, elite_rules)
        age_leader(leader, body)
        rents = float(rng.choice([0.0, 1.0, 3.0]))
        sense_climate(
            climate, leader, *(float(x) for x in rng.random(2)), 0.5, rents, *rng.random(3), elite_rules
        )
        govern(leader, blocs, climate, rents, rng.random(), log, palace)
        purge(leader, elites, blocs, climate, palace.decisiveness, log, purges, elite_rules)
        consider_heir(leader, blocs, log, heirs)
        leader.term_left = rng.random()
        consider_term(leader, blocs, log, ballot, heirs, body)
        update_elites(elites, blocs, climate, elite_rules)
        spread_dissent(elites, ties, elite_rules)
        count_blocs(elites, blocs, elite_rules)
    for record in (leader, climate, *elites, *blocs):
        assert np.isfinite(numbers(record)).all()
    for name in ("health", "survival", "personalisation", "legitimacy", "culpability", "handover"):
        assert 0.0 <= getattr(leader, name) <= 1.0, name
    assert sum(b.power for b in blocs) == pytest.approx(1.0)
    assert all(0.0 <= b.dissent <= 1.0 and 0.0 <= b.fear <= 1.0 for b in blocs)
    assert (np.abs(array["support"]) <= 1.0).all()
    assert (array["share"] > -1e-9).all()
    assert (array["share"] < 1.0 + 1e-9).all()
    assert (array["turned"] == array["dissents"]).all()


def numbers(record):
    """All numbers of a record in one flat list."""
    values = []
    for name, *_ in record._fields_:
        value = getattr(record, name)
        values.extend(value if hasattr(value, "__len__") else [value])
    return np.array(values, float)


# Both engines


@pytest.mark.parametrize("seed", range(4))
def test_the_weekly_rules_agree_bit_for_bit(seed):
    rng = np.random.default_rng(seed)
    leader, blocs, log = incumbent(L, rng.standard_normal()), some_blocs(), Log.new()
    both(entitle, leader, blocs, P)
    climate = Climate.new(begun=True, punishment=rng.random(), prize=2.0, progress=rng.random())
    for _ in range(4):
        for i in range(4):
            leader.normals[i] = rng.standard_normal()
        for i in range(4):
            leader.uniforms[i] = 0.05 * rng.random()
        for bloc in blocs:
            bloc.support, bloc.dissent = 2 * rng.random() - 1, rng.random()
        yearly(leader, Cause.REMOVAL, rng.random())
        both(age_leader, leader, L)
        both(govern, leader, blocs, climate, rng.random(), rng.random(), log, P)
        both(consider_heir, leader, blocs, log, H)
        leader.term_left = 0.5 * rng.random()
        both(consider_term, leader, blocs, log, B, H, L)
        assert sum(leader.rent_share) == pytest.approx(1.0)
        assert 0.0 <= leader.survival <= 1.0
        assert 0.0 <= leader.personalisation <= 1.0


def test_the_start_agrees_bit_for_bit():
    both(initialise_leader, Leader.new(), L)
    both(draw_body, Leader.new(age=72.0), 0.37, L)
