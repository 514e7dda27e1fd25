"""The JSON Schema of a spec, for editors: titles, words, ranges and choices, from the very fields the reader checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from ringgen import plugins
from ringgen.catalog.gems import gems
from ringgen.catalog.metals import metals
from ringgen.catalog.rules import rule_ids
from ringgen.spec import presets
from ringgen.spec.fields import MOST_STONES, QUANTITIES, FieldDoc, describe
from ringgen.spec.models import (
    MAX_SETTINGS,
    Band,
    Finish,
    Making,
    Setting,
    Shank,
    Shoulders,
    Shrink,
    Spec,
    Stone,
    Top,
)
from ringgen.spec.problems import span
from ringgen.spec.read import FITTED, PACKAGES, params_of

Schema = dict[str, Any]

# A number and perhaps a unit. Which units a field takes is the reader's to say: an editor need not know.
_QUANTITY_TEXT = r"^\s*[+-]?([0-9]+([.,][0-9]*)?|[.,][0-9]+)([eE][+-]?[0-9]{1,2})?\s*[^\s0-9.,]?[^\s]{0,11}\s*$"


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a spec, with every plug-in there is now."""
    words = _words()
    stone = _with_plugins(Stone, "cut", "cut", _properties(Stone, words))
    setting = _with_plugins(
        Setting, "type", "setting", _properties(Setting, words) | {"stone": {"$ref": "#/$defs/stone"}}
    )
    groups = {
        "top": _table(Top, words),
        "shank": _styled(Shank, "shank"),
        "shoulders": _styled(Shoulders, "shoulder"),
    }
    band = _with_plugins(Band, "profile", "profile", _properties(Band, words) | groups)
    properties = _properties(Spec, words) | {
        "band": {"title": "band", "description": "the shank", **band},
        "making": _making(words),
        "settings": {
            "title": "settings",
            "description": "how each stone, or row of stones, is held",
            "type": "array",
            "maxItems": MAX_SETTINGS,
            "items": setting,
        },
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ringgen spec",
        "description": "A ring, as asked. A bare number is in mm, g, ct or degrees; text may name another unit.",
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        "anyOf": [{"required": ["size", "metal"]}, {"required": ["preset"]}],
        "$defs": {"stone": stone},
    }


def _words() -> dict[str, Schema]:
    """Fields whose words come from the catalog. Metals and gems have more spellings than a list can hold."""
    return {
        "metal": {"anyOf": [{"enum": [m.id for m in metals()]}, {"type": "string"}]},
        "gem": {"anyOf": [{"enum": [g.id for g in gems()]}, {"type": "string"}]},
        "rules": {"anyOf": [{"enum": list(rule_ids())}, {"type": "string", "pattern": "[.][Tt][Oo][Mm][Ll]$"}]},
        "preset": {"enum": list(presets.names())},
        "id": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]{0,39}$"},
        "size": {"type": "string", "examples": ["US 6 1/2", "UK M 1/2", "EU 53", "IT 14", "JP 13", "16.9 mm"]},
    }


def _table(model: type[BaseModel], words: Mapping[str, Schema]) -> Schema:
    described = " ".join((model.__doc__ or "").split())
    return {
        "description": described,
        "type": "object",
        "properties": _properties(model, words),
        "additionalProperties": False,
    }


def _making(words: Mapping[str, Schema]) -> Schema:
    found = _table(Making, words)
    tables = {"finish": _table(Finish, {}), "shrink": _table(Shrink, {})}
    fitted = {
        name: {"title": name, "description": table["description"], "anyOf": [table, {"const": FITTED}]}
        for name, table in tables.items()
    }
    return {**found, "properties": found["properties"] | fitted}


def _properties(model: type[BaseModel], words: Mapping[str, Schema] | None = None) -> dict[str, Schema]:
    return {d.name: _field(d, (words or {}).get(d.name)) for d in describe(model)}


def _field(doc: FieldDoc, words: Schema | None) -> Schema:
    limits = span(doc) if doc.kind in QUANTITIES or doc.kind == "count" else ""
    found: Schema = {"title": doc.name, "description": f"{doc.doc} ({limits})" if limits else doc.doc}
    if doc.default is not None:
        found["default"] = doc.default
    return found | (words if words is not None else _typed(doc))


def _typed(doc: FieldDoc) -> Schema:
    limits = {"minimum": doc.minimum, "maximum": doc.maximum}
    if doc.kind in QUANTITIES:
        return {"anyOf": [{"type": "number", **limits}, {"type": "string", "pattern": _QUANTITY_TEXT}]}
    if doc.kind == "count":
        return {"type": "integer", **limits}
    if doc.kind == "choice":
        return {"enum": list(doc.choices)}
    if doc.kind == "sizes":
        lists = {"type": "array", "minItems": 1, "items": {"type": "object"}}
        return {"anyOf": [{"type": "number"}, {"type": "string"}, lists]}
    if doc.kind == "stones":
        return {"type": "array", "minItems": 1, "maxItems": MOST_STONES, "items": {"$ref": "#/$defs/stone"}}
    return {"type": "boolean" if doc.kind == "flag" else "string"}


def _with_plugins(model: type[BaseModel], key: str, kind: str, common: dict[str, Schema]) -> Schema:
    """A table whose field `key` decides, by naming a plug-in, which other fields it may have.

    Without it (a spec that starts from a preset may leave it out) the fields of every one of them are offered.
    """
    package = PACKAGES[kind]
    title = {"title": key, "description": model.model_fields[key].description or ""}
    variants: list[Schema] = []
    own: dict[str, list[Schema]] = {}
    for name in plugins.names(package):
        fields = {k: v for k, v in _properties(params_of(kind, name)).items() if k not in common}
        for field, found in fields.items():
            own.setdefault(field, []).append(found)
        chosen = {**title, "enum": [name, *plugins.aliases(package, name)]}
        about = {"title": name, "description": plugins.headline(package, name)}
        variants.append({**about, **_closed(common | {key: chosen} | fields), "required": [key]})
    anyone = {field: _either(found) for field, found in own.items()}
    unnamed = _closed({k: v for k, v in common.items() if k != key} | anyone)
    return {"type": "object", "anyOf": [*variants, unnamed]}


def _styled(model: type[BaseModel], kind: str) -> Schema:
    """A plug-in by its bare word, or as a table with its own fields."""
    package = PACKAGES[kind]
    words = [w for n in plugins.names(package) for w in (n, *plugins.aliases(package, n))]
    table = _with_plugins(model, "style", kind, _properties(model))
    described = " ".join((model.__doc__ or "").split())
    return {"description": described, "anyOf": [{"enum": words}, table]}


def _closed(properties: dict[str, Schema]) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _either(found: Iterable[Schema]) -> Schema:
    distinct: list[Schema] = []
    for item in found:
        if item not in distinct:
            distinct.append(item)
    said = {"title": distinct[0]["title"], "description": distinct[0]["description"]}
    return distinct[0] if len(distinct) == 1 else {**said, "anyOf": distinct}
