"""The table of what the text asks for names files, parameters, observables and tests that exist, and no row ids."""

from __future__ import annotations

import ast
import functools
import re

import numpy as np
import pytest

from agents.vocabulary import Happening, label
from experiments.store import HOME
from model.kernel import simulate
from model.scenario import Scenario

BASE = Scenario.load("march-2025")
PAGE = HOME / "docs" / "requirements.md"
HEADINGS = ("mechanism", "parameters", "observable", "test")


@functools.cache
def rows() -> list[dict[str, list[str]]]:
    """Names in backticks of each row, by column, of the tables that have these columns."""
    found, header = [], []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if len(cells) != 5:
            header = []
        elif not header:
            header = cells
        elif not set(line) <= set("|- "):
            found.append(
                {name: re.findall(r"`([^`]+)`", cell) for name, cell in zip(header, cells, strict=True)}
            )
    return found


@functools.cache
def names(dtype: np.dtype, prefix: str = "") -> set[str]:
    """Dotted names of the fields of a record."""
    found = set()
    for name in dtype.names or ():
        found |= {prefix + name} | names(dtype[name].base, f"{prefix}{name}.")
    return found


@functools.cache
def observables() -> set[str]:
    history = simulate(BASE.with_(horizon="2025-03-31"), 1)
    fields = {name for name in names(history.ledger.dtype) if "." in name}
    return {*history.series().columns, *history.outcome(), *map(label, Happening), *fields}


@functools.cache
def functions_in(path: str) -> set[str]:
    tree = ast.parse((HOME / "tests" / path).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_every_row_has_all_columns_filled():
    assert len(rows()) >= 100
    for row in rows():
        assert set(HEADINGS) <= set(row)
        assert all(row[name] for name in HEADINGS), row


def test_every_mechanism_is_a_file():
    for row in rows():
        for path in row["mechanism"]:
            assert (HOME / path).is_file(), path


def test_every_parameter_is_declared():
    declared = {info.name for info in BASE.parameters()}
    assert [n for row in rows() for n in row["parameters"] if n not in declared] == []


def test_every_observable_can_be_observed():
    assert [n for row in rows() for n in row["observable"] if n not in observables()] == []


def test_every_test_is_there():
    wrong = []
    for row in rows():
        for name in row["test"]:
            path, function = name.split("::")
            if function not in functions_in(path):
                wrong.append(name)
    assert wrong == []


@pytest.mark.parametrize("name", ["requirements.md", "trace.md"])
def test_pages_speak_of_items_in_words(name):
    assert not re.search(r"\b[STA]\d{1,2}\b", (HOME / "docs" / name).read_text(encoding="utf-8"))


def test_parameters_in_running_text_are_declared():
    declared = {info.name for info in BASE.parameters()}
    groups = {name.split(".")[0] for name in declared}
    text = PAGE.read_text(encoding="utf-8").split("## Corrections")[1]
    named = [n for n in re.findall(r"`([a-z_]+\.[a-z_0-9]+)`", text) if n.split(".")[0] in groups]
    assert named
    assert [n for n in named if n not in declared] == []


def test_trace_has_its_eight_elements_and_links_to_pages_that_exist():
    text = (HOME / "docs" / "trace.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (\d) ", text, re.MULTILINE) == list("12345678")
    pages = set(re.findall(r"\]\(([a-z_]+\.md)\)", text))
    assert len(pages) >= 12
    for page in pages - {"odd.md"}:
        assert (HOME / "docs" / page).is_file(), page
    for path in re.findall(r"`((?:tests|experiments)/[a-z_/0-9]+\.[a-z]+)`", text):
        assert (HOME / path).is_file(), path
