"""Aid as a public good among allies, each by its own belief: limits, signs, and what it does in the arena."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.states import State
from agents.supporters import (
    SupporterParameters,
    build_means,
    chance_of_loss,
    move_resolve,
    resolve_at_rest,
    wanted_effort,
    weigh_aid,
)
from agents.valuation import utility
from agents.vocabulary import FIRST_EUROPEAN, ISSUES, STATES, Actor, Issue, WarEnd
from model.scenario import Scenario
from model.stages import beliefs, diplomacy
from model.world import World
from tests.engines import both

P = SupporterParameters()
SELFISH = dataclasses.replace(P, neutral=0.0, devotion=0.0, concert=0.0)
SCENARIO = Scenario.load("march-2025").with_(**{"positions.ideal_sd": 0.0, "positions.salience_sd": 0.0})
LEFT, NOISE, WANDERING = 28000.0, 80.0, 4.0
GIVEN, GRIP, HOME = 80.0, 100.0, 0.4
VICTORY, FROZEN = np.ones(ISSUES), np.full(ISSUES, 0.5)


def supporter(mean: float = 75.0, capability: float = 8.0, ideal: float = 0.0, **fields) -> State:
    return State.new(
        belief_mean=mean,
        belief_variance=200.0,
        capability=capability,
        means=capability,
        ideal=[ideal] * ISSUES,
        salience=[1.0 / ISSUES] * ISSUES,
        **fields,
    )


def weighed(state: State, p: SupporterParameters = P, given: float = GIVEN, left: float = LEFT) -> State:
    both(weigh_aid, state, VICTORY, FROZEN, 1.0, GRIP, HOME, given, GIVEN, left, NOISE, WANDERING, p)
    return state


def rest(state: State, p: SupporterParameters = P, **around) -> float:
    return both(wanted_effort, weighed(state, p, **around), 0.0, 1.0, p)


def coming(aid: float) -> float:
    """Faster advance when aid is this share of what has made the present front, by the force equations."""
    return -GRIP * np.log(HOME + (1.0 - HOME) * aid)


# Limits


def test_without_response_it_is_disposition_alone():
    deaf = dataclasses.replace(P, response=0.0)
    for affinity in (-0.4, 0.3, 0.9):
        state = supporter(affinity_ukraine=affinity)
        assert rest(state, deaf) == pytest.approx(P.neutral + P.devotion * affinity)


@pytest.mark.parametrize("concert", [0.0, 0.5, 1.0])
def test_the_best_reply_maximises_what_a_supporter_weighs(concert):
    """Search over efforts finds the rule's fixed point; others move with it by the concert."""
    p = dataclasses.replace(P, concert=concert)
    state = supporter(affinity_ukraine=0.5, resolve=0.5)
    own = state.capability / GIVEN
    others = GIVEN - 0.5 * state.capability
    efforts = np.linspace(0.0, 1.0, 20001)
    effort = 0.5
    for _ in range(60):
        effort = rest(state, p, given=others + state.capability * effort)
    stake = utility(state, FROZEN, 1.0) - utility(state, VICTORY, 1.0)
    moved = (own + concert * (1.0 - own)) * (efforts - effort)
    total = (others + state.capability * effort) / GIVEN + moved
    harm = [
        chance_of_loss(state.belief_mean + coming(a), 200.0, LEFT, NOISE, WANDERING, P.horizon)[0]
        for a in total
    ]
    for_its_own_sake = P.neutral + P.devotion * 0.5
    worth = -stake * np.array(harm) - (efforts - for_its_own_sake) ** 2 / (2.0 * P.response)
    assert efforts[worth.argmax()] == pytest.approx(effort, abs=2e-3)


def test_alone_effort_goes_with_size_and_in_concert_with_stakes():
    """Olson and Zeckhauser: the great are exploited by the small, unless each counts on being matched."""
    together = dataclasses.replace(SELFISH, concert=1.0)
    sizes = (4.0, 8.0, 40.0)
    alone = [rest(supporter(capability=size), SELFISH) for size in sizes]
    joint = [rest(supporter(capability=size), together) for size in sizes]
    assert alone[1] / alone[0] == pytest.approx(2.0)
    assert alone[2] / alone[0] == pytest.approx(10.0)
    assert joint[0] == pytest.approx(joint[2])
    assert max(alone) < joint[0]  # the good is underprovided


