"""A stone held in prongs that rise from a crown: a tapering wall round its pavilion, with pointed arches."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from ringgen.bodies import Body, Extruded, Faceted, Frame, Parts, Placed, Region, Revolved, Stacked
from ringgen.errors import Problem
from ringgen.outline import offset, scaled
from ringgen.plane import Arc, Curve, Line, Point, arc_through, polyline
from ringgen.settings import _metal as metal
from ringgen.settings._arrangement import Arrangement, Ground
from ringgen.settings._footing import BASE_DEPTH, FLOOR, SEAT_CLEARANCE, Footing, basket_footing, half_width
from ringgen.settings._heads import HeadParams, Plan, Stand, carried, plan
from ringgen.settings._heads import lift as head_lift
from ringgen.settings._rails import Path, clear, met, pavilion_line, polygon_of, ring_radius, skirt
from ringgen.settings._room import refusals, with_room
from ringgen.spec.fields import choice, length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("coronet", "crown-head")
Opening = tuple[Extruded, Frame]
LOW, HIGH = 0.6, 1.3  # mm from the band up to the culet
FEET = 0.42  # of the stone's half width: how far in from the girdle the wall stands on the band at most
MOST_SLANT = 0.7  # how far out the wall leans over its height at the most: its outer edge would be a thin fin
FLAT, FLAT_BASE = 1e-3, 0.5  # mm over the lowest, and of the outline: a stone's base is flat
INSIDE = 0.03  # mm the wall reaches in beyond the prongs, so that its inside is one smooth face
LEAST_WALL = 0.5  # mm of the wall's height over the band
CLEAR = 0.1  # mm from the wall's inside to the pavilion
DOWN = 0.05  # mm: steps in which a lower wall is tried
GUSSET = 0.1  # of the prong's thickness: wall left beside a prong where the edge sweeps down
SCOOP = 0.42  # of its width: how deep the edge sweeps down at the most
SILL, CAP = 0.35, 0.6  # mm of wall under an arch and over it
PIER = 0.35  # of the prong's thickness: wall between a prong and an arch, and between two arches
LEAST_ARCH = 0.8  # mm: a narrower arch fills up in polishing
POINTED = 0.9  # radius of an arch's sides over its width; 0.5 would be a half circle
V_OPENS = 0.85  # of its thickness: how far a V-prong reaches along the wall
OVER = 0.15  # mm an opening of the wall's edge is cut above it: what stands higher is a prong's
THROUGH = 0.8  # mm an arch's cutter reaches beyond the wall on either side


class Params(HeadParams):
    """The head."""

    wall: float = length(1.0, ge=0.7, le=2.0, doc="thickness of the crown's wall")
    height: float = ratio(0.64, ge=0.3, le=0.8, doc="height of the wall, as a share of the way from band to girdle")
    edge: str = choice(
        "scooped",
        ("scooped", "arched", "plain"),
        doc="the wall between the prongs: its edge sweeps down, or pointed arches pierce it where there is room",
    )


@dataclass(frozen=True)
class Wall:
    """The wall: paths of its outside and inside at its foot and its top, their heights, and the floor's; mm.

    `through` is how high its inside is cut free.
    """

    outer: tuple[Path, Path]
    inner: tuple[Path, Path]
    bottom: float
    floor: float
    top: float
    through: float


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return with_room(p, stone, depth, head_lift(p, stone, depth, LOW, HIGH), _clear)


def _footing(p: HeadParams, stone: Measures, ground: Ground, thick: float) -> Footing:
    foot = basket_footing(p, stone, ground, thick)
    return replace(foot, inwards=min(foot.inwards, FEET * half_width(stone), MOST_SLANT * max(0.0, -foot.z)))


def _plan(p: HeadParams, stone: Measures, ground: Ground) -> Plan | None:
    return plan(p, stone, ground, _footing)


def _clear(p: HeadParams, stone: Measures, ground: Ground) -> Plan | None:
    """The prongs, where a wall of the least height has room under a stone's flat base as well."""
    under = -ground.top - stone.pavilion
    if _flat(stone) and under < FLOOR + LEAST_WALL + CLEAR + SEAT_CLEARANCE - 1e-9:
        return None
    return _plan(p, stone, ground)


def _flat(stone: Measures) -> bool:
    """Whether it lies on a flat base: what stands between that and the crown's inside would be a thin shelf."""
    return max((share for share, z in stone.side if z < FLAT - stone.pavilion), default=0.0) > FLAT_BASE


