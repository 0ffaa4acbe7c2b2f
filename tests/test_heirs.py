"""Heirs and successors: whom a leader names and drops, and what a new one brings into office."""

from __future__ import annotations

import dataclasses

import pytest

from agents.events import Log
from agents.heirs import (
    HeirsParameters,
    consider_heir,
    heir_strength,
    name_heir,
    standing_of_heir,
    value_of_heir,
)
from agents.leader import LeaderParameters
from agents.successors import SuccessorsParameters, inaugurate, install
from agents.tier import Bloc, Elite, ElitesParameters
from agents.vocabulary import Cause, Faction, Happening, Succession
from tests.engines import both
from tests.incumbents import CLIMATE, POWERS, a_court, incumbent, some_blocs, yearly
from tests.logs import events_of

L, H, E = LeaderParameters(), HeirsParameters(), ElitesParameters()
S = SuccessorsParameters()


# Heirs


def test_a_weak_heir_is_of_little_use_and_a_strong_one_a_danger():
    blocs = some_blocs()
    leader = yearly(incumbent(), Cause.COUP, 0.03)
    assert standing_of_heir(blocs, Faction.SECURITY_CORE) > 0.6 > 0.2 > standing_of_heir(blocs, Faction.PARTY)
    safe = dataclasses.replace(H, rivalry=0.0)
    assert value_of_heir(blocs, 0, leader, safe) > value_of_heir(blocs, 7, leader, safe)
    feared = dataclasses.replace(H, rivalry=1.0)
    assert value_of_heir(blocs, 0, leader, feared) < value_of_heir(blocs, 7, leader, feared)


@pytest.mark.parametrize(
    ("natural", "coup", "personalisation", "named"),
    [(0.0, 0.0, 0.8, False), (0.02, 0.02, 0.8, False), (0.12, 0.03, 0.9, True), (0.12, 0.03, 0.3, False)],
)
def test_an_heir_is_named_when_the_end_is_near_and_he_can_be_borne(natural, coup, personalisation, named):
    leader, log = incumbent(personalisation=personalisation), Log.new()
    yearly(leader, Cause.DEATH, natural)
    yearly(leader, Cause.INCAPACITY, 0.0)
    yearly(leader, Cause.COUP, coup)
    both(consider_heir, leader, some_blocs(), log, H)
    assert (leader.heir >= 0) == named
    assert (leader.heir_relief > 0.0) == (leader.heir_threat > 0.0) == named
    assert log.count == named


def test_an_heir_who_grows_too_strong_is_dropped():
    leader, blocs = incumbent(personalisation=0.9), some_blocs()
    yearly(leader, Cause.DEATH, 0.12)
    consider_heir(leader, blocs, Log.new(), H)
    heir = leader.heir
    assert heir >= 0
    leader.uniforms[2] = 0.99
    leader.personalisation = 0.3
    consider_heir(leader, blocs, Log.new(), H)
    assert leader.heir == heir
    assert leader.heir_strength == pytest.approx(0.7 * POWERS[heir] / 0.3)
    leader.uniforms[2], log = 0.0, Log.new()
    consider_heir(leader, blocs, log, H)
    assert leader.heir == leader.heir_faction == -1
    assert leader.heir_threat == 0.0
    assert (log.events[0].kind, log.events[0].target, log.events[0].detail) == (Happening.HEIR_NAMED, -1, -1)


def test_an_heir_spares_what_he_can_hold_and_threatens_with_what_he_has():
    """Relief by his standing; danger by rivalry of a faction with 0.14 of the power where 0.8 of it is personal."""
    leader, blocs = incumbent(personalisation=0.8), some_blocs()
    p = dataclasses.replace(H, spared=0.1, rivalry=2.0, eclipse=0.01)
    name_heir(leader, blocs, 5, p)
    assert leader.heir_relief == pytest.approx(0.1 * standing_of_heir(blocs, 5))
    assert leader.heir_strength == pytest.approx(0.2 * 0.14 / 0.8)
    assert leader.heir_threat == pytest.approx(2.0 * 0.2 * 0.14 / 0.8 + 0.01)


