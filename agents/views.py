"""Mesa agents as views of ledger rows: reading or writing a field of the agent reads or writes the row.

What an agent decides stands in the rules; its methods hand them its row. A subclass may override a method,
and may read whatever `self.model.ledger` holds; it should write its own row only.
"""

from __future__ import annotations

import typing
from typing import Any, ClassVar

import mesa

from agents.leader import Leader
from agents.patronage import Patron
from agents.records import Record
from agents.services import Service
from agents.states import State
from agents.tier import Elite


def _field(name: str) -> property:
    """Property that hands on to the row."""

    def read(agent: RowAgent) -> Any:
        return getattr(agent.row, name)

    def write(agent: RowAgent, value: Any) -> None:
        setattr(agent.row, name, value)

    return property(read, write)


class RowAgent(mesa.Agent):
    """Base of the agents. A subclass names its record: `class EliteAgent(RowAgent, record=Elite)`.

    Attributes
    ----------
    row : record
        The row of the ledger that the agent is a view of.
    index : int
        Which row it is.
    """

    record: ClassVar[type[Record]] = Record

    def __init_subclass__(cls, record: type[Record] | None = None, **kwargs: Any) -> None:
        """Make a property of every field of the record."""
        super().__init_subclass__(**kwargs)
        if record is not None:
            cls.record = record
            for name in typing.get_type_hints(record):
                if name != "columns":
                    setattr(cls, name, _field(name))

    def __init__(self, model: mesa.Model, row: Any, index: int) -> None:
        """Make the agent a view of `row`."""
        super().__init__(model)
        self.row = row
        self.index = index


class StateAgent(RowAgent, record=State):
    """A state at the table."""

    def weigh_war(self) -> None:
        """Weigh the war: a belligerent against peace, all others who is winning."""
        self.model.decisions.weigh_war(self.model.ledger, self.model.values, self.index)


class BelligerentAgent(StateAgent):
    """Russia or Ukraine."""

    def answer(self) -> None:
        """Answer the proposal on the table, if it is addressed to this side."""
        self.model.decisions.answer(self.model.ledger, self.model.values, self.index)


class SupporterAgent(StateAgent):
    """A supporter of Ukraine."""

    def set_resolve(self) -> None:
        """Set how far it will go."""
        self.model.decisions.set_resolve(self.model.ledger, self.model.values, self.index)


class MediatorAgent(SupporterAgent):
    """The United States: mediator, and supporter of Ukraine."""

    def press(self) -> None:
        """Press the belligerents, offer and withhold."""
        self.model.decisions.press(self.model.ledger, self.model.values)


class PatronAgent(RowAgent, record=Patron):
    """China as Russia's patron."""

    def choose_support(self) -> bool:
        """Choose the support of the week; return whether the pole has changed."""
        return self.model.decisions.choose_support(self.model.ledger, self.model.values)


class LeaderAgent(RowAgent, record=Leader):
    """The ruler in Moscow."""

    def reign(self) -> bool:
        """Share rents, gather power, purge, balance, name an heir; return whether he hands over."""
        return self.model.decisions.reign(self.model.ledger, self.model.roster, self.model.values)


class EliteAgent(RowAgent, record=Elite):
    """A member of the elite."""

    def support_leader(self) -> None:
        """Bring private support and the threshold of dissent up to date."""
        self.model.decisions.support_leader(
            self.model.ledger, self.model.roster, self.model.values, self.index
        )


class ServiceAgent(RowAgent, record=Service):
    """A security organ."""

    def stay_loyal(self) -> None:
        """Bring loyalty and the stakes in a coup up to date."""
        self.model.decisions.stay_loyal(self.model.ledger, self.model.roster, self.model.values, self.index)


KINDS: dict[str, type[RowAgent]] = {
    "belligerent": BelligerentAgent,
    "mediator": MediatorAgent,
    "supporter": SupporterAgent,
    "onlooker": StateAgent,
    "patron": PatronAgent,
    "leader": LeaderAgent,
    "elite": EliteAgent,
    "service": ServiceAgent,
}
