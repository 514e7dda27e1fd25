"""A file is checked ahead of its solid's verdict; only the mesh that is released counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ringgen import ahead as module
from ringgen.ahead import Ahead
from ringgen.errors import BuildError
from ringgen.files import Pending, Release
from ringgen.findings import Finding


@pytest.fixture(autouse=True)
def no_subject(monkeypatch: pytest.MonkeyPatch) -> None:
    """A subject needs a design, which these tests do without."""
    monkeypatch.setattr(module, "Subject", SimpleNamespace(of=lambda design: design))


@contextmanager
def begun(folder: Path, check: Any) -> Iterator[tuple[Release, Ahead]]:
    def pending(_: Any, mesh: Any) -> Pending:
        return Pending.of("ring.stl", "stl", mesh)

    with Release(folder) as release, Ahead(release, pending, check) as it:
        yield release, it


def found(text: str) -> list[Finding]:
    return [Finding("wall", "pass", None, None, message=text)]


def test_a_mesh_told_twice_is_written_and_checked_once(tmp_path: Path) -> None:
    seen: list[bytes] = []

    def check(path: Path, _: Any) -> list[Finding]:
        seen.append(path.read_bytes())
        return found("done")

    mesh: Any = b"one mesh"
    with begun(tmp_path, check) as (_, it):
        first = it.begin(None, mesh)  # type: ignore[arg-type]
        assert it.begin(None, mesh) is first  # type: ignore[arg-type]
        assert first.findings.result() == found("done")
    assert seen == [b"one mesh"]


def test_a_refused_meshs_file_is_read_to_its_end_before_the_next_takes_its_place(tmp_path: Path) -> None:
    read = threading.Event()

    def check(path: Path, _: Any) -> list[Finding]:
        if not read.is_set():
            threading.Event().wait(0.05)  # the second mesh comes meanwhile
        text = path.read_bytes().decode()
        read.set()
        return found(text)

    with begun(tmp_path, check) as (release, it):
        first = it.begin(None, b"refused")  # type: ignore[arg-type]
        second = it.begin(None, b"believed")  # type: ignore[arg-type]
        assert first.findings.result() == found("refused")
        assert second.findings.result() == found("believed")
        release.commit()
    assert (tmp_path / "ring.stl").read_bytes() == b"believed"


def test_leaving_waits_for_the_checks_and_keeps_nothing(tmp_path: Path) -> None:
    done: list[str] = []

    def check(path: Path, _: Any) -> list[Finding]:
        threading.Event().wait(0.05)
        done.append(path.read_bytes().decode())
        return []

    def build() -> None:
        with begun(tmp_path / "out", check) as (_, it):
            it.begin(None, b"refused")  # type: ignore[arg-type]
            raise BuildError("no other way built it")

    with pytest.raises(BuildError):
        build()
    assert done == ["refused"]
    assert not (tmp_path / "out").exists()
