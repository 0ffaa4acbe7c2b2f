"""Supporters of the belligerents: resolve against its half-life, the tables of states against the rule, and vetoes."""

from __future__ import annotations

import pytest

from agents.supporters import SupporterParameters, change_disposition, give_aid
from agents.vocabulary import Actor
from tests.table import table

US, EU = int(Actor.UNITED_STATES), int(Actor.EUROPEAN_UNION)
SUPPORT = SupporterParameters()


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
