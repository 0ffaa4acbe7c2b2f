"""What the bits of a run depend on: the source of the rules, and where compiled code is kept."""

from __future__ import annotations

import functools
import hashlib
import os
import re
import sys
import tempfile
import time
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
LOADED = time.time()
"""When this process began to import the model: a source edited since is not what it runs."""

_IMPORTED = re.compile(r"^from ((?:agents|model)[\w.]*) import (.*)$", re.MULTILINE)


@functools.cache
def source_digest() -> str:
    """Return a hash of the source and the tables of the agents and of the model, and of the compiler."""
    return _digest(_sources())


@functools.cache
def rule_digest(module: str) -> str:
    """Return a hash of the compiler, of a module, and of all modules of ours that it imports when it is loaded.

    What a rule does rests on no other source: what it is handed enters by its type, which Numba checks itself.
    A test holds that rules import ours at the top of their files and by `from ... import` alone.
    """
    found: set[Path] = set()
    waiting = [_file_of(module)]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            for origin, names in _IMPORTED.findall(file.read_text(encoding="utf-8")):
                waiting.append(_file_of(origin))
                below = (
                    _file_of(f"{origin}.{name.split()[0]}") for name in names.split(",") if name.strip(" (")
                )
                waiting += [path for path in below if path.exists()]
    return _digest(sorted(found))


def edited_since_loaded() -> Path | None:
    """Return a source that was edited after this process had begun to import the model, if there is one."""
    now = time.time()  # what lies in the future comes of another clock
    return next((file for file in _sources() if LOADED < file.stat().st_mtime <= now), None)


def _sources() -> list[Path]:
    files = [file for folder in ("agents", "model") for file in sorted((HOME / folder).rglob("*"))]
    return [file for file in files if file.suffix in (".py", ".csv")]


def _file_of(module: str) -> Path:
    path = HOME.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for package in ("numba", "llvmlite", "numpy"):
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    digest.update(f"{os.environ.get('NUMBA_BOUNDSCHECK', '')}\n".encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(HOME).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


@functools.cache
def cache_folder() -> Path:
    """Return the folder for what goes with compiled code: beside the source, or the user's own, or a temporary one."""
    own = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dilemma"
    for folder in (HOME / "model" / "__pycache__", own):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / ".writable").touch()
        except OSError:
            continue
        return folder
    return Path(tempfile.mkdtemp(prefix="dilemma-"))


def machine() -> str:
    """Say which interpreter and which version of the compiler's own file the cache on disk belongs to."""
    stamp = (HOME / "model" / "compiling.py").stat().st_mtime_ns
    return f"{sys.implementation.cache_tag} {stamp} {os.environ.get('NUMBA_CACHE_DIR', '')}"
