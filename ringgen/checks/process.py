"""The checks in a process of their own: it imports what they need while its parent builds the ring.

    with Gate.start() as gate:
        ...                                    # build and write
        findings = gate.check(path, subject)   # as often as needed

Parent and child speak in pickles, each behind its length in eight bytes, over the child's standard input and output.
The child ends when its input does, so it never outlives its parent. With a file read it forks a second process for half
of the checks (`ringgen.checks._shares`).
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING

from ringgen.checks import runner
from ringgen.findings import Finding
from ringgen.pipes import listener, receive, send

if TYPE_CHECKING:
    from ringgen.checks.subject import Subject

TIMEOUT_S = 300.0
"""No ring takes minutes to check; one that does has sent a check into the weeds."""

_BOOT = "import json,sys; sys.path[:] = json.loads(sys.argv[1]); from ringgen.checks.process import serve; serve()"
_KEPT = 4000  # bytes of the child's last words
_ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1"}  # products of a few columns gain nothing, and threads and forks do not mix


class Gate:
    """The checks' process. `start` it early; `check` blocks until the findings are there; `close` it, or use `with`."""

    def __init__(self, child: subprocess.Popen[bytes] | None, why: str = "") -> None:
        self._child = child
        self._why = why
        self._answers: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._said = bytearray()
        self._readers: list[threading.Thread] = []
        if child is not None:
            answers, words = child.stdout, child.stderr
            assert answers is not None
            assert words is not None
            self._readers = [listener(lambda: self._listen(answers)), listener(lambda: self._overhear(words))]

    @classmethod
    def start(cls) -> Gate:
        """Start the process and return at once; one that cannot be started shows in the findings, never as an error."""
        paths = [str(Path(p).absolute()) for p in sys.path]
        command = [sys.executable, "-P", "-c", _BOOT, json.dumps(paths)]
        pipe = subprocess.PIPE
        try:
            return cls(subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=os.environ | _ENVIRONMENT))
        except OSError as error:
            return cls(None, f"the checks' process did not start: {error}")

    def check(self, path: str | Path, subject: Subject, timeout: float = TIMEOUT_S) -> list[Finding]:
        """Every check's findings on a written mesh file; could-not-run for all of them if the process fails."""
        if self._child is None:
            return runner.none_ran(self._why or "the checks' process is closed")
        try:
            request = pickle.dumps((str(Path(path).absolute()), subject))
        except Exception:  # a design that holds what cannot be sent is checked all the same
            return _findings(str(path), subject)
        try:
            send(self._child.stdin, request)
            answer = self._answers.get(timeout=timeout)
        except OSError:
            answer = None
        except queue.Empty:
            self._end(kill=True)
            self._why = f"the checks took longer than {timeout:g} s"
            return runner.none_ran(self._why)
        if answer is None:
            self._why = self._last_words()
            return runner.none_ran(self._why)
        findings: list[Finding] = pickle.loads(answer)
        return findings

    def close(self) -> None:
        """End the process: gently, and after a second for good."""
        self._end(kill=False)

    def __enter__(self) -> Gate:
        return self

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        self._end(kill=kind is not None)

    def _end(self, kill: bool) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if kill:
            child.kill()
        _hang_up(child.stdin)
        try:
            child.wait(1.0)
        except BaseException:  # too slow, or interrupted while waiting: it must not be left behind either way
            child.kill()
            child.wait()
        for reader in self._readers:
            reader.join(1.0)
        _hang_up(child.stdout)
        _hang_up(child.stderr)

    def _last_words(self) -> str:
        """Why the process ended, as far as it said."""
        child = self._child
        self._end(kill=True)
        code = child.returncode if child is not None else None
        lines = bytes(self._said).decode("utf-8", "replace").strip().splitlines()
        how = f"by signal {-code}" if code is not None and code < 0 else f"with exit code {code}"
        return f"the checks' process ended {how}" + (f": {lines[-1].strip()}" if lines else "")

    def _listen(self, stream: IO[bytes]) -> None:
        while (message := receive(stream)) is not None:
            self._answers.put(message)
        self._answers.put(None)

    def _overhear(self, stream: IO[bytes]) -> None:
        while chunk := _read_some(stream):
            self._said += chunk
            del self._said[:-_KEPT]


def run(path: str | Path, subject: Subject) -> list[Finding]:
    """The same checks in this process: for one file, with nothing to build meanwhile."""
    return runner.run(path, subject)


def serve() -> None:
    """The child: warm up, answer until the input ends, and leave without tearing anything down."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C goes to the whole group; the parent decides
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not run into the answers
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    listener(lambda: _wait_for_requests(requests))
    _warm_up()
    from ringgen.checks import _shares

    while True:
        path, subject = pickle.loads(requests.get())
        try:
            send(answers, pickle.dumps(_findings(path, subject, _shares.run)))
        except OSError:
            os._exit(0)


def _wait_for_requests(requests: queue.SimpleQueue[bytes]) -> None:
    """Pass requests on; when the parent is gone there is nobody left to work for, whatever is being measured."""
    while (message := receive(sys.stdin.buffer)) is not None:
        requests.put(message)
    sys.stderr.flush()
    os._exit(0)


def _findings(path: str, subject: Subject, run: Callable[[str, Subject], list[Finding]] = run) -> list[Finding]:
    try:
        return run(path, subject)
    except Exception as error:
        return runner.none_ran(f"the file could not be read back: {error}")


def _warm_up() -> None:
    """Run every check on a small body, so that all they import is there when the ring comes."""
    import numpy as np

    from ringgen.catalog.rules import load_rules
    from ringgen.checks.meshfile import MeshFile
    from ringgen.checks.subject import Subject

    corners = np.array([[0, 0, 0], [9, 0, 0], [0, 9, 0], [0, 0, 9]], np.float64)
    faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [2, 0, 3]])
    runner.run_checks(MeshFile(Path("warm-up.stl"), "stl", corners[faces]), Subject(None, load_rules()))


def _read_some(stream: IO[bytes]) -> bytes:
    try:
        return stream.read1(4096)  # type: ignore[attr-defined, no-any-return]
    except (OSError, ValueError):
        return b""


def _hang_up(stream: IO[bytes] | None) -> None:
    if stream is not None:
        with contextlib.suppress(OSError):
            stream.close()
