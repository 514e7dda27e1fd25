"""The marquise or navette: brilliant facets on a boat's outline with a point at either end."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import Pattern, brilliant, evenly
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.outline import biarc, mirrored
from ringgen.plane import Curve
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("navette", "marquise-brilliant", "marquis", "boat")
MAINS = 8
FULLNESS = 1.85  # half the point's angle over that of straight sides: 1 is a lozenge, 2 has sides of one arc
# Pairs between the points, as shares of the way from one to the other: six with both points, four, eight.
HOLDS = ((0.34, 0.66), (0.5,), (0.28, 0.5, 0.72))


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("marquise", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = _outline(length, width)
    rim = Rim(outline)
    ends = (rim.anchor(0.0, "point"), rim.anchor(rim.length / 2, "point"))
    return Shape(outline, tuple((*ends, *rim.pairs(*shares)) for shares in HOLDS))


def _outline(length: float, width: float) -> tuple[Curve, ...]:
    half, tip = width / 2, (0.0, -length / 2)
    slant = FULLNESS * math.atan2(half, length / 2)
    first, second = biarc(tip, (math.sin(slant), math.cos(slant)), (half, 0.0), (0.0, 1.0))
    back = biarc((half, 0.0), (0.0, 1.0), (0.0, length / 2), (-math.sin(slant), math.cos(slant)))
    return mirrored((first, second, *back))


def solid(m: Measures) -> Faceted:
    """Brilliant facets: a main on either point, three on either side, and their stars and halves."""
    rim = Rim(m.outline)
    return brilliant(m, "marquise", Pattern(rim, evenly(rim, MAINS)))
