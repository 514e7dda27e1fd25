"""A real Dask cluster on this machine: what comes of a batch there is what comes of it here, whatever is lost."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ringgen.batch.cluster import Cluster
from ringgen.batch.matrix import read_matrix
from ringgen.batch.pool import Pool
from ringgen.batch.run import Done, Wishes, run
from ringgen.batch.worker import Limits
from ringgen.errors import InputError

pytest.importorskip("distributed")
ROOT = Path(__file__).resolve().parent.parent.parent
WISHES = Wishes(("stl",))
LIMITS = Limits(seconds=120.0)


class Machines:
    """A scheduler and its workers, each a process that can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._folder = folder
        self.scheduler = self._scheduler()
        self.workers = [self._worker(), self._worker()]

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=env, stdout=quiet, stderr=quiet, cwd=self._folder)

    def _scheduler(self) -> subprocess.Popen[bytes]:
        return self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port))

    def _worker(self) -> subprocess.Popen[bytes]:
        options = ("--nthreads", "1", "--no-nanny", "--local-directory", str(self._folder / "scratch"))
        return self._start("worker", self.address, *options)

    def lose_a_worker(self) -> None:
        self.workers[0].kill()
        self.workers[0].wait()

    def lose_everything(self) -> None:
        """The scheduler, and with it all it knew; a new one comes, with one worker."""
        self.close()
        time.sleep(1.0)
        self.scheduler, self.workers = self._scheduler(), [self._worker()]

    def close(self) -> None:
        for process in (self.scheduler, *self.workers):
            process.kill()
            process.wait()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    (tmp_path / "cluster").mkdir()
    found = Machines(tmp_path / "cluster")
    until = time.monotonic() + 30.0
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", found.port), 1.0).close()
            break
        except OSError:
            time.sleep(0.2)
    yield found
    found.close()


def rings(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in sorted(out.glob("*/*"))}


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_and_its_scheduler_gives_what_this_machine_gives(
    machines: Machines, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    book = read_matrix("band/court", "US 4..7 by 1/2", None)
    here, there = tmp_path / "here", tmp_path / "there"

    def tell(_: Done, count: int, __: int) -> None:
        if count == 2:
            machines.lose_a_worker()
        if count == 4:
            machines.lose_everything()

    batch = run(book, there, WISHES, Cluster(machines.address, LIMITS), tell)
    assert [d.verdict for d in batch.done] == ["released"] * 7
    assert "Traceback" not in caplog.text  # none of Dask's own words reaches a user
    assert run(book, here, WISHES, Pool(1, LIMITS)).code == 0
    assert rings(there) == rings(here)
    again = run(book, there, WISHES, Cluster("tcp://127.0.0.1:9", LIMITS))  # nothing is left to ask anyone for
    assert all(d.kept for d in again.done)


@pytest.mark.slow
def test_a_ring_that_hangs_on_a_cluster_is_stopped_and_the_worker_stays(machines: Machines, tmp_path: Path) -> None:
    book = read_matrix("solitaire/six-prong", "US 4", None)
    batch = run(book, tmp_path / "out", WISHES, Cluster(machines.address, Limits(seconds=1.0)))
    assert (batch.code, batch.done[0].why) == (3, "took longer than 1 s, and was stopped")
    assert all(w.poll() is None for w in machines.workers)


@pytest.mark.parametrize("address", ["nonsense", "tcp://127.0.0.1:9"])
def test_an_address_nobody_answers_at(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ringgen.batch import cluster

    monkeypatch.setattr(cluster, "_CONNECT_S", 1)
    book = read_matrix("band/court", "US 4", None)
    with pytest.raises(InputError, match=r"--scheduler.*nothing answers"):
        run(book, tmp_path / "out", WISHES, Cluster(address, LIMITS))
