"""Settlements over all issues: what users call from here, gathered from the rooms where each is decided."""

from __future__ import annotations

from agents.valuation import outcome_utilities, utility
from model.nash import nash_settlement
from model.settlement import SettlementParameters, appraise_zone, settle
from model.table import Diplomacy, HomeFront, Offer

__all__ = [
    "Diplomacy",
    "HomeFront",
    "Offer",
    "SettlementParameters",
    "appraise_zone",
    "nash_settlement",
    "outcome_utilities",
    "settle",
    "utility",
]
