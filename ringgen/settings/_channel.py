"""The section of a channel: drawn across the band over a stone's girdle, from its floor up to its opening."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ringgen.outline import straight
from ringgen.plane import Line, Point, at, polyline
from ringgen.settings._arrangement import round_outline
from ringgen.settings._row import CLEARANCE, WEB, Under, half_at
from ringgen.settings._seats import LEAST_AZURE, hole_between
from ringgen.stones import Measures, grown

FLOOR = 0.66  # mm of metal between the channel's floor and the finger; casters ask 0.6
AMPLE = 0.82  # mm of metal under the floor and between two holes where there is room; casters warn under 0.8
LIP = 0.32  # mm of metal over the girdles' edges; beads and micro prongs, pushed over stones too, are 0.3 or more
LEAST_SINK = 0.05  # mm a table lies under the walls' top edges at least: what stands proud is chipped
MOST_SINK = 1.5
SINK_STEP = 0.01
BEARING = 0.25  # of half the stone: how wide the ledge is it lies on
BESIDE_HOLE = 0.06  # mm of the floor beside a hole: two edges any nearer are one in a wax
OVER = 0.3  # mm the cutter goes on over the band
SIDE = 0.5  # of the stone's width: how much of it lies along the walls at least
SPOTS = 12  # looked at across a lip
ALIKE = 1e-6  # mm
CORNERS = 4  # of a stone that fills its place from wall to wall; cut corners leave the walls' ends nothing to hold
STEEP = 0.5  # rise over run: metal steeper than that over a notch is its lip, not the wall beside it


@dataclass(frozen=True)
class Section:
    """One half of a channel across the band, as (across, height over the girdle) from its floor's middle up to its top.

    `floor` is the floor's height (negative), `hole` half the width of the hole under each stone, 0 for none; mm.
    """

    half: tuple[Point, ...]
    floor: float
    hole: float


def section(stone: Measures, under: Under, rise: float, chord: float, opening: float) -> Section:
    """The channel of a row whose girdles lie `rise` mm over the band's outside, `chord` mm from one another."""
    finger = -rise - under.depth
    half = stone.length / 2
    inner, outer = (1.0 - BEARING) * half, opening * half
    edge = _bearing(stone, sag(stone, under, opening))
    low = next(k for k, (y, _) in enumerate(edge) if y > inner)
    widest = max(range(len(edge)), key=lambda k: edge[k])
    high = next(k for k in range(widest, len(edge)) if edge[k][0] < outer)
    ledge, lip = _at(edge[low - 1], edge[low], inner), _at(edge[high - 1], edge[high], outer)
    most = min(hole_between(stone, chord, under, rise, under.half_width), inner - BESIDE_HOLE)
    floor, hole = _opened(stone, finger, most)
    top = -rise + max(h for y, h in under.across if abs(y) <= under.half_width) + OVER
    drawn = ((0.0, floor), (inner, floor), ledge, *edge[low:high], lip, (outer, top), (0.0, top))
    return Section(drawn, floor, hole)


def _opened(stone: Measures, finger: float, most: float) -> tuple[float, float]:
    """The height of the floor and half the width of the holes through it, which a culet may reach into.

    As much metal is left as the rules like, or else as much as they ask for.
    """
    for metal, web in ((AMPLE, AMPLE), (AMPLE, WEB), (FLOOR, AMPLE), (FLOOR, WEB)):
        floor, hole = max(-stone.pavilion, finger + metal), most - (web - WEB) / 2
        if hole >= max(LEAST_AZURE, half_at(stone, floor) + CLEARANCE * math.hypot(1.0, _slope(stone))):
            return floor, hole
    return max(-stone.pavilion - CLEARANCE, finger + FLOOR), 0.0


def _slope(stone: Measures) -> float:
    """How much a pavilion narrows for every mm of its height."""
    return stone.width / 2 / stone.pavilion


