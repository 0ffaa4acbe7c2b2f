"""What the bits of a run depend on: the source of the rules, and where compiled code is kept."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent


@functools.cache
def source_digest() -> str:
    """Return a hash of the source and the tables of the agents and of the model, and of the compiler."""
    import llvmlite
    import numba
    import numpy as np

    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__} {np.__version__}\n".encode())
    for folder in ("agents", "model"):
        for file in sorted((HOME / folder).rglob("*")):
            if file.suffix in (".py", ".csv"):
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
