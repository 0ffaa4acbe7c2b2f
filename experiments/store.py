"""Results on disk: written whole or not at all, named by what they are, the same bytes every time."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import enum
import functools
import hashlib
import itertools
import json
import math
import os
import struct
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from model.errors import InputError
from model.source import HOME as HOME
from model.source import source_digest as source_digest

if TYPE_CHECKING:
    import pyarrow as pa

MANIFEST = "manifest.json"
_PART = ".part"
_serial = itertools.count()


def write_whole(path: Path, writer: Callable[[BinaryIO], object]) -> None:
    """Have `writer` fill a file that appears under its name only when it is complete and on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}-{next(_serial)}{_PART}")
    try:
        with part.open("xb") as file:
            writer(file)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole."""
    write_whole(path, lambda file: file.write(content))


def write_text(path: Path, text: str) -> None:
    """Write a text file whole, as UTF-8 with plain line ends."""
    write_bytes(path, text.encode("utf-8"))


def write_json(path: Path, content: Any) -> None:
    """Write what `digest_of` accepts as indented JSON, keys in the order given."""
    write_text(path, json.dumps(_plain(content), indent=2, ensure_ascii=False, allow_nan=False) + "\n")


def digest_of(content: Any) -> str:
    """Return the SHA-256 of the canonical JSON of `content`; the order of keys does not matter.

    Mappings with text keys, sequences, dataclasses, dates, paths, NumPy scalars and arrays are taken;
    whatever has no one meaning as JSON (sets, NaN, other objects) is refused.
    """
    text = json.dumps(
        _plain(content), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _plain(content: Any) -> Any:
    """`content` in the types of JSON."""
    if isinstance(content, enum.Enum):
        return _plain(content.value)
    if isinstance(content, np.generic):
        return _plain(content.item())
    if content is None or isinstance(content, bool | int | float | str):
        return content
    if isinstance(content, np.ndarray):
        return _plain(content.tolist())
    if dataclasses.is_dataclass(content) and not isinstance(content, type):
        return {f.name: _plain(getattr(content, f.name)) for f in dataclasses.fields(content)}
    if isinstance(content, Mapping):
        if not all(isinstance(key, str) for key in content):
            raise TypeError(f"keys must be text: {list(content)[:3]}")
        return {str(key): _plain(value) for key, value in content.items()}
    if isinstance(content, Sequence) and not isinstance(content, bytes | bytearray):
        return [_plain(element) for element in content]
    if isinstance(content, dt.date):
        return content.isoformat()
    if isinstance(content, Path):
        return content.as_posix()
    raise TypeError(f"no canonical form of a {type(content).__name__}")


# Folders of results.


def claim_folder(
    path: Path, identity: Mapping[str, Any], force: bool = False, about: Mapping[str, Any] | None = None
) -> bool:
    """Make `path` the folder of the results that `identity` describes, and write its manifest.

    Parameters
    ----------
    path
        An empty or missing folder, or one with results of the same identity, to be resumed.
    identity
        All that the results depend on.
    force
        Set results of another identity aside (the folder is renamed), and write beside files that are no
        results. Nothing is deleted.
    about
        What else the manifest says (versions, the fingerprint of the machine).

    Returns
    -------
    Whether earlier results are resumed.
    """
    digest = digest_of(identity)
    try:
        path.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(path)
        found = _digest_in(path)
        if found == digest:
            return True
        if found is not None:
            if not force:
                raise InputError(
                    f"{path}: holds results of other assumptions or another version; "
                    "name another folder, or use --force to set them aside"
                )
            path.rename(_free_name(path))
            path.mkdir()
        elif not force and any(not child.name.startswith(".") for child in path.iterdir()):
            raise InputError(
                f"{path}: holds files that are no results; "
                "name another folder, or use --force to write beside them"
            )
        write_json(path / MANIFEST, {"digest": digest, "identity": identity, **(about or {})})
    except OSError as error:
        raise InputError(f"{path}: cannot be written to ({error.strerror or type(error).__name__})") from None
    return False


def read_manifest(path: Path) -> dict[str, Any]:
    """Return the manifest of a folder of results; its identity is checked against its digest."""
    try:
        manifest = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        intact = manifest["digest"] == digest_of(manifest["identity"])
    except (OSError, ValueError, KeyError, TypeError):
        intact = False
    if not intact:
        raise InputError(f"{path}: no folder of results ({MANIFEST} is missing or damaged)")
    return manifest


def _digest_in(path: Path) -> str | None:
    try:
        return str(read_manifest(path)["digest"])
    except InputError:
        return None


def _free_name(path: Path) -> Path:
    """First free name for results set aside."""
    resolved = path.resolve()
    names = (resolved.with_name(f"{resolved.name}.{number}") for number in itertools.count(1))
    return next(name for name in names if not name.exists())


def _remove_leftovers(path: Path) -> None:
    """Remove unfinished files whose process has ended."""
    for part in path.rglob(f".*{_PART}"):
        process = part.name.removesuffix(_PART).rpartition(".")[2].partition("-")[0]
        if process.isdigit() and not _runs(int(process)):
            part.unlink(missing_ok=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync_folder(path: Path) -> None:
    """Bring the folder's entries to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


