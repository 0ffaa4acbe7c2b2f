"""The cache of compiled rules sees every edit that matters; processes share the work and none waits for a dead one."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from model import compiling, kernel, source
from model.errors import InputError


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small house: a stage that imports a rule, which imports another; and a file that none of them needs."""
    for folder in ("agents", "model"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "agents" / "low.py").write_text("A = 1\n")
    (tmp_path / "agents" / "high.py").write_text("from agents.low import A\n")
    (tmp_path / "model" / "stage.py").write_text(
        "from agents import high\nif A:\n    from agents.other import B\n"
    )
    (tmp_path / "agents" / "other.py").write_text("B = 1\n")
    monkeypatch.setattr(source, "HOME", tmp_path)
    return tmp_path


# What is compiled anew.


@pytest.mark.parametrize(
    ("edited", "seen"),
    [("agents/low.py", True), ("agents/high.py", True), ("model/stage.py", True), ("agents/other.py", False)],
)
def test_a_stage_is_compiled_anew_when_what_it_imports_is_edited(house, edited, seen):
    digest = source.rule_digest.__wrapped__
    before = digest("model.stage")
    assert digest("model.stage") == before
    with (house / edited).open("a") as file:
        file.write("# edited\n")
    assert (digest("model.stage") != before) == seen


def test_rules_import_ours_where_the_digest_sees_it():
    """At the top of the file, by `from ... import`; what is imported for type checkers alone does not run."""
    waiting, seen = [Path(stage.__code__.co_filename) for stage in kernel.SCHEDULE], set()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        hidden = {
            id(node)
            for block in ast.walk(tree)
            if isinstance(block, ast.If) and getattr(block.test, "id", "") == "TYPE_CHECKING"
            for node in ast.walk(block)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                assert not any(name.name.split(".")[0] in ("agents", "model") for name in node.names), path
            if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in ("agents", "model"):
                assert node.level == 0, path
                assert id(node) in hidden or node.col_offset == 0, f"{path}:{node.lineno}"
        waiting += [source._file_of(name) for name, _ in source._IMPORTED.findall(text)]
    assert len(seen) > 60


@pytest.mark.parametrize("name", ["agents/a.py", "model/b.py", "model/deep/c.py", "model/tables/d.csv"])
def test_the_digest_of_a_result_sees_every_source_and_table(house, name):
    digest = source.source_digest.__wrapped__
    seen = [digest()]
    for text in ("a", "b", "ab"):
        (house / name).parent.mkdir(parents=True, exist_ok=True)
        (house / name).write_text(text)
        seen.append(digest())
    (house / "model" / "notes.txt").write_text("no source")
    assert digest() == seen[-1]
    assert len(set(seen)) == len(seen)


def test_sources_edited_after_they_were_loaded_are_refused(house, monkeypatch):
    assert time.time() > source.LOADED
    monkeypatch.setattr(source, "LOADED", time.time() + 5)
    monkeypatch.setattr(compiling, "HOME", house)
    assert source.edited_since_loaded() is None
    monkeypatch.setattr(source, "LOADED", time.time() - 60)
    old = time.time() - 3600
    for path in house.rglob("*.py"):
        os.utime(path, (old, old))
    assert source.edited_since_loaded() is None
    (house / "agents" / "low.py").write_text("A = 2\n")
    with pytest.raises(InputError, match=r"agents/low\.py was edited"):
        compiling.compile_all([], lambda: None, "")
    os.utime(house / "agents" / "low.py", (time.time() + 9e5,) * 2)
    assert source.edited_since_loaded() is None


# Who compiles.


def first() -> None: ...


def second() -> None: ...


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(compiling, "cache_folder", lambda: tmp_path)
    return tmp_path


def test_what_another_process_has_taken_is_left_to_it(folder):
    done = []
    with FileLock(folder / "first.lock"):
        compiling.compile_free([first, second], done.append)
    assert done == [second]


@pytest.mark.parametrize(
    "elsewhere", ["raise SystemExit(1)", "import time; time.sleep(600)", "no python at all ("]
)
def test_helpers_that_fail_or_hang_hold_nothing_up(folder, monkeypatch, elsewhere):
    monkeypatch.setattr(compiling, "processors", lambda: 2)
    began = time.monotonic()
    found = compiling.compile_all([first, second], lambda: None, elsewhere, lambda stage: stage.__name__)
    assert found == ["first", "second"]
    assert time.monotonic() - began < 60
    assert compiling.is_kept()


def test_a_helper_imports_the_model_and_not_what_lies_in_the_working_directory(folder, tmp_path, monkeypatch):
    (tmp_path / "model.py").write_text("raise RuntimeError")
    monkeypatch.chdir(tmp_path)
    code = f"import model.source, pathlib; pathlib.Path({str(tmp_path / 'seen')!r}).write_text(model.source.__file__)"
    with compiling._helping(code, 1):
        deadline = time.monotonic() + 60
        while not (tmp_path / "seen").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.2)
    assert Path((tmp_path / "seen").read_text()).parent == source.HOME / "model"


def test_without_a_folder_to_write_to_it_is_compiled_for_this_process(monkeypatch):
    def mark(cache=False):
        if cache:
            raise RuntimeError("cannot cache function: no locator available")
        return lambda function: function

    assert compiling._cached(mark, first) is first


def test_the_engine_is_known_to_be_kept_once_it_is_compiled():
    kernel.warm()
    code = "from model.kernel import is_compiled; print(is_compiled())"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=source.HOME
    )
    assert found.stdout.strip() == "True"
