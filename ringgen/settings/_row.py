"""What passes between a setting that holds a row of stones and the line the row lies on."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise

from ringgen.bodies import Faceted, Frame, Vec
from ringgen.plane import Point
from ringgen.settings._arrangement import round_outline
from ringgen.spec.fields import SettingParams, angle, choice, count, length, sizes, stones
from ringgen.spec.models import Stone
from ringgen.stones import Measures

GAP = 0.1  # mm between stones nobody asked a gap for; rhino-jewellery-mcp: 0.1 to 0.2 in an eternity ring
CLEARANCE = 0.05  # mm between stone and seat; seats are drawn 0.03 to 0.05 over the stone in trade CAD
UNDER_CULET = 0.52  # mm from a culet to the finger; Stuller asks 0.5
BESIDE = 0.15  # mm round a seat in which the band is the seat's affair, not a caliper's
SEAM = 37.0  # degrees from the row: a seam of one body where another has one is a cut the kernel misses
WEB = 0.66  # mm of metal between two seats, and beside one, where the band's outside begins; casters ask 0.6
HOLLOW = 0.15  # mm the band's outside may rise beside a row's middle


class RowParams(SettingParams):
    """Where a row lies and how many stones it has."""

    where: str = choice(
        "hoop",
        ("hoop", "shoulders", "arms", "arches"),
        doc="the line the row follows: the hoop, all round unless `cover` says less; the shoulders, on either side of "
        "the head at the top; each arm of a split shank; or each arch of cathedral shoulders. A head, or an arch, on "
        "the row's way is left room in any case",
    )
    cover: float | None = angle(
        None,
        ge=20.0,
        le=360.0,
        doc="how much of the hoop the row covers, its middle at the top: 360 full, 270 three-quarter, 180 half; unset: "
        "360, and 120 on shoulders",
    )
    leave: float | None = angle(
        None,
        ge=5.0,
        le=340.0,
        doc="how much of the hoop is left free of stones on purpose, for an engraving or to size the ring; unset: none",
    )
    leave_at: float = angle(
        180.0,
        ge=-180.0,
        le=180.0,
        doc="where the middle of what `leave` keeps free lies, from the top: 180 is the base",
    )
    count: int | None = count(
        None, ge=1, le=400, doc="how many stones one line of the row has; unset: as many as keep `gap`"
    )
    graduate: float | None = length(
        None,
        ge=0.5,
        le=30.0,
        doc="how wide the stones at the row's ends are: from the middle, or the head, on they fall to it evenly, in "
        "steps of 0.05; unset: all of one size",
    )
    alternate: tuple[Stone, ...] | None = stones(
        doc="stones that take turns with `stone`, in this order: as it is in all that they do not say themselves; "
        "unset: all alike",
    )
    sizes: str | None = sizes(
        doc="sizes to choose from, in place of the stone's own: a range in half-tenths, or those there are with how "
        "many of each; the one is taken whose gap comes nearest to `gap`; unset: the stone's own size"
    )


@dataclass(frozen=True)
class Under:
    """What lies under a row: all in mm.

    `depth` is the metal from the band's outside to the finger under the row's middle, `half_width` half the band's
    width, `radius` the outer radius there, all where they are least; `chord` how far apart the stones' middles are at
    least. `outline` is the band's outside from side to side as (across from the row's middle, height over the outside
    there); empty: level. On an arch all of it is the arch's, and `radius` that of its bend where it is most hollow:
    negative, as it lies on the stones' side. `through` says whether holes under the stones come out at the finger,
    `fields` what in a spec makes it wider and thicker.
    """

    depth: float
    half_width: float
    radius: float
    chord: float
    outline: tuple[Point, ...] = ()
    through: bool = True
    fields: tuple[str, str] = ("band.width", "band.thickness")

    @property
    def across(self) -> tuple[Point, ...]:
        """The outside from side to side, as `outline` says it."""
        return self.outline or ((-self.half_width, 0.0), (self.half_width, 0.0))

    def height(self, y: float) -> float:
        """How high the outside is so far from the row's middle, on the lower of both sides, over that; mm."""
        return min(self.at(y), self.at(-y))

    def at(self, y: float) -> float:
        """How high the outside is so far across from the row's middle, over that; beyond a side, as there; mm."""
        for (y0, h0), (y1, h1) in pairwise(self.across):
            if y <= y1:
                return h0 + (h1 - h0) * max(y - y0, 0.0) / (y1 - y0)
        return self.across[-1][1]


@dataclass(frozen=True)
class Kind:
    """One kind of stone of a row: its measures, its facets, and what was asked of it.

    In several lines `edge` is how far the middles of the outermost of them lie from the band's side at the least, mm.
    """

    stone: Measures
    solid: Faceted
    asked: Stone
    edge: float | None = None


@dataclass(frozen=True)
class Lane:
    """One line of stones: each one's frame in the ring, and the frames half way between neighbours, at girdle height.

    A closed lane has as many of these as stones; an open one begins and ends with half a place beyond its stones.
    `kinds` tells which of its row's kinds each stone is; empty: all of them the first. `apart` is how far off the next
    lane is at each of `between`, mm; empty: as far as its row's are everywhere.
    """

    stones: tuple[Frame, ...]
    between: tuple[Frame, ...]
    closed: bool
    kinds: tuple[int, ...] = ()
    apart: tuple[float, ...] = ()

    def within(self, outer: Frame) -> Lane:
        """The same lane, given in `outer`'s coordinates, in the ring's."""
        stones, between = (tuple(f.within(outer) for f in some) for some in (self.stones, self.between))
        return replace(self, stones=stones, between=between)


