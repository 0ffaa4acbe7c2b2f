"""Supporters of the belligerents: resolve against its half-life, the tables of states against the rule, and vetoes."""

from __future__ import annotations

import pytest

from agents.states import State
from agents.supporters import SupporterParameters, change_disposition, give_aid, move_resolve, resolve_at_rest
from agents.vocabulary import STATES, Actor
from tests.table import table

US, EU = int(Actor.UNITED_STATES), int(Actor.EUROPEAN_UNION)
SUPPORT = SupporterParameters()


def test_table_of_states_lies_near_the_line_of_resolve():
    made = table()
    for actor in range(EU, STATES):
        state = made.states[actor]
        assert abs(resolve_at_rest(state, True, 0.0, 1.0, 1.0, SUPPORT) - state.resolve) < 0.1


def test_resolve_in_rows():
    state = State.new(affinity_ukraine=0.5)
    rest = resolve_at_rest(state, True, 0.0, 1.0, 1.0, SUPPORT)
    assert resolve_at_rest(state, True, 1.0, 1.0, 1.0, SUPPORT) > rest  # the advance doubles
    assert resolve_at_rest(state, True, 0.0, 0.7, 1.0, SUPPORT) < rest  # a long truce
    assert resolve_at_rest(state, True, 0.0, 1.0, 0.0, SUPPORT) > rest  # the United States stop
    assert resolve_at_rest(state, False, 0.0, 1.0, 0.0, SUPPORT) == rest  # it does not make up for itself


def test_resolve_goes_half_way_in_its_half_life():
    made = table()
    made.states[EU].resolve = 0.0
    target = resolve_at_rest(made.states[EU], True, 0.0, 1.0, 1.0, SUPPORT)
    for _ in range(int(SUPPORT.half_life)):
        move_resolve(made.states[EU], EU, SUPPORT.usual_advance, 1.0, 1.0, SUPPORT)
    assert made.states[EU].resolve == pytest.approx(0.5 * target)


def test_a_veto_blocks_common_aid_alone():
    made = table()
    give_aid(made.states, 0.6, SUPPORT)
    hostile = [made.states[a].aid for a in Actor]
    made.states[Actor.HUNGARY].resolve = 1.0
    give_aid(made.states, 0.6, SUPPORT)
    friendly = [made.states[a].aid for a in Actor]
    assert hostile[EU] < friendly[EU]
    assert hostile[Actor.GERMANY] == friendly[Actor.GERMANY]
    assert friendly[US] == pytest.approx(0.6 * made.states[US].capability)
    change_disposition(made.states[Actor.HUNGARY], 2.0, SUPPORT)
    assert made.states[Actor.HUNGARY].affinity_ukraine == pytest.approx(-0.4 + 2.0 * SUPPORT.turnover)
