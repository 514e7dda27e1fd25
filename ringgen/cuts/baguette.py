"""The baguette: a narrow rectangle with sharp corners, cut in steps down to a keel."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, points, rectangle, ridge, stepped
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("straight-baguette",)
MOST_INSET = 0.9  # of the width; flatter ends leak light


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("baguette", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = rectangle(length, width)
    return Shape(outline, (points(outline),))


def solid(m: Measures) -> Faceted:
    """Table, two rows of four steps, the girdle, two rows of four steps down to the keel."""
    return stepped(m, belly("baguette", m), (2, 2), ridge(m, _inset(m)))


def _inset(m: Measures) -> float:
    """How far the keel ends inside the stone: a long stone's ends are flatter than its sides, mm."""
    return m.width * min(max(0.5, m.length / m.width / 4), MOST_INSET)
