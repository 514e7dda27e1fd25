"""The Asscher cut: a square step cut with wide corners, a high crown and a small table."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, cut_corners, rectangle, ridge, stepped
from ringgen.spec.fields import StoneParams, ratio
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("square-emerald", "royal-asscher")


class Params(StoneParams):
    """The corners."""

    corner: float = ratio(0.18, ge=0.13, le=0.22, doc="how much of each corner is cut off, as a share of the width")


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""

    def shape(length: float, width: float) -> Shape:
        outline = rectangle(length, width, p.corner)
        return Shape(outline, (cut_corners(outline),))

    return measured("asscher", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Table, three rows of eight steps, the girdle, three rows of eight steps down to the culet."""
    return stepped(m, belly("asscher", m), (3, 3), ridge(m))
