"""Settlements, worked by hand: places on the frontier, the zone, and the table at which a draft is found."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from scipy.optimize import minimize_scalar

from agents.states import State
from agents.vocabulary import ISSUES, Issue
from model import settlement
from model.bargaining import Diplomacy
from model.links import WHOLE
from model.settlement import at_least, beyond_ideal, concession, feasible


def pair(first: float = 0.2, second: float = 0.3, low: float = 0.1, high: float = 0.9) -> tuple[State, State]:
    """Russia and Ukraine with these saliences and ideal points on every issue."""
    return (
        State.new(ideal=[high] * ISSUES, salience=[first] * ISSUES),
        State.new(ideal=[low] * ISSUES, salience=[second] * ISSUES),
    )


# Places on the frontier.


@pytest.mark.parametrize(("curvature", "beyond"), [(1.0, 0.0), (0.5, 0.5), (0.25, 1.5)])
def test_a_loss_is_quadratic_about_a_point_beyond_the_ideal(curvature, beyond):
    assert beyond_ideal(curvature) == beyond


def best_place(share, first, second, curvature, wide) -> float:
    """How far from Ukraine's ideal the weighted losses of both are least, by SciPy."""

    def lost(place):
        given, taken = (1.0 - place) * wide, place * wide
        worth = [(1.0 - curvature) * e + curvature * e * e for e in (given, taken)]
        return share * first * worth[0] + (1.0 - share) * second * worth[1]

    return float(minimize_scalar(lost, bounds=(0.0, 1.0), method="bounded", options={"xatol": 1e-12}).x)


@pytest.mark.parametrize("curvature", [1.0, 0.5])
@pytest.mark.parametrize(
    ("share", "first", "second"), [(0.6, 0.2, 0.3), (0.55, 0.3, 0.3), (0.5, 0.3, 0.35), (0.6, 0.25, 0.3)]
)
def test_an_issue_lies_where_weighted_losses_are_least_and_moves_with_the_weight(
    curvature, share, first, second
):
    russia, ukraine = pair(first, second)
    place, wide, speed = concession(russia, ukraine, 3, share, beyond_ideal(curvature))
    assert 0.0 < place < 1.0
    assert place == pytest.approx(best_place(share, first, second, curvature, 0.8), abs=1e-6)
    assert wide == pytest.approx(0.8)
    near = [
        concession(russia, ukraine, 3, share + step, beyond_ideal(curvature))[0] for step in (-1e-6, 1e-6)
    ]
    assert speed == pytest.approx((near[1] - near[0]) / 2e-6, rel=1e-5)


@pytest.mark.parametrize(("share", "place"), [(0.999, 1.0), (0.001, 0.0)])
def test_an_issue_that_has_gone_all_the_way_to_one_side_moves_no_more(share, place):
    assert concession(*pair(), 3, share, beyond_ideal(0.25)) == (place, 0.8, 0.0)


def test_there_is_nothing_to_trade_where_both_want_the_same():
    assert concession(*pair(0.5, 0.0, 0.4, 0.4), 3, 0.6, 0.5) == (0.0, 0.0, 0.0)


@pytest.mark.parametrize(("position", "place"), [(0.5, 0.5), (0.3, 0.25), (0.0, 0.0), (1.0, 1.0)])
def test_a_floor_is_reckoned_from_ukraines_ideal_to_russias(position, place):
    assert at_least(*pair(), 3, position) == pytest.approx(place)
    assert at_least(*pair(low=0.4, high=0.4), 3, position) == 0.0


@pytest.mark.parametrize("issue", [Issue.TERRITORY, Issue.NUCLEAR_PLANT, Issue.ARMY_CAP])
def test_no_text_goes_below_the_line_and_the_floor_of_the_plant(issue):
    """Half way by itself; floors of 0.75 on the line and 0.625 on the plant."""
    least = {Issue.TERRITORY: 0.75, Issue.NUCLEAR_PLANT: 0.625}
    found = feasible(*pair(0.25, 0.25), issue, 0.5, 1.0, 0.75, 0.625, WHOLE)
    if issue in least:
        assert found == (least[issue], 0.8, 0.0)
    else:
        assert found[0] == pytest.approx(0.5)
        assert found[2] > 0.0


@pytest.mark.parametrize("issue", [Issue.FROZEN_ASSETS, Issue.NATO_BAR, Issue.ARMY_CAP, Issue.SEQUENCE])
@pytest.mark.parametrize("slack", [0.5, WHOLE])
def test_an_issue_is_held_to_its_partner_where_there_is_a_link(note, issue, slack):
    held = note(settlement, "hold_together", (0.375, 0.125))
    found = feasible(*pair(0.25, 0.25), issue, 0.5, 1.0, 0.0, 0.0, slack)
    linked = issue in (Issue.FROZEN_ASSETS, Issue.NATO_BAR) and slack < WHOLE
    assert len(held) == linked
    assert found[0] == pytest.approx(0.375 if linked else 0.5)
    if linked:
        assert found[2] == 0.125
        assert held[0][2:6] == (issue, 0.5, 1.0, slack)


# The draft.

MEDIATOR = {"ideal": [0.3] * ISSUES, "salience": [0.05] * ISSUES}
PLAIN = SimpleNamespace(curvature=0.5, line_kept=0.5, plant_kept=0.6, slack=WHOLE, mediator_weight=0.7)


