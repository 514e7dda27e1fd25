"""The octagon: eight sides, all equal where it is as long as wide, cut in steps."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, cut_corners, middles, rectangle, ridge, stepped
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("octagonal",)
CORNER = 1 - math.sqrt(0.5)  # of the width: eight equal sides; JewelCraft's 29.3 %


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("octagon", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = rectangle(length, width, CORNER)
    return Shape(outline, (cut_corners(outline), middles(outline)))


def solid(m: Measures) -> Faceted:
    """Table, two rows of eight steps, the girdle, three rows of eight steps down to the culet."""
    return stepped(m, belly("octagon", m), (2, 3), ridge(m))
