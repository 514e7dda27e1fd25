"""The trilliant: a trillion with its three corners cut off, as it is set beside a larger stone."""

from __future__ import annotations

import math
from functools import partial

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import Pattern, brilliant
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.cuts.trillion import curved_triangle, middle, stations_of
from ringgen.spec.fields import StoneParams, ratio
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("trilliant-cut", "cut-corner-trillion", "trielle")
BOW = math.radians(14.0)  # between a side's chord and its tangent: flatter than a trillion's


class Params(StoneParams):
    """How much of its corners is cut off."""

    corner: float = ratio(0.10, ge=0.05, le=0.2, doc="width of the cut corners, of the stone's width")


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("trilliant", asked, p, partial(_shape, p.corner), solid)


def _shape(corner: float, length: float, width: float) -> Shape:
    outline = curved_triangle(length, width, BOW, corner * width / 2)
    rim = Rim(outline)
    stations = stations_of(rim)
    corners = tuple(rim.anchor(s, "corner") for s in stations[::2])
    return Shape(outline, (corners, (*corners, *(rim.anchor(s) for s in stations[1::2]))), middle(length, width, BOW))


def solid(m: Measures) -> Faceted:
    """Brilliant facets: mains on the cut corners and the sides' middles, and their stars and halves."""
    rim = Rim(m.outline)
    return brilliant(m, "trilliant", Pattern(rim, stations_of(rim), middle(m.length, m.width, BOW)))
