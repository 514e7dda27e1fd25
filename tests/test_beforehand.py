"""Files of solids are written by another process; only those of the solid that is released count."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from ringgen import build, forks, load, modelling
from ringgen.beforehand import Beforehand
from ringgen.files import Pending, Release

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this platform forks no processes")

SOLID, OTHER = object(), object()
WHO: Any = None  # no design is asked


@pytest.fixture(autouse=True)
def _harmless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests has threads of its own."""
    monkeypatch.setattr(forks, "harmless", lambda: True)


def saying(text: Callable[[], str]) -> Pending:
    return Pending("ring.step", "step", lambda path: path.write_text(text()) and None)


@contextmanager
def begun(folder: Path, pending: Pending) -> Iterator[tuple[Release, Beforehand]]:
    with Release(folder) as release, Beforehand(release, lambda *_: [pending]) as it:
        yield release, it


@pytest.mark.parametrize("released", [SOLID, OTHER])
def test_another_process_s_file_counts_where_it_is_of_the_solid_that_is_released(
    tmp_path: Path, released: object
) -> None:
    pending = saying(lambda: str(os.getpid()))
    with begun(tmp_path, pending) as (release, it):
        it.begin(WHO, SOLID, ())
        release.add(it.taken(released, pending))
        release.commit()
    assert (int((tmp_path / "ring.step").read_text()) != os.getpid()) == (released is SOLID)
    assert [p.name for p in tmp_path.iterdir()] == ["ring.step"]


def test_the_last_solid_is_the_one_that_counts(tmp_path: Path) -> None:
    told = iter(("first", "second"))
    now = ""
    pending = saying(lambda: now)
    with begun(tmp_path, pending) as (release, it):
        for solid in (OTHER, SOLID):
            now = next(told)
            it.begin(WHO, solid, ())
        now = "here"
        release.add(it.taken(SOLID, pending))
        release.commit()
    assert (tmp_path / "ring.step").read_text() == "second"


def test_what_the_other_process_fails_at_is_done_here(tmp_path: Path) -> None:
    here = os.getpid()

    def text() -> str:
        if os.getpid() != here:
            raise OSError(28, "No space left on device")
        return "here"

    pending = saying(text)
    with begun(tmp_path, pending) as (release, it):
        it.begin(WHO, SOLID, ())
        release.add(it.taken(SOLID, pending))
        release.commit()
    assert (tmp_path / "ring.step").read_text() == "here"


def test_left_it_leaves_no_process_and_no_file(tmp_path: Path) -> None:
    pending = saying(lambda: time.sleep(600) or "")
    with begun(tmp_path, pending) as (_, it):
        it.begin(WHO, SOLID, ())
        assert it._begun is not None
        pid = it._begun.process.pid
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not list(tmp_path.iterdir())


def test_beside_other_threads_no_process_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forks, "harmless", lambda: False)
    monkeypatch.setattr(forks, "fork", lambda *_: pytest.fail("a process was forked"))
    with begun(tmp_path, saying(lambda: "")) as (_, it):
        it.begin(WHO, SOLID, ())


def test_a_ring_s_step_file_is_the_same_whoever_writes_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[forks.Fork | None] = []
    fork = forks.fork

    def noted(*work: Any) -> forks.Fork | None:
        made.append(fork(*work))
        return made[-1]

    monkeypatch.setattr(forks, "fork", noted)
    loaded = load("solitaire/bezel")
    for folder, worth in (("here", 10**6), ("there", 1)):
        monkeypatch.setattr(modelling, "WORTH", worth)
        assert build(loaded, out=tmp_path / folder, formats=("step",)).released
        assert len(made) == (folder == "there")
    here, there = (next((tmp_path / f).glob("*.step")).read_bytes() for f in ("here", "there"))
    assert here == there
