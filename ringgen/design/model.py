"""A design: every number of one ring, decided. Millimetres, grams, carats; nothing left to ask, no CAD kernel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ringgen.bodies import Frame, Parts, Region, Vec
from ringgen.catalog.metals import Metal
from ringgen.catalog.rules import Rules
from ringgen.catalog.sizes import RingSize


@dataclass(frozen=True)
class Stone:
    """One stone where it sits: z = 0 of `frame` is the lower edge of its girdle, +z towards the table."""

    id: str
    setting: str
    cut: str
    gem: str
    length: float
    width: float
    depth: float
    table: float
    crown: float
    girdle: float
    pavilion: float
    carat: float
    placeholder: bool
    frame: Frame


@dataclass(frozen=True)
class Prong:
    """One prong as designed: the polyline of its axis from foot to tip in ring coordinates, and its diameter."""

    setting: str
    part: str
    stone: str
    axis: tuple[Vec, ...]
    diameter: float
    seat_share: float
    field: str


@dataclass(frozen=True)
class Bezel:
    """One bezel as designed: wall and lip (height over the girdle's upper edge) in mm, in its stone's frame."""

    setting: str
    part: str
    stone: str
    wall: float
    lip: float
    inner_radius: float
    field_wall: str
    field_lip: str


@dataclass(frozen=True)
class Witness:
    """What the checks measure against: designed numbers and places, nothing the builder computes."""

    stones: tuple[Stone, ...] = ()
    prongs: tuple[Prong, ...] = ()
    bezels: tuple[Bezel, ...] = ()
    regions: tuple[Region, ...] = ()

    def __add__(self, other: Witness) -> Witness:
        return Witness(
            self.stones + other.stones,
            self.prongs + other.prongs,
            self.bezels + other.bezels,
            self.regions + other.regions,
        )


@dataclass(frozen=True)
class Band:
    """The shank as decided: profile, and (width, thickness) at the base and at the top."""

    profile: str
    width: float
    thickness: float
    top_width: float
    top_thickness: float
    params: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Solved:
    """An unknown that was solved: which field, to what, for which target, in how many builds."""

    field: str
    value: float
    target: str
    builds: int = 0


@dataclass(frozen=True)
class Design:
    """Everything the builder, the checks and the report need of one ring."""

    name: str
    slug: str
    size: RingSize
    bore_radius: float
    fit_mm: float
    band: Band
    metal: Metal
    rules: Rules
    parts: Parts
    witness: Witness
    notes: tuple[str, ...] = ()
    solved: tuple[Solved, ...] = ()
