"""Ensembles that follow the sliders are those of the library; they grow, give way to newer ones, and leave a ghost."""

from __future__ import annotations

import threading

import numpy as np
import pandas as pd
import pytest

from experiments.page import live
from experiments.page.levers import Setting
from experiments.page.live import CHUNK, MONTH, QUANTILES, refine
from experiments.page.live_figures import draw_fan, draw_survival
from experiments.page.live_outcomes import outcomes_of, shares_of
from experiments.page.many import Shown, ghost_of, pictures_of
from experiments.page.picture import pictured
from experiments.runs import ensemble

SHORT = Setting().assumed().with_(horizon="2027-03-31")
RUNS, SEED = 120, 3


@pytest.fixture(scope="module")
def samples():
    return list(refine(SHORT, RUNS, SEED, threading.Event()))


def test_it_grows_to_what_was_wanted(samples):
    assert [sample.runs for sample in samples] == [50, 100, 120]
    assert [sample.done for sample in samples] == [False, False, True]


def test_it_is_the_ensemble_of_the_library(samples):
    played = ensemble(SHORT, RUNS, SEED, series="all")
    pd.testing.assert_frame_equal(samples[-1].outcomes, played.outcomes)
    pd.testing.assert_frame_equal(samples[0].outcomes, played.outcomes.head(50))
    areas = played.series.pivot(index="week", columns="run", values="occupied_km2").iloc[::MONTH]
    expected = np.quantile(areas.to_numpy(), QUANTILES, axis=1).T
    np.testing.assert_allclose(samples[-1].fan, expected)


def test_intervals_shrink_as_more_come_in(samples):
    early, late = shares_of(samples[0]), shares_of(samples[-1])
    assert set(early) == set(late)
    assert all(late[words].half_width < early[words].half_width for words in early)


def test_what_is_newer_ends_what_is_older(monkeypatch):
    begun = []
    play = live.play_part
    monkeypatch.setattr(live, "play_part", lambda *given: begun.append(given) or play(*given))
    stop = threading.Event()
    growing = refine(SHORT, 1000, SEED, stop)
    assert next(growing).runs == 50
    stop.set()
    assert list(growing) == []
    assert 50 <= CHUNK * len(begun) <= 150


def test_a_page_comes_table_first_and_stops_between_pictures():
    stop = threading.Event()
    pages = pictures_of(SHORT, 50, SEED, None, stop)
    assert list(next(pages).pictures) == []
    assert list(next(pages).pictures) == ["fan"]
    stop.set()
    assert list(pages) == []


def test_the_ghost_is_the_last_setting_that_was_looked_at(samples):
    looked, passed = Shown(samples[-1], None, {}), Shown(samples[0], samples[-1], {})
    assert ghost_of(None) is None
    assert ghost_of(looked) is samples[-1]
    assert ghost_of(passed) is samples[-1]
    assert ghost_of(Shown(samples[0], None, {})) is samples[0]


def test_figures_and_table_say_runs_seed_and_interval(samples):
    sample, ghost = samples[-1], samples[0]
    for draw in (draw_fan, draw_survival):
        caption = pictured(draw, sample, ghost).caption
        assert "120 histories, seed 3, China: hedged" in caption
        assert "Grey, the setting before (50 histories" in caption
        assert "%" in caption
    text = outcomes_of(sample, ghost)
    for words, share in shares_of(sample).items():
        assert words in text
        assert f"{share.value:.3f} ({share.low:.3f} to {share.high:.3f})" in text
    assert "ghost" not in outcomes_of(sample, None)
