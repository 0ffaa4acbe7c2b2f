"""The dates that the mediator sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.deadlines import believed, chance_to_act, keep_date, set_date, threatened, worth_of_date
from agents.events import emit
from agents.rules import rule
from agents.states import acceptance
from agents.vocabulary import Actor, Answer, Happening, Scope
from model.war import is_decided

if TYPE_CHECKING:
    from model.parameters import Parameters
    from model.world import Ledger


@rule
def refused_by(ledger: Ledger, side: int) -> bool:
    """Whether last week this side alone stood in the way of a general ceasefire that the mediator had asked for."""
    offer, replies = ledger.diplomacy.offer, ledger.diplomacy.replies
    asked = offer.made and offer.proposer == Actor.UNITED_STATES and offer.scope == Scope.GENERAL
    alone = replies[1 - side].answer == Answer.ACCEPT and replies[side].answer != Answer.ACCEPT
    return asked and alone


@rule
def tell_threat(ledger: Ledger, p: Parameters) -> None:
    """Add to what a refusal costs each side what it risks by the date that runs."""
    russia, ukraine = ledger.prospects[Actor.RUSSIA], ledger.prospects[Actor.UKRAINE]
    russia.blame = russia.blame + threatened(ledger.deadline, 1.0, p.deadline)
    ukraine.blame = ukraine.blame + threatened(ledger.deadline, -1.0, p.deadline)


@rule
def consider_date(ledger: Ledger, p: Parameters, side: int) -> None:
    """Set the side under pressure a date if it has just refused and the date is worth its cost."""
    diplomacy, deadline = ledger.diplomacy, ledger.deadline
    if deadline.running or not refused_by(ledger, side):
        return
    chance = acceptance(ledger.states[Actor.UNITED_STATES], Scope.GENERAL)
    threat = believed(deadline) * p.deadline.measure * ledger.prospects[side].opening
    favour = diplomacy.bias * diplomacy.side
    if worth_of_date(chance, threat, diplomacy.patience, favour, p.deadline) > 0.0:
        set_date(deadline, diplomacy.side, p.deadline.weeks)
        emit(
            ledger.log, Happening.DEADLINE_SET, Actor.UNITED_STATES, side, Scope.GENERAL, -1, p.deadline.weeks
        )


@rule
def press_for_date(ledger: Ledger, p: Parameters) -> None:
    """A week of the mediator's date: it comes, or is given up, or a new one is set.

    The measure is full pressure, which stops aid to Ukraine, or raises sanctions on Russia and on its trade
    (`model/sanctions.py`).
    """
    diplomacy, deadline = ledger.diplomacy, ledger.deadline
    side = Actor.RUSSIA if diplomacy.side > 0.0 else Actor.UKRAINE
    target = Actor.RUSSIA if deadline.side > 0.0 else Actor.UKRAINE
    decided = is_decided(ledger.front)
    met = decided or ledger.truces[Scope.GENERAL].active or ledger.truces[Scope.FINAL].active
    act = chance_to_act(diplomacy.patience, diplomacy.bias * deadline.side, p.deadline)
    result = keep_date(deadline, met, side != target, act, diplomacy.uniforms[9])
    if result >= 0:
        emit(
            ledger.log,
            Happening.DEADLINE_PASSES,
            Actor.UNITED_STATES,
            target,
            Scope.GENERAL,
            -1,
            1.0 * result,
        )
    if result == 1:
        diplomacy.pressure = deadline.side
    if not met:
        consider_date(ledger, p, side)
