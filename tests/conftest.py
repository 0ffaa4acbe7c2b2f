"""What holds for all tests: the same examples every time, an empty folder to run in, figures that hold all they show."""

from __future__ import annotations

import os
from functools import partial

import pytest
from hypothesis import settings

from tests.noting import noted

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")
HAIR = 0.03  # inches of a figure
os.environ["COLUMNS"] = "200"  # a table is as wide wherever the tests run


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Run in an empty folder, so that nothing is written beside the source."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)


@pytest.fixture
def note(monkeypatch):
    """Replace a rule that a stage or another rule calls, `note(module, name, answer)`; return the calls as they come."""
    return partial(noted, monkeypatch)


@pytest.fixture
def arena():
    """A world of March 2025, before its first week."""
    from tests.arenas import Arena

    return Arena()


@pytest.fixture(scope="session", autouse=True)
def whole_figures():
    """Fail a test that saves a figure of which something lies beyond the edge, where a reader would not see it."""
    from matplotlib.figure import Figure

    save = Figure.savefig

    def saving(figure, *given, **named):
        save(figure, *given, **named)
        if figure.get_layout_engine() is None:
            return  # a frame of the page, laid out once for many weeks
        box, edge = figure.get_tightbbox(), figure.bbox_inches
        beyond = max(-box.x0, -box.y0, box.x1 - edge.width, box.y1 - edge.height)
        assert beyond < HAIR, f"a part of {beyond:.2f} inches of a figure is cut off"

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Figure, "savefig", saving)
        yield