@dataclass(frozen=True)
class Row:
    """A row laid out: its lanes from one side of the band to the other, and what they lie on.

    `rise` is how high the girdles lie over the band's outside (negative: under it), `apart` how far the lanes' middles
    lie from one another across the band at the most, `chord` how far neighbours in a lane are apart, all mm. Every
    second lane has its stones opposite the others' gaps.

    `stone` is the largest, and `chord` how far apart two of it are. `kinds` are all there are in a row whose stones
    differ, of which `stone` is one; empty in one whose stones are alike.
    """

    stone: Measures
    solid: Faceted
    lanes: tuple[Lane, ...]
    under: Under
    rise: float
    chord: float
    apart: float = 0.0
    kinds: tuple[Kind, ...] = ()

    @property
    def each(self) -> tuple[Measures, ...]:
        """Every stone's measures, lane by lane."""
        if not self.kinds:
            return (self.stone,) * len(self.frames)
        return tuple(self.kinds[k].stone for lane in self.lanes for k in lane.kinds)

    @property
    def sizes(self) -> tuple[Kind, ...]:
        """One kind of every size that stands in it; none where all are of one."""
        there = sorted({k for lane in self.lanes for k in lane.kinds})
        found = {alike(self.kinds[k].stone): self.kinds[k] for k in reversed(there)}
        return tuple(reversed(found.values())) if len(found) > 1 else ()

    def near(self, stone: Measures) -> float:
        """How far from a stone of that size the nearest neighbour of one of it is, from middle to middle, mm."""
        if not self.sizes:
            return self.chord
        found = [stone.width + self.gap]  # beyond an open row's end, as if one more of it stood there
        for lane in self.lanes:
            line = [self.kinds[k].stone for k in lane.kinds]
            pairs = [*pairwise(line), *([(line[-1], line[0])] if lane.closed else [])]
            found += [(a.width + b.width) / 2 + self.gap for a, b in pairs if alike(stone) in (alike(a), alike(b))]
        return min(found)

    @property
    def frames(self) -> tuple[Frame, ...]:
        """Every stone's frame, lane by lane."""
        return tuple(f for lane in self.lanes for f in lane.stones)

    @property
    def gap(self) -> float:
        """How far apart two neighbours' girdles are by the chord rule, mm."""
        return self.chord - self.stone.width


def alike(stone: Measures) -> tuple[object, ...]:
    """What two stones have in common that fit one seat."""
    return (stone.outline, stone.crown, stone.girdle, stone.pavilion, stone.side)


def half_at(stone: Measures, z: float) -> float:
    """Half the width of a round stone at a height of its pavilion, mm; 0 under its culet."""
    return stone.width / 2 * min(1.0, max(0.0, 1.0 + z / stone.pavilion))


def least_rise(stone: Measures, under: Under, edge: float) -> float:
    """How high over the band a row's girdles lie so that the metal between two seats, and beside one, is thick enough.

    Seats narrow downwards: the further down the band's outside lies, the more metal is left there. `edge` is how far
    the outermost lane's middle lies from the band's side, mm.
    """

    def thick(rise: float) -> bool:
        half = half_at(stone, -rise) + CLEARANCE * math.hypot(1.0, stone.width / 2 / stone.pavilion)
        between = under.chord * under.radius / (under.radius + rise) - 2 * half
        return between >= WEB and edge - half >= WEB

    steps = int(stone.pavilion / 0.01)
    return next((k * 0.01 for k in range(steps) if thick(k * 0.01)), stone.pavilion)


def by_size(row: Row) -> tuple[Row, ...]:
    """The stones of one size each, the largest first, as rows of their own; the row itself where all are of one."""
    if not row.sizes:
        return (row,)
    out = []
    for size in row.sizes:
        mine = [f for f, stone in zip(row.frames, row.each, strict=True) if alike(stone) == alike(size.stone)]
        lane = Lane(tuple(mine), (), False)
        chord = row.near(size.stone)
        under = row.under if size.edge is None else replace(row.under, half_width=size.edge)
        own = replace(row, stone=size.stone, solid=size.solid, lanes=(lane,), under=under, chord=chord, kinds=())
        out.append(own)
    return tuple(sorted(out, key=lambda own: -own.stone.width))


def stepped(under: Under, reach: float) -> bool:
    """Whether the band's outside rises beside a row's middle, within that reach: a groove's edges leave slivers."""
    return max(h for y, h in under.across if abs(y) <= reach) > HOLLOW


def round_only(stone: Measures) -> bool:
    """Whether the stone is a round one with a pavilion: what turned seats fit."""
    return round_outline(stone) and stone.pavilion > 0.2 * stone.width


def line_of(lane: Lane, z: float) -> tuple[Vec, ...]:
    """A polyline through a lane's stones, that much over their girdles; closed for a closed lane.

    An open one goes on to the place beyond its last stone: a caliper keeps off all that lies before a line's end.
    """
    spots = tuple(f.point((0.0, 0.0, z)) for f in lane.stones)
    return (*spots, spots[0] if lane.closed else lane.between[-1].point((0.0, 0.0, z)))
