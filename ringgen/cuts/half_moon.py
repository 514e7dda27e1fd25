"""The half-moon: half of a round or oval brilliant, its straight side at -x, set beside a larger stone."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._brilliant import Pattern, brilliant
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._rim import Rim
from ringgen.outline import ellipse
from ringgen.plane import Line, Point, shifted
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("halfmoon", "half-moon-brilliant", "demi-lune", "semicircle", "half-round")
CULET = 0.424  # of the width from the straight side: where half a disc balances, 4 / (3 pi)
# Beside the two points, shares of the way along the bow between them.
HOLDS = ((0.30, 0.70), (0.5,), (0.25, 0.5, 0.75))
BOW_MAINS = 4  # stretches of the bow between neighbouring mains


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("half-moon", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    """The bow from the lower point to the upper, and the straight side back."""
    whole = ellipse(width, length / 2)
    quarter = len(whole) // 4
    bow = shifted((*whole[3 * quarter :], *whole[:quarter]), -width / 2, 0.0)
    outline = (*bow, Line((-width / 2, length / 2), (-width / 2, -length / 2)))
    rim = Rim(outline)
    way = rim.length - length
    points = (rim.anchor(0.0, "point"), rim.anchor(way, "point"))
    holds = tuple((*points, *(rim.anchor(way * share) for share in shares)) for shares in HOLDS)
    return Shape(outline, holds, _middle(width))


def _middle(width: float) -> Point:
    return ((CULET - 0.5) * width, 0.0)


def solid(m: Measures) -> Faceted:
    """Brilliant facets: mains on both points, three along the bow and one on the straight side, stars and halves."""
    rim = Rim(m.outline)
    way = rim.length - m.length
    mains = (*(way * k / BOW_MAINS for k in range(BOW_MAINS + 1)), way + m.length / 2)
    return brilliant(m, "half-moon", Pattern(rim, mains, _middle(m.width)))
