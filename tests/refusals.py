"""Write a scenario file, and hold a refusal to one line that names what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.errors import InputError
from model.scenario import Scenario

BASE = Scenario.load("march-2025")


def refused(action, *words: str) -> str:
    """Hold that `action` is refused in one line that says all of `words`; return the line."""
    with pytest.raises(InputError) as error:
        action()
    line = str(error.value)
    assert line
    assert "\n" not in line
    for word in words:
        assert word in line
    return line


def file(folder: Path, text: str | bytes, name: str = "mine.toml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path
