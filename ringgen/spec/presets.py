"""The ready specs that come with ringgen, by family and name (`solitaire/six-prong`).

A name is looked up in the list of what is there and never made into a path.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ringgen.errors import InputError
from ringgen.plugins import nearest
from ringgen.spec.problems import shown

_PACKAGE = Path(__file__).resolve().parent.parent
# In a wheel the presets lie in the package; in a checkout beside it, where people find and edit them.
_FOLDERS = (_PACKAGE / "presets", _PACKAGE.parent / "presets")


@cache
def _files() -> dict[str, Path]:
    for folder in _FOLDERS:
        found = {f"{p.parent.name}/{p.stem}": p for p in sorted(folder.glob("*/*.toml"))}
        if found:
            return found
    return {}


def names() -> tuple[str, ...]:
    """Every preset, sorted by family and name."""
    return tuple(_files())


def text(name: str) -> str:
    """The text of a preset; InputError with the nearest name where there is none."""
    found = _files().get(name)
    if found is None:
        raise InputError.one("preset", f'there is no preset "{shown(name)}"', ", ".join(names()), near(name))
    return found.read_text(encoding="utf-8")


def near(name: str) -> str | None:
    """The preset whose name, with or without its family, is closest to `name`."""
    short = {n.rpartition("/")[2]: n for n in reversed(names())}
    return short.get(name) or nearest(name, names()) or short.get(nearest(name, short) or "")


def headline(name: str) -> str:
    """Whom a preset suits: the comment its file begins with, as one line."""
    lines: list[str] = []
    for line in text(name).splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("#: ").strip())
    return " ".join(part for part in lines if part)