@pytest.fixture
def drafted(note):
    """Draft with the Nash package replaced by one that is 0.77 throughout; return its table, weights and the draft."""

    def draft(found=0.25, solved=True, p=PLAIN, patience=(0.375, 0.625), **affinity):
        seen = {}
        note(settlement, "appraise_zone")
        note(settlement, "believed_zone", (found, 0.5))
        note(settlement, "bargaining_weights_core", patience)
        note(settlement, "feasible", (0.25, 0.8, 1.0))
        seen["boxes"] = note(settlement, "hold_box")

        def solve(table, multiplier, best):
            seen["table"], seen["multiplier"] = table, list(multiplier)
            best[:] = 0.77
            return solved

        note(settlement, "nash_core", solve)
        russia, ukraine = pair()
        for side, least in ((russia, 0.4), (ukraine, 0.2)):
            side.war_value, side.hidden = least, 0.1
        table = Diplomacy.new(line=0.8)
        mediator = State.new(**MEDIATOR, **affinity)
        seen["signed"] = settlement.settle(russia, ukraine, mediator, 0.9, 0.8, table, p)
        seen["package"] = list(table.offer.package)
        return seen

    return draft


@pytest.mark.parametrize("found", [-0.25, 0.0])
def test_without_a_zone_the_draft_lies_on_the_frontier_and_nobody_signs(drafted, found):
    """A quarter of the way from 0.1 to 0.9."""
    seen = drafted(found)
    assert not seen["signed"]
    assert seen["package"] == pytest.approx([0.3] * ISSUES)


@pytest.mark.parametrize(("solved", "place"), [(True, 0.77), (False, 0.3)])
def test_a_draft_is_the_nash_package_if_there_is_one(drafted, solved, place):
    seen = drafted(solved=solved)
    assert seen["signed"] == solved
    assert seen["package"] == pytest.approx([place] * ISSUES)


def test_sides_are_seated_beyond_their_ideals_by_their_patience_and_their_leasts(drafted):
    """Beyond 0.5: seats at 1.4 and -0.4; 16 issues take 16 x 0.125 of their saliences off the leasts."""
    table = drafted()["table"]
    assert table.vetoes == 2
    assert table.positions.shape == table.salience.shape == (3, ISSUES)
    assert list(table.positions[0]) == pytest.approx([1.4] * ISSUES)
    assert list(table.positions[1]) == pytest.approx([-0.4] * ISSUES)
    assert list(table.salience[0]) == pytest.approx([0.1] * ISSUES)
    assert list(table.salience[1]) == pytest.approx([0.15] * ISSUES)
    assert list(table.weight) == pytest.approx([0.375, 0.625, 0.0])
    assert list(table.disagreement) == pytest.approx([0.4 - 0.1 - 0.4, 0.2 - 0.1 - 0.6, 0.0])


def test_a_side_without_patience_has_the_least_of_weights(drafted):
    assert list(drafted(patience=(0.0, 1.0))["table"].weight) == [1e-9, 1.0, 0.0]
    assert list(drafted(patience=(1.0, 0.0))["table"].weight) == [1.0, 1e-9, 0.0]


def test_the_search_starts_from_weights_over_what_each_gains_and_the_mediators_weight(drafted):
    assert drafted()["multiplier"] == pytest.approx([1.5, 2.5, 0.7])


def test_a_draft_lies_between_the_ideals_and_not_below_the_floors(drafted):
    """The line at half of 0.8, the plant at 0.6."""
    table = drafted()["table"]
    low = [0.4 if k == Issue.TERRITORY else 0.6 if k == Issue.NUCLEAR_PLANT else 0.1 for k in range(ISSUES)]
    assert list(table.low) == pytest.approx(low)
    assert list(table.high) == pytest.approx([0.9] * ISSUES)


@pytest.mark.parametrize(
    ("affinity", "mass", "pull"),
    [
        ({}, 0.05, 0.05 * 0.3),
        ({"affinity_russia": 0.5}, 0.1, 0.05 * 0.3 + 0.05 * 1.4),
        ({"affinity_ukraine": 0.2}, 0.08, 0.05 * 0.3 - 0.03 * 0.4),
        ({"affinity_russia": -0.5, "affinity_ukraine": -0.2}, 0.05, 0.05 * 0.3),
    ],
)
def test_a_mediator_weighs_its_own_stake_and_that_of_its_friends_but_of_no_enemy(
    drafted, affinity, mass, pull
):
    table = drafted(**affinity)["table"]
    assert list(table.salience[2]) == pytest.approx([mass] * ISSUES)
    assert list(table.positions[2]) == pytest.approx([pull / mass] * ISSUES)


def test_a_mediator_without_any_stake_stands_in_the_middle(drafted, monkeypatch):
    monkeypatch.setitem(MEDIATOR, "salience", [0.0] * ISSUES)
    assert list(drafted()["table"].positions[2]) == [0.5] * ISSUES


@pytest.mark.parametrize(("slack", "held"), [(0.5, 1), (WHOLE, 0)])
def test_a_draft_is_held_to_links_where_there_are_any(drafted, slack, held):
    assert len(drafted(p=SimpleNamespace(**{**vars(PLAIN), "slack": slack}))["boxes"]) == held
