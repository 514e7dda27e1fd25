"""The trillion brilliant: three bowed sides and three points, one of them at -y."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import Pattern, brilliant
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.outline import mirrored
from ringgen.plane import Arc, Curve, Line, Point
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("trillion-cut", "curved-trillion", "curved-triangle", "trillian")
BOW = math.radians(20.0)  # between a side's chord and its tangent at the point
SLOPE = math.tan(math.radians(60.0))  # of the edge that cuts off an upper corner


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("trillion", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = curved_triangle(length, width, BOW)
    rim = Rim(outline)
    stations = stations_of(rim)
    points = tuple(rim.anchor(s, "point") for s in stations[::2])
    return Shape(outline, (points, (*points, *(rim.anchor(s) for s in stations[1::2]))), middle(length, width, BOW))


def curved_triangle(length: float, width: float, bow: float, cut_off: float = 0.0) -> tuple[Curve, ...]:
    """Three bowed sides, from the lowest point or edge on.

    `bow` (radians) lies between a side's tangent and its chord; the corners are cut off by edges of twice `cut_off` mm.
    """
    half, low = width / 2, -length / 2
    high = (half - cut_off, length / 2 - (half - cut_off) * math.tan(bow / 2))
    out = (half, high[1] - SLOPE * cut_off)
    upper = (half - cut_off) / math.sin(bow)
    top = Arc((0.0, length / 2 - upper), upper, math.pi / 2 - bow, math.pi / 2)
    side = _bowed((cut_off, low), out, bow)
    if cut_off <= 0:
        return mirrored((side, top))
    return mirrored((Line((0.0, low), (cut_off, low)), side, Line(out, high), top))


def _bowed(start: Point, end: Point, bow: float) -> Arc:
    chord, along = math.dist(start, end), math.atan2(end[1] - start[1], end[0] - start[0])
    radius, first = chord / (2 * math.sin(bow)), along - bow - math.pi / 2
    centre = (start[0] - radius * math.cos(first), start[1] - radius * math.sin(first))
    return Arc(centre, radius, first, first + 2 * bow)


def middle(length: float, width: float, bow: float) -> Point:
    """The point as far from all three corners, where the culet lies."""
    half = width / 2
    tall = length - half * math.tan(bow / 2)
    return (0.0, (half * half + tall * tall) / (2 * tall) - length / 2)


def stations_of(rim: Rim) -> tuple[float, ...]:
    """The corners' and the sides' middles in turn, from the lower corner."""
    start, end, following = _right_side(rim)
    side, corner = (start + end) / 2, (end + following) / 2
    return (0.0, side, corner, rim.length / 2, rim.length - corner, rim.length - side)


def _right_side(rim: Rim) -> tuple[float, float, float]:
    """Where the right side begins and ends, and where the upper begins."""
    first, second, *_ = (i for i, c in enumerate(rim.chain) if isinstance(c, Arc))
    joints = rim.joints()
    return joints[first], joints[first + 1], joints[second]


def solid(m: Measures) -> Faceted:
    """Brilliant facets: mains on the points and the sides' middles, and their stars and halves."""
    rim = Rim(m.outline)
    return brilliant(m, "trillion", Pattern(rim, stations_of(rim), middle(m.length, m.width, BOW)))
