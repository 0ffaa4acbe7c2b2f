"""Many histories: figures that follow the sliders, at first from few histories, then from more while they are read."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import solara

from experiments.page.levers import Setting
from experiments.page.live import SIZES, Sample, refine
from experiments.page.live_figures import draw_fan, draw_survival
from experiments.page.live_outcomes import Outcomes
from experiments.page.picture import Picture, Pictured, pictured

if TYPE_CHECKING:
    from experiments.drawing import Drawn
    from model.scenario import Scenario

FIGURES: tuple[Callable[[Sample, Sample | None], Drawn], ...] = (draw_fan, draw_survival)
RUNS = {"100": 100, "200": 200, "500": 500, "1,000": 1000}
PROGRESS = {"id": "progress", "aria-live": "polite"}


@dataclass(frozen=True)
class Shown:
    """What stands on the page: the histories so far, those of the setting before, and the pictures of both."""

    sample: Sample
    ghost: Sample | None
    pictures: dict[str, Pictured]


def pictures_of(
    scenario: Scenario, runs: int, seed: int, before: Shown | None, stop: threading.Event
) -> Iterator[Shown]:
    """Yield the page as the ensemble grows: the table first, then a picture at a time, until `stop` is set."""
    ghost = ghost_of(before)
    pictures = dict(before.pictures) if before else {}
    for sample in refine(scenario, runs, seed, stop):
        yield Shown(sample, ghost, pictures)
        for draw in FIGURES:
            picture = pictured(draw, sample, ghost)
            pictures = {**pictures, picture.name: picture}
            if stop.is_set():
                return
            yield Shown(sample, ghost, pictures)


def ghost_of(before: Shown | None) -> Sample | None:
    """Return what the next setting is compared with: the last one, unless it was only passed on the way."""
    if before is None or before.sample.runs > SIZES[0]:
        return before.sample if before else None
    return before.ghost or before.sample


@solara.component
def Size(runs: solara.Reactive[str]) -> None:
    """How many histories are played."""
    solara.v.Html(tag="p", class_="words", children=["Histories"])
    solara.ToggleButtonsSingle(value=runs, values=list(RUNS), dense=True)


@solara.component
def ManyViews(setting: solara.Reactive[Setting], runs: solara.Reactive[str]) -> None:
    """Show the distribution of outcomes, the fan of territory, and how long things last."""
    scenario, seed, wanted = setting.value.assumed(), setting.value.seed, RUNS[runs.value]
    found: solara.Reactive[Shown | None] = solara.use_reactive(None)
    failed = solara.use_reactive(False)

    def start() -> Callable[[], None]:
        stop = threading.Event()
        failed.set(False)

        def play() -> None:
            try:
                for page in pictures_of(scenario, wanted, seed, found.peek(), stop):
                    found.set(page)
            except Exception:
                failed.set(True)
                raise

        threading.Thread(target=play, name="live", daemon=True).start()
        return stop.set

    solara.use_effect(start, [setting.value, wanted])
    shown = found.value
    if failed.value:
        solara.Error("These histories could not be played. Move the last slider back, or reload the page.")
    solara.v.Html(
        tag="p", class_="words", attributes=PROGRESS, children=[_progress(shown, scenario, wanted, seed)]
    )
    if shown is not None:
        Outcomes(shown.sample, shown.ghost)
        for picture in shown.pictures.values():
            Picture(picture)


def _progress(shown: Shown | None, scenario: Scenario, wanted: int, seed: int) -> str:
    """Say how many histories have been played."""
    if shown is None or (shown.sample.scenario, shown.sample.seed, shown.sample.wanted) != (
        scenario,
        seed,
        wanted,
    ):
        return f"0 of {wanted:,} histories; playing."
    sample = shown.sample
    state = "all played." if sample.done else "playing; intervals shrink as more come in."
    failed = f" ({sample.failed} failed and are left out)" if sample.failed else ""
    return f"{sample.runs:,} of {wanted:,} histories{failed}; {state}"
