"""Removal and uprising: hawks and doves, insiders, row by row."""

from __future__ import annotations

import dataclasses
import itertools

import pytest

from agents.tier import Bloc
from agents.vocabulary import FACTIONS, Cause
from model.plots import PlotsParameters
from model.removal import RemovalParameters, opposition, press_leader, removal_hazard
from tests.kremlin import PLOTS, Kremlin

REMOVAL = RemovalParameters()


def test_hawks_react_to_a_stop_and_doves_to_going_on():
    kremlin = Kremlin()
    kremlin.play()
    assert kremlin.regime.hawk_reaction > 0.0
    assert kremlin.regime.dove_reaction == 0.0
    for elite in kremlin.elites:
        elite.war_stance = -0.5
    for bloc in kremlin.blocs:
        bloc.war_stance = -0.5
    kremlin.play()
    assert kremlin.regime.hawk_reaction == 0.0
    assert kremlin.regime.dove_reaction > 0.0
    coups = kremlin.regime.dove_reaction
    press_leader(kremlin.leader, kremlin.regime, kremlin.blocs, 0.3, PLOTS.reaction, REMOVAL)
    assert kremlin.regime.dove_reaction > coups
    assert kremlin.regime.hawk_reaction == 0.0
    still = dataclasses.replace(PLOTS, reaction=0.0)
    kremlin.play(still)
    assert kremlin.regime.dove_reaction == 0.0


def test_elites_whom_the_war_leaves_cold_add_nothing_to_either_reaction():
    kremlin = Kremlin()
    press_leader(kremlin.leader, kremlin.regime, kremlin.blocs, 0.3, 0.0, REMOVAL)
    assert kremlin.regime.hawk_reaction == kremlin.regime.dove_reaction == 0.0
    assert kremlin.leader.hazard[Cause.REMOVAL] > 0.0


def test_insiders_remove_whom_they_oppose_unless_he_is_established():
    rows = [(0.6, 0.0), (0.2, 0.0), (-0.2, 0.0), (-0.2, 0.4)]
    hazards = []
    for support, dissent in rows:
        blocs = [Bloc.new(members=3, power=1 / FACTIONS, support=support, dissent=dissent)] * FACTIONS
        against, _, _ = opposition(blocs, 0.3, REMOVAL)
        assert 0.0 <= against <= 1.0
        hazards.append(removal_hazard(0.5, against, REMOVAL))
        assert removal_hazard(0.0, against, REMOVAL) == 0.0
    assert all(a < b for a, b in itertools.pairwise(hazards))


def test_nobody_is_removed_in_a_vacancy():
    kremlin = Kremlin(in_office=False)
    kremlin.leader.hazard[Cause.REMOVAL] = kremlin.leader.hazard[Cause.UPRISING] = 0.5
    press_leader(kremlin.leader, kremlin.regime, kremlin.blocs, 0.3, 0.3, REMOVAL)
    assert kremlin.leader.hazard[Cause.REMOVAL] == kremlin.leader.hazard[Cause.UPRISING] == 0.0


@pytest.mark.parametrize("group", [PlotsParameters, RemovalParameters])
def test_parameters_lie_in_their_ranges_and_name_a_source(group):
    for field in dataclasses.fields(group):
        assert field.metadata["low"] <= field.default <= field.metadata["high"], field.name
        assert all(field.metadata[k] for k in ("source", "meaning", "unit")), field.name
