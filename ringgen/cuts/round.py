"""The round brilliant: 57 facets at the GIA's reference proportions, or at the measured diameter and depth."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import Pattern, brilliant, evenly
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.outline import circle, ellipse
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures, around

ALIASES = ("round-brilliant", "brilliant", "rbc")
MAINS = 8
# How many prongs, and where the first stands: four on the diagonals, three with one at the back, others along the band.
HOLDS = ((6, 0.0), (4, 45.0), (3, -90.0), (8, 22.5), (5, -90.0), (7, -90.0))


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Diameter and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("round", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = circle(width / 2) if math.isclose(length, width) else ellipse(width / 2, length / 2)
    return Shape(outline, tuple(around(outline, tuple(first + 360 / n * k for k in range(n))) for n, first in HOLDS))


def solid(m: Measures) -> Faceted:
    """Table, 8 stars, 8 kites, 16 upper halves, the girdle, 16 lower halves and 8 mains."""
    rim = Rim(m.outline)
    return brilliant(m, "round", Pattern(rim, evenly(rim, MAINS)))
