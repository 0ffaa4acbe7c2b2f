"""Scenarios: what is declared, loaded, refused in one line, and what a digest sees."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agents.records import dtype_of
from model.errors import InputError
from model.parameters import Parameters
from model.scenario import FOLDER, LATEST, Scenario, scenario_names

BASE = Scenario.load("march-2025")
INFOS = list(BASE.parameters())
FLOAT = "leader.mortality"
COUNT = "leader.terms"


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


# What is declared.


@pytest.mark.parametrize("info", INFOS, ids=lambda info: info.name)
def test_every_parameter_is_declared_in_full(info):
    assert info.meaning.strip()
    assert info.unit.strip() or info.choices or isinstance(info.default, bool)
    assert info.source.strip()
    assert info.kind in ("measured", "estimated", "prior", "convention")
    assert info.name.count(".") == 1
    if info.choices:
        assert info.default in info.choices
        assert len(set(info.choices)) == len(info.choices) > 1
    elif not isinstance(info.default, bool):
        assert math.isfinite(info.low)
        assert math.isfinite(info.high)
        assert info.low <= info.default <= info.high
    assert info.allowed


def test_names_are_given_once():
    assert len({info.name for info in INFOS}) == len(INFOS) > 300


def test_the_defaults_are_those_of_the_baseline():
    assert {info.name: info.value for info in INFOS} == {info.name: info.default for info in INFOS}


def test_both_ends_of_every_range_are_allowed():
    for info in INFOS:
        if info.low is not None:
            for end in (info.low, info.high):
                assert BASE.with_(**{info.name: end})[info.name] == end
        for choice in info.choices:
            assert BASE.with_(**{info.name: choice})[info.name] == choice


# What is loaded.


@pytest.mark.parametrize("name", scenario_names())
def test_every_shipped_scenario_loads(name):
    scenario = Scenario.load(name)
    assert scenario.name == name
    assert scenario.title
    assert scenario.description.strip()
    assert scenario.china == ("hedged" if name == "march-2025" else name)
    assert scenario.horizon_date <= LATEST


def test_the_baseline_comes_first_and_every_pole_has_a_scenario():
    assert scenario_names()[0] == "march-2025"
    assert set(scenario_names()) == {"march-2025", *BASE.parameter("china").choices}


def test_a_shipped_scenario_differs_from_the_baseline_by_the_patron_alone():
    for name in scenario_names():
        values, base = Scenario.load(name).to_dict(), BASE.to_dict()
        differ = {key for key in base if values[key] != base[key]}
        assert differ <= {"name", "title", "description", "patron.assumption"}


def test_a_file_is_loaded_by_its_path(tmp_path):
    path = file(tmp_path, 'name = "mine"\nhorizon = 2030-06-30\nchina = "withdrawn"\n[leader]\nterms = 0\n')
    for source in (path, str(path)):
        scenario = Scenario.load(source)
        assert (scenario.name, scenario.horizon, scenario.china) == ("mine", "2030-06-30", "withdrawn")
        assert scenario[COUNT] == 0
    assert Scenario.load(path).with_(china="hedged")[COUNT] == 0


def test_a_path_need_not_end_in_toml(tmp_path):
    assert Scenario.load(file(tmp_path, 'china = "withdrawn"', "mine.txt")).china == "withdrawn"


def test_a_file_may_extend_a_scenario(tmp_path):
    scenario = Scenario.load(file(tmp_path, 'extends = "withdrawn"\nhorizon = "2027-12-31"\n'))
    assert (scenario.china, scenario.horizon) == ("withdrawn", "2027-12-31")
    refused(
        lambda: Scenario.load(file(tmp_path, 'extends = "withdrawm"')), "mine.toml", "extends", "'withdrawm'"
    )
    for wrong in ("7", "[1]", "true", '""'):
        refused(
            lambda wrong=wrong: Scenario.load(file(tmp_path, f"extends = {wrong}")), "mine.toml", "extends"
        )


def test_an_empty_file_is_the_baseline(tmp_path):
    assert Scenario.load(file(tmp_path, "")).digest() == BASE.digest()


def test_dotted_quoted_and_nested_names_are_the_same(tmp_path):
    digests = {
        Scenario.load(file(tmp_path, text)).digest()
        for text in ("leader.terms = 0", '"leader.terms" = 0', "[leader]\nterms = 0", "leader = {terms = 0}")
    }
    assert digests == {BASE.with_(**{COUNT: 0}).digest()}


# What is refused.


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


# What is kept.


def test_a_scenario_is_frozen():
    with pytest.raises(dataclasses.FrozenInstanceError):
        BASE.horizon = "2030-01-01"
    with pytest.raises(dataclasses.FrozenInstanceError):
        BASE.leader.terms = 0


def test_a_change_is_made_to_a_copy():
    before = BASE.to_dict()
    changed = BASE.with_(
        china="withdrawn", **{COUNT: 0, "leader.age": 72.4, FLOAT: 0.05}, horizon="2030-01-01"
    )
    assert BASE.to_dict() == before
    assert changed.china == changed["patron.assumption"] == "withdrawn"
    assert [changed[name] for name in (COUNT, "leader.age", FLOAT)] == [0, 72.4, 0.05]
    assert changed.with_().to_dict() == changed.to_dict()
    again = changed.with_(china="hedged")
    assert [again[name] for name in (COUNT, FLOAT)] == [0, 0.05]


def test_direct_construction_is_checked_too():
    refused(lambda: dataclasses.replace(BASE, leader=dataclasses.replace(BASE.leader, terms=7)), COUNT)
    refused(lambda: dataclasses.replace(BASE, horizon="soon"), "horizon")


def test_a_scenario_outlives_json():
    changed = BASE.with_(china="endogenous", **{FLOAT: 0.05, COUNT: 0}, horizon="2031-03-01", name="mine")
    again = Scenario.from_dict(json.loads(json.dumps(changed.to_dict())))
    assert again == changed
    assert again.digest() == changed.digest()


def test_the_digest_sees_every_parameter_and_no_words():
    assert dataclasses.replace(BASE, name="x", title="y", description="z").digest() == BASE.digest()
    assert Scenario.load("hedged").digest() == BASE.digest()
    digests = [BASE.digest(), BASE.with_(horizon="2030-01-01").digest()]
    for info in [info for info in INFOS if info.choices or info.low != info.high][::7]:
        value = info.choices[-1] if info.choices else info.high if info.value != info.high else info.low
        digests.append(BASE.with_(**{info.name: value}).digest())
    assert len(set(digests)) == len(digests)


def test_a_value_written_otherwise_is_the_same_value():
    assert BASE.with_(**{"contest.friction": 1}).digest() == BASE.with_(**{"contest.friction": 1.0}).digest()
    assert BASE.with_(horizon=dt.date(2030, 1, 1)).digest() == BASE.with_(horizon="2030-01-01").digest()


def test_the_record_holds_every_value():
    changed = BASE.with_(china="transactional", **{COUNT: 0})
    record = changed.as_record()
    assert record.dtype == dtype_of(Parameters)
    for info in changed.parameters():
        group, field = info.name.split(".")
        value = info.choices.index(info.value) if info.choices else info.value
        assert record[group][field][0] == value, info.name
    record["leader"]["terms"] = 9
    assert changed.as_record()["leader"]["terms"][0] == 0


def test_shipped_files_stand_where_they_are_looked_for():
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(scenario_names())


# Whatever is written in a file, it is loaded or refused in one line.

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
