"""A spec, read and checked for shape: what was asked, in numbers with units resolved, and nothing decided yet.

The groups hold what every band, stone and setting has; `params` holds what the chosen profile, cut or setting adds.
In a spec both are written side by side.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from pydantic import Field, SerializeAsAny

from ringgen.catalog.rules import is_file, load_rules
from ringgen.catalog.sizes import parse_size
from ringgen.spec import fields as of
from ringgen.spec.fields import (
    ProfileParams,
    Record,
    SettingParams,
    ShankParams,
    ShoulderParams,
    StoneParams,
    describe,
)

MAX_SETTINGS = 500


class Finish(Record):
    """Stock left on the cast for the polisher to take off, by surface: the ring of the spec is what remains."""

    bore: float | None = of.length(
        None, ge=0.0, le=0.3, doc="stock inside: the cast's bore is smaller by twice as much; unset: none"
    )
    outside: float | None = of.length(
        None, ge=0.0, le=0.3, doc="stock on the band's outside and all round prongs, walls and rails; unset: none"
    )
    edges: float | None = of.length(None, ge=0.0, le=0.3, doc="stock on either side of the band; unset: none")
    seats: float | None = of.length(
        None, ge=0.0, le=0.15, doc="stock in the seats, for the setter's bur; unset: none, seats are cut to the stone"
    )
    source: str | None = of.text(None, doc="where these numbers come from, for the report", max_length=200)


class Shrink(Record):
    """How much each step on the way to metal makes the ring smaller, in length: `"1.5 %"`; the wax is larger by it."""

    print: float | None = of.ratio(
        None, ge=0.0, le=0.1, doc="what the print loses while it cures and is washed; unset: nothing"
    )
    mould: float | None = of.ratio(
        None, ge=0.0, le=0.1, doc="what wax from a mould loses against its master; unset: there is no mould"
    )
    casting: float | None = of.ratio(None, ge=0.0, le=0.1, doc="what the metal loses against its wax; unset: nothing")
    source: str | None = of.text(None, doc="where these numbers come from, for the report", max_length=200)


class Making(Record):
    """Whose limits the ring is held to, and how finely its mesh follows it."""

    rules: str = of.text("cast-standard", doc="whose limits the ring is held to")
    deviation: float | None = of.length(
        None, ge=0.001, le=0.1, doc="largest distance between mesh and metal; unset: what the rules say"
    )
    wax_density: float | None = of.density(
        None, ge=0.8, le=1.5, doc="density of the wax or resin, for the weight of the wax; unset: the catalog's for wax"
    )
    finish: Finish = Field(default_factory=Finish)
    shrink: Shrink = Field(default_factory=Shrink)


class Top(Record):
    """The band at the top of the ring, where it differs from the base."""

    width: float | None = of.length(None, ge=1.0, le=20.0, doc="width at the top; unset: as at the base")
    thickness: float | None = of.length(None, ge=0.8, le=6.0, doc="thickness at the top; unset: as at the base")


class Shank(Record):
    """The hoop's course round the finger; a bare word stands for its style alone."""

    style: str = of.text("straight", doc="the course of the band from the base to the top")
    params: SerializeAsAny[ShankParams] = Field(default_factory=ShankParams)


class Shoulders(Record):
    """What rises at either side of the top; a bare word stands for its style alone."""

    style: str = of.text("plain", doc="what rises from the band to either side of the top")
    params: SerializeAsAny[ShoulderParams] = Field(default_factory=ShoulderParams)


class Band(Record):
    """The band round the finger."""

    profile: str = of.text("court", doc="the cross-section of the band")
    width: float = of.length(2.2, ge=1.0, le=20.0, doc="width of the band along the finger")
    thickness: float = of.length(1.8, ge=0.8, le=6.0, doc="thickness of the band from the finger outwards")
    top: Top = Field(default_factory=Top)
    shank: Shank = Field(default_factory=Shank)
    shoulders: Shoulders = Field(default_factory=Shoulders)
    params: SerializeAsAny[ProfileParams] = Field(default_factory=ProfileParams)


class Stone(Record):
    """One stone: measured sizes first; a carat weight alone is a placeholder until the stone is measured."""

    cut: str = of.text("round", doc="the outline and facets of the stone")
    gem: str = of.text("diamond", doc="what the stone is")
    diameter: float | None = of.length(None, ge=0.5, le=30.0, doc="girdle diameter of a round stone, as measured")
    length: float | None = of.length(None, ge=0.5, le=30.0, doc="longest girdle measure")
    width: float | None = of.length(None, ge=0.5, le=30.0, doc="girdle measure across the length")
    depth: float | None = of.length(None, ge=0.2, le=25.0, doc="table to culet; unset: from the cut's proportions")
    carat: float | None = of.carat(None, ge=0.001, le=100.0, doc="weight of the stone; alone, the size is estimated")
    params: SerializeAsAny[StoneParams] = Field(default_factory=StoneParams)


