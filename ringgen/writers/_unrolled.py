"""The stones of a ring laid flat: the hoop unrolled, each girdle in its true shape about its own middle.

Page coordinates are mm: x along the hoop, 0 at the top, to the right towards the ring's +X as seen from above; y along
the finger, upwards towards +Y.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from ringgen.bodies import Frame, Vec, cross
from ringgen.plane import Point
from ringgen.witness import Stone

SAME = 6  # digits of a degree to which stones stand beside one another
HOURS = range(-5, 7)  # of 30 degrees each from the top, the base once


@dataclass(frozen=True)
class Flat:
    """A stone on the page: its number, its girdle's outline, and the middle of that."""

    number: int
    outline: tuple[Point, ...]

    @property
    def middle(self) -> Point:
        """The centroid of the outline."""
        x0, y0 = self.outline[0]
        area, x, y = 0.0, 0.0, 0.0
        for (ax, ay), (bx, by) in _sides(self.outline):
            cross = (ax - x0) * (by - y0) - (bx - x0) * (ay - y0)
            area += cross
            x += cross * (ax + bx - 2 * x0)
            y += cross * (ay + by - 2 * y0)
        return (x0 + x / (3 * area), y0 + y / (3 * area))

    @property
    def room(self) -> float:
        """The radius of the circle about the middle that the outline leaves room for."""
        return min(_away(self.middle, a, b) for a, b in _sides(self.outline))

    @property
    def left(self) -> float:
        """The least x."""
        return min(x for x, _ in self.outline)

    @property
    def right(self) -> float:
        """The greatest x."""
        return max(x for x, _ in self.outline)

    @property
    def low(self) -> float:
        """The least y."""
        return min(y for _, y in self.outline)

    @property
    def high(self) -> float:
        """The greatest y."""
        return max(y for _, y in self.outline)

    def turned(self, aside: float, zero: float) -> Flat:
        """It in a drawing whose y runs downwards, y = 0 at `zero` there and x = 0 at `aside`."""
        return Flat(self.number, tuple((aside + x, zero - y) for x, y in self.outline))


class Hoop:
    """Where on the page an angle of the hoop lies: the length of the line on which the girdles' middles stand.

    Between stones the line's radius passes evenly from one to the next, so that neighbours are as far apart as on the
    ring, however their heights differ.
    """

    def __init__(self, stones: Sequence[Stone]) -> None:
        radii: dict[float, float] = {}
        for s in stones:
            angle, radius = _polar(s.frame.origin)
            radii[angle] = max(radius, radii.get(angle, 0.0))
        spots = sorted(radii.items())
        radii.setdefault(0.0, _between(spots, 0.0))
        self._spots = sorted(radii.items())
        lengths = [0.0]
        for (a, r), (b, q) in pairwise(self._spots):
            lengths.append(lengths[-1] + math.radians(b - a) * (r + q) / 2)
        top = lengths[[a for a, _ in self._spots].index(0.0)]
        self._lengths = [length - top for length in lengths]

    def at(self, degrees: float) -> float:
        """The x of an angle from the top towards +X."""
        spots = self._spots
        k = max((n for n, (a, _) in enumerate(spots) if a <= degrees), default=0)
        angle, radius = spots[k]
        return self._lengths[k] + math.radians(degrees - angle) * (radius + _between(spots, degrees)) / 2

    def flat(self, number: int, s: Stone) -> Flat:
        """A stone on the page."""
        angle, _ = _polar(s.frame.origin)
        x, y, turn = self.at(angle), s.frame.origin[1], _turn(s.frame)
        c, n = math.cos(turn), math.sin(turn)
        return Flat(number, tuple((x + c * u - n * v, y + n * u + c * v) for u, v in s.outline))

    def hours(self, left: float, right: float) -> list[tuple[str, float]]:
        """The hours of the hoop between two x, and where they are."""
        found = [(f"{(12 - k) % 12 or 12}:00", self.at(30.0 * k)) for k in HOURS]
        return [(hour, x) for hour, x in found if left <= x <= right]


def lines(stones: Sequence[Flat], width: float) -> list[list[Flat]]:
    """The stones from left to right in as many lines as they take, none of them wider than `width` mm."""
    found: list[list[Flat]] = []
    for stone in sorted(stones, key=lambda s: (s.left, s.number)):
        if not found or stone.right - found[-1][0].left > width:
            found.append([])
        found[-1].append(stone)
    return found


def _polar(point: Vec) -> tuple[float, float]:
    """Degrees from the top towards +X, over -180 to 180, and the distance from the finger's axis."""
    degrees = round(math.degrees(math.atan2(point[0], point[2])), SAME) + 0.0
    return (180.0 if degrees == -180.0 else degrees), math.hypot(point[0], point[2])


def _between(spots: Sequence[tuple[float, float]], degrees: float) -> float:
    """The radius at an angle, evenly between those at its neighbours; beyond the last its own."""
    for (a, r), (b, q) in pairwise(spots):
        if a <= degrees <= b:
            return r + (q - r) * (degrees - a) / (b - a)
    return spots[0][1] if degrees < spots[0][0] else spots[-1][1]


def _turn(frame: Frame) -> float:
    """How far a stone's x is turned on the page, radians: after it is laid flat the shortest way, if it leans."""
    angle = math.atan2(frame.origin[0], frame.origin[2])
    along, up = (math.cos(angle), 0.0, -math.sin(angle)), (math.sin(angle), 0.0, math.cos(angle))
    axis = cross(frame.z, up)
    once = cross(axis, frame.x)
    share = 1.0 + max(_dot(frame.z, up), -0.999)  # a stone whose table faced the finger would have no shortest way
    (x, y, z), (a, b, c), (d, e, f) = frame.x, once, cross(axis, once)
    laid = (x + a + d / share, y + b + e / share, z + c + f / share)
    return math.atan2(laid[1], _dot(laid, along))


def _dot(a: Vec, b: Vec) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def _sides(outline: Sequence[Point]) -> list[tuple[Point, Point]]:
    return list(zip(outline, (*outline[1:], outline[0]), strict=True))


def _away(p: Point, a: Point, b: Point) -> float:
    """How far a point lies from a straight piece."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    square = dx * dx + dy * dy
    share = min(1.0, max(0.0, ((p[0] - a[0]) * dx + (p[1] - a[1]) * dy) / square)) if square else 0.0
    return math.dist(p, (a[0] + share * dx, a[1] + share * dy))
