"""Laying one spec over another: a preset under a spec, `--set` over both.

Inside, settings are a table by id rather than a list, so that a field has one dotted path wherever it was written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ringgen.errors import Problem
from ringgen.plugins import nearest
from ringgen.spec.lines import Lines
from ringgen.spec.problems import shown

Data = dict[str, Any]
Own = Callable[[str, str], frozenset[str]]
"""The names of a plug-in's own fields, by kind ("profile", "cut", "setting", "shank", "shoulder") and name."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_SIZES = frozenset({"diameter", "length", "width", "depth", "carat"})
_MAX_OVERRIDE = 2000
_STYLED = ("shank", "shoulders")
"""Groups of the band that a bare word may stand for: the style alone."""
_CHOSEN = {"stone": (("cut", "cut"),), "shank": (("shank", "style"),), "shoulders": (("shoulder", "style"),)}
"""The kind of plug-in a table's field chooses, by the table's name; any other table is the band or a setting."""


def by_id(data: Mapping[str, Any]) -> tuple[Data, list[str], list[Problem]]:
    """The same spec with settings by id, the ids in the order written, and what was wrong with them."""
    data = _spelled_out(data)
    rows = data.get("settings")
    if rows is None:
        rows = []
    if not isinstance(rows, list):
        wrong = Problem("settings", "is a list", "[[settings]] with an id and a type")
        return {k: v for k, v in data.items() if k != "settings"}, [], [wrong]
    found: dict[str, Any] = {}
    ids: list[str] = []
    problems: list[Problem] = []
    for number, row in enumerate(rows, 1):
        wanted = row.get("id", row.get("type")) if isinstance(row, dict) else None
        problem = _id_problem(number, row, wanted, found)
        if problem:
            problems.append(problem)
            ids.append(f"{number}")
            continue
        ids.append(_unused(str(wanted), found))
        found[ids[-1]] = {**row, "id": ids[-1]}
    return {**data, "settings": found}, ids, problems


def _spelled_out(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same spec with every bare word for a style as the table it stands for."""
    band = data.get("band")
    if not isinstance(band, dict):
        return data
    words = {k: {"style": v} for k, v in band.items() if k in _STYLED and isinstance(v, str)}
    return {**data, "band": {**band, **words}} if words else data


def _id_problem(number: int, row: Any, wanted: Any, found: Mapping[str, Any]) -> Problem | None:
    at = f"settings.{number}"
    if not isinstance(row, dict):
        return Problem(at, f"needs a table, not {shown(row)}", "[[settings]] with an id and a type")
    if wanted is None:
        return Problem(f"{at}.type", "is needed: how the stone is held")
    if not isinstance(wanted, str) or not _ID.fullmatch(wanted):
        name = "id" if "id" in row else "type"
        return Problem(f"{at}.{name}", f"{shown(wanted)} will not do", "a letter, then letters, digits, - or _")
    if "id" in row and row["id"] in found:
        return Problem(f"{at}.id", f'"{shown(wanted)}" is used twice', "each setting its own id")
    return None


def _unused(wanted: str, found: Mapping[str, Any]) -> str:
    if wanted not in found:
        return wanted
    return next(f"{wanted}-{n}" for n in range(2, len(found) + 3) if f"{wanted}-{n}" not in found)


def dotted(lines: Lines, ids: list[str]) -> dict[str, int]:
    """The line of each dotted path, settings by id."""
    found: dict[str, int] = {}
    for path, line in lines.items():
        parts = list(path)
        if len(parts) > 1 and parts[0] == "settings" and isinstance(parts[1], int) and parts[1] < len(ids):
            parts[1] = ids[parts[1]]
        found.setdefault(".".join(shown(p) for p in parts), line)
    return found


def overlaid(base: Data, over: Data, own: Own, name: str = "") -> Data:
    """`over` laid on `base`, table by table; what `over` makes meaningless in `base` is dropped first.

    `name` is what the two tables are called in the spec; a None in `over` takes a field away.
    """
    kept = _still_meant(base, over, own, name)
    merged = dict(kept)
    for key, value in over.items():
        merged[key] = _laid(kept.get(key), value, own, key)
    return {k: v for k, v in merged.items() if v is not None}


def _laid(under: Any, value: Any, own: Own, key: str) -> Any:
    if not isinstance(value, dict):
        return value
    return overlaid(under if isinstance(under, dict) else {}, value, own, key)


def _still_meant(base: Data, over: Data, own: Own, name: str) -> Data:
    """Fields of another plug-in than the one now asked for, and sizes of another stone, do not stay."""
    dropped: set[str] = set()
    for kind, key in _CHOSEN.get(name, (("profile", "profile"), ("setting", "type"))):
        if key in over and key in base and over[key] != base[key]:
            dropped |= own(kind, str(base[key])) - own(kind, str(over[key]))
    named = _SIZES & over.keys()
    if name == "stone" and named - {"depth"}:
        dropped |= _SIZES - named
    return {k: v for k, v in base.items() if k not in dropped}


def override_tree(overrides: Iterable[str], base: Data) -> tuple[Data, list[str], list[Problem]]:
    """The tree of `PATH=VALUE` texts, their paths, and every one of them that cannot be read."""
    tree: Data = {}
    paths: list[str] = []
    problems: list[Problem] = []
    for text in overrides:
        path, equals, value = text.partition("=")
        parts, said = path.strip().split("."), _value(value)
        if parts[0] == "band" and parts[1:] and parts[-1] in _STYLED and isinstance(said, str):
            parts.append("style")
        if not equals or not all(parts) or len(parts) > 6 or len(text) > _MAX_OVERRIDE:
            problems.append(Problem("--set", f'"{shown(text)}" is not PATH=VALUE', "band.width=2.4"))
            continue
        paths.append(path.strip())
        known = (*base.get("settings", {}), *tree.get("settings", {}))
        problem = _fixed(parts) or _unknown_setting(parts, known) or _placed(tree, parts, said)
        problems += [problem] if problem else []
    return tree, paths, problems


def _fixed(parts: list[str]) -> Problem | None:
    """What a spec stands on cannot be changed from outside it."""
    if parts[0] == "preset" or (parts[0] == "settings" and parts[2:] == ["id"]):
        return Problem(shown(".".join(parts), 80), "is chosen in the spec itself, not by --set")
    return None


def _unknown_setting(parts: list[str], known: tuple[str, ...]) -> Problem | None:
    if parts[0] != "settings" or (len(parts) > 2 and (parts[1] in known or parts[2] == "type")):
        return None
    if len(parts) < 3:
        return Problem("settings", "is changed field by field", "settings.ID.FIELD=VALUE")
    path = ".".join(parts)
    said = f'there is no setting "{shown(parts[1])}"'
    return Problem(shown(path, 80), said, ", ".join(known) or "none", nearest(parts[1], known))


def _placed(tree: Data, parts: list[str], value: Any) -> Problem | None:
    at = tree
    for part in parts[:-1]:
        at = at.setdefault(part, {})
        if not isinstance(at, dict):
            return Problem(shown(".".join(parts), 80), f'"{shown(part)}" is already given a value')
    if parts[0] == "settings" and len(parts) > 2:
        tree["settings"][parts[1]].setdefault("id", parts[1])
    at[parts[-1]] = value
    return None


def _value(text: str) -> Any:
    """A TOML value if it is one, the text itself if not; nothing at all takes a field away."""
    if not text.strip():
        return None
    try:
        found = tomllib.loads(f"v = {text}")
    except (ValueError, RecursionError):
        return text.strip()
    return found["v"] if len(found) == 1 else text.strip()
