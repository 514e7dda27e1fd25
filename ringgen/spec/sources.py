"""Where a spec's text comes from, read in a bounded way: whatever the source holds, 64 KiB of it are seen."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ringgen.bounded import KIB, Kind, decoded, from_file, from_stdin, refused
from ringgen.errors import InputError
from ringgen.plugins import nearest
from ringgen.spec import presets
from ringgen.spec.problems import shown

SPEC = Kind("spec", 64 * KIB, "UTF-8", "a spec; `ringgen init` writes one to start from")
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
        return Text(_text(from_stdin(SPEC), "standard input"), "standard input")
    if isinstance(source, str) and source in presets.names() and not os.path.isfile(source):
        return Text(presets.text(source), f"preset {source}", ".toml", ready=True)
    name, path = shown(str(source), 200), str(source)
    suffix = Path(source).suffix.casefold()
    return Text(_text(from_file(path, name, SPEC, lambda: _missing(path, name)), name, suffix), name, suffix)


def _text(data: bytes, name: str, suffix: str = "") -> str:
    if suffix in _MODEL_FILES or data.startswith((b"solid ", b"ISO-10303-21")):
        kind = _MODEL_FILES.get(suffix, "STL" if data.startswith(b"solid ") else "STEP")
        raise refused(name, f"is a model file ({kind}), not a spec; `ringgen check` measures it")
    return decoded(data, name, SPEC)


def _missing(path: str, name: str) -> InputError:
    known = presets.names()
    near = nearest(path, known)
    return refused(name, "is neither a file nor a preset", "a path, - or a name from `ringgen presets`", near)
