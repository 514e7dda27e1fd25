"""Reads the catalog's data files; every row of them names its source and how far it can be trusted."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of the catalog, by its name without `.toml`. Read once and shared: callers must not change it."""
    return tomllib.loads((resources.files("ringgen.catalog") / f"{name}.toml").read_text(encoding="utf-8"))


def listing(folder: str) -> tuple[str, ...]:
    """The names of the data files in a folder of the catalog, sorted."""
    found = (resources.files("ringgen.catalog") / folder).iterdir()
    return tuple(sorted(f.name.removesuffix(".toml") for f in found if f.name.endswith(".toml")))


def shown(text: str) -> str:
    """What was typed, short enough to repeat in a message."""
    clean = "".join(c if c.isprintable() else "�" for c in text[:41])
    return clean if len(text) <= 40 else clean[:40] + "…"
