"""Both war economies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from agents.rules import rule
from agents.vocabulary import Actor, Scope
from model.aid import aid_to_ukraine, update_ukrainian_economy
from model.budget import update_budget
from model.dividends import credit_russia, credit_ukraine, share_dividends
from model.macro import update_macro
from model.trade import update_trade

if TYPE_CHECKING:
    from model.calendar import CalendarWeek
    from model.parameters import Parameters
    from model.record import Observation
    from model.world import Ledger, Roster


@rule
def keep_accounts(ledger: Ledger, p: Parameters) -> None:
    """Trade, budget and output of Russia; means and output of Ukraine."""
    economy = ledger.russian_economy
    russia, ukraine = ledger.belligerents[Actor.RUSSIA], ledger.belligerents[Actor.UKRAINE]
    update_trade(
        economy,
        ledger.market,
        ledger.patron,
        ledger.front,
        russia,
        ledger.diplomacy,
        p.market.brent,
        p.trade,
        p.sanctions,
        p.strikes,
    )
    settled = ledger.truces[Scope.FINAL].active
    share_dividends(ledger.dividends, ledger.terms, settled, p.dividends, p.terms)
    credit_russia(economy, ledger.dividends, p.dividends)
    credit_ukraine(ledger.ukrainian_economy, ledger.dividends, p.dividends)
    update_budget(economy, ledger.front, p.budget, p.sanctions)
    update_macro(economy, russia, p.macro, p.growth, p.budget)
    aid = aid_to_ukraine(ledger.states)
    update_ukrainian_economy(ledger.ukrainian_economy, ledger.front, ukraine, aid, p.aid, p.strikes)


@rule
def economies(ledger: Ledger, roster: Roster, p: Parameters, day: CalendarWeek, row: Observation) -> None:
    """Both war economies."""
    keep_accounts(ledger, p)
