"""The heart brilliant: two lobes and a cleft over one point, brilliant facets mirrored about the middle."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.catalog.stones import proportions
from ringgen.cuts._brilliant import MARGIN, Pattern, crown, pavilion
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.errors import InputError
from ringgen.facets import cut, level, mirrored_halves, prism
from ringgen.outline import biarc, mirrored
from ringgen.plane import Arc, Curve, Point
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("heart-brilliant", "heart-shape", "heart-cut")
LOBE = 0.28  # radius of a lobe's top over the width: over a quarter, so that the lobes meet in a cleft
FULLNESS = 1.4  # half the point's angle over that of straight wings
CULET = 0.06  # of the length over the middle of the bounds
MAINS = 6  # from the point to the cleft, both with one
# Beside the point, shares of the way from it to the cleft: on the lobes, then on lobes and wings. Nothing stands in the
# cleft, where a prong would wedge the lobes apart.
HOLDS = ((0.40, 0.80), (0.72,), (0.33, 0.58, 0.84))


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    if p.culet_x != 0.0:
        raise InputError.one("stone.culet_x", "a heart's culet lies on the line from cleft to point", "0 mm", "0")
    return measured("heart", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = _outline(length, width)
    rim = Rim(outline)
    holds = tuple((rim.anchor(0.0, "point"), *rim.pairs(*shares)) for shares in HOLDS)
    return Shape(outline, holds, _middle(length))


def _middle(length: float) -> Point:
    """Where the culet is cut: over the middle, as the wings are longer than the lobes."""
    return (0.0, CULET * length)


def _outline(length: float, width: float) -> tuple[Curve, ...]:
    return mirrored(_right(length, width))


def _right(length: float, width: float) -> tuple[Curve, ...]:
    """The right half, from the point to the cleft."""
    lobe, half, top = LOBE * width, width / 2, length / 2
    middle = (half - lobe, top - lobe)
    tip, widest = (0.0, -top), (half, top - lobe)
    slant = FULLNESS * math.atan2(half, widest[1] - tip[1])
    wing = biarc(tip, (math.sin(slant), math.cos(slant)), widest, (0.0, 1.0))
    cleft = math.acos(-middle[0] / lobe)
    return (*wing, Arc(middle, lobe, 0.0, cleft))


def solid(m: Measures) -> Faceted:
    """The right half cut as a convex stone of its own, and joined to its mirror image."""
    rim = Rim(m.outline[: len(m.outline) // 2], closed=False)
    pattern = Pattern(rim, tuple(rim.length * k / (MAINS - 1) for k in range(MAINS)), _middle(m.length))
    row, top = proportions("heart"), m.girdle + m.crown
    rough = prism(rim.polygon(pattern.stations(), m.width), -m.pavilion - MARGIN, top + MARGIN)
    return mirrored_halves(cut(rough, [level(top), *crown(m, row, pattern), *pavilion(m, row, pattern)]))
