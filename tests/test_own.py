"""Histories with agents of one's own: the seeds of an ensemble, what is watched, what a notebook shows."""

from __future__ import annotations

import pytest
from pandas.testing import assert_frame_equal

from agents.views import PatronAgent
from experiments import Drawn, compare, ensemble, figure_of, histories
from experiments.style import new_figure
from model import InputError, Scenario

SHORT = Scenario.load("march-2025").with_(horizon="2025-06-30")


class Generous(PatronAgent):
    """A patron who trades twice as much as in 2024."""

    def choose_support(self) -> bool:
        changed = super().choose_support()
        self.trade = 2.0
        return changed


def test_without_agents_of_ones_own_they_are_the_ensemble():
    outcomes, series = histories(SHORT, 2, seed=3)
    compiled = ensemble(SHORT, runs=2, seed=3)
    assert_frame_equal(outcomes, compiled.outcomes.drop(columns="error"), check_dtype=False)
    assert_frame_equal(
        series[["run", "week", "occupied_km2"]], compiled.series[["run", "week", "occupied_km2"]]
    )


def test_what_is_watched_stands_beside_the_record_of_every_week():
    told = []
    _, series = histories(
        SHORT,
        2,
        seed=3,
        agents={"patron": Generous},
        watch={
            "price": lambda model: model.ledger.market.brent,
            "threat": lambda model: model.patron_agent.threat,
        },
        progress=told.append,
    )
    assert (series["china_trade"] == 2.0).all()
    assert series["price"].tolist() == series["brent"].tolist()
    assert series["threat"].between(0.0, 1.0).all()
    assert told == [1, 1]


def test_one_figure_of_the_report_by_its_name():
    found = compare(SHORT, {"china": ["hedged", "withdrawn"]}, runs=2, seed=3)
    assert figure_of(found, "contrasts").name == "contrasts"
    with pytest.raises(InputError, match="figure: found 'contrast'; allowed: one of headlines"):
        figure_of(found, "contrast")


def test_a_notebook_shows_question_picture_and_caption(monkeypatch):
    shown = []
    monkeypatch.setattr("IPython.display.display", shown.append)
    Drawn("empty", "Is anything drawn?", "1 history, no interval.", new_figure()[0])._ipython_display_()
    question, picture, caption = shown
    assert question.data == "**Is anything drawn?**"
    assert picture.data.startswith(b"\x89PNG")
    assert caption.data == "1 history, no interval."
