"""The carré: a square step cut with sharp corners."""

from __future__ import annotations

from ringgen.bodies import Faceted
from ringgen.cuts._measuring import Shape, measured
from ringgen.cuts._steps import belly, points, rectangle, ridge, stepped
from ringgen.spec.fields import StoneParams
from ringgen.spec.models import Stone
from ringgen.stones import Measures

ALIASES = ("carre", "carré", "square-step")


class Params(StoneParams):
    """Nothing beyond the sizes every stone has."""


def measure(asked: Stone, p: Params) -> Measures:
    """Length, width and depth as measured, else from the carat weight at reference proportions (a placeholder)."""
    return measured("square", asked, p, _shape, solid)


def _shape(length: float, width: float) -> Shape:
    outline = rectangle(length, width)
    return Shape(outline, (points(outline),))


def solid(m: Measures) -> Faceted:
    """Table, two rows of four steps, the girdle, three rows of four steps down to the culet."""
    return stepped(m, belly("square", m), (2, 3), ridge(m))
