"""What the bits of a run depend on: the source of the rules, and where compiled code is kept."""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


_IMPORTED = re.compile(r"^(?:from|import) ((?:agents|model)[\w.]*)", re.MULTILINE)


@functools.cache
def source_digest() -> str:
    """Return a hash of the source and the tables of the agents and of the model, and of the compiler."""
    files = [file for folder in ("agents", "model") for file in sorted((HOME / folder).rglob("*"))]
    return _digest(file for file in files if file.suffix in (".py", ".csv"))


@functools.cache
def rule_digest(module: str) -> str:
    """Return a hash of the compiler, of a module, and of all modules of ours that it imports when it is loaded.

    What a rule does rests on no other source: what it is handed enters by its type, which Numba checks itself.
    """
    found: set[Path] = set()
    waiting = [_file_of(module)]
    while waiting:
        file = waiting.pop()
        if file not in found:
            found.add(file)
            waiting += [_file_of(name) for name in _IMPORTED.findall(file.read_text(encoding="utf-8"))]
    return _digest(sorted(found))


def _file_of(module: str) -> Path:
    path = HOME.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


def _digest(files: Iterable[Path]) -> str:
    import llvmlite
    import numba
    import numpy as np

    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__} {np.__version__}\n".encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.relative_to(HOME).as_posix()} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def cache_folder() -> Path:
    """Return the folder for compiled code, made if need be: beside the source, or a temporary one."""
    import tempfile

    folder = HOME / "model" / "__pycache__"
    try:
        folder.mkdir(exist_ok=True)
        (folder / ".writable").touch()
    except OSError:
        folder = Path(tempfile.gettempdir()) / "dilemma"
        folder.mkdir(exist_ok=True)
    return folder
