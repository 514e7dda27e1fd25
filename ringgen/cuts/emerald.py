"""The emerald cut: a long rectangle with cut corners, three steps over the girdle and three down to a keel."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, corners_and_flanks, cut_corners, rectangle, ridge, stepped
from ringgen.spec.fields import StoneParams, ratio
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("emerald-cut", "step-cut")


class Params(StoneParams):
    """The corners."""

    corner: float = ratio(0.12, ge=0.06, le=0.17, doc="how much of each corner is cut off, as a share of the width")


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""

    def shape(length: float, width: float) -> Shape:
        outline = rectangle(length, width, p.corner)
        return Shape(outline, (cut_corners(outline), corners_and_flanks(outline)))

    return measured("emerald", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Table, three rows of eight steps, the girdle, three rows of eight steps down to the keel."""
    return stepped(m, belly("emerald", m), (3, 3), ridge(m))
