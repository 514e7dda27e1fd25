"""A preset as a spec to edit: every field there is on its own line, those not in use commented out, with its words."""

from __future__ import annotations

import json
import math
import re
import textwrap
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from ringgen import plugins
from ringgen.spec import presets
from ringgen.spec.fields import QUANTITIES, FieldDoc, describe
from ringgen.spec.merge import by_id
from ringgen.spec.models import Band, Finish, Making, Setting, Shank, Shoulders, Shrink, Spec, Stone, Top
from ringgen.spec.problems import span
from ringgen.spec.read import PACKAGES, params_of
from ringgen.spec.sources import Text
from ringgen.spec.text import parse

_HEAD = """#:schema ./ringgen.schema.json
{about}
#
# A line beginning with # is not in use: take the # away to use it. A bare number is in mm (g, ct, degrees);
# "0.09 in", "2.6 dwt" and "30 deg" are read too. `ringgen schema > ringgen.schema.json` beside this file gives
# completion in editors that know TOML schemas; `ringgen catalog` lists metals, profiles, settings and the rest.
"""
_WORDS_AT = 34
_WIDTH = 118


def commented(name: str) -> str:
    """The text of a preset as a commented spec: it loads to the same Spec as the preset itself."""
    data, ids, _ = by_id(parse(Text(presets.text(name), f"preset {name}", ".toml")).data)
    about = textwrap.fill(presets.headline(name), _WIDTH, initial_indent="# ", subsequent_indent="# ")
    blocks = [_HEAD.format(about=about), _fields(describe(Spec), data, skip=("preset",))]
    band = data.get("band", {})
    blocks += [_table("[band]", Band, "profile", "profile", band)]
    blocks += ["[band.top]\n" + _fields(describe(Top), band.get("top", {}))]
    blocks += [_table("[band.shank]", Shank, "style", "shank", band.get("shank", {}))]
    blocks += [_table("[band.shoulders]", Shoulders, "style", "shoulder", band.get("shoulders", {}))]
    making = data.get("making", {})
    blocks += ["[making]\n" + _fields(describe(Making), making)]
    blocks += ["[making.finish]\n" + _fields(describe(Finish), making.get("finish", {}))]
    blocks += ["[making.shrink]\n" + _fields(describe(Shrink), making.get("shrink", {}))]
    for setting_id in ids:
        blocks += _setting(data["settings"][setting_id])
    return "\n".join(blocks)


def _setting(data: dict[str, Any]) -> list[str]:
    blocks = [_table("[[settings]]", Setting, "type", "setting", data)]
    if "stone" in data:
        blocks.append(_table("[settings.stone]", Stone, "cut", "cut", data["stone"]))
    return blocks


def _table(header: str, model: type[BaseModel], key: str, kind: str, data: dict[str, Any]) -> str:
    """A table and the fields its plug-in adds."""
    default = model.model_fields[key].get_default()
    name = plugins.resolve(PACKAGES[kind], data.get(key, default))
    others = ", ".join(n for n in plugins.names(PACKAGES[kind]) if n != name)
    common = describe(model)
    own = [d for d in describe(params_of(kind, name)) if d.name not in {c.name for c in common}]
    notes = {key: f"or {others}"} if others else {}
    return f"{header}\n{_fields(common, data, notes=notes)}{_fields(own, data)}"


def _fields(
    docs: Iterable[FieldDoc], data: dict[str, Any], skip: tuple[str, ...] = (), notes: dict[str, str] | None = None
) -> str:
    """One line a field: used ones with the preset's value, the others commented out with their default."""
    lines: list[str] = []
    for doc in docs:
        if doc.name in skip:
            continue
        used = doc.name in data
        value = data[doc.name] if used else _example(doc)
        text = f"{'' if used else '# '}{doc.name} = {_toml(value)}"
        words = "; ".join(w for w in (_range(doc), doc.doc, (notes or {}).get(doc.name, "")) if w)
        lines.append(_beside(text, words))
    return "".join(lines)


def _beside(text: str, words: str) -> str:
    """The line of a field with its words beside it, going on below where they are long."""
    rows = textwrap.wrap(words, _WIDTH - _WORDS_AT - 3, break_on_hyphens=False) or [""]
    return "".join(f"{t:<{_WORDS_AT}} # {row}\n" for t, row in zip([text, *[""] * (len(rows) - 1)], rows, strict=True))


def _range(doc: FieldDoc) -> str:
    return span(doc) if doc.kind in QUANTITIES or doc.kind in ("count", "choice") else ""


def _example(doc: FieldDoc) -> Any:
    """The default; where leaving a field out means something else, a value from the middle of its range."""
    if doc.default is not None:
        return doc.default
    if doc.kind == "sizes":
        return "1.3 to 1.7"
    if doc.kind == "stones":
        return [{"gem": "sapphire"}]
    if doc.minimum is not None and doc.maximum is not None:
        middle = math.sqrt(max(0.0, doc.minimum * doc.maximum)) or (doc.minimum + doc.maximum) / 4
        return round(middle) if doc.kind == "count" else float(f"{middle:.2g}")
    named = re.search(r"unset: ([\w.-]+)$", doc.doc)
    return named[1] if named else (doc.choices or ("",))[0]


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(_toml(v) for v in value) + "]"
    return json.dumps(value, ensure_ascii=False)