def _wall(p: Params, stone: Measures, line: tuple[Point, ...], found: Plan, ground: Ground) -> Wall:
    """The wall as high as asked, or as the pavilion lets it."""
    foot, floor = found.footing, ground.top + FLOOR
    inn = found.thick / 2 + INSIDE
    top = ground.top + max(LEAST_WALL + FLOOR, p.height * -ground.top)
    while top - floor > LEAST_WALL:
        out = _outwards(found, top)
        inside = _grown(found.path, out - inn)
        if clear(inside, top, stone, line) >= CLEAR:
            break
        top -= DOWN
    rate = _outwards(found, top) / (top - foot.z)

    def at(z: float, beside: float) -> Path:
        return _grown(found.path, rate * (z - foot.z) + beside)

    bottom = ground.top - BASE_DEPTH
    outside = p.wall - inn
    outer, inner = (at(bottom, outside), at(top, outside)), (at(floor, -inn), at(top + INSIDE, -inn))
    through = max(top + INSIDE, -stone.pavilion) if _flat(stone) else top + INSIDE
    return Wall(outer, inner, bottom, floor, top, through)


def _outwards(found: Plan, z: float) -> float:
    """How far the wall leans out from its foot to a height, mm: with its prongs; one at a point leans further."""
    inwards = found.footing.inwards
    leans = ((s.rise.at(z) - s.rise.foot, -s.rise.foot) for s in found.stands)
    return min(out * min(1.0, inwards / deep) if deep > 0.0 else out for out, deep in leans)


def _grown(path: Path, by: float) -> Path:
    """The path that much further out, curve for curve."""
    return offset(path, by) or scaled(path, 1.0 + by / carried(path))


def arrange(p: Params, stone: Measures, solid: Faceted, ground: Ground, setting: str) -> Arrangement:
    """The head's parts and what they are held to."""
    found = _plan(p, stone, ground)
    assert found is not None, "refused before"
    parts, witness = metal.prongs(p, stone, found, setting)
    wall = _wall(p, stone, pavilion_line(stone, solid), found, ground)
    body, inside = _bodies(wall)
    metal_parts = [*parts.metal, Placed(f"{setting} crown", body)]
    filled = skirt(found.path, found.footing.z, found.footing.half, ground)
    if filled is not None:
        metal_parts.append(Placed(f"{setting} base", filled))
    cutters = [*parts.cutters]
    if inside is not None:
        cutters.append(Placed(f"{setting} crown's inside", inside))
    openings = {"scooped": _scoops, "arched": _arches, "plain": _none}[p.edge](p, found, wall)
    cutters += [Placed(f"{setting} arch", b, (f,)) for b, f in openings]
    middle = (wall.floor + wall.top) / 2
    regions = tuple(
        Region(f"{setting} crown", f"settings.{setting}.wall", polygon_of(path, z), p.wall + 0.3)
        for path, z in ((found.path, wall.floor), (wall.inner[1], wall.top), (wall.inner[1], middle))
    )
    made = Parts(tuple(metal_parts), tuple(cutters)), witness + Witness(regions=regions)
    held = metal.Gallery(_grown(wall.outer[1], -p.wall / 2), wall.top - p.wall / 2, p.wall / 2)
    return metal.whole(stone, solid, found, setting, made, wall.bottom, held)


def _bodies(wall: Wall) -> tuple[Body, Body | None]:
    """The wall and what is cut out of it; a round one is turned with its inside open."""
    radii = [ring_radius(path) for path in (*wall.outer, *wall.inner)]
    if all(r is not None for r in radii):
        low, high, floor, top = (r or 0.0 for r in radii)
        top_in = floor + (top - floor) * (wall.top - wall.floor) / (wall.top + INSIDE - wall.floor)
        spots = [(0.0, wall.bottom), (low, wall.bottom), (high, wall.top), (top_in, wall.top), (floor, wall.floor)]
        return Revolved(polyline(*spots, (0.0, wall.floor), spots[0])), None
    body = Stacked(((wall.bottom, wall.outer[0]), (wall.top, wall.outer[1])))
    up = wall.top - INSIDE / 2  # upright through the wall's top, where what overhangs it is cut as wide as the wall
    return body, Stacked(((wall.floor, wall.inner[0]), (up, wall.inner[1]), (wall.through, wall.inner[1])))


def _none(p: Params, found: Plan, wall: Wall) -> list[Opening]:
    return []


@dataclass(frozen=True)
class Gap:
    """An opening's place between two neighbouring prongs: the frame square through the wall, and half its width, mm."""

    place: Frame
    half: float
    apart: float


def _gaps(found: Plan, low: float, high: float, beside: float) -> list[Gap]:
    """What is free between every two neighbouring prongs from one height to the other, `beside` mm off each."""
    order = sorted(found.stands, key=lambda s: math.atan2(*reversed(_at(s, high))))
    return [_gap(found, a, b, (low, high), beside) for a, b in zip(order, [*order[1:], order[0]], strict=True)]


