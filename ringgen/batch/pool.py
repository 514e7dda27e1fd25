"""Worker processes on this machine: jobs in, what came of them out, in whatever order they are done."""

from __future__ import annotations

import contextlib
import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

from ringgen.batch.job import Built, Job
from ringgen.batch.worker import BUILD, Limits, Stopped, Worker
from ringgen.errors import BuildError, WriteError

EARLY = 4
"""Workers that start before it is known how many rings there are: more than a short book needs would be in vain."""


class Crew(Protocol):
    """Whoever builds rings: processes of this machine, or a cluster."""

    def results(self, jobs: Sequence[Job]) -> Iterator[Built]:
        """What came of each job, each once, as they are done; closing the iterator stops the work."""


class Pool:
    """So many workers, each with a thread that feeds it. At most twice as many answers wait to be fetched.

    They start when there is something to build; or before, if asked to, and then `close` ends those that got nothing.
    """

    def __init__(self, count: int, limits: Limits, target: str = BUILD) -> None:
        self.count, self.limits, self._target = count, limits, target
        self._ready: list[Worker] = []

    def start(self) -> None:
        """Start workers now, EARLY at most: what it takes to warm up passes while an order book is read.

        One that cannot be started is tried again when there is something to build, and told of then.
        """
        with contextlib.suppress(BuildError, WriteError):
            while len(self._ready) < min(self.count, EARLY):
                worker = Worker(self.limits, self._target)
                worker.start()
                self._ready.append(worker)

    def close(self) -> None:
        """End every worker that was started and had nothing to build."""
        while self._ready:
            self._ready.pop().close()

    def results(self, jobs: Sequence[Job]) -> Iterator[Built]:
        """What came of each job, as they are done."""
        todo: queue.SimpleQueue[Job] = queue.SimpleQueue()
        for job in jobs:
            todo.put(job)
        done: queue.Queue[Built | BaseException] = queue.Queue(2 * self.count)
        stop = threading.Event()
        workers = [self._worker() for _ in range(min(self.count, len(jobs)))]
        threads = [threading.Thread(target=_feed, args=(w, todo, done, stop), daemon=True) for w in workers]
        for thread in threads:
            thread.start()
        try:
            for _ in jobs:
                answer = done.get()
                if isinstance(answer, BaseException):
                    raise answer
                yield answer
        finally:
            stop.set()
            for worker in workers:
                worker.close()
            for thread in threads:
                while thread.is_alive():
                    _drained(done)
                    thread.join(0.05)
            for worker in workers:
                worker.close()  # one that was starting a process just then

    def _worker(self) -> Worker:
        return self._ready.pop() if self._ready else Worker(self.limits, self._target)


def _feed(
    worker: Worker,
    todo: queue.SimpleQueue[Job],
    done: queue.Queue[Built | BaseException],
    stop: threading.Event,
) -> None:
    while not stop.is_set():
        try:
            job = todo.get_nowait()
        except queue.Empty:
            return
        try:
            done.put(worker.run(job))
        except Stopped:
            return
        except Exception as error:
            done.put(error)
            return


def _drained(done: queue.Queue[Built | BaseException]) -> None:
    """Make room for a thread that waits to hand over what nobody wants any more."""
    try:
        while True:
            done.get_nowait()
    except queue.Empty:
        return
