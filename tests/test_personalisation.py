"""Power-sharing: rents against the optimum by SciPy, personal power against its closed form and its pace."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.arithmetic import WEEKS_A_YEAR
from agents.climate import Climate
from agents.palace import (
    PalaceParameters,
    entitle,
    established_at,
    grow_personalisation,
    power_to_punish,
    share_rents,
)
from agents.vocabulary import FACTIONS
from tests.engines import both
from tests.incumbents import POWERS, incumbent, some_blocs

P = PalaceParameters()


# Rents


def test_rents_follow_power_where_support_is_alike():
    leader, blocs = incumbent(), some_blocs(0.3)
    share_rents(leader, blocs, 1.0, 1.0, P)
    assert list(leader.rent_share) == pytest.approx(POWERS)


def objective(shares, base, levelling, response):
    """Sum of P exp(-x/v) where support answers to the log of rents per power."""
    return sum(
        p * math.exp(-(b + response * math.log(s / p)) / levelling)
        for p, b, s in zip(POWERS, base, shares, strict=True)
    )


def test_rents_are_shared_so_as_to_keep_the_coalition():
    """Repeated sharing ends at the minimum of the leader's loss, found here by brute perturbation."""
    rng = np.random.default_rng(3)
    base, response = rng.normal(0.4, 0.3, FACTIONS), 0.2
    leader, blocs = incumbent(), some_blocs()
    for faction in range(FACTIONS):
        leader.rent_share[faction] = POWERS[faction]
    for _ in range(500):
        for f, bloc in enumerate(blocs):
            bloc.support = base[f] + response * math.log(leader.rent_share[f] / POWERS[f])
        share_rents(leader, blocs, 1.0, 0.2, P)
    shares = np.array(leader.rent_share)
    assert shares.sum() == pytest.approx(1.0)
    best = objective(shares, base, P.levelling, response)
    for _ in range(300):
        other = shares * np.exp(0.05 * rng.standard_normal(FACTIONS))
        assert objective(other / other.sum(), base, P.levelling, response) >= best
    spread = np.std([b.support for b in blocs])
    assert spread < np.std(base)


def test_a_faction_is_paid_by_its_share_against_what_it_is_used_to():
    """Half of usual rents, twice the usual share of them; half for one that is used to nothing; never below nothing."""
    leader, blocs = incumbent(), some_blocs(entitlement=0.1)
    blocs[3].entitlement = 0.0
    for faction in range(FACTIONS):
        leader.rent_share[faction] = 0.2
    share_rents(leader, blocs, 0.5, 0.0, P)
    assert [bloc.rents for bloc in blocs] == pytest.approx([1.0] * 3 + [0.5] + [1.0] * 5)
    share_rents(leader, blocs, -0.5, 0.0, P)
    assert [bloc.rents for bloc in blocs] == [0.0] * FACTIONS


def test_at_the_start_factions_get_at_once_what_suits_and_are_used_to_it():
    leader, blocs = incumbent(), some_blocs(rents=9.0, entitlement=9.0)
    for faction in range(FACTIONS):
        leader.rent_share[faction] = 0.3
    entitle(leader, blocs, P)
    assert list(leader.rent_share) == pytest.approx(POWERS)
    assert [bloc.entitlement for bloc in blocs] == list(leader.rent_share)
    assert [bloc.rents for bloc in blocs] == [1.0] * FACTIONS


def test_the_start_is_what_factions_are_used_to():
    leader, blocs = incumbent(), some_blocs()
    blocs[3].support = 0.1
    both(entitle, leader, blocs, P)
    share_rents(leader, blocs, 0.7, 0.0, P)
    assert [b.rents for b in blocs] == pytest.approx([0.7] * FACTIONS)
    assert leader.rent_share[3] > POWERS[3]


# Personalisation


@pytest.mark.parametrize(
    ("q", "exponent", "chance"), [(0.0, 1, 1.0), (0.5, 2, 0.5), (0.8, 1, 0.2), (1.0, 1, 0.0)]
)
def test_power_to_punish(q, exponent, chance):
    assert power_to_punish(q, exponent) == pytest.approx(chance, abs=1e-5)


@given(st.floats(0.01, 5), st.floats(0.01, 5), st.floats(0.5, 3))
def test_established_is_where_rising_breaks_even(cost, prize, exponent):
    """Svolik's passage: at the point, p b = (1 - p) k; below it elites rise, above they do not."""
    point = established_at(cost, prize, exponent)
    p = power_to_punish(point, exponent)
    assert p * prize == pytest.approx((1 - p) * cost, rel=1e-3, abs=1e-4)
    assert power_to_punish(min(point + 0.01, 1.0), exponent) <= p


def test_costless_risings_make_no_autocrat():
    assert established_at(0.0, 2.0, 1.0) == 1.0
    assert established_at(0.5, 0.0, 1.0) == pytest.approx(0.0)


def growth(q, dissent=0.0, punishment=0.6, parameters=P):
    leader, blocs = incumbent(personalisation=q), some_blocs(dissent=dissent)
    grow_personalisation(leader, blocs, Climate.new(punishment=punishment, prize=2.0), parameters)
    return WEEKS_A_YEAR * (leader.personalisation - q)


def test_grabs_succeed_where_they_go_unpunished():
    point = established_at(0.6, 2.0, P.decisiveness)
    assert growth(point + 0.01) == pytest.approx(P.grabbing * (1 - point - 0.01))
    checked = P.grabbing * (1 - point + 0.01) * (1 - power_to_punish(point - 0.01, P.decisiveness))
    assert growth(point - 0.01) == pytest.approx(checked)
    assert growth(1.0) == pytest.approx(0.0)
    assert growth(0.0) == pytest.approx(0.0, abs=1e-6), "a first among equals gains nothing"


def test_nobody_gathers_more_than_all_power():
    """From 0.9, unchecked, at a pace that would take him to 1.1 in a week."""
    leader, fast = incumbent(personalisation=0.9), PalaceParameters(grabbing=2.0 * WEEKS_A_YEAR)
    grow_personalisation(leader, some_blocs(), Climate.new(punishment=0.6, prize=2.0), fast)
    assert leader.personalisation == 1.0


def test_it_takes_long_to_establish_and_dissent_undoes_slowly():
    leader, blocs, climate = (
        incumbent(personalisation=0.32),
        some_blocs(),
        Climate.new(punishment=0.6, prize=2.0),
    )
    weeks = 0
    while leader.personalisation < 0.8:
        grow_personalisation(leader, blocs, climate, P)
        weeks += 1
    assert 8 < weeks / WEEKS_A_YEAR < 40
    assert -P.undoing < growth(0.6, dissent=1.0) < 0.0
