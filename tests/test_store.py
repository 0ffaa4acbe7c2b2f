"""Results on disk: whole or not at all, named by what they are, never mixed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import os
import signal
import subprocess
import sys
from enum import IntEnum
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from experiments import store
from model.errors import InputError

# Whole or not at all.


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_written_whole(tmp_path):
    store.write_text(tmp_path / "deep" / "log.txt", "Kyïv\n")
    assert (tmp_path / "deep" / "log.txt").read_bytes() == "Kyïv\n".encode()
    assert names(tmp_path / "deep") == ["log.txt"]


def test_a_writer_that_fails_leaves_the_earlier_file(tmp_path):
    path = tmp_path / "outcomes"
    store.write_text(path, "earlier")

    def fails(file):
        file.write(b"half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        store.write_whole(path, fails)
    assert path.read_text() == "earlier"
    assert names(tmp_path) == ["outcomes"]


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path, monkeypatch):
    path = tmp_path / "outcomes"
    named_when_synced = []
    monkeypatch.setattr(store.os, "fsync", lambda handle: named_when_synced.append(path.exists()))
    store.write_text(path, "whole")
    assert named_when_synced == [False, True]  # the file, then the folder


def test_others_may_read_what_is_written(tmp_path):
    path = tmp_path / "report.html"
    store.write_text(path, "")
    (tmp_path / "plain").touch()
    assert path.stat().st_mode == (tmp_path / "plain").stat().st_mode


KILLED = """
import sys, time
from pathlib import Path
from experiments.store import write_whole

def slowly(file):
    file.write(b"half")
    file.flush()
    print("writing", flush=True)
    time.sleep(60)

