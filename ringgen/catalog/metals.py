"""The alloys a ring is cast in: density, fineness, the colour it is drawn in, and the words people use for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from ringgen.catalog._tables import shown, table
from ringgen.errors import InputError
from ringgen.plugins import nearest

Group = Literal["gold", "platinum", "palladium", "silver", "base", "pattern"]

# What a density typed by hand may be: lighter than any castable resin to heavier than osmium is a slip of the pen.
DENSITY_RANGE = (0.8, 22.6)


@dataclass(frozen=True)
class Metal:
    """One alloy. Densities in g/cm3 (`density_low`..`density_high`: what sources spread over), fineness per mille.

    `rgb` is the polished base colour, linear sRGB 0..1. Group "pattern" (wax, resin) is for weighing models only.
    """

    id: str
    name: str
    group: Group
    colour: str
    rgb: tuple[float, float, float]
    density_g_cm3: float
    density_low: float
    density_high: float
    fineness: int | None
    aliases: tuple[str, ...]
    note: str
    source: str
    confidence: str

    def grams(self, volume_mm3: float) -> float:
        """The mass in grams of a volume in mm3."""
        return volume_mm3 * self.density_g_cm3 / 1000.0


@cache
def metals() -> tuple[Metal, ...]:
    """Every alloy of the catalog, in the order of its data file."""
    colours = {c["name"]: c["rgb"] for c in table("metals")["colour"]}
    return tuple(
        Metal(
            id=row["id"],
            name=row["name"],
            group=row["group"],
            colour=row["colour"],
            rgb=_rgb(colours[row["colour"]]),
            density_g_cm3=float(row["density"]),
            density_low=float(row.get("low", row["density"])),
            density_high=float(row.get("high", row["density"])),
            fineness=row.get("fineness"),
            aliases=tuple(row.get("aliases", ())),
            note=row.get("note", ""),
            source=row["source"],
            confidence=row["confidence"],
        )
        for row in table("metals")["metal"]
    )


def find_metal(text: object, density: float | None = None) -> Metal:
    """The alloy meant by an id or by what people type, with the caster's own density (g/cm3) if one is given.

    InputError for an unknown word (with the nearest), for one that several alloys share, and for an absurd density.
    """
    if not isinstance(text, str) or not text.strip():
        raise InputError.one("metal", "name an alloy in words", "18k-yellow, platinum-950-ru, silver-925, …")
    hits = _index().get(_key(text), ())
    if len(hits) > 1:
        raise InputError.one("metal", f'"{shown(text)}" is not one alloy: say which', ", ".join(hits))
    if not hits:
        raise InputError.one(
            "metal", f'no alloy is called "{shown(text)}"', ", ".join(m.id for m in metals()), _near(text)
        )
    metal = next(m for m in metals() if m.id == hits[0])
    return metal if density is None else _weighed(metal, density)


def _weighed(metal: Metal, density: float) -> Metal:
    low, high = DENSITY_RANGE
    if isinstance(density, bool) or not low <= density <= high:  # NaN is in no range
        raise InputError.one(
            "density", "no metal has that density, in g/cm3", f"{low} to {high}", f"{metal.density_g_cm3} ({metal.id})"
        )
    note = f"density as given; the catalog says {metal.density_g_cm3} ({metal.density_low} to {metal.density_high})"
    return replace(metal, density_g_cm3=float(density), note=note, source="as given", confidence="as given")


def _near(text: str) -> str | None:
    words = {m.id: m.id for m in metals()} | {a: m.id for m in metals() for a in m.aliases}
    found = nearest(_key(text), words) or nearest(text, words)
    return words[found] if found else None


@cache
def _index() -> dict[str, tuple[str, ...]]:
    """Every word to the alloys it may mean; `loose` words ("white gold") are shared on purpose, to be refused."""
    index: dict[str, tuple[str, ...]] = {}
    for row in table("metals")["metal"]:
        for word in (row["id"], row["name"], *row.get("aliases", ()), *row.get("loose", ())):
            known = index.get(_key(word), ())
            if row["id"] not in known:
                index[_key(word)] = (*known, row["id"])
    return index


def _key(text: str) -> str:
    """A word as the index holds it: order, case and punctuation free; 18 kt, 18ct and 18 karat are all 18k."""
    flat = re.sub(r"[^a-z0-9]+", " ", text[:200].casefold().replace("grey", "gray").replace("colour", ""))
    flat = re.sub(r"\b(\d+) ?(?:karat|carat|kt|ct|k)\b", r"\1k", flat)
    flat = re.sub(r"\b(au|ag|pt|pd|plat) (\d)", r"\1\2", flat)
    tokens = set(flat.split())
    if len(tokens) > 1 and any(re.fullmatch(r"\d+k|333|375|417|58[35]|750|916", t) for t in tokens):
        tokens.discard("gold")
    return " ".join(sorted(tokens))


def _rgb(values: list[float]) -> tuple[float, float, float]:
    red, green, blue = values
    return (float(red), float(green), float(blue))
