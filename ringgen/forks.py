"""Work for a process forked from this one, which has all that is in memory already.

It ends when this process does, keeps nothing open of it, and is never waited for without end.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import NoReturn

from ringgen.pipes import LISTENER


@dataclass(frozen=True)
class Fork:
    """A forked process: its number, the pipe it answers through, and the one that ends it when it is closed."""

    pid: int
    answers: int
    lifeline: int

    def heard(self, patience: float) -> tuple[bytes, str]:
        """What it says until it ends, and how it ended where that was not well; after `patience` s it is killed."""
        heard, until, why = bytearray(), time.monotonic() + patience, ""
        while True:
            ready, _, _ = select.select([self.answers], [], [], max(until - time.monotonic(), 0.0))
            if not ready:
                why = f"the second process took {patience:g} s longer than this one"
                break
            if not (chunk := os.read(self.answers, 1 << 16)):
                break
            heard += chunk
        status = self._gone(kill=bool(why))
        if not why and status:
            why = f"the second process ended {f'by signal {-status}' if status < 0 else f'with exit code {status}'}"
        return bytes(heard), why

    def end(self) -> None:
        """Kill it, whatever it is at."""
        self._gone(kill=True)

    def _gone(self, kill: bool) -> int:
        if kill:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        os.close(self.answers)
        os.close(self.lifeline)
        return status


def possible() -> bool:
    """Whether this platform forks processes; macOS's own libraries do not stand it."""
    return hasattr(os, "fork") and sys.platform != "darwin"


def harmless() -> bool:
    """Whether no thread runs but this one and those that wait for messages, which hold no lock a fork would miss."""
    here = threading.current_thread()
    return all(t is here or t.name == LISTENER for t in threading.enumerate())


def fork(work: Callable[[int], object], *kept: int) -> Fork | None:
    """Do `work` in a process forked from this one, on a pipe to answer through; None where there is no room for it.

    Of what is open it keeps the pipes of `kept`. Whatever `work` raises ends it with exit code 1.
    """
    answers, tell = os.pipe()
    alive, lifeline = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # what waits for messages holds no lock
            pid = os.fork()
    except OSError:
        for pipe in (answers, tell, alive, lifeline):
            os.close(pipe)
        return None
    if pid == 0:
        _beside(work, tell, alive, kept)
    os.close(tell)
    os.close(alive)
    return Fork(pid, answers, lifeline)


def put(pipe: int, message: bytes) -> None:
    """Write the whole of a message to a pipe."""
    while message:
        message = message[os.write(pipe, message) :]


def _beside(work: Callable[[int], object], tell: int, alive: int, kept: tuple[int, ...]) -> NoReturn:
    """The second process: do the work, and leave without tearing anything down."""
    try:
        _let_go({tell, alive, *kept})
        threading.Thread(target=_leave_with, args=(alive,), daemon=True, name=LISTENER).start()
        work(tell)
    except BaseException:
        os._exit(1)
    os._exit(0)


def _let_go(kept: set[int]) -> None:
    """Keep nothing open of the process this one was forked from: whoever reads from that must hear when it ends."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    with contextlib.suppress(OSError):
        for name in os.listdir("/dev/fd"):
            if int(name) > 2 and int(name) not in kept:
                with contextlib.suppress(OSError):
                    os.close(int(name))


def _leave_with(alive: int) -> None:
    """End when the process this one was forked from has: the pipe's other end closes with it."""
    with contextlib.suppress(OSError):
        os.read(alive, 1)
    os._exit(0)
