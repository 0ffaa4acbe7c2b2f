"""Replay: the proposals of the record put to the model's own rules, week by week, the world set from the record.

The line, the pocket in Kursk region, American aid, whom the mediator presses, truces and earlier answers are those
of the record; economies, forces, beliefs, learning, blame and credit follow from them by the rules. No shock is
drawn. An answer of the record enters after those of its day have been foretold, never before.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np

from agents.stakes import renew_credit
from agents.vocabulary import ANSWERS, TERMS, Actor, Answer, Scope
from experiments.setting import Setting
from experiments.timeline import NOT_ON_LADDER, PARTIES, Proposal
from model.calendar import DAYS_A_YEAR, START, CalendarWeek
from model.circumstances import appraise_truce
from model.consequences import apportion, granted_scope
from model.diplomacy import inform as tell_standing
from model.floor import shorter_days
from model.learning import forget, learn_answer, learn_outcome
from model.mediation import base_aid
from model.scenario import Scenario
from model.stages import beliefs, diplomacy, economies, exogenous, war
from model.truce import sign_truce
from model.world import World

WEEK = 7
GRANTING = (Answer.CONDITIONAL, Answer.PARTIAL, Answer.ACCEPT)
NEVER_MET = 1.0
"""Stance of those asked for conditions: none was granted by August 2025."""


@dataclass
class Forecasts:
    """What the answer rule gave for each proposal.

    Attributes
    ----------
    probability : array [proposal, party, answer]
        NaN where the party was not addressed.
    terms : array [proposal, party, answer, term]
        Terms of the utility of each answer, less those of reject (prize); NaN where the rule cannot give it.
    """

    probability: np.ndarray
    terms: np.ndarray


class Replay:
    """One world led through the record.

    Parameters
    ----------
    scenario : Scenario
        What is assumed, made `quiet`.
    seed : int
        From which the types of office-holders and the positions are drawn.
    setting : Setting
        The record.
    """

    def __init__(self, scenario: Scenario, seed: int, setting: Setting) -> None:
        """Build the world of 18 March 2025; it is led through the record from the first proposal."""
        world = World(scenario, seed)
        self.scenario = scenario
        self.setting = setting
        self.ledger = world.view
        self.values = world.values
        self.ledger.front.disturbance = 0.0  # no shock is drawn
        self.truces: list[tuple[float, float, Proposal, int]] = []
        regime, table = self.ledger.regime, self.ledger.diplomacy
        regime.hawk_reaction, regime.dove_reaction = setting.reaction
        if setting.mediation:
            table.side = setting.mediation[0].pressed
            table.pressure = abs(table.pressure) * table.side

    def forecasts(self) -> Forecasts:
        """Lead the world through the record, and return what the rule gave for each proposal."""
        proposals = self.setting.proposals
        probability = np.full((len(proposals), 2, ANSWERS), np.nan)
        terms = np.full((len(proposals), 2, ANSWERS, TERMS), np.nan)
        week = _week_of(proposals[0].date)
        place = 0
        while place < len(proposals):
            self._play_week(week)
            while place < len(proposals) and _week_of(proposals[place].date) == week:
                day = proposals[place].date
                today = [i for i in range(place, len(proposals)) if proposals[i].date == day]
                self._lay_table(day)
                for i in today:
                    self._put(proposals[i])
                    for side in PARTIES:
                        if proposals[i].addresses(side):
                            self._foretell(side, probability[i, side], terms[i, side])
                for i in today:
                    self._put(proposals[i])
                    self._conclude(proposals[i])
                place = today[-1] + 1
            week += 1
        return Forecasts(probability, terms)

    # A week.

    def _play_week(self, week: int) -> None:
        """Everything but the answers: the stages of the schedule that bear on them, without shocks."""
        ledger, p = self.ledger, self.values
        day = START + dt.timedelta(days=WEEK * week)
        ledger.log.count = 0
        exogenous.open_week(ledger, _calendar(week, day))
        self._keep_truces(day)
        economies.keep_accounts(ledger, p)
        war.gather_circumstances(ledger, p)
        war.fight(ledger, p)
        self._set_line(day)
        beliefs.spread_reports(ledger, p)
        beliefs.set_prospects(ledger, p)
        for side in PARTIES:
            beliefs.weigh_war(ledger, p, side)
        self._mediate(day)
        forget(ledger.states, p.learning)
        for side in PARTIES:
            renew_credit(ledger.prospects[side], p.answers)
        diplomacy.put_proposals(ledger, p)  # with no draw made, nobody proposes

    def _set_line(self, day: dt.date) -> None:
        """Set the line to what was known of it."""
        front, p = self.ledger.front, self.values.front
        known = self.setting.territory.known(day)
        gained = known.occupied - p.occupied
        front.occupied_km2 = front.report_km2 = known.occupied
        front.advance_km2 = front.reported_km2 = known.weekly
        front.momentum_km2 = known.monthly
        front.drift_km2 = known.monthly * 12.0 * WEEK / DAYS_A_YEAR
        front.objective_left_km2 = max(p.objective_left - p.objective_share * gained, 0.0)
        front.donetsk_left_km2 = max(p.donetsk_left - p.donetsk_share * gained, 0.0)
        pocket = [area for since, area in self.setting.kursk if since <= day]
        if pocket:
            front.kursk_km2 = pocket[-1]

    def _mediate(self, day: dt.date) -> None:
        """Let the mediator's week pass by its rules; it changes sides, and withholds aid, when the record does."""
        ledger, p = self.ledger, self.values
        table = ledger.diplomacy
        course = [entry for entry in self.setting.mediation if entry.day <= day]
        side = course[-1].pressed if course else table.side
        table.uniforms[4] = 0.0 if side != table.side else 1.0
        diplomacy.press(ledger, p)
        flows = base_aid(ledger.states[Actor.UNITED_STATES].resolve, p.mediator)
        table.us_aid = flows * (course[-1].aid if course else 1.0)
        table.sanctions_relief = 0.0

    def _keep_truces(self, day: dt.date) -> None:
        """Begin and end the truces of the record; those in force are appraised anew."""
        ledger, p = self.ledger, self.values
        now = float(day.toordinal())
        for scope in range(Scope.FINAL):
            due = [t for t in self.truces if t[3] == scope and t[0] <= now < t[1]]
            truce = ledger.truces[scope]
            truce.active = truce.active and bool(due)
            if due and not truce.active:
                begins, ends, proposal, _ = due[-1]
                both = proposal.joint or min(map(_granted, (proposal, proposal), PARTIES)) >= 0
                sides = [both or side in proposal.proposers for side in PARTIES]
                rows, log = ledger.truces, ledger.log
                sign_truce(
                    rows, p.truce, ledger.circumstances, log, scope, proposal.sector, ends - begins,
                    proposal.sponsor, *sides,
                )  # fmt: skip
            if truce.active:
                truce.days_left = due[-1][1] - now
                truce.share = min(truce.days_left / WEEK, 1.0)
                appraise_truce(truce, p.truce, ledger.circumstances, scope)

    # A proposal.

    def _lay_table(self, day: dt.date) -> None:
        """Tell both sides where they stand on the day."""
        ledger, p = self.ledger, self.values
        self._keep_truces(day)
        tell_standing(
            ledger.prospects, ledger.diplomacy, ledger.states, ledger.regime, ledger.truces, p.mediator, p.conditions
        )  # fmt: skip

    def _put(self, proposal: Proposal) -> None:
        """Put a proposal on the table. Off the ladder it is the lowest rung, without the worth of an exchange."""
        ledger, p = self.ledger, self.values
        offer = ledger.diplomacy.offer
        offer.made, offer.sounding = True, False
        offer.proposer = proposal.sponsor
        offer.scope = max(proposal.scope, int(Scope.HUMAN))
        offer.sector = proposal.sector
        offer.days = proposal.days or shorter_days(offer.scope, p.proposals)
        offer.to_russia = proposal.addresses(Actor.RUSSIA)
        offer.to_ukraine = proposal.addresses(Actor.UKRAINE)
        p.answers.exchange_gain = (
            0.0 if proposal.scope == NOT_ON_LADDER else self.scenario.answers.exchange_gain
        )
        for side in PARTIES:
            ledger.states[side].gap_rise = 0.0
        diplomacy.lay_text(ledger, p)

    def _foretell(self, side: int, probability: np.ndarray, terms: np.ndarray) -> None:
        """Write the probability of each answer, and the terms of those that grant something."""
        reply = self.ledger.diplomacy.replies[side]
        self._ask(side, 0.0)
        probability[:] = reply.probability[:]
        terms[Answer.REJECT] = 0.0
        for wanted in GRANTING:
            if self._force(side, wanted):
                terms[wanted] = reply.terms[:]

    def _ask(self, side: int, uniform: float) -> None:
        """Let a side answer by the rule, on one uniform."""
        self.ledger.diplomacy.uniforms[side] = uniform
        diplomacy.answer(self.ledger, self.values, side)

    def _force(self, side: int, wanted: int) -> bool:
        """Let the uniform fall on the answer wanted; whether the rule can give it."""
        reply = self.ledger.diplomacy.replies[side]
        self._ask(side, sum(reply.probability[:wanted]) + 0.5 * reply.probability[wanted])
        return bool(reply.answer == wanted)

    def _conclude(self, proposal: Proposal) -> None:
        """What came of it on record: blame and credit, what everyone learns, the truce that follows."""
        ledger, p = self.ledger, self.values
        table, states = ledger.diplomacy, ledger.states
        for side in PARTIES:
            reply = table.replies[side]
            self._ask(side, 0.0)
            if not self._force(side, proposal.answers[side]) and proposal.addresses(side):
                reply.answer, reply.conditions, reply.met = proposal.answers[side], 0, 0.0
            reply.scope = max(_granted(proposal, side), int(Scope.HUMAN))
        if any(proposal.addresses(side) for side in PARTIES):
            for side in PARTIES:
                granted_scope(table, states, ledger.prospects, side, NEVER_MET, p.conditions)
            apportion(table, ledger.prospects, p.answers, p.diplomacy, p.mediator)
        if proposal.scope == NOT_ON_LADDER:
            return
        for side in PARTIES:
            if proposal.addresses(side):
                learn_answer(
                    states[1 - side], table.replies[side].answer, proposal.scope, table.replies[side].scope
                )
        result = min(_granted(proposal, side) for side in PARTIES)
        for observer in (Actor.UNITED_STATES, Actor.EUROPEAN_UNION):
            learn_outcome(states[observer], proposal.scope, result)
        own = proposal.scope == Scope.SHORT and proposal.sponsor in PARTIES
        if result >= 0 or own:
            self._schedule(proposal, result if result >= 0 else proposal.scope)

    def _schedule(self, proposal: Proposal, scope: int) -> None:
        """Enter a truce of the record: its last days are the length named, where the record has its end."""
        days = proposal.days or shorter_days(scope, self.values.proposals)
        begins = float(proposal.date.toordinal())
        ends = begins + days
        if proposal.end is not None:
            ends = float(proposal.end.toordinal())
            begins = max(begins, ends - days) if scope == Scope.SHORT else begins
        if scope < Scope.FINAL:
            self.truces.append((begins, ends, proposal, scope))


def _granted(proposal: Proposal, side: int) -> int:
    """Rung that an answer of the record grants, -1 for none. A part of a general ceasefire is a sector of it."""
    answer = proposal.answers[side]
    if proposal.scope == NOT_ON_LADDER:
        return NOT_ON_LADDER
    if side in proposal.proposers or answer == Answer.ACCEPT:
        return proposal.scope
    if answer == Answer.PARTIAL:
        return proposal.scope - 1
    return NOT_ON_LADDER


def _week_of(day: dt.date) -> int:
    """Week of the run in which a day lies; before 18 March 2025 they are negative."""
    return (day - START).days // WEEK


def _calendar(week: int, day: dt.date) -> Any:
    """One week of the calendar, no office falling due."""
    return CalendarWeek.new(
        week=week,
        ordinal=day.toordinal(),
        year=day.year,
        years=WEEK * week / DAYS_A_YEAR,
        season=(day.timetuple().tm_yday - 1) / 366,
    )
