"""Scenarios that are wrong: each is refused in one line that names what is wrong, whatever the file holds."""

from __future__ import annotations

import datetime as dt
import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from model.errors import InputError
from model.scenario import LATEST, Scenario, scenario_names
from tests.refusals import BASE, file, refused

FLOAT = "leader.mortality"
COUNT = "leader.terms"


# What is refused


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("china = ", ("not valid TOML",)),
        ("\nchina = = 1", ("not valid TOML", "line 2")),
        ("= 3", ("not valid TOML",)),
        ("a = 1\na = 2", ("not valid TOML",)),
        ("[leader", ("not valid TOML",)),
        ("leader.terms = 2", ("leader.terms", "found 2", "0 to 1")),
        ("leader.terms = 0.5", ("leader.terms", "found 0.5")),
        ("leader.terms = true", ("leader.terms", "found True")),
        ('leader.terms = "1"', ("leader.terms", "found '1'")),
        ("leader.terms = [1]", ("leader.terms", "found [1]")),
        ("leader.terms = 1979-05-27", ("leader.terms",)),
        ("leader.terms.deep = 1", ("leader.terms",)),
        ("leader.mortality = nan", (FLOAT, "found nan", "0.044 to 0.055")),
        ("leader.mortality = inf", (FLOAT, "found inf")),
        ("leader.mortality = -inf", (FLOAT, "found -inf")),
        ("leader.mortality = 1e400", (FLOAT, "found inf")),
        ("leader.mortality = 99999999999999999999999999999999", (FLOAT,)),
        ("leader.mortalitty = 0.05", ("leader.mortalitty", "did you mean 'leader.mortality'")),
        ("leeder.mortality = 0.05", ("did you mean 'leader.mortality'",)),
        ('chyna = "hedged"', ("did you mean 'china'",)),
        ('china = "hegded"', ("china", "'hegded'", "did you mean 'hedged'")),
        ("china = 2", ("china", "found 2", "no-limits")),
        ("leader = 3", ("leader",)),
        ("horizon = 2024-12-31", ("horizon", "2024-12-31", "2060-12-31")),
        ("horizon = 2061-01-01", ("horizon", "2061-01-01")),
        ('horizon = "soon"', ("horizon", "'soon'")),
        ("horizon = 2030-12-31T10:00:00", ("horizon",)),
        ("horizon = 10:00:00", ("horizon",)),
        ("horizon = 2030", ("horizon", "2030")),
        ("name = 7", ("name", "7")),
        ("[name]\nx = 1", ("name",)),
        ("self = 1", ("self",)),
        ("'' = 1", ("unknown parameter ''",)),
        ("'a\\nb' = 1", ("unknown parameter",)),
        ('"a\\nb" = 1', ("unknown parameter",)),
        ("leader.mortality = 0x" + "f" * 5000, (FLOAT,)),
        ("china = 0x" + "f" * 5000, ("china",)),
        ("name = 0x" + "f" * 5000, ("name",)),
        ("extends = 0x" + "f" * 5000, ("extends",)),
        ("leader.mortality = " + "9" * 5000, ("mine.toml",)),
        ("x = " + "[" * 5000, ("mine.toml",)),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",
)
def test_a_wrong_file_is_one_line_that_names_file_and_field(tmp_path, text, words):
    refused(lambda: Scenario.load(file(tmp_path, text)), "mine.toml", *words)


@pytest.mark.parametrize("content", ['title = "Mürz"'.encode("latin-1"), b"\xff\xfe\x00", b"\x00\x80"])
def test_a_file_in_another_encoding_is_one_line(tmp_path, content):
    refused(lambda: Scenario.load(file(tmp_path, content)), "mine.toml")


def test_a_byte_order_mark_is_no_toml(tmp_path):
    path = file(tmp_path, "\ufeffchina = 'withdrawn'")
    refused(lambda: Scenario.load(path), "mine.toml", "not valid TOML")


def test_no_file_and_a_folder_are_one_line(tmp_path):
    refused(lambda: Scenario.load(tmp_path / "none.toml"), "none.toml", "no such file")
    refused(lambda: Scenario.load(tmp_path), str(tmp_path))
    refused(lambda: Scenario.load(tmp_path / ("x" * 5000)), "cannot be read")
    refused(lambda: Scenario.load(file(tmp_path, "") / "deeper.toml"), "deeper.toml")
    refused(lambda: Scenario.load("nul\0.toml"))


