"""The kite: four straight sides, the long point at -y, cut in steps."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, incentre, points, stepped
from ringgen.outline import polygon
from ringgen.spec.fields import StoneParams, ratio
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("dart",)


class Params(StoneParams):
    """Where it is widest."""

    shoulder: float = ratio(
        0.33, ge=0.2, le=0.45, doc="from the short point to the widest place, as a share of the length"
    )


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""

    def shape(length: float, width: float) -> Shape:
        x, y = width / 2, length / 2
        wide = y - p.shoulder * length
        outline = polygon((0.0, -y), (x, wide), (0.0, y), (-x, wide))
        return Shape(outline, (points(outline),), incentre(outline))

    return measured("kite", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Table, two rows of four steps, the girdle, three rows of four steps down to the culet."""
    return stepped(m, belly("kite", m), (2, 3))
