"""The cache of compiled rules sees every edit that matters, and each stage is compiled by itself."""

from __future__ import annotations

import pytest

from model import kernel, source
from model.compiling import compiled_stage


@pytest.fixture
def house(tmp_path, monkeypatch):
    """A small house: a stage that imports a rule, which imports another; and a file that none of them needs."""
    for folder in ("agents", "model"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    (tmp_path / "agents" / "low.py").write_text("A = 1\n")
    (tmp_path / "agents" / "high.py").write_text("from agents.low import A\n")
    (tmp_path / "model" / "stage.py").write_text(
        "from agents.high import A\n\nif A:\n    from agents.other import B\n"
    )
    (tmp_path / "agents" / "other.py").write_text("B = 1\n")
    monkeypatch.setattr(source, "HOME", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("edited", "seen"), [("agents/low.py", True), ("model/stage.py", True), ("agents/other.py", False)]
)
def test_a_stage_is_compiled_anew_when_what_it_imports_is_edited(house, edited, seen):
    digest = source.rule_digest.__wrapped__
    before = digest("model.stage")
    assert digest("model.stage") == before
    with (house / edited).open("a") as file:
        file.write("# edited\n")
    assert (digest("model.stage") != before) == seen


def test_every_stage_rests_on_what_it_imports_alone():
    digests = [source.rule_digest(stage.__module__) for stage in kernel.SCHEDULE]
    assert len(set(digests)) == len(digests)


def test_a_stage_is_compiled_once_a_process():
    kernel.warm()
    assert compiled_stage(kernel.SCHEDULE[0]) is compiled_stage(kernel.SCHEDULE[0])
    names = [compiled_stage(stage).__name__ for stage in kernel.SCHEDULE]
    assert len(set(names)) == len(names)