def test_in_full_concert_equal_allies_reach_their_joint_optimum():
    """Where their sum of utilities by means, searched over a common effort, is greatest, the rule is at rest."""
    together = dataclasses.replace(SELFISH, concert=1.0)
    sizes = (16.0, 24.0, 40.0)  # in sum what is at the front: the others' part is counted as the rest of that
    state = supporter()
    stake = utility(state, FROZEN, 1.0) - utility(state, VICTORY, 1.0)
    efforts = np.linspace(0.0, 1.0, 20001)
    drift = [state.belief_mean + coming(r * sum(sizes) / GIVEN) for r in efforts]
    chance = np.array([chance_of_loss(m, 200.0, LEFT, NOISE, WANDERING, P.horizon)[0] for m in drift])
    best = efforts[(-stake * chance - efforts**2 / (2.0 * P.response)).argmax()]
    replies = [rest(supporter(capability=size), together, given=best * sum(sizes)) for size in sizes]
    assert max(replies) == pytest.approx(min(replies))
    assert replies[0] == pytest.approx(best, abs=2e-3)


def test_the_chance_is_that_of_a_walk_with_uncertain_drift():
    rng = np.random.default_rng(2)
    runs, weeks, mean, variance = 40_000, 208, 120.0, 150.0
    drift = mean + np.sqrt(variance) * rng.standard_normal(runs)
    place = np.zeros(runs)
    for _ in range(weeks):
        place += drift + NOISE * rng.standard_normal(runs)
        drift = drift + WANDERING * rng.standard_normal(runs)
    chance, slope = both(chance_of_loss, mean, variance, LEFT, NOISE, WANDERING, float(weeks))
    error = np.sqrt(chance * (1.0 - chance) / runs)
    assert np.mean(place > LEFT) == pytest.approx(chance, abs=4.0 * error)
    ahead = chance_of_loss(mean + 1e-3, variance, LEFT, NOISE, WANDERING, float(weeks))[0]
    assert (ahead - chance) / 1e-3 == pytest.approx(slope, rel=1e-3)


# Signs


def test_aid_of_others_is_a_substitute_while_the_front_holds_and_a_complement_when_it_is_lost():
    holding, lost = supporter(mean=75.0), supporter(mean=200.0)
    assert rest(holding, given=0.5 * GIVEN) > rest(holding) > rest(holding, given=1.2 * GIVEN)
    assert rest(lost, given=0.5 * GIVEN) < rest(lost) < rest(lost, given=1.2 * GIVEN)


def test_alarm_rises_with_the_advance_believed_and_ends_in_resignation():
    efforts = [rest(supporter(mean=mean)) for mean in (-50.0, 0.0, 50.0, 100.0, 130.0, 250.0, 400.0)]
    assert efforts[:5] == sorted(efforts[:5])
    assert efforts[-1] == pytest.approx(efforts[0], abs=1e-3)
    assert weighed(supporter(mean=400.0)).victory > 0.99


def test_who_would_lose_more_by_a_russian_victory_gives_more():
    efforts = [rest(supporter(ideal=ideal)) for ideal in (0.0, 0.3, 0.7)]
    assert efforts == sorted(efforts, reverse=True)
    assert weighed(supporter(ideal=1.0)).motive < 0.0  # one that it would suit works against it


def test_doubt_about_the_war_spreads_the_alarm():
    """One who is sure that the front holds sees nothing to avert; one who is not does."""
    sure, unsure = supporter(mean=40.0), supporter(mean=40.0)
    unsure.belief_variance = 2000.0
    assert rest(unsure) > rest(sure)


def test_long_truces_and_russias_means_lower_it():
    state = weighed(supporter(affinity_ukraine=0.5))
    usual = wanted_effort(state, 0.0, 1.0, P)
    assert wanted_effort(state, 0.0, 0.7, P) == pytest.approx(0.7 * usual)
    assert wanted_effort(state, -0.1, 1.0, P) == pytest.approx(usual - 0.1 * P.devotion)


def test_resolve_goes_half_way_in_its_half_life():
    state = weighed(supporter(affinity_ukraine=0.5))
    target = wanted_effort(state, 0.0, 1.0, P)
    assert both(resolve_at_rest, state, target) == target < 1.0
    for _ in range(int(P.half_life)):
        both(move_resolve, state, 0.0, 1.0, P)
    assert state.resolve == pytest.approx(0.5 * target)


def test_means_are_built_half_way_in_their_time_and_up_to_the_utmost():
    state = supporter(resolve=1.0, capability=10.0)
    for _ in range(int(P.building)):
        both(build_means, state, 1.8, P)
    assert state.capability == pytest.approx(10.0 * 1.4)
    assert both(resolve_at_rest, state, 1.8) == 1.0  # all that there is, for want of more
    assert both(resolve_at_rest, state, 0.7) == pytest.approx(0.5)  # and half of it, once danger is past
    for _ in range(int(P.building)):
        both(build_means, state, 0.7, P)
    assert state.capability == pytest.approx(10.0 * 1.2)
    state.motive = 9.0
    assert both(wanted_effort, state, 0.0, 1.0, P) == P.utmost


