"""The draws of a week are dealt to the fields that wait for them, each once and in its place."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from agents.tier import Elite
from agents.vocabulary import CAUSES, FACTIONS, ORGANS, SCOPES, STATES
from model.shocks import Shocks, deal_week, fill
from model.world import Ledger
from tests.test_books import scatter


def test_a_list_is_filled_from_its_place_on_in_order():
    target = [9.0, 9.0, 9.0]
    fill(target, [1.0, 2.0, 3.0, 4.0, 5.0], 1)
    assert target == [2.0, 3.0, 4.0]


@pytest.fixture(scope="module")
def dealt():
    """A ledger and a roster to which a week was dealt, and the draws, no two of which are alike."""
    ledger, shocks = Ledger.new(), Shocks.new()
    scatter(shocks, iter(range(1, 1000)))
    roster = SimpleNamespace(elites=[Elite.new(normal=9.0) for _ in range(3)])
    deal_week(ledger, roster, shocks, [0.5, 0.25, 0.125])
    return ledger, roster, shocks


PLACES = {
    "market": lambda x: [x.market.normal],
    "reports": lambda x: [n for state in x.states for n in state.normals],
    "diplomacy": lambda x: x.diplomacy.normals,
    "patron": lambda x: x.patron.normals,
    "poles": lambda x: x.patron.uniforms,
    "economy": lambda x: [*x.russian_economy.normals, x.ukrainian_economy.normal],
    "war": lambda x: [*x.front.normals, *(side.manpower_normal for side in x.belligerents)],
    "strikes": lambda x: [side.strike_normal for side in x.belligerents],
    "truce": lambda x: [u for truce in x.truces for u in truce.uniforms],
    "answers": lambda x: x.diplomacy.uniforms,
    "home_front": lambda x: x.home_front.uniforms,
    "leader": lambda x: x.leader.normals,
    "occasions": lambda x: x.leader.uniforms,
    "thresholds": lambda x: x.leader.next_threshold,
    "services": lambda x: [service.normal for service in x.services],
    "plots": lambda x: x.plot.uniforms,
    "street": lambda x: [*x.plot.normals, x.regime.normal],
    "succession": lambda x: [*x.contest.normals, *x.contest.appeal_normals],
    "clashes": lambda x: x.contest.uniforms,
}
"""Where the draws of each stream lie, in their order."""


@pytest.mark.parametrize("stream", PLACES)
def test_the_draws_of_a_stream_are_dealt_in_order_and_all_of_them(dealt, stream):
    ledger, _, shocks = dealt
    drawn = getattr(shocks, stream)
    assert list(PLACES[stream](ledger)) == ([drawn] if isinstance(drawn, float) else list(drawn))


def test_each_elite_has_a_draw_of_its_own(dealt):
    _, roster, _ = dealt
    assert [elite.normal for elite in roster.elites] == [0.5, 0.25, 0.125]


def test_no_stream_is_left_undealt_and_each_is_as_long_as_what_it_stands_for():
    assert set(PLACES) == set(Shocks.columns)
    shocks = Shocks.new()
    lengths = {"reports": 2 * STATES, "truce": 5 * SCOPES, "thresholds": CAUSES}
    lengths |= {"services": ORGANS, "succession": 2 * FACTIONS}
    assert {name: len(getattr(shocks, name)) for name in lengths} == lengths
