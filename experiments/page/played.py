"""The model that a page plays: whoever steps it, one week at a time and none beyond its end."""

from __future__ import annotations

import threading
from typing import Any

from model.dilemma import DilemmaModel


class PlayedModel(DilemmaModel):
    """A model that may be stepped from several threads, as Mesa's controller does after pause and play in a row."""

    def __init__(self, **arguments: Any) -> None:
        """Put a lock before the step that Mesa has put before ours."""
        super().__init__(**arguments)
        counted, one = self.step, threading.Lock()

        def step() -> None:
            with one:
                if self.running:
                    counted()

        self.step = step  # type: ignore[method-assign]
