"""Histories with agents and observables of one's own, played by `DilemmaModel` on the seeds of an ensemble.

The compiled engine knows no agents of one's own. Run k of a seed meets the shocks of run k of `ensemble` with that
seed, so that what is found is compared pair by pair.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import pandas as pd

from experiments.chunks import run_seed
from experiments.runs import Progress
from model.dilemma import DilemmaModel

if TYPE_CHECKING:
    from model.scenario import Scenario

Measure = Callable[[DilemmaModel], float]


def histories(
    scenario: Scenario,
    runs: int,
    seed: int,
    agents: Mapping[str, type] | None = None,
    watch: Mapping[str, Measure] | None = None,
    progress: Progress | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Play histories with agents of one's own, and watch what the record does not keep.

    Parameters
    ----------
    scenario : Scenario
        What is assumed.
    runs, seed : int
        Number of histories, and the seed of the ensemble.
    agents : mapping, optional
        Classes by kind, as `DilemmaModel` takes them.
    watch : mapping, optional
        Observables of one's own: name and what computes it from the model at the end of each week.
    progress : callable, optional
        Called with 1 after each history.

    Returns
    -------
    Outcomes (a row a run) and series (a row a run and week), as `ensemble` gives them.
    """
    outcomes, series = [], []
    for run in range(runs):
        model = DilemmaModel(scenario, rng=run_seed(seed, run), agents=agents)
        seen: dict[str, list[float]] = {name: [] for name in watch or {}}
        while model.running:
            model.step()
            for name, measure in (watch or {}).items():
                seen[name].append(float(measure(model)))
        outcomes.append({"run": run, "seed": model.world.seed, **model.outcome()})
        weeks = model.series().assign(**seen)
        weeks.insert(0, "run", run)
        series.append(weeks)
        if progress is not None:
            progress(1)
    return pd.DataFrame(outcomes), pd.concat(series, ignore_index=True)