def test_an_unknown_name_offers_the_nearest():
    refused(lambda: Scenario.load("withdrwan"), "did you mean 'withdrawn'")
    refused(lambda: Scenario.load("zzzz"), *scenario_names())
    refused(lambda: Scenario.load(""), "unknown scenario")


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        math.inf,
        -math.inf,
        True,
        False,
        "0.05",
        None,
        10**400,
        -(10**400),
        10**5000,
        1e308,
        0.0439,
        0.0551,
        [0.05],
        {},
        0.05j,
        np.nan,
        np.float64("inf"),
        np.bool_(True),
        np.array([0.05]),
        np.zeros((2, 2)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_wrong_value_is_one_line(value):
    refused(lambda: BASE.with_(**{FLOAT: value}), FLOAT, "0.044 to 0.055")


@pytest.mark.parametrize("value", [True, 0.5, math.nan, "1", 2, -1, 10**30, None])
def test_a_wrong_count_is_one_line(value):
    refused(lambda: BASE.with_(**{COUNT: value}), COUNT, "0 to 1")


def test_numbers_take_the_declared_type():
    for value in (1, 1.0, np.int64(1), np.float32(1.0), np.uint8(1)):
        assert type(BASE.with_(**{COUNT: value})[COUNT]) is int
    assert type(BASE.with_(**{"contest.friction": 1})["contest.friction"]) is float


@pytest.mark.parametrize(
    "horizon", ["", "2025", "2025-03-24", "2061-01-01", "31.12.2030", "2030-02-30", 7, None]
)
def test_a_wrong_horizon_is_one_line(horizon):
    refused(lambda: BASE.with_(horizon=horizon), "horizon")


def test_the_horizon_may_be_a_date_and_reaches_its_ends():
    assert BASE.with_(horizon=dt.date(2030, 1, 1)).horizon == "2030-01-01"
    assert BASE.with_(horizon="2025-03-25").horizon_date == dt.date(2025, 3, 25)
    assert BASE.with_(horizon=LATEST).horizon_date == LATEST


@pytest.mark.parametrize("name", ["name", "horizon", "title"])
def test_a_text_is_no_parameter_and_is_not_offered_for_itself(name):
    assert f"did you mean {name!r}" not in refused(lambda: BASE.parameter(name), name)


def test_unknown_names_are_refused_everywhere():
    refused(lambda: BASE.with_(chyna="hedged"), "did you mean 'china'")
    refused(lambda: BASE["leader.agee"], "did you mean 'leader.age'")
    refused(lambda: BASE.parameter("leader"), "leader")
    refused(lambda: Scenario.from_dict({"leader.agee": 72.4}), "did you mean 'leader.age'")
    refused(lambda: BASE.with_(**{"self": 1}), "self")


# Whatever is written in a file, it is loaded or refused in one line


KEYS = st.sampled_from(
    [
        COUNT,
        FLOAT,
        "china",
        "horizon",
        "name",
        "extends",
        "leader",
        "self",
        '"x y"',
        "''",
        "a.b.c",
        "[leader]",
    ]
)
VALUES = st.one_of(
    st.integers().map(str),
    st.floats().map(lambda x: str(x) if math.isfinite(x) else "nan"),
    st.sampled_from(
        ["true", "[]", "{}", "{a=1}", "[[1]]", "2030-01-01", "10:00:00", "'hedged'", "inf", "-0", ""]
    ),
    st.text(max_size=8).map(json.dumps),
    st.text(max_size=8),
)
LINES = st.tuples(KEYS, VALUES).map(" = ".join)


def refusal_of(path: Path) -> str:
    """Return why a file is refused, which must be one line; nothing if it is loaded."""
    line = ""
    try:
        Scenario.load(path)
    except InputError as error:
        line = str(error)
    assert len(line.splitlines()) == (1 if line else 0)
    return line


@given(st.one_of(st.lists(LINES, max_size=4).map("\n".join), st.text(max_size=40)))
@example("leader.terms = 1\nleader = 2")
@example("self = 1")
@example("__class__ = 1")
def test_whatever_a_file_holds_is_loaded_or_refused_in_one_line(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "junk.toml"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    line = refusal_of(path)
    assert line == "" or "junk.toml" in line


@given(st.binary(max_size=60))
def test_whatever_bytes_a_file_holds_it_is_loaded_or_refused(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "junk.toml"
    path.write_bytes(content)
    line = refusal_of(path)
    assert line == "" or "junk.toml" in line


def test_the_interpreter_still_limits_the_digits_of_integers():
    """The cases of 5000 digits above stand for that limit."""
    assert 0 < sys.get_int_max_str_digits() < 5000
