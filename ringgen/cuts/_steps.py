"""Straight-edged stones: steps parallel to each side, chevrons that fan from the corners, and where prongs hold.

Every pattern is a rough of the girdle's outline with planes cut from it, so it is convex whatever its numbers are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Faceted, Vec
from ringgen.catalog.stones import by_ratio, proportions
from ringgen.facets import Plane, cut, level, prism
from ringgen.outline import polygon
from ringgen.plane import Curve, Point
from ringgen.stones import Anchor, Anchors, Measures

CROWN_BULGE = 0.25  # crown rows grow a few degrees flatter towards the table
ALONG_KEEL = 0.5  # cosine between a side's normal and the keel from which that side is one of the keel's ends
LEAST_KEEL = 0.05  # of the width; a shorter one is cut as a point
SPARE = 1.0  # mm the rough stands over table and culet
UPPER, RIB, LOWER = 0.35, 0.55, 0.7  # of the way to the culet: where chevrons meet on a side's middle, and on a rib
SPLIT = 0.12  # how much more a side's middle bellies than its ribs: what parts a step into two chevrons
DIAGONAL = 0.2  # least of a cut corner's |normal| along x and along y; the sides of a rectangle have 0 in one


@dataclass(frozen=True)
class _Side:
    """One side of the girdle: its unit normal outwards, and how far along it the girdle and the keel lie; mm."""

    normal: Point
    girdle: float
    keel: float

    def at(self, inwards: float) -> float:
        """How far out this side lies at a share of its way to the keel."""
        return self.girdle + inwards * (self.keel - self.girdle)


def belly(cut_name: str, m: Measures) -> float:
    """How far the pavilion of a cut bellies at this length over width, as the catalog has it fitted to its weight."""
    return by_ratio(proportions(cut_name).bulge, m.length / m.width)


def ridge(m: Measures, inset: float | None = None) -> tuple[Point, Point]:
    """The keel of a long stone, `inset` mm from its ends (half the width: all sides as steep), its middle the culet."""
    half = m.length / 2 - (m.width / 2 if inset is None else inset)
    if 2 * half < LEAST_KEEL * m.width:
        half = 0.0
    return (m.culet[0], m.culet[1] - half), (m.culet[0], m.culet[1] + half)


def stepped(m: Measures, bulge: float, rows: tuple[int, int] = (3, 3), keel: tuple[Point, ...] = ()) -> Faceted:
    """A step cut: `rows` of facets over and under the girdle, parallel to its sides, down to a culet or a keel.

    `keel` is its two ends, the deeper first where sides are not parallel; without one all sides meet over the culet.
    `bulge` is 0 for sides that run straight to it, more for a fuller pavilion.
    """
    sides = [_side(c, keel or (m.culet,)) for c in m.outline]
    inset, top = 1.0 - m.table / m.width, m.girdle + m.crown
    crown = [(inset * u, m.girdle + m.crown * _gained(u, CROWN_BULGE)) for u in _shares(rows[0])]
    pavilion = [(u, -m.pavilion * _gained(u, bulge)) for u in _shares(rows[1])]
    planes = [_slope(s, a, b) for row in (crown, pavilion) for a, b in pairwise(row) for s in sides]
    return cut(_rough(m), [level(top), *planes])


def _shares(rows: int) -> list[float]:
    return [k / rows for k in range(rows + 1)]


def _gained(u: float, bulge: float) -> float:
    """The share of the height gained at a share of the way in: steep at the girdle, flatter further in."""
    return float(1.0 - (1.0 - u) ** (1.0 + bulge))


def _side(side: Curve, keel: tuple[Point, ...]) -> _Side:
    tx, ty = side.tangent()
    normal = (ty, -tx)
    along = [_dot(normal, p) for p in keel]
    dx, dy = keel[-1][0] - keel[0][0], keel[-1][1] - keel[0][1]
    is_end = abs(_dot(normal, (dx, dy))) > ALONG_KEEL * math.hypot(dx, dy)
    return _Side(normal, _dot(normal, side.start), max(along) if is_end else along[0])


def _slope(side: _Side, low: tuple[float, float], high: tuple[float, float]) -> Plane:
    """The facet of a side between two (share of the way in, height)."""
    out = side.at(low[0]) - side.at(high[0])
    rise = high[1] - low[1]
    size = math.hypot(out, rise)
    level_part, up = abs(rise) / size, math.copysign(out, rise) / size
    normal = (side.normal[0] * level_part, side.normal[1] * level_part, up)
    return Plane(normal, level_part * side.at(low[0]) + up * low[1])


def chevroned(m: Measures, bulge: float, rows: int = 3) -> Faceted:
    """A brilliant of straight sides with sharp corners (princess).

    `rows` of chevrons fan from the corners to the line down each side's middle, which bellies; from the corners run
    straight ribs to the culet.
    """
    fans = [p for side in m.outline for p in _pavilion_fan(m, (side.start, side.end), bulge, rows)]
    return cut(_rough(m), [level(m.girdle + m.crown), *_crown_fans(m), *fans])


def ribbed(m: Measures, bulge: float) -> Faceted:
    """A brilliant of straight sides with cut corners (radiant, Flanders).

    Its ribs belly as its sides do. Under each side lie a facet along the girdle and two pairs of chevrons; a cut corner
    has one facet over the girdle and two under it.
    """
    planes = [level(m.girdle + m.crown), *_crown_fans(m)]
    for side in m.outline:
        planes += (_corner_facets if is_corner(side) else _ribbed_fan)(m, (side.start, side.end), bulge)
    return cut(_rough(m), planes)


def _corner_facets(m: Measures, side: tuple[Point, Point], bulge: float) -> list[Plane]:
    (a, b), knot = side, _knot(m, side[0], RIB, bulge)
    return [_through((*a, 0.0), (*b, 0.0), knot, m), _through(knot, _knot(m, b, RIB, bulge), _tip(m), m)]


def _ribbed_fan(m: Measures, side: tuple[Point, Point], bulge: float) -> list[Plane]:
    mid = _between(*side)
    upper = _knot(m, mid, UPPER, bulge + SPLIT)
    planes = [_through((*side[0], 0.0), (*side[1], 0.0), upper, m)]
    for end in side:
        rib = _knot(m, end, RIB, bulge)
        half = _through((*end, 0.0), upper, rib, m)
        x, y = _between(mid, m.culet, LOWER)
        lower = (x, y, (half.offset - half.normal[0] * x - half.normal[1] * y) / half.normal[2])
        planes += [half, _through(rib, lower, _tip(m), m)]
    return planes


def _knot(m: Measures, start: Point, share: float, bulge: float) -> Vec:
    """A point of the pavilion on its way from a place of the girdle to the culet."""
    return (*_between(start, m.culet, share), -m.pavilion * _gained(share, bulge))


def _tip(m: Measures) -> Vec:
    return (*m.culet, -m.pavilion)


def _crown_fans(m: Measures) -> list[Plane]:
    """Over each side a half moon, two halves and a star; over a cut corner one facet."""
    inset, top = 1.0 - m.table / m.width, m.girdle + m.crown
    table = _corners([(s.normal, s.at(inset)) for s in (_side(c, ridge(m)) for c in m.outline)])
    planes: list[Plane] = []
    for i, side in enumerate(m.outline):
        ends, over = (side.start, side.end), (table[i - 1], table[i])
        if is_corner(side):
            planes.append(_through((*ends[0], m.girdle), (*ends[1], m.girdle), (*over[0], top), m))
        else:
            planes += _crown_fan(m, ends, over)
    return planes


def _crown_fan(m: Measures, girdle: tuple[Point, Point], table: tuple[Point, Point]) -> list[Plane]:
    top, (a, b), (ta, tb) = m.girdle + m.crown, girdle, table
    knot = (*_between(_between(a, b), _between(ta, tb)), m.girdle + m.crown * _gained(0.5, CROWN_BULGE))
    low_a, low_b, high_a, high_b = (*a, m.girdle), (*b, m.girdle), (*ta, top), (*tb, top)
    corners = ((low_a, low_b), (high_a, high_b), (low_a, high_a), (low_b, high_b))
    return [_through(p, q, knot, m) for p, q in corners]


def _pavilion_fan(m: Measures, side: tuple[Point, Point], bulge: float, rows: int) -> Iterator[Plane]:
    """Under one side: a facet along the girdle, then pairs from its two corners to the line down its middle."""
    line = [_knot(m, _between(*side), u, bulge) for u in _shares(rows)]
    a, b = (*side[0], 0.0), (*side[1], 0.0)
    yield _through(a, b, line[1], m)
    for p, q in pairwise(line[1:]):
        yield from (_through(end, p, q, m) for end in (a, b))


def _through(p: Vec, q: Vec, r: Vec, m: Measures) -> Plane:
    """The facet through three points, the middle of the stone inside it."""
    u, v = [q[i] - p[i] for i in range(3)], [r[i] - p[i] for i in range(3)]
    n = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    size = math.hypot(*n)
    inside = (m.culet[0], m.culet[1], m.girdle / 2)
    if sum(n[i] * (inside[i] - p[i]) for i in range(3)) > 0:
        size = -size
    normal = (n[0] / size, n[1] / size, n[2] / size)
    return Plane(normal, sum(normal[i] * p[i] for i in range(3)))


def _rough(m: Measures) -> Faceted:
    return prism((c.start for c in m.outline), -m.pavilion - SPARE, m.girdle + m.crown + SPARE)


def _corners(sides: list[tuple[Point, float]]) -> list[Point]:
    """Where each side, as (normal, distance), meets the next."""
    out = []
    for (n, d), (o, e) in zip(sides, sides[1:] + sides[:1], strict=True):
        det = n[0] * o[1] - n[1] * o[0]
        out.append(((d * o[1] - e * n[1]) / det, (e * n[0] - d * o[0]) / det))
    return out


def _between(a: Point, b: Point, share: float = 0.5) -> Point:
    return (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))


def _dot(a: Point, b: Point) -> float:
    return a[0] * b[0] + a[1] * b[1]


def rectangle(length: float, width: float, corner: float = 0.0) -> tuple[Curve, ...]:
    """A rectangle, its corners cut off at 45° by `corner` as a share of the width."""
    x, y, c = width / 2, length / 2, corner * width
    if c == 0:
        return polygon((x, -y), (x, y), (-x, y), (-x, -y))
    return polygon((x, c - y), (x, y - c), (x - c, y), (c - x, y), (-x, y - c), (-x, c - y), (c - x, -y), (x - c, -y))


def incentre(outline: tuple[Curve, ...]) -> Point:
    """The point as far from all sides of a triangle or a kite: over it, all sides are as steep."""
    a, b, c = outline[:3]
    (n, d), (o, e), (q, f) = ((s.normal, s.girdle) for s in (_side(x, ((0.0, 0.0),)) for x in (a, b, c)))
    return _corners([((n[0] - o[0], n[1] - o[1]), d - e), ((o[0] - q[0], o[1] - q[1]), e - f)])[0]


def centroid(outline: tuple[Curve, ...]) -> Point:
    """The middle of the area inside an outline."""
    x = y = total = 0.0
    for side in outline:
        (x0, y0), (x1, y1) = side.start, side.end
        part = x0 * y1 - x1 * y0
        x, y, total = x + part * (x0 + x1), y + part * (y0 + y1), total + part
    return (x / (3 * total), y / (3 * total))


def is_corner(side: Curve) -> bool:
    """Whether a side of a rectangle is a cut corner of it."""
    return min(abs(t) for t in side.tangent()) > DIAGONAL


def points(outline: tuple[Curve, ...]) -> Anchors:
    """Every sharp corner, facing along its bisector: a prong there is a V."""
    ahead = (*outline[1:], outline[0])
    return tuple(_point(a, b) for a, b in zip(outline, ahead, strict=True))


def _point(before: Curve, after: Curve) -> Anchor:
    (ux, uy), (vx, vy) = before.tangent(at_end=True), after.tangent()
    x, y = uy + vy, -ux - vx
    size = math.hypot(x, y)
    return Anchor(before.end, (x / size, y / size), "point")


def cut_corners(outline: tuple[Curve, ...]) -> Anchors:
    """The middle of every cut corner of a rectangle."""
    return middles(c for c in outline if is_corner(c))


def corners_and_flanks(outline: tuple[Curve, ...]) -> Anchors:
    """The cut corners, and the middles of the two sides along the stone: six prongs for a long or a large one."""
    return middles(c for c in outline if is_corner(c) or abs(c.tangent()[1]) > abs(c.tangent()[0]))


def middles(sides: Iterable[Curve]) -> Anchors:
    """The middle of each side, facing straight out."""
    return tuple(
        Anchor(_between(c.start, c.end), (c.tangent()[1], -c.tangent()[0]), "corner" if is_corner(c) else "side")
        for c in sides
    )
