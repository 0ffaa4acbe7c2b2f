"""Compliance with truces: by scope, domain and side, what monitors see, and who is blamed for a breakdown."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from agents.events import Log
from agents.vocabulary import Actor, Domain, Scope
from model.circumstances import draft_truce
from model.compliance import monitoring
from model.truce import Truce, truce_blame
from tests.truces import BASE, circumstances, drafted, kinds, ladder, sign, step


def test_monitoring_falls_with_the_line_and_rises_with_monitors():
    assert monitoring(BASE, 1000.0, 0.0) == pytest.approx(BASE.remote)
    assert monitoring(BASE, 1000.0, 600.0) > monitoring(BASE, 2000.0, 600.0) > BASE.remote
    assert monitoring(BASE, 1000.0, 2000.0) > monitoring(BASE, 1000.0, 600.0)
    assert monitoring(BASE, 1000.0, 1e9) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("scope", "sector", "russia", "ukraine", "kept_russia", "kept_ukraine"),
    [  # compliance on the ground, in the air, at sea
        (Scope.HUMAN, 0, True, True, (0, 0, 0), (0, 0, 0)),
        (Scope.SHORT, 0, True, True, (0.25, 0.97, 0.97), (0.25, 0.97, 0.97)),
        (Scope.SHORT, 0, True, False, (0, 0.97, 0.97), (0, 0, 0)),
        (Scope.SECTOR, 0, True, True, (0, 0.5, 0), (0, 0.5, 0)),
        (Scope.SECTOR, 1, True, True, (0, 0, 0.8), (0, 0, 0.8)),
        (Scope.SECTOR, 2, True, True, (0, 0.5, 0), (0, 0.5, 0)),
        (Scope.GENERAL, 0, True, True, (0.85, 0.95, 0.95), (0.85, 0.95, 0.95)),
        (Scope.FINAL, 0, True, True, (0.98, 0.98, 0.98), (0.98, 0.98, 0.98)),
    ],
)
def test_compliance_by_scope_domain_and_side(scope, sector, russia, ukraine, kept_russia, kept_ukraine):
    bare = dataclasses.replace(BASE, deterrence=0.0)
    truce = Truce.new()
    draft_truce(truce, bare, circumstances(), scope, sector, 30.0, russia, ukraine)
    assert list(truce.compliance_russia) == pytest.approx(kept_russia)
    assert list(truce.compliance_ukraine) == pytest.approx(kept_ukraine)


def test_tendency_to_violate_is_a_parameter():
    """At 0 Russia keeps everything, at 4 hardly anything; incidents and blame follow."""
    saint = dataclasses.replace(BASE, violation_russia=0.0)
    sinner = dataclasses.replace(BASE, violation_russia=4.0, deterrence=0.0)
    assert drafted(Scope.GENERAL, parameters=saint).compliance_russia[Domain.GROUND] == 1.0
    assert drafted(Scope.SECTOR, parameters=sinner).compliance_russia[Domain.AIR] == 0.0
    for tendency, low, high in ((0.0, -1.0, 0.0), (4.0, 0.0, 1.0)):
        parameters = dataclasses.replace(BASE, violation_russia=tendency, hazard_general=0.0)
        truces, total, rng = ladder(), 0.0, np.random.default_rng(3)
        sign(truces, Scope.GENERAL, 1e5, parameters=parameters)
        for _ in range(100):
            for k in range(5):
                truces[Scope.GENERAL].uniforms[k] = rng.random()
            step(truces, parameters)
            total += truce_blame(truces)
        assert low < total / 100.0 < high


def test_spoilers_at_home_stage_incidents():
    calm, hawkish = drafted(Scope.GENERAL), drafted(Scope.GENERAL, hawks_russia=0.5)
    assert hawkish.spontaneous_russia - calm.spontaneous_russia == pytest.approx(BASE.spoilers * 0.45)
    assert hawkish.spontaneous_ukraine == calm.spontaneous_ukraine
    assert hawkish.breaker_russia > calm.breaker_russia


def test_a_breakdown_is_laid_at_the_tempted_side():
    truces, log = ladder(), Log.new()
    truces[Scope.GENERAL].uniforms[2] = 0.0  # breaks at once
    sign(truces, Scope.GENERAL, log=log)
    truces[Scope.GENERAL].uniforms[4] = 0.7
    step(truces, log=log, temptation_russia=0.5)
    truce = truces[Scope.GENERAL]
    assert (truce.active, truce.broken, truce.broken_russia, truce.broken_by) == (False, 1, 1, Actor.RUSSIA)
    assert truce_blame(truces) > 0.0
    assert kinds(log) == ["TRUCE_BEGINS", "TRUCE_BREAKS"]
    step(truces)
    assert truce.broken_by == -1
    assert truce_blame(truces) == 0.0


def test_a_second_signature_binds_the_second_side():
    truces = ladder()
    sign(truces, Scope.SHORT, 3.0, ukraine=False)
    assert truces[Scope.SHORT].compliance_ukraine[Domain.AIR] == 0.0
    sign(truces, Scope.SHORT, 3.0, russia=False)
    assert truces[Scope.SHORT].compliance_russia[Domain.GROUND] > 0.2
    assert truces[Scope.SHORT].compliance_ukraine[Domain.AIR] > 0.9
