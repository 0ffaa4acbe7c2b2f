"""Crises: June 2023 as the record has it, one equilibrium, and what plotters overlook."""

from __future__ import annotations

import dataclasses

from agents.coordination import equilibrium_is_unique
from agents.coup_stakes import reckoning, regime_strength
from agents.organs import OrgansParameters
from agents.services import raise_counterweight
from agents.vocabulary import Organ
from model.crisis import lay_out, overlooked, resolve_crisis, strength_left
from tests.kremlin import PLOTS, Kremlin
from tests.organs import SERVICES, STAKES


def test_june_2023_nearly_everyone_waits_and_the_regime_stands():
    organs = OrgansParameters(nearby_irregulars=8.0, arms_rosgvardia=0.0, loyalty_irregulars=0.2)
    kremlin = Kremlin(organs)
    irregulars = kremlin.services[Organ.IRREGULARS]
    for _ in range(60):
        irregulars.status = 0.9
        kremlin.update(advance=50.0, losses=8.0)
    plot = kremlin.plot
    plot.active = True
    plot.organ = Organ.IRREGULARS
    plot.members[Organ.IRREGULARS] = 1
    plot.committed[Organ.IRREGULARS] = 1.0
    counted = reckoning(kremlin.leader.survival, STAKES)
    lay_out(plot, kremlin.services, True, counted, 1.0, STAKES)
    strength = regime_strength(kremlin.services, kremlin.leader, STAKES)
    left = strength_left(plot, kremlin.services, kremlin.leader, strength, PLOTS)
    falls, _ = resolve_crisis(plot, kremlin.services, left, 0.0, PLOTS)
    assert not falls
    waiting = [Organ(s.organ) for s in kremlin.services if s.stance == 0]
    assert [o for o in Organ if o not in waiting] == [Organ.FSO]
    assert all(s.joined < 0.05 for s in kremlin.services if s.organ != Organ.IRREGULARS)
    assert irregulars.stance == 0
    assert kremlin.services[Organ.FSO].stance == -1


def test_the_game_of_the_baseline_has_one_equilibrium_even_if_strength_is_known_to_all():
    kremlin = Kremlin()
    lay_out(kremlin.plot, kremlin.services, False, 1.0, 1.0, STAKES)
    resist = list(kremlin.plot.resist_cost)
    assert equilibrium_is_unique(list(kremlin.plot.mass), resist, PLOTS.unit_noise, PLOTS.strength_noise)


def test_plotters_overlook_resistance_unless_they_have_foresight():
    kremlin = Kremlin()
    lay_out(kremlin.plot, kremlin.services, False, 1.0, 1.0, STAKES)
    unseen = overlooked(kremlin.plot, kremlin.services, kremlin.leader, PLOTS)
    raise_counterweight(kremlin.services, 1.0, SERVICES)
    kremlin.update()
    lay_out(kremlin.plot, kremlin.services, False, 1.0, 1.0, STAKES)
    assert overlooked(kremlin.plot, kremlin.services, kremlin.leader, PLOTS) > unseen > 0.0
    all_seeing = dataclasses.replace(PLOTS, foresight=1.0)
    assert overlooked(kremlin.plot, kremlin.services, kremlin.leader, all_seeing) == 0.0
