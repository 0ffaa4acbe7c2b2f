"""Linked issues and floors: what no text can combine, against SciPy and in both engines."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from scipy.optimize import minimize

from agents.states import State
from agents.valuation import loss, utility
from agents.vocabulary import ISSUES, Actor, Issue
from model.bargaining import Diplomacy, SettlementParameters, settle
from model.links import HALF, WHOLE, hold_box, hold_together, partner, slope, tie
from model.settlement import beyond_ideal, concession, feasible, zone
from model.sounding import reservation
from tests.belligerents import states_of_march
from tests.engines import both

LINKS = ((Issue.SANCTIONS_RELIEF, Issue.FROZEN_ASSETS), (Issue.NATO_BAR, Issue.GUARANTEE))


def sides(seed: int, curvature: float, gap: float = 0.12) -> tuple[State, State]:
    """The two sides at the ends of every scale, whose cares differ, with something to gain by a text."""
    rng = np.random.default_rng(seed)
    care = rng.dirichlet(np.full(ISSUES, 1.0), 2)
    russia = State.new(ideal=[1.0] * ISSUES, salience=care[0])
    ukraine = State.new(ideal=[0.0] * ISSUES, salience=care[1])
    middle = [0.5] * ISSUES
    for state in (russia, ukraine):
        state.war_value = utility(state, middle, curvature) - gap * rng.random()
    return russia, ukraine


def lead(package, link) -> float:
    return package[link[0]] - package[link[1]]


@pytest.mark.parametrize("curvature", [1.0, 0.25])
@pytest.mark.parametrize("seed", range(6))
def test_the_zone_with_links_and_floors_is_the_one_that_scipy_finds(seed, curvature):
    russia, ukraine = sides(seed, curvature)
    least = [reservation(russia), reservation(ukraine)]
    care = [np.array(list(s.salience)) for s in (russia, ukraine)]

    def gains(z):
        taken, given = z[:ISSUES], 1.0 - z[:ISSUES]
        worth = [
            1.0 - care[0] @ [loss(e, curvature) for e in given],
            1.0 - care[1] @ [loss(e, curvature) for e in taken],
        ]
        return np.array([worth[0] - least[0] - z[-1], worth[1] - least[1] - z[-1]])

    bounds = [(0.0, 1.0)] * ISSUES + [(None, None)]
    bounds[Issue.TERRITORY], bounds[Issue.NUCLEAR_PLANT] = (0.8, 1.0), (HALF, 1.0)
    kept = [{"type": "ineq", "fun": lambda z, a=a, b=b: HALF - z[a] + z[b]} for a, b in LINKS]
    best = minimize(
        lambda z: -z[-1],
        np.append(np.full(ISSUES, 0.8), -1.0),
        bounds=bounds,
        constraints=[{"type": "ineq", "fun": gains}, *kept],
        method="SLSQP",
        options={"maxiter": 500, "ftol": 1e-12},
    )
    found, _ = both(zone, russia, ukraine, 0.0, curvature, 0.8, 0.0, 0.0, HALF, HALF)
    assert best.success
    assert found == pytest.approx(best.x[-1], abs=2e-6)


@pytest.mark.parametrize("curvature", [1.0, 0.25])
def test_no_draft_combines_what_excludes_each_other(curvature):
    """Nor puts the plant back across the line; without links and floor some do all three."""
    free = SettlementParameters(curvature=curvature, mediator_weight=0.25, plant_kept=0.0, slack=WHOLE)
    held = SettlementParameters(curvature=curvature, mediator_weight=0.25)
    mediator = states_of_march()[Actor.UNITED_STATES]
    combined = drafted = 0
    for seed in range(30):
        zones = []
        for p in (free, held):
            diplomacy = Diplomacy.new(line=0.83)
            signed = both(settle, *sides(seed, curvature, 0.3), mediator, 0.998, 0.9975, diplomacy, p)
            package = list(diplomacy.offer.package)
            zones.append(diplomacy.zone)
            apart = max(lead(package, link) for link in LINKS)
            if p is free:
                combined += apart > HALF + 1e-6
            else:
                drafted += signed
                assert apart <= HALF + 1e-9
                assert package[Issue.NUCLEAR_PLANT] >= HALF - 1e-9
        assert zones[1] <= zones[0] + 1e-9  # a text can do less, never more
    assert combined >= 3
    assert drafted > 5


@pytest.mark.parametrize("issue", [issue for link in LINKS for issue in link])
def test_a_link_that_binds_moves_both_as_one(issue):
    """They keep the slack, both move at one speed, and the speed is the derivative."""
    russia, ukraine = sides(3, 0.25)
    follow = partner(issue)
    for i in (issue, follow):
        lead_issue = i in (Issue.SANCTIONS_RELIEF, Issue.NATO_BAR)
        russia.salience[i], ukraine.salience[i] = (0.08, 0.05) if lead_issue else (0.04, 0.06)

    def at(k: int, share: float) -> tuple[float, float]:
        place, _wide, speed = concession(russia, ukraine, k, share, beyond_ideal(0.25))
        across = concession(russia, ukraine, partner(k), share, beyond_ideal(0.25))[0]
        assert both(feasible, russia, ukraine, k, share, 0.25, 0.0, 0.0, HALF)[0] != place
        return both(hold_together, russia, ukraine, k, share, 0.25, HALF, place, speed, across)

    share = 0.487
    place, speed = at(issue, share)
    other, pace = at(follow, share)
    assert abs(place - other) == pytest.approx(HALF)
    assert speed == pytest.approx(pace)
    assert speed == pytest.approx((at(issue, share + 1e-6)[0] - at(issue, share - 1e-6)[0]) / 2e-6, rel=1e-4)
    assert speed > 0.0


def test_without_a_link_each_issue_is_traded_by_itself():
    russia, ukraine = sides(5, 0.25)
    for issue in range(ISSUES):
        alone = concession(russia, ukraine, issue, 0.4, beyond_ideal(0.25))
        assert feasible(russia, ukraine, issue, 0.4, 0.25, 0.0, 0.0, WHOLE) == alone
        if partner(issue) < 0:
            assert feasible(russia, ukraine, issue, 0.4, 0.25, 0.0, 0.0, HALF) == alone


def test_belligerents_own_demands_keep_the_links():
    """Russia's ends and Ukraine's are texts that can be written: to tie them changes nothing."""
    for state in states_of_march()[:2]:
        demand = np.array(list(state.ideal))
        tied = demand.copy()
        both(tie, tied)
        assert (tied == demand).all()


def test_an_amended_text_lets_the_followers_follow():
    package = np.zeros(ISSUES)
    package[Issue.SANCTIONS_RELIEF], package[Issue.NATO_BAR] = 0.9, 0.4
    both(tie, package)
    assert package[Issue.FROZEN_ASSETS] == pytest.approx(0.4)
    assert package[Issue.GUARANTEE] == 0.0


def test_a_link_between_sides_within_the_scale_binds_where_the_positions_part():
    """Lead at 0.83: a follower at 0.5 is within reach, one at 0.3 is held at the link."""
    lead_, follow = LINKS[0]
    russia = State.new(ideal=[1.0] * ISSUES, salience=[1.0 / ISSUES] * ISSUES)
    ukraine = State.new(ideal=[0.0] * ISSUES, salience=[1.0 / ISSUES] * ISSUES)
    russia.ideal[lead_], ukraine.ideal[lead_] = 0.9, 0.2
    russia.ideal[follow], ukraine.ideal[follow] = 0.9, 0.1
    found = {}
    for second in (0.5, 0.25):
        first = hold_together(russia, ukraine, lead_, 0.5, 1.0, HALF, 0.9, 7.0, second)
        other = hold_together(russia, ukraine, follow, 0.5, 1.0, HALF, second, 7.0, 0.9)
        found[second] = first, other
    assert found[0.5] == ((0.9, 7.0), (0.5, 7.0))
    (first, _), (other, _) = found[0.25]
    assert (0.2 + 0.7 * first) - (0.1 + 0.8 * other) == pytest.approx(HALF)


def test_a_box_is_cut_half_way_between_the_lead_and_what_its_follower_allows():
    box = SimpleNamespace(low=np.zeros(ISSUES), high=np.ones(ISSUES))
    package = [0.5] * ISSUES
    package[LINKS[0][0]], package[LINKS[0][1]] = 0.9, 0.2
    hold_box(box, package, HALF)
    assert box.high[LINKS[0][0]] == pytest.approx(0.8)
    assert box.low[LINKS[0][1]] == pytest.approx(0.3)
    assert (box.high[LINKS[1][0]], box.low[LINKS[1][1]]) == pytest.approx((0.75, 0.25))


def test_two_pairs_of_issues_are_linked_and_no_others():
    assert {i: partner(i) for i in range(ISSUES) if partner(i) != -1} == {
        a: b for x, y in LINKS for a, b in ((x, y), (y, x))
    }


@pytest.mark.parametrize("curvature", [0.0, 0.25, 1.0])
@pytest.mark.parametrize("share", [0.2, 0.7])
def test_a_slope_is_the_derivative_of_the_weighted_utility(curvature, share):
    """Along the issue by differences; with Russia's weight from the two ends of that weight."""
    issue, place = Issue.NATO_BAR, 0.6
    russia = State.new(ideal=[0.9] * ISSUES, salience=[0.3 / ISSUES] * ISSUES)
    ukraine = State.new(ideal=[0.2] * ISSUES, salience=[0.8 / ISSUES] * ISSUES)

    def worth(x, weight):
        package = [0.5] * ISSUES
        package[issue] = x
        return weight * utility(russia, package, curvature) + (1.0 - weight) * utility(
            ukraine, package, curvature
        )

    def steep(weight):
        return (worth(place + 1e-5, weight) - worth(place - 1e-5, weight)) / 2e-5

    n, d, turn, rise = slope(russia, ukraine, issue, share, curvature)
    assert n - d * place == pytest.approx(steep(share), abs=1e-8)
    assert turn - rise * place == pytest.approx(steep(1.0) - steep(0.0), abs=1e-8)


