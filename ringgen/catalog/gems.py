"""The stones' materials: what they weigh, what they stand, and how they are drawn."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from ringgen.catalog._tables import shown, table
from ringgen.errors import InputError
from ringgen.plugins import nearest


@dataclass(frozen=True)
class Gem:
    """One gem material. `sg` is in g/cm3; `mohs` the hardness as printed, `mohs_low` its lower end.

    An empty `wear`, `heat` or `ultrasonic` means that no source says: it is not a promise of safety. `rgb` (linear
    sRGB), `refractive_index`, `transparency`, `lustre` and `phenomenon` ("" for none) are for pictures only, in the
    gem trade's words, on the confidence `look_confidence`.
    """

    id: str
    name: str
    sg: float
    sg_low: float
    sg_high: float
    mohs: str
    mohs_low: float
    wear: str
    heat: str
    ultrasonic: str
    note: str
    rgb: tuple[float, float, float]
    refractive_index: float
    transparency: Literal["transparent", "translucent", "opaque"]
    lustre: str
    phenomenon: str
    look_confidence: str
    aliases: tuple[str, ...]
    source: str
    confidence: str


@cache
def gems() -> tuple[Gem, ...]:
    """Every gem of the catalog, in the order of its data file."""
    return tuple(_gem(row) for row in table("gems")["gem"])


def find_gem(text: object) -> Gem:
    """The gem meant by an id or by what people type; InputError with the nearest otherwise."""
    ids = ", ".join(g.id for g in gems())
    if not isinstance(text, str) or not text.strip():
        raise InputError.one("gem", "name a gem in words", ids)
    hits = _index().get(_key(text), ())
    if len(hits) == 1:
        return next(g for g in gems() if g.id == hits[0])
    if hits:
        raise InputError.one("gem", f'"{shown(text)}" is not one gem: say which', ", ".join(hits))
    near = nearest(_key(text), _index())
    raise InputError.one("gem", f'no gem is called "{shown(text)}"', ids, _index()[near][0] if near else None)


def _gem(row: dict[str, Any]) -> Gem:
    low, high = row.get("sg_range", (row["sg"], row["sg"]))
    red, green, blue = row["rgb"]
    return Gem(
        id=row["id"],
        name=row["name"],
        sg=float(row["sg"]),
        sg_low=float(low),
        sg_high=float(high),
        mohs=row["mohs"],
        mohs_low=float(row["mohs"].split("-")[0]),
        wear=row.get("wear", ""),
        heat=row.get("heat", ""),
        ultrasonic=row.get("ultrasonic", ""),
        note=row.get("note", ""),
        rgb=(float(red), float(green), float(blue)),
        refractive_index=float(row["refractive_index"]),
        transparency=row.get("transparency", "transparent"),
        lustre=row.get("lustre", "vitreous"),
        phenomenon=row.get("phenomenon", ""),
        look_confidence=row["look_confidence"],
        aliases=tuple(row.get("aliases", ())),
        source=row["source"],
        confidence=row["confidence"],
    )


@cache
def _index() -> dict[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = {}
    for gem in gems():
        for word in {_key(w) for w in (gem.id, gem.name, *gem.aliases)}:
            index[word] = (*index.get(word, ()), gem.id)
    return index


def _key(text: str) -> str:
    """A word as the index holds it: order, case and punctuation free."""
    return " ".join(sorted(set(re.sub(r"[^a-z0-9]+", " ", text[:200].casefold()).split())))
