"""Where a spec's text comes from, read in a bounded way: whatever the source holds, 64 KiB of it are seen."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from ringgen.errors import InputError
from ringgen.plugins import nearest
from ringgen.spec import presets
from ringgen.spec.problems import shown

MAX_BYTES = 64 * 1024
SUFFIXES = (".toml", ".json")
"""Of files that hold a spec."""
_MODEL_FILES = {".stl": "STL", ".3mf": "3MF", ".step": "STEP", ".stp": "STEP", ".obj": "OBJ", ".3dm": "3DM"}


@dataclass(frozen=True)
class Text:
    """The text of a spec and the name people know its source by; `suffix` is the file's, or empty.

    `ready` texts are a preset's own: nobody chose each of their fields for this ring.
    """

    text: str
    name: str
    suffix: str = ""
    ready: bool = False


def is_spec(source: str) -> bool:
    """A preset's name, standard input or a text file; anything else that has a suffix is taken for a model."""
    return source in ("-", *presets.names()) or Path(source).suffix.casefold() in ("", *SUFFIXES)


def read_source(source: str | Path) -> Text:
    """The text of a path, of `-` (standard input) or of a preset; InputError where there is none to read."""
    if source == "-":
        return Text(_decoded(sys.stdin.buffer.read(MAX_BYTES + 1), "standard input"), "standard input")
    if isinstance(source, str) and source in presets.names() and not os.path.isfile(source):
        return Text(presets.text(source), f"preset {source}", ".toml", ready=True)
    name = shown(str(source), 200)
    suffix = Path(source).suffix.casefold()
    return Text(_decoded(_file_bytes(str(source), name), name, suffix), name, suffix)


def _file_bytes(path: str, name: str) -> bytes:
    try:
        # Without O_NONBLOCK a pipe nobody writes to would hold us for ever before we could see what it is.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise _missing(path, name) from None
    except IsADirectoryError:
        raise _refused(name, "is a folder; name one spec in it") from None
    except PermissionError:
        raise _refused(name, "may not be read: no permission") from None
    except (OSError, ValueError) as error:
        raise _refused(name, f"cannot be read ({getattr(error, 'strerror', None) or error})") from None
    try:
        return _bounded(handle, name)
    except OSError as error:
        raise _refused(name, f"cannot be read ({error.strerror})") from None
    finally:
        os.close(handle)


def _bounded(handle: int, name: str) -> bytes:
    mode = os.fstat(handle).st_mode
    if stat.S_ISDIR(mode):
        raise _refused(name, "is a folder; name one spec in it")
    if not stat.S_ISREG(mode):
        raise _refused(name, "is no ordinary file; pipe the spec to standard input and write -")
    return os.read(handle, MAX_BYTES + 1)  # one read suffices: an ordinary file gives all it has


def _decoded(data: bytes, name: str, suffix: str = "") -> str:
    if suffix in _MODEL_FILES or data.startswith((b"solid ", b"ISO-10303-21")):
        kind = _MODEL_FILES.get(suffix, "STL" if data.startswith(b"solid ") else "STEP")
        raise _refused(name, f"is a model file ({kind}), not a spec; `ringgen check` measures it")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _refused(name, "is saved as UTF-16; save it as UTF-8")
    if b"\0" in data:
        raise _refused(name, "is not text: it holds binary data")
    if len(data) > MAX_BYTES:
        raise _refused(name, "is too large for a spec", f"up to {MAX_BYTES // 1024} KiB")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError.one("", "is not UTF-8 text; save it as UTF-8", line=line, source=name) from None
    if not text.strip():
        raise _refused(name, "is empty", "a spec; `ringgen init` writes one to start from")
    return text


def _missing(path: str, name: str) -> InputError:
    known = presets.names()
    near = nearest(path, known)
    return _refused(name, "is neither a file nor a preset", "a path, - or a name from `ringgen presets`", near)


def _refused(name: str, message: str, allowed: str | None = None, near: str | None = None) -> InputError:
    return InputError.one("", message, allowed, near, source=name)
