"""Where lines and arcs, taken endless and whole, cross one another; and curves moved parallel to themselves.

Coordinates are mm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ringgen.plane import Arc, Curve, Line, Point, shifted


def crossings(a: Curve, b: Curve, left: float = 0.0) -> list[Point]:
    """Where the endless line or the whole circle of one curve crosses that of the other, both moved `left` mm first."""
    return _crossings(_offset(a, left), _offset(b, left))


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


def parallel(c: Curve, left: float) -> Curve | None:
    """The curve moved `left` mm to its left; None for an arc that would vanish."""
    if isinstance(c, Line):
        tx, ty = c.tangent()
        return shifted((c,), -ty * left, tx * left)[0]
    radius = c.radius - left if c.a1 > c.a0 else c.radius + left
    return Arc(c.centre, radius, c.a0, c.a1) if radius > 1e-9 else None
