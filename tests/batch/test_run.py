"""The flow of a batch with crews that build nothing: what is released, kept, built again, and never lost."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from fakes import Books, Crew, built

from ringgen.batch.job import Built, Job
from ringgen.batch.journal import NAME
from ringgen.batch.orders import read_book
from ringgen.batch.run import Batch, Done, Wishes, run
from ringgen.errors import Problem, WriteError
from ringgen.pipeline import Held

WISHES = Wishes(("stl", "step"), pictures=False)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def tree(out: Path) -> dict[str, bytes]:
    """Every file of the rings, by its path."""
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.rglob("*")) if p.is_file() and p.name != NAME}


def verdicts(batch: Batch) -> list[tuple[str, bool]]:
    return [(d.verdict, d.kept) for d in batch.done]


def test_every_ring_is_released_into_its_folder_and_the_next_run_builds_none(book: Books, out: Path) -> None:
    rings, crew, again = book("Ana", "Ben", "Ana"), Crew(), Crew()
    told: list[tuple[str, int, int]] = []
    first = run(rings, out, WISHES, crew, lambda d, n, of: told.append((d.order.folder, n, of)))
    assert verdicts(first) == [("released", False)] * 3
    assert set(tree(out)) == {
        f"{f}/{s}" for f, n in (("ana", "ana"), ("ben", "ben"), ("ana-2", "ana")) for s in _names(n)
    }
    assert [n for _, n, of in told if of == 3] == [1, 2, 3]
    assert crew.asked == ["Ana", "Ben"]  # the same ring twice is built once
    before = tree(out)
    second = run(rings, out, WISHES, again)
    assert verdicts(second) == [("released", True)] * 3
    assert again.asked == []
    assert tree(out) == before
    assert second.done[0].report == first.done[0].report
    assert second.done[0].seconds == 1.5
    assert (first.code, second.code) == (0, 0)


def _names(stem: str) -> list[str]:
    return [f"{stem}.stl", f"{stem}.step", f"{stem}.report.json"]


def test_what_is_changed_deleted_or_asked_for_in_another_way_is_built_again(book: Books, out: Path) -> None:
    rings = book("Ana", "Ben", "Cy", "Dee")
    run(rings, out, WISHES, Crew())
    before = tree(out)
    (out / "ana" / "ana.stl").write_bytes(b"not what was released")
    (out / "ben" / "ben.report.json").unlink()
    (out / "cy" / "a-note.txt").write_text("of the jeweller's")
    crew = Crew()
    run(rings, out, WISHES, crew)
    assert crew.asked == ["Ana", "Ben"]
    assert {k: v for k, v in tree(out).items() if not k.endswith("note.txt")} == before
    crew = Crew()
    run(rings, out, replace(WISHES, force=True), crew)
    assert len(crew.asked) == 4
    crew = Crew()
    run(book("Ana", "Ben", "Cy", "Dee", size="US 8"), out, replace(WISHES, force=True), crew)
    assert len(crew.asked) == 4


def test_a_ring_that_is_refused_leaves_its_report_and_no_model_of_an_earlier_one(book: Books, out: Path) -> None:
    run(book("Ana"), out, WISHES, Crew())
    refused = Crew(lambda job: built(job, "refused"))
    batch = run(book("Ana", size="US 8"), out, WISHES, refused)
    assert set(tree(out)) == {"ana/ana.report.json"}
    assert (batch.code, verdicts(batch)) == (1, [("refused", False)])
    again = Crew()
    assert verdicts(run(book("Ana", size="US 8"), out, WISHES, again)) == [("refused", True)]
    assert again.asked == []


def test_fewer_formats_leave_no_file_the_report_does_not_know(book: Books, out: Path) -> None:
    run(book("Ana"), out, WISHES, Crew())
    run(book("Ana"), out, replace(WISHES, formats=("stl",)), Crew())
    assert set(tree(out)) == {"ana/ana.stl", "ana/ana.report.json"}


def test_a_ring_that_could_not_be_built_is_tried_again_next_time(book: Books, out: Path) -> None:
    def answer(job: Job) -> Built:
        bad = job.loaded.spec.name == "Ben"
        return Built(job.key, "failed", why="took longer than 1 s") if bad else built(job)

    batch = run(book("Ana", "Ben"), out, WISHES, Crew(answer))
    assert (batch.code, batch.done[1].why) == (3, "took longer than 1 s")
    crew = Crew()
    assert run(book("Ana", "Ben"), out, WISHES, crew).code == 0
    assert crew.asked == ["Ben"]


def test_what_only_the_design_can_refuse_is_told_by_row(tmp_path: Path, out: Path) -> None:
    path = tmp_path / "o.csv"
    path.write_text("name,preset,size,band.width\nAna,band/court,US 7,3\n")
    problem = Problem("band.width", "is too narrow for it", nearest="4 mm", line=1)
    crew = Crew(lambda job: Built(job.key, "wrong", problems=(problem,), source=job.loaded.source))
    batch = run(read_book(str(path)), out, WISHES, crew)
    assert batch.code == 2
    assert [str(p) for p in batch.done[0].problems] == [
        "row 2, column band.width: is too narrow for it; did you mean 4 mm?"
    ]


def test_the_highest_exit_code_of_all_orders_counts(book: Books, out: Path) -> None:
    order = book("Ana").orders[0]
    for verdict, code in (("released", 0), ("refused", 1), ("wrong", 2), ("failed", 3)):
        assert Batch(book("Ana"), (Done(order, "released"), Done(order, verdict)), 0.0).code == code


def test_an_answer_that_comes_twice_is_taken_once(book: Books, out: Path) -> None:
    told: list[int] = []
    batch = run(book("Ana", "Ben"), out, WISHES, Crew(times=3), lambda d, n, of: told.append(n))
    assert verdicts(batch) == [("released", False)] * 2
    assert told == [1, 2]
    assert len((out / NAME).read_bytes().splitlines()) == 2


def test_a_torn_journal_costs_only_the_ring_whose_line_it_was(book: Books, out: Path) -> None:
    rings = book("Ana", "Ben", "Cy")
    run(rings, out, WISHES, Crew())
    before, whole = tree(out), (out / NAME).read_bytes()
    (out / NAME).write_bytes(whole[:-40])
    crew = Crew()
    run(rings, out, WISHES, crew)
    assert crew.asked == ["Cy"]
    assert tree(out) == before


def test_a_journal_that_is_gone_costs_time_and_nothing_else(book: Books, out: Path) -> None:
    run(book("Ana", "Ben"), out, WISHES, Crew())
    before = tree(out)
    (out / NAME).unlink()
    assert run(book("Ana", "Ben"), out, WISHES, Crew()).code == 0
    assert tree(out) == before


def test_a_full_disk_ends_it_and_with_room_it_goes_on(book: Books, out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.fsync, 0

    def full(handle: int) -> None:
        nonlocal calls
        calls += 1
        if calls > 30:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(handle)

    rings = book("Ana", "Ben", "Cy", "Dee")
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(WriteError, match="the disk is full"):
            run(rings, out, WISHES, Crew())
    whole = [n for n in ("ana", "ben", "cy", "dee") if (out / n / f"{n}.report.json").exists()]
    assert 0 < len(whole) < 4
    crew = Crew()
    assert run(rings, out, WISHES, crew).code == 0
    assert [n.casefold() for n in crew.asked] == [n for n in ("ana", "ben", "cy", "dee") if n not in whole]


def test_a_worker_whose_disk_is_full_ends_it_too(book: Books, out: Path) -> None:
    crew = Crew(lambda job: Built(job.key, "unwritten", why="cannot write /tmp: the disk is full"))
    with pytest.raises(WriteError, match="the disk is full"):
        run(book("Ana"), out, WISHES, crew)


def test_two_at_a_time_in_one_folder_are_refused(book: Books, out: Path) -> None:
    def answer(job: Job) -> Built:
        with pytest.raises(WriteError, match="another ringgen is at work"):
            run(book("Ana"), out, WISHES, Crew())
        return built(job)

    assert run(book("Ana"), out, WISHES, Crew(answer)).code == 0


def test_only_the_last_part_of_the_folder_is_made(book: Books, tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="its folder does not exist"):
        run(book("Ana"), tmp_path / "no" / "such", WISHES, Crew())
    (tmp_path / "file").write_text("")
    with pytest.raises(WriteError, match="is a file"):
        run(book("Ana"), tmp_path / "file", WISHES, Crew())


def test_a_file_that_would_leave_the_folder_is_refused(book: Books, out: Path) -> None:
    def answer(job: Job) -> Built:
        return replace(built(job), files=(Held("../../evil.stl", "stl", b"x"),))

    with pytest.raises(WriteError, match="not a plain file name"):
        run(book("Ana"), out, WISHES, Crew(answer))


def test_every_report_vouches_for_the_files_beside_it(book: Books, out: Path) -> None:
    run(book("Ana", "Ben"), out, WISHES, Crew())
    for path in out.glob("*/*.report.json"):
        for row in json.loads(path.read_bytes())["files"]:
            assert hashlib.sha256((path.parent / row["path"]).read_bytes()).hexdigest() == row["sha256"]
