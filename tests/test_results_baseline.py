"""The results baseline: results are those that are kept, the changelog names them, and a change is seen and told."""

from __future__ import annotations

import dataclasses
import shutil

import pytest

from experiments import results_baseline
from experiments.cli import main
from experiments.results_baseline import (
    CHANGELOG,
    KEPT,
    SCENARIOS,
    Found,
    check,
    columns_now,
    differences,
    is_announced,
    newest_entry,
    play,
    read_baseline,
)
from model.errors import InputError
from model.scenario import Scenario


def test_results_are_those_of_the_baseline():
    """Where they are not and should not be: `dilemma baseline --update --why "..."`."""
    assert check() == []


def test_the_changelog_names_the_baseline_under_results_change():
    assert is_announced(read_baseline().digest, CHANGELOG.read_text(encoding="utf-8"))


def test_the_baseline_covers_all_assumptions_about_china():
    choices = Scenario.load("march-2025").parameter("china").choices
    assert set(read_baseline().found) == set(SCENARIOS) == set(choices)


# What is seen


def test_one_bit_of_a_parameter_is_seen(monkeypatch):
    """Noise of the front larger by a part in 10^12: nothing that a reader would see, and other bits."""
    columns = columns_now()
    before = play("hedged", columns, range(1, 3))
    load = Scenario.load
    near = load("hedged")["front.advance_sd"] * (1.0 + 1e-12)
    monkeypatch.setattr(Scenario, "load", lambda name: load(name).with_(**{"front.advance_sd": near}))
    after = play("hedged", columns, range(1, 3))
    assert after.digest != before.digest


def test_an_added_column_changes_nothing_and_a_missing_one_does():
    columns = columns_now()
    fewer = {table: names[:-1] for table, names in columns.items()}
    more = {**columns, "series": [*columns["series"], "gone"]}
    one, other, third = (play("hedged", c, range(1, 2)) for c in (columns, fewer, more))
    assert len({one.digest, other.digest, third.digest}) == 3
    assert play("hedged", columns, range(1, 2)) == one
    assert one.headlines == other.headlines


HEADLINES = {"a": (0.5, 0.1), "b": (float("nan"), 0.0)}


@pytest.mark.parametrize(
    ("now", "same_machine", "told"),
    [
        (Found("x", HEADLINES), True, []),
        (Found("y", HEADLINES), True, ["s: no headline moved, other columns did"]),
        (Found("y", HEADLINES), False, []),
        (Found("y", {**HEADLINES, "a": (0.6, 0.1)}), True, ["s: a 0.5 before, 0.6 now"]),
        (Found("y", {**HEADLINES, "a": (0.6, 0.1)}), False, []),
        (Found("y", {**HEADLINES, "a": (1.5, 0.1)}), False, ["s: a 0.5 before, 1.5 now"]),
        (Found("y", {"a": (0.5, 0.1)}), True, ["s: no headline moved, other columns did"]),
        (Found("y", {"b": (0.5, 0.1)}), True, ["s: a 0.5 before, nan now; b nan before, 0.5 now"]),
    ],
)
def test_what_differs_is_told_by_scenario(now, same_machine, told):
    kept = dataclasses.replace(read_baseline(), found={"s": Found("x", HEADLINES)})
    assert differences(kept, {"s": now}, same_machine) == told


def test_only_the_newest_entry_of_the_changelog_counts():
    new = "## 2\n\n### Results change\n\n- `new`\n\n### Fixed\n\n- `other`\n\n"
    text = f"# C\n\n{new}## 1\n\n### Results change\n\n- `old`\n"
    assert newest_entry(text) == "\n- `new`\n\n"
    assert [is_announced(d, text) for d in ("new", "other", "old")] == [True, False, False]
    assert newest_entry("# C\n") == ""


# The command


@pytest.fixture
def apart(tmp_path, monkeypatch):
    """Keep the baseline and the changelog in a folder of their own, with three seeds of one scenario."""
    for name, path in (("KEPT", KEPT), ("CHANGELOG", CHANGELOG)):
        shutil.copy(path, tmp_path / path.name)
        monkeypatch.setattr(results_baseline, name, tmp_path / path.name)
    monkeypatch.setattr(results_baseline, "SCENARIOS", ("hedged",))
    monkeypatch.setattr(results_baseline, "read_baseline", lambda: read_baseline(tmp_path / KEPT.name))
    monkeypatch.setattr(results_baseline.play, "__defaults__", (range(1, 4),))
    return tmp_path


def test_an_update_keeps_what_is_found_and_says_so_in_the_changelog(apart, capsys):
    assert main(["baseline", "--update", "--why", "a test  keeps\nfewer histories"]) == 0
    kept = read_baseline(apart / KEPT.name)
    text = (apart / CHANGELOG.name).read_text(encoding="utf-8")
    assert set(kept.found) == {"hedged"}
    assert newest_entry(text).startswith(
        f"\n- Results baseline `{kept.digest}`: a test keeps fewer histories\n"
    )
    assert main(["baseline"]) == 0
    assert "Results are those of the baseline." in capsys.readouterr().out


def test_a_change_ends_in_status_1_and_an_update_needs_a_reason(apart, capsys):
    assert main(["baseline", "--update", "--why", "a test"]) == 0
    kept = (apart / KEPT.name).read_text(encoding="utf-8")
    digest = read_baseline(apart / KEPT.name).found["hedged"].digest
    (apart / KEPT.name).write_text(kept.replace(digest, "0" * 16), encoding="utf-8")
    assert main(["baseline"]) == 1
    assert "hedged: no headline moved" in capsys.readouterr().out
    assert main(["baseline", "--update"]) == 2
    assert "--why" in capsys.readouterr().err


def test_no_baseline_is_one_line(tmp_path):
    with pytest.raises(InputError, match="no results baseline"):
        read_baseline(tmp_path / "none.json")
