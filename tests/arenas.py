"""Make a world with a truce in force under terms, and let it go on week by week."""

from __future__ import annotations

from agents.vocabulary import ISSUES, Actor, Answer, Condition, Scope
from model.scenario import Scenario
from model.stages import beliefs, diplomacy, war
from model.world import World

SCENARIO = Scenario.load("march-2025")


def bits(*conditions: Condition) -> int:
    return sum(1 << condition for condition in conditions)


class Arena:
    """A world in plain Python, with a truce in force."""

    def __init__(
        self, scope: Scope | None = None, conditions: int = 0, package=None, days: float = 1e4
    ) -> None:
        self.world = World(SCENARIO, 3)
        self.ledger, self.values = self.world.view, self.world.values
        self.front = self.ledger.front
        self.russia, self.ukraine = self.ledger.belligerents
        war.keep_truces(self.ledger, self.values)
        beliefs.set_prospects(self.ledger, self.values)
        if scope is not None:
            self.sign(scope, conditions, package, days)

    def sign(self, scope: Scope, conditions: int, package=None, days: float = 1e4) -> None:
        """Let the United States propose, Russia ask for conditions that come true, and Ukraine accept."""
        table = self.ledger.diplomacy
        offer = table.offer
        offer.made, offer.proposer, offer.scope, offer.days = True, Actor.UNITED_STATES, scope, days
        offer.to_russia = offer.to_ukraine = True
        for issue in range(ISSUES):
            offer.package[issue] = (package or {}).get(issue, 0.5)
        for state in self.ledger.states[: Actor.UKRAINE + 1]:
            state.war_value = state.attachment = state.commitment_gap = 0.0
        for side, reply in enumerate(table.replies):
            self.ledger.prospects[side].curvature = 1.0
            self.ledger.prospects[side].offered[:] = list(offer.package)
            reply.answer = Answer.CONDITIONAL if conditions and side == Actor.RUSSIA else Answer.ACCEPT
            reply.scope, reply.met, reply.worth = scope, 1.0, 1.0
            reply.conditions = conditions if side == Actor.RUSSIA else 0
        diplomacy.sign(self.ledger, self.values)
        self.ledger.truces[scope].threshold = 1e9
        self.keep()

    def keep(self) -> None:
        diplomacy.settle_home_fronts(self.ledger, self.values)
        diplomacy.share_aid(self.ledger, self.values)

    def week(self) -> None:
        """A week of the arena: mediator, truces, front, what is kept."""
        diplomacy.press(self.ledger, self.values)
        war.keep_truces(self.ledger, self.values)
        war.fight(self.ledger, self.values)
        beliefs.set_prospects(self.ledger, self.values)
        self.keep()
        self.ledger.log.week += 1

    def run(self, weeks: int) -> Arena:
        for _ in range(weeks):
            self.week()
        return self

    def lapse(self) -> Arena:
        """Let every truce in force break at once."""
        for truce in self.ledger.truces:
            truce.threshold = 0.0
        self.week()
        assert not any(truce.active for truce in self.ledger.truces)
        return self

    @property
    def events(self) -> list:
        log = self.ledger.log
        return [log.events[k] for k in range(log.count)]