def linked(curvature=1.0, care=(0.1, 0.1, 0.1, 0.1), ideals=((1.0, 0.0), (1.0, 0.0)), **given):
    """The lead and the follower where they lie by themselves at 0.9 and 0.2 of the way, and their speed with the link."""
    russia = State.new(ideal=[1.0] * ISSUES)
    ukraine = State.new(ideal=[0.0] * ISSUES)
    for issue, (high, low), first, second in zip(LINKS[0], ideals, care[::2], care[1::2], strict=True):
        russia.ideal[issue], ukraine.ideal[issue] = high, low
        russia.salience[issue], ukraine.salience[issue] = first, second
    given = {"share": 0.5, "slack": HALF, "place": 0.9, "across": 0.2} | given
    share, slack, place, across = given.values()
    first = both(hold_together, russia, ukraine, LINKS[0][0], share, curvature, slack, place, 7.0, across)
    second = both(hold_together, russia, ukraine, LINKS[0][1], share, curvature, slack, across, 7.0, place)
    return first, second


def test_a_link_that_is_just_kept_is_idle():
    assert linked(place=0.75, across=0.25) == ((0.75, 7.0), (0.25, 7.0))


def test_two_that_care_alike_meet_half_way_along_the_link():
    """On each issue n = 0.1, d = 0.2: t = (0.1 + 0.1 + 0.1) / 0.4, and dt/dw = (0.2 + 0.2) / 0.4, at squares."""
    (lead_, speed), (follow, pace) = linked()
    assert (lead_, follow) == pytest.approx((0.75, 0.25))
    assert speed == pace == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("ideals", "care", "held"),
    [
        (((1.0, 0.0), (0.3, 0.0)), (0.9, 0.01, 0.9, 0.01), (0.8, 0.3)),  # Russia asks no more of the follower
        (((0.6, 0.0), (1.0, 0.0)), (0.9, 0.01, 0.9, 0.01), (0.6, 0.1)),  # nor of the lead
        (((1.0, 0.7), (1.0, 0.0)), (0.01, 0.9, 0.01, 0.9), (0.7, 0.2)),  # Ukraine no less of the lead
        (((1.0, 0.0), (1.0, 0.15)), (0.01, 0.9, 0.01, 0.9), (0.65, 0.15)),  # nor of the follower
    ],
)
def test_a_link_stops_where_a_side_asks_for_no_more(ideals, care, held):
    """There the two stand still whatever the weights."""
    places = [
        (position - low) / (high - low) for position, (high, low) in zip((0.99, 0.01), ideals, strict=True)
    ]
    ((first, speed), (second, pace)) = linked(1.0, care, ideals, place=places[0], across=places[1])
    found = [low + x * (high - low) for x, (high, low) in zip((first, second), ideals, strict=True)]
    assert found == pytest.approx(held)
    assert (speed, pace) == (0.0, 0.0)


def test_where_losses_are_in_proportion_the_lead_stays_and_the_follower_follows():
    """Without squares there is no best place within: the lead stays where it lies by itself, at no speed."""
    assert linked(0.0) == ((0.9, 0.0), (0.4, 0.0))


def test_an_issue_on_which_the_sides_agree_stays_as_it_is():
    ideals = ((1.0, 0.0), (0.2, 0.2))
    (lead_, speed), follow = linked(1.0, ideals=ideals, place=0.9, across=0.6)
    assert (lead_, speed, follow) == (pytest.approx(0.7), 0.0, (0.6, 0.0))
