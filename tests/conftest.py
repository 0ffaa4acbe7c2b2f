"""What holds for all tests: property tests draw the same examples every time, however long one takes."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=True, database=None)
settings.load_profile("house")
