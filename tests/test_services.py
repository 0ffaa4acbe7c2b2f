"""Armed organs: the global game against its paper and its players, loyalty, stakes, counterweights."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import brentq
from scipy.stats import norm

from agents.coordination import (
    equilibrium_is_unique,
    fall_threshold,
    joining_share,
    normal_quantile,
    resisting_share,
    signal_cutoff,
)
from agents.coup_stakes import (
    CoupStakesParameters,
    costs,
    pledge,
    prize_of_office,
    reckoning,
    regime_strength,
    update_stakes,
)
from agents.elites import Bloc, Elite
from agents.leader import Leader
from agents.organs import OrgansParameters, commander_faction, initialise_services, link_commanders
from agents.services import (
    Service,
    ServicesParameters,
    conduct_of_war,
    coup_threshold,
    raise_counterweight,
    update_service,
)
from agents.vocabulary import ORGANS, Faction, Organ
from tests.engines import both

SERVICES = ServicesParameters()
STAKES = CoupStakesParameters()
ORGANS_2025 = OrgansParameters()

units = st.floats(0.0, 1.0)


def roster(**changes: float) -> list[Service]:
    services = [Service.new() for _ in range(ORGANS)]
    initialise_services(services, dataclasses.replace(ORGANS_2025, **changes))
    return services


def sitting(**changes: float) -> Leader:
    values = {"in_office": True, "health": 0.85, "legitimacy": 0.8, "personalisation": 0.8, "survival": 0.94}
    return Leader.new(**{**values, **changes})


def settle(services: list[Service], leader: Leader, rents: float = 1.0) -> None:
    for service in services:
        update_service(service, Elite.new(support=0.4), Bloc.new(rents=1.0), 300.0, 4.5, SERVICES)
        update_stakes(service, leader, rents, STAKES)


# The global game


@given(st.floats(0.001, 1.0))
def test_one_service_that_never_resists_is_morris_and_shin(cost):
    assert coup_threshold([1.0], [cost], [0.0]) == pytest.approx(1.0 - cost)


@given(st.lists(st.tuples(units, units, units), min_size=1, max_size=8))
def test_threshold_is_the_sum_over_services(rows):
    force = [f for f, _, _ in rows]
    join = [max(c, d, 0.01) for _, c, d in rows]
    resist = [0.99 * min(c, d) for _, c, d in rows]
    expected = sum(f * (1.0 - c - d) for f, c, d in zip(force, join, resist, strict=True))
    assert coup_threshold(force, join, resist) == pytest.approx(expected)


def best_response(force, join, resist, threshold, theta, noise, rng):
    """Joined less resisting mass when each unit acts on its own signal and believes in `threshold`."""
    net = 0.0
    for f, c, d in zip(force, join, resist, strict=True):
        signal = theta + noise * rng.standard_normal(20_000)
        fall = norm.cdf((threshold - signal) / noise)
        net += f * (np.mean(fall >= c) - np.mean(fall <= d))
    return net


def test_units_that_play_the_game_bring_the_regime_down_below_the_threshold_only():
    rng = np.random.default_rng(7)
    noise = 0.01
    for _ in range(10):
        k = rng.integers(1, 5)
        force = rng.dirichlet(np.ones(k))
        join = rng.uniform(0.2, 0.9, k)
        resist = join * rng.uniform(0.0, 0.9, k)
        threshold = coup_threshold(force, join, resist)
        for gap in (-2.0, 2.0):
            theta = threshold + gap * noise
            net = best_response(force, join, resist, threshold, theta, noise, rng)
            assert (net > theta) == (gap < 0.0)
        at = best_response(force, join, resist, threshold, threshold, noise, rng)
        assert at == pytest.approx(threshold, abs=4.0 * math.sqrt(0.5 / 20_000))


@given(units, st.floats(0.01, 0.99), st.floats(0.01, 0.5))
def test_a_unit_at_the_cutoff_is_indifferent(threshold, cost, noise):
    signal = signal_cutoff(threshold, noise, cost)
    assert norm.cdf((threshold - signal) / noise) == pytest.approx(cost, abs=1e-9)


@given(st.floats(0.05, 0.95), st.floats(0.0, 0.9), st.floats(-0.3, 0.3), st.floats(0.01, 0.2))
def test_shares_follow_the_signals(join, part, gap, noise):
    resist = part * join
    joined = joining_share(0.3, 0.3 + gap, noise, join)
    resisted = resisting_share(0.3, 0.3 + gap, noise, resist)
    assert joined == pytest.approx(norm.cdf(-gap / noise - norm.ppf(join)), abs=1e-12)
    assert 0.0 <= joined + resisted <= 1.0 + 1e-12
    if resist == 0.0:
        assert resisted == 0.0


def test_who_never_resists_does_not_however_strong_the_regime():
    assert resisting_share(0.1, 5.0, 0.01, 0.0) == 0.0
    assert joining_share(0.9, -5.0, 0.01, 1.0) == 0.0
    assert joining_share(0.1, 5.0, 0.01, 0.0) == 1.0
    assert resisting_share(0.9, -5.0, 0.01, 1.0) == 1.0


def test_without_noise_everybody_does_the_same():
    assert joining_share(0.5, 0.4, 0.0, 0.6) == 1.0
    assert joining_share(0.5, 0.6, 0.0, 0.6) < 1e-300
    assert resisting_share(0.5, 0.6, 0.0, 0.1) == 1.0


def solutions(cost: float, seen: float, private: float, public: float) -> int:
    """Count thresholds that are consistent with a public signal, on a fine grid (Morris and Shin 2003)."""
    theta = np.linspace(-1.00017, 2.00031, 60_001)
    slope = private / public**2
    scale = math.sqrt(1.0 + (private / public) ** 2)
    gap = norm.cdf(slope * (theta - seen) - scale * norm.ppf(cost)) - theta
    return int(np.count_nonzero(np.diff(np.sign(gap))))


def test_a_public_signal_leaves_one_equilibrium_exactly_up_to_the_condition():
    public = 0.2
    limit = math.sqrt(2.0 * math.pi) * public**2
    for factor, unique in ((0.9, True), (1.3, False)):
        private = factor * limit
        assert equilibrium_is_unique([1.0], [0.0], private, public) == unique
        scale = math.sqrt(1.0 + (private / public) ** 2)
        seen = [0.5 - scale * norm.ppf(c) * public**2 / private for c in (0.3, 0.5)]
        found = [solutions(c, y, private, public) for c, y in zip((0.3, 0.5), seen, strict=True)]
        assert (max(found) == 1) == unique


def test_resistance_makes_uniqueness_harder():
    private = 0.8 * math.sqrt(2.0 * math.pi) * 0.2**2
    assert equilibrium_is_unique([1.0], [0.0], private, 0.2)
    assert not equilibrium_is_unique([1.0], [0.1], private, 0.2)


@given(st.floats(1e-300, 1.0 - 1e-16))
def test_quantile_against_scipy(probability):
    assert normal_quantile(probability) == pytest.approx(norm.ppf(probability), rel=1e-13, abs=1e-14)


def test_quantile_at_the_ends():
    assert normal_quantile(0.0) == -normal_quantile(1.0) == -38.0


@pytest.mark.parametrize(
    ("force", "join", "resist", "word"),
    [
        ([1.0], [0.5, 0.5], [0.0], "length"),
        ([[1.0]], [[0.5]], [[0.0]], "length"),
        ([-1.0], [0.5], [0.0], "force"),
        ([math.nan], [0.5], [0.0], "force"),
        ([1.0], [1.5], [0.0], "join_cost"),
        ([1.0], [math.nan], [0.0], "join_cost"),
        ([1.0], [0.5], [-0.1], "resist_cost"),
        ([1.0], [0.3], [0.4], "below"),
        ([1.0], [0.3], [0.3], "below"),
    ],
)
def test_bad_input_is_named(force, join, resist, word):
    with pytest.raises(ValueError, match=word):
        coup_threshold(force, join, resist)


def test_bad_noise_is_named():
    with pytest.raises(ValueError, match="noise"):
        equilibrium_is_unique([1.0], [0.0], 0.1, 0.0)
    with pytest.raises(ValueError, match="length"):
        equilibrium_is_unique([1.0], [0.0, 0.0], 0.1, 0.1)


# Stakes


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
        update_stakes(army, sitting(), rents, STAKES)
        found.append(army.join_cost)
    assert found[0] > found[1] > found[2]
    off = dataclasses.replace(STAKES, prize_elasticity=0.0)
    assert prize_of_office(0.0, off) == prize_of_office(3.0, off) == 1.0


def test_a_lame_duck_neither_deters_nor_is_defended():
    services = roster()
    guards = services[Organ.FSO]
    guards.grievance = 0.6
    guards.suspicion = 0.7
    update_stakes(guards, sitting(survival=0.95), 1.0, STAKES)
    firm = (guards.join_cost, guards.resist_cost)
    update_stakes(guards, sitting(survival=0.2), 1.0, STAKES)
    assert guards.join_cost < firm[0]
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


def run(service: Service, weeks: int, **changes: float) -> Service:
    given = {"support": 0.4, "rents": 1.0, "advance": 300.0, "losses": 4.5, **changes}
    commander = Elite.new(support=given["support"], tenure=100.0)
    for _ in range(weeks):
        update_service(
            service, commander, Bloc.new(rents=given["rents"]), given["advance"], given["losses"], SERVICES
        )
    return service


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
    update_service(service, newcomer, Bloc.new(rents=1.0), 300.0, 0.0, SERVICES)
    insult = service.grievance
    assert insult == pytest.approx(SERVICES.purge_insult)
    for week in range(1, 53):
        newcomer.tenure = float(week)
        update_service(service, newcomer, Bloc.new(rents=1.0), 300.0, 0.0, SERVICES)
    assert service.grievance == pytest.approx(insult * (1.0 - SERVICES.status_fade) ** 52)


@given(units, st.floats(-1.0, 1.0), st.floats(0.0, 3.0), st.floats(-2000.0, 2000.0), st.floats(0.0, 100.0))
def test_shares_stay_shares(loyalty, support, rents, advance, losses):
    service = roster()[Organ.ARMED_FORCES]
    service.loyalty = loyalty
    service.normal = 3.0
    for _ in range(5):
        update_service(service, Elite.new(support=support), Bloc.new(rents=rents), advance, losses, SERVICES)
        update_stakes(service, sitting(survival=loyalty), rents, STAKES)
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
            update_service(service, Elite.new(support=0.3), Bloc.new(rents=rents), 200.0, 5.0, still)
            update_stakes(service, sitting(), rents, off)
        service.budget = 0.0
        found.append(bytes(service))
    assert found[0] == found[1] == found[2]


# Counterbalancing


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


def test_both_engines_agree():
    rng = np.random.default_rng(3)
    both(fall_threshold, rng.random(4), rng.random(4), rng.random(4))
    both(raise_counterweight, roster(), 0.4, SERVICES)
    for p in (1e-320, 1e-20, 0.01, 0.4, 0.9, 1.0 - 1e-10):
        both(normal_quantile, p)
        both(joining_share, 0.3, 0.31, 0.03, p)


def test_the_threshold_is_where_the_net_force_meets_the_strength():
    force, join, resist = [0.5, 0.3, 0.2], [0.7, 0.5, 0.9], [0.1, 0.0, 0.3]
    threshold = coup_threshold(force, join, resist)

    def net(theta: float) -> float:
        total = 0.0
        for f, c, d in zip(force, join, resist, strict=True):
            total += f * joining_share(threshold, theta, 0.05, c)
            total -= f * resisting_share(threshold, theta, 0.05, d)
        return total - theta

    assert brentq(net, -1.0, 1.0) == pytest.approx(threshold)