# What the bits of a result depend on.


@functools.cache
def fingerprint() -> str:
    """Return a hash of what this machine's arithmetic and random streams give on fixed arguments.

    Elementary functions differ in the last bits between mathematical libraries, and NumPy may change its
    streams. Results are promised to be equal bit for bit only between equal fingerprints.
    """
    digest = hashlib.sha256()
    positive = [(2 * k + 1) / 64 * 2.0 ** (k % 13 - 6) for k in range(200)]
    either = [sign * x for x in positive for sign in (1.0, -1.0)]
    for function in (math.exp, math.expm1, math.tanh, math.erf, math.erfc, math.sin, math.cos):
        digest.update(_bytes_of(function(x) for x in either))
    for function in (math.log, math.log1p, math.sqrt):
        digest.update(_bytes_of(function(x) for x in positive))
    digest.update(_bytes_of(math.pow(x, y / 8.0) for x in positive for y in (-3.0, 1.0, 13.0)))
    stream = np.random.Generator(np.random.SFC64(np.random.SeedSequence([1, 2])))
    for draw in (stream.random, stream.standard_normal, stream.standard_exponential):
        digest.update(_bytes_of(draw() for _ in range(2000)))
    return digest.hexdigest()


def _bytes_of(numbers: Iterable[float]) -> bytes:
    return b"".join(struct.pack("<d", number) for number in numbers)


def write_table(path: Path, table: pa.Table) -> None:
    """Write one Parquet file whole; the same table gives the same bytes."""
    write_tables(path, [table], table.schema)


def write_tables(path: Path, tables: Iterable[pa.Table], schema: pa.Schema) -> None:
    """Write tables one after the other, a row group each, into one Parquet file; only one is in memory.

    Columns of `schema` that a table lacks are empty there.
    """
    form = schema.remove_metadata()

    def write(file: BinaryIO) -> None:
        import pyarrow.parquet as pq

        with pq.ParquetWriter(
            file, form, version="2.6", compression="zstd", compression_level=3, store_schema=False
        ) as writer:
            for table in tables:
                writer.write_table(in_form(table, form), row_group_size=max(1, table.num_rows))

    write_whole(path, write)


def read_table(path: Path) -> pa.Table:
    """Read a Parquet file, or say in one line that it cannot be read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        return pq.ParquetFile(path).read(use_threads=False)
    except (OSError, pa.ArrowInvalid):
        raise InputError(f"{path}: missing, or no intact Parquet file") from None


def as_stored(table: pa.Table) -> pa.Table:
    """Return the table in the types that Parquet keeps, so that it is the same when it is read back."""
    import pyarrow as pa

    def kept(kind: pa.DataType) -> pa.DataType:
        if pa.types.is_timestamp(kind):
            return pa.timestamp("us", kind.tz)
        return pa.string() if pa.types.is_large_string(kind) else kind

    return table.cast(pa.schema([(field.name, kept(field.type)) for field in table.schema]))


def common_schema(schemas: Sequence[pa.Schema]) -> pa.Schema:
    """Return the form that takes the columns of all, in order of first appearance."""
    import pyarrow as pa

    return pa.unify_schemas([schema.remove_metadata() for schema in schemas], promote_options="permissive")


def in_form(table: pa.Table, form: pa.Schema) -> pa.Table:
    """Return the table with the columns of a form; those that it lacks are empty."""
    import pyarrow as pa

    columns = [
        table[field.name].cast(field.type)
        if field.name in table.column_names
        else pa.nulls(table.num_rows, field.type)
        for field in form
    ]
    return pa.Table.from_arrays(columns, schema=form)
