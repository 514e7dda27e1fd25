"""Finds the modules of a folder by name: a new profile, cut, setting, check or command is one new file.

Names are read from the folder without importing anything, so asking what exists costs nothing. The file
`flat_court.py` is `flat-court` in a spec.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache
from types import ModuleType

from ringgen.errors import InputError


@cache
def names(package: str) -> tuple[str, ...]:
    """Every plug-in of a package, sorted, as a spec writes it; names starting with an underscore are private."""
    home = importlib.import_module(package)
    machinery: frozenset[str] = getattr(home, "MACHINERY", frozenset())  # modules of the folder that are no plug-ins
    found = (m.name for m in pkgutil.iter_modules(home.__path__) if not m.name.startswith("_"))
    return tuple(sorted(n.replace("_", "-") for n in found if n not in machinery))


def load(package: str, name: str) -> ModuleType:
    """The module of a plug-in, by its canonical name; InputError where there is none."""
    if name not in names(package):
        raise _unknown(package, name)
    return importlib.import_module(f"{package}.{name.replace('-', '_')}")


def resolve(package: str, text: str) -> str:
    """The canonical name for what was typed: a name, or one of a module's `ALIASES`; case and spaces are free.

    InputError with the nearest name otherwise. Modules are imported only when the text is no canonical name.
    """
    wanted = _key(text)
    if wanted in names(package):
        return wanted
    for name in names(package):
        if wanted in aliases(package, name):
            return name
    raise _unknown(package, text)


def aliases(package: str, name: str) -> tuple[str, ...]:
    """The other words a plug-in answers to (its `ALIASES`), none by default."""
    return tuple(_key(a) for a in getattr(load(package, name), "ALIASES", ()))


def headline(package: str, name: str) -> str:
    """The first line of a plug-in's docstring: what lists and tables print."""
    return (load(package, name).__doc__ or "").strip().split("\n", 1)[0]


def nearest(text: str, options: Iterable[str]) -> str | None:
    """The option closest in spelling to `text`, if any is close: what an error offers as "did you mean"."""
    import difflib

    by_key = {o.casefold(): o for o in options}
    found = difflib.get_close_matches(text[:80].casefold().strip(), list(by_key), n=1, cutoff=0.55)
    return by_key[found[0]] if found else None


def _key(text: str) -> str:
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


def _unknown(package: str, text: str) -> InputError:
    known = names(package)
    others = [a for n in known for a in aliases(package, n)]
    kind = package.rsplit(".", 1)[-1].removesuffix("s")
    shown = text if len(text) <= 40 else text[:40] + "…"
    return InputError.one(
        kind, f'there is no {kind} called "{shown}"', ", ".join(known), nearest(text, [*known, *others])
    )