write_whole(Path(sys.argv[1]), slowly)
"""


def test_a_process_killed_while_writing_leaves_nothing_that_counts(tmp_path):
    path = tmp_path / "results" / "outcomes"
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, cwd=store.HOME
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    assert not path.exists()
    assert len(names(path.parent)) == 1
    assert not store.claim_folder(path.parent, {"seed": 1})
    assert names(path.parent) == ["manifest.json"]


def test_what_a_living_process_writes_is_left_alone(tmp_path):
    part = tmp_path / f".outcomes.{os.getppid()}-0.part"
    part.touch()
    store.claim_folder(tmp_path, {"seed": 1})
    assert part.exists()


# Digests.


@dataclasses.dataclass(frozen=True)
class Sample:
    """Some content."""

    weeks: int
    name: str


class Colour(IntEnum):
    """Some names."""

    RED = 1


def test_a_digest_is_stable():
    text = b'{"a":[1,2.5,null,true],"b":"x"}'
    assert store.digest_of({"b": "x", "a": (1, 2.5, None, True)}) == hashlib.sha256(text).hexdigest()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
        ([1, 2], (1, 2)),
        ([1, 2], np.array([1, 2])),
        (0.1, np.float64(0.1)),
        (3, np.int64(3)),
        (Sample(3, "x"), {"weeks": 3, "name": "x"}),
        (dt.date(2025, 3, 18), "2025-03-18"),
        (Path("results/china"), "results/china"),
        (Colour.RED, 1),
    ],
)
def test_the_same_content_has_the_same_digest(one, other):
    assert store.digest_of(one) == store.digest_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [(1, 1.0), (1, True), (0, None), ("1", 1), ([1, [2]], [[1], 2]), ({"a": None}, {}), (0.1 + 0.2, 0.3)],
)
def test_other_content_has_another_digest(one, other):
    assert store.digest_of(one) != store.digest_of(other)


@pytest.mark.parametrize("content", [{1: 2}, {1, 2}, object(), b"x", int])
def test_what_has_no_canonical_form_is_refused(content):
    with pytest.raises(TypeError):
        store.digest_of(content)


@pytest.mark.parametrize("content", [float("nan"), [float("inf")], {"a": np.float64("nan")}])
def test_numbers_that_are_none_are_refused(content):
    with pytest.raises(ValueError, match="JSON"):
        store.digest_of(content)


NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.dictionaries(st.text(), NUMBERS | st.text() | st.none(), max_size=3), max_size=3))
def test_a_digest_outlives_json(content):
    assert store.digest_of(json.loads(json.dumps(content))) == store.digest_of(content)


# Folders.

IDENTITY = {"scenario": "march-2025", "runs": 20}


def test_an_empty_folder_is_claimed_and_then_resumed(tmp_path):
    folder = tmp_path / "results" / "china"
    assert not store.claim_folder(folder, IDENTITY, about={"fingerprint": "f"})
    manifest = store.read_manifest(folder)
    assert manifest["identity"] == IDENTITY
    assert manifest["fingerprint"] == "f"
    assert store.claim_folder(folder, dict(reversed(IDENTITY.items())))


def test_results_of_another_identity_are_not_overwritten(tmp_path):
    store.claim_folder(tmp_path / "china", IDENTITY)
    with pytest.raises(InputError, match="other assumptions") as error:
        store.claim_folder(tmp_path / "china", {**IDENTITY, "runs": 21})
    assert "\n" not in str(error.value)
    assert store.read_manifest(tmp_path / "china")["identity"] == IDENTITY


def test_force_sets_other_results_aside(tmp_path):
    for runs in (1, 2, 3):
        store.claim_folder(tmp_path / "china", {"runs": runs}, force=True)
        store.write_text(tmp_path / "china" / "outcomes", str(runs))
    assert names(tmp_path) == ["china", "china.1", "china.2"]
    assert [(tmp_path / n / "outcomes").read_text() for n in names(tmp_path)] == ["3", "1", "2"]
    assert store.claim_folder(tmp_path / "china", {"runs": 3}, force=True)


def test_files_that_are_no_results_are_never_moved(tmp_path):
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(InputError, match="no results"):
        store.claim_folder(tmp_path, IDENTITY)
    assert names(tmp_path) == ["thesis.tex"]
    assert not store.claim_folder(tmp_path, IDENTITY, force=True)
    assert names(tmp_path) == ["manifest.json", "thesis.tex"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"digest": "x", "identity": {"runs": 1}}', '{"digest": 1', "null"]
)
def test_a_damaged_manifest_is_no_manifest(tmp_path, text):
    (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(InputError, match=r"missing or damaged"):
        store.read_manifest(tmp_path)
    with pytest.raises(InputError, match=r"no results"):
        store.claim_folder(tmp_path, IDENTITY)


def test_a_file_in_the_way_is_one_line(tmp_path):
    (tmp_path / "china").touch()
    with pytest.raises(InputError, match="cannot be written to"):
        store.claim_folder(tmp_path / "china", IDENTITY)


def test_a_folder_holds_only_what_counts(tmp_path):
    (tmp_path / ".DS_Store").touch()
    assert not store.claim_folder(tmp_path, IDENTITY)


# What the bits of a result depend on.


def test_the_fingerprint_is_the_same_in_another_process():
    code = "from experiments.store import fingerprint, source_digest; print(fingerprint(), source_digest())"
    printed = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=store.HOME
    ).stdout.split()
    assert printed == [store.fingerprint(), store.source_digest()]


@pytest.mark.parametrize("name", ["exp", "log", "pow", "erf", "erfc", "sin", "log1p", "expm1", "tanh", "cos"])
def test_the_fingerprint_sees_one_bit(name, monkeypatch):
    true = getattr(store.math, name)
    monkeypatch.setattr(store.math, name, lambda *x: float(np.nextafter(true(*x), 1e9)))
    assert store.fingerprint.__wrapped__() != store.fingerprint()


# Tables.


def table(first: int, **more: list) -> pa.Table:
    return pa.table({"run": [first, first + 1], "error": ["", ""], **more})


def test_a_table_has_the_same_bytes_every_time(tmp_path):
    content = table(0, share=[0.5, None], won=[True, False])
    noted = content.replace_schema_metadata({"written": "today"})
    store.write_table(tmp_path / "a", content)
    store.write_table(tmp_path / "b", noted)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
    assert store.read_table(tmp_path / "a").equals(content)


def test_an_empty_table_is_a_table(tmp_path):
    store.write_table(tmp_path / "empty", pa.table({}))
    assert store.read_table(tmp_path / "empty").num_columns == 0


@pytest.mark.parametrize("content", [b"", b"no parquet", b"PAR1 cut"])
def test_a_broken_table_is_one_line(tmp_path, content):
    (tmp_path / "cut").write_bytes(content)
    with pytest.raises(InputError, match="no intact Parquet"):
        store.read_table(tmp_path / "cut")
    with pytest.raises(InputError, match="missing"):
        store.read_table(tmp_path / "nowhere")


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_a_table_as_stored_is_the_same_when_read_back(tmp_path, unit):
    days = pa.array([0, 86_400], pa.timestamp("s")).cast(pa.timestamp(unit))
    content = store.as_stored(pa.table({"date": days, "what": pa.array(["a", "b"], pa.large_string())}))
    store.write_table(tmp_path / "events", content)
    assert store.read_table(tmp_path / "events").equals(content)