def sag(stone: Measures, under: Under, opening: float) -> float:
    """How much higher over the finger a stone's sides lie than its middle, where the walls reach over it, mm.

    A stone is flat and the channel round: the clearance over its girdle has to allow for that.
    """
    share = math.sqrt(1.0 - opening**2) if round_outline(stone) else 1.0
    return (share * stone.width / 2) ** 2 / (2 * under.radius)


def _bearing(stone: Measures, by: float) -> tuple[Point, ...]:
    """The stone seen along the row, its clearance wider all round and so much higher again above the girdle."""
    seen = grown(tuple((share * stone.length / 2, z) for share, z in stone.side), CLEARANCE)
    return tuple((y, z + by if z > stone.girdle / 2 else z) for y, z in seen)


def _at(a: Point, b: Point, y: float) -> Point:
    return (y, a[1] + (b[1] - a[1]) * (y - a[0]) / (b[0] - a[0]))


def lip(stone: Measures, under: Under, rise: float, opening: float) -> float:
    """How thick the metal over the girdles is where it is thinnest, round a row's end if it has one, mm."""
    half, edge = stone.length / 2, _bearing(stone, sag(stone, under, opening))
    upper = [p for p in edge if p[1] > stone.girdle / 2]
    ys = [half * (opening + (1.0 - opening) * k / SPOTS) for k in range(SPOTS + 1)]
    falls = (opening * stone.width / 2) ** 2 / (2 * under.radius)  # of the outside, round an open row's end
    return min(under.height(y) - rise - falls - _over(upper, y) for y in ys)


def _over(upper: Sequence[Point], y: float) -> float:
    """How high the underside of a lip is at that place; `upper` runs inwards."""
    return next(_at(a, b, y)[1] for a, b in pairwise(upper) if b[0] <= y <= a[0])


def least_sink(stone: Measures, under: Under, opening: float) -> float:
    """How far under the band's outside a table lies so that the metal over the girdle is thick enough, mm."""
    proud = max(LEAST_SINK - under.height(opening * stone.length / 2), 0.0)
    tried = [proud + k * SINK_STEP for k in range(round(MOST_SINK / SINK_STEP) + 1)]
    down = stone.girdle + stone.crown
    return next((s for s in tried if lip(stone, under, -(down + s), opening) >= LIP), math.inf)


def wall(stone: Measures, under: Under, rise: float, opening: float, wider: float = 1.0) -> float:
    """How much metal there is beside the girdle's notch, mm, in the band or in one that many times as wide."""
    edge = stone.length / 2 + CLEARANCE
    over = max(z for y, z in _bearing(stone, sag(stone, under, opening)) if y > edge - CLEARANCE)
    middle = (under.across[0][0] + under.across[-1][0]) / 2
    outside = [(middle + (y - middle) * wider, h - rise) for y, h in under.across]
    chain = [(outside[0][0], -stone.pavilion), *outside, (outside[-1][0], -stone.pavilion)]
    spots = [(abs(y), z) for line in polyline(*chain) for y, z in (at(line, k / SPOTS) for k in range(SPOTS + 1))]
    beside = [(y - edge, z) for y, z in spots if z - over <= STEEP * (y - edge)]
    return min(math.hypot(y, max(z - over, -z, 0.0)) for y, z in beside)


def long_sided(stone: Measures) -> bool:
    """Whether two straight sides of the stone, alike, lie along the walls of a channel."""
    if not straight(stone.outline) or len(stone.outline) != CORNERS:
        return False
    y = stone.length / 2
    sides = [c for c in stone.outline if isinstance(c, Line) and abs(abs(c.start[1] + c.end[1]) / 2 - y) < ALIKE]
    level = [c for c in sides if abs(c.start[1] - c.end[1]) < ALIKE]
    spans = sorted((min(c.start[0], c.end[0]), max(c.start[0], c.end[0])) for c in level)
    if len(level) != 2 or math.dist(*spans) > ALIKE:
        return False
    return spans[0][1] - spans[0][0] > SIDE * stone.width and stone.pavilion > 0.2 * stone.width
