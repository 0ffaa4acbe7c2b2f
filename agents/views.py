"""Mesa agents as views of ledger rows: reading or writing a field of the agent reads or writes the row."""

from __future__ import annotations

import typing
from typing import Any, ClassVar

import mesa

from agents.records import Record


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
