"""The documentation: its Python runs, its commands exist, every page has its place, and none fetches anything."""

from __future__ import annotations

import importlib.util
import shlex
from pathlib import Path

import mktestdocs
import pytest
import typer
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from experiments.cli import app

HOME = Path(__file__).parent.parent
PAGES = [HOME / "docs" / "tutorial.md", *sorted((HOME / "docs" / "howto").glob("*.md"))]
COMMANDS = typer.main.get_command(app).commands


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_python_of_a_page_runs_from_top_to_bottom(page):
    mktestdocs.check_md_file(page, memory=True)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_commands_of_a_page_are_understood(page):
    targets = (HOME / "Makefile").read_text(encoding="utf-8")
    for block in mktestdocs.__main__.grab_code_blocks(page.read_text(encoding="utf-8"), lang="bash"):
        for line in filter(None, block.splitlines()):
            program, name, *words = shlex.split(line, comments=True)
            assert program in ("dilemma", "make"), line
            if program == "make":
                assert f"\n{name}: " in targets, line
            else:
                COMMANDS[name].make_context(name, words)


def test_a_command_that_is_not_there_is_seen():
    with pytest.raises(Exception, match="No such option"):
        COMMANDS["compare"].make_context("compare", ["march-2025", "--varies", "china"])


# The site itself is built without a network, and without a warning, by `make docs` in `.ci/run`.


@pytest.fixture(scope="module")
def hooks():
    spec = importlib.util.spec_from_file_location("hooks", HOME / "docs" / "hooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_check_builds_the_site_strictly():
    assert "make docs" in (HOME / ".ci" / "run").read_text(encoding="utf-8")
    assert "mkdocs build --strict" in (HOME / "Makefile").read_text(encoding="utf-8")


def test_every_page_has_its_place(hooks):
    config = MkDocsConfig()
    config.nav = [{"Start": "index.md"}, {"Findings and evidence": []}]
    hooks.on_config(config)
    assert {"limits.md", "evidence.md"} <= set(config.nav[-1]["Findings and evidence"])
    assert "index.md" not in config.nav[-1]["Findings and evidence"]


def test_the_reference_is_made_of_commands_and_parameters(hooks):
    told = hooks.on_page_markdown("<!-- commands --> <!-- parameters -->", page=None)
    for name, command in COMMANDS.items():
        assert f"## dilemma {name}" in told
        assert all(f"`{option.opts[0]}`" in told for option in command.params)
    assert "| `contest.elite_fighting` | 0.4 |" in told


def test_a_page_that_fetches_something_stops_the_build(hooks):
    quiet = '<script src="assets/a.js"></script><a href="https://example.org">a link is no fetch</a>'
    assert hooks.on_post_page(quiet + "<script data-mkdocs-jupyter-mathjax='x'>load()</script>") == quiet
    for tag in (
        '<script src="https://example.org/a.js">',
        '<link rel="stylesheet" href="//example.org/a.css">',
        '<img alt="x" src="http://example.org/a.png">',
    ):
        with pytest.raises(PluginError, match=r"example\.org"):
            hooks.on_post_page(quiet + tag)
