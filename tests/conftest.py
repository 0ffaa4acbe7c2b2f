"""What holds for all tests: property tests draw the same examples every time, and an empty folder to run in."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")
os.environ["COLUMNS"] = "200"  # a table is as wide wherever the tests run


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """Run in an empty folder, so that nothing is written beside the source."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
