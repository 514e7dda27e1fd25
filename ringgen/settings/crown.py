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
from ringgen.settings._heads import (
    BASE_DEPTH,
    FLOOR,
    Footing,
    HeadParams,
    Plan,
    Stand,
    basket_footing,
    carried,
    half_width,
    plan,
)
from ringgen.settings._heads import lift as head_lift
from ringgen.settings._rails import Path, clear, pavilion_line, polygon_of, ring_radius, skirt
from ringgen.settings._room import refusals, with_room
from ringgen.spec.fields import choice, length, ratio
from ringgen.stones import Measures
from ringgen.witness import Witness

ALIASES = ("coronet", "crown-head")
Opening = tuple[Extruded, Frame]
LOW, HIGH = 0.6, 1.3  # mm from the band up to the culet
FEET = 0.42  # of the stone's half width: how far in from the girdle the wall stands on the band at most
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
    """The wall: paths of its outside and inside at its foot and its top, their heights, and the floor's; mm."""

    outer: tuple[Path, Path]
    inner: tuple[Path, Path]
    bottom: float
    floor: float
    top: float


def lift(p: Params, stone: Measures, depth: float) -> float:
    """Culet over band."""
    return with_room(p, stone, depth, head_lift(p, stone, depth, LOW, HIGH), _plan)


def _footing(p: HeadParams, stone: Measures, ground: Ground, thick: float) -> Footing:
    foot = basket_footing(p, stone, ground, thick)
    return replace(foot, inwards=min(foot.inwards, FEET * half_width(stone)))


def _plan(p: HeadParams, stone: Measures, ground: Ground) -> Plan | None:
    return plan(p, stone, ground, _footing)


def _wall(p: Params, stone: Measures, line: tuple[Point, ...], found: Plan, ground: Ground) -> Wall:
    """The wall as high as asked, or as the pavilion lets it."""
    foot, floor = found.footing, ground.top + FLOOR
    inn = found.thick / 2 + INSIDE
    top = ground.top + max(LEAST_WALL + FLOOR, p.height * -ground.top)
    while top - floor > LEAST_WALL:
        out = min(s.rise.at(top) - s.rise.foot for s in found.stands)
        inner = _grown(found.path, out - inn)
        if clear(inner, top, stone, line) >= CLEAR:
            break
        top -= DOWN
    rate = min(s.rise.at(top) - s.rise.foot for s in found.stands) / (top - foot.z)

    def at(z: float, beside: float) -> Path:
        return _grown(found.path, rate * (z - foot.z) + beside)

    bottom = ground.top - BASE_DEPTH
    outside = p.wall - inn
    return Wall((at(bottom, outside), at(top, outside)), (at(floor, -inn), at(top + INSIDE, -inn)), bottom, floor, top)


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
    return body, Stacked(((wall.floor, wall.inner[0]), (wall.top + INSIDE, wall.inner[1])))


def _none(p: Params, found: Plan, wall: Wall) -> list[Opening]:
    return []


def _gaps(found: Plan, z: float) -> list[tuple[Point, Point]]:
    """Where two neighbouring prongs are at a height, seen from above."""
    spots = sorted((_at(s, z) for s in found.stands), key=lambda q: math.atan2(q[1], q[0]))
    return list(zip(spots, [*spots[1:], spots[0]], strict=True))


def _through(a: Point, b: Point, share: float) -> Frame:
    """Square through the wall between two prongs: x from one to the other, y up."""
    apart = math.dist(a, b)
    along = ((b[0] - a[0]) / apart, (b[1] - a[1]) / apart)
    origin = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), 0.0)
    return Frame(origin, (along[0], along[1], 0.0), (along[1], -along[0], 0.0))


def _scoops(p: Params, found: Plan, wall: Wall) -> list[Opening]:
    """The wall's edge swept down between every two neighbouring prongs."""
    out: list[Opening] = []
    for a, b in _gaps(found, wall.top):
        apart = math.dist(a, b)
        half = (apart - found.thick) / 2 - GUSSET * found.thick
        low = max(wall.floor + LEAST_WALL, wall.top - SCOOP * 2 * half, wall.floor + 0.35 * (wall.top - wall.floor))
        if half < LEAST_ARCH / 2 or wall.top - low < 0.2:
            continue
        over = wall.top + THROUGH
        bowl = arc_through((-half, wall.top + 0.1), (0.0, low), (half, wall.top + 0.1))
        outline = (bowl, *polyline(bowl.end, (half, over), (-half, over), bowl.start))
        body = Extruded(outline, -(p.wall + THROUGH), p.wall + THROUGH + apart / 4)
        out.append((body, _through(a, b, 0.5)))
    return out


def _arches(p: Params, found: Plan, wall: Wall) -> list[Opening]:
    """Pointed arches between every two neighbouring prongs, as many as there is room for."""
    low, high = wall.floor + SILL, wall.top - CAP
    out: list[Opening] = []
    for a, b in _gaps(found, (low + high) / 2):
        apart = math.dist(a, b)
        room, pier = apart - found.thick, PIER * found.thick
        tall = (high - low) / _rise(1.0)  # the widest arch that is no higher than the wall lets it
        count = max(1, math.floor((room - pier) / (max(tall, LEAST_ARCH) + pier)))
        wide = min(tall, (room - pier) / count - pier)
        if wide < LEAST_ARCH:
            continue
        body = Extruded(_arch(wide, low, high), -(p.wall + THROUGH), p.wall + THROUGH + apart / 8)
        for k in range(count):
            share = (found.thick / 2 + pier / 2 + (k + 0.5) / count * (room - pier)) / apart
            out.append((body, _through(a, b, share)))
    return out


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
