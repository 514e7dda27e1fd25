"""Work shared out between this process and one forked from it, which has all that is in memory already.

Both take the next piece from one queue, a pipe with a byte for each, so that both end at nearly the same time. What
the second finds comes back through another pipe. It ends when this process does, and is never waited for without end.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import select
import signal
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeVar

T = TypeVar("T")

PATIENCE_S = 60.0
"""Once the queue is empty the second process has one piece left at most: none takes so much longer than the rest."""

_processes = 1
_HEAD = 8
_MOST = 200  # pieces: the pipe holds far more, and their numbers fit a byte


def available() -> bool:
    """Whether work can be shared out: where a process can be forked safely, and there is a core for it."""
    return hasattr(os, "fork") and sys.platform != "darwin" and cores() > 1  # macOS's own libraries do not stand a fork


def cores() -> int:
    """How many cores this process may use: half of them while there is another."""
    count = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        count = min(len(os.sched_getaffinity(0)), count)
    return max(1, count // _processes)


def in_two(work: Callable[[int], T], count: int, patience: float = PATIENCE_S) -> tuple[dict[int, T], str]:
    """`work` on the numbers 0 to `count` - 1, each done once, by this process or the other.

    What came of each; one that is missing was lost with the other process, and the words say how that ended.
    """
    global _processes
    if count > _MOST:
        raise ValueError(f"{count} pieces of work are more than {_MOST}")
    _processes = 2
    try:
        queue, answers, lifeline, child = _forked(work, count)
        try:
            done = {n: work(n) for n in _taken(queue)}
            heard, why = _heard(answers, child, patience)
            child = 0
        finally:
            for pipe in (queue, answers, lifeline):
                os.close(pipe)
            if child:
                _killed(child)
    finally:
        _processes = 1
    return done | dict(_messages(heard)), why


def _forked(work: Callable[[int], T], count: int) -> tuple[int, int, int, int]:
    """The queue, the other's answers, what ends it when it is closed, and its process; 0 where none could be made."""
    queue, fill = os.pipe()
    os.write(fill, bytes(range(count)))
    os.close(fill)
    answers, tell = os.pipe()
    alive, lifeline = os.pipe()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # the thread that waits for requests holds no lock
            child = os.fork()
    except OSError:  # no room for another process: this one does it all
        child = 0
    else:
        if child == 0:
            _beside(work, queue, tell, alive)
    os.close(tell)
    os.close(alive)
    return queue, answers, lifeline, child


def _beside(work: Callable[[int], T], queue: int, tell: int, alive: int) -> NoReturn:
    """The second process: work until the queue is empty, and leave without tearing anything down."""
    try:
        _let_go({queue, tell, alive})
        threading.Thread(target=_leave_with, args=(alive,), daemon=True).start()
        for n in _taken(queue):
            message = pickle.dumps((n, work(n)))
            _put(tell, len(message).to_bytes(_HEAD, "little") + message)
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


def _taken(queue: int) -> Iterator[int]:
    """The next number of the queue, until there is none."""
    while taken := os.read(queue, 1):
        yield taken[0]


def _heard(answers: int, child: int, patience: float) -> tuple[bytes, str]:
    """What the other process answers until it ends, and how it ended where that was not well; it is gone then."""
    if not child:
        return b"", ""
    heard, until = bytearray(), time.monotonic() + patience
    why = ""
    while True:
        ready, _, _ = select.select([answers], [], [], max(until - time.monotonic(), 0.0))
        if not ready:
            why = f"the second process took {patience:g} s longer than this one"
            break
        if not (chunk := os.read(answers, 1 << 16)):
            break
        heard += chunk
    status = _killed(child) if why else os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if not why and status:
        why = f"the second process ended {f'by signal {-status}' if status < 0 else f'with exit code {status}'}"
    return bytes(heard), why


def _messages(heard: bytes) -> Iterator[tuple[int, Any]]:
    """Every whole message."""
    while len(heard) >= _HEAD:
        end = _HEAD + int.from_bytes(heard[:_HEAD], "little")
        if len(heard) < end:
            return
        yield pickle.loads(heard[_HEAD:end])
        heard = heard[end:]


def _put(pipe: int, message: bytes) -> None:
    while message:
        message = message[os.write(pipe, message) :]


def _killed(child: int) -> int:
    with contextlib.suppress(ProcessLookupError):
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