def _gap(found: Plan, a: Stand, b: Stand, heights: tuple[float, float], beside: float) -> Gap:
    """Prongs lean: round a sharp point they come towards one another, seen from the side, the lower the further."""
    p, q = _at(a, heights[1]), _at(b, heights[1])
    apart = math.dist(p, q)
    along = ((q[0] - p[0]) / apart, (q[1] - p[1]) / apart)

    def seen(stand: Stand) -> list[float]:
        return [(x - p[0]) * along[0] + (y - p[1]) * along[1] for x, y in (_at(stand, z) for z in heights)]

    first, last = max(seen(a)) + _beside(a, found) + beside, min(seen(b)) - _beside(b, found) - beside
    return Gap(_through(p, q, (first + last) / 2 / apart), (last - first) / 2, apart)


def _beside(stand: Stand, found: Plan) -> float:
    """How far a prong reaches along the wall, mm: the arms of a V begin to open there."""
    return (V_OPENS if stand.style == "v" else 0.5) * found.thick


def _through(a: Point, b: Point, share: float) -> Frame:
    """Square through the wall between two prongs: x from one to the other, y up."""
    apart = math.dist(a, b)
    along = ((b[0] - a[0]) / apart, (b[1] - a[1]) / apart)
    origin = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), 0.0)
    return Frame(origin, (along[0], along[1], 0.0), (along[1], -along[0], 0.0))


def _scoops(p: Params, found: Plan, wall: Wall) -> list[Opening]:
    """The wall's edge swept down between every two neighbouring prongs."""
    out: list[Opening] = []
    deepest = max(wall.floor + LEAST_WALL, wall.floor + 0.35 * (wall.top - wall.floor))
    for gap in _gaps(found, deepest, wall.top, GUSSET * found.thick):
        half = gap.half
        low = max(deepest, wall.top - SCOOP * 2 * half)
        if half < LEAST_ARCH / 2 or wall.top - low < 0.2:
            continue
        over = wall.top + OVER
        bowl = arc_through((-half, wall.top + 0.1), (0.0, low), (half, wall.top + 0.1))
        outline = (bowl, *polyline(bowl.end, (half, over), (-half, over), bowl.start))
        out.append((Extruded(outline, _deep(p, wall, gap), p.wall + THROUGH + gap.apart / 4), gap.place))
    return out


def _arches(p: Params, found: Plan, wall: Wall) -> list[Opening]:
    """Pointed arches between every two neighbouring prongs, as many as there is room for."""
    low, high = wall.floor + SILL, wall.top - CAP
    out: list[Opening] = []
    if high <= low:
        return out
    pier = PIER * found.thick
    for gap in _gaps(found, low, high, pier / 2):
        room = 2 * gap.half
        tall = (high - low) / _rise(1.0)  # the widest arch that is no higher than the wall lets it
        count = max(1, math.floor(room / (max(tall, LEAST_ARCH) + pier)))
        wide = min(tall, room / count - pier)
        if wide < LEAST_ARCH:
            continue
        body = Extruded(_arch(wide, low, high), _deep(p, wall, gap), p.wall + THROUGH + gap.apart / 8)
        for k in range(count):
            x = (k + 0.5) / count * room - gap.half
            out.append((body, _along(gap.place, x)))
    return out


def _deep(p: Params, wall: Wall, gap: Gap) -> float:
    """How far in an opening is cut, mm, negative: well past the wall's inside, which lies far in at a heart's cleft."""
    x, y, _ = gap.place.origin
    inwards = (-gap.place.z[0], -gap.place.z[1])
    inside = (met(path, (x, y), inwards) for path in wall.inner)
    return -THROUGH - max([p.wall, *(d for d in inside if d is not None)])


def _along(place: Frame, x: float) -> Frame:
    return replace(place, origin=place.point((x, 0.0, 0.0)))


def _at(stand: Stand, z: float) -> Point:
    x, y, _ = stand.frame.point((stand.rise.at(z), 0.0, z))
    return (x, y)


def _rise(wide: float) -> float:
    """The height of an arch's pointed part."""
    r = POINTED * wide
    return math.sqrt(r * r - (r - wide / 2) ** 2)


def _arch(wide: float, low: float, high: float) -> tuple[Curve, ...]:
    """A pointed arch, counter-clockwise from its lower left corner."""
    r, spring = POINTED * wide, max(low, high - _rise(wide))
    turn = math.acos((r - wide / 2) / r)
    right = Arc((wide / 2 - r, spring), r, 0.0, turn)
    left = Arc((r - wide / 2, spring), r, math.pi - turn, math.pi)
    start = (-wide / 2, low)
    if spring - low < 1e-6:
        return (Line(start, right.start), right, left)
    return (Line(start, (wide / 2, low)), Line((wide / 2, low), right.start), right, left, Line(left.end, start))


def refuse(p: Params, stone: Measures, ground: Ground, setting: str) -> list[Problem]:
    """Prongs the cut has no place for, or so thick or so many that there is no room for them under the stone."""
    return refusals(p, stone, ground, setting, _plan)
