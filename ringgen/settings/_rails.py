"""Rails of a head: closed paths that follow a stone's outline, and the metal that runs along them.

Coordinates are the stone's, mm; `half` is half a wire's thickness.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ringgen.bodies import Body, Extruded, Faceted, Rail, Revolved, Vec
from ringgen.outline import corners, gauge, hits, offset, rounded, spot
from ringgen.plane import Arc, Curve, Line, Point, area, at, points, polyline
from ringgen.settings._arrangement import Ground, round_outline
from ringgen.stones import Measures, envelope

LEAST_BEND = 1.15  # of a wire's half thickness: bent tighter, its inside folds into itself
CORNERS = (
    1.7,
    1.5,
    1.3,
    1.16,
)  # of a wire's half thickness: the bend at an outline's corners, and where that has no room
FAR = 100.0  # mm: outside of any stone
TRIES = 16  # paths looked at between the deepest prong and the shallowest; steps of a search by halves
BURIED = 0.3  # mm the base reaches under the band's outside at the least, where that falls away under it
SIDES, RIM = 48, 120  # points of a rail, and of the stone's outline, between which their distance is measured
NEAR = (-0.6, -0.3, 0.0, 0.2, 0.4, 0.6)  # mm over the rail: the stone's sections it is measured to
FLAT = 1e-6  # share of the outline below which a section is a point
LEAST_FLOOR = 0.84  # mm: the floor's thickness, which nothing carries beside the band
TOUCH = 0.03  # mm
SAME = 1e-6  # mm: centres and radii nearer than this are one circle's
UNDERSIDE = 0.8  # of the base rail's half thickness: its floor's underside, inside the wire

Path = tuple[Curve, ...]


def loop(outline: Path, inwards: float, half: float) -> Path | None:
    """The outline that far further in (negative: out), its corners rounded for a wire; None where that has no room.

    Sides that vanish on the way in, or are too short for the bends at both their ends, give their place to their
    neighbours.
    """
    left = outline
    while len(left) > 2:
        moved = offset(left, -inwards)
        path = _bent(moved, half) if moved is not None and area(moved) > 0.0 else None
        if path is not None:
            return path
        shortest = min(c.length for c in left)
        left = tuple(c for c in left if c.length > shortest + 1e-6)
    return None


def opening(outline: Path, inwards: float, bend: float) -> Path | None:
    """The same for an opening in a plate: rounded corners that would become too tight give their place as well."""
    least = inwards + LEAST_BEND * bend
    wide = tuple(c for c in outline if not (isinstance(c, Arc) and c.radius < least and c.a1 > c.a0))
    return loop(outline, inwards, bend) or loop(wide, inwards, bend)


def _bent(inner: Path, half: float) -> Path | None:
    """A closed chain with its corners rounded; None where a bend is too tight for the wire."""
    for bend in CORNERS if corners(inner) else (0.0,):
        path = _joined(rounded(inner, bend * half) if bend else inner)
        tight = any(isinstance(c, Arc) and c.radius < LEAST_BEND * half for c in path)
        if not tight and not corners(path):
            return path
    return None


def _joined(path: Path) -> Path:
    """The path with neighbours that are pieces of one curve made one; a whole circle stays as it is.

    A joint on an axis of symmetry would meet the band's own seam in a boolean.
    """
    real = [i for i in range(len(path)) if not _goes_on(path[i - 1], path[i])]
    if not real:
        return path
    turned = (*path[real[0] :], *path[: real[0]])
    out = [turned[0]]
    for c in turned[1:]:
        last = out[-1]
        if not _goes_on(last, c):
            out.append(c)
        elif isinstance(last, Line):
            out[-1] = Line(last.start, c.end)
        elif isinstance(c, Arc):
            out[-1] = Arc(last.centre, last.radius, last.a0, last.a1 + c.a1 - c.a0)
    return tuple(out)


def _goes_on(a: Curve, b: Curve) -> bool:
    """Whether the second is the first one's continuation."""
    if isinstance(a, Line) and isinstance(b, Line):
        return math.dist(a.tangent(), b.tangent()) < SAME
    if isinstance(a, Arc) and isinstance(b, Arc):
        same = math.dist(a.centre, b.centre) < SAME and abs(a.radius - b.radius) < SAME
        return same and (a.a1 - a.a0) * (b.a1 - b.a0) > 0.0
    return False


