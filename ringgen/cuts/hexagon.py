"""The hexagon: six straight sides, two points along the stone, cut in steps."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, points, ridge, stepped
from ringgen.outline import polygon
from ringgen.spec.fields import StoneParams, angle
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("hexagonal",)
UPRIGHT = 0.1  # |x| of a side's direction, under which it is one of the two along the stone


class Params(StoneParams):
    """Its points."""

    point: float = angle(
        120.0, ge=100.0, le=140.0, doc="angle of the two points along the stone; 120: all six corners alike"
    )


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""

    def shape(length: float, width: float) -> Shape:
        x, y = width / 2, length / 2
        turn = y - x / math.tan(math.radians(p.point / 2))
        outline = polygon((x, -turn), (x, turn), (0.0, y), (-x, turn), (-x, -turn), (0.0, -y))
        six = points(outline)
        return Shape(outline, (six, six[1::2]))

    return measured("hexagon", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Table, two rows of six steps, the girdle, three rows of six steps down to the culet or a keel."""
    return stepped(m, belly("hexagon", m), (2, 3), ridge(m, _slant(m)))


def _slant(m: Measures) -> float:
    """A point's slanted side, mm: its keel ends as far inside the point, so that all sides are as steep."""
    return max(c.length for c in m.outline if abs(c.tangent()[0]) > UPRIGHT)