class Setting(Record):
    """One way a stone, or a row of stones, is held."""

    id: str = of.text(..., doc="a name for this setting, unique in the spec", max_length=40)
    type: str = of.text(..., doc="how the stone is held")
    stone: Stone | None = None
    beside: str | None = of.text(
        None,
        doc="the id of the setting this one stands next to on the hoop, on the side away from the top; beside a pair: "
        "beyond both of it (five-stone); unset: it stands at `at`",
        max_length=40,
    )
    side: str = of.choice(
        "both",
        ("both", "left", "right"),
        doc="on which side of `beside`: both makes a mirrored pair; right is +X, as the wearer sees her own hand. "
        "A single stone left or right (toi et moi) and its neighbour are centred on the top together",
    )
    gap: float | None = of.length(
        None,
        ge=0.05,
        le=6.0,
        doc="distance between the two stones; unset: the nearest at which neither head touches the other's stone, "
        "and their metal is grown together or clearly apart; in a row the least between neighbours, unset 0.1",
    )
    at: float | None = of.angle(
        None, ge=-75.0, le=75.0, doc="where on the hoop it stands, from the top towards the right; unset: the top"
    )
    across: float = of.length(0.0, ge=-4.0, le=4.0, doc="how far it is moved along the finger, towards the finger tip")
    turn: float | None = of.angle(
        None,
        ge=-180.0,
        le=180.0,
        doc="turn of stone and head about the stone's axis, mirrored on the left of a pair: 90 is east-west; unset: "
        "0, and beside another the narrow end or the length points away from it",
    )
    tilt: float = of.angle(
        0.0, ge=-45.0, le=45.0, doc="lean of stone and head towards the finger tip, about where the head stands"
    )
    params: SerializeAsAny[SettingParams] = Field(default_factory=SettingParams)


class Spec(Record):
    """What was asked. `given` tells what was written in the spec, its preset or by `--set` from what is a default."""

    name: str = of.text("ring", doc="what the ring is called; files are named after it")
    preset: str | None = of.text(None, doc="the preset this spec starts from")
    size: str = of.text(..., doc="ring size with its system: US 6 1/2, UK M 1/2, EU 53, 16.9 mm", max_length=40)
    metal: str = of.text(..., doc="the alloy", max_length=60)
    density: float | None = of.density(
        None, ge=0.8, le=22.6, doc="density of your own alloy; unset: the catalog's for the metal"
    )
    weight: float | None = of.mass(
        None, ge=0.1, le=500.0, doc="finished weight to meet, by solving the field `solve` names"
    )
    solve: str | None = of.text(None, doc="the field solved to meet `weight`; unset: band.thickness")
    fit: str = of.choice("none", ("none", "auto"), doc="whether to correct the size for a wide band or comfort bore")
    band: Band = Field(default_factory=Band)
    making: Making = Field(default_factory=Making)
    settings: tuple[Setting, ...] = ()

    def setting(self, setting_id: str) -> Setting | None:
        """The setting with this id."""
        return next((s for s in self.settings if s.id == setting_id), None)

    def given(self, path: str) -> bool:
        """Whether a field (`band.width`, `settings.centre.prongs`) was written, by the spec, its preset or `--set`."""
        return any(found == path and asked for found, _, asked in self.fields())

    def defaults(self) -> dict[str, Any]:
        """Every field that was left to its default, with that default."""
        return {path: value for path, value, asked in self.fields() if not asked}

    def fields(self) -> Iterator[tuple[str, Any, bool]]:
        """Every field that is not itself a group: its path, its value, and whether it was written."""
        yield from ((path, getattr(r, d.name), d.name in r.model_fields_set) for path, r, d in _fields(self, ""))

    def documented(self) -> Iterator[tuple[str, of.FieldDoc]]:
        """The same fields, each path with what was declared of it."""
        yield from ((path, doc) for path, _, doc in _fields(self, ""))

    def plain(self) -> dict[str, Any]:
        """The whole spec as a file would hold it: bare numbers, every default filled in, unset fields left out."""
        return _plain(self)

    @property
    def sha256(self) -> str:
        """Of the resolved spec: however it was written, the same ring has the same sum."""
        content = {k: v for k, v in self.plain().items() if k != "preset"} | {"size": str(parse_size(self.size))}
        if is_file(self.making.rules):  # what a shop's file says counts, not where it lies
            content["making"] = {**content["making"], "rules": load_rules(self.making.rules).digest}
        return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _fields(record: Record, prefix: str) -> Iterator[tuple[str, Record, of.FieldDoc]]:
    for doc in describe(type(record)):
        yield f"{prefix}{doc.name}", record, doc
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from _fields(value, prefix if name == "params" else f"{prefix}{name}.")
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, Setting):  # a list of stones is a field of its own
                    yield from _fields(item, f"{prefix}{name}.{item.id}.")


def _plain(record: Record) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Record):
            inner = _plain(value)
            if name == "params":
                found |= inner
            elif inner:
                found[name] = inner
        elif isinstance(value, tuple):
            found[name] = [_plain(v) if isinstance(v, Record) else v for v in value]
        elif value is not None:
            found[name] = value
    return found
