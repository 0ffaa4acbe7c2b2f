"""The command line: what can be mended is one line and status 2; what is asked for is written, whole and again."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

from experiments import cli
from experiments.commands import CAVEAT
from model.scenario import Scenario, scenario_names

HOME = Path(__file__).resolve().parent.parent
SHORT = ["--set", "horizon=2025-12-31"]
COMPARE = [
    "compare",
    "march-2025",
    "--vary",
    "china=hedged,withdrawn",
    "--runs",
    "3",
    "--workers",
    "2",
    *SHORT,
]

pytestmark = pytest.mark.usefixtures("elsewhere")


def spoken(capsys, *arguments: str) -> tuple[int, str, str]:
    """Run the command line in this process; return status, output and errors."""
    status = cli.main(list(arguments))
    found = capsys.readouterr()
    return status, found.out, found.err


def mended(capsys, *arguments: str) -> str:
    """Hold that the command ends with status 2 and one line; return the line."""
    status, _, errors = spoken(capsys, *arguments)
    assert status == 2
    assert errors.count("\n") == 1
    assert errors.startswith("dilemma: ")
    assert "Traceback" not in errors
    return errors


# What the user can mend.


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["frobnicate"], "frobnicate"),
        (["compare", "--bogus"], "--bogus"),
        (["run", "march-2025", "again"], "again"),
        (["params", "--set"], "--set"),
        (["run", "withdrwan"], "did you mean 'withdrawn'"),
        (["compare", "nowhere.toml"], "nowhere.toml: no such file"),
        (["params", "--set", "leader.agee=72.4"], "did you mean 'leader.age'"),
        (["params", "--set", "leader.age"], "NAME=VALUE"),
        (["params", "--set", "=1"], "unknown parameter"),
        (["params", "--set", "leader.age="], "leader.age"),
        (["params", "--set", "leader.age=old"], "72.4 to 72.5"),
        (["params", "--set", "leader.age=99"], "72.4 to 72.5"),
        (["params", "--set", "leader.age=nan"], "72.4 to 72.5"),
        (["params", "--set", "leader.terms=0.5"], "0 to 1"),
        (["params", "--set", "china=friendly"], "no-limits"),
        (["params", "--set", "horizon=2099-01-01"], "horizon"),
        (["params", "--set", "horizon=soon"], "horizon"),
        (["params", "--match", "zzz"], "zzz"),
        (["compare", "--runs", "0"], "--runs"),
        (["compare", "--runs", "-3"], "--runs"),
        (["compare", "--runs", "many"], "--runs"),
        (["compare", "--runs", "1.5"], "--runs"),
        (["compare", "--workers", "0"], "--workers"),
        (["compare", "--seed", "-1"], "--seed"),
        (["run", "--seed", str(2**63)], "--seed"),
        (["run", "--seed", "x"], "--seed"),
        (["compare", "--vary", "chyna"], "did you mean 'china'"),
        (["compare", "--vary", "leader.age"], "give values"),
        (["compare", "--vary", "china="], "found ''"),
        (["compare", "--vary", "china=hedged,hedged"], "twice"),
        (["compare", "--vary", "china=hedged,friendly"], "friendly"),
        (["compare", "--vary", "leader.age=72.4,99"], "72.4 to 72.5"),
        (["compare", "--vary", "leader.age=72.4,"], "72.4 to 72.5"),
        (["compare", "--vary", ""], "unknown parameter"),
    ],
    ids=" ".join,
)
def test_what_can_be_mended_is_one_line(capsys, arguments, says):
    assert says in mended(capsys, *arguments)
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("name", ["name", "title", "horizon"])
def test_what_cannot_be_varied_is_not_offered_for_itself(capsys, name):
    assert f"did you mean '{name}'" not in mended(capsys, "compare", "--vary", f"{name}=a,b")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"china = ", "not valid TOML"),
        (b"\xff\xfe", "cannot be read"),
        (b"leader.age = 99", "72.4 to 72.5"),
        (b"leader.agee = 72.4", "did you mean 'leader.age'"),
    ],
)
def test_a_wrong_file_is_one_line_that_names_it(capsys, content, says):
    Path("mine.toml").write_bytes(content)
    line = mended(capsys, "params", "mine.toml")
    assert says in line
    assert "mine.toml" in line


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_file_in_the_place_of_the_folder_is_one_line(capsys, command):
    Path("results").write_text("mine")
    assert "results" in mended(capsys, command, "--out", "results")
    assert "results" in mended(capsys, command, "--out", "results/deeper")
    assert Path("results").read_text() == "mine"


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_folder_that_holds_something_else_is_left_alone(capsys, command):
    Path("mine").mkdir()
    Path("mine/letter.txt").write_text("dear")
    assert "--force" in mended(capsys, command, "--out", "mine")
    assert [path.name for path in Path("mine").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize("command", ["run", "compare"])
def test_a_folder_that_cannot_be_written_to_is_one_line(capsys, monkeypatch, command):
    """Refused as the system refuses it, since the one who runs the tests may be root, who may write anywhere."""
    make = Path.mkdir

    def refused(path: Path, *rest, **named) -> None:
        if "closed" in path.parts:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
        make(path, *rest, **named)

    monkeypatch.setattr(Path, "mkdir", refused)
    assert "cannot be written to (Permission denied)" in mended(capsys, command, "--out", "closed/results")
    assert not Path("closed").exists()


def in_a_new_process(code: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python code that finds the checkout's packages, from a folder that is not the checkout."""
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": str(HOME)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_console_script_ends_with_the_status_and_no_traceback():
    found = in_a_new_process("from experiments.cli import entry; entry()", "run", "withdrwan")
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.count("\n") == 1