def met(path: Path, start: Point, along: Point) -> float | None:
    """How far from a point, along a unit direction, a path is first met by a line that comes from outside."""
    before = (start[0] - FAR * along[0], start[1] - FAR * along[1])
    found = hits(path, before, along)
    return found[0] - FAR if found else None


def through(outline: Path, half: float, spots: Sequence[tuple[Point, Point, float]]) -> tuple[Path, float] | None:
    """The path nearest to spots given as (on the girdle, unit direction inwards, how far in), and its largest miss."""
    low, high = min(s[2] for s in spots), max(s[2] for s in spots)
    best = _missing(outline, half, spots, high)
    if best is not None and best[1] < 1e-9:
        return best
    low -= 0.6 * abs(low) + half  # a path meets the line into a sharp point further in than it is offset
    for i in range(TRIES + 1):
        found = _missing(outline, half, spots, low + (high - low) * i / TRIES)
        if found is not None and (best is None or found[1] < best[1]):
            best = found
    return best


def _missing(
    outline: Path, half: float, spots: Sequence[tuple[Point, Point, float]], inwards: float
) -> tuple[Path, float] | None:
    path = loop(outline, inwards, half)
    if path is None:
        return None
    found = [met(path, start, along) for start, along, _ in spots]
    misses = [abs(f - deep) for f, (_, _, deep) in zip(found, spots, strict=True) if f is not None]
    return (path, max(misses)) if len(misses) == len(spots) else None


def pavilion_line(stone: Measures, solid: Faceted) -> tuple[Point, ...]:
    """The stone's lower half as (half width, height), from the culet up to the girdle.

    A round stone's is its cone; another's follows its facets, which stand out from one.
    """
    if round_outline(stone):
        return ((0.0, -stone.pavilion), (stone.width / 2, 0.0))
    return tuple(p for p in envelope(solid, stone) if p[1] <= 1e-6)


def clear(path: Path, z: float, stone: Measures, line: Sequence[Point]) -> float:
    """The least distance from a path at a height to the stone's lower half, mm; negative inside it."""
    radius = ring_radius(path)
    if radius is not None and round_outline(stone):
        return min(_from_side((radius, z), a, b) for a, b in pairwise(line))
    around = [p for p, _ in _around(path)]
    levels = [h for h in (z + d for d in NEAR) if line[0][1] <= h <= 0.0]
    return min((_from_level(around, z, h, _share(line, h), stone) for h in levels), default=math.inf)


def _share(line: Sequence[Point], z: float) -> float:
    """The stone's size at a height, as a share of its girdle's."""
    for (u0, z0), (u1, z1) in pairwise(line):
        if z0 <= z <= z1 and z1 > z0:
            return (u0 + (u1 - u0) * (z - z0) / (z1 - z0)) / line[-1][0]
    return 1.0


def _from_level(around: Sequence[Point], z: float, height: float, share: float, stone: Measures) -> float:
    """The least distance from points at one height to the stone's outline at another."""
    if share <= FLAT:
        return min(math.hypot(math.dist(p, stone.culet), z - height) for p in around)
    rim = [spot(stone.outline, math.tau * i / RIM, stone.culet)[0] for i in range(RIM)]
    cx, cy = stone.culet
    there = [(cx + share * (x - cx), cy + share * (y - cy)) for x, y in rim]
    inside = any(gauge(stone.outline, p, stone.culet) < share for p in around)
    near = min(math.dist(p, q) for p in around for q in there)
    return -near if inside else math.hypot(near, z - height)


