"""Work shared out between this process and one forked from it.

Both take the next piece from one queue, a pipe with a byte for each, so that both end at nearly the same time. What
the second finds comes back through another pipe.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from ringgen import forks

T = TypeVar("T")

PATIENCE_S = 60.0
"""Once the queue is empty the second process has one piece left at most: none takes so much longer than the rest."""

_processes = 1
_HEAD = 8
_MOST = 200  # pieces: the pipe holds far more, and their numbers fit a byte


def available() -> bool:
    """Whether work can be shared out: where a process can be forked safely, and there is a core for it."""
    return forks.possible() and cores() > 1


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
    queue, fill = os.pipe()
    os.write(fill, bytes(range(count)))
    os.close(fill)

    def beside(tell: int) -> None:
        for n in _taken(queue):
            message = pickle.dumps((n, work(n)))
            forks.put(tell, len(message).to_bytes(_HEAD, "little") + message)

    _processes = 2
    try:
        other = forks.fork(beside, queue)
        heard, why = b"", ""
        try:
            done = {n: work(n) for n in _taken(queue)}
            if other is not None:
                heard, why = other.heard(patience)
                other = None
        finally:
            os.close(queue)
            if other is not None:
                other.end()
    finally:
        _processes = 1
    return done | dict(_messages(heard)), why


def _taken(queue: int) -> Iterator[int]:
    """The next number of the queue, until there is none."""
    while taken := os.read(queue, 1):
        yield taken[0]


def _messages(heard: bytes) -> Iterator[tuple[int, Any]]:
    """Every whole message."""
    while len(heard) >= _HEAD:
        end = _HEAD + int.from_bytes(heard[:_HEAD], "little")
        if len(heard) < end:
            return
        yield pickle.loads(heard[_HEAD:end])
        heard = heard[end:]