def test_a_fault_of_ours_is_not_hidden(monkeypatch):
    def broken() -> None:
        raise ZeroDivisionError("a fault")

    monkeypatch.setattr("experiments.listing.print_scenarios", broken)
    with pytest.raises(ZeroDivisionError):
        cli.main(["scenarios"])


def test_an_interruption_is_told_with_its_remedy(capsys, monkeypatch):
    def interrupted() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("experiments.listing.print_scenarios", interrupted)
    status, _, errors = spoken(capsys, "scenarios")
    assert status == 130
    assert "resume" in errors
    assert errors.count("\n") == 1


# What is listed.


def test_scenarios_are_listed(capsys):
    status, out, errors = spoken(capsys, "scenarios")
    assert (status, errors) == (0, "")
    for name in scenario_names():
        assert re.search(rf"^\s*{name}\s", out, re.MULTILINE), name


def test_parameters_are_listed_with_what_is_known_of_them(capsys):
    status, out, errors = spoken(capsys, "params")
    assert (status, errors) == (0, "")
    for info in Scenario.load("march-2025").parameters():
        assert re.search(rf"^\s*{re.escape(info.name)}\s", out, re.MULTILINE), info.name


def test_parameters_are_listed_as_changed(capsys):
    _, out, _ = spoken(capsys, "params", "withdrawn", "--match", "leader.terms", "--set", "leader.terms=0")
    assert re.search(r"^\s*leader\.terms\s+0\s", out, re.MULTILINE)
    assert "leader.age " not in out
    _, out, _ = spoken(capsys, "params", "withdrawn", "--match", "assumption")
    assert "withdrawn" in out


def test_help_starts_at_once():
    """The commands import late: help needs none of the heavy packages."""
    code = (
        "import sys\n"
        "from experiments.cli import main\n"
        "status = main(['--help'])\n"
        "heavy = {'numba', 'mesa', 'pandas', 'pyarrow', 'matplotlib', 'solara', 'scipy', 'numpy'}\n"
        "print('LOADED', sorted(heavy & set(sys.modules)))\n"
        "raise SystemExit(status)"
    )
    found = in_a_new_process(code)
    assert found.returncode == 0, found.stderr
    assert "LOADED []" in found.stdout
    for command in ("scenarios", "params", "run", "compare"):
        assert command in found.stdout


def test_listing_does_not_load_the_engine():
    code = (
        "import sys\n"
        "from experiments.cli import main\n"
        "main(['scenarios'])\n"
        "print('LOADED', sorted({'mesa', 'pandas', 'matplotlib', 'solara'} & set(sys.modules)))"
    )
    found = in_a_new_process(code)
    assert found.returncode == 0, found.stderr
    assert "LOADED []" in found.stdout


# What is run.


def test_a_history_is_told_and_drawn(capsys):
    status, out, errors = spoken(capsys, "run", "withdrawn", "--seed", "3", *SHORT, "--out", "told")
    assert (status, errors) == (0, "")
    assert "2025-03-18" in out
    assert " ".join(CAVEAT.split()) in " ".join(out.split())
    assert Path("told/history.png").read_bytes().startswith(b"\x89PNG")
    outcomes = pd.read_parquet("told/outcomes.parquet")
    assert outcomes["seed"].to_list() == [3]
    assert len(pd.read_parquet("told/series.parquet")) == 41
    assert len(pd.read_parquet("told/events.parquet"))


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Path:
    """Return the folder of a small comparison, run once."""
    out = tmp_path_factory.mktemp("comparison") / "china"
    assert cli.main([*COMPARE, "--out", str(out)]) == 0
    return out