def _around(path: Path) -> list[tuple[Point, Point]]:
    """Points all round a path with the direction outwards."""
    centre = _middle(path)
    return [spot(path, math.tau * i / SIDES, centre) for i in range(SIDES)]


def _middle(path: Path) -> Point:
    spots = points(path)
    return (sum(p[0] for p in spots) / len(spots), sum(p[1] for p in spots) / len(spots))


def _from_side(p: Point, a: Point, b: Point) -> float:
    """Distance to a straight piece of a turned stone's side, positive outside (right of a line that runs up)."""
    length = math.dist(a, b)
    side = ((b[1] - a[1]) * (p[0] - a[0]) - (b[0] - a[0]) * (p[1] - a[1])) / length
    along = ((b[0] - a[0]) * (p[0] - a[0]) + (b[1] - a[1]) * (p[1] - a[1])) / length
    beyond = math.dist(p, a if along < 0 else b)
    return side if 0.0 <= along <= length else math.copysign(beyond, side)


def wire(path: Path, z: float, half: float) -> Body:
    """The round wire along a path at a height; a ring where the path is a circle."""
    radius = ring_radius(path)
    if radius is not None:
        return Revolved((Arc((radius, z), half, 0.0, math.tau),))
    return Rail(path, z, half)


def ring_radius(path: Path) -> float | None:
    """The radius of a path that is a circle round the stone's axis, else None."""
    first = path[0]
    same = all(isinstance(c, Arc) and math.hypot(*c.centre) < 1e-9 for c in path)
    return first.radius if same and isinstance(first, Arc) else None


def base(path: Path, z: float, half: float, floor: float) -> tuple[Body, ...]:
    """The base rail, its inside closed by a floor at that height."""
    radius = ring_radius(path)
    if radius is not None:
        return (_turned_base(radius, z, half, floor),)
    under = min(z - UNDERSIDE * half, floor - LEAST_FLOOR)
    if abs(under - (z - half)) < TOUCH:  # a plane that just touches the wire cuts badly
        under -= 2 * TOUCH
    return wire(path, z, half), Extruded(path, under, floor)


def _turned_base(radius: float, z: float, half: float, floor: float) -> Revolved:
    if floor - z > 0.95 * half:  # a thin rail the floor would cover: a drum with a rounded foot in its place
        foot, side = Arc((radius, z), half, -math.pi / 2, 0.0), (radius + half, floor)
        return Revolved(
            (
                Line((0.0, z - half), foot.start),
                foot,
                *polyline(foot.end, side, (0.0, floor), (0.0, z - half)),
            )
        )
    inner = math.pi - math.asin((floor - z) / half)
    rail = Arc((radius, z), half, -math.pi / 2, inner)
    return Revolved(
        (
            Line((0.0, z - half), rail.start),
            rail,
            Line(rail.end, (0.0, floor)),
            Line((0.0, floor), (0.0, z - half)),
        )
    )


def skirt(path: Path, z: float, half: float, ground: Ground) -> Extruded | None:
    """What fills the wedge under a base where the band falls away from it; None where the base reaches everywhere."""
    level = replace(ground, crown=())  # the band's own dome is low, and the base overhangs its edges anyway
    heights = [level.under(*p) for p, _ in _around(path)]
    lowest = min((h for h in heights if h is not None), default=ground.top)
    if lowest - (z - half) >= BURIED / 2:
        return None
    bottom, finger = lowest - BURIED, ground.top - ground.depth
    if abs(bottom - finger) < BURIED:  # a plane that just touches the bore cuts badly: clear through it
        bottom = finger - BURIED
    return Extruded(loop(path, 0.2 * half, 0.0) or path, bottom, z)


def polygon_of(path: Path, z: float) -> tuple[Vec, ...]:
    """A closed polyline along a path, for a region."""
    spots = [at(c, i / 4) for c in path for i in range(4)]
    return tuple((x, y, z) for x, y in (*spots, spots[0]))
