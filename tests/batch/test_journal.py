"""The journal: what counts of it after a kill, a torn line, or a change of what it vouches for."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from ringgen.batch.journal import NAME, Entry, Journal, decoded, encoded, key_of
from ringgen.errors import WriteError

ENTRY = Entry("ana", "k1", "released", {"ana.stl": hashlib.sha256(b"stl").hexdigest()}, 1.5, {"build": 1.0})


def noted(out: Path, *entries: Entry) -> Path:
    with Journal(out) as journal:
        for entry in entries:
            journal.add(entry)
    (out / "ana").mkdir(exist_ok=True)
    (out / "ana" / "ana.stl").write_bytes(b"stl")
    return out / NAME


def test_what_was_noted_and_lies_there_is_released(tmp_path: Path) -> None:
    noted(tmp_path, ENTRY)
    with Journal(tmp_path) as journal:
        assert journal.released("ana", "k1") == ENTRY
        assert journal.released("ana", "k2") is None  # another ring was asked for
        assert journal.released("ben", "k1") is None


@pytest.mark.parametrize("change", ["changed", "deleted", "link", "no folder"])
def test_what_does_not_lie_there_as_noted_is_not(tmp_path: Path, change: str) -> None:
    noted(tmp_path, ENTRY)
    path = tmp_path / "ana" / "ana.stl"
    path.unlink()
    if change == "changed":
        path.write_bytes(b"stL")
    if change == "link":
        (tmp_path / "other").write_bytes(b"stl")
        path.symlink_to(tmp_path / "other")
    if change == "no folder":
        path.parent.rmdir()
    with Journal(tmp_path) as journal:
        assert journal.released("ana", "k1") is None


def test_the_last_line_of_a_folder_counts(tmp_path: Path) -> None:
    later = Entry("ana", "k2", "released", ENTRY.files)
    noted(tmp_path, ENTRY, later)
    with Journal(tmp_path) as journal:
        assert journal.released("ana", "k1") is None
        assert journal.released("ana", "k2") == later


def test_a_line_torn_anywhere_is_no_line_and_the_next_one_is_whole(tmp_path: Path) -> None:
    path = noted(tmp_path, ENTRY, Entry("ben", "k", "refused", {}))
    whole = path.read_bytes()
    first = whole.index(b"\n") + 1
    for cut in range(len(whole)):
        path.write_bytes(whole[:cut])
        with Journal(tmp_path) as journal:
            assert (journal.entry("ana") is not None) == (cut >= first)
            assert journal.entry("ben") is None
            journal.add(Entry("cy", "k", "refused", {}))
        with Journal(tmp_path) as journal:
            assert journal.entry("cy") is not None
            assert (journal.entry("ana") is not None) == (cut >= first)


def test_a_line_with_any_byte_changed_is_no_line() -> None:
    line = encoded(ENTRY)
    assert decoded(line) == ENTRY
    for at in range(len(line)):
        altered = bytearray(line)
        altered[at] ^= 1
        assert decoded(bytes(altered)) is None


def test_bytes_that_were_never_ours_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"\xff\x00 not a journal\n\n" + encoded(ENTRY) + b"\n{}\n")
    with Journal(tmp_path) as journal:
        assert journal.entry("ana") == ENTRY


def test_two_at_a_time_are_refused(tmp_path: Path) -> None:
    with Journal(tmp_path), pytest.raises(WriteError, match="another ringgen is at work in this folder"):
        Journal(tmp_path)
    Journal(tmp_path).close()


def test_a_line_that_does_not_fit_on_the_disk_leaves_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.write

    def full(handle: int, data: bytes) -> int:
        real(handle, bytes(data)[:20])
        raise OSError(28, "No space left on device")

    with Journal(tmp_path) as journal:
        journal.add(ENTRY)
        monkeypatch.setattr(os, "write", full)
        with pytest.raises(WriteError, match="the disk is full"):
            journal.add(Entry("ben", "k", "refused", {}))
        monkeypatch.setattr(os, "write", real)
        assert journal.entry("ben") is None
        journal.add(Entry("cy", "k", "refused", {}))
    assert [decoded(line) is not None for line in (tmp_path / NAME).read_bytes().splitlines()] == [True, True]


def test_the_key_is_of_the_spec_and_of_all_that_was_asked() -> None:
    keys = {
        key_of("a", ["stl"], False),
        key_of("b", ["stl"], False),
        key_of("a", ["step"], False),
        key_of("a", ["stl"], True),
    }
    assert len(keys) == 4
    assert key_of("a", ["stl"], False) in keys
