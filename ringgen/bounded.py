"""Text from files and standard input, read in a bounded way: whatever a source holds, so much of it is seen."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass

from ringgen.errors import InputError

PIECE = 1 << 20  # bytes asked for at once
KIB, MIB = 1 << 10, 1 << 20


@dataclass(frozen=True)
class Kind:
    """What a source ought to hold, as people call it, how many bytes of that at most, and what an empty one lacks."""

    noun: str
    most: int
    saved: str
    """How to save it: `UTF-8`."""
    lacks: str


def from_stdin(kind: Kind) -> bytes:
    """What standard input holds, and a byte more than there may be where it holds more."""
    return sys.stdin.buffer.read(kind.most + 1)


def from_file(path: str, name: str, kind: Kind, missing: Callable[[], InputError]) -> bytes:
    """What an ordinary file holds, and a byte more than there may be where it holds more.

    Raises InputError for any other, and what `missing` gives where there is none.
    """
    try:
        # Without O_NONBLOCK a pipe nobody writes to would hold us for ever before we could see what it is.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise missing() from None
    except IsADirectoryError:
        raise _a_folder(name, kind) from None
    except PermissionError:
        raise refused(name, "may not be read: no permission") from None
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from None
    try:
        return _ordinary(handle, name, kind)
    except OSError as error:
        raise _unreadable(name, error) from None
    finally:
        os.close(handle)


def decoded(data: bytes, name: str, kind: Kind) -> str:
    """The text that bytes hold. InputError, with the line where it can be told, for those that hold none."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise refused(name, f"is saved as UTF-16; save it as {kind.saved}")
    if b"\0" in data:
        raise refused(name, "is not text: it holds binary data")
    if len(data) > kind.most:
        size = f"{kind.most // MIB} MiB" if kind.most >= MIB else f"{kind.most // KIB} KiB"
        raise refused(name, f"is too large for {_one(kind)}", f"up to {size}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError.one("", f"is not UTF-8 text; save it as {kind.saved}", line=line, source=name) from None
    if not text.strip():
        raise refused(name, "is empty", kind.lacks)
    return text


def refused(name: str, message: str, allowed: str | None = None, near: str | None = None) -> InputError:
    """What is wrong with a source as a whole."""
    return InputError.one("", message, allowed, near, source=name)


def _ordinary(handle: int, name: str, kind: Kind) -> bytes:
    mode = os.fstat(handle).st_mode
    if stat.S_ISDIR(mode):
        raise _a_folder(name, kind)
    if not stat.S_ISREG(mode):
        raise refused(name, f"is no ordinary file; pipe the {kind.noun} to standard input and write -")
    found = bytearray()
    while len(found) <= kind.most and (part := os.read(handle, min(PIECE, kind.most + 1 - len(found)))):
        found += part
    return bytes(found)


def _a_folder(name: str, kind: Kind) -> InputError:
    return refused(name, f"is a folder; name one {kind.noun} in it")


def _unreadable(name: str, error: OSError | ValueError) -> InputError:
    return refused(name, f"cannot be read ({getattr(error, 'strerror', None) or error})")


def _one(kind: Kind) -> str:
    return f"{'an' if kind.noun[0] in 'aeiou' else 'a'} {kind.noun}"
