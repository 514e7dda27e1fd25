"""The pear brilliant: a round head and wings to one point, the culet under the middle of the head."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import Pattern, brilliant, evenly
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.outline import biarc, mirrored
from ringgen.plane import Arc, Curve, Point
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("pear-brilliant", "pear-cut", "teardrop", "drop")
MAINS = 8
FULLNESS = 1.6  # half the point's angle over that of straight wings: 1 is a cone, 2 a wing of one arc, bulging
# Pairs beside the point, as shares of the way from it round to the head's end: five as most pears are set, three for
# small stones, six and four with one at the head's end.
HOLDS = ((0.44, 0.82), (0.74,), (0.36, 0.70, 1.0), (0.55, 1.0))


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("pear", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = _outline(length, width)
    rim = Rim(outline)
    holds = tuple((rim.anchor(0.0, "point"), *rim.pairs(*shares)) for shares in HOLDS)
    return Shape(outline, holds, _middle(length, width))


def _outline(length: float, width: float) -> tuple[Curve, ...]:
    half, (_, middle) = width / 2, _middle(length, width)
    tip = (0.0, -length / 2)
    slant = FULLNESS * math.atan2(half, middle - tip[1])
    wing = biarc(tip, (math.sin(slant), math.cos(slant)), (half, middle), (0.0, 1.0))
    return mirrored((*wing, Arc((0.0, middle), half, 0.0, math.pi / 2)))


def _middle(length: float, width: float) -> Point:
    """The middle of the round head."""
    return (0.0, length / 2 - width / 2)


def solid(m: Measures) -> Faceted:
    """Brilliant facets: a main on the point, seven more round the stone, and their stars and halves."""
    rim = Rim(m.outline)
    return brilliant(m, "pear", Pattern(rim, evenly(rim, MAINS), _middle(m.length, m.width)))
