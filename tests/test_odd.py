"""The ODD protocol says what the code says: tables, schedule, names of parameters and of files."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from experiments import odd
from model.scenario import Scenario

HOME = Path(__file__).parent.parent
NAMES = {info.name for info in Scenario.load("march-2025").parameters()}
GROUPS = {name.partition(".")[0] for name in NAMES}
TEXTS = {page.name: page.read_text(encoding="utf-8") for page in odd.PAGES}
CONCEPTS = (
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
)


def written(text: str) -> str:
    """What was written by hand."""
    return re.sub(r"<!-- generated.*?<!-- end -->", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("page", odd.PAGES, ids=lambda page: page.name)
def test_what_was_made_from_the_code_is_what_the_code_says(page):
    assert odd.fill(TEXTS[page.name]) == TEXTS[page.name], "run python -m experiments.odd --write"


def test_the_flow_chart_is_that_of_the_schedule():
    assert odd.CHART.read_text(encoding="utf-8") == odd.chart(), "run python -m experiments.odd --write"


def test_a_changed_value_is_seen_and_mended():
    text = TEXTS["economies.md"]
    changed = text.replace("| `market.brent` | 71 |", "| `market.brent` | 70 |")
    assert changed != text
    assert odd.fill(changed) == text


def test_the_sections_stand_in_the_order_of_the_protocol():
    headings = re.findall(r"^## (\d)\. (.*)$", TEXTS["odd.md"], re.MULTILINE)
    assert [name for _, name in headings] == [
        "Purpose and patterns",
        "Entities, state variables and scales",
        "Process overview and scheduling",
        "Design concepts",
        "Initialization",
        "Input data",
        "Submodels",
    ]
    concepts = [
        name
        for name in re.findall(r"^\*\*([A-Z][\w ]+)\.\*\*", TEXTS["odd.md"], re.MULTILINE)
        if name in CONCEPTS
    ]
    assert tuple(concepts) == CONCEPTS


@pytest.mark.parametrize("name", TEXTS)
def test_every_parameter_that_is_named_exists(name):
    found = re.findall(r"(?<![\w/.])([a-z_]+)\.([a-z][a-z0-9_]*[a-z0-9])(?![\w.]*…)", written(TEXTS[name]))
    named = {
        f"{group}.{field}" for group, field in found if group in GROUPS and field not in ("md", "py", "csv")
    }
    assert named - NAMES - {"roster.size", "roster.power", "roster.support"} == set()


def test_every_group_of_parameters_has_its_table_once():
    tables = re.findall(r"<!-- generated: parameters ([\w ]+) -->", "".join(TEXTS.values()))
    assert sorted(" ".join(tables).split()) == sorted(GROUPS)


def test_every_file_of_rules_is_named():
    text = "".join(TEXTS.values())
    for folder in ("agents", "model"):
        for path in (HOME / folder).glob("*.py"):
            if "@rule" in path.read_text(encoding="utf-8"):
                assert f"`{folder}/{path.name}`" in text, path


def test_the_command_says_what_is_out_of_date(tmp_path, monkeypatch, capsys):
    page = tmp_path / "page.md"
    page.write_text("<!-- generated: streams -->\nnone\n<!-- end -->\n", encoding="utf-8")
    monkeypatch.setattr(odd, "PAGES", [page])
    monkeypatch.setattr(odd, "HOME", tmp_path)
    monkeypatch.setattr(odd, "CHART", tmp_path / "week.svg")
    assert odd.main([]) == 1
    assert "out of date: page.md" in capsys.readouterr().out
    assert odd.main(["--write"]) == 0
    assert odd.main([]) == 0
    assert "`market`" in page.read_text(encoding="utf-8")
