"""Plane curves: the lines and arcs every outline is drawn with, and what can be said of them exactly.

Coordinates are millimetres, angles radians. A chain is a tuple of curves, each starting where the last ended; closed
chains run counter-clockwise, with the material on the left.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]


@dataclass(frozen=True)
class Line:
    """A straight piece from `start` to `end`."""

    start: Point
    end: Point

    def tangent(self, at_end: bool = False) -> Point:
        """Unit direction of travel at its start, or at its end."""
        dx, dy = self.end[0] - self.start[0], self.end[1] - self.start[1]
        length = math.hypot(dx, dy)
        return (dx / length, dy / length)

    @property
    def length(self) -> float:
        """Length, mm."""
        return math.dist(self.start, self.end)


@dataclass(frozen=True)
class Arc:
    """A piece of a circle from angle `a0` to `a1`; counter-clockwise when a1 > a0."""

    centre: Point
    radius: float
    a0: float
    a1: float

    def at(self, angle: float) -> Point:
        """The point of the circle at that angle."""
        return (self.centre[0] + self.radius * math.cos(angle), self.centre[1] + self.radius * math.sin(angle))

    @property
    def start(self) -> Point:
        """Where it begins."""
        return self.at(self.a0)

    @property
    def mid(self) -> Point:
        """Half way along."""
        return self.at((self.a0 + self.a1) / 2)

    @property
    def end(self) -> Point:
        """Where it ends."""
        return self.at(self.a1)

    @property
    def length(self) -> float:
        """Length, mm."""
        return self.radius * abs(self.a1 - self.a0)

    def tangent(self, at_end: bool = False) -> Point:
        """Unit direction of travel at its start, or at its end."""
        a, s = (self.a1 if at_end else self.a0), (1.0 if self.a1 > self.a0 else -1.0)
        return (-s * math.sin(a), s * math.cos(a))


Curve = Line | Arc


def polyline(*points: Point) -> tuple[Curve, ...]:
    """Straight pieces through the points."""
    return tuple(Line(p, q) for p, q in pairwise(points))


def arc_through(start: Point, mid: Point, end: Point) -> Arc:
    """The arc from `start` over `mid` to `end`. The three must not lie on one line."""
    (ax, ay), (bx, by), (cx, cy) = start, mid, end
    d = 2 * (ax * (by - cy) + bx * (cy - ay) + cx * (ay - by))
    a2, b2, c2 = ax * ax + ay * ay, bx * bx + by * by, cx * cx + cy * cy
    x = (a2 * (by - cy) + b2 * (cy - ay) + c2 * (ay - by)) / d
    y = (a2 * (cx - bx) + b2 * (ax - cx) + c2 * (bx - ax)) / d
    radius = math.hypot(ax - x, ay - y)
    a0, am, a1 = (math.atan2(p[1] - y, p[0] - x) for p in (start, mid, end))
    sweep = (a1 - a0) % math.tau
    if (am - a0) % math.tau > sweep:
        sweep -= math.tau
    return Arc((x, y), radius, a0, a0 + sweep)


def shifted(chain: Sequence[Curve], dx: float, dy: float) -> tuple[Curve, ...]:
    """The chain moved by (dx, dy)."""

    def moved(p: Point) -> Point:
        return (p[0] + dx, p[1] + dy)

    return tuple(
        Line(moved(c.start), moved(c.end)) if isinstance(c, Line) else Arc(moved(c.centre), c.radius, c.a0, c.a1)
        for c in chain
    )


def area(chain: Sequence[Curve]) -> float:
    """Area inside a closed chain, exactly (Green's theorem; positive when counter-clockwise)."""
    total = 0.0
    for c in chain:
        (x0, y0), (x1, y1) = c.start, c.end
        total += (x0 * y1 - x1 * y0) / 2
        if isinstance(c, Arc):  # the segment between the chord and the arc
            sweep = c.a1 - c.a0
            total += c.radius**2 * (sweep - math.sin(sweep)) / 2
    return total


def moment(chain: Sequence[Curve]) -> float:
    """First moment of a closed chain's area about the horizontal axis, exactly; mm³.

    Turned once round that axis the area sweeps 2π times this (Pappus).
    """
    total = 0.0
    for c in chain:
        if isinstance(c, Line):
            (x0, y0), (x1, y1) = c.start, c.end
            total -= (x1 - x0) * (y0 * y0 + y0 * y1 + y1 * y1) / 6
        else:
            total += c.radius / 2 * (_arc_moment(c, c.a1) - _arc_moment(c, c.a0))
    return total


def _arc_moment(c: Arc, t: float) -> float:
    """Antiderivative of (cy + R sin t)² sin t."""
    cy, r, cos, sin = c.centre[1], c.radius, math.cos(t), math.sin(t)
    return -cy * cy * cos + cy * r * (t - sin * cos) + r * r * (cos**3 / 3 - cos)


def points(chain: Sequence[Curve], deviation: float = 0.01) -> list[Point]:
    """The chain as points no further than `deviation` mm from it; the last end is left out."""
    out: list[Point] = []
    for c in chain:
        if isinstance(c, Line):
            out.append(c.start)
            continue
        step = 2 * math.acos(max(0.0, 1 - min(deviation / c.radius, 1.0))) or 0.1
        n = max(2, math.ceil(abs(c.a1 - c.a0) / step))
        out.extend(c.at(c.a0 + (c.a1 - c.a0) * i / n) for i in range(n))
    return out


def eased(chain: Sequence[Curve], radius: float, corners: Sequence[int] | None = None) -> tuple[Curve, ...]:
    """An open chain with its corners rounded; corner i lies between curves i and i + 1.

    A corner whose neighbours are too short for `radius` gets the largest half, quarter… of it that fits. Corners that
    are already smooth stay.
    """
    if radius <= 0:
        return tuple(chain)
    out = [chain[0]]
    for i, following in enumerate(chain[1:]):
        done = _corner(out[-1], following, radius) if corners is None or i in corners else None
        if done is None:
            out.append(following)
        else:
            out[-1:] = done
    return tuple(out)


def _corner(first: Curve, second: Curve, radius: float) -> tuple[Curve, Arc, Curve] | None:
    (ux, uy), (vx, vy) = first.tangent(at_end=True), second.tangent()
    turn = ux * vy - uy * vx
    if abs(turn) < 1e-6:
        return None
    side = 1.0 if turn > 0 else -1.0
    for attempt in range(6):
        r = radius / 2**attempt
        for centre in _meeting(first, second, side * r, first.end):
            a, b = _cut(first, centre, end=True), _cut(second, centre, end=False)
            if a is None or b is None:
                continue
            a0 = math.atan2(a.end[1] - centre[1], a.end[0] - centre[0])
            a1 = math.atan2(b.start[1] - centre[1], b.start[0] - centre[0])
            sweep = (a1 - a0) % math.tau if side > 0 else -((a0 - a1) % math.tau)
            if abs(sweep) < math.pi:
                return a, Arc(centre, r, a0, a0 + sweep), b
    return None


def _meeting(first: Curve, second: Curve, left: float, near: Point) -> list[Point]:
    """Where the two curves, both moved `left` mm to their left, cross; nearest to `near` first."""
    found = _crossings(_offset(first, left), _offset(second, left))
    return sorted(found, key=lambda p: math.dist(p, near))


@dataclass(frozen=True)
class _Ray:
    """An endless line."""

    point: Point
    along: Point


@dataclass(frozen=True)
class _Circle:
    centre: Point
    radius: float


def _offset(c: Curve, left: float) -> _Ray | _Circle:
    if isinstance(c, Line):
        tx, ty = c.tangent()
        return _Ray((c.start[0] - ty * left, c.start[1] + tx * left), (tx, ty))
    return _Circle(c.centre, c.radius - left if c.a1 > c.a0 else c.radius + left)


def _crossings(a: _Ray | _Circle, b: _Ray | _Circle) -> list[Point]:
    if isinstance(a, _Ray):
        return _ray_ray(a, b) if isinstance(b, _Ray) else _ray_circle(a, b)
    return _ray_circle(b, a) if isinstance(b, _Ray) else _circle_circle(a, b)


def _ray_ray(a: _Ray, b: _Ray) -> list[Point]:
    (ux, uy), (vx, vy) = a.along, b.along
    det = ux * vy - uy * vx
    if abs(det) < 1e-12:
        return []
    s = ((b.point[0] - a.point[0]) * vy - (b.point[1] - a.point[1]) * vx) / det
    return [(a.point[0] + s * ux, a.point[1] + s * uy)]


def _ray_circle(a: _Ray, b: _Circle) -> list[Point]:
    fx, fy = a.point[0] - b.centre[0], a.point[1] - b.centre[1]
    half = fx * a.along[0] + fy * a.along[1]
    h2 = half * half - (fx * fx + fy * fy - b.radius * b.radius)
    if h2 < 0:
        return []
    root = math.sqrt(h2)
    return [(a.point[0] + s * a.along[0], a.point[1] + s * a.along[1]) for s in (-half - root, -half + root)]


def _circle_circle(a: _Circle, b: _Circle) -> list[Point]:
    d = math.dist(a.centre, b.centre)
    if d < 1e-12:
        return []
    along = (d * d + a.radius**2 - b.radius**2) / (2 * d)
    h2 = a.radius**2 - along * along
    if h2 < 0:
        return []
    ex, ey, h = (b.centre[0] - a.centre[0]) / d, (b.centre[1] - a.centre[1]) / d, math.sqrt(h2)
    mx, my = a.centre[0] + along * ex, a.centre[1] + along * ey
    return [(mx - h * ey, my + h * ex), (mx + h * ey, my - h * ex)]


def _cut(c: Curve, centre: Point, end: bool) -> Curve | None:
    """The curve cut back to where the rounding circle about `centre` touches it; None where that misses it."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        s = (centre[0] - c.start[0]) * tx + (centre[1] - c.start[1]) * ty
        if not 1e-9 < s < c.length - 1e-9:
            return None
        touch = (c.start[0] + s * tx, c.start[1] + s * ty)
        return Line(c.start, touch) if end else Line(touch, c.end)
    a = math.atan2(centre[1] - c.centre[1], centre[0] - c.centre[0])
    lo, hi = min(c.a0, c.a1), max(c.a0, c.a1)
    a = lo + (a - lo) % math.tau
    if not lo + 1e-9 < a < hi - 1e-9:
        return None
    return Arc(c.centre, c.radius, c.a0, a) if end else Arc(c.centre, c.radius, a, c.a1)
