"""The radiant: a rectangle with cut corners, a brilliant over and under the girdle."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, corners_and_flanks, cut_corners, rectangle, ribbed
from ringgen.spec.fields import StoneParams, ratio
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("radiant-cut",)


class Params(StoneParams):
    """The corners."""

    corner: float = ratio(0.15, ge=0.1, le=0.2, doc="how much of each corner is cut off, as a share of the width")


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""

    def shape(length: float, width: float) -> Shape:
        outline = rectangle(length, width, p.corner)
        return Shape(outline, (cut_corners(outline), corners_and_flanks(outline)))

    return measured("radiant", asked, p, shape, solid)


def solid(m: Measures) -> Faceted:
    """Crown: table, 4 stars, 8 halves, 4 half moons, 4 corners; pavilion: three rows of chevrons, 8 corner facets."""
    return ribbed(m, belly("radiant", m))
