"""What the checks measure a ring against: designed numbers and places, nothing the builder computes.

Lengths are mm, points ring coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ringgen.bodies import Faceted, Frame, Region, Vec
from ringgen.plane import Point


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
    outline: tuple[Point, ...] = ()
    """The girdle seen from above, counter-clockwise, in (x, y) of `frame`."""
    culet: Point = (0.0, 0.0)
    solid: Faceted | None = None
    """Its facets, in `frame`."""
    protected: bool = False
    """Whether metal stands all round its girdle."""
    lift: float | None = None
    """How far `settings.<setting>.lift` has its culet over the band, mm, along its axis; None for no such field."""
    held: str = ""
    """What holding it asks of the stone: "tension" squeezes it, "flush" is hammered shut beside it; usually nothing."""
    carat_error: float = 0.0
    """The share `carat` may be off by; 0 for a stone that was weighed."""


@dataclass(frozen=True)
class Prong:
    """One prong as designed: the polyline of its axis from foot to tip, its diameter, and the share its seat takes.

    `field` is the field of the spec that makes it thicker. `tip` is how high it stands over the girdle plane as cast.
    A claw's axis ends where its tip has tapered; a V-prong's diameter is the thickness of its arms, and its axis runs
    up the middle of the wall at the point. `kind` is "melee" for a bead or prong that stones on both sides share, which
    has rules of its own; usually nothing. `value` is what `field` says, mm, where that is not the diameter.
    """

    setting: str
    part: str
    stone: str
    axis: tuple[Vec, ...]
    diameter: float
    seat_share: float
    field: str
    tip: float = 0.0
    kind: str = ""
    value: float | None = None

    @property
    def asked(self) -> float:
        """What the field that makes it thicker says now, mm."""
        return self.diameter if self.value is None else self.value


@dataclass(frozen=True)
class Bezel:
    """One bezel as designed: its wall, and its lip's height over the girdle's upper edge."""

    setting: str
    part: str
    stone: str
    wall: float
    lip: float
    inner_radius: float
    field_wall: str
    field_lip: str
    inner: tuple[Point, ...] = ()
    """The inside of the wall at the girdle, counter-clockwise, in the stone's frame; empty: a circle."""
    covers: tuple[tuple[float, float], ...] = ((0.0, 360.0),)
    """Between which azimuths (degrees from the stone's +x) there is a wall."""


@dataclass(frozen=True)
class RowLine:
    """One line of a row as designed: the names of its stones in their order, and whether the last is beside the first.

    `rise` is how far the girdles lie over the band's outside (negative: under it), mm; `outside` that outside from
    side to side as (across from the line, height over the girdle plane), empty where it changes along the row. `sides`
    are those (1: towards the finger tip) on which no other line lies. `holes` is half the width of the hole under each
    stone, mm, 0 for none; `field` is the field of the spec that makes the metal beside the stones wider. The stones of
    one that `fans` stand out from a middle like rays: a gap is where two are nearest.
    """

    setting: str
    stones: tuple[str, ...]
    closed: bool
    rise: float
    sides: tuple[float, ...] = (-1.0, 1.0)
    outside: tuple[Point, ...] = ()
    holes: tuple[float, ...] = ()
    field: str = "band.width"
    fans: bool = False


@dataclass(frozen=True)
class Witness:
    """All of one ring's."""

    stones: tuple[Stone, ...] = ()
    prongs: tuple[Prong, ...] = ()
    bezels: tuple[Bezel, ...] = ()
    regions: tuple[Region, ...] = ()
    lines: tuple[RowLine, ...] = ()

    def __add__(self, other: Witness) -> Witness:
        return Witness(
            self.stones + other.stones,
            self.prongs + other.prongs,
            self.bezels + other.bezels,
            self.regions + other.regions,
            self.lines + other.lines,
        )

    def within(self, outer: Frame) -> Witness:
        """All of it, given in `outer`'s coordinates, in the ring's."""
        return Witness(
            tuple(replace(s, frame=s.frame.within(outer)) for s in self.stones),
            tuple(replace(p, axis=tuple(outer.point(v) for v in p.axis)) for p in self.prongs),
            self.bezels,
            tuple(replace(r, points=tuple(outer.point(v) for v in r.points)) for r in self.regions),
            self.lines,
        )
