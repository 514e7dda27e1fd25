"""Worker processes: kept, stopped at a limit, replaced when they die, gone with whoever started them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import Books

from ringgen.batch import machine
from ringgen.batch.job import Built, Job
from ringgen.batch.pool import EARLY, Pool
from ringgen.batch.run import Wishes
from ringgen.batch.worker import Limits, Stopped, Worker

HERE = Path(__file__).parent
FAKE = "fakes:work"
WISHES = Wishes(("stl",), pictures=False)


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(HERE))


@pytest.fixture
def worker() -> Iterator[Worker]:
    found = Worker(Limits(seconds=20.0), FAKE)
    yield found
    found.close()


def jobs(book: Books, *names: str) -> list[Job]:
    return [WISHES.job(order) for order in book(*names).orders]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_one_process_builds_ring_after_ring(worker: Worker, book: Books) -> None:
    answers = [worker.run(job) for job in jobs(book, "a", "b", "c")]
    assert len({a.report["pid"] for a in answers}) == 1
    assert answers[0].report["pid"] != os.getpid()
    worker.close()
    assert not alive(answers[0].report["pid"])
    assert not Path(answers[0].report["scratch"]).exists()


def test_a_ring_that_hangs_is_stopped_and_told_and_the_next_one_is_built(book: Books) -> None:
    worker = Worker(Limits(seconds=1.5), FAKE)
    slow, good = jobs(book, "slow", "good")
    start = time.monotonic()
    answer = worker.run(slow)
    assert (answer.verdict, answer.why) == ("failed", "took longer than 1.5 s, and was stopped")
    assert time.monotonic() - start < 10.0
    assert worker.run(good).verdict == "released"
    worker.close()


def test_a_process_that_dies_is_replaced_and_the_ring_tried_once_more(
    worker: Worker, book: Books, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RINGGEN_TEST_MARK", str(tmp_path / "mark"))
    once, always, good = jobs(book, "dies once", "dies", "good")
    assert worker.run(once).verdict == "released"
    answer = worker.run(always)
    assert (answer.verdict, answer.why) == ("failed", "the process that built it ended by signal 11, twice")
    assert worker.run(good).verdict == "released"


@pytest.mark.skipif(machine.resident_mb() is None, reason="the system does not say what a process has in memory")
def test_a_ring_that_takes_all_the_memory_is_stopped(book: Books) -> None:
    worker = Worker(Limits(seconds=30.0, megabytes=400.0), FAKE)
    (job,) = jobs(book, "greedy")
    answer = worker.run(job)
    assert answer.verdict == "failed"
    assert "more than 400 MB" in answer.why
    worker.close()


def test_what_no_ring_should_raise_is_told_not_lost(worker: Worker, book: Books) -> None:
    (job,) = jobs(book, "raises")
    assert worker.run(job).why == "ArithmeticError: the answer is not 42"


def test_a_worker_is_replaced_after_so_many_rings(book: Books) -> None:
    worker = Worker(Limits(seconds=20.0, rings=2), FAKE)
    pids = [worker.run(job).report["pid"] for job in jobs(book, "a", "b", "c", "d")]
    assert pids[0] == pids[1] != pids[2] == pids[3]
    worker.close()


def test_closed_while_it_builds_it_stops_at_once(book: Books) -> None:
    worker = Worker(Limits(seconds=60.0), FAKE)
    (job,) = jobs(book, "slow")
    raised = []

    def run() -> None:
        try:
            worker.run(job)
        except Stopped as stopped:
            raised.append(stopped)

    thread = threading.Thread(target=run)
    thread.start()
    time.sleep(1.0)
    worker.close()
    thread.join(5.0)
    assert raised
    assert not thread.is_alive()


def test_it_does_not_outlive_its_parent(book: Books, tmp_path: Path) -> None:
    code = f"""
import os, pickle, sys
sys.path[:0] = [{str(HERE)!r}]
from ringgen.batch.worker import Limits, Worker
worker = Worker(Limits(), "fakes:work")
built = worker.run(pickle.load(open({str(tmp_path / "job")!r}, "rb")))
print(built.report["pid"], built.report["scratch"], flush=True)
os.kill(os.getpid(), 9)
"""
    import pickle

    (job,) = jobs(book, "a")
    (tmp_path / "job").write_bytes(pickle.dumps(job))
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=env)
    pid, scratch = done.stdout.split()
    until = time.monotonic() + 10.0
    while alive(int(pid)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(int(pid))
    assert not Path(scratch).exists()


def test_a_pool_answers_for_every_job_once(book: Books) -> None:
    wanted = jobs(book, *(f"ring {n}" for n in range(9)), "dies")
    found = list(Pool(2, Limits(seconds=20.0), FAKE).results(wanted))
    assert sorted(b.key for b in found) == sorted(j.key for j in wanted)
    assert sum(b.verdict == "failed" for b in found) == 1
    assert len({b.report["pid"] for b in found if b.report}) >= 2


def test_a_pool_that_is_left_leaves_no_process(book: Books) -> None:
    wanted = jobs(book, "a", *(f"slow {n}" for n in range(5)))
    results = Pool(2, Limits(seconds=60.0), FAKE).results(wanted)
    first: Built = next(results)
    results.close()  # type: ignore[attr-defined]
    assert not alive(first.report["pid"])
    assert not Path(first.report["scratch"]).exists()


def test_a_pool_warms_up_before_there_is_anything_to_build(book: Books) -> None:
    pool = Pool(2, Limits(seconds=20.0), FAKE)
    pool.start()
    ready = {worker.pid for worker in pool._ready}
    assert len(ready) == 2
    assert all(map(alive, ready))
    (built,) = pool.results(jobs(book, "a"))
    assert built.report["pid"] in ready
    pool.close()
    assert not any(map(alive, ready))


def test_a_pool_starts_few_workers_before_it_knows_how_many_rings_there_are() -> None:
    pool = Pool(256, Limits(seconds=20.0), FAKE)
    pool.start()
    assert len(pool._ready) == EARLY
    pool.close()


def test_a_worker_that_does_not_start_early_is_tried_again(book: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(1, Limits(seconds=20.0), FAKE)
    with monkeypatch.context() as no_room:
        no_room.setattr(tempfile, "mkdtemp", refuse)
        pool.start()
    (built,) = pool.results(jobs(book, "a"))
    assert built.verdict == "released"


def refuse(*_: object, **__: object) -> str:
    raise OSError(28, "No space left on device")


def test_as_many_workers_as_cpus_and_memory_allow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "cpus", lambda: 8)
    for free, count in ((None, 8), (100_000.0, 8), (2100.0, 3), (100.0, 1)):
        monkeypatch.setattr(machine, "available_mb", lambda free=free: free)
        assert machine.workers() == count
        assert machine.workers(5) == 5
        assert machine.share_mb(2) >= machine.LEAST_MB