def test_he_prefers_an_heir_of_his_own_mind():
    leader, blocs = incumbent(personalisation=0.95), some_blocs()
    yearly(leader, Cause.DEATH, 0.12)
    for bloc in blocs:
        bloc.power, bloc.war_stance = 1 / 9, -0.8
    blocs[5].war_stance = 0.7
    consider_heir(leader, blocs, Log.new(), H)
    assert leader.heir_faction == 5


@pytest.mark.parametrize(("personal", "strength"), [(0.8, 0.05), (0.5, 0.2), (1.0, 0.0), (1.5, 0.0)])
def test_an_heir_has_what_is_left_of_power_once_the_leader_has_his(personal, strength):
    assert heir_strength(Bloc.new(power=0.2), personal) == pytest.approx(strength)


def test_where_no_faction_has_power_no_heir_would_prevail():
    assert standing_of_heir(some_blocs(power=0.0), 4) == 0.0


def test_an_heir_is_worth_what_he_spares_and_keeps_less_what_he_threatens():
    """0.4 (0.5 x 0.06 + 0.25 x 0.08 x 0.36) - (0.5 x 0.05 + 0.01); prevails 0.2 : 0.3, fits by 0.5 x 1.2 x 0.6."""
    leader, blocs = incumbent(personalisation=0.8, hawkishness=-0.3), some_blocs(power=0.1)
    hazards = {Cause.COUP: 0.02, Cause.REMOVAL: 0.01, Cause.UPRISING: 0.03}
    for cause, rate in (hazards | {Cause.DEATH: 0.05, Cause.INCAPACITY: 0.03}).items():
        yearly(leader, cause, rate)
    blocs[2].power, blocs[2].support, blocs[2].war_stance, blocs[6].power = 0.2, 0.2, 0.5, 0.3
    p = HeirsParameters(spared=0.5, legacy=0.25, rivalry=0.5, eclipse=0.01)
    assert value_of_heir(blocs, 2, leader, p) == pytest.approx(-0.02012)


def test_without_an_heir_nothing_is_left_of_him():
    leader = incumbent(heir=3, heir_faction=3, heir_strength=0.2, heir_relief=0.3, heir_threat=0.4)
    name_heir(leader, some_blocs(), -1, H)
    left = (leader.heir, leader.heir_faction, leader.heir_strength, leader.heir_relief, leader.heir_threat)
    assert left == (-1, -1, 0.0, 0.0, 0.0)


@pytest.mark.parametrize(("loss", "kept"), [(0.0, True), (0.01, True), (0.02, True), (0.03, False)])
def test_an_heir_is_borne_until_he_costs_more_than_the_leader_bears(loss, kept):
    """An heir who spares and leaves nothing costs what he eclipses; 0.02 a year is borne."""
    leader, log = incumbent(heir=7, heir_faction=3, faction=Faction.GUARDS), Log.new()
    p = HeirsParameters(spared=0.0, legacy=0.0, rivalry=0.0, eclipse=loss, revocation=0.02)
    consider_heir(leader, some_blocs(), log, p)
    assert (leader.heir, leader.heir_faction) == ((7, 3) if kept else (-1, -1))
    assert events_of(log) == ([] if kept else [(Happening.HEIR_NAMED, Faction.GUARDS, -1, -1, -1, 0.0)])


def test_the_first_of_the_factions_that_gain_him_most_and_have_a_champion_gives_the_heir():
    """Of two with 0.14 of the power, against 0.24 of one without a champion: 0.5 x 0.06 x 0.14 / 0.38 a year."""
    leader, blocs, log = incumbent(faction=Faction.GUARDS), some_blocs(), Log.new()
    yearly(leader, Cause.COUP, 0.06)
    for faction, bloc in enumerate(blocs):
        bloc.champion = 20 + faction if faction else -1
    p = HeirsParameters(spared=0.5, legacy=0.0, rivalry=0.0, eclipse=0.0)
    consider_heir(leader, blocs, log, p)
    gain = pytest.approx(0.03 * 0.14 / 0.38)
    assert events_of(log) == [(Happening.HEIR_NAMED, Faction.GUARDS, 23, -1, 3, gain)]
    assert (leader.heir, leader.heir_faction, leader.heir_relief) == (23, 3, pytest.approx(0.5 * 0.14 / 0.38))


