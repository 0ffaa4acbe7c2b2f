"""Counterweights: when a leader raises one, and what it does to the regime and to the army."""

from __future__ import annotations

import dataclasses

import pytest

from agents.coup_stakes import regime_strength
from agents.events import Log
from agents.palace import PalaceParameters, balance, govern, relief_from_counterweight
from agents.services import Service, ServicesParameters, raise_counterweight
from agents.vocabulary import ORGANS, Faction, Happening, Organ
from tests.incumbents import CLIMATE, incumbent, some_blocs
from tests.organs import SERVICES, STAKES, roster, run, settle, sitting

P = PalaceParameters()


# When a leader raises one


def test_counterweights_pay_where_the_army_is_disloyal_and_few_exist():
    assert relief_from_counterweight(0.2, 0, P) > 0.0 > relief_from_counterweight(0.6, 0, P)
    assert relief_from_counterweight(0.2, 5, P) < 0.0
    provoking = dataclasses.replace(P, provocation=1.0, deterrence=0.4)
    assert relief_from_counterweight(0.0, 0, provoking) < 0.0, "none if it provokes more than it deters"
    at_measured_rate = dataclasses.replace(P, provocation=0.0, deterrence=0.6, upkeep=0.0)
    assert relief_from_counterweight(1 - P.usual_disloyalty, 0, at_measured_rate) == pytest.approx(
        0.6 * P.attempts * P.success
    )


@pytest.mark.parametrize(
    ("loyalty", "existing", "relief"),
    [
        (0.7, 0, 0.0236),
        (0.7, 2, 0.0036),
        (0.0, 0, 0.102),
        (-0.5, 0, 0.102),
        (1.0, 0, -0.01),
        (1.5, 0, -0.01),
    ],
)
def test_a_counterweight_is_worth_the_coups_it_spares_less_its_upkeep(loyalty, existing, relief):
    """Attempts 0.4 x disloyalty / 0.5, of which 0.4 succeed; 1 - 1.3 x 0.5 = 0.35 spared; 0.01 each."""
    p = PalaceParameters(
        attempts=0.4, success=0.4, usual_disloyalty=0.5, deterrence=0.5, provocation=0.3, upkeep=0.01
    )
    assert relief_from_counterweight(loyalty, existing, p) == pytest.approx(relief)


@pytest.mark.parametrize(
    ("uniform", "changes", "loyalty"),
    [
        (0.0, {}, 0.9),
        (0.0, {"attempts": 0.0, "upkeep": 0.0}, 0.1),
        (0.999, {}, 0.1),
        (0.0, {"reorganisation": 0.0}, 0.1),
    ],
)
def test_none_is_raised_that_does_not_pay_or_without_an_occasion(uniform, changes, loyalty):
    leader, log = incumbent(counterweights=0), Log.new()
    leader.uniforms[1] = uniform
    balance(leader, loyalty, log, dataclasses.replace(P, **changes))
    assert (leader.counterweight, leader.counterweights, log.count) == (False, 0, 0)


def test_an_order_is_told_with_its_number_and_what_it_gains():
    leader, log = incumbent(counterweights=2, faction=Faction.GUARDS), Log.new()
    p = dataclasses.replace(P, upkeep=0.0)
    balance(leader, 0.1, log, p)
    assert (leader.counterweight, leader.counterweights, log.count) == (True, 3, 1)
    event, gain = log.events[0], relief_from_counterweight(0.1, 2, p)
    told = (event.kind, event.actor, event.target, event.scope, event.detail, event.value)
    assert told == (Happening.COUNTERWEIGHT, Faction.GUARDS, -1, -1, 3, gain)


def test_the_order_stands_for_a_week():
    leader, blocs, log = incumbent(), some_blocs(), Log.new()
    govern(leader, blocs, CLIMATE, 1.0, 0.1, log, P)
    assert leader.counterweight
    assert leader.counterweights == 1
    assert log.events[0].kind == Happening.COUNTERWEIGHT
    leader.uniforms[1] = 0.999
    govern(leader, blocs, CLIMATE, 1.0, 0.1, log, P)
    assert not leader.counterweight


# What it does


def test_a_counterweight_strengthens_the_regime_and_offends_the_army():
    before = roster()
    after = roster()
    raise_counterweight(after, 1.0, SERVICES)
    settle(before, sitting())
    settle(after, sitting())
    assert sum(s.force for s in after) == pytest.approx(1.0)
    assert regime_strength(after, sitting(), STAKES) > regime_strength(before, sitting(), STAKES)
    for old, new in zip(before, after, strict=True):
        if new.counterweight:
            assert new.force > old.force
            assert new.resist_cost > old.resist_cost
            assert new.grievance == pytest.approx(old.grievance)
        else:
            assert new.grievance > old.grievance
            assert new.rivalry[Organ.ROSGVARDIA] > old.rivalry[Organ.ROSGVARDIA]
    army = after[Organ.ARMED_FORCES]
    fresh = army.grievance
    assert run(army, 52).grievance < fresh


def test_no_request_no_counterweight():
    services = roster()
    raise_counterweight(services, 0.0, SERVICES)
    assert [bytes(s) for s in services] == [bytes(s) for s in roster()]


# By numbers worked by hand: ten organs of equal force, two of them counterweights.

HAND = ServicesParameters(
    counterweight_force=0.5,
    counterweight_arms=0.4,
    counterweight_post=0.6,
    counterweight_rivalry=0.5,
    status_impulse=0.4,
)
GUARDS = (2, 3)


def ten(force: float = 0.1) -> list[Service]:
    given = {"force": force, "arms": 0.5, "post": 1.0, "status": 0.2, "rivalry": [0.6] * ORGANS}
    return [Service.new(**given, counterweight=k in GUARDS) for k in range(ORGANS)]


@pytest.mark.parametrize(
    ("ordered", "size"), [(-1.0, 0.0), (0.0, 0.0), (0.25, 0.25), (0.5, 0.5), (1.0, 1.0), (3.0, 1.0)]
)
def test_what_a_counterweight_gains_in_arms_posts_and_force_others_lose_in_status_and_trust(ordered, size):
    """At most one formation: half more force, 0.4 of missing arms, 0.6 of a post; 0.4 of status, half of trust."""
    services = ten()
    raise_counterweight(services, ordered, HAND)
    grown = 0.1 * (1.0 + 0.5 * size)
    total = 0.8 + 2.0 * grown
    for k, service in enumerate(services):
        guards = k in GUARDS
        found = (service.force, service.arms, service.post, service.status)
        if guards:
            expected = (grown / total, 0.5 + 0.2 * size, 1.0 + 0.6 * size, 0.2)
        else:
            expected = (0.1 / total, 0.5, 1.0, 0.2 + 0.32 * size)
        assert found == pytest.approx(expected)
        apart = [0.6 + 0.2 * size if (other in GUARDS) != guards else 0.6 for other in range(ORGANS)]
        assert list(service.rivalry) == pytest.approx(apart)


@pytest.mark.parametrize("ordered", [-1.0, 0.0])
def test_without_an_order_shares_are_not_even_reckoned_anew(ordered):
    services = ten(force=0.2)
    raise_counterweight(services, ordered, HAND)
    assert [bytes(service) for service in services] == [bytes(service) for service in ten(force=0.2)]


def test_organs_without_force_have_no_shares_of_it():
    services = ten(force=0.0)
    raise_counterweight(services, 1.0, HAND)
    assert [service.force for service in services] == [0.0] * ORGANS
