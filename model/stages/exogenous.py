"""Oil price, calendar of offices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.deadlines import open_word
from agents.rules import rule
from agents.vocabulary import FIRST_EUROPEAN, Actor
from agents.wedge import meddle
from model.economy import update_market
from model.mediation import change_office

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def open_week(ledger: Ledger, day: CalendarWeek) -> None:
    """Set the clock and the log to the week being played."""
    ledger.log.week = day.week
    ledger.clock.ordinal = day.ordinal
    ledger.clock.years = day.years
    ledger.clock.season = day.season
    ledger.clock.year = day.year


@rule
def turn_offices(ledger: Ledger, p: Parameters, day: CalendarWeek) -> None:
    """Oil price; terms of office that end outside Russia."""
    update_market(ledger.market, p.market)
    for actor in range(len(ledger.states)):
        if day.office[actor] == 1 and actor == Actor.UNITED_STATES:
            ledger.diplomacy.us_guarantee = 0.0
            open_word(ledger.deadline, p.deadline)
        if day.office[actor] == 1 and actor != Actor.RUSSIA:
            change_office(
                actor, ledger.diplomacy, ledger.states, ledger.log, p.diplomacy, p.mediator, p.supporters
            )
        if day.office[actor] == 1 and actor >= FIRST_EUROPEAN:
            meddle(ledger.states[actor], ledger.wedge, p.wedge, p.influence, p.supporters)


@rule
def exogenous(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Oil price, calendar of offices."""
    open_week(ledger, day)
    turn_offices(ledger, p, day)
