"""The services: their shares of force, who commands them, and loyalty against its anchor and row by row."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.coup_stakes import CoupStakesParameters, prize_of_office, update_stakes
from agents.organs import OrgansParameters, commander_faction, initialise_services, link_commanders
from agents.services import (
    Service,
    ServicesParameters,
    anchor_loyalty,
    conduct_of_war,
    held_against,
    update_service,
)
from agents.tier import Bloc, Elite
from agents.vocabulary import ORGANS, Faction, Organ
from tests.organs import ORGANS_2025, SERVICES, STAKES, roster, run, sitting

units = st.floats(0.0, 1.0)


# The ten organs


def test_ten_organs_share_the_force_near_the_capital():
    services = roster()
    assert [s.organ for s in services] == list(range(ORGANS))
    assert sum(s.force for s in services) == pytest.approx(1.0)
    assert [o for o in Organ if services[o].guards] == [Organ.FSO]
    assert [o for o in Organ if services[o].counterweight] == [Organ.FSO, Organ.ROSGVARDIA]
    assert max(services, key=lambda s: s.personnel).organ == Organ.ARMED_FORCES
    assert max(services, key=lambda s: s.force).organ == Organ.ROSGVARDIA
    assert max(services, key=lambda s: s.reach).organ == Organ.FSB
    for a in range(ORGANS):
        assert services[a].rivalry[a] == 0.0
        for b in range(a):
            assert services[a].rivalry[b] == services[b].rivalry[a]
            assert 0.6 <= services[a].rivalry[b] <= 0.9


OPENED = {"budget": 1.0, "grievance": 0.0, "status": 0.0, "war_grievance": 0.0, "seen_tenure": -1.0}
OPENED |= {"commander": -1, "stance": 0, "joined": 0.0}


@pytest.mark.parametrize("organ", list(Organ))
def test_each_organ_starts_with_its_people_and_no_past(organ):
    """Whatever stood in its books before."""
    services = [Service.new(personnel=9.0, loyalty=9.0, **dict.fromkeys(OPENED, 9)) for _ in Organ]
    initialise_services(services, ORGANS_2025)
    service, name = services[organ], organ.name.lower()
    nearby = [getattr(ORGANS_2025, f"nearby_{o.name.lower()}") for o in Organ]
    assert service.personnel == getattr(ORGANS_2025, f"personnel_{name}")
    assert service.force == pytest.approx(nearby[organ] / sum(nearby))
    assert service.loyalty == service.anchor == getattr(ORGANS_2025, f"loyalty_{name}")
    assert {field: getattr(service, field) for field in OPENED} == OPENED


@pytest.mark.parametrize(
    ("faction", "organs"),
    [
        (Faction.MILITARY, (Organ.ARMED_FORCES, Organ.GU, Organ.IRREGULARS)),
        (Faction.GUARDS, (Organ.FSO, Organ.ROSGVARDIA, Organ.MVD)),
        (Faction.GOVERNORS, (Organ.CHECHEN_FORMATIONS,)),
        (Faction.SECURITY_CORE, (Organ.FSB, Organ.SVR, Organ.INVESTIGATORS)),
    ],
)
def test_commanders_come_from_the_faction_of_their_organ(faction, organs):
    assert tuple(organ for organ in Organ if commander_faction(organ) == faction) == organs
    assert all(roster()[organ].faction == faction for organ in organs)


@pytest.mark.parametrize(
    ("organ", "access", "reach", "arms", "war"),
    [
        (Organ.ARMED_FORCES, "first", "usual", "army", "army"),
        (Organ.FSB, "first", "fsb", "police", "usual"),
        (Organ.FSO, "first", "fso", "troops", "usual"),
        (Organ.ROSGVARDIA, "second", "usual", "rosgvardia", "troops"),
        (Organ.MVD, "second", "usual", "police", "usual"),
        (Organ.SVR, "second", "usual", "police", "usual"),
        (Organ.GU, "third", "usual", "troops", "army"),
        (Organ.INVESTIGATORS, "third", "usual", "police", "usual"),
        (Organ.CHECHEN_FORMATIONS, "third", "usual", "troops", "troops"),
        (Organ.IRREGULARS, "third", "usual", "troops", "army"),
    ],
)
def test_each_organ_has_the_means_of_its_kind(organ, access, reach, arms, war):
    service, p = roster()[organ], ORGANS_2025
    assert service.seniority == getattr(p, f"access_{access}")
    assert service.reach == getattr(p, f"reach_{reach}")
    assert service.arms == getattr(p, f"arms_{arms}")
    assert service.war_exposure == getattr(p, f"war_{war}")
    guards = organ in (Organ.FSO, Organ.ROSGVARDIA)
    assert service.post == (p.post_counterweight if guards else 1.0)


def test_organs_distrust_by_kinship_and_by_who_watches_whom():
    services = roster(distrust_kin=0.1, distrust_watched=0.9, distrust_usual=0.5)
    o = Organ
    kin = [
        (o.ARMED_FORCES, o.GU),
        (o.GU, o.IRREGULARS),
        (o.FSO, o.ROSGVARDIA),
        (o.ROSGVARDIA, o.MVD),
        (o.FSB, o.SVR),
    ]
    watched = [(o.ARMED_FORCES, b) for b in (o.FSB, o.FSO, o.ROSGVARDIA, o.CHECHEN_FORMATIONS, o.IRREGULARS)]
    watched += [(o.FSB, b) for b in (o.ROSGVARDIA, o.GU, o.CHECHEN_FORMATIONS)]
    for a in Organ:
        for b in range(a + 1, ORGANS):
            expected = 0.1 if (a, b) in kin else 0.9 if (a, b) in watched else 0.5
            assert services[a].rivalry[b] == services[b].rivalry[a] == expected


def test_commanders_are_found_by_organ_then_by_faction():
    elites = [Elite.new(faction=int(f), organ=-1, power=0.1) for f in Faction]
    elites.append(Elite.new(faction=Faction.BUSINESS, organ=Organ.FSB, power=0.01))
    elites.append(Elite.new(faction=Faction.MILITARY, organ=-1, power=0.2))
    services = roster()
    link_commanders(services, elites, len(elites))
    assert services[Organ.FSB].commander == len(elites) - 2
    assert services[Organ.GU].commander == len(elites) - 1
    for service in services:
        assert 0 <= service.commander < len(elites)
    assert commander_faction(Organ.CHECHEN_FORMATIONS) == Faction.GOVERNORS


def test_an_organ_without_a_commander_has_the_first_of_the_strongest_free_ones_of_its_faction():
    """A member without power before a stranger, and before one with another command; where there is none, the first."""
    elites = [
        Elite.new(faction=Faction.BUSINESS, organ=-1, power=0.9),
        Elite.new(faction=Faction.MILITARY, organ=Organ.ARMED_FORCES, power=0.8),
        Elite.new(faction=Faction.MILITARY, organ=-1, power=0.0),
        Elite.new(faction=Faction.MILITARY, organ=-1, power=0.0),
    ]
    services = roster()
    link_commanders(services, elites, len(elites))
    rows = {Organ.ARMED_FORCES: 1, Organ.GU: 2, Organ.IRREGULARS: 2}
    assert [service.commander for service in services] == [rows.get(organ, 0) for organ in Organ]


@pytest.mark.parametrize("group", [ServicesParameters, CoupStakesParameters, OrgansParameters])
def test_parameters_lie_in_their_ranges_and_name_a_source(group):
    for field in dataclasses.fields(group):
        assert field.metadata["low"] <= field.default <= field.metadata["high"], field.name
        assert all(field.metadata[k] for k in ("source", "meaning", "unit")), field.name


# Loyalty


def test_conduct_of_the_war_in_rows():
    quiet = conduct_of_war(0.0, 0.0, SERVICES)
    stalemate = conduct_of_war(0.0, 12.0, SERVICES)
    advance = conduct_of_war(900.0, 12.0, SERVICES)
    assert quiet == 0.0
    assert advance < 0.02 < 0.4 < stalemate < 0.5


def test_loyalty_follows_ties_rents_and_the_war():
    base = run(roster()[Organ.ARMED_FORCES], 150).loyalty
    assert run(roster()[Organ.ARMED_FORCES], 150, support=-0.5).loyalty < base
    assert run(roster()[Organ.ARMED_FORCES], 150, rents=0.6).loyalty < base
    assert run(roster()[Organ.ARMED_FORCES], 150, rents=1.5).loyalty > base
    assert run(roster()[Organ.ARMED_FORCES], 150, advance=-200.0, losses=15.0).loyalty < base
    police = run(roster()[Organ.MVD], 150).loyalty - run(roster()[Organ.MVD], 150, losses=15.0).loyalty
    army = base - run(roster()[Organ.ARMED_FORCES], 150, losses=15.0).loyalty
    assert army > police > 0.0


def test_at_rest_loyalty_is_its_anchor():
    service = run(roster()[Organ.FSB], 400, support=0.0, losses=0.0)
    assert service.loyalty == pytest.approx(service.anchor)
    assert service.grievance == 0.0


def test_a_purge_is_seen_once_and_fades():
    service = run(roster()[Organ.FSB], 10, losses=0.0)
    newcomer = Elite.new(support=0.7, tenure=0.0)
    update_service(service, newcomer, Bloc.new(rents=1.0), 0.0, SERVICES)
    insult = service.grievance
    assert insult == pytest.approx(SERVICES.purge_insult)
    for week in range(1, 53):
        newcomer.tenure = float(week)
        update_service(service, newcomer, Bloc.new(rents=1.0), 0.0, SERVICES)
    assert service.grievance == pytest.approx(insult * (1.0 - SERVICES.status_fade) ** 52)


@given(units, st.floats(-1.0, 1.0), st.floats(0.0, 3.0), st.floats(-2000.0, 2000.0), st.floats(0.0, 100.0))
def test_shares_stay_shares(loyalty, support, rents, advance, losses):
    service = roster()[Organ.ARMED_FORCES]
    service.loyalty = loyalty
    service.normal = 3.0
    discontent = conduct_of_war(advance, losses, SERVICES)
    for _ in range(5):
        update_service(service, Elite.new(support=support), Bloc.new(rents=rents), discontent, SERVICES)
        update_stakes(service, sitting(survival=loyalty), prize_of_office(rents, STAKES), STAKES)
    assert 0.0 <= service.loyalty <= 1.0
    assert 0.0 <= service.grievance <= 1.0
    assert 0.0 <= service.resist_cost < service.join_cost <= 1.0
    assert 0.0 <= service.pledged <= 1.0


def test_without_elasticities_rents_move_nothing_but_the_budget():
    still = dataclasses.replace(SERVICES, loyalty_rents=0.0)
    off = dataclasses.replace(STAKES, prize_elasticity=0.0)
    found = []
    for rents in (0.4, 1.0, 2.5):
        service = roster()[Organ.ARMED_FORCES]
        for _ in range(60):
            update_service(
                service,
                Elite.new(support=0.3),
                Bloc.new(rents=rents),
                conduct_of_war(200.0, 5.0, still),
                still,
            )
            update_stakes(service, sitting(), prize_of_office(rents, off), off)
        service.budget = 0.0
        found.append(bytes(service))
    assert found[0] == found[1] == found[2]


# By numbers worked by hand.


def test_every_organ_starts_at_rest_by_its_loyalty_less_the_tie_of_its_commander():
    p = ServicesParameters(loyalty_tie=0.5)
    elites = [Elite.new(support=0.1 * row) for row in range(ORGANS)]
    services = [Service.new(loyalty=0.7, commander=ORGANS - 1 - k, anchor=9.0) for k in range(ORGANS)]
    anchor_loyalty(services, elites, p)
    expected = [0.7 - 0.05 * (ORGANS - 1 - k) for k in range(ORGANS)]
    assert [service.anchor for service in services] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("advance", "losses", "tolerable", "discontent"),
    [
        (300.0, 12.0, 12.0, 0.25),
        (300.0, 4.0, 12.0, 0.125),
        (300.0 - 150.0 * math.log(3.0), 36.0, 12.0, 0.5625),
        (300.0 + 150.0 * math.log(3.0), 36.0, 12.0, 0.1875),
        (300.0, 0.0, 0.0, 0.0),
    ],
)
def test_losses_are_resented_as_far_as_they_buy_no_ground(advance, losses, tolerable, discontent):
    """Half at the losses tolerated, half at an advance that half contents, three to one ln 3 spreads off it."""
    p = ServicesParameters(tolerable_losses=tolerable, satisfying_advance=300.0, advance_spread=150.0)
    assert conduct_of_war(advance, losses, p) == pytest.approx(discontent)


@pytest.mark.parametrize(
    ("culpability", "held"), [(-1.0, 0.2), (0.0, 0.2), (0.25, 0.4), (0.5, 0.6), (1.0, 1.0), (2.0, 1.0)]
)
def test_a_ruler_who_did_not_begin_the_war_answers_for_a_part_of_its_losses(culpability, held):
    assert held_against(culpability, ServicesParameters(inherited_blame=0.2)) == pytest.approx(held)


HAND = ServicesParameters(
    budget_speed=0.5,
    loyalty_speed=0.5,
    loyalty_rents=0.2,
    loyalty_tie=0.4,
    loyalty_grievance=0.5,
    loyalty_noise=0.1,
    war_speed=0.25,
    status_fade=0.5,
    purge_insult=0.25,
)


def a_week(p=HAND, support=0.5, rents=3.0, discontent=0.8, tenure=7.0, **changes):
    """An organ's week: its commander was last seen at five weeks in office."""
    given = {"budget": 1.0, "anchor": 0.3, "loyalty": 0.4, "status": 0.4, "seen_tenure": 5.0, **changes}
    service = Service.new(**given, war_exposure=0.5, war_grievance=0.2)
    update_service(service, Elite.new(support=support, tenure=tenure), Bloc.new(rents=rents), discontent, p)
    return service


