"""What comes of the answers: who is bound, what was granted is done, and who answers for what has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.arithmetic import clip
from agents.events import emit
from agents.rules import rule
from agents.vocabulary import ISSUES, Actor, Condition, Happening, Issue, Scope, WarEnd
from model.consequences import agreed_terms, answer_for, conclude
from model.front import hand_over
from model.prisoners import exchange
from model.terms import amend
from model.truce import attach, sign_truce, truce_blame

if TYPE_CHECKING:
    from model.parameters import Parameters
    from model.world import Ledger


@rule
def sign(ledger: Ledger, p: Parameters) -> None:
    """What comes of the answers: a truce or settlement signed, blame, credit, and what everyone learns.

    Conditions that came true are attached to what was signed; who broke a truce or let it lapse answers for it.
    """
    diplomacy = ledger.diplomacy
    scope, russia, ukraine = conclude(
        diplomacy,
        ledger.states,
        ledger.prospects,
        p.answers,
        p.diplomacy,
        p.mediator,
        p.learning,
        p.conditions,
    )
    ledger.home_front.terms = 0.0
    if scope >= 0:
        sector, days = agreed_terms(diplomacy, scope, p.answers)
        proposer = diplomacy.offer.proposer
        signed = sign_truce(
            ledger.truces,
            p.truce,
            ledger.circumstances,
            ledger.log,
            scope,
            sector,
            days,
            proposer,
            russia,
            ukraine,
        )
        granted = diplomacy.replies[Actor.RUSSIA].granted | diplomacy.replies[Actor.UKRAINE].granted
        if signed and scope == Scope.HUMAN:
            exchange(ledger.prisoners)
        if signed and scope == Scope.FINAL:
            granted = settle_war(ledger, p, granted)
        if signed:
            honour(ledger, p, scope, granted)
    answer_for(
        diplomacy,
        ledger.states,
        ledger.prospects,
        ledger.truces,
        p.truce.extension_credit,
        p.answers,
        p.diplomacy,
        p.mediator,
    )
    shifted = diplomacy.blame_russia + truce_blame(ledger.truces)
    diplomacy.blame_russia = clip(shifted, 0.0, 1.0)


@rule
def honour(ledger: Ledger, p: Parameters, scope: int, conditions: int) -> None:
    """Do what conditions that came true ask for: at once, or for as long as the truce of `scope` lasts."""
    if (conditions >> Condition.KURSK) & 1:
        ledger.front.kursk_km2 = 0.0
    if ((conditions >> Condition.US_GUARANTEE) | (conditions >> Condition.SECURITY_GUARANTEE)) & 1:
        ledger.diplomacy.us_guarantee = 1.0
    if conditions != 0:
        attach(ledger.truces[scope], p.truce, ledger.circumstances, scope, conditions)


@rule
def settle_war(ledger: Ledger, p: Parameters, conditions: int) -> int:
    """End the fighting by settlement, on the terms of the package signed; return conditions beside its text.

    The line goes to where the text has it, and the pocket in Kursk region is handed back.
    """
    front, home = ledger.front, ledger.home_front
    russia, ukraine = ledger.states[Actor.RUSSIA], ledger.states[Actor.UKRAINE]
    package = ledger.terms.package
    front.end = WarEnd.SETTLEMENT
    front.end_week = ledger.log.week
    home.settled_terms = 0.0
    for issue in range(ISSUES):
        package[issue] = ledger.diplomacy.offer.package[issue]
    beside = amend(package, conditions)
    for issue in range(ISSUES):
        home.terms += ukraine.salience[issue] * package[issue]
        home.settled_terms += russia.salience[issue] * package[issue]
    proposer = ledger.diplomacy.offer.proposer
    emit(ledger.log, Happening.SETTLEMENT, proposer, -1, Scope.FINAL, -1, home.settled_terms)
    for issue in range(ISSUES):
        emit(ledger.log, Happening.TERM_AGREED, -1, -1, Scope.FINAL, issue, package[issue])
    hand_over(front, package[Issue.TERRITORY] * p.frozen_line.disputed_km2 - front.occupied_km2, p.front)
    front.kursk_km2 = 0.0
    return beside
