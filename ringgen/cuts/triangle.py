"""The triangle: three straight sides, the single corner at -y, cut in steps."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, incentre, points, stepped
from ringgen.outline import polygon
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("triangular", "triangle-step")


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("triangle", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    x, y = width / 2, length / 2
    outline = polygon((x, y), (-x, y), (0.0, -y))
    return Shape(outline, (points(outline),), incentre(outline))


def solid(m: Measures) -> Faceted:
    """Table, two rows of three steps, the girdle, three rows of three steps down to the culet."""
    return stepped(m, belly("triangle", m), (2, 3))
