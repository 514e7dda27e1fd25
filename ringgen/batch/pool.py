"""Worker processes on this machine: jobs in, what came of them out, in whatever order they are done."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

from ringgen.batch.job import Built, Job
from ringgen.batch.worker import BUILD, Limits, Stopped, Worker


class Crew(Protocol):
    """Whoever builds rings: processes of this machine, or a cluster."""

    def results(self, jobs: Sequence[Job]) -> Iterator[Built]:
        """What came of each job, each once, as they are done; closing the iterator stops the work."""


class Pool:
    """So many workers, each with a thread that feeds it. At most twice as many answers wait to be fetched."""

    def __init__(self, count: int, limits: Limits, target: str = BUILD) -> None:
        self.count, self.limits, self._target = count, limits, target

    def results(self, jobs: Sequence[Job]) -> Iterator[Built]:
        """What came of each job, as they are done."""
        todo: queue.SimpleQueue[Job] = queue.SimpleQueue()
        for job in jobs:
            todo.put(job)
        done: queue.Queue[Built | BaseException] = queue.Queue(2 * self.count)
        stop = threading.Event()
        workers = [Worker(self.limits, self._target) for _ in range(min(self.count, len(jobs)))]
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