@pytest.mark.parametrize(("in_office", "reflection"), [(True, 0.0), (False, 12.0)])
def test_nobody_is_named_without_an_occasion_or_a_leader(in_office, reflection):
    leader, log = yearly(incumbent(in_office=in_office), Cause.COUP, 0.06), Log.new()
    consider_heir(leader, some_blocs(), log, dataclasses.replace(H, eclipse=0.0, reflection=reflection))
    assert (leader.heir, log.count) == (-1, 0)


# Successors


@pytest.mark.parametrize("legitimacy", [0.0, 0.42, 0.7])
def test_a_successor_brings_his_own(legitimacy):
    leader = yearly(incumbent(heir=2, heir_faction=2), Cause.COUP, 1.0)
    leader.exposure[Cause.DEATH] = 0.3
    leader.normals[1] = -1.0
    elite = Elite.new(faction=Faction.TECHNOCRATS, war_stance=-0.4)
    both(install, leader, elite, 17, legitimacy, 0.0, L, S)
    assert (leader.number, leader.elite, leader.faction) == (1, 17, Faction.TECHNOCRATS)
    assert leader.age == pytest.approx(S.age - S.age_spread)
    assert leader.hawkishness == -0.4
    assert leader.culpability < 0.1 < L.culpability
    assert leader.legitimacy == legitimacy
    assert leader.personalisation == pytest.approx(S.power * L.personalisation)
    assert leader.heir == leader.heir_faction == -1
    assert max(leader.exposure) == max(leader.hazard) == 0.0
    assert leader.in_office


def test_an_inauguration_moves_the_tier():
    elites, blocs = a_court(dissents=True, support=-0.4)
    elites[8].patron = 3
    leader = incumbent()
    both(inaugurate, leader, elites, 3, int(Succession.MANAGED_CONSOLIDATION), blocs, CLIMATE, 0.0, L, S, E)
    assert elites[0].support == pytest.approx(E.inherited * 0.5)
    assert elites[8].support == pytest.approx(E.inherited * 0.5 + E.kinship)
    assert elites[8].patron == -1
    assert not elites[4].dissents
    assert elites[3].tenure == 0.0
    assert elites[3].support == pytest.approx(E.appointee_support)


STALE = {
    "number": 3,
    "in_office": False,
    "tenure": 9.0,
    "term_left": 1.0,
    "terms": 0,
    "survival": 0.1,
    "handover": 0.7,
    "voted": True,
    "defeated": True,
    "counterweights": 4,
    "counterweight": True,
    "culpability": 0.99,
    "personalisation": 0.8,
}


def test_a_successor_begins_a_first_term_with_nothing_done():
    leader = incumbent(**STALE)
    install(
        leader, Elite.new(faction=Faction.MILITARY), 17, 0.5, 0.0, dataclasses.replace(L, survival=0.9), S
    )
    found = {name: getattr(leader, name) for name in STALE}
    assert found == {
        **dict.fromkeys(STALE, 0),
        "number": 4,
        "in_office": True,
        "term_left": 6.0,
        "terms": 1,
        "survival": 0.9,
        "culpability": pytest.approx(0.5 * S.culpability),
        "personalisation": pytest.approx(0.8 * S.power),
    }


@pytest.mark.parametrize(("stance", "culpability"), [(-1.0, 0.0), (0.0, 0.3), (0.5, 0.45), (1.0, 0.6)])
def test_a_successor_answers_for_the_war_as_far_as_he_was_for_it(stance, culpability):
    leader, p = incumbent(), dataclasses.replace(S, culpability=0.6)
    install(leader, Elite.new(war_stance=stance), 17, 0.5, 0.0, L, p)
    assert (leader.culpability, leader.hawkishness) == (pytest.approx(culpability), stance)


@pytest.mark.parametrize(("share", "personal"), [(0.0, 0.4), (0.5, 0.442), (1.0, 0.484)])
def test_a_successor_holds_what_passes_to_him_and_of_the_rest_his_share_in_his_faction(share, personal):
    """Half of 0.8 passes; of the other 0.6 a share in the 0.14 of power of his own."""
    elites, blocs = a_court()
    leader, p = incumbent(personalisation=0.8), dataclasses.replace(S, power=0.5, own_power=share)
    inaugurate(leader, elites, 3, 0.5, blocs, CLIMATE, 0.0, L, p, E)
    assert leader.personalisation == pytest.approx(personal)
