"""Notebooks are run by the tests at small sizes: `pytest` here, `make notebooks` for those that are stored."""

from __future__ import annotations

import os

os.environ.setdefault("DILEMMA_RUNS", "4")
