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

    A curve between two corners gives each of them at most its half, so the order they are taken in does not matter. A
    corner whose neighbours are too short for `radius` gets the largest half, quarter… of it that fits. Corners that are
    already smooth stay.
    """
    if radius <= 0:
        return tuple(chain)
    last = len(chain) - 1
    wanted = [i for i in range(last) if corners is None or i in corners]
    fillets: dict[int, _Fillet] = {}
    for i in wanted:
        room = (0.5 if i - 1 in wanted else 0.0, 0.5 if i + 1 in wanted else 1.0)
        found = _corner(chain[i], chain[i + 1], radius, room)
        if found is not None:
            fillets[i] = found
    out: list[Curve] = []
    for i, c in enumerate(chain):
        start = fillets[i - 1].leaves if i - 1 in fillets else 0.0
        end = fillets[i].meets if i in fillets else 1.0
        out.append(_piece(c, start, end))
        if i in fillets:
            out.append(fillets[i].arc)
    return tuple(out)


@dataclass(frozen=True)
class _Fillet:
    """A rounded corner: where along the first curve it begins, and along the second it ends (0 to 1)."""

    meets: float
    arc: Arc
    leaves: float


def _corner(first: Curve, second: Curve, radius: float, room: tuple[float, float]) -> _Fillet | None:
    (ux, uy), (vx, vy) = first.tangent(at_end=True), second.tangent()
    turn = ux * vy - uy * vx
    if abs(turn) < 1e-6:
        return None
    side = 1.0 if turn > 0 else -1.0
    for attempt in range(6):
        r = radius / 2**attempt
        for centre in _meeting(first, second, side * r, first.end):
            meets, leaves = _touch(first, centre), _touch(second, centre)
            if meets is None or leaves is None or meets < room[0] or leaves > room[1]:
                continue
            a, b = at(first, meets), at(second, leaves)
            a0 = math.atan2(a[1] - centre[1], a[0] - centre[0])
            a1 = math.atan2(b[1] - centre[1], b[0] - centre[0])
            sweep = (a1 - a0) % math.tau if side > 0 else -((a0 - a1) % math.tau)
            if abs(sweep) < math.pi:
                return _Fillet(meets, Arc(centre, r, a0, a0 + sweep), leaves)
    return None


def at(c: Curve, share: float) -> Point:
    """The point that share of the way along a curve."""
    if isinstance(c, Line):
        return (c.start[0] + share * (c.end[0] - c.start[0]), c.start[1] + share * (c.end[1] - c.start[1]))
    return c.at(c.a0 + share * (c.a1 - c.a0))


def _piece(c: Curve, start: float, end: float) -> Curve:
    if (start, end) == (0.0, 1.0):
        return c
    if isinstance(c, Line):
        return Line(at(c, start), at(c, end))
    sweep = c.a1 - c.a0
    return Arc(c.centre, c.radius, c.a0 + start * sweep, c.a0 + end * sweep)


def _meeting(first: Curve, second: Curve, left: float, near: Point) -> list[Point]:
    """Where the two curves, both moved `left` mm to their left, cross; nearest to `near` first."""
    found = _crossings(_offset(first, left), _offset(second, left))
    return sorted(found, key=lambda p: math.dist(p, near))


def parallel(c: Curve, left: float) -> Curve | None:
    """The curve moved `left` mm to its left; None for an arc that would vanish."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        return shifted((c,), -ty * left, tx * left)[0]
    radius = c.radius - left if c.a1 > c.a0 else c.radius + left
    return Arc(c.centre, radius, c.a0, c.a1) if radius > 1e-9 else None


def crossings(a: Curve, b: Curve) -> list[Point]:
    """Where the endless line or the whole circle of one curve crosses that of the other."""
    return _crossings(_offset(a, 0.0), _offset(b, 0.0))


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


def _touch(c: Curve, centre: Point) -> float | None:
    """How far along the curve a circle about `centre` touches it (0 to 1); None where that misses it."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        share = ((centre[0] - c.start[0]) * tx + (centre[1] - c.start[1]) * ty) / c.length
    else:
        a = math.atan2(centre[1] - c.centre[1], centre[0] - c.centre[0])
        low, high = min(c.a0, c.a1), max(c.a0, c.a1)
        a = low + (a - low) % math.tau
        share = (a - low) / (high - low) if c.a1 > c.a0 else (high - a) / (high - low)
    return share if 1e-9 < share < 1 - 1e-9 else None
