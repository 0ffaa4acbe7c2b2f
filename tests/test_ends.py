"""What an end changes: no truce outlasts the war, and no text binds a Russia whose succession is open."""

from __future__ import annotations

import pytest

from agents.vocabulary import Actor, Scope, WarEnd
from model.stages import beliefs, diplomacy, war
from tests.arenas import Arena


@pytest.mark.parametrize("end", [WarEnd.RUSSIAN_OBJECTIVE, WarEnd.UKRAINIAN_OBJECTIVE])
def test_truces_lapse_without_a_word_when_one_side_has_its_objective(end):
    arena = Arena(Scope.SECTOR)
    assert arena.ledger.truces[Scope.SECTOR].active
    before = arena.ledger.log.count
    arena.front.end = end
    war.keep_truces(arena.ledger, arena.values)
    assert not any(truce.active for truce in arena.ledger.truces)
    assert arena.ledger.log.count == before


def test_a_settlement_in_force_is_no_such_end():
    arena = Arena(Scope.FINAL)
    assert arena.front.end == WarEnd.SETTLEMENT
    war.keep_truces(arena.ledger, arena.values)
    assert arena.ledger.truces[Scope.FINAL].active


@pytest.mark.parametrize("succession", [False, True])
def test_no_settlement_is_drafted_while_a_succession_is_open(succession):
    """Both would sign much: the mediator sees a chance only if somebody can bind Russia."""
    arena = Arena()
    ledger, values = arena.ledger, arena.values
    beliefs.spread_reports(ledger, values)
    for side in (Actor.RUSSIA, Actor.UKRAINE):
        beliefs.weigh_war(ledger, values, side)
        ledger.states[side].war_value = ledger.states[side].attachment = ledger.states[
            side
        ].commitment_gap = 0.0
    ledger.contest.active = succession
    ledger.diplomacy.uniforms[2] = 1.0
    diplomacy.put_proposals(ledger, values)
    assert ledger.diplomacy.zone > 0.0
    assert (ledger.diplomacy.settlement_chance > 0.0) == (not succession)
