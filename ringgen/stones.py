"""What a setting needs to know of a stone: its measures, and the envelope its seat is cut from."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from ringgen.bodies import Faceted
from ringgen.outline import gauge, spot
from ringgen.plane import Curve, Point


@dataclass(frozen=True)
class Anchor:
    """A spot of the girdle where a prong may hold: where, the unit direction outwards, and what is there.

    A `point` is sharp and chips: it wants a V-prong round it, never one beside it. A `corner` is cut off.
    """

    at: Point
    out: Point
    kind: Literal["side", "corner", "point"] = "side"


Anchors = tuple[Anchor, ...]
ON_AXIS = 1e-7  # mm: a stone may end in a point


@dataclass(frozen=True)
class Measures:
    """A stone in its own frame: z = 0 is the lower edge of the girdle, the table towards +z; mm and carats.

    `crown`, `girdle`, `pavilion` are heights; `table` is the table's width. `placeholder` marks a stone sized from its
    weight alone, to be measured before anything is cast; `error` is the share the carat weight may be off by.

    `outline` is the girdle seen from above, in (x, y) with its bounds' middle at the origin: width along x, length
    along y. `culet` is where the lowest point (the middle of a keel) lies under it. `holds` are the ways the trade
    places prongs on this cut, each a set of anchors, the usual one first. `side` is how it narrows above and below the
    girdle: (share of the outline, height) from the culet to the top; empty where only its outline is known.
    """

    length: float
    width: float
    table: float
    crown: float
    girdle: float
    pavilion: float
    carat: float
    error: float
    placeholder: bool
    source: str
    outline: tuple[Curve, ...]
    culet: Point = (0.0, 0.0)
    holds: tuple[Anchors, ...] = ()
    side: tuple[Point, ...] = ()

    @property
    def depth(self) -> float:
        """Table to culet, mm."""
        return self.crown + self.girdle + self.pavilion


def around(outline: tuple[Curve, ...], degrees: tuple[float, ...]) -> Anchors:
    """Anchors on a smooth outline in those directions from its middle (0 is +x)."""
    return tuple(Anchor(*spot(outline, math.radians(a))) for a in degrees)


def envelope(solid: Faceted, stone: Measures) -> tuple[Point, ...]:
    """The narrowest shape of the stone's own outline, larger or smaller at every height, that holds all of it.

    As (half width, z) from the culet's end to the table's: for a round stone a turned shape, into which it can be
    dropped at any angle.
    """
    half = stone.width / 2
    spots = [(half * gauge(stone.outline, (x, y), stone.culet), z) for x, y, z in solid.vertices]
    low, high = min(z for _, z in spots), max(z for _, z in spots)
    hull = _outer_hull([*spots, (0.0, low)])
    return (*hull, (0.0, high)) if hull[-1][0] > ON_AXIS else (*hull[:-1], (0.0, high))


def side_of(solid: Faceted, stone: Measures) -> tuple[Point, ...]:
    """How a stone narrows about its culet, as shares of its outline: (share, height) from the lowest to the top."""
    half = stone.width / 2
    return tuple((r / half, z) for r, z in envelope(solid, stone))


def _outer_hull(spots: Iterable[Point]) -> list[Point]:
    """The convex hull's side away from the axis, from the lowest point up to the widest of the highest."""
    hull: list[Point] = []
    for p in sorted({(round(r, 9), round(z, 9)) for r, z in spots}, key=lambda q: (q[1], q[0])):
        while len(hull) > 1 and _turn(hull[-2], hull[-1], p) <= 1e-12:
            hull.pop()
        hull.append(p)
    return hull


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def grown(outline: tuple[Point, ...], by: float) -> tuple[Point, ...]:
    """A convex envelope `by` mm larger on every side; its ends stay on the axis."""
    sides = []
    for (r0, z0), (r1, z1) in pairwise(outline):
        length = math.hypot(r1 - r0, z1 - z0)
        nr, nz = (z1 - z0) / length, (r0 - r1) / length  # out of a shape run upwards
        sides.append((nr, nz, nr * r0 + nz * z0 + by))
    axis = (-1.0, 0.0, 0.0)
    return tuple(_cross(p, q) for p, q in pairwise((axis, *sides, axis)))


def _cross(p: tuple[float, float, float], q: tuple[float, float, float]) -> Point:
    det = p[0] * q[1] - p[1] * q[0]
    return ((p[2] * q[1] - p[1] * q[2]) / det, (p[0] * q[2] - p[2] * q[0]) / det)
