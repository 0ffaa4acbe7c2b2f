"""Comparison of assumptions on common random numbers: the same seeds under each."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from experiments.headlines import headlines_for
from experiments.sequential import CHUNK, Reached, play_until
from experiments.statistics import Contrast, contrast, gapless
from model.calendar import weeks_until
from model.errors import InputError
from model.scenario import ALIASES

if TYPE_CHECKING:
    from model.scenario import Scenario

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)


class Comparison:
    """The results of a comparison.

    Attributes
    ----------
    scenario : Scenario
        The baseline from which one parameter is varied.
    name, values
        The parameter varied (dotted name or alias) and the values that it took.
    reference
        The value that the others are contrasted with: the one stated, else that of the baseline if it is among
        them, else the first.
    outcomes, series, events : DataFrame
        A row a run; a row a run and week (of the runs kept in full); a row an event of these runs. The
        first column is the varied parameter.
    reached : Reached, optional
        Where the runs ended, if a half-width was asked for.
    """

    def __init__(
        self,
        scenario: Scenario,
        name: str,
        values: Sequence[Any],
        outcomes: pd.DataFrame,
        series: pd.DataFrame,
        events: pd.DataFrame,
        reference: Any = None,
        reached: Reached | None = None,
    ) -> None:
        """Keep the frames; runs with an error are left out of every figure and counted in `failed`."""
        self.scenario = scenario
        self.name = name
        self.values = list(values)
        self.reference = reference_of(scenario, name, self.values, reference)
        bad = outcomes["error"] != ""
        self.failed = int(bad.sum())
        whole = outcomes[~outcomes["run"].isin(outcomes.loc[bad, "run"])]
        if whole.empty:
            raise InputError(f"no history ended without an error; the first: {outcomes['error'].iloc[0]}")
        self.outcomes = whole.infer_objects()
        self.series = series
        self.events = events
        self.weeks = weeks_until(scenario.horizon_date)
        self.reached = reached

    def label(self, value: Any) -> str:
        """Return what readers see of a value: itself if it is a word for an assumption about China, else its name too."""
        short = self.scenario.parameter(self.name).name.partition(".")[2]
        return str(value) if self.name in ALIASES else f"{short}={value}"

    @property
    def against(self) -> str:
        """The reference as readers see it."""
        return self.label(self.reference)

    @property
    def runs(self) -> int:
        """Histories under each assumption that ended without an error under any."""
        return self.outcomes["run"].nunique()

    @property
    def kept(self) -> int:
        """Histories under each assumption whose weeks and events are kept in full."""
        return self.series["run"].nunique()

    def of(self, value: Any) -> pd.DataFrame:
        """Return the outcomes under one assumption, in the order of runs."""
        return self.outcomes[self.outcomes[self.name] == value].sort_values("run")

    def fan(self, value: Any, observable: str) -> pd.DataFrame:
        """Return weekly quantiles of an observable: a row a week, a column a quantile."""
        rows = self.series[self.series[self.name] == value]
        return rows.groupby("week")[observable].quantile(list(QUANTILES)).unstack()

    def replies_of(self, value: Any, actor: str) -> pd.DataFrame:
        """Return the answers of `actor` under one assumption."""
        rows = self.events
        return rows[(rows[self.name] == value) & (rows["event"] == "reply") & (rows["actor"] == actor)]

    def truce_survival(self, value: Any, scope: str) -> tuple[np.ndarray, np.ndarray]:
        """Estimate how long truces of a scope stay in force (Kaplan-Meier).

        Returns
        -------
        Days (from 0) and the share still in force after each.
        """
        ended, censored = _spells(self.events[self.events[self.name] == value], scope, self.weeks)
        days = np.unique(np.concatenate([[0.0], ended, censored]))
        kept = np.ones(len(days))
        alive = 1.0
        for i, day in enumerate(days):
            at_risk = np.count_nonzero(ended >= day) + np.count_nonzero(censored >= day)
            if at_risk:
                alive *= 1.0 - np.count_nonzero(ended == day) / at_risk
            kept[i] = alive
        return days, kept

    def table(self) -> pd.DataFrame:
        """Return the headlines: a row a headline and assumption, with its interval."""
        rows = []
        for headline in headlines_for(self.weeks):
            for value in self.values:
                estimate = headline.estimate(self.of(value))
                rows.append(
                    (headline.name, value, estimate.value, estimate.low, estimate.high, estimate.runs)
                )
        return pd.DataFrame(rows, columns=["headline", self.name, "value", "low", "high", "runs"])

    def contrast(self, values: Callable[[pd.DataFrame], np.ndarray], value: Any) -> Contrast:
        """Return the paired contrast of one outcome against the reference; pairs with a gap are left out."""
        return contrast(*gapless(values(self.of(value)), values(self.of(self.reference))))

    def contrasts(self) -> pd.DataFrame:
        """Return the paired differences from the reference, with intervals and what pairing gained."""
        rows = []
        for headline in headlines_for(self.weeks):
            for value in self.values:
                if value != self.reference:
                    found = self.contrast(headline.values, value)
                    rows.append(
                        (headline.name, value, found.value, found.low, found.high, found.gain, found.runs)
                    )
        columns = ["headline", self.name, "difference", "low", "high", "gain", "runs"]
        return pd.DataFrame(rows, columns=columns)


def compare(
    scenario: Scenario,
    vary: Mapping[str, Sequence[Any]],
    runs: int = 1000,
    seed: int = 1,
    workers: int | None = None,
    progress: Callable[[int], None] | None = None,
    reference: Any = None,
    half_width: float | None = None,
) -> Comparison:
    """Run every assumption in `vary` (one parameter) on the same seeds.

    Parameters
    ----------
    scenario : Scenario
        The baseline.
    vary : mapping of one name to its values
        For example `{"china": ["no-limits", "hedged", "transactional", "withdrawn"]}`.
    runs, seed : int
        Histories under each assumption, and the seed of the ensemble.
    workers : int, optional
        Threads; by default one a core.
    progress : callable, optional
        Called with the number of histories that have just ended.
    reference : optional
        The value that the others are contrasted with; by default the baseline's own if it is among them, else
        the first.
    half_width : float, optional
        Play until no interval of a share or of a difference of shares is wider to either side; `runs` is the most then.

    Raises
    ------
    InputError
        If a name or value is wrong, `runs` is not positive, or more than one parameter is varied.
    """
    from experiments.runs import Ensemble, ensemble, execute, tasks_of

    if len(vary) != 1:
        raise InputError(f"vary: found {len(vary)} parameters; allowed: one (a sweep varies several)")
    [(name, values)] = vary.items()
    if isinstance(values, str) or not len(values):
        raise InputError(f"vary: {name} needs a list of values")
    against = reference_of(scenario, name, values, reference)
    scenarios = [scenario.with_(**{name: value}) for value in values]
    reached = None
    if half_width is None:
        parts = [ensemble(s, runs=runs, seed=seed, workers=workers, progress=progress) for s in scenarios]
    else:
        with tempfile.TemporaryDirectory(prefix="dilemma-") as kept:
            folder, place = Path(kept), list(values).index(against)
            how: dict[str, Any] = {"workers": workers, "progress": progress}
            reached = play_until(scenarios, place, runs, seed, half_width, folder, **how)
            tasks = [tasks_of(s, reached.runs, seed, chunk=CHUNK) for s in scenarios]
            parts = [Ensemble.of(execute(own, folder=folder)) for own in tasks]
    outcomes, series, events = (
        pd.concat(
            [labelled(getattr(p, kind), name, v) for p, v in zip(parts, values, strict=True)],
            ignore_index=True,
        )
        for kind in ("outcomes", "series", "events")
    )
    return Comparison(scenario, name, values, outcomes, series, events, reference, reached)


def reference_of(scenario: Scenario, name: str, values: Sequence[Any], stated: Any = None) -> Any:
    """Return the value that the others are contrasted with."""
    if stated is None:
        own = scenario[name]
        return own if own in values else values[0]
    if stated not in values:
        raise InputError(f"reference: found {stated}; allowed: one of {', '.join(map(str, values))}")
    return stated


def labelled(frame: pd.DataFrame, name: str, value: Any) -> pd.DataFrame:
    """Return `frame` with the value of the varied parameter as its first column."""
    frame = frame.copy(deep=False)
    frame.insert(0, name, value)
    return frame


def _spells(events: pd.DataFrame, scope: str, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """Lengths in days of the truces of a scope that ended, and of those censored."""
    ends = ("truce-expires", "truce-breaks")
    rows = events[(events["scope"] == scope) & events["event"].isin(("truce-begins", *ends))]
    settled = events[(events["event"] == "truce-begins") & (events["scope"] == "final")]
    ended: list[float] = []
    censored: list[float] = []
    for run, spell in rows.groupby("run", sort=False):
        begun: int | None = None
        for week, kind in zip(spell["week"], spell["event"], strict=True):
            if kind == "truce-begins":
                begun = int(week)
            elif begun is not None:
                ended.append(7.0 * (int(week) - begun + 1))
                begun = None
        if begun is not None:
            later = settled.loc[(settled["run"] == run) & (settled["week"] >= begun), "week"]
            last = int(later.iloc[0]) if len(later) else weeks
            censored.append(7.0 * (last - begun))
    return np.array(ended), np.array(censored)
