"""The lozenge: a rhombus, its long points along the stone, cut in steps."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, points, stepped
from ringgen.outline import polygon
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("rhombus",)


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("lozenge", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    x, y = width / 2, length / 2
    outline = polygon((x, 0.0), (0.0, y), (-x, 0.0), (0.0, -y))
    return Shape(outline, (points(outline),))


def solid(m: Measures) -> Faceted:
    """Table, two rows of four steps, the girdle, three rows of four steps down to the culet."""
    return stepped(m, belly("lozenge", m), (2, 3))
