"""The floor: the weight of each who may have it, and the shorter length of each scope."""

from __future__ import annotations

import pytest

from agents.vocabulary import Actor, Scope
from model.floor import EUROPE, PROPOSERS, ProposalParameters, recognition, shorter_days

P = ProposalParameters(
    recognition_russia=0.1,
    recognition_ukraine=0.2,
    recognition_mediator=0.3,
    recognition_europe=0.4,
    days_human=7.0,
    days_short=1.5,
    days_sector=30.0,
    days_general=60.0,
)


@pytest.mark.parametrize(
    ("proposer", "weight"),
    [(Actor.RUSSIA, 0.1), (Actor.UKRAINE, 0.2), (Actor.UNITED_STATES, 0.3), (EUROPE, 0.4)],
)
def test_each_proposer_has_the_floor_by_its_own_weight(proposer, weight):
    assert recognition(proposer, P) == weight
    assert proposer < PROPOSERS


@pytest.mark.parametrize(
    ("scope", "days"),
    [(Scope.HUMAN, 7.0), (Scope.SHORT, 1.5), (Scope.SECTOR, 30.0), (Scope.GENERAL, 60.0), (Scope.FINAL, 0.0)],
)
def test_each_scope_has_its_own_shorter_length_and_a_settlement_none(scope, days):
    assert shorter_days(scope, P) == days
