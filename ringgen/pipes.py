"""Messages between a process and its child: bytes over a pipe, each message behind its length in eight bytes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import IO, Any

LISTENER = "ringgen-listener"
"""The name of every thread that waits for messages."""

_HEAD = 8


def send(stream: IO[bytes] | None, message: bytes) -> None:
    """Write one message. OSError when the other side is gone."""
    assert stream is not None
    stream.write(len(message).to_bytes(_HEAD, "little") + message)
    stream.flush()


def receive(stream: IO[bytes] | None) -> bytes | None:
    """The next message, or None when the other side is gone."""
    assert stream is not None
    try:
        head = stream.read(_HEAD)
        if len(head) < _HEAD:
            return None
        size = int.from_bytes(head, "little")
        message = stream.read(size)
    except (OSError, ValueError):  # ValueError: closed from this side
        return None
    return message if len(message) == size else None


def listener(work: Callable[[], Any]) -> threading.Thread:
    """A thread that does that, started, and is no reason for the process to stay."""
    thread = threading.Thread(target=work, daemon=True, name=LISTENER)
    thread.start()
    return thread
