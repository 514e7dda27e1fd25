"""The princess: square to slightly long, sharp corners, chevrons down to a point."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, chevroned, points, rectangle
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("square-brilliant", "quadrillion")
CHEVRONS = 3  # pairs on each side; two to four are cut


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("princess", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = rectangle(length, width)
    return Shape(outline, (points(outline),))


def solid(m: Measures) -> Faceted:
    """Table; a star, two halves and a half moon to each side of the crown; the girdle; three rows of chevrons."""
    return chevroned(m, belly("princess", m), CHEVRONS)
