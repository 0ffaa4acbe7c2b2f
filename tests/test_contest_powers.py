"""What factions bring to a contested succession, by hand: distrust, force, the street, candidates."""

from __future__ import annotations

import dataclasses

import pytest

from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Faction, Organ
from model.contest import (
    ContestParameters,
    armed,
    dovish_civilian,
    measure_distrust,
    muster,
    nominate,
    voice,
)
from model.polity import Contest, Regime

RULES = ContestParameters()
CORE, GUARDS, ARMY, BUSINESS = Faction.SECURITY_CORE, Faction.GUARDS, Faction.MILITARY, Faction.BUSINESS
CIVILIANS = {Faction.ADMINISTRATION, Faction.TECHNOCRATS, BUSINESS, Faction.GOVERNORS}


@pytest.mark.parametrize("faction", list(Faction))
def test_who_commands_force_who_can_be_a_dove_and_who_speaks_for_a_calm_street(faction):
    assert armed(faction) is (faction in (CORE, GUARDS, ARMY))
    assert dovish_civilian(faction, -0.5, RULES) is (faction in CIVILIANS)
    assert not dovish_civilian(faction, 0.5, RULES)
    calm = voice(faction, Bloc.new(power=0.2, war_stance=-0.5), 0.25, RULES)
    assert calm == pytest.approx(0.15 if faction in CIVILIANS else 0.0)
    torn = voice(faction, Bloc.new(power=0.2, war_stance=0.5, dissent=0.5), 0.25, RULES)
    assert torn == pytest.approx(0.0 if armed(faction) else 0.1)


def test_the_middle_of_the_scale_is_not_dovish():
    assert not dovish_civilian(BUSINESS, RULES.dovish, RULES)


# Distrust


def a_service(organ: Organ, faction: Faction, force: float, **distrust: float) -> Service:
    rivalry = [distrust.get(o.name.lower(), 0.0) for o in Organ]
    return Service.new(organ=organ, faction=faction, force=force, rivalry=rivalry)


def test_distrust_between_factions_is_that_of_their_organs_weighed_by_the_force_distrusted():
    """Core towards guards: (0.3 x 0.2 + 0.1 x 0.6 + 0.3 x 0.4 + 0.1 x 0.8) / 0.8 = 0.4; of its two to each other 0.7."""
    services = [
        a_service(Organ.FSB, CORE, 0.2, fso=0.2, rosgvardia=0.6, svr=0.7, fsb=0.9),
        a_service(Organ.SVR, CORE, 0.1, fso=0.4, rosgvardia=0.8, fsb=0.7, svr=0.9),
        a_service(Organ.FSO, GUARDS, 0.3, fsb=0.5, svr=0.2),
        a_service(Organ.ROSGVARDIA, GUARDS, 0.1, fsb=0.5, svr=0.2),
    ]
    contest = Contest.new(distrust=[5.0] * FACTIONS * FACTIONS)
    measure_distrust(contest, services)
    found = {
        (i, j): contest.distrust[i * FACTIONS + j]
        for i in Faction
        for j in Faction
        if contest.distrust[i * FACTIONS + j] != 0.0
    }
    assert found == {
        (CORE, GUARDS): pytest.approx(0.4),
        (CORE, CORE): pytest.approx(0.7),
        (GUARDS, CORE): pytest.approx(0.4),  # (0.2 x 0.5 + 0.1 x 0.2) / 0.3
    }


# Power


def mustered(power: dict[int, float], forces=(), unrest=0.2, rules=RULES, **values) -> Contest:
    """Muster factions of these powers, business alone dovish."""
    contest = Contest.new(**{"cause": Cause.DEATH, "bloc_force": [9.0] * FACTIONS, **values})
    blocs = [
        Bloc.new(power=power.get(f, 0.0), war_stance=-0.5 if f == BUSINESS else 0.5) for f in range(FACTIONS)
    ]
    services = [a_service(organ, faction, force) for organ, faction, force in forces]
    muster(contest, Regime.new(unrest=unrest), blocs, services, rules)
    return contest


def test_power_is_of_elites_force_and_street_against_all_three():
    """Elites 0.75 and 0.25; force 0.4 at half weight; a fifth of the street at half weight: 1 + 0.5 + 0.1 in all."""
    forces = [(Organ.ARMED_FORCES, ARMY, 0.3), (Organ.GU, ARMY, 0.1)]
    contest = mustered({ARMY: 0.6, BUSINESS: 0.2}, forces)
    assert contest.scale == pytest.approx(1.6)
    assert list(contest.bloc_force) == pytest.approx([0.4 if f == ARMY else 0.0 for f in Faction])
    expected = {ARMY: 0.95 / 1.6, BUSINESS: 0.35 / 1.6}
    assert list(contest.bloc_power) == pytest.approx([expected.get(f, 0.0) for f in Faction])


def test_all_of_the_street_is_out_after_an_uprising():
    contest = mustered({ARMY: 0.6, BUSINESS: 0.2}, cause=Cause.UPRISING)
    assert contest.scale == pytest.approx(2.0)
    assert contest.bloc_power[BUSINESS] == pytest.approx(0.75 / 2.0)


