"""The set-up: a fresh checkout needs a Python and nothing else to be known."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOME = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((HOME / "pyproject.toml").read_text(encoding="utf-8"))
MAKE = shutil.which("make") or "make"
CLEAN = {"PATH": os.environ["PATH"], "LC_ALL": "C"}  # nothing of a `make test` around this one

# The Makefile's search for a Python, on a PATH of shims.

FAILS = "echo 'version not installed' >&2; exit 127"


def answers(version: str) -> str:
    return f"echo {version.replace('.', ' ')}"


def shim(folder: Path, name: str, does: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


@pytest.fixture
def checkout(tmp_path):
    """Return a folder with the Makefile alone, for version 3.12."""
    folder = tmp_path / "checkout"
    folder.mkdir()
    shutil.copy(HOME / "Makefile", folder)
    (folder / ".python-version").write_text("3.12\n")
    return folder


def search(checkout: Path, *folders: Path) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(str(folder) for folder in folders) or "/nonexistent"
    environment = {**CLEAN, "PATH": path}
    return subprocess.run(
        [MAKE, "-s", "interpreter"],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def found(checkout: Path, tmp_path: Path, **shims: str) -> str:
    folder = tmp_path / "bin"
    for name, does in shims.items():
        shim(folder, name.replace("_", "."), does)
    result = search(checkout, folder)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return Path(result.stdout.strip()).name


def test_python3_of_the_version_in_the_file_comes_first(checkout, tmp_path):
    shims = {"python3": answers("3.12"), "python3_13": answers("3.13")}
    assert found(checkout, tmp_path, **shims) == "python3"


def test_another_python3_gives_way_to_a_named_version(checkout, tmp_path):
    shims = {"python3": answers("3.14"), "python3_12": answers("3.12")}
    assert found(checkout, tmp_path, **shims) == "python3.12"


def test_a_shim_that_fails_is_passed_over(checkout, tmp_path):
    shims = {"python3": answers("3.11"), "python3_13": FAILS, "python3_12": answers("3.12")}
    assert found(checkout, tmp_path, **shims) == "python3.12"


def test_any_later_python3_will_do(checkout, tmp_path):
    shims = {"python3": answers("3.14"), "python3_13": FAILS, "python3_12": FAILS}
    assert found(checkout, tmp_path, **shims) == "python3"


def test_the_file_may_name_a_full_version_or_be_missing(checkout, tmp_path):
    shims = {"python3": answers("3.12"), "python3_13": answers("3.13")}
    (checkout / ".python-version").write_text("3.12.1")
    assert found(checkout, tmp_path, **shims) == "python3"
    (checkout / ".python-version").unlink()
    assert found(checkout, tmp_path, **shims) == "python3.13"


def test_a_python_behind_a_failing_shim_is_found(checkout, tmp_path):
    shim(tmp_path / "shims", "python3", FAILS)
    shim(tmp_path / "shims", "python3.13", FAILS)
    shim(tmp_path / "system", "python3", answers("3.12"))
    result = search(checkout, tmp_path / "shims", tmp_path / "system")
    assert result.stdout.strip() == str(tmp_path / "system" / "python3")


def test_this_python_is_found_by_running_it(checkout, tmp_path):
    real = f'exec "{sys.executable}" "$@"'
    assert found(checkout, tmp_path, python3=real, python3_13=FAILS, python3_12=FAILS) == "python3"


def test_a_python_without_venv_is_passed_over(checkout, tmp_path):
    without = (
        f'exec "{sys.executable}" -c "import sys; sys.modules[\'ensurepip\'] = None; exec(sys.argv[2])" "$@"'
    )
    shim(tmp_path / "bin", "python3", without)
    assert search(checkout, tmp_path / "bin").returncode != 0


@pytest.mark.parametrize(
    "shims",
    [{}, {"python3": FAILS}, {"python3": answers("3.11")}, {"python3": answers("2.7"), "python3.13": FAILS}],
    ids=["nothing", "failing", "old", "ancient"],
)
def test_where_there_is_none_one_line_says_so(checkout, tmp_path, shims):
    for name, does in shims.items():
        shim(tmp_path / "bin", name, does)
    result = search(checkout, tmp_path / "bin")
    assert result.returncode != 0
    assert result.stdout == ""
    own = [line for line in result.stderr.splitlines() if not line.startswith("make")]
    assert len(own) == 1
    assert "Python 3.12 or later" in own[0]


def test_every_target_is_listed(checkout):
    text = subprocess.run(
        [MAKE, "-s", "help"], cwd=checkout, env=CLEAN, capture_output=True, text=True, check=True
    ).stdout
    for target in ("run", "test", "lint", "types", "clean"):
        assert re.search(rf"^  make {target} ", text, re.MULTILINE)


def test_a_smaller_job_has_its_own_folder():
    def told(*variables: str) -> str:
        command = [MAKE, "-n", "-o", ".venv/installed", "run", *variables]
        return subprocess.run(command, cwd=HOME, env=CLEAN, capture_output=True, text=True, check=True).stdout

    assert "--runs 1000 --out results/china\n" in told()
    assert "--runs 50 --out results/china-50\n" in told("RUNS=50")
    assert "--runs 50 --out elsewhere\n" in told("RUNS=50", "OUT=elsewhere")


def test_the_check_is_a_script_that_stops_at_the_first_failure():
    script = HOME / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in script.read_text(encoding="utf-8")


# Requirements.


def pinned() -> dict[str, str]:
    lines = (HOME / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pins}


def test_constraints_are_pins_and_nothing_else():
    for line in (HOME / "constraints.txt").read_text(encoding="utf-8").splitlines():
        assert line.startswith("# ") or re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.!+]+", line), line
        assert "://" not in line


def test_every_requirement_is_pinned_within_its_range():
    extras = PROJECT["project"]["optional-dependencies"].values()
    pins = pinned()
    for text in [*PROJECT["project"]["dependencies"], *(line for extra in extras for line in extra)]:
        requirement = Requirement(text)
        name = canonicalize_name(requirement.name)
        if name != PROJECT["project"]["name"]:
            assert name in pins, text
            assert requirement.specifier.contains(pins[name], prereleases=True), text


def test_the_version_file_satisfies_the_project():
    version = (HOME / ".python-version").read_text(encoding="utf-8").strip()
    assert Requirement(f"python{PROJECT['project']['requires-python']}").specifier.contains(version)


# Packages.


def test_the_packages_listed_are_the_folders_that_exist():
    listed = set(PROJECT["tool"]["setuptools"]["packages"])
    tops = {path.parent.name for path in HOME.glob("*/*.py")} - {"tests", "docs", "notebooks"}
    below = {
        ".".join(path.relative_to(HOME).parts[:-1])
        for top in tops
        if not top.startswith(".")
        for path in (HOME / top).rglob("*.py")
    }
    assert listed == below
    for package in listed:
        assert (HOME / package.replace(".", "/") / "__init__.py").exists(), package


def test_files_that_the_packages_need_go_with_them():
    for package, patterns in PROJECT["tool"]["setuptools"]["package-data"].items():
        for pattern in patterns:
            assert list((HOME / package).glob(pattern)), f"{package}/{pattern}"


def test_the_citation_names_this_version():
    citation = yaml.safe_load((HOME / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= citation.keys()
    assert str(citation["version"]) == PROJECT["project"]["version"]
    assert citation["license"] == PROJECT["project"]["license"] == "MIT"
    assert f"## {PROJECT['project']['version']}" in (HOME / "CHANGELOG.md").read_text(encoding="utf-8")


# Texts.

MACHINE = re.compile(r"(?<![\w.:/~-])/(?:home|root|Users|work|opt|mnt|srv|tmp|var)/|[A-Z]:\\Users")
TEXTS = [
    path
    for pattern in (
        "*.md",
        "*.cff",
        "*.toml",
        "docs/**/*.md",
        "notebooks/*.ipynb",
        "*/*.py",
        "model/**/*.toml",
    )
    for path in sorted(HOME.glob(pattern))
    if path.relative_to(HOME).parts[0] not in (".venv", "results", "tests", "build")
]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: str(path.relative_to(HOME)))
def test_no_text_names_a_path_of_some_machine(path):
    assert MACHINE.findall(path.read_text(encoding="utf-8")) == []


def test_a_path_of_a_machine_is_seen():
    assert MACHINE.search("see /home/someone/results")
    assert MACHINE.search("`/tmp/out`")
    assert not MACHINE.search("https://example.org/home/page and results/tmp/")
