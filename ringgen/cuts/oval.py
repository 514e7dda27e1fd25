"""The oval brilliant: the round's 57 facets on an ellipse."""

from __future__ import annotations

import math

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import Pattern, brilliant, evenly
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.outline import ellipse
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Anchors, Measures, around

ALIASES = ("oval-brilliant", "oval-cut", "ellipse")
MAINS = 8
# Four on the shoulders, where a prong holds against both a push along the stone and one across it; six with one at the
# middle of each long side; eight in pairs round the ends.
HOLDS = ((4, 45.0), (6, 0.0), (8, 22.5))


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("oval", asked, p, shape, solid)


def shape(length: float, width: float) -> Shape:
    """The ellipse, and its prongs."""
    outline = ellipse(width / 2, length / 2)

    def placed(count: int, first: float) -> Anchors:
        """Even on the circle the ellipse is drawn out from."""
        turns = [math.radians(first + 360 / count * k) for k in range(count)]
        return around(
            outline, tuple(math.degrees(math.atan2(length * math.sin(t), width * math.cos(t))) for t in turns)
        )

    return Shape(outline, tuple(placed(*h) for h in HOLDS))


def solid(m: Measures) -> Faceted:
    """Table, 8 stars, 8 kites, 16 upper halves, the girdle, 16 lower halves and 8 mains."""
    rim = Rim(m.outline)
    return brilliant(m, "oval", Pattern(rim, evenly(rim, MAINS)))