def test_budgets_follow_rents_and_grievance_what_is_felt_of_the_war_and_of_status():
    """Half way from 1 to 3; a quarter of the way from 0.2 to 0.5 x 0.8; status halves; 1 - 0.8 x 0.75."""
    service = a_week()
    assert service.budget == 2.0
    assert (service.status, service.war_grievance, service.seen_tenure) == pytest.approx((0.2, 0.25, 7.0))
    assert service.grievance == pytest.approx(0.4)


@pytest.mark.parametrize(("tenure", "status"), [(6.0, 0.2), (5.0, 0.2), (4.0, 0.4), (0.0, 0.4)])
def test_a_commander_who_is_newer_than_the_last_one_seen_is_an_insult(tenure, status):
    """A quarter of what 0.2 leaves."""
    service = a_week(tenure=tenure)
    assert (service.status, service.seen_tenure) == pytest.approx((status, tenure))


@pytest.mark.parametrize(
    ("anchor", "loyalty", "normal", "after"),
    [
        (0.3, 0.4, 0.0, 0.5 * (0.4 + 0.3 + 0.2 + 0.2 * math.log(2.0) - 0.2)),
        (0.3, 0.4, 1.0, 0.5 * (0.4 + 0.3 + 0.2 + 0.2 * math.log(2.0) - 0.2) + 0.1),
        (0.3, 0.4, -1.0, 0.5 * (0.4 + 0.3 + 0.2 + 0.2 * math.log(2.0) - 0.2) - 0.1),
        (5.0, 0.4, 0.0, 0.7),
        (-5.0, 0.4, 0.0, 0.2),
        (5.0, 0.9, 9.0, 1.0),
        (-5.0, 0.1, -9.0, 0.0),
    ],
)
def test_loyalty_goes_half_way_to_its_target_within_the_scale_and_is_shaken(anchor, loyalty, normal, after):
    """Anchor, tie of 0.4 x 0.5, elasticity of 0.2 to a budget doubled, less half of a grievance of 0.4."""
    assert a_week(anchor=anchor, loyalty=loyalty, normal=normal).loyalty == pytest.approx(after)


def test_suspicion_is_the_mean_distrust_of_the_other_organs():
    distrust = [0.0] + [0.1 * k for k in range(1, ORGANS)]
    assert a_week(rivalry=distrust).suspicion == pytest.approx(0.5)
