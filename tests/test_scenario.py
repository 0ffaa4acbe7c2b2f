"""Scenarios: what is declared, what is loaded and what is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import math

import pytest

from agents.records import dtype_of
from model.parameters import Parameters
from model.scenario import FOLDER, LATEST, Scenario, scenario_names
from tests.refusals import BASE, file, refused

INFOS = list(BASE.parameters())
FLOAT = "leader.mortality"
COUNT = "leader.terms"


# What is declared


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


# What is loaded


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


# What is kept


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