def test_the_last_euro_does_more_where_little_is_given():
    """Concave in aid, as log materiel is: the motive rises by more than the slope of the chance alone."""
    few, many = weighed(supporter(mean=75.0), given=0.5 * GIVEN), weighed(supporter(mean=75.0))
    slopes = [
        chance_of_loss(75.0 + coming(a), 200.0, LEFT, NOISE, WANDERING, P.horizon)[1] for a in (0.5, 1.0)
    ]
    assert few.motive / many.motive == pytest.approx(slopes[0] / slopes[1] / (HOME + 0.5 * (1.0 - HOME)))


@given(
    mean=st.floats(-500.0, 500.0),
    given=st.floats(0.0, 300.0),
    left=st.floats(0.0, 4e4),
    affinity=st.floats(-1.0, 1.0),
    normal=st.floats(-4.0, 4.0),
)
def test_shares_stay_shares(mean, given, left, affinity, normal):
    state = supporter(mean=mean, affinity_ukraine=affinity, resolve=0.5)
    state.normals[1] = normal
    weigh_aid(state, VICTORY, FROZEN, 1.0, GRIP, HOME, given, GIVEN, left, NOISE, WANDERING, P)
    move_resolve(state, 0.0, 1.0, P)
    assert 0.0 <= state.victory <= 1.0
    assert 0.0 <= state.resolve <= 1.0


# In the arena


def opened() -> World:
    world = World(SCENARIO, 3)
    beliefs.set_prospects(world.view, world.values)
    return world


def test_table_of_states_lies_near_what_the_rule_gives():
    ledger = (world := opened()).view
    for actor in range(FIRST_EUROPEAN, STATES):
        before = ledger.states[actor].resolve
        diplomacy.set_resolve(ledger, world.values, actor)
        assert abs(wanted_effort(ledger.states[actor], 0.0, 1.0, P) - before) < 0.11


def test_two_who_believe_otherwise_choose_otherwise():
    """The front is the same for both: it is the belief that decides."""
    ledger = (world := opened()).view
    for actor, mean in ((Actor.GERMANY, 60.0), (Actor.FRANCE, 110.0)):
        ledger.states[actor].belief_mean = mean
        diplomacy.set_resolve(ledger, world.values, actor)
    assert ledger.states[Actor.FRANCE].motive > 1.3 * ledger.states[Actor.GERMANY].motive
    assert ledger.states[Actor.FRANCE].victory > ledger.states[Actor.GERMANY].victory


def test_a_stop_of_american_aid_alarms_europe_before_the_front_moves():
    found = []
    for share in (1.0, 0.0):
        ledger = (world := opened()).view
        economy = ledger.ukrainian_economy
        economy.aid_received -= (1.0 - share) * ledger.states[Actor.UNITED_STATES].aid
        diplomacy.set_resolve(ledger, world.values, Actor.EUROPEAN_UNION)
        found.append(wanted_effort(ledger.states[Actor.EUROPEAN_UNION], 0.0, 1.0, P))
    assert 0.1 < found[1] - found[0] < 0.6


def test_stakes_follow_declared_positions():
    ledger = (world := opened()).view
    for actor in range(Actor.UNITED_STATES, STATES):
        diplomacy.set_resolve(ledger, world.values, actor)
    motive = {Actor(actor): ledger.states[actor].motive for actor in range(STATES)}
    assert motive[Actor.HUNGARY] < 0.0 < motive[Actor.UNITED_STATES] < motive[Actor.EUROPEAN_UNION]
    assert motive[Actor.CHINA] == motive[Actor.RUSSIA] == 0.0


def test_in_a_war_that_is_decided_nothing_is_left_to_avert():
    ledger = (world := opened()).view
    ledger.front.end = WarEnd.RUSSIAN_OBJECTIVE
    diplomacy.set_resolve(ledger, world.values, Actor.POLAND)
    assert ledger.states[Actor.POLAND].motive == 0.0


def test_a_concession_on_the_line_makes_what_is_left_worth_less():
    better, worse = np.full(ISSUES, 0.5), np.full(ISSUES, 0.5)
    worse[Issue.TERRITORY] = 1.0
    motives = []
    for line in (better, worse):
        state = supporter()
        weigh_aid(state, VICTORY, line, 1.0, GRIP, HOME, GIVEN, GIVEN, LEFT, NOISE, WANDERING, P)
        motives.append(state.motive)
    assert motives[1] < motives[0]
