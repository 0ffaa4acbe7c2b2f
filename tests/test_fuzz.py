"""Malformed scenario and design files: ten thousand, each refused in one line that names the file, never a traceback.

`FUZZ_FILES=100000 make test PYTEST_ARGS="-k fuzz"` tries more. Files are made from those that ship by small faults.
"""

from __future__ import annotations

import difflib
import os
import random
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from experiments.designs import Design
from experiments.store import HOME
from model import scenario as scenario_module
from model.errors import InputError
from model.scenario import FOLDER, Scenario

FILES = int(os.environ.get("FUZZ_FILES", "10000"))
SCENARIOS = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.toml"))] + [
    'extends = "withdrawn"\nhorizon = "2027-12-31"\n\n[leader]\nmortality = 0.05\nterms = 1\n\n[elites]\ncount = 60\n'
    '[patron]\ntrade_hedged = 0.95\nassumption = "endogenous"\n[war]\nin_progress = true\n'
]
DESIGNS = [path.read_text(encoding="utf-8") for path in sorted((HOME / "docs" / "examples").glob("*.toml"))]
JUNK = (
    *(
        '"',
        "''",
        "nan",
        "inf",
        "-inf",
        "true",
        "[]",
        "{}",
        "{low=1}",
        "[[1]]",
        "1e999",
        "-1",
        "0",
        "1.5",
        "10:00",
    ),
    *(
        "2030-02-30",
        "2030-01-01",
        '"declared"',
        '["hedged", 3]',
        '"\\u0000"',
        "[nan]",
        "[true]",
        "[1,1]",
        '"table"',
    ),
    *('"sobol"', '"no-limits"', "10000000000000000000", '{low="a",high=2}', "{low=0,high=1,levels=-3}"),
    *("0x" + "f" * 3500, "9" * 5000, "[" + "9" * 5000 + "]", "[" * 400, '"' + "x" * 3000 + '"'),
)
CHARACTERS = "=[]{}\"'#.,\n\t \x00\x7f\ufeff\u2028\ud7ffé0aZ-_\\"


def value(text: str, draw: random.Random) -> str:
    """Put junk in the place of a value."""
    places = list(re.finditer(r"(?<== ).+", text)) or list(re.finditer("=", text))
    if not places:
        return text + draw.choice(JUNK)
    place = draw.choice(places)
    return text[: place.start()] + draw.choice(JUNK) + text[place.end() :]


def key(text: str, draw: random.Random) -> str:
    """Misspell, empty, quote or double a name."""
    places = list(re.finditer(r"^[\w.]+", text, re.MULTILINE))
    if not places:
        return text
    place = draw.choice(places)
    word = place.group()
    at = draw.randrange(len(word))
    made = draw.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + "x" + word[at:],
            f'"{word} "',
            "",
            f"{word}.{word}",
            "__class__",
        ]
    )
    return text[: place.start()] + made + text[place.end() :]


def cut(text: str, draw: random.Random) -> str:
    """Leave a part out."""
    start = draw.randrange(len(text) + 1)
    return text[:start] + text[start + draw.randrange(1, 40) :]


def double(text: str, draw: random.Random) -> str:
    """Write a part twice."""
    start = draw.randrange(len(text) + 1)
    end = start + draw.randrange(1, 60)
    return text[:end] + text[start:end] + text[end:]


def insert(text: str, draw: random.Random) -> str:
    """Put odd characters somewhere."""
    at = draw.randrange(len(text) + 1)
    return text[:at] + "".join(draw.choices(CHARACTERS, k=draw.randrange(1, 5))) + text[at:]


def shuffle(text: str, draw: random.Random) -> str:
    """Put the lines in another order."""
    lines = text.split("\n")
    draw.shuffle(lines)
    return "\n".join(lines)


FAULTS: tuple[Callable[[str, random.Random], str], ...] = (value, value, key, cut, double, insert, shuffle)


def malformed(sources: list[str], draw: random.Random) -> bytes:
    """Return a file with one to four faults, now and then no text at all."""
    text = draw.choice(sources)
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        text = draw.choice(FAULTS)(text, draw)
    content = text.encode("utf-8", "surrogatepass")
    return draw.randbytes(draw.randrange(60)) if draw.random() < 0.02 else content


@pytest.mark.parametrize(
    ("kind", "sources"), [(Scenario, SCENARIOS), (Design, DESIGNS)], ids=["scenario", "design"]
)
def test_malformed_files_are_refused_in_one_line(kind, sources, tmp_path, monkeypatch):
    """What is not refused is loaded.

    `with_` checks the values of a file; here the check of all others, the search for the nearest name and the reading
    anew of what a file extends are left out.
    """
    monkeypatch.setattr(Scenario, "__post_init__", lambda self: scenario_module._check_horizon(self.horizon))
    load = Scenario.load
    named = {name: load(name) for name in scenario_module.scenario_names()}
    monkeypatch.setattr(Scenario, "load", lambda source: named[source] if source in named else load(source))
    monkeypatch.setattr(difflib, "get_close_matches", lambda word, known, **_: list(known)[:1])
    path, draw, outcomes = tmp_path / "fuzzed.toml", random.Random(17), Counter()
    lines = set()
    while outcomes["refused"] < FILES // 2:
        content = malformed(sources, draw)
        path.write_bytes(content)
        line = refusal(load if kind is Scenario else kind.load, path)
        outcomes["refused" if line else "loaded"] += 1
        lines.add(re.sub(r"[\W\d]+.*", "", line.partition(": ")[2])[:20])
        assert len(line.splitlines()) <= 1, content
        assert not line or "fuzzed.toml" in line, content
        assert len(line) < 5000, content
    assert outcomes["loaded"] > 0
    assert len(lines) > 10, "refusals are of many kinds"


def refusal(load: Callable[[Path], object], path: Path) -> str:
    """Return why a file is refused; nothing if it is loaded. Anything but a refusal is an error of ours."""
    try:
        load(path)
    except InputError as error:
        return str(error)
    return ""


def test_without_the_shortcut_files_are_refused_alike(tmp_path):
    path, draw = tmp_path / "fuzzed.toml", random.Random(3)
    for _ in range(60):
        path.write_bytes(malformed(SCENARIOS + DESIGNS, draw))
        for kind in (Scenario, Design):
            assert len(refusal(kind.load, path).splitlines()) <= 1