@pytest.fixture
def undrawn(monkeypatch):
    """Leave out the figures, which take most of the time."""
    monkeypatch.setattr("experiments.report.draw_all", lambda comparison: [])


def test_a_comparison_writes_its_tables(results):
    outcomes = pd.read_parquet(results / "outcomes.parquet")
    assert outcomes["china"].value_counts().to_dict() == {"hedged": 3, "withdrawn": 3}
    assert (outcomes["error"] == "").all()
    pairs = outcomes.groupby("run")["seed"].nunique()
    assert (pairs == 1).all()
    for name in ("series", "events", "quantiles"):
        assert len(pd.read_parquet(results / f"{name}.parquet")), name
    assert list((results / "figures").glob("*.png"))


def test_a_report_is_written_that_needs_nothing_else(results):
    text = (results / "report.html").read_text(encoding="utf-8")
    assert CAVEAT in text
    loaded = re.findall(r"""(?:src|href|xlink:href|data)\s*=\s*["']([^"']+)""", text)
    loaded += re.findall(r"""url\(\s*["']?([^"')]+)""", text)
    loaded += re.findall(r"""@import\s+["']?([^"';]+)""", text)
    assert [name for name in loaded if not name.startswith(("#", "data:"))] == []
    assert "<script" not in text
    assert "<link" not in text
    assert "<svg" in text
    assert "china=hedged,withdrawn" in text
    ids = re.findall(r"""\bid="([^"]+)\"""", text.split("<svg")[0])
    assert len(ids) == len(set(ids))


def test_the_command_in_the_report_names_what_was_changed(results):
    """The command that the report offers for a rerun gives these results, so it holds every change."""
    text = (results / "report.html").read_text(encoding="utf-8")
    command = next(line for line in text.splitlines() if "dilemma compare" in line)
    assert "horizon=2025-12-31" in command


def test_a_finished_comparison_is_resumed_with_the_same_bytes(results, capsys):
    names = ("outcomes.parquet", "series.parquet", "events.parquet", "quantiles.parquet", "report.html")
    before = {name: (results / name).read_bytes() for name in names}
    chunks = {path: path.stat().st_mtime_ns for path in (results / "chunks").iterdir()}
    status, out, _ = spoken(capsys, *COMPARE, "--out", str(results))
    assert status == 0
    assert "Resuming" in out
    assert {path: path.stat().st_mtime_ns for path in (results / "chunks").iterdir()} == chunks
    assert {name: (results / name).read_bytes() for name in names} == before


@pytest.mark.usefixtures("undrawn")
def test_a_comparison_cut_short_goes_on_with_the_same_bytes(results):
    before = (results / "outcomes.parquet").read_bytes()
    first = next((results / "chunks").glob("*.outcomes.parquet"))
    first.unlink()
    (results / "outcomes.parquet").unlink()
    assert cli.main([*COMPARE, "--out", str(results)]) == 0
    assert first.exists()
    assert (results / "outcomes.parquet").read_bytes() == before


@pytest.mark.usefixtures("undrawn")
def test_another_number_of_workers_gives_the_same_bytes(results):
    arguments = [a if a != "2" else "1" for a in COMPARE]
    assert cli.main([*arguments, "--out", "one"]) == 0
    for name in ("outcomes.parquet", "events.parquet"):
        assert Path("one", name).read_bytes() == (results / name).read_bytes()


@pytest.mark.usefixtures("undrawn")
def test_results_of_another_job_are_set_aside_only_by_force(results, capsys):
    before = (results / "outcomes.parquet").read_bytes()
    other = [*COMPARE, "--seed", "2", "--out", str(results)]
    assert "--force" in mended(capsys, *other)
    assert (results / "outcomes.parquet").read_bytes() == before
    assert cli.main([*other, "--force"]) == 0
    aside = results.with_name(f"{results.name}.1")
    assert (aside / "outcomes.parquet").read_bytes() == before
    assert (results / "outcomes.parquet").read_bytes() != before
    assert pd.read_parquet(results / "outcomes.parquet")["run"].nunique() == 3