def test_a_street_for_which_nobody_speaks_weighs_nothing():
    contest = mustered({ARMY: 0.6, CORE: 0.2})
    assert contest.scale == 1.5
    assert list(contest.bloc_power) == pytest.approx(
        [{ARMY: 0.5, CORE: 0.25 / 1.5}.get(f, 0.0) for f in Faction]
    )


def test_regional_formations_follow_nobody():
    forces = [(Organ.CHECHEN_FORMATIONS, GUARDS, 0.25), (Organ.ROSGVARDIA, GUARDS, 0.15)]
    contest = mustered({GUARDS: 0.5, BUSINESS: 0.5}, forces)
    assert (contest.regional_force, contest.bloc_force[GUARDS]) == (0.25, 0.15)


def test_a_faction_beaten_in_a_clash_keeps_what_it_is_spared_and_no_force():
    purged = [1 if f == GUARDS else 0 for f in Faction]
    forces = [(Organ.ROSGVARDIA, GUARDS, 0.15), (Organ.FSB, CORE, 0.2)]
    contest = mustered({GUARDS: 0.5, CORE: 0.5}, forces, purged=purged)
    assert (contest.bloc_force[GUARDS], contest.bloc_force[CORE]) == (0.0, 0.2)
    assert contest.bloc_power[GUARDS] == pytest.approx(0.3 * 0.5 / 1.5)
    assert contest.bloc_power[CORE] == pytest.approx(0.6 / 1.5)


def test_without_elites_there_is_the_power_of_force_alone():
    contest = mustered({}, [(Organ.FSB, CORE, 0.3)])
    assert list(contest.bloc_power) == pytest.approx([0.1 if f == CORE else 0.0 for f in Faction])


# Candidates


def nominated(power=0.2, ambition=0.6, rules=RULES, **values) -> tuple[Contest, int]:
    """Let factions of this power and ambition stand; nobody is focal, technocrats act, unless told."""
    usual = {"focal": -1, "acting": Faction.TECHNOCRATS, "bloc_power": [power] * FACTIONS}
    contest = Contest.new(**{**usual, "backing": [0.7] * FACTIONS * FACTIONS, **values})
    blocs = [Bloc.new(ambition=ambition) for _ in Faction]
    return contest, nominate(contest, blocs, rules)


def standing(contest: Contest) -> list[int]:
    assert set(contest.candidate) <= {0, 1}
    return [f for f in Faction if contest.candidate[f]]


@pytest.mark.parametrize(
    ("power", "ambition", "focal", "stand"),
    [
        (0.05, 0.3, -1, list(Faction)),
        (0.04, 0.3, -1, [Faction.TECHNOCRATS]),
        (0.05, 0.2, -1, [Faction.TECHNOCRATS]),
        (0.04, 0.2, -1, [Faction.TECHNOCRATS]),
        (0.04, 0.2, Faction.PARTY, [Faction.PARTY]),
        (0.05, 0.2, Faction.SECURITY_CORE, [Faction.SECURITY_CORE]),
    ],
)
def test_factions_with_power_and_ambition_stand_the_focal_one_always_else_the_acting_president(
    power, ambition, focal, stand
):
    contest, count = nominated(power, ambition, focal=focal, candidate=[1] * FACTIONS)
    assert (standing(contest), count) == (stand, len(stand))


@pytest.mark.parametrize("focal", [-1, Faction.MILITARY])
def test_a_faction_without_a_man_puts_up_nobody(focal):
    bearer = [-1 if f == Faction.MILITARY else 0 for f in Faction]
    contest, count = nominated(focal=focal, bearer=bearer)
    assert (standing(contest), count) == ([f for f in Faction if f != Faction.MILITARY], FACTIONS - 1)


def test_at_first_each_faction_that_has_a_candidate_stands_behind_its_own():
    powers = [0.2 if f in (CORE, Faction.ULTRANATIONALISTS) else 0.0 for f in Faction]
    contest, count = nominated(bloc_power=powers)
    assert count == 2
    stands = {i * FACTIONS + i for i in (CORE, Faction.ULTRANATIONALISTS)}
    assert list(contest.backing) == [1.0 if pair in stands else 0.0 for pair in range(FACTIONS * FACTIONS)]


def test_the_acting_president_left_alone_is_one_and_has_his_own_faction_behind_him():
    contest, count = nominated(power=0.0)
    assert count == 1
    acting = Faction.TECHNOCRATS * FACTIONS + Faction.TECHNOCRATS
    assert [pair for pair, share in enumerate(contest.backing) if share] == [acting]


def test_the_appeal_of_a_candidate_is_its_shock_by_its_spread():
    normals = [0.5 * (f - 4) for f in Faction]
    contest, _ = nominated(rules=dataclasses.replace(RULES, appeal=0.2), appeal_normals=normals)
    assert list(contest.appeal) == pytest.approx([0.1 * (f - 4) for f in Faction])
