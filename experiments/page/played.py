"""The model that a page plays: whoever steps it, one week at a time and none beyond its end; it notes what decided."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from experiments.page.decided import Plotted, Why, why_of
from model.dilemma import DilemmaModel


class PlayedModel(DilemmaModel):
    """A model that may be stepped from several threads, as Mesa's controller does after pause and play in a row.

    Attributes
    ----------
    decided : dict
        What decided an event, by its row in the log; for kinds that `experiments.page.decided` names.
    """

    def __init__(self, **arguments: Any) -> None:
        """Put a lock before the step that Mesa has put before ours."""
        super().__init__(**arguments)
        self.decided: dict[int, Why] = {}
        counted, one = self.step, threading.Lock()

        def step() -> None:
            with one:
                if self.running:
                    counted()

        self.step = step  # type: ignore[method-assign]

    def war(self) -> None:
        """Truces and the fighting, with what ended a truce."""
        self._noting(super().war)

    def service(self) -> None:
        """Loyalties and plots, with the odds of a plot that ended."""
        self._noting(super().service)

    def exits(self) -> None:
        """The ruler's exit, with the hazards of the week."""
        self._noting(super().exits)

    def _noting(self, stage: Callable[[], None]) -> None:
        log, stood = self.ledger.log, Plotted.of(self.ledger)
        first = log.count
        stage()
        for row in range(first, log.count):
            why = why_of(self.ledger, log.events[row], stood)
            if why is not None:
                self.decided[row] = why
