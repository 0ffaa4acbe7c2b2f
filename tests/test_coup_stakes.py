"""Stakes of a coup: costs against the points of indifference, and how they move with rents and with the leader."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.coup_stakes import (
    costs,
    member_cost,
    pledge,
    prize_of_office,
    reckoning,
    regime_strength,
    stakes,
    update_stakes,
)
from agents.services import Service
from agents.vocabulary import ORGANS, Organ
from tests.organs import STAKES, roster, settle, sitting


@given(
    st.floats(0.1, 10.0), st.floats(0.0, 5.0), st.floats(0.0, 3.0), st.floats(0.1, 5.0), st.floats(0.0, 3.0)
)
def test_costs_are_the_indifference_points(punishment, reward, favour, reprisal, fighting):
    c, d = costs(punishment, reward, favour, reprisal, fighting)
    assert 0.0 <= d < c <= 1.0
    join = c * reward - (1.0 - c) * punishment - fighting
    resist = (1.0 - d) * favour - d * reprisal - fighting
    if favour * reward > fighting * (favour + reward) and d > 0.99 * c:
        at_c = (1.0 - c) * favour - c * reprisal - fighting
        assert join == pytest.approx(at_c, abs=1e-6)
    else:
        assert c == 1.0 or join == pytest.approx(0.0, abs=1e-9)
        assert d == 0.0 or resist == pytest.approx(0.0, abs=1e-9)


def test_free_fighting_for_a_regime_without_friends_is_the_plain_cost():
    assert costs(3.0, 1.0, 0.0, 2.0, 0.0) == (0.75, 0.0)


def test_larger_rents_raise_the_prize_and_lower_the_cost_of_joining():
    services = roster()
    army = services[Organ.ARMED_FORCES]
    army.grievance = 0.5
    army.suspicion = 0.7
    found = []
    for rents in (0.5, 1.0, 2.0):
        update_stakes(army, sitting(), prize_of_office(rents, STAKES), STAKES)
        found.append(army.join_cost)
    assert found[0] > found[1] > found[2]
    off = dataclasses.replace(STAKES, prize_elasticity=0.0)
    assert prize_of_office(0.0, off) == prize_of_office(3.0, off) == 1.0


def test_nobody_defends_a_lame_duck_whose_coup_is_no_less_dangerous():
    services = roster()
    guards = services[Organ.FSO]
    guards.grievance = 0.6
    guards.suspicion = 0.7
    update_stakes(guards, sitting(survival=0.95), 1.0, STAKES)
    firm = (guards.join_cost, guards.resist_cost)
    update_stakes(guards, sitting(survival=0.2), 1.0, STAKES)
    assert guards.join_cost == firm[0]
    assert guards.resist_cost < firm[1]
    assert reckoning(1.0, STAKES) == 1.0


def test_guards_and_counterweights_hold_and_followers_grow_with_personal_power():
    services = roster()
    shares = [pledge(services[o], 0.0, STAKES) for o in (Organ.FSO, Organ.ROSGVARDIA, Organ.ARMED_FORCES)]
    assert shares[0] > shares[1] > shares[2] == 0.0
    for service in services:
        assert pledge(service, 1.0, STAKES) > pledge(service, 0.5, STAKES)
    everyone = dataclasses.replace(STAKES, grip=1.0)
    assert pledge(services[0], 1.0, everyone) == pytest.approx(services[0].loyalty)


def test_strength_falls_with_the_leaders_health_and_legitimacy():
    services = roster()
    settle(services, sitting())
    whole = regime_strength(services, sitting(), STAKES)
    assert regime_strength(services, sitting(health=0.3), STAKES) < whole
    assert regime_strength(services, sitting(legitimacy=0.2), STAKES) < whole
    assert regime_strength(services, sitting(health=0.0, legitimacy=0.0), STAKES) == 0.0


# Worked by hand


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((3.0, 2.0, 1.0, 4.0, 0.5), (0.7, 0.1)),
        ((3.0, 2.0, 0.1, 4.0, 0.5), (0.7, 0.0)),  # fighting costs more than it earns: it never resists
        ((1.0, 1.0, 0.5, 1.0, 3.0), (1.0, 0.0)),  # no fall is worth it: it never joins
        ((0.0, 0.0, 0.1, 1.0, 0.2), (1.0, 0.0)),  # nothing to win or lose: it never joins
        ((3.0, 1.0, 0.0, 0.0, 0.2), (0.8, 0.0)),  # nothing to defend: it never resists
        ((1.0, 3.0, 2.0, 0.0, 0.0), (0.5, 0.5)),  # d = 1 > c = 1/4: both meet at 3/6
    ],
)
def test_costs_are_shares_of_what_is_at_stake(given, expected):
    assert costs(*given) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("survival", "counted"), [(1.5, 1.0), (1.0, 1.0), (0.5, 0.65), (0.0, 0.3), (-1.0, 0.3)]
)
def test_promises_count_as_far_as_he_will_last(survival, counted):
    assert reckoning(survival, STAKES) == pytest.approx(counted)


@pytest.mark.parametrize(
    ("grievance", "prize", "fighting", "expected"),
    [
        (0.0, 1.0, 0.0, 0.4 / 2.9),
        (0.5, 1.0, 0.4, 1.0 / 3.65),  # fighting without heavy weapons costs 0.4 x 1.5
        (0.5, 2.0, 0.4, 1.0 / 6.15),
        (1.0, 0.0, 0.4, 1.0 / 1.9),
        (0.0, 0.0, 0.4, 1.0),  # nothing to win: never
    ],
)
def test_those_in_a_plot_risk_a_tenth_of_the_punishment_for_the_spoils(grievance, prize, fighting, expected):
    p = dataclasses.replace(STAKES, fighting=fighting)
    assert member_cost(Service.new(grievance=grievance), prize, p) == pytest.approx(expected)


def test_a_plot_without_stakes_is_joined_by_none():
    bare = dataclasses.replace(STAKES, implication=1.0, fighting=0.0)
    assert member_cost(Service.new(), 0.0, bare) == 1.0


@pytest.mark.parametrize(
    ("organ", "personalisation", "loyalty", "expected"),
    [
        ({"guards": True}, 0.8, 0.5, 0.385),  # 3/4 and 0.08 of the last quarter, of one half
        ({"guards": True}, 1.5, 0.5, 0.3875),
        ({"counterweight": True}, 0.5, 1.0, 0.335),
        ({}, 0.5, 0.6, 0.03),
        ({"guards": True}, 1.0, 2.0, 1.0),
        ({"guards": True}, 1.0, -0.5, 0.0),
    ],
)
def test_units_are_pledged_by_kind_by_person_and_by_loyalty(organ, personalisation, loyalty, expected):
    service = Service.new(loyalty=loyalty, **organ)
    assert pledge(service, personalisation, STAKES) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("health", "legitimacy", "expected"),
    [(0.5, 0.4, 0.27), (1.0, 0.0, 0.5), (1.5, 0.0, 0.5), (0.0, 1.0, 0.05), (0.0, 1.5, 0.05)],
)
def test_strength_is_pledged_force_in_health_and_lawful_command(health, legitimacy, expected):
    services = [Service.new(force=0.1, pledged=0.5) for _ in range(ORGANS)]
    leader = sitting(health=health, legitimacy=legitimacy)
    assert regime_strength(services, leader, STAKES) == pytest.approx(expected)


def test_what_is_at_stake_outside_a_plot_for_who_is_loyal_or_aggrieved():
    """Favour 0.5 x 0.3 x 0.8 + 0.2 x 0.6, for a counterweight 0.5 x 0.15 more; reward 0.3 x 2 + 1.5 x 0.4; no arms."""
    p = dataclasses.replace(STAKES, fighting=0.1, punishment=4.0)
    service = Service.new(loyalty=0.8, grievance=0.4, arms=0.0)
    assert stakes(service, 0.6, 0.5, 2.0, p) == pytest.approx((4.15 / 5.2, 0.09 / 2.24))
    service.counterweight, service.arms = True, 1.0
    assert stakes(service, 0.6, 0.5, 2.0, p) == pytest.approx((4.1 / 5.2, 0.215 / 2.315))
