"""The trapezoid: a short stone of four sides that narrows towards -y, cut in steps."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, centroid, points, stepped
from ringgen.cuts._tapered import Tapered, check, outline
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("trapeze", "trap")
SLOPE = 14.0  # degrees each side leans in where the narrow end was not measured


class Params(Tapered):
    """The narrow end."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, both widths and depth as measured, else from the carat weight at reference proportions."""
    check(asked, p, "trapezoid")

    def shape(length: float, width: float) -> Shape:
        girdle = outline(length, width, p.narrow, SLOPE)
        return Shape(girdle, (points(girdle),), centroid(girdle))

    return measured("trapezoid", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Table, two rows of four steps, the girdle, three rows of four steps down to the culet."""
    return stepped(m, belly("trapezoid", m), (2, 3))
