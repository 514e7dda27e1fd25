"""A batch killed at every step there is: nothing half-written is trusted, nothing released is built again."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
from pathlib import Path

import pytest
import release_lab
from release_lab import at_step, die, in_child

from ringgen.batch.journal import NAME, decoded
from ringgen.batch.orders import Book, read_book
from ringgen.batch.run import Wishes, run

sys.path.append(str(Path(__file__).parent.parent / "batch"))
from fakes import Crew, built

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
WISHES = Wishes(("stl", "step"), pictures=False)
NAMES = ("ana", "ben", "cy")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    path = tmp_path / "orders.csv"
    path.write_text("name,preset,size\n" + "".join(f"{n},band/court,US 7\n" for n in NAMES))
    return read_book(str(path))


def work(book: Book, out: Path) -> Crew:
    crew = Crew(lambda job: built(job, size=2000))
    assert run(book, out, WISHES, crew).code == 0
    return crew


def vouched(folder: Path) -> bool:
    """What a reader sees before the next start: any report there is true of the files beside it."""
    for report in folder.glob("*.report.json"):
        for row in json.loads(report.read_bytes())["files"]:
            if hashlib.sha256((folder / row["path"]).read_bytes()).hexdigest() != row["sha256"]:
                return False
    return True


def released(out: Path) -> list[str]:
    """The rings that lie there whole by the last line of the journal that names them."""
    lines = (out / NAME).read_bytes().splitlines() if (out / NAME).exists() else []
    sums = {e.folder: e.files for e in map(decoded, lines) if e is not None}

    def same(path: Path, digest: str) -> bool:
        return path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == digest

    return [f for f, files in sums.items() if all(same(out / f / n, d) for n, d in files.items())]


def tree(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file() and p.name != NAME}


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("start", ["empty", "older"])
def test_killed_at_every_step_the_same_call_goes_on(
    tmp_path: Path, book: Book, start: str, after: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(release_lab, "STEPS", (*release_lab.STEPS, "write", "ftruncate"))
    work(book, tmp_path / "whole")
    whole, kills, resumed = tree(tmp_path / "whole"), 0, 0
    for step in range(1, 1000, 3 if start == "empty" else 7):
        out = tmp_path / f"{step}"
        if start == "older":
            run(book, out, Wishes(("stl",), pictures=False), Crew(lambda job: built(job, size=500)))

        def killed(step: int = step, out: Path = out) -> None:
            at_step(step, die, after=after)
            work(book, out)

        code = in_child(killed)
        assert all(vouched(out / n) for n in NAMES)
        there = released(out) if start == "empty" else []
        crew = work(book, out)
        assert not set(crew.asked) & set(there)
        resumed += len(there)
        assert tree(out) == whole
        assert not list(out.rglob(".ringgen-*"))
        if code == 0:
            break
        assert code == -signal.SIGKILL
        kills += 1
    else:
        pytest.fail("it never came to its end")
    assert kills > 20
    assert resumed > 10 or start == "older"
