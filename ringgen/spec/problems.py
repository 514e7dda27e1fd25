"""What is wrong with a spec, in the words of the trade rather than those of a parser."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ringgen.errors import Problem
from ringgen.plugins import nearest

if TYPE_CHECKING:
    from pydantic import ValidationError

    from ringgen.spec.fields import FieldDoc

_NEEDS = {
    "length": "a length in mm",
    "ratio": "a share or factor",
    "angle": "an angle in degrees",
    "mass": "a weight in grams",
    "carat": "a weight in carats",
    "density": "a density in g/cm3",
    "count": "a whole number",
    "choice": "one of the words below",
    "flag": "true or false",
    "text": 'text in quotes ("...")',
    "sizes": 'sizes in mm ("1.3 to 1.7"), those there are ("40 x 1.5, 12 x 1.45") or a file ("melee.csv")',
    "stones": 'a list of stones ([{gem = "sapphire"}])',
}


def shown(value: object, limit: int = 40) -> str:
    """What was written, made safe and short enough to repeat in a message."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int) and abs(value) > 10**20:
        return "a number of very many digits"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    clean = "".join(c if c.isprintable() else "�" for c in text[: limit + 1])
    return clean if len(text) <= limit else clean[:limit] + "…"


def span(doc: FieldDoc) -> str:
    """What a field may be: its range with unit, or its words."""
    if doc.kind == "choice":
        return ", ".join(doc.choices)
    if doc.minimum is not None and doc.maximum is not None:
        return f"{doc.minimum:g} to {doc.maximum:g} {doc.unit}".rstrip()
    return _NEEDS.get(doc.kind, "")


def unknown_field(at: str, key: str, known: Sequence[str], where: str) -> Problem:
    """A field nobody knows, with the one that was probably meant."""
    return Problem(f"{at}{shown(key)}", f"{where} has no such field", ", ".join(known), nearest(key, known))


def from_pydantic(error: ValidationError, raw: Mapping[str, Any], docs: Iterable[FieldDoc], at: str) -> list[Problem]:
    """The problems of one record, reworded."""
    by_name = {d.name: d for d in docs}
    found: dict[str, Problem] = {}
    for row in error.errors(include_url=False, include_input=False):
        name = str(row["loc"][0]) if row["loc"] else ""
        if name not in found:
            found[name] = _reworded(f"{at}{name}", row["type"], row["msg"], by_name.get(name), raw.get(name))
    return list(found.values())


def _reworded(path: str, kind: str, message: str, doc: FieldDoc | None, value: Any) -> Problem:
    if doc is None:
        return Problem(path, message)
    allowed = span(doc)
    if kind == "missing":
        return Problem(path, f"is needed: {doc.doc}")
    if kind in ("greater_than_equal", "less_than_equal"):
        small = kind == "greater_than_equal"
        limit = doc.minimum if small else doc.maximum
        near = f"{limit:g} {doc.unit}".rstrip() if limit is not None else None
        return Problem(path, f"{shown(value)} is too {'small' if small else 'large'}", allowed, near)
    if kind == "choice":
        near = nearest(value, doc.choices) if isinstance(value, str) else None
        return Problem(path, f'"{shown(value)}" is not known here', allowed, near)
    if kind == "string_too_long":
        return Problem(path, "is too long", "one short line")
    if kind in ("control", "quantity"):
        return Problem(path, message, allowed if kind == "quantity" else None)
    return Problem(path, f"needs {_NEEDS.get(doc.kind, 'something else')}, not {_quoted(value)}", _if_new(allowed, doc))


def _quoted(value: Any) -> str:
    return f'"{shown(value)}"' if isinstance(value, str) else shown(value)


def _if_new(allowed: str, doc: FieldDoc) -> str | None:
    return allowed if allowed and allowed != _NEEDS.get(doc.kind) else None
