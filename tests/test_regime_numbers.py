"""Numbers of the regime and of the removal of its ruler, worked by hand."""

from __future__ import annotations

import math
from types import SimpleNamespace

import pytest
from scipy.stats import norm

from agents.arithmetic import WEEKS_A_YEAR
from agents.leader import Leader
from agents.services import Service
from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause, Organ
from model import regime as regimes
from model import removal
from model.economy import RussianEconomy
from model.polity import Contest, Regime
from model.regime import civilian_output, coercion, score, unrest_at_rest, update_regime
from model.removal import opposition, press_leader, removal_hazard
from model.war import Belligerent

# The regime.


def test_those_who_repress_are_counted_by_loyalty_and_by_pay_which_a_surplus_does_not_raise():
    """10 x 0.5 x 0.8 + 20 x 0.5 x 1 + 40 x 0.25 x 0 = 14; no other organ represses."""
    services = [Service.new(organ=organ, personnel=1000.0, loyalty=1.0, budget=1.0) for organ in Organ]
    for organ, personnel, loyalty, budget in (
        (Organ.FSB, 10.0, 0.5, 0.8),
        (Organ.ROSGVARDIA, 20.0, 0.5, 1.5),
        (Organ.MVD, 40.0, 0.25, -0.5),
    ):
        services[organ] = Service.new(organ=organ, personnel=personnel, loyalty=loyalty, budget=budget)
    assert coercion(services) == 14.0


def test_people_live_on_what_the_war_leaves():
    assert civilian_output(RussianEconomy.new(gdp=2.0, war_burden=0.25), 0.75) == 2.0
    assert civilian_output(RussianEconomy.new(gdp=2.0, war_burden=0.25), 0.0) == 0.0


@pytest.mark.parametrize(
    ("now", "start", "span", "part"),
    [(0.9, 1.0, 0.4, 0.375), (2.2, 2.0, 0.4, 0.625), (3.0, 0.0, 0.4, 0.5), (3.0, 1.0, 0.0, 0.5)],
)
def test_a_part_of_performance_is_half_where_nothing_can_be_compared(now, start, span, part):
    assert score(now, start, span) == pytest.approx(part)


@pytest.mark.parametrize(
    ("performance", "stress", "repression", "split", "unrest"),
    [
        (0.5, 0.2, 0.5, 0.4, 0.42),
        (0.5, 0.2, 0.0, 0.4, 0.6),
        (1.0, 0.0, 0.5, 0.4, 0.0),
        (0.0, 0.0, 0.5, 1.0, 1.0),
        (0.0, 1.0, 0.5, 0.0, 0.5),
        (0.0, 1.0, 0.5, 1.5, 1.0),
    ],
)
def test_unrest_rests_at_the_grievance_that_an_undivided_repression_leaves(
    performance, stress, repression, split, unrest
):
    assert unrest_at_rest(performance, stress, repression, split) == pytest.approx(unrest)


@pytest.fixture
def weeks(note):
    """A week of a regime in which repression and unrest go all the way: return what unrest at rest is given."""

    def play(
        regime, capacity=1.0, consensus=1.0, active=True, dissent=0.25, rest=0.5, spread=0.5
    ) -> tuple[float, float]:
        note(regimes, "weekly", lambda rate: rate)
        note(regimes, "measure_performance", 0.5)
        note(regimes, "coercion", capacity)
        note(regimes, "tier_support", 0.375)
        note(regimes, "tier_dissent", dissent)
        given = note(regimes, "unrest_at_rest", rest)
        p = SimpleNamespace(
            decline=0.125,
            population_million=100.0,
            repression=0.75,
            repression_speed=0.5,
            unrest_speed=0.25,
            unrest_spread=spread,
        )
        contest, economy = Contest.new(active=active, consensus=consensus), RussianEconomy.new(stress=0.125)
        update_regime(regime, contest, [], economy, None, Belligerent.new(losses=50.0), [], p)
        assert given[0][:3] == (0.5, 0.125, regime.repression)
        return given[0][3]

    return play


@pytest.mark.parametrize(
    ("active", "consensus", "dissent", "split"),
    [(True, 0.25, 0.25, 0.75), (True, 0.875, 0.25, 0.25), (False, 0.25, 0.5, 0.5), (True, -1.0, 0.0, 1.0)],
)
def test_rulers_are_split_by_dissent_and_in_a_contest_by_all_who_are_not_with_the_strongest(
    weeks, active, consensus, dissent, split
):
    assert weeks(Regime.new(coercion_start=1.0), 1.0, consensus, active, dissent) == split


