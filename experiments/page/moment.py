"""What a page shows of a history: everything up to the week just played, read from the model and never written."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import pandas as pd

from agents.vocabulary import Actor
from experiments.answer_map import MONTH
from experiments.network import Snapshot
from model.calendar import START, date_of

if TYPE_CHECKING:
    import datetime as dt

    from experiments.page.decided import Why
    from model.dilemma import DilemmaModel
    from model.scenario import Scenario


class Watch:
    """The eye on one model: it keeps how the elites stood when it was opened, and where the map was passed."""

    def __init__(self, model: DilemmaModel) -> None:
        """Open it."""
        self.model = model
        self.start = snapshot_of(model, "the start" if not model.steps else "as first seen")
        self.services = model.world.ledger["services"][0].copy()
        self.trail: list[tuple[float, float]] = []

    def look(self) -> Moment:
        """Return the moment; call again once the model has moved."""
        front, table = self.model.ledger.front, self.model.ledger.diplomacy
        here = (float(front.drift_km2) * MONTH, float(table.opening))
        if not self.trail or self.trail[-1] != here:
            self.trail.append(here)
        return Moment(self)


class Moment:
    """One history up to a week.

    Attributes
    ----------
    scenario, seed
        What is assumed, and the seed of the history.
    week : int
        Number of weeks played.
    ledger : structured array record
        The state of everything at the end of the last of them.
    """

    def __init__(self, watch: Watch) -> None:
        """Read what is cheap; the rest when it is asked for."""
        self._watch = watch
        self._model = watch.model
        self.scenario: Scenario = watch.model.assumptions
        self.seed: int = watch.model.world.seed
        self.week = int(watch.model.steps)
        self.ledger: Any = watch.model.world.ledger[0]

    @property
    def date(self) -> dt.date:
        """First day of the week to come."""
        return date_of(self.week)

    @property
    def before(self) -> Any:
        """The services as they stood when the model was opened."""
        return self._watch.services

    @property
    def elites(self) -> list[Snapshot]:
        """The elites when the model was opened, and now if it has moved."""
        now = snapshot_of(self._model, "now")
        return [self._watch.start, now] if now.week > self._watch.start.week else [self._watch.start]

    @property
    def trail(self) -> list[tuple[float, float]]:
        """Places on the dilemma map so far, this one last: expected advance (km² a month), opening (prize)."""
        return list(self._watch.trail)

    @functools.cached_property
    def series(self) -> pd.DataFrame:
        """The weeks played."""
        return self._model.series()

    @functools.cached_property
    def events(self) -> pd.DataFrame:
        """The events so far, each with its sentence."""
        return self._model.events().assign(text=self._model.history.story())

    @property
    def decided(self) -> dict[int, Why]:
        """What decided an event, by its row in the log, where the model notes it."""
        return dict(getattr(self._model, "decided", {}))

    @property
    def last(self) -> pd.Timestamp:
        """Right end of an axis of dates: a year after the start at least."""
        return max(
            pd.Timestamp(self.date) + pd.DateOffset(weeks=2), pd.Timestamp(START) + pd.DateOffset(years=1)
        )

    @property
    def words(self) -> str:
        """Say which history this is, and how far it has come."""
        return f"One history (seed {self.seed}, China: {self.scenario.china}) up to {self.date.day} {self.date:%B %Y}"

    def answers(self, side: Actor) -> dict[str, float]:
        """Return the answers so far of a belligerent to general ceasefires, by word."""
        prefix = f"{'russia' if side == Actor.RUSSIA else 'ukraine'}_general_"
        outcome = self._model.outcome()
        return {name.removeprefix(prefix): v for name, v in outcome.items() if name.startswith(prefix)}


def snapshot_of(model: DilemmaModel, words: str) -> Snapshot:
    """Copy how the elites of a model stand."""
    ruled = bool(model.world.ledger["leader"]["in_office"][0])
    return Snapshot(int(model.steps), words, model.world.roster.elites.copy(), ruled)
