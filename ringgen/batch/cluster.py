"""The same work on a Dask cluster: jobs go out as pickles, files come back as bytes, and no disk is shared.

A worker that is lost has its rings built by another; a scheduler that is restarted is met again, and asked for what is
still open; an answer that comes twice is taken once. What a cluster's worker runs is this machine's own
worker: a process beneath it, which may be stopped or die without taking the cluster's with it.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from ringgen.batch.job import Built, Job
from ringgen.batch.worker import Limits, alone
from ringgen.catalog.rules import is_file
from ringgen.errors import BuildError, InputError
from ringgen.spec.problems import shown

PATIENCE_S = 120.0
"""How long a scheduler that is gone may take to come back."""

_CONNECT_S = 8
_TRIES = 5  # of one ring, by workers that were lost over it
_SPARE = 4  # jobs at the scheduler beside the one each thread is at: no book is sent whole


class Cluster:
    """The workers of the scheduler at an address (`tcp://host:8786`)."""

    def __init__(self, address: str, limits: Limits, patience_s: float = PATIENCE_S) -> None:
        self.address, self.limits, self._patience = address, limits, patience_s

    def results(self, jobs: Sequence[Job]) -> Iterator[Built]:
        """What came of each job, each once, as they are done. Raises BuildError when the cluster stays away."""
        distributed = _distributed()
        with _quiet():
            yield from self._results(distributed, jobs)

    def _results(self, distributed: Any, jobs: Sequence[Job]) -> Iterator[Built]:
        """The same, over as many connections as it takes."""
        left = {job.key: _sent(job) for job in jobs}
        since, met = time.monotonic(), False
        while left:
            try:
                with distributed.Client(self.address, timeout=_CONNECT_S, set_as_default=False) as client:
                    met = True
                    for built in self._asked(client, distributed, list(left.values())):
                        since = time.monotonic()
                        if left.pop(built.key, None) is not None:
                            yield built
            except (OSError, ValueError, distributed.CancelledError, _AwayError) as error:
                if not met:
                    said = f"nothing answers at {shown(self.address, 80)}"
                    raise InputError.one(
                        "--scheduler", said, "the address `dask scheduler` prints: tcp://host:8786"
                    ) from None
                if isinstance(error, ValueError):
                    raise
                if time.monotonic() - since > self._patience:
                    raise BuildError(f"the scheduler at {self.address} does not answer: {_words(error)}") from error
                time.sleep(1.0)

    def _asked(self, client: Any, distributed: Any, jobs: Sequence[Job]) -> Iterator[Built]:
        """The answers of one connection; a few jobs for every thread are out at a time."""
        todo = iter(jobs)
        waiting: dict[Any, Job] = {}
        tries: dict[str, int] = {}
        done = distributed.as_completed(loop=client.loop)

        def submit(job: Job) -> None:
            tries[job.key] = tries.get(job.key, 0) + 1
            key = f"ringgen-{job.key}-{tries[job.key]}"
            future = client.submit(alone, job, self.limits, key=key, pure=False, retries=0)
            waiting[future] = job
            done.add(future)

        for job in todo:
            submit(job)
            if len(waiting) >= _threads(client) + _SPARE:
                break
        while waiting:
            future = next(done)
            job = waiting.pop(future)
            answer = self._answer(future, job, distributed, tries[job.key])
            if answer is None:
                submit(job)
                continue
            yield answer
            following = next(todo, None)
            if following is not None:
                submit(following)

    def _answer(self, future: Any, job: Job, distributed: Any, tries: int) -> Built | None:
        """The answer of a future that is done; None where the job is to be given out again."""
        if future.status == "cancelled":
            raise _AwayError("the scheduler has forgotten what it was asked for")
        if future.status == "finished":
            built: Built = future.result()
            if built.verdict != "unwritten":
                return built
            return None if tries < _TRIES else replace(built, verdict="failed")
        error = future.exception()
        if isinstance(error, distributed.KilledWorker) or tries < 2:
            return None if tries < _TRIES else Built(job.key, "failed", why=f"{tries} workers were lost over it")
        return Built(job.key, "failed", why=f"a worker of the cluster cannot build: {_words(error)}")


class _AwayError(Exception):
    """The scheduler is not the one that was asked."""


def _sent(job: Job) -> Job:
    """The job with a shop's own rules in it: its file is on this machine alone."""
    path = job.loaded.spec.making.rules
    return replace(job, rules=(Path(path).name, Path(path).read_bytes())) if is_file(path) else job


def _threads(client: Any) -> int:
    try:
        return sum(client.nthreads().values())
    except Exception:
        return 1


def _words(error: BaseException | None) -> str:
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:200]}" if text else type(error).__name__


def _distributed() -> Any:
    try:
        import distributed
    except ImportError:
        raise InputError.one(
            "--scheduler", "needs dask.distributed, which is not installed", "pip install 'ringgen[cluster]'"
        ) from None
    return distributed


@contextmanager
def _quiet() -> Iterator[None]:
    """Without Dask's own words: it logs a lost connection by the page; what matters of it is said here in a line."""
    loggers = [logging.getLogger(n) for n in list(logging.root.manager.loggerDict) if n.startswith("distributed")]
    before = [logger.disabled for logger in loggers]
    for logger in loggers:
        logger.disabled = True
    try:
        yield
    finally:
        for logger, disabled in zip(loggers, before, strict=True):
            logger.disabled = disabled