@pytest.mark.parametrize(
    ("start", "capacity", "repression"), [(2.0, 1.0, 0.5 * 0.375), (1.0, 2.0, 0.5), (0.0, 5.0, 0.5 * 0.75)]
)
def test_repression_goes_after_what_its_organs_can_do_up_to_all(weeks, start, capacity, repression):
    regime = Regime.new(coercion_start=start)
    weeks(regime, capacity)
    assert regime.repression == repression


@pytest.mark.parametrize(
    ("normal", "unrest"), [(0.0, 0.25), (0.25, 0.375), (-0.25, 0.125), (4.0, 1.0), (-4.0, 0.0)]
)
def test_unrest_goes_after_its_rest_with_a_shock_within_its_scale(weeks, normal, unrest):
    """A quarter of the way from 0.125 to 0.625, and half of a shock."""
    regime = Regime.new(unrest=0.125, normal=normal, coercion_start=1.0, population=1.0)
    weeks(regime, rest=0.625)
    assert regime.unrest == unrest
    assert regime.population == pytest.approx(1.0 - 0.125 - 0.0005)
    assert (regime.performance, regime.elite_support, regime.elite_dissent) == (0.5, 0.375, 0.25)


def test_the_population_does_not_fall_below_nobody(weeks):
    regime = Regime.new(population=0.05)
    weeks(regime)
    assert regime.population == 0.0


# Removal.

SPREAD = 0.2
QUARTILE = SPREAD * math.log(3.0)
"""Support of a faction a quarter of which is opposed, by the logistic distribution."""
R = SimpleNamespace(candour=0.5, spread=SPREAD, sessions=2.0, quorum=0.5, quorum_noise=0.2, occasion=3.0)


@pytest.mark.parametrize(
    ("stance", "stopped", "going_on"), [(0.5, 0.0375, 0.0), (-0.5, 0.0, 0.0375), (0.0, 0.0, 0.0)]
)
@pytest.mark.parametrize("members", [1, 5])
def test_opponents_are_who_dissents_and_the_candid_half_of_who_would_and_the_war_turns_the_median_man(
    stance, stopped, going_on, members
):
    """Power 0.4, of it 0.25 dissents: 0.1 + 0.15 x 1/4 = 0.1375; shaken by all of its support 0.15 (1/2 - 1/4)."""
    blocs = [Bloc.new(power=1.0, dissent=1.0, war_stance=0.5) for _ in range(FACTIONS)]
    blocs[3] = Bloc.new(members=members, power=0.4, dissent=0.25, support=QUARTILE, war_stance=stance)
    found = opposition(blocs, 2.0 * QUARTILE, R)
    assert found == pytest.approx((0.1375, 0.1375 + stopped, 0.1375 + going_on))


def test_opposition_adds_up_over_factions():
    blocs = [Bloc.new() for _ in range(FACTIONS)]
    for faction, stance in ((1, 0.5), (2, 0.5), (3, -0.5), (4, -0.5)):
        blocs[faction] = Bloc.new(members=5, power=0.4, dissent=0.25, support=QUARTILE, war_stance=stance)
    assert opposition(blocs, 2.0 * QUARTILE, R) == pytest.approx((0.55, 0.625, 0.625))


@pytest.mark.parametrize(("able", "against"), [(0.5, 0.7), (0.5, 0.3), (1.0, 0.5)])
def test_a_removal_is_as_likely_as_the_quorum_is_met_at_a_session(able, against):
    expected = 2.0 * able * norm.cdf((against - 0.5) / 0.2) / WEEKS_A_YEAR
    assert removal_hazard(able, against, R) == pytest.approx(expected)


def test_an_ability_beyond_all_adds_nothing_and_without_noise_for_a_measure_it_is_even():
    assert removal_hazard(1.5, 0.7, R) == removal_hazard(1.0, 0.7, R)
    assert removal_hazard(-0.5, 0.7, R) == 0.0
    surely = SimpleNamespace(sessions=2.0, quorum=0.5, quorum_noise=0.0)
    assert removal_hazard(1.0, 0.7, surely) == pytest.approx(1.0 / WEEKS_A_YEAR)


@pytest.mark.parametrize(("voted", "uprising"), [(False, 0.25), (True, 0.75)])
def test_removal_and_its_reactions_add_to_those_of_coups_and_a_vote_is_an_occasion_to_rise(
    note, voted, uprising
):
    note(removal, "opposition", (0.125, 0.25, 0.5))
    note(removal, "removal_hazard", lambda able, against, p: against)
    note(removal, "uprising_hazard", 0.25)
    leader, regime = Leader.new(in_office=True, voted=voted), Regime.new(hawk_reaction=1.0, dove_reaction=2.0)
    press_leader(leader, regime, [], 0.5, 0.3, R)
    assert (leader.hazard[Cause.REMOVAL], leader.hazard[Cause.UPRISING]) == (0.125, uprising)
    assert (regime.hawk_reaction, regime.dove_reaction) == (1.125, 2.375)
