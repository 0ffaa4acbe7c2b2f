"""Make truces on their ladder, the circumstances around them, and sign and step them."""

from __future__ import annotations

from agents.events import Log
from agents.vocabulary import SCOPES, Actor, Happening
from model.circumstances import Circumstances, draft_truce
from model.truce import Truce, TruceParameters, sign_truce, step_truces

BASE = TruceParameters()


def circumstances(**changes) -> Circumstances:
    values = {"length_km": 1100.0, "belief_gap": 0.2, "pressure": 0.5, "hawks_russia": 0.05}
    return Circumstances.new(**{**values, **changes})


def ladder() -> list:
    return [Truce.new() for _ in range(SCOPES)]


def sign(truces, scope, days=30.0, sector=0, parameters=BASE, log=None, russia=True, ukraine=True, **around):
    log = Log.new() if log is None else log
    where = circumstances(**around)
    return sign_truce(truces, parameters, where, log, scope, sector, days, Actor.RUSSIA, russia, ukraine)


def step(truces, parameters=BASE, log=None, **around):
    step_truces(truces, parameters, circumstances(**around), Log.new() if log is None else log)


def drafted(scope, days=30.0, sector=0, parameters=BASE, **around) -> Truce:
    truce = Truce.new()
    draft_truce(truce, parameters, circumstances(**around), scope, sector, days, True, True)
    return truce


def kinds(log) -> list[str]:
    return [Happening(log.events[i].kind).name for i in range(log.count)]
