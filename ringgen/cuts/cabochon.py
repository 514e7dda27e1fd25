"""The round cabochon: a smooth dome over a nearly flat base."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rings import dome, ringed
from ringgen.outline import circle, ellipse
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Anchors, Measures, around

ALIASES = ("cab", "round-cabochon", "round-cab", "dome")
RINGS = 6  # of the dome
FULLNESS = 1.75  # of the dome: with its base it fills what the trade's factor says, 0.52 of its box
BASE = 0.85  # of the outline: the flat the stone lies on
HOLDS = ((4, 45.0), (6, 0.0), (3, -90.0), (8, 22.5))


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Diameter and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("cabochon", asked, p, round_shape, solid)


def round_shape(length: float, width: float) -> Shape:
    """A circle, or an ellipse for a stone off round, and its prongs."""
    outline = circle(width / 2) if abs(length - width) < 1e-9 else ellipse(width / 2, length / 2)

    def placed(count: int, first: float) -> Anchors:
        return around(outline, tuple(first + 360 / count * k for k in range(count)))

    return Shape(outline, tuple(placed(*h) for h in HOLDS))


def solid(m: Measures) -> Faceted:
    """The dome and its base in small flat faces, on any outline."""
    over = dome(m.crown, m.table / m.width, RINGS, FULLNESS)
    levels = [(-m.pavilion, BASE, m.culet), (0.0, 1.0, (0.0, 0.0))]
    levels += [(m.girdle + z, share, (0.0, 0.0)) for z, share in [(0.0, 1.0), *over]]
    return ringed(m, levels)
