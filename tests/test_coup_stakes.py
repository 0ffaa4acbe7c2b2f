"""Stakes of a coup: costs against the points of indifference, and how they move with rents and with the leader."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.coup_stakes import costs, pledge, prize_of_office, reckoning, regime_strength, update_stakes
from agents.vocabulary import Organ
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
