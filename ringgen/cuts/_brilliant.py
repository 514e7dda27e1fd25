"""Brilliant facets on any convex outline, as the round brilliant has them.

Main facets touch the girdle at their stations and all meet in the culet, as the tangent planes of a cone over the
outline do; stars fill in round the table, and two halves stand between neighbouring mains on either side of the girdle.
Every facet holds a tangent of the outline, so none cuts into it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Faceted, Vec
from ringgen.catalog.stones import Proportions, by_ratio, proportions
from ringgen.cuts._rim import Rim
from ringgen.facets import Plane, cut, level, prism
from ringgen.outline import reach
from ringgen.plane import Point
from ringgen.stones import Measures

MARGIN = 1.0  # mm of rough over the table and under the culet


@dataclass(frozen=True)
class Pattern:
    """Where the facets of a brilliant stand: the girdle walked, its mains' stations, and the crown's middle."""

    rim: Rim
    mains: tuple[float, ...]
    centre: Point = (0.0, 0.0)

    def gaps(self) -> list[tuple[float, float]]:
        """The stretches between neighbouring mains."""
        ends = (*self.mains, self.mains[0] + self.rim.length) if self.rim.closed else self.mains
        return list(pairwise(ends))

    def stations(self) -> list[float]:
        """Every place where a main, a half or the tip between two halves meets the girdle."""
        return [*self.mains, *(s + (e - s) * k / 4 for s, e in self.gaps() for k in (1, 2, 3))]


def evenly(rim: Rim, count: int) -> tuple[float, ...]:
    """That many stations, from the outline's beginning, at even distances along it."""
    return tuple(rim.length * k / count for k in range(count))


def brilliant(m: Measures, cut_name: str, pattern: Pattern) -> Faceted:
    """The stone with brilliant facets, by its cut's star, lower half and bulge."""
    row = proportions(cut_name)
    rough = prism(pattern.rim.polygon(pattern.stations(), m.width), -m.pavilion - MARGIN, m.girdle + m.crown + MARGIN)
    return cut(rough, [level(m.girdle + m.crown), *crown(m, row, pattern), *pavilion(m, row, pattern)])


def crown(m: Measures, row: Proportions, pattern: Pattern) -> list[Plane]:
    """Mains, stars and upper halves."""
    rim, centre, top = pattern.rim, pattern.centre, m.girdle + m.crown
    share = m.table / m.width
    apex = m.crown / (1 - share)  # of the cone the mains touch, over the girdle
    planes = [leaning(p, n, m.girdle, (*toward(centre, p, share), top)) for p, n in map(rim.at, pattern.mains)]
    for start, end in pattern.gaps():
        (p, _), (q, _) = rim.at(start), rim.at(end)
        far = _meeting(rim, start, end, centre, 1.0)
        azimuth = math.atan2(far[1] - centre[1], far[0] - centre[0])
        edge = _along_chord(centre, azimuth, toward(centre, p, share), toward(centre, q, share))
        tip = edge + row.star * (reach(rim.chain, azimuth, centre) - edge)
        part = tip / math.dist(far, centre)
        star = (*toward(centre, far, part), m.girdle + apex * (1 - part))
        planes.append(through((*toward(centre, p, share), top), (*toward(centre, q, share), top), star))
        planes += [leaning(*rim.at(start + (end - start) * k), m.girdle, star) for k in (0.25, 0.75)]
    return planes


def pavilion(m: Measures, row: Proportions, pattern: Pattern) -> list[Plane]:
    """Mains to the culet and lower halves; a bulge lifts the mains off the girdle and steepens the halves."""
    rim, culet = pattern.rim, m.culet
    wide = 1.0 + by_ratio(row.bulge, m.length / m.width)
    planes = []
    for p, n in map(rim.at, pattern.mains):
        planes.append(leaning(toward(culet, p, wide), n, 0.0, (*culet, -m.pavilion)))
    for start, end in pattern.gaps():
        far = _meeting(rim, start, end, culet, wide)
        azimuth = math.atan2(far[1] - culet[1], far[0] - culet[0])
        part = (1 - row.lower_half) * reach(rim.chain, azimuth, culet) / math.dist(far, culet)
        tip = (*toward(culet, far, part), -m.pavilion * (1 - part))
        planes += [leaning(*rim.at(start + (end - start) * k), 0.0, tip) for k in (0.25, 0.75)]
    return planes


def leaning(on: Point, out: Point, height: float, through_point: Vec) -> Plane:
    """The facet through the level line at `on` that faces `out`, at that height, and through a point nearer the middle.

    Above the line the point makes it a crown's facet, under it a pavilion's.
    """
    run = out[0] * (on[0] - through_point[0]) + out[1] * (on[1] - through_point[1])
    rise = through_point[2] - height
    size = math.hypot(run, rise)
    side = 1.0 if rise > 0 else -1.0
    normal = (out[0] * side * rise / size, out[1] * side * rise / size, side * run / size)
    return Plane(normal, normal[0] * on[0] + normal[1] * on[1] + normal[2] * height)


def through(a: Vec, b: Vec, c: Vec) -> Plane:
    """The facet through three points, facing up."""
    u, v = [b[i] - a[i] for i in range(3)], [c[i] - a[i] for i in range(3)]
    n = (u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0])
    size = math.copysign(math.hypot(*n), n[2])
    normal = (n[0] / size, n[1] / size, n[2] / size)
    return Plane(normal, normal[0] * a[0] + normal[1] * a[1] + normal[2] * a[2])


def toward(centre: Point, p: Point, share: float) -> Point:
    """The point that share of the way from the middle."""
    return (centre[0] + share * (p[0] - centre[0]), centre[1] + share * (p[1] - centre[1]))


def _meeting(rim: Rim, start: float, end: float, centre: Point, wide: float) -> Point:
    """Where the tangents at two stations, moved out `wide` times as far from the middle, cross."""
    (p, (ux, uy)), (q, (vx, vy)) = rim.at(start), rim.at(end)
    a = wide * (ux * (p[0] - centre[0]) + uy * (p[1] - centre[1]))
    b = wide * (vx * (q[0] - centre[0]) + vy * (q[1] - centre[1]))
    det = ux * vy - uy * vx
    return (centre[0] + (a * vy - b * uy) / det, centre[1] + (b * ux - a * vx) / det)


def _along_chord(centre: Point, azimuth: float, p: Point, q: Point) -> float:
    """How far from the middle a ray crosses the line through two points."""
    nx, ny = q[1] - p[1], p[0] - q[0]
    away = nx * (p[0] - centre[0]) + ny * (p[1] - centre[1])
    return away / (nx * math.cos(azimuth) + ny * math.sin(azimuth))
