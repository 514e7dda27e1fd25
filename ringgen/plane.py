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


def reflected(c: Curve) -> Curve:
    """The curve mirrored in x = 0, run backwards."""
    if isinstance(c, Line):
        return Line((-c.end[0], c.end[1]), (-c.start[0], c.start[1]))
    return Arc((-c.centre[0], c.centre[1]), c.radius, math.pi - c.a1, math.pi - c.a0)


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


def at(c: Curve, share: float) -> Point:
    """The point that share of the way along a curve."""
    if isinstance(c, Line):
        return (c.start[0] + share * (c.end[0] - c.start[0]), c.start[1] + share * (c.end[1] - c.start[1]))
    return c.at(c.a0 + share * (c.a1 - c.a0))
