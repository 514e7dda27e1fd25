"""A worker: a process that keeps kernel and checks warm and builds one ring after the other.

    worker = Worker(Limits())
    built = worker.run(job)      # from any one thread at a time
    worker.close()

A ring that takes too long is stopped with its process, and told. A process that dies under a ring (the kernel, or the
system for want of memory) is replaced, and the ring tried once more. Parent and child speak in pickles, each behind its
length in eight bytes; the child ends when its input does, so it never outlives its parent.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ringgen.batch import machine
from ringgen.batch.job import Built, Job, build
from ringgen.errors import BuildError, WriteError
from ringgen.filenames import reason
from ringgen.pipes import listener, receive, send

_BOOT = (
    "import json,sys; paths, target, scratch = json.loads(sys.argv[1]); sys.path[:] = paths; "
    "from ringgen.batch.worker import serve; serve(target, scratch)"
)
_KEPT = 2000  # bytes of the child's last words
_POLL_S = 0.25
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
BUILD = f"{build.__module__}:{build.__name__}"


@dataclass(frozen=True)
class Limits:
    """How long a ring may take, s; how much memory a process may, MB; after how many rings it is replaced."""

    seconds: float = 600.0
    megabytes: float = machine.LEAST_MB
    rings: int = 200


class _LostError(Exception):
    """The process is gone before it answered; `again` if another may do better."""

    def __init__(self, why: str, again: bool) -> None:
        self.again = again
        super().__init__(why)


class Stopped(Exception):  # noqa: N818 - it is no error: whoever asked for the ring wants it no more
    """The worker was closed while it built."""


class Worker:
    """One process at a time, started when there is something to build or by `start`. `target` is what runs each job."""

    def __init__(self, limits: Limits, target: str = BUILD) -> None:
        self._limits = limits
        self._target = target
        self._child: _Child | None = None
        self._closed = threading.Event()

    def start(self) -> None:
        """Start the process: it warms up until the first job. Raises BuildError or WriteError if it cannot be."""
        self._child = self._child or _Child(self._target)

    def run(self, job: Job) -> Built:
        """Build one ring; `failed` where no process survives it. Raises Stopped once the worker is closed."""
        tries = 0
        while True:
            tries += 1
            try:
                return self._once(job)
            except _LostError as lost:
                self._drop()
                if tries > 1 or not lost.again:
                    return Built(job.key, "failed", why=str(lost))

    @property
    def pid(self) -> int:
        """The process's number; 0 while there is none."""
        return self._child.pid if self._child is not None else 0

    def close(self) -> None:
        """End the process, whatever it is at."""
        self._closed.set()
        self._drop()

    def _once(self, job: Job) -> Built:
        if self._closed.is_set():
            raise Stopped
        self.start()
        child = self._child
        if child is None or self._closed.is_set():
            raise Stopped
        child.send(job)
        until = time.monotonic() + self._limits.seconds
        while True:
            with contextlib.suppress(queue.Empty):
                answer = child.answers.get(timeout=_POLL_S)
                break
            if self._closed.is_set():
                raise Stopped
            if time.monotonic() > until:
                raise _LostError(f"took longer than {self._limits.seconds:g} s, and was stopped", again=False)
            resident = machine.resident_mb(child.pid)
            if resident is not None and resident > self._limits.megabytes:
                why = f"needed more than {self._limits.megabytes:.0f} MB of memory, and was stopped"
                raise _LostError(why, again=child.rings > 0)
        if answer is None:
            if self._closed.is_set():
                raise Stopped
            raise _LostError(f"the process that built it ended {child.last_words()}, twice", again=True)
        built: Built = pickle.loads(answer)
        child.rings += 1
        grown = machine.resident_mb(child.pid)
        if child.rings >= self._limits.rings or (grown is not None and grown > 0.6 * self._limits.megabytes):
            self._drop()
        return built

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()


class _Child:
    """The process, its pipes, and the folder it works in."""

    def __init__(self, target: str) -> None:
        paths = [str(Path(p).absolute()) for p in sys.path]
        try:
            self._scratch = tempfile.mkdtemp(prefix="ringgen-batch-")
        except OSError as error:
            raise WriteError(f"cannot write {tempfile.gettempdir()}: {reason(error)}") from error
        command = [sys.executable, "-P", "-c", _BOOT, json.dumps([paths, target, self._scratch])]
        pipe = subprocess.PIPE
        env = {**os.environ, **_ONE_THREAD}
        try:
            self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=env)
        except OSError as error:
            shutil.rmtree(self._scratch, ignore_errors=True)
            raise BuildError(f"a worker could not be started: {error}") from error
        self.pid = self._process.pid
        self.rings = 0
        self.answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._said = bytearray()
        self._readers = [listener(self._listen), listener(self._overhear)]

    def send(self, job: Job) -> None:
        """Hand it a job; one that is dead already shows in its answers."""
        with contextlib.suppress(OSError):
            send(self._process.stdin, pickle.dumps(job))

    def last_words(self) -> str:
        """How the process ended, as far as it said."""
        self.end()
        code = self._process.returncode
        lines = bytes(self._said).decode("utf-8", "replace").strip().splitlines()
        how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        return how + (f" ({lines[-1].strip()[:200]})" if lines and code > 0 else "")

    def end(self) -> None:
        """End it for good, and take its folder away."""
        self._process.kill()
        self._process.wait()
        for reader in self._readers:
            reader.join(1.0)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _listen(self) -> None:
        while (message := receive(self._process.stdout)) is not None:
            self.answers.put(message)
        self.answers.put(None)

    def _overhear(self) -> None:
        stream = self._process.stderr
        assert stream is not None
        with contextlib.suppress(OSError, ValueError):
            while chunk := stream.read1(4096):  # type: ignore[attr-defined]
                self._said += chunk
                del self._said[:-_KEPT]


def serve(target: str, scratch: str) -> None:
    """The child: answer until the input ends, and leave without tearing anything down."""
    import importlib
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not run into the answers
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    listener(lambda: _wait_for_requests(requests, scratch))
    module, _, name = target.partition(":")
    work: Callable[[Job, Path], Built] = getattr(importlib.import_module(module), name)
    if target == BUILD:
        from ringgen.kernel import threads

        threads.alone()
    while True:
        job = pickle.loads(requests.get())
        try:
            built = work(job, Path(scratch))
        except Exception as error:
            built = Built(job.key, "failed", why=f"{type(error).__name__}: {error}"[:500])
        try:
            send(answers, pickle.dumps(built))
        except OSError:
            os._exit(0)


def alone(job: Job, limits: Limits) -> Built:
    """Build one ring with this thread's own worker, which stays for the next: what a cluster's workers run."""
    worker = getattr(_own, "worker", None)
    if worker is None or worker[0] != limits:
        worker = _own.worker = (limits, Worker(limits))
    built: Built = worker[1].run(job)
    return built


_own = threading.local()


def _wait_for_requests(requests: queue.SimpleQueue[bytes], scratch: str) -> None:
    """Pass requests on; when the parent is gone there is nobody left to work for, whatever is being built."""
    while (message := receive(sys.stdin.buffer)) is not None:
        requests.put(message)
    shutil.rmtree(scratch, ignore_errors=True)
    os._exit(0)
