"""The shield: a straight top, two short sides and two that meet in a point at -y, cut in steps."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, centroid, points, stepped
from ringgen.outline import polygon
from ringgen.spec.fields import StoneParams, ratio
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("shield-cut",)


class Params(StoneParams):
    """Where its sides turn."""

    shoulder: float = ratio(0.4, ge=0.2, le=0.6, doc="height of the two short sides, as a share of the length")


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""

    def shape(length: float, width: float) -> Shape:
        x, y = width / 2, length / 2
        turn = y - p.shoulder * length
        outline = polygon((0.0, -y), (x, turn), (x, y), (-x, y), (-x, turn))
        five = points(outline)
        return Shape(outline, ((five[1], five[2], five[4]), five), centroid(outline))  # the top's two and the tip

    return measured("shield", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Table, two rows of five steps, the girdle, three rows of five steps down to the culet."""
    return stepped(m, belly("shield", m), (2, 3))
