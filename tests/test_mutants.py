"""Mutation testing itself: every rule file has its tests, and a sample is that of its seed."""

from __future__ import annotations

import types
from pathlib import Path

import pytest

from model import word
from tests.mutant_tables import EXPLAINED, TESTS
from tests.mutants import drawn, line_of, mutants, rule_files

HERE = Path(__file__).resolve().parent


def test_every_rule_file_names_its_tests():
    assert sorted(TESTS) == rule_files()


@pytest.mark.parametrize("stem", sorted({stem for stems in TESTS.values() for stem in stems}))
def test_every_file_of_tests_that_is_named_exists(stem):
    assert (HERE / f"test_{stem}.py").is_file()


def test_every_mutant_that_is_explained_is_one():
    told = {m.told for path in {text.partition(":")[0] for text in EXPLAINED} for m in mutants(path)}
    assert set(EXPLAINED) <= told


def test_a_sample_is_that_of_its_seed():
    def words(seed: int, size: int = 5) -> list[str]:
        return [f"{m.line} {m.told}" for m in drawn("model/truce.py", size, seed)]

    whole = words(0, 0)
    assert words(1) == words(1) != words(2)
    assert len(words(1)) == 5
    assert len(set(words(1, 200)) - set(whole)) == 0
    assert words(1, 10**6) == whole


def test_a_mutant_differs_from_its_rule_by_its_fault():
    for mutant in drawn("model/word.py", 0, 0):
        rule = getattr(word, mutant.function.name)
        code = mutant.code()
        assert isinstance(code, types.CodeType)
        assert code.co_varnames[: code.co_argcount] == rule.__code__.co_varnames[: code.co_argcount]
        assert (code.co_code, code.co_consts) != (rule.__code__.co_code, rule.__code__.co_consts)


def test_the_share_found_has_the_interval_of_wilson():
    assert line_of("all", 10, []) == (
        "all: 10 of 10 mutants found, 1.00 [0.72, 1.00]; left: 0, of them 0 explained, 0 at equality"
    )
